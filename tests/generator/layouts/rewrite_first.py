#!/usr/bin/env python3
"""Rewrites a report's text as .xlsx, .pdf, .csv (cp932) and .html, each cell in the column where it stands.

    python tests/generator/layouts/rewrite_first.py OUT [TEXT]

TEXT is the bundled report where it is not given. A cell of an initiative (No., 取組, 概要, 担当課 and the
commentary) is merged over the rows below it that leave its column blank, down to the next initiative; an
indicator's name over the rows below it, down to the next 目標. What the text has in a wrong column stays
there.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # so that loading by path finds the siblings

from layout_grid import Cell, Document, Grid, Paragraph, Sheet, Truth
from layout_writers import write

BUNDLED = Path(__file__).resolve().parents[3] / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
FORMATS = ("xlsx", "pdf", "csv", "html")
LABELS = ("目標", "実績", "評価")
NAME_COLUMN = 4
WIDTHS = {0: 1.2, 1: 1.6, 2: 3.0, 3: 1.2, 4: 1.8, 5: 0.7}
NARRATIVE_WIDTH = 5.0
# Letters that cp932 lacks, and what a city's typist has instead.
CP932 = str.maketrans({"〜": "～", "−": "－", "–": "－", "—": "―", "‐": "－", "\u00a0": " ", "\u2003": "　"})


def rewritten(text: str, *, cp932: bool = False) -> Document:
    """The text as a document: a table for each run of lines with cells, paragraphs between them."""
    items: list[Paragraph | Grid] = []
    run: list[list[str]] = []
    if cp932:
        text = text.translate(CP932)
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            run.append(line.split("\t"))
            continue
        if run:
            items.append(table(run))
            run = []
        if line.strip():
            items.append(Paragraph(line))
    return Document(
        "進捗評価", [Sheet("進捗評価", items)], Truth(0, "", ""), repeat_head=False, th=True, paper="A3"
    )


def table(rows: list[list[str]]) -> Grid:
    """One table, its cells merged over the blank ones below."""
    width = max(len(row) for row in rows)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    header = next((at for at, row in enumerate(filled) if "No." in (cell.strip() for cell in row)), None)
    grid = Grid()
    grid.widths = {c: WIDTHS.get(c, 0.6) for c in range(width)}
    if header is not None:
        narrative = [c for c, cell in enumerate(filled[header]) if len(cell.strip()) > len("令和6年度")]
        grid.widths |= dict.fromkeys(narrative, NARRATIVE_WIDTH)
        grid.head_rows = header + 1
    for r, row in enumerate(filled):
        body = header is None or r > header
        if body and (row[0].strip() or any(cell.strip() == LABELS[0] for cell in row)):
            grid.keep.append(r)
        for c, text in enumerate(row):
            if not text.strip():
                continue
            rows_covered, cols_covered = 1, 1
            if header is not None and r < header and not any(cell.strip() for cell in row[c + 1 :]):
                cols_covered = width - c
            elif header is not None and r > header:
                rows_covered = 1 + blank_below(filled, r, c)
            grid.cells[r, c] = Cell(text, rows_covered, cols_covered, value=True)
    return grid


def blank_below(rows: list[list[str]], row: int, col: int) -> int:
    """Over how many rows below a cell is merged."""
    named = [c for c, cell in enumerate(rows[row]) if cell.strip() in LABELS]
    if named and named[0] <= col and len(rows[row][col]) < 15:
        return 0  # a label or a value, not a cell of the whole initiative
    count = 0
    for below in rows[row + 1 :]:
        if below[col].strip() or below[0].strip():
            break
        if (
            col >= NAME_COLUMN
            and len(rows[row][col]) < 60
            and any(cell.strip() == LABELS[0] for cell in below)
        ):
            break
        count += 1
    return count


def write_all(folder: Path, source: Path = BUNDLED) -> dict[str, Path]:
    """Write every format of `source` into `folder`, under the same name; format -> file."""
    text = source.read_text(encoding="utf-8")
    return {kind: write(rewritten(text, cp932=kind == "csv"), kind, folder, source.stem) for kind in FORMATS}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("text", type=Path, nargs="?", default=BUNDLED)
    options = parser.parse_args()
    for path in write_all(options.out, options.text).values():
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
