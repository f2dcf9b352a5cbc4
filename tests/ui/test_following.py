"""What is offered to go on with: only what the assistant answers next, about the same items."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Route, Status
from corpus.parse import parse_report
from index.build import build_index, open_index
from ui.banner import banner_html
from ui.conversing import Order, steps
from ui.following import examples_html, follow_ups, follow_ups_html
from ui.session import Session, Turn

REPORT = Path(__file__).resolve().parents[1] / "data" / "editions" / "wakabadai-fukushi-r6.txt"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An assistant over a small report, without the embedding model."""
    home = tmp_path_factory.mktemp("following")
    build_index(home, [parse_report(REPORT)], None)
    index = open_index(home, None)
    yield Assistant(index, Settings(home=home))
    index.close()


def turn_of(assistant: Any, question: str) -> Turn:
    *_, last = steps(assistant, Order("ask", question), Session(), 500)
    assert last.session.last is not None
    return last.session.last


def test_each_follow_up_is_answered_about_the_same_items(assistant: Any) -> None:
    example = assistant.examples()[0]
    turn = turn_of(assistant, example)
    offered = follow_ups(assistant, turn)
    assert len(offered) >= 2
    said = {turn.answer.answer if turn.answer else ""}
    for question in offered:
        answer = assistant.ask(question, turn.conversation).answer
        assert answer.status is Status.ANSWERED
        assert answer.answer not in said, "it says the same again"
        said.add(answer.answer)


def test_every_example_of_figures_is_answered(assistant: Any) -> None:
    for question in assistant.examples()[:3]:
        assert assistant.ask(question).answer.status is Status.ANSWERED, question


@pytest.mark.parametrize("status", [Status.CLARIFY, Status.NOT_IN_REPORT, Status.ERROR])
def test_nothing_is_offered_where_nothing_was_answered(status: Status, scripted: Any) -> None:
    turn = Turn(1, "実績は？", answer=Answer(status, Route.NONE, "ありません。", ""))
    assert follow_ups(scripted, turn) == ()
    assert scripted.asked == []


def test_commentary_is_not_tried_before_the_model_is_there(scripted: Any) -> None:
    turn = turn_of(scripted, "見守り協力員数の実績は？")
    follow_ups(scripted, turn)
    assert not {"理由は？", "課題は？"} & {question for question, _ in scripted.asked}


def test_offers_are_buttons_and_nothing_of_a_report_becomes_markup() -> None:
    evil = '<img src=x>"'
    for html in (examples_html((evil,)), follow_ups_html((evil,), 3), banner_html(evil)):
        assert "<img" not in html
        assert "&lt;img" in html
    assert 'data-kk-do="follow" data-kk-turn="3"' in follow_ups_html(("推移は？",), 3)
    assert follow_ups_html((), 3) == ""
