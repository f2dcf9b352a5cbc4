"""Tables of 取組 that print commentary and no indicators, beside the table of the indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.column_meaning import (
    Meaning,
    Part,
    PartColumn,
    TextColumn,
    ValueColumn,
    names_a_part,
    names_indicators,
)
from corpus.readers.lines import Line
from corpus.text import is_dash
from corpus.types import Kind, PassageKind

_LEAST_PROJECTS = 2
# From this mean length on the cells of a column are prose.
_PROSE_LENGTH = 14
_LONGEST_NAME = 40  # characters: a longer cell names no 事業


def project_meanings(meanings: Mapping[int, Meaning], body: Sequence[Line]) -> dict[int, Meaning] | None:
    """Return the columns of a table of 取組 with commentary and without indicators, None where it is none.

    事業名 | 担当課 | 実施状況 | 課題 | 今後の方向: each row is a 取組 of the 施策 that the row, a heading or
    the sheet names. A list of names or sums (事業名 | 予算額) says nothing of what was done, and stays a
    plain table. A column of grades grades the 取組.
    """
    parts = {one.part: column for column, one in meanings.items() if isinstance(one, PartColumn)}
    name = parts.get(Part.NAME, parts.get(Part.INDICATOR))
    if name is None or names_indicators(meanings[name].heading) or len(body) < _LEAST_PROJECTS:
        return None
    values = {at: one for at, one in meanings.items() if isinstance(one, ValueColumn)}
    if any(one.kind is not Kind.GRADE for one in values.values()):
        return None

    def is_prose(column: int) -> bool:
        cells = [line.cells[column].strip() for line in body if column < len(line.cells)]
        filled = [cell for cell in cells if cell and not is_dash(cell)]
        return bool(filled) and sum(map(len, filled)) >= _PROSE_LENGTH * len(filled)

    told = [one.kind for column, one in meanings.items() if isinstance(one, TextColumn) and is_prose(column)]
    if len(told) < 2 or not {PassageKind.STATUS, PassageKind.ISSUES} & set(told):
        return None
    names = [line.cells[name].strip() for line in body if name < len(line.cells)]
    if any(one.endswith("。") or len(one) > _LONGEST_NAME for one in names):
        return None
    labels = [  # 基本目標 beside 施策: of two levels one alone is read
        at for at, one in meanings.items() if isinstance(one, TextColumn) and names_a_part(one.heading)
    ]
    meanings = {at: one for at, one in meanings.items() if at not in labels or is_prose(at)}
    of_projects = {at: replace(one, of_initiative=True) for at, one in values.items()}
    return {**meanings, **of_projects, name: PartColumn(Part.NAME, meanings[name].heading)}
