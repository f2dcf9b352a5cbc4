"""Fiscal years: 令和6年度 = R6 = Ｒ６ = 2024年度 are all the Western year 2024 (April to March)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# The year before the first year of each era: 令和1年 is 2019.
ERA_OFFSETS = {"R": 2018, "H": 1988, "S": 1925}
_ERA_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "R": "R", "H": "H", "S": "S"}
_ERA_NAMES = {"R": "令和", "H": "平成", "S": "昭和"}
_FIRST_ERA_YEAR = {"R": 2019, "H": 1989, "S": 1926}
_KANJI_DIGITS = {
    "〇": 0,
    "零": 0,
    **{char: value for value, char in enumerate("一二三四五六七八九", start=1)},
}

_DIGIT = "[0-9０-９]"
_ERA = "(?:令和|平成|昭和|(?<![A-Za-zＡ-Ｚａ-ｚ])[RHSrhsＲＨＳｒｈｓ])"
_ERA_NUMBER = f"(?:元|{_DIGIT}{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_WESTERN = f"(?<![0-9０-９.,，．])(?:[12１２]{_DIGIT}{{3}})"
_TAIL = f"(?!{_DIGIT})"
_JOIN = "(?:から|[~〜～－\\-–—ー])"
_YEAR_END = "(?:年度|年)?"
# '24: a Western year of two digits, told by its apostrophe.
_APOSTROPHE = f"(?:(?<![0-9０-９])['’‘＇]{_DIGIT}{{2}})"
_ONE_YEAR = f"(?:{_ERA}[ 　.．]?{_ERA_NUMBER}{_TAIL}|{_WESTERN}{_TAIL}|{_APOSTROPHE}{_TAIL})"
_DATE_END = (
    f"(?:年|[.．/／])[ 　]?(?P<month>{_DIGIT}{{1,2}})(?:月|[.．/／])(?:[ 　]?(?P<day>{_DIGIT}{{1,2}})日?)?"
)
_DATE = re.compile(f"(?P<year>{_ONE_YEAR}){_DATE_END}")
_MENTION = re.compile(
    f"(?P<first>{_ONE_YEAR}){_YEAR_END}"
    f"(?:[ 　]?(?P<join>{_JOIN}|[・、])[ 　]?(?P<last>{_ONE_YEAR}|{_DIGIT}{{1,2}}(?=年(?!間|連続|続|ぶり|目|後|前))){_YEAR_END})?"
)
_SHORT = re.compile(f"(?<![0-9０-９.,，．/／第年])(?P<number>元|{_DIGIT}{{1,2}})年度")
# With room for spaces; what is longer is a sentence, and nothing to remember.
_LONGEST_MARK = 60
_MARK = re.compile(f"(?:{_ERA}[ .]?{_ERA_NUMBER}|[12]\\d{{3}}|'\\d{{2}})(?:年度|年)?")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year, date or run of years named in a text, with its span there.

    `years` are fiscal years, oldest first; a run (R2〜R6) holds every year of it. A day
    (令和7年1月29日) counts for the fiscal year it lies in, and `is_date` is true.
    """

    start: int
    end: int
    text: str
    years: tuple[int, ...]
    is_date: bool = False
    is_range: bool = False


def kanji_to_int(text: str) -> int | None:
    """Read 元, 六, 十二 or 二十一 as a number; None where the text is no such numeral."""
    if text == "元":
        return 1
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _KANJI_DIGITS) or (ones and ones not in _KANJI_DIGITS):
            return None
        return (_KANJI_DIGITS[tens] if tens else 1) * 10 + (_KANJI_DIGITS[ones] if ones else 0)
    if not text or any(char not in _KANJI_DIGITS for char in text):
        return None
    return int("".join(str(_KANJI_DIGITS[char]) for char in text))


def era_label(fiscal_year: int) -> str:
    """Return the short era form: 2024 -> R6, 2018 -> H30."""
    for letter, first in _FIRST_ERA_YEAR.items():
        if fiscal_year >= first:
            return f"{letter}{fiscal_year - ERA_OFFSETS[letter]}"
    return str(fiscal_year)


def fiscal_year_label(fiscal_year: int) -> str:
    """Return the long era form: 2024 -> 令和6年度, 2019 -> 令和元年度."""
    short = era_label(fiscal_year)
    if short[0] not in _ERA_NAMES:
        return f"{fiscal_year}年度"
    number = "元" if short[1:] == "1" else short[1:]
    return f"{_ERA_NAMES[short[0]]}{number}年度"


