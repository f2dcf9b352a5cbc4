"""OpenDocument spreadsheets (.ods) to lines: the text that each cell shows, as the file stores it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from corpus.errors import ReportFileError
from corpus.readers.archive import ADVICE, open_archive
from corpus.readers.damage import refusing_damage
from corpus.readers.lines import Line
from corpus.readers.number_format import exact, plain
from corpus.readers.sheet import MAX_COLUMNS, MAX_ROWS, Merge, Sheet, lines_of
from corpus.types import Finding

# python-calamine reads .ods too, but gives 0.572 where the sheet shows 57.2% and no merged cells;
# the format itself stores the shown text, so that reading it here is what is exact.
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_UNSEEN = {f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note", f"{_TEXT}tracked-changes"}
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_LAST_ROW = 1_048_576


def read_open_document(content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines of all visible sheets, in the order of their tabs, and what was odd.

    Raises ReportFileError on a file that is damaged, protected, too large or holds macros.
    """
    with open_archive(content, name) as archive:
        with refusing_damage(name, ADVICE):
            is_locked = _MANIFEST in archive.namelist() and b":encryption-data" in archive.read(_MANIFEST)
        if is_locked:
            raise ReportFileError(
                f"「{name}」にはパスワードがかかっています。パスワードを外して保存し直してから、もう一度読み込んでください。"
            )
        with refusing_damage(name, ADVICE):
            sheets, hidden = _read(archive, name)
    return lines_of(sheets, hidden, name)


def _read(archive: ZipFile, name: str) -> tuple[list[Sheet], list[str]]:
    sheets: list[Sheet] = []
    hidden: list[str] = []
    hidden_styles: set[str] = set()
    style = ""
    open_tables: list[_Walk] = []
    with archive.open(_CONTENT) as stream:
        # open_archive let no document type pass, so that the fast parser has no entities to expand.
        for event, element in iterparse(stream, events=("start", "end")):
            tag = element.tag
            if event == "start":
                if tag == f"{_STYLE}style":
                    style = element.get(f"{_STYLE}name", "")
                elif tag == f"{_STYLE}table-properties" and element.get(f"{_TABLE}display") == "false":
                    hidden_styles.add(style)
                elif tag == f"{_TABLE}table":
                    title = element.get(f"{_TABLE}name", "")
                    is_shown = element.get(f"{_TABLE}style-name", "") not in hidden_styles
                    open_tables.append(_Walk(Sheet(name, title), is_shown=is_shown))
                continue
            if tag == f"{_TABLE}table":
                walk = open_tables.pop()
                if not open_tables:  # a table inside of a cell is not a sheet
                    if walk.is_shown:
                        sheets.append(walk.sheet)
                    else:
                        hidden.append(walk.sheet.title)
                element.clear()
            elif len(open_tables) == 1 and tag == f"{_TABLE}table-column":
                open_tables[0].add_column(element)
            elif len(open_tables) == 1 and tag == f"{_TABLE}table-row":
                open_tables[0].add_row(element)
                element.clear()
    return sheets, hidden


class _Walk:
    """The rows and columns of one sheet in the order in which the file tells them."""

    def __init__(self, sheet: Sheet, *, is_shown: bool) -> None:
        self.sheet = sheet
        self.is_shown = is_shown
        self._row = 0  # the last one told
        self._column = 0  # how many were told

    def add_column(self, element: Element) -> None:
        """Take note of a run of columns and whether they are hidden."""
        count = _count(element, "number-columns-repeated")
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.sheet.hidden_columns.append(range(self._column, self._column + min(count, MAX_COLUMNS)))
        self._column += count

    def add_row(self, element: Element) -> None:
        """Read one row, and set it as often as the file repeats it."""
        repeated = _count(element, "number-rows-repeated")
        cells = list(self._cells(element)) if self.is_shown else []
        if not cells:
            self._row += repeated
            return
        for row in range(self._row + 1, self._row + repeated + 1):
            for column, text, is_uncomputed, merged in cells:
                if is_uncomputed:
                    self.sheet.leave_uncomputed(row, column)
                self.sheet.put(row, column, text)
                if merged != (1, 1):
                    self.sheet.merge(Merge(row, column, row + merged[0] - 1, column + merged[1] - 1))
            if element.get(f"{_TABLE}visibility", "visible") != "visible":
                self.sheet.hidden_rows.add(row)
        self._row += repeated

    def _cells(self, row: Element) -> Iterator[tuple[int, str, bool, tuple[int, int]]]:
        """Return (column, shown text, formula without result, merged rows and columns) where not blank."""
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            repeated = _count(cell, "number-columns-repeated")
            if cell.tag == _CELLS[0]:
                text = "\n".join("".join(_texts(child)) for child in cell if child.tag == f"{_TEXT}p")
                text = text or _value(cell)
                has_value = text or cell.get(f"{_OFFICE}value-type")
                is_uncomputed = cell.get(f"{_TABLE}formula") is not None and not has_value
                merged = (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
                if text.strip() or is_uncomputed or merged != (1, 1):
                    # One more than can be kept is enough to be refused at the limit.
                    for offset in range(min(repeated, MAX_COLUMNS + 1)):
                        yield column + offset, text, is_uncomputed, merged
            column += repeated


def _value(cell: Element) -> str:
    """Return the text of a cell whose writer stored its value only."""
    value = cell.get(f"{_OFFICE}value")
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "currency" if value:
            return plain(exact(float(value)))
        case "percentage" if value:
            return plain(exact(float(value)) * 100) + "%"
        case "date":
            return cell.get(f"{_OFFICE}date-value", "")
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value", "").upper()
        case "string":
            return cell.get(f"{_OFFICE}string-value", "")
    return ""


def _count(element: Element, attribute: str) -> int:
    count = int(element.get(f"{_TABLE}{attribute}", "1"))
    return min(max(count, 1), max(_LAST_ROW, MAX_ROWS + 1))


def _texts(element: Element) -> Iterator[str]:
    """Return the letters of a paragraph; comments and phonetic guides are no part of it."""
    match element.tag.removeprefix(_TEXT):
        case "s":
            yield " " * min(int(element.get(f"{_TEXT}c", "1")), 1_000)
        case "tab":
            yield " "
        case "line-break":
            yield "\n"
    yield element.text or ""
    for child in element:
        if child.tag not in _UNSEEN:
            yield from _texts(child)
        yield child.tail or ""
