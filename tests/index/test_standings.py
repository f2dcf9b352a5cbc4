"""Questions over many indicators: every test, scope and order, and the same figures as plain arithmetic."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from corpus.numerals import parse_printed_number
from corpus.parse import parse_report
from corpus.types import (
    Accumulation,
    Block,
    Direction,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Place,
    Report,
)
from index.figures import baseline_of, direction_of, standing
from index.set_query import (
    Clause,
    Comparison,
    GradeTest,
    NamelessTest,
    NatureTest,
    NoFigureTest,
    NumberTest,
    Quantity,
    Selected,
    SetQuery,
    Test,
    UnitTest,
    WordTest,
)
from index.standings import Standings, compile_set, compile_undecided

SCALE = ("A", "B", "C")
OPERATORS: dict[Comparison, Callable[[Decimal, Decimal], bool]] = {
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.MORE: gt,
    Comparison.AT_LEAST: ge,
    Comparison.EQUAL: eq,
    Comparison.NOT_EQUAL: ne,
}
Printed = Mapping[int, str]


def indicator(
    item_id: str,
    *,
    name: str | None = "参加者数",
    unit: str | None = "人",
    targets: Printed | None = None,
    actuals: Printed | None = None,
    grades: Printed | None = None,
    rates: Printed | None = None,
    baseline: str = "",
    accumulation: Accumulation = Accumulation.ANNUAL,
    direction: Direction = Direction.UP,
) -> Indicator:
    """An indicator with the cells given as printed; what is no number becomes a word."""
    cells: list[Observation] = []
    for kind, row in ((Kind.TARGET, targets), (Kind.ACTUAL, actuals), (Kind.RATE, rates)):
        for year, printed in (row or {}).items():
            value = parse_printed_number(printed)
            cells.append(Observation(item_id, year, kind, printed, value, place=Place(1, year)))
    for year, letter in (grades or {}).items():
        cells.append(Observation(item_id, year, Kind.GRADE, letter, grade=letter, place=Place(1, year)))
    if baseline:
        value = parse_printed_number(baseline)
        cells.append(Observation(item_id, 2019, Kind.BASELINE, baseline, value, place=Place(1, 0)))
    return Indicator(item_id, name, name, unit, None, accumulation, direction, Place(1, 0), tuple(cells))


def report_of(*rows: tuple[Indicator, tuple[str, ...]]) -> Report:
    """A report of these indicators and their departments; ids tell measure and initiative (①-2#1)."""
    measures = []
    for measure, inside in groupby(rows, key=lambda row: row[0].id[0]):
        initiatives = []
        for number, (initiative, blocks) in enumerate(
            groupby(inside, key=lambda row: row[0].id.split("#")[0]), start=1
        ):
            made = tuple(
                Block(f"{initiative}.{at}", names, "、".join(names), Place(1, 1), False, (), (one,))
                for at, (one, names) in enumerate(blocks, start=1)
            )
            initiatives.append(Initiative(initiative, number, "取組", Place(1, 0), made))
        measures.append(Measure(measure, "施策名", "施策", Place(1, 0), tuple(initiatives)))
    return Report(
        name="small",
        title="小さな計画",
        city="",
        plan=None,
        fiscal_year=2024,
        years=(2022, 2023, 2024, 2025, 2026),
        digest="d",
        file_name="small.txt",
        measures=tuple(measures),
        legend=(),
        totals=(),
        remarks=(),
        cross_references=(),
        prose_figures=(),
        findings=(),
    )


def standings_of(*rows: Indicator) -> Standings:
    return Standings(report_of(*((one, ("公園課",)) for one in rows)), SCALE)


def found(standings: Standings, test: Test, *years: int, **more: object) -> list[str]:
    """The ids that one clause selects."""
    clause = Clause(test, years or (2024,), **more)  # type: ignore[arg-type]
    return [one.indicator for one in standings.select(SetQuery((clause,)))]


def ids(selected: Sequence[Selected]) -> list[str]:
    return [one.indicator for one in selected]


def number_of(
    standings: Standings, quantity: Quantity, year: int = 2024, since: int | None = None
) -> Decimal | None:
    """The value that the first indicator is ordered by; None where it has none."""
    selected = standings.select(SetQuery(order_by=quantity, year=year, since=since))
    return selected[0].value if selected else None


# -- quantities ------------------------------------------------------------------------------------

ONE = indicator(
    "①-1#1",
    targets={2022: "40", 2023: "50", 2024: "80", 2025: "90", 2026: "100"},
    actuals={2022: "50", 2023: "40", 2024: "60"},
    grades={2022: "A", 2023: "C", 2024: "B"},
    baseline="48",
)


@pytest.mark.parametrize(
    ("quantity", "since", "value"),
    [
        (Quantity.TARGET, None, "80"),
        (Quantity.ACTUAL, None, "60"),
        (Quantity.BASELINE, None, "48"),
        (Quantity.RATE, None, "75"),
        (Quantity.GAP, None, "-20"),
        (Quantity.CHANGE, None, "20"),
        (Quantity.CHANGE, 2022, "10"),
        (Quantity.RATE_CHANGE, None, "-5"),
        (Quantity.RATE_CHANGE, 2022, "-50"),
        (Quantity.NEARNESS, None, "25"),
        (Quantity.GAP_RATE, None, "-25"),
        (Quantity.PROGRESS, None, "20"),
        (Quantity.PROGRESS, 2022, "10"),
        (Quantity.CHANGE_RATE, None, "50"),
        (Quantity.CHANGE_RATE, 2022, "20"),
        (Quantity.TARGET_CHANGE, None, "30"),
        (Quantity.TARGET_CHANGE, 2022, "40"),
        (Quantity.SINCE_BASELINE, None, "12"),
        (Quantity.PROGRESS_SINCE_BASELINE, None, "12"),
        (Quantity.SINCE_BASELINE_RATE, None, "25"),
        (Quantity.GRADE_RANK, None, "1"),
        (Quantity.GRADE_STEPS, None, "1"),
        (Quantity.GRADE_STEPS, 2022, "-1"),
        (Quantity.MET, None, "0"),
    ],
)
def test_each_quantity_of_one_year(quantity: Quantity, since: int | None, value: str) -> None:
    assert number_of(standings_of(ONE), quantity, since=since) == Decimal(value)


def test_every_quantity_is_among_the_cases_above() -> None:
    standings = standings_of(ONE)
    assert [one for one in Quantity if number_of(standings, one) is None] == []


@pytest.mark.parametrize(
    ("quantity", "value"),
    [(Quantity.CHANGE, "-6"), (Quantity.PROGRESS, "6"), (Quantity.PROGRESS_SINCE_BASELINE, "8")],
)
def test_progress_is_towards_what_is_good_where_less_is_better(quantity: Quantity, value: str) -> None:
    waiting = indicator(
        "①-1#1",
        targets={2023: "5", 2024: "3"},
        actuals={2023: "10", 2024: "4"},
        baseline="12",
        direction=Direction.DOWN,
    )
    assert number_of(standings_of(waiting), quantity) == Decimal(value)


def test_no_rate_is_computed_where_less_is_better() -> None:
    waiting = indicator("①-1#1", targets={2024: "3"}, actuals={2024: "4"}, direction=Direction.DOWN)
    assert number_of(standings_of(waiting), Quantity.RATE) is None


def test_progress_is_unknown_where_the_name_is_of_something_unwanted_and_no_figure_tells() -> None:
    standings = standings_of(indicator("①-1#1", name="交通事故発生件数", actuals={2023: "10", 2024: "8"}))
    assert number_of(standings, Quantity.CHANGE) == -2
    assert number_of(standings, Quantity.PROGRESS) is None


def test_a_printed_rate_goes_before_the_computed_one() -> None:
    printed = indicator("①-1#1", targets={2023: "10", 2024: "10"}, actuals={2024: "5"}, rates={2024: "48.7%"})
    assert number_of(standings_of(printed), Quantity.RATE) == Decimal("48.7")


@pytest.mark.parametrize(
    ("quantity", "actuals", "baseline"),
    [
        (Quantity.CHANGE, {2024: "5"}, ""),
        (Quantity.CHANGE, {2023: "中止", 2024: "5"}, ""),
        (Quantity.CHANGE, {2023: "5", 2024: "中止"}, ""),
        (Quantity.CHANGE_RATE, {2023: "0", 2024: "5"}, ""),
        (Quantity.SINCE_BASELINE, {2024: "5"}, "R1アンケート"),
        (Quantity.SINCE_BASELINE_RATE, {2024: "5"}, "0"),
        (Quantity.RATE, {2024: "5"}, ""),
        (Quantity.MET, {2024: "5"}, ""),
        (Quantity.GRADE_STEPS, {2024: "5"}, ""),
    ],
)
def test_what_lacks_a_figure_has_no_quantity_and_is_in_no_order(
    quantity: Quantity, actuals: Printed, baseline: str
) -> None:
    standings = standings_of(indicator("①-1#1", actuals=actuals, baseline=baseline))
    assert standings.select(SetQuery(order_by=quantity, year=2024)) == ()


def test_a_target_in_words_is_met_by_the_move_it_asks_for() -> None:
    more = indicator("①-1#1", targets={2024: "増加"}, actuals={2023: "5", 2024: "6"})
    less = indicator("①-1#2", targets={2024: "増加"}, actuals={2023: "5", 2024: "4"})
    assert found(standings_of(more, less), NumberTest(Quantity.MET, Comparison.EQUAL, Decimal(1))) == [
        "①-1#1"
    ]


def test_the_reports_own_verdict_decides_whether_a_target_was_met() -> None:
    given = indicator("①-1#1", targets={2024: "10"}, actuals={2024: "12"}, grades={2024: "未達成"})
    standings = Standings(report_of((given, ())), ("達成", "未達成"))
    assert number_of(standings, Quantity.MET) == 0


def test_the_dash_and_letters_of_no_scale_have_no_rank() -> None:
    rows = [
        indicator(f"①-1#{at}", grades={2024: letter}) for at, letter in enumerate(("-", "Z", "A"), start=1)
    ]
    assert standings_of(*rows).select(SetQuery(order_by=Quantity.GRADE_RANK, year=2024)) == (
        Selected("①-1#3", Decimal(0)),
    )


# -- comparisons -----------------------------------------------------------------------------------

THREE = tuple(
    indicator(f"①-1#{at}", actuals={2024: printed})
    for at, printed in enumerate(("79.9", "80", "80.1"), start=1)
)


@pytest.mark.parametrize(
    ("comparison", "chosen"),
    [
        (Comparison.LESS, [1]),
        (Comparison.AT_MOST, [1, 2]),
        (Comparison.MORE, [3]),
        (Comparison.AT_LEAST, [2, 3]),
        (Comparison.EQUAL, [2]),
        (Comparison.NOT_EQUAL, [1, 3]),
    ],
)
def test_each_comparison_at_its_bound(comparison: Comparison, chosen: list[int]) -> None:
    test = NumberTest(Quantity.ACTUAL, comparison, Decimal(80))
    assert found(standings_of(*THREE), test) == [f"①-1#{at}" for at in chosen]


def test_thirds_are_equal_to_themselves_in_spite_of_binary_numbers() -> None:
    """0.1 + 0.2 and 1/3 are no binary numbers: rounded on both sides, they are what arithmetic says."""
    standings = standings_of(
        indicator("①-1#1", actuals={2023: "0.1", 2024: "0.3"}),
        indicator("①-1#2", targets={2023: "3", 2024: "30"}, actuals={2024: "10"}),
    )
    change = NumberTest(Quantity.CHANGE, Comparison.EQUAL, Decimal("0.2"))
    third = NumberTest(Quantity.RATE, Comparison.EQUAL, Decimal(100) / Decimal(3))
    assert found(standings, change) == ["①-1#1"]
    assert found(standings, third) == ["①-1#2"]


@pytest.mark.parametrize(
    ("printed", "comparison", "number", "holds", "unknown"),
    [
        ("100%超", Comparison.MORE, 100, True, False),
        ("100%超", Comparison.AT_LEAST, 100, True, False),
        ("100%超", Comparison.AT_MOST, 100, False, False),
        ("100%超", Comparison.LESS, 80, False, False),
        ("100%超", Comparison.MORE, 120, False, True),
        ("100%超", Comparison.EQUAL, 100, False, False),
        ("100超", Comparison.MORE, 100, True, False),
        ("１００％超", Comparison.MORE, 100, True, False),
        ("100%以上", Comparison.AT_LEAST, 100, True, False),
        ("100%以上", Comparison.LESS, 100, False, False),
        ("50%未満", Comparison.LESS, 50, True, False),
        ("50%未満", Comparison.AT_LEAST, 50, False, False),
        ("50%未満", Comparison.LESS, 30, False, True),
        ("50%以下", Comparison.AT_MOST, 50, True, False),
        ("算定中", Comparison.AT_MOST, 50, False, True),
    ],
)
def test_an_open_rate_holds_only_where_all_of_it_does(
    printed: str, comparison: Comparison, number: int, holds: bool, unknown: bool
) -> None:
    standings = standings_of(indicator("①-1#1", rates={2024: printed}))
    clause = Clause(NumberTest(Quantity.RATE, comparison, Decimal(number)), (2024,))
    assert bool(standings.select(SetQuery((clause,)))) is holds
    assert bool(standings.undecided(SetQuery((clause,)))) is unknown


def test_an_open_rate_takes_no_place_in_an_order() -> None:
    rows = (
        indicator("①-1#1", rates={2024: "100%超"}),
        indicator("①-1#2", rates={2024: "90%"}),
    )
    assert standings_of(*rows).select(SetQuery(order_by=Quantity.RATE, year=2024)) == (
        Selected("①-1#2", Decimal(90)),
    )


# -- grades, words, units and the rest ---------------------------------------------------------------

GRADED = tuple(
    indicator(f"①-1#{at}", actuals={2024: "1"}, grades={2024: letter} if letter else {})
    for at, letter in enumerate(("A", "B", "C", "-", ""), start=1)
)


@pytest.mark.parametrize(
    ("test", "chosen"),
    [
        (GradeTest(("A",)), [1]),
        (GradeTest(("A", "C")), [1, 3]),
        (GradeTest(("-",)), [4]),
        (GradeTest(("D",)), []),
        (GradeTest(("C",), negated=True), [1, 2]),
        (GradeTest(("A", "B"), negated=True), [3]),
        (GradeTest(("D",), negated=True), [1, 2, 3]),
    ],
)
def test_grades(test: GradeTest, chosen: list[int]) -> None:
    assert found(standings_of(*GRADED), test) == [f"①-1#{at}" for at in chosen]


WORDED = (
    indicator("①-1#1", targets={2024: "増加"}, actuals={2024: "中止"}),
    indicator("①-1#2", targets={2024: "10"}, actuals={2024: "実施なし"}),
    indicator("①-1#3", targets={2024: "減少"}, actuals={2024: "12"}),
    indicator("①-1#4", grades={2024: "B"}),
)


@pytest.mark.parametrize(
    ("test", "chosen"),
    [
        (WordTest("target", ("増加",)), [1]),
        (WordTest("target", ("増加", "減少")), [1, 3]),
        (WordTest("actual", ("中止",)), [1]),
        (WordTest("actual", ("増加",)), []),
        (WordTest("target"), [1, 3]),
        (WordTest("actual"), [1, 2]),
        (WordTest("target", negated=True), [2]),
        (WordTest("actual", negated=True), [3]),
        (NoFigureTest("target"), [1, 3, 4]),
        (NoFigureTest("actual"), [1, 2, 4]),
    ],
)
def test_words_in_place_of_figures(test: Test, chosen: list[int]) -> None:
    assert found(standings_of(*WORDED), test) == [f"①-1#{at}" for at in chosen]


def test_a_year_without_any_cell_has_no_figure() -> None:
    assert found(standings_of(*WORDED), NoFigureTest("actual"), 2023) == [
        "①-1#1",
        "①-1#2",
        "①-1#3",
        "①-1#4",
    ]


UNITS = tuple(
    indicator(f"①-1#{at}", unit=unit)
    for at, unit in enumerate(("％", "%", "人", "t-CO2", None, " 件 "), start=1)
)


@pytest.mark.parametrize(
    ("units", "chosen"),
    [
        (("%",), [1, 2]),
        (("％",), [1, 2]),
        (("人",), [3]),
        (("T-CO2",), [4]),
        (("件",), [6]),
        (("人", "件"), [3, 6]),
        (("人件",), []),
        (("倍",), []),
    ],
)
def test_units_in_any_width_and_case(units: tuple[str, ...], chosen: list[int]) -> None:
    assert found(standings_of(*UNITS), UnitTest(units)) == [f"①-1#{at}" for at in chosen]


NATURES = tuple(
    indicator(f"①-1#{at}", accumulation=nature)
    for at, nature in enumerate(
        (Accumulation.CUMULATIVE, Accumulation.ANNUAL, Accumulation.POINT_IN_TIME, Accumulation.UNKNOWN),
        start=1,
    )
)


@pytest.mark.parametrize(
    ("nature", "negated", "chosen"),
    [
        ("cumulative", False, [1]),
        ("annual", False, [2]),
        ("point_in_time", False, [3]),
        ("cumulative", True, [2, 3, 4]),
    ],
)
def test_the_nature_of_values(nature: str, negated: bool, chosen: list[int]) -> None:
    assert found(standings_of(*NATURES), NatureTest(nature, negated)) == [f"①-1#{at}" for at in chosen]


def test_lost_names() -> None:
    rows = (indicator("①-1#1"), indicator("①-1#2", name=None))
    assert found(standings_of(*rows), NamelessTest()) == ["①-1#2"]


@pytest.mark.parametrize("test", [UnitTest(("人",)), NatureTest("annual"), NamelessTest()])
def test_what_no_year_changes_is_asked_without_years(test: Test) -> None:
    standings = standings_of(indicator("①-1#1", name=None))
    assert ids(standings.select(SetQuery((Clause(test, ()),)))) == ["①-1#1"]
    assert standings.undecided(SetQuery((Clause(test, ()),))) == ()


# -- several years -----------------------------------------------------------------------------------

FALLING = (
    indicator("①-1#1", actuals={2021: "9", 2022: "8", 2023: "7", 2024: "6"}),
    indicator("①-1#2", actuals={2021: "9", 2022: "10", 2023: "7", 2024: "6"}),
    indicator("①-1#3", actuals={2021: "9", 2022: "中止", 2023: "7", 2024: "6"}),
    indicator("①-1#4", actuals={2021: "5", 2022: "6", 2023: "7", 2024: "8"}),
)
FALLS = NumberTest(Quantity.CHANGE, Comparison.LESS, Decimal(0))


@pytest.mark.parametrize(
    ("years", "every", "chosen"),
    [
        ((2022, 2023, 2024), True, [1]),
        ((2022, 2023, 2024), False, [1, 2, 3]),
        ((2023, 2024), True, [1, 2]),
        ((2024,), True, [1, 2, 3]),
        ((2024,), False, [1, 2, 3]),
        ((2024, 2024, 2023), True, [1, 2]),
        ((2020, 2030), False, []),
    ],
)
def test_in_every_year_or_in_one_of_them(years: tuple[int, ...], every: bool, chosen: list[int]) -> None:
    assert found(standings_of(*FALLING), FALLS, *years, every=every) == [f"①-1#{at}" for at in chosen]


def test_a_change_is_counted_from_the_year_named() -> None:
    rise = NumberTest(Quantity.CHANGE, Comparison.EQUAL, Decimal(-3))
    assert found(standings_of(*FALLING), rise, 2024, since=2021) == ["①-1#1", "①-1#2", "①-1#3"]
    assert found(standings_of(*FALLING), rise, 2024) == []


def test_grades_of_two_years_in_two_clauses() -> None:
    rows = (
        indicator("①-1#1", grades={2023: "B", 2024: "C"}),
        indicator("①-1#2", grades={2023: "C", 2024: "C"}),
    )
    clauses = (Clause(GradeTest(("B",)), (2023,)), Clause(GradeTest(("C",)), (2024,)))
    assert ids(standings_of(*rows).select(SetQuery(clauses))) == ["①-1#1"]


# -- a later year's target ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "target_year", "value"),
    [
        (Quantity.TARGET, 2026, "100"),
        (Quantity.RATE, 2026, "60"),
        (Quantity.GAP, 2026, "-40"),
        (Quantity.GAP, 2025, "-30"),
        (Quantity.MET, 2026, "0"),
        (Quantity.CHANGE, 2026, "20"),
    ],
)
def test_the_actual_is_held_against_a_later_target(quantity: Quantity, target_year: int, value: str) -> None:
    query = SetQuery(order_by=quantity, year=2024, target_year=target_year)
    assert standings_of(ONE).select(query) == (Selected("①-1#1", Decimal(value)),)


