"""The commentary of two editions set beside each other: new, edited, kept and dropped sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choosing import conversation_in
from assistant.conversation import Conversation
from assistant.editions.asked import EditionQuestion, subject_of
from assistant.editions.edition_quotes import EditionQuotes
from assistant.library import Library, edition_text
from assistant.plans import NarrativePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.reading import Reading, read_question
from corpus.edition_changes import match_initiatives
from corpus.fiscal import era_label
from corpus.sentence_comparison import SentenceComparison, compare_sentences
from corpus.types import Initiative, Passage, PassageKind
from index.facts import ReportInfo
from index.sentences import split_sentences

COMPARED = (PassageKind.STATUS, PassageKind.ISSUES)
LABELS = {
    PassageKind.STATUS: "取組状況",
    PassageKind.ISSUES: "課題とその対応策",
    PassageKind.OVERVIEW: "事業概要",
}
# More initiatives than this are told in numbers of sentences, not quoted.
_QUOTED_INITIATIVES = 2
_REFERENCE = re.compile(r"[(（]?.{0,12}再掲.{0,4}[)）]?")


@dataclass(frozen=True, slots=True)
class ComparedCells:
    """One kind of commentary of one initiative in both editions; a side without any is empty."""

    initiative: Initiative
    kind: PassageKind
    older: tuple[Passage, ...]
    newer: tuple[Passage, ...]
    compared: SentenceComparison


def answer_wording(
    asked: EditionQuestion,
    folded: str,
    older: ReportInfo,
    newer: ReportInfo,
    before: Conversation,
    library: Library,
) -> tuple[Answer, Conversation]:
    """Compare the commentary of the initiatives that a question (or the talk) is about; without any, of all."""
    subject = subject_initiatives(folded, newer, before, library)
    if subject is None:
        return _no_such_item(newer), before
    report, former = library.report(newer.name), library.report(older.name)
    ways = match_initiatives(former, report, library.matches(older.name, newer.name))
    former_by_id = {one.id: one for one in former.initiatives}
    chosen = [one for one in report.initiatives if not subject or one.id in subject]
    counterparts = [(one, former_by_id.get(ways.get(one.id, ""))) for one in chosen]
    known = [(one, other) for one, other in counterparts if other is not None]
    if not known:
        names = "、".join(f"{one.id} {one.name or '（名称不明）'}" for one in chosen)
        return _not_before(names, older, newer), before
    kinds = asked.columns or COMPARED
    cells = [compared_cells(one, other, kind) for one, other in known for kind in kinds]
    cells = [one for one in cells if one.older or one.newer]
    writer = _Writer(older, newer, library)
    if not cells:
        return _nothing_written(chosen), before
    if len(chosen) > _QUOTED_INITIATIVES:
        answer = writer.overview(cells)
    else:
        answer = writer.quoted(cells, asked.parts)
    blocks = tuple(block.id for one in chosen for block in one.blocks) if subject else ()
    columns = tuple(kind.value for kind in asked.columns)
    plan = NarrativePlan(folded, columns, blocks, strict=False)
    shown = tuple(
        each.id for one in chosen for block in one.blocks if block.id in blocks for each in block.indicators
    )
    after = Conversation(plan, shown, blocks) if blocks else before
    return answer, after


def subject_initiatives(
    folded: str, newer: ReportInfo, before: Conversation, library: Library
) -> frozenset[str] | None:
    """Return the initiatives asked about, empty where none is named, None where what is named is not there."""
    engine = library.engine(newer.name)
    reading = read_question(subject_of(folded), engine.catalog, engine.linker)
    catalog = engine.catalog
    if reading.measures and not reading.words:
        return frozenset(one for one in catalog.initiatives if catalog.measure_of[one] in reading.measures)
    blocks: tuple[str, ...] = ()
    if reading.words or reading.initiatives or reading.indicators:
        blocks = engine.planner.blocks_named(reading)
        if not blocks and _names_something(reading):
            return None
    elif reading.departments:
        blocks = tuple(
            block.id for block in catalog.report.blocks if set(block.departments) & set(reading.departments)
        )
    if not blocks and not reading.words:
        talked = library.info(before.report)
        carried = conversation_in(newer, talked, before, library)
        blocks = carried.blocks if carried is not None else ()
    return frozenset(catalog.initiative_of[one] for one in blocks if one in catalog.initiative_of)


def _names_something(reading: Reading) -> bool:
    return any(word.part == "noun" for word in reading.words)


def written_cells(initiative: Initiative, kind: PassageKind) -> tuple[Passage, ...]:
    """Return the cells of one kind that say something themselves."""
    return tuple(
        passage
        for block in initiative.blocks
        for passage in block.passages
        if passage.kind is kind
        and len(passage.text.strip()) > 1
        and not _REFERENCE.fullmatch(passage.text.strip())
    )


def compared_cells(initiative: Initiative, former: Initiative, kind: PassageKind) -> ComparedCells:
    """Set one kind of commentary of an initiative beside what it was in an older edition."""
    older, newer = written_cells(former, kind), written_cells(initiative, kind)
    compared = compare_sentences(_sentences(older), _sentences(newer))
    return ComparedCells(initiative, kind, older, newer, compared)


def _sentences(passages: Sequence[Passage]) -> list[str]:
    return [sentence for passage in passages for sentence in split_sentences(passage.text)]


class _Writer(EditionQuotes):
    """Puts comparisons into words, with each quoted sentence cited at its place in its edition."""

    def __init__(self, older: ReportInfo, newer: ReportInfo, library: Library) -> None:
        super().__init__(library)
        self._older, self._newer = older, newer

    def quoted(self, cells: Sequence[ComparedCells], parts: tuple[str, ...]) -> Answer:
        """Quote every sentence under what became of it; `parts` restricts the headings."""
        for one in cells:
            self._lead(one)
            compared = one.compared
            if compared.unchanged:
                self.lines.append(
                    f"{era_label(self._older.fiscal_year)}と{era_label(self._newer.fiscal_year)}で記述は同じです。"
                )
            told = [
                ("new", "新しい記述", [(one.newer, self._newer, text) for text in compared.new]),
                ("changed", "一部変更", self._both(one)),
                ("dropped", "なくなった記述", [(one.older, self._older, text) for text in compared.dropped]),
                (
                    "kept",
                    "引き続き書かれている記述",
                    [(one.newer, self._newer, it.newer) for it in compared.kept],
                ),
            ]
            for part, heading, sentences in told:
                if parts and part not in parts:
                    continue
                if sentences:
                    self.lines.append(f"**{heading}**")
                elif parts:
                    self.lines.append(f"{heading}はありません。")
                for passages, info, text in sentences:
                    self.quote(passages, info, text)
            for pair in compared.kept if not parts or "kept" in parts else ():
                self.cite(one.older, self._older, pair.older)
        return self._finish([one.initiative.id for one in cells], cells)

    def overview(self, cells: Sequence[ComparedCells]) -> Answer:
        """Tell for many initiatives how many sentences are new, edited or dropped."""
        old, new = era_label(self._older.fiscal_year), era_label(self._newer.fiscal_year)
        self.lines.append(f"{old}と{new}の報告書の記述を、取組ごとに一文ずつ比べました。")
        changed: list[str] = []
        for one in cells:
            if one.compared.unchanged:
                continue
            counts = (
                ("新しい記述", one.compared.new),
                ("一部変更", one.compared.changed),
                ("なくなった記述", one.compared.dropped),
            )
            told = "、".join(f"{label}{len(found)}文" for label, found in counts if found)
            self.lines.append(
                f"- {one.initiative.id} {one.initiative.name or '（名称不明）'}の「{LABELS.get(one.kind, '記述')}」: {told}"
            )
            changed.append(one.initiative.id)
            for passages, info in ((one.newer, self._newer), (one.older, self._older)):
                for passage in passages:
                    self.add(passage, info, passage.text.strip())
        if not changed:
            self.lines.append("記述が変わった取組はありません。")
        else:
            self.lines.append("取組の名前を付けてお尋ねになると、変わった文を引用します。")
        return self._finish(changed, cells)

    def _lead(self, one: ComparedCells) -> None:
        name = f"{one.initiative.id} {one.initiative.name or '（名称不明）'}"
        self.lines.append(
            f"{name}の「{LABELS.get(one.kind, '記述')}」を、{edition_text(self._older)}と"
            f"{edition_text(self._newer)}で一文ずつ比べました。"
        )

    def _both(self, one: ComparedCells) -> list[tuple[tuple[Passage, ...], ReportInfo, str]]:
        return [
            side
            for pair in one.compared.changed
            for side in ((one.older, self._older, pair.older), (one.newer, self._newer, pair.newer))
        ]

    def _finish(self, initiatives: Sequence[str], cells: Sequence[ComparedCells]) -> Answer:
        rows = dict.fromkeys(self.library.qualified(self._newer.name, one) for one in initiatives)
        columns = "・".join(dict.fromkeys(LABELS.get(one.kind, "記述") for one in cells))
        return Answer(
            Status.ANSWERED,
            Route.NARRATIVE,
            "\n".join(self.lines),
            f"{era_label(self._older.fiscal_year)}と{era_label(self._newer.fiscal_year)}の{columns}の記述の比較",
            rows=tuple(rows),
            sources=tuple(dict.fromkeys(one.source for one in self.citations)),
            citations=tuple(self.citations),
            quotations=tuple(self.quotations),
        )


def _no_such_item(newer: ReportInfo) -> Answer:
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NARRATIVE,
        f"お尋ねの取組に当たるものは、{edition_text(newer)}にはありません。",
        "記述の比較",
        Reason.NO_SUCH_ITEM,
    )


def _not_before(names: str, older: ReportInfo, newer: ReportInfo) -> Answer:
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NARRATIVE,
        f"{names}に当たる取組は、{edition_text(older)}にはありません。{edition_text(newer)}で初めて載っています。",
        f"{names}・記述の比較",
        Reason.NO_SUCH_ITEM,
    )


def _nothing_written(chosen: Sequence[Initiative]) -> Answer:
    names = "、".join(f"{one.id} {one.name or '（名称不明）'}" for one in chosen[:3])
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NARRATIVE,
        f"{names}には、どちらの報告書にも比べる記述がありません。",
        f"{names}・記述の比較",
        Reason.NOT_PRINTED,
    )
