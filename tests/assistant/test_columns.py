"""Which column of commentary a question means by its wording alone."""

from __future__ import annotations

import pytest

from assistant.answering.columns import Leaning, column_years, leaning_of
from corpus.types import PassageKind


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("若い人が来ないのをどうする？", PassageKind.ISSUES),
        ("案内できる人が足りないものは？", PassageKind.ISSUES),
        ("お年寄りの家が工事をためらうのは？", PassageKind.ISSUES),
        ("誰と相談する？", PassageKind.ISSUES),
        ("割引はいつまで続くの？", PassageKind.ISSUES),
        ("相談員はどんな役目を負っているの？", PassageKind.OVERVIEW),
        ("育てる狙いは？", PassageKind.OVERVIEW),
        ("何件使われた？", PassageKind.STATUS),
        ("新しい機械は入った？", PassageKind.STATUS),
        ("話し合いの場は？", None),
        ("窓口はどこにある？", None),
        ("相談は増えている？", None),
    ],
)
def test_a_question_leans_to_a_column(question: str, column: PassageKind | None) -> None:
    assert leaning_of(question).to is column


def test_a_column_named_outright_leaves_nothing_to_lean_on() -> None:
    leaning = leaning_of("取組状況はどうなった？")
    assert leaning.named
    assert leaning.bonus(PassageKind.STATUS) == 0.0


def test_only_cells_of_the_column_gain() -> None:
    leaning = Leaning(PassageKind.ISSUES, 2.0)
    assert (leaning.bonus(PassageKind.ISSUES), leaning.bonus(PassageKind.STATUS)) == (2.0, 0.0)


def test_the_years_of_a_column_are_those_of_its_heading() -> None:
    assert column_years("令和5年度 取組状況") == {2023}
    assert column_years("課題") == set()
