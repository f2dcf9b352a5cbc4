"""Rearrangements of a damaged row: a gap closed or opened, a copy or a stray cell left out, cells parted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.grade_words import is_grade_word
from corpus.layout import canonical_grade
from corpus.numerals import is_value_like, is_value_word, parse_printed_number, plain_cell
from corpus.types import Kind

COST_CLOSED = 1.5  # an empty column in the middle of the row taken out ...
COST_CLOSED_WIDE = 1.7  # ... or all the empty columns of one gap ...
COST_CLOSED_ALL = 0.8  # ... or one behind each value (doubled tabs)
COST_CLOSED_BEHIND_JOINED = 0.2  # ... or the one that a number cut in two left
COST_OPENED = 2.0  # a value is lost with its tab: what stands behind it moved left
COST_COPY = 1.6  # a figure printed twice pushed the rest right
COST_COPY_OF_WORD = 2.6  # the same of a word or a grade, which neighbours share more often
COST_JOINED = 1.2  # a figure cut in two without a comma, where only the whole is of the row's size
COST_STRAY = 2.4  # one cell that looks like the others does not belong to the row
COST_STRAY_AT_END = 3.4  # the same of the first or last, next to the others: the whole row moved instead
COST_UNLIKE_STRAY = 1.2  # the same of a cell that does not: a word among figures, another size
COST_INSERTED = 3.2  # one cell does not belong to the row, and pushed the rest right
COST_PARTED = 0.3  # two values in one cell, the cell of the second blank ...
COST_PARTED_AND_OPENED = 0.5  # ... or the rest moved left


class Edit(StrEnum):
    """What was done to a row's cells, in words for a finding."""

    CLOSED = "途中に入った空き列を詰めて"
    OPENED = "途中で失われた欄の分だけ右へ送って"
    COPY = "二度印字された値の一方を除いて"
    STRAY = "この行のものでない欄を除いて"
    JOINED = "二つの欄に分かれた数字をつないで"
    PARTED = "一つの欄に入った二つの値を分けて"


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell and the year column that it is read in (0: the first year)."""

    index: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A rearranged row: the slots kept, those left out, and what the rearrangement costs."""

    edit: Edit
    kept: tuple[Slot, ...]
    dropped: tuple[Slot, ...]
    cost: float


def parts_of(kind: Kind, text: str) -> tuple[str, str] | None:
    """Return the two values glued in one cell (「12 14」「A B」); None where it may not be two."""
    parts = text.split()
    if len(parts) != 2 or is_value_word(text):
        return None
    if kind is Kind.GRADE:
        fits = not is_grade_word(text) and all(
            canonical_grade(part) is not None or is_grade_word(part) for part in parts
        )
    else:
        fits = all(is_value_like(part) for part in parts)
    return (parts[0], parts[1]) if fits else None


def is_glued(kind: Kind, text: str) -> bool:
    """True where a cell may hold two values."""
    return parts_of(kind, text) is not None


_HEAD = re.compile(r"[△▲-]?\d{1,3}(?:,\d{3})*,")
_TAIL = re.compile(r",\d{3}(?:,\d{3})*(?:\.\d+)?")


def join_torn_numbers(cells: Sequence[tuple[int, str]]) -> tuple[list[tuple[int, str]], set[int]]:
    """Join 「1,」 and 「234」, or 「1」 and 「,234」, in neighbouring cells; the second column becomes blank.

    Returns the cells and the columns of those that were joined. A comma at the edge of a cell
    shows the cut, so that nothing is guessed.
    """
    joined: list[tuple[int, str]] = []
    columns: set[int] = set()
    for column, text in cells:
        if joined and joined[-1][0] == column - 1:
            before, after = plain_cell(joined[-1][1]), plain_cell(text)
            whole = before + after
            is_cut = (_HEAD.fullmatch(before) and re.fullmatch(r"\d{3}(?:,\d{3})*(?:\.\d+)?", after)) or (
                re.fullmatch(r"[△▲-]?\d{1,3}(?:,\d{3})*", before) and _TAIL.fullmatch(after)
            )
            if is_cut and parse_printed_number(whole) is not None:
                columns.add(joined[-1][0])
                joined[-1] = (joined[-1][0], joined[-1][1].strip() + text.strip())
                continue
        joined.append((column, text))
    return joined, columns


def _is_alike(row: Sequence[Slot], i: int) -> bool:
    """True where a cell is of the kind and size of the others in its row."""
    number = parse_printed_number(row[i].text)
    others = [parse_printed_number(one.text) for position, one in enumerate(row) if position != i]
    figures = [abs(one) for one in others if one is not None]
    if number is None:
        return len(figures) < len(others)
    decimals = {_decimals(one.text) for position, one in enumerate(row) if position != i} - {None}
    if len(decimals) == 1 and _decimals(row[i].text) not in decimals:
        return False
    return len(figures) < 2 or min(figures) / 3 <= abs(number) <= max(figures) * 3


