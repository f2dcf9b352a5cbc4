"""What was understood, table by table: the lines of `keikaku check`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from corpus.column_table import ColumnTable
from corpus.headings import MeasureHeading
from corpus.layout import Layout, Table
from corpus.readers.lines import Line
from corpus.types import Measure, Place, PlainTable, TableKind, TableSummary


def summaries_of(
    layout: Layout,
    columns: Sequence[ColumnTable],
    plain: Sequence[PlainTable],
    measures: Sequence[Measure],
) -> tuple[TableSummary, ...]:
    """Return one summary a table in the order printed.

    What was read counts for the table whose header stands last before it, of two side by side for
    the one that it stands under.
    """
    every = [*_stacked(layout), *_columns(columns), *_totals(layout)]
    starts = sorted(every, key=lambda one: (one[0].row, one[0].column))
    rows = [place.row for place, _, _ in starts]
    indicators: Counter[int] = Counter()
    observations: Counter[int] = Counter()
    passages: Counter[int] = Counter()

    def owner(place: Place) -> int:
        at = max(bisect_right(rows, place.row) - 1, 0)
        while at > 0 and rows[at - 1] == rows[at] and starts[at][0].column > place.column:
            at -= 1
        return at

    for measure in measures:
        for block in (block for one in measure.initiatives for block in one.blocks):
            for passage in block.passages:
                passages[owner(passage.place)] += 1
            for indicator in block.indicators:
                indicators[owner(indicator.place)] += 1
                for seen in indicator.observations:
                    if seen.place is not None:
                        observations[owner(seen.place)] += 1
    read = [
        TableSummary(place, kind, title, indicators[at], observations[at], passages[at])
        for at, (place, kind, title) in enumerate(starts)
    ]
    kept = [TableSummary(one.place, TableKind.PLAIN, one.title, 0, 0, len(one.rows)) for one in plain]
    return tuple(sorted([*read, *kept], key=lambda one: one.place.row))


_Start = tuple[Place, TableKind, str | None]


def _stacked(layout: Layout) -> list[_Start]:
    starts: list[_Start] = []
    title = None
    for event in layout.events:
        if isinstance(event, MeasureHeading):
            title = event.printed
        elif isinstance(event, Table):
            starts.append((Place(event.row, 0), TableKind.STACKED, title))
    return starts


def _columns(tables: Sequence[ColumnTable]) -> list[_Start]:
    starts: list[_Start] = []
    for table in tables:
        kind = TableKind.COLUMNS
        if table.states_indicators:
            kind = TableKind.SENTENCES
        elif table.is_long:
            kind = TableKind.LONG
        above = table.heading if isinstance(table.heading, MeasureHeading) else table.caption
        title = above.printed if isinstance(above, MeasureHeading) else _text(above)
        place = table.place if not table.continues else Place(table.rows[0].number, 0)
        starts.append((place, kind, title))
    return starts


def _text(line: Line | None) -> str | None:
    return line.filled()[0][1].strip() if line is not None else None


def _totals(layout: Layout) -> list[_Start]:
    return [(Place(table.header.number, 0), TableKind.TOTALS, None) for table in layout.totals]
