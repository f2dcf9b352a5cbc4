"""Text laid out for a terminal, where a kanji takes two columns and a digit one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_BLANKS = frozenset({"", "-", "－", "―", "—", "–"})


def width(text: str) -> int:
    """Return the number of terminal columns that `text` takes."""
    # Ambiguous characters (①, ※, …) are two columns wide in Japanese terminals and fonts.
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table; columns that hold only numbers are flush right."""
    columns = range(len(headings))
    widths = [max(width(line[i]) for line in (headings, *rows)) for i in columns]
    right = [is_numeric_column(rows, i) for i in columns]

    def line(cells: Sequence[str]) -> str:
        parts = [_padded(cells[i], widths[i], right[i]) for i in columns]
        return "  ".join(parts).rstrip()

    return [line(headings), "  ".join("-" * one for one in widths), *(line(row) for row in rows)]


def is_numeric_column(rows: Sequence[Sequence[str]], column: int) -> bool:
    """True where half or more of what the column holds are figures (「増加」 or 「中止」 may stand among them)."""
    cells = [row[column].strip() for row in rows]
    told = [cell for cell in cells if cell not in _BLANKS]
    # isdecimal, not isdigit: ① heads an id, not a figure.
    figures = [cell for cell in told if cell.lstrip("+-−△▲±約")[:1].isdecimal()]
    return bool(figures) and 2 * len(figures) >= len(told)


def _padded(text: str, columns: int, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space
