"""目標 beside 実績: rate, gap, change and whether the target was met, value by value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.types import Accumulation, Direction, Indicator, Kind, Observation, Place
from index.figures import (
    difference,
    numbers,
    percent_text,
    rounded,
    standing,
    why_no_rate,
    why_no_sum,
)

PLACE = Place(8, 4)


def indicator(
    target: str | None = None,
    actual: str | None = None,
    before: str | None = None,
    *,
    direction: Direction = Direction.UP,
    accumulation: Accumulation = Accumulation.ANNUAL,
    unit: str = "人",
) -> Indicator:
    """Return an indicator of R6 with the actual of R5 before it; None leaves a cell out."""
    cells = ((2024, Kind.TARGET, target), (2024, Kind.ACTUAL, actual), (2023, Kind.ACTUAL, before))
    return Indicator(
        "①-1#1",
        "参加者数",
        f"参加者数({unit})",
        unit,
        None,
        accumulation,
        direction,
        PLACE,
        tuple(
            Observation("①-1#1", year, kind, printed, _number(printed), place=PLACE)
            for year, kind, printed in cells
            if printed is not None
        ),
    )


def _number(printed: str) -> Decimal | None:
    plain = printed.replace(",", "")
    return Decimal(plain) if plain.replace(".", "").lstrip("-").isdigit() else None


@pytest.mark.parametrize(
    ("target", "actual", "gap", "rate"),
    [
        ("80", "62", "-18", "77.5%"),
        ("349", "348", "-1", "99.7%"),
        ("12,751", "12,609", "-142", "98.9%"),
        ("275", "489", "214", "177.8%"),
        ("100", "100", "0", "100.0%"),
        ("53.5", "53.9", "0.4", "100.7%"),
        ("40", "0", "-40", "0.0%"),
    ],
)
def test_gap_is_actual_minus_target_and_rate_their_ratio(
    target: str, actual: str, gap: str, rate: str
) -> None:
    found = standing(indicator(target, actual), 2024)
    assert found.gap == Decimal(gap)
    assert found.rate is not None
    assert percent_text(found.rate) == rate


@pytest.mark.parametrize(
    ("target", "actual"), [(None, "62"), ("80", None), ("増加", "62"), ("80", "中止"), (None, None)]
)
def test_without_two_numbers_there_is_no_gap_and_no_rate(target: str | None, actual: str | None) -> None:
    found = standing(indicator(target, actual), 2024)
    assert (found.gap, found.rate) == (None, None)


@pytest.mark.parametrize(
    ("target", "actual", "before", "direction", "met"),
    [
        ("80", "80", None, Direction.UP, True),
        ("80", "79", None, Direction.UP, False),
        ("0", "4", "21", Direction.DOWN, False),
        ("9.0", "8.7", "9.8", Direction.DOWN, True),
        ("9.0", "9.0", "9.8", Direction.DOWN, True),
        ("増加", "289", "285", Direction.UP, True),
        ("増加", "289", "289", Direction.UP, False),
        ("増加", "281", "285", Direction.UP, False),
        ("減少", "68", "76", Direction.DOWN, True),
        ("減少", "76", "76", Direction.DOWN, False),
        ("減少", "3.1", "2.9", Direction.DOWN, False),
        ("維持", "50", "50", Direction.UP, True),
        ("現状維持", "49", "50", Direction.UP, False),
        ("維持", "49", "50", Direction.DOWN, True),
        ("増加", "289", None, Direction.UP, None),
        ("増加", "289", "中止", Direction.UP, None),
        ("調整中", "289", "285", Direction.UP, None),
        ("80", "中止", "60", Direction.UP, None),
        ("80", None, "60", Direction.UP, None),
        (None, "62", "60", Direction.UP, None),
    ],
)
def test_whether_the_target_was_met(
    target: str | None, actual: str | None, before: str | None, direction: Direction, met: bool | None
) -> None:
    assert standing(indicator(target, actual, before, direction=direction), 2024).met is met


def test_where_less_is_better_no_achievement_rate_is_given() -> None:
    lower = indicator("10", "8", direction=Direction.DOWN)
    assert standing(lower, 2024).rate is None
    assert why_no_rate(lower, lower.observations[0], lower.observations[1]) == (
        "値が小さいほど良い指標のため、実績÷目標の達成率は示しません"
    )


def test_a_target_of_zero_has_no_rate() -> None:
    zero = indicator("0", "4")
    assert standing(zero, 2024).rate is None
    assert why_no_rate(zero, *zero.observations) == "目標が0のため、達成率は計算できません"


@pytest.mark.parametrize(
    ("target", "actual", "why"),
    [
        ("増加", "289", "目標が数値ではなく「増加」と記載されているため、達成率は計算できません"),
        (None, "289", "目標の記載がないため、達成率は計算できません"),
        ("80", None, "実績の記載がないため、達成率は計算できません"),
        ("80", "中止", "実績が「中止」と記載されているため、達成率は計算できません"),
        ("80", "62", None),
    ],
)
def test_why_there_is_no_rate_is_said(target: str | None, actual: str | None, why: str | None) -> None:
    one = indicator(target, actual)
    found = standing(one, 2024)
    assert why_no_rate(one, found.target, found.actual) == why


@pytest.mark.parametrize(
    ("accumulation", "unit", "word"),
    [
        (Accumulation.CUMULATIVE, "人", "累計の指標"),
        (Accumulation.POINT_IN_TIME, "人", "ある時点の数"),
        (Accumulation.ANNUAL, "%", "割合の指標"),
        (Accumulation.ANNUAL, "％", "割合の指標"),
    ],
)
def test_sums_that_would_mislead_are_refused_with_the_reason(
    accumulation: Accumulation, unit: str, word: str
) -> None:
    reason = why_no_sum(indicator("80", "62", accumulation=accumulation, unit=unit))
    assert reason is not None
    assert reason.startswith(word)


def test_yearly_counts_may_be_added_up() -> None:
    assert why_no_sum(indicator("80", "62", accumulation=Accumulation.ANNUAL)) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [("98.85", "98.9%"), ("98.849", "98.8%"), ("0.05", "0.1%"), ("118.796", "118.8%"), ("62.5", "62.5%")],
)
def test_percentages_are_rounded_half_up_as_printed_tables_do(value: str, shown: str) -> None:
    assert percent_text(Decimal(value)) == shown


def test_rounding_half_up_does_not_round_to_even() -> None:
    assert rounded(Decimal("2.5"), 0) == 3
    assert rounded(Decimal("0.25")) == Decimal("0.3")


def test_change_needs_a_number_in_both_years() -> None:
    assert standing(indicator("80", "62", "67"), 2024).change == -5
    assert standing(indicator("80", "62", "中止"), 2024).change is None
    assert difference(indicator("80", "62", "67"), 2023, 2024) == -5
    assert difference(indicator("80", "62"), 2023, 2024) is None


def test_numbers_leave_words_out_and_come_oldest_first() -> None:
    held = indicator("増加", "62", "67")
    assert [one.value for one in numbers(held, Kind.ACTUAL)] == [67, 62]
    assert numbers(held, Kind.TARGET) == []
    assert [one.fiscal_year for one in numbers(held, Kind.ACTUAL, (2024,))] == [2024]
