"""Every screen, light and dark, against axe-core's rules: nothing that keeps people out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.ui.browsing import chromium, served
from tests.ui.screens import Screen, furnished, screens, signed_in

# Minor findings too would fail, were they not of the report's own tables, whose empty heads are left empty.
_RUN = """() => axe.run(document, {resultTypes: ['violations'],
                                   rules: {'empty-table-header': {enabled: false}}})"""


@dataclass(frozen=True)
class Visitors:
    """The pages of a person who asks and of an officer who is signed in."""

    address: str
    anybody: Page
    officer: Page
    screens: dict[str, Screen]


@pytest.fixture(scope="module")
def visitors(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """Serve a store with something on every screen to two browsers, whose pages let axe-core in."""
    folder = tmp_path_factory.mktemp("screens")
    with served(furnished(home, folder / "home")) as address, chromium() as browser:
        anybody, officer = (
            browser.new_context(
                viewport={"width": 1280, "height": 900}, bypass_csp=True, reduced_motion="reduce"
            ).new_page()
            for _ in range(2)
        )
        signed_in(officer, address)
        found = {one.name: one for one in screens(folder / "訂正版.txt")}
        yield Visitors(address, anybody, officer, found)


@pytest.mark.parametrize("name", [one.name for one in screens(Path())])
def test_axe_finds_nothing_on_the_screen(visitors: Visitors, name: str) -> None:
    screen = visitors.screens[name]
    page = visitors.officer if screen.officers else visitors.anybody
    page.emulate_media(color_scheme="light")
    screen.open(page, visitors.address)
    page.add_script_tag(path=str(AXE_FILE_PATH))
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # colours change over 0.2 s
        for one in page.evaluate(_RUN)["violations"]:
            found[scheme, one["id"]] = _told(one)
    assert found == {}


def test_axe_finds_what_is_wrong(visitors: Visitors) -> None:
    page = visitors.anybody
    page.goto(f"{visitors.address}/plan")
    page.add_script_tag(path=str(AXE_FILE_PATH))
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=\"/x\">')")
    assert {"label", "image-alt"} <= {one["id"] for one in page.evaluate(_RUN)["violations"]}


def _told(violation: dict[str, Any]) -> str:
    nodes = "; ".join(f"{one['target']} {one['html'][:120]}" for one in violation["nodes"][:5])
    return f"{violation['impact']}: {violation['help']}: {nodes}"
