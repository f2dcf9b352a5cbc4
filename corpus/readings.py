"""What all rows of an indicator say together: joint readings, and what speaks against each.

The cost of a reading adds up what its rows' placings cost and what is odd about the values that
they give: a 評価 without its 目標, a best grade beside a clear miss, a year in which no other
indicator has a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from corpus.grade_words import read_grade
from corpus.grades import GradeScale, achievement, contradicts, direction_of
from corpus.numerals import parse_printed_number
from corpus.placing import Placing, candidate_placings, edited_placings, needs_edit
from corpus.rows import RowGroup
from corpus.types import Kind

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
COST_UNUSUAL_YEAR = 1.6  # a year in which no other indicator has a value of this kind
COST_UNUSUAL_GAP = 0.8  # no value in a year in which the other indicators have one
COST_UNUSUAL_RATE = 0.4  # a grade beside a share of the target that no other indicator got it for
COMMON = 0.25  # from this share of the rows of 目標 on, one is expected for a year
USUAL = 0.8  # from this share of the indicators on, a value of a year is usual
REGULAR = 0.45  # below this, no reading that rearranges cells is looked for
# Two readings nearer than this are equally good. The odder the values of the cheapest are, the
# dearer another may be that explains the oddity.
NEARLY_THE_SAME = 0.8
DOUBT_FOR_ODDITY = 0.8
# How much dearer a reading may be that the report's own totals ask for.
WORTH_FOR_TOTALS = 1.6
DEAREST = 6.0  # where no row can be read as it stands, readings up to this are looked at
MAX_READINGS = 4000
MAX_EDITED_ROWS = 2
_ENOUGH_TARGETS = 4  # rows of 目標 that tell for which years a report prints them
_ENOUGH_RATES = 5  # grades of one letter that a range is learnt from
_MOST_UNUSUAL_RATES = 3  # more do not make a reading worse
_RATE_SLACK = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Profile:
    """In which years the undamaged indicators of a report have values, by kind.

    `share` maps (kind, fiscal year) to the share of them; `weight` grows with their number.
    `targets` maps a year to the share of all rows of 目標, damaged ones too, that print one for it;
    empty where that is not known. `rates` maps a grade to the lowest and highest share of the target that it was given for.
    """

    share: Mapping[tuple[Kind, int], float] = field(default_factory=dict)
    weight: float = 0.0
    rates: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    targets: Mapping[int, float] = field(default_factory=dict)

    def expects_target(self, fiscal_year: int) -> bool:
        """True where enough rows of 目標 print one for a year (some reports only print the last year's)."""
        return self.targets.get(fiscal_year, 0.0 if self.targets else 1.0) >= COMMON


@dataclass(frozen=True, slots=True)
class Reading:
    """One joint placing of an indicator's rows, with its cost; `values` as printed, by fiscal year."""

    placings: Mapping[Kind, Placing]
    values: Mapping[Kind, Mapping[int, str]]
    cost: float

    @property
    def oddity(self) -> float:
        """The part of the cost that its values bear, not the moving of cells."""
        return self.cost - sum(placing.cost for placing in self.placings.values())

    def grade(self, fiscal_year: int) -> str | None:
        """Return the grade letter that this reading gives a year."""
        printed = self.values.get(Kind.GRADE, {}).get(fiscal_year)
        return None if printed is None else read_grade(printed)


def joint_readings(
    group: RowGroup, report_year: int, scale: GradeScale, profile: Profile, *, rearrange: bool = True
) -> list[Reading]:
    """Return joint readings of an indicator's rows, the cheapest first; empty where none is allowed.

    Rows are read as they stand or moved whole. Only where no such reading is regular, or a cell
    shows that its row was torn, readings that rearrange cells are added (if `rearrange`).
    """
    kinds = [kind for kind in group.rows if group.values.get(kind)]

    def read(placings: Sequence[Placing]) -> Reading:
        values = {
            kind: dict(zip(placing.years, (text for _, text in placing.cells), strict=True))
            for kind, placing in zip(kinds, placings, strict=True)
        }
        cost = sum(placing.cost for placing in placings)
        cost += _cost_of_values(values, report_year, scale, group.table.years, profile)
        cost += _cost_against_profile(values, profile, group.table.years, report_year)
        return Reading(dict(zip(kinds, placings, strict=True)), values, round(cost, 3))

    choices = [candidate_placings(group, kind, report_year) for kind in kinds]
    readings = [read(placings) for placings in product(*choices)]
    best = min(readings, key=lambda one: one.cost, default=None)
    if rearrange and (best is None or best.cost >= REGULAR or needs_edit(group)):
        edited = [edited_placings(group, kind, report_year) for kind in kinds]
        limit = DEAREST if best is None else best.cost + max(WORTH_FOR_TOTALS, doubt_of(best))
        readings += [read(placings) for placings in _with_edits(choices, edited, limit)]
    return sorted(readings, key=lambda reading: reading.cost)


def doubt_of(best: Reading) -> float:
    """Return how much dearer than the cheapest a reading may be that explains what is odd about it."""
    return NEARLY_THE_SAME + DOUBT_FOR_ODDITY * best.oddity


def _with_edits(
    choices: list[list[Placing]], edited: list[list[Placing]], limit: float
) -> Iterator[tuple[Placing, ...]]:
    """Yield combinations with one or two rearranged rows that cost at most `limit` by themselves."""
    both = [
        sorted([*plain, *more], key=lambda one: one.cost) for plain, more in zip(choices, edited, strict=True)
    ]
    if not all(both):
        return
    least = sum(row[0].cost for row in both)
    both = [[one for one in row if one.cost <= limit - least + row[0].cost] for row in both]
    found = 0
    for placings in product(*both):
        edits = sum(one.edit is not None for one in placings)
        if 1 <= edits <= MAX_EDITED_ROWS and sum(one.cost for one in placings) <= limit:
            found += 1
            yield placings
            if found >= MAX_READINGS:
                return


def _cost_of_values(
    values: Mapping[Kind, Mapping[int, str]],
    report_year: int,
    scale: GradeScale,
    years: Sequence[int],
    profile: Profile,
) -> float:
    targets, actuals = values.get(Kind.TARGET, {}), values.get(Kind.ACTUAL, {})
    grades = values.get(Kind.GRADE, {})
    cost = 0.0
    for year, printed in grades.items():
        grade = read_grade(printed)
        if targets and year not in targets and profile.expects_target(year):
            cost += COST_GRADE_WITHOUT_TARGET
        if actuals and year not in actuals:
            cost += COST_DASH_WITHOUT_ACTUAL if grade == "-" else COST_GRADE_WITHOUT_ACTUAL
        cost += COST_CONTRADICTION if contradicts(grade, year, targets, actuals, scale) else 0.0
        is_figure = parse_printed_number(actuals.get(year, "")) is not None
        if grade == "-" and is_figure and parse_printed_number(targets.get(year, "")) is not None:
            cost += COST_DASH_BESIDE_FIGURES
        elif grade != "-" and year in actuals and not is_figure:
            cost += COST_GRADE_BESIDE_WORD
    if targets:
        cost += COST_TARGETS_END_EARLY * sum(
            year > max(targets) and profile.expects_target(year) for year in years
        )
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
    cost = COST_UNUSUAL_RATE * _unusual_rates(values, profile) if profile.rates else 0.0
    # An indicator taken up later than the others has no gap in the years before.
    started = min((min(row) for row in values.values()), default=0) if len(values) > 1 else 0
    for kind, row in values.items():
        for year in years:
            share = profile.share.get((kind, year))
            if share is None or (kind is not Kind.TARGET and year >= report_year):
                continue
            if share == 0.0 and year in row:
                cost += COST_UNUSUAL_YEAR * profile.weight
            # ... and its first year has an 実績 that no 目標 or 評価 goes with yet.
            elif share >= USUAL and year not in row and year >= started + (kind is not Kind.ACTUAL):
                cost += COST_UNUSUAL_GAP * profile.weight * share
    return cost


def _rate(year: int, values: Mapping[Kind, Mapping[int, str]]) -> Decimal | None:
    targets, actuals = values.get(Kind.TARGET, {}), values.get(Kind.ACTUAL, {})
    return achievement(year, targets, actuals, direction_of(targets))


def _unusual_rates(values: Mapping[Kind, Mapping[int, str]], profile: Profile) -> int:
    """Count the grades given for a share of the target that other indicators did not get them for."""
    count = 0
    for year, printed in values.get(Kind.GRADE, {}).items():
        known = profile.rates.get(read_grade(printed))
        rate = _rate(year, values) if known is not None else None
        if known is not None and rate is not None:
            count += not known[0] - _RATE_SLACK <= rate <= known[1] + _RATE_SLACK
    return min(count, _MOST_UNUSUAL_RATES)


def printed_targets(groups: Sequence[RowGroup]) -> dict[int, float]:
    """Return for each year which share of all rows of 目標 print one, as they stand; {} for a few rows."""
    rows = [
        {
            group.table.years[index]
            for column, _ in cells
            if 0 <= (index := column - group.table.first_year_column) < len(group.table.years)
        }
        for group in groups
        if (cells := group.values.get(Kind.TARGET))
    ]
    if len(rows) < _ENOUGH_TARGETS:
        return {}
    return {year: sum(year in row for row in rows) / len(rows) for row in rows for year in row}


def profile_of(readings: Sequence[Reading], years: Sequence[int], targets: Mapping[int, float]) -> Profile:
    """Summarise in which years undamaged indicators have values, and what their grades stand for."""
    share: dict[tuple[Kind, int], float] = {}
    for kind in (Kind.TARGET, Kind.ACTUAL, Kind.GRADE):
        rows = [reading.values[kind] for reading in readings if reading.values.get(kind)]
        for year in years:
            if rows:
                share[kind, year] = sum(year in row for row in rows) / len(rows)
    rates: dict[str, list[Decimal]] = {}
    for reading in readings:
        for year, printed in reading.values.get(Kind.GRADE, {}).items():
            rate = _rate(year, reading.values)
            if rate is not None:
                rates.setdefault(read_grade(printed), []).append(rate)
    ranges = {grade: (min(seen), max(seen)) for grade, seen in rates.items() if len(seen) >= _ENOUGH_RATES}
    return Profile(share, len(readings) / (len(readings) + 2), ranges, targets)
