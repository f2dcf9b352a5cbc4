"""All addresses under /manage, put together, and the one at which anybody may say what an answer was worth."""

from __future__ import annotations

from fastapi import APIRouter

from ui.manage import (
    errata_pages,
    feedback_api,
    feedback_pages,
    handing_in,
    matches_pages,
    overview,
    sign_in,
    usage_page,
)
from ui.manage.desk import Desk
from ui.web.site import Site


def router(site: Site) -> APIRouter:
    """Return the officers' screens of a server. Raises PasswordError where the password's setting is no hash."""
    desk = Desk(site)
    whole = APIRouter()
    whole.include_router(sign_in.open_router(desk))
    whole.include_router(sign_in.signed_in_router(desk))
    for group in (overview, handing_in, errata_pages, matches_pages, feedback_pages, usage_page):
        whole.include_router(group.router(desk))
    whole.include_router(feedback_api.router(site))
    return whole
