"""Signing in and out, and the style and script of the officers' screens."""

from __future__ import annotations

import logging
import math
import secrets

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ui.manage import audit, passwords
from ui.manage.desk import (
    SESSION_COOKIE,
    VISITOR_COOKIE,
    Desk,
    go_to,
    inside,
    is_secure,
)
from ui.manage.forms import Form, FormError, read_form
from ui.manage.gate import officers_router, stale, visit_of
from ui.web.frame import ASSETS, root_of
from ui.web.limits import client_key

_log = logging.getLogger(__name__)
_KEPT = {"cache-control": "no-cache"}
NAME_LIMIT = 40


def open_router(desk: Desk) -> APIRouter:
    """Return the routes that need no sign-in."""
    router = APIRouter(prefix="/manage", include_in_schema=False)

    @router.get("/look.css")
    def styles() -> Response:
        return Response((ASSETS / "manage.css").read_text("utf-8"), media_type="text/css", headers=_KEPT)

    @router.get("/look.js")
    def script() -> Response:
        return Response(
            (ASSETS / "manage.js").read_text("utf-8"), media_type="text/javascript", headers=_KEPT
        )

    @router.get("/sign-in")
    def ask(request: Request, next: str = "manage") -> Response:
        if not desk.is_open_to(request):
            return _closed(desk, request)
        if desk.visit(request) is not None:
            return go_to(request, inside(next))
        return _form(desk, request, next)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        if not desk.is_open_to(request):
            return _closed(desk, request)
        try:
            form = await read_form(request)
        except FormError as error:
            return desk.problem(request, str(error), 413)
        if not desk.visitors.is_right(request.cookies.get(VISITOR_COOKIE, ""), form.raw("csrf")):
            return stale(desk, request)
        return await _try(desk, request, form)

    return router


def signed_in_router(desk: Desk) -> APIRouter:
    """Return the route that ends a session."""
    router = officers_router(desk)

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        desk.sessions.end(visit_of(request).token)
        response = go_to(request, "manage/sign-in")
        response.delete_cookie(SESSION_COOKIE, path=root_of(request) + "manage")
        return response

    return router


async def _try(desk: Desk, request: Request, form: Form) -> Response:
    address = client_key(request.scope)
    wait = desk.bad_tries.wait(address)
    if wait > 0:
        response = _form(
            desk,
            request,
            form.raw("next"),
            who=form.raw("who"),
            problem=f"間違いが続いたため、サインインを止めています。{math.ceil(wait)}秒たってから、もう一度お試しください。",
            status=429,
        )
        response.headers["retry-after"] = str(math.ceil(wait))
        return response
    try:
        who = form.needed("who", "お名前", NAME_LIMIT)
    except FormError as error:
        return _form(desk, request, form.raw("next"), who=form.raw("who"), problem=str(error), status=400)
    desk.bad_tries.count(address)  # before it is known, so that many at once are no way around
    if not await _is_right(desk, form.raw("password")):
        _log.warning("管理画面のサインインに失敗しました：%s", address)
        return _form(desk, request, form.raw("next"), who=who, problem="パスワードが違います。", status=403)
    desk.bad_tries.forget(address)
    audit.record(desk.home, who, "サインイン")
    token, _ = desk.sessions.begin(who)
    response = go_to(request, inside(form.raw("next")))
    response.set_cookie(
        SESSION_COOKIE,
        token,
        path=root_of(request) + "manage",
        httponly=True,
        samesite="strict",
        secure=is_secure(request),
    )
    return response


async def _is_right(desk: Desk, password: str) -> bool:
    kept = desk.settings.officer_password
    return kept is None or await run_in_threadpool(passwords.matches, password, kept)


def _form(
    desk: Desk, request: Request, next: str, *, who: str = "", problem: str = "", status: int = 200
) -> Response:
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


def _closed(desk: Desk, request: Request) -> Response:
    return desk.page(request, "closed.html", title="管理画面は使えません", status=403)
