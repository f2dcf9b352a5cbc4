"""Tables whose columns say the kind and year of each value: found among a file's lines, with their rows.

Found from headings alone. The rows of a header are joined column by column, so that a year may
stand in the heading itself, in a group heading above, beside the value, in a caption, or in a
column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.column_meaning import (
    Meaning,
    Part,
    PartColumn,
    TextColumn,
    ValueColumn,
    is_heading_like,
    meaning_of,
    states_indicators,
)
from corpus.fiscal import find_years, parse_year_mark
from corpus.headings import MeasureHeading, read_heading
from corpus.layout import LABELS, column_kind, read_header
from corpus.numerals import is_value_like
from corpus.readers.lines import Line
from corpus.text import normalize
from corpus.types import SHEET, Kind, Place
from corpus.value_cells import read_stated

MAX_HEADER_ROWS = 4
_SAMPLE = 400  # rows looked at to tell what a column holds


@dataclass(slots=True)
class ColumnTable:
    """A table with a meaning for each column, and its data rows in the order printed.

    `heading` is the measure heading that stands above it, `caption` the last other line above,
    `caption_year` the one fiscal year that caption or sheet name prints. `sections` holds the
    headings printed between the rows: before row `index`, a measure heading or a bare title.
    `continues` tells that the header was printed on an earlier page.
    """

    header: tuple[Line, ...]
    meanings: dict[int, Meaning]
    heading: MeasureHeading | Line | None
    caption: Line | None
    caption_year: int | None
    rows: list[Line] = field(default_factory=list)
    sections: dict[int, MeasureHeading | Line] = field(default_factory=dict)
    continues: bool = False

    @property
    def place(self) -> Place:
        """The first filled cell of the header."""
        line = self.header[0]
        return Place(line.number, line.filled()[0][0])

    def column(self, part: Part) -> int | None:
        """Return the column of a part, or None where the table has none."""
        for column, meaning in self.meanings.items():
            if isinstance(meaning, PartColumn) and meaning.part is part:
                return column
        return None

    @property
    def value_columns(self) -> dict[int, ValueColumn]:
        """The columns of values, left to right."""
        return {column: one for column, one in self.meanings.items() if isinstance(one, ValueColumn)}

    @property
    def states_indicators(self) -> bool:
        """True for a list of lines that state an indicator each: there is no header."""
        return bool(self.rows or self.header) and all(
            isinstance(one, PartColumn) and not one.heading for one in self.meanings.values()
        )

    @property
    def is_long(self) -> bool:
        """True where each row is about one fiscal year of an indicator."""
        return self.column(Part.YEAR) is not None


def find_column_tables(lines: Sequence[Line]) -> tuple[list[ColumnTable], list[Line]]:
    """Return the column tables of a file, and the lines that belong to none of them."""
    return _Finder(lines).find()


class _Finder:
    """Walks the lines once; what is no column table is left for the other readers."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.tables: list[ColumnTable] = []
        self.rest: list[Line] = []
        self.heading: MeasureHeading | Line | None = None
        self.heading_page = ""
        self.caption: Line | None = None

    def find(self) -> tuple[list[ColumnTable], list[Line]]:
        """Return the tables found, and all other lines."""
        index = 0
        while index < len(self.lines):
            table, rows = self._open(index)
            if table is None:
                self._pass(self.lines[index])
                index += 1
                continue
            index = self._fill(table, index + rows)
            if table.rows:
                self.tables.append(table)
                self.caption = None
            else:
                self.rest.extend(table.header)
        return self.tables, self.rest

    def _pass(self, line: Line) -> None:
        """Remember a heading or caption; hand the line on."""
        filled = line.filled()
        heading = read_heading(line)
        if heading is not None:
            self.heading, self.heading_page, self.caption = heading, line.page, None
        elif len(filled) == 1 and len(filled[0][1]) <= 80:
            self.caption = line
        elif read_header(line) is not None:
            self.heading = None  # a stacked table takes its headings itself
        self.rest.append(line)

    def _open(self, index: int) -> tuple[ColumnTable | None, int]:
        first = self.lines[index]
        if len(first.filled()) == 1:
            return self._open_sentences(first), 0
        if len(first.filled()) < 2 or not _may_be_header(first):
            return self._open_without_header(index), 0
        page = first.page
        block = [one for one in self.lines[index : index + MAX_HEADER_ROWS] if one.page == page]
        size = header_size(block)
        header = block[:size]
        body = _body(self.lines, index + size, page)
        meanings = column_meanings(header, body)
        texts = [_texts(one) for one in header]
        alike = next((one for one in self.tables if [_texts(each) for each in one.header] == texts), None)
        if _is_stacked(body):
            return None, 0
        if not _is_indicator_table(meanings, body):
            if alike is None or not body:
                return None, 0
            meanings = alike.meanings  # the same table of another measure, without indicators
        before = self._table_of_page_before(index)
        continues = before is not None and before is alike
        return self._new_table(tuple(header), meanings, page, continues), size

    def _new_table(
        self, header: tuple[Line, ...], meanings: dict[int, Meaning], page: str, continues: bool
    ) -> ColumnTable:
        on_page = self.heading_page == page or not page.startswith(SHEET)
        heading = self.heading if on_page else None
        if isinstance(heading, Line) and not continues:
            heading = None  # a bare title between rows holds for its own table
        caption = self.caption if self.caption is not None and self.caption.page == page else None
        year = caption_year(caption, page)
        if continues and year is None:
            year = self.tables[-1].caption_year
        return ColumnTable(header, meanings, heading, caption, year, continues=continues)

    def _open_sentences(self, line: Line) -> ColumnTable | None:
        """Open a list whose lines state one indicator each (「目標 40人（R6） 実績 68人（R6）」)."""
        column, text = line.filled()[0]
        if not read_stated(text):
            return None
        meanings: dict[int, Meaning] = {column: PartColumn(Part.INDICATOR, "")}
        return self._new_table((line,), meanings, line.page, continues=False)

    def _table_of_page_before(self, index: int) -> ColumnTable | None:
        """Return the last table if it ends on another page, with nothing but single lines in between."""
        if not self.tables or self.lines[index].page.startswith(SHEET):
            return None
        before = self.tables[-1]
        if not before.rows or before.rows[-1].page == self.lines[index].page:
            return None
        end = before.rows[-1].number
        between = [one for one in self.lines[max(0, index - 8) : index] if end < one.number]
        connected = len(between) < 8 and all(len(one.filled()) <= 1 for one in between)
        return before if connected else None

    def _open_without_header(self, index: int) -> ColumnTable | None:
        """Continue the table of the page before, whose heading is not printed again."""
        before = self._table_of_page_before(index)
        if before is None or not _fits(self.lines[index], before):
            return None
        return self._new_table(before.header, before.meanings, self.lines[index].page, continues=True)

    def _fill(self, table: ColumnTable, index: int) -> int:
        """Take the rows under a header; return the index of the first line that is none."""
        blank_before = False
        page = self.lines[index].page if index < len(self.lines) else ""
        header_texts = [] if table.states_indicators else [_texts(line) for line in table.header]
        while index < len(self.lines):
            line = self.lines[index]
            if line.page != page:
                break
            filled = line.filled()
            if not filled:
                blank_before = True
                index += 1
                continue
            if table.states_indicators:
                if len(filled) != 1 or not read_stated(filled[0][1]):
                    break
            elif _texts(line) in header_texts:
                index += 1  # the header, printed again
                continue
            elif len(filled) == 1 and not _fits(line, table) and not _is_bare_name(line, table):
                section = self._section(line, index, table, blank_before)
                if section is None:
                    break
                table.sections[len(table.rows)] = section
                self.heading, self.heading_page = section, line.page
                index += 1
                continue
            elif (_may_be_header(line) and self._opens_another(index)) or (
                blank_before and not _fits(line, table)
            ):
                break
            table.rows.append(line)
            blank_before = False
            index += 1
        return index

    def _opens_another(self, index: int) -> bool:
        page = self.lines[index].page
        block = [one for one in self.lines[index : index + MAX_HEADER_ROWS] if one.page == page]
        size = header_size(block)
        body = _body(self.lines, index + size, page)
        is_table = _is_indicator_table(column_meanings(block[:size], body), body)
        return is_table or read_header(block[0]) is not None

    def _section(
        self, line: Line, index: int, table: ColumnTable, blank_before: bool
    ) -> MeasureHeading | Line | None:
        """Read a heading printed across the table between its rows, if rows follow it."""
        following = next((one for one in self.lines[index + 1 : index + 3] if len(one.filled()) > 1), None)
        headers = [_texts(one) for one in table.header]
        if following is None or following.page != line.page or _texts(following) in headers:
            return None
        if not _fits(following, table) or _may_be_header(following):
            return None
        column, text = line.filled()[0]
        heading = read_heading(line)
        if heading is not None:
            return heading
        is_title = len(text) <= 60 and not text.strip().endswith("。") and not re.match(r"\s*[※＊*注]", text)
        wide = line.spans.get(column, (1, 1))[1] * 2 >= len(table.meanings)
        return line if is_title and (wide or not blank_before) else None


