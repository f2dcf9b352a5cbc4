"""The report's own totals: how many indicators of each measure got each grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.grade_words import is_grade_word, read_grade
from corpus.headings import MEASURE_REFERENCE, ordinal
from corpus.layout import TotalsTable, canonical_grade
from corpus.numerals import parse_printed_number
from corpus.outline import DraftMeasure
from corpus.readers.lines import Line
from corpus.text import is_dash, normalize
from corpus.types import Finding, FindingKind, Place, TotalsRow

_GRAND_TOTAL = ("計", "合計", "総計", "全体")


def read_totals(
    tables: Sequence[TotalsTable], measures: Sequence[DraftMeasure]
) -> tuple[list[TotalsRow], list[Finding]]:
    """Read the totals tables; rows whose counts do not add up to their 計 come with a finding."""
    rows: list[TotalsRow] = []
    findings: list[Finding] = []
    for table in tables:
        for line in table.rows:
            row = _read_row(line, table.header, measures)
            if row is None:
                continue
            rows.append(row)
            if not adds_up(row):
                printed = "、".join(f"{grade} {number}" for grade, number in row.counts)
                findings.append(
                    Finding(
                        FindingKind.TOTALS_MISMATCH,
                        f"集計表の{line.number}行は、評価ごとの件数の合計が「計」と一致しません。検算には使っていません。",
                        f"{printed}、計 {row.total}。",
                        row.place,
                    )
                )
    return rows, findings


def join_headers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with a totals table's header in one line where it is printed in two.

    基本方針 | 達成状況（指標数） | 計 over ◎ | ○ | △: the grades stand below the word for them, over counts.
    """
    joined: list[Line] = []
    skip = False
    for index, line in enumerate(lines):
        if skip:
            skip = False
            continue
        below = lines[index + 1 : index + 3]
        if len(below) == 2 and _heads_counts(line, *below):
            grades = below[0].cells
            width = max(len(line.cells), len(grades))
            upper = (*line.cells, *[""] * (width - len(line.cells)))
            lower = (*grades, *[""] * (width - len(grades)))
            cells = tuple(two if two.strip() else one for one, two in zip(upper, lower, strict=True))
            joined.append(replace(line, cells=cells, spans={}))
            skip = True
        else:
            joined.append(line)
    return joined


def _heads_counts(header: Line, grades: Line, counts: Line) -> bool:
    marks = grades.filled()
    if len(marks) < 2 or len(header.filled()) < 2 or grades.page != header.page:
        return False
    if not any(re.search(r"計$|指標数|件数", normalize(cell)) for _, cell in header.filled()):
        return False
    if not all(canonical_grade(cell) is not None or is_grade_word(cell) for _, cell in marks):
        return False
    figures = [counts.cells[at] if at < len(counts.cells) else "" for at, _ in marks]
    return all(one.strip().isdecimal() or is_dash(one) for one in figures)


def adds_up(row: TotalsRow) -> bool:
    """True where the counts of a row make its printed 計, or none is printed."""
    return row.total is None or sum(number for _, number in row.counts) == row.total


def usable_rows(rows: Sequence[TotalsRow], measures: Sequence[DraftMeasure]) -> dict[int, TotalsRow]:
    """Return the consistent rows of single measures by the measure's ordinal."""
    ordinals = {measure.id: measure.ordinal for measure in measures}
    return {
        ordinals[row.measure_id]: row
        for row in rows
        if row.measure_id in ordinals and row.measure_id is not None and adds_up(row)
    }


def _read_row(line: Line, header: Line, measures: Sequence[DraftMeasure]) -> TotalsRow | None:
    filled = line.filled()
    label_column, label = filled[0][0], filled[0][1].strip()
    is_total = normalize(label) in _GRAND_TOTAL
    measure_id = None if is_total else _measure_id(label, measures)
    if measure_id is None and not is_total:
        return None
    columns = [(column, cell.strip()) for column, cell in header.filled() if column > 0 or _grade(cell)]
    columns = [
        (column, cell)
        for column, cell in columns
        if _grade(cell) is not None or normalize(cell) in (*_GRAND_TOTAL, "指標数")
    ]
    cells = dict(filled[1:])
    values = filled[1:]
    if any(column not in cells for column, _ in columns) and len(values) == len(columns):
        # The row stands a column beside its heading; it holds as many counts, so they go in order.
        cells = {column: text for (column, _), (_, text) in zip(columns, values, strict=True)}
    counts: list[tuple[str, int]] = []
    total = None
    for column, heading in columns:
        number = parse_printed_number(cells.get(column, ""))
        count = 0 if number is None and is_dash(cells.get(column, "")) else number
        grade = _grade(heading)
        if count is None:
            continue
        if grade is None:
            total = int(count)
        else:
            counts.append((grade, int(count)))
    return TotalsRow(measure_id, tuple(counts), total, Place(line.number, label_column))


def _grade(heading: str) -> str | None:
    """Return the grade that a heading of the totals names, a letter or words; None for any other."""
    if canonical_grade(heading) is None and not is_grade_word(heading):
        return None
    return read_grade(heading)


def _measure_id(label: str, measures: Sequence[DraftMeasure]) -> str | None:
    pair = re.match(r"\D{0,4}(\d{1,2}-\d{1,2})(?!\d)", normalize(label))
    by_pair = next((one.id for one in measures if pair is not None and normalize(one.id) == pair[1]), None)
    if by_pair is not None:
        return by_pair
    match = MEASURE_REFERENCE.match(label)
    value = ordinal(match["number"]) if match else None
    by_number = next((one.id for one in measures if value is not None and one.ordinal == value), None)
    by_name = next((one.id for one in measures if one.name and normalize(one.name) in normalize(label)), None)
    return by_number or by_name or (match["number"] if match else None)
