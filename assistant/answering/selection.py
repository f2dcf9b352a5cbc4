"""Selecting indicators by typed queries, and citing the cells that a condition was tested on."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conditions import MOVES, SINCE_BASELINE, Condition, Span
from assistant.draft import Draft
from assistant.plans import Scope
from corpus.types import Indicator, Kind
from index.figures import baseline_of
from index.set_query import GradeTest, NoFigureTest, NumberTest, Quantity, Selected, SetQuery, WordTest

_KINDS = {
    Quantity.TARGET: (Kind.TARGET,),
    Quantity.ACTUAL: (Kind.ACTUAL,),
    Quantity.RATE: (Kind.RATE, Kind.ACTUAL, Kind.TARGET),
    Quantity.NEARNESS: (Kind.RATE, Kind.ACTUAL, Kind.TARGET),
    Quantity.GAP: (Kind.ACTUAL, Kind.TARGET),
    Quantity.GOOD_GAP: (Kind.ACTUAL, Kind.TARGET),
    Quantity.DISTANCE: (Kind.ACTUAL, Kind.TARGET),
    Quantity.GAP_RATE: (Kind.ACTUAL, Kind.TARGET),
    Quantity.CHANGE: (Kind.ACTUAL,),
    Quantity.CHANGE_RATE: (Kind.ACTUAL,),
    Quantity.PROGRESS: (Kind.ACTUAL,),
    Quantity.PROGRESS_SINCE_BASELINE: (Kind.ACTUAL,),
    Quantity.RATE_CHANGE: (Kind.RATE, Kind.ACTUAL, Kind.TARGET),
    Quantity.TARGET_CHANGE: (Kind.TARGET,),
    Quantity.SINCE_BASELINE: (Kind.ACTUAL,),
    Quantity.SINCE_BASELINE_RATE: (Kind.ACTUAL,),
    Quantity.GRADE_RANK: (Kind.GRADE,),
    Quantity.GRADE_STEPS: (Kind.GRADE,),
    Quantity.MET: (Kind.ACTUAL, Kind.TARGET, Kind.GRADE),
}


def set_query(scope: Scope, condition: Condition, years: Sequence[int], target_year: int = 0) -> SetQuery:
    """Return the typed query for the indicators of a scope that fulfil a condition."""
    return SetQuery(
        clauses=condition.clauses(tuple(years), target_year),
        measures=scope.measures,
        initiatives=scope.initiatives,
        indicators=scope.indicators,
        departments=scope.departments,
        excluded_departments=scope.excluded_departments,
        without=scope.without,
        year=years[-1] if years else 0,
        target_year=target_year,
    )


def select(query: SetQuery, draft: Draft) -> tuple[Selected, ...]:
    """Run a typed query on the report's standings."""
    return draft.standings.select(query)


def cite_test(condition: Condition, indicator: Indicator, years: tuple[int, ...], draft: Draft) -> None:
    """Cite every cell that the tests of a condition looked at."""
    for wanted in condition.wanted:
        run = (
            years
            if wanted.span in (Span.EVERY, Span.ANY)
            else years[:1]
            if wanted.span is Span.FIRST
            else years[-1:]
        )
        match wanted.test:
            case GradeTest():
                kinds: tuple[Kind, ...] = (Kind.GRADE,)
            case WordTest(kind) | NoFigureTest(kind):
                kinds = (Kind.TARGET if kind == "target" else Kind.ACTUAL,)
            case NumberTest(quantity=quantity):
                kinds = _KINDS.get(quantity, ())
                if quantity in MOVES:
                    run = years if len(years) > 1 else (years[-1] - 1, years[-1])
                elif quantity in SINCE_BASELINE | {Quantity.BASELINE}:
                    draft.cite(baseline_of(indicator))
                elif quantity is Quantity.MET:
                    run = (*run, run[0] - 1) if run else run
            case _:
                kinds = ()
        for year in run:
            for kind in kinds:
                draft.cite(indicator.observation(year, kind))
    draft.source(indicator.id)
