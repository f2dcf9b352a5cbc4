"""Pictures of every screen for the README and the guide: `make screenshots` writes docs/screens/*.png.

They are made from the bundled report in a store of their own, 1280 pixels wide and one of each at 360; those
of the chat in the dark, too. Colours are reduced, which keeps each of them small.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.ui.browsing import ROOT, chromium, served
from tests.ui.screens import REPORT, Screen, furnished, screens, signed_in

FOLDER = ROOT / "docs" / "screens"
WIDE, NARROW = (1280, 860), (360, 780)
_TALLEST = 1400  # pixels; what is below is not needed to know the screen
_COLOURS = 128
# Screens that show nothing more than another one does.
_LEFT_OUT = {
    "chat-list",
    "manage-correct",
    "manage-case",
    "manage-matches",
    "manage-log",
    "manage-rollback",
    "manage-withdraw",
    "error",
}
_NARROW = {"chat-answer", "indicators", "initiative", "source", "manage-overview"}
_DARK = {"chat-answer"}


def main() -> None:
    """Make the pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "ui.cli", "--home", str(folder / "empty"), "ingest", str(REPORT)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        with served(furnished(folder / "empty", folder / "home")) as address, chromium() as browser:
            _shoot_all(browser, address, screens(folder / "訂正版.txt"))
    written = sorted(FOLDER.glob("*.png"))
    print(
        f"{FOLDER.relative_to(ROOT)}: {len(written)}枚、{sum(one.stat().st_size for one in written):,}バイト"
    )


def _shoot_all(browser: Browser, address: str, shown: tuple[Screen, ...]) -> None:
    wide, narrow = _visitors(browser, address, WIDE), _visitors(browser, address, NARROW)
    for screen in shown:
        if screen.name in _LEFT_OUT:
            continue
        _shoot(wide[screen.officers], address, screen, screen.name)
        if screen.name in _DARK:
            wide[screen.officers].emulate_media(color_scheme="dark")
            _shoot(wide[screen.officers], address, screen, f"{screen.name}-dark")
            wide[screen.officers].emulate_media(color_scheme="light")
        if screen.name in _NARROW:
            _shoot(narrow[screen.officers], address, screen, f"{screen.name}-360")


def _visitors(browser: Browser, address: str, size: tuple[int, int]) -> dict[bool, Page]:
    """Return a page of somebody who asks, and one of an officer who is signed in."""
    anybody, officer = (_context(browser, size).new_page() for _ in range(2))
    signed_in(officer, address)
    return {False: anybody, True: officer}


def _context(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="ja-JP", reduced_motion="reduce"
    )


def _shoot(page: Page, address: str, screen: Screen, name: str) -> None:
    screen.open(page, address)
    page.wait_for_timeout(1200)  # the follow-ups are tried after the answer is on the screen
    is_chat = screen.name.startswith("chat")
    height = page.evaluate("document.documentElement.scrollHeight")
    taken = page.screenshot() if is_chat or height > _TALLEST else page.screenshot(full_page=True)
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
