"""Answers about the marks of 取組 (今後の方向: 拡充, 継続, …): complete lists, counts, and how many of each."""

from __future__ import annotations

from decimal import Decimal

from assistant.draft import Draft
from assistant.planning.scope import scope_text
from assistant.plans import MarksPlan
from assistant.types import Answer, FigureTable, Route, Status
from corpus.types import Passage
from index.figures import percent_text

_QUOTED = 60  # characters of a cell shown beside its mark


def answer_marks(plan: MarksPlan, draft: Draft) -> Answer:
    """List or count the 取組 of a scope that a column marks with one of the marks asked for."""
    catalog = draft.catalog
    column = next(one for one in catalog.mark_columns if one.column == plan.column)
    shown_before = bool(plan.scope.described and plan.scope.initiatives)
    where = plan.scope.described if shown_before else scope_text(plan.scope, catalog)
    inside = [one for one in column.cells if _in_scope(one[1], plan, draft)]
    counts = {mark: sum(one == mark for one, _ in inside) for mark in column.marks}
    held = "、".join(f"「{mark}」{number}件" for mark, number in counts.items())
    what = {"list": "一覧", "count": "件数", "breakdown": "内訳"}[plan.what]
    draft.reading = f"{where}・{plan.column}{'・'.join(f'「{one}」' for one in plan.marks)}の取組の{what}"
    found = [one for one in inside if one[0] in plan.marks]
    if plan.what == "breakdown":
        told = "、".join(f"「{mark}」が{counts[mark]}件" for mark in column.marks if mark in plan.marks)
        draft.say(f"{where}の取組の「{plan.column}」は、{told}です（記載のある取組は{len(inside)}件）。")
    elif not found:
        asked = "・".join(f"「{one}」" for one in plan.marks) or f"「{plan.said}」"
        draft.say(
            f"「{plan.column}」が{asked}とされている取組は、{where}にはありません。記載は{held or 'なし'}です。"
        )
        for _, cell in inside[:1]:
            draft.cite_text(cell.source, str(cell.place), cell.text)
        return draft.finish(Status.ANSWERED, Route.TABLE)
    else:
        asked = "または".join(f"「{one}」" for one in plan.marks)
        draft.say(
            f"「{plan.column}」が{asked}の取組は、{where}で{len(found)}件です（{len(inside)}件中{len(found)}件、{percent_text(Decimal(len(found)) / Decimal(len(inside)) * 100)}）。"
        )
    several = len(plan.marks) > 1
    rows = []
    for mark, cell in found:
        initiative = catalog.initiatives[catalog.initiative_of[cell.block_id]]
        departments = "・".join(initiative.departments)
        if initiative.id not in draft.rows:
            draft.rows.append(initiative.id)
        draft.blocks.append(cell.block_id)
        draft.cite_text(cell.source, str(cell.place), cell.text)
        rest = _beside(mark, cell)
        draft.say(
            f"- {initiative.id} {catalog.name(initiative.id)}"
            + (f"（{departments}）" if departments else "")
            + (f": 「{mark}」" if several else "")
            + (f"{'' if several else ': '}{rest}" if rest else "")
        )
        rows.append((f"{initiative.id} {catalog.name(initiative.id)}", departments, mark))
    draft.table = FigureTable(("取組", "担当課", plan.column), tuple(rows))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _in_scope(cell: Passage, plan: MarksPlan, draft: Draft) -> bool:
    catalog, scope = draft.catalog, plan.scope
    departments = set(catalog.blocks[cell.block_id].departments)
    if scope.measures and catalog.measure_of[cell.block_id] not in scope.measures:
        return False
    if scope.initiatives and catalog.initiative_of[cell.block_id] not in scope.initiatives:
        return False
    return not scope.departments or bool(set(scope.departments) & departments)


def _beside(mark: str, cell: Passage) -> str:
    """What the cell says behind its mark, cut to its beginning."""
    text = " ".join(cell.text.split())
    at = text.find(mark)
    rest = text[at + len(mark) + 1 :].strip() if at >= 0 else ""
    return rest if len(rest) <= _QUOTED else f"{rest[:_QUOTED]}…"
