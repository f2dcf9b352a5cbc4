"""Remarks around a question say nothing of what is asked; the subject of a question is no remark."""

from __future__ import annotations

import pytest

from assistant.understanding.clauses import remarks_in


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        ("市民から多すぎると言われたんですが、相談件数は何件?", "市民から多すぎると言われたんですが、"),
        ("孫が生まれまして、ところで保護司は何人?", "孫が生まれまして、"),
        ("昔は賑やかでした。来場者数は?", "昔は賑やかでした。"),
        ("新聞で読みましたので、相談件数を教えて", "新聞で読みましたので、"),
    ],
)
def test_a_remark_is_told_from_the_question(question: str, remark: str) -> None:
    spans = remarks_in(question)
    assert "".join(question[start:end] for start, end in spans) == remark


@pytest.mark.parametrize(
    "question",
    [
        "水族館のことですが、入館者数は?",
        "水族館ですが、入館者数は何人?",
        "相談件数は何件?",
        "目標はいくつで、届いたのか?",
        "令和3年度から、相談件数はどう動いた?",
    ],
)
def test_what_names_the_subject_is_no_remark(question: str) -> None:
    assert remarks_in(question) == ()
