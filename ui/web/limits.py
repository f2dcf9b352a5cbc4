"""How much one visitor may ask for: so many questions a minute, and bodies of a bounded size."""

from __future__ import annotations

import ipaddress
import math

from fastapi import Request, Response

from ui.manage.limits import RateLimit
from ui.security import App, Message, Receive, Scope, Send, path_of
from ui.web.frame import page
from ui.web.refusing import error_json

LARGEST_BODY = 256 * 1024  # bytes; a question has some hundred
_FILE_COST = 5  # a Word or PDF file takes as much work as some questions
_CHAT_STEPS = 3  # requests of the chat for one question: the answer, what to ask next, a press of a button
_JOIN = "/gradio_api/queue/join"
_ASKING = ("/api/v1/ask", "/api/v1/brief", "/answer", "/api/v1/passages", "/api/v1/indicators")
_FILES = ("/answer.", "/conversation.", "/indicators.", "/brief.")
_OWN_BODIES = "/manage"  # the officers' screens, which take files, measure for themselves


class Limits:
    """ASGI middleware that refuses too many questions (429) and too large bodies (413).

    `per_minute` is for each client address; 0 lets everything pass. The address is the one that the
    server sees: behind a proxy that is the proxy's own, unless the proxy is named as trusted.
    """

    def __init__(self, app: App, per_minute: int) -> None:
        self._app = app
        self._questions = RateLimit(per_minute) if per_minute else None
        self._chat = RateLimit(per_minute * _CHAT_STEPS) if per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wait = self._wait(scope)
        if wait:
            await _told(scope, _too_many(wait), 429, {"retry-after": str(wait)})(scope, receive, send)
            return
        if not _may_have_body(scope):
            await self._app(scope, receive, send)
            return
        body = await _read(scope, receive)
        if body is None:
            await _told(scope, _TOO_LARGE, 413, {"connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    def _wait(self, scope: Scope) -> int:
        """Count a request; return how many seconds its sender has to wait, 0 where it may pass."""
        path = path_of(scope)
        limit, cost = self._questions, 0
        if path == _JOIN:
            limit, cost = self._chat, 1
        elif path.startswith(_FILES):
            cost = _FILE_COST
        elif path.startswith(_ASKING) or (
            path in {"/", "/embed"} and b"q=" in scope.get("query_string", b"")
        ):
            cost = 1
        if limit is None or not cost:
            return 0
        key = client_key(scope)
        wait = limit.wait(key)
        if wait:
            return math.ceil(wait)
        for _ in range(cost):
            limit.count(key)
        return 0


def client_key(scope: Scope) -> str:
    """Return whom a request is from: the address, of IPv6 the network that one household or office has."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


_TOO_LARGE = (
    f"送られた内容が大きすぎます（上限 {LARGEST_BODY // 1024}キロバイト）。質問を短く分けて送ってください。"
)


def _too_many(wait: int) -> str:
    return f"短い時間に質問が集中しています。{wait}秒ほど待ってから、もう一度お試しください。"


def _may_have_body(scope: Scope) -> bool:
    return scope["method"] not in {"GET", "HEAD", "OPTIONS"} and not path_of(scope).startswith(_OWN_BODIES)


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    """Return the whole body, None where it is larger than allowed."""
    for name, value in scope.get("headers", []):
        if name.lower() == b"content-length" and (not value.isdigit() or int(value) > LARGEST_BODY):
            return None
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that hands over a body that was read, then waits as the server's own does."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _told(scope: Scope, message: str, status: int, headers: dict[str, str]) -> Response:
    if path_of(scope).startswith(("/api/", "/gradio_api/")):
        return error_json(message, status, headers=headers)
    request = Request(dict(scope))
    shown = page(
        request,
        "missing.html",
        title="少しお待ちください" if status == 429 else "受け付けられません",
        status=status,
        what=message,
    )
    shown.headers.update(headers)
    return shown
