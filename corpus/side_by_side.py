"""Two tables side by side on one sheet, put one below the other before anything is read."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.column_header import may_be_header
from corpus.column_meaning import names_indicators
from corpus.readers.lines import Line


def put_below(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the right one of two tables behind the left one; all others as they are.

    Two tables stand side by side where a header names indicators twice, with a blank column
    between. Every cell keeps its column, so that places stay true.
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
        block = lines[index:end]
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


def _part(line: Line, start: int, end: int) -> Line:
    cells = tuple(cell if start <= column < end else "" for column, cell in enumerate(line.cells[:end]))
    spans = {column: span for column, span in line.spans.items() if start <= column < end}
    return Line(line.number, cells, spans)