def test_a_clause_can_ask_for_a_later_target_too() -> None:
    near = NumberTest(Quantity.RATE, Comparison.AT_LEAST, Decimal(70))
    assert found(standings_of(ONE), near) == ["①-1#1"]
    assert found(standings_of(ONE), near, target_year=2026) == []


@pytest.mark.parametrize("target_year", [2023, 2024, 2030])
def test_there_is_nothing_against_a_target_that_is_no_later_one(target_year: int) -> None:
    query = SetQuery(order_by=Quantity.GAP, year=2024, target_year=target_year)
    assert standings_of(ONE).select(query) == ()


def test_neither_the_grade_nor_the_printed_rate_speaks_of_a_later_target() -> None:
    given = indicator(
        "①-1#1",
        targets={2024: "10", 2026: "20"},
        actuals={2024: "10"},
        rates={2024: "100%"},
        grades={2024: "達成"},
    )
    standings = Standings(report_of((given, ())), ("達成", "未達成"))
    assert standings.select(SetQuery(order_by=Quantity.RATE, year=2024, target_year=2026))[0].value == 50
    assert standings.select(SetQuery(order_by=Quantity.MET, year=2024, target_year=2026))[0].value == 0
    assert found(standings, GradeTest(("達成",)), target_year=2026) == []


