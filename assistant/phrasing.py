"""Numbers, years and names as a Japanese reader expects them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from corpus.fiscal import era_label, fiscal_year_label, parse_year_mark
from corpus.numerals import printed_unit
from corpus.types import Kind, Observation

KIND_LABELS = {
    Kind.TARGET: "目標",
    Kind.ACTUAL: "実績",
    Kind.GRADE: "評価",
    Kind.BASELINE: "基準値",
    Kind.RATE: "達成率",
}


_BRACKETED = re.compile(r"\s*[（(]([^（()）]*)[）)]")
_PLAIN = re.compile(r"[△▲+-]?[\d,.]+")
_WIDE_DIGIT = re.compile(r"[０-９]")


def number_text(value: Decimal) -> str:
    """Return a number with thousands separators, decimals as they are: 1,605, 53.9, -5."""
    plain = value.normalize() if value == value.to_integral_value() else value
    return f"{plain:,f}"


def amount_text(value: Decimal, unit: str) -> str:
    """Return a number with its unit: 1,605人, 98.5%."""
    return f"{number_text(value)}{unit.replace('％', '%')}"


def observation_text(observation: Observation, unit: str) -> str:
    """Return a printed value as shown in answers: with its unit, a word in 「」, an inferred grade marked."""
    if observation.kind is Kind.GRADE:
        mark = "（推定）" if observation.inferred else ""
        return f"{observation.grade or observation.printed}{mark}"
    printed = without_year(observation.printed)
    if observation.kind is Kind.BASELINE and observation.value is not None and not _PLAIN.fullmatch(printed):
        return amount_text(observation.value, unit)  # often printed with its day: R1.12.1時点：275人
    if observation.value is None:
        return f"「{printed}」"
    if printed and any(char in printed for char in "約超未"):
        return printed
    return f"{printed or number_text(observation.value)}{_unit_once(printed, unit)}"


def without_year(printed: str) -> str:
    """Return a printed value without a year in brackets, its digits in one width: 40人（R6） is 40人.

    The year is said beside the value anyway, and a unit put behind the brackets would mislead.
    """
    plain = _BRACKETED.sub(lambda match: "" if parse_year_mark(match[1]) else match[0], printed).strip()
    return unicodedata.normalize("NFKC", plain) if _WIDE_DIGIT.search(plain) else plain


def _unit_once(printed: str, unit: str) -> str:
    plain = unit.replace("％", "%")
    if not plain or printed.replace("％", "%").endswith(plain):
        return ""
    return "" if printed and printed_unit(printed) else plain


def grade_text(grade: str) -> str:
    """Return a grade as it stands in a sentence: A, ○, and words in brackets: 「概ね順調」."""
    return grade if len(grade) == 1 else f"「{grade}」"


def year_text(fiscal_year: int) -> str:
    """Return 令和6年度（R6）: both spellings that people use."""
    return f"{fiscal_year_label(fiscal_year)}（{era_label(fiscal_year)}）"


def years_text(years: Iterable[int]) -> str:
    """Return a run of years as R2〜R6, other years joined by ・."""
    ordered = sorted(set(years))
    if not ordered:
        return ""
    if len(ordered) > 1 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{era_label(ordered[0])}〜{era_label(ordered[-1])}"
    return "・".join(era_label(one) for one in ordered)


def signed_text(value: Decimal, unit: str) -> str:
    """Return a change with its direction in words: 5人減, 50法人増, 増減なし."""
    if value == 0:
        return "増減なし"
    return f"{amount_text(abs(value), unit)}{'増' if value > 0 else '減'}"


def change_text(value: Decimal, unit: str) -> str:
    """Return a change as the end of a sentence: 5人減りました, 50法人増えました, 変わっていません."""
    shown = "ポイント" if unit.replace("％", "%") == "%" else unit
    if value == 0:
        return "変わっていません"
    return f"{amount_text(abs(value), shown)}{'増えました' if value > 0 else '減りました'}"
