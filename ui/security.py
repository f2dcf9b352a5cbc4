"""What the web server adds to, and keeps from, every request: headers, closed doors, origin check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Gradio writes scripts and styles into its page, hence 'unsafe-inline', and its HTML component compiles
# its template in the browser, hence 'unsafe-eval'. Nothing may come from, or go to, elsewhere.
_CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", _CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)

# Gradio's doors that a text chat has no use for: anonymous uploads, files, fetching by URL, recorders.
_CLOSED = (
    "/gradio_api/upload",
    "/gradio_api/file=",
    "/gradio_api/file/",
    "/gradio_api/proxy=",
    "/gradio_api/deep_link",
    "/gradio_api/component_server",
    "/gradio_api/run/",
    "/gradio_api/api/",
    "/gradio_api/call/",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/monitoring",
)


class Guard:
    """ASGI middleware around the whole server. Plain ASGI, because a buffering one would hold back events."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with our headers on its response, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [one for one in message.get("headers", []) if one[0].lower() not in ours]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        if is_closed(scope["path"]):
            await _refuse(send_guarded, 404, "ページがありません。")
        elif not _same_origin(scope):
            await _refuse(send_guarded, 403, "別のサイトからの操作は受け付けません。")
        else:
            await self._app(scope, receive, send_guarded)


def is_closed(path: str) -> bool:
    """True for the doors of Gradio that stay shut."""
    return path.startswith(_CLOSED)


def _same_origin(scope: Scope) -> bool:
    """False where a browser says that another site's page sends the request."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    origin = headers.get(b"origin")
    if origin is None:
        return True
    # Behind a reverse proxy Host is the inner name; a browser cannot set X-Forwarded-Host itself.
    hosts = {headers.get(b"host", ""), headers.get(b"x-forwarded-host", "")}
    return urlsplit(origin).netloc in hosts - {""}


async def _refuse(send: Send, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
