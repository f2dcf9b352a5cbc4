"""A report as table rows and back: what `RowWriter` writes, `read_report` rebuilds equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from corpus.types import (
    Accumulation,
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
    ProseFigure,
    Report,
    TotalsRow,
)
from index import schema

Record = dict[str, Any]
"""One row to insert. SQLAlchemy types its rows and parameters as Any; the schema checks them."""


class UnknownReportError(LookupError):
    """No report of this name is stored; `FactStore` turns it into a message for people."""


class RowWriter:
    """Numbers and inserts the rows of one report after another, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next_key: dict[Table, Iterator[int]] = defaultdict(lambda: count(1))
        self._waiting: dict[Table, list[Record]] = {table: [] for table in schema.metadata.sorted_tables}

    def write(self, report: Report, ingested_at: datetime) -> None:
        """Insert everything that `report` holds."""
        report_key = self._add(
            schema.report,
            name=report.name,
            title=report.title,
            city=report.city,
            plan=report.plan,
            fiscal_year=report.fiscal_year,
            years=list(report.years),
            digest=report.digest,
            file_name=report.file_name,
            ingested_at=ingested_at.isoformat(),
        )
        for measure in report.measures:
            self._add_measure(report_key, measure)
        for passage in report.remarks:
            self._add_passage(report_key, None, passage)
        self._add_report_wide(report_key, report)
        self._flush()

    def _add_measure(self, report_key: int, measure: Measure) -> None:
        measure_key = self._add(
            schema.measure,
            report_key=report_key,
            id=measure.id,
            name=measure.name,
            heading=measure.heading,
            **_place_record(measure.place),
        )
        for initiative in measure.initiatives:
            initiative_key = self._add(
                schema.initiative,
                measure_key=measure_key,
                id=initiative.id,
                number=initiative.number,
                name=initiative.name,
                **_place_record(initiative.place),
            )
            for block in initiative.blocks:
                self._add_block(report_key, initiative_key, block)

    def _add_block(self, report_key: int, initiative_key: int, block: Block) -> None:
        block_key = self._add(
            schema.block,
            initiative_key=initiative_key,
            id=block.id,
            department_printed=block.department_printed,
            overview_lost=block.overview_lost,
            **_place_record(block.department_place, "department_"),
        )
        for name in block.departments:
            self._add(schema.department, block_key=block_key, name=name)
        for passage in block.passages:
            self._add_passage(report_key, block_key, passage)
        for indicator in block.indicators:
            self._add_indicator(block_key, indicator)

    def _add_indicator(self, block_key: int, indicator: Indicator) -> None:
        indicator_key = self._add(
            schema.indicator,
            block_key=block_key,
            id=indicator.id,
            name=indicator.name,
            printed_name=indicator.printed_name,
            unit=indicator.unit,
            note=indicator.note,
            accumulation=indicator.accumulation.value,
            direction=indicator.direction.value,
            **_place_record(indicator.place),
        )
        for one in indicator.observations:
            self._add(
                schema.observation,
                indicator_key=indicator_key,
                indicator_id=one.indicator_id,
                fiscal_year=one.fiscal_year,
                kind=one.kind.value,
                printed=one.printed,
                value=one.value,
                grade=one.grade,
                column_shift=one.column_shift,
                inferred_from=one.inferred_from,
                **_place_record(one.place),
            )

    def _add_passage(self, report_key: int, block_key: int | None, passage: Passage) -> None:
        self._add(
            schema.passage,
            report_key=report_key,
            block_key=block_key,
            block_id=passage.block_id,
            source=passage.source,
            heading=passage.column,
            kind=passage.kind.value,
            printed=passage.printed,
            text=passage.text,
            **_place_record(passage.place),
        )

    def _add_report_wide(self, report_key: int, report: Report) -> None:
        for line in report.legend:
            self._add(
                schema.grade_meaning,
                report_key=report_key,
                grade=line.grade,
                meaning=line.meaning,
                **_place_record(line.place),
            )
        for total in report.totals:
            self._add(
                schema.totals,
                report_key=report_key,
                measure_id=total.measure_id,
                counts=[list(pair) for pair in total.counts],
                total=total.total,
                **_place_record(total.place),
            )
        for reference in report.cross_references:
            self._add(
                schema.cross_reference,
                report_key=report_key,
                block_id=reference.block_id,
                printed=reference.printed,
                target_id=reference.target_id,
                target_block=reference.target_block,
                **_place_record(reference.place),
            )
        for figure in report.prose_figures:
            self._add(
                schema.prose_figure,
                report_key=report_key,
                block_id=figure.block_id,
                source=figure.source,
                label=figure.label,
                context=figure.context,
                printed=figure.printed,
                value=figure.value,
                unit=figure.unit,
                fiscal_year=figure.fiscal_year,
                **_place_record(figure.place),
            )
        for finding in report.findings:
            self._add(
                schema.finding,
                report_key=report_key,
                kind=finding.kind.value,
                message=finding.message,
                evidence=finding.evidence,
                item_id=finding.item_id,
                **_place_record(finding.place),
            )

    def _add(self, table: Table, **record: Any) -> int:
        key = next(self._next_key[table])
        self._waiting[table].append({"key": key, **record})
        return key

    def _flush(self) -> None:
        """Insert what waits, parents first."""
        for table, waiting in self._waiting.items():
            if waiting:
                self._connection.execute(insert(table), waiting)
                waiting.clear()


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
            GradeMeaning(row.grade, row.meaning, Place(row.row, row.column))
            for row in within.rows(schema.grade_meaning)
        ),
        totals=tuple(
            TotalsRow(
                measure_id=row.measure_id,
                counts=tuple((grade, number) for grade, number in row.counts),
                total=row.total,
                place=Place(row.row, row.column),
            )
            for row in within.rows(schema.totals)
        ),
        remarks=tuple(passage_of(row) for row in within.rows(schema.passage) if row.block_key is None),
        cross_references=tuple(
            CrossReference(
                block_id=row.block_id,
                printed=row.printed,
                target_id=row.target_id,
                target_block=row.target_block,
                place=Place(row.row, row.column),
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
                place=Place(row.row, row.column),
            )
            for row in within.rows(schema.prose_figure)
        ),
        findings=tuple(
            Finding(
                kind=FindingKind(row.kind),
                message=row.message,
                evidence=row.evidence,
                place=_place_or_none(row.row, row.column),
                item_id=row.item_id,
            )
            for row in within.rows(schema.finding)
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
        place=_place_or_none(row.row, row.column),
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
        place=Place(row.row, row.column),
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
            place=Place(row.row, row.column),
            observations=tuple(observation_of(one) for one in observations[row.key]),
        )

    def build_block(row: Row[Any]) -> Block:
        return Block(
            id=row.id,
            departments=tuple(one.name for one in departments[row.key]),
            department_printed=row.department_printed,
            department_place=_place_or_none(row.department_row, row.department_column),
            overview_lost=row.overview_lost,
            passages=tuple(passage_of(one) for one in passages[row.key]),
            indicators=tuple(build_indicator(one) for one in indicators[row.key]),
        )

    def build_initiative(row: Row[Any]) -> Initiative:
        return Initiative(
            id=row.id,
            number=row.number,
            name=row.name,
            place=Place(row.row, row.column),
            blocks=tuple(build_block(one) for one in blocks[row.key]),
        )

    return tuple(
        Measure(
            id=row.id,
            name=row.name,
            heading=row.heading,
            place=Place(row.row, row.column),
            initiatives=tuple(build_initiative(one) for one in initiatives[row.key]),
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


def _place_record(place: Place | None, prefix: str = "") -> Record:
    return {
        f"{prefix}row": None if place is None else place.row,
        f"{prefix}column": None if place is None else place.column,
    }


def _place_or_none(row: int | None, column: int | None) -> Place | None:
    return None if row is None or column is None else Place(row, column)
