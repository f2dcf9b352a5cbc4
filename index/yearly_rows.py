"""Plain tables whose columns are fiscal years, as rows of values by year: printed cells and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.fiscal import find_years, parse_year_mark
from corpus.numerals import is_value_like, parse_printed_number
from corpus.text import normalize
from corpus.types import Place, PlainTable

_FEWEST_YEARS = 2
_UNIT_HEADING = re.compile(r"^(?:単位|単位名)$")
_UNIT_OF_LABEL = re.compile(r"[(（](?:単位\s*[:：]\s*)?([^()（）\d]{1,6})[)）]\s*$")
_UNIT_SAID = re.compile(r"単位\s*[:：]\s*([^()（）、,\s]{1,6})")


@dataclass(frozen=True, slots=True)
class YearlyTable:
    """A plain table with two or more columns of years, each year once.

    `columns` maps a fiscal year to its column; the columns left of the first one name the row.
    """

    table: PlainTable
    columns: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        """The table's id (表1)."""
        return self.table.id

    @property
    def title(self) -> str:
        """The printed title, else the id."""
        return (self.table.title or self.table.id).strip()

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years with a column, oldest first."""
        return tuple(sorted(year for year, _ in self.columns))

    @property
    def all_rows(self) -> tuple[int, ...]:
        """The positions of the rows that print a value in some year."""
        return tuple(
            position
            for position, (_, cells) in enumerate(self.table.rows)
            if any(column < len(cells) and cells[column].strip() for _, column in self.columns)
        )

    def label(self, row: int) -> str:
        """Return what a row is called: its cells left of the years but the unit, merged ones from above."""
        parts = []
        for column in self._naming:
            above = [cells[column].strip() for _, cells in self.table.rows[: row + 1] if column < len(cells)]
            last = column == self._naming[-1]
            text = above[-1] if last else next((one for one in reversed(above) if one), "")
            parts.append(" ".join(text.split()))
        return " ".join(dict.fromkeys(one for one in parts if one))

    def unit(self, row: int) -> str:
        """Return the unit of a row by its column 単位 or the brackets behind its name, else the title (単位：人)."""
        for column, heading in enumerate(self.table.headings):
            if _UNIT_HEADING.match(normalize(heading)):
                cells = self.table.rows[row][1]
                return cells[column].strip() if column < len(cells) else ""
        match = _UNIT_OF_LABEL.search(self.label(row)) or _UNIT_SAID.search(self.title)
        return match[1].strip() if match is not None else ""

    def printed(self, row: int, fiscal_year: int) -> str:
        """Return the cell of a row and year as printed; empty where it is blank or the year has no column."""
        column = dict(self.columns).get(fiscal_year)
        cells = self.table.rows[row][1]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def value(self, row: int, fiscal_year: int) -> Decimal | None:
        """Return the number of a cell, or None where it holds none."""
        return parse_printed_number(self.printed(row, fiscal_year))

    def place(self, row: int, fiscal_year: int) -> Place:
        """Return where the cell of a row and year stands."""
        first = self.table.rows[row][0]
        return Place(first.row, first.column + dict(self.columns)[fiscal_year], first.page)

    def change(self, row: int, earlier: int, later: int) -> Decimal | None:
        """Return the value of one year minus that of an earlier one; None where either is no number."""
        before, after = self.value(row, earlier), self.value(row, later)
        return after - before if before is not None and after is not None else None

    @property
    def _naming(self) -> tuple[int, ...]:
        first = min(column for _, column in self.columns)
        headings = self.table.headings
        return tuple(
            column for column in range(first) if not _UNIT_HEADING.match(normalize(headings[column]))
        )


@lru_cache(maxsize=32)  # asked for with every question about a report
def yearly_tables(tables: tuple[PlainTable, ...]) -> list[YearlyTable]:
    """Return those plain tables whose columns are years: named rows, then a column for each year."""
    return [found for one in tables if (found := _yearly(one)) is not None]


def _yearly(table: PlainTable) -> YearlyTable | None:
    headed = [(column, *_year_and_words(heading)) for column, heading in enumerate(table.headings)]
    columns = [(year, column) for column, year, _ in headed if year is not None]
    if len(columns) < _FEWEST_YEARS or len({year for year, _ in columns}) < len(columns):
        return None
    if len({words for _, year, words in headed if year is not None}) > 1:
        return None  # R5実績, R6計画: the columns are not of one kind
    first = min(column for _, column in columns)
    if first == 0 or [column for _, column in columns] != list(range(first, first + len(columns))):
        return None
    found = YearlyTable(table, tuple(columns))
    labels = [found.label(row) for row in found.all_rows] if found._naming else []
    if not labels or any(not one or is_value_like(one) for one in labels) or len(set(labels)) < len(labels):
        return None
    return found if _mostly_values(found) else None


def _year_and_words(heading: str) -> tuple[int | None, str]:
    """Return the year that a heading prints, and what else it says: 「R6実績」 is 2024 and 実績."""
    year = parse_year_mark(heading)
    if year is not None:
        return year, ""
    mentions = find_years(heading)
    if len(mentions) != 1 or len(mentions[0].years) != 1 or mentions[0].is_date:
        return None, ""
    rest = heading[: mentions[0].start] + heading[mentions[0].end :]
    return mentions[0].years[0], re.sub(r"^年度?", "", normalize(rest))


def _mostly_values(table: YearlyTable) -> bool:
    cells: Sequence[str] = [
        text for row in table.all_rows for year in table.years if (text := table.printed(row, year))
    ]
    return sum(map(is_value_like, cells)) * 2 >= len(cells)
