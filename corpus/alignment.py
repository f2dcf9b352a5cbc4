"""Left-hand cells told apart (No., 取組内容, 事業概要, 担当課, 指標), and narrative cells given a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.departments import is_clearly_department, is_department_like
from corpus.indicator_cell import is_unit, looks_like_indicator
from corpus.layout import ROLES, RightColumn, Role, Table
from corpus.numerals import plain_cell
from corpus.rows import RowGroup
from corpus.text import is_dash
from corpus.types import PassageKind, Place

_NUMBER = re.compile(r"[(（]?(?:[^\d]{0,3}\d{1,2}[-.])?(\d{1,3})[)）.]?")
_ISSUE_WORDS = (
    "課題",
    "必要がある",
    "必要である",
    "今後",
    "引き続き",
    "努める",
    "図る",
    "検討",
    "していく",
    "難し",
)
_STATUS_WORDS = (
    "実施した",
    "行った",
    "開催した",
    "開催し",
    "支援した",
    "周知した",
    "実施し",
    "図った",
    "努めた",
    "取り組んだ",
)


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A printed cell and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class LeftCells:
    """The left-hand cells of a row group by role; `moved` tells that some stand in another column."""

    cells: dict[Role, PlacedCell]
    moved: bool
    unplaced: tuple[PlacedCell, ...] = ()

    def text(self, role: Role) -> str | None:
        """Return the printed text of a role, or None where the cell is blank or lost."""
        cell = self.cells.get(role)
        return cell.text.strip() if cell is not None else None


def read_number(text: str) -> int | None:
    """Read the cell of No.: 3, ３, (3), ③ or 1-3 (measure and number) are all 3."""
    match = _NUMBER.fullmatch(plain_cell(text))
    return int(match[1]) if match else None


def align_left(group: RowGroup) -> LeftCells:
    """Give each left-hand cell of a group its role, by place counted from the label and by content.

    The cells keep the order of the columns; where a cell's column and its content point to
    different roles, the cheaper reading wins.
    """
    by_role: dict[Role, PlacedCell] = {}
    unplaced: list[PlacedCell] = []
    moved = False
    for row in group.rows.values():
        cells = [
            (column, text)
            for number, (column, text) in group.left
            if number == row.number and not (row is not group.lead and is_dash(text))
        ]
        roles = _best_roles(cells, row.label_column, group.table, group.swapped is not None)
        for (column, text), role in zip(cells, roles, strict=True):
            placed = PlacedCell(text, Place(row.number, column))
            if role is None or (role in by_role and by_role[role].text.strip() != text.strip()):
                unplaced.append(placed)
            elif role not in by_role:
                by_role[role] = placed
                moved = moved or column != group.table.roles.get(role)
    if group.swapped is not None:
        number, (column, text) = group.swapped
        by_role.setdefault(Role.INDICATOR, PlacedCell(text, Place(number, column)))
    return LeftCells(by_role, moved, tuple(unplaced))


def _best_roles(
    cells: list[tuple[int, str]], label_column: int, table: Table, swapped: bool
) -> list[Role | None]:
    roles = [role for role in ROLES if role in table.roles and not (swapped and role is Role.INDICATOR)]
    roles.sort(key=lambda role: table.roles[role])
    if not cells:
        return []
    if len(cells) > len(roles):
        head: list[Role | None] = [None] * (len(cells) - len(roles))
        return head + list(roles)
    anchor = label_column + 1 if swapped else label_column

    def cost(choice: Sequence[Role]) -> float:
        return sum(
            _content_cost(text, role) + _place_cost(column, table.roles[role], anchor - table.label_column)
            for (column, text), role in zip(cells, choice, strict=True)
        )

    cheapest = min(combinations(roles, len(cells)), key=cost)
    return [*cheapest]


def _place_cost(column: int, normal: int, label_shift: int) -> float:
    if column == normal + label_shift:
        return 0.0
    if column == normal:
        return 0.3
    return 0.6 + 0.3 * min(abs(column - normal - label_shift), abs(column - normal))


def _content_cost(text: str, role: Role) -> float:
    cell = text.strip()
    length = len(cell)
    is_number = read_number(cell) is not None
    unmarked = re.sub(r"[(（【]再掲[)）】]", "", cell)  # an indicator printed again keeps its name
    prose = length > 60 or cell.endswith("。") or "再掲" in unmarked
    match role:
        case Role.NUMBER:
            return 0.0 if is_number else 6.0
        case _ if is_number and length <= 3:
            return 5.0
        case Role.NAME:
            return 4.0 if is_dash(cell) else 2.0 * prose + 1.2 * is_clearly_department(cell)
        case Role.OVERVIEW:
            if is_dash(cell):
                return 2.0
            return 2.0 * is_clearly_department(cell) + (0.0 if length >= 25 or prose else 1.0)
        case Role.DEPARTMENT:
            if is_department_like(cell):
                return 0.0
            return 1.0 if length <= 20 and not looks_like_indicator(cell) and not is_dash(cell) else 3.0
        case Role.UNIT:
            if is_unit(cell) or is_dash(cell):
                return 0.0
            return 1.5 if length <= 4 else 6.0
        case Role.INDICATOR if is_unit(cell):
            return 4.0
        case Role.INDICATOR:
            if is_dash(cell) or looks_like_indicator(unmarked):
                return 0.0
            return 3.0 if prose else 1.0 + 1.0 * is_clearly_department(cell)


@dataclass(frozen=True, slots=True)
class NarrativeCell:
    """A narrative cell with the heading it belongs to; `certain` is False where that is a guess."""

    column: RightColumn
    cell: PlacedCell
    certain: bool
    moved: bool


def align_narrative(group: RowGroup) -> Iterator[NarrativeCell]:
    """Give each narrative cell of a group its heading: in order, or a single one by its column."""
    right = group.table.right
    for kind, row in group.rows.items():
        cells = [cell for number, cell in group.narrative if number == row.number]
        if not cells or not right:
            continue
        shift = group.anchor(kind) - group.table.label_column
        if len(cells) == len(right):
            choice = list(zip(right, (True for _ in right), strict=True))
        elif len(cells) < len(right):
            choice = [_heading_of(column, text, right, shift, group.table) for column, text in cells]
        else:
            # More cells than headings: the surplus ones are kept under the last heading.
            extra = len(cells) - len(right)
            choice = [(column, True) for column in right] + [(right[-1], False)] * extra
        for (column, text), (heading, certain) in zip(cells, choice, strict=True):
            placed = PlacedCell(text, Place(row.number, column))
            # Rows without values stand as the heading prints them where that lacks a column (68行).
            usual = (heading.column, heading.column + shift, heading.column - group.table.gap_missing)
            moved = column not in usual
            yield NarrativeCell(heading, placed, certain, moved)


def _heading_of(
    column: int, text: str, right: tuple[RightColumn, ...], shift: int, table: Table
) -> tuple[RightColumn, bool]:
    by_label = [one for one in right if one.column + shift == column]
    # Where the heading lacks a column, rows without values are narrower too.
    printed = 1 if table.gap_missing else 0
    by_column = [one for one in right if one.column - printed == column]
    if by_label and (by_label == by_column or not by_column):
        return by_label[0], True
    if by_column and not by_label:
        return by_column[0], True
    by_words = _heading_by_words(text, right)
    if by_words is not None and by_words in by_label + by_column:
        return by_words, True
    nearest = min(right, key=lambda one: abs(one.column + shift - column))
    return by_words or nearest, False


def _heading_by_words(text: str, right: tuple[RightColumn, ...]) -> RightColumn | None:
    issues = sum(word in text for word in _ISSUE_WORDS)
    status = sum(word in text for word in _STATUS_WORDS)
    if issues == status:
        return None
    wanted = PassageKind.ISSUES if issues > status else PassageKind.STATUS
    found = [one for one in right if one.kind is wanted]
    return found[0] if len(found) == 1 else None
