"""The reading as parts that can be changed: what is offered is read as it was chosen, and answered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest

from assistant.assistant import Assistant
from assistant.types import ReadingSlot, Status
from corpus.types import Kind, Report

WHOLE = (
    "目標を達成できなかった指標を教えて",
    "目標を達成した指標は何件？",
    "達成率が一番低い指標は？",
    "達成率の高い順に並べて",
    "評価の内訳は？",
)


def slots_after(assistant: Assistant, *turns: str) -> dict[str, ReadingSlot]:
    """Return the parts of the reading of the last turn, by their labels."""
    reply, before = None, None
    for turn in turns:
        before = reply.conversation if reply else None
        reply = assistant.ask(turn, before)
    assert reply is not None
    return {one.label: one for one in assistant.reading(turns[-1], reply, before)}


def values(slot: ReadingSlot) -> list[str]:
    return [one.value for one in slot.changes]


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_every_change_offered_is_read_as_it_was_chosen(
    name: str, assistants: dict[str, Assistant], reports: dict[str, Report]
) -> None:
    assistant, report = assistants[name], reports[name]
    told = [
        one.name
        for one in report.indicators
        if one.name and (actual := one.observation(report.fiscal_year, Kind.ACTUAL)) and actual.value
    ]
    checked = 0
    for question in (*(f"{one}の実績は？" for one in islice(told, 0, None, 4)), *WHOLE):
        reply = assistant.ask(question)
        slots = assistant.reading(question, reply)
        shown = {one.label: one.value for one in slots}
        for slot in slots:
            for change in slot.changes:
                again = assistant.ask(change.question, reply.conversation if change.follows else None)
                read = {
                    one.label: one.value
                    for one in assistant.reading(
                        change.question, again, reply.conversation if change.follows else None
                    )
                }
                wanted = {**shown, slot.label: change.value}
                if change.value == "推移":  # goes over all years
                    wanted["年度"] = read["年度"]
                assert read == wanted, (question, change.question)
                if slot.label in ("年度", "種類") and "項目" in shown:
                    assert again.answer.status is Status.ANSWERED, change.question
                checked += 1
    assert checked > 60


def test_a_follow_up_is_changed_by_questions_that_stand_alone(assistants: dict[str, Assistant]) -> None:
    slots = slots_after(assistants["niigata"], "民生委員協力員数の実績は？", "R5は？")
    assert slots["年度"].value == "令和5年度"
    assert slots["項目"].value == "民生委員協力員数"
    assert not any(one.follows for slot in slots.values() for one in slot.changes)
    assert "令和6年度" in values(slots["年度"])
    assert {"目標", "評価", "推移"} <= set(values(slots["種類"]))


def test_a_condition_is_exchanged_and_taken_out(assistants: dict[str, Assistant]) -> None:
    slots = slots_after(assistants["niigata"], "R6に評価がCの指標は？")
    assert slots["条件"].value == "評価がC"
    assert values(slots["条件"])[:2] == ["評価がA", "評価がB"]
    assert "計画全体" not in values(slots["範囲"])
    slots = slots_after(assistants["niigata"], "R6に評価がCで実績が前年度より減った指標は？")
    assert "「評価がC」を外す" in values(slots["条件"])


def test_figures_that_the_report_does_not_hold_are_not_offered(assistants: dict[str, Assistant]) -> None:
    slots = slots_after(assistants["niigata"], "民生委員協力員数のR2の実績は？")
    assert "目標" not in values(slots["種類"])  # the plan had no targets in that year


@pytest.mark.parametrize("question", ["こんにちは", "東京都の人口は？", "令和20年度の民生委員協力員数は？"])
def test_what_was_not_answered_by_a_plan_has_no_parts(
    question: str, assistants: dict[str, Assistant]
) -> None:
    assistant = assistants["niigata"]
    before = assistant.ask("民生委員協力員数の実績は？").conversation
    reply = assistant.ask(question, before)
    if reply.answer.status is not Status.ANSWERED or not reply.answer.sources:
        assert assistant.reading(question, reply, before) == ()


def test_with_several_reports_the_report_is_named_where_it_would_not_answer_by_itself(
    open_store: Callable[..., Assistant],
) -> None:
    assistant = open_store("niigata", "minato")
    question = "R6に評価がCの指標は？"
    first = assistant.ask("民生委員協力員数の実績は？")
    reply = assistant.ask(question, first.conversation)
    slots = assistant.reading(question, reply, first.conversation)
    assert slots[0].label == "報告書"
    for slot in slots:
        for change in slot.changes:
            again = assistant.ask(change.question, reply.conversation if change.follows else None)
            assert again.conversation.report == reply.conversation.report, change.question