def test_a_later_target_in_words_cannot_be_told_yet() -> None:
    given = indicator("①-1#1", targets={2024: "増加", 2026: "増加"}, actuals={2023: "1", 2024: "2"})
    standings = standings_of(given)
    assert number_of(standings, Quantity.MET) == 1
    assert standings.select(SetQuery(order_by=Quantity.MET, year=2024, target_year=2026)) == ()


# -- undecided ---------------------------------------------------------------------------------------

MISSED = NumberTest(Quantity.MET, Comparison.EQUAL, Decimal(0))


@pytest.mark.parametrize(
    ("targets", "actuals", "unknown"),
    [
        ({2024: "10"}, {2024: "9"}, False),
        ({2024: "10"}, {2024: "11"}, False),
        ({2024: "10"}, {2024: "中止"}, True),
        ({2024: "10"}, {}, True),
        ({}, {2024: "9"}, True),
        ({2024: "増加"}, {2024: "9"}, True),
        ({2023: "10"}, {2023: "9"}, True),
    ],
)
def test_what_lacks_a_figure_is_undecided(targets: Printed, actuals: Printed, unknown: bool) -> None:
    standings = standings_of(indicator("①-1#1", targets=targets, actuals=actuals))
    assert bool(standings.undecided(SetQuery((Clause(MISSED, (2024,)),)))) is unknown


