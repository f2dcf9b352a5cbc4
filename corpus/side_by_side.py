"""Two tables side by side on one sheet, put one below the other before anything is read."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.column_header import may_be_header
from corpus.column_meaning import names_indicators
from corpus.headings import read_heading
from corpus.readers.lines import Line


def put_below(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the right one of two tables behind the left one; all others as they are.

    Two tables stand side by side where a header names indicators twice, with a blank column
    between. Lines right above that head each table for itself (【基本目標１】 … 【基本目標２】 …) go with
    them. Every cell keeps its column, so that places stay true.
    """
    result: list[Line] = []
    index = 0
    while index < len(lines):
        boundary = _boundary(lines[index])
        if boundary is None:
            result.append(lines[index])
            index += 1
            continue
        end = index
        while end < len(lines) and lines[end].page == lines[index].page and lines[end].filled():
            end += 1
        block = [*_heads(result, boundary), *lines[index:end]]
        result.extend(_part(line, 0, boundary) for line in block)
        result.append(Line(block[-1].number, ()))
        result.extend(_part(line, boundary, len(line.cells)) for line in block)
        index = end
    return result


def _boundary(line: Line) -> int | None:
    """Return the first column of the right-hand table whose header this line is, too; else None."""
    filled = line.filled()
    naming = [column for column, cell in filled if names_indicators(cell)]
    if len(naming) < 2 or not may_be_header(line):
        return None
    columns = {column for column, _ in filled}
    start = naming[1]
    while start - 1 in columns:
        start -= 1
    return start if start > naming[0] + 1 else None


def _heads(above: list[Line], boundary: int) -> list[Line]:
    """Take the lines off the end of `above` that head one of the two tables, or each of them.

    They print one cell over each table, or a measure heading over the right one. A blank line may
    stand between them and the tables only where both cells are measure headings.
    """
    heads: list[Line] = []
    blank = above[-1:] if above and not above[-1].filled() else []
    rest = above[: len(above) - len(blank)]
    while rest and (filled := rest[-1].filled()):
        right = [column for column, _ in filled if column >= boundary]
        titles = [read_heading(Line(rest[-1].number, (cell,))) is not None for _, cell in filled]
        both = len(filled) == 2 and len(right) == 1 and (not blank or all(titles))
        if not both and not (len(filled) == len(right) == 1 and all(titles)):
            break
        heads.insert(0, rest.pop())
    if heads:
        above[:] = rest
    return heads


def _part(line: Line, start: int, end: int) -> Line:
    cells = tuple(cell if start <= column < end else "" for column, cell in enumerate(line.cells[:end]))
    spans = {column: span for column, span in line.spans.items() if start <= column < end}
    return Line(line.number, cells, spans)
