"""Tables that are no indicator tables (a budget list, a list of names), kept as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.column_header import labels_group_named_rows
from corpus.grade_words import is_grade_word, read_grade
from corpus.headings import read_heading
from corpus.layout import (
    LABELS,
    canonical_grade,
    is_legend_line,
    is_legend_title,
    is_totals_header,
    read_header,
)
from corpus.numerals import is_value_like
from corpus.readers.lines import Line
from corpus.text import normalize, shorten
from corpus.types import Finding, FindingKind, GradeMeaning, Place, PlainTable

MIN_ROWS = 3
# How the columns of a table that explains grades are headed.
_GRADED = re.compile(
    r"(?:評価|記号|ランク|区分|判定|評語|評定|段階|達成度|進捗)(?:の?(?:区分|記号|ランク|結果|段階))?"
)
_EXPLAINS = re.compile(
    r"(?:評価|判定|達成度?|進捗)?の?(?:区分|基準|意味|内容|説明|目安|定義|考え方|状態|状況|水準|名称|解説|判断基準)"
)
_SHEET = re.compile(r"シート「(.*)」")


def find_plain_tables(
    lines: Sequence[Line], *, has_cells: bool
) -> tuple[list[PlainTable], list[GradeMeaning], list[Line]]:
    """Return the plain tables, the grades that a table explains, and the lines that belong to neither.

    A plain table is a run of rows without a blank line, none of which reads as part of an
    indicator table, of the totals or of the legend. In a file with real cells (`has_cells`) a
    table over years is one, too, when most of its rows are called otherwise (量の見込み, 確保方策).
    """
    plain: list[PlainTable] = []
    legend: list[GradeMeaning] = []
    rest: list[Line] = []
    title: Line | None = None
    run: list[Line] = []

    def close() -> None:
        nonlocal run
        if run and (entries := _legend_of(run, title)):
            legend.extend(entries)
        elif (
            len(run) >= MIN_ROWS
            and (not any(map(_belongs_elsewhere, run)) or (has_cells and _is_mostly_unlabelled(run)))
            and not is_totals_header(run[0].filled())
        ):
            plain.append(_table(run, title, len(plain) + 1))
            if rest and rest[-1] is title and title.page == run[0].page:
                rest.pop()  # its title is no remark of the report
        else:
            rest.extend(run)
        run = []

    for line in lines:
        filled = line.filled()
        if run and line.page != run[-1].page:
            close()
        if len(filled) >= 2:
            run.append(line)
            continue
        close()
        if len(filled) == 1 and not filled[0][1].lstrip().startswith(("※", "注", "＊", "*", "(注", "（注")):
            title = line
        rest.append(line)
    close()
    return plain, legend, sorted(rest, key=lambda one: one.number)


def plain_findings(tables: Sequence[PlainTable]) -> list[Finding]:
    """Name each plain table, so that nobody looks for its figures among the indicators."""
    return [
        Finding(
            FindingKind.PLAIN_TABLE,
            f"「{shorten(table.title or table.id)}」は指標の表ではないため、{len(table.rows)}行をそのままの表として収録しました。",
            f"見出し: {shorten('/'.join(table.headings) or '（なし）', 80)}。目標・実績・評価の欄がない。",
            table.place,
        )
        for table in tables
    ]


def _is_mostly_unlabelled(run: Sequence[Line]) -> bool:
    body = [line for line in run if read_header(line) is None]
    if len(body) < len(run) and labels_group_named_rows(body):
        return True
    labels = [
        LABELS[normalize(cell)] for line in body for _, cell in line.filled() if normalize(cell) in LABELS
    ]
    return len(body) < len(run) and len(labels) * 2 < len(body) and len(set(labels)) <= 1


def _belongs_elsewhere(line: Line) -> bool:
    filled = line.filled()
    return (
        read_header(line) is not None
        or any(normalize(cell) in LABELS for _, cell in filled)
        or is_legend_line(filled)
        or (len(filled) == 2 and read_heading(line) is not None)
    )


def _legend_of(run: Sequence[Line], title: Line | None) -> list[GradeMeaning]:
    """Read a table that explains grades: a letter in one cell, what it stands for in the next.

    Under headings that say so (評価 | 区分 | 基準) the meaning may stand in several cells, and a word
    may be what is explained; so it may where the line above the table says 凡例.
    """
    if _heads_a_legend(run[0]):
        return _explained(run[1:])
    titled = title is not None and title.page == run[0].page and is_legend_title(title.filled())
    if titled and (explained := _explained(run)):
        return explained
    entries: list[GradeMeaning] = []
    for line in run:
        filled = line.filled()
        if len(filled) != 2:
            return []
        (column, mark), (_, meaning) = filled
        grade = canonical_grade(mark)
        if grade is None:
            if entries or is_value_like(mark):
                return []
            continue  # the header: 区分 | 内容
        if is_value_like(meaning) or normalize(meaning) in LABELS:
            return []
        entries.append(GradeMeaning(grade, meaning.strip(), Place(line.number, column)))
    return entries if len(entries) >= 2 else []


def _heads_a_legend(line: Line) -> bool:
    first, *rest = [normalize(cell) for _, cell in line.filled()]
    return (
        _GRADED.fullmatch(first) is not None
        and len(rest) >= 1
        and all(_EXPLAINS.fullmatch(heading) is not None for heading in rest)
    )


def _explained(rows: Sequence[Line]) -> list[GradeMeaning]:
    entries: list[GradeMeaning] = []
    for line in rows:
        (column, mark), *rest = line.filled()
        if not rest or (canonical_grade(mark) is None and not is_grade_word(mark)):
            return []
        meaning = "：".join(cell.strip() for _, cell in rest)
        entries.append(GradeMeaning(read_grade(mark), meaning, Place(line.number, column)))
    return entries if len({one.grade for one in entries}) >= 2 else []


def _table(run: Sequence[Line], title: Line | None, number: int) -> PlainTable:
    first = run[0]
    has_header = not any(is_value_like(cell) for _, cell in first.filled())
    body = run[1:] if has_header else run
    width = max(len(line.cells) for line in run)
    left = min(line.filled()[0][0] for line in run)

    def cells(line: Line) -> tuple[str, ...]:
        return tuple((*line.cells, *[""] * width)[left:width])

    near = title is not None and title.page == first.page
    sheet = _SHEET.fullmatch(first.page)
    name = title.filled()[0][1].strip() if near and title is not None else (sheet[1] if sheet else None)
    return PlainTable(
        f"表{number}",
        name,
        Place(first.number, left),
        cells(first) if has_header else (),
        tuple((Place(line.number, left), cells(line)) for line in body),
    )