@pytest.mark.parametrize(
    ("every", "actuals", "holds", "unknown"),
    [
        (True, {2021: "9", 2022: "8", 2023: "7"}, True, False),
        (True, {2021: "9", 2022: "8", 2023: "中止"}, False, True),
        (True, {2021: "9", 2022: "10", 2023: "中止"}, False, False),
        (False, {2021: "9", 2022: "8", 2023: "中止"}, True, False),
        (False, {2021: "9", 2022: "10", 2023: "中止"}, False, True),
        (False, {2021: "9", 2022: "10", 2023: "11"}, False, False),
    ],
)
def test_over_several_years_one_that_fails_or_holds_may_settle_it(
    every: bool, actuals: Printed, holds: bool, unknown: bool
) -> None:
    standings = standings_of(indicator("①-1#1", actuals=actuals))
    query = SetQuery((Clause(FALLS, (2022, 2023), every),))
    assert (bool(standings.select(query)), bool(standings.undecided(query))) == (holds, unknown)


def test_a_second_clause_that_fails_decides() -> None:
    standings = standings_of(indicator("①-1#1", targets={2024: "10"}, actuals={2024: "中止"}))
    unknown = Clause(MISSED, (2024,))
    assert standings.undecided(SetQuery((unknown, Clause(UnitTest(("人",)), ())))) == ("①-1#1",)
    assert standings.undecided(SetQuery((unknown, Clause(UnitTest(("件",)), ())))) == ()


