"""Errors as pages in Japanese: what is not there, what may not be done, what was sent wrongly."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.routing import Mount

from corpus.errors import KeikakuError, ReportFileError, StoreError
from ui.security import App, Message, Receive, Scope, Send
from ui.web.frame import page
from ui.web.indicator_rows import NoSuchReportError
from ui.web.originals import NoOriginalError
from ui.web.refusing import error_json

_TOLD = {
    404: ("ページがありません", "お探しのページはありません。アドレスが正しいか確かめてください。"),
    405: ("この操作はできません", "このアドレスでは、その操作（送り方）を受け付けていません。"),
    422: ("入力を読み取れません", "送られた内容に、足りない項目か、形の正しくない項目があります。"),
    500: (
        "表示できませんでした",
        "処理中に問題が起きました。もう一度試し、続くときは管理担当にお知らせください。",
    ),
}
_FORM_OF_PROGRAMS = "このアドレスは GET では使えません。内容を JSON で、POST で送ってください。"
_FORM = (
    "このアドレスは、画面のボタンから送られた内容を受け付けるところで、直接は開けません。送る途中だった内容は"
    "保存されていません。元の画面に戻るか、上の「計画ナビ」から始めて、もう一度操作してください。"
)
_STATUS: dict[type[KeikakuError], int] = {
    NoSuchReportError: 404,
    NoOriginalError: 404,
    ReportFileError: 422,
    StoreError: 503,
}
_PROGRAMS = "/api/"
# Gradio's own doors: what its script reads must stay as it is.
_UNTOUCHED = ("/gradio_api/", "/assets/", "/static/", "/theme.css", "/config")


def methods_of(app: FastAPI, path: str) -> frozenset[str]:
    """Return the methods that the application's own addresses take at a path; none where there is no such one."""
    found: set[str] = set()
    for method in ("GET", "POST", "PUT", "DELETE"):
        scope: Scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
        if any(
            not isinstance(one, Mount) and one.matches(scope)[0].name == "FULL" for one in app.router.routes
        ):
            found.add(method)
    return frozenset(found)


def tell_errors(app: FastAPI) -> None:
    """Let errors with a message for people end in a page that says it, with a fitting status."""

    @app.exception_handler(KeikakuError)
    def told(request: Request, error: KeikakuError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        if request.url.path.startswith(_PROGRAMS):
            return error_json(str(error), status)
        return page(request, "missing.html", title="表示できません", status=status, what=str(error))


class ErrorPages:
    """ASGI middleware: puts a page, or for programs a sentence, in place of a framework's English error."""

    def __init__(self, app: App, methods_of: Callable[[str], frozenset[str]] = lambda _: frozenset()) -> None:
        self._app = app
        self._methods_of = methods_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; only an error that is no page of ours is replaced."""
        if scope["type"] != "http" or scope["path"].startswith(_UNTOUCHED):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_told(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_foreign(message):
                start = message
            elif start is not None:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._response(scope, start["status"], body)(scope, receive, send)
            else:
                await send(message)

        await self._app(scope, receive, send_told)

    def _response(self, scope: Scope, status: int, body: bytes) -> Response:
        # Gradio answers for every address that no method of ours takes, with 404.
        methods = self._methods_of(scope["path"]) if status in {404, 405} else frozenset()
        if status == 404 and methods and scope["method"] not in methods:
            status = 405
        made = _told(scope, status, body, methods)
        if status == 405 and methods:
            made.headers["allow"] = ", ".join(sorted(methods))
        return made


def _is_foreign(message: Message) -> bool:
    """Whether a response is an error that a framework made: JSON or plain text, of a status told here."""
    kinds = [value for name, value in message.get("headers", []) if name.lower() == b"content-type"]
    return message["status"] in _TOLD and not any(value.startswith(b"text/html") for value in kinds)


def _told(scope: Scope, status: int, body: bytes, methods: frozenset[str]) -> Response:
    title, what = _TOLD[status]
    if status == 405 and "POST" in methods:
        what = _FORM_OF_PROGRAMS if scope["path"].startswith(_PROGRAMS) else _FORM
    own = _own_words(body)
    if scope["path"].startswith(_PROGRAMS):
        return error_json(own or what + _fields(body), status, _hint(body))
    return page(
        Request(dict(scope)), "missing.html", title=title, status=status, what=own or what + _fields(body)
    )


def _own_words(body: bytes) -> str:
    """Return the message of a response that we wrote ourselves, for it is Japanese; else an empty text."""
    text = body.decode("utf-8", "replace")
    told: Any = text
    with suppress(ValueError, KeyError, TypeError):  # plain text, or JSON of another shape
        told = json.loads(text)["detail"]
    return told if isinstance(told, str) and not told.isascii() else ""


def _hint(body: bytes) -> str:
    """Return what to do, where a response that we wrote ourselves says it."""
    try:
        return str(json.loads(body).get("hint", ""))
    except (ValueError, AttributeError):
        return ""


def _fields(body: bytes) -> str:
    """Return which fields were wrong, where the framework names them."""
    try:
        wrong = json.loads(body)["detail"]
        names = [str(one["loc"][-1]) for one in wrong]
    except (ValueError, KeyError, TypeError, IndexError):
        return ""
    return f"（{'、'.join(dict.fromkeys(names))}）" if names else ""
