"""What a file really holds, told from its bytes, whatever its name says."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNING = 4_096
_LONGEST_MANIFEST = 1_000_000
_SPREADSHEETML = b"spreadsheetml."
_ODF = "application/vnd.oasis.opendocument."
_WORKBOOK_PARTS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"xl/")


class Content(Enum):
    """A kind of content: what it is called in a message, and what to do with a file of that kind."""

    XLSX = "Excel ブック（.xlsx）", "拡張子を .xlsx に変えて"
    MACRO_WORKBOOK = (
        "マクロ付きの Excel ブック（.xlsm）",
        "マクロのない Excel ブック（.xlsx）として保存し直して",
    )
    BINARY_WORKBOOK = "Excel バイナリブック（.xlsb）", "Excel で開き、.xlsx として保存し直して"
    XLS = (
        "古い形式の Excel ブック（.xls）",
        "拡張子を .xls に変えるか、Excel で開いて .xlsx として保存し直して",
    )
    OLDEST_XLS = "Excel 5.0 より前のブック", "Excel で開き、.xlsx として保存し直して"
    LOCKED_OFFICE = "パスワードのかかった Office のファイル", "パスワードを外して保存し直して"
    XML_SPREADSHEET = "「XML スプレッドシート 2003」形式", "Excel で開き、.xlsx として保存し直して"
    ODS = "OpenDocument の表計算（.ods）", "拡張子を .ods に変えて"
    PDF = "PDF", "拡張子を .pdf に変えて"
    HTML = "HTML（ウェブページ）", "拡張子を .html に変えて"
    MHTML = "ウェブアーカイブ（.mht）", "ブラウザーで開き、「HTML のみ」（.html）として保存し直して"
    WORD = "Word 文書", "PDF として書き出すか、表を Excel に貼り付けて .xlsx で保存して"
    SLIDES = "PowerPoint のスライド", "PDF として書き出して"
    OTHER_ODF = (
        "OpenDocument の文書（表計算ではありません）",
        "PDF として書き出すか、表計算（.ods）で保存し直して",
    )
    RTF = "リッチテキスト（.rtf）", "PDF として書き出すか、表を Excel に貼り付けて .xlsx で保存して"
    IMAGE = "画像", "文字の入った元のファイル（.xlsx や .pdf）を用意して"
    ZIP = "圧縮ファイル（ZIP など）", "展開して、中の報告書のファイルを選んで"
    BROKEN_ZIP = (
        "途中で切れているか壊れている圧縮ファイル",
        "元のファイルが開けることを確かめてコピーし直し",
    )
    OTHER_OFFICE = "古い形式の Office のファイル", "Excel で開ける場合は .xlsx として保存し直して"
    TEXT = "文字だけのテキスト", "拡張子を .txt（カンマ区切りの場合は .csv）に変えて"

    @property
    def called(self) -> str:
        """The words for this kind of content in a message."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What to do with such a file, up to 「もう一度読み込んでください」."""
        return self.value[1]


_STARTS = (
    (b"{\\rtf", Content.RTF),
    (b"\x89PNG", Content.IMAGE),
    (b"\xff\xd8\xff", Content.IMAGE),
    (b"GIF8", Content.IMAGE),
    (b"II*\x00", Content.IMAGE),
    (b"MM\x00*", Content.IMAGE),
    (b"BM", Content.IMAGE),
    (b"7z\xbc\xaf", Content.ZIP),
    (b"Rar!", Content.ZIP),
    (b"\x1f\x8b", Content.ZIP),
    (b"\x09\x00\x04\x00", Content.OLDEST_XLS),
    (b"\x09\x02\x06\x00", Content.OLDEST_XLS),
    (b"\x09\x04\x06\x00", Content.OLDEST_XLS),
    (b"\x09\x08\x08\x00", Content.OLDEST_XLS),
    (b"\x09\x08\x10\x00", Content.OLDEST_XLS),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|table|meta|title|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
# A page of Excel names the same words on another element.
_XML_SPREADSHEET = re.compile(r"<(?:ss:)?Workbook[^>]+urn:schemas-microsoft-com:office:spreadsheet")


def content_of(content: bytes) -> Content:
    """Tell a file's kind from its bytes; TEXT is what is left, readable or not."""
    if b"%PDF-" in content[:1024]:
        return Content.PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(content)
    if content.startswith(_OLE):
        return _kind_of_compound_file(content)
    for start, kind in _STARTS:
        # BM is a bitmap, and how a text may begin.
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:16]):
            return kind
    return _kind_of_text(_beginning(content))


def _kind_of_archive(content: bytes) -> Content:
    """The parts that a package names tell what it is; a broken archive is just a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            types = _part(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            odf = _part(archive, "mimetype").decode("latin-1") if "mimetype" in names else ""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        # Cut off: the directory at the end is lost, the first entries' names are not.
        head = content[:_BEGINNING]
        if any(mark in head for mark in _WORKBOOK_PARTS):
            return Content.XLSX
        return Content.ODS if f"{_ODF}spreadsheet".encode() in head else Content.BROKEN_ZIP
    if odf.startswith(_ODF):
        return Content.ODS if odf.startswith(f"{_ODF}spreadsheet") else Content.OTHER_ODF
    if b"sheet.binary" in types:
        return Content.BINARY_WORKBOOK
    if b"macroEnabled" in types and b"ms-excel" in types:
        return Content.MACRO_WORKBOOK
    for mark, kind in (
        (b"wordprocessingml.", Content.WORD),
        (b"presentationml.", Content.SLIDES),
    ):
        if mark in types and b"spreadsheetml.sheet.main" not in types:
            return kind
    return Content.XLSX if _SPREADSHEETML in types else Content.ZIP


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_LONGEST_MANIFEST)


def _kind_of_compound_file(content: bytes) -> Content:
    """The names in the directory of an OLE container tell which program wrote it."""
    for name, kind in (
        ("EncryptedPackage", Content.LOCKED_OFFICE),
        ("Workbook", Content.XLS),
        ("WordDocument", Content.WORD),
        ("PowerPoint Document", Content.SLIDES),
        ("Book", Content.XLS),
    ):
        if f"{name}\0".encode("utf-16-le") in content:
            return kind
    return Content.OTHER_OFFICE


def _beginning(content: bytes) -> str:
    head = content[:_BEGINNING]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="ignore")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _kind_of_text(text: str) -> Content:
    if re.match(r"\s*MIME-Version:", text, re.IGNORECASE) or "multipart/related" in text[:1000]:
        return Content.MHTML
    if text.lstrip().startswith("<?xml") and _XML_SPREADSHEET.search(text):
        return Content.XML_SPREADSHEET
    return Content.HTML if _HTML.match(text) else Content.TEXT
