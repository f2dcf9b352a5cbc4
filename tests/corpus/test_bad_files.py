"""Files that are no readable report: refused with a message that says what to do; odd encodings are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ReportFileError, ReportFormatError
from corpus.parse import parse_report
from corpus.types import Report

REPORT_FILE = Path(__file__).resolve().parents[2] / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"


EXPECTED = parse_report(REPORT_FILE)


def values_of(report: Report) -> list[tuple[object, ...]]:
    return [
        (one.id, one.name, seen.fiscal_year, seen.kind, seen.printed, seen.value, seen.grade, seen.place)
        for one in report.indicators
        for seen in one.observations
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "空のファイル"),
        ("blank.txt", b" \n\t\n", "空のファイル"),
        ("binary.txt", bytes(range(256)) * 20, "文字を読み取れません"),
        ("zip.txt", b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "文字を読み取れません"),
        ("broken.txt", "報告書".encode()[:-1] + b"\xff\xfe\xff", "文字を読み取れません"),
        ("half.txt", b"\xff\xfeA", "文字を読み取れません"),
        ("report.docx", b"PK", "読み込める種類"),
        ("open.csv", b'a,"b\nc', "CSV"),
    ],
)
def test_unreadable_file_is_refused_politely(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReportFileError, match=words) as caught:
        parse_report(path)
    assert name in str(caught.value)
    assert "ください" in str(caught.value)


def test_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match="見つかりません"):
        parse_report(tmp_path / "none.txt")


@pytest.mark.parametrize(
    "text",
    [
        "市民のみなさまへ\n計画を進めています。\n",
        "No.\t名前\n1\tあいう\n",
        "R2\tR3\tR4\n1\t2\t3\n",
    ],
)
def test_text_without_a_progress_table_is_refused_politely(tmp_path: Path, text: str) -> None:
    path = tmp_path / "prose.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportFormatError, match="進捗評価の表が見つかりませんでした") as caught:
        parse_report(path)
    assert "ください" in str(caught.value)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig", "utf-16"])
def test_other_encodings_read_the_same(tmp_path: Path, encoding: str) -> None:
    text = REPORT_FILE.read_text(encoding="utf-8")
    path = tmp_path / REPORT_FILE.name
    path.write_bytes(text.encode(encoding))
    assert values_of(parse_report(path)) == values_of(EXPECTED)


def test_line_ends_of_windows_and_other_separators_read_the_same(tmp_path: Path) -> None:
    text = REPORT_FILE.read_text(encoding="utf-8")
    expected = values_of(EXPECTED)
    windows = tmp_path / "windows.txt"
    windows.write_bytes(text.replace("\n", "\r\n").encode())
    assert values_of(parse_report(windows)) == expected
    comma = tmp_path / "comma.csv"
    rows = [
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in one.split("\t"))
        for one in text.split("\n")
    ]
    comma.write_text("\n".join(rows), encoding="utf-8")
    assert values_of(parse_report(comma)) == expected


def test_name_is_the_files_stem_unless_given() -> None:
    assert EXPECTED.name == REPORT_FILE.stem
    assert parse_report(REPORT_FILE, name="other").name == "other"
