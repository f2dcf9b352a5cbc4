"""The web server: the chat at /, the same answers for other programs at /api/v1/ask, and /healthz."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ui import environment

environment.forbid_outside_contact()  # before gradio: it reports to its makers while it is imported

import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware  # noqa: E402

from corpus.errors import KeikakuError  # noqa: E402
from ui import theme  # noqa: E402
from ui.asking import (  # noqa: E402
    DEFAULT_LIMIT,
    Asker,
    Drafter,
    Guide,
)
from ui.banner import banner_html  # noqa: E402
from ui.chat import build_chat  # noqa: E402
from ui.client_endpoint import offer_to_clients  # noqa: E402
from ui.manage import routes as officers  # noqa: E402
from ui.progress import tell  # noqa: E402
from ui.security import Guard  # noqa: E402
from ui.shell import JapaneseShell  # noqa: E402
from ui.web import answer_page, api, api_reports, browse, downloads, look  # noqa: E402
from ui.web.embed import Embedding  # noqa: E402
from ui.web.errors import ErrorPages, methods_of, tell_errors  # noqa: E402
from ui.web.limits import Limits  # noqa: E402
from ui.web.site import Site  # noqa: E402

_GRACE_S = 2  # for questions in work when the server ends; an open page would hold its connection for ever
_MAX_WAITING = 64  # questions in the queue; more are told that the server is busy


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

    app.include_router(api.router(asker, question_limit))
    if isinstance(asker, Drafter):
        app.include_router(downloads.draft_router(asker, question_limit))
    tell_errors(app)
    app.include_router(look.router)
    if site is not None:
        _add_pages(app, site)

    def offer() -> tuple[str, tuple[str, ...]]:
        """Return the title and the examples of the reports in use now, else those given."""
        try:
            return (asker.title, asker.examples()) if isinstance(asker, Guide) else (title, examples)
        except KeikakuError as error:  # everything was withdrawn while the server runs
            return str(error), ()

    page = build_chat(asker, lambda: offer()[1], question_limit)
    offer_to_clients(page, asker, question_limit)
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
    mounted.add_middleware(
        JapaneseShell,
        head=theme.head(),
        banner=lambda: banner_html(offer()[0], takes_feedback=site is not None),
    )
    mounted.add_middleware(Embedding)
    mounted.add_middleware(ErrorPages, methods_of=lambda path: methods_of(app, path))
    settings = site.settings if site is not None else None
    mounted.add_middleware(Limits, per_minute=settings.questions_per_minute if settings else 0)
    mounted.add_middleware(Guard, embed_origins=settings.embed_origins if settings else ())
    if settings is not None and settings.trusted_proxies:
        mounted.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return mounted


def _add_pages(app: FastAPI, site: Site) -> None:
    """Add the pages beside the chat, a router for each group of them."""
    app.include_router(api_reports.router(site))
    app.include_router(answer_page.router(site))
    app.include_router(downloads.router(site))
    app.include_router(browse.router(site))
    app.include_router(officers.router(site))


def run(app: FastAPI, listening: socket.socket) -> None:
    """Serve until interrupted; say on stderr where, as soon as a browser could open it."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # uvicorn would believe any program on this machine; the setting says whom
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
