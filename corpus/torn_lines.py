"""Rows of a table that stand on several lines of the file, and rows that lost the word 目標, 実績 or 評価."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.grade_words import is_grade_word
from corpus.headings import read_heading
from corpus.layout import LabelledRow, Table, canonical_grade, is_legend_line, read_header, read_label
from corpus.numerals import is_value_like, parse_printed_number
from corpus.readers.lines import Line
from corpus.row_order import row_order
from corpus.text import is_dash, shorten
from corpus.types import Finding, FindingKind, Kind, Place

MAX_PIECES = 40
"""A row is not looked for over more lines than this."""


@dataclass(frozen=True, slots=True)
class _Section:
    """What the rows under one header look like: where the label stands, and how many cells they have."""

    table: Table
    width: int | None


def mend_lines(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Finding]]:
    """Join the lines of a torn row and give lost labels back, where only one reading is possible.

    A row is joined where its pieces together have as many cells as the rows around it and carry
    one label where that usually stands. A label is given back to a row whose neighbours leave
    one kind for it. What cannot be joined stays; the last value of a row that was cut is taken out.
    """
    findings: list[Finding] = []
    joined = _join(lines, findings)
    return tuple(_relabel(joined, findings)), findings


def _sections(lines: Sequence[Line]) -> list[_Section | None]:
    """Return for every line the section that it stands in: None before the first header."""
    widths: dict[int, Counter[int]] = {}
    header = -1
    tables: list[tuple[int, Table | None]] = []
    current: Table | None = None
    for index, line in enumerate(lines):
        table = read_header(line)
        if table is not None:
            header, current = index, table
        elif current is not None and _label_of(line, current) is not None:
            widths.setdefault(header, Counter())[len(line.cells)] += 1
        tables.append((header, current))
    everywhere: Counter[int] = Counter()
    for seen in widths.values():
        everywhere.update(seen)
    usual = {
        header: max(seen, key=lambda width: (seen[width], everywhere[width]))
        for header, seen in widths.items()
    }
    common = everywhere.most_common(1)[0][0] if everywhere else None
    return [None if table is None else _Section(table, usual.get(header, common)) for header, table in tables]


def _label_of(line: Line, table: Table) -> LabelledRow | None:
    return read_label(line, table.label_column)


def _is_loose(line: Line, table: Table) -> bool:
    """True for a line that is no row, heading, header or legend: what a torn row leaves."""
    filled = line.filled()
    return (
        bool(filled)
        and _label_of(line, table) is None
        and read_header(line) is None
        and read_heading(line) is None
        and not is_legend_line(filled)
        and not (len(filled) == 1 and filled[0][1].strip().startswith("【"))
    )


def _join(lines: Sequence[Line], findings: list[Finding]) -> list[Line]:
    sections = _sections(lines)
    mended: list[Line] = []
    index = 0
    while index < len(lines):
        section, line = sections[index], lines[index]
        pieces = 1
        if section is not None and section.width is not None and len(line.cells) < section.width:
            whole, pieces = _whole_row(lines, index, section)
            if whole is not None:
                findings.append(_joined_finding(lines[index : index + pieces], whole))
                mended.append(whole)
                index += pieces
                continue
            pieces = 1
            following = lines[index + 1] if index + 1 < len(lines) else None
            if (
                following is not None
                and _label_of(line, section.table) is not None
                and _is_loose(following, section.table)
                and _has_values(following)
            ):
                line = _without_last_value(line, section.table, findings)
        mended.append(line)
        index += pieces
    return mended


def _whole_row(lines: Sequence[Line], start: int, section: _Section) -> tuple[Line | None, int]:
    """Join the line with those behind it until they make a row; (None, 1) where they do not."""
    first = lines[start]
    if not (_label_of(first, section.table) or _is_loose(first, section.table)):
        return None, 1
    whole = first
    for count in range(2, MAX_PIECES + 1):
        position = start + count - 1
        if position >= len(lines) or lines[position].number != lines[position - 1].number + 1:
            return None, 1
        piece = lines[position]
        is_labelled = _label_of(piece, section.table) is not None
        if not piece.filled() and not any(piece.cells):
            return None, 1
        if (is_labelled and _label_of(whole, section.table)) or not (
            is_labelled or _is_loose(piece, section.table)
        ):
            return None, 1
        for candidate in _joinings(whole, piece):
            label = _label_of(candidate, section.table)
            if (
                label is not None
                and label.label_column == section.table.label_column
                and len(candidate.cells) == section.width
            ):
                return candidate, count
        whole = _joinings(whole, piece)[0]
        if len(whole.cells) > (section.width or 0):
            return None, 1
    return None, 1


def _joinings(one: Line, other: Line) -> tuple[Line, Line]:
    """Return the line joined inside a cell, and joined between two cells."""
    number = other.number
    inside = (*one.cells[:-1], one.cells[-1] + other.cells[0], *other.cells[1:])
    between = (*one.cells, *other.cells)
    at_inside = len(one.cells) - 1
    origins = dict(one.origins)
    return (
        replace(
            one,
            cells=inside,
            origins=origins
            | {at_inside + i: _origin(other, i) for i in range(1, len(other.cells))}
            | ({at_inside: (number, 0)} if not one.cells[-1].strip() else {}),
        ),
        replace(
            one,
            cells=between,
            origins=origins | {len(one.cells) + i: _origin(other, i) for i in range(len(other.cells))},
        ),
    )


def _origin(line: Line, column: int) -> tuple[int, int]:
    return line.origins.get(column, (line.number, column))


def _joined_finding(pieces: Sequence[Line], whole: Line) -> Finding:
    first, last = pieces[0], pieces[-1]
    return Finding(
        FindingKind.MISPLACED_CELLS,
        f"{first.number}〜{last.number}行は、途中で改行された一つの行として読みました。",
        f"つなぐと欄の数が{len(whole.cells)}になり、ほかの行と同じになる。"
        f"{last.number}行の初めは「{shorten(next((cell for _, cell in last.filled()), ''), 20)}」。",
        Place(first.number, 0),
    )


def _has_values(line: Line) -> bool:
    return any(is_value_like(text) or canonical_grade(text) for _, text in line.filled())


def _without_last_value(line: Line, table: Table, findings: list[Finding]) -> Line:
    """Take out the last value of a row that breaks off: its digits may go on in the next line."""
    label = _label_of(line, table)
    values = [(column, text) for column, text in line.filled() if label and column > label.label_column]
    if not values or not is_value_like(values[-1][1]):
        return line
    column, text = values[-1]
    findings.append(
        Finding(
            FindingKind.HELD_BACK,
            f"{line.number}行は途中で改行され、次の行とつなげられません。末尾の「{shorten(text, 20)}」は続きが切れている"
            "おそれがあるため、収録していません。",
            "つないでも欄の数がほかの行と同じにならない。",
            Place(line.number, column),
        )
    )
    cells = list(line.cells)
    cells[column] = ""
    return replace(line, cells=tuple(cells))


def _relabel(lines: Sequence[Line], findings: list[Finding]) -> list[Line]:
    """Give a row its lost label back where the rows before and behind leave one kind for it."""
    sections = _sections(lines)
    rows = [
        _label_of(line, section.table) if section is not None else None
        for line, section in zip(lines, sections, strict=True)
    ]
    order = row_order([row for row in rows if row is not None])
    printed = {kind for kind in order if any(row is not None and row.kind is kind for row in rows)}
    cycle = [kind for kind in order if kind in printed]
    words = {row.kind: row.line.cells[row.label_column] for row in rows if row is not None}
    mended = list(lines)
    for index, (line, section) in enumerate(zip(lines, sections, strict=True)):
        if section is None or rows[index] is not None or not _is_loose(line, section.table):
            continue
        kind = _lost_kind(rows, index, cycle, line, section.table)
        if kind is None:
            continue
        cells = list(line.cells)
        cells[section.table.label_column] = words[kind]
        mended[index] = replace(line, cells=tuple(cells))
        findings.append(
            Finding(
                FindingKind.LOST_NAME,
                f"{line.number}行は区分の語が失われています。前後の行から「{words[kind].strip()}」の行として読みました。",
                f"この報告書の行は{'・'.join(words[one].strip() for one in cycle)}の順に並び、前後の行と値の形からほかの"
                "区分ではあり得ない。",
                Place(line.number, section.table.label_column),
            )
        )
    return mended


def _lost_kind(
    rows: Sequence[LabelledRow | None], index: int, cycle: Sequence[Kind], line: Line, table: Table
) -> Kind | None:
    """Return the kind that a row without label must be, told from its values and both neighbours."""
    column = table.label_column
    values = [text for at, text in line.filled() if column < at <= column + len(table.years)]
    if len(line.cells) <= column + 1 or line.cells[column].strip() or not values or len(cycle) < 2:
        return None
    before = rows[index - 1] if index else None
    behind = rows[index + 1] if index + 1 < len(rows) else None
    opens = any(at < column and not is_dash(text) for at, text in line.filled())
    fits = []
    for position, kind in enumerate(cycle):
        is_first, is_last = position == 0, position == len(cycle) - 1
        wanted_before = None if is_first else cycle[position - 1]
        wanted_behind = None if is_last else cycle[position + 1]
        if opens and not is_first:
            continue
        if not _is_readable(kind, values):
            continue
        # The rows of the same group beside it must be there, and must be the right ones.
        if wanted_before is not None and (before is None or before.kind is not wanted_before):
            continue
        if wanted_behind is not None and (behind is None or behind.kind is not wanted_behind):
            continue
        if is_first and not opens and before is not None and before.kind is not cycle[-1]:
            continue
        if is_last and behind is not None and behind.kind is not cycle[0]:
            continue
        fits.append(kind)
    return fits[0] if len(fits) == 1 else None


def _is_readable(kind: Kind, values: Sequence[str]) -> bool:
    if kind is Kind.GRADE:
        return all(canonical_grade(text) is not None or is_grade_word(text) for text in values)
    return all(
        parse_printed_number(text) is not None
        or (is_value_like(text) and canonical_grade(text) in (None, "-"))
        for text in values
    )
