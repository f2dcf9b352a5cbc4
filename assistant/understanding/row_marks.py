"""Marks that a column of commentary gives its rows: 【拡充】 at the head of a cell, or 継続 as the whole of it.

A column is recognised by its form, whatever it is called: most of its cells carry a short mark, and a
few marks are used over and over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.types import Passage, Report

_HEAD = re.compile(r"\s*[【〔［\[＜<《]\s*([^】〕］\]＞>》\s]{1,12})\s*[】〕］\]＞>》]")
_WHOLE = re.compile(r"[^\d０-９、。,\n]{1,10}")
_LEAST_CELLS = 4
_MOST_MARKS = 8
_MARKED = 0.7  # the share of a column's cells that carry a mark


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """A column whose cells carry marks: its heading, the marks in the order of their number, each row's cell."""

    column: str
    marks: tuple[str, ...]
    cells: tuple[tuple[str, Passage], ...]  # (mark, cell), in the report's order

    def rows(self, marks: Iterable[str]) -> tuple[tuple[str, Passage], ...]:
        """Return the cells that carry one of the marks."""
        wanted = set(marks)
        return tuple(one for one in self.cells if one[0] in wanted)


def mark_columns(report: Report) -> tuple[MarkColumn, ...]:
    """Return the columns of a report that mark its rows with one of a few values, those at a cell's head first."""
    columns: dict[str, list[Passage]] = {}
    for block in report.blocks:
        for passage in block.passages:
            if passage.text.strip():
                columns.setdefault(passage.column, []).append(passage)
    found = []
    for read in (_at_head, _as_whole):
        for column, passages in columns.items():
            marked = [(mark, one) for one in passages if (mark := read(one.text))]
            counts = Counter(mark for mark, _ in marked)
            few = 2 <= len(counts) <= min(_MOST_MARKS, len(marked) // 2)
            if len(marked) >= max(_LEAST_CELLS, _MARKED * len(passages)) and few:
                found.append(
                    MarkColumn(column, tuple(mark for mark, _ in counts.most_common()), tuple(marked))
                )
    return tuple(found)


def _at_head(text: str) -> str:
    match = _HEAD.match(text)
    return match[1] if match is not None else ""


def _as_whole(text: str) -> str:
    plain = text.strip()
    return plain if _WHOLE.fullmatch(plain) else ""
