"""An officer's whole visit by keyboard alone, at three widths: upload, check, publish, ask, correct, roll back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import Watch, answered, chromium, served_here, tab_to
from tests.ui.manage.conftest import corrected


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as started:
        yield started


# Gradio counts its queue with an option of pandas that pandas has come to warn of.
@pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
@pytest.mark.parametrize("width", [1280, 768, 360])
def test_an_officer_publishes_asks_corrects_and_rolls_back(
    browser: Browser, home: Path, tmp_path: Path, width: int
) -> None:
    text, name, before = corrected()
    file = tmp_path / "訂正版.txt"
    file.write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-US")
    page = context.new_page()
    watch = Watch(page)
    with served_here(home) as address:
        page.goto(f"{address}/manage")
        tab_to(page, page.get_by_label("お名前"))
        page.keyboard.type("企画課 山田")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="報告書を読み込む").wait_for()
        page.wait_for_load_state()  # the script has put its own words beside the file box

        tab_to(page, page.get_by_label("報告書のファイル"))
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(file)
        _press(page, "読み込んで確認する")
        page.get_by_role("heading", name="公開中の版との違い").wait_for(timeout=30_000)
        _press(page, "公開する")
        page.get_by_text("訂正版に置き換えました").wait_for(timeout=30_000)
        assert "7,777" in _ask(page, f"{name}の実績は？")

        _follow(page, "計画を見る")
        _follow(page, "管理（職員用）")
        _follow(page, "訂正の記録")
        _follow(page, "訂正を記録する")
        _follow(page, before.indicator_id)
        tab_to(page, page.locator("main input[type=radio]").first)
        chosen = page.get_by_role("radio", name="7,777")
        for _ in range(page.get_by_role("radio").count()):
            if not chosen.is_checked():
                page.keyboard.press("ArrowDown")
        expect(chosen).to_be_checked()
        tab_to(page, page.get_by_label("訂正後の値"))
        page.keyboard.type("7,700")
        tab_to(page, page.get_by_label("理由"))
        page.keyboard.type("正誤表による")
        _press(page, "訂正を記録する")
        page.get_by_text("訂正後 7,700").wait_for()
        assert "訂正後 7,700" in _ask(page, f"{name}の実績は？")

        _follow(page, "計画を見る")
        _follow(page, "管理（職員用）")
        _follow(page, "直前の状態に戻す")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        _press(page, "直前の状態に戻す")
        page.get_by_text("直前の状態に戻しました").wait_for()
        said = _ask(page, f"{name}の実績は？")
        assert before.printed in said and "7,777" not in said
        context.close()
    assert watch.hosts == {urlsplit(address).netloc}, "a request went to another host"
    assert watch.left_by_walking() == []


def _press(page: Page, button: str) -> None:
    tab_to(page, page.get_by_role("button", name=button))
    page.keyboard.press("Enter")


def _follow(page: Page, link: str) -> None:
    """Follow a link to another page."""
    address = page.url
    tab_to(page, page.get_by_role("link", name=link))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda now: now != address)
    page.wait_for_load_state()


def _ask(page: Page, question: str) -> str:
    """Go to the chat, ask, and return what the answer says."""
    _follow(page, "質問する")
    page.locator(".kk-start button").first.wait_for(timeout=30_000)
    box = page.locator("#kk-question textarea")
    if not box.evaluate("(one) => one === document.activeElement"):
        tab_to(page, box)
    page.keyboard.type(question)
    expect(box).to_have_value(question)
    page.keyboard.press("Enter")
    return answered(page).inner_text()
