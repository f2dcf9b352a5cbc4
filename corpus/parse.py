"""The front door: a report file read into a Report, every repair and oddity with a finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.column_levels import settle_levels
from corpus.column_rows import Record, place_text, records_of
from corpus.column_table import find_column_tables
from corpus.columns import read_columns
from corpus.errors import ReportFormatError
from corpus.figure_check import figure_findings
from corpus.figures import prose_figures_of
from corpus.grade_words import in_order, read_grade
from corpus.grades import GradeScale, grade_scale
from corpus.kind_words import kind_of_word
from corpus.layout import Layout, Table, legend_entries, sort_lines
from corpus.metadata import Metadata, evidence_of, read_metadata
from corpus.narrative import oddities_of, remarks_of
from corpus.personal_data import personal_data_findings
from corpus.places import on_pages
from corpus.plain_tables import find_plain_tables, plain_findings
from corpus.prose_check import prose_findings
from corpus.readers.lines import Line, Source
from corpus.readers.opening import read_source
from corpus.rows import RowGroup, group_rows
from corpus.running_totals import read_running_totals
from corpus.stacked import read_stacked, used_grades
from corpus.summaries import summaries_of
from corpus.text import shorten
from corpus.torn_lines import mend_lines
from corpus.totals import join_headers
from corpus.types import Finding, GradeMeaning, Kind, Measure, Report


def parse_report(path: Path, *, name: str | None = None, fiscal_year: int | None = None) -> Report:
    """Read one report from a file; `name` becomes the report's id (default: the file's stem).

    `fiscal_year` is the report's own year where a person gives it; else the text tells it.
    Raises ReportFileError where the file cannot be read, ReportFormatError where it holds no
    progress-report table. Oddities inside the tables never raise: they are findings.
    """
    return parse_source(read_source(Path(path)), name or Path(path).stem, fiscal_year)


def parse_source(source: Source, name: str, fiscal_year: int | None = None) -> Report:
    """Read one report from the lines of a file.

    Where a file has real cells (sheets, ruled tables, .csv) and every row of its stacked tables
    stands under its headings, the headings decide. Text that was extracted loses and shifts cells
    without a trace, so its stacked tables are always read by what their values allow.
    """
    has_cells = _has_cells(source)
    report = _parse(source, name, fiscal_year, aligned=has_cells)
    if has_cells and _has_later_results(report):
        return _parse(source, name, fiscal_year, aligned=False)
    return report


def _has_cells(source: Source) -> bool:
    return not source.file_name.lower().endswith((".txt", ".tsv"))


def _has_later_results(report: Report) -> bool:
    """True where an 実績 or 評価 stands in a year after the report's own: its cells are shifted."""
    return any(
        seen.fiscal_year > report.fiscal_year and seen.kind in (Kind.ACTUAL, Kind.GRADE)
        for one in report.indicators
        for seen in one.observations
    )


def _parse(source: Source, name: str, fiscal_year: int | None, *, aligned: bool) -> Report:
    column_findings: list[Finding] = []
    tables, lines = find_column_tables(join_headers(source.lines), aligned=aligned)
    settle_levels(tables)
    plain, legend_of_table, lines = find_plain_tables(lines, has_cells=_has_cells(source))
    # Only extracted text tears its rows; a cell of a sheet is whole.
    whole_lines, mendings = (tuple(lines), []) if _has_cells(source) else mend_lines(lines)
    layout = sort_lines(whole_lines)
    groups = group_rows(layout.events)
    records = records_of(tables, column_findings)
    if not groups and not any(record.values for record in records):
        raise ReportFormatError(_no_table_message(source, layout))
    about = read_metadata(
        layout, evidence_of(layout, groups, tables, records), source.lines, name, fiscal_year
    )
    legend = _legend(layout, legend_of_table)
    scale = _scale(legend, groups, records)
    stacked = read_stacked(layout, groups, about.fiscal_year, scale)
    columns = read_columns(
        records, layout, about.fiscal_year, about.title, scale, [one.id for one in stacked.measures]
    )
    measures, running = read_running_totals(stacked.measures + columns.measures)
    remarks = remarks_of(layout.remarks)
    blocks = [block for measure in measures for one in measure.initiatives for block in one.blocks]
    passages = [passage for block in blocks for passage in block.passages] + list(remarks)
    figures = prose_figures_of(passages, about.fiscal_year)
    findings = [
        *source.findings,
        *personal_data_findings(source.lines),
        *mendings,
        *about.findings,
        *stacked.findings,
        *column_findings,
        *columns.findings,
        *running,
        *plain_findings(plain),
        *figure_findings([one for measure in measures for one in measure.indicators], legend, scale),
        *oddities_of(passages),
        *prose_findings(measures, figures),
    ]
    return on_pages(
        Report(
            name=name,
            title=about.title,
            city=about.city,
            plan=about.plan,
            fiscal_year=about.fiscal_year,
            years=_years(about, measures),
            digest=source.digest,
            file_name=source.file_name,
            measures=measures,
            legend=legend,
            totals=stacked.totals + columns.totals,
            remarks=remarks,
            cross_references=stacked.cross_references + columns.cross_references,
            prose_figures=figures,
            findings=tuple(_in_order(findings)),
            tables=summaries_of(layout, tables, plain, measures),
            plain_tables=tuple(plain),
            amounts=columns.amounts,
        )
    )


