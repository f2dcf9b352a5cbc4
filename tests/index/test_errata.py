"""訂正の記録: kept over every ingest, found again where the cell has moved, carried out by a corrected file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Observation, Report
from index import journal
from index.errata import (
    Erratum,
    ErratumState,
    cell_of,
    errata_path,
    errata_stamp,
    in_force,
    read_errata,
    record_erratum,
    says,
    standings,
    withdraw_erratum,
)
from tests.changed_reports import with_indicators

FILE = Path(__file__).resolve().parents[1] / "data" / "reports" / "asahi-kodomo-r5.txt"


@pytest.fixture(scope="module")
def report() -> Report:
    """A small report."""
    return parse_report(FILE)


def a_value(report: Report) -> tuple[Indicator, Observation]:
    return next(
        (indicator, one)
        for indicator in report.indicators
        for one in indicator.observations
        if one.kind is Kind.ACTUAL and one.value is not None and indicator.name
    )


def state_of(erratum: Erratum, report: Report | None) -> ErratumState:
    """What has become of an erratum that is the only one."""
    (found,) = standings([erratum], report)
    return found.state


def recorded(home: Path, report: Report, corrected: str = "7,777") -> Erratum:
    indicator, value = a_value(report)
    return record_erratum(home, report, indicator, value, corrected, reason="誤植", who="山田")


def changed(report: Report, text: str) -> Report:
    """The report with the value printed otherwise, one line further down."""
    wanted, value = a_value(report)
    assert value.place is not None
    lower = replace(value.place, row=value.place.row + 1)
    new = replace(value, printed=text, value=Decimal(text.replace(",", "")), place=lower)

    def of(indicator: Indicator) -> Indicator:
        seen = tuple(new if one == value else one for one in indicator.observations)
        return replace(indicator, observations=seen) if indicator.id == wanted.id else indicator

    return with_indicators(report, of)


def test_a_record_comes_back_whole_and_is_in_force(tmp_path: Path, report: Report) -> None:
    made = recorded(tmp_path, report)
    assert read_errata(tmp_path) == (made,)
    indicator, value = a_value(report)
    assert (made.report, made.indicator, made.name) == (report.name, indicator.id, indicator.name)
    assert (made.printed, made.place, made.kind) == (value.printed, str(value.place), Kind.ACTUAL)
    assert state_of(made, report) is ErratumState.IN_FORCE
    assert list(in_force([made], report)) == [(made, value)]


def test_a_record_taken_back_stays_to_be_read(tmp_path: Path, report: Report) -> None:
    before = errata_stamp(tmp_path)
    made = recorded(tmp_path, report)
    middle = errata_stamp(tmp_path)
    withdraw_erratum(tmp_path, made, who="佐藤", reason="確認の誤り")
    (found,) = read_errata(tmp_path)
    assert found.withdrawn is not None and (found.withdrawn.who, found.withdrawn.reason) == (
        "佐藤",
        "確認の誤り",
    )
    assert state_of(found, report) is ErratumState.WITHDRAWN
    assert list(in_force([found], report)) == []
    assert len({before, middle, errata_stamp(tmp_path)}) == 3


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("7,777", ErratumState.CARRIED_OUT),
        ("7777", ErratumState.CARRIED_OUT),
        ("7,776", ErratumState.IN_FORCE),
    ],
)
def test_a_corrected_file_carries_it_out_wherever_the_cell_stands(
    tmp_path: Path, report: Report, printed: str, state: ErratumState
) -> None:
    made, after = recorded(tmp_path, report), changed(report, printed)
    assert state_of(made, after) is state
    cell = cell_of(made, after)
    assert cell is not None and cell.printed == printed and str(cell.place) != made.place


def test_a_cell_that_is_gone_is_told(tmp_path: Path, report: Report) -> None:
    made = recorded(tmp_path, report)
    assert state_of(made, None) is ErratumState.NO_CELL
    assert state_of(made, replace(report, measures=())) is ErratumState.NO_CELL
    # Another indicator that has taken over the number is not the one that was corrected.
    assert state_of(replace(made, name="まったく別の指標"), report) is ErratumState.NO_CELL
    # The same name under another number is, where it is the only one.
    assert state_of(replace(made, indicator="⑨-9#9"), report) is ErratumState.IN_FORCE


def test_of_two_about_one_cell_the_later_one_is_in_force(tmp_path: Path, report: Report) -> None:
    first, second = recorded(tmp_path, report, "7,777"), recorded(tmp_path, report, "8,888")
    _, value = a_value(report)
    assert [(one.erratum, one.state, one.replaced_by) for one in standings([first, second], report)] == [
        (first, ErratumState.REPLACED, second),
        (second, ErratumState.IN_FORCE, None),
    ]
    assert list(in_force([first, second], report)) == [(second, value)]
    # A file with the later value carries that one out; one with the earlier value leaves it in force.
    states = {text: [one.state for one in standings([first, second], changed(report, text))]
              for text in ("8,888", "7,777")}  # fmt: skip
    assert states["8,888"] == [ErratumState.REPLACED, ErratumState.CARRIED_OUT]
    assert states["7,777"] == [ErratumState.REPLACED, ErratumState.IN_FORCE]
    assert [one.state for one in standings([first, second], None)] == [
        ErratumState.REPLACED,
        ErratumState.NO_CELL,
    ]


def test_taking_back_the_later_one_puts_the_earlier_one_in_force_again(
    tmp_path: Path, report: Report
) -> None:
    first, second = recorded(tmp_path, report, "7,777"), recorded(tmp_path, report, "8,888")
    withdraw_erratum(tmp_path, second, who="佐藤")
    assert [one.state for one in standings(read_errata(tmp_path), report)] == [
        ErratumState.IN_FORCE,
        ErratumState.WITHDRAWN,
    ]
    assert [one.id for one, _ in in_force(read_errata(tmp_path), report)] == [first.id]


def test_two_about_one_cell_are_told_so_after_the_cell_has_moved(tmp_path: Path, report: Report) -> None:
    first, moved = recorded(tmp_path, report, "7,777"), changed(report, "5")
    indicator, value = a_value(moved)
    second = record_erratum(tmp_path, moved, indicator, value, "8,888", reason="誤植", who="山田")
    assert first.place != second.place
    assert [one.id for one, _ in in_force([first, second], moved)] == [second.id]


@pytest.mark.parametrize(
    ("printed", "value", "grade", "text", "same"),
    [
        ("1,605", "1605", None, "1605", True),
        ("１，６０５", "1605", None, "1,605", True),
        ("1,605", "1605", None, "1,606", False),
        ("1,605", "1605", None, "中止", False),
        ("98.50", "98.50", None, "98.5", True),
        ("中止", None, None, "中　止", True),
        ("Ｂ", None, "B", "B", True),
        ("Ｂ", None, "B", "A", False),
    ],
)
def test_what_is_the_same_value(
    printed: str, value: str | None, grade: str | None, text: str, same: bool
) -> None:
    one = Observation("①-1#1", 2024, Kind.ACTUAL, printed, Decimal(value) if value else None, grade)
    assert says(one, text) is same


def test_lines_of_another_version_are_passed_over(tmp_path: Path, report: Report) -> None:
    for line in ({"id": "x"}, {"withdraws": "none"}, {"id": "y", "kind": "?", "fiscal_year": 2024}):
        journal.append(errata_path(tmp_path), line)
    made = recorded(tmp_path, report)
    assert read_errata(tmp_path) == (made,)
