"""A document before it has a form: its parts in order, and what is said about it; Word and PDF write the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.briefing.elements import Element, Grid, Listed, Quoted, Words
from ui.textwidth import width

_HEADING_LETTERS = 12  # half-width; a longer heading is broken


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of a document (`assistant/briefing/elements.py`) and its properties.

    `footer` stands below every page, before the page's number; `title`, `subject` and `remark` are
    the properties that a file manager shows.
    """

    title: str
    subject: str
    remark: str
    footer: str
    elements: tuple[Element, ...]


def column_widths(grid: Grid, whole: float, letter: float, margins: float) -> list[float]:
    """Return the widths of a table's columns, `whole` together: short texts stay on one line, long ones share.

    `letter` is the width of a half-width letter and `margins` what a cell needs besides, in one unit.
    """
    columns = range(len(grid.headings))
    needed = [margins + letter * _longest(grid, i) for i in columns]
    if not grid.wide and sum(needed) <= whole:
        return [one * whole / sum(needed) for one in needed]
    wide = [i for i in columns if i in grid.wide] or [max(columns, key=lambda i: needed[i])]
    short = sum(needed[i] for i in columns if i not in wide)
    left = max(whole - short, whole * 0.3)
    for i in wide:
        needed[i] = left / len(wide)
    scale = whole / sum(needed)
    return [one * scale for one in needed]


def _longest(grid: Grid, column: int) -> int:
    heading = min(width(grid.headings[column]), _HEADING_LETTERS)
    return max([heading, *(width(row[column]) for row in grid.rows)])


def heads_next(elements: Sequence[Element], position: int) -> bool:
    """True where a paragraph only leads to what follows, and must not be left alone below on a page."""
    following = elements[position + 1] if position + 1 < len(elements) else None
    return isinstance(elements[position], Words) and isinstance(following, Quoted | Grid | Listed)
