"""Places counted over a whole file turned into places on its pages, and places read as they are printed.

While a report is parsed its lines are counted through, whatever pages they stand on, so that
rows can be compared. The report that is handed out names each page and counts the rows there.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from corpus.readers.lines import LineNumber
from corpus.types import SHEET, Place

Part = TypeVar("Part")


def on_pages(part: Part) -> Part:
    """Return the same data with every Place counted on its page; text files are left as they are."""
    return cast(Part, _on_pages(part))


def _on_pages(part: Any) -> Any:
    if isinstance(part, Place):
        row = part.row
        return Place(row.row, part.column, row.page) if isinstance(row, LineNumber) else part
    if isinstance(part, tuple):
        moved = tuple(_on_pages(one) for one in part)
        return part if all(new is old for new, old in zip(moved, part, strict=True)) else moved
    if is_dataclass(part) and not isinstance(part, type):
        changed = {
            one.name: new
            for one in fields(part)
            if (new := _on_pages(old := getattr(part, one.name))) is not old
        }
        return replace(part, **changed) if changed else part
    return part


_ON_SHEET = re.compile(rf"(?P<page>{SHEET}.*」)\s*(?P<letters>[A-Z]{{1,3}})(?P<row>\d{{1,7}})")
_ON_PAGE = re.compile(r"(?:(?P<page>.+?)\s+)?(?P<row>\d{1,9})\s*行\s*(?P<column>\d{1,5})\s*列")


def parse_place(text: str) -> Place | None:
    """Read a place as it is printed (13行 10列, 2ページ 5行 3列, シート「指標」 C5); None where it is none."""
    text = text.strip()
    if match := _ON_SHEET.fullmatch(text):
        column = 0
        for letter in match["letters"]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return Place(int(match["row"]), column - 1, match["page"])
    if match := _ON_PAGE.fullmatch(text):
        return Place(int(match["row"]), int(match["column"]), match["page"] or "")
    return None
