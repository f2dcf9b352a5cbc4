"""The words of a progress report as frozen data: every value keeps its printed text and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a printed value of an indicator is: 目標, 実績, 評価, 基準値 or 達成率."""

    TARGET = "target"
    ACTUAL = "actual"
    GRADE = "grade"
    BASELINE = "baseline"
    RATE = "rate"  # 達成率 as the report prints it; never one that we compute


class Accumulation(StrEnum):
    """How the values of an indicator relate over the years, from its printed note."""

    CUMULATIVE = "cumulative"  # 累計: each value contains the years before it
    ANNUAL = "annual"  # 年度: the count of one year
    POINT_IN_TIME = "point_in_time"  # 時点: a stock on one day
    UNKNOWN = "unknown"  # the report prints no note


class Direction(StrEnum):
    """Which way an indicator is meant to move."""

    UP = "up"
    DOWN = "down"


class AmountKind(StrEnum):
    """What a sum of money beside a 取組 is, told from its heading."""

    BUDGET = "budget"  # 予算額
    SETTLED = "settled"  # 決算額, 執行額: what was spent
    COST = "cost"  # 事業費, 経費: the report does not say which of the two
    RATE = "rate"  # 執行率 as the report prints it


class PassageKind(StrEnum):
    """What a narrative column holds, told from its heading."""

    OVERVIEW = "overview"  # 事業概要
    STATUS = "status"  # 取組状況
    ISSUES = "issues"  # 課題とその対応策
    REMARKS = "remarks"  # 総評: closing remarks under the totals table
    TABLE_ROW = "table_row"  # a row of a plain table
    OTHER = "other"


class FindingKind(StrEnum):
    """The class of an oddity found, or of a repair made, while reading a report."""

    SHIFTED_ROW = "shifted_row"  # a row's values were moved to the years the constraints allow
    SURPLUS_VALUE = "surplus_value"  # more values than years; the copies were left out
    HELD_BACK = "held_back"  # values that no constraint can place: not stored
    STRAY_ROW = "stray_row"  # a labelled row without values that belongs to no indicator
    LOST_NAME = "lost_name"  # an indicator, initiative or measure without its name
    LOST_DEPARTMENT = "lost_department"
    LOST_OVERVIEW = "lost_overview"
    SWAPPED_CELLS = "swapped_cells"  # label and indicator cell printed in each other's place
    MISPLACED_CELLS = "misplaced_cells"  # left-hand or narrative cells found in other columns
    MISSING_HEADING_COLUMN = "missing_heading_column"
    INFERRED_GRADE = "inferred_grade"  # blank in the table, implied by the report's own totals
    BLANK_VALUE = "blank_value"  # 実績 or 評価 of the report's own year is blank
    TOTALS_MISMATCH = "totals_mismatch"  # the report's own totals do not reproduce
    UNREAD_NUMBER = (
        "unread_number"  # digits among numbers that are none (4４.I％): shown, never computed with
    )
    RATE_MISMATCH = "rate_mismatch"  # a printed 達成率 that 実績 and 目標 do not give
    GRADE_CONTRADICTS = "grade_contradicts"  # 評価 and 実績 against 目標 point different ways
    REPEATED_INITIATIVE = "repeated_initiative"  # the same initiative continues on another page
    MARKUP = "markup"  # left-over HTML removed from what is shown
    REPEATED_SECTION = "repeated_section"  # one 【heading】 twice in a cell: prose in a wrong cell
    CROSS_REFERENCE = "cross_reference"  # 再掲 resolved, or not resolvable
    METADATA = "metadata"  # city, plan or fiscal year inferred rather than printed
    MERGED_CELL = "merged_cell"  # one printed cell stands for several columns of values
    BLANK_OR_ZERO = "blank_or_zero"  # 0 and blank are used side by side, so a blank may mean 0
    BRACKETED_TOTAL = "bracketed_total"  # 21(169): a value with its running total, proven by the numbers
    PROSE_CONTRADICTS = "prose_contradicts"  # a figure stated in the text differs from the table
    UNLIKE_EDITIONS = "unlike_editions"  # two editions print different values, or match only doubtfully
    PLAIN_TABLE = "plain_table"  # a table that is no indicator table, kept as plain rows
    HIDDEN_CELLS = "hidden_cells"  # hidden rows, columns or sheets of a workbook
    PERSONAL_DATA = "personal_data"  # a telephone number, a mail address, a My Number


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the file that was read.

    `row` counts lines from 1; `column` counts the cells of the line from 0. `page` names the
    part of the file that the rows are counted in (「3ページ」「シート「指標」」「表2」), and is
    empty for a text file. On a sheet the place is printed as spreadsheets do: シート「指標」 C5.
    """

    row: int
    column: int
    page: str = ""

    def __str__(self) -> str:
        # While a file is read, the line's number itself knows its page (readers.lines.LineNumber).
        page = self.page or getattr(self.row, "page", "")
        row = getattr(self.row, "row", self.row)
        if page.startswith(SHEET):
            return f"{page} {column_letters(self.column)}{row}"
        return f"{page} {row}行 {self.column}列".lstrip()


SHEET = "シート「"
"""How the page of a place on a spreadsheet begins."""


def column_letters(column: int) -> str:
    """Return a spreadsheet's letters of a column counted from 0: 0 is A, 27 is AB."""
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed value of an indicator: a 目標, 実績 or 評価 of one fiscal year, or a 基準値.

    `value` is None where something other than a number is printed (中止, 増加); a grade
    letter is in `grade`. `printed` is the exact text of the cell; it is empty, and `place`
    None, only for an inferred value, whose reason `inferred_from` gives (Japanese).
    `column_shift` says by how many columns right (negative: left) the value was moved from
    where its cell stands among the columns of a normal row (0: it stands in its own year).
    A cell with nothing printed and nothing inferred is no Observation.
    """

    indicator_id: str
    fiscal_year: int
    kind: Kind
    printed: str
    value: Decimal | None = None
    grade: str | None = None
    place: Place | None = None
    column_shift: int = 0
    inferred_from: str | None = None

    @property
    def inferred(self) -> bool:
        """True where nothing is printed and the report's own totals imply the value."""
        return self.inferred_from is not None


