"""How 評価 relates to 実績 against 目標: the order of the letters, and which combinations contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from corpus.numerals import FALLING_WORDS, RISING_WORDS, parse_printed_number, plain_cell
from corpus.types import Direction, Kind

# Below this share of the target the best grade, and from 1 on the worst, contradict the figures.
_BEST_NEEDS = Decimal("0.9")
_USUAL_ORDER = "S☆★◎A○BC△▲DEF×✕"

YearValues = Mapping[int, str]  # fiscal year -> printed text


@dataclass(frozen=True, slots=True)
class GradeScale:
    """The grade letters of a report, best first; the dash (not rated) is not among them."""

    letters: tuple[str, ...]

    @property
    def best(self) -> str | None:
        """The letter of the best grade."""
        return self.letters[0] if len(self.letters) >= 2 else None

    @property
    def worst(self) -> str | None:
        """The letter of the worst grade."""
        return self.letters[-1] if len(self.letters) >= 2 else None


def grade_scale(legend: Sequence[str], used: Sequence[str]) -> GradeScale:
    """Order the letters of the legend, best first; without a legend, those used in the usual order."""
    letters = [letter for letter in legend if letter != "-"]
    if len(letters) < 2:
        letters = sorted({letter for letter in used if letter in _USUAL_ORDER}, key=_USUAL_ORDER.index)
    ranks = [_USUAL_ORDER.index(letter) for letter in letters if letter in _USUAL_ORDER]
    # A legend printed from the worst grade up is turned round.
    if ranks and ranks == sorted(ranks, reverse=True):
        letters.reverse()
    return GradeScale(tuple(letters))


def direction_of(targets: YearValues) -> Direction:
    """Tell from the targets which way an indicator is meant to move; UP where they do not say.

    DOWN where the word is 減少, or the figures fall from year to year and never rise.
    """
    words = {plain_cell(text) for text in targets.values()}
    if words & FALLING_WORDS:
        return Direction.DOWN
    numbers = [
        number for _, text in sorted(targets.items()) if (number := parse_printed_number(text)) is not None
    ]
    falls = all(later <= earlier for earlier, later in pairwise(numbers))
    return Direction.DOWN if len(numbers) >= 2 and falls and numbers[-1] < numbers[0] else Direction.UP


def achievement(year: int, targets: YearValues, actuals: YearValues, direction: Direction) -> Decimal | None:
    """Return 実績 over 目標 of one year (turned round where lower is better); None where it makes no sense."""
    target = parse_printed_number(targets.get(year, ""))
    actual = parse_printed_number(actuals.get(year, ""))
    if target is None or actual is None or target <= 0 or actual <= 0:
        return None
    return target / actual if direction is Direction.DOWN else actual / target


def contradicts(grade: str, year: int, targets: YearValues, actuals: YearValues, scale: GradeScale) -> bool:
    """True where the best grade stands beside a clear miss, or the worst beside a reached target."""
    if grade not in (scale.best, scale.worst):
        return False
    word = plain_cell(targets.get(year, ""))
    if word in RISING_WORDS or word in FALLING_WORDS:
        return _contradicts_word(grade, word, year, actuals, scale)
    rate = achievement(year, targets, actuals, direction_of(targets))
    if rate is None:
        return False
    return rate < _BEST_NEEDS if grade == scale.best else rate >= 1


def _contradicts_word(grade: str, word: str, year: int, actuals: YearValues, scale: GradeScale) -> bool:
    now, before = parse_printed_number(actuals.get(year, "")), parse_printed_number(actuals.get(year - 1, ""))
    if now is None or before is None or now == before:
        return False
    reached = now > before if word in RISING_WORDS else now < before
    return not reached if grade == scale.best else reached


def evidence_for(values: Mapping[Kind, YearValues], year: int, scale: GradeScale) -> str | None:
    """Say for a message how one year's grade fits: 「R6 223≧目標157 は評価Aと一致」; None without figures."""
    grade = values.get(Kind.GRADE, {}).get(year)
    target, actual = values.get(Kind.TARGET, {}).get(year), values.get(Kind.ACTUAL, {}).get(year)
    if grade is None or target is None or actual is None:
        return None
    wanted, reached = parse_printed_number(target), parse_printed_number(actual)
    if wanted is None or reached is None:
        return None
    fits = not contradicts(grade, year, values[Kind.TARGET], values[Kind.ACTUAL], scale)
    agrees = "一致" if fits else "食い違う"
    if direction_of(values[Kind.TARGET]) is Direction.DOWN:
        # 実績8≦目標10 is a success here, which 「実績8＜目標10」 would not show.
        sign = "≦" if reached <= wanted else "＞"
        return f"実績{actual}{sign}目標{target}（少ないほど良い指標） は評価{grade}と{agrees}"
    sign = "≧" if reached >= wanted else "＜"
    return f"実績{actual}{sign}目標{target} は評価{grade}と{agrees}"
