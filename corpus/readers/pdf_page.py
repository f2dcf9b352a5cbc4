"""One page of a PDF: its ruled tables row by row, and the lines of text around them, top to bottom."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.text import WordExtractor

from corpus.readers.lines import Span
from corpus.readers.wrapping import is_japanese, join_wrapped, may_go_on

Box = tuple[float, float, float, float]  # left, top, right, bottom, in points from the upper left
# Two letters stand apart where the gap is wider than so much of their size.
_GAP = 0.3
_LINE_TOLERANCE = 3
_MARGIN = 0.1  # of the page's height, where page numbers stand
# Text turned into outlines leaves thousands of curves and no letter.
_OUTLINES = 200
# Rulings of one table that end at the same height or edge differ by rounding only.
_SAME = 2.0
_DOUBLED = 0.5
_NEVER_FIRST = "%％)）」』】〕、。，．,.・:：;；!！?？ー々〜～ゃゅょっゎャュョッヮぁぃぅぇぉァィゥェォ℃"
# A line counts as full where so much of a letter more would have had no room.
_SLACK = 0.1
_FEWEST_RULINGS = 3
_SHORTEST_RULING = 30.0
# Extraction gives these look-alikes in place of letters; NFKC knows the other radicals.
_RADICALS = str.maketrans(
    {
        "⺟": "母", "⺠": "民", "⻁": "虎", "⻄": "西", "⻆": "角", "⻑": "長", "⻒": "長", "⻘": "青",
        "⻝": "食", "⻣": "骨", "⻤": "鬼", "⻨": "麦", "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜",
        "⻲": "亀", "⼾": "戸", "⻌": "辶", "⻖": "阝", "⺾": "艹", "⺡": "氵", "⺘": "扌",
        "⺅": "亻", "⻏": "阝", "⻊": "足", "⻞": "食", "⻢": "马",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageRow:
    """A table row, or a line of text as its one cell."""

    cells: tuple[str, ...]
    spans: Mapping[int, Span] = field(default_factory=dict)
    is_text: bool = False
    is_in_margin: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's rows in reading order; `is_picture` where it shows something but no letter."""

    number: int
    rows: tuple[PageRow, ...]
    is_picture: bool


def read_page(page: Page) -> PageContent:
    """Return the rows of one page. A letter drawn twice to look bold counts once."""
    is_picture = not page.chars and (bool(page.images) or len(page.curves) > _OUTLINES)
    sheet = page.filter(_FirstDrawing(page.bbox))
    found_tables = sheet.find_tables(_settings(sheet))
    tables = [one for table in found_tables for one in _separated(table) if _has_text(one, sheet)]
    boxes = [table.bbox for table in tables]
    around = sheet.filter(lambda item: not any(_is_inside(item, box) for box in boxes))
    found: list[tuple[float, float, Sequence[PageRow]]] = []
    for line in around.extract_text_lines(
        x_tolerance_ratio=_GAP, y_tolerance=_LINE_TOLERANCE, return_chars=False
    ):
        text = repaired(line["text"])
        if text.strip():
            middle = (line["top"] + line["bottom"]) / 2
            in_margin = min(middle, page.height - middle) < page.height * _MARGIN
            row = PageRow((text,), is_text=True, is_in_margin=in_margin)
            found.append((line["top"], line["x0"], (row,)))
    found.extend((table.bbox[1], table.bbox[0], _rows(table)) for table in tables)
    ordered = sorted(found, key=lambda one: one[:2])
    return PageContent(page.page_number, tuple(row for _, _, rows in ordered for row in rows), is_picture)


def repaired(text: str) -> str:
    """Return extracted text with look-alike letters put right: ⽬⽀ is 目支. All else stays as printed."""
    if text.isascii():
        return text
    return "".join(_letter(char) for char in text)


