"""Zip archives (.xlsx .ods) looked through before anything inside them is trusted."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import dataclass

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from corpus.errors import ReportFileError
from corpus.readers.damage import refusing_damage

MAX_ENTRIES = 2_000
MAX_INFLATED_BYTES = 300_000_000
# A sheet of XML shrinks to a tenth; a bomb to a thousandth. Small parts may be one repeated letter.
MAX_RATIO = 100
_RATIO_COUNTS_FROM = 1_000_000
_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML_ENDINGS = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\0<", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")
_ENCRYPTED = 0x1
ADVICE = (
    "作成元の表計算ソフトで開けることを確かめ、新しいファイルに保存し直してから、もう一度読み込んでください。"
)


@dataclass(slots=True)
class _Inflated:
    """How many bytes came out so far: counted while they do, since an archive can lie about it."""

    total: int = 0


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive after reading each entry once within the limits.

    Raises ReportFileError on a bomb, a damaged or encrypted archive, a macro, an embedded file,
    an entry that points out of the archive, and XML with a document type (where the entities of
    an XML bomb would be declared).
    """
    with refusing_damage(name, ADVICE):
        archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refusal(name, f"部品が {len(entries):,} 個あり、上限の {MAX_ENTRIES:,} 個を超えています")
    if len({entry.filename for entry in entries}) < len(entries):
        raise _refusal(name, "同じ名前の部品が二つあります")
    inflated = _Inflated()
    for entry in entries:
        _check_kind(entry, name)
        with refusing_damage(name, ADVICE):
            _check_content(archive, entry, name, inflated)
    return archive


def _check_kind(entry: zipfile.ZipInfo, name: str) -> None:
    inside = entry.filename.replace("\\", "/")
    if entry.flag_bits & _ENCRYPTED:
        raise ReportFileError(
            f"「{name}」にはパスワードがかかっています。パスワードを外して保存し直してから、もう一度読み込んでください。"
        )
    if inside.startswith("/") or ".." in inside.split("/") or "\0" in inside or ":" in inside.split("/")[0]:
        raise _refusal(name, "ファイルの外を指す名前の部品があります")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refusal(name, "別のファイルへのリンクが入っています")
    if entry.compress_type not in _METHODS:
        raise _refusal(name, "表計算ソフトが使わない方式で圧縮されています")
    if _is_macro(inside):
        raise ReportFileError(
            f"「{name}」にはマクロが入っているため読み込みません。"
            "マクロのないブック（.xlsx または .ods）として保存し直してから、もう一度読み込んでください。"
        )


def _is_macro(inside: str) -> bool:
    if inside.rpartition("/")[2].lower() == "vbaproject.bin":
        return True
    folder, _, last = inside.partition("/")
    lists = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
    return folder in {"Basic", "Scripts"} and bool(last) and not last.endswith(("/", *lists))


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, inflated: _Inflated) -> None:
    """Inflate an entry piece by piece, keeping none; stop at the first limit that is passed."""
    size = 0
    is_xml = entry.filename.lower().endswith(_XML_ENDINGS)
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if not size and chunk.startswith(_ARCHIVE_STARTS):
                raise _refusal(
                    name, f"別のファイルが埋め込まれています（{entry.filename}）。埋め込みを削除してください"
                )
            # A package may name its parts as it likes.
            is_xml = is_xml or (not size and chunk.lstrip().startswith(_XML_STARTS))
            size += len(chunk)
            inflated.total += len(chunk)
            if inflated.total > MAX_INFLATED_BYTES:
                raise _refusal(name, f"展開すると {MAX_INFLATED_BYTES // 1_000_000} MB を超えます")
            if size > _RATIO_COUNTS_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                raise _refusal(name, "圧縮率が異常に高く、壊れているか、悪意のあるファイルのおそれがあります")
    if is_xml and size:
        _refuse_document_type(archive, entry, name)


def _refuse_document_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """A document type can only stand before the first element, so that nothing more is parsed."""
    with archive.open(entry) as stream:
        try:
            for _ in iterparse(stream, events=("start",), forbid_dtd=True):
                return
        except DefusedXmlException as error:
            raise _refusal(name, f"XML に文書型の宣言（DTD）が入っています（{entry.filename}）") from error


def _refusal(name: str, reason: str) -> ReportFileError:
    return ReportFileError(f"「{name}」は安全に読み込めません。{reason}。{ADVICE}")
