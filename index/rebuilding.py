"""Table rows as a report again, equal to the one that `recording` wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from corpus.types import (
    Accumulation,
    Amount,
    AmountKind,
    Block,
    CrossReference,
    Direction,
    Finding,
    FindingKind,
    GradeMeaning,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Passage,
    PassageKind,
    Place,
    PlainTable,
    ProseFigure,
    Report,
    TableKind,
    TableSummary,
    TotalsRow,
)
from index import schema


class UnknownReportError(LookupError):
    """No report of this name is stored; `FactStore` turns it into a message for people."""


def read_report(connection: Connection, name: str) -> Report:
    """Rebuild the report of this name. Raises UnknownReportError where there is none."""
    head = _head(connection, name)
    within = _TablesOf(connection, head.key)
    return Report(
        name=head.name,
        title=head.title,
        city=head.city,
        plan=head.plan,
        fiscal_year=head.fiscal_year,
        years=tuple(head.years),
        digest=head.digest,
        file_name=head.file_name,
        measures=_read_measures(within),
        legend=tuple(
            GradeMeaning(row.grade, row.meaning, Place(row.row, row.column, row.page))
            for row in within.rows(schema.grade_meaning)
        ),
        totals=tuple(
            TotalsRow(
                measure_id=row.measure_id,
                counts=tuple((grade, number) for grade, number in row.counts),
                total=row.total,
                place=Place(row.row, row.column, row.page),
            )
            for row in within.rows(schema.totals)
        ),
        remarks=tuple(
            passage_of(row) for row in within.rows(schema.passage) if row.kind == PassageKind.REMARKS
        ),
        cross_references=tuple(
            CrossReference(
                block_id=row.block_id,
                printed=row.printed,
                target_id=row.target_id,
                target_block=row.target_block,
                place=Place(row.row, row.column, row.page),
            )
            for row in within.rows(schema.cross_reference)
        ),
        prose_figures=tuple(
            ProseFigure(
                block_id=row.block_id,
                source=row.source,
                label=row.label,
                context=row.context,
                printed=row.printed,
                value=row.value,
                unit=row.unit,
                fiscal_year=row.fiscal_year,
                place=Place(row.row, row.column, row.page),
            )
            for row in within.rows(schema.prose_figure)
        ),
        findings=tuple(
            Finding(
                kind=FindingKind(row.kind),
                message=row.message,
                evidence=row.evidence,
                place=_place_or_none(row.row, row.column, row.page),
                item_id=row.item_id,
            )
            for row in within.rows(schema.finding)
        ),
        tables=tuple(
            TableSummary(
                place=Place(row.row, row.column, row.page),
                kind=TableKind(row.kind),
                title=row.title,
                indicators=row.indicators,
                observations=row.observations,
                passages=row.passages,
            )
            for row in within.rows(schema.table_summary)
        ),
        plain_tables=tuple(
            PlainTable(
                id=row.id,
                title=row.title,
                place=Place(row.row, row.column, row.page),
                headings=tuple(row.headings),
                rows=tuple((Place(*place), tuple(cells)) for *place, cells in row.rows),
            )
            for row in within.rows(schema.plain_table)
        ),
        amounts=tuple(
            Amount(
                block_id=row.block_id,
                source=row.source,
                kind=AmountKind(row.kind),
                label=row.label,
                printed=row.printed,
                value=row.value,
                unit=row.unit,
                fiscal_year=row.fiscal_year,
                place=Place(row.row, row.column, row.page),
            )
            for row in within.rows(schema.amount)
        ),
    )


def read_passages(connection: Connection, name: str) -> tuple[Passage, ...]:
    """Return all narrative cells of a report as printed, the closing remarks last."""
    within = _TablesOf(connection, _head(connection, name).key)
    return tuple(passage_of(row) for row in within.rows(schema.passage))


def observation_of(row: Row[Any]) -> Observation:
    """Return the value that one row of `observation` holds."""
    return Observation(
        indicator_id=row.indicator_id,
        fiscal_year=row.fiscal_year,
        kind=Kind(row.kind),
        printed=row.printed,
        value=row.value,
        grade=row.grade,
        place=_place_or_none(row.row, row.column, row.page),
        column_shift=row.column_shift,
        inferred_from=row.inferred_from,
    )


def passage_of(row: Row[Any]) -> Passage:
    """Return the narrative cell that one row of `passage` holds."""
    return Passage(
        block_id=row.block_id,
        source=row.source,
        column=row.heading,
        kind=PassageKind(row.kind),
        printed=row.printed,
        text=row.text,
        place=Place(row.row, row.column, row.page),
    )


class _TablesOf:
    """The rows of one report: directly, or by parent row for the tables further down."""

    def __init__(self, connection: Connection, report_key: int) -> None:
        self._connection = connection
        self._report_key = report_key

    def rows(self, table: Table) -> Sequence[Row[Any]]:
        """All rows of a table that names the report itself."""
        statement = select(table).where(table.c.report_key == self._report_key).order_by(table.c.key)
        return self._connection.execute(statement).all()

    def by_parent(self, table: Table, parent: str, parents: Sequence[int]) -> dict[int, list[Row[Any]]]:
        """Rows of `table` grouped by the key of their parent. Keys of one report have no gaps."""
        column = table.c[f"{parent}_key"]
        grouped: dict[int, list[Row[Any]]] = defaultdict(list)
        if parents:
            # A range, not IN: SQLite bounds the number of parameters, reports do not.
            statement = select(table).where(column.between(min(parents), max(parents)))
            for row in self._connection.execute(statement.order_by(table.c.key)):
                grouped[row._mapping[column]].append(row)
        return grouped


def _read_measures(within: _TablesOf) -> tuple[Measure, ...]:
    measures = within.rows(schema.measure)
    initiatives = within.by_parent(schema.initiative, "measure", [row.key for row in measures])
    blocks = within.by_parent(schema.block, "initiative", _keys(initiatives))
    grades = within.by_parent(schema.initiative_grade, "initiative", _keys(initiatives))
    block_keys = _keys(blocks)
    departments = within.by_parent(schema.department, "block", block_keys)
    passages = within.by_parent(schema.passage, "block", block_keys)
    indicators = within.by_parent(schema.indicator, "block", block_keys)
    observations = within.by_parent(schema.observation, "indicator", _keys(indicators))

    def build_indicator(row: Row[Any]) -> Indicator:
        return Indicator(
            id=row.id,
            name=row.name,
            printed_name=row.printed_name,
            unit=row.unit,
            note=row.note,
            accumulation=Accumulation(row.accumulation),
            direction=Direction(row.direction),
            place=Place(row.row, row.column, row.page),
            observations=tuple(observation_of(one) for one in observations[row.key]),
        )

    def build_block(row: Row[Any]) -> Block:
        return Block(
            id=row.id,
            departments=tuple(one.name for one in departments[row.key]),
            department_printed=row.department_printed,
            department_place=_place_or_none(row.department_row, row.department_column, row.department_page),
            overview_lost=row.overview_lost,
            passages=tuple(passage_of(one) for one in passages[row.key]),
            indicators=tuple(build_indicator(one) for one in indicators[row.key]),
        )

    def build_initiative(row: Row[Any]) -> Initiative:
        return Initiative(
            id=row.id,
            number=row.number,
            name=row.name,
            place=Place(row.row, row.column, row.page),
            blocks=tuple(build_block(one) for one in blocks[row.key]),
            grades=tuple(
                Observation(
                    indicator_id=row.id,
                    fiscal_year=one.fiscal_year,
                    kind=Kind.GRADE,
                    printed=one.printed,
                    grade=one.grade,
                    place=Place(one.row, one.column, one.page),
                )
                for one in grades[row.key]
            ),
            heading=row.heading,
        )

    return tuple(
        Measure(
            id=row.id,
            name=row.name,
            heading=row.heading,
            place=Place(row.row, row.column, row.page),
            initiatives=tuple(build_initiative(one) for one in initiatives[row.key]),
            above=row.above,
        )
        for row in measures
    )


def _head(connection: Connection, name: str) -> Row[Any]:
    head = connection.execute(select(schema.report).where(schema.report.c.name == name)).one_or_none()
    if head is None:
        raise UnknownReportError(name)
    return head


def _keys(grouped: dict[int, list[Row[Any]]]) -> list[int]:
    return [row.key for group in grouped.values() for row in group]


def _place_or_none(row: int | None, column: int | None, page: str | None) -> Place | None:
    return None if row is None or column is None else Place(row, column, page or "")
