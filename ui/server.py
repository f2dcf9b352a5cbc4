"""The web server: the chat at /, the same answers for other programs at /api/v1/ask, and /healthz."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from ui import environment

environment.forbid_outside_contact()  # before gradio: it reports to its makers while it is imported

import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI, Response  # noqa: E402
from fastapi.responses import PlainTextResponse  # noqa: E402
from pydantic import BaseModel, Field  # noqa: E402

from assistant.types import Answer  # noqa: E402
from corpus.errors import KeikakuError  # noqa: E402
from ui import theme  # noqa: E402
from ui.asking import DEFAULT_LIMIT, Asker, Drafter, ask_turns, checked_question, error_answer  # noqa: E402
from ui.chat import build_chat  # noqa: E402
from ui.progress import tell  # noqa: E402
from ui.security import Guard  # noqa: E402
from ui.shell import JapaneseShell  # noqa: E402
from ui.web import look  # noqa: E402
from ui.web.site import Site  # noqa: E402

_GRACE_S = 2  # for questions in work when the server ends; an open page would hold its connection for ever
_MAX_WAITING = 64  # questions in the queue; more are told that the server is busy


class AskBody(BaseModel):
    """A question over HTTP; `turns` are the questions asked before it in the same conversation."""

    question: str
    turns: list[str] = Field(default_factory=list, max_length=20)


def build_app(
    asker: Asker,
    title: str,
    examples: tuple[str, ...],
    question_limit: int = DEFAULT_LIMIT,
    site: Site | None = None,
) -> FastAPI:
    """Build the whole web application around an assistant; the pages beside the chat need a `site`."""
    # docs_url: its page loads scripts from a public server, which the intranet does not reach.
    app = FastAPI(title="計画ナビ", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/api/v1/ask")
    def ask(body: AskBody) -> dict[str, Any]:
        """質問に答えます。回答の形は keikaku ask --json と同じです。"""
        try:
            questions = [checked_question(one, question_limit) for one in (*body.turns, body.question)]
            answer = ask_turns(asker, questions).answer
        except KeikakuError as error:
            answer = error_answer(str(error))
        return answer.to_json()

    if isinstance(asker, Drafter):
        _offer_drafts(app, asker, question_limit)
    app.include_router(look.router)
    if site is not None:
        _add_pages(app, site)
    page = build_chat(asker, title, examples, question_limit)
    page.queue(max_size=_MAX_WAITING, default_concurrency_limit=4, api_open=False)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme.theme(),
        css=theme.css(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
    )
    mounted.add_middleware(JapaneseShell, head=theme.head())
    mounted.add_middleware(Guard)
    return mounted


def _add_pages(app: FastAPI, site: Site) -> None:
    """Add the pages beside the chat, a router for each group of them."""


def _offer_drafts(app: FastAPI, drafter: Drafter, question_limit: int) -> None:
    """Add the address that the chat links to below an answer draft."""

    @app.get("/brief.docx")
    def brief(question: str) -> Response:
        """答弁書の案をWordファイルで返します。案を作れないときは、理由を文で返します（404）。"""
        from ui.brief_document import DOCX_TYPE, to_docx

        try:
            drafted = drafter.brief(checked_question(question, question_limit))
        except KeikakuError as error:
            return PlainTextResponse(str(error), status_code=400)
        if isinstance(drafted, Answer):
            return PlainTextResponse(f"答弁案は作成していません。{drafted.answer}", status_code=404)
        named = {"content-disposition": "attachment; filename*=UTF-8''" + quote("答弁案.docx")}
        return Response(to_docx(drafted), media_type=DOCX_TYPE, headers=named)


def run(app: FastAPI, listening: socket.socket) -> None:
    """Serve until interrupted; say on stderr where, as soon as a browser could open it."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Announcing(config, f"http://{shown}:{port} で計画ナビを開けます（終わるには Ctrl+C）")
    server.run(sockets=[listening])


class _Announcing(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, message: str) -> None:
        super().__init__(config)
        self._message = message

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        tell(self._message)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End within the grace; cutting off an open page is no error, though uvicorn prints a traceback."""
        logging.getLogger("uvicorn.error").disabled = True
        await super().shutdown(sockets=sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on Ctrl+C or a stop by the system; uvicorn's own raises it again and prints a traceback."""
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