@dataclass(frozen=True, slots=True)
class Indicator:
    """指標: a named, counted thing with values by fiscal year; `name` is None where it was lost.

    `printed_name` is the whole cell as printed (name, unit, note, baseline), None where lost.
    `note` is the printed note (「※累計」). `place` is the cell of the name or, where that is
    lost, of the first row's label.
    """

    id: str
    name: str | None
    printed_name: str | None
    unit: str | None
    note: str | None
    accumulation: Accumulation
    direction: Direction
    place: Place
    observations: tuple[Observation, ...] = ()

    def observation(self, fiscal_year: int, kind: Kind) -> Observation | None:
        """Return the value of one year and kind, or None where the report prints none."""
        for one in self.observations:
            if one.fiscal_year == fiscal_year and one.kind is kind:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Passage:
    """One narrative cell. `printed` is exact; `text` has left-over markup removed.

    `source` is the stable id (「①-2:R6の取組状況」); several blocks of one initiative share it
    and differ in `block_id`.
    """

    block_id: str
    source: str
    column: str
    kind: PassageKind
    printed: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """A department's row of an initiative. `departments` is empty where lost or not a department.

    `department_printed` is the cell as printed (「他の分野別計画に記載」 is no department), or
    None where the cell was lost.
    """

    id: str
    departments: tuple[str, ...]
    department_printed: str | None
    department_place: Place | None
    overview_lost: bool
    passages: tuple[Passage, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Initiative:
    """取組: a numbered piece of work under a measure, in one or more departments' blocks. `grades` are
    those of the 取組 as a whole, their `indicator_id` is its id; `heading` is what the column of its name
    is called (事業名, 施策), None where no column names it."""

    id: str
    number: int | None
    name: str | None
    place: Place
    blocks: tuple[Block, ...]
    grades: tuple[Observation, ...] = ()
    heading: str | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order printed; those of several blocks may alternate."""
        found = (each for block in self.blocks for each in block.indicators)
        return tuple(sorted(found, key=lambda each: int(each.id.rpartition("#")[2])))

    @property
    def departments(self) -> tuple[str, ...]:
        """All departments of all blocks, each once, in the order printed."""
        return tuple(dict.fromkeys(name for block in self.blocks for name in block.departments))


@dataclass(frozen=True, slots=True)
class Measure:
    """施策: a numbered group of initiatives, with the kind of `heading` printed (施策, 基本目標; none where it
    holds the rows of a table that names no measure) and the whole heading `above` it, None without one."""

    id: str
    name: str | None
    heading: str
    place: Place
    initiatives: tuple[Initiative, ...]
    above: str | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators of the measure, in the order printed."""
        return tuple(indicator for one in self.initiatives for indicator in one.indicators)


@dataclass(frozen=True, slots=True)
class GradeMeaning:
    """One line of the legend 【評価区分】: a grade letter and what it stands for."""

    grade: str
    meaning: str
    place: Place


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """One row of the report's own totals table: how many indicators got each grade. `measure_id` is
    None in the row of the grand total (計). `total` is the printed 計, or None."""

    measure_id: str | None
    counts: tuple[tuple[str, int], ...]
    total: int | None
    place: Place

    def count(self, grade: str) -> int:
        """Return the printed number of indicators with this grade (0 where not in the table)."""
        return dict(self.counts).get(grade, 0)


@dataclass(frozen=True, slots=True)
class CrossReference:
    """再掲: a block that only points elsewhere. `target_id` is an initiative id (②-2), None where that is
    outside the report; `target_block` the block meant where it can be told."""

    block_id: str
    printed: str
    target_id: str | None
    target_block: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """A figure stated in prose (「受講者数：101人」): label, value and unit with the exact words.

    `fiscal_year` is the year that the words name, else the report's own year.
    `context` is the heading or bullet under which it stands (「育成研修」), or empty.
    """

    block_id: str
    source: str
    label: str
    context: str
    printed: str
    value: Decimal
    unit: str
    fiscal_year: int
    place: Place


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money printed in a column beside a 取組 (決算額(千円): 13,376), or its 執行率.

    No `ProseFigure`: a whole cell, whose heading says what it is, can be added and ranked. The cell
    stays a passage too, with the same `source`. `label` is the heading without year and unit, `unit`
    empty where none is printed. A merged cell, or one printed again in each row, is one Amount.
    """

    block_id: str
    source: str
    kind: AmountKind
    label: str
    printed: str
    value: Decimal
    unit: str
    fiscal_year: int
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """An oddity of the report or a repair made to it: what, where, and on what evidence (Japanese)."""

    kind: FindingKind
    message: str
    evidence: str
    place: Place | None = None
    item_id: str | None = None


class TableKind(StrEnum):
    """How a table of a report is laid out."""

    STACKED = "stacked"  # 目標/実績/評価 in rows below each other, a column for each year
    COLUMNS = "columns"  # one row an indicator, the kinds and years in columns
    LONG = "long"  # one row an indicator and year
    SENTENCES = "sentences"  # 「目標 40人（R6） 実績 68人（R6）」
    TOTALS = "totals"  # the report's own totals
    PLAIN = "plain"  # no indicators: a budget list, a list of names


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What was understood of one table: where it begins, how it is laid out, what was read from it."""

    place: Place
    kind: TableKind
    title: str | None
    indicators: int
    observations: int
    passages: int


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table that is no indicator table, kept as it is printed.

    `id` is 表 and its position among the plain tables, from 1 (「表1」). `headings` is empty
    where the table has no header row. A row is (place of its first cell, its cells from left to
    right); blank cells are kept, so that cells and headings stay side by side.
    """

    id: str
    title: str | None
    place: Place
    headings: tuple[str, ...]
    rows: tuple[tuple[Place, tuple[str, ...]], ...]

    @property
    def passages(self) -> Iterator[Passage]:
        """Each row as a passage: its cells with a tab between them as stored, with a space as shown."""
        for place, cells in self.rows:
            printed, shown = "\t".join(cells), "　".join(cell for cell in cells if cell.strip())
            yield Passage(
                self.id, self.id, self.title or self.id, PassageKind.TABLE_ROW, printed, shown, place
            )


@dataclass(frozen=True, slots=True)
class Report:
    """One edition of a plan's progress report, as read from one file.

    `name` is the file's stem, the report's id. `fiscal_year` is the report's own year
    (2024 is 令和6年度); `years` are all fiscal years with a column, oldest first. `city` and
    `plan` are None where the text does not tell them."""

    name: str
    title: str
    city: str | None
    plan: str | None
    fiscal_year: int
    years: tuple[int, ...]
    digest: str
    file_name: str
    measures: tuple[Measure, ...]
    legend: tuple[GradeMeaning, ...]
    totals: tuple[TotalsRow, ...]
    remarks: tuple[Passage, ...]
    cross_references: tuple[CrossReference, ...]
    prose_figures: tuple[ProseFigure, ...]
    findings: tuple[Finding, ...]
    tables: tuple[TableSummary, ...] = ()
    plain_tables: tuple[PlainTable, ...] = ()
    amounts: tuple[Amount, ...] = ()

    @property
    def initiatives(self) -> Iterator[Initiative]:
        """All initiatives, in the order printed."""
        return (one for measure in self.measures for one in measure.initiatives)

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, in the order printed."""
        return (block for one in self.initiatives for block in one.blocks)

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All indicators, in the order printed."""
        return (one for each in self.initiatives for one in each.indicators)

    @property
    def passages(self) -> Iterator[Passage]:
        """All narrative cells in the order printed, then what stands outside the blocks."""
        for block in self.blocks:
            yield from block.passages
        yield from self.passages_outside_blocks

    @property
    def passages_outside_blocks(self) -> Iterator[Passage]:
        """The closing remarks, and each row of a plain table as one passage."""
        yield from self.remarks
        for table in self.plain_tables:
            yield from table.passages
