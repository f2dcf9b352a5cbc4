"""A printed file cut into parts that open fast: its pages, and on a page its tables, none longer than some lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.printed import PrintedCell, PrintedFile, PrintedLine, PrintedPage
from corpus.types import SHEET, Place, TableSummary, column_letters

_MOST_LINES = 150
_LATEST = 60  # so many lines later at most a part ends, where a merged cell would be cut
_TITLE_CELLS = 2  # a line of so few cells above a table's headings is its title


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the table to draw; `cited` is its position among the cited places, from 1, or 0."""

    text: str
    rows: int
    columns: int
    cited: int


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line to draw: its row in the file and its cells; cells that a merged one covers are left out.

    `cited` tells that the line is cited as a whole, as one of the report's own totals is.
    """

    row: int
    cells: tuple[GridCell, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to draw: labels of its columns, lines that head it (`is_repeated`: from further up), and its lines."""

    columns: tuple[str, ...]
    heading: tuple[GridLine, ...]
    lines: tuple[GridLine, ...]
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What is cited on a page: cells (row and column) with their positions from 1, and whole lines."""

    cells: Mapping[tuple[int, int], int]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines of one page; `heading` are those of the table's headings, within it or further up."""

    number: int
    page: str
    title: str
    lines: tuple[PrintedLine, ...]
    heading: tuple[PrintedLine, ...]

    @property
    def first(self) -> int:
        """The row of its first line."""
        return self.lines[0].row

    @property
    def last(self) -> int:
        """The row of its last line."""
        return self.lines[-1].row

    @property
    def name(self) -> str:
        """What the part is called in a list of parts."""
        rows = f"{self.first}行" if self.first == self.last else f"{self.first}〜{self.last}行"
        return "　".join(one for one in (self.page, self.title, rows) if one)

    def holds(self, place: Place) -> bool:
        """Whether a place is on its lines."""
        return place.page == self.page and self.first <= place.row <= self.last

    def grids(self, cited: Sequence[Place], whole_lines: Collection[Place] = ()) -> tuple[Grid, ...]:
        """Return what is to be drawn: the lines above the table's headings, then the table under them.

        `cited` are the places to mark; the lines of `whole_lines`, some of them, are marked from end to end.
        """
        cells = {(one.row, one.column): at for at, one in enumerate(cited, start=1) if one.page == self.page}
        marks = Marks(cells, frozenset(one.row for one in whole_lines if one.page == self.page))
        width = max((_right(line) for line in (*self.lines, *self.heading)), default=1)
        within = [one for one in self.heading if self.first <= one.row <= self.last]
        head = within[0].row if within else self.first
        end = within[-1].row if within else 0
        above = [one for one in self.lines if one.row < head]
        below = [one for one in self.lines if one.row > end] if within else list(self.lines)
        labels = tuple(column_letters(at) if self.page.startswith(SHEET) else str(at) for at in range(width))
        made = [Grid(labels, (), _lines(above, width, marks), False)] if above else []
        heading = _lines(self.heading, width, marks)
        return (*made, Grid(labels, heading, _lines(below, width, marks), bool(heading) and not within))


def parts_of(file: PrintedFile, tables: Sequence[TableSummary]) -> tuple[Part, ...]:
    """Cut a file into parts; `tables` tell where its tables begin and what they are called."""
    made: list[Part] = []
    for page in file.pages:
        begins = {one.place.row: one.title or "" for one in tables if one.place.page == page.name}
        for lines, heading, title in _sections(page, begins):
            for chunk in _chunks(lines):
                made.append(Part(len(made) + 1, page.name, title, tuple(chunk), tuple(heading)))
    return tuple(made)


# -- inside ------------------------------------------------------------------------------


def _sections(
    page: PrintedPage, begins: dict[int, str]
) -> list[tuple[list[PrintedLine], list[PrintedLine], str]]:
    """Return (lines, lines of headings, title) of what stands before the first table and of each table."""
    lines = list(page.lines)
    at_row = {one.row: at for at, one in enumerate(lines)}
    starts: list[tuple[int, int, str]] = []  # where the section begins, where its headings do, its title
    for row, title in sorted(begins.items()):
        if row not in at_row:
            continue
        heading = start = at_row[row]
        while start and len(lines[start - 1].cells) <= _TITLE_CELLS and heading - start < _TITLE_CELLS + 1:
            start -= 1
        starts.append((max(start, starts[-1][1] + 1 if starts else 0), heading, title))
    if not starts:
        return [(lines, [], "")] if lines else []
    found: list[tuple[list[PrintedLine], list[PrintedLine], str]] = []
    if starts[0][0] > 0:
        found.append((lines[: starts[0][0]], [], ""))
    for position, (start, heading, title) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        deep = max((cell.rows for cell in lines[heading].cells), default=1)
        found.append((lines[start:end], lines[heading : min(heading + deep, end)], title))
    return [one for one in found if one[0]]


def _chunks(lines: list[PrintedLine]) -> list[list[PrintedLine]]:
    """Cut a section where it is long, but not through a merged cell if that ends soon."""
    if len(lines) <= _MOST_LINES + _LATEST:
        return [lines]
    chunks: list[list[PrintedLine]] = [[]]
    reach = 0  # the last row that a merged cell so far covers
    for line in lines:
        full = len(chunks[-1]) >= _MOST_LINES and line.row > reach
        if full or len(chunks[-1]) >= _MOST_LINES + _LATEST:
            chunks.append([])
        chunks[-1].append(line)
        reach = max([reach, *(line.row + cell.rows - 1 for cell in line.cells)])
    return chunks


def _right(line: PrintedLine) -> int:
    return max([1, *(cell.column + cell.columns for cell in line.cells)])


def _lines(lines: Collection[PrintedLine], width: int, marks: Marks) -> tuple[GridLine, ...]:
    last = max((one.row for one in lines), default=0)
    until: dict[int, int] = {}  # by column: the last row that a merged cell above covers
    return tuple(
        GridLine(line.row, _cells(line, width, last, until, marks), line.row in marks.rows) for line in lines
    )


def _cells(
    line: PrintedLine, width: int, last: int, until: dict[int, int], marks: Marks
) -> tuple[GridCell, ...]:
    printed = {one.column: one for one in line.cells}
    made: list[GridCell] = []
    column = 0
    while column < width:
        if until.get(column, 0) >= line.row and column not in printed:
            column += 1
            continue
        one = printed.get(column, PrintedCell(column, ""))
        columns = min(one.columns, width - column)
        rows = min(one.rows, last - line.row + 1)
        for covered in range(column, column + columns):
            until[covered] = line.row + rows - 1
        made.append(GridCell(one.text, rows, columns, marks.cells.get((line.row, column), 0)))
        column += columns
    return tuple(made)
