"""The answer draft, put together: 問, 現状, 課題, 対応 and 出典一覧, from the evidence of the answer alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.columns import column_years
from assistant.briefing.elements import Element, Grid, Heading, Listed, Quoted, Warned, Words, words
from assistant.briefing.sentences import Part, heads_issues, is_blank, parts_of, runs_of
from assistant.briefing.situation import of_many, of_one
from assistant.briefing.sources import Source, Sources
from assistant.briefing.topics import Topic
from assistant.draft import Draft
from assistant.types import Answer, FigureTable, Quotation, Route, Status
from corpus.fiscal import fiscal_year_label
from corpus.text import shorten
from corpus.types import Block, Passage, PassageKind

_MOST_SERIES = 5  # of more indicators one table of the year tells more than a table for each
_SHORT = 40  # characters of a quotation that tell which one it is
TITLE = "答弁書（案）"


@dataclass(frozen=True, slots=True)
class Brief:
    """An answer draft: its parts in order, and what it rests on.

    `own` are the lines that the program says itself, without the numbers of sources; `answer`
    holds the citations and quotations as every answer does.
    """

    question: str
    reading: str
    report_title: str
    fiscal_year: int
    elements: tuple[Element, ...]
    sources: tuple[Source, ...]
    answer: Answer
    own: str

    @property
    def footer(self) -> str:
        """What stands below every page: that it is a draft, and of which year the report is."""
        return f"案　{fiscal_year_label(self.fiscal_year)}の報告書による"

    def with_remarks(self, remarks: Sequence[str]) -> Brief:
        """Return the draft with more remarks at its end, among what is to be confirmed."""
        return replace(self, elements=(*self.elements, Listed(tuple(remarks)))) if remarks else self

    @property
    def to_check(self) -> Answer:
        """The lines of the program and the quotations as one answer, for the check that answers go through."""
        quoted = [
            f"> {line}" for one in self.answer.quotations for text in one.quotes for line in _lines(text)
        ]
        return Answer(
            Status.ANSWERED,
            self.answer.route,
            "\n".join([self.own, *quoted]),
            self.reading,
            rows=self.answer.rows,
            citations=self.answer.citations,
            series=self.answer.series,
            quotations=self.answer.quotations,
        )


@dataclass(frozen=True, slots=True)
class Lead:
    """What the answer itself says: its sentences, the lines of its list, and its table.

    `of_plan`: it is about the plan as a whole, of which the closing remarks speak.
    """

    sentences: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    table: FigureTable | None = None
    of_plan: bool = False


def write_brief(
    question: str, reading: str, lead: Lead, topics: Sequence[Topic], year: int, draft: Draft
) -> Brief:
    """Write the draft on certain rows of a report, or on the whole where `topics` is empty.

    The citations of `lead` are in the draft already, and its figures were checked with the answer
    that it is from. `year` is the fiscal year that the sentences are about.
    """
    writer = _Writer(draft, year, several=len(topics) > 1)
    said = writer.lead(lead)
    now, issues, responses = writer.situation(topics), writer.issues(topics), writer.responses(topics)
    sources = writer.sources.listed()
    report = draft.catalog.report
    body = [*now, *issues, *responses]
    elements: list[Element] = [
        Heading(1, TITLE),
        Warned(
            f"【案】この文書は、「{report.title}」の記載を引用して計画ナビが作成した案です。"
            "報告書にないことは書いていません。答弁に用いる前に、担当課の職員が原資料と照合し、内容を確認してください。"
        ),
        Heading(2, "1　問"),
        words(f"「{question}」"),
        words(f"読み取り：{reading}"),
        *_taken(topics, draft),
        Heading(2, "2　現状"),
        *said,
        *now,
        Heading(2, "3　課題"),
        *issues,
        Heading(2, "4　対応"),
        *responses,
        Heading(2, "5　出典一覧"),
        *_listed(sources, report.title),
        Heading(2, "6　確認していただきたいこと"),
        Listed((*((_HOW_TOLD_APART,) if topics else ()), _NOTHING_MORE, *draft.notes)),
    ]
    return Brief(
        question,
        reading,
        report.title,
        report.fiscal_year,
        tuple(elements),
        sources,
        _answer(reading, topics, draft),
        own_words(body),
    )


_NO_ROW = (
    "この問は個別の取組を取り上げたものではないため、{}は引用していません。"
    "引用が必要なときは、指標や取組の名前を入れて作成してください。"
)
_NOTHING_MORE = "引用と数値が、出典一覧の場所にある原資料の記載と一致すること。"
_HOW_TOLD_APART = (
    "課題と対応は、欄の見出しと文の言い回しによって機械的に分けています。"
    "課題と対応の両方を述べた文は、両方に引用しています。"
)


class _Writer:
    def __init__(self, draft: Draft, year: int, *, several: bool) -> None:
        self.draft = draft
        self.catalog = draft.catalog
        self.sources = Sources(draft)
        self._year = year
        self._several = several

    def lead(self, lead: Lead) -> list[Element]:
        """現状 begins with what the answer itself says."""
        cited = tuple(range(1, len(self.draft.citations) + 1))
        told: list[Element] = [words("".join(lead.sentences), cited)] if lead.sentences else []
        if lead.lines:
            told.append(Listed(lead.lines))
        if lead.table is not None and lead.table.rows:
            told.append(Grid(lead.table.headings, lead.table.rows))
        return told + (self._remarks() if lead.of_plan else [])

    def situation(self, topics: Sequence[Topic]) -> list[Element]:
        """現状: the figures, and what the report says was done."""
        told: list[Element] = []
        ids = [one for topic in topics for one in topic.indicators]
        in_one_table = len(ids) > _MOST_SERIES or (len(ids) > 1 and len(self.catalog.report.years) == 1)
        if in_one_table:
            told += of_many([self.catalog.indicators[one] for one in ids], self._year, self.sources)
        for topic in topics:
            told += self._row(topic)
            if topic.pointed_from:
                told.append(
                    words(
                        f"{self.catalog.row_name(topic.pointed_from)}の欄は再掲で、"
                        f"{self.catalog.row_name(topic.block_id)}を参照しています。"
                    )
                )
            for one in () if in_one_table else topic.indicators:
                told += of_one(self.catalog.indicators[one], self._year, self.sources)
            if not topic.indicators:
                told.append(words("この取組の欄には指標がなく、表に目標・実績・評価の数値はありません。"))
            told += self._done(self.catalog.blocks[topic.block_id])
        return told

    def issues(self, topics: Sequence[Topic]) -> list[Element]:
        """課題: the sentences that state one; what is neither 課題 nor 対応 stands behind, said to be so."""
        return self._parts(topics, Part.ISSUE)

    def responses(self, topics: Sequence[Topic]) -> list[Element]:
        """対応: the sentences that state what is done about it."""
        return self._parts(topics, Part.RESPONSE)

    def _parts(self, topics: Sequence[Topic], part: Part) -> list[Element]:
        if not topics:
            return [words(_NO_ROW.format(part.value))]
        told: list[Element] = []
        for topic in topics:
            told += self._row(topic) if self._several else []
            block = self.catalog.blocks[topic.block_id]
            cells = self._cells(block, part)
            for passage, quotes in cells:
                told.append(words(f"「{passage.column}」の欄には、{part.value}として次の記載があります。"))
                told += self._quoted(passage, quotes)
            if not cells:
                told.append(words(self._without(block, part)))
            if part is Part.ISSUE:
                told += self._others(block, besides=bool(cells))
        return told

    def _remarks(self) -> list[Element]:
        """What the report says of the whole itself, under its totals."""
        remarks = [one for one in self.catalog.report.remarks if not is_blank(one)]
        if not remarks:
            return []
        told: list[Element] = [words(f"報告書の「{remarks[0].column}」には、次の記載があります。")]
        for passage in remarks:
            told += self._quoted(passage, (passage.text,))
        return told

    def _row(self, topic: Topic) -> list[Element]:
        name = self.catalog.row_name(topic.block_id)
        return [Heading(3, name)]

    def _done(self, block: Block) -> list[Element]:
        cells = [one for one in block.passages if one.kind is PassageKind.STATUS and not is_blank(one)]
        dated = [one for one in cells if column_years(one.column)]
        wanted = [one for one in dated if self._year in column_years(one.column)] or dated[-1:]
        cells = [one for one in cells if one not in dated or one in wanted]
        if not cells:
            return [words("取組の状況についての記載は、この取組の欄にはありません。")]
        told: list[Element] = []
        for passage in cells:
            told.append(words(f"取組の状況について、「{passage.column}」の欄には次の記載があります。"))
            told += self._quoted(passage, (passage.text.strip(),))
        return told

    def _cells(self, block: Block, part: Part) -> list[tuple[Passage, tuple[str, ...]]]:
        """Return the cells of a row with their sentences of a part; where its columns have none, of the others."""
        wanted = (part, Part.BOTH)
        columns = [one for one in block.passages if heads_issues(one) and not is_blank(one)]
        responding = len({one.column for one in columns}) > 1
        found = [
            (one, runs)
            for one in columns
            if (runs := runs_of(parts_of(one, has_response_column=responding), *wanted))
        ]
        if found:
            return found
        others = [
            one
            for one in block.passages
            if one not in columns
            and one.kind in (PassageKind.STATUS, PassageKind.OTHER)
            and not is_blank(one)
        ]
        return [(one, runs) for one in others if (runs := runs_of(parts_of(one), *wanted))]

    def _others(self, block: Block, *, besides: bool) -> list[Element]:
        more = "このほか、" if besides else ""
        told: list[Element] = []
        for passage in block.passages:
            if not heads_issues(passage) or is_blank(passage):
                continue
            if quotes := runs_of(parts_of(passage), Part.NEITHER):
                told.append(
                    words(
                        f"「{passage.column}」の欄には、{more}課題とも対応とも区分していない次の記載があります。"
                    )
                )
                told += self._quoted(passage, quotes)
        return told

    def _without(self, block: Block, part: Part) -> str:
        report = self.catalog.report
        if not any(heads_issues(one) for one in report.passages):
            return f"課題や対応を記載する欄は、この報告書にはなく、{part.value}に当たる記載は見当たりません。"
        pointing = next((one for one in block.passages if heads_issues(one) and "再掲" in one.text), None)
        if pointing is not None and is_blank(pointing):
            return f"「{pointing.column}」の欄は再掲で、{part.value}の記載はありません。"
        return f"{part.value}に当たる記載は、この取組の欄にはありません。"

    def _quoted(self, passage: Passage, quotes: tuple[str, ...]) -> list[Element]:
        self.draft.quote(passage, quotes)
        where = f"{passage.source}、{passage.place}"
        return [Quoted(one, where, self.sources.quotation(passage, one)) for one in quotes]


def _taken(topics: Sequence[Topic], draft: Draft) -> list[Element]:
    if not topics:
        return []
    return [words("取り上げた取組："), Listed(tuple(_named(topic, draft) for topic in topics))]


def _named(topic: Topic, draft: Draft) -> str:
    """Return a row with all its departments: who has to check the draft."""
    catalog = draft.catalog
    initiative = catalog.initiatives[catalog.initiative_of[topic.block_id]]
    block = catalog.blocks[topic.block_id]
    name = f"{initiative.id} {initiative.name or '（名称不明）'}"
    if not block.departments:
        return catalog.row_name(topic.block_id)
    return f"{name}（担当：{'、'.join(block.departments)}）"


def own_words(elements: Sequence[Element]) -> str:
    """Return what the program says itself in some elements, for checking its figures; names and quotations apart."""
    told: list[str] = []
    for one in elements:
        match one:
            case Words():
                told.append(one.text)
            case Grid(headings, rows):
                kept = [i for i, name in enumerate(headings) if name not in ("番号", "指標", "出典")]
                told += [" ".join(row[i] for i in kept) for row in rows]
            case _:
                pass
    return "\n".join(told)


def _listed(sources: Sequence[Source], title: str) -> list[Element]:
    if not sources:
        return [words("引用した記載はありません。")]
    reports = tuple(dict.fromkeys(one.report for one in sources))
    lead = (
        f"報告書は「{title}」（{'、'.join(reports)}）です。場所は、読み込んだファイルの行（1から）と列（0から）、"
        "または表計算のシートとセルで示しています。長い引用は書き出しだけを示します（全文は本文のとおりです）。"
    )
    headings: tuple[str, ...] = ("出典", "項目", "場所", "原文の表記")
    rows: list[tuple[str, ...]] = [
        (str(one.number), one.item, one.place, shorten(one.quote, _SHORT) or "（空欄）") for one in sources
    ]
    if len(reports) > 1:
        headings = (*headings, "報告書")
        rows = [(*row, one.report) for row, one in zip(rows, sources, strict=True)]
    return [words(lead), Grid(headings, tuple(rows), frozenset({0}), frozenset({1, 3}))]


def _answer(reading: str, topics: Sequence[Topic], draft: Draft) -> Answer:
    indicators = tuple(one for topic in topics for one in topic.indicators)
    for one in indicators:
        draft.chart(one)
    route = Route.TABLE if not draft.quotations else Route.BOTH if indicators else Route.NARRATIVE
    draft.rows[:] = indicators
    draft.quotations[:] = _merged(draft.quotations)
    draft.reading = reading
    return draft.finish(Status.ANSWERED, route)


def _merged(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return one quotation for each cell, with everything that is quoted from it."""
    found: dict[tuple[str, str], Quotation] = {}
    for one in quotations:
        key = (one.source, one.place)
        before = found[key].quotes if key in found else ()
        found[key] = replace(one, quotes=tuple(dict.fromkeys((*before, *one.quotes))))
    return list(found.values())


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
