"""What every reader hands on: lines of cells, each with its place, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.types import Finding, Place

Span = tuple[int, int]
"""How many rows and columns a merged cell covers, itself included."""


class LineNumber(int):
    """The position of a line among all lines of a file, from 1, which knows its page and row there.

    It orders and compares as the position. In a message it prints the row as a person finds it:
    f"{number}行" is 「3ページの12行」, or 「12行」 in a file without pages.
    """

    page: str
    row: int

    def __new__(cls, position: int, page: str, row: int) -> LineNumber:
        number = super().__new__(cls, position)
        number.page, number.row = page, row
        return number

    def __str__(self) -> str:
        return f"{self.page}の{self.row}" if self.page else str(self.row)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce__(self) -> tuple[type[LineNumber], tuple[int, str, int]]:
        return LineNumber, (int(self), self.page, self.row)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1 and its cells as printed, column 0 first.

    `spans` maps the column of a merged cell to what it covers; the cells that it covers are
    blank. Files that know no merged cells (.txt .tsv .csv) have no spans. `origins` maps the
    columns of a row that was put together from several lines to where they stand in the file.
    """

    number: int
    cells: tuple[str, ...]
    spans: Mapping[int, Span] = field(default_factory=dict, compare=False)
    origins: Mapping[int, tuple[int, int]] = field(default_factory=dict, compare=False)
    _filled: list[tuple[int, str]] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def page(self) -> str:
        """The page, sheet or table that the line stands on; empty in a text file."""
        return self.number.page if isinstance(self.number, LineNumber) else ""

    def place_of(self, column: int) -> Place:
        """Return where a cell stands in the file."""
        row, at = self.origins.get(column, (self.number, column))
        return Place(row, at)

    def filled(self) -> list[tuple[int, str]]:
        """Return (column, printed text) of the cells that are not blank."""
        filled = self._filled
        if filled is None:  # asked for some forty times while a report is read
            filled = [(column, cell) for column, cell in enumerate(self.cells) if cell.strip()]
            object.__setattr__(self, "_filled", filled)
        return filled.copy()


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from a file: its lines in order, the SHA-256 of its bytes, and what was odd.

    `findings` tell what the reader itself noticed (hidden rows, cells without a saved value).
    """

    file_name: str
    digest: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