def _letter(char: str) -> str:
    if "\u2e80" <= char <= "\u2fdf":
        return unicodedata.normalize("NFKC", char.translate(_RADICALS))
    if "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f":
        return unicodedata.normalize("NFKC", char)
    return char


class _FirstDrawing:
    """Tells which items of a page count: no letter off the page, none drawn again to look bold.

    pdfplumber's own dedupe_chars takes seconds for a page full of letters.
    """

    def __init__(self, page: Box) -> None:
        left, top, right, bottom = page
        self._page = (left - _SAME, top - _SAME, right + _SAME, bottom + _SAME)
        self._seen: set[tuple[object, ...]] = set()

    def __call__(self, item: dict[str, Any]) -> bool:
        """Return whether this item is kept; asked once for each item, in the order drawn."""
        if item["object_type"] != "char":
            return True
        if not _is_inside(item, self._page):
            return False
        letter = (item["text"], item["fontname"], round(item["size"], 1))
        across, down = round(item["x0"] / _DOUBLED), round(item["top"] / _DOUBLED)
        near = [(*letter, across + x, down + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not self._seen.isdisjoint(near):
            return False
        self._seen.add((*letter, across, down))
        return True


def _is_inside(item: dict[str, Any], box: Box) -> bool:
    left, top, right, bottom = box
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(item["object_type"] == "char" and left <= across < right and top <= down < bottom)


def _has_text(table: Table, page: Page) -> bool:
    return any(_is_inside(char, table.bbox) for char in page.chars)


def _settings(page: Page) -> dict[str, Any]:
    """Close the open sides of tables that are ruled without lines at their left and right end."""
    rulings: dict[tuple[int, int], list[float]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] >= _SHORTEST_RULING:
            ends = round(edge["x0"] / _SAME), round(edge["x1"] / _SAME)
            rulings.setdefault(ends, []).append(edge["top"])
    uprights = [edge for edge in page.edges if edge["orientation"] == "v"]
    sides = []
    for (left, right), heights in rulings.items():
        top, bottom = min(heights), max(heights)
        crossing = [one for one in uprights if left * _SAME < one["x0"] < right * _SAME]
        within = [one for one in crossing if one["bottom"] > top and one["top"] < bottom]
        if len(set(map(round, heights))) < _FEWEST_RULINGS or not within:
            continue  # lines under headings, not a table
        sides += [
            {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom,
             "width": 0, "height": bottom - top, "orientation": "v"}
            for x in (left * _SAME, right * _SAME)
            if not any(abs(one["x0"] - x) <= 2 * _SAME for one in uprights)
        ]  # fmt: skip
    return {"explicit_vertical_lines": sides, "snap_tolerance": _LINE_TOLERANCE}


def _separated(table: Table) -> list[Table]:
    """Part tables that touch each other, one above the other: their columns are not the same.

    Rows with a part of the columns of the others, as a heading over several, belong together.
    """
    bands: list[tuple[set[int], list[Box]]] = []
    bottom = 0.0
    for top in sorted({cell[1] for cell in table.cells}):
        cells = [cell for cell in table.cells if cell[1] == top]
        lefts = {round(cell[0]) for cell in cells} | {round(cell[2]) for cell in cells}
        if not bands or (bottom <= top + _SAME and _are_other_columns(bands[-1][0], lefts)):
            bands.append((set(), []))
        bands[-1][0].update(lefts)
        bands[-1][1].extend(cells)
        bottom = max(bottom, *(cell[3] for cell in cells))
    return [table] if len(bands) == 1 else [Table(table.page, cells) for _, cells in bands]


def _are_other_columns(known: set[int], found: set[int]) -> bool:
    def common(edges: set[int], others: set[int]) -> int:
        return sum(any(abs(one - other) <= _SAME for other in others) for one in edges)

    return common(found, known) * 2 < len(found) and common(known, found) * 2 < len(known)


def _rows(table: Table) -> list[PageRow]:
    texts = _texts(table)
    lefts = sorted({cell[0] for cell in table.cells})
    tops = sorted({cell[1] for cell in table.cells})
    rows = []
    for row, cells in zip(table.rows, texts, strict=True):
        spans = {}
        for column, box in enumerate(row.cells):
            if box is not None:
                across = bisect_left(lefts, box[2] - _SAME / 2) - column
                down = bisect_left(tops, box[3] - _SAME / 2) - bisect_left(tops, box[1])
                if (down, across) != (1, 1):
                    spans[column] = (down, across)
        rows.append(PageRow(cells, spans))
    return rows


# --- the text of a cell -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _CellLine:
    """One line inside of a cell: its text and where it stands, in points."""

    text: str
    left: float
    right: float
    size: float  # of its letters
    ends_with_space: bool  # drawn, and not only left free
    widths: tuple[float, ...]  # of its first word's letters


def _texts(table: Table) -> list[tuple[str, ...]]:
    """Return the text of every cell, row by row; what another cell covers is empty."""
    chars = table.page.chars
    found = []
    for row in table.rows:
        in_row = [char for char in chars if _is_inside(char, row.bbox)]
        found.append(tuple(_text_in(box, in_row) if box else "" for box in row.cells))
    return found


def _text_in(box: Box, chars: Sequence[dict[str, Any]]) -> str:
    inside = [char for char in chars if _is_inside(char, box)]
    return _joined(_cell_lines(inside), box) if inside else ""


def _cell_lines(chars: list[dict[str, Any]]) -> list[_CellLine]:
    words = WordExtractor(x_tolerance_ratio=_GAP, y_tolerance=_LINE_TOLERANCE).extract_words(
        chars, return_chars=True
    )
    lines = []
    for line in cluster_objects(words, "top", _LINE_TOLERANCE):
        text = repaired(" ".join(word["text"] for word in line)).strip()
        if not text:
            continue
        first, last = line[0], line[-1]
        size = max(char["size"] for char in last["chars"])
        spaces = (char for char in chars if char["text"].isspace() and char["x1"] > last["x1"])
        lines.append(
            _CellLine(
                text,
                min(word["x0"] for word in line),
                max(word["x1"] for word in line),
                size,
                any(abs(char["top"] - last["top"]) <= _LINE_TOLERANCE for char in spaces),
                tuple(char["x1"] - char["x0"] for char in first["chars"]),
            )
        )
    return lines


def _joined(lines: Sequence[_CellLine], box: Box) -> str:
    """Join the lines of a cell; a break that only the cell's edge made leaves no space."""
    if not lines:
        return ""
    # The space at the edges of the cell; a line in the middle of a wide cell does not tell it.
    margin = min(min(line.left - box[0], box[2] - line.right, line.size) for line in lines)
    room = box[2] - box[0] - 2 * max(margin, 0)
    text = lines[0].text
    was_full = False
    for before, line in pairwise(lines):
        is_full = _is_full(before, line, room)
        if is_full and may_go_on(before.text, line.text):
            text += line.text
        elif was_full and before.right - before.left < room / 2:
            text += f"\n\n{line.text}"  # the last line of a paragraph that ran over the lines above
        else:
            text += f"\n{line.text}"
        was_full = was_full or is_full
    return join_wrapped(text).strip()


def _is_full(line: _CellLine, following: _CellLine, room: float) -> bool:
    """True where what the following line begins with had no room left at the end of this one."""
    if line.ends_with_space:
        return False
    first = following.text[0]
    is_broken_word = not is_japanese(line.text[-1]) and not is_japanese(first)
    if is_broken_word or is_japanese(first):
        # 4 and %: what may not begin a line takes the letter before it along.
        rest = following.text[1:]
        wanted = sum(following.widths[: 1 + len(rest) - len(rest.lstrip(_NEVER_FIRST))])
    else:  # a word or number goes to the next line whole
        wanted = sum(following.widths)
    return line.right - line.left + wanted > room - _SLACK * line.size
