"""What an old Excel file (.xls) says of its cells' looks: number formats, hidden rows and columns.

python-calamine gives the values of such a file without their formats: 0.572 where the sheet
shows 57.2%. The records of the file tell the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from openpyxl.styles.numbers import BUILTIN_FORMATS

from corpus.readers.number_format import GENERAL, JAPANESE_BUILTINS


class _Record(IntEnum):
    """The records that are looked at, by the number that begins them."""

    BEGIN = 0x0809
    END = 0x000A
    LOCKED = 0x002F
    DATE_MODE = 0x0022
    FORMAT = 0x041E
    OLD_FORMAT = 0x001E
    STYLE = 0x00E0
    SHEET = 0x0085
    ROW = 0x0208
    COLUMNS = 0x007D
    NUMBER = 0x0203
    COMPACT_NUMBER = 0x027E
    COMPACT_NUMBERS = 0x00BD
    FORMULA = 0x0006


_BIFF8 = 0x0600


@dataclass(slots=True)
class SheetLooks:
    """The looks of one sheet. Rows count from 1, columns from 0.

    `codes` are the number formats of the cells that hold a number and have one; `uncomputed`
    are formulas that wait to be computed when the file is opened.
    """

    codes: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class WorkbookLooks:
    """The looks of all sheets in the order of their tabs; `is_locked` where a password hides them."""

    is_locked: bool = False
    since_1904: bool = False
    sheets: list[SheetLooks] = field(default_factory=list)


def looks_of(stream: bytes) -> WorkbookLooks:
    """Read the workbook stream of an .xls; struct.error or IndexError on one that is damaged."""
    looks = WorkbookLooks()
    version = struct.unpack_from("<H", stream, 4)[0]
    formats: dict[int, str] = {}
    styles: list[int] = []
    starts: list[int] = []
    for kind, body in _records(stream, 0):
        match kind:
            case _Record.LOCKED:
                looks.is_locked = True
                return looks
            case _Record.DATE_MODE:
                looks.since_1904 = body[0] == 1
            case _Record.FORMAT | _Record.OLD_FORMAT:
                number, code = _format(body, version)
                formats[number] = code
            case _Record.STYLE:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            case _Record.SHEET:
                starts.append(struct.unpack_from("<I", body, 0)[0])
    codes = [_code(number, formats) for number in styles]
    looks.sheets = [_sheet(stream, start, codes) for start in starts]
    return looks


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Return the records from one BOF to its EOF; charts inside have a pair of their own."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4 + length
        depth += (kind == _Record.BEGIN) - (kind == _Record.END)
        if depth <= 1:
            yield kind, stream[position - length : position]
        if depth <= 0:
            return


def _format(body: bytes, version: int) -> tuple[int, str]:
    number = struct.unpack_from("<H", body, 0)[0]
    if version < _BIFF8:
        return number, body[3 : 3 + body[2]].decode("cp932", errors="replace")
    length, flags = struct.unpack_from("<HB", body, 2)
    text = (
        body[5 : 5 + length * 2].decode("utf-16-le") if flags & 1 else body[5 : 5 + length].decode("latin-1")
    )
    return number, text


def _code(number: int, formats: dict[int, str]) -> str:
    if number in JAPANESE_BUILTINS:
        return JAPANESE_BUILTINS[number]
    return formats.get(number) or BUILTIN_FORMATS.get(number, GENERAL)


def _sheet(stream: bytes, start: int, codes: list[str]) -> SheetLooks:
    looks = SheetLooks()
    for kind, body in _records(stream, start):
        match kind:
            case _Record.ROW:
                if struct.unpack_from("<H", body, 12)[0] & 0x20:
                    looks.hidden_rows.add(struct.unpack_from("<H", body, 0)[0] + 1)
            case _Record.COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<5H", body, 0)
                if flags & 1:
                    looks.hidden_columns.append(range(first, last + 1))
            case _Record.NUMBER | _Record.COMPACT_NUMBER | _Record.FORMULA:
                row, column, style = struct.unpack_from("<3H", body, 0)
                looks.codes[row + 1, column] = codes[style]
                if kind == _Record.FORMULA and struct.unpack_from("<H", body, 14)[0] & 2:
                    looks.uncomputed.append((row + 1, column))
            case _Record.COMPACT_NUMBERS:
                row, first = struct.unpack_from("<2H", body, 0)
                for index in range((len(body) - 6) // 6):
                    style = struct.unpack_from("<H", body, 4 + 6 * index)[0]
                    looks.codes[row + 1, first + index] = codes[style]
    return looks
