"""Which measure the rows of column tables hang under: the one printed in the row, above it, or named by its number."""

from __future__ import annotations

import re

from corpus.column_drafts import MeasureDraft
from corpus.column_meaning import Part, ValueColumn
from corpus.column_naming import measure_of_pair, measure_words, numbered, sheet_heading
from corpus.column_rows import Record
from corpus.headings import MeasureHeading, ordinal
from corpus.levels import NO_HEADING
from corpus.outline import is_same_name
from corpus.readers.lines import Line
from corpus.text import normalize
from corpus.types import Kind, Place

# The id of what holds the rows of a table of 事業 that names no measure.
BESIDE = "別"


class MeasureDrafts:
    """The measures of one report while its records are read; `taken` are ids that others have already."""

    def __init__(self, default_name: str, taken: list[str]) -> None:
        self.default_name = default_name  # of the one measure of a report that prints none
        self.all: list[MeasureDraft] = []
        self._taken = taken

    def of(self, record: Record) -> MeasureDraft:
        """Return the measure of a record, a new one where it is the first of it."""
        cell = record.cells.get(Part.MEASURE)
        place = Place(record.line.number, 0)
        if cell is not None and cell.text.strip():
            if (over := measure_of_pair(cell.text, self.all)) is not None:
                return over
            return self._known(*measure_words(record, cell), cell.place)
        above = record.section or record.table.heading or sheet_heading(record.line)
        if isinstance(above, MeasureHeading):
            return self._known(above.word, above.number, above.name, above.place)
        if isinstance(above, Line):
            column, text = above.filled()[0]
            word, number, name = numbered(text.strip())
            return self._known(word, number, name, Place(above.number, column))
        number_cell = record.text(Part.NUMBER)
        pair = re.match(r"\s*([0-9０-９]{1,2})\s*[-－‐.．]\s*[0-9０-９]{1,2}", number_cell or "")
        if pair is not None:
            return self._known("施策", normalize(pair[1]), None, place)
        if not self.all:
            return self._new("施策", None, self.default_name, place)
        if _is_beside(record) and self.all[0].name != self.default_name:
            return self._of_name(record) or self._beside(record)
        return self.all[-1]

    def _of_name(self, record: Record) -> MeasureDraft | None:
        """The measure under which another table prints a 取組 of the record's name."""
        name = record.text(Part.NAME)
        if name is None:
            return None
        _, _, bare = numbered(name, second=True)
        for measure in self.all:
            if any(one.name and is_same_name(one.name, bare or name) for one in measure.initiatives):
                return measure
        return None

    def _beside(self, record: Record) -> MeasureDraft:
        """What the rows of a table hang under that names no measure, called as the table or its sheet is."""
        line = record.table.caption
        sheet = re.fullmatch(r"シート「(.*)」", record.line.page)
        title = sheet[1] if sheet else line.filled()[0][1].strip() if line is not None else self.default_name
        for one in self.all:
            if one.word == NO_HEADING and one.name == title:
                return one
        place = Place(line.number, line.filled()[0][0]) if line is not None else record.table.place
        return self._new(NO_HEADING, BESIDE, title, place)

    def _known(self, word: str, number: str | None, name: str | None, place: Place) -> MeasureDraft:
        for one in self.all:
            same_number = number is not None and ordinal(one.id.rstrip("′")) == ordinal(number)
            if name is not None and one.name is not None:
                if is_same_name(one.name, name) and (number is None or same_number):
                    return one
            elif same_number:
                one.name = one.name or name
                return one
        return self._new(word, number, name, place)

    def _new(self, word: str, number: str | None, name: str | None, place: Place) -> MeasureDraft:
        measure_id = number or str(len(self.all) + 1)
        while measure_id in self._taken:
            measure_id += "′"
        self._taken.append(measure_id)
        measure = MeasureDraft(measure_id, word, name, place)
        self.all.append(measure)
        return measure


def _is_beside(record: Record) -> bool:
    """Whether a record is of a table of 取組 without figures and without any word of a measure."""
    table = record.table
    if table.continues or table.column(Part.MEASURE) is not None or table.column(Part.NAME) is None:
        return False
    figures = (one for one in table.meanings.values() if isinstance(one, ValueColumn))
    return table.column(Part.INDICATOR) is None and all(one.kind is Kind.GRADE for one in figures)
