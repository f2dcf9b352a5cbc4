"""The gate of the officers' screens: every route goes through it, so that none can be left open."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from hmac import compare_digest
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from corpus.errors import KeikakuError
from ui.manage.desk import Desk, Visit, go_to, page_of, sign_in_address
from ui.manage.forms import Form, FormError, read_form

UPLOAD = "/manage/upload"
_NO_STORE = "no-store"  # a shared PC: the back button must show nothing after signing out
_STALE = (
    "画面を開いてから時間がたったか、別の画面から送信されました。何も変更していません。"
    "元の画面を開き直して、もう一度操作してください。"
)
_SIGNED_OUT = (
    "サインインしていないか、時間がたってサインインが終わりました。何も変更していません。"
    "サインインしてから、もう一度操作してください。"
)
_NO_FILE = "ファイルは受け取っていません。もう一度選んでください。"


def officers_router(desk: Desk) -> APIRouter:
    """Return a router whose routes need a signed-in officer, and whose forms need the session's token.

    The form with a file is read by its own route (UPLOAD), which checks the token itself.
    """

    class OfficerRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def admitted(request: Request) -> Response:
                response = await _refusal(desk, request)
                if response is None:
                    try:
                        response = await handle(request)
                    except KeikakuError as error:
                        response = desk.problem(request, str(error), 400)
                response.headers["cache-control"] = _NO_STORE
                return response

            return admitted

    return APIRouter(prefix="/manage", include_in_schema=False, route_class=OfficerRoute)


def visit_of(request: Request) -> Visit:
    """Return the officer of a request that has passed the gate."""
    visit: Visit = request.state.visit
    return visit


def form_of(request: Request) -> Form:
    """Return the form of a request that has passed the gate."""
    form: Form = request.state.form
    return form


def is_right_token(request: Request, token: str) -> bool:
    """Tell whether a form's token is that of the session."""
    return compare_digest(visit_of(request).session.csrf.encode(), token.encode())


def stale(desk: Desk, request: Request) -> Response:
    """Return the page for a form without the right token."""
    return desk.problem(request, _STALE, 403, again=page_of(request), go_on="元の画面を開き直す")


async def _refusal(desk: Desk, request: Request) -> Response | None:
    """Return the page that is shown instead of the one asked for; None where the visitor may pass."""
    if not desk.is_open_to(request):
        return desk.page(request, "closed.html", title="管理画面は使えません", status=403)
    visit = desk.visit(request)
    if visit is None:
        if request.method == "GET":
            return go_to(request, sign_in_address(request))
        told = _SIGNED_OUT + (_NO_FILE if request.url.path.endswith(UPLOAD) else "")
        return desk.problem(
            request, told, 403, again=sign_in_address(request), go_on="サインインして元の画面に戻る"
        )
    request.state.visit = visit
    if request.method == "POST" and not request.url.path.endswith(UPLOAD):
        try:
            request.state.form = await read_form(request)
        except FormError as error:
            return desk.problem(request, str(error), 413)
        if not is_right_token(request, request.state.form.raw("csrf")):
            return stale(desk, request)
    return None
