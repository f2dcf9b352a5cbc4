"""The chat's steps without a browser: what each order puts into the log."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Iterator
from threading import Timer
from typing import Any

import pytest

from ui.conversing import Order, Step, replay, steps
from ui.session import Session

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of other people's packages, while they are imported
    from ui import chat

LIMIT = 500


def html_of(message: dict[str, Any]) -> str:
    return str(message["content"].value)


def take(asker: Any, *orders: Order) -> Session:
    """Return the session after these orders, one after the other."""
    session = Session()
    for order in orders:
        *_, last = steps(asker, order, session, LIMIT)
        session = last.session
    return session


def asking(*questions: str) -> Iterator[Order]:
    return (Order("ask", one) for one in questions)


def logged(session: Session) -> list[dict[str, Any]]:
    return chat.page_update(Step(session), str)[0]


def test_the_question_is_shown_at_once_and_then_its_answer(scripted: Any) -> None:
    first, last = steps(scripted, Order("ask", "協力員数の実績は？"), Session(), LIMIT)
    messages, _, box, offered, _ = chat.page_update(first, str)
    assert [one["role"] for one in messages] == ["user", "assistant"]
    assert "調べています" in html_of(messages[1])
    assert (box, offered) == ("", "")  # the box is empty again, and the examples are gone
    messages = logged(last.session)
    assert [one["role"] for one in messages] == ["user", "assistant"]
    assert "協力員数の実績は？" in html_of(messages[0])
    assert ">35</a>人</strong>" in html_of(messages[1])
    assert last.session.after.conversation == ("協力員数の実績は？",)


def test_the_next_question_carries_the_conversation(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？", "では課題は？"))
    assert scripted.asked[-1] == ("では課題は？", ("実績は？",))
    assert session.after.chain == ("実績は？", "では課題は？")


def test_choices_are_buttons_only_while_they_are_the_last_answer(scripted: Any) -> None:
    offer = 'data-kk-question="配食協力員の実績は？"'
    session = take(scripted, *asking("どれ？"))
    assert offer in html_of(logged(session)[1])
    session = take(scripted, *asking("どれ？", "実績は？"))
    assert offer not in html_of(logged(session)[1])
    assert "配食協力員の実績は？" in html_of(logged(session)[1])  # still there to read


def test_a_fault_is_told_without_its_details_and_the_conversation_goes_on(
    scripted: Any, caplog: pytest.LogCaptureFixture
) -> None:
    session = take(scripted, *asking("実績は？", "故障？", "では課題は？"))
    shown = html_of(logged(session)[3])
    assert "処理中に問題が起きました" in shown and "もう一度聞く" in shown
    assert "secret" not in shown
    assert "secret" in caplog.text
    # The question that failed is no part of what leads to the next answer.
    assert scripted.asked[-1] == ("では課題は？", ("実績は？",))
    assert session.after.chain == ("実績は？", "では課題は？")


def test_an_empty_box_sends_nothing(scripted: Any) -> None:
    assert [one.session for one in steps(scripted, Order("ask", "  "), Session(), LIMIT)] == [Session()]
    assert scripted.asked == []


def test_a_long_conversation_keeps_its_last_turns(scripted: Any) -> None:
    session = take(scripted, *asking(*(f"{number}番の実績は？" for number in range(40))))
    assert len(session.turns) == 30
    assert session.turns[-1].question == "39番の実績は？"
    assert len({one.number for one in session.turns}) == 30


def test_a_rewritten_question_takes_the_place_of_its_turn_and_those_after_it(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？", "R5は？", "では課題は？"), Order("rewrite", turn=2))
    assert [one.question for one in session.turns] == ["実績は？", "R5は？", "では課題は？"]
    assert "「R5は？」を書き直しています" in chat.page_update(Step(session), str)[4]
    *_, last = steps(scripted, Order("ask", "R4は？"), session, LIMIT)
    assert [one.question for one in last.session.turns] == ["実績は？", "R4は？"]
    assert scripted.asked[-1] == ("R4は？", ("実績は？",))
    assert last.session.editing is None
    *_, kept = steps(scripted, Order("keep"), session, LIMIT)
    assert (kept.session.editing, kept.box) == (None, "")
    assert len(kept.session.turns) == 3


def test_an_unusable_rewriting_loses_nothing(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？", "R5は？"), Order("rewrite", turn=1))
    *_, last = steps(scripted, Order("ask", "あ" * 501), session, LIMIT)
    assert last.session == session
    assert last.box is None  # the text stays in the box
    assert "500文字以内" in last.complaint


def test_a_question_is_asked_fresh_or_as_a_follow_up_of_an_earlier_answer(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？", "では課題は？"), Order("follow", "R5は？", 1))
    assert scripted.asked[-1] == ("R5は？", ("実績は？",))
    assert session.after.chain == ("実績は？", "R5は？")
    *_, last = steps(scripted, Order("fresh", "目標は？"), session, LIMIT)
    assert scripted.asked[-1] == ("目標は？", None)
    assert last.session.after.chain == ("目標は？",)


def test_a_stopped_question_is_said_to_be_stopped_and_can_be_asked_again(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？"))
    first, *_ = steps(scripted, Order("ask", "では課題は？"), session, LIMIT)
    stopped = first.session.given_up()
    assert "停止しました" in html_of(logged(stopped)[3])
    assert stopped.after.chain == ("実績は？",)
    *_, again = steps(scripted, Order("retry", turn=2), stopped, LIMIT)
    assert [one.question for one in again.session.turns] == ["実績は？", "では課題は？"]
    assert scripted.asked[-1] == ("では課題は？", ("実績は？",))
    assert session.given_up() == session  # an answer that came in the meantime stays


@pytest.mark.parametrize("way", ["given_up", "left"])
def test_who_stops_a_question_is_not_made_to_wait_for_it(scripted: Any, way: str) -> None:
    taken = steps(scripted, Order("ask", "遅い実績は？"), Session(), LIMIT)
    waiting = next(taken).session
    stopped: list[Session] = []
    timer = Timer(0.2, lambda: stopped.append(getattr(waiting, way)()))
    timer.start()
    began = time.monotonic()
    (last,) = taken  # no answer comes any more: both end by showing the same
    assert time.monotonic() - began < 1.5
    timer.join()
    assert [last.session] == stopped
    assert last.session == (Session() if way == "left" else waiting.given_up())


def test_an_address_asks_its_questions_in_order(scripted: Any) -> None:
    *_, last = replay(scripted, ("実績は？", "では課題は？"), LIMIT)
    assert scripted.asked == [("実績は？", None), ("では課題は？", ("実績は？",))]
    assert 'data-kk-chat="?q=' in html_of(logged(last.session)[3])


@pytest.mark.parametrize("text", ["", "{", "[]", '"ask"', "null", "{}", '{"do": "ask", "turn": "x"}'])
def test_what_is_no_order_is_none(text: str) -> None:
    assert Order.parse(text) is None


@pytest.mark.parametrize("do", ["rewrite", "retry", "follow", "unknown"])
def test_an_order_about_a_turn_that_is_gone_changes_nothing(scripted: Any, do: str) -> None:
    session = take(scripted, *asking("実績は？"))
    order = Order.parse(json.dumps({"do": do, "question": "目標は？", "turn": 7}))
    assert order is not None
    assert [one.session for one in steps(scripted, order, session, LIMIT)] == [session]
    assert len(scripted.asked) == 1


def test_what_cannot_be_drawn_is_said_to_have_failed(scripted: Any) -> None:
    session = take(scripted, *asking("実績は？", "では課題は？"))
    failed = Step(session).undrawn().session
    assert "処理中に問題が起きました" in html_of(logged(failed)[3])
    assert [one.question for one in failed.turns] == ["実績は？", "では課題は？"]
