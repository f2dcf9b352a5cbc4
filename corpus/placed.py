"""An indicator with the reading of its rows that was chosen, and what of it is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.outline import DraftIndicator
from corpus.placing import Placing
from corpus.readings import NEARLY_THE_SAME, Reading, doubt_of
from corpus.row_edits import COST_STRAY, Edit
from corpus.rows import RowGroup
from corpus.types import Kind

# A reading that explains what is odd about the cheapest takes away at least this much of it.
EXPLAINS = 0.29


@dataclass(slots=True)
class PlacedIndicator:
    """An indicator with the reading that was chosen.

    `held` are the rows that were not placed, `doubtful` the single values (kind, fiscal year)
    on which equally good readings differ: neither is stored.
    """

    draft: DraftIndicator
    readings: list[Reading]
    chosen: Reading | None
    held: set[Kind] = field(default_factory=set)
    doubtful: set[tuple[Kind, int]] = field(default_factory=set)

    @property
    def group(self) -> RowGroup:
        """The rows as printed."""
        return self.draft.group

    def is_held(self, kind: Kind, fiscal_year: int) -> bool:
        """True where the printed value of a year is not stored because it is in doubt."""
        return kind in self.held or (kind, fiscal_year) in self.doubtful

    def held_in(self, fiscal_year: int) -> set[Kind]:
        """Return the kinds whose printed value of a year may have been held back."""
        return self.held | {kind for kind, year in self.doubtful if year == fiscal_year}

    def alternatives(self, margin: float = NEARLY_THE_SAME) -> list[Reading]:
        """Return the readings as good as the cheapest: those that cost at most `margin` more.

        Where the values of the cheapest are odd, dearer readings that explain the oddity count too.
        """
        best = self.readings[0]
        doubt = doubt_of(best)
        return [
            one
            for one in self.readings
            if one.cost <= best.cost + margin
            or (
                one.cost <= best.cost + doubt
                and one.oddity <= best.oddity - EXPLAINS
                and not any(_drops_a_likely_value(placing) for placing in one.placings.values())
            )
        ]


def _drops_a_likely_value(placing: Placing) -> bool:
    """True where a reading leaves out a cell that looks like the rest of its row: that explains nothing."""
    return placing.edit is Edit.STRAY and placing.cost >= COST_STRAY


def repaired_rows(group: RowGroup, reading: Reading) -> set[Kind]:
    """Return the rows whose cells a reading moves, rearranges or leaves out."""
    return {
        kind
        for kind, placing in reading.placings.items()
        if placing.surplus or placing.shift or placing.edit or moved_columns(group, kind, placing)
    }


def moved_columns(group: RowGroup, kind: Kind, placing: Placing) -> int:
    """Return how many year columns a row was moved against the columns of a normal row."""
    return placing.shift - (group.anchor(kind) - group.table.label_column)


def column_shift(one: PlacedIndicator, kind: Kind) -> int:
    """Return how many columns right (negative: left) a placed row was moved to its years."""
    assert one.chosen is not None
    return moved_columns(one.group, kind, one.chosen.placings[kind])
