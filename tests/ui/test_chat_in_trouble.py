"""The chat where the server does not take a question at once, and where answers are longer than the window."""

from __future__ import annotations

import json
import re
import socket
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.types import FigureTable
from tests.ui.browsing import answered, chromium, tab_to
from tests.ui.conftest import ScriptedAssistant, ScriptedReply

# Gradio sums up its queue with pandas now and then, in a way that pandas warns of.
pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

JOIN = re.compile(r"/gradio_api/queue/join")
QUESTION = "見守り協力員数の推移は？"


class LongAssistant(ScriptedAssistant):
    """Answers with more lines than any window shows."""

    def ask(self, question: str, conversation: Any = None) -> ScriptedReply:
        reply = super().ask(question, conversation)
        lines = "\n".join(f"- {question}の{one}番目の行です。" for one in range(60))
        headings = ("年度", "目標", "実績", "達成率", "前年度から", "累計", "基準値からの増減", "評価")
        amounts = ("1{0}000人", "{0}999人", "9{0}.0%", "{0}123人増", "2{0}000人", "1{0}345人増")
        rows = tuple(
            (f"R{one}", *(text.format(one) for text in amounts), "ABC"[one % 3]) for one in range(2, 7)
        )
        table = FigureTable(headings, rows)
        return replace(reply, answer=replace(reply.answer, answer=lines, table=table))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve an assistant with long answers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other people's packages, while they are imported
        import uvicorn

        from ui.server import build_app

        app = build_app(LongAssistant(), "見守り計画", ())
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Open the chat in the dark; a parameter is the width of the window."""
    size = {"width": getattr(request, "param", 1280), "height": 800}
    context = browser.new_context(viewport=size, color_scheme="dark")
    opened = context.new_page()
    opened.goto(address)
    opened.locator(".kk-start button").first.wait_for()
    yield opened
    context.close()


def refuse(page: Page, *statuses: int, detail: str = "") -> list[int]:
    """Refuse the next questions with these statuses; return the list of those still to come.

    Only what carries the question is refused: the page may still be sending an event of its own start.
    """
    left = list(statuses)

    def answer(route: Route) -> None:
        sent = json.dumps(route.request.post_data_json, ensure_ascii=False)
        if not left or QUESTION not in sent:
            route.continue_()
            return
        route.fulfill(status=left.pop(0), headers={"retry-after": "2"}, json={"detail": detail})

    page.route(JOIN, answer)
    return left


def test_too_many_questions_wait_and_go_by_themselves(page: Page) -> None:
    left = refuse(page, 429)
    page.locator("#kk-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    note = page.locator("#kk-told")
    expect(note).to_contain_text("短い時間に質問が集中しています。このままお待ちください。自動的に送ります。")
    expect(note).to_contain_text(re.compile("あと[12]秒"))
    expect(page.locator("#kk-question textarea")).to_have_value(QUESTION)
    light, dark = note.evaluate(
        "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    )
    assert contrast(light, dark) >= 4.5
    answered(page)
    expect(note).to_be_hidden()
    assert left == []
    expect(page.locator(".toast-body.error")).to_have_count(0)


def test_a_refusal_is_told_in_the_servers_words_and_the_question_stays(page: Page) -> None:
    refuse(page, 413, detail="送られた内容が大きすぎます。")
    page.locator("#kk-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#kk-told")).to_have_text("送られた内容が大きすぎます。")
    expect(page.locator("#kk-question textarea")).to_have_value(QUESTION)
    assert "Error" not in page.locator("body").inner_text()
    page.locator("#kk-send").click()
    answered(page)
    expect(page.locator("#kk-told")).to_be_hidden()


def test_a_server_out_of_reach_is_told_and_the_question_goes_when_it_is_back(page: Page) -> None:
    page.route(JOIN, lambda route: route.abort())
    page.locator("#kk-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#kk-told")).to_contain_text("サーバーにつながりません")
    expect(page.locator("#kk-question textarea")).to_have_value(QUESTION)
    assert "Error" not in page.locator("body").inner_text()
    page.unroute(JOIN)
    answered(page)
    expect(page.locator("#kk-told")).to_be_hidden()


@pytest.mark.parametrize("page", [1280, 360], indirect=True)
def test_after_a_long_answer_the_next_questions_are_not_under_the_box(page: Page) -> None:
    page.locator("#kk-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    answered(page)
    offers = page.locator("#kk-offered .kk-offer")
    offers.first.wait_for()
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    for one in offers.all():
        assert is_uncovered(one), "at the end of the page"
    page.evaluate("window.scrollTo(0, 0)")
    page.locator(".kk-question").first.focus()
    for one in offers.all():
        tab_to(page, one)
        assert is_uncovered(one), "where the Tab key leads"


def test_every_column_beside_a_chart_is_seen_on_a_desk(page: Page) -> None:
    page.locator("#kk-question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    answer = answered(page)
    expect(answer.locator(".kk-chart")).to_be_visible()
    table = answer.locator(".kk-figures > .kk-table").last
    assert table.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert table.evaluate("(one) => one.getBoundingClientRect().width") > 500, "wider than half of the answer"


def is_uncovered(button: Any) -> bool:
    """Whether nothing lies over any corner of a button."""
    found = button.evaluate(
        """(one) => { const box = one.getBoundingClientRect();
        return [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]].every(
          ([x, y]) => one.contains(document.elementFromPoint(x, y))); }"""
    )
    return bool(found)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as browsers write them."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
