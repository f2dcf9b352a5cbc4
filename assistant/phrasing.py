"""Numbers, years and names as a Japanese reader expects them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Kind, Observation

KIND_LABELS = {
    Kind.TARGET: "目標",
    Kind.ACTUAL: "実績",
    Kind.GRADE: "評価",
    Kind.BASELINE: "基準値",
    Kind.RATE: "達成率",
}


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
    if observation.value is None:
        return f"「{observation.printed}」"
    if observation.printed and any(char in observation.printed for char in "約超未"):
        return observation.printed
    return f"{observation.printed or number_text(observation.value)}{_unit_once(observation.printed, unit)}"


def _unit_once(printed: str, unit: str) -> str:
    plain = unit.replace("％", "%")
    return "" if plain and printed.replace("％", "%").endswith(plain) else plain


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
