"""What a corrected file changes, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus import fiscal
from corpus.corrections import Change, Correction, NameChange, ValueChange
from corpus.text import shorten
from corpus.types import Kind, Observation

SHOWN = 20
"""How many changes are shown one by one; --json has all of them."""

_KINDS = {
    Kind.TARGET: "目標",
    Kind.ACTUAL: "実績",
    Kind.GRADE: "評価",
    Kind.BASELINE: "基準値",
    Kind.RATE: "達成率",
}


def changes_text(changes: Correction) -> str:
    """Return the changed numbers one by one, then names, then how much commentary changed."""
    return "\n".join(_lines(changes))


def changes_json(changes: Correction) -> dict[str, Any]:
    """Return every change as one object."""
    return {
        "values": [_value_json(one) for one in changes.values],
        "names": [
            {"indicator": one.indicator_id, "before": one.before, "after": one.after} for one in changes.names
        ],
        "passages": {
            "added": changes.passages_added,
            "removed": changes.passages_removed,
            "changed": changes.passages_changed,
        },
    }


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One changed value in words: which, what was and is printed, and where."""

    indicator: str
    name: str
    what: str
    before: str
    after: str
    places: str


def changed_cells(changes: Correction) -> list[ChangedCell]:
    """Return the changed values as rows of a table."""
    return [_cell(one) for one in changes.values]


def _cell(one: ValueChange) -> ChangedCell:
    what = f"{fiscal.fiscal_year_label(one.fiscal_year)}の{_KINDS[one.kind]}"
    return ChangedCell(
        one.indicator_id,
        one.name or "（名称なし）",
        what,
        _printed(one.before),
        _printed(one.after),
        _places(one),
    )


def _lines(changes: Correction) -> Iterator[str]:
    if changes.is_empty:
        yield "数値・名称・文章の違いはありません（読み取れる内容は同じです）。"
        return
    if changes.values:
        number = {each: sum(one.change is each for one in changes.values) for each in Change}
        yield (
            f"数値の違い　{len(changes.values)}件"
            f"（変更{number[Change.CHANGED]}　追加{number[Change.ADDED]}　削除{number[Change.REMOVED]}）"
        )
        yield from (_value_line(one) for one in changes.values[:SHOWN])
        yield from _rest(len(changes.values))
    else:
        yield "数値の違い　なし"
    if changes.names:
        yield f"指標の欄（名称・単位・注記）の違い　{len(changes.names)}件"
        yield from (_name_line(one) for one in changes.names[:SHOWN])
        yield from _rest(len(changes.names))
    if changes.passages:
        yield (
            f"文章の違い　{changes.passages}件（変更{changes.passages_changed}"
            f"　追加{changes.passages_added}　削除{changes.passages_removed}）"
        )


def _rest(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  ほか{count - SHOWN}件（--json ですべて出力します）"


def _value_line(one: ValueChange) -> str:
    cell = _cell(one)
    return (
        f"  {cell.indicator}　{shorten(cell.name, 30)}　{cell.what}　"
        f"{cell.before} → {cell.after}（{cell.places}）"
    )


def _printed(one: Observation | None) -> str:
    if one is None:
        return "なし"
    return f"「{one.printed}」" if not one.inferred else f"{one.grade}（集計から推定）"


def _places(one: ValueChange) -> str:
    before, after = (
        "印字なし" if seen is None or seen.place is None else str(seen.place)
        for seen in (one.before, one.after)
    )
    return before if before == after else f"{before} → {after}"


def _name_line(one: NameChange) -> str:
    before, after = (f"「{shorten(text, 40)}」" if text else "なし" for text in (one.before, one.after))
    return f"  {one.indicator_id}　{before} → {after}"


def _value_json(one: ValueChange) -> dict[str, Any]:
    return {
        "indicator": one.indicator_id,
        "name": one.name,
        "fiscal_year": one.fiscal_year,
        "kind": one.kind.value,
        "change": one.change.value,
        "before": _observation_json(one.before),
        "after": _observation_json(one.after),
    }


def _observation_json(one: Observation | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "printed": one.printed,
        "inferred": one.inferred,
        "place": str(one.place) if one.place is not None else None,
    }
