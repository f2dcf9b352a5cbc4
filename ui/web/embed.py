"""`/embed?q=…`: the chat for a frame in another site's page, without its own heading.

Which sites may frame it is a setting (`embed_origins`); the browser holds them to it by the header that
ui/security.py sends.
"""

from __future__ import annotations

from ui.security import EMBEDDED, App, Message, Receive, Scope, Send, path_of

# The heading stays for those who cannot see the frame's surroundings; its links show when they are reached.
_STYLE = (
    "<style>"
    ".kk-head:not(:focus-within){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);padding:0;border:0}"
    "</style></head>"
)


class Embedding:
    """ASGI middleware that shows the chat at /embed; around ui.shell, which makes its page whole."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or path_of(scope) != EMBEDDED or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}

        async def send_bare(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] == "http.response.body" and start:
                page = message.get("body", b"").replace(b"</head>", _STYLE.encode(), 1)
                headers = [one for one in start["headers"] if one[0].lower() != b"content-length"]
                length = (b"content-length", str(len(page)).encode())
                await send({**start, "headers": [*headers, length]})
                await send({**message, "body": page})
                start = {}
                return
            await send(message)

        root = str(scope.get("root_path", "")).rstrip("/")
        chat = {**scope, "path": f"{root}/", "raw_path": f"{root}/".encode()}
        await self._app(chat, receive, send_bare)
