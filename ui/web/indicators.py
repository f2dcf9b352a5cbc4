"""The list of every indicator, with filters, an order and a search, at an address that reproduces it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.engine import Engine
from ui.web import links
from ui.web.frame import page
from ui.web.grade_matrix import Graded, bears
from ui.web.indicator_query import BLANK, IndicatorQuery, Met, Move, Sort, query_from
from ui.web.indicator_rows import Found, find, rows_of
from ui.web.list_question import question_for
from ui.web.site import Site

_ROWS = 200  # on one page: more would be slow to draw on an office computer
_METS = ((Met.YES, "達成"), (Met.NO, "未達成"), (Met.UNKNOWN, "判定できない"))
_MOVES = ((Move.UP, "実績が増えた"), (Move.DOWN, "実績が減った"), (Move.SAME, "変わらない"))
_ORDERS = (
    ("number", "番号順"),
    ("name", "指標の名前順"),
    ("-actual", "実績の大きい順"),
    ("actual", "実績の小さい順"),
    ("-target", "目標の大きい順"),
    ("target", "目標の小さい順"),
    ("rate", "達成率の低い順"),
    ("-rate", "達成率の高い順"),
    ("gap", "目標を下回る順"),
    ("-gap", "目標を上回る順"),
    ("grade", "評価の良い順"),
    ("-grade", "評価の悪い順"),
    ("change", "前年度から減った順"),
    ("-change", "前年度から増えた順"),
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """How a column's heading sorts: where it leads, whether it sorts now, and what is said of that."""

    address: str
    now: str
    arrow: str
    hint: str


def router(site: Site) -> APIRouter:
    """Return the pages of the list of indicators."""
    made = APIRouter(include_in_schema=False)

    @made.get("/indicators")
    def indicators(request: Request) -> HTMLResponse:
        shelf = site.shelf()
        query = query_from(request.query_params.multi_items())
        found = find(shelf, query)
        engine = found.engine
        report = engine.report
        query = replace(query, report=report.name)
        shown_page, pages = _pages(request, query, found)
        shown = found.ids[(shown_page - 1) * _ROWS : shown_page * _ROWS]
        catalog = engine.catalog
        info = shelf.info(report.name)
        return page(
            request,
            "indicators.html",
            title="指標を探す",
            active="indicators",
            infos=shelf.infos,
            info=info,
            query=query,
            full=query,
            found=found,
            year=found.year,
            years=sorted({*report.years, report.fiscal_year, found.year}),
            measures=[(one, catalog.name(one)) for one in catalog.measures] if catalog.has_measures else [],
            departments=catalog.departments,
            grades=_grades(engine),
            mets=_METS,
            moves=_MOVES,
            orders=_ORDERS,
            order=f"{'-' if query.descending else ''}{query.sort.value}",
            unknown=_unknown(query, found),
            said=_said(query, engine),
            question=question_for(shelf, query, found),
            rows=rows_of(found, shown),
            sorts=_headings(query),
            pages=pages,
            shown_page=shown_page,
        )

    return made


def _pages(request: Request, query: IndicatorQuery, found: Found) -> tuple[int, list[tuple[int, str]]]:
    """Return the page asked for, within what there is, and every page's number with its address."""
    count = max(1, -(-len(found.ids) // _ROWS))
    asked = request.query_params.get("page", "")
    number = min(max(int(asked), 1), count) if asked.isascii() and asked.isdecimal() else 1
    address = links.indicators(query)
    return number, [(one, f"{address}&page={one}") for one in range(1, count + 1)]


def _grades(engine: Engine) -> list[tuple[str, str]]:
    if not bears(engine, Graded.INDICATORS):
        return []  # the grades are those of 取組: the page of the plan lists these
    held = [(one, "評価不可（-）" if one == "-" else one) for one in engine.catalog.grades]
    return [*held, (BLANK, "評価なし")] if held else []


def _unknown(query: IndicatorQuery, found: Found) -> list[str]:
    """Say which filters name something that the report does not have."""
    catalog = found.engine.catalog
    told = []
    if query.measure and query.measure not in catalog.measures:
        told.append(f"施策「{query.measure}」は、この報告書にはありません。上の欄から選び直してください。")
    if query.department and query.department not in catalog.departments:
        told.append(
            f"担当課「{query.department}」は、この報告書にはありません。上の欄から選び直してください。"
        )
    odd = [one for one in query.grades if one not in (*catalog.grades, "-", BLANK)]
    if odd:
        told.append(f"評価「{'・'.join(odd)}」は、この報告書にはありません。上の欄から選び直してください。")
    if found.year not in catalog.report.years and found.year != catalog.report.fiscal_year:
        told.append("この年度の欄は、この報告書にはありません。年度を選び直してください。")
    return told


def _said(query: IndicatorQuery, engine: Engine) -> str:
    """Return the filters in words, for the line that counts."""
    catalog = engine.catalog
    parts = [catalog.name(query.measure)] if query.measure else []
    parts += [query.department] if query.department else []
    grades = [dict(_grades(engine)).get(one, one) for one in query.grades]
    parts += [f"評価 {'・'.join(grades)}"] if grades else []
    parts += [f"目標 {dict(_METS)[query.met]}"] if query.met else []
    parts += [f"前年度から{dict(_MOVES)[query.move]}"] if query.move else []
    parts += [f"「{query.word}」を含む"] if query.word else []
    return "、".join(parts)


def _headings(query: IndicatorQuery) -> dict[str, Any]:
    made = {}
    for sort in Sort:
        now = query.sort is sort
        descending = now and not query.descending
        made[sort.value] = _Heading(
            links.indicators(query, sort=sort, descending=descending),
            ("descending" if query.descending else "ascending") if now else "",
            ("▼" if query.descending else "▲") if now else "",
            "大きい順（逆順）に並べ替える" if descending else "小さい順（番号順・良い順）に並べ替える",
        )
    return made
