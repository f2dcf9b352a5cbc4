"""A report file as it is printed: its pages with their lines and cells, for showing a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corpus.readers.lines import Line, LineNumber, Source
from corpus.readers.opening import read_source


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell that is not blank; `column` counts from 0, `rows` and `columns` are what it covers."""

    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line: its row on its page, from 1, its cells from left to right, and how many columns it has."""

    row: int
    width: int
    cells: tuple[PrintedCell, ...]

    def cell(self, column: int) -> PrintedCell | None:
        """Return the cell at a column, or None where it is blank."""
        return next((one for one in self.cells if one.column == column), None)

    @property
    def raw(self) -> str:
        """The line as it was extracted: all its cells, blank ones too, with a tab between them."""
        texts = [""] * self.width
        for one in self.cells:
            texts[one.column] = one.text
        return "\t".join(texts)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page, sheet or table of the file as places name it (3ページ); a text file is one without a name."""

    name: str
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """Everything that was read from a file, in its order, with the SHA-256 of its bytes."""

    file_name: str
    digest: str
    pages: tuple[PrintedPage, ...]


def read_printed(path: Path) -> PrintedFile:
    """Read a report file as it is printed; raises ReportFileError where it cannot be read."""
    return printed_of(read_source(Path(path)))


def printed_of(source: Source) -> PrintedFile:
    """Return the lines of a file by page."""
    pages = tuple(
        PrintedPage(name, tuple(_line(one) for one in lines))
        for name, lines in groupby(source.lines, lambda one: one.page)
    )
    return PrintedFile(source.file_name, source.digest, pages)


def _line(line: Line) -> PrintedLine:
    row = line.number.row if isinstance(line.number, LineNumber) else line.number
    cells = tuple(
        PrintedCell(column, text, *line.spans.get(column, (1, 1))) for column, text in line.filled()
    )
    return PrintedLine(row, len(line.cells), cells)
