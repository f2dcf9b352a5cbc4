"""What the columns of all tables together tell: which level a column names, and what its grades are given to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.column_header import texts_of
from corpus.column_meaning import Part, PartColumn, TextColumn, ValueColumn
from corpus.column_naming import sheet_heading
from corpus.column_table import ColumnTable
from corpus.headings import MeasureHeading, is_upper_level
from corpus.layout import column_kind
from corpus.text import normalize
from corpus.types import Kind


def settle_levels(tables: Sequence[ColumnTable]) -> None:
    """Change the meanings of columns that only a look at all tables can tell.

    A column of 施策 beside one of 基本目標 names the 取組 in all tables or in none. Under bands such as 基本目標1 a column of 施策 without a column of 取組 beside it names the 取組.
    Numbers that differ within one merged name count the indicators. A column of grades whose cells
    are merged over all indicators of an item grades the items.
    """
    named = [one for one in tables if one.column(Part.MEASURE) is not None and one.column(Part.NAME) is None]
    if named and all(map(_stands_under_a_level, named)):
        for table in named:
            column = table.column(Part.MEASURE)
            assert column is not None
            table.meanings = {
                **table.meanings,
                column: PartColumn(Part.NAME, table.meanings[column].heading),
            }
    _agree_on_levels(tables)
    alike: dict[object, list[ColumnTable]] = defaultdict(list)
    for table in tables:
        alike[tuple(texts_of(line) for line in table.header)].append(table)
    for group in alike.values():
        if any(map(_numbers_count_indicators, group)):
            for table in group:
                number = table.column(Part.NUMBER)
                table.meanings = {at: one for at, one in table.meanings.items() if at != number}
        for column in _grades_of_items(group):
            for table in group:
                grade = table.meanings.get(column)
                if isinstance(grade, ValueColumn):
                    table.meanings = {**table.meanings, column: replace(grade, of_initiative=True)}


def _agree_on_levels(tables: Sequence[ColumnTable]) -> None:
    """Where one table names its 取組 by the 施策 (基本目標 | 施策 | 指標), another's column of 施策 is no measure either."""
    names = {_heading(one, Part.NAME) for one in tables} - {""}
    for table in tables:
        level, measure = table.column(Part.UPPER), table.column(Part.MEASURE)
        if level is None or measure is None or _heading(table, Part.MEASURE) not in names:
            continue
        heading = table.meanings[measure].heading
        table.meanings = {
            **table.meanings,
            level: PartColumn(Part.MEASURE, table.meanings[level].heading),
            measure: TextColumn(heading, column_kind(heading)),
        }


def _heading(table: ColumnTable, part: Part) -> str:
    column = table.column(part)
    return normalize(table.meanings[column].heading) if column is not None else ""


def _stands_under_a_level(table: ColumnTable) -> bool:
    """True where the nearest heading over every row is of a level that the column's own is not."""
    column = table.column(Part.MEASURE)
    first = table.sections.get(0) or table.heading or sheet_heading(table.header[0])
    own = normalize(table.meanings[column].heading) if column is not None else ""
    headings = [first, *table.sections.values()]
    return all(
        isinstance(one, MeasureHeading) and is_upper_level(one.word) and normalize(one.word) not in own
        for one in headings
    )


def _numbers_count_indicators(table: ColumnTable) -> bool:
    """True where several numbers stand beside one merged name of an item."""
    number, name = table.column(Part.NUMBER), _item_column(table)
    if number is None or name is None or table.stacked:
        return False
    for begin, end in _merged(table, name):
        beside = [_text(table, at, number) for at in range(begin, end)]
        if len({one for one in beside if one}) > 1:
            return True
    return False


def _grades_of_items(tables: Sequence[ColumnTable]) -> list[int]:
    """Return the columns of grades whose every cell covers one item whole, and one of them several indicators."""
    first = tables[0]
    name, indicator = _item_column(first), first.column(Part.INDICATOR)
    if name is None or indicator is None or first.is_long:
        return []
    found = []
    for column, meaning in first.value_columns.items():
        if meaning.kind is not Kind.GRADE or (first.stacked and not meaning.own_kind):
            continue
        covered = [
            (table, span, sum(bool(_text(table, at, indicator)) for at in range(*span)))
            for table in tables
            for span in _filled(table, column)
        ]
        whole = all(_covers_an_item(table, span, name) for table, span, _ in covered)
        if whole and any(indicators > 1 for _, _, indicators in covered):
            found.append(column)
    return found


def _covers_an_item(table: ColumnTable, span: tuple[int, int], name: int) -> bool:
    begin, end = span
    own = _text(table, begin, name)
    inside = {_text(table, at, name) for at in range(begin, end)} - {""}
    after = _text(table, end, name)
    ends = end >= len(table.rows) or end in table.sections or (bool(after) and after != own)
    return bool(own) and inside == {own} and ends


def _item_column(table: ColumnTable) -> int | None:
    name = table.column(Part.NAME)
    return name if name is not None else table.column(Part.MEASURE)


def _filled(table: ColumnTable, column: int) -> Iterator[tuple[int, int]]:
    """The rows that each printed cell of a column stands for: its first, and the one behind its last."""
    for at, line in enumerate(table.rows):
        if _text(table, at, column):
            yield at, at + line.spans.get(column, (1, 1))[0]


def _merged(table: ColumnTable, column: int) -> Iterator[tuple[int, int]]:
    for begin, end in _filled(table, column):
        if end - begin > 1:
            yield begin, min(end, len(table.rows))


def _text(table: ColumnTable, row: int, column: int) -> str:
    if row >= len(table.rows) or column >= len(table.rows[row].cells):
        return ""
    return normalize(table.rows[row].cells[column])
