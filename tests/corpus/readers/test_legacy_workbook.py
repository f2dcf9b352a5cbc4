"""Old Excel workbooks (.xls): the same texts as the sheet shows, though the library gives bare numbers."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlwt
from made_files import Read, cells, messages, places
from python_calamine import CalamineWorkbook

from corpus.errors import ReportFileError
from corpus.readers.compound_file import BrokenContainer, open_compound_file

Sheet = xlwt.Worksheet


def xls(fill: Callable[[Sheet], None], *more: Callable[[xlwt.Workbook], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book.add_sheet("指標"))
    for add in more:
        add(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def style(code: str) -> xlwt.XFStyle:
    return xlwt.easyxf(num_format_str=code)


def table(sheet: Sheet) -> None:
    sheet.write(1, 1, "受講者数")
    for column, (value, code) in enumerate(
        [
            (1605, "General"),
            (1605, "#,##0"),
            (0.572, "0.0%"),
            (1605, '#,##0"人"'),
            (-3, '0;"△"0'),
            (0.1 + 0.2, "General"),
            (date(2024, 8, 19), "yyyy/m/d"),
            (datetime(2024, 8, 19, 13, 30), 'm"月"d"日" h:mm'),  # noqa: DTZ001
            (True, "General"),
            ("1,605", "@"),
        ],
        start=2,
    ):
        sheet.write(1, column, value, style(code))


def test_values_are_read_as_the_sheet_shows_them(read: Read) -> None:
    source = read("報告.xls", xls(table))
    assert cells(source) == [
        (),
        (
            *("", "受講者数", "1605", "1,605", "57.2%", "1,605人", "△3", "0.3"),
            *("2024/8/19", "8月19日 13:30", "TRUE", "1,605"),
        ),
    ]
    assert places(source) == ["シート「指標」の1", "シート「指標」の2"]


def test_merged_cells_and_hidden_rows_columns_and_sheets_are_told(read: Read) -> None:
    def fill(sheet: Sheet) -> None:
        sheet.write_merge(0, 2, 0, 0, "育成\n総数")
        for row, words in enumerate(("目標", "実績", "評価")):
            sheet.write(row, 1, words)
        sheet.row(1).hidden = True
        sheet.col(1).hidden = True

    def add_hidden(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("控え")
        sheet.write(0, 0, 9)
        sheet.visibility = 1

    source = read("報告.xls", xls(fill, add_hidden))
    assert cells(source) == [("育成総数", "目標"), ("", "実績"), ("", "評価")]
    assert source.lines[0].spans == {0: (3, 1)}
    assert [one.evidence for one in source.findings] == ["非表示：2行", "非表示：B列", "非表示のシート：控え"]


def test_formula_that_waits_to_be_computed_is_held_back(read: Read) -> None:
    def fill(sheet: Sheet) -> None:
        sheet.write(0, 0, 2)
        sheet.write(0, 1, xlwt.Formula("A1*2"))

    content = xls(fill)
    place = _formula(content)
    waiting = content[: place + 18] + b"\x02\x00" + content[place + 20 :]
    [message] = messages(read("報告.xls", waiting))
    assert message.startswith("シート「指標」 B1 の数式は計算結果が保存されていないため読めません。")


def _formula(content: bytes) -> int:
    """Where the record of the formula in row 0, column 1 begins."""
    return next(
        place
        for place in range(len(content) - 8)
        if content[place : place + 2] == b"\x06\x00" and content[place + 4 : place + 8] == b"\x00\x00\x01\x00"
    )


def test_password_is_told(read: Read) -> None:
    content = xls(table)
    stream = content.index(struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0005)) + 20
    locked = content[:stream] + struct.pack("<H", 0x002F) + content[stream + 2 :]
    with pytest.raises(ReportFileError, match="パスワード"):
        read("報告.xls", locked)


def test_workbook_cut_off_anywhere_is_refused(read: Read) -> None:
    content = xls(table)
    for percent in range(5, 95, 5):
        with pytest.raises(ReportFileError, match="ください"):
            read("報告.xls", content[: len(content) * percent // 100])


def test_sector_chain_that_runs_in_a_circle_is_refused_before_the_library_follows_it(read: Read) -> None:
    content = bytearray(xls(table))
    allocation = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    content[allocation + 4 : allocation + 8] = bytes(4)  # after the second sector, the first again
    with pytest.raises(ReportFileError, match="壊れている") as caught:
        read("報告.xls", bytes(content))
    assert type(caught.value.__cause__).__name__.startswith("BrokenContainer")


def test_every_flip_of_a_header_byte_ends_in_a_message_or_the_same_cells(read: Read) -> None:
    content = xls(table)
    expected = cells(read("報告.xls", content))
    for place in [*range(8, 128), *range(512, 640)]:
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        try:
            assert len(cells(read("報告.xls", damaged))) <= len(expected)
        except ReportFileError as error:
            assert "ください" in str(error)


def test_container_without_root_is_broken() -> None:
    with pytest.raises(BrokenContainer):
        open_compound_file(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00\x06\x00" + bytes(2_000)
        )


class Panic(BaseException):
    """Stands for what the Rust library raises where its own code fails."""


Panic.__name__ = "PanicException"


def raising(error: BaseException) -> Callable[[object], CalamineWorkbook]:
    def from_filelike(content: object) -> CalamineWorkbook:
        raise error

    return from_filelike


class FakeWorkbook:
    """A library that fails in the given way."""

    def __init__(self, error: BaseException) -> None:
        self.from_filelike = raising(error)


def test_panic_of_the_library_is_a_damaged_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.legacy_workbook.CalamineWorkbook", FakeWorkbook(Panic("index")))
    with pytest.raises(ReportFileError, match="壊れている"):
        read("報告.xls", xls(table))


def test_interrupt_by_the_user_is_no_damage(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.legacy_workbook.CalamineWorkbook", FakeWorkbook(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        read("報告.xls", xls(table))
