"""Rows of a column table read as records: which item each row is about, and what it prints of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.alignment import PlacedCell
from corpus.cards import subject_of
from corpus.column_meaning import Part, PartColumn, TextColumn, ValueColumn, row_year
from corpus.column_table import ColumnTable
from corpus.headings import MeasureHeading
from corpus.kind_words import kind_of_word
from corpus.layout import LABELS
from corpus.numerals import is_value_like, is_value_word
from corpus.readers.lines import Line
from corpus.text import is_dash, normalize, shorten
from corpus.types import Finding, FindingKind, Kind, PassageKind, Place
from corpus.value_cells import read_dated, read_stated, seems_stated

_TOTALS = ("計", "合計", "総計", "小計", "全体")
_INHERITED = (
    Part.UPPER,
    Part.MEASURE,
    Part.NUMBER,
    Part.NAME,
    Part.OVERVIEW,
    Part.DEPARTMENT,
    Part.INDICATOR,
    Part.BREAKDOWN,
    Part.UNIT,
)


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """One value as printed, before its year is settled: `text` is the value without the year beside it.

    `fiscal_year` is None where neither cell, row nor heading prints it.
    """

    kind: Kind
    printed: str
    text: str
    fiscal_year: int | None
    heading: str
    place: Place


@dataclass(slots=True)
class Record:
    """What one row says. `cells` are the parts as printed here or above it (merged or left blank);
    `own` those printed in this very row."""

    table: ColumnTable
    line: Line
    section: MeasureHeading | Line | None
    cells: dict[Part, PlacedCell]
    own: set[Part]
    values: list[PrintedValue] = field(default_factory=list)
    texts: list[tuple[str, TextColumn, PlacedCell]] = field(default_factory=list)  # heading with its year
    grades: list[PrintedValue] = field(default_factory=list)  # given to the 取組 as a whole
    labels: set[Kind] = field(default_factory=set)  # of a stacked group: the kinds it has rows of

    def text(self, part: Part) -> str | None:
        """Return the printed text of a part, or None where it is blank."""
        cell = self.cells.get(part)
        return cell.text.strip() or None if cell is not None else None


def records_of(tables: Sequence[ColumnTable], findings: list[Finding]) -> list[Record]:
    """Return the records of all tables in the order printed; what cannot be read comes with a finding."""
    records: list[Record] = []
    rows: _Rows | None = None
    for table in tables:
        if table.subject is not None:
            records.append(_card(table, table.subject))
        else:
            rows = _Rows(table, findings, rows if table.continues else None)
            records.extend(rows.records())
        records.extend(_note(table, line) for line in table.notes)
    return records


def _card(table: ColumnTable, subject: Line) -> Record:
    """Return the record of a card: one indicator with the values of all its rows."""
    column, text = subject.filled()[0]
    cells = {Part.INDICATOR: PlacedCell(subject_of(text) or text, Place(subject.number, column))}
    record = Record(table, table.rows[0], None, cells, {Part.INDICATOR})
    for line in table.rows:
        label = line.filled()[0][1]
        kind = kind_of_word(label)
        for at, cell in line.filled()[1:]:
            if kind is not None:
                dated = read_dated(cell)
                year = dated.fiscal_year or table.years[at]
                place = Place(line.number, at)
                record.values.append(PrintedValue(kind, cell.strip(), dated.text, year, label, place))
    return record


def _note(table: ColumnTable, line: Line) -> Record:
    """Return the record of a sentence under a table: commentary of the 取組 that the table is about."""
    column, text = line.filled()[0]
    meaning = TextColumn("本文", PassageKind.OTHER)
    cell = PlacedCell(text, Place(line.number, column))
    return Record(table, line, None, {}, set(), texts=[(meaning.heading, meaning, cell)])


class _Rows:
    """Walks the rows and remembers what merged or left-out cells above still hold for them."""

    def __init__(self, table: ColumnTable, findings: list[Finding], before: _Rows | None) -> None:
        self.table = table
        self.findings = findings
        # What the page before left open goes on: a name printed once stands over both pages.
        self.above: dict[Part, PlacedCell] = dict(before.above) if before is not None else {}
        self.merged_until: dict[int, tuple[int, PlacedCell]] = {}  # column -> last index covered, cell
        self.section: MeasureHeading | Line | None = None
        self.last: Record | None = before.last if before is not None else None

    def records(self) -> Iterator[Record]:
        for index, line in enumerate(self.table.rows):
            if index in self.table.sections:
                self.section = self.table.sections[index]
                self.above.clear()
            filled = line.filled()
            if normalize(filled[0][1]) in _TOTALS:
                continue
            if self._continues_name(line):
                continue
            record = self._record(index, line)
            self._remember_spans(index, line)
            if self.table.stacked and self._joins_last(record):
                continue
            if record.values or record.texts or record.grades or record.own:
                self.last = record
                yield from self._stated(record) or _by_group(record) or [record]

    def _joins_last(self, record: Record) -> bool:
        """Add a further row of a stacked group (its 実績 under its 目標) to the group's record.

        A kind that the group has already opens another group: where its name is blank, it is lost.
        """
        last, kind = self.last, LABELS.get(normalize(record.text(Part.LABEL) or ""))
        if (
            last is None
            or kind is None
            or not last.table.stacked
            or last.table.meanings != self.table.meanings
        ):
            return False
        opens = {Part.INDICATOR, Part.NAME, Part.NUMBER, Part.OVERVIEW, Part.DEPARTMENT} & record.own
        if opens or kind in last.labels:
            return False
        last.values.extend(record.values)
        last.grades.extend(record.grades)
        last.texts.extend(record.texts)
        last.labels.add(kind)
        return True

    def _record(self, index: int, line: Line) -> Record:
        cells: dict[Part, PlacedCell] = {}
        own: set[Part] = set()
        for column, meaning in self.table.meanings.items():
            if isinstance(meaning, PartColumn):
                text = line.cells[column] if column < len(line.cells) else ""
                if text.strip():
                    cells[meaning.part] = PlacedCell(text, Place(line.number, column))
                    own.add(meaning.part)
                elif (cell := self._merged_above(index, column)) is not None:
                    cells[meaning.part] = cell
        self._inherit(cells, own)
        self._name_breakdown(cells, own)
        record = Record(self.table, line, self.section, cells, own)
        if (kind := LABELS.get(normalize(record.text(Part.LABEL) or ""))) is not None:
            record.labels.add(kind)
        year_cell = cells.get(Part.YEAR)
        year = row_year(year_cell.text) if year_cell is not None else None
        for column, meaning in self.table.meanings.items():
            text = line.cells[column].strip() if column < len(line.cells) else ""
            if not text:
                continue
            place = Place(line.number, column)
            match meaning:
                case ValueColumn(of_initiative=True):
                    printed = PrintedValue(
                        Kind.GRADE, text, text, meaning.fiscal_year or year, meaning.heading, place
                    )
                    record.grades.append(printed)
                case ValueColumn(own_kind=True) if is_dash(text) and Part.INDICATOR not in own:
                    pass  # the further rows of an indicator whose value stands in its first
                case ValueColumn():
                    record.values.extend(
                        self._values(line, column, self._in_row(meaning, record), text, year)
                    )
                case PartColumn(part=Part.VALUE):
                    kind = kind_of_word(record.text(Part.LABEL) or "")
                    if kind is not None:
                        dated = read_dated(text)
                        found = PrintedValue(
                            kind, text, dated.text, dated.fiscal_year or year, meaning.heading, place
                        )
                        record.values.append(found)
                case TextColumn() if not is_dash(text):
                    self._tell_unread_figures(meaning, text, place)
                    named = f"{year_cell.text.strip()} {meaning.heading}" if year_cell else meaning.heading
                    record.texts.append((named, meaning, PlacedCell(line.cells[column], place)))
                case _:
                    pass
        return record

    def _tell_unread(self, line: Line, text: str, heading: str, place: Place) -> None:
        self.findings.append(
            Finding(
                FindingKind.HELD_BACK,
                f"{place_text(line)}の「{shorten(text)}」（{shorten(heading)}）は値として読み取れないため、収録していません。",
                "数値でも、「中止」「増加」のような値を表す語でもない。",
                place,
            )
        )

    def _tell_unread_figures(self, meaning: TextColumn, text: str, place: Place) -> None:
        """Tell where a column called 目標 or 実績 holds what cannot be read as one value (28％ → 40％)."""
        kind = kind_of_word(meaning.heading)
        if (
            kind in (Kind.TARGET, Kind.ACTUAL, Kind.BASELINE)
            and len(text) <= 30
            and any(map(str.isdigit, text))
        ):
            self.findings.append(
                Finding(
                    FindingKind.HELD_BACK,
                    f"{place}の「{shorten(text)}」（{shorten(meaning.heading)}）は一つの値として読み取れないため、"
                    "値としては収録せず、文章として収録しました。",
                    "この列には数値のほかに語句や複数の数値が印字されている。",
                    place,
                )
            )

    def _name_breakdown(self, cells: dict[Part, PlacedCell], own: set[Part]) -> None:
        """Let an indicator that is counted apart (男性, 女性) bear both names."""
        apart, name = cells.get(Part.BREAKDOWN), cells.get(Part.INDICATOR)
        if apart is None or is_dash(apart.text):
            return
        if name is None and Part.BREAKDOWN in own:
            name = self.above.get(Part.INDICATOR)
        if name is not None:
            own.add(Part.INDICATOR)
            cells[Part.INDICATOR] = PlacedCell(f"{name.text.strip()} {apart.text.strip()}", name.place)

    def _in_row(self, meaning: ValueColumn, record: Record) -> ValueColumn:
        """Return the meaning of a column in one row: in a stacked table the row tells the kind."""
        if not self.table.stacked or meaning.own_kind:
            return meaning
        kind = LABELS.get(normalize(record.text(Part.LABEL) or ""))
        return replace(meaning, kind=kind) if kind is not None else meaning

    def _inherit(self, cells: dict[Part, PlacedCell], own: set[Part]) -> None:
        """Fill in what is left blank because it is printed once for several rows.

        A new measure or 取組 breaks the chain for what stands right of it; the name of an
        indicator goes on only where each row is about one year.
        """
        opened = {Part.UPPER, Part.MEASURE, Part.NUMBER, Part.NAME} & own
        changed = any(
            part not in self.above or normalize(cells[part].text) != normalize(self.above[part].text)
            for part in opened
        )
        if changed:
            keep = {Part.UPPER, Part.MEASURE} if Part.MEASURE not in own else {Part.UPPER}
            keep = set() if Part.UPPER in own else keep
            self.above = {part: cell for part, cell in self.above.items() if part in keep}
        for part in _INHERITED:
            if part in cells:
                self.above[part] = cells[part]
                continue
            if part not in self.above:
                continue
            if part in (Part.INDICATOR, Part.UNIT) and not self._continues_indicator(cells, own):
                continue
            cells[part] = self.above[part]

    def _continues_indicator(self, cells: dict[Part, PlacedCell], own: set[Part]) -> bool:
        if Part.INDICATOR in own or self.table.stacked:
            return False
        return self.table.is_long or Part.LABEL in cells

    def _merged_above(self, index: int, column: int) -> PlacedCell | None:
        until, cell = self.merged_until.get(column, (-1, None))
        return cell if index <= until else None

    def _remember_spans(self, index: int, line: Line) -> None:
        for column, (rows, _) in line.spans.items():
            if rows > 1 and column < len(line.cells) and line.cells[column].strip():
                cell = PlacedCell(line.cells[column], Place(line.number, column))
                self.merged_until[column] = (index + rows - 1, cell)

    def _continues_name(self, line: Line) -> bool:
        """True where a row only holds the rest of a name folded over two rows, which is then joined."""
        filled = line.filled()
        if self.last is None or line.spans or len(filled) != 1:
            return False
        column, text = filled[0]
        meaning = self.table.meanings.get(column)
        if not isinstance(meaning, PartColumn) or meaning.part not in (Part.INDICATOR, Part.NAME):
            return False
        before = self.last.cells.get(meaning.part)
        if before is None or meaning.part not in self.last.own:
            return False
        opened = len(re.findall(r"[(（]", before.text)) > len(re.findall(r"[)）]", before.text))
        if not (opened or re.match(r"[(（※)）]", text.strip())):
            return False
        joined = PlacedCell(before.text.rstrip() + text.strip(), before.place)
        self.last.cells[meaning.part] = joined
        self.above[meaning.part] = joined
        return True

    def _values(
        self, line: Line, column: int, meaning: ValueColumn, text: str, year: int | None
    ) -> list[PrintedValue]:
        rows, columns = line.spans.get(column, (1, 1))
        covered = [
            (c, one)
            for c, one in self.table.value_columns.items()
            if column <= c < column + columns
            and (one.kind is meaning.kind or self.table.stacked)
            and one.own_kind is meaning.own_kind
        ]
        place = Place(line.number, column)
        spreads = is_value_word(text) or is_dash(text)
        if meaning.own_kind and self._stays_with_indicator(line, rows):
            rows = 1
        if rows > 1 or (columns > 1 and not spreads):
            self.findings.append(
                Finding(
                    FindingKind.MERGED_CELL,
                    f"{place_text(line)}の「{shorten(text)}」は複数の欄にまたがる結合セルのため、どの欄の値か決められず、"
                    "収録していません。",
                    f"{meaning.heading}の列から{columns}列×{rows}行を占めている。",
                    place,
                )
            )
            return []
        found = []
        for _, each in covered if columns > 1 else [(column, meaning)]:
            one = replace(each, kind=meaning.kind)
            dated = read_dated(text)
            if dated.is_period or one.is_period:
                self.findings.append(
                    Finding(
                        FindingKind.HELD_BACK,
                        f"{place_text(line)}の「{shorten(text)}」は複数年度をまとめた値のため、年度ごとの値としては収録していません。",
                        f"見出し「{shorten(one.heading)}」、または欄の中に年度の範囲が印字されている。",
                        place,
                    )
                )
                continue
            if one.kind is not Kind.GRADE and not _is_figure(dated.text):
                self._tell_unread(line, text, one.heading, place)
                continue
            if one.year_column is not None and one.year_column < len(line.cells):
                year = row_year(line.cells[one.year_column]) or year
            found.append(
                PrintedValue(
                    one.kind,
                    text,
                    dated.text,
                    dated.fiscal_year or one.fiscal_year or year,
                    one.heading,
                    place,
                )
            )
        return found

    def _stays_with_indicator(self, line: Line, rows: int) -> bool:
        """True where so many rows from a line on are all of one indicator: its 目標 and its 実績."""
        at, column = self.table.rows.index(line), self.table.column(Part.INDICATOR)
        below = self.table.rows[at + 1 : at + rows]
        return column is not None and not any(
            column < len(one.cells) and one.cells[column].strip() for one in below
        )

    def _stated(self, record: Record) -> list[Record]:
        """Part a row whose indicator cell states indicators in sentences into one record each."""
        cell = record.cells.get(Part.INDICATOR)
        if cell is None or Part.INDICATOR not in record.own:
            return []
        stated = read_stated(cell.text)
        if not stated and not record.values and seems_stated(cell.text):
            self.findings.append(
                Finding(
                    FindingKind.HELD_BACK,
                    f"{place_text(record.line)}の「{shorten(cell.text)}」は文中の目標・実績を読み取れないため、"
                    "値を収録していません。",
                    "「指標名 目標 40人（R6） 実績 68人（R6）」のように、値ごとに年度が印字されていると読み取れます。",
                    cell.place,
                )
            )
        records = []
        for position, one in enumerate(stated):
            cells = {**record.cells, Part.INDICATOR: PlacedCell(one.name, cell.place)}
            values = [
                PrintedValue(kind, dated.text, dated.text, dated.fiscal_year, kind.value, cell.place)
                for kind, dated in one.values
            ]
            texts = record.texts if position == 0 else []
            own = record.own if position == 0 else {Part.INDICATOR}
            records.append(Record(record.table, record.line, record.section, cells, own, values, texts))
        return records


def _by_group(record: Record) -> list[Record]:
    """Part a row whose columns are grouped by indicator (年度 | 指標A: 目標 実績 | 指標B: …)."""
    records = []
    for columns, cell in record.table.groups:
        values = [one for one in record.values if one.place.column in columns]
        cells = {**record.cells, Part.INDICATOR: cell}
        records.append(Record(record.table, record.line, record.section, cells, {Part.INDICATOR}, values))
    return records


def _is_figure(text: str) -> bool:
    if re.search(r"[0-9０-９]\s+[0-9０-９]", text):
        return False  # a figure folded over two lines, or two figures
    return is_dash(text) or is_value_like(text) or any(map(str.isdigit, text)) or len(text.strip()) <= 1


def place_text(line: Line) -> str:
    """Return where a line stands, for a message: 「12行」, 「シート「指標」の5行」."""
    return f"{line.number}行"


def last_result_years(records: Sequence[Record]) -> list[int]:
    """Return, for each record that has any, the last fiscal year of an 実績 or 評価 with a printed year."""
    found = []
    for record in records:
        years = [
            one.fiscal_year
            for one in record.values
            if one.kind in (Kind.ACTUAL, Kind.GRADE) and one.fiscal_year is not None and not is_dash(one.text)
        ]
        if years:
            found.append(max(years))
    return found
