"""Excel workbooks: what each cell shows, merged and hidden cells, formulas, and sizes that are not believed."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from datetime import date

import pytest
from made_files import Read, cells, messages, part, places, repacked
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import ReportFileError
from corpus.types import FindingKind, Place

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(fill: Callable[[Worksheet], None], title: str = "指標") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    fill(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def one_cell(sheet: Worksheet) -> None:
    sheet["A1"] = "指標"


def with_rows(body: str) -> bytes:
    """A sheet whose XML holds these rows, as other programs may write them."""
    content = xlsx(one_cell)
    text = part(content, SHEET)
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    return repacked(content, {SHEET: (text[: start + 11] + body + text[end:]).encode()})


def test_values_are_read_as_the_sheet_shows_them(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        shown = [
            ("受講者数", "General"),
            (1605, "General"),
            (1605, "#,##0"),
            (0.572, "0.0%"),
            (0.1 + 0.2, "General"),
            (1605, '#,##0"人"'),
            (-3, '0;"△"0'),
            (date(2024, 8, 19), "yyyy/m/d"),
            (date(2024, 8, 19), '[$-411]ggge"年"m"月"d"日"'),
            (True, "General"),
            ("1,605", "@"),
            ("#DIV/0!", "General"),
        ]
        for column, (value, code) in enumerate(shown, start=1):
            cell = sheet.cell(2, column, value)
            cell.number_format = code

    source = read("報告.xlsx", xlsx(fill))
    assert cells(source)[1] == (
        *("受講者数", "1605", "1,605", "57.2%", "0.3", "1,605人", "△3"),
        *("2024/8/19", "令和6年8月19日", "TRUE", "1,605", "#DIV/0!"),
    )
    assert not source.findings


def test_lines_know_their_sheet_and_its_real_rows(read: Read) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "表紙"
    first["B3"] = "報告書"
    second = book.create_sheet("指標")
    second["A2"] = "目標"
    made = io.BytesIO()
    book.save(made)
    source = read("報告.xlsx", made.getvalue())
    assert cells(source) == [(), (), ("", "報告書"), (), ("目標",)]
    assert places(source)[2:] == ["シート「表紙」の3", "シート「指標」の1", "シート「指標」の2"]
    assert [int(line.number) for line in source.lines] == [1, 2, 3, 4, 5]
    assert str(Place(2, 0, source.lines[4].page)) == "シート「指標」 A2"


def test_merged_cell_stands_in_its_first_place_only(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["指標", "区分", "R6", None])
        sheet.append(["育成総数", "目標", 1631])
        sheet.append(["隠れた値", "実績", 1605])
        sheet.append([None, "評価", "B"])
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C1:D1")

    content = xlsx(fill)
    # Another program may leave a value under the merged cell.
    text = part(content, SHEET).replace(
        '<row r="3">', '<row r="3"><c r="A3" t="inlineStr"><is><t>隠れた値</t></is></c>'
    )
    assert "隠れた値" in text
    source = read("報告.xlsx", repacked(content, {SHEET: text.encode()}))
    assert cells(source)[:4] == [
        ("指標", "区分", "R6"),
        ("育成総数", "目標", "1631"),
        ("", "実績", "1605"),
        ("", "評価", "B"),
    ]
    assert source.lines[0].spans == {2: (1, 2)}
    assert source.lines[1].spans == {0: (3, 1)}


def test_hidden_rows_and_columns_are_read_and_named(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in range(1, 8):
            sheet.append([f"行{row}", row, row])
        for row in (3, 4, 6):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[50].hidden = True

    source = read("報告.xlsx", xlsx(fill))
    assert cells(source)[2] == ("行3", "3", "3")
    assert [finding.kind for finding in source.findings] == [FindingKind.HIDDEN_CELLS] * 2
    assert messages(source) == [
        "シート「指標」の3〜4、6行は非表示ですが、読み込みました。不要な値でないか確かめてください。",
        "シート「指標」のC列は非表示ですが、読み込みました。不要な値でないか確かめてください。",
    ]


def test_hidden_sheets_are_named_and_not_read(read: Read) -> None:
    book = Workbook()
    shown = book.active
    assert shown is not None
    shown["A1"] = "指標"
    for title, state in (("下書き", "hidden"), ("控え", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet["A1"] = 999
        sheet.sheet_state = state
    made = io.BytesIO()
    book.save(made)
    source = read("報告.xlsx", made.getvalue())
    assert cells(source) == [("指標",)]
    assert [one.evidence for one in source.findings] == ["非表示のシート：下書き", "非表示のシート：控え"]


def test_formula_without_saved_result_is_held_back_at_its_cell(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "計"
        sheet["C5"] = "=SUM(A1:A3)"

    source = read("報告.xlsx", xlsx(fill))
    [finding] = source.findings
    assert finding.kind is FindingKind.HELD_BACK
    assert finding.place == Place(5, 2, "シート「指標」")
    assert finding.message == (
        "シート「指標」 C5 の数式は計算結果が保存されていないため読めません。Excelで開いて保存し直してください。"
    )


def test_formula_with_saved_result_shows_it(read: Read) -> None:
    source = read(
        "報告.xlsx",
        with_rows(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
            '<c r="C1" t="str"><f>"a"</f><v>達成</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        ),
    )
    assert cells(source) == [("2", "", "達成", "#DIV/0!")]
    assert not source.findings


def test_thousands_of_formulas_without_result_end_in_one_finding_for_the_rest(read: Read) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><f>1</f></c></row>' for row in range(1, 1001))
    source = read("報告.xlsx", with_rows(rows))
    assert len(source.findings) == 51
    assert "ほか 950 個" in source.findings[-1].message


def test_rich_text_loses_its_phonetic_guide_and_breaks_are_joined(read: Read) -> None:
    source = read(
        "報告.xlsx",
        with_rows(
            '<row><c t="inlineStr"><is><r><t>地域</t></r><r><t>福祉</t></r><rPh sb="0" eb="2"><t>チイキ</t></rPh></is></c>'
            '<c t="inlineStr"><is><t>総数\n（人）_x000D_\n・累計</t></is></c></row>'
        ),
    )
    assert cells(source) == [("地域福祉", "総数（人） ・累計")]


def test_declared_size_is_not_believed(read: Read) -> None:
    content = xlsx(lambda sheet: sheet.append(["指標", 5]))
    text = part(content, SHEET).replace('ref="A1:B1"', 'ref="A1:XFD1048576"')
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    text = text.replace("</sheetData>", empty)
    started = time.monotonic()
    assert cells(read("報告.xlsx", repacked(content, {SHEET: text.encode()}))) == [("指標", "5")]
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("cell", "words"), [("A1048576", "A1048576 に値があり、200,000 行"), ("XFD1", "XFD1 に値があり、500 列")]
)
def test_value_far_outside_is_refused_with_its_cell(read: Read, cell: str, words: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet[cell] = 1

    with pytest.raises(ReportFileError, match=words):
        read("報告.xlsx", xlsx(fill))


def test_very_many_merged_cells_are_refused(read: Read) -> None:
    content = xlsx(one_cell)
    merges = "".join(f'<mergeCell ref="B{row}:C{row}"/>' for row in range(1, 30_000))
    text = part(content, SHEET).replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    with pytest.raises(ReportFileError, match="結合されたセルが 20,000 か所"):
        read("報告.xlsx", repacked(content, {SHEET: text.encode()}))


def test_merged_cell_over_the_whole_sheet_is_fast(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "表題"

    content = xlsx(fill)
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    text = part(content, SHEET).replace("</sheetData>", f"</sheetData>{merge}")
    started = time.monotonic()
    source = read("報告.xlsx", repacked(content, {SHEET: text.encode()}))
    assert time.monotonic() - started < 2
    assert cells(source) == [("表題",)]


def test_empty_workbook_is_refused(read: Read) -> None:
    with pytest.raises(ReportFileError, match="シートには値がありません"):
        read("報告.xlsx", xlsx(lambda sheet: None))


@pytest.mark.parametrize(
    "damage",
    [
        {SHEET: None},
        {SHEET: b"<worksheet"},
        {SHEET: b""},
        {"xl/workbook.xml": b"<workbook/>"},
        {"xl/_rels/workbook.xml.rels": None},
        {"xl/styles.xml": b"\x00\x01"},
        {"[Content_Types].xml": b"<Types/>spreadsheetml."},
    ],
)
def test_workbook_with_broken_parts_is_refused(read: Read, damage: dict[str, bytes | None]) -> None:
    with pytest.raises(ReportFileError, match="ください"):
        read("報告.xlsx", repacked(xlsx(one_cell), damage))


@pytest.mark.parametrize(
    "body",
    [
        '<row r="x"/>',
        '<row r="0"/>',
        '<row><c t="s"><v>99</v></c></row>',
        '<row><c r="?"><v>1</v></c></row>',
        '<row><c r="A0"><v>1</v></c></row>',
        '<row><c r="1"><v>1</v></c></row>',
        '<row><c r="A-1"><v>1</v></c></row>',
        '<row><c r="A1:B2"><v>1</v></c></row>',
    ],
)
def test_sheet_with_impossible_cells_is_refused(read: Read, body: str) -> None:
    with pytest.raises(ReportFileError, match="壊れている") as caught:
        read("報告.xlsx", with_rows(body))
    assert not re.search("[A-Za-z]Error|（", str(caught.value))  # nothing for programmers


def test_workbook_cut_off_anywhere_is_refused(read: Read) -> None:
    content = xlsx(one_cell)
    for percent in range(5, 100, 5):
        with pytest.raises(ReportFileError, match="ください"):
            read("報告.xlsx", content[: len(content) * percent // 100])


def test_strict_open_xml_is_refused_by_its_name(read: Read) -> None:
    content = xlsx(one_cell)
    rels = part(content, "_rels/.rels").replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )
    with pytest.raises(ReportFileError, match="Strict Open XML"):
        read("報告.xlsx", repacked(content, {"_rels/.rels": rels.encode()}))
