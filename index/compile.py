"""An ObservationQuery as one SELECT with bound parameters: pure, and the only writer of SQL for questions."""

from __future__ import annotations

from sqlalchemy import Select, case, exists, select

from corpus.types import Kind
from index import schema
from index.query import ObservationQuery

_KIND_ORDER = case(
    {
        Kind.BASELINE.value: 0,
        Kind.TARGET.value: 1,
        Kind.ACTUAL.value: 2,
        Kind.RATE.value: 3,
        Kind.GRADE.value: 4,
    },
    value=schema.observation.c.kind,
    else_=5,
)


def compile_observations(query: ObservationQuery) -> Select[tuple[object, ...]]:
    """Return the SELECT of all columns of `observation` that match, in the order of the report.

    Within an indicator the oldest year comes first, within a year 基準値, 目標, 実績, 達成率, 評価.
    """
    observation, indicator, block = schema.observation, schema.indicator, schema.block
    initiative, measure, report = schema.initiative, schema.measure, schema.report
    statement = (
        select(observation)
        .join(indicator, observation.c.indicator_key == indicator.c.key)
        .join(block, indicator.c.block_key == block.c.key)
        .join(initiative, block.c.initiative_key == initiative.c.key)
        .join(measure, initiative.c.measure_key == measure.c.key)
        .join(report, measure.c.report_key == report.c.key)
        .where(report.c.name == query.report)
        .order_by(indicator.c.key, observation.c.fiscal_year, _KIND_ORDER, observation.c.key)
    )
    allowed_values = (
        (indicator.c.id, query.indicators),
        (measure.c.id, query.measures),
        (initiative.c.id, query.initiatives),
        (observation.c.fiscal_year, query.fiscal_years),
        (observation.c.kind, tuple(kind.value for kind in query.kinds)),
        (observation.c.grade, query.grades),
        (observation.c.printed, query.printed),
    )
    for column, values in allowed_values:
        if values:
            statement = statement.where(column.in_(values))
    if query.departments:
        # EXISTS, not a join: a block run by two of the departments asked for is still one block.
        department = schema.department
        statement = statement.where(
            exists().where(department.c.block_key == block.c.key, department.c.name.in_(query.departments))
        )
    return statement
