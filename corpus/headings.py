"""Measure headings: 施策① 名称, 基本目標１ 名称, 基本方針Ⅰ, with the number as printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.fiscal import kanji_to_int
from corpus.readers.lines import Line
from corpus.text import normalize
from corpus.types import Place

_WORD = (
    r"(?:重点|基本|個別|主要|推進|戦略|政策|分野別|具体的|取組の?)?"
    r"(?:施策の方向性|施策の方向|施策目標|施策の柱|施策|目標|方針|方向性|方向|政策|分野|戦略|プロジェクト|テーマ|柱|課題|取組|領域)"
)
_NUMBER = r"(?:[①-⑳㉑-㉟]|[0-9０-９]{1,2}|[Ⅰ-Ⅻⅰ-ⅻ]|[IVX]{1,4}(?![A-Za-z])|[一二三四五六七八九十]{1,3}|[A-HＡ-Ｈ](?![A-Za-z]))"
_HEADING = re.compile(
    rf"^[■□◆◇●○【\[]?\s*(?P<word>{_WORD})\s*[(（]?(?P<number>{_NUMBER})[)）]?"
    r"(?P<gap>[】\]\s　:：.．、,\-－―]*)(?P<name>.*)$"
)
MEASURE_REFERENCE = re.compile(rf"(?:(?P<word>{_WORD})\s*)?[(（]?(?P<number>{_NUMBER})[)）]?")
# 施策 stand under these; a heading of one of them alone is the level of measures itself.
_UPPER = re.compile(r"(?:重点|基本|推進|政策)?(?:目標|方針|政策|柱|分野|戦略|テーマ)")
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class MeasureHeading:
    """A line that opens a measure; `name` is None where only the number is printed."""

    place: Place
    word: str
    number: str
    name: str | None
    printed: str


def read_heading(line: Line) -> MeasureHeading | None:
    """Read a line whose only text is a measure heading; None for any other line.

    The name may stand in a cell of its own behind the number.
    """
    filled = line.filled()
    if not 1 <= len(filled) <= 2:
        return None
    column, printed = filled[0]
    text = printed.strip()
    match = _HEADING.match(text)
    if match is None:
        return None
    name = match["name"].strip().removesuffix("】").strip()
    if len(filled) == 2:
        if name or len(filled[1][1]) > 60:
            return None
        name = filled[1][1].strip()
    # 「施策①では…実施した。」 is prose, 「施策1-2」 an initiative.
    if (
        len(name) > 80
        or name.endswith(("。", "た", "です", "ます"))
        or (name and not match["gap"] and _joins(name))
    ):
        return None
    if match["gap"].strip() in ("-", "－", "―") and re.match(r"[0-9０-９]", name):
        return None
    return MeasureHeading(Place(line.number, column), match["word"], match["number"], name or None, text)


def is_upper_level(word: str) -> bool:
    """True for the word of a level that 施策 stand under: 基本目標, 基本方針, 政策, 柱."""
    return _UPPER.fullmatch(word) is not None


def _joins(name: str) -> bool:
    return re.match(r"[はがをのにでと、・年月件人回つ]|[0-9０-９]", name) is not None


def ordinal(number: str) -> int | None:
    """Return what a printed number counts: ①, 1, １, Ⅰ, 一 and A are all 1; None where unknown."""
    plain = normalize(number).upper()
    if plain.isdigit():
        return int(plain)
    if plain and all(char in _ROMAN for char in plain):
        values = [_ROMAN[char] for char in plain]
        return sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))
    if len(plain) == 1 and "A" <= plain <= "H":
        return ord(plain) - ord("A") + 1
    return kanji_to_int(plain)


def number_like(sample: str, value: int) -> str:
    """Print `value` in the style of `sample`: ③ after ②, Ⅲ after Ⅱ, 3 after 2."""
    if "①" <= sample[0] <= "⑳" and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if "Ⅰ" <= sample[0] <= "Ⅻ" and 1 <= value <= 12:
        return chr(ord("Ⅰ") + value - 1)
    if "０" <= sample[0] <= "９":
        return "".join(chr(ord("０") + int(digit)) for digit in str(value))
    if sample[0] in "一二三四五六七八九十" and 1 <= value <= 10:
        return "一二三四五六七八九十"[value - 1]
    if unicodedata.normalize("NFKC", sample[0]) in "ABCDEFGH" and 1 <= value <= 8:
        return chr(ord(sample[0]) - (ordinal(sample) or 1) + value)
    return str(value)
