"""A server and a browser for tests and scripts that look at the screens, and a watch over what a page does."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_STOPS = 150  # as many elements as a page may have before the one that is looked for
# A frame shows the focus inside of it.
_FOCUS = """(wanted) => { const one = document.activeElement, style = getComputedStyle(one);
  return [one === document.body || one.tagName === 'IFRAME' || style.outlineStyle !== 'none'
    || style.boxShadow !== 'none', one === wanted]; }"""
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def started(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """Start the server as a user does, on a free port; yield its address, itself, and what it says on stderr."""
    log = home.parent / "serve.log"
    with log.open("w", encoding="utf-8") as stderr:
        server = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "serve", "--port", "0"],
            cwd=ROOT,
            env={**os.environ, "KEIKAKU_HOME": str(home)},
            stderr=stderr,
        )
    try:
        yield _address_in(log, server), server, log
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a store and yield the address that the server says is its own."""
    with started(home) as (address, _, _):
        yield address


@contextmanager
def served_here(home: Path) -> Iterator[str]:
    """Serve a store in this process, where a test can keep the model from being loaded; yield the address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        import uvicorn

        from ui import server
        from ui.live import LiveAssistant
        from ui.web.site import Site

        settings = Settings(home=home)
        live = LiveAssistant(settings)
        app = server.build_app(live, live.title, live.examples(), 500, Site(live, settings, live.examples))
    listening = socket.create_server(("127.0.0.1", 0))
    serving = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving.should_exit = True
    thread.join(10)
    listening.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium. Raises FileNotFoundError where there is none: a screen cannot be judged without."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise FileNotFoundError(
            "Chromium がありません。「apt-get install chromium fonts-noto-cjk」で入れてください。"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


GIVEN_UP = re.compile("AbortError|errored out")
"""What the chat's library writes about a request that ends because its page was left."""


class Watch:
    """What a page asked for and complained about, from the moment it is watched."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("console", lambda said: self._complain(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def left_by_walking(self) -> list[str]:
        """Return the complaints of a visit over several pages.

        Without them are requests that a page had under way when it was left: on a busy machine its stream ends so.
        """
        return [one for one in self.complaints if not GIVEN_UP.search(one)]

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"}:
            self.hosts.add(urlsplit(url).netloc)

    def _complain(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)


def answered(page: Page, count: int = 1) -> Locator:
    """Wait until the chat shows its answer number `count`, and return it."""
    answer = page.locator(".kk-answer").nth(count - 1)
    answer.wait_for(timeout=30_000)
    return answer


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Go to an element with the Tab key alone, as somebody without a mouse does; each stop must be seen.

    `back` goes the other way round. Raises AssertionError where the key does not reach it.
    """
    wanted = target.first.element_handle()
    for _ in range(_STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        is_seen, is_there = page.evaluate(_FOCUS, wanted)
        assert is_seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if is_there:
            return
    raise AssertionError(f"the Tab key does not reach {target}")


def sign_in(page: Page, address: str, who: str = "企画課 山田") -> None:
    """Open the officers' screens from the machine of the server, where no password is needed."""
    page.goto(f"{address}/manage")
    page.get_by_label("お名前").fill(who)
    page.get_by_label("お名前").press("Enter")
    page.get_by_role("heading", name="報告書を読み込む").wait_for()


def _address_in(log: Path, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"http://\S+(?= で計画ナビを開けます)", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.1)
    raise TimeoutError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
