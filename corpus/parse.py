"""The front door: a report file read into a Report, every repair and oddity with a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.checks import grand_total_findings, inferred_grades, value_findings
from corpus.departments import split_departments
from corpus.errors import ReportFormatError
from corpus.figures import prose_figures_of
from corpus.grades import direction_of, grade_scale
from corpus.indicator_cell import IndicatorName, read_indicator_cell
from corpus.layout import Layout, Table, canonical_grade, legend_entries, sort_lines
from corpus.metadata import read_metadata
from corpus.narrative import cross_references_of, oddities_of, passages_of, remarks_of
from corpus.numerals import parse_printed_number
from corpus.outline import DraftBlock, DraftInitiative, Outline, build_outline
from corpus.places import on_pages
from corpus.readers.lines import Source
from corpus.readers.opening import read_source
from corpus.repair import PlacedIndicator, column_shift, place_values
from corpus.rows import group_rows
from corpus.text import shorten
from corpus.totals import adds_up, read_totals, usable_rows
from corpus.types import (
    Accumulation,
    Block,
    Direction,
    Finding,
    FindingKind,
    GradeMeaning,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Place,
    Report,
)


def parse_report(path: Path, *, name: str | None = None) -> Report:
    """Read one report from a file; `name` becomes the report's id (default: the file's stem).

    Raises ReportFileError where the file cannot be read, ReportFormatError where its text
    holds no progress-report table. Oddities inside the table never raise: they are findings.
    """
    source = read_source(Path(path))
    layout = sort_lines(source.lines)
    groups = group_rows(layout.events)
    if not groups:
        raise ReportFormatError(_no_table_message(source, layout))
    about = read_metadata(layout, groups, source.lines, name or Path(path).stem)
    outline = build_outline(groups)
    legend = _legend(layout)
    totals, totals_findings = read_totals(layout.totals, outline.measures)
    used = [canonical_grade(text) or "" for group in groups for _, text in group.values.get(Kind.GRADE, [])]
    scale = grade_scale([one.grade for one in legend], used)
    placed, repairs = place_values(outline, about.fiscal_year, scale, usable_rows(totals, outline.measures))
    measures = _measures(outline, {one.draft.id: one for one in placed})
    held = {f"{one.draft.id}:{kind}" for one in placed for kind in one.held}
    inferred, inferences = inferred_grades(
        measures,
        {row.measure_id: row for row in totals if row.measure_id is not None and adds_up(row)},
        about.fiscal_year,
        {one.draft.id for one in placed if Kind.GRADE in one.held},
    )
    blank = value_findings(
        [one for measure in measures for one in measure.indicators],
        scale,
        about.fiscal_year,
        held | {f"{one}:{Kind.GRADE}" for one in inferred},
    )
    measures = tuple(_with_inferred(measure, inferred) for measure in measures)
    blocks = [block for measure in measures for one in measure.initiatives for block in one.blocks]
    references, reference_findings = cross_references_of(outline, blocks)
    remarks = remarks_of(layout.remarks)
    passages = [passage for block in blocks for passage in block.passages] + list(remarks)
    findings = [
        *source.findings,
        *about.findings,
        *_heading_findings(layout),
        *outline.findings,
        *repairs,
        *totals_findings,
        *inferences,
        *blank,
        *grand_total_findings(measures, totals, about.fiscal_year),
        *reference_findings,
        *oddities_of(passages),
        *_unread_findings(layout),
    ]
    return on_pages(
        Report(
            name=name or Path(path).stem,
            title=about.title,
            city=about.city,
            plan=about.plan,
            fiscal_year=about.fiscal_year,
            years=about.years,
            digest=source.digest,
            file_name=source.file_name,
            measures=measures,
            legend=legend,
            totals=tuple(totals),
            remarks=remarks,
            cross_references=references,
            prose_figures=prose_figures_of(passages, about.fiscal_year),
            findings=tuple(_in_order(findings, outline)),
        )
    )


def _no_table_message(source: Source, layout: Layout) -> str:
    tables = [event for event in layout.events if isinstance(event, Table)]
    if tables:
        found = f"{tables[0].row}行に年度の見出しはありますが、「目標・実績・評価」の行が見つかりません"
    else:
        found = "年度の見出し（R6、令和6年度など）が並んだ行が見つかりません"
    first = next((line for line in source.lines if line.filled()), None)
    start = f"最初の行は「{shorten(first.filled()[0][1], 30)}」です。" if first else ""
    return (
        f"「{source.file_name}」には計画の進捗評価の表が見つかりませんでした（{found}）。{start}"
        "指標ごとに目標・実績・評価の行がある報告書を、タブ区切りのテキストで指定してください。"
    )


def _legend(layout: Layout) -> tuple[GradeMeaning, ...]:
    """Return each grade's meaning once; the legend is printed again on every page."""
    meanings: dict[str, GradeMeaning] = {}
    for line in layout.legend:
        for grade, meaning, place in legend_entries(line):
            meanings.setdefault(grade, GradeMeaning(grade, meaning, place))
    return tuple(meanings.values())


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
        unit=about.unit if about else None,
        note=about.note if about else None,
        accumulation=about.accumulation if about else Accumulation.UNKNOWN,
        direction=direction_of(targets) if targets else Direction.UP,
        place=place,
        observations=observations,
    )


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
        for year, (column, text) in zip(placing.years, one.group.values[kind], strict=False):
            printed = text.strip()
            is_grade = kind is Kind.GRADE
            seen.append(
                Observation(
                    one.draft.id,
                    year,
                    kind,
                    printed,
                    value=None if is_grade else parse_printed_number(printed),
                    grade=canonical_grade(printed) if is_grade else None,
                    place=Place(row.number, column),
                    column_shift=shift,
                )
            )
    return seen


def _with_inferred(measure: Measure, inferred: dict[str, Observation]) -> Measure:
    def complete(indicator: Indicator) -> Indicator:
        extra = inferred.get(indicator.id)
        if extra is None:
            return indicator
        return replace(indicator, observations=(*indicator.observations, extra))

    return replace(
        measure,
        initiatives=tuple(
            replace(
                one,
                blocks=tuple(
                    replace(block, indicators=tuple(complete(each) for each in block.indicators))
                    for block in one.blocks
                ),
            )
            for one in measure.initiatives
        ),
    )


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


def _in_order(findings: Sequence[Finding], outline: Outline) -> list[Finding]:
    """Sort findings by their place, and name the block or indicator that stands there."""
    owners: dict[int, str] = {}
    for measure in outline.measures:
        for initiative in measure.initiatives:
            for block in initiative.blocks:
                for row in block.group.rows.values():
                    owners[row.number] = block.id
                for indicator in block.indicators:
                    for row in indicator.group.rows.values():
                        owners.setdefault(row.number, indicator.id)
    named = [
        replace(one, item_id=owners.get(one.place.row))
        if one.item_id is None and one.place is not None
        else one
        for one in findings
    ]
    return sorted(named, key=lambda one: (one.place.row, one.place.column) if one.place else (0, 0))
