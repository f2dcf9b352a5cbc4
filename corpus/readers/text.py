"""Text files (.txt .tsv .csv) to lines of cells, each with its place in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from corpus.errors import ReportFileError
from corpus.readers.lines import Line
from corpus.readers.wrapping import join_wrapped

MAX_LINES = 200_000
MAX_COLUMNS = 500
# A cell of a spreadsheet holds 32,767.
MAX_CELL_LETTERS = 100_000
# A file counts as comma-separated by its content only where so many columns repeat.
_FEWEST_COLUMNS = 3
_FEWEST_RECORDS = 3
_ODD_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
# 「目標 1,351 1,478」 in a text set with spaces: the commas are inside of numbers.
_SPACED_NUMBERS = re.compile(r"\d{3}\s+[-－△▲]?\d")
# A cell of a spreadsheet has at most so many lines; an unclosed quotation mark must not eat the file.
_LONGEST_CELL_LINES = 260
_END_OF_DOS_FILE = "\x1a"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def read_text(content: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines of a .txt or .tsv: cells between tabs, or between commas where it has no tab.

    Raises ReportFileError where its bytes are no text, or where it is too long or too wide.
    """
    text = _unified(content, name)
    if "\t" not in text and "," in text and (lines := _comma_separated(text, name)):
        return lines
    return _within_limits(_tab_separated(text), name)