def parse_year_mark(text: str) -> int | None:
    """Read a heading that is nothing but a year (R2, 令和元年度, Ｈ28, 2024年度); else None.

    A second form in brackets is allowed when it means the same year: R2(2020).
    """
    text = text.strip()
    return _year_mark(text) if len(text) <= _LONGEST_MARK else None


@lru_cache(maxsize=16_384)  # a cell is asked for by every reader of tables, and most are alike
def _year_mark(text: str) -> int | None:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("’", "'").replace("‘", "'")
    plain = re.sub(r"(\([^()]*\))(年度?)$", r"\2\1", plain)  # 令和3(2021)年度
    main, _, bracket = plain.partition("(")
    if bracket:
        other = _parse_one(bracket.rstrip(")")) if _MARK.fullmatch(bracket.rstrip(")")) else None
        if other is None or not _MARK.fullmatch(main) or _parse_one(main) != other:
            return None
    return _parse_one(main) if _MARK.fullmatch(main) else None


def fiscal_year_of_date(year: int, month: int) -> int:
    """Return the fiscal year of a calendar month: January to March belong to the year before."""
    return year if month >= 4 else year - 1


def find_years(text: str, *, reference: int | None = None) -> list[YearMention]:
    """Find every year, date and run of years that a text names, in order.

    A number without an era (6年度, 24年度) is read as the 令和 or Western year that is nearest
    to `reference`; without one, up to 12 is 令和 and more is 20xx.
    """
    found: list[YearMention] = []
    taken: list[tuple[int, int]] = []

    def is_free(start: int, end: int) -> bool:
        return all(end <= other_start or start >= other_end for other_start, other_end in taken)

    def take(mention: YearMention) -> None:
        found.append(mention)
        taken.append((mention.start, mention.end))

    for match in _DATE.finditer(text):
        year, month = _parse_one(match["year"]), int(unicodedata.normalize("NFKC", match["month"]))
        if year is not None and 1 <= month <= 12:
            years = (fiscal_year_of_date(year, month),)
            take(YearMention(match.start(), match.end(), match[0], years, is_date=True))
    for match in _MENTION.finditer(text):
        if is_free(match.start(), match.end()):
            mention = _mention(match)
            if mention is not None:
                take(mention)
    for match in _SHORT.finditer(text):
        if is_free(match.start(), match.end()):
            year = _nearest_year(match["number"], reference)
            take(YearMention(match.start(), match.end(), match[0], (year,)))
    return sorted(found, key=lambda mention: mention.start)


def _parse_one(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\s.]|年度?", "", plain)
    if plain[:1] in ("'", "’", "‘"):
        return 2000 + int(plain[1:]) if int(plain[1:]) < 70 else 1900 + int(plain[1:])
    if plain.isdigit():
        return int(plain) if 1900 <= int(plain) <= 2199 else None
    for name, letter in _ERA_LETTERS.items():
        if plain.startswith(name):
            digits = plain[len(name) :]
            number = int(digits) if digits.isdigit() else kanji_to_int(digits)
            return ERA_OFFSETS[letter] + number if number else None
    return None


def _mention(match: re.Match[str]) -> YearMention | None:
    first = _parse_one(match["first"])
    if first is None:
        return None
    if match["last"] is None:
        return YearMention(match.start(), match.end(), match[0], (first,))
    last = _parse_one(match["last"])
    if last is None or last < 1900:
        # 令和2〜6年度: the second number counts in the era of the first.
        number = int(unicodedata.normalize("NFKC", match["last"]))
        last = first - int(_era_number(match["first"])) + number
    if last < first:
        return YearMention(match.start(), match.start() + len(match["first"]), match["first"], (first,))
    if match["join"] in "・、":
        return YearMention(match.start(), match.end(), match[0], (first, last))
    return YearMention(match.start(), match.end(), match[0], tuple(range(first, last + 1)), is_range=True)


def _era_number(text: str) -> int:
    year = _parse_one(text)
    plain = unicodedata.normalize("NFKC", text).upper()
    for name, letter in _ERA_LETTERS.items():
        if plain.startswith(name) and year is not None:
            return year - ERA_OFFSETS[letter]
    # 2020〜24年: two digits count in the same century.
    return (year or 0) % 100


def _nearest_year(number: str, reference: int | None) -> int:
    value = 1 if number == "元" else int(unicodedata.normalize("NFKC", number))
    candidates = [ERA_OFFSETS["R"] + value, 2000 + value]
    if reference is None:
        return candidates[0] if value <= 12 else candidates[1]
    candidates.append(ERA_OFFSETS["H"] + value)
    return min(candidates, key=lambda year: abs(year - reference))
