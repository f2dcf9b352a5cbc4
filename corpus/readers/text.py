"""Text files (.txt .tsv .csv) to lines of cells, each with its place in the file."""

from __future__ import annotations

import csv
import io

from corpus.errors import ReportFileError
from corpus.readers.lines import Line


def read_text(content: bytes, name: str, *, comma_separated: bool) -> tuple[Line, ...]:
    """Return the lines of a text file; raise ReportFileError where its bytes are no text."""
    text = decode(content, name)
    if not text.strip():
        raise ReportFileError(
            f"「{name}」は空のファイルです。報告書の中身が保存されているか確かめてください。"
        )
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    if comma_separated:
        return _split_csv(unified, name)
    lines = unified.split("\n")
    return tuple(Line(number, tuple(line.split("\t"))) for number, line in enumerate(lines, start=1))


def decode(content: bytes, name: str) -> str:
    """Decode strictly: by the byte order mark, else UTF-8, else the Japanese Windows code page.

    Raises ReportFileError; a wrong letter is never put in place of one that cannot be read.
    """
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
