"""Figures checked against each other: cells that are no number, 達成率 and 評価 that the figures do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from corpus.fiscal import era_label
from corpus.grades import GradeScale, achievement, contradicts
from corpus.numerals import is_value_like, parse_printed_number, plain_cell
from corpus.types import Finding, FindingKind, GradeMeaning, Indicator, Kind, Observation

_FIGURES = {Kind.TARGET: "目標", Kind.ACTUAL: "実績", Kind.BASELINE: "基準値", Kind.RATE: "達成率"}
_FEWEST_RATES, _SHARE_RATES = 4, 2  # of so many 達成率, all but one in so many must follow from the figures
_FEWEST_GRADES, _SHARE_GRADES = 8, 5
_HUNDRED = Decimal(100)
_BOUND = re.compile(r"(\d+(?:\.\d+)?)(%|割)(以上|超|を超え|以下|未満)")
_OF_TARGET = re.compile(
    r"達成率|達成度|達成状況|進捗率|実績(?:値)?[÷/]目標|目標(?:値)?(?:に対|の(?:\d|概ね|おおむね))"
)


def figure_findings(
    indicators: Sequence[Indicator], legend: Sequence[GradeMeaning], scale: GradeScale
) -> list[Finding]:
    """Tell cells among numbers that are none, and 達成率 and 評価 that do not follow from 目標 and 実績.

    How a report computes its 達成率, and whether its 評価 go by it, is taken from the report: only where
    most of them follow from the figures are the others told. Nothing is changed by it.
    """
    return [*_unread(indicators), *_rates(indicators), *_grades(indicators, legend, scale)]


def _title(one: Indicator) -> str:
    return f"{one.id}「{one.name or '名称なし'}」"


def _unread(indicators: Sequence[Indicator]) -> Iterator[Finding]:
    """Yield the cells that hold digits and still are no number, beside others that are numbers."""
    for one in indicators:
        numbers = [seen.printed for seen in one.observations if seen.value is not None]
        for seen in one.observations:
            if seen.kind not in _FIGURES or seen.value is not None or is_value_like(seen.printed):
                continue
            if not numbers or not any(map(str.isdigit, seen.printed)):
                continue
            yield Finding(
                FindingKind.UNREAD_NUMBER,
                f"{_title(one)}の{era_label(seen.fiscal_year)}の{_FIGURES[seen.kind]}「{seen.printed}」は、数として読み取れません。"
                "印字のまま示し、比較や計算には使いません。",
                f"この指標のほかの欄には「{'」「'.join(numbers[:3])}」のように数が印字されている。",
                seen.place,
                one.id,
            )


@dataclass(frozen=True, slots=True)
class _Rate:
    """A printed 達成率 and the figures beside it; `follows` where some usual formula gives it."""

    indicator: Indicator
    printed: Observation
    target: Observation
    actual: Observation
    follows: bool


def _rates(indicators: Sequence[Indicator]) -> Iterator[Finding]:
    rates = [rate for one in indicators for seen in one.observations if (rate := _rate(one, seen))]
    wrong = [one for one in rates if not one.follows]
    if len(rates) < _FEWEST_RATES or len(wrong) * _SHARE_RATES > len(rates):
        return
    for one in wrong:
        target, actual = one.target, one.actual
        assert target.value and actual.value
        computed = (actual.value / target.value * _HUNDRED).quantize(Decimal("0.1"))
        yield Finding(
            FindingKind.RATE_MISMATCH,
            f"{_title(one.indicator)}の{era_label(one.printed.fiscal_year)}の達成率「{one.printed.printed}」は、"
            f"目標「{target.printed}」と実績「{actual.printed}」から計算した値と合いません。"
            "いずれかの誤りかもしれません。印字のまま収録しました。",
            f"実績÷目標は{computed}％。この報告書のほかの達成率{len(rates) - len(wrong)}件は目標と実績から計算した値と合う。",
            one.printed.place,
            one.indicator.id,
        )


def _rate(one: Indicator, printed: Observation) -> _Rate | None:
    """Return a printed 達成率 with its figures, or None where it cannot be computed."""
    if printed.kind is not Kind.RATE or printed.value is None:
        return None
    year = printed.fiscal_year
    actual = one.observation(year, Kind.ACTUAL)
    targets = [seen for seen in one.observations if seen.kind is Kind.TARGET and seen.value]
    own = next((seen for seen in targets if seen.fiscal_year == year), targets[-1] if targets else None)
    if actual is None or not actual.value or own is None:
        return None
    starts = [
        seen
        for seen in one.observations
        if seen.value is not None
        and (seen.kind is Kind.BASELINE or (seen.kind is Kind.ACTUAL and seen.fiscal_year < year))
    ]
    # A share of a final target is printed as well, so any target of the indicator may bear it out.
    formulas = chain.from_iterable(_computed(actual, target, starts) for target in targets)
    follows = any(_agrees(printed, low, high) for low, high in formulas)
    return _Rate(one, printed, own, actual, follows)


def _computed(
    actual: Observation, target: Observation, starts: Sequence[Observation]
) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield what the usual formulas make of two figures, from the least to the most that their rounding allows."""
    assert actual.value and target.value
    around = [(a, t) for a in _rounded(actual) for t in _rounded(target) if a and t]
    for values in ([a / t for a, t in around], [t / a for a, t in around], [2 - a / t for a, t in around]):
        yield min(values), max(values)
    for start in starts:
        gained = [(a - s) / (t - s) for a, t in around for s in _rounded(start) if t != s and a != s]
        if gained:
            yield min(gained), max(gained)


