"""Rows whose values stand in the wrong year columns, put right by constraints, or held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from corpus.grades import GradeScale
from corpus.outline import DraftIndicator, Outline
from corpus.placed import PlacedIndicator, repaired_rows
from corpus.readings import (
    NEARLY_THE_SAME,
    USUAL,
    WORTH_FOR_TOTALS,
    Profile,
    Reading,
    joint_readings,
    printed_targets,
    profile_of,
)
from corpus.repair_findings import findings_of
from corpus.rows import KIND_NAMES, readable_cells
from corpus.types import Finding, FindingKind, Kind, Place, TotalsRow

# Readings dearer than this are not believed at all.
TOO_DEAR = 5.0
NOT_FAR_OFF = 1.5  # readings as odd as this still tell which years the report prints, if none is clean
MAX_OPTIONS = 8  # readings of one indicator that the totals are asked to choose from


def place_values(
    outline: Outline, report_year: int, scale: GradeScale, totals: Mapping[int, TotalsRow]
) -> tuple[list[PlacedIndicator], list[Finding]]:
    """Decide for every indicator in which years its values belong.

    `totals` maps a measure's ordinal to its row of the report's own totals, only where that
    adds up. Every repair and every row held back comes with a finding.
    """
    findings: list[Finding] = []
    unreadable = [_drop_unreadable(draft, findings) for draft in outline.indicators]
    profile = _profile(outline.indicators, report_year, scale)
    placed: list[PlacedIndicator] = []
    for measure in outline.measures:
        members = []
        for draft in (one for initiative in measure.initiatives for one in initiative.indicators):
            readings = joint_readings(draft.group, report_year, scale, profile)
            chosen = readings[0] if readings else None
            members.append(PlacedIndicator(draft, readings, chosen, set(draft.group.held)))
        _choose(members, totals.get(measure.ordinal), report_year, findings)
        for one in members:
            _doubt_short_targets(one, profile)
        placed.extend(members)
    for one, held in zip(placed, unreadable, strict=True):
        one.held |= held
    for one in placed:
        findings.extend(findings_of(one, report_year, scale))
    return placed, findings


def _drop_unreadable(draft: DraftIndicator, findings: list[Finding]) -> set[Kind]:
    """Take out rows most of whose cells cannot be what their label says (figures under 評価)."""
    held = set()
    for kind, cells in draft.group.values.items():
        fitting = readable_cells(kind, cells)
        wrong = [text for column, text in cells if (column, text) not in fitting]
        if wrong and 2 * len(wrong) >= len(cells):
            row = draft.group.rows[kind]
            findings.append(
                Finding(
                    FindingKind.HELD_BACK,
                    f"{row.number}行の{KIND_NAMES[kind]}の値「{'/'.join(wrong)}」は{KIND_NAMES[kind]}として読めないため、"
                    "この行の値は収録していません。",
                    f"印字されている値: {'/'.join(text for _, text in cells)}",
                    Place(row.number, cells[0][0]),
                    draft.id,
                )
            )
            held.add(kind)
            draft.group.values[kind] = []
    return held


def _profile(drafts: Sequence[DraftIndicator], report_year: int, scale: GradeScale) -> Profile:
    """Learn from the rows that read cleanly in which years this report has values."""
    clean, others = [], []
    targets = printed_targets([draft.group for draft in drafts])
    for draft in drafts:
        group = draft.group
        if group.has_values and all(group.anchor(kind) == group.table.label_column for kind in group.rows):
            readings = joint_readings(group, report_year, scale, Profile(targets=targets), rearrange=False)
            if readings and readings[0].cost == 0:
                clean.append(readings[0])
            elif readings and readings[0].cost <= NOT_FAR_OFF:
                others.append(readings[0])
    years = sorted({year for draft in drafts for year in draft.group.table.years})
    # Where no row reads cleanly, the least odd ones still tell most of the years.
    return profile_of(clean or others, years, targets)


def _choose(
    members: list[PlacedIndicator], totals: TotalsRow | None, report_year: int, findings: list[Finding]
) -> None:
    """Choose a reading for each indicator of one measure, with the help of its totals where needed."""
    for one in members:
        if one.chosen is not None and one.chosen.cost > TOO_DEAR:
            one.held |= repaired_rows(one.group, one.chosen)
    usable = totals if totals is not None and totals.total == len(members) else None
    fits = usable is None or _fits_totals(_counts(members, report_year), usable)
    margin = NEARLY_THE_SAME if fits else WORTH_FOR_TOTALS
    options = [_distinct(one.alternatives(margin))[:MAX_OPTIONS] if one.readings else [] for one in members]
    doubtful = [index for index, choice in enumerate(options) if len(choice) > 1]
    if not doubtful:
        return
    agreed: list[tuple[Reading, ...]] = []
    if usable is not None:
        for combination in _limited_product([options[index] for index in doubtful]):
            trial = [one.chosen for one in members]
            for index, reading in zip(doubtful, combination, strict=True):
                trial[index] = reading
            if _fits_totals(_count_readings(trial, report_year), usable):
                agreed.append(combination)
    for position, index in enumerate(doubtful):
        one = members[index]
        remaining = _distinct([combination[position] for combination in agreed]) or _distinct(
            one.alternatives()
        )
        cheapest = min(remaining, key=lambda reading: reading.cost)
        if len(remaining) == 1 and agreed and cheapest is not one.readings[0]:
            findings.append(
                Finding(
                    FindingKind.SHIFTED_ROW,
                    f"{one.group.line_numbers}は値の年度の読み方が二通りあり、報告書の集計表に合う方を採りました。",
                    f"集計表の件数（{_print_counts(usable)}）を再現する読み方はこれだけである。",
                    Place(one.group.lead.number, one.group.lead.label_column),
                    one.draft.id,
                )
            )
        one.chosen = cheapest
        for other in remaining:
            one.doubtful |= _differences(cheapest, other)


def _differences(one: Reading, other: Reading) -> set[tuple[Kind, int]]:
    """Return the years (kind, fiscal year) for which two readings give different values, or only one does."""
    return {
        (kind, year)
        for kind in one.values
        for year in one.values[kind].keys() | other.values.get(kind, {}).keys()
        if one.values[kind].get(year) != other.values.get(kind, {}).get(year)
    }


def _doubt_short_targets(one: PlacedIndicator, profile: Profile) -> None:
    """Doubt 目標 that lack the first or last year that every other indicator has one for.

    A row moved whole by a column, with the value at its end lost, looks like that.
    """
    chosen = one.chosen
    placing = chosen.placings.get(Kind.TARGET) if chosen is not None else None
    if (
        chosen is None
        or placing is None
        or not placing.years
        or repaired_rows(one.group, chosen) & {Kind.TARGET}
    ):
        return
    years = one.group.table.years
    expected = [year for year in years if profile.expects_target(year)]
    # Where no other row is left, nothing but the other indicators tells when the targets begin.
    alone = len(chosen.values) == 1
    actuals = chosen.values.get(Kind.ACTUAL, {})
    rated = years if alone else chosen.values.get(Kind.GRADE) or actuals
    starts_late = any(year < placing.years[0] for year in expected if year in rated)
    if starts_late or (expected and placing.years[-1] < expected[-1]):
        one.doubtful |= {(Kind.TARGET, year) for year in placing.years}
    elif (
        (alone or actuals)
        and placing.years[0] < min(actuals, default=years[-1])
        and (profile.share.get((Kind.TARGET, placing.years[0]), 0.0) < USUAL)
    ):
        # A 目標 before the first 実績 may be that 実績, printed a row too high.
        one.doubtful.add((Kind.TARGET, placing.years[0]))


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    found: list[Reading] = []
    for reading in readings:
        if all(reading.values != other.values for other in found):
            found.append(reading)
    return found


def _limited_product(options: list[list[Reading]]) -> list[tuple[Reading, ...]]:
    size = 1
    for choice in options:
        size *= len(choice)
    return list(product(*options)) if size <= 2000 else []


def _counts(members: Sequence[PlacedIndicator], year: int) -> Counter[str]:
    return _count_readings([one.chosen for one in members], year)


def _count_readings(readings: Sequence[Reading | None], year: int) -> Counter[str]:
    return Counter(
        grade for reading in readings if reading is not None and (grade := reading.grade(year)) is not None
    )


def _fits_totals(counts: Counter[str], totals: TotalsRow) -> bool:
    """True where no grade is counted more often than the report does; blanks may be any of the rest."""
    return all(number <= totals.count(grade) for grade, number in counts.items())


def _print_counts(totals: TotalsRow | None) -> str:
    return "、".join(f"{grade} {number}" for grade, number in totals.counts) if totals else ""
