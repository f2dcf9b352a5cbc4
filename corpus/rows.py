"""Labelled rows joined into groups (目標→実績→評価), and the cells right of a label told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.headings import MeasureHeading
from corpus.layout import Event, LabelledRow, Table, canonical_grade
from corpus.numerals import is_value_like, is_value_word, parse_printed_number
from corpus.readers.lines import LineNumber
from corpus.text import is_dash
from corpus.types import Kind

_ORDER = (Kind.TARGET, Kind.ACTUAL, Kind.GRADE)
Cell = tuple[int, str]  # column, printed text


@dataclass(slots=True)
class RowGroup:
    """The rows of one indicator, or of one block without an indicator.

    `swapped` holds the columns of dashes or names printed right of their label by mistake.
    `values` and `narrative` are the cells right of the labels; `left` those before them.
    """

    table: Table
    headings: tuple[MeasureHeading, ...]  # measure headings printed right before this group
    starts_table: bool  # a header row stands right before it
    rows: dict[Kind, LabelledRow] = field(default_factory=dict)
    left: list[tuple[int, Cell]] = field(default_factory=list)  # line number, cell
    swapped: tuple[int, Cell] | None = None
    values: dict[Kind, list[Cell]] = field(default_factory=dict)
    narrative: list[tuple[int, Cell]] = field(default_factory=list)

    @property
    def lead(self) -> LabelledRow:
        """The first row, which carries the left-hand and narrative cells."""
        return next(iter(self.rows.values()))

    @property
    def line_numbers(self) -> str:
        """The lines of the group for a message: 「9〜11行」."""
        numbers = [row.number for row in self.rows.values()]
        if len(numbers) == 1:
            return f"{numbers[0]}行"
        last = numbers[-1].row if isinstance(numbers[-1], LineNumber) else numbers[-1]
        return f"{numbers[0]}〜{last}行"

    @property
    def has_values(self) -> bool:
        """True where any row prints a value."""
        return any(self.values.values())

    def anchor(self, kind: Kind) -> int:
        """Return the column after which the years of a row start: its label, or the cell swapped with it."""
        column = self.rows[kind].label_column
        return column + 1 if self.swapped is not None else column


def group_rows(events: Sequence[Event]) -> list[RowGroup]:
    """Join labelled rows into groups; a group starts where the order 目標→実績→評価 restarts.

    Rows before any header row are read with the first header of the report.
    """
    table = next((event for event in events if isinstance(event, Table)), None)
    if table is None:
        return []
    groups: list[RowGroup] = []
    current: RowGroup | None = None
    headings: list[MeasureHeading] = []
    starts_table = False
    for event in events:
        match event:
            case Table():
                table, current, starts_table = event, None, True
            case MeasureHeading():
                headings.append(event)
                current = None
            case LabelledRow():
                if current is None or _ORDER.index(event.kind) <= _ORDER.index(next(reversed(current.rows))):
                    current = RowGroup(table, tuple(headings), starts_table)
                    groups.append(current)
                    headings, starts_table = [], False
                current.rows[event.kind] = event
    for group in groups:
        _sort_cells(group)
    return groups


def _sort_cells(group: RowGroup) -> None:
    for row in group.rows.values():
        group.left.extend((row.number, cell) for cell in row.line.filled() if cell[0] < row.label_column)
    group.swapped = _find_swapped(group)
    for kind, row in group.rows.items():
        right = [cell for cell in row.line.filled() if cell[0] > row.label_column]
        if group.swapped is not None and right and right[0][0] == row.label_column + 1:
            right = right[1:]
        values, narrative = split_right(right, group.anchor(kind), kind, group.table)
        group.values[kind] = values
        group.narrative.extend((row.number, cell) for cell in narrative)


def _find_swapped(group: RowGroup) -> tuple[int, Cell] | None:
    """Find an indicator cell (「-」 or a name) that stands right of its label instead of left.

    ④-1 of the bundled report prints 目標 in the column of the indicator and - behind it, in
    all three rows.
    """
    lead = group.lead
    right = [cell for cell in lead.line.filled() if cell[0] > lead.label_column]
    if not right or right[0][0] != lead.label_column + 1:
        return None
    if lead.line.cells[lead.label_column - 1 : lead.label_column] and (
        lead.label_column == group.table.label_column and lead.line.cells[lead.label_column - 1].strip()
    ):
        return None
    column, text = right[0]
    if is_dash(text):
        others = [
            cell
            for row in group.rows.values()
            for cell in row.line.filled()
            if row.label_column + 1 < cell[0] <= row.label_column + 1 + len(group.table.years)
            and (is_value_like(cell[1]) or canonical_grade(cell[1]))
            and not is_dash(cell[1])
        ]
        return None if others else (lead.number, (column, text))
    is_name = (
        not is_value_like(text) and canonical_grade(text) is None and any(mark in text for mark in "(（※")
    )
    return (lead.number, (column, text)) if is_name else None


def split_right(
    right: Sequence[Cell], anchor: int, kind: Kind, table: Table
) -> tuple[list[Cell], list[Cell]]:
    """Part the cells right of a label into values of years and narrative cells.

    `anchor` is the column after which the row's years should start. A cell that could be a
    value counts as one while it stands in the years by either reading (from the label, or by
    the column of a normal row), or right behind another value (a surplus copy).
    """
    years_end = anchor + len(table.years)  # last year column counted from the label
    normal_end = table.label_column + len(table.years)
    values: list[Cell] = []
    for index, (column, text) in enumerate(right):
        inside = column <= max(years_end, normal_end)
        behind = bool(values) and values[-1][0] == column - 1
        if canonical_grade(text) is not None and not is_dash(text):
            is_value = inside or behind
        elif is_dash(text):
            is_value = column <= min(years_end, normal_end) or (behind and kind is Kind.GRADE and inside)
        elif is_value_like(text):
            is_value = inside or behind
        else:
            # A word that the closed list does not know, in a year column. The last column is left
            # out: in rows without values the narrative may start there (68行).
            known = len(text.strip()) <= 10 and not re.search("[。:：]|再掲|参照|記載|計画", text)
            is_value = known and (column < min(years_end, normal_end) or (behind and inside))
        if not is_value:
            return values, list(right[index:])
        values.append((column, text))
    return values, []


def is_readable_value(kind: Kind, text: str) -> bool:
    """True where a value fits its row: a grade mark under 評価, anything else under 目標 and 実績."""
    if kind is Kind.GRADE:
        return canonical_grade(text) is not None
    return (
        is_value_word(text) or parse_printed_number(text) is not None or canonical_grade(text) in (None, "-")
    )
