"""What an officer may enter as the corrected value of a printed one, and the unit that it is shown with."""

from __future__ import annotations

from corpus.numerals import is_value_like, parse_printed_number, plain_cell, printed_unit
from corpus.types import Indicator, Kind, Observation, Report
from ui.manage.forms import FormError

_LEAST_PERCENT = 3  # a 達成率 printed as 0.95 or 1.2 is no percentage


def unit_beside(one: Observation, indicator: Indicator) -> str:
    """Return the unit to show behind a printed value; empty where it has none or prints it itself."""
    if one.value is None or one.kind is Kind.GRADE or parse_printed_number(one.printed) is None:
        return ""
    if printed_unit(one.printed) is not None:
        return ""
    if one.kind is Kind.RATE:
        return "%" if one.value > _LEAST_PERCENT else ""
    return indicator.unit or ""


def require_fitting(text: str, one: Observation, indicator: Indicator, report: Report) -> None:
    """Raise FormError where a text cannot be what a cell should have printed.

    A grade must be one of the report's; a number a number, or what reports print in its place (中止, －).
    A cell that prints words of its own may hold any others.
    """
    if one.kind is Kind.GRADE:
        _require_grade(text, report)
    elif one.value is not None:
        if parse_printed_number(one.printed) is None:  # R1.12.1時点：275人
            _require(any(char.isdecimal() for char in text), text, one)
            return
        _require(is_value_like(text), text, one)
        _require_unit(text, one, indicator)


def _require(fits: bool, text: str, one: Observation) -> None:
    if not fits:
        raise FormError(
            f"「訂正後の値」は、数値で入力してください（いま「{text}」）。報告書の表記は「{one.printed}」です。"
            "数値の代わりに入力できるのは、「中止」「未集計」「－」など、報告書の数値の欄に書かれる語だけです。"
        )


def _require_unit(text: str, one: Observation, indicator: Indicator) -> None:
    number, unit = parse_printed_number(text), printed_unit(text)
    if number is None or unit is None:
        return
    known = [printed_unit(one.printed), "%" if one.kind is Kind.RATE else indicator.unit]
    right = [plain_cell(each) for each in known if each]
    if plain_cell(unit) not in right:
        told = f"この欄の単位は「{right[-1]}」です。" if right else "この欄に単位は書かれていません。"
        raise FormError(
            f"「訂正後の値」に、報告書と違う単位「{unit}」が付いています。{told}数値だけを入力してください。"
        )


def _require_grade(text: str, report: Report) -> None:
    given = (one.grade for indicator in report.indicators for one in indicator.observations if one.grade)
    grades = sorted({*(one.grade for one in report.legend), *given} - {"-"})
    if plain_cell(text) not in {"-", *map(plain_cell, grades)}:
        names = "・".join(grades)
        raise FormError(
            f"「訂正後の値」は、この報告書の評価（{names}）か「－」で入力してください（いま「{text}」）。"
        )