def read_separated(content: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines of a .csv, or of a file with tabs that is named so.

    A record that a quoted line break spreads over several lines has the number of its first.
    Raises ReportFileError where its bytes are no text, a quotation mark is never closed, or the
    file is too long or too wide.
    """
    text = _unified(content, name)
    if "\t" in text and "," not in text:
        return _within_limits(_tab_separated(text), name)
    last = 0  # the last record that was whole

    def records() -> Iterator[Line]:
        nonlocal last
        for line in _records(text):
            yield line
            last = line.number

    try:
        return _within_limits(records(), name)
    except csv.Error as error:
        raise ReportFileError(
            f"「{name}」の {last + 1} 行目付近で CSV の形が崩れています（{error}）。"
            "表計算ソフトで開いて保存し直してから、もう一度読み込んでください。"
        ) from error


def _within_limits(lines: Iterable[Line], name: str) -> tuple[Line, ...]:
    """Return the lines without the empty ones at the end, which some programs write by the million.

    Raises ReportFileError where text stands beyond the last line or column that is read.
    """
    kept: list[Line] = []
    end = 0  # behind the last line that is not blank
    for line in lines:
        is_filled = any(cell and not cell.isspace() for cell in line.cells)
        if is_filled and line.number > MAX_LINES:
            raise _too_large(name, f"{MAX_LINES:,} 行")
        if is_filled and any(cell and not cell.isspace() for cell in line.cells[MAX_COLUMNS:]):
            raise _too_large(name, f"{line.number:,} 行目が {MAX_COLUMNS} 列")
        if any(len(cell) > MAX_CELL_LETTERS for cell in line.cells):
            raise _too_large(name, f"{line.number:,} 行目の一つの欄が {MAX_CELL_LETTERS:,} 字")
        if line.number <= MAX_LINES:
            kept.append(line)
            end = len(kept) if is_filled else end
    return tuple(kept[:end])


def _too_large(name: str, what: str) -> ReportFileError:
    return ReportFileError(
        f"「{name}」は{what}を超えるため読み込みません。報告書のファイルかどうかを確かめ、"
        "不要な行や列を削除するか、章ごとに分けて保存し直してから、もう一度読み込んでください。"
    )


def decode(content: bytes, name: str) -> str:
    """Decode strictly: by the byte order mark, else UTF-8, else the Japanese Windows code page.

    Raises ReportFileError; a wrong letter is never put in place of one that cannot be read.
    """
    if content.startswith(_BOMS[:2]):
        encodings = ["utf-16"]
    elif content.startswith(_BOMS[2]):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and _is_other_code(content, text):
            raise _unreadable(name, "EUC-JP で保存されているようです")
        text = text.rstrip(_END_OF_DOS_FILE)
        if odd := _ODD_CONTROLS.search(text):
            raise _unreadable(name, f"文字ではないデータ（{ord(odd[0]):02X}）を含む、バイナリのファイルです")
        return text
    raise _unreadable(name, "UTF-8、UTF-16、Shift_JIS のいずれでもないか、文字が壊れています")


def _is_other_code(content: bytes, text: str) -> bool:
    """True of EUC-JP, whose bytes the Windows code page takes for half-width kana, and not for errors."""
    foreign = [char for char in text if not char.isascii()]
    half_width = sum("\uff61" <= char <= "\uff9f" for char in foreign)
    if half_width * 2 <= len(foreign):
        return False
    try:
        content.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(name: str, reason: str) -> ReportFileError:
    return ReportFileError(
        f"「{name}」の文字を読み取れません（{reason}）。"
        "元のファイルを UTF-8 のテキストとして保存し直してから、もう一度読み込んでください。"
    )


def _unified(content: bytes, name: str) -> str:
    text = decode(content, name)
    if not text.strip():
        raise ReportFileError(
            f"「{name}」は空のファイルです。報告書の中身が保存されているか確かめてください。"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _records(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    for cells in reader:
        yield Line(number, tuple(join_wrapped(cell) for cell in cells))
        number = reader.line_num + 1


def _comma_separated(text: str, name: str) -> tuple[Line, ...] | None:
    """Return the lines of a text whose commas part it into the same columns throughout, else None."""
    try:
        lines = tuple(islice(_records(text), MAX_LINES))
    except csv.Error:
        return None
    filled = [line for line in lines if line.filled()]
    if not filled:  # nothing but commas
        return None
    [(columns, records)] = Counter(len(line.cells) for line in filled).most_common(1)
    is_table = columns >= _FEWEST_COLUMNS and records >= max(_FEWEST_RECORDS, len(filled) / 2)
    if not is_table or any(_SPACED_NUMBERS.search(cell) for line in filled for cell in line.cells):
        return None
    return _within_limits(_records(text), name)


def _tab_separated(text: str) -> Iterator[Line]:
    rows = text.split("\n")
    index = 0
    while index < len(rows):
        first = index
        cells = rows[index].split("\t")
        index += 1
        if '"' in rows[first]:
            cells, index = _unquoted(cells, rows, index)
        yield Line(first + 1, tuple(cells))


def _unquoted(cells: list[str], rows: list[str], index: int) -> tuple[list[str], int]:
    """Undo the quotation marks that spreadsheets put around a cell with a comma or a line break.

    A cell whose marks do not pair up is text that begins with one, and stays as it is.
    """
    done: list[str] = []
    while cells:
        cell = cells.pop(0)
        if _is_closed(cell) and re.search(r',|""', cell[1:-1]):
            cell = cell[1:-1].replace('""', '"')
        elif cell.startswith('"') and not cells and (found := _continued(cell, rows, index)):
            cell, cells, index = found
        done.append(cell)
    return done, index


def _is_closed(cell: str) -> bool:
    return re.fullmatch(r'"(?:[^"]|"")*"', cell) is not None


def _continued(cell: str, rows: list[str], index: int) -> tuple[str, list[str], int] | None:
    """Return the cell that goes on over the next lines, the cells after it, and the line after those."""
    parts = [cell]
    for position in range(index, min(index + _LONGEST_CELL_LINES, len(rows))):
        head, *rest = rows[position].split("\t")
        parts.append(head)
        if head.endswith('"') and _is_closed("\n".join(parts)):
            whole = "\n".join(parts)[1:-1].replace('""', '"')
            return join_wrapped(whole), rest, position + 1
        if rest:
            return None  # a cell holds no tab: the mark was never closed
    return None
