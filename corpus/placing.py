"""Where the values of a row may belong: candidate placings, hard limits and the cost of each.

A placing is a shift of the whole row against the reading from its label. The cost adds up
what speaks against it; the weights are in one table, chosen so that one clear contradiction
outweighs a reading that merely looks less natural.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from corpus.grades import GradeScale, contradicts
from corpus.layout import Role, canonical_grade
from corpus.numerals import parse_printed_number, plain_cell
from corpus.rows import Cell, RowGroup
from corpus.types import Kind

MAX_SHIFT = 3
MAX_SURPLUS = 3

COST_BY_NORMAL_COLUMN = 0.4  # read by the column of a normal row, though the label stands elsewhere
COST_MOVED = 2.0  # moved away from both natural readings ...
COST_MOVED_FURTHER = 0.5  # ... and for each column more
COST_MOVED_WITH_NARRATIVE = 0.9  # moved, where the narrative cells of the row are displaced alike
COST_LONE_COPY_KEPT = 0.5  # the same, though the last value alone repeats its neighbour
COST_NARRATIVE_IGNORED = 0.6  # the narrative is displaced, the values are read as if they were not
COST_BY_COLUMN_ALONE = 1.2  # the same, where the left-hand cells moved with the label
COST_SURPLUS = 0.6  # a trailing copy left out of the narrative columns, where merged cells leave them
COST_SURPLUS_IN_YEARS = 2.6  # a trailing copy left out of a year column: nothing known leaves one there
COST_GRADE_WITHOUT_TARGET = 0.8
COST_GRADE_WITHOUT_ACTUAL = 0.8
COST_DASH_WITHOUT_ACTUAL = 0.3
COST_DASH_BESIDE_FIGURES = 0.5  # not rated, though 目標 and 実績 are figures
COST_GRADE_BESIDE_WORD = 0.8  # rated, though 中止 or the like stands for the 実績
COST_TARGET_BEFORE_ACTUALS = 0.6  # a 目標 for a year before the first 実績
COST_TARGETS_END_EARLY = 0.5  # for each year at the end of the headings without 目標
COST_GRADE_MISSING = 0.7  # 目標 and 実績 are printed, the year is over, other years are rated
COST_CONTRADICTION = 1.2
COST_NOT_UP_TO_DATE = 0.6  # for each year between the last 実績 or 評価 and the report's own
COST_UNUSUAL_YEAR = 1.0  # a year in which no other indicator has a value of this kind
COST_OUT_OF_THE_RUNNING = 4.0  # a row's placing this much dearer than its cheapest is not tried
COST_UNUSUAL_GAP = 0.8  # no value in a year in which every other indicator has one


@dataclass(frozen=True, slots=True)
class Placing:
    """One way to read a row: each kept cell's year index, and what the row's reading alone costs.

    `shift` counts year columns against the reading from the label; `surplus` trailing cells
    are left out.
    """

    shift: int
    surplus: int
    years: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Profile:
    """In which years the undamaged indicators of a report have values, by kind.

    `share` maps (kind, fiscal year) to the share of them; `weight` grows with their number.
    """

    share: Mapping[tuple[Kind, int], float] = field(default_factory=dict)
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One joint placing of an indicator's rows, with its cost; `values` as printed, by fiscal year."""

    placings: Mapping[Kind, Placing]
    values: Mapping[Kind, Mapping[int, str]]
    cost: float

    def grade(self, fiscal_year: int) -> str | None:
        """Return the grade letter that this reading gives a year."""
        printed = self.values.get(Kind.GRADE, {}).get(fiscal_year)
        return None if printed is None else canonical_grade(printed)

    def differs(self, other: Reading, kind: Kind) -> bool:
        """True where two readings give one row different values."""
        return self.values.get(kind) != other.values.get(kind)


