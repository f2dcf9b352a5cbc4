"""An indicator of a column table put together from all rows that are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.alignment import PlacedCell
from corpus.column_meaning import ValueColumn
from corpus.column_rows import Record
from corpus.grades import direction_of
from corpus.indicator_cell import read_indicator_cell
from corpus.numerals import printed_unit
from corpus.text import is_dash
from corpus.types import Accumulation, Direction, Indicator, Kind, Observation, Place


@dataclass(slots=True)
class DraftIndicator:
    """An indicator while its rows are read: its name's cell (None where lost), unit and values.

    `order` counts the indicators of the report as they are read.
    """

    cell: PlacedCell | None
    unit: str | None
    place: Place
    order: int
    observations: list[Observation] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def finished_indicator(indicator_id: str, draft: DraftIndicator) -> Indicator:
    """Return the indicator with its id, its values in the order of years, and its unit."""
    about = read_indicator_cell(draft.cell.text) if draft.cell is not None else None
    observations = [*draft.observations]
    if about is not None and about.baseline is not None and draft.cell is not None:
        base = about.baseline
        observations.append(
            Observation("", base.fiscal_year, Kind.BASELINE, base.printed, base.value, place=draft.place)
        )
    order = list(Kind)
    observations.sort(key=lambda seen: (seen.fiscal_year, order.index(seen.kind)))
    targets = {seen.fiscal_year: seen.printed for seen in observations if seen.kind is Kind.TARGET}
    unit = draft.unit if draft.unit and not is_dash(draft.unit) else None
    if unit is None and about is not None:
        unit = about.unit or _unit_of_headings(draft) or _unit_of_values(observations)
    return Indicator(
        id=indicator_id,
        name=about.name if about else None,
        printed_name=draft.cell.text.strip() if draft.cell else None,
        unit=unit.strip("()（）") if unit else None,
        note=about.note if about else None,
        accumulation=about.accumulation if about else Accumulation.UNKNOWN,
        direction=direction_of(targets) if targets else Direction.UP,
        place=draft.place,
        observations=tuple(
            Observation(
                indicator_id, seen.fiscal_year, seen.kind, seen.printed, seen.value, seen.grade, seen.place
            )
            for seen in observations
        ),
    )


def _unit_of_headings(draft: DraftIndicator) -> str | None:
    units = {
        meaning.unit
        for record in draft.records
        for meaning in record.table.value_columns.values()
        if isinstance(meaning, ValueColumn) and meaning.kind in (Kind.TARGET, Kind.ACTUAL) and meaning.unit
    }
    return units.pop() if len(units) == 1 else None


def _unit_of_values(observations: Sequence[Observation]) -> str | None:
    """Return the unit that figures of an indicator print (40人, 68), if those that print one agree."""
    units = {
        unit
        for seen in observations
        if seen.value is not None and seen.kind in (Kind.TARGET, Kind.ACTUAL, Kind.BASELINE)
        if (unit := printed_unit(seen.printed)) is not None
    }
    return units.pop() if len(units) == 1 else None
