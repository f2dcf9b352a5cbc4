"""Arithmetic on printed values: rates, differences and sums, and when each makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.types import Accumulation, Direction, Indicator, Kind, Observation

_INCREASE = ("増加", "増", "拡大", "向上", "上昇", "増やす")
_DECREASE = ("減少", "減", "縮小", "低下", "削減", "減らす")
_KEEP = ("維持", "現状維持", "横ばい", "継続")


@dataclass(frozen=True, slots=True)
class Standing:
    """目標 beside 実績 of one indicator and year, with what can be computed from them.

    `met` is None where it cannot be told (no actual, no target, or no earlier value for a
    target printed in words). `gap` is actual minus target. `rate` is the achievement rate in
    percent, only for numeric targets of indicators where more is better.
    """

    indicator: Indicator
    fiscal_year: int
    target: Observation | None
    actual: Observation | None
    grade: Observation | None
    previous: Observation | None

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
        """Achievement rate in percent (actual / target), unrounded; None where it makes no sense."""
        if self.gap is None or self.indicator.direction is Direction.DOWN:
            return None
        assert self.target is not None and self.actual is not None
        if not self.target.value or self.target.value <= 0 or self.actual.value is None:
            return None
        return self.actual.value / self.target.value * 100

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
        """Whether the target was met; a target in words is judged against the year before."""
        if self.target is None or self.actual is None or self.actual.value is None:
            return None
        if self.target.value is not None:
            if self.indicator.direction is Direction.DOWN:
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
            return self.change >= 0 if self.indicator.direction is Direction.UP else self.change <= 0
        return None


def standing(indicator: Indicator, fiscal_year: int) -> Standing:
    """Return target, actual and grade of one year, with the actual of the year before."""
    return Standing(
        indicator,
        fiscal_year,
        indicator.observation(fiscal_year, Kind.TARGET),
        indicator.observation(fiscal_year, Kind.ACTUAL),
        indicator.observation(fiscal_year, Kind.GRADE),
        indicator.observation(fiscal_year - 1, Kind.ACTUAL),
    )


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
    if target is not None and target.value is None:
        return f"目標が数値ではなく「{target.printed}」と記載されているため、達成率は計算できません"
    if target is None:
        return "目標の記載がないため、達成率は計算できません"
    if actual is None:
        return "実績の記載がないため、達成率は計算できません"
    if actual.value is None:
        return f"実績が「{actual.printed}」と記載されているため、達成率は計算できません"
    if indicator.direction is Direction.DOWN:
        return "値が小さいほど良い指標のため、実績÷目標の達成率は示しません"
    if target.value == 0:
        return "目標が0のため、達成率は計算できません"
    return None


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Round half up, as printed tables do (98.89…→98.9)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_text(value: Decimal) -> str:
    """Return a percentage with one decimal, half up: 98.9%."""
    return f"{rounded(value)}%"


def difference(indicator: Indicator, earlier: int, later: int) -> Decimal | None:
    """Return the actual of one year minus that of an earlier one; None where either is no number."""
    old, new = indicator.observation(earlier, Kind.ACTUAL), indicator.observation(later, Kind.ACTUAL)
    if old is None or new is None or old.value is None or new.value is None:
        return None
    return new.value - old.value