@pytest.mark.parametrize(
    "test",
    [
        GradeTest(("A",)),
        GradeTest(("A",), negated=True),
        WordTest("actual", ("延期",)),
        NoFigureTest("target"),
        NumberTest(Quantity.GRADE_STEPS, Comparison.MORE, Decimal(0)),
    ],
)
def test_a_missing_grade_or_word_is_an_answer_not_a_gap(test: Test) -> None:
    standings = standings_of(indicator("①-1#1", actuals={2024: "中止"}))
    assert standings.undecided(SetQuery((Clause(test, (2024,)),))) == ()


def test_nothing_is_undecided_where_nothing_is_asked() -> None:
    assert standings_of(*WORDED).undecided(SetQuery()) == ()


def test_what_is_undecided_lies_in_the_scope_and_in_the_reports_order() -> None:
    standings = standings_of(indicator("①-1#1"), indicator("①-2#1"), indicator("②-1#1"))
    clause = (Clause(MISSED, (2024,)),)
    assert standings.undecided(SetQuery(clause)) == ("①-1#1", "①-2#1", "②-1#1")
    assert standings.undecided(SetQuery(clause, measures=("①",))) == ("①-1#1", "①-2#1")


# -- scope, order and limit --------------------------------------------------------------------------

SCOPED = report_of(
    (indicator("①-1#1", actuals={2024: "5"}), ("公園課",)),
    (indicator("①-1#2", actuals={2024: "7"}), ("道路課",)),
    (indicator("①-2#1", actuals={2024: "5"}), ("公園課", "道路課")),
    (indicator("②-1#1", actuals={2024: "9"}), ()),
    (indicator("②-1#2", actuals={2024: "-3"}), ("環境課",)),
)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        (SetQuery(), "①-1#1 ①-1#2 ①-2#1 ②-1#1 ②-1#2"),
        (SetQuery(measures=("②",)), "②-1#1 ②-1#2"),
        (SetQuery(measures=("①", "②")), "①-1#1 ①-1#2 ①-2#1 ②-1#1 ②-1#2"),
        (SetQuery(measures=("⑨",)), ""),
        (SetQuery(initiatives=("①-1",)), "①-1#1 ①-1#2"),
        (SetQuery(indicators=("②-1#2", "①-1#1")), "①-1#1 ②-1#2"),
        (SetQuery(measures=("①",), initiatives=("②-1",)), ""),
        (SetQuery(departments=("公園課",)), "①-1#1 ①-2#1"),
        (SetQuery(departments=("公園課", "環境課")), "①-1#1 ①-2#1 ②-1#2"),
        (SetQuery(departments=("公園",)), ""),
        (SetQuery(excluded_departments=("公園課",)), "①-1#2 ①-2#1 ②-1#2"),
        (SetQuery(excluded_departments=("公園課",), without=True), "①-1#2 ②-1#2"),
        (SetQuery(excluded_departments=("公園課", "道路課")), "②-1#2"),
        (SetQuery(excluded_departments=("公園課",), measures=("①",)), "①-1#2 ①-2#1"),
        (SetQuery(departments=("道路課",), excluded_departments=("公園課",), without=True), "①-1#2"),
    ],
)
def test_scopes(query: SetQuery, chosen: str) -> None:
    assert " ".join(ids(Standings(SCOPED, SCALE).select(query))) == chosen


