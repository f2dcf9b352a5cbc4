"""The front door of the readers: a file's kind told by its ending and its content together."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import ReportFileError
from corpus.readers.lines import Source
from corpus.readers.text import read_text

SUFFIXES = (".txt", ".tsv", ".csv")
# A report is some 40 KB; anything far beyond is another kind of file.
MAX_BYTES = 50_000_000


def read_source(path: Path) -> Source:
    """Read a report file to lines; raise ReportFileError saying what is wrong and what to do next."""
    if path.suffix.lower() not in SUFFIXES:
        raise ReportFileError(
            f"「{path.name}」は読み込める種類のファイルではありません（対応している拡張子: {'、'.join(SUFFIXES)}）。"
            "報告書をテキスト形式（タブ区切り）で保存し直してから、もう一度読み込んでください。"
        )
    content = _content(path)
    lines = read_text(content, path.name, comma_separated=path.suffix.lower() == ".csv")
    return Source(path.name, hashlib.sha256(content).hexdigest(), lines)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise ReportFileError(
            f"ファイル「{path}」が見つかりません。場所と名前を確かめて、もう一度指定してください。"
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReportFileError(
                f"「{path.name}」は {size:,} バイトあり、報告書のテキストとしては大きすぎます。"
                "報告書のファイルかどうかを確かめてください。"
            )
        return path.read_bytes()
    except OSError as error:
        raise ReportFileError(
            f"「{path}」を開けません（{error.strerror}）。読み取りの権限を確かめてください。"
        ) from error
