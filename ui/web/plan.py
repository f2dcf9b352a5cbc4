"""The plan of a report: its grades as a matrix, its measures and departments, its other editions."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.web.findings import findings_of
from ui.web.frame import page
from ui.web.grade_matrix import Graded, initiatives_graded, matrices_of
from ui.web.indicator_query import BLANK, IndicatorQuery
from ui.web.initiative_grades import grades_of
from ui.web.opened import opened
from ui.web.site import Site


def router(site: Site) -> APIRouter:
    """Return the page of a plan."""
    made = APIRouter(include_in_schema=False)

    @made.get("/plan")
    def plan(request: Request, report: str = "", measure: str = "", grade: str = "") -> HTMLResponse:
        one = opened(site.shelf(), report)
        held, library = one.engine.report, one.shelf.library
        narrowed = initiatives_graded(one.engine, measure, grade) if grade else tuple(held.initiatives)
        departments = [
            (name, sum(1 for block in held.blocks if name in block.departments))
            for name in one.engine.catalog.departments
        ]
        return page(
            request,
            "plan.html",
            title=held.title,
            active="plan",
            info=one.info,
            infos=one.shelf.infos,
            report=held,
            catalog=one.engine.catalog,
            matrices=matrices_of(one.engine),
            indicators_graded=Graded.INDICATORS,
            listed={each.id: grades_of(one.engine, each, one.shelf.errata) for each in narrowed},
            grade=grade,
            measure=measure if measure in one.engine.catalog.measures else "",
            query=IndicatorQuery(report=held.name),
            blank=BLANK,
            departments=departments,
            editions=library.editions(one.info),
            findings=findings_of(held),
        )

    return made
