"""The stacked layout, where 目標, 実績 and 評価 stand in rows under each other: lines to measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.alignment import align_left
from corpus.checks import grand_total_findings, inferred_grades, value_findings
from corpus.completeness import missing_parts
from corpus.completing import with_inferred
from corpus.departments import split_departments
from corpus.grade_words import read_grade
from corpus.grades import GradeScale, direction_of
from corpus.indicator_cell import IndicatorName, read_indicator_cell
from corpus.layout import Layout, Role, Table
from corpus.narrative import cross_references_of, passages_of
from corpus.numerals import parse_printed_number, printed_unit
from corpus.outline import DraftBlock, DraftInitiative, Outline, build_outline
from corpus.placed import PlacedIndicator, column_shift
from corpus.repair import place_values
from corpus.rows import RowGroup, is_readable_value
from corpus.text import is_dash, shorten
from corpus.totals import adds_up, read_totals, usable_rows
from corpus.types import (
    Accumulation,
    Block,
    CrossReference,
    Direction,
    Finding,
    FindingKind,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Place,
    TotalsRow,
)


@dataclass(frozen=True, slots=True)
class Stacked:
    """What the stacked tables of a report say, in the order printed; findings in order of place."""

    measures: tuple[Measure, ...]
    totals: tuple[TotalsRow, ...]
    cross_references: tuple[CrossReference, ...]
    findings: tuple[Finding, ...]


def used_grades(groups: Sequence[RowGroup]) -> list[str]:
    """Return the grade letters that the rows of 評価 print, one for each cell."""
    return [
        read_grade(text)
        for group in groups
        for _, text in group.values.get(Kind.GRADE, [])
        if is_readable_value(Kind.GRADE, text)
    ]


def read_stacked(layout: Layout, groups: Sequence[RowGroup], fiscal_year: int, scale: GradeScale) -> Stacked:
    """Read the stacked tables: every repair and oddity comes with a finding."""
    outline = build_outline(groups)
    totals, totals_findings = read_totals(layout.totals if groups else (), outline.measures)
    placed, repairs = place_values(outline, fiscal_year, scale, usable_rows(totals, outline.measures))
    measures = _measures(outline, {one.draft.id: one for one in placed})
    held = {f"{one.draft.id}:{kind}" for one in placed for kind in one.held_in(fiscal_year)}
    inferred, inferences = inferred_grades(
        measures,
        {row.measure_id: row for row in totals if row.measure_id is not None and adds_up(row)},
        fiscal_year,
        {one.draft.id for one in placed if Kind.GRADE in one.held_in(fiscal_year)},
    )
    blank = value_findings(
        [one for measure in measures for one in measure.indicators],
        scale,
        fiscal_year,
        held | {f"{one}:{Kind.GRADE}" for one in inferred},
    )
    measures = tuple(with_inferred(measure, inferred) for measure in measures)
    blocks = [block for measure in measures for one in measure.initiatives for block in one.blocks]
    references, reference_findings = cross_references_of(outline, blocks)
    findings = [
        *_heading_findings(layout),
        *outline.findings,
        *repairs,
        *totals_findings,
        *inferences,
        *blank,
        *grand_total_findings(measures, totals, fiscal_year),
        *reference_findings,
        *missing_parts(layout, groups, outline, totals),
        *_unread_findings(layout),
    ]
    return Stacked(measures, tuple(totals), tuple(references), tuple(_with_owners(findings, outline)))


def _measures(outline: Outline, placed: dict[str, PlacedIndicator]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            measure.id,
            measure.name,
            measure.word,
            measure.place,
            tuple(
                Initiative(
                    one.id,
                    one.number,
                    one.name,
                    one.place,
                    tuple(_block(block, one, placed) for block in one.blocks),
                )
                for one in measure.initiatives
            ),
        )
        for measure in outline.measures
    )


def _block(draft: DraftBlock, initiative: DraftInitiative, placed: dict[str, PlacedIndicator]) -> Block:
    department = draft.department
    return Block(
        id=draft.id,
        departments=split_departments(department.text) if department else (),
        department_printed=department.text.strip() if department else None,
        department_place=department.place if department else None,
        overview_lost=draft.overview is None,
        passages=passages_of(draft, initiative),
        indicators=tuple(_indicator(placed[one.id]) for one in draft.indicators),
    )


def _indicator(one: PlacedIndicator) -> Indicator:
    cell = one.draft.cell
    about = read_indicator_cell(cell.text) if cell is not None else None
    lead = one.group.lead
    place = cell.place if cell is not None else Place(lead.number, lead.label_column)
    observations = tuple(
        sorted([*_baseline(one, about, place), *_observations(one)], key=lambda seen: seen.fiscal_year)
    )
    targets = {seen.fiscal_year: seen.printed for seen in observations if seen.kind is Kind.TARGET}
    return Indicator(
        id=one.draft.id,
        name=about.name if about else None,
        printed_name=cell.text.strip() if cell else None,
        unit=_unit(one, about, observations),
        note=about.note if about else None,
        accumulation=about.accumulation if about else Accumulation.UNKNOWN,
        direction=direction_of(targets) if targets else Direction.UP,
        place=place,
        observations=observations,
    )


def _unit(
    one: PlacedIndicator, about: IndicatorName | None, observations: Sequence[Observation]
) -> str | None:
    """Return the unit of an indicator: from its name, its column, or beside all of its figures."""
    printed = align_left(one.group).text(Role.UNIT)
    if about is not None and about.unit:
        return about.unit
    if printed is not None and not is_dash(printed):
        return printed.strip("()（）")
    units = {
        printed_unit(seen.printed)
        for seen in observations
        if seen.value is not None and seen.kind in (Kind.TARGET, Kind.ACTUAL)
    }
    return units.pop() if len(units) == 1 else None


def _baseline(one: PlacedIndicator, about: IndicatorName | None, place: Place) -> list[Observation]:
    if about is None or about.baseline is None:
        return []
    base = about.baseline
    return [Observation(one.draft.id, base.fiscal_year, Kind.BASELINE, base.printed, base.value, place=place)]


def _observations(one: PlacedIndicator) -> list[Observation]:
    if one.chosen is None:
        return []
    seen = []
    for kind, placing in one.chosen.placings.items():
        if kind in one.held:
            continue
        row, shift = one.group.rows[kind], column_shift(one, kind)
        for year, (column, text) in zip(placing.years, placing.cells, strict=True):
            if one.is_held(kind, year):
                continue
            printed = text.strip()
            is_grade = kind is Kind.GRADE
            seen.append(
                Observation(
                    one.draft.id,
                    year,
                    kind,
                    printed,
                    value=None if is_grade else parse_printed_number(printed),
                    grade=read_grade(printed) if is_grade else None,
                    place=row.line.place_of(column),
                    column_shift=shift,
                )
            )
    return seen


def _heading_findings(layout: Layout) -> list[Finding]:
    return [
        Finding(
            FindingKind.MISSING_HEADING_COLUMN,
            f"{table.row}行の見出しは、年度の前に区分（目標・実績・評価）の列がありません。"
            "年度は見出しの列ではなく、区分の語の位置から数えました。",
            f"見出しでは最初の年度が{table.first_year_column - 1}列、区分の語は{table.label_column}列にある。",
            Place(table.row, table.first_year_column - 1),
        )
        for table in layout.events
        if isinstance(table, Table) and table.gap_missing
    ]


def _unread_findings(layout: Layout) -> list[Finding]:
    findings = []
    for line in layout.unread:
        column = line.filled()[0][0]
        cells = "/".join(shorten(cell, 20) for _, cell in line.filled())
        findings.append(
            Finding(
                FindingKind.HELD_BACK,
                f"{line.number}行は区分の語（目標・実績・評価）がないため読み取れず、収録していません。",
                f"印字されている欄: {shorten(cells, 100)}",
                Place(line.number, column),
            )
        )
    return findings


def _with_owners(findings: Sequence[Finding], outline: Outline) -> list[Finding]:
    """Name the block or indicator that stands where a finding points to."""
    owners: dict[int, str] = {}
    for measure in outline.measures:
        for initiative in measure.initiatives:
            for block in initiative.blocks:
                for row in block.group.rows.values():
                    owners[row.number] = block.id
                for indicator in block.indicators:
                    for row in indicator.group.rows.values():
                        owners.setdefault(row.number, indicator.id)
    return [
        replace(one, item_id=owners.get(one.place.row))
        if one.item_id is None and one.place is not None
        else one
        for one in findings
    ]
