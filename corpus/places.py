"""Places counted over a whole file turned into places on its pages, once everything is read.

While a report is parsed its lines are counted through, whatever pages they stand on, so that
rows can be compared. The report that is handed out names each page and counts the rows there.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from corpus.readers.lines import LineNumber
from corpus.types import Place

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
