"""What indicators must fulfil to be listed, counted or shared: tests over years, and how they are said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assistant.phrasing import grade_text, number_text
from index.set_query import (
    Clause,
    Comparison,
    GradeTest,
    NamelessTest,
    NatureTest,
    NoFigureTest,
    NumberTest,
    Quantity,
    Test,
    UnitTest,
    WordTest,
)

QUANTITY_LABELS = {
    Quantity.TARGET: "目標",
    Quantity.ACTUAL: "実績",
    Quantity.BASELINE: "基準値",
    Quantity.RATE: "達成率",
    Quantity.GAP: "目標との差",
    Quantity.GOOD_GAP: "目標との差",
    Quantity.DISTANCE: "目標との差",
    Quantity.GAP_RATE: "目標との差の割合（目標より良ければ＋）",
    Quantity.CHANGE: "前年度からの増減",
    Quantity.RATE_CHANGE: "達成率の前年度からの増減",
    Quantity.NEARNESS: "達成率と100%との差",
    Quantity.PROGRESS: "前年度からの改善",
    Quantity.PROGRESS_SINCE_BASELINE: "基準値からの改善",
    Quantity.CHANGE_RATE: "前年度からの増減率",
    Quantity.TARGET_CHANGE: "目標の前年度からの増減",
    Quantity.SINCE_BASELINE: "基準値からの増減",
    Quantity.SINCE_BASELINE_RATE: "基準値からの増減率",
    Quantity.GRADE_RANK: "評価",
    Quantity.GRADE_STEPS: "評価の変化",
    Quantity.MET: "目標の達成状況",
}
PERCENTAGES = frozenset(
    {Quantity.RATE, Quantity.CHANGE_RATE, Quantity.SINCE_BASELINE_RATE, Quantity.GAP_RATE}
)
AGAINST_TARGET = frozenset(
    {
        Quantity.NEARNESS,
        Quantity.RATE,
        Quantity.GAP,
        Quantity.GOOD_GAP,
        Quantity.DISTANCE,
        Quantity.GAP_RATE,
        Quantity.MET,
    }
)
"""What is computed from 実績 and 目標."""
_COMPARISON_WORDS = {
    Comparison.LESS: "{}未満",
    Comparison.AT_MOST: "{}以下",
    Comparison.MORE: "{}を超える",
    Comparison.AT_LEAST: "{}以上",
    Comparison.EQUAL: "{}",
    Comparison.NOT_EQUAL: "{}以外",
}
_NATURES = {"cumulative": "累計", "annual": "単年度の数", "point_in_time": "時点の数"}


class Span(StrEnum):
    """In which of a plan's years a test must hold."""

    LAST = "last"
    FIRST = "first"
    EVERY = "every"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A test and the years of the plan that it is about. `unit` is that of the number, as it was said."""

    test: Test
    span: Span = Span.LAST
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What indicators must fulfil to be listed: every part must hold; no parts: nothing is asked."""

    wanted: tuple[Wanted, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.wanted

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades asked for in the last year or in all; those left out of a negated test are not."""
        return tuple(
            grade
            for one in self.wanted
            if isinstance(one.test, GradeTest) and not one.test.negated and one.span is not Span.FIRST
            for grade in one.test.grades
        )

    @property
    def only_grades(self) -> bool:
        """Whether grades of one year are all that is asked for, which the report's own totals may count too."""
        return bool(self.grades) and len(self.wanted) == 1

    @property
    def consecutive(self) -> bool:
        """Whether a run of years is asked for."""
        return any(one.span is Span.EVERY for one in self.wanted)

    def asks(self, *quantities: Quantity) -> bool:
        """Whether one of these quantities is tested."""
        return any(
            isinstance(one.test, NumberTest) and one.test.quantity in quantities for one in self.wanted
        )

    def sign(self, quantity: Quantity) -> int:
        """Return +1 where the quantity must be above 0, -1 where below, 0 where neither is asked."""
        for one in self.wanted:
            test = one.test
            if isinstance(test, NumberTest) and test.quantity is quantity and not test.number:
                return {Comparison.MORE: 1, Comparison.LESS: -1}.get(test.comparison, 0)
        return 0

    @property
    def met(self) -> bool | None:
        """True where the target must be met, False where missed, None where neither is asked."""
        for one in self.wanted:
            if isinstance(one.test, NumberTest) and one.test.quantity is Quantity.MET:
                return one.test.number == 1
        return None

    def clauses(self, years: tuple[int, ...], target_year: int = 0) -> tuple[Clause, ...]:
        """Return the tests with their years. With two years or more a change counts from the first of them.

        With a `target_year` the tests on 目標 hold 実績 of the last year against that year's target.
        """
        found = (_clause(one, years) for one in self.wanted)
        return tuple(
            replace(one, target_year=target_year, years=one.years[-1:])
            if target_year and isinstance(one.test, NumberTest) and one.test.quantity in AGAINST_TARGET
            else one
            for one in found
        )


def graded(grades: tuple[str, ...], span: Span = Span.LAST) -> Condition:
    """Return the condition of having one of these grades."""
    return Condition((Wanted(GradeTest(grades), span),))


def met_or_not(met: bool) -> Wanted:
    """Return the wish for indicators that met (or missed) their target."""
    return Wanted(NumberTest(Quantity.MET, Comparison.EQUAL, Decimal(int(met))))


def moved(quantity: Quantity, direction: int, span: Span = Span.LAST) -> Wanted:
    """Return the wish for indicators whose quantity rose (+1) or fell (-1)."""
    comparison = Comparison.MORE if direction > 0 else Comparison.LESS
    return Wanted(NumberTest(quantity, comparison, Decimal(0)), span)


SINCE_BASELINE = frozenset(
    {Quantity.SINCE_BASELINE, Quantity.SINCE_BASELINE_RATE, Quantity.PROGRESS_SINCE_BASELINE}
)
"""What is counted from 基準値."""
MOVES = frozenset(
    {
        Quantity.CHANGE,
        Quantity.CHANGE_RATE,
        Quantity.RATE_CHANGE,
        Quantity.PROGRESS,
        Quantity.TARGET_CHANGE,
        Quantity.GRADE_STEPS,
    }
)
"""What is counted from an earlier year."""


def _clause(one: Wanted, years: tuple[int, ...]) -> Clause:
    moving = isinstance(one.test, NumberTest) and one.test.quantity in MOVES
    match one.span:
        case Span.FIRST:
            return Clause(one.test, years[:1])
        case Span.EVERY:
            return Clause(one.test, years[1:] if moving and len(years) > 1 else years)
        case Span.ANY:
            return Clause(one.test, years[1:] if moving and len(years) > 1 else years, every=False)
        case _:
            since = years[0] if moving and len(years) > 1 else None
            return Clause(one.test, years[-1:], since=since)


def condition_text(condition: Condition, years: tuple[int, ...]) -> str:
    """Return a condition in words, as in 「評価がC」; すべて where nothing is asked."""
    first = [
        one.test for one in condition.wanted if one.span is Span.FIRST and isinstance(one.test, GradeTest)
    ]
    last = [one.test for one in condition.wanted if one.span is Span.LAST and isinstance(one.test, GradeTest)]
    if len(first) == len(last) == 1 and len(condition.wanted) == 2:
        to = "以外" if last[0].negated else ""
        return f"評価が{_grades_text(first[0].grades)}から{_grades_text(last[0].grades)}{to}に変わった"
    return "、".join(_text(one, years) for one in condition.wanted) or "すべて"


def _grades_text(grades: tuple[str, ...]) -> str:
    return "または".join("評価不可（-）" if grade == "-" else grade_text(grade) for grade in grades)


def _text(one: Wanted, years: tuple[int, ...]) -> str:
    match one.test:
        case GradeTest(grades, negated):
            letters = _grades_text(grades)
            when = "前の年度の" if one.span is Span.FIRST else ""
            run = f"{len(years)}年続けて" if one.span is Span.EVERY and len(years) > 1 else ""
            return f"{run}{when}評価が{letters}{'以外' if negated else ''}"
        case WordTest(kind, _, True):
            return f"{'目標' if kind == 'target' else '実績'}が数値の"
        case WordTest(kind, words):
            label = "目標" if kind == "target" else "実績"
            return f"{label}が「{'・'.join(words)}」" if words else f"{label}が数値でない"
        case NoFigureTest(kind):
            return f"{'目標' if kind == 'target' else '実績'}の数値がない"
        case UnitTest(units):
            return f"単位が「{'・'.join(units)}」"
        case NatureTest(accumulation, negated):
            return f"値が{_NATURES[accumulation]}{'でない' if negated else ''}"
        case NamelessTest():
            return "指標名が抽出で失われた"
        case NumberTest():
            return _number_text(one, one.test, years)


def _number_text(one: Wanted, test: NumberTest, years: tuple[int, ...]) -> str:
    if test.quantity is Quantity.MET:
        run = f"{len(years)}年続けて" if one.span is Span.EVERY and len(years) > 1 else ""
        return f"{run}目標を達成した" if test.number else f"{run}目標が未達成"
    rises = {Comparison.MORE: 1, Comparison.LESS: -1, Comparison.EQUAL: 0}.get(test.comparison)
    if not test.number and rises is not None:
        run = f"{len(years) - 1}年続けて" if one.span is Span.EVERY else "前年度より"
        if one.span is Span.LAST and len(years) > 1:
            run = "はじめの年度より"
        match test.quantity:
            case Quantity.CHANGE:
                return f"実績が{run}{('増えた', '変わらない', '減った')[1 - rises]}"
            case Quantity.TARGET_CHANGE:
                return f"目標値が{('引き上げられた', '変わらない', '引き下げられた')[1 - rises]}"
            case Quantity.GRADE_STEPS:
                return f"評価が前の年度{('より上がった', 'と変わらない', 'より下がった')[1 - rises]}"
            case Quantity.RATE_CHANGE:
                return f"達成率が前年度{('より上がった', 'と変わらない', 'より下がった')[1 - rises]}"
            case Quantity.PROGRESS:
                return f"実績が{run}{('良くなった', '変わらない', '悪くなった')[1 - rises]}"
            case Quantity.PROGRESS_SINCE_BASELINE:
                return f"実績が基準値より{('良い', '変わらない', '悪い')[1 - rises]}"
            case Quantity.SINCE_BASELINE:
                return f"実績が基準値{('を上回る', 'と同じ', 'を下回る')[1 - rises]}"
            case _:
                pass
    if test.quantity is Quantity.GRADE_STEPS:
        way = "下がった" if test.number < 0 else "上がった"
        more = "" if test.comparison is Comparison.EQUAL else "以上"
        return f"評価が前の年度より{abs(test.number)}段階{more}{way}"
    unit = "%" if test.quantity in PERCENTAGES else one.unit
    label = QUANTITY_LABELS[test.quantity]
    if test.quantity in (Quantity.CHANGE, Quantity.CHANGE_RATE) and test.number:
        # A fall of 10% or more is a change of -10% or less.
        falls = test.comparison in (Comparison.LESS, Comparison.AT_MOST)
        amount = f"{number_text(abs(test.number))}{unit}"
        bound = "以上" if test.comparison in (Comparison.AT_MOST, Comparison.AT_LEAST) else "を超えて"
        from_when = "はじめの年度" if len(years) > 1 and one.span is Span.LAST else "前年度"
        return f"実績が{from_when}より{amount}{bound}{'減った' if falls else '増えた'}"
    return f"{label}が{_COMPARISON_WORDS[test.comparison].format(number_text(test.number) + unit)}"
