"""Old Excel workbooks (.xls) to lines: values through python-calamine, their looks from the records."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from corpus.errors import ReportFileError
from corpus.readers.compound_file import open_compound_file
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
from corpus.readers.xls_records import SheetLooks, WorkbookLooks, looks_of
from corpus.types import Finding

_ADVICE = "Excel で開けることを確かめ、.xlsx として保存し直してから、もう一度読み込んでください。"
_STREAM, _OLD_STREAM = "Workbook", "Book"
_MACROS = "_VBA_PROJECT_CUR"
Value = int | float | str | bool | time | date | datetime | timedelta


def read_legacy_workbook(content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines of all visible sheets, in the order of their tabs, and what was odd.

    Raises ReportFileError on a file that is damaged, protected, too large or holds macros.
    """
    with refusing_damage(name, _ADVICE):
        container = open_compound_file(content)
        # A KeyError where neither is there.
        stream = container.streams[_OLD_STREAM if _STREAM not in container.streams else _STREAM]
        looks = looks_of(stream)
    if looks.is_locked:
        raise ReportFileError(
            f"「{name}」にはパスワードがかかっています。パスワードを外して保存し直してから、もう一度読み込んでください。"
        )
    if _MACROS in container.names:
        raise ReportFileError(
            f"「{name}」にはマクロが入っているため読み込みません。"
            "マクロのないブック（.xlsx）として保存し直してから、もう一度読み込んでください。"
        )
    with refusing_damage(name, _ADVICE, (CalamineError,)):
        sheets, hidden = _read_checked(content, name, looks)
    return lines_of(sheets, hidden, name)


def _read_checked(content: bytes, name: str, looks: WorkbookLooks) -> tuple[list[Sheet], list[str]]:
    try:
        return _read(content, name, looks)
    except BaseException as error:
        # A panic of the Rust library is no Exception, and its class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from None
        raise


def _read(content: bytes, name: str, looks: WorkbookLooks) -> tuple[list[Sheet], list[str]]:
    sheets: list[Sheet] = []
    hidden: list[str] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for index, listed in enumerate(book.sheets_metadata):
            if listed.typ is not SheetTypeEnum.WorkSheet:
                continue
            if listed.visible is not SheetVisibleEnum.Visible:
                hidden.append(listed.name)
                continue
            sheet = Sheet(name, listed.name)
            _fill(sheet, book.get_sheet_by_index(index), looks.sheets[index], since_1904=looks.since_1904)
            sheets.append(sheet)
    return sheets, hidden


def _fill(sheet: Sheet, values: CalamineSheet, looks: SheetLooks, *, since_1904: bool) -> None:
    # The rows begin at the sheet's first, the columns at the first that is filled.
    left = values.start[1] if values.start else 0
    uncomputed = set(looks.uncomputed)
    for row, cells in enumerate(values.iter_rows(), start=1):
        for column, value in enumerate(cells, start=left):
            if value == "" or (row, column) in uncomputed:
                continue
            code = looks.codes.get((row, column), GENERAL)
            sheet.put(row, column, _shown(value, code, since_1904=since_1904))
    for row, column in looks.uncomputed:
        sheet.leave_uncomputed(row, column)
    for (top, first), (bottom, last) in values.merged_cell_ranges or ():
        sheet.merge(Merge(top + 1, first, bottom + 1, last))
    sheet.hidden_rows.update(looks.hidden_rows)
    sheet.hidden_columns.extend(looks.hidden_columns)


def _shown(value: Value, code: str, *, since_1904: bool) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case int() | float():
            if is_date_code(code):
                return shown_serial(float(value), code, since_1904=since_1904)
            return shown_number(exact(float(value)), code)
        case timedelta():
            moment, span = datetime(1899, 12, 31) + value, value  # noqa: DTZ001  a sheet knows no time zones
        case datetime():
            moment, span = value, timedelta()
        case date():
            moment, span = datetime(value.year, value.month, value.day), timedelta()  # noqa: DTZ001
        case time():
            moment = datetime.combine(date(1899, 12, 31), value)
            span = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return shown_moment(moment, span, code if is_date_code(code) else JAPANESE_BUILTINS[14])
