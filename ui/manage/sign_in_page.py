"""The page with the form to sign in, by itself or in the place of a page whose visitor is not signed in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from fastapi import Request, Response

from ui.manage.desk import VISITOR_COOKIE, Desk, is_secure
from ui.web.frame import root_of

NAME_LIMIT = 40
_INSIDE = re.compile(r"manage(?:/[\w.\-]+)*(?:\?[\w.\-=&%+~]*)?")


def sign_in_page(
    desk: Desk,
    request: Request,
    next: str,
    *,
    who: str = "",
    problem: str = "",
    status: int = 200,
    kept: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return the page; `next` is where the visitor goes then, `kept` are the fields of a form sent too late."""
    cookie = request.cookies.get(VISITOR_COOKIE) or secrets.token_urlsafe(24)
    response: Response = desk.page(
        request,
        "sign_in.html",
        title="管理画面へのサインイン",
        status=status,
        token=desk.visitors.of(cookie),
        next=inside(next),
        typed=who[:NAME_LIMIT],
        problem=problem,
        has_password=desk.has_password,
        kept=kept,
    )
    response.headers["cache-control"] = "no-store"
    response.set_cookie(
        VISITOR_COOKIE,
        cookie,
        path=root_of(request) + "manage",
        httponly=True,
        samesite="strict",
        secure=is_secure(request),
    )
    return response


def inside(address: str) -> str:
    """Return an address of our own screens; anything else becomes the overview."""
    return address if _INSIDE.fullmatch(address) else "manage"
