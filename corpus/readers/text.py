"""Text files (.txt .tsv .csv) to lines of cells, each with its place in the file."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReportFileError

SUFFIXES = (".txt", ".tsv", ".csv")
# A report is some 40 KB; anything far beyond is another kind of file.
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1 and its cells as printed, column 0 first."""

    number: int
    cells: tuple[str, ...]

    def filled(self) -> list[tuple[int, str]]:
        """Return (column, printed text) of the cells that are not blank."""
        return [(column, cell) for column, cell in enumerate(self.cells) if cell.strip()]


@dataclass(frozen=True, slots=True)
class SourceText:
    """What was read from a file: its lines and the SHA-256 of its bytes."""

    file_name: str
    digest: str
    lines: tuple[Line, ...]


def read_text_file(path: Path) -> SourceText:
    """Read a text report; raise ReportFileError saying what is wrong and what to do next."""
    if path.suffix.lower() not in SUFFIXES:
        raise ReportFileError(
            f"「{path.name}」は読み込める種類のファイルではありません（対応している拡張子: {'、'.join(SUFFIXES)}）。"
            "報告書をテキスト形式（タブ区切り）で保存し直してから、もう一度読み込んでください。"
        )
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
        content = path.read_bytes()
    except OSError as error:
        raise ReportFileError(
            f"「{path}」を開けません（{error.strerror}）。読み取りの権限を確かめてください。"
        ) from error
    text = _decode(content, path.name)
    if not text.strip():
        raise ReportFileError(
            f"「{path.name}」は空のファイルです。報告書の中身が保存されているか確かめてください。"
        )
    return SourceText(path.name, hashlib.sha256(content).hexdigest(), _split(text, path))


def _decode(content: bytes, name: str) -> str:
    """Decode strictly: by the byte order mark, else UTF-8, else the Japanese Windows code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp932"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text
    raise ReportFileError(
        f"「{name}」の文字を読み取れません（UTF-8、UTF-16、Shift_JIS のいずれでもないか、文字が壊れています）。"
        "元のファイルを UTF-8 のテキストとして保存し直してから、もう一度読み込んでください。"
    )


def _is_binary(text: str) -> bool:
    return any(char < " " and char not in "\t\r\n\f\v" for char in text[:100_000])


def _split(text: str, path: Path) -> tuple[Line, ...]:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if path.suffix.lower() == ".csv":
        return _split_csv(unified, path.name)
    lines = unified.split("\n")
    return tuple(Line(number, tuple(line.split("\t"))) for number, line in enumerate(lines, start=1))


def _split_csv(text: str, name: str) -> tuple[Line, ...]:
    reader = csv.reader(io.StringIO(text), strict=True)
    lines: list[Line] = []
    number = 1
    try:
        for cells in reader:
            lines.append(Line(number, tuple(cells)))
            number = reader.line_num + 1
    except csv.Error as error:
        raise ReportFileError(
            f"「{name}」の {number} 行目付近で CSV の形が崩れています（{error}）。"
            "表計算ソフトで開いて保存し直してから、もう一度読み込んでください。"
        ) from error
    return tuple(lines)
