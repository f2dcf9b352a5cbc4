"""The report checked against itself: its own totals, blanks, and grades against figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.fiscal import era_label
from corpus.grades import GradeScale, contradicts, evidence_for
from corpus.numerals import parse_printed_number
from corpus.types import Finding, FindingKind, Indicator, Kind, Measure, Observation, TotalsRow

INFERRED_FROM = "集計表（施策ごとの評価の件数）から推定"


def inferred_grades(
    measures: Sequence[Measure], totals: dict[str, TotalsRow], fiscal_year: int, held: set[str]
) -> tuple[dict[str, Observation], list[Finding]]:
    """Return the blank grades of the report's own year that its totals leave only one letter for.

    `totals` maps a measure's id to its row, only where that adds up; `held` are the ids of
    indicators whose printed grade was held back. Where several assignments fit, nothing is inferred.
    """
    inferred: dict[str, Observation] = {}
    findings: list[Finding] = []
    for measure in measures:
        indicators = list(measure.indicators)
        row = totals.get(measure.id)
        blanks = [one for one in indicators if one.observation(fiscal_year, Kind.GRADE) is None]
        if row is None:
            continue
        counted = Counter(
            seen.grade or ""
            for one in indicators
            if (seen := one.observation(fiscal_year, Kind.GRADE)) is not None
        )
        remaining = {
            grade: number - counted.get(grade, 0)
            for grade, number in row.counts
            if number != counted.get(grade, 0)
        }
        expected = sum(number for _, number in row.counts)
        printed = _print(row)
        if (
            expected != len(indicators)
            or any(number < 0 for number in remaining.values())
            or (set(counted) - {grade for grade, _ in row.counts})
        ):
            findings.append(
                Finding(
                    FindingKind.TOTALS_MISMATCH,
                    f"{measure.heading}{measure.id}の{era_label(fiscal_year)}の評価が、報告書の集計表と一致しません。",
                    f"集計表: {printed}（計{expected}）。読み取れた指標は{len(indicators)}、評価は"
                    f"{_print_counter(counted)}、空欄は{len(blanks)}。",
                    row.place,
                    measure.id,
                )
            )
            continue
        if not blanks:
            continue
        if len(remaining) == 1:
            grade = next(iter(remaining))
            for one in blanks:
                inferred[one.id] = Observation(
                    one.id, fiscal_year, Kind.GRADE, "", grade=grade, inferred_from=INFERRED_FROM
                )
                findings.append(
                    Finding(
                        FindingKind.INFERRED_GRADE,
                        f"{one.id}「{one.name or '名称なし'}」の{era_label(fiscal_year)}の評価は"
                        f"{'確定できない' if one.id in held else '空欄の'}ため、集計表から「{grade}」と推定しました。",
                        f"{measure.heading}{measure.id}の集計表は{printed}（計{expected}）。ほかの指標の評価は"
                        f"{_print_counter(counted)}で、残りは「{grade}」{remaining[grade]}件。",
                        one.place,
                        one.id,
                    )
                )
        else:
            findings.append(
                Finding(
                    FindingKind.BLANK_VALUE,
                    f"{measure.heading}{measure.id}には{era_label(fiscal_year)}の評価が空欄の指標が{len(blanks)}あり、"
                    "集計表からも一つに決まらないため、推定していません。",
                    f"集計表の残りは{'、'.join(f'「{grade}」{number}件' for grade, number in remaining.items())}。",
                    blanks[0].place,
                    measure.id,
                )
            )
    return inferred, findings


def grand_total_findings(
    measures: Sequence[Measure], totals: Sequence[TotalsRow], year: int
) -> list[Finding]:
    """Check the row of the grand total against the other rows and against the grades read."""
    findings = []
    grand = next((row for row in totals if row.measure_id is None), None)
    parts = [row for row in totals if row.measure_id is not None]
    if grand is None:
        return []
    added: Counter[str] = Counter()
    for row in parts:
        added.update(dict(row.counts))
    if parts and any(added.get(grade, 0) != number for grade, number in grand.counts):
        findings.append(
            Finding(
                FindingKind.TOTALS_MISMATCH,
                "集計表の「計」の行が、各行の合計と一致しません。",
                f"計の行: {_print(grand)}。各行の合計: {_print_counter(added)}。",
                grand.place,
            )
        )
    counted = Counter(
        seen.grade or ""
        for measure in measures
        for one in measure.indicators
        if (seen := one.observation(year, Kind.GRADE)) is not None
    )
    if any(counted.get(grade, 0) != number for grade, number in grand.counts):
        findings.append(
            Finding(
                FindingKind.TOTALS_MISMATCH,
                f"{era_label(year)}の評価の全体の件数が、集計表の「計」の行と一致しません。",
                f"計の行: {_print(grand)}。読み取れた評価: {_print_counter(counted)}。",
                grand.place,
            )
        )
    return findings


def value_findings(
    indicators: Sequence[Indicator], scale: GradeScale, year: int, held: set[str]
) -> list[Finding]:
    """Tell blanks of the report's own year, 0 beside blanks, and grades that their figures contradict.

    `held` holds 「id:kind」 of the values of the report's own year that were printed but not stored.
    """
    findings = []
    for one in indicators:
        values = {
            kind: {seen.fiscal_year: seen.printed for seen in one.observations if seen.kind is kind}
            for kind in (Kind.TARGET, Kind.ACTUAL, Kind.GRADE)
        }
        for kind, word in ((Kind.ACTUAL, "実績"), (Kind.GRADE, "評価")):
            if one.observation(year, kind) is None and f"{one.id}:{kind}" not in held:
                findings.append(
                    Finding(
                        FindingKind.BLANK_VALUE,
                        f"{one.id}「{one.name or '名称なし'}」の{era_label(year)}の{word}は空欄です。",
                        "報告書に印字されていない。",
                        one.place,
                        one.id,
                    )
                )
        findings.extend(_target_hole(one, values[Kind.TARGET], year, held))
        findings.extend(_zero_beside_blank(one, values[Kind.ACTUAL], year, held))
        for seen in one.observations:
            if seen.kind is Kind.GRADE and seen.grade is not None and not seen.inferred:
                targets, actuals = values[Kind.TARGET], values[Kind.ACTUAL]
                if contradicts(seen.grade, seen.fiscal_year, targets, actuals, scale):
                    proof = evidence_for(values, seen.fiscal_year, scale)
                    target = targets.get(seen.fiscal_year, "")
                    findings.append(
                        Finding(
                            FindingKind.GRADE_CONTRADICTS,
                            f"{one.id}「{one.name or '名称なし'}」の{era_label(seen.fiscal_year)}の評価{seen.grade}は、"
                            "目標と実績から見ると逆に見えます。印字のまま収録しました。",
                            f"{proof or f'目標「{target}」に対し前年度からの動きが逆'}。",
                            seen.place,
                            one.id,
                        )
                    )
    return findings


def _target_hole(one: Indicator, targets: Mapping[int, str], year: int, held: set[str]) -> list[Finding]:
    """Tell a blank 目標 of the report's own year where the indicator has one before it."""
    if year in targets or f"{one.id}:{Kind.TARGET}" in held or not any(other < year for other in targets):
        return []
    years = "・".join(era_label(other) for other in sorted(targets))
    return [
        Finding(
            FindingKind.BLANK_VALUE,
            f"{one.id}「{one.name or '名称なし'}」の{era_label(year)}の目標は空欄です。",
            f"目標は{years}にだけ印字されている。",
            one.place,
            one.id,
        )
    ]


def _zero_beside_blank(
    one: Indicator, actuals: Mapping[int, str], year: int, held: set[str]
) -> list[Finding]:
    """Tell an indicator that prints 実績 0 in some past years and nothing in others."""
    zeros = [seen for seen, text in actuals.items() if parse_printed_number(text) == 0]
    if not zeros or f"{one.id}:{Kind.ACTUAL}" in held:
        return []
    blanks = [other for other in range(min(actuals), year) if other not in actuals]
    if not blanks:
        return []
    return [
        Finding(
            FindingKind.BLANK_OR_ZERO,
            f"{one.id}「{one.name or '名称なし'}」の実績には「0」の年度と空欄の年度があります。空欄は0とはみなしていません。",
            f"「0」は{'・'.join(map(era_label, sorted(zeros)))}、空欄は{'・'.join(map(era_label, blanks))}。",
            one.place,
            one.id,
        )
    ]


def _print(row: TotalsRow) -> str:
    return "、".join(f"{grade} {number}" for grade, number in row.counts)


def _print_counter(counter: Counter[str]) -> str:
    return "、".join(f"{grade} {number}" for grade, number in sorted(counter.items(), key=str)) or "なし"
