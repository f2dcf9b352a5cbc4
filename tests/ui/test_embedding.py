"""The chat in a frame of another site, and through gradio_client: the real server, a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import sync_playwright

from tests.ui.browsing import FLAGS, ROOT
from tests.ui.taking.conftest import evil_report, serve, taking_home

__all__ = ["evil_report", "serve", "taking_home"]  # fixtures

QUESTION = "あやめ市の見守り計画で目標を達成できなかった指標は？"


class Portal:
    """A page of another site with the chat in a frame."""

    def __init__(self) -> None:
        portal = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = (
                    f'<!doctype html><title>p</title><iframe src="{portal.framed}" width="900" height="600">'
                )
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.framed = ""
        self.server = HTTPServer(("127.0.0.1", 0), Page)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def portals() -> Iterator[tuple[Portal, Portal]]:
    """Two other sites; the first is on the list."""
    made = (Portal(), Portal())
    yield made
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def address(taking_home: Path, portals: tuple[Portal, Portal]) -> Iterator[str]:
    """The server as it is started, on a free port, with one site allowed to embed it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "KEIKAKU_HOME": str(taking_home), "KEIKAKU_EMBED_ORIGINS": portals[0].origin},
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as opened:
                opened.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                if b"ok" in opened.recv(4096):
                    break
            time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_a_browser_shows_the_chat_in_the_frame_of_a_listed_site_only(
    address: str, portals: tuple[Portal, Portal]
) -> None:
    listed, other = portals
    for one in portals:
        one.framed = f"{address}/embed?q={quote(QUESTION)}"
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page()
        page.goto(listed.origin)
        chat = page.frame_locator("iframe")
        chat.locator(".kk-answer").first.wait_for(timeout=30_000)
        assert "-3.2人" in chat.locator(".kk-answer").first.inner_text()
        box = chat.locator(".kk-head").first.bounding_box()
        assert box is not None, "the heading stays for screen readers"
        assert box["width"] <= 1, "and is not seen"
        assert page.frames[1].url.startswith(f"{address}/embed"), "a reload asks the same again"
        for site, path in ((other, "/embed"), (listed, "/"), (listed, "/plan")):
            site.framed = f"{address}{path}"
            complaints: list[str] = []
            refused = browser.new_page()
            refused.on("console", lambda said, kept=complaints: kept.append(said.text))  # type: ignore[misc]
            refused.goto(site.origin)
            refused.wait_for_timeout(500)
            assert any("frame-ancestors" in one for one in complaints), (site.origin, path)
        browser.close()


def test_gradio_client_gets_the_object_of_the_http_api(address: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from gradio_client import Client

        client = Client(address, verbose=False)
        answer = client.predict("その実績は？", [QUESTION], api_name="/ask")
        endpoints = client.view_api(return_format="dict", print_info=False)
        client.close()
    assert answer["status"] == "answered"
    assert "-3.2" in answer["answer"]
    assert answer["citations"][0].keys() == {"source", "report", "place", "quote"}
    assert list(endpoints["named_endpoints"]) == ["/ask"]
    assert not endpoints["unnamed_endpoints"]


def test_without_the_setting_no_site_may_frame_anything(serve: Any) -> None:
    client = serve()
    for path in ("/", "/embed", "/answer", "/plan"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-frame-options"] == "DENY", path
    source = client.get("/source").headers
    assert "frame-ancestors 'self'" in source["content-security-policy"]
    assert source["x-frame-options"] == "SAMEORIGIN"


def test_with_the_setting_only_the_chat_and_its_sources_may_be_framed(serve: Any) -> None:
    client = serve(embed_origins=("https://portal.example",))
    assert "frame-ancestors https://portal.example" in client.get("/embed").headers["content-security-policy"]
    assert "x-frame-options" not in client.get("/embed").headers
    source = client.get("/source").headers["content-security-policy"]
    assert "frame-ancestors 'self' https://portal.example" in source
    for path in ("/", "/answer", "/plan", "/manage"):
        assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"], path


def test_only_the_page_of_the_chat_may_run_scripts_written_into_it(serve: Any) -> None:
    client = serve()
    for path in ("/answer", "/plan", "/indicators", "/source", "/manage", "/api/v1/", "/nowhere", "/healthz"):
        policy = client.get(path).headers["content-security-policy"]
        assert "unsafe" not in policy, path
        assert "default-src 'self'" in policy
    assert "'unsafe-inline'" in client.get("/").headers["content-security-policy"]