def header_size(block: Sequence[Line]) -> int:
    """Return how many of the first lines make up a header.

    Merged cells tell it; else every further line that holds headings alone, and none that the
    line above has filled in the same column unless that is a group heading.
    """
    spans = [rows for column, (rows, _) in block[0].spans.items() if block[0].cells[column].strip()]
    size = min(max(spans, default=1), len(block))
    while size < len(block):
        line = block[size]
        filled = line.filled()
        if not filled or not all(_is_sub_heading(cell) for _, cell in filled):
            break
        if len(filled) == 1 and not _is_year_or_unit(filled[0][1]):
            break  # a measure heading printed across the table
        size += 1
    return size


def _is_sub_heading(cell: str) -> bool:
    return (
        is_heading_like(cell)
        or re.fullmatch(r"[(（][^()（）]{1,10}[)）]|\d{1,2}|元", normalize(cell)) is not None
    )


def _is_year_or_unit(cell: str) -> bool:
    plain = normalize(cell)
    return parse_year_mark(cell) is not None or (
        len(plain) <= 16 and (plain[0] in "(（" or bool(find_years(cell)))
    )


def _may_be_header(line: Line) -> bool:
    filled = line.filled()
    like = [is_heading_like(cell) for _, cell in filled]
    if len(filled) < 2 or sum(like) * 5 < len(filled) * 3:
        return False
    # A row of figures is none, whatever words stand beside them; a year mark is a heading.
    return not any(
        len(cell) > 60 or (is_value_like(cell) and not one)
        for one, (_, cell) in zip(like, filled, strict=True)
    )


