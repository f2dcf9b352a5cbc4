"""The bundled report rewritten in other formats: every cell as in the text, whatever the file."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from made_files import Read
from openpyxl import Workbook

from corpus.readers.lines import Source
from corpus.readers.opening import read_source

REPORT_FILE = Path(__file__).resolve().parents[3] / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
ROWS = [line.split("\t") for line in REPORT_FILE.read_text(encoding="utf-8").split("\n")]


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode("cp932")


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Whole numbers are stored as numbers under the format that shows their separators."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            if re.fullmatch(r"\d{1,3}(,\d{3})*", text):
                cell = sheet.cell(row, column, int(text.replace(",", "")))
                cell.number_format = "#,##0" if "," in text else "General"
            elif re.fullmatch(r"\d+%", text):
                sheet.cell(row, column, int(text[:-1]) / 100).number_format = "0%"
            elif text:
                sheet.cell(row, column, text).data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def as_page(rows: Sequence[Sequence[str]]) -> bytes:
    parts = ["<meta charset=utf-8>"]
    for row in rows:
        if len(row) == 1:
            parts.append(f"<p>{html.escape(row[0])}</p>")
        else:
            parts.append(
                "<table><tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</table>"
            )
    return "".join(parts).encode()


def filled(source: Source) -> list[tuple[str, ...]]:
    """The cells of the lines that show something, without blanks at their end."""
    lines = [tuple(cell.strip() for cell in line.cells) for line in source.lines]
    shown = [line[: max((n for n, cell in enumerate(line, start=1) if cell), default=0)] for line in lines]
    return [line for line in shown if line]


@pytest.mark.parametrize(
    ("name", "write"), [("報告.csv", as_csv), ("報告.xlsx", as_workbook), ("報告.html", as_page)]
)
def test_report_in_another_format_has_the_same_cells(
    read: Read, name: str, write: Callable[[Sequence[Sequence[str]]], bytes]
) -> None:
    expected = filled(read_source(REPORT_FILE))
    assert len(expected) > 100
    assert filled(read(name, write(ROWS))) == expected
