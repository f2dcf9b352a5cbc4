"""Where the values of a row may belong: candidate placings, hard limits and the cost of each.

A placing is a shift of the whole row against the reading from its label, or a rearrangement of its
cells (`corpus.row_edits`). The weights are in one table, chosen so that one clear contradiction
outweighs a reading that merely looks less natural.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.layout import Role
from corpus.numerals import plain_cell
from corpus.row_edits import Edit, Slot, edits_of, is_glued
from corpus.rows import Cell, RowGroup, readable_cells
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
COST_SURPLUS_AFTER_GAP = 0.6  # the row has a gap too: a column put in there pushes the last value out as well
COST_OUT_OF_THE_RUNNING = 4.0  # a row's placing this much dearer than its cheapest is not tried
COST_CELL_LEFT_OUT = 0.3  # for each cell that cannot be a value of its row
EXPLAINED_BY_OTHER_ROW = 1.4  # a stray figure costs less where the row beside it lacks one in that year
EXPLAINED_BY_NARRATIVE = 0.7  # a rearrangement that the narrative's displacement bears out costs less
COST_GLUED_READ_AS_ONE = 1.0  # 「12 14」 read as 1214


@dataclass(frozen=True, slots=True)
class Placing:
    """One way to read a row: each kept cell's year index, and what the row's reading alone costs.

    `shift` counts year columns against the reading from the label; `surplus` trailing copies are
    left out. `cells` are the cells kept, one for each of `years`; `dropped` are those that do
    not belong to the row. `edit` tells how the cells were rearranged, None where they were not.
    """

    shift: int
    surplus: int
    years: tuple[int, ...]
    cost: float
    cells: tuple[Cell, ...] = ()
    dropped: tuple[Cell, ...] = ()
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells as slots counted from its label, with what limits and explains their place."""

    slots: tuple[Slot, ...]
    unreadable: tuple[Slot, ...]
    last_index: int
    by_column: int
    by_column_cost: float
    displaced: int | None


def _row_of(group: RowGroup, kind: Kind, report_year: int) -> _Row:
    years = group.table.years
    last_index = len(years) - 1
    if kind is not Kind.TARGET:
        last_index = max((i for i, year in enumerate(years) if year <= report_year), default=-1)
    slots = [Slot(column - group.anchor(kind) - 1, column, text) for column, text in group.values[kind]]
    fitting = {column for column, _ in readable_cells(kind, group.values[kind])}
    readable = [one for one in slots if one.column in fitting]
    return _Row(
        tuple(readable),
        tuple(one for one in slots if one not in readable),
        last_index,
        group.anchor(kind) - group.table.label_column,
        COST_BY_COLUMN_ALONE if _moved_as_a_whole(group) else COST_BY_NORMAL_COLUMN,
        _narrative_displacement(group) if kind is next(iter(group.rows)) else None,
    )


def candidate_placings(group: RowGroup, kind: Kind, report_year: int) -> list[Placing]:
    """Return every placing of a whole row that the headings and the report's own year allow."""
    if not group.values.get(kind):
        return [Placing(0, 0, (), 0.0)]
    row, years = _row_of(group, kind, report_year), group.table.years
    left_out = tuple((one.column, one.text) for one in row.unreadable)
    if not row.slots:
        return [Placing(0, 0, (), 0.0, (), left_out)]
    cells = [(one.column, one.text) for one in row.slots]
    by_label = [one.index for one in row.slots]
    flaws = COST_CELL_LEFT_OUT * len(left_out)
    flaws += COST_GLUED_READ_AS_ONE * sum(is_glued(kind, text) for _, text in cells)
    placings = []
    for surplus in range(min(MAX_SURPLUS, len(cells) - 1, _trailing_copies(cells)) + 1):
        kept = by_label[: len(cells) - surplus]
        for shift in sorted({0, row.by_column, *range(-MAX_SHIFT, MAX_SHIFT + 1)}):
            if kept[0] + shift < 0 or kept[-1] + shift > row.last_index:
                continue
            # A copy is left out only where a natural reading runs over the end, as far as it does.
            if surplus and (shift not in (0, row.by_column) or kept[-1] + shift != row.last_index):
                continue
            cost = flaws + _shift_cost(shift, row.by_column, row.by_column_cost, row.displaced, surplus)
            if row.displaced and shift == -row.displaced and not surplus and _ends_in_lone_copy(cells):
                cost += COST_LONE_COPY_KEPT
            for index in by_label[len(kept) :]:
                in_years = max(index, index + row.by_column) <= len(years) - 1
                cost += COST_SURPLUS_IN_YEARS if in_years else COST_SURPLUS
            if surplus and len(kept) <= kept[-1] - kept[0]:
                cost += COST_SURPLUS_AFTER_GAP
            placed = tuple(years[index + shift] for index in kept)
            placings.append(Placing(shift, surplus, placed, cost, tuple(cells[: len(kept)]), left_out))
    return _in_the_running(placings)