def column_meanings(header: Sequence[Line], body: Sequence[Line]) -> dict[int, Meaning]:
    """Join the header rows column by column, and tell what each column holds."""
    width = max((len(line.cells) for line in (*header, *body)), default=0)
    paths = _paths(header, width)
    meanings: dict[int, Meaning] = {}
    year: int | None = None
    for column in range(width):
        cells = [line.cells[column] for line in body if column < len(line.cells)]
        path = paths[column]
        if not path:
            continue
        meaning = meaning_of(path, cells, year)
        if isinstance(meaning, ValueColumn) and meaning.fiscal_year is not None:
            year = meaning.fiscal_year
        meanings[column] = meaning
    return _settled(meanings, body)


def _paths(header: Sequence[Line], width: int) -> list[tuple[str, ...]]:
    """Return each column's headings from top to bottom; a group heading stands over all it covers."""
    merged = any(line.spans for line in header)
    grid = [[""] * width for _ in header]
    for row, line in enumerate(header):
        for column, cell in line.filled():
            rows, columns = line.spans.get(column, (1, 1))
            for r in range(row, min(row + rows, len(header))):
                for c in range(column, min(column + columns, width)):
                    grid[r][c] = cell
    if not merged:
        for row in range(len(header) - 1):
            _carry_groups(grid, row)
    return [
        tuple(dict.fromkeys(grid[row][column] for row in range(len(header)) if grid[row][column].strip()))
        for column in range(width)
    ]