@pytest.mark.parametrize(
    ("descending", "limit", "chosen"),
    [
        (True, None, "②-1#1 ①-1#2 ①-1#1 ①-2#1 ②-1#2"),
        (False, None, "②-1#2 ①-1#1 ①-2#1 ①-1#2 ②-1#1"),
        (True, 3, "②-1#1 ①-1#2 ①-1#1"),
        (False, 2, "②-1#2 ①-1#1"),
        (True, 0, ""),
        (True, 99, "②-1#1 ①-1#2 ①-1#1 ①-2#1 ②-1#2"),
    ],
)
def test_orders_keep_the_reports_order_among_equals(descending: bool, limit: int | None, chosen: str) -> None:
    query = SetQuery(year=2024, order_by=Quantity.ACTUAL, descending=descending, limit=limit)
    assert " ".join(ids(Standings(SCOPED, SCALE).select(query))) == chosen


def test_a_limit_without_an_order_takes_the_first_of_the_report() -> None:
    assert ids(Standings(SCOPED, SCALE).select(SetQuery(limit=2))) == ["①-1#1", "①-1#2"]


def test_scope_clause_and_order_work_together() -> None:
    query = SetQuery(
        (Clause(NumberTest(Quantity.ACTUAL, Comparison.MORE, Decimal(0)), (2024,)),),
        measures=("①", "②"),
        excluded_departments=("環境課",),
        year=2024,
        order_by=Quantity.ACTUAL,
        limit=2,
    )
    assert Standings(SCOPED, SCALE).select(query) == (
        Selected("①-1#2", Decimal(7)),
        Selected("①-1#1", Decimal(5)),
    )


