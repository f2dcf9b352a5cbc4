"""The chat's steps without a browser: what each question puts into the log."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of other people's packages, while they are imported
    from ui import chat


def html_of(message: dict[str, Any]) -> str:
    return str(message["content"].value)


def test_the_question_is_shown_at_once_and_then_its_answer(scripted: Any) -> None:
    first, last = chat.conversation_updates(scripted, "協力員数の実績は？", chat.Session())
    assert [one["role"] for one in first[0]] == ["user", "assistant"]
    assert "調べています" in html_of(first[0][1])
    assert first[2] == ""  # the box is empty again
    assert [one["role"] for one in last[0]] == ["user", "assistant"]
    assert "協力員数の実績は？" in html_of(last[0][0])
    assert "<strong>35人</strong>" in html_of(last[0][1])
    assert last[1].conversation == ("協力員数の実績は？",)


def test_the_next_question_carries_the_conversation(scripted: Any) -> None:
    *_, (_, session, _) = chat.conversation_updates(scripted, "実績は？", chat.Session())
    list(chat.conversation_updates(scripted, "では課題は？", session))
    assert scripted.asked[-1] == ("では課題は？", ("実績は？",))


def test_choices_are_buttons_only_while_they_are_the_last_answer(scripted: Any) -> None:
    *_, (messages, session, _) = chat.conversation_updates(scripted, "どれ？", chat.Session())
    assert [one["label"] for one in messages[1]["options"]] == [
        "見守り協力員の実績は？",
        "配食協力員の実績は？",
    ]
    assert "配食協力員の実績は？" not in html_of(messages[1])
    *_, (messages, _, _) = chat.conversation_updates(scripted, "実績は？", session)
    assert all("options" not in one for one in messages)
    assert "配食協力員の実績は？" in html_of(messages[1])  # still there to read


def test_a_fault_is_told_without_its_details_and_the_conversation_goes_on(
    scripted: Any, caplog: pytest.LogCaptureFixture
) -> None:
    *_, (messages, session, _) = chat.conversation_updates(scripted, "故障？", chat.Session())
    assert "処理中に問題が起きました" in html_of(messages[1])
    assert "secret" not in html_of(messages[1])
    assert "secret" in caplog.text
    assert session.conversation is None


def test_an_empty_box_sends_nothing(scripted: Any) -> None:
    updates = list(chat.conversation_updates(scripted, "  ", chat.Session()))
    assert [messages for messages, _, _ in updates] == [[]]
    assert scripted.asked == []


def test_a_long_conversation_keeps_its_last_turns(scripted: Any) -> None:
    session = chat.Session()
    for number in range(40):
        *_, (_, session, _) = chat.conversation_updates(scripted, f"{number}番の実績は？", session)
    assert len(session.turns) == 30
    assert session.turns[-1].question == "39番の実績は？"
