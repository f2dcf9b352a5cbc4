"""What the web server adds to, and keeps from, every request: headers, closed doors, origin check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CHAT = "/"
EMBEDDED = "/embed"  # the chat for a frame in another site's page
_SOURCE = "/source"  # shown in a frame beside the chat

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
# Gradio writes scripts and styles into its page, hence 'unsafe-inline', and its HTML component compiles
# its template in the browser, hence 'unsafe-eval'. Nothing may come from, or go to, elsewhere.
_CHAT_POLICY = {
    **_POLICY,
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
}
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_FRAMING = b"x-frame-options"
_OURS = {name for name, _ in _HEADERS} | {b"content-security-policy", _FRAMING}

# Of Gradio's own doors the chat and gradio_client need these (ui/client_endpoint.py); the others take
# uploads, read files, fetch by URL, sign in, record, or pass the queue by.
_GRADIO = "/gradio_api/"
_OPEN = frozenset(
    f"{_GRADIO}{name}"
    for name in (
        "app_id",
        "cancel",
        "info",
        "login_check",
        "queue/data",
        "queue/join",
        "reset",
        "startup-events",
        "theme.css",
    )
)
_HEARTBEAT = f"{_GRADIO}heartbeat/"
_CLOSED = ("/login", "/logout", "/monitoring", "/openapi.json", "/pwa_icon", "/svelte/")


class Guard:
    """ASGI middleware around the whole server. Plain ASGI, because a buffering one would hold back events."""

    def __init__(self, app: App, embed_origins: Sequence[str] = ()) -> None:
        self._app = app
        self._embed_origins = tuple(embed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with our headers on its response, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [one for one in message.get("headers", []) if not _is_ours(one[0].lower())]
                message = {**message, "headers": [*kept, *headers_for(path_of(scope), self._embed_origins)]}
            await send(message)

        if is_closed(path_of(scope)):
            await _refuse(send_guarded, 404, "ページがありません。")
        elif not _same_origin(scope):
            await _refuse(send_guarded, 403, "別のサイトからの操作は受け付けません。")
        else:
            await self._app(scope, receive, send_guarded)


def headers_for(path: str, embed_origins: Sequence[str] = ()) -> list[tuple[bytes, bytes]]:
    """Return the headers of a response: what its page may load, and who may show it in a frame.

    The chat's source panel is a frame of our own; in an embedded chat it stands in the other site's frame, too.
    """
    ancestors = {EMBEDDED: list(embed_origins), _SOURCE: ["'self'", *embed_origins]}.get(path, [])
    policy = _CHAT_POLICY if path in {CHAT, EMBEDDED} else _POLICY
    rules = {**policy, "frame-ancestors": " ".join(ancestors) or "'none'"}
    told = "; ".join(f"{name} {value}" for name, value in rules.items())
    headers = [(b"content-security-policy", told.encode()), *_HEADERS]
    if not ancestors:
        headers.append((_FRAMING, b"DENY"))
    elif ancestors == ["'self'"]:
        headers.append((_FRAMING, b"SAMEORIGIN"))  # it knows no list of origins; older browsers alone read it
    return headers


def _is_ours(name: bytes) -> bool:
    """True for a header that an application inside may not send: those set here, and any leave to other sites.

    Gradio lets every origin of the same host read with credentials, whatever its scheme.
    """
    return name in _OURS or name.startswith(b"access-control-")


def path_of(scope: Scope) -> str:
    """Return the path of a request below the path that the server is mounted at."""
    path, root = str(scope["path"]), str(scope.get("root_path", "")).rstrip("/")
    return path[len(root) :] or "/" if root and path.startswith(root) else path


def is_closed(path: str) -> bool:
    """True for the doors of Gradio that stay shut."""
    if path.startswith(_GRADIO):
        return path not in _OPEN and not path.startswith(_HEARTBEAT)
    return path.startswith(_CLOSED)


def _same_origin(scope: Scope) -> bool:
    """False where a browser says that another site's page sends the request.

    A link from another site is a GET without Origin, and passes.
    """
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    origin = headers.get(b"origin")
    if origin is None:
        # A browser that leaves Origin out still says whose page it is; other programs say neither.
        foreign = headers.get(b"sec-fetch-site") in {"cross-site", "same-site"}
        return not foreign or scope["method"] in {"GET", "HEAD"}
    # Behind a reverse proxy Host is the inner name; a browser cannot set X-Forwarded-Host itself.
    hosts = {headers.get(b"host", ""), headers.get(b"x-forwarded-host", "")}
    return urlsplit(origin).netloc in hosts - {""}


async def _refuse(send: Send, status: int, text: str) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
