"""What one question becomes: an Answer with its reading, rows, sources, citations and figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_IN_REPORT = "not_in_report"
    ERROR = "error"


class Reason(StrEnum):
    """Why the report does not hold the answer."""

    YEAR_OUTSIDE = "year_outside"  # 収録外年度
    NO_SUCH_ITEM = "no_such_item"  # 該当なし
    NOT_RATED = "not_rated"  # 評価不可
    NOT_PRINTED = "not_printed"  # 原資料が空欄
    LOST_IN_SOURCE = "lost_in_source"  # 抽出で欠落
    OUT_OF_SCOPE = "out_of_scope"  # 対象外
    NOT_UNDERSTOOD = "not_understood"  # 解釈不能


class Route(StrEnum):
    """Where an answer came from."""

    TABLE = "table"
    NARRATIVE = "narrative"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of the answer: its id, report, place in the file read, and the exact text there."""

    source: str
    report: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class PrintedAt:
    """Where a figure of a table is printed: the report, and the place in the file read.

    `is_corrected` where officers have recorded that it should have been another.
    """

    report: str
    place: str
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The figures of an answer as a table of texts, with headings in Japanese.

    `places` tells for each row where its cells are printed, None for what is no printed cell; it is
    empty where no cell of the table is one.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[PrintedAt | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One fiscal year of a chart; None where no number is printed (shown as a gap)."""

    fiscal_year: int
    target: Decimal | None
    actual: Decimal | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over the years, for a chart: 実績 as bars, 目標 as a line, 評価 as marks."""

    source: str
    name: str
    unit: str
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A narrative cell quoted in the answer: the words quoted, the whole cell and its heading path."""

    source: str
    heading: str  # measure > initiative > department > column
    place: str
    quotes: tuple[str, ...]  # sentences, character for character as in `text`
    text: str  # the whole cell, left-over markup removed


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """Another value of one part of a reading, with the question that asks for it.

    The question stands alone unless it `follows` the answer whose reading it changes (「R5は？」).
    """

    value: str
    question: str
    follows: bool = False


@dataclass(frozen=True, slots=True)
class ReadingSlot:
    """One part of how a question was read (年度, 項目, 種類, 条件) and what it can be changed to."""

    label: str
    value: str
    changes: tuple[ReadingChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the contract's object, and the parts that a screen draws (table, series, quotations).

    `drafted` is the question that a council answer draft answers, empty for every other answer.
    """

    status: Status
    route: Route
    answer: str
    interpretation: str
    reason: Reason | None = None
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    choices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    table: FigureTable | None = None
    series: tuple[Series, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    drafted: str = ""

    def to_json(self, case_id: str | None = None) -> dict[str, Any]:
        """Return the object of the contract, ready for json.dumps; `id` only where given."""
        body: dict[str, Any] = {"id": case_id} if case_id is not None else {}
        body.update(
            status=self.status.value,
            reason=self.reason.value if self.reason else None,
            route=self.route.value,
            answer=self.answer,
            interpretation=self.interpretation,
            rows=list(self.rows),
            sources=list(self.sources),
            citations=[
                {"source": one.source, "report": one.report, "place": one.place, "quote": one.quote}
                for one in self.citations
            ],
            choices=list(self.choices),
            notes=list(self.notes),
            elapsed_ms=round(self.elapsed_ms, 1),
        )
        return body
