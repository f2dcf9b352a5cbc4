"""Every row whose commentary speaks of something: complete, by measure, with the figures of the rows where asked."""

from __future__ import annotations

import re

from assistant.answering.everyday import Asked, EverydayWords
from assistant.answering.lists import answer_list
from assistant.conditions import Condition
from assistant.draft import Draft
from assistant.plans import ListPlan, MentionsPlan, Scope
from assistant.types import Answer, Route, Status
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.question import fold
from corpus.types import Passage, PassageKind
from index.sentences import split_sentences

# 「担い手不足」 is written 「担い手の確保が課題」 as well.
_LACKS = re.compile(r"不足|足り(な|ず)|少な(い|く)|減(少|って)|(確保|継続|育成).{0,8}(課題|困難|難し)|いない")
_LACKING = frozenset(["不足", "不足感", "欠如", "足り"])
_SAYS = 0.6  # from this degree on a sentence says a word (see `understanding.degrees`)


def mentions(plan: MentionsPlan, linker: Linker, draft: Draft) -> list[tuple[Passage, tuple[str, ...]]]:
    """Return each cell that speaks of all words of the plan in one sentence, with those sentences, in order."""
    report = draft.catalog.report
    allowed = set(plan.blocks)
    cells = [
        one
        for one in report.passages
        if one.kind is not PassageKind.TABLE_ROW
        and "再掲" not in one.text[:12]
        and (one.block_id in allowed or (one.block_id not in draft.catalog.blocks and not plan.columns))
        and (not plan.columns or one.kind.value in plan.columns)
    ]
    topic = " ".join(word.surface for word in plan.words)
    printed = fold(" ".join(one.text for one in cells))
    asked = EverydayWords(topic, plan.words, printed, linker)
    found = []
    for passage in cells:
        said = tuple(
            sentence
            for sentence in split_sentences(passage.text)
            if _speaks_of(fold(sentence), asked, linker)
        )
        if said:
            found.append((passage, said))
    return found


def answer_mentions(plan: MentionsPlan, linker: Linker, draft: Draft) -> Answer | None:
    """Quote what every row says of the words; None where no row says them all."""
    found = mentions(plan, linker, draft)
    if not found:
        return None
    catalog = draft.catalog
    topic = topic_of(plan)
    by_measure: dict[str, list[tuple[Passage, tuple[str, ...]]]] = {}
    for passage, sentences in found:
        by_measure.setdefault(catalog.measure_of.get(passage.block_id, ""), []).append((passage, sentences))
    initiatives = {catalog.initiative_of[one.block_id] for one, _ in found if one.block_id in catalog.blocks}
    draft.reading = f"「{topic}」に触れた記載・全件" + ("・その取組の値" if plan.figures else "")
    where = f"{len(initiatives)}件の取組の" if initiatives else ""
    draft.say(f"「{topic}」に触れた記載は、{where}{len(found)}か所にあります。")
    for measure, cells in by_measure.items():
        if catalog.has_measures:
            heading = catalog.name(measure) if measure else "報告書の全体についての記載"
            draft.say("", f"**{heading}**")
        for passage, sentences in cells:
            draft.quote(passage, sentences)
            row = catalog.row_name(passage.block_id) if passage.block_id in catalog.blocks else "報告書"
            draft.say(
                f"{row}の「{passage.column}」（{passage.source}、{passage.place}）",
                *(f"> {one.strip()}" for one in sentences),
            )
    silent = [one for one in catalog.measures if one not in by_measure]
    if plan.measures and catalog.has_measures and silent:
        draft.say(
            "", f"{'、'.join(map(catalog.name, silent))}には、「{topic}」に触れた記載は見当たりません。"
        )
    draft.note(
        "言葉のとおり、または言い換えて書かれた文を数えています。別の言い方の記載は含まれないことがあります。"
    )
    if not plan.figures:
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)
    add_figures(draft)
    return draft.finish(Status.ANSWERED, Route.BOTH)


def add_figures(draft: Draft) -> None:
    """Add the figures of every indicator of the rows quoted."""
    blocks = [one for one in draft.blocks if one in draft.catalog.blocks]
    indicators = tuple(each.id for one in blocks for each in draft.catalog.blocks[one].indicators)
    reading, quoted = draft.reading, list(draft.sentences)
    draft.sentences.clear()
    if not indicators:
        missing = (
            "これらの取組に、指標はありません。"
            if blocks
            else "取組の欄にこの記載はないため、実績などの値は示していません。"
        )
        draft.sentences.extend([*quoted, "", missing])
        return
    year = draft.catalog.report.fiscal_year
    initiatives = tuple(dict.fromkeys(draft.catalog.initiative_of[one] for one in blocks))
    scope = Scope(initiatives=initiatives, indicators=indicators)
    answer_list(ListPlan(scope, Condition(), (year,)), draft)
    draft.sentences[:0] = [*quoted, ""]
    draft.reading = reading
    draft.blocks[:] = blocks


def topic_of(plan: MentionsPlan) -> str:
    """Return the topic as it was said, from its first word to its last."""
    return plan.text[min(one.start for one in plan.words) : max(one.end for one in plan.words)]


def _speaks_of(sentence: str, asked: EverydayWords, linker: Linker) -> bool:
    words = asked.asked
    return all(
        _lacks(words[at - 1], sentence)
        if at and one.word.surface in _LACKING
        else _said(one, sentence, linker)
        for at, one in enumerate(words)
    )


def _said(one: Asked, sentence: str, linker: Linker) -> bool:
    return linker.degree(one.word, sentence) >= _SAYS or any(other in sentence for other in one.others)


def _lacks(what: Asked, sentence: str) -> bool:
    """Whether a sentence says that this, and nothing else in it, is lacking."""
    said = (what.word.surface, *what.others, *load_lexicon().alternatives(what.word.surface))
    return any(re.search(rf"{re.escape(one)}[^、。]{{0,12}}?({_LACKS.pattern})", sentence) for one in said)
