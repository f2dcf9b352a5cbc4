"""Past commentary: what was written of a row over all editions of its plan, and since when a word is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.mentions import mentions, topic_of
from assistant.conversation import Conversation
from assistant.editions.edition_quotes import EditionQuotes
from assistant.editions.elsewhere import Answered
from assistant.editions.wording import COMPARED, LABELS, compared_cells, subject_initiatives, written_cells
from assistant.library import Editions, Library, edition_text
from assistant.planning.wide import topic_words
from assistant.plans import MentionsPlan, NarrativePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.question import fold
from assistant.understanding.reading import read_question
from corpus.edition_changes import match_initiatives
from corpus.fiscal import era_label
from corpus.sentence_comparison import SentenceComparison
from corpus.types import Initiative, Passage, PassageKind
from index.facts import ReportInfo
from index.sentences import split_sentences

_TEXT = r"(課題|対応策|記述|記載|文章|文言|言い回し|取り?組み?状況|コメント|書きぶり|書か|書い|書き)"
_OVER_YEARS = r"(これまで|歴代|年度?ごと|各年度|過去|経緯|変遷|履歴|移り変わり|推移|どう(変わって|移り変わって|書かれて)き)"
_HISTORY = re.compile(rf"{_OVER_YEARS}.*{_TEXT}|{_TEXT}.*{_OVER_YEARS}")
_STRIPPED = re.compile(
    rf"{_OVER_YEARS}|{_TEXT}|どの(よう)?に|どう|変わって?|きた|教えて|見せて|並べて|(年度?)?(順|ごと)に?|一覧|の報告書"
)
_FIGURES = re.compile(r"実績|目標|評価|達成率|数(値|字)|件数|人数")
_SAID = re.compile(
    r"(?P<topic>.+?)(という(言葉|記述|記載|課題|文言))?(に(つ|触|関)|は|が|を|って|、)"
    r".{0,8}?(いつから|いつの(報告書|年)|何年度?(の報告書)?(に|で|から)|どの(年度|年|版)|(過去|これまで|以前|歴代|各年度?|ほかの年度?)の報告書)"
    r".*(書|記載|出て|載|触れ|言及|述べ|登場)"
)
_COLUMNS = (
    (re.compile(r"課題|対応策"), PassageKind.ISSUES),
    (re.compile(r"取り?組み?状況|コメント"), PassageKind.STATUS),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """One edition's cells of a kind, with what became of the sentences of the edition before (None: the first)."""

    info: ReportInfo
    cells: tuple[Passage, ...]
    before: tuple[Passage, ...]
    compared: SentenceComparison | None


def answer_past(question: str, info: ReportInfo, before: Conversation, library: Library) -> Answered | None:
    """Answer a question about the commentary of all editions of a plan; None where it is none or there is one edition."""
    folded = fold(question)
    said = _SAID.search(folded)
    history = _HISTORY.search(folded) is not None and not _FIGURES.search(folded)
    plan = library.editions(info)
    if not (said or history) or len(plan) < 2:
        return None
    oldest_first = tuple(reversed(plan))
    if said is not None:
        return _since_when(folded, said, oldest_first, before, library)
    return _history(folded, oldest_first, before, library)


def _history(folded: str, plan: Editions, before: Conversation, library: Library) -> Answered | None:
    # What the newest edition no longer has may stand in an older one.
    subjects = (
        (one, subject_initiatives(_STRIPPED.sub("。", folded), one, before, library)) for one in plan[::-1]
    )
    newest, subject = next(((one, found) for one, found in subjects if found), (plan[-1], frozenset[str]()))
    if not subject:
        return None
    held = tuple(one for one in plan if one.fiscal_year <= newest.fiscal_year)
    kinds = tuple(kind for pattern, kind in _COLUMNS if pattern.search(folded)) or COMPARED
    writer = EditionQuotes(library)
    chosen = [one for one in library.report(newest.name).initiatives if one.id in subject]
    told_of: list[Initiative] = []
    for initiative in chosen:
        way = _way_back(initiative, held, library)
        for kind in kinds:
            told = _told(way, kind)
            if any(one.cells for one in told):
                told_of.append(initiative)
                _write(initiative, kind, told, plan, writer)
    if not told_of:
        return None
    names = "、".join(dict.fromkeys(f"{one.id} {one.name or '（名称不明）'}" for one in told_of))
    labels = "・".join(LABELS[one] for one in kinds)
    writer.lines.insert(0, f"{_span(plan)}の報告書の記述を、年度の順に示します。")
    answer = _finish(
        f"{names}の{labels}・{_span(plan)}の報告書の記述", [one.id for one in told_of], writer, newest
    )
    blocks = tuple(block.id for one in chosen for block in one.blocks)
    carried = NarrativePlan(folded, tuple(one.value for one in kinds), blocks, strict=False)
    return Answered(answer, Conversation(carried, (), blocks, report=newest.name), newest)


def _way_back(
    initiative: Initiative, plan: Editions, library: Library
) -> list[tuple[ReportInfo, Initiative | None]]:
    """Return the initiative in every edition, oldest first; None where an edition does not have it."""
    way: list[tuple[ReportInfo, Initiative | None]] = [(plan[-1], initiative)]
    newer, here = plan[-1], initiative
    for older in reversed(plan[:-1]):
        former, report = library.report(older.name), library.report(newer.name)
        ways = match_initiatives(former, report, library.matches(older.name, newer.name))
        found = next((one for one in former.initiatives if one.id == ways.get(here.id)), None)
        way.append((older, found))
        if found is not None:
            newer, here = older, found
    return way[::-1]


