"""Tables whose columns say the kind and year of each value: found among a file's lines, with their rows.

Found from headings alone. The rows of a header are joined column by column, so that a year may
stand in the heading itself, in a group heading above, beside the value, in a caption, or in a
column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.alignment import PlacedCell
from corpus.amounts import names_unit, unit_over
from corpus.cards import card_rows, names_work
from corpus.column_header import (
    caption_year,
    column_meanings,
    header_size,
    indicator_groups,
    is_all_headings,
    is_indicator_table,
    is_stacked,
    may_be_header,
    opens_transposed,
    stacked_meanings,
    stands_aligned,
    texts_of,
)
from corpus.column_lines import ends_table, fits, holds_values, is_no_row
from corpus.column_meaning import (
    Meaning,
    Part,
    PartColumn,
    ValueColumn,
    names_a_part,
)
from corpus.headings import MeasureHeading, is_upper_level, read_heading
from corpus.layout import LABELS, is_legend_line, is_totals_header, read_header
from corpus.project_tables import project_meanings
from corpus.readers.lines import Line
from corpus.side_by_side import put_below
from corpus.text import normalize
from corpus.types import SHEET, Place
from corpus.value_cells import read_stated

MAX_HEADER_ROWS = 4
PAPER = "ページ"  # how the pages of a printed document are called; a table goes on over them
_LABELLED_ROWS = 3  # from here on a text prints 目標, 実績 and 評価 in rows
_SAMPLE = 400  # rows looked at to tell what a column holds


@dataclass(slots=True)
class ColumnTable:
    """A table with a meaning for each column, and its data rows in the order printed.

    `heading` is the measure heading that stands above it, `caption` the last other line above,
    `caption_year` the one fiscal year that caption or sheet name prints. `sections` holds the
    headings printed between the rows: before row `index`, a measure heading or a bare title.
    `continues` tells that the header was printed on an earlier page. `work` is the line above that
    names the 取組, `notes` the sentences that follow the table. A card (one indicator, the kinds in
    rows) has its `subject` and its `years` by column instead of meanings. `stacked` tells that the
    kinds stand in the rows, under one column of labels. `money_unit` is what a line above names,
    `upper` the last heading of a level that 施策 stand under (基本目標１).
    """

    header: tuple[Line, ...]
    meanings: dict[int, Meaning]
    heading: MeasureHeading | Line | None
    caption: Line | None
    caption_year: int | None
    rows: list[Line] = field(default_factory=list)
    sections: dict[int, MeasureHeading | Line] = field(default_factory=dict)
    continues: bool = False
    work: Line | None = None
    notes: list[Line] = field(default_factory=list)
    subject: Line | None = None
    years: dict[int, int] = field(default_factory=dict)
    stacked: bool = False
    money_unit: str | None = None
    upper: MeasureHeading | None = None

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
        return bool(self.meanings) and all(
            isinstance(one, PartColumn) and not one.heading for one in self.meanings.values()
        )

    @property
    def groups(self) -> list[tuple[set[int], PlacedCell]]:
        """The columns of each indicator with its name's cell, where a group heading names it."""
        if self.column(Part.INDICATOR) is not None or not self.header:
            return []
        return indicator_groups(self.header, self.meanings)

    @property
    def is_long(self) -> bool:
        """True where each row is about one fiscal year of an indicator."""
        return self.column(Part.YEAR) is not None


def find_column_tables(lines: Sequence[Line], *, aligned: bool) -> tuple[list[ColumnTable], list[Line]]:
    """Return the column tables of a file, and the lines that belong to none of them.

    With `aligned`, stacked tables are read here, too, where every row of every one of them stands
    under its headings; else they are left to be repaired.
    """
    if aligned:
        lines = put_below(lines)
        finder = _Finder(lines, aligned=True)
        found = finder.find()
        if not finder.misaligned:
            return found
    return _Finder(lines, aligned=False).find()


