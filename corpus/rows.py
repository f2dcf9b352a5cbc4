"""Labelled rows joined into groups in the report's own order, and the cells right of a label told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.grade_words import is_grade_word, read_grade
from corpus.headings import MeasureHeading
from corpus.layout import Event, LabelledRow, Role, Table, canonical_grade
from corpus.merged_cells import spread_merged
from corpus.numerals import is_value_like, is_value_word, parse_printed_number, plain_cell
from corpus.readers.lines import LineNumber
from corpus.row_edits import is_glued, join_torn_numbers
from corpus.row_order import row_order
from corpus.text import is_dash, normalize
from corpus.types import Finding, FindingKind, Kind, Place

Cell = tuple[int, str]  # column, printed text
KIND_NAMES = {
    Kind.TARGET: "目標",
    Kind.ACTUAL: "実績",
    Kind.GRADE: "評価",
    Kind.BASELINE: "基準値",
    Kind.RATE: "達成率",
}
_SAYS_SOMETHING = re.compile(r"[\d△▲+±<>≦≧(約]|.*[ぁ-んァ-ヶ一-龥]")
# From this share of equal values on, a second row with the same label is a copy of the first.
_COPY = 0.5


@dataclass(slots=True)
class RowGroup:
    """The rows of one indicator, or of one block without an indicator.

    `swapped` holds the columns of dashes or names printed right of their label by mistake.
    `values` and `narrative` are the cells right of the labels; `left` those before them.
    `held` are the kinds whose rows contradict each other or have no certain owner; `findings`
    tells why.
    """

    table: Table
    headings: tuple[MeasureHeading, ...]  # measure headings printed right before this group
    starts_table: bool  # a header row stands right before it
    rows: dict[Kind, LabelledRow] = field(default_factory=dict)
    left: list[tuple[int, Cell]] = field(default_factory=list)  # line number, cell
    swapped: tuple[int, Cell] | None = None
    values: dict[Kind, list[Cell]] = field(default_factory=dict)
    narrative: list[tuple[int, Cell]] = field(default_factory=list)
    joined: dict[Kind, set[int]] = field(default_factory=dict)  # columns of numbers put together again
    held: set[Kind] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

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
    """Join labelled rows into groups; a group starts where the report's order of rows restarts.

    Rows before any header row are read with the first header of the report. A page break inside
    a group (heading and header printed again) does not part it.
    """
    table = next((event for event in events if isinstance(event, Table)), None)
    if table is None:
        return []
    order = row_order([event for event in events if isinstance(event, LabelledRow)])
    groups: list[RowGroup] = []
    headings: list[MeasureHeading] = []
    starts_table = is_new_page = False
    latest: MeasureHeading | None = None  # of the measure that the current group stands under
    for event in events:
        match event:
            case Table():
                table, starts_table, is_new_page = event, True, True
            case MeasureHeading():
                headings.append(event)
                is_new_page = True
            case LabelledRow():
                current = groups[-1] if groups else None
                is_same_measure = not headings or (latest is not None and _is_same(headings[-1], latest))
                if current is not None and (not is_new_page or is_same_measure):
                    if _continues(current, event, order) and table.years == current.table.years:
                        current.rows[event.kind] = event
                        headings, starts_table, is_new_page = [], False, False
                        continue
                    if not is_new_page and _take_copy(current, event, order):
                        continue
                groups.append(RowGroup(table, tuple(headings), starts_table, {event.kind: event}))
                latest = headings[-1] if headings else latest
                headings, starts_table, is_new_page = [], False, False
    for group in groups:
        _sort_cells(group)
    for group in groups:
        _hold_rows_without_owner(group, order)
    return groups


def _is_same(one: MeasureHeading, other: MeasureHeading) -> bool:
    return normalize(one.number) == normalize(other.number) and (
        one.name is None or other.name is None or normalize(one.name) == normalize(other.name)
    )


def _left_cells(row: LabelledRow) -> list[Cell]:
    return [cell for cell in row.line.filled() if cell[0] < row.label_column and not is_dash(cell[1])]


def _continues(group: RowGroup, row: LabelledRow, order: Sequence[Kind]) -> bool:
    """True where a row comes later in the report's order than the rows that the group has."""
    last = next(reversed(group.rows))
    return order.index(row.kind) > order.index(last) and not (
        row.kind is order[0] or (_left_cells(row) and _names_indicator(row, group))
    )


def _names_indicator(row: LabelledRow, group: RowGroup) -> bool:
    """True where a later row has a name of its own in the column of the indicators."""
    column = group.table.roles.get(Role.INDICATOR)
    if column is None or row.label_column != group.table.label_column:
        return False
    return any(cell[0] == column for cell in _left_cells(row))


def _row_texts(row: LabelledRow) -> list[str]:
    return [plain_cell(text) for column, text in row.line.filled() if column > row.label_column]


