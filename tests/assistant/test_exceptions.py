"""What a question leaves out of a list or ranking is left out, and the reading says so."""

from __future__ import annotations

from typing import Any

from assistant.types import Status


def test_named_indicators_are_left_out_of_a_ranking(ask: dict[str, Any]) -> None:
    whole = ask["niigata"]("R6の達成率の低い順に5つ")
    worst = whole.rows[0]
    name = ask["niigata"]("R6の達成率が一番低い指標は？").answer
    assert worst in name
    rest = ask["niigata"]("R6の達成率の低い順に5つ。学生ボランティアと参加支援は除いて")
    assert rest.status is Status.ANSWERED
    assert not {"①-5#1", "⑤-1#1"} & set(rest.rows)
    assert "以外" in rest.interpretation


def test_cumulative_indicators_are_left_out_where_they_are_not_wanted(ask: dict[str, Any]) -> None:
    whole = set(ask["niigata"]("R6に目標を達成した指標は？").rows)
    rest = set(ask["niigata"]("R6に目標を達成した指標は？累計のものは除いて").rows)
    assert rest < whole


def test_a_name_that_the_report_has_not_leaves_nothing_out(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("水族館を除いて、R6にC評価だった指標は？")
    assert answer.status is Status.NOT_IN_REPORT or "以外" not in answer.interpretation


def test_a_compound_leaves_out_only_what_prints_it_whole(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("R6の達成率の低い順に3つ。参加支援は除いて")
    assert "⑤-1#1" not in answer.rows
    assert answer.rows[0] == "①-5#1"  # it shares 参加 and 支援 with the words, but not the compound