def _carry_groups(grid: list[list[str]], row: int) -> None:
    """Stretch a group heading over the blank cells right of it, while headings stand below them."""
    group = ""
    for column, cell in enumerate(grid[row]):
        below = grid[row + 1][column].strip()
        if cell.strip():
            group = cell if below else ""
        elif group and below:
            grid[row][column] = group
        else:
            group = ""


def _settled(meanings: dict[int, Meaning], body: Sequence[Line]) -> dict[int, Meaning]:
    """Decide what single headings leave open: which of several names is the 取組, which is prose."""
    result = dict(meanings)

    def columns_of(part: Part) -> list[int]:
        return [c for c, one in result.items() if isinstance(one, PartColumn) and one.part is part]

    def lengths(column: int) -> float:
        cells = [line.cells[column].strip() for line in body if column < len(line.cells)]
        filled = [len(cell) for cell in cells if cell]
        return sum(filled) / len(filled) if filled else 0.0

    def as_text(column: int) -> None:
        heading = result[column].heading
        result[column] = TextColumn(heading, column_kind(heading))

    for part in (Part.INDICATOR, Part.DEPARTMENT, Part.UNIT, Part.YEAR, Part.LABEL, Part.VALUE, Part.NUMBER):
        for column in columns_of(part)[1:]:
            as_text(column)
    first_value = min((c for c, one in result.items() if isinstance(one, ValueColumn)), default=999)
    names = columns_of(Part.NAME)
    overviews = columns_of(Part.OVERVIEW)
    # 取組内容 alone, with short cells, is the name of the work; beside 取組名 it is what it is about.
    if not names and overviews and lengths(overviews[0]) < 40:
        result[overviews[0]] = PartColumn(Part.NAME, result[overviews[0]].heading)
        names, overviews = overviews[:1], overviews[1:]
    measures = columns_of(Part.MEASURE)
    if len(measures) > 1:
        if not names:
            result[measures[-1]] = PartColumn(Part.NAME, result[measures[-1]].heading)
            names = [measures[-1]]
            measures = measures[:-1]
        for column in measures[1:]:
            as_text(column)
    for column in names[1:]:
        if lengths(column) >= 25 and not overviews:
            result[column] = PartColumn(Part.OVERVIEW, result[column].heading)
            overviews = [column]
        elif not measures and column == names[1] and lengths(names[0]) < 40:
            result[names[0]] = PartColumn(Part.MEASURE, result[names[0]].heading)
            measures = [names[0]]
        else:
            as_text(column)
    for column in overviews[1:]:
        as_text(column)
    if not columns_of(Part.INDICATOR):
        _find_indicator(result, body, first_value)
    return result


def _find_indicator(result: dict[int, Meaning], body: Sequence[Line], first_value: int) -> None:
    """Without a heading 指標: a column of sentences that state indicators, else the last name left of the values."""
    for column, meaning in result.items():
        cells = [line.cells[column] for line in body if column < len(line.cells)]
        if states_indicators(cells):
            result[column] = PartColumn(Part.INDICATOR, meaning.heading)
            return
    for wanted in (Part.NAME, Part.MEASURE):
        for column in sorted(result, reverse=True):
            meaning = result[column]
            if column < first_value and isinstance(meaning, PartColumn) and meaning.part is wanted:
                result[column] = PartColumn(Part.INDICATOR, meaning.heading)
                return