def candidate_placings(group: RowGroup, kind: Kind, report_year: int) -> list[Placing]:
    """Return every placing of a row that the headings and the report's own year allow."""
    cells = group.values.get(kind, [])
    years = group.table.years
    if not cells:
        return [Placing(0, 0, (), 0.0)]
    last_index = len(years) - 1
    if kind is not Kind.TARGET:
        last_index = max((i for i, year in enumerate(years) if year <= report_year), default=-1)
    by_label = [column - group.anchor(kind) - 1 for column, _ in cells]
    by_column = group.anchor(kind) - group.table.label_column
    displaced = _narrative_displacement(group) if kind is next(iter(group.rows)) else None
    by_column_cost = COST_BY_COLUMN_ALONE if _moved_as_a_whole(group) else COST_BY_NORMAL_COLUMN
    placings = []
    for surplus in range(min(MAX_SURPLUS, len(cells) - 1, _trailing_copies(cells)) + 1):
        kept = by_label[: len(cells) - surplus]
        for shift in sorted({0, by_column, *range(-MAX_SHIFT, MAX_SHIFT + 1)}):
            if kept[0] + shift < 0 or kept[-1] + shift > last_index:
                continue
            # A copy is left out only where a natural reading runs over the end, as far as it does.
            if surplus and (shift not in (0, by_column) or kept[-1] + shift != last_index):
                continue
            cost = _shift_cost(shift, by_column, by_column_cost, displaced, surplus)
            if displaced and shift == -displaced and not surplus and _ends_in_lone_copy(cells):
                cost += COST_LONE_COPY_KEPT
            for index in by_label[len(kept) :]:
                in_years = max(index, index + by_column) <= len(years) - 1
                cost += COST_SURPLUS_IN_YEARS if in_years else COST_SURPLUS
            placings.append(Placing(shift, surplus, tuple(years[index + shift] for index in kept), cost))
    cheapest = min((placing.cost for placing in placings), default=0.0)
    return [placing for placing in placings if placing.cost <= cheapest + COST_OUT_OF_THE_RUNNING]


def _trailing_copies(cells: Sequence[Cell]) -> int:
    """Count the cells at the end of a row that merely repeat their left neighbour."""
    copies = 0
    for (column, text), (before, text_before) in zip(cells[:0:-1], cells[-2::-1], strict=True):
        if column != before + 1 or plain_cell(text) != plain_cell(text_before):
            break
        copies += 1
    return copies


def _ends_in_lone_copy(cells: Sequence[Cell]) -> bool:
    """True where only the last value repeats its neighbour (134/159/184/184), as a merged cell does."""
    plain = [plain_cell(text) for _, text in cells]
    return len(plain) >= 3 and plain[-1] == plain[-2] and len(set(plain)) >= len(plain) - 1


def _narrative_displacement(group: RowGroup) -> int | None:
    """Return by how many columns all narrative cells stand right of where the label puts them.

    None where the row does not print every narrative column, or prints them unevenly.
    """
    columns = [cell[0] for number, cell in group.narrative if number == group.lead.number]
    if not columns or len(columns) != len(group.table.right):
        return None
    kind = next(iter(group.rows))
    shift_of_label = group.anchor(kind) - group.table.label_column
    away = {
        column - (right.column + shift_of_label)
        for column, right in zip(columns, group.table.right, strict=True)
    }
    return away.pop() if len(away) == 1 else None


def _moved_as_a_whole(group: RowGroup) -> bool:
    """True where the name of the indicator moved with the label: the line lost or gained leading cells."""
    moved = group.lead.label_column - group.table.label_column
    normal = group.table.roles.get(Role.INDICATOR)
    columns = [cell[0] for number, cell in group.left if number == group.lead.number]
    return bool(moved) and normal is not None and normal + moved in columns


def _shift_cost(
    shift: int, by_column: int, by_column_cost: float, displaced: int | None, surplus: int
) -> float:
    # Narrative cells one too far right: the values moved with them, or a copy pushed them there.
    explained = -displaced if displaced else 0
    if displaced and shift == explained and surplus == 0:
        return min(COST_MOVED_WITH_NARRATIVE, by_column_cost if shift == by_column else 9.0)
    ignored = COST_NARRATIVE_IGNORED if displaced and displaced > 0 and surplus != displaced else 0.0
    if shift == 0:
        return ignored
    if shift == by_column:
        return by_column_cost + ignored
    away = min(abs(shift), abs(shift - by_column))
    return COST_MOVED + COST_MOVED_FURTHER * (away - 1) + ignored