def _rounded(seen: Observation) -> tuple[Decimal, ...]:
    """Return a figure with the bounds of its rounding; a whole number is taken for exact."""
    assert seen.value is not None
    exponent = seen.value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return (seen.value,)
    half = Decimal(5).scaleb(exponent - 1)
    return (seen.value - half, seen.value, seen.value + half)


def _agrees(printed: Observation, low: Decimal, high: Decimal) -> bool:
    """True where a printed rate is a computed one, rounded or cut off, in percent or as a share, up to 100 % or not."""
    value = printed.value
    assert value is not None
    exponent = value.as_tuple().exponent
    unit = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
    for scale in (_HUNDRED, Decimal(1)):
        if scale == 1 and (value > 10 or "%" in plain_cell(printed.printed)):
            continue
        if low * scale - unit <= value <= high * scale + unit:
            return True
        if value in (scale, 0) and (high * scale >= scale if value else low <= 0):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Band:
    """The share of the target, in %, that a grade stands for: from `low` to below or up to `high`."""

    low: Decimal | None
    high: Decimal | None
    holds_low: bool = True
    holds_high: bool = False

    def holds(self, rate: Decimal) -> bool:
        above = self.low is None or rate > self.low or (self.holds_low and rate == self.low)
        below = self.high is None or rate < self.high or (self.holds_high and rate == self.high)
        return above and below


def grade_bands(legend: Sequence[GradeMeaning]) -> Mapping[str, _Band]:
    """Return what share of the target each grade of a legend stands for; empty where that cannot be told.

    Read are 「達成率80％以上100％未満」 and the like. A grade with other bounds besides (減少を目指す指標は…)
    makes the whole legend one that code cannot judge.
    """
    bands: dict[str, _Band] = {}
    if not any(_OF_TARGET.search(plain_cell(one.meaning)) for one in legend):
        return {}
    for one in legend:
        found = list(_BOUND.finditer(plain_cell(one.meaning)))
        lows = [each for each in found if each[3] in ("以上", "超", "を超え")]
        highs = [each for each in found if each[3] in ("以下", "未満")]
        if len(lows) > 1 or len(highs) > 1:
            return {}
        if found:
            low, high = (each[0] if each else None for each in (lows, highs))
            bands[one.grade] = _Band(
                _percent(low),
                _percent(high),
                low is None or low[3] == "以上",
                bool(high and high[3] == "以下"),
            )
    return bands if len(bands) >= 2 else {}


def _percent(bound: re.Match[str] | None) -> Decimal | None:
    if bound is None:
        return None
    return Decimal(bound[1]) * (10 if bound[2] == "割" else 1)


def _grades(
    indicators: Sequence[Indicator], legend: Sequence[GradeMeaning], scale: GradeScale
) -> Iterator[Finding]:
    bands = grade_bands(legend)
    meanings = {one.grade: one.meaning for one in legend}
    judged = [
        (one, seen, rate, any(bands[seen.grade].holds(each) for each in _nearby(rate)))
        for one in indicators
        for seen in one.observations
        if seen.grade is not None
        and seen.grade in bands
        and not seen.inferred
        and (rate := _share(one, seen.fiscal_year)) is not None
    ]
    wrong = [each[:3] for each in judged if not each[3]]
    if len(judged) < _FEWEST_GRADES or len(wrong) * _SHARE_GRADES > len(judged):
        return
    for one, seen, rate in wrong:
        grade = seen.grade or ""
        targets, actuals = (
            {each.fiscal_year: each.printed for each in one.observations if each.kind is kind}
            for kind in (Kind.TARGET, Kind.ACTUAL)
        )
        if contradicts(grade, seen.fiscal_year, targets, actuals, scale):
            continue  # told already as such
        yield Finding(
            FindingKind.GRADE_CONTRADICTS,
            f"{_title(one)}の{era_label(seen.fiscal_year)}の評価{grade}は、評価区分の「{meanings[grade]}」と合わないように見えます。"
            "印字のまま収録しました。",
            f"達成率は{rate.quantize(Decimal('0.1'))}％。ほかの評価{len(judged) - len(wrong)}件は評価区分と合う。",
            seen.place,
            one.id,
        )


def _share(one: Indicator, year: int) -> Decimal | None:
    """Return the 達成率 of a year in %: as printed, else 実績 against 目標 of the same year."""
    printed = one.observation(year, Kind.RATE)
    if printed is not None:
        shown = parse_printed_number(printed.printed)
        return None if shown is None else shown * (_HUNDRED if 0 < shown <= 3 else 1)
    targets, actuals = (
        {each.fiscal_year: each.printed for each in one.observations if each.kind is kind}
        for kind in (Kind.TARGET, Kind.ACTUAL)
    )
    rate = achievement(year, targets, actuals, one.direction)
    return None if rate is None else rate * _HUNDRED


def _nearby(rate: Decimal) -> tuple[Decimal, ...]:
    """Return a rate and what it may have been before it was rounded for the grade."""
    return rate, rate.quantize(Decimal("0.1")), rate.quantize(Decimal(1)), rate - Decimal("0.05")
