"""The page's outermost HTML, made Japanese before the browser reads it.

Gradio serves `<html lang="en">`, takes its labels from the language of the browser, and names
pictures on other hosts for social media. Its `head=` is inserted by script after it has started,
which is too late for the first two, so the served text itself is changed here. The heading of the
page is put in here, too: it is seen at once, and is a landmark of its own beside Gradio's <main>.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.concurrency import run_in_threadpool

from ui.security import App, Message, Receive, Scope, Send

_BODY = re.compile(r"<body[^>]*>")
_OUTSIDE = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


class JapaneseShell:
    """ASGI middleware that rewrites the HTML page at `/` and passes all else through."""

    def __init__(self, app: App, head: str, banner: Callable[[], str] = str) -> None:
        self._app = app
        self._head = head
        self._banner = banner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                return  # what a server says about itself to a test client
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            banner = await run_in_threadpool(self._banner)  # may read the store
            page = rewritten(body.decode("utf-8"), self._head, banner).encode("utf-8")
            headers = [one for one in start["headers"] if one[0].lower() != b"content-length"]
            length = (b"content-length", str(len(page)).encode())
            await send({**start, "headers": [*headers, length]})
            await send({"type": "http.response.body", "body": page})

        # Without accept-encoding the page arrives as plain text, which can be rewritten.
        plain = [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, collect)


def rewritten(page: str, head: str, banner: str = "") -> str:
    """Return the page in Japanese, `head` first in <head>, `banner` in <body>, without outside addresses."""
    page = re.sub(r'lang="[^"]*"', 'lang="ja"', page, count=1)
    page = _OUTSIDE.sub("", page)
    page = _BODY.sub(lambda match: f"{match[0]}\n{banner}", page, count=1)
    return page.replace("<head>", f"<head>\n{head}", 1)
