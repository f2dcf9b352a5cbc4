"""An officer's visit in Debian's Chromium, by keyboard where it matters: upload, check, publish, correct, roll back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browsing import FLAGS, served_here
from tests.ui.manage.conftest import corrected
from ui.feedback import read_feedback


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """Serve the whole application over the store, in this process."""
    with served_here(home) as found:
        yield found


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of an English browser, which must complain about nothing."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("chromium がありません。apt-get install chromium fonts-noto-cjk で入れてください。")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=FLAGS)
        width = getattr(request, "param", 1280)
        opened = browser.new_page(viewport={"width": width, "height": 900}, locale="en-US")
        complaints: list[str] = []

        def heard(said: Any) -> None:
            # A form that is refused is told in the console, too; its page says what a person can do.
            if said.type == "error" and "403 (Forbidden)" not in said.text:
                complaints.append(said.text)

        opened.on("console", heard)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        browser.close()
    assert complaints == []


@pytest.mark.parametrize("page", [1280, 360], indirect=True)
def test_an_officer_publishes_corrects_and_rolls_back(page: Any, address: str, tmp_path: Path) -> None:
    text, _, before = corrected()
    file = tmp_path / "訂正版.txt"
    file.write_text(text, encoding="utf-8")

    page.goto(f"{address}/manage")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the content, past the navigation
    page.get_by_label("お名前").focus()
    page.keyboard.type("企画課 山田")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="報告書を読み込む").wait_for()
    assert "まだ選ばれていません" in page.locator("main").inner_text()
    page.get_by_label("報告書のファイル").set_input_files(str(file))
    assert page.get_by_text("訂正版.txt").is_visible()
    page.get_by_role("button", name="読み込んで確認する").press("Enter")

    page.get_by_role("heading", name="公開中の版との違い").wait_for(timeout=30_000)  # by itself, when read
    assert f"「{before.printed}」" in page.locator("main").inner_text()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.get_by_role("button", name="公開する").press("Enter")
    page.get_by_text("訂正版に置き換えました").wait_for(timeout=30_000)

    page.get_by_role("link", name="訂正の記録").click()
    page.get_by_role("link", name="訂正を記録する").click()
    page.get_by_role("link", name=before.indicator_id, exact=False).first.click()
    page.get_by_text("7,777").click()
    page.get_by_label("訂正後の値").fill("7,700")
    page.get_by_label("理由").fill("正誤表による")
    page.get_by_role("button", name="訂正を記録する").press("Enter")
    page.get_by_text("訂正後 7,700").wait_for()

    page.get_by_role("link", name="概要").click()
    page.get_by_role("link", name="直前の状態に戻す").click()
    assert "前の内容に戻る報告書" in page.locator("main").inner_text()
    page.get_by_role("button", name="直前の状態に戻す").press("Enter")
    page.get_by_text("直前の状態に戻しました").wait_for()
    page.get_by_role("button", name="サインアウト").press("Enter")
    page.get_by_role("heading", name="サインイン").wait_for()
    page.go_back()
    assert "公開中の報告書" not in page.locator("main").inner_text()


def test_what_was_typed_comes_back_after_the_session_ended(page: Any, address: str) -> None:
    def sign_in() -> None:
        page.get_by_label("お名前").fill("企画課 山田")
        page.get_by_role("button", name="サインイン").click()

    _, _, value = corrected()
    page.goto(f"{address}/manage/corrections/new")
    sign_in()
    page.get_by_role("link", name=value.indicator_id, exact=False).first.click()
    page.get_by_text(value.printed, exact=True).first.click()
    page.get_by_label("訂正後の値").fill("7,700")
    page.get_by_label("理由").fill("正誤表による")
    before = page.url
    page.context.clear_cookies()  # as a session that is over
    page.get_by_role("button", name="訂正を記録する").click()
    page.get_by_text("入力した内容は、元の画面に戻ると欄に入ります").wait_for()
    page.get_by_role("link", name="サインインして元の画面に戻る").click()
    sign_in()
    page.get_by_text("送信されなかった内容を、欄に戻しました。").wait_for()
    assert page.url == before
    assert page.get_by_label("訂正後の値").input_value() == "7,700"
    assert page.get_by_label("理由").input_value() == "正誤表による"
    page.get_by_role("button", name="訂正を記録する").click()
    page.get_by_text("訂正後 7,700").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()
    page.reload()
    assert page.get_by_label("訂正後の値").input_value() == ""


def test_without_script_a_visit_works_too(page: Any, address: str, tmp_path: Path) -> None:
    file = tmp_path / "訂正版.txt"
    file.write_text(corrected()[0], encoding="utf-8")
    bare = page.context.browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{address}/manage")
    bare.get_by_label("お名前").fill("福祉課 佐藤")
    bare.get_by_role("button", name="サインイン").click()
    bare.get_by_label("報告書のファイル").set_input_files(str(file))
    bare.get_by_role("button", name="読み込んで確認する").click()
    bare.get_by_role("button", name="公開する").click(timeout=30_000)  # the page renews itself
    bare.get_by_text("訂正版に置き換えました").wait_for(timeout=30_000)


def test_a_word_on_an_answer_carries_the_answer(page: Any, address: str, home: Path) -> None:
    _, name, value = corrected()
    page.goto(address)
    page.locator("#kk-question textarea").fill(f"{name}の実績は？")
    page.locator("#kk-question textarea").press("Enter")
    page.get_by_role("button", name="役に立った").click(timeout=30_000)
    page.get_by_text("ありがとうございます。").wait_for()
    (kept,) = read_feedback(home)
    assert kept.questions == (f"{name}の実績は？",)
    assert value.printed in kept.answer and "質問：" not in kept.answer
