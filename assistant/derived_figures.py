"""Whether a figure follows from printed ones by one operation: a difference, a ratio, a sum, a mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from index.figures import rounded

_HALF = Decimal("0.05")  # what rounding to one decimal moves at most
_SLACK = Decimal("1e-9")  # the candidates between two bounds are computed exactly afterwards
_HUNDRED = Decimal(100)
# Of so few figures the sums of two and the differences of differences follow, too.
_FEW = 6


class DerivedFigures:
    """What follows from figures, each as often as it is cited; asked one value at a time.

    A list of thousands of indicators has millions of pairs of figures. So a value is put to each
    figure with the question which other one would make it, instead of computing all pairs.
    """

    def __init__(self, figures: Sequence[Decimal]) -> None:
        self._all = figures
        self._sorted = sorted(set(figures))
        self._known: dict[Decimal, bool] = {}

    def has(self, value: Decimal) -> bool:
        """Whether one operation on the figures gives the value, rounded as answers round."""
        if value not in self._known:
            self._known[value] = value in self._of_all or self._is_difference(value) or self._is_ratio(value)
        return self._known[value]

    def has_difference_near(self, value: Decimal, slack: Decimal) -> bool:
        """Whether two different figures differ by the value, give or take the slack."""
        return any(
            one != other and abs(abs(other - one) - value) <= slack
            for one in self._sorted
            for other in self._between(one + value - slack, one + value + slack)
        )

    @cached_property
    def _distinct(self) -> frozenset[Decimal]:
        return frozenset(self._sorted)

    @cached_property
    def _of_all(self) -> set[Decimal]:
        """Sums and means, of the figures as they are cited and of the different ones, and what is always let pass."""
        # 100/100 = 100.0 and shares of counts: equal figures make no pair.
        found = {Decimal("100.0"), Decimal("0.0")}
        if self._all:
            total, distinct = sum(self._all, Decimal(0)), sum(self._distinct, Decimal(0))
            found |= {total, distinct}
            found |= {rounded(total / len(self._all)), rounded(distinct / len(self._distinct))}
        if len(self._sorted) <= _FEW:
            found |= {one + two for one, two in combinations(self._sorted, 2)}
            # What one year added against what the year before added: a difference of differences.
            steps = [two - one for one, two in combinations(self._sorted, 2)]
            found |= {abs(one - two) for one, two in combinations(steps, 2)}
        return found

    def _is_difference(self, value: Decimal) -> bool:
        return value > 0 and any(one + value in self._distinct for one in self._sorted)

    def _is_ratio(self, value: Decimal) -> bool:
        """Whether one figure is this many percent, or times, of another, or differs by so many percent."""
        if value != rounded(value):
            return False
        low, high = value - _HALF, value + _HALF
        shares = [(low / _HUNDRED, high / _HUNDRED), (low, high)]
        if value >= 0:
            shares += [(1 + low / _HUNDRED, 1 + high / _HUNDRED), (1 - high / _HUNDRED, 1 - low / _HUNDRED)]
        return any(
            one != below and value in _ratios(one, below)
            for below in self._sorted
            if below
            for least, most in shares
            for one in self._between(least * below, most * below)
        )

    def _between(self, one_end: Decimal, other_end: Decimal) -> Sequence[Decimal]:
        least, most = (one_end, other_end) if one_end <= other_end else (other_end, one_end)
        return self._sorted[
            bisect_left(self._sorted, least - _SLACK) : bisect_right(self._sorted, most + _SLACK)
        ]


def _ratios(one: Decimal, below: Decimal) -> tuple[Decimal, ...]:
    ratio = one / below
    return rounded(ratio * 100), rounded(ratio), rounded(abs(ratio - 1) * 100)
