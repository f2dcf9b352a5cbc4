"""Typed queries as SQL text, and what they find."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from corpus.types import Kind, Report
from index.compile import compile_observations
from index.facts import FactStore
from index.query import ObservationQuery

_SELECT = (
    'SELECT observation."key", observation.indicator_key, observation.indicator_id, observation.fiscal_year, '
    'observation.kind, observation.printed, observation.value, observation.grade, observation."row", '
    'observation."column", observation.page, observation.column_shift, observation.inferred_from '
    'FROM observation JOIN indicator ON observation.indicator_key = indicator."key" '
    'JOIN block ON indicator.block_key = block."key" '
    'JOIN initiative ON block.initiative_key = initiative."key" '
    'JOIN measure ON initiative.measure_key = measure."key" '
    'JOIN report ON measure.report_key = report."key" '
    "WHERE report.name = ? "
)
_ORDER = (
    'ORDER BY indicator."key", observation.fiscal_year, CASE observation.kind '
    'WHEN ? THEN ? WHEN ? THEN ? WHEN ? THEN ? WHEN ? THEN ? WHEN ? THEN ? ELSE ? END, observation."key"'
)


def _sql(query: ObservationQuery) -> str:
    compiled = compile_observations(query).compile(
        dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True}
    )
    return " ".join(str(compiled).split())


def test_a_query_without_conditions_fetches_the_whole_report() -> None:
    assert _sql(ObservationQuery("r")) == _SELECT + _ORDER


def test_every_condition_is_a_bound_parameter() -> None:
    query = ObservationQuery(
        "r",
        indicators=("①-1#1", "①-1#2"),
        measures=("①",),
        initiatives=("①-1",),
        departments=("公園課",),
        fiscal_years=(2023, 2024),
        kinds=(Kind.ACTUAL,),
        grades=("A",),
        printed=("中止",),
    )
    assert _sql(query) == (
        _SELECT
        + "AND indicator.id IN (?, ?) AND measure.id IN (?) AND initiative.id IN (?) "
        + "AND observation.fiscal_year IN (?, ?) AND observation.kind IN (?) "
        + "AND observation.grade IN (?) AND observation.printed IN (?) "
        + 'AND (EXISTS (SELECT * FROM department WHERE department.block_key = block."key" '
        + "AND department.name IN (?))) "
        + _ORDER
    )


_REPORT = "midori-kankyo-r6"
_CASES = {
    "one indicator": (ObservationQuery(_REPORT, indicators=("②-1#1",)), ["８５．０"]),
    "years and kind": (
        ObservationQuery(_REPORT, fiscal_years=(2023,), kinds=(Kind.TARGET, Kind.ACTUAL)),
        ["12,000", "12,001"],
    ),
    "a measure": (ObservationQuery(_REPORT, measures=("②",)), ["８５．０"]),
    "an initiative": (
        ObservationQuery(_REPORT, initiatives=("①-1",), fiscal_years=(2024,)),
        ["12,500", "12,345", "", "1.50", "中止"],
    ),
    "a department that shares a block": (
        ObservationQuery(_REPORT, departments=("公園課", "環境課"), kinds=(Kind.ACTUAL,)),
        ["12,001", "12,345", "中止"],
    ),
    "a grade": (ObservationQuery(_REPORT, grades=("B",)), ["B"]),
    "an inferred grade": (ObservationQuery(_REPORT, grades=("C",)), [""]),
    "a printed word": (ObservationQuery(_REPORT, printed=("中止",)), ["中止"]),
    "an unknown report": (ObservationQuery("x"), []),
    "words that look like SQL": (ObservationQuery(_REPORT, indicators=("' OR 1=1 --",)), []),
}


@pytest.mark.parametrize(("query", "printed"), _CASES.values(), ids=_CASES.keys())
def test_queries_find_values_in_the_order_of_the_report(
    tmp_path: Path, report: Report, query: ObservationQuery, printed: list[str]
) -> None:
    with FactStore.create(tmp_path / "facts.sqlite", [report]) as facts:
        assert [value.printed for value in facts.run(query)] == printed


def test_the_oldest_year_comes_first_and_within_it_target_actual_grade(
    tmp_path: Path, report: Report
) -> None:
    with FactStore.create(tmp_path / "facts.sqlite", [report]) as facts:
        values = facts.run(ObservationQuery(_REPORT, indicators=("①-1#1",)))
    assert [(value.fiscal_year, value.kind.value) for value in values] == [
        (2023, "target"),
        (2023, "actual"),
        (2023, "grade"),
        (2024, "target"),
        (2024, "actual"),
        (2024, "grade"),
    ]
