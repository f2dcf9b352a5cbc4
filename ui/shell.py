"""The page's outermost HTML, made Japanese before the browser reads it.

Gradio serves `<html lang="en">`, takes its labels from the language of the browser, and names
pictures on other hosts for social media. Its `head=` is inserted by script after it has started,
which is too late for the first two, so the served text itself is changed here.
"""

from __future__ import annotations

import re

from ui.security import App, Message, Receive, Scope, Send

_OUTSIDE = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


class JapaneseShell:
    """ASGI middleware that rewrites the HTML page at `/` and passes all else through."""

    def __init__(self, app: App, head: str) -> None:
        self._app = app
        self._head = head

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
            page = rewritten(body.decode("utf-8"), self._head).encode("utf-8")
            headers = [one for one in start["headers"] if one[0].lower() != b"content-length"]
            length = (b"content-length", str(len(page)).encode())
            await send({**start, "headers": [*headers, length]})
            await send({"type": "http.response.body", "body": page})

        # Without accept-encoding the page arrives as plain text, which can be rewritten.
        plain = [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]
        await self._app({**scope, "headers": plain}, receive, collect)


def rewritten(page: str, head: str) -> str:
    """Return the page in Japanese, with `head` first in <head> and without outside addresses."""
    page = re.sub(r'lang="[^"]*"', 'lang="ja"', page, count=1)
    page = _OUTSIDE.sub("", page)
    return page.replace("<head>", f"<head>\n{head}", 1)
