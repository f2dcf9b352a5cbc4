"""Arithmetic on printed values: rates, differences and sums, and when each makes no sense."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import files

from corpus.types import Accumulation, Direction, Indicator, Kind, Observation

_INCREASE = ("増加", "増", "拡大", "向上", "上昇", "増やす")
_DECREASE = ("減少", "減", "縮小", "低下", "削減", "減らす")
_KEEP = ("維持", "現状維持", "横ばい", "継続")
# Grades that say in so many words whether the target was met; letters and 順調 do not.
_MET = frozenset("達成 目標達成 達成済 達成済み 目標を達成 達成した".split())
_NOT_MET = frozenset("未達成 不達成 目標未達成 未達 達成していない".split())
# Letters that are never the best of a scale, though a report may give no better one.
_LOWER = tuple("BCDEbcdeＢＣＤＥ")
# A printed rate is cut or rounded to its last digit; a difference beyond that is another figure.
_ROUNDING = Decimal("0.1")
_LAST_DIGIT = tuple(Decimal(1).scaleb(-places) for places in range(10))  # by the number of decimals


@dataclass(frozen=True, slots=True)
class Standing:
    """目標 beside 実績 of one indicator and year, with what can be computed from them.

    `met` is None where it cannot be told (no actual, no target, or no earlier value for a
    target printed in words). `gap` is actual minus target. `rate` is the achievement rate in
    percent: the printed one where the report prints one, else the computed one. `scale` are the
    report's grades, best first.
    """

    indicator: Indicator
    fiscal_year: int
    target: Observation | None
    actual: Observation | None
    grade: Observation | None
    previous: Observation | None
    printed_rate: Observation | None = None
    scale: tuple[str, ...] = ()

    @property
    def gap(self) -> Decimal | None:
        """Actual minus target, or None."""
        if self.target is None or self.actual is None:
            return None
        if self.target.value is None or self.actual.value is None:
            return None
        return self.actual.value - self.target.value

    @property
    def rate(self) -> Decimal | None:
        """Achievement rate in percent, the printed one before a computed one; None where there is neither."""
        if self.printed_rate is not None:
            return self.printed_percent
        return self.computed_rate

    @property
    def computed_rate(self) -> Decimal | None:
        """Achievement rate in percent (actual / target), unrounded; None where it makes no sense."""
        if self.gap is None or direction_of(self.indicator) is Direction.DOWN or self.doubtful:
            return None
        if is_signed(self.indicator):
            return None
        return self._ratio

    @property
    def _ratio(self) -> Decimal | None:
        if self.target is None or self.actual is None:
            return None
        if self.target.value is None or self.actual.value is None:
            return None
        if self.target.value <= 0 or self.actual.value < 0:
            return None
        return self.actual.value / self.target.value * 100

    @property
    def printed_percent(self) -> Decimal | None:
        """The printed rate in percent; None where none is printed, or something other than a number.

        A sheet may hold 98% as 0.98: read so only where the report's own figures say so.
        """
        if self.printed_rate is None or self.printed_rate.value is None:
            return None
        value = self.printed_rate.value
        if "%" in self.printed_rate.printed or "％" in self.printed_rate.printed or value > 3:
            return value
        ratio = self._ratio
        return value * 100 if ratio is not None and abs(ratio - value * 100) <= 1 else value

    @property
    def other_rate(self) -> Decimal | None:
        """The rate by the printed figures, where the printed rate differs from it beyond rounding."""
        printed, ratio = self.printed_percent, self._ratio
        if printed is None or self.printed_rate is None or not ratio:
            return None
        if direction_of(self.indicator) is Direction.DOWN:
            ratio = 10_000 / ratio
        digits = printed.as_tuple().exponent
        last = Decimal(1).scaleb(digits) if isinstance(digits, int) else _ROUNDING
        return ratio if abs(ratio - printed) > max(last, _ROUNDING) else None

    @property
    def change(self) -> Decimal | None:
        """Actual minus the actual of the year before, or None."""
        if self.actual is None or self.previous is None:
            return None
        if self.actual.value is None or self.previous.value is None:
            return None
        return self.actual.value - self.previous.value

    @property
    def met(self) -> bool | None:
        """Whether the target was met: as the report's own 達成 or 未達成 says, else by the figures.

        A target in words is judged against the year before. None too where the grade says the
        opposite of the figures and nothing tells which way the indicator is meant to move.
        """
        if self.verdict is not None:
            return self.verdict
        by_figures = self.met_by_figures
        return None if by_figures is not None and self.doubtful else by_figures

    @property
    def verdict(self) -> bool | None:
        """What a grade of the words 達成 and 未達成 says; None for every other grade."""
        return grade_verdict(self.grade.grade or "") if self.grade is not None else None

    @property
    def doubtful(self) -> bool:
        """Whether the grade, or else the indicator's name, speaks against what the figures seem to say.

        The grade does where the best one stands beside a miss, or a poor one beside a target
        reached: a target may allow a rise that is to be held down.
        """
        if self.grade is not None and len(self.scale) >= 2:
            poor = self.grade.grade in self.scale[2:] or self.grade.grade == self.scale[-1]
            if (
                poor
                if self.met_by_figures
                else self.met_by_figures is False and self.grade.grade == self.scale[0] not in _LOWER
            ):
                return True
        if direction_is_known(self.indicator):
            return False
        return self.met_by_figures is not None and bool(self.gap) and less_seems_better(self.indicator)

    @property
    def met_by_figures(self) -> bool | None:
        """Whether 実績 reaches 目標, whatever the grade says."""
        if self.target is None or self.actual is None or self.actual.value is None:
            return None
        if self.target.value is not None:
            if direction_of(self.indicator) is Direction.DOWN:
                return self.actual.value <= self.target.value
            return self.actual.value >= self.target.value
        if self.change is None:
            return None
        words = self.target.printed
        if any(word in words for word in _INCREASE):
            return self.change > 0
        if any(word in words for word in _DECREASE):
            return self.change < 0
        if any(word in words for word in _KEEP):
            return self.change >= 0 if direction_of(self.indicator) is Direction.UP else self.change <= 0
        return None


def grade_verdict(grade: str) -> bool | None:
    """Return what a grade says of the target: True for 達成, False for 未達成, None for any other."""
    return True if grade in _MET else False if grade in _NOT_MET else None


def direction_of(indicator: Indicator) -> Direction:
    """Return which way an indicator is meant to move, by its targets, its printed rates and its baseline.

    A printed rate that is 目標÷実績 says that less is better, and so do targets all below the baseline.
    """
    return _direction(indicator)[0]


def less_seems_better(indicator: Indicator) -> bool:
    """Whether a name ends in a word for what plans want less of (排出量, 事故件数).

    It is a reason to withhold a judgement, never one to give the opposite.
    """
    name = re.split(r"[(（※【]", indicator.name or "")[0].strip()
    return _less_is_better().search(name) is not None


@lru_cache(maxsize=1)
def _less_is_better() -> re.Pattern[str]:
    """The end of a name for what plans want less of, counters included: 事故発生件数."""
    raw = tomllib.loads((files("index") / "data" / "less_is_better.toml").read_text(encoding="utf-8"))
    unwanted = "|".join(re.escape(word) for word in raw["less_is_better"].split())
    return re.compile(
        rf"(?:{unwanted})(?:の)?(?:発生|認知)?(?:件|者|世帯|児童|児童生徒|人)?(?:数|率|件数|割合|人数|量)?$"
    )


def direction_is_known(indicator: Indicator) -> bool:
    """Whether the report's figures tell the direction; else more is only supposed to be better."""
    return _direction(indicator)[1]


