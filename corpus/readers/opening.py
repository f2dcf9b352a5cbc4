"""The front door of the readers: a file's kind told by its ending and its content together."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReportFileError
from corpus.readers.content import Content, content_of
from corpus.readers.lines import Line, Source
from corpus.readers.text import read_separated, read_text
from corpus.types import Finding

Reading = tuple[Sequence[Line], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class _Format:
    """What an ending promises: the content, the most bytes that are read, and who reads them."""

    content: Content
    max_bytes: int
    read: Callable[[bytes, str], Reading]


def _separated(content: bytes, name: str) -> Reading:
    return read_separated(content, name), ()


def _text(content: bytes, name: str) -> Reading:
    return read_text(content, name), ()


# The libraries of the formats below take most of a second to load: only the one that is needed is.


def _workbook(content: bytes, name: str) -> Reading:
    from corpus.readers.workbook import read_workbook

    return read_workbook(content, name)


def _legacy_workbook(content: bytes, name: str) -> Reading:
    from corpus.readers.legacy_workbook import read_legacy_workbook

    return read_legacy_workbook(content, name)


def _open_document(content: bytes, name: str) -> Reading:
    from corpus.readers.open_document import read_open_document

    return read_open_document(content, name)


def _pdf(content: bytes, name: str) -> Reading:
    from corpus.readers.pdf import read_pdf

    return read_pdf(content, name)


def _html(content: bytes, name: str) -> Reading:
    from corpus.readers.html import read_html

    return read_html(content, name)


# A report is some 40 KB as text and a few MB as a workbook or PDF; anything far beyond is another
# kind of file.
_FORMATS = {
    ".txt": _Format(Content.TEXT, 50_000_000, _text),
    ".tsv": _Format(Content.TEXT, 50_000_000, _text),
    ".csv": _Format(Content.TEXT, 50_000_000, _separated),
    ".xlsx": _Format(Content.XLSX, 20_000_000, _workbook),
    ".xls": _Format(Content.XLS, 20_000_000, _legacy_workbook),
    ".ods": _Format(Content.ODS, 20_000_000, _open_document),
    ".pdf": _Format(Content.PDF, 30_000_000, _pdf),
    ".html": _Format(Content.HTML, 20_000_000, _html),
    ".htm": _Format(Content.HTML, 20_000_000, _html),
}
SUFFIXES = tuple(_FORMATS)
"""The endings of the files that can be read, in lower case."""
_LARGEST = max(one.max_bytes for one in _FORMATS.values())


def read_source(path: Path) -> Source:
    """Read a report file to lines; raise ReportFileError saying what is wrong and what to do next.

    The ending says how the file is read and the content must agree with it: a PDF named .txt is
    refused by its right name, never read as something it is not.
    """
    name = path.name
    wanted = _FORMATS.get(path.suffix.lower())
    if wanted is None:
        raise _unknown_ending(path)
    content = _content(path, wanted.max_bytes)
    if not content:
        raise ReportFileError(
            f"「{name}」は空のファイルです（0 バイト）。報告書の中身が保存されているか確かめてください。"
        )
    found = content_of(content)
    # A page may begin with words; what is no HTML at all has no element that is found.
    if found is not wanted.content and (found, wanted.content) != (Content.TEXT, Content.HTML):
        raise _disagreement(path, found, wanted.content)
    lines, findings = wanted.read(content, name)
    return Source(name, hashlib.sha256(content).hexdigest(), tuple(lines), tuple(findings))


def _unknown_ending(path: Path) -> ReportFileError:
    try:
        found = content_of(_content(path, _LARGEST))
    except ReportFileError:
        found = Content.TEXT  # nothing more can be said than that the ending is unknown
    advice = (
        "報告書を対応している形式で保存し直してから、もう一度読み込んでください。"
        if found is Content.TEXT
        else f"中身は{found.called}のようです。{found.advice}、もう一度読み込んでください。"
    )
    return ReportFileError(
        f"「{path.name}」は読み込める種類のファイルではありません"
        f"（対応している拡張子: {'、'.join(SUFFIXES)}）。{advice}"
    )


def _disagreement(path: Path, found: Content, wanted: Content) -> ReportFileError:
    again = "、もう一度読み込んでください。"
    if found is Content.LOCKED_OFFICE:
        return ReportFileError(f"「{path.name}」にはパスワードがかかっています。{found.advice}{again}")
    unreadable = (
        "の文字を読み取れません。" if wanted is Content.TEXT else f"を {path.suffix} として読み取れません。"
    )
    return ReportFileError(
        f"「{path.name}」{unreadable}拡張子は {path.suffix} ですが、中身は{found.called}です。{found.advice}{again}"
    )


def _content(path: Path, limit: int) -> bytes:
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise ReportFileError(f"「{path}」はフォルダーです。中にある報告書のファイルを指定してください。")
        if not stat.S_ISREG(state.st_mode):
            raise ReportFileError(
                f"「{path}」は通常のファイルではありません。報告書のファイルを指定してください。"
            )
        if state.st_size > limit:
            raise ReportFileError(
                f"「{path.name}」は {state.st_size:,} バイトあり、報告書としては大きすぎます"
                f"（{path.suffix} の上限は {limit:,} バイト）。報告書のファイルかどうかを確かめ、"
                "画像を除くか、分割して保存し直してください。"
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReportFileError(
            f"ファイル「{path}」が見つかりません。場所と名前を確かめて、もう一度指定してください。"
        ) from error
    except PermissionError as error:
        raise ReportFileError(
            f"「{path}」を読む権限がありません。ほかのソフトで開いていないかと、読み取りの権限を確かめてください。"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else "使えない文字を含む名前です"
        raise ReportFileError(
            f"「{path}」を開けません（{reason}）。場所と名前を確かめて、もう一度指定してください。"
        ) from error