def _no_table_message(source: Source, layout: Layout) -> str:
    tables = [event for event in layout.events if isinstance(event, Table)]
    heading = _last_line_of_headings(source)
    if heading is not None:
        found = f"{place_text(heading)}に見出しはありますが、その下に指標の行がありません"
    elif tables:
        found = f"{tables[0].row}行に年度の見出しはありますが、「目標・実績・評価」の行が見つかりません"
    else:
        found = "年度の見出し（R6、令和6年度など）が並んだ行が見つかりません"
    first = next((line for line in source.lines if line.filled()), None)
    start = f"最初の行は「{shorten(first.filled()[0][1], 30)}」です。" if first else ""
    return (
        f"「{source.file_name}」には計画の進捗評価の表が見つかりませんでした（{found}）。{start}"
        "指標ごとに目標・実績・評価と年度が印字された表のある報告書を指定してください。"
    )


def _last_line_of_headings(source: Source) -> Line | None:
    """Return the last line of a file where that names 目標 and 実績 or the like: nothing stands under it."""
    filled = [line for line in source.lines if line.filled()]
    if not filled:
        return None
    kinds = {kind_of_word(cell) for _, cell in filled[-1].filled() if len(cell) <= 20} - {None}
    return filled[-1] if len(kinds) >= 2 else None


def _legend(layout: Layout, of_table: Sequence[GradeMeaning]) -> tuple[GradeMeaning, ...]:
    """Return each grade's meaning once; the legend is printed again on every page."""
    meanings: dict[str, GradeMeaning] = {}
    for line in layout.legend:
        for grade, meaning, place in legend_entries(line):
            meanings.setdefault(grade, GradeMeaning(grade, meaning, place))
    for one in of_table:
        meanings.setdefault(one.grade, one)
    return tuple(meanings.values())


def _scale(
    legend: Sequence[GradeMeaning], groups: Sequence[RowGroup], records: Sequence[Record]
) -> GradeScale:
    """Order the grades that the report explains or, without a legend, those that it uses."""
    printed = [one for record in records for one in (*record.values, *record.grades)]
    grades = [read_grade(one.text) for one in printed if one.kind is Kind.GRADE]
    scale = grade_scale([one.grade for one in legend], [*used_grades(groups), *grades])
    if scale.letters:
        return scale
    return GradeScale(tuple(in_order([one for one in dict.fromkeys(grades) if one != "-"])))


def _years(about: Metadata, measures: Sequence[Measure]) -> tuple[int, ...]:
    """Return the fiscal years of all columns; of a report without year columns, those of its values."""
    if about.years != (about.fiscal_year,):
        return about.years
    values = {
        seen.fiscal_year
        for measure in measures
        for one in measure.indicators
        for seen in one.observations
        if seen.kind is not Kind.BASELINE
    }
    return tuple(sorted({about.fiscal_year, *values}))


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (one.place.row, one.place.column) if one.place else (0, 0))
