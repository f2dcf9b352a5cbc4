"""The pages for looking through the reports without asking: indicators, plan, initiative, department, source."""

from __future__ import annotations

from fastapi import APIRouter

from ui.web import department, indicators, initiative, plan, source
from ui.web.site import Site


def router(site: Site) -> APIRouter:
    """Return all pages for looking through the reports."""
    made = APIRouter(include_in_schema=False)
    for one in (indicators, plan, initiative, department, source):
        made.include_router(one.router(site))
    return made
