"""One initiative: who does it, what was counted, what was written, and what it was in earlier editions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus.types import Block, CrossReference, Initiative, Passage, PassageKind
from ui.web import links
from ui.web.findings import findings_of
from ui.web.frame import missing, page
from ui.web.history import past_editions, restated_values
from ui.web.indicator_query import IndicatorQuery
from ui.web.initiative_grades import grades_of
from ui.web.opened import Opened, opened
from ui.web.over_years import over_years
from ui.web.site import Site

_ORDER = (PassageKind.OVERVIEW, PassageKind.STATUS, PassageKind.ISSUES, PassageKind.OTHER)


def router(site: Site) -> APIRouter:
    """Return the page of an initiative."""
    made = APIRouter(include_in_schema=False)

    @made.get("/initiative")
    def initiative(request: Request, report: str = "", id: str = "") -> HTMLResponse:  # as addressed
        one = opened(site.shelf(), report)
        wanted = id.partition("#")[0].partition(":")[0].partition(".")[0]
        found = one.engine.catalog.initiatives.get(wanted)
        if found is None:
            return missing(
                request,
                f"取組「{id}」は、{one.info.title}にはありません。「計画を見る」から取組を選んでください。"
                if id
                else "取組の番号が指定されていません。「計画を見る」から取組を選んでください。",
            )
        return page(
            request,
            "initiative.html",
            title=f"{found.id} {found.name or '（名称不明）'}",
            active="plan",
            **_values(one, found),
        )

    return made


def _values(one: Opened, found: Initiative) -> dict[str, Any]:
    catalog, library = one.engine.catalog, one.shelf.library
    joined = library.joined(one.info)
    measure = catalog.groups[catalog.measure_of[found.id]]
    ids = frozenset(each.id for each in found.indicators)
    items = {found.id, *ids, *(block.id for block in found.blocks)}
    past = past_editions(library, one.info, found.id)
    order = list(catalog.initiatives)
    at = order.index(found.id)
    return {
        "info": one.info,
        "initiative": found,
        "grades": grades_of(one.engine, found, one.shelf.errata),
        "crumbs": [
            (one.info.title, links.plan(one.info.name)),
            *(
                [(catalog.name(measure.id), links.indicators(IndicatorQuery(one.info.name, measure.id)))]
                if catalog.has_measures
                else []
            ),
            (f"{found.id} {found.name or '（名称不明）'}", ""),
        ],
        "blocks": [
            (
                block,
                _references(one, block),
                _in_order(block),
                [over_years(joined, each.id, one.shelf.errata) for each in block.indicators],
            )
            for block in found.blocks
        ],
        "has_departments": catalog.has_departments,
        "past": past if len(past) > 1 else (),
        "restated": restated_values(library, one.info, ids),
        "findings": findings_of(one.engine.report, items),
        "before": order[at - 1] if at else "",
        "after": order[at + 1] if at + 1 < len(order) else "",
        "catalog": catalog,
        "question": f"{one.info.title}の「{found.name}」の課題は？" if found.name else "",
    }


def _in_order(block: Block) -> list[Passage]:
    """The narrative cells of a row: what it is, what was done, what is difficult, then the rest."""
    return sorted(
        block.passages, key=lambda each: _ORDER.index(each.kind) if each.kind in _ORDER else len(_ORDER)
    )


def _references(one: Opened, block: Block) -> list[CrossReference]:
    return [each for each in one.engine.report.cross_references if each.block_id == block.id]
