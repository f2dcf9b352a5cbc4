"""OpenDocument spreadsheets (.ods): shown texts, repeated rows and cells, merged and hidden ones."""

from __future__ import annotations

import io
import time

import pytest
from made_files import Read, cells, messages, places, repacked
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

from corpus.errors import ReportFileError
from corpus.types import FindingKind

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def saved(document: OpenDocumentSpreadsheet | OpenDocumentText) -> bytes:
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def ods(rows: str, before: str = "", name: str = "指標", more: str = "") -> bytes:
    """A spreadsheet whose content.xml holds these rows, as office programs write them."""
    document = OpenDocumentSpreadsheet()
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES}><office:automatic-styles>{before}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}">{rows}</table:table>{more}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return repacked(saved(document), {"content.xml": content.encode()})


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*parts: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(parts)}</table:table-row>"


def test_values_are_the_shown_texts(read: Read) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="指標")
    line = TableRow()
    for value, text in ((1605, "1,605人"), (0.572, "57.2%")):
        one = TableCell(valuetype="float", value=value)
        one.addElement(P(text=text))
        line.addElement(one)
    table.addElement(line)
    document.spreadsheet.addElement(table)
    source = read("報告.ods", saved(document))
    assert cells(source) == [("1,605人", "57.2%")]
    assert places(source) == ["シート「指標」の1"]


def test_value_without_shown_text_is_shown_plainly(read: Read) -> None:
    def bare(kind: str, value: str) -> str:
        return f'<table:table-cell office:value-type="{kind}" office:value="{value}"/>'

    source = read("報告.ods", ods(row(bare("float", "1605.0"), bare("percentage", "0.572"))))
    assert cells(source) == [("1605", "57.2%")]


def test_paragraphs_spaces_comments_and_phonetic_guides(read: Read) -> None:
    text = (
        "地域<text:s text:c='2'/>福祉<text:line-break/>計画<office:annotation><text:p>メモ</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>人</text:ruby-base><text:ruby-text>ひと</text:ruby-text></text:ruby>"
    )
    source = read("報告.ods", ods(row(cell(f"{text}</text:p><text:p>・次"))))
    assert cells(source) == [("地域  福祉計画人 ・次",)]


def test_repeated_rows_and_cells_keep_their_places(read: Read) -> None:
    rows = (
        row("<table:table-cell/>", attributes='table:number-rows-repeated="3"')
        + row(
            '<table:table-cell table:number-columns-repeated="2"/>',
            cell("0", 'table:number-columns-repeated="2"'),
        )
        + row(cell("終"), attributes='table:number-rows-repeated="2"')
    )
    source = read("報告.ods", ods(rows))
    assert cells(source) == [(), (), (), ("", "", "0", "0"), ("終",), ("終",)]


def test_empty_rest_of_the_sheet_is_fast(read: Read) -> None:
    rest = row(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        attributes='table:number-rows-repeated="1048576"',
    )
    started = time.monotonic()
    assert cells(read("報告.ods", ods(row(cell("指標")) + rest * 50))) == [("指標",)]
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "bomb",
    [
        row(cell("9"), attributes='table:number-rows-repeated="1048576"'),
        row(
            cell("9", 'table:number-columns-repeated="16384"'),
            attributes='table:number-rows-repeated="1048576"',
        ),
        row(cell("9", 'table:number-columns-repeated="2000000000"')),
    ],
)
def test_filled_cells_repeated_without_end_are_refused(read: Read, bomb: str) -> None:
    with pytest.raises(ReportFileError, match="大きすぎます"):
        read("報告.ods", ods(bomb))


def test_merged_cell_stands_in_its_first_place_only(read: Read) -> None:
    rows = row(
        cell("育成", 'table:number-rows-spanned="2" table:number-columns-spanned="2"'),
        "<table:covered-table-cell/>",
        cell("目標"),
    ) + row(
        "<table:covered-table-cell><text:p>隠れた値</text:p></table:covered-table-cell><table:covered-table-cell/>",
        cell("実績"),
    )
    source = read("報告.ods", ods(rows))
    assert cells(source) == [("育成", "", "目標"), ("", "", "実績")]
    assert source.lines[0].spans == {0: (2, 2)}


def test_hidden_rows_columns_and_sheets_are_named(read: Read) -> None:
    hidden_style = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + row(cell("a"), cell("b"))
        + row(cell("c"), attributes='table:visibility="filter"')
    )
    more = f'<table:table table:name="控え" table:style-name="h">{row(cell("9"))}</table:table>'
    source = read("報告.ods", ods(rows, hidden_style, more=more))
    assert cells(source) == [("a", "b"), ("c",)]
    assert [one.evidence for one in source.findings] == ["非表示：2行", "非表示：B列", "非表示のシート：控え"]


def test_formula_without_saved_result_is_held_back(read: Read) -> None:
    source = read("報告.ods", ods(row(cell("計"), '<table:table-cell table:formula="of:=1+1"/>')))
    assert source.findings[0].kind is FindingKind.HELD_BACK
    assert messages(source)[0].startswith("シート「指標」 B1 の数式は")


def test_macro_and_password_are_told(read: Read) -> None:
    good = ods(row(cell("指標")))
    with pytest.raises(ReportFileError, match="マクロ"):
        read("報告.ods", repacked(good, {"Basic/Standard/Module1.xml": b"<a/>"}))
    locked = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    with pytest.raises(ReportFileError, match="パスワード"):
        read("報告.ods", repacked(good, {"META-INF/manifest.xml": locked}))


def test_text_document_is_refused_by_its_name(read: Read) -> None:
    with pytest.raises(ReportFileError, match="表計算ではありません"):
        read("報告.ods", saved(OpenDocumentText()))


@pytest.mark.parametrize("damage", [{"content.xml": None}, {"content.xml": b"<a"}, {"content.xml": b""}])
def test_broken_parts_are_refused(read: Read, damage: dict[str, bytes | None]) -> None:
    with pytest.raises(ReportFileError, match="ください"):
        read("報告.ods", repacked(ods(row(cell("指標"))), damage))
