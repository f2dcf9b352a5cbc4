"""What follows from figures: the same values as all pairs of them give."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations, permutations

import pytest

from assistant.derived_figures import DerivedFigures
from index.figures import rounded


def from_all_pairs(figures: list[Decimal]) -> set[Decimal]:
    """Return what one operation on two figures gives, or a sum or mean of all, by trying every pair."""
    distinct = sorted(set(figures))
    found = {two - one for one, two in combinations(distinct, 2)} | {Decimal("100.0"), Decimal("0.0")}
    for above, below in permutations(distinct, 2):
        if below:
            ratio = above / below
            found |= {rounded(ratio * 100), rounded(ratio), rounded(abs(ratio - 1) * 100)}
    if len(distinct) <= 6:
        steps = [two - one for one, two in combinations(distinct, 2)]
        found |= {abs(one - two) for one, two in combinations(steps, 2)}
        found |= {one + two for one, two in combinations(distinct, 2)}
    for values in (figures, distinct):
        if values:
            total = sum(values, Decimal(0))
            found |= {total, rounded(total / len(values))}
    return found


def some_figures(chance: random.Random) -> list[Decimal]:
    least, most = chance.choice([(0, 5), (-50, 100), (0, 20_000)])
    count = chance.choice([0, 1, 2, 3, 6, 7, 12])
    return [Decimal(chance.randint(least, most)) / chance.choice([1, 1, 10, 100]) for _ in range(count)]


@pytest.mark.parametrize("seed", range(40))
def test_a_value_follows_exactly_where_some_pair_or_sum_gives_it(seed: int) -> None:
    chance = random.Random(seed)
    figures = some_figures(chance)
    expected = from_all_pairs(figures)
    derived = DerivedFigures(figures)
    tried = {one + step for one in expected for step in (Decimal(0), Decimal("0.1"))}
    tried |= {Decimal(chance.randint(0, 3000)) / 10 for _ in range(50)}
    assert {one for one in tried if derived.has(one)} == tried & expected


@pytest.mark.parametrize("seed", range(20))
def test_a_difference_is_near_exactly_where_some_pair_has_it(seed: int) -> None:
    chance, slack = random.Random(seed), Decimal("0.1")
    figures = some_figures(chance)
    differences = [abs(one - two) for one, two in combinations(set(figures), 2)]
    derived = DerivedFigures(figures)
    for _ in range(50):
        value = Decimal(chance.randint(0, 500)) / 10
        near = any(abs(value - one) <= slack for one in differences)
        assert derived.has_difference_near(value, slack) == near


def test_thousands_of_figures_are_no_matter() -> None:
    derived = DerivedFigures([Decimal(one) for one in range(20_000, 40_000)])
    assert derived.has(Decimal("150.0"))
    assert not derived.has(Decimal("9876.5"))