# By identity, since comparing indicators compares all their values: each is asked for many times.
_directions: dict[int, tuple[Indicator, tuple[Direction, bool]]] = {}
_MOST_DIRECTIONS = 50_000


def _direction(indicator: Indicator) -> tuple[Direction, bool]:
    held = _directions.get(id(indicator))
    if held is None or held[0] is not indicator:
        if len(_directions) >= _MOST_DIRECTIONS:
            _directions.clear()
        held = _directions[id(indicator)] = indicator, _direction_by_figures(indicator)
    return held[1]


def _direction_by_figures(indicator: Indicator) -> tuple[Direction, bool]:
    if indicator.direction is Direction.DOWN:
        return Direction.DOWN, True
    votes = 0
    for rate in numbers(indicator, Kind.RATE):
        target = indicator.observation(rate.fiscal_year, Kind.TARGET)
        actual = indicator.observation(rate.fiscal_year, Kind.ACTUAL)
        goal, reached = (target.value if target else None), (actual.value if actual else None)
        if not goal or not reached or goal < 0 or reached < 0 or rate.value is None:
            continue
        more = abs(reached / goal * 100 - rate.value) <= Decimal("0.6")
        less = abs(goal / reached * 100 - rate.value) <= Decimal("0.6")
        votes += int(more) - int(less)
    if votes:
        return (Direction.UP if votes > 0 else Direction.DOWN), True
    targets: set[Decimal] = {one.value for one in numbers(indicator, Kind.TARGET) if one.value is not None}
    for baseline in [one.value for one in numbers(indicator, Kind.BASELINE) if one.value is not None][:1]:
        if targets and max(targets) < baseline:
            return Direction.DOWN, True
        if targets and max(targets) > baseline:
            return Direction.UP, True
    if targets == {Decimal(0)} and not is_signed(indicator):
        return Direction.DOWN, True  # a count that is to be 0 every year can only be held down
    return Direction.UP, len(targets) > 1


