"""Numbers held against something: how they are compared, in which unit, and what is no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.understanding.amounts import Amount, amounts_in
from assistant.understanding.question import fold
from assistant.understanding.years import arabic_numerals, read_years
from index.set_query import Comparison

LESS, AT_MOST = Comparison.LESS, Comparison.AT_MOST
MORE, AT_LEAST = Comparison.MORE, Comparison.AT_LEAST
EQUAL = Comparison.EQUAL


def amounts(question: str) -> tuple[Amount, ...]:
    """The amounts of a question as it is read: folded, its years taken out."""
    folded = arabic_numerals(fold(question))
    return amounts_in(folded, read_years(folded, 2024, tuple(range(2020, 2027))).spans)


def only(question: str) -> Amount:
    (found,) = amounts(question)
    return found


@pytest.mark.parametrize(
    ("question", "comparison", "number", "unit"),
    [
        ("達成率が80%未満の指標は？", LESS, "80", "%"),
        ("達成率８０％未満は", LESS, "80", "%"),
        ("８０パーセント未満の指標", LESS, "80", "%"),
        ("達成率が8割を切る指標", LESS, "80", "%"),
        ("達成率8割を切ったのは？", LESS, "80", "%"),
        ("達成率が九割を切ったもの", LESS, "90", "%"),
        ("九割に届かない", LESS, "90", "%"),
        ("8割5分を下回る", LESS, "85", "%"),
        ("8割も切った", LESS, "80", "%"),
        ("8割を割った", LESS, "80", "%"),
        ("80%台を割り込んだ", LESS, "80", "%"),
        ("90パーも行かなかった", LESS, "90", "%"),
        ("90%いってない指標", LESS, "90", "%"),
        ("50%より小さい", LESS, "50", "%"),
        ("２００人に届かなかったのは", LESS, "200", "人"),
        ("200人に達していない", LESS, "200", "人"),
        ("200人に達しなかった", LESS, "200", "人"),
        ("200人にも届かない", LESS, "200", "人"),
        ("50件に満たない", LESS, "50", "件"),
        ("千人に満たない", LESS, "1000", "人"),
        ("100人より少ない", LESS, "100", "人"),
        ("30人弱", LESS, "30", "人"),
        ("20人足らず", LESS, "20", "人"),
        ("十件未満", LESS, "10", "件"),
        ("100件以下", AT_MOST, "100", "件"),
        ("100件以内に収まった", AT_MOST, "100", "件"),
        ("50件にとどまった", AT_MOST, "50", "件"),
        ("100人までの指標", AT_MOST, "100", "人"),
        ("三割以下", AT_MOST, "30", "%"),
        ("達成率が3割台にとどまる", AT_MOST, "30", "%"),
        ("300ｇ以下", AT_MOST, "300", "g"),
        ("実績が千を超える指標", MORE, "1000", ""),
        ("一万を超える", MORE, "10000", ""),
        ("達成率100%超", MORE, "100", "%"),
        ("100パーセントを上回った", MORE, "100", "%"),
        ("100より多い", MORE, "100", ""),
        ("0人より多い", MORE, "0", "人"),
        ("500人オーバー", MORE, "500", "人"),
        ("500人超え", MORE, "500", "人"),
        ("100件をこえた", MORE, "100", "件"),
        ("百五十人超", MORE, "150", "人"),
        ("30人強", MORE, "30", "人"),
        ("実績が1,000人以上の指標", AT_LEAST, "1000", "人"),
        ("1,234.5以上", AT_LEAST, "1234.5", ""),
        ("0.5%以上", AT_LEAST, "0.5", "%"),
        ("8割5分以上", AT_LEAST, "85", "%"),
        ("一割以上", AT_LEAST, "10", "%"),
        ("百件以上", AT_LEAST, "100", "件"),
        ("3千人以上", AT_LEAST, "3000", "人"),
        ("1万人以上", AT_LEAST, "10000", "人"),
        ("1.5倍以上", AT_LEAST, "1.5", "倍"),
        ("10団体以上", AT_LEAST, "10", "団体"),
        ("15法人以上", AT_LEAST, "15", "法人"),
        ("50か所以上", AT_LEAST, "50", "か所"),
        ("100kWh以上", AT_LEAST, "100", "kwh"),
        ("2千万円以上", AT_LEAST, "2000", "万円"),
        ("200人に達した指標", AT_LEAST, "200", "人"),
        ("200人に届いた指標", AT_LEAST, "200", "人"),
        ("達成率が100%に乗った", AT_LEAST, "100", "%"),
        ("100%の大台に乗った", AT_LEAST, "100", "%"),
        ("90%をキープした", AT_LEAST, "90", "%"),
        ("ちょうど100", EQUAL, "100", ""),
        ("ちょうど100人の指標", EQUAL, "100", "人"),
        ("達成率がぴったり100%", EQUAL, "100", "%"),
        ("丁度五十件", EQUAL, "50", "件"),
    ],
)
def test_how_a_number_is_compared(question: str, comparison: Comparison, number: str, unit: str) -> None:
    found = only(question)
    assert (found.comparison, found.number, found.unit, found.moves) == (
        comparison,
        Decimal(number),
        unit,
        0,
    )


@pytest.mark.parametrize(
    ("question", "comparison", "number", "unit", "moves"),
    [
        ("10%以上減った指標", AT_LEAST, "10", "%", -1),
        ("前年度より1割以上減った", AT_LEAST, "10", "%", -1),
        ("10%以上減少した", AT_LEAST, "10", "%", -1),
        ("10%以上の減", AT_LEAST, "10", "%", -1),
        ("10%以上悪化した", AT_LEAST, "10", "%", -1),
        ("5ポイント以上下がった", AT_LEAST, "5", "ポイント", -1),
        ("達成率が20ポイント以上落ちた", AT_LEAST, "20", "ポイント", -1),
        ("100件を超えて減った", MORE, "100", "件", -1),
        ("20人以上増えた指標", AT_LEAST, "20", "人", 1),
        ("20人を超えて増えた", MORE, "20", "人", 1),
        ("2割以上の伸び", AT_LEAST, "20", "%", 1),
        ("10%以上改善した", AT_LEAST, "10", "%", 1),
        ("2年で10%以上減った", AT_LEAST, "10", "%", -1),
    ],
)
def test_a_number_behind_which_something_moves_is_that_of_the_move(
    question: str, comparison: Comparison, number: str, unit: str, moves: int
) -> None:
    found = only(question)
    assert (found.comparison, found.number, found.unit, found.moves) == (
        comparison,
        Decimal(number),
        unit,
        moves,
    )


@pytest.mark.parametrize("question", ["8割を切る", "80%に届かない", "80%を下回る"])
def test_falling_short_of_a_number_is_no_move(question: str) -> None:
    assert only(f"{question}、減った指標").moves == 0


@pytest.mark.parametrize(
    "question",
    [
        "令和5年度以上に増えた指標",
        "令和五年度より多い指標",
        "二〇二四年度以上",
        "2023年度を上回った",
        "R5より減った指標は",
        "R5を超えた指標",
        "R4からR6まで",
        "R3以上",
        "5年以上連続",
        "3年以上",
    ],
)
def test_years_are_never_amounts(question: str) -> None:
    assert amounts(question) == ()


@pytest.mark.parametrize(
    "question",
    [
        "目標を上回った指標",
        "一番多いのは",
        "三位以上",
        "B以上の指標",
        "65歳以上の参加者",
        "2つ以上の課が担当",
        "未満",
        "以上の指標",
        "100人しか",
        "109件は何年度の実績？",
        "半分以下の指標",
        "零件以上",
    ],
)
def test_what_is_compared_with_no_number_or_only_printed_is_no_amount(question: str) -> None:
    assert amounts(question) == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("80%以上100%未満の指標", [(AT_LEAST, 80), (LESS, 100)]),
        ("50人以上100人以下", [(AT_LEAST, 50), (AT_MOST, 100)]),
        ("百を超え千未満", [(MORE, 100), (LESS, 1000)]),
        ("目標が100人以上で実績がちょうど50人", [(AT_LEAST, 100), (EQUAL, 50)]),
        ("実績がちょうど50人で目標が100人以上", [(EQUAL, 50), (AT_LEAST, 100)]),
    ],
)
def test_several_numbers_come_in_the_order_said(question: str, said: list[tuple[Comparison, int]]) -> None:
    assert [(one.comparison, int(one.number)) for one in amounts(question)] == said


def test_a_year_beside_an_amount_leaves_the_amount() -> None:
    assert only("令和6年度に300件を超えたもの").number == 300
    assert only("2024年に200件超").number == 200


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("達成率が80%未満の指標", "80%未満"),
        ("実績が千を超える指標", "千を超え"),
        ("前年度より10%以上減った指標", "10%以上減"),
        ("実績がちょうど100人の指標", "ちょうど100人"),
    ],
)
def test_the_span_is_what_was_said(question: str, said: str) -> None:
    folded = fold(question)
    found = only(question)
    assert folded[found.start : found.end] == said


@pytest.mark.parametrize(
    ("spelled", "number"),
    [
        ("千", 1000),
        ("二百", 200),
        ("十五", 15),
        ("千五百", 1500),
        ("三千", 3000),
        ("一万五千", 15000),
        ("万", 10000),
        ("二千二十四", 2024),
        ("１００００", 10000),
    ],
)
def test_numbers_in_kanji_and_full_width(spelled: str, number: int) -> None:
    assert only(f"実績が{spelled}を超える指標").number == number


@pytest.mark.parametrize(
    ("question", "low", "high", "unit"),
    [
        ("60%台の指標", 60, 70, "%"),
        ("達成率9割台", 90, 100, "%"),
        ("200人台の指標", 200, 300, "人"),
        ("85%台", 85, 95, "%"),
    ],
)
def test_a_band_reaches_to_the_next_of_its_leading_digit(
    question: str, low: int, high: int, unit: str
) -> None:
    found = amounts_in(fold(question))
    assert [(one.comparison, one.number, one.unit) for one in found] == [
        (Comparison.AT_LEAST, Decimal(low), unit),
        (Comparison.LESS, Decimal(high), unit),
    ]