# -- safety ------------------------------------------------------------------------------------------

INJECTIONS = ("' OR '1'='1", "人'); DROP TABLE item; --", '" OR 1=1 --', "%", "_", "\\", "\x00")


@pytest.mark.parametrize("planted", INJECTIONS)
def test_text_of_a_question_is_never_sql(planted: str) -> None:
    standings = standings_of(indicator("①-1#1", actuals={2024: "中止"}, grades={2024: "A"}))
    for test in (
        UnitTest((planted,)),
        WordTest("actual", (planted,)),
        GradeTest((planted,)),
        NatureTest(planted),
    ):
        assert found(standings, test) == []
    for scope in (
        SetQuery(measures=(planted,)),
        SetQuery(initiatives=(planted,)),
        SetQuery(indicators=(planted,)),
        SetQuery(departments=(planted,)),
    ):
        assert standings.select(scope) == ()
    assert ids(standings.select(SetQuery(excluded_departments=(planted,), without=True))) == ["①-1#1"]
    assert ids(standings.select(SetQuery())) == ["①-1#1"]


@pytest.mark.parametrize("planted", INJECTIONS[:3])
def test_what_is_asked_for_is_no_part_of_the_statement(planted: str) -> None:
    clauses = (
        Clause(UnitTest((planted,)), ()),
        Clause(WordTest("target", (planted,)), (2024,)),
        Clause(GradeTest((planted,)), (2024,)),
    )
    query = SetQuery(clauses, measures=(planted,), departments=(planted,), excluded_departments=(planted,))
    for compiled in (compile_set(query).compile(), compile_undecided(query).compile()):
        assert planted not in str(compiled)
        assert any(planted in value for value in compiled.params.values() if isinstance(value, tuple | list))