def _take_copy(group: RowGroup, row: LabelledRow, order: Sequence[Kind]) -> bool:
    """Take a row printed twice for a copy; where the two differ in part, hold both back.

    Only a row right behind the first, without left-hand cells, can be a copy.
    """
    last = next(reversed(group.rows))
    if row.kind is not last or _left_cells(row):
        return False
    first = group.rows[last]
    one, other = _row_texts(first), _row_texts(row)
    narrow = [text for text in one if len(text) <= 20]
    if not other or not narrow:
        return False
    is_equal = other in (one, narrow)
    shared = sum(a == b for a, b in zip(narrow, other, strict=False))
    if not is_equal and shared < _COPY * max(len(narrow), len(other)):
        return False
    name = KIND_NAMES[row.kind]
    place = Place(row.number, row.label_column)
    if is_equal:
        group.findings.append(
            Finding(
                FindingKind.SURPLUS_VALUE,
                f"{row.number}行は{first.number}行の{name}と同じ行がもう一度印字されたものです。一度だけ数えました。",
                f"区分の語も値（{'/'.join(other)}）も直前の行と同じである。",
                place,
            )
        )
    else:
        group.held.add(row.kind)
        group.findings.append(
            Finding(
                FindingKind.HELD_BACK,
                f"{first.number}行と{row.number}行に{name}が二度印字され、値が違うため、どちらも収録していません。"
                "原資料でどちらが正しいか確かめてください。",
                f"{first.number}行: {'/'.join(narrow)}、{row.number}行: {'/'.join(other)}。",
                place,
            )
        )
    return True


def _hold_rows_without_owner(group: RowGroup, order: Sequence[Kind]) -> None:
    """Hold back rows before which the row with the indicator's name was lost.

    Whose values they are is not known, and 実績 of one indicator may stand before 評価 of the next.
    """
    if order[0] in group.rows or not group.has_values:
        return
    if any(not is_dash(text) for _, (_, text) in group.left):
        return
    names = "・".join(KIND_NAMES[kind] for kind in group.rows)
    group.held |= set(group.rows)
    printed = " ".join("/".join(text for _, text in cells) for cells in group.values.values())
    group.findings.append(
        Finding(
            FindingKind.HELD_BACK,
            f"{group.line_numbers}の{names}は、指標名のある{KIND_NAMES[order[0]]}の行が前になく、どの指標のものか"
            "分からないため、収録していません。",
            f"この報告書では{KIND_NAMES[order[0]]}の行から一つの指標が始まる。印字されている値: {printed}",
            Place(group.lead.number, group.lead.label_column),
        )
    )


def _sort_cells(group: RowGroup) -> None:
    for row in group.rows.values():
        group.left.extend((row.number, cell) for cell in row.line.filled() if cell[0] < row.label_column)
    group.swapped = _find_swapped(group)
    for kind, row in group.rows.items():
        right = [cell for cell in row.line.filled() if cell[0] > row.label_column]
        if group.swapped is not None and right and right[0][0] == row.label_column + 1:
            right = right[1:]
        right, merged = spread_merged(row, right, group.anchor(kind) + len(group.table.years))
        group.findings.extend(merged)
        right, group.joined[kind] = join_torn_numbers(right)
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
        # Doubled tabs push the last values behind the years, each a column away from the one before;
        # a column put into the row pushes the last figure there. No narrative is a bare figure.
        doubled = len(values) > 1 and column - values[-1][0] == values[-1][0] - values[-2][0] == 2
        pushed = bool(values) and column == max(years_end, normal_end) + 1
        if canonical_grade(text) is not None and not is_dash(text):
            is_value = inside or behind or doubled or pushed
        elif is_dash(text):
            is_value = (
                doubled or column <= min(years_end, normal_end) or (behind and kind is Kind.GRADE and inside)
            )
        elif is_value_like(text):
            is_value = inside or behind or doubled or (pushed and not is_value_word(text))
        elif is_glued(kind, text) or (kind is Kind.GRADE and is_grade_word(text)):
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


def readable_cells(kind: Kind, cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells that fit their row; among grade letters a word is none, unless it says 「not rated」."""
    fitting = [cell for cell in cells if is_readable_value(kind, cell[1])]
    if kind is Kind.GRADE and any(canonical_grade(text) not in (None, "-") for _, text in fitting):
        fitting = [(column, text) for column, text in fitting if not _is_word_beside_letters(text)]
    return fitting


def _is_word_beside_letters(text: str) -> bool:
    return is_grade_word(text) and canonical_grade(text) is None and read_grade(text) != "-"


def is_readable_value(kind: Kind, text: str) -> bool:
    """True where a value fits its row: a grade mark under 評価, anything else under 目標 and 実績."""
    if is_glued(kind, text):
        return True
    if kind is Kind.GRADE:
        return canonical_grade(text) is not None or is_grade_word(text)
    if is_value_word(text) or parse_printed_number(text) is not None or is_dash(text):
        return True
    # 「20(40)」 and a Japanese word say something; 「※」 and 「P12」 are left-overs of something else.
    return canonical_grade(text) is None and _SAYS_SOMETHING.match(plain_cell(text)) is not None
