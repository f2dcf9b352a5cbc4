"""A report as table rows: `RowWriter` inserts everything that a report holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, insert

from corpus.types import Block, Indicator, Measure, Passage, Place, Report
from index import schema

Record = dict[str, Any]
"""One row to insert. SQLAlchemy types rows and parameters as Any; the schema checks them."""


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
        for passage in report.passages_outside_blocks:
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
            above=measure.above,
            **_place_record(measure.place),
        )
        for initiative in measure.initiatives:
            initiative_key = self._add(
                schema.initiative,
                measure_key=measure_key,
                id=initiative.id,
                number=initiative.number,
                name=initiative.name,
                heading=initiative.heading,
                **_place_record(initiative.place),
            )
            for one in initiative.grades:
                self._add(
                    schema.initiative_grade,
                    initiative_key=initiative_key,
                    fiscal_year=one.fiscal_year,
                    printed=one.printed,
                    grade=one.grade,
                    **_place_record(one.place),
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
        for amount in report.amounts:
            self._add(
                schema.amount,
                report_key=report_key,
                block_id=amount.block_id,
                source=amount.source,
                kind=amount.kind.value,
                label=amount.label,
                printed=amount.printed,
                value=amount.value,
                unit=amount.unit,
                fiscal_year=amount.fiscal_year,
                **_place_record(amount.place),
            )
        for summary in report.tables:
            self._add(
                schema.table_summary,
                report_key=report_key,
                kind=summary.kind.value,
                title=summary.title,
                indicators=summary.indicators,
                observations=summary.observations,
                passages=summary.passages,
                **_place_record(summary.place),
            )
        for table in report.plain_tables:
            self._add(
                schema.plain_table,
                report_key=report_key,
                id=table.id,
                title=table.title,
                headings=list(table.headings),
                rows=[[place.row, place.column, place.page, list(cells)] for place, cells in table.rows],
                **_place_record(table.place),
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


def _place_record(place: Place | None, prefix: str = "") -> Record:
    return {
        f"{prefix}row": None if place is None else place.row,
        f"{prefix}column": None if place is None else place.column,
        f"{prefix}page": None if place is None else place.page,
    }
