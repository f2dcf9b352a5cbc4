"""Web pages: tables with merged cells, text between them, what is hidden, and every encoding."""

from __future__ import annotations

import pytest
from made_files import Read, cells, messages, places

from corpus.errors import ReportFileError
from corpus.types import FindingKind


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_tables_and_the_text_between_them_keep_their_order(read: Read) -> None:
    source = read(
        "報告.html",
        page(
            "<h1>令和6年度 進捗評価</h1><p>前文<br>続き</p><table><tr><th>指標<th>R6<tr><td>a<td>1</table>"
            "<ul><li>一つ<li>二つ</ul><table><tr><td>b</table>おわり"
        ),
    )
    assert cells(source) == [
        *(("令和6年度 進捗評価",), ("前文",), ("続き",), ("指標", "R6"), ("a", "1")),
        *(("・一つ",), ("・二つ",), ("b",), ("おわり",)),
    ]
    assert places(source) == [
        *("本文の1", "本文の2", "本文の3", "表1の1", "表1の2", "本文の4", "本文の5", "表2の1", "本文の6"),
    ]


def test_merged_cells_leave_the_others_blank(read: Read) -> None:
    source = read(
        "報告.html",
        page(
            "<table><thead><tr><th rowspan=2>指標<th colspan=2>R6</tr><tr><th>目標<th>実績</tr></thead>"
            "<tbody><tr><td rowspan='2'>育成<br>総数<td>1,631<td>1,605</tr><tr><td>2<td>3</tr></tbody>"
            "<tfoot><tr><td>計<td>9<td>9</tr></tfoot></table>"
        ),
    )
    assert cells(source) == [
        ("指標", "R6"),
        ("", "目標", "実績"),
        ("育成総数", "1,631", "1,605"),
        ("", "2", "3"),
        ("計", "9", "9"),
    ]
    assert [dict(line.spans) for line in source.lines] == [{0: (2, 1), 1: (1, 2)}, {}, {0: (2, 1)}, {}, {}]


@pytest.mark.parametrize("span", ["0", "-3", "x", "", "99999999999", "1001"])
def test_impossible_spans_are_tamed(read: Read, span: str) -> None:
    source = read("報告.html", page(f"<table><tr><td rowspan='{span}'>a<td>b<tr><td>c</table>"))
    assert {cell for line in cells(source) for cell in line if cell} == {"a", "b", "c"}


def test_columns_without_end_are_refused(read: Read) -> None:
    with pytest.raises(ReportFileError, match="列を大きく超えています"):
        read("報告.html", page(f"<table><tr>{'<td colspan=1000>a' * 5}</table>"))


def test_what_the_page_hides_is_left_out_and_named(read: Read) -> None:
    source = read(
        "報告.html",
        page(
            "<table><tr><td rowspan=3>a<td>1<tr style='display: none'><td>秘密<tr><td>2</table>"
            "<p hidden>見えない文</p><script>var a=1</script><style>p{}</style><template><p>型</p></template>"
            "<p style='display:none'></p><!-- 注釈 -->文"
        ),
    )
    assert cells(source) == [("a", "1"), ("", "2"), ("文",)]
    assert source.lines[0].spans == {0: (2, 1)}
    assert [(one.kind, one.evidence, str(one.place)) for one in source.findings] == [
        (FindingKind.HIDDEN_CELLS, "秘密", "表1 2行 0列"),
        (FindingKind.HIDDEN_CELLS, "見えない文", "本文 1行 0列"),
    ]
    assert messages(source)[0] == "表1の2行付近に、画面に表示されない内容があり、読み込みませんでした。"


def test_table_that_only_arranges_others_is_looked_through(read: Read) -> None:
    inner = "<table><tr><td>a<td>b<tr><td>1<td>2</table>"
    source = read("報告.html", page(f"<table><tr><td>表題<tr><td>{inner}</table>"))
    assert cells(source) == [("表題",), ("a", "b"), ("1", "2")]
    assert places(source) == ["本文の1", "表1の1", "表1の2"]


def test_small_table_inside_a_cell_is_text_of_that_cell(read: Read) -> None:
    rows = "".join(f"<tr><td>項目{n}<td>{n}<td>説明" for n in range(5))
    inner = "<table><tr><td>内訳<td>3</table>"
    source = read("報告.html", page(f"<table>{rows}<tr><td>計<td>9<td>{inner}</table>"))
    assert cells(source)[-1] == ("計", "9", "内訳 3")


def test_spaces_of_the_source_are_one_and_none_between_japanese_lines(read: Read) -> None:
    source = read(
        "報告.html",
        page("<table><tr><td>地域\n      福祉<td>  a \n b&nbsp;&nbsp;c <td>&nbsp;<td>1&lt;2&amp;3</table>"),
    )
    assert cells(source) == [("地域福祉", "a b c", "", "1<2&3")]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "shift_jis"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp932", "Shift_JIS"),
        ("cp932", "x-sjis"),
        ("cp932", ""),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP"),
    ],
)
def test_encoding_comes_from_the_mark_the_page_or_the_strict_order(
    read: Read, encoding: str, declared: str
) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = page("<table><tr><td>地域福祉の取組<td>1,605人</table>", meta).decode()
    assert cells(read("報告.htm", text.encode(encoding))) == [("地域福祉の取組", "1,605人")]


def test_web_page_saved_by_excel_is_read(read: Read) -> None:
    text = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type '
        'content="text/html; charset=shift_jis"></head><body><table x:str border=0>'
        "<col width=72 span=2><tr height=18><td class=xl24>指標<ruby><font>シヒョウ</font></ruby></td>"
        "<td x:num='0.572'>57.2%</td></tr><![if supportMisalignedColumns]><tr height=0 style='display:none'>"
        "<td width=72></td></tr><![endif]></table></body></html>"
    ).replace("<ruby><font>シヒョウ</font></ruby>", "<span style='display:none'>シヒョウ</span>")
    source = read("報告.htm", text.encode("cp932"))
    assert cells(source) == [("指標", "57.2%")]


def test_entities_of_a_document_type_are_not_followed(read: Read) -> None:
    text = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        "<html><body><p>&a;本文</p></body></html>"
    )
    [line] = [line for line in cells(read("報告.html", text.encode())) if "本文" in line[0]]
    assert line[0].removeprefix("]>") in {"&a;本文", "本文"}


@pytest.mark.parametrize("count", [300, 100_000])
def test_elements_nested_without_end_are_refused(read: Read, count: int) -> None:
    with pytest.raises(ReportFileError, match="深く重なって"):
        read("報告.html", ("<div>" * count + "中").encode())


@pytest.mark.parametrize("content", [page(""), page("<script>1</script>"), page("<p> &nbsp; </p>")])
def test_page_that_shows_nothing_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(ReportFileError, match="読み取れる文字がありません"):
        read("報告.html", content)


def test_page_cut_off_inside_a_table_is_refused(read: Read) -> None:
    content = page("<table><tr><td>a<td>1<tr><td>b<td>2</table>")
    start, end = content.index(b"<table>") + len(b"<table>"), content.index(b"</table>")
    for length in range(start, end + len(b"</table>")):
        with pytest.raises(ReportFileError, match="途中で切れて"):
            read("報告.html", content[:length])
    assert cells(read("報告.html", content)) == [("a", "1"), ("b", "2")]


def test_table_named_in_a_script_is_none(read: Read) -> None:
    assert cells(read("報告.html", page("<script>a='<table>'</script><!-- <table> --><p>文"))) == [("文",)]
