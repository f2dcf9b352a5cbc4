"""Text files: every encoding strictly, tabs or commas, quotation marks of spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from made_files import Read, cells, places

from corpus.errors import ReportFileError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp932")
BOMS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
STRINGS = (
    "①㈱℡髙﨑纊～－ｶﾅ",
    "1,605人（※累計）",
    "達成率 98.4％／△3",
    "「予定通り」〝済〟…",
    "ーー―‐−－"[:2],
    "ⅠⅡⅢ㎡№",
    "令和６年度　実績",
    'かぎ"かっこ"と,カンマ',
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("suffix", [".tsv", ".txt", ".csv"])
def test_every_encoding_gives_the_same_letters(read: Read, encoding: str, ending: str, suffix: str) -> None:
    rows = [("指標", "R5", "R6"), *((one, "1", "2") for one in STRINGS)]
    if suffix == ".csv":
        made = io.StringIO()
        csv.writer(made, lineterminator=ending).writerows(rows)
        text = made.getvalue()
    else:
        text = "".join("\t".join(row) + ending for row in rows)
    source = read(f"報告{suffix}", BOMS.get(encoding, b"") + text.encode(encoding))
    assert [line for line in cells(source) if any(line)] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_the_wave_dashes_of_both_worlds_stay_what_they_are(read: Read, encoding: str) -> None:
    text = "R2〜R6\tR2～R6\t−5\t－5"
    source = read("報告.tsv", BOMS.get(encoding, b"") + text.encode(encoding))
    assert cells(source) == [("R2〜R6", "R2～R6", "−5", "－5")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("指標\t目標\x00\t1".encode(), "バイナリ"),
        ("指標\t目標".encode("utf-16-le"), "文字を読み取れません"),
        ("指標\t目標".encode("euc-jp"), "EUC-JP"),
        ("指標\t目標".encode()[:-1], "文字を読み取れません"),
        ("指標\t目標".encode() + "髙".encode("cp932"), "文字を読み取れません"),
    ],
)
def test_bytes_that_are_no_text_of_one_encoding_are_refused(read: Read, content: bytes, words: str) -> None:
    with pytest.raises(ReportFileError, match=words):
        read("報告.txt", content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("長.txt", "a\tb\n" * 200_001, "200,000 行を超える"),
        ("長.csv", "a,b\n" * 200_001, "200,000 行を超える"),
        ("幅.tsv", "題\n" + "\t".join(["R6"] * 501), "2 行目が 500 列を超える"),
        ("幅.csv", ",".join(["R6"] * 501), "1 行目が 500 列を超える"),
        ("欄.txt", "題\t" + "あ" * 100_001, "1 行目の一つの欄が 100,000 字を超える"),
    ],
)
def test_text_far_larger_than_a_report_is_refused_with_what_is_too_much(
    read: Read, name: str, content: str, words: str
) -> None:
    with pytest.raises(ReportFileError, match=words) as caught:
        read(name, content.encode())
    assert "ください" in str(caught.value)


@pytest.mark.parametrize(("name", "mark"), [("空.tsv", "\t"), ("空.csv", ",")])
def test_blank_rest_of_a_file_is_left_out(read: Read, name: str, mark: str) -> None:
    content = f"a{mark}b{mark * 600}\nd{mark}e\n\n1{mark}2\n" + f"{mark * 3}\n" * 150_000 + "\n" * 60_000
    assert [line.number for line in read(name, content.encode()).lines] == [1, 2, 3, 4]


def test_paragraph_with_hundreds_of_commas_is_a_line(read: Read) -> None:
    text = "市民, " * 600
    assert [line.cells for line in read("文.txt", text.encode()).lines] == [(text,)]


def test_end_mark_of_a_dos_file_is_no_text(read: Read) -> None:
    assert cells(read("報告.tsv", b"a\tb\r\n\x1a"))[0] == ("a", "b")


def test_csv_record_over_several_lines_has_the_number_of_its_first(read: Read) -> None:
    source = read("報告.csv", '題,"取組の\n状況",R6\n"a","x\ny",3\nb,c,4\n'.encode())
    assert cells(source) == [("題", "取組の状況", "R6"), ("a", "x y", "3"), ("b", "c", "4")]
    assert places(source) == ["1", "3", "5"]


def test_csv_with_an_unclosed_quotation_mark_is_refused_with_its_line(read: Read) -> None:
    with pytest.raises(ReportFileError, match="2 行目付近で CSV の形が崩れています"):
        read("報告.csv", b'a,b\nc,"d\ne,f\n')


def test_semicolons_never_part_cells(read: Read) -> None:
    assert cells(read("報告.csv", b"a;b;c\n1;2;3\n"))[0] == ("a;b;c",)


def test_csv_name_with_tabs_inside_is_read_by_its_tabs(read: Read) -> None:
    assert cells(read("報告.csv", b"a\tb\n1\t2"))[:2] == [("a", "b"), ("1", "2")]


def test_text_name_with_commas_throughout_is_read_by_its_commas(read: Read) -> None:
    text = '指標,R5,R6\n受講者数,"1,504","1,605"\n相談件数,12,13\n'
    assert cells(read("報告.txt", text.encode())) == [
        ("指標", "R5", "R6"),
        ("受講者数", "1,504", "1,605"),
        ("相談件数", "12", "13"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "受講者数 1,351 1,478 1,605\n相談件数 2,351 2,478 2,605\n参加者数 3,351 3,478 3,605",
        "まず、1,605人,それから\nほかの文です。\nおわり",
        "a,b\n1,2\n3,4",
    ],
)
def test_commas_inside_numbers_and_sentences_part_nothing(read: Read, text: str) -> None:
    assert all(len(line) == 1 for line in cells(read("報告.txt", text.encode())))


def test_tab_file_of_a_spreadsheet_loses_its_quotation_marks(read: Read) -> None:
    text = '指標\tR5\tR6\n受講者数\t"1,504"\t"1,605"\n"育成\n総数"\t"一""二""三"\t3\n次\t4\t5'
    source = read("報告.tsv", text.encode("utf-16"))
    assert cells(source) == [
        ("指標", "R5", "R6"),
        ("受講者数", "1,504", "1,605"),
        ("育成総数", '一"二"三', "3"),
        ("次", "4", "5"),
    ]
    assert places(source) == ["1", "2", "3", "5"]


@pytest.mark.parametrize("line", ['"見守り"の取組\t1', '"見守り\t1', '"見守り"\t1', 'a\t"未完'])
def test_words_in_quotation_marks_stay_as_printed(read: Read, line: str) -> None:
    assert cells(read("報告.tsv", f"{line}\n次\t2".encode())) == [tuple(line.split("\t")), ("次", "2")]
