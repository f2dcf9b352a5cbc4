"""Below a figure stand the other cells of its row and year, each cited, none said twice."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.types import Status


@pytest.mark.parametrize(
    ("report", "question", "line"),
    [
        (
            "niigata",
            "民生委員協力員の令和5年度の実績は？",
            "参考（R5）: 目標75人、目標を8人下回る、達成率89.3%、評価C、前年度の実績61人（6人増）。",
        ),
        ("niigata", "保護司のR6の実績は？", "参考（R6）: 目標「増加」、評価B、前年度の実績285人（4人増）。"),
        ("minato", "海岸清掃の参加者数のR4の目標は？", "参考（R4）: 実績860人、"),
    ],
)
def test_the_row_stands_below_the_figure(ask: dict[str, Any], report: str, question: str, line: str) -> None:
    assert line in ask[report](question).answer


def test_every_figure_of_the_line_is_cited(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("民生委員協力員の令和5年度の実績は？")
    assert answer.status is Status.ANSWERED
    assert {"67", "75", "C", "61"} <= {one.quote.strip() for one in answer.citations}


def test_the_years_between_two_that_are_compared_are_given(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("保護司数はR2からR6でどれだけ増えた？")
    assert "この間の実績: R2 270人、R3 281人、R4 288人、R5 285人、R6 289人。" in answer.answer


@pytest.mark.parametrize("question", ["民生委員協力員の推移は？", "R6にC評価の指標は？"])
def test_series_and_lists_have_no_such_line(ask: dict[str, Any], question: str) -> None:
    assert "参考（" not in ask["niigata"](question).answer


def test_a_share_states_its_denominator_and_the_one_without_the_unrated(ask: dict[str, Any]) -> None:
    text = ask["niigata"]("A評価の指標の割合は？").answer
    assert "23件中7件で、割合は30.4%です。" in text
    assert "評価不可を除くと20件中7件で、35.0%です。" in text