def _is_indicator_table(meanings: dict[int, Meaning], body: Sequence[Line]) -> bool:
    """True where the columns name indicators and give values of a kind, or state them in sentences."""
    parts = {one.part: c for c, one in meanings.items() if isinstance(one, PartColumn)}
    if Part.INDICATOR not in parts or not body:
        return False
    indicator = [
        line.cells[parts[Part.INDICATOR]] for line in body if parts[Part.INDICATOR] < len(line.cells)
    ]
    if states_indicators(indicator):
        return True
    if Part.VALUE in parts and Part.LABEL in parts:
        return True
    values = [one for one in meanings.values() if isinstance(one, ValueColumn)]
    kinds = {one.kind for one in values}
    named = isinstance(meanings[parts[Part.INDICATOR]], PartColumn) and re.search(
        r"指標|kpi|目標項目|評価項目|数値目標|測定", normalize(meanings[parts[Part.INDICATOR]].heading)
    )
    figures = kinds & {Kind.TARGET, Kind.ACTUAL}
    if named:
        return bool(figures) or (Kind.BASELINE in kinds)
    # 事業名 | 目標 | 実績: no column is called 指標, so both must be there.
    return figures == {Kind.TARGET, Kind.ACTUAL}


def _is_stacked(body: Sequence[Line]) -> bool:
    """True where 目標 and 実績 stand in rows under each other: the stacked layout, read elsewhere."""
    seen: dict[int, set[Kind]] = {}
    for line in body[:12]:
        for column, cell in line.filled():
            kind = LABELS.get(normalize(cell))
            if kind is not None:
                seen.setdefault(column, set()).add(kind)
    return any(len(kinds) >= 2 for kinds in seen.values()) and not _has_long_labels(body)


def _has_long_labels(body: Sequence[Line]) -> bool:
    """True where the rows that print 目標/実績 hold one value each (long form), not one a year."""
    values, years = [], []
    for line in body:
        filled = line.filled()
        label = next((column for column, cell in filled if normalize(cell) in LABELS), None)
        if label is not None:
            values.append(sum(1 for column, _ in filled if column > label))
            years.append(any(find_years(cell) for _, cell in filled))
    return bool(values) and max(values) <= 1 and any(years)


def _body(lines: Sequence[Line], start: int, page: str) -> list[Line]:
    body: list[Line] = []
    for line in lines[start : start + _SAMPLE]:
        if line.page != page:
            break
        if not line.filled():
            if body:
                break
            continue
        if body and (_may_be_header(line) or read_heading(line) is not None):
            break
        if len(line.filled()) > 1:
            body.append(line)
    return body


def _fits(line: Line, table: ColumnTable) -> bool:
    """True where a line's cells stand in the columns of a table, a value or an indicator among them."""
    filled = line.filled()
    known = [column for column, _ in filled if column in table.meanings]
    if len(known) < len(filled) or not known:
        return False
    wanted = {table.column(Part.INDICATOR), table.column(Part.YEAR), *table.value_columns}
    return any(column in wanted for column in known)


def _is_bare_name(line: Line, table: ColumnTable) -> bool:
    """True for a 取組 without figures: only its name is printed, and it is no heading across the table."""
    column = line.filled()[0][0]
    measured = table.heading is not None or any(
        isinstance(one, MeasureHeading) for one in table.sections.values()
    )
    wide = line.spans.get(column, (1, 1))[1] > 1
    return column == table.column(Part.NAME) and measured and not wide and read_heading(line) is None


def caption_year(caption: Line | None, page: str) -> int | None:
    """Return the one fiscal year that a caption or the name of a sheet prints, or None."""
    for text in ([caption.filled()[0][1]] if caption is not None else []) + [page]:
        years = {
            year for one in find_years(text) if not one.is_range and not one.is_date for year in one.years
        }
        if len(years) == 1:
            return years.pop()
    return None


def _texts(line: Line) -> tuple[tuple[int, str], ...]:
    return tuple((column, normalize(cell)) for column, cell in line.filled())
