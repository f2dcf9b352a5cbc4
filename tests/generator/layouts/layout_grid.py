"""A printed document as plain data: sheets of paragraphs and tables with merged cells, and its truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

NUMBER = re.compile(r"[-△▲]?\d[\d,]*(\.\d+)?%?")


@dataclass
class Cell:
    """A printed cell; `rows` and `cols` are what it covers, `value` says that it holds a figure."""

    text: str = ""
    rows: int = 1
    cols: int = 1
    head: bool = False
    value: bool = False

    @property
    def is_number(self) -> bool:
        return self.value and NUMBER.fullmatch(self.text) is not None


@dataclass
class Grid:
    """A table: cells by (row, column); positions that nothing covers are blank cells."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    head_rows: int = 0
    widths: dict[int, float] = field(default_factory=dict)  # column -> share of the page
    keep: list[int] = field(default_factory=list)  # rows before which a page may break

    def put(self, row: int, col: int, text: str, rows: int = 1, cols: int = 1, **more: bool) -> None:
        for r in range(row, row + rows):
            for c in range(col, col + cols):
                assert self.owner(r, c) is None, f"{text!r} over {self.owner(r, c)} at {r},{c}"
        self.cells[row, col] = Cell(text, rows, cols, **more)
        self._covered = None

    _covered: dict[tuple[int, int], tuple[int, int]] | None = None

    def owner(self, row: int, col: int) -> tuple[int, int] | None:
        """The place of the cell that covers this position."""
        if self._covered is None:
            self._covered = {
                (r, c): at
                for at, cell in self.cells.items()
                for r in range(at[0], at[0] + cell.rows)
                for c in range(at[1], at[1] + cell.cols)
            }
        return self._covered.get((row, col))

    @property
    def height(self) -> int:
        return max((r + cell.rows for (r, _), cell in self.cells.items()), default=0)

    @property
    def width(self) -> int:
        return max((c + cell.cols for (_, c), cell in self.cells.items()), default=0)

    def rows(self) -> Iterator[list[Cell | None]]:
        """Each row's cells; None where a merged cell from above or the left covers the position."""
        for r in range(self.height):
            line: list[Cell | None] = []
            for c in range(self.width):
                at = self.owner(r, c)
                line.append(Cell() if at is None else self.cells[at] if at == (r, c) else None)
            yield line

    def texts(self) -> list[list[str]]:
        """Each row as texts, blank where covered."""
        return [[cell.text if cell else "" for cell in row] for row in self.rows()]


@dataclass
class Paragraph:
    """A line of text between tables; `level` 1 is the title, 2 a section's heading, 0 plain text."""

    text: str
    level: int = 0


@dataclass
class Sheet:
    """A sheet of a workbook, a chapter of a printed report."""

    name: str
    items: list[Paragraph | Grid] = field(default_factory=list)


@dataclass
class Truth:
    """What a perfect reader makes of the document.

    Each of `observations` is a dict: measure, initiative, indicator (name without unit), unit,
    fiscal_year, kind, printed, value (number, grade text or None), `values` (every acceptable value),
    `optional` (a dash: may be stored as printed or left out). `free` lists (indicator, year, kind)
    that nothing is said about. Counts are None where the layout does not print the thing.
    """

    fiscal_year: int
    city: str
    plan: str
    observations: list[dict] = field(default_factory=list)
    departments: dict[str, list[str]] = field(default_factory=dict)
    passages: list[dict] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    measures: int | None = None
    initiatives: int | None = None
    indicators: int = 0
    printed_again: int = 0  # rows marked 再掲
    plain_tables: int = 0


@dataclass
class Document:
    """Sheets and their truth; the flags say how a file is to be written."""

    title: str
    sheets: list[Sheet]
    truth: Truth
    numbers: str = "text"  # text, number, formatted: how spreadsheets hold figures
    th: bool = True
    repeat_head: bool = True
    repeat_merged: bool = False  # PDF: a merged cell's text again on the next page
    split_items: bool = False  # PDF: a page may end within an indicator's rows
    font: float = 6.5  # PDF: size of the letters in tables
    paper: str = "A3"  # PDF: A3 or A4, landscape
    room: float = 1.0  # PDF: how much of a page a table may fill