def test_a_hostile_report_is_stored_as_text() -> None:
    name = "'); DROP TABLE standing; --"
    given = indicator("①-1#1", name=name, unit=name, actuals={2024: name})
    standings = Standings(report_of((given, (name,))), SCALE)
    assert found(standings, WordTest("actual", (name,))) == ["①-1#1"]
    assert ids(standings.select(SetQuery(departments=(name,)))) == ["①-1#1"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM item",
        "UPDATE standing SET actual = 0",
        "INSERT INTO department VALUES (1, '公園課')",
        "DROP TABLE item",
        "CREATE TABLE other (id INTEGER)",
    ],
)
def test_nothing_can_be_written_once_it_is_filled(statement: str) -> None:
    standings = standings_of(ONE)
    with (
        pytest.raises(OperationalError, match=r"readonly|read-only"),
        standings._engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert number_of(standings, Quantity.ACTUAL) == 60


def test_threads_share_one_set_of_standings() -> None:
    standings = Standings(SCOPED, SCALE)
    expected = ids(standings.select(SetQuery()))
    answers: list[list[str]] = []

    def ask() -> None:
        answers.extend(ids(standings.select(SetQuery())) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers == [expected] * 40


def test_a_report_without_indicators_has_nothing_to_select() -> None:
    standings = Standings(report_of(), ())
    assert standings.select(SetQuery()) == ()
    assert standings.undecided(SetQuery((Clause(MISSED, (2024,)),))) == ()


# -- the bundled report, computed a second way --------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(bundled_report: Path) -> Report:
    return parse_report(bundled_report)


@pytest.fixture(scope="module")
def bundled_standings(bundled: Report) -> Standings:
    return Standings(bundled, SCALE)


def plainly(one: Indicator, year: int, quantity: Quantity) -> Decimal | None:
    """A quantity by the plainest arithmetic on the cells."""

    def printed(kind: Kind, of: int) -> Decimal | None:
        cell = one.observation(of, kind)
        return cell.value if cell is not None else None

    def rank(of: int) -> Decimal | None:
        cell = one.observation(of, Kind.GRADE)
        return Decimal(SCALE.index(cell.grade)) if cell is not None and cell.grade in SCALE else None

    def minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
        return None if left is None or right is None else left - right

    def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
        return None if part is None or not whole else part * 100 / abs(whole)

    now, before = printed(Kind.ACTUAL, year), printed(Kind.ACTUAL, year - 1)
    base = baseline_of(one)
    start = base.value if base is not None and standing_has_row(one, year) else None
    way = -1 if direction_of(one) is Direction.DOWN else 1
    match quantity:
        case Quantity.TARGET:
            return printed(Kind.TARGET, year)
        case Quantity.ACTUAL:
            return now
        case Quantity.BASELINE:
            return start
        case Quantity.RATE:
            return standing(one, year, SCALE).rate
        case Quantity.GAP:
            return minus(now, printed(Kind.TARGET, year))
        case Quantity.CHANGE:
            return minus(now, before)
        case Quantity.RATE_CHANGE:
            return minus(standing(one, year, SCALE).rate, standing(one, year - 1, SCALE).rate)
        case Quantity.NEARNESS:
            distance = minus(standing(one, year, SCALE).rate, Decimal(100))
            return None if distance is None else abs(distance)
        case Quantity.GOOD_GAP:
            apart = minus(now, printed(Kind.TARGET, year))
            return None if apart is None else apart * way
        case Quantity.DISTANCE:
            apart = minus(now, printed(Kind.TARGET, year))
            return None if apart is None else abs(apart)
        case Quantity.GAP_RATE:
            goal = printed(Kind.TARGET, year)
            short = percent(minus(now, goal), goal)
            return None if short is None else short * way
        case Quantity.PROGRESS:
            moved = minus(now, before)
            return None if moved is None else moved * way
        case Quantity.CHANGE_RATE:
            return percent(minus(now, before), before)
        case Quantity.TARGET_CHANGE:
            return minus(printed(Kind.TARGET, year), printed(Kind.TARGET, year - 1))
        case Quantity.SINCE_BASELINE:
            return minus(now, start)
        case Quantity.PROGRESS_SINCE_BASELINE:
            moved = minus(now, start)
            return None if moved is None else moved * way
        case Quantity.SINCE_BASELINE_RATE:
            return percent(minus(now, start), start)
        case Quantity.GRADE_RANK:
            return rank(year)
        case Quantity.GRADE_STEPS:
            return minus(rank(year - 1), rank(year))
        case Quantity.MET:
            met = standing(one, year, SCALE).met
            return None if met is None else Decimal(int(met))


def standing_has_row(one: Indicator, year: int) -> bool:
    return any(cell.fiscal_year == year and cell.kind is not Kind.BASELINE for cell in one.observations)


def close(left: Decimal) -> Decimal:
    return round(left, 9)


@pytest.mark.parametrize("quantity", list(Quantity))
def test_every_quantity_of_the_bundled_report_equals_plain_arithmetic(
    bundled: Report, bundled_standings: Standings, quantity: Quantity
) -> None:
    for year in bundled.years:
        selected = bundled_standings.select(SetQuery(order_by=quantity, year=year))
        plain = {one.id: plainly(one, year, quantity) for one in bundled.indicators}
        expected = {item: value for item, value in plain.items() if value is not None}
        # A difference of two rounded rates is off by one in the ninth place.
        given = {one.indicator: one.value for one in selected if one.value is not None}
        assert given == pytest.approx(expected, abs=Decimal("2e-9"), rel=Decimal(0)), year


@pytest.mark.parametrize("comparison", list(Comparison))
@pytest.mark.parametrize("quantity", list(Quantity))
def test_every_comparison_over_the_bundled_report_equals_plain_arithmetic(
    bundled: Report, bundled_standings: Standings, quantity: Quantity, comparison: Comparison
) -> None:
    """Held against the value in the middle, so that less, equal and more all occur."""
    year = 2024
    plain = {one.id: plainly(one, year, quantity) for one in bundled.indicators}
    known = sorted(close(value) for value in plain.values() if value is not None)
    assert known
    # A difference of rounded rates is exact to eight places only: held against what it cannot equal.
    bound = round(known[len(known) // 2], 6 if quantity is Quantity.RATE_CHANGE else 9)
    query = SetQuery((Clause(NumberTest(quantity, comparison, bound), (year,)),))
    assert ids(bundled_standings.select(query)) == [
        item
        for item, value in plain.items()
        if value is not None and OPERATORS[comparison](close(value), bound)
    ]


@pytest.mark.parametrize("quantity", [Quantity.ACTUAL, Quantity.RATE, Quantity.CHANGE, Quantity.MET])
def test_what_is_found_what_is_not_and_what_is_undecided_make_the_whole_report(
    bundled: Report, bundled_standings: Standings, quantity: Quantity
) -> None:
    for year in bundled.years:
        below = SetQuery((Clause(NumberTest(quantity, Comparison.LESS, Decimal(1)), (year,)),))
        above = SetQuery((Clause(NumberTest(quantity, Comparison.AT_LEAST, Decimal(1)), (year,)),))
        parts = [
            *ids(bundled_standings.select(below)),
            *ids(bundled_standings.select(above)),
            *bundled_standings.undecided(below),
        ]
        assert sorted(parts) == sorted(one.id for one in bundled.indicators)
        assert bundled_standings.undecided(below) == bundled_standings.undecided(above)
