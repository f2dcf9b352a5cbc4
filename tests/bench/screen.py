"""How long a person waits: from the address to a usable page, and from Enter to the painted answer.

Run by hand: `.venv/bin/python tests/bench/screen.py [--rounds 7]`. It starts the server over a store of
its own with the bundled report, opens Chromium anew for each round, and prints medians.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"]
QUESTIONS = ("民生委員協力員数の推移は？", "R5は？", "R6にC評価だった指標を全部教えて", "C評価の理由は？")
# The moment at which the last answer was painted, by the clock of the page.
_PAINTED = """(before) => new Promise((done) => {
  const check = () => document.querySelectorAll('.kk-answer').length > before
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0))
    : requestAnimationFrame(check);
  check();
})"""


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the bundled report and yield the address, once the model is loaded, too."""
    log = home / "serve.log"
    with log.open("w", encoding="utf-8") as stderr:
        command = [sys.executable, "-m", "ui.cli", "serve", "--port", "0"]
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "KEIKAKU_HOME": str(home)}, stderr=stderr
        )
    try:
        while not (found := re.search(r"http://\S+", log.read_text(encoding="utf-8"))):
            if server.poll() is not None:
                raise SystemExit(log.read_text(encoding="utf-8"))
            time.sleep(0.2)
        time.sleep(20)
        yield found[0]
    finally:
        server.terminate()
        server.wait(timeout=20)


def round_of(browser: Browser, address: str) -> tuple[float, list[float]]:
    """Return the milliseconds until the page was usable, and those of each answer."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#kk-question textarea").wait_for()
    page.locator(".kk-start button").first.wait_for()
    usable = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(1500)
    waits = []
    for number, question in enumerate(QUESTIONS):
        page.locator("#kk-question textarea").fill(question)
        page.evaluate(
            "addEventListener('keydown', () => { window.kkSent = performance.now(); }, {once: true, capture: true})"
        )
        page.keyboard.press("Enter")
        painted = page.evaluate(_PAINTED, number)
        waits.append(painted - page.evaluate("window.kkSent"))
        page.wait_for_timeout(1500)
    page.context.close()
    return usable, waits


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(
        description="画面を開く時間と、Enter から回答が描かれるまでの時間を測ります。"
    )
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("Chromium がありません。")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        measured = []
        for _ in range(rounds):
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            measured.append(round_of(browser, address))
            browser.close()
    print(f"cores {os.cpu_count()}, load {os.getloadavg()[0]:.1f}, rounds {rounds}")
    print(f"page usable      median {statistics.median(one for one, _ in measured):6.0f} ms")
    for number, question in enumerate(QUESTIONS):
        waits = [one[number] for _, one in measured]
        print(
            f"answer painted   median {statistics.median(waits):6.0f} ms  max {max(waits):6.0f} ms  {question}"
        )
    print(f"all answers      median {statistics.median(w for _, one in measured for w in one):6.0f} ms")


if __name__ == "__main__":
    main()
