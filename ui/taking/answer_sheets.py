"""The figures and sources of an answer as tables; a text like 1,605人 stands beside its number."""

from __future__ import annotations

from assistant.types import Answer, FigureTable
from corpus.numerals import parse_printed_number
from ui import textwidth
from ui.export import exact_number
from ui.markdown import to_plain
from ui.taking.documents import made_text, origin_lines
from ui.taking.sheets import Cell, Sheet
from ui.taking.transcript import Transcript


def answer_sheets(transcript: Transcript) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook: the answer, its figures where it has a table, its sources."""
    answer = transcript.last.answer
    found = [_words(transcript)]
    if answer.table is not None and answer.table.rows:
        found.append(_figures("数値", answer.table))
    if answer.citations:
        found.append(_sources(answer))
    return tuple(found)


def answer_sheet(transcript: Transcript) -> Sheet:
    """Return one table for CSV: the figures, else the sources, else the answer alone.

    Each row carries the question, the reading, the notes and the state of the store, so that a row that
    was copied elsewhere still tells where it is from.
    """
    answer = transcript.last.answer
    if answer.table is not None and answer.table.rows:
        inner = _figures("数値", answer.table)
    elif answer.citations:
        inner = _sources(answer)
    else:
        inner = Sheet("回答", ("回答",), [[to_plain(answer.answer)]])
    more: tuple[tuple[str, Cell], ...] = (
        ("質問", transcript.last.question),
        ("読み取り", answer.interpretation),
        ("注", "\n".join(answer.notes)),
        ("報告書", "、".join(one.title for one in transcript.reports)),
        ("収録データの版", transcript.generation),
        ("作成日時", made_text(transcript)),
    )
    rows = [[*row, *(value for _, value in more)] for row in inner.rows]
    return Sheet(inner.name, (*inner.headings, *(name for name, _ in more)), rows)


def _words(transcript: Transcript) -> Sheet:
    answer = transcript.last.answer
    rows: list[tuple[str, str]] = [("これまでの質問", one.question) for one in transcript.turns[:-1]]
    rows += [
        ("質問", transcript.last.question),
        ("回答", to_plain(answer.answer)),
        ("読み取り", answer.interpretation),
        *(("注", one) for one in answer.notes),
        *((name, told) for name, _, told in (one.partition("：") for one in origin_lines(transcript))),
    ]
    return Sheet("回答", ("区分", "内容"), rows)


def _figures(name: str, table: FigureTable) -> Sheet:
    """Return a table with, behind each column of figures, their numbers, and where its cells are printed."""
    columns = range(len(table.headings))
    numeric = {i for i in columns if textwidth.is_numeric_column(table.rows, i)}
    placed = {i for i in columns if any(row[i] is not None for row in table.places)}
    headings: list[str] = []
    for i in columns:
        headings.append(table.headings[i])
        headings += [f"{table.headings[i]}（数値）"] if i in numeric else []
        headings += [f"{table.headings[i]}の場所"] if i in placed else []
    rows: list[list[Cell]] = []
    for position, row in enumerate(table.rows):
        cells: list[Cell] = []
        for i in columns:
            cells.append(row[i])
            if i in numeric:
                number = parse_printed_number(row[i])
                cells.append(None if number is None else exact_number(number))
            if i in placed:
                printed = table.places[position][i]
                cells.append("" if printed is None else printed.place)
        rows.append(cells)
    return Sheet(name, tuple(headings), rows)


def _sources(answer: Answer) -> Sheet:
    rows = [(one.source, one.report, one.place, one.quote) for one in answer.citations]
    return Sheet("出典", ("項目", "報告書の名前", "場所", "原文の表記"), rows)