class _Finder:
    """Walks the lines once; what is no column table is left for the other readers."""

    def __init__(self, lines: Sequence[Line], *, aligned: bool) -> None:
        self.lines = list(lines)
        self.aligned = aligned
        self.misaligned = False
        labelled = sum(_is_labelled(line) for line in self.lines) if not aligned else 0
        self.has_labelled_rows = labelled >= _LABELLED_ROWS
        self.tables: list[ColumnTable] = []
        self.rest: list[Line] = []
        self.heading: MeasureHeading | Line | None = None
        self.heading_page = ""
        self.caption: Line | None = None
        self.work: Line | None = None
        self.unit_line: Line | None = None
        self.upper: tuple[MeasureHeading, str] | None = None

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
        self.unit_line = line if names_unit(line) else self.unit_line
        if heading is not None:
            self.heading, self.heading_page, self.caption = heading, line.page, None
            self.upper = (heading, line.page) if is_upper_level(heading.word) else self.upper
            self.work = None
        elif self._is_note(line):
            self.tables[-1].notes.append(line)
            return
        elif len(filled) == 1 and len(filled[0][1]) <= 80 and not is_legend_line(filled):
            self.caption = line
            if names_work(filled[0][1]):
                self.work = line
        elif read_header(line) is not None:
            self.heading = None  # a stacked table takes its headings itself
        self.rest.append(line)

    def _is_note(self, line: Line) -> bool:
        """True for a sentence under a table of the 取組 that the lines above opened."""
        filled = line.filled()
        if self.work is None or not self.tables or len(filled) != 1:
            return False
        text = filled[0][1].strip()
        same = self.tables[-1].work is not None and self.tables[-1].work.number == self.work.number
        return same and len(text) >= 12 and text.endswith("。")

    def _open(self, index: int) -> tuple[ColumnTable | None, int]:
        first = self.lines[index]
        years, rows = card_rows(self.lines, index) if self.caption is not None else ({}, [])
        if rows and self.caption is not None and not names_work(self.caption.filled()[0][1]):
            card = self._new_table((first,), {}, first.page, continues=False)
            card.subject, card.years, card.rows = self.caption, years, rows
            return card, 1 + len(rows)
        if len(first.filled()) == 1:
            return self._open_sentences(first), 0
        transposed = opens_transposed(self.lines[index : index + 2])
        if len(first.filled()) < 2 or not (may_be_header(first) or transposed):
            return self._open_without_header(index), 0
        header, body = self._header_at(index)
        page, size = header[-1].page, len(header)
        if is_stacked(body):
            return self._open_stacked(header, body), size
        if self.has_labelled_rows and any(read_header(one) is not None for one in header):
            return None, 0  # a stacked table whose rows are damaged: its own reader knows how
        # The same header on another page or for another measure means the same columns.
        texts = [texts_of(one) for one in header]
        same = [one for one in self.tables if [texts_of(each) for each in one.header] == texts]
        alike = same[-1] if same else None
        rows_alike = [row for one in same for row in one.rows][-_SAMPLE:]
        meanings = column_meanings(header, [*rows_alike, *body])
        named_above = transposed and bool(indicator_groups(header, meanings))
        if not is_indicator_table(meanings, body) and not named_above:
            projects = project_meanings(meanings, body)
            if projects is not None:
                meanings = projects
            elif alike is not None and body:
                meanings = alike.meanings  # the same table of another measure, without indicators
            else:
                return None, 0
        before = self._table_of_page_before(index)
        continues = before is not None and before is alike
        return self._new_table(tuple(header), meanings, page, continues), size

    def _open_stacked(self, header: list[Line], body: list[Line]) -> ColumnTable | None:
        texts = [texts_of(one) for one in header]
        alike = [
            one for one in self.tables if one.stacked and [texts_of(each) for each in one.header] == texts
        ]
        meanings = alike[-1].meanings if alike else None
        if self.aligned and meanings is None:
            meanings = stacked_meanings(header, body)
        if meanings is None:
            self.misaligned = True
            return None
        before = self.tables[-1] if self.tables else None
        again = bool(alike) and before is alike[-1]
        continues = again and self._table_of_page_before(self.lines.index(header[0])) is before
        table = self._new_table(tuple(header), meanings, header[-1].page, continues)
        table.stacked = True
        return table

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
        table = ColumnTable(header, meanings, heading, caption, year, continues=continues, work=self.work)
        table.money_unit = unit_over(header[0], self.unit_line)
        if self.upper is not None and (self.upper[1] == page or not page.startswith(SHEET)):
            table.upper = self.upper[0]
        return table

    def _open_sentences(self, line: Line) -> ColumnTable | None:
        """Open a list whose lines state one indicator each (「目標 40人（R6） 実績 68人（R6）」)."""
        column, text = line.filled()[0]
        # 「※減塩教室の令和６年度実績は集計中。」 is a note on a row of another table.
        if re.match(r"\s*[※＊*注]", text) or text.rstrip().endswith("。") or not read_stated(text):
            return None
        meanings: dict[int, Meaning] = {column: PartColumn(Part.INDICATOR, "")}
        return self._new_table((line,), meanings, line.page, continues=False)

    def _table_of_page_before(self, index: int, *, over_heading: bool = False) -> ColumnTable | None:
        """Return the last table if it ends on another page, with nothing but single lines in between.

        A measure heading among them closes it, unless `over_heading`.
        """
        if not self.tables or self.lines[index].page.startswith(SHEET):
            return None
        before = self.tables[-1]
        if not before.rows or before.rows[-1].page == self.lines[index].page:
            return None
        end = before.rows[-1].number
        between = [one for one in self.lines[max(0, index - 8) : index] if end < one.number]
        connected = len(between) < 8 and all(
            len(one.filled()) <= 1 and (over_heading or read_heading(one) is None) for one in between
        )
        return before if connected else None

    def _open_without_header(self, index: int) -> ColumnTable | None:
        """Continue the table of the page before, whose heading is not printed again."""
        line, before = self.lines[index], self._table_of_page_before(index, over_heading=True)
        if before is None or not fits(line, before) or is_totals_header(line.filled()):
            return None
        if len(line.cells) > len(before.header[0].cells) or not holds_values(line, before):
            return None
        continues = self._table_of_page_before(index) is before
        table = self._new_table(before.header, before.meanings, line.page, continues)
        table.stacked = before.stacked
        return table

    def _fill(self, table: ColumnTable, index: int) -> int:
        """Take the rows under a header; return the index of the first line that is none."""
        if table.subject is not None:
            return index
        blank_before = False
        page = self.lines[index].page if index < len(self.lines) else ""
        header_texts = [] if table.states_indicators else [texts_of(line) for line in table.header]
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
            elif texts_of(line) in header_texts:
                index += 1  # the header, printed again
                continue
            elif len(filled) == 1 and is_no_row(line, table):
                section = self._section(line, index, table, blank_before)
                if section is None:
                    break
                table.sections[len(table.rows)] = section
                self.heading, self.heading_page = section, line.page
                index += 1
                continue
            elif (
                opens_transposed(self.lines[index : index + 2])
                or (may_be_header(line) and self._opens_another(index))
                or (blank_before and not fits(line, table))
                or (not table.stacked and is_totals_header(filled))
                or (table.rows and not table.stacked and ends_table(line, table))
            ):
                break
            table.rows.append(line)
            blank_before = False
            index += 1
        if table.stacked and not all(stands_aligned(line, table.meanings) for line in table.rows):
            self.misaligned = True
        return index

    def _opens_another(self, index: int) -> bool:
        header, body = self._header_at(index)
        is_table = is_indicator_table(column_meanings(header, body), body)
        return is_table or read_header(header[0]) is not None

    def _header_at(self, index: int) -> tuple[list[Line], list[Line]]:
        """Return the header rows from a line on, and the rows under them.

        Where a page ends right behind a row of headings, the next page goes on with the header.
        """
        page = self.lines[index].page
        block = self.lines[index : index + MAX_HEADER_ROWS]
        on_page = [one for one in block if one.page == page]
        header = on_page[: header_size(on_page)]
        ends = len(header) == len(on_page) < len(block) and not page.startswith(SHEET)
        if ends and any(names_a_part(cell) for _, cell in header[0].filled()):
            header = block[: header_size(block)]
        return header, _body(self.lines, index + len(header), header[-1].page)

    def _section(
        self, line: Line, index: int, table: ColumnTable, blank_before: bool
    ) -> MeasureHeading | Line | None:
        """Read a heading printed across the table between its rows, if rows follow it."""
        following = next((one for one in self.lines[index + 1 : index + 3] if len(one.filled()) > 1), None)
        headers = [texts_of(one) for one in table.header]
        if table.column(Part.NAME) is None and names_work(line.filled()[0][1]):
            return None  # the next 取組, with a table of its own
        if following is None or following.page != line.page or texts_of(following) in headers:
            return None
        if not fits(following, table) or may_be_header(following):
            return None
        column, text = line.filled()[0]
        heading = read_heading(line)
        if heading is not None:
            return heading
        is_title = len(text) <= 60 and not text.strip().endswith("。") and not re.match(r"\s*[※＊*注]", text)
        wide = line.spans.get(column, (1, 1))[1] * 2 >= len(table.meanings)
        return line if is_title and (wide or not blank_before) else None


def _body(lines: Sequence[Line], start: int, page: str) -> list[Line]:
    body: list[Line] = []
    for line in lines[start : start + _SAMPLE]:
        if line.page != page and not (page.endswith(PAPER) and line.page.endswith(PAPER)):
            break
        if not line.filled():
            if body:
                break
            continue
        ends = is_all_headings(line) or read_heading(line) is not None or is_totals_header(line.filled())
        if body and ends:
            break
        if len(line.filled()) > 1:
            body.append(line)
    return body


def _is_labelled(line: Line) -> bool:
    """True for a row of a stacked table: one label, and no row of headings."""
    labels = [cell for _, cell in line.filled() if normalize(cell) in LABELS]
    return len(labels) == 1 and not may_be_header(line)