def joint_readings(group: RowGroup, report_year: int, scale: GradeScale, profile: Profile) -> list[Reading]:
    """Return all joint readings of an indicator's rows, the cheapest first; empty where none is allowed."""
    kinds = [kind for kind in group.rows if group.values.get(kind)]
    choices = [candidate_placings(group, kind, report_year) for kind in kinds]
    readings = []
    for placings in product(*choices):
        values = {
            kind: dict(zip(placing.years, (text for _, text in group.values[kind]), strict=False))
            for kind, placing in zip(kinds, placings, strict=True)
        }
        cost = sum(placing.cost for placing in placings)
        cost += _cost_of_values(values, report_year, scale, group.table.years)
        cost += _cost_against_profile(values, profile, group.table.years, report_year)
        readings.append(Reading(dict(zip(kinds, placings, strict=True)), values, round(cost, 3)))
    return sorted(readings, key=lambda reading: reading.cost)


def _cost_of_values(
    values: Mapping[Kind, Mapping[int, str]], report_year: int, scale: GradeScale, years: Sequence[int]
) -> float:
    targets, actuals = values.get(Kind.TARGET, {}), values.get(Kind.ACTUAL, {})
    grades = values.get(Kind.GRADE, {})
    cost = 0.0
    for year, printed in grades.items():
        grade = canonical_grade(printed) or ""
        cost += COST_GRADE_WITHOUT_TARGET if targets and year not in targets else 0.0
        if actuals and year not in actuals:
            cost += COST_DASH_WITHOUT_ACTUAL if grade == "-" else COST_GRADE_WITHOUT_ACTUAL
        cost += COST_CONTRADICTION if contradicts(grade, year, targets, actuals, scale) else 0.0
        is_figure = parse_printed_number(actuals.get(year, "")) is not None
        if grade == "-" and is_figure and parse_printed_number(targets.get(year, "")) is not None:
            cost += COST_DASH_BESIDE_FIGURES
        elif grade != "-" and year in actuals and not is_figure:
            cost += COST_GRADE_BESIDE_WORD
    if targets:
        cost += COST_TARGETS_END_EARLY * sum(year > max(targets) for year in years)
        if actuals:
            cost += COST_TARGET_BEFORE_ACTUALS * sum(year < min(actuals) for year in targets)
    if grades:
        cost += COST_GRADE_MISSING * sum(
            year not in grades and parse_printed_number(actuals.get(year, "")) is not None for year in targets
        )
    for row in (actuals, grades):
        if row:
            cost += COST_NOT_UP_TO_DATE * sum(max(row) < year <= report_year for year in years)
    return cost


def _cost_against_profile(
    values: Mapping[Kind, Mapping[int, str]], profile: Profile, years: Sequence[int], report_year: int
) -> float:
    cost = 0.0
    # An indicator taken up later than the others has no gap in the years before.
    started = min((min(row) for row in values.values()), default=0) if len(values) > 1 else 0
    for kind, row in values.items():
        for year in years:
            share = profile.share.get((kind, year))
            if share is None or (kind is not Kind.TARGET and year >= report_year):
                continue
            if share == 0.0 and year in row:
                cost += COST_UNUSUAL_YEAR * profile.weight
            elif share == 1.0 and year not in row and year >= started:
                cost += COST_UNUSUAL_GAP * profile.weight
    return cost


def profile_of(readings: Sequence[Reading], years: Sequence[int]) -> Profile:
    """Summarise in which years undamaged indicators have values."""
    share: dict[tuple[Kind, int], float] = {}
    for kind in (Kind.TARGET, Kind.ACTUAL, Kind.GRADE):
        rows = [reading.values[kind] for reading in readings if reading.values.get(kind)]
        for year in years:
            if rows:
                share[kind, year] = sum(year in row for row in rows) / len(rows)
    return Profile(share, len(readings) / (len(readings) + 2))
