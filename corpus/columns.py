"""The layouts that put kinds and years in columns: records to measures, checked against the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.checks import grand_total_findings, inferred_grades, value_findings
from corpus.column_rows import Record
from corpus.column_tree import build_measures
from corpus.completing import with_inferred
from corpus.grades import GradeScale
from corpus.headings import ordinal
from corpus.initiative_grades import initiative_totals_findings
from corpus.layout import Layout
from corpus.outline import DraftMeasure
from corpus.totals import adds_up, read_totals
from corpus.types import (
    Amount,
    CrossReference,
    Finding,
    Indicator,
    Kind,
    Measure,
    Observation,
    TotalsRow,
)

_NO_ORDINAL = 0  # of a measure without a number of its own (1-2, 別): no row is its by number alone


@dataclass(frozen=True, slots=True)
class Columns:
    """What the column tables of a report say."""

    measures: tuple[Measure, ...]
    totals: tuple[TotalsRow, ...]
    cross_references: tuple[CrossReference, ...]
    findings: tuple[Finding, ...]
    amounts: tuple[Amount, ...]


def read_columns(
    records: Sequence[Record],
    layout: Layout,
    fiscal_year: int,
    default_name: str,
    scale: GradeScale,
    taken: Sequence[str],
) -> Columns:
    """Build the measures of all records; `taken` are ids that stacked tables of the report use.

    The report's own totals are read with them only where there are no stacked tables.
    """
    findings: list[Finding] = []
    measures, references, amounts = build_measures(records, fiscal_year, default_name, taken, findings)
    indicators = [one for measure in measures for one in measure.indicators]
    totals: list[TotalsRow] = []
    if measures and not taken:
        drafts = [
            DraftMeasure(ordinal(one.id) or _NO_ORDINAL, one.id, one.heading, one.name, one.place)
            for one in measures
        ]
        totals, more = read_totals(layout.totals, drafts)
        findings.extend(more)
        if any(one.above for one in measures):
            # 「基本目標1」 sums up the 施策 1-1, 1-2, … under it and is the row of none of them.
            ids = {one.id for one in measures}
            totals = [row for row in totals if row.measure_id is None or row.measure_id in ids]
    inferred: dict[str, Observation] = {}
    of_initiatives = any(one.grades for measure in measures for one in measure.initiatives)
    if totals and of_initiatives and _grades_no_indicator(indicators):
        findings.extend(initiative_totals_findings(measures, totals, fiscal_year))
    elif totals:
        rows = {row.measure_id: row for row in totals if row.measure_id is not None and adds_up(row)}
        inferred, more = inferred_grades(measures, rows, fiscal_year, set())
        findings.extend(more)
        findings.extend(grand_total_findings(measures, totals, fiscal_year))
        measures = tuple(with_inferred(measure, inferred) for measure in measures)
    unasked = _kinds_without_column(indicators) | {f"{one}:{Kind.GRADE}" for one in inferred}
    findings.extend(value_findings(indicators, scale, fiscal_year, unasked))
    return Columns(measures, tuple(totals), references, tuple(findings), amounts)


def _grades_no_indicator(indicators: Sequence[Indicator]) -> bool:
    return not any(seen.kind is Kind.GRADE for one in indicators for seen in one.observations)


def _kinds_without_column(indicators: Sequence[Indicator]) -> set[str]:
    """Return id:kind where the report prints no value of a kind at all: nothing is missing then."""
    printed = {seen.kind for one in indicators for seen in one.observations}
    absent = [kind for kind in (Kind.ACTUAL, Kind.GRADE, Kind.TARGET) if kind not in printed]
    return {f"{one.id}:{kind}" for one in indicators for kind in absent}
