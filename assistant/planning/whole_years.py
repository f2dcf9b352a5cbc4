"""The years that a question over many indicators is about, and the year whose target is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import AGAINST_TARGET, Condition, Span
from assistant.planning.conditions import run_length
from assistant.planning.scope import indicators_in
from assistant.plans import (
    Scope,
)
from assistant.understanding.reading import Reading
from corpus.types import Indicator, Kind
from index.figures import later_targets
from index.set_query import NumberTest, Quantity, WordTest

if TYPE_CHECKING:
    from assistant.planning.context import Context


def years_of_condition(condition: Condition, reading: Reading, context: Context) -> tuple[int, ...]:
    """Return the years that a condition is about: those named, or as many as a run or a change needs."""
    report = context.catalog.report
    years = reading.years.years
    year = year_of(reading, context)
    two = condition.asks(Quantity.GRADE_STEPS) or any(one.span is Span.FIRST for one in condition.wanted)
    if two:
        if len(years) == 2:
            return years
        before_now = len(years) == 1 and years[0] < report.fiscal_year
        if before_now and COMPARED_WITH.search(reading.folded):
            return (years[0], report.fiscal_year)
        last = years[-1] if years and not reading.years.versus_previous else report.fiscal_year
        last = (
            report.fiscal_year
            if years and years[-1] < report.fiscal_year and reading.years.relative
            else last
        )
        return (last - 1, last)
    if condition.asks(Quantity.TARGET_CHANGE):
        if len(years) >= 2:
            return years
        if len(years) == 1 and years[0] < report.fiscal_year and COMPARED_WITH.search(reading.folded):
            return (years[0], report.fiscal_year)  # 「R3より小さくした」: until the report's year
        return (years[0] - 1, years[0]) if years else tuple(report.years)
    of_target = any(isinstance(one.test, WordTest) and one.test.kind == "target" for one in condition.wanted)
    if of_target and not years:
        targeted = {
            one.fiscal_year
            for each in report.indicators
            for one in each.observations
            if one.kind is Kind.TARGET
        }
        return (year,) if year in targeted or not targeted else (max(targeted),)
    run = run_length(reading)
    if condition.consecutive and run == 0 and len(years) == 1 and "から" in reading.asked:
        return tuple(range(years[0], report.fiscal_year + 1))
    if condition.consecutive and len(years) < 2 and run is not None:
        moving = 1 if condition.asks(Quantity.CHANGE) else 0  # n falls need n + 1 years
        if run and len(years) == 1 and re.search(r"から", reading.asked):
            return tuple(range(years[0], years[0] + run + moving))
        if run:
            return tuple(range(year - run + 1 - moving, year + 1))
        held = [one for one in report.years if one <= report.fiscal_year]
        if condition.asks(*AGAINST_TARGET):
            # 「ずっと届いていない」: since there have been targets to reach.
            held = [
                one for one in held if any(each.observation(one, Kind.TARGET) for each in report.indicators)
            ] or held
        graded_years = [
            one for one in held if any(each.observation(one, Kind.GRADE) for each in report.indicators)
        ]
        return (
            tuple(graded_years if condition.grades and graded_years else held)
            if len(held) > 1
            else (year - 1, year)
        )
    if condition.asks(Quantity.CHANGE, Quantity.CHANGE_RATE, Quantity.PROGRESS):
        past = tuple(one for one in years if one < report.fiscal_year)
        if len(years) == 1 and past and COMPARED_WITH.search(reading.folded):
            return (
                years[0],
                report.fiscal_year,
            )  # 「昨年度を下回った」 「R3より減った」: until the report's year
        return years or (year,)
    return years or (year,)


COMPARED_WITH = re.compile(
    r"年(度)?(の(実績|数|値|数字|水準))?(より|から|と(見?比|較|対比|照ら|突き合わせ)|に比|を(上|下)回|を割|に届|以下|未満|を超)|r\d+(より|から|と比|に比|を(上|下)回)"
)


def every_year(reading: Reading, context: Context) -> tuple[int, ...]:
    """Return the years named, or every year up to the report's own."""
    report = context.catalog.report
    if len(reading.years.years) > 1:
        return reading.years.years
    return tuple(one for one in report.years if one <= report.fiscal_year)


def target_year_of(
    scope: Scope,
    condition: Condition,
    reading: Reading,
    context: Context,
    quantity: Quantity | None = None,
) -> int:
    """Return the later year whose 目標 is meant: named (R8の目標), 最終目標, or the only one printed; else 0."""
    if not (condition.asks(*AGAINST_TARGET) or quantity in AGAINST_TARGET):
        return 0
    report = context.catalog.report
    inside = indicators_in(scope, context.catalog)
    later = sorted(
        {
            one.fiscal_year
            for each in inside
            for one in each.observations
            if one.kind is Kind.TARGET and one.fiscal_year > report.fiscal_year
        }
    )
    if not later:
        return 0
    named = [one for one in reading.years.years if one in later]
    if named:
        return named[-1]
    if _FINAL_TARGET.search(reading.folded):
        return later[-1]
    return only_later_target(inside, year_of(reading, context), report.fiscal_year)


def only_later_target(inside: Iterable[Indicator], year: int, own_year: int) -> int:
    """Return the last year with a 目標 where a report's own year has none of its own to be held against; else 0."""
    held = tuple(inside)
    if year != own_year or any(
        each.observation(year, Kind.TARGET) or each.observation(year, Kind.RATE) for each in held
    ):
        return 0
    ahead = (one.fiscal_year for each in held for one in later_targets(each, own_year))
    return max(ahead, default=0)


def from_baseline(condition: Condition, reading: Reading, context: Context) -> tuple[Condition, Reading]:
    """Read a change since a year that prints 基準値 and no 実績 as the change since 基準値.

    Returned as given where no such year is named.
    """
    report, years = context.catalog.report, reading.years.years
    kinds = {
        one.kind
        for each in report.indicators
        for one in each.observations
        if years and one.fiscal_year == years[0]
    }
    if Kind.BASELINE not in kinds or Kind.ACTUAL in kinds or years[-1] > report.fiscal_year:
        return condition, reading
    later = replace(
        reading.years, years=years[-1:] if len(years) > 1 else (report.fiscal_year,), versus_previous=False
    )
    tests = tuple(
        replace(one, test=replace(one.test, quantity=_SINCE.get(one.test.quantity, one.test.quantity)))
        if isinstance(one.test, NumberTest)
        else one
        for one in condition.wanted
    )
    return Condition(tests), replace(reading, years=later, flags=reading.flags | {"kind:baseline"})


_SINCE = {
    Quantity.CHANGE: Quantity.SINCE_BASELINE,
    Quantity.CHANGE_RATE: Quantity.SINCE_BASELINE_RATE,
    Quantity.PROGRESS: Quantity.PROGRESS_SINCE_BASELINE,
}
_FINAL_TARGET = re.compile(
    r"(最終|計画最終|終期|目標年度)(の|年度の?)?(目標|ゴール)|(最終|目標)年度|(最後|終わり|ゴール)の(年(度)?)?の?(目標|ゴール|数字)"
    r"|計画(期間)?の?(最後|終わり|満了|終了)[^、。?]{0,6}(目標|ゴール)|計画(全体)?の(ゴール|到達点)|前倒し|先取り|早くも|早々|目標年(?!度の目標)"
)


def year_of(reading: Reading, context: Context) -> int:
    """Return the last year named, else the report's own."""
    return reading.years.years[-1] if reading.years.years else context.catalog.report.fiscal_year
