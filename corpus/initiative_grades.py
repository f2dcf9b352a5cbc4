"""Grades that a report gives to its 取組 instead of their indicators: kept, and checked against its totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.alignment import PlacedCell
from corpus.column_rows import Record
from corpus.fiscal import era_label
from corpus.text import is_dash, shorten
from corpus.types import Finding, FindingKind, Kind, Measure, Observation, TotalsRow


def keep_grades(
    grades: list[Observation], found: Iterable[Observation | None], findings: list[Finding]
) -> None:
    """Add to the grades of one 取組 those of years that it has none of; a second one that differs is told."""
    for one in found:
        if one is None:
            continue
        seen = next((each for each in grades if each.fiscal_year == one.fiscal_year), None)
        if seen is None:
            grades.append(one)
        elif seen.grade != one.grade:
            findings.append(
                Finding(
                    FindingKind.HELD_BACK,
                    f"{one.place}の評価「{shorten(one.printed)}」は、同じ取組・同じ年度の評価がほかの欄にあるため、収録していません。",
                    f"{seen.place}は「{shorten(seen.printed)}」である。",
                    one.place,
                )
            )


def given_to(initiative_id: str, grades: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the grades with the id of the 取組 that they are given to."""
    return tuple(replace(one, indicator_id=initiative_id) for one in grades)


def grades_without_indicator(record: Record, cell: PlacedCell) -> Iterator[Finding]:
    """Tell that a 取組 without an indicator (「-」) is graded all the same: no indicator bears it."""
    for value in record.values:
        if value.kind is Kind.GRADE and not is_dash(value.text):
            yield Finding(
                FindingKind.HELD_BACK,
                f"{value.place}の評価「{shorten(value.printed)}」は、指標のない取組の評価のため、指標の評価としては収録していません。",
                f"指標の欄（{cell.place}）は「{cell.text.strip()}」である。",
                value.place,
            )


def initiative_totals_findings(
    measures: Sequence[Measure], totals: Sequence[TotalsRow], year: int
) -> list[Finding]:
    """Check the report's own totals against the grades of its 取組."""
    findings = []
    for row in totals:
        of_row = [one for one in measures if row.measure_id in (None, one.id)]
        counted = Counter(
            seen.grade or ""
            for measure in of_row
            for one in measure.initiatives
            for seen in one.grades
            if seen.fiscal_year == year
        )
        if of_row and any(counted.get(grade, 0) != number for grade, number in row.counts):
            whole = row.measure_id is None
            whose = "全体" if whole else f"{of_row[0].heading}{of_row[0].id}"
            findings.append(
                Finding(
                    FindingKind.TOTALS_MISMATCH,
                    f"{whose}の{era_label(year)}の取組の評価の件数が、報告書の集計表と一致しません。",
                    f"集計表: {_print(row.counts)}。読み取れた取組の評価: {_print(sorted(counted.items())) or 'なし'}。",
                    row.place,
                    None if whole else row.measure_id,
                )
            )
    return findings


def _print(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{grade} {number}" for grade, number in counts)
