"""Tables as CSV and Excel files in which nothing is a formula and numbers are numbers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | Decimal | bool | None

# A spreadsheet runs a cell that begins like this; full-width signs are taken for the narrow ones.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠﹣−")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # letters in a cell of Excel
_WIDEST = 60  # letters of a column


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a heading for each column."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def to_csv(sheet: Sheet) -> bytes:
    """Return a table as CSV with a UTF-8 mark, which Excel needs to read Japanese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(one) for one in sheet.headings])
    for row in sheet.rows:
        writer.writerow([_csv_cell(one) for one in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def to_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return tables as an Excel workbook, each on a sheet; texts are stored as texts, so none is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for position, column_width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(position)].width = column_width
        for number, row in enumerate((sheet.headings, *sheet.rows)):
            cells = []
            for given in row:
                value = _NOT_IN_XML.sub("", given)[:_LONGEST] if isinstance(given, str) else given
                cell = WriteOnlyCell(page, value=value)
                if isinstance(value, str):
                    cell.data_type = "s"  # openpyxl would otherwise take 「=…」 for a formula
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            page.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs when it reads it from CSV: an apostrophe makes it text.

    One sign alone (「-」 is a printed grade in some reports) is harmless and stays. Blanks before the
    sign do not help it: some programs skip them.
    """
    shown = text.lstrip()
    first = shown[:1]
    if text[:1] in {"\t", "\r", "\n", "\0"} or unicodedata.category(text[:1] or "a") == "Cc":
        return f"'{text}"
    if first in _FORMULA_STARTS and len(shown) > 1:
        return f"'{text}"
    return text


def _csv_cell(value: Cell) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return inert(value)
        case _:
            return value


def _widths(sheet: Sheet) -> list[float]:
    from ui.textwidth import width

    columns = range(len(sheet.headings))
    longest = [
        max(
            width(sheet.headings[i]),
            *(width(str(row[i] or "").split("\n")[0]) for row in sheet.rows[:200]),
            0,
        )
        for i in columns
    ]
    return [min(one, _WIDEST) + 2.0 for one in longest]
