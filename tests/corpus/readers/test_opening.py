"""The front door: a file's ending and its content must agree, and each refusal says what to do."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
import xlwt
from made_files import Read, drawn_pdf, repacked
from openpyxl import Workbook

from corpus.errors import ReportFileError
from corpus.readers.opening import SUFFIXES, read_source

TEXT = "指標\tR6\n受講者数\t1,605\n".encode()
HTML = "<table><tr><td>指標</table>".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def xlsx() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "指標"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("指標").write(0, 0, "指標")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def package(content_type: str) -> bytes:
    """An Office file that says it is of this type."""
    types = f'<Types><Override PartName="/x" ContentType="application/vnd.{content_type}"/></Types>'
    return repacked(xlsx(), {"[Content_Types].xml": types.encode()})


def zipped(name: str) -> bytes:
    """A ZIP with one report in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, xlsx())
    return made.getvalue()


PDF = drawn_pdf(lambda canvas: canvas.drawString(60, 700, "本文"))
ENCRYPTED = OLE + "EncryptedPackage\0".encode("utf-16-le")
DOCX = package("openxmlformats-officedocument.wordprocessingml.document.main+xml")
PPTX = package("openxmlformats-officedocument.presentationml.presentation.main+xml")
XLSM = package("ms-excel.sheet.macroEnabled.main+xml")
XLSB = package("ms-excel.sheet.binary.macroEnabled.main")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("報告.txt", TEXT),
        ("報告.TSV", TEXT),
        ("報告.csv", TEXT),
        ("報告.xlsx", xlsx()),
        ("報告.XLS", xls()),
        ("報告.Pdf", PDF),
        ("報告.html", HTML),
        ("報告.htm", "はじめに、<b>表</b><table><tr><td>指標</table>".encode()),
    ],
)
def test_content_that_agrees_with_its_ending_is_read(read: Read, name: str, content: bytes) -> None:
    source = read(name, content)
    assert any(line.filled() for line in source.lines)
    assert source.file_name == name
    assert source.digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("報告.txt", PDF, "中身はPDFです。拡張子を .pdf に変えて"),
        ("報告.csv", xlsx(), "中身はExcel ブック（.xlsx）です。拡張子を .xlsx に変えて"),
        ("報告.tsv", HTML, "中身はHTML（ウェブページ）です"),
        ("報告.xls", HTML, "中身はHTML（ウェブページ）です。拡張子を .html に変えて"),
        (
            "報告.xls",
            b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table></table></html>",
            "HTML",
        ),
        ("報告.xls", TEXT, "中身は文字だけのテキストです。拡張子を .txt"),
        ("報告.xls", xlsx(), "拡張子を .xlsx に変えて"),
        ("報告.xlsx", xls(), "中身は古い形式の Excel ブック（.xls）です。拡張子を .xls に変える"),
        ("報告.xlsx", ENCRYPTED, "パスワードがかかっています。パスワードを外して"),
        ("報告.xlsx", DOCX, "中身はWord 文書です。PDF として書き出すか"),
        ("報告.pdf", DOCX, "中身はWord 文書です"),
        ("報告.xlsx", PPTX, "PowerPoint のスライド"),
        ("報告.xlsx", XLSM, "マクロ付きの Excel ブック"),
        ("報告.xlsx", XLSB, "バイナリブック（.xlsb）"),
        ("報告.xlsx", OLE, "古い形式の Office のファイル"),
        ("報告.xls", b"\x09\x08\x10\x00" + bytes(99), "Excel 5.0 より前"),
        (
            "報告.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML スプレッドシート 2003",
        ),
        ("報告.html", b"MIME-Version: 1.0\nContent-Type: multipart/related", "ウェブアーカイブ"),
        ("報告.pdf", b"\x89PNG\r\n\x1a\n", "中身は画像です"),
        ("報告.txt", b"{\\rtf1 a}", "リッチテキスト"),
        ("報告.xlsx", b"PK\x03\x04" + bytes(40), "途中で切れているか壊れている圧縮ファイル"),
        ("報告.xlsx", zipped("別の報告.xlsx"), "圧縮ファイル（ZIP など）"),
        ("報告.xlsx", zipped("docs/別の報告.xlsx")[:60], "途中で切れているか壊れている圧縮ファイル"),
        ("報告.pdf", TEXT, "中身は文字だけのテキストです"),
        ("報告.ods", xlsx(), "中身はExcel ブック"),
    ],
)
def test_content_of_another_kind_is_refused_by_its_right_name(
    read: Read, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(ReportFileError) as caught:
        read(name, content)
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert str(caught.value).endswith("もう一度読み込んでください。")


@pytest.mark.parametrize("name", ["報告.docx", "報告", "報告.zip", ".xlsx", "報告.xlsm"])
def test_unknown_ending_lists_those_that_are_known(read: Read, name: str) -> None:
    with pytest.raises(ReportFileError, match="読み込める種類のファイルではありません") as caught:
        read(name, TEXT)
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)


def test_unknown_ending_says_what_the_content_seems_to_be(read: Read) -> None:
    with pytest.raises(ReportFileError, match=r"中身はPDFのようです。拡張子を \.pdf に変えて"):
        read("報告.pdf_old", PDF)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_empty_file_says_so(read: Read, suffix: str) -> None:
    with pytest.raises(ReportFileError, match="空のファイル"):
        read(f"報告{suffix}", b"")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_missing_file_and_folder_say_so(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ReportFileError, match="見つかりません"):
        read_source(tmp_path / f"なし{suffix}")
    with pytest.raises(ReportFileError, match="見つかりません"):
        read_source(Path(__file__) / f"中{suffix}")
    folder = tmp_path / f"報告{suffix}"
    folder.mkdir()
    with pytest.raises(ReportFileError, match="フォルダー"):
        read_source(folder)


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "報告.txt"
    os.mkfifo(path)
    with pytest.raises(ReportFileError, match="通常のファイルではありません"):
        read_source(path)


@pytest.mark.parametrize("name", ["報\0告.txt", "あ" * 300 + ".txt"])
def test_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportFileError, match="ください"):
        read_source(tmp_path / name)


def test_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "報告.txt"
    path.write_bytes(TEXT)
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(ReportFileError, match="権限がありません"):
        read_source(path)


@pytest.mark.parametrize(
    ("suffix", "limit"),
    [(".txt", 50_000_000), (".xlsx", 20_000_000), (".pdf", 30_000_000), (".html", 20_000_000)],
)
def test_file_that_is_too_large_is_not_read(tmp_path: Path, suffix: str, limit: int) -> None:
    path = tmp_path / f"報告{suffix}"
    with path.open("wb") as file:
        file.truncate(limit + 1)
    with pytest.raises(ReportFileError, match=f"上限は {limit:,} バイト"):
        read_source(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_workbook_that_was_cut_off_is_called_so(share: float, tmp_path: Path) -> None:
    """The first part of a workbook is not always the same: some begin with docProps."""
    content = xlsx()
    path = tmp_path / "報告.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ReportFileError, match="壊れているか、途中で切れているため読み取れません"):
        read_source(path)
