"""Typed questions over many indicators: which of them fulfil what, in which years, in which order.

A question becomes a `SetQuery`; `index.standings` compiles it to one SELECT with bound
parameters. Nothing here knows SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Quantity(StrEnum):
    """A number that an indicator has in one fiscal year, printed or computed from printed values."""

    TARGET = "target"  # 目標
    ACTUAL = "actual"  # 実績
    BASELINE = "baseline"  # 基準値: the same in every year
    RATE = "rate"  # 達成率 in percent: as printed, else 実績 / 目標
    GAP = "gap"  # 実績 - 目標
    GOOD_GAP = "good_gap"  # GAP towards what is good: below 0 is a miss, whichever way the indicator runs
    DISTANCE = "distance"  # GAP without its sign
    GAP_RATE = "gap_rate"  # GAP in percent of 目標, towards what is good: below 0 is a miss
    CHANGE = "change"  # 実績 - 実績 of the year before (or of `since`)
    RATE_CHANGE = "rate_change"  # 達成率 - 達成率 of the year before (or of `since`), in points
    NEARNESS = "nearness"  # how far 達成率 is from 100, in points
    PROGRESS = "progress"  # CHANGE towards what is good: positive is better, whichever way the indicator runs
    CHANGE_RATE = "change_rate"  # 伸び率 in percent of the 実績 of the year before (or of `since`)
    TARGET_CHANGE = "target_change"  # 目標 - 目標 of the year before (or of `since`)
    SINCE_BASELINE = "since_baseline"  # 実績 - 基準値
    PROGRESS_SINCE_BASELINE = "progress_since_baseline"  # 実績 - 基準値, towards what is good
    SINCE_BASELINE_RATE = "since_baseline_rate"  # the same in percent of 基準値
    GRADE_RANK = "grade_rank"  # 0 for the report's best grade, 1 for the next
    GRADE_STEPS = "grade_steps"  # by how many steps the grade is better than the year before (or `since`)
    MET = "met"  # 1 where the target was met, 0 where it was missed


class Comparison(StrEnum):
    """How a quantity is held against a number."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    NOT_EQUAL = "!="


@dataclass(frozen=True, slots=True)
class NumberTest:
    """A quantity against a number: 達成率 < 80, 実績 > 100, 前年度差 < 0."""

    quantity: Quantity
    comparison: Comparison
    number: Decimal


@dataclass(frozen=True, slots=True)
class GradeTest:
    """評価 is (or, negated, is something else than) one of `grades`; without a grade it holds for neither."""

    grades: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class WordTest:
    """目標 or 実績 is printed as one of these words; no words: printed as anything but a number.

    Negated: it is printed as a number.
    """

    kind: str  # target | actual
    words: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class NoFigureTest:
    """目標 or 実績 is not printed as a number: a word, a dash or nothing."""

    kind: str  # target | actual


@dataclass(frozen=True, slots=True)
class UnitTest:
    """The unit is one of these, as printed or in other width."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NatureTest:
    """How the values relate over the years: cumulative, annual or point_in_time; negated: any other way."""

    accumulation: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class NamelessTest:
    """The name was lost in the source."""


Test = NumberTest | GradeTest | WordTest | NoFigureTest | UnitTest | NatureTest | NamelessTest


@dataclass(frozen=True, slots=True)
class Clause:
    """A test with the years that it must hold in: all of them, or (`every` False) one at least.

    `since` is the earlier year that changes are counted from; None: the year before. `target_year`
    names a later year whose 目標 the 実績 of the report's own year is held against (RATE, GAP,
    MET); 0: each year against its own 目標.
    """

    test: Test
    years: tuple[int, ...]
    every: bool = True
    since: int | None = None
    target_year: int = 0


@dataclass(frozen=True, slots=True)
class SetQuery:
    """Which indicators fulfil every clause, within a scope, in the report's order or that of a quantity.

    Empty scope tuples mean no restriction. `indicators` and the other scope ids are those of one
    report. `excluded_departments` leaves out what only they run or, with `without`, all that they take
    part in. `order_by` sorts by that quantity in `year` (ties in the report's order) and leaves
    out indicators without it.
    """

    clauses: tuple[Clause, ...] = ()
    measures: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    excluded_departments: tuple[str, ...] = ()
    without: bool = False
    year: int = 0
    order_by: Quantity | None = None
    since: int | None = None
    target_year: int = 0
    descending: bool = True
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """The indicators found, in order, each with the quantity that they were ordered by (None without order)."""

    indicator: str
    value: Decimal | None = None