def edited_placings(group: RowGroup, kind: Kind, report_year: int) -> list[Placing]:
    """Return every placing of a row after one rearrangement of its cells, read from either place."""
    if not group.values.get(kind):
        return []
    row, years = _row_of(group, kind, report_year), group.table.years
    left_out = tuple((one.column, one.text) for one in row.unreadable)
    placings = []
    for edited in edits_of(row.slots, kind, group.joined.get(kind, set())):
        if edited.edit is Edit.COPY and row.displaced and edited.kept[-1].column != row.slots[-1].column:
            continue  # a merged cell's copy behind the last value: a surplus
        glued = sum(is_glued(kind, one.text) for one in edited.kept)
        shortened = sum(one.index for one in edited.kept[-1:]) - sum(one.index for one in row.slots[-1:])
        for shift in sorted({0, row.by_column}):
            indexes = [one.index + shift for one in edited.kept]
            if not indexes or indexes[0] < 0 or indexes[-1] > row.last_index:
                continue
            cost = edited.cost + _shift_cost(shift, row.by_column, row.by_column_cost, None, 0)
            cost += COST_CELL_LEFT_OUT * len(left_out) + COST_GLUED_READ_AS_ONE * glued
            if edited.edit is Edit.STRAY and any(
                _fits_other_row(group, kind, one, report_year) for one in edited.dropped
            ):
                cost -= EXPLAINED_BY_OTHER_ROW
            if row.displaced:
                # A column too many in the row pushes its narrative right as well.
                told = edited.edit is not Edit.STRAY and shortened == -row.displaced
                cost += -EXPLAINED_BY_NARRATIVE if told else COST_NARRATIVE_IGNORED
            placings.append(
                Placing(
                    shift,
                    0,
                    tuple(years[index] for index in indexes),
                    max(cost, 0.1),
                    tuple((one.column, one.text) for one in edited.kept),
                    (*left_out, *((one.column, one.text) for one in edited.dropped)),
                    edited.edit,
                )
            )
    return _in_the_running(placings)


def _fits_other_row(group: RowGroup, kind: Kind, slot: Slot, report_year: int) -> bool:
    """True where a cell stands in a year for which 目標 (or for a 目標, 実績) may have a value and lacks it."""
    other = Kind.ACTUAL if kind is Kind.TARGET else Kind.TARGET
    years = group.table.years
    # A 目標 may stand in any year, a 実績 or 評価 only up to the report's own: what stands later is a 目標.
    if not 0 <= slot.index < len(years) or (years[slot.index] > report_year) is (kind is Kind.TARGET):
        return False
    cells = group.values.get(other)
    return bool(cells) and all(column - group.anchor(other) - 1 != slot.index for column, _ in cells or [])


def needs_edit(group: RowGroup) -> bool:
    """True where a cell shows by itself that its row was rearranged: two values in it, or half a number."""
    return any(group.joined.values()) or any(
        len(readable_cells(kind, cells)) < len(cells) or any(is_glued(kind, text) for _, text in cells)
        for kind, cells in group.values.items()
    )


def _in_the_running(placings: list[Placing]) -> list[Placing]:
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
