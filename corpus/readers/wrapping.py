"""The lines that a cell was wrapped into, joined again to the words they were."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Spreadsheets write a carriage return inside a cell as _x000D_.
_BREAK = re.compile(r"(?:_x000[dD]_)?(?:\r\n|[\n\r\v\f\x85\u2028\u2029])|_x000[dD]_")
_GROUP = 3
_GROUP_BEGUN = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})*,(\d{0,2})$")
_GROUP_REST = re.compile(r"\d{1,3}(?![\d.])")
_BLANKS: Final = " \t\u00a0\u3000"
_BULLET = re.compile(r"[・･○●◯◎◇◆□■△▲▽▼☆★※→⇒▶►✓➢①-⓿❶-➓〇]|[-－‐–—*＊][ 　]|[(（]?[0-9０-９]{1,2}[)）.．、]")
# 「目標2」 and 「17人」: the figure has begun behind a word, and ends in the next line.
_FIGURE_BEGUN = re.compile(r"[^\W\d_a-zA-Z][\s:：]?[(（]?[\d.,]*\d$|[(（]\d+$")
_FIGURE_REST = re.compile(r"[\d.,]*[^\s\d.,]")
# Lines that are each the whole name of an office: 中央図書館 and こども育成課 below it are two.
_OFFICE = re.compile(r"[一-龥ぁ-んァ-ヶー・]{2,19}(?:課|室|館|センター|支所|事務局)")
_COUNTED = re.compile(r"[①-⓿❶-➓]")


def join_wrapped(text: str) -> str:
    """Return the text of a cell as one line.

    A break between two Japanese or full-width letters was made to fit the cell and is dropped;
    any other break, one before a bullet, one after an empty line, and those between the names of
    offices become a space.
    """
    if not _BREAK.search(text):
        return text
    joined = ""
    space_due = False
    parts = _BREAK.split(text)
    if all(_OFFICE.fullmatch(part.strip(_BLANKS)) for part in parts):
        return " ".join(part.strip(_BLANKS) for part in parts)
    for part in parts:
        line = part.strip(_BLANKS)
        if not line:
            space_due = bool(joined)
            continue
        if joined:
            # An indented line begins a paragraph.
            space_due = space_due or part.startswith("\u3000") or _needs_space(joined, line)
            joined += " " * space_due
        joined += line
        space_due = False
    return joined


def _needs_space(before: str, line: str) -> bool:
    # A number that is complete only with its next line: 12,75 and 1.
    group = (_GROUP_BEGUN.search(before), _GROUP_REST.match(line))
    if group[0] and group[1] and len(group[0][1]) + len(group[1][0]) == _GROUP:
        return False
    return not (is_japanese(before[-1]) and is_japanese(line[0])) or _BULLET.match(line) is not None


def may_go_on(before: str, line: str) -> bool:
    """True where a line that filled its cell to the edge goes on in the next without a space.

    Two lines that hold a figure each stay apart: a narrow cell is full with its first value.
    """
    if before[-1].isdecimal() and line[0].isdecimal():
        return _FIGURE_BEGUN.search(before) is not None and _FIGURE_REST.match(line) is not None
    if _COUNTED.match(line):  # 施策 and ①; but a list begins behind a sentence
        return not before.endswith(("。", "．"))
    if line[0].isdecimal() and re.search(r"[a-zA-Z]$", before):
        return True  # t-CO and 2）, which looks like the number of an item
    return _BULLET.match(line) is None


def is_japanese(char: str) -> bool:
    """True of letters that are set without spaces: kana, kanji, full-width forms and marks."""
    return unicodedata.east_asian_width(char) in "WFHA"