def _told(way: Sequence[tuple[ReportInfo, Initiative | None]], kind: PassageKind) -> list[_Told]:
    told: list[_Told] = []
    last: Initiative | None = None
    for info, initiative in way:
        if initiative is None:
            continue
        if last is None:
            told.append(_Told(info, written_cells(initiative, kind), (), None))
        else:
            cells = compared_cells(initiative, last, kind)
            told.append(_Told(info, cells.newer, cells.older, cells.compared))
        last = initiative
    return told


def _write(
    initiative: Initiative, kind: PassageKind, told: Sequence[_Told], plan: Editions, writer: EditionQuotes
) -> None:
    name = f"{initiative.id} {initiative.name or '（名称不明）'}"
    writer.lines.append(f"**{name}の「{LABELS[kind]}」**")
    held = {one.info for one in told}
    missing = [era_label(one.fiscal_year) for one in plan if one not in held]
    if missing:
        writer.lines.append(f"{'・'.join(missing)}の報告書には、この取組は載っていません。")
    older: ReportInfo | None = None
    for one in told:
        writer.lines.append(f"{era_label(one.info.fiscal_year)}の報告書:")
        if one.compared is None:
            for passage in one.cells:
                for sentence in split_sentences(passage.text):
                    writer.quote((passage,), one.info, sentence.strip())
            if not one.cells:
                writer.lines.append("- 記述はありません。")
        else:
            assert older is not None
            _write_changes(one, one.compared, older, writer)
        older = one.info


def _write_changes(
    one: _Told, compared: SentenceComparison, older: ReportInfo, writer: EditionQuotes
) -> None:
    if compared.unchanged:
        writer.lines.append(f"- {era_label(older.fiscal_year)}と同じ記述です。")
    if compared.kept and not compared.unchanged:
        writer.lines.append(f"- 引き続き書かれている記述: {len(compared.kept)}文")
    for heading, cells, info, sentences in (
        ("新しい記述", one.cells, one.info, compared.new),
        ("一部変更された記述", one.cells, one.info, tuple(pair.newer for pair in compared.changed)),
        (f"なくなった記述（{era_label(older.fiscal_year)}の報告書）", one.before, older, compared.dropped),
    ):
        if sentences:
            writer.lines.append(f"- {heading}:")
        for sentence in sentences:
            writer.quote(cells, info, sentence)


def _since_when(
    folded: str, said: re.Match[str], plan: Editions, before: Conversation, library: Library
) -> Answered | None:
    start = said.start("topic")
    words = topic_words(folded, start, said.end("topic"))
    newest = plan[-1]
    if not any(one.part == "noun" for one in words):
        return None
    asked = MentionsPlan(folded, words)
    topic = topic_of(asked)
    writer = EditionQuotes(library)
    written: dict[ReportInfo, int] = {}
    rows: list[str] = []
    for info in plan:
        engine = library.engine(info.name)
        reading = read_question(folded, engine.catalog, engine.linker)
        blocks = tuple(
            block.id
            for block in engine.report.blocks
            if not reading.departments or set(reading.departments) & set(block.departments)
        )
        found = mentions(MentionsPlan(folded, words, (), blocks), engine.linker, engine.draft())
        if not found:
            continue
        written[info] = len(found)
        writer.lines.append(f"**{edition_text(info)}**")
        for passage, sentences in found:
            in_row = passage.block_id in engine.catalog.blocks
            row = engine.catalog.row_name(passage.block_id) if in_row else "報告書"
            writer.lines.append(f"{row}の「{passage.column}」")
            if in_row and info == newest:
                rows.append(engine.catalog.initiative_of[passage.block_id])
            for sentence in sentences:
                writer.quote((passage,), info, sentence.strip())
    held = _span(plan)
    if not written:
        message = f"「{topic}」に触れた記載は、収録されている{held}のどの報告書にも見当たりません。"
        refused = Answer(
            Status.NOT_IN_REPORT,
            Route.NARRATIVE,
            message,
            f"「{topic}」の記載・{held}の報告書",
            Reason.NO_SUCH_ITEM,
        )
        return Answered(refused, before, newest)
    first = next(iter(written))
    silent = "・".join(era_label(one.fiscal_year) for one in plan if one not in written)
    lead = f"「{topic}」に触れた記載は、収録されている{held}の報告書のうち、{edition_text(first)}から見られます。"
    if first == plan[0]:
        lead = f"「{topic}」に触れた記載は、収録されている最も古い{edition_text(first)}から見られます。"
    counts = "、".join(f"{era_label(one.fiscal_year)}は{count}か所" for one, count in written.items())
    lead += counts + "です。" + (f"{silent}の報告書にはありません。" if silent else "")
    writer.lines.insert(0, lead)
    answer = _finish(f"「{topic}」の記載・{held}の報告書", rows, writer, newest)
    return Answered(answer, before, newest)


def _span(plan: Editions) -> str:
    return f"{era_label(plan[0].fiscal_year)}から{era_label(plan[-1].fiscal_year)}まで"


def _finish(reading: str, initiatives: Sequence[str], writer: EditionQuotes, newest: ReportInfo) -> Answer:
    rows = dict.fromkeys(writer.library.qualified(newest.name, one) for one in initiatives)
    return Answer(
        Status.ANSWERED,
        Route.NARRATIVE,
        "\n".join(writer.lines),
        reading,
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(one.source for one in writer.citations)),
        citations=tuple(writer.citations),
        quotations=tuple(writer.quotations),
    )
