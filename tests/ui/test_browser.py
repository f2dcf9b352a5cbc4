"""A visit in a real browser: the real server, the bundled report, a keyboard, and nothing faked.

Screenshots of the visit are left in tests/.artifacts/ to look at.
"""

from __future__ import annotations

import re
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.browsing import GIVEN_UP, ROOT, Watch, chromium, served, started

ARTIFACTS = ROOT / "tests" / ".artifacts"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Serve the store as a user does."""
    with served(home) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; without one the visit cannot be tested, which is a failure."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def scripted_address() -> Iterator[str]:
    """Serve the scripted assistant, which is slow on request, and return the address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        import uvicorn

        from tests.ui.conftest import ScriptedAssistant
        from ui.server import build_app

        app = build_app(ScriptedAssistant(), "見守り計画", ())
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


class Visit(Watch):
    """A page of the chat with everything that it asked for and complained about."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        super().__init__(page)
        self.page = page
        self.name = name
        page.goto(address)
        self.box.wait_for()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("質問", exact=True).and_(self.page.locator("textarea"))

    @property
    def answers(self) -> Locator:
        return self.page.locator(".kk-answer")

    def type(self, text: str) -> None:
        self.box.click()
        self.page.keyboard.type(text)

    def ask(self, question: str) -> Locator:
        """Type a question, press Enter, and return the new answer."""
        before = self.answers.count()
        self.type(question)
        self.page.keyboard.press("Enter")
        answer = self.answers.nth(before)
        answer.wait_for(timeout=30_000)
        return answer

    def shoot(self, name: str) -> None:
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=str(ARTIFACTS / f"{name}.png"))


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page on a desk, where the clipboard may be read."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = Visit(context.new_page(), address, "desk")
    yield opened
    context.close()
    assert opened.hosts == {urlsplit(address).netloc}, "a request went to another host"
    assert opened.complaints == []


@pytest.fixture(params=[(1280, 900), (360, 800)], ids=["desk", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page with an English browser, which must not make the page English."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    opened = Visit(context.new_page(), address, "phone" if width < 600 else "desk")
    yield opened
    context.close()
    assert opened.hosts == {urlsplit(address).netloc}, "a request went to another host"
    assert opened.complaints == []


def test_a_table_and_a_narrative_question_are_typed_asked_and_answered(visit: Visit) -> None:
    page = visit.page
    assert page.locator("html").get_attribute("lang") == "ja"
    visit.shoot(f"{visit.name}-1-start")

    answer = visit.ask("地域福祉コーディネーター育成総数の推移を教えてください")
    assert "1,605" in answer.inner_text()
    assert "読み取り：" in answer.inner_text()
    table = answer.locator(".kk-figures table")
    assert {"目標", "実績", "評価"} <= set(" ".join(table.locator("th").all_inner_texts()).split())
    assert "1,605" in table.inner_text()
    chart = answer.get_by_role("img")
    assert chart.locator(".kk-bar").count() >= 4
    assert chart.locator(".kk-target-mark").count() >= 6
    assert "実績 1,605人" in (chart.get_attribute("aria-label") or "")
    visit.shoot(f"{visit.name}-2-table")

    answer = visit.ask("CSWへの相談が増えた理由は何ですか")
    quotation = answer.locator(".kk-quotation").first
    assert not quotation.is_visible()
    answer.get_by_text("出典（").click()
    assert quotation.is_visible()
    assert "複雑" in quotation.locator("mark").first.inner_text()
    assert re.search(r"\d+行 \d+列", quotation.inner_text())
    visit.shoot(f"{visit.name}-3-narrative")

    answer = visit.ask("R6にC評価だった指標を全部教えて")
    table = answer.locator(".kk-figures .kk-table")
    assert not table.is_visible()  # the answer lists the same rows
    answer.get_by_text("表で見る").click()
    assert table.is_visible()
    assert table.evaluate(
        "(box) => box.classList.contains('kk-wide') === (box.scrollWidth > box.clientWidth)"
    )
    assert page.get_by_role("button", name="新しい会話").bounding_box()["height"] < 60  # type: ignore[index]
    visit.shoot(f"{visit.name}-4-list")

    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, "the page scrolls sideways"


def test_an_example_works_and_a_new_conversation_starts_empty(visit: Visit) -> None:
    examples = visit.page.locator(".kk-start button")
    examples.first.wait_for()
    assert examples.count() >= 3
    examples.first.click()
    visit.answers.first.wait_for(timeout=30_000)
    assert visit.answers.first.get_attribute("class") == "kk-answer kk-answered"
    visit.page.get_by_role("button", name="新しい会話").click()
    examples.first.wait_for()
    assert visit.answers.count() == 0


def test_enter_that_confirms_a_conversion_does_not_send(visit: Visit) -> None:
    page = visit.page
    visit.box.click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "じっせき", "selectionStart": 4, "selectionEnd": 4})
    # What Chromium sends for the Enter of an input method, and what others send: the plain key.
    confirming = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **confirming})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **confirming})
    for kind in ("keydown", "keypress", "keyup"):
        visit.box.evaluate(
            "(box, kind) => box.dispatchEvent(new KeyboardEvent(kind, {key: 'Enter', code: 'Enter',"
            " bubbles: true, cancelable: true, isComposing: true}))",
            kind,
        )
    page.wait_for_timeout(500)
    assert page.locator(".kk-question").count() == 0, "the confirming Enter sent the question"
    keyboard.send("Input.insertText", {"text": "令和6年度の実績"})
    assert visit.box.input_value() == "令和6年度の実績"
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(300)
    assert page.locator(".kk-question").count() == 0, "Shift+Enter sent the question"
    page.keyboard.press("Enter")
    page.locator(".kk-question").wait_for(timeout=10_000)


def test_a_question_that_is_too_long_is_refused_with_the_reason(visit: Visit) -> None:
    visit.box.fill("あ" * 501)
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("質問は500文字以内").wait_for(timeout=10_000)
    assert visit.page.locator(".kk-question").count() == 0


def test_a_chip_of_the_reading_is_changed_with_the_keyboard_alone(desk: Visit) -> None:
    page = desk.page
    answer = desk.ask("民生委員協力員数の実績は？")
    assert "令和6年度" in answer.locator(".kk-chip").first.inner_text()
    chip = answer.locator(".kk-chip > summary").first
    chip.focus()
    page.keyboard.press("Enter")
    change = answer.get_by_role("button", name="令和5年度")
    change.wait_for()
    page.keyboard.press("Escape")
    assert not change.is_visible()
    assert chip.evaluate("(one) => one === document.activeElement"), "the focus left the chip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    desk.answers.nth(1).wait_for()
    assert "読み取り：令和5年度・民生委員協力員数・実績" in desk.answers.nth(1).inner_text()
    asked = page.locator(".kk-question").nth(1)
    expect(asked).to_be_focused()  # the button that had the focus is closed
    assert asked.inner_text() == "民生委員協力員数のR5の実績は？"


def test_a_figure_opens_its_source_beside_the_chat_and_gives_the_focus_back(desk: Visit) -> None:
    page = desk.page
    answer = desk.ask("民生委員協力員数の実績は？")
    figure = answer.locator("td a.kk-cite").nth(1)
    assert figure.inner_text() == "62人"
    figure.click()
    source = page.frame_locator("#kk-source iframe")
    expect(source.locator("td mark, td[aria-current], .kk-cited").first).to_contain_text("62")
    source.locator("body").press("Escape")
    expect(page.locator("#kk-source")).not_to_be_visible()
    expect(figure).to_be_focused()
    figure.press("Enter")
    expect(page.get_by_role("dialog", name="出典")).to_be_visible()
    page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#kk-source")).not_to_be_visible()
    with page.context.expect_page() as opened:
        figure.click(modifiers=["Control"])
    assert "source?report=" in opened.value.url
    assert not page.locator("#kk-source").is_visible()


def test_the_address_asks_and_a_reload_brings_the_answer_back(desk: Visit, address: str) -> None:
    page = desk.page
    page.goto(f"{address}/?q=民生委員協力員数の実績は？&q=R5は？")
    desk.answers.nth(1).wait_for()
    assert "67人" in desk.answers.nth(1).inner_text()
    desk.ask("目標は？")
    assert page.url.count("q=") == 3
    page.locator(".kk-next button").first.wait_for()  # nothing is under way any more
    page.reload()
    desk.answers.nth(2).wait_for()
    assert "75人" in desk.answers.nth(2).inner_text()
    # what the page that was left had under way is given up by the browser, on a busy machine
    desk.complaints[:] = [one for one in desk.complaints if not GIVEN_UP.search(one)]
    page.get_by_role("button", name="新しい会話").click()
    page.locator(".kk-start").wait_for()
    assert "q=" not in page.url


def test_an_earlier_question_is_rewritten_in_the_box(desk: Visit) -> None:
    page = desk.page
    desk.ask("民生委員協力員数の実績は？")
    desk.ask("R5は？")
    page.get_by_role("button", name="「民生委員協力員数の実績は？」を書き直す").click()
    expect(desk.box).to_have_value("民生委員協力員数の実績は？")
    expect(desk.box).to_be_focused()
    page.get_by_text("を書き直しています").wait_for()
    desk.box.fill("民生委員協力員数の目標は？")
    page.keyboard.press("Enter")
    page.locator(".kk-question", has_text="民生委員協力員数の目標は？").wait_for()
    expect(desk.answers).to_have_count(1)
    assert "80人" in desk.answers.first.inner_text()


def test_an_answer_is_copied_with_its_sources_and_judged(desk: Visit) -> None:
    page = desk.page
    answer = desk.ask("民生委員協力員数の実績は？")
    answer.get_by_role("button", name="回答をコピー").click()
    answer.get_by_text("コピーしました").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("質問：民生委員協力員数の実績は？") and "21行 10列" in copied
    answer.get_by_text("保存・リンク").click()
    for name in ("Wordで保存", "PDFで保存", "Excelで保存", "CSVで保存"):
        link = answer.get_by_role("link", name=name)
        assert page.request.get(str(link.evaluate("(one) => one.href"))).ok, name
    page.keyboard.press("Escape")
    answer.get_by_role("button", name="違う").click()
    page.keyboard.type("年度が違う")
    page.keyboard.press("Enter")
    expect(answer.get_by_text("ありがとうございます")).to_be_focused()


def test_each_answer_is_spoken_once(desk: Visit) -> None:
    page = desk.page
    assert page.locator('#kk-log [role="log"]').get_attribute("aria-live") == "off"
    page.evaluate(
        "() => { window.spoken = []; new MutationObserver(() => window.spoken.push("
        "document.getElementById('kk-said').textContent))"
        ".observe(document.getElementById('kk-said'), {childList: true}); }"
    )
    desk.ask("民生委員協力員数の実績は？")
    desk.ask("R5は？")
    page.locator(".kk-next button").first.wait_for()
    spoken = [one for one in page.evaluate("window.spoken") if one.startswith("回答。")]
    assert len(spoken) == 2
    assert "62人" in spoken[0] and "67人" in spoken[1]


def test_at_four_times_the_size_and_in_the_dark_nothing_scrolls_sideways(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256}, color_scheme="dark")
    opened = Visit(context.new_page(), address, "zoomed")
    answer = opened.ask("民生委員協力員数の推移は？")
    answer.locator(".kk-chip > summary").last.click()
    answer.locator(".kk-chip-menu:visible").wait_for()
    assert not opened.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    small = opened.page.evaluate(
        "[...document.querySelectorAll('button, summary, .kk-head nav a')].filter((one) =>"
        " one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < 24).map((one) => one.outerHTML)"
    )
    assert small == []
    opened.page.keyboard.press("Tab")
    free = opened.page.evaluate(
        "(() => { const at = document.activeElement.getBoundingClientRect();"
        " return document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2)"
        " ?.closest('button, summary, a') === document.activeElement; })()"
    )
    assert free, "the question box covers what has the focus"
    opened.shoot("zoomed-dark")
    context.close()


def test_a_slow_answer_can_be_stopped_and_asked_again(browser: Browser, scripted_address: str) -> None:
    context = browser.new_context()
    opened = Visit(context.new_page(), scripted_address, "slow")
    page = opened.page
    opened.type("とても遅い実績は？")
    page.keyboard.press("Enter")
    page.get_by_text("調べています").first.wait_for()
    page.get_by_role("button", name="停止").click()
    page.get_by_text("停止しました").first.wait_for()
    expect(opened.box).to_be_focused()
    page.get_by_role("button", name="もう一度聞く").click()
    page.locator(".kk-answered").wait_for()
    assert page.locator(".kk-question").count() == 1
    assert not page.get_by_role("button", name="停止").is_visible()
    assert opened.complaints == []
    context.close()


def test_the_server_ends_on_ctrl_c_though_a_page_is_open(home: Path, browser: Browser) -> None:
    with started(home) as (address, server, log):
        context = browser.new_context()
        opened = Visit(context.new_page(), address, "interrupted")
        opened.ask("R6にC評価だった指標を全部教えて")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
        context.close()
    said = log.read_text(encoding="utf-8")
    assert said.rstrip().endswith("終了しました。")
    assert "Traceback" not in said
