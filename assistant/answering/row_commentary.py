"""What the commentary says of the rows that a list selects: the column asked for, or the reason, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.columns import COLUMN_LABELS
from assistant.answering.reasons import explains_movement
from assistant.draft import Draft
from assistant.plans import NarrativePlan, RankPlan, WithCommentaryPlan
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold, words_of
from corpus.types import Passage, PassageKind
from index.figures import standing
from index.sentences import split_sentences
from index.set_query import Quantity

# Of more rows the first ones are quoted and the others named: no one reads sixty cells in a chat.
_MOST_ROWS = 15
_ON_TOPIC = 0.25  # a sentence on another thing gives no reason of this one
_NOTHING = frozenset(["-", "－", "―", ""])


def explain_rows(plan: WithCommentaryPlan, linker: Linker, draft: Draft) -> None:
    """Add to the draft of a list what is written of each of its rows, and say where nothing is."""
    indicators = _explained(plan, draft)
    by_block: dict[str, list[str]] = {}
    for one in indicators:
        by_block.setdefault(draft.catalog.block_of[one], []).append(one)
    if not by_block:
        return
    asked = "・".join(
        [
            *(["理由"] if plan.narrative.wants_reason else []),
            *map(COLUMN_LABELS.__getitem__, plan.narrative.columns),
        ]
    )
    draft.reading = f"{draft.reading}、およびその取組の{asked}"
    draft.say("", f"それぞれの取組の{asked}について、報告書の記載は次のとおりです。")
    for block in list(by_block)[:_MOST_ROWS]:
        _explain(block, by_block[block], plan.narrative, linker, draft)
    left = list(by_block)[_MOST_ROWS:]
    if left:
        names = "、".join(draft.catalog.row_name(one) for one in left)
        draft.say(
            f"ほかに{len(left)}件の取組（{names}）があります。取組の名前を付けてお尋ねになると引用します。"
        )


def _explained(plan: WithCommentaryPlan, draft: Draft) -> list[str]:
    """Return the indicators to explain: all listed; of a whole ranking by a low rate those below their target."""
    rows = plan.rows
    if (
        isinstance(rows, RankPlan)
        and rows.quantity is Quantity.RATE
        and not rows.highest
        and rows.limit is None
    ):
        held = draft.catalog.indicators
        rates = {one: standing(held[one], rows.years[-1], draft.catalog.scale).rate for one in draft.rows}
        below = [one for one, rate in rates.items() if rate is not None and rate < 100]
        if below:
            draft.note("記載を引用しているのは、達成率が100%に届かなかった指標の取組です。")
            return below
    return list(draft.rows)


def _explain(
    block_id: str, indicators: Sequence[str], wanted: NarrativePlan, linker: Linker, draft: Draft
) -> None:
    catalog = draft.catalog
    names = "、".join(f"{one} {catalog.name(one)}" for one in indicators)
    draft.say("", f"**{catalog.row_name(block_id)}**（{names}）")
    written = _written(block_id, draft)
    if wanted.wants_reason:
        direction = wanted.direction or -1  # 「C評価の理由」: why it fell short
        told = [
            (one, sentences)
            for one in written
            if (sentences := _reasons(one, direction, _names(indicators, draft), linker))
        ]
        for passage, sentences in told:
            if passage.kind.value not in wanted.columns:  # else it is quoted whole below
                _quote(passage, sentences, draft)
        if not told:
            draft.say("- 理由を直接述べた記載は見当たりません。")
    for column in wanted.columns:
        cells = [one for one in written if one.kind.value == column]
        for passage in cells:
            _quote(passage, (passage.text,), draft)
        if not cells:
            draft.say(f"- {COLUMN_LABELS[column]}の記載はありません。")


def _names(indicators: Sequence[str], draft: Draft) -> tuple[Word, ...]:
    held = draft.catalog.indicators
    return tuple(word for one in indicators for word in words_of(fold(held[one].name or "")))


def _written(block_id: str, draft: Draft) -> list[Passage]:
    """Return the cells of a row that say something, those of the row that it repeats (再掲) where it only points there."""
    blocks = draft.catalog.blocks
    repeats = {
        one.block_id: one.target_block
        for one in draft.catalog.report.cross_references
        if one.target_block is not None
    }
    told = [
        one
        for one in blocks[block_id].passages
        if one.kind is not PassageKind.OVERVIEW
        and one.text.strip() not in _NOTHING
        and "再掲" not in one.text[:12]
    ]
    if told or block_id not in repeats:
        return told
    original = repeats[block_id]
    draft.say(f"（{draft.catalog.row_name(original)}の再掲です。）")
    return [one for one in blocks[original].passages if one.kind is not PassageKind.OVERVIEW]


def _reasons(passage: Passage, direction: int, words: tuple[Word, ...], linker: Linker) -> tuple[str, ...]:
    return tuple(
        sentence
        for sentence in split_sentences(passage.text)
        if explains_movement(sentence, direction)
        and (not words or linker.support(words, fold(sentence)) >= _ON_TOPIC)
    )


def _quote(passage: Passage, sentences: tuple[str, ...], draft: Draft) -> None:
    draft.quote(passage, sentences)
    draft.say(
        f"「{passage.column}」（{passage.source}、{passage.place}）",
        *(f"> {line}" for one in sentences for line in [one.strip()] if line),
    )
