"""A council member's whole visit by keyboard alone, on a desk, a tablet and a phone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import Watch, answered, chromium, served, tab_to

WIDTHS = (1280, 768, 360)


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Serve the bundled report."""
    with served(home) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open a page of an English browser that talks to the own host alone and complains about nothing."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="en-US")
    opened = context.new_page()
    watch = Watch(opened)
    yield opened
    context.close()
    assert watch.hosts == {urlsplit(address).netloc}, "a request went to another host"
    assert watch.complaints == []


def test_a_council_member_asks_checks_looks_further_and_takes_along(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".kk-start button").first.wait_for()
    box = page.locator("#kk-question textarea")
    expect(box).to_be_focused()  # the page sees to it, once its scripts run
    page.keyboard.type("成年後見制度利用者数の実績は？")
    expect(box).to_have_value("成年後見制度利用者数の実績は？")
    page.keyboard.press("Enter")
    first = answered(page)
    expect(first).to_contain_text("2,501人")

    # What goes on after the answer redraws what is offered: keys before that would go to buttons that go away.
    page.locator("#kk-offered .kk-next").wait_for()
    chip = first.locator(".kk-chip > summary", has_text="令和6年度")
    tab_to(page, chip, back=True)
    page.keyboard.press("Enter")
    tab_to(page, first.get_by_role("button", name="令和5年度"))
    page.keyboard.press("Enter")
    second = answered(page, 2)
    expect(second).to_contain_text("2,340人")

    figure = second.locator("td a.kk-cite", has_text="2,340人")
    tab_to(page, figure)
    page.keyboard.press("Enter")
    marked = page.frame_locator("#kk-source iframe").locator("td mark").first
    expect(marked).to_contain_text("2,340")
    page.keyboard.press("Escape")
    expect(page.locator("#kk-source")).not_to_be_visible()
    expect(figure).to_be_focused()

    tab_to(page, second.locator("summary", has_text="保存・リンク"))
    page.keyboard.press("Enter")
    tab_to(page, second.get_by_role("link", name="Wordで保存"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    word = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert any("2,340" in one.text for one in word.paragraphs)
    page.keyboard.press("Escape")
    page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")

    tab_to(page, page.get_by_role("link", name="指標を探す"), back=True)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="指標を探す").wait_for()
    tab_to(page, page.get_by_label("C", exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="この条件で表示"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators?*grade=C*")
    assert parse_qs(urlsplit(page.url).query)["grade"] == ["C"]
    expect(page.locator("main")).to_contain_text("23件中6件")
    page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")
    tab_to(page, page.locator("main tbody a").first)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="R6の取組状況").first.wait_for()
