"""Positions and numbers of things: 2番目のもの, 2番目に高い, トップ3 are three different wishes."""

from __future__ import annotations

import pytest

from assistant.understanding.orders import limit_in, ordinal_in, rank_position_in
from assistant.understanding.question import fold


@pytest.mark.parametrize(
    ("question", "position"),
    [
        ("2番目のものは？", 2),
        ("２番目の指標は", 2),
        ("二番目の指標は", 2),
        ("10番目の指標", 10),
        ("3つ目は", 3),
        ("三個目の取組", 3),
        ("2本目は", 2),
        ("第3指標", 3),
        ("第三指標の実績", 3),
        ("もう一つの指標", 2),
        ("もう1つは", 2),
        ("もうひとつの方", 2),
    ],
)
def test_the_nth_of_what_is_listed(question: str, position: int) -> None:
    assert ordinal_in(fold(question)) == position


@pytest.mark.parametrize(
    "question", ["指標はいくつ", "第3回の会議", "3番の指標", "3つの施策", "R6の実績は", "一つだけ教えて"]
)
def test_a_number_that_counts_or_names_is_no_position(question: str) -> None:
    assert ordinal_in(fold(question)) is None


@pytest.mark.parametrize(
    ("question", "position"),
    [
        ("達成率が2番目に高い指標", 2),
        ("達成率が二番目に低い指標は？", 2),
        ("三番目に悪い指標", 3),
        ("3番目に多い", 3),
        ("12番目に高い", 12),
        ("上から3番目は？", 3),
        ("下から2番目の指標", 2),
        ("達成率2位は？", 2),
        ("達成率2位の指標", 2),
        ("ワースト3位はどれ", 3),
        ("2番目に実績が大きいのは", 2),
        ("増加率が2番目に大きい", 2),
        ("１位は", 1),
    ],
)
def test_the_nth_of_an_order(question: str, position: int) -> None:
    assert rank_position_in(fold(question)) == position


@pytest.mark.parametrize(
    "question",
    [
        "2番目の指標は",
        "2番目のものは？",
        "2番目のやつを教えて",
        "2番目の取組の課題は",
        "達成率トップ3",
        "一番高い指標",
        "達成率の高い順",
        "3つ高いもの",
        "達成率が低い指標を3つ",
    ],
)
def test_without_an_order_or_for_more_than_one_there_is_no_rank_position(question: str) -> None:
    assert rank_position_in(fold(question)) is None


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("計画を一番大きく上回ったのと、その次は？", 2),
        ("達成率の1位と2位はなんですか", 2),
        ("達成率が下から1番目、2番目、3番目というのはどれ", 3),
        ("達成率のひどい順に三つ", 3),
        ("達成率トップ3", 3),
        ("トップ 3", 3),
        ("トップスリー", 3),
        ("ワーストファイブ", 5),
        ("ベストテン", 10),
        ("トップワン", 1),
        ("ワースト１", 1),
        ("ワースト5を教えて", 5),
        ("上位10件", 10),
        ("下位三つ", 3),
        ("上から5つ", 5),
        ("下から3つ", 3),
        ("悪いほうから2つ", 2),
        ("多いほうから3個", 3),
        ("達成率の低い方から4件", 4),
        ("高い順に3つ", 3),
        ("高い順に12件", 12),
        ("低い順に三つ", 3),
        ("近い順に3つ", 3),
        ("達成率が低いもの3つ", 3),
        ("達成率の高い指標を5つ", 5),
        ("遠いもの2つ", 2),
        ("3つ、低いもの", 3),
        ("三つ高いものを挙げて", 3),
    ],
)
def test_how_many_of_an_order(question: str, limit: int) -> None:
    assert limit_in(fold(question)) == limit


@pytest.mark.parametrize(
    "question",
    [
        "達成率の低い指標",
        "指標を3つ教えて",
        "3つの施策",
        "2つの指標を比べて",
        "R6で高いもの",
        "上から3番目",
        "ワースト3位はどれ",
        "ベスト3位",
        "トップの指標",
        "2番目に高い指標",
    ],
)
def test_a_position_or_a_number_without_an_order_is_no_limit(question: str) -> None:
    assert limit_in(fold(question)) is None
