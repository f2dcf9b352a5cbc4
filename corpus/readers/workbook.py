"""Excel workbooks (.xlsx) to lines: the text that each cell shows, merged and hidden cells told."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from corpus.errors import ReportFileError
from corpus.readers.archive import ADVICE, open_archive
from corpus.readers.damage import refusing_damage
from corpus.readers.lines import Line
from corpus.readers.number_format import (
    GENERAL,
    JAPANESE_BUILTINS,
    exact,
    is_date_code,
    shown_moment,
    shown_number,
    shown_serial,
)
from corpus.readers.sheet import Merge, Sheet, lines_of
from corpus.types import Finding

_STYLES = "xl/styles.xml"
_ROOT_RELATIONS = "_rels/.rels"
_STRICT = b"purl.oclc.org/ooxml"


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of every sheet refer to: texts by number, number formats by style."""

    texts: list[str]
    codes: list[str]
    dates: list[bool]
    since_1904: bool


def read_workbook(content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines of all visible sheets, in the order of their tabs, and what was odd.

    A formula gives its saved result; one without is blank and held back with a Finding. Hidden
    rows and columns are read and named, hidden sheets are named only. Formulas are never
    computed and links to other files never followed.
    Raises ReportFileError on a file that is damaged, protected, too large or holds macros.
    """
    with open_archive(content, name) as archive:
        with refusing_damage(name, ADVICE):
            is_strict = _STRICT in archive.read(_ROOT_RELATIONS)
        if is_strict:
            raise ReportFileError(
                f"「{name}」は「Strict Open XML」形式のため読めません。Excel で開き、「Excel ブック（.xlsx）」として"
                "保存し直してから、もう一度読み込んでください。"
            )
        with refusing_damage(name, ADVICE), warnings.catch_warnings():
            # openpyxl warns of parts that it leaves out; none of them holds a cell.
            warnings.simplefilter("ignore")
            return _read(archive, content, name)


def _read(archive: ZipFile, content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    codes = _number_formats(archive)
    dates = [is_date_code(code) for code in codes]
    book = _Book(reader.shared_strings, codes, dates, reader.wb.epoch == CALENDAR_MAC_1904)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    for listed, relation in reader.parser.find_sheets():
        if not relation.Type.endswith("/worksheet"):
            continue  # a sheet that holds one chart
        if listed.state != "visible":
            hidden.append(listed.name)
            continue
        sheet = Sheet(name, listed.name)
        with archive.open(relation.target) as stream:
            _read_sheet(stream, sheet, book)
        sheets.append(sheet)
    reader.archive.close()
    return lines_of(sheets, hidden, name)


def _number_formats(archive: ZipFile) -> list[str]:
    """Return the number format of each cell style, by the style's number."""
    if _STYLES not in archive.namelist():
        return [GENERAL]
    custom: dict[int, str] = {}
    styles: list[int] = []
    parents: list[str] = []
    with archive.open(_STYLES) as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            tag = _local(element)
            if event == "end":
                parents.pop()
                continue
            if tag == "numFmt":
                custom[int(element.get("numFmtId", "0"))] = element.get("formatCode", GENERAL)
            elif tag == "xf" and parents[-1] == "cellXfs":
                styles.append(int(element.get("numFmtId", "0")))
            parents.append(tag)
    return [_code(number, custom) for number in styles] or [GENERAL]


def _code(number: int, custom: dict[int, str]) -> str:
    if number in JAPANESE_BUILTINS:
        return JAPANESE_BUILTINS[number]
    return custom.get(number) or BUILTIN_FORMATS.get(number, GENERAL)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _read_sheet(stream: IO[bytes], sheet: Sheet, book: _Book) -> None:
    """Walk through the XML of one sheet, keeping nothing of it but the sheet's own cells.

    `open_archive` let no document type pass, so that the fast parser has no entities to expand.
    The size that the file declares is not looked at: files declare a million rows and fill ten.
    """
    row = column = 0
    open_elements: list[Element] = []
    is_in_cell = False
    for event, element in iterparse(stream, events=("start", "end")):
        tag = _local(element)
        if event == "start":
            open_elements.append(element)
            if tag == "row":
                row, column = int(float(element.get("r", row + 1))), -1
                if row < 1:
                    raise ValueError("a row above the first")
                if element.get("hidden") in {"1", "true"}:
                    sheet.hidden_rows.add(row)
            elif tag == "c":
                is_in_cell = True
            elif tag == "col" and element.get("hidden") in {"1", "true"}:
                sheet.hidden_columns.append(range(int(element.get("min", 1)) - 1, int(element.get("max", 1))))
            continue
        open_elements.pop()
        if tag == "c":
            is_in_cell = False
            row, column = _position(element, row, column + 1)
            _put_cell(element, row, column, sheet, book)
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            if min(left, top) < 1:
                raise ValueError("a merged range above the first row")
            sheet.merge(Merge(top, left - 1, bottom, right - 1))
        if not is_in_cell and open_elements:
            open_elements[-1].clear()


def _position(cell: Element, row: int, column: int) -> tuple[int, int]:
    reference = cell.get("r")
    if not reference:  # an empty one, too, leaves openpyxl's coordinate_to_tuple without an answer
        return row, column
    found_row, found_column = coordinate_to_tuple(reference)
    if found_row < 1:
        raise ValueError("a cell above the first row")  # A0: `refusing_damage` calls the file damaged
    return found_row, found_column - 1


def _put_cell(cell: Element, row: int, column: int, sheet: Sheet, book: _Book) -> None:
    kind = cell.get("t", "n")
    value: str | None = None
    is_formula = False
    for child in cell:
        match _local(child):
            case "v":
                value = child.text or ""
            case "f":
                is_formula = True
            case "is":
                value = "".join(_inline_texts(child))
    if is_formula and (value is None or (not value and kind != "str")):
        sheet.leave_uncomputed(row, column)
    elif value:
        sheet.put(row, column, _shown(value, kind, int(cell.get("s", "0")), book))


def _inline_texts(element: Element) -> Iterator[str]:
    """Return the text of a cell's own rich text without its phonetic guide."""
    for child in element:
        tag = _local(child)
        if tag == "t":
            yield child.text or ""
        elif tag == "r":
            yield from _inline_texts(child)


def _shown(value: str, kind: str, style: int, book: _Book) -> str:
    match kind:
        case "s":
            return book.texts[int(value)]
        case "b":
            return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
        case "n":
            number = float(value)
            if book.dates[style]:
                return shown_serial(number, book.codes[style], since_1904=book.since_1904)
            return shown_number(exact(number), book.codes[style])
        case "d":
            return _shown_iso(value, book.codes[style] if book.dates[style] else JAPANESE_BUILTINS[14])
    return value


def _shown_iso(value: str, code: str) -> str:
    """Some programs store a date as 2024-08-19 or 2024-08-19T00:00:00Z."""
    moment = datetime.fromisoformat(value.strip())
    return shown_moment(moment, timedelta(hours=moment.hour, minutes=moment.minute), code)
