"""Lines under the header of a column table: which are rows of it, which head rows, which end it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.column_header import is_all_headings
from corpus.column_meaning import Part, is_value_cell, row_year
from corpus.headings import MeasureHeading, read_heading
from corpus.layout import canonical_grade, is_legend_line
from corpus.readers.lines import Line
from corpus.text import is_dash

if TYPE_CHECKING:
    from corpus.column_table import ColumnTable


def ends_table(line: Line, table: ColumnTable) -> bool:
    """True for what stands under a table without a line between: notes, a legend, another header."""
    filled = line.filled()
    text = filled[0][1].strip()
    if re.match(r"[※＊*]|[(（]?注[)）\d０-９：:]", text) or is_legend_line(filled) or is_all_headings(line):
        return True
    column = table.column(Part.INDICATOR)
    name = line.cells[column].strip() if column is not None and column < len(line.cells) else ""
    return canonical_grade(name) is not None and not is_dash(name)


def holds_values(line: Line, table: ColumnTable) -> bool:
    """True where the cells under the value columns of a table are values, if there are any."""
    cells = [cell for column, cell in line.filled() if column in table.value_columns]
    return all(is_value_cell(cell) for cell in cells)


def fits(line: Line, table: ColumnTable) -> bool:
    """True where a line's cells stand in the columns of a table, a value or an indicator among them."""
    filled = line.filled()
    known = [column for column, _ in filled if column in table.meanings]
    if len(known) < len(filled) or not known:
        return False
    if len(filled) == 1 and known[0] == table.column(Part.YEAR):
        return row_year(filled[0][1]) is not None
    parts = (Part.INDICATOR, Part.YEAR, Part.LABEL)
    wanted = {*map(table.column, parts), *table.value_columns}
    return any(column in wanted for column in known)


def is_no_row(line: Line, table: ColumnTable) -> bool:
    """True for a line of one cell that heads rows or a table: 「施策2 防犯」 is no indicator without values."""
    if fits(line, table):
        column = table.column(Part.INDICATOR)
        return line.filled()[0][0] == column and not table.stacked and read_heading(line) is not None
    return not _is_bare_name(line, table)


def _is_bare_name(line: Line, table: ColumnTable) -> bool:
    """True for a 取組 without figures: only its name is printed, and it is no heading across the table."""
    column, text = line.filled()[0]
    if re.match(r"\s*[※＊*注(（]", text):
        return False
    measured = table.heading is not None or any(
        isinstance(one, MeasureHeading) for one in table.sections.values()
    )
    wide = line.spans.get(column, (1, 1))[1] > 1
    return column == table.column(Part.NAME) and measured and not wide and read_heading(line) is None