def _decimals(text: str) -> int | None:
    """Return how many decimals a figure prints; None where it is no figure."""
    number = parse_printed_number(text)
    return None if number is None else len(plain_cell(text).partition(".")[2])


def _whole_number(row: Sequence[Slot], i: int) -> str | None:
    """Return the digits of a cell and the one before it as one number, where that is of the row's size."""
    before, after = plain_cell(row[i - 1].text), plain_cell(row[i].text)
    if not re.fullmatch(r"\d+", before) or not re.fullmatch(r"\d+(?:\.\d+)?", after):
        return None
    others = [
        number
        for position, one in enumerate(row)
        if position not in (i - 1, i) and (number := parse_printed_number(one.text)) is not None
    ]
    whole = parse_printed_number(before + after)
    if not others or whole is None or not min(others) / 2 <= whole <= max(others) * 2:
        return None
    return row[i - 1].text.strip() + row[i].text.strip()


def _ends_copies(row: Sequence[Slot], i: int) -> bool:
    """True at the last of neighbouring cells that print the same."""

    def alike(one: Slot, other: Slot) -> bool:
        return other.index == one.index + 1 and plain_cell(one.text) == plain_cell(other.text)

    return alike(row[i - 1], row[i]) and not (i + 1 < len(row) and alike(row[i], row[i + 1]))


def _moved(slots: Sequence[Slot], by: int) -> tuple[Slot, ...]:
    return tuple(Slot(one.index + by, one.column, one.text) for one in slots)


def edits_of(slots: Sequence[Slot], kind: Kind, joined: set[int]) -> Iterator[EditedRow]:
    """Yield every single rearrangement of a row; `joined` are columns of numbers put together again."""
    row = tuple(slots)
    gaps = [later.index - one.index for one, later in pairwise(row)]
    if len(gaps) >= 2 and all(gap == 2 for gap in gaps):
        closed = tuple(Slot(row[0].index + i, one.column, one.text) for i, one in enumerate(row))
        yield EditedRow(Edit.CLOSED, closed, (), COST_CLOSED_ALL)
    for i in range(1, len(row)):
        gap = gaps[i - 1]
        if gap > 1:
            cost = COST_CLOSED_BEHIND_JOINED if row[i - 1].column in joined else COST_CLOSED
            yield EditedRow(Edit.CLOSED, row[:i] + _moved(row[i:], -1), (), cost)
        if gap > 2:
            yield EditedRow(Edit.CLOSED, row[:i] + _moved(row[i:], 1 - gap), (), COST_CLOSED_WIDE)
        yield EditedRow(Edit.OPENED, row[:i] + _moved(row[i:], 1), (), COST_OPENED)
        if _ends_copies(row, i):
            cost = COST_COPY if parse_printed_number(row[i].text) is not None else COST_COPY_OF_WORD
            yield EditedRow(Edit.COPY, row[:i] + _moved(row[i + 1 :], -1), (), cost)
        if gap == 1 and (whole := _whole_number(row, i)) is not None:
            joined_slot = Slot(row[i - 1].index, row[i - 1].column, whole)
            yield EditedRow(
                Edit.JOINED, (*row[: i - 1], joined_slot, *_moved(row[i + 1 :], -1)), (), COST_JOINED
            )
    for i, one in enumerate(row):
        if len(row) > 1:
            cost = COST_STRAY if _is_alike(row, i) else COST_UNLIKE_STRAY
            is_edge = (i == 0 and gaps[0] == 1) or (i + 1 == len(row) and gaps[-1] == 1)
            if is_edge and cost == COST_STRAY:
                cost = COST_STRAY_AT_END
            yield EditedRow(Edit.STRAY, row[:i] + row[i + 1 :], (one,), cost)
            if i > 0 and i + 1 < len(row):
                yield EditedRow(Edit.STRAY, row[:i] + _moved(row[i + 1 :], -1), (one,), COST_INSERTED)
        parts = parts_of(kind, one.text)
        if parts is None:
            continue
        two = (Slot(one.index, one.column, parts[0]), Slot(one.index + 1, one.column, parts[1]))
        if i + 1 == len(row) or row[i + 1].index > one.index + 1:
            yield EditedRow(Edit.PARTED, row[:i] + two + row[i + 1 :], (), COST_PARTED)
        yield EditedRow(Edit.PARTED, row[:i] + two + _moved(row[i + 1 :], 1), (), COST_PARTED_AND_OPENED)
