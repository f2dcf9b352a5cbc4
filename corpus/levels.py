"""The levels that a report prints under its measures: what their rows are called, and which rows are none of them.

A report may print 施策 with its indicators in one table and its 事業 with the commentary in another; both
are read as initiatives. Indicators printed right under a measure hang on an initiative of the measure's own
name, which the report does not print and which nobody would count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from corpus.types import Report

INITIATIVE = "取組"  # what a row is called where the report does not say
NO_HEADING = ""  # of what holds the rows of a table that names no measure: it is none itself


@dataclass(frozen=True, slots=True)
class Level:
    """One kind of row under the measures: the word printed over their names (事業), and their ids in order."""

    word: str
    initiatives: tuple[str, ...]


def levels_of(report: Report) -> tuple[Level, ...]:
    """Return the levels under the measures in the order in which they are printed; empty where there is none."""
    found: dict[str, list[str]] = {}
    for measure in report.measures:
        for one in measure.initiatives:
            if one.heading is None and one.name is not None and one.name == measure.name:
                continue
            heading = unicodedata.normalize("NFKC", one.heading or INITIATIVE)
            word = "".join(heading.split()).removesuffix("名称").removesuffix("名")
            found.setdefault(word or INITIATIVE, []).append(one.id)
    return tuple(Level(word, tuple(ids)) for word, ids in found.items())


def counted(report: Report) -> frozenset[str]:
    """Return the ids of the initiatives that the report prints as such, on any level."""
    return frozenset(one for level in levels_of(report) for one in level.initiatives)
