"""Archives that are bombs or traps: refused before anything inside is used."""

from __future__ import annotations

import io
import zipfile

import pytest
from made_files import Read, part, repacked
from openpyxl import Workbook

from corpus.errors import ReportFileError
from corpus.readers import archive

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def good() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "指標"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_document_type(content: bytes, name: str, declaration: str) -> bytes:
    head, _, body = part(content, name).rpartition("?>")
    xml = f"{head}?>" if head else '<?xml version="1.0"?>'
    return repacked(content, {name: f"{xml}{declaration}{body}".encode()})


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">',
    ],
)
@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_xml_with_a_document_type_is_refused(read: Read, good: bytes, name: str, declaration: str) -> None:
    with pytest.raises(ReportFileError, match="DTD"):
        read("報告.xlsx", with_document_type(good, name, declaration))


def test_document_type_is_found_in_a_part_of_any_name(read: Read, good: bytes) -> None:
    rels = part(good, "xl/_rels/workbook.xml.rels").replace("sheet1.xml", "sheet1.dat")
    sheet = '<!DOCTYPE x [<!ENTITY a "ha">]>' + part(good, SHEET)
    changes = {SHEET: None, SHEET.replace(".xml", ".dat"): sheet.encode()}
    with pytest.raises(ReportFileError, match="DTD"):
        read("報告.xlsx", repacked(good, {"xl/_rels/workbook.xml.rels": rels.encode(), **changes}))


def test_document_type_in_utf_16_is_found_too(read: Read, good: bytes) -> None:
    xml = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    with pytest.raises(ReportFileError, match="DTD"):
        read("報告.xlsx", repacked(good, {SHEET: xml.encode("utf-16")}))


def test_bomb_is_stopped_by_its_ratio(read: Read, good: bytes) -> None:
    with pytest.raises(ReportFileError, match="圧縮率"):
        read("報告.xlsx", repacked(good, {"xl/media/a.xml": b" " * 5_000_000}))


def test_bomb_is_stopped_by_the_bytes_that_come_out(
    read: Read, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_INFLATED_BYTES", 2_000_000)
    parts: dict[str, bytes | None] = {f"xl/media/{n}.bin": bytes(900_000) for n in range(4)}
    with pytest.raises(ReportFileError, match="展開すると"):
        read("報告.xlsx", repacked(good, parts))


def test_forged_size_is_not_believed(read: Read, good: bytes) -> None:
    content = repacked(good, {"xl/media/a.bin": bytes(5_000_000)})
    forged = content.replace((5_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert forged != content
    with pytest.raises(ReportFileError, match="壊れている"):
        read("報告.xlsx", forged)


def test_too_many_parts_are_refused(read: Read, good: bytes) -> None:
    with pytest.raises(ReportFileError, match="上限の 2,000 個"):
        read("報告.xlsx", repacked(good, {f"xl/media/{n}": b"" for n in range(2_001)}))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "xl/../../evil.xml", "..\\evil.xml", "C:/evil.xml"]
)
def test_names_that_point_out_of_the_archive_are_refused(read: Read, good: bytes, name: str) -> None:
    with pytest.raises(ReportFileError, match="ファイルの外を指す"):
        read("報告.xlsx", repacked(good, {name: b"<a/>"}))


def test_symbolic_link_is_refused(read: Read, good: bytes) -> None:
    made = io.BytesIO(good)
    with zipfile.ZipFile(made, "a") as changed:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        changed.writestr(link, "/etc/hostname")
    with pytest.raises(ReportFileError, match="リンク"):
        read("報告.xlsx", made.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(read: Read, good: bytes) -> None:
    made = io.BytesIO(good)
    with zipfile.ZipFile(made, "a") as changed:
        changed.writestr(SHEET, "<worksheet/>")
    with pytest.raises(ReportFileError, match="同じ名前"):
        read("報告.xlsx", made.getvalue())


def test_archive_inside_is_refused(read: Read, good: bytes) -> None:
    with pytest.raises(ReportFileError, match="別のファイルが埋め込まれています"):
        read("報告.xlsx", repacked(good, {"xl/embeddings/a.bin": good}))


def test_macro_is_refused(read: Read, good: bytes) -> None:
    with pytest.raises(ReportFileError, match="マクロ"):
        read("報告.xlsx", repacked(good, {"xl/vbaProject.bin": b"x"}))


def test_flipped_byte_is_noticed(read: Read, good: bytes) -> None:
    place = good.index(b"xl/worksheets/sheet1.xml") + 60
    broken = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
    with pytest.raises(ReportFileError, match="壊れている"):
        read("報告.xlsx", broken)