def standing(indicator: Indicator, fiscal_year: int, scale: tuple[str, ...] = ()) -> Standing:
    """Return target, actual, grade and printed rate of one year, with the actual of the year before.

    `scale` are the report's grades, best first.
    """
    return Standing(
        indicator,
        fiscal_year,
        indicator.observation(fiscal_year, Kind.TARGET),
        indicator.observation(fiscal_year, Kind.ACTUAL),
        indicator.observation(fiscal_year, Kind.GRADE),
        indicator.observation(fiscal_year - 1, Kind.ACTUAL),
        indicator.observation(fiscal_year, Kind.RATE),
        scale,
    )


def baseline_of(indicator: Indicator) -> Observation | None:
    """Return the printed 基準値 of an indicator, the latest where there are several."""
    found = [one for one in indicator.observations if one.kind is Kind.BASELINE]
    return max(found, key=lambda one: one.fiscal_year, default=None)


def against(one: Standing, target: Observation) -> Standing:
    """Set a year's 実績 against the 目標 of a later year; a printed rate and the grade belong to its own year."""
    return replace(one, target=target, printed_rate=None, grade=None)


def later_targets(indicator: Indicator, fiscal_year: int) -> list[Observation]:
    """Return the targets printed for years after a year, oldest first: a 最終目標 of a plan's last year."""
    found = [
        one for one in indicator.observations if one.kind is Kind.TARGET and one.fiscal_year > fiscal_year
    ]
    return sorted(found, key=lambda one: one.fiscal_year)


def numbers(indicator: Indicator, kind: Kind, years: tuple[int, ...] = ()) -> list[Observation]:
    """Return the numeric observations of one kind, oldest first; empty `years` means all."""
    found = [
        one
        for one in indicator.observations
        if one.kind is kind and one.value is not None and (not years or one.fiscal_year in years)
    ]
    return sorted(found, key=lambda one: one.fiscal_year)


def why_no_sum(indicator: Indicator) -> str | None:
    """Return why adding up the years would mislead (Japanese), or None where it makes sense."""
    if indicator.accumulation is Accumulation.CUMULATIVE:
        return "累計の指標で、各年度の値に前年度までの分が含まれているため、年度の値を足すと重複します"
    if indicator.accumulation is Accumulation.POINT_IN_TIME:
        return "ある時点の数（ストック）を表す指標のため、年度の値を足しても意味のある数になりません"
    if (indicator.unit or "") in ("%", "％", "ポイント"):
        return "割合の指標のため、年度の値を足しても意味のある数になりません"
    return None


def why_no_rate(indicator: Indicator, target: Observation | None, actual: Observation | None) -> str | None:
    """Return why no achievement rate can be given (Japanese), or None where one can."""
    goal, reached = (target.value if target else None), (actual.value if actual else None)
    if target is not None and goal is None:
        return f"目標が数値ではなく「{target.printed}」と記載されているため、達成率は計算できません"
    if target is None:
        return "目標の記載がないため、達成率は計算できません"
    if actual is None:
        return "実績の記載がないため、達成率は計算できません"
    if reached is None or goal is None:
        return f"実績が「{actual.printed}」と記載されているため、達成率は計算できません"
    if direction_of(indicator) is Direction.DOWN and goal:
        return "値が小さいほど良い指標のため、実績÷目標の達成率は示しません"
    if not direction_is_known(indicator) and less_seems_better(indicator) and reached != goal:
        return "値が大きいほど良い指標か小さいほど良い指標かが報告書から分からないため、実績÷目標の達成率は示しません"
    if is_signed(indicator):
        return "正と負の値をとる指標のため、実績÷目標の達成率は示しません"
    if reached < 0 or goal < 0:
        return "目標または実績が負の値のため、達成率は計算できません"
    if goal == 0:
        return "目標が0のため、達成率は計算できません"
    return None


def is_signed(indicator: Indicator) -> bool:
    """Whether an indicator's values go below zero (社会増減): what is aimed at is no whole to be a part of."""
    return any(one.value is not None and one.value < 0 for one in numbers(indicator, Kind.ACTUAL))


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Round half up, as printed tables do (98.89…→98.9)."""
    return value.quantize(_LAST_DIGIT[places], rounding=ROUND_HALF_UP)


def percent_text(value: Decimal) -> str:
    """Return a percentage with one decimal, half up: 98.9%."""
    return f"{rounded(value)}%"


def difference(indicator: Indicator, earlier: int, later: int) -> Decimal | None:
    """Return the actual of one year minus that of an earlier one; None where either is no number."""
    old, new = indicator.observation(earlier, Kind.ACTUAL), indicator.observation(later, Kind.ACTUAL)
    if old is None or new is None or old.value is None or new.value is None:
        return None
    return new.value - old.value
