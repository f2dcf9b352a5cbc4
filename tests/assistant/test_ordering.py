"""Orders and what they range over: falls, lists without an order, lists narrowed in the next turn."""

from __future__ import annotations

from typing import Any

from assistant.types import Status


def test_the_largest_fall_comes_first_among_those_shown(ask: dict[str, Any]) -> None:
    answer = ask["niigata"](
        "R6にC評価の指標は？", "そのうち再犯防止のものは", "減り方が大きいほう、前の年と並べて数字を"
    )
    assert answer.rows == ("④-5#3", "④-5#2")
    assert "1,994" in answer.answer


def test_listing_all_of_them_is_no_order(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("R6に前年度より実績が減った指標を全部並べて")
    assert set(answer.rows) == {"①-4#1", "①-5#1", "④-5#2", "④-5#3", "⑤-1#1"}


def test_a_list_is_narrowed_by_its_unit(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("前年度より実績が減った指標は？", "そのうち件数で数えるやつはどれ")
    assert answer.rows == ("⑤-1#1",)


def test_a_target_lowered_between_two_years(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("目標の数字、令和５年度から６年度でこっそり下げたのってある？")
    assert answer.rows == ("①-3#1",)
    assert "423" in answer.answer and "349" in answer.answer


def test_the_next_year_counts_from_the_year_talked_about(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("参加支援件数のR5の実績は？", "で、次の年は")
    assert "33" in answer.answer
    both = ask["niigata"]("参加支援件数のR5の実績は？", "で、次の年は", "ふたつの差は何件ですか")
    assert "15" in both.answer


def test_neither_of_two_departments(ask: dict[str, Any]) -> None:
    every = ask["niigata"]("R6にC評価の指標は？")
    rest = ask["niigata"]("R6にC評価の指標のうち、福祉総務課でも障がい福祉課でもないところの指標は？")
    assert rest.status is Status.ANSWERED
    assert set(rest.rows) < set(every.rows)
    assert "以外" in rest.interpretation


def test_grades_other_than_one_with_those_not_rated(ask: dict[str, Any]) -> None:
    without = ask["niigata"]("今年度Cがつかなかった指標は？")
    both = ask["niigata"]("今年度Cがつかなかったの、評価なしも込みで並べて")
    assert set(without.rows) < set(both.rows)


def test_counts_by_grade_asked_by_the_word_for_a_class(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("評価区分ごとの内訳を件数でまとめて")
    assert "A7件、B7件、C6件" in answer.answer


def test_low_rates_come_lowest_first_however_it_is_put(ask: dict[str, Any]) -> None:
    ordered = ask["niigata"]("R6の達成率の低い順に並べて").rows
    for question in ("達成率の低い指標は？", "達成率が低い指標を教えて", "達成率の悪い指標を並べて"):
        assert ask["niigata"](question).rows == ordered, question
    assert ask["niigata"]("達成率の低い指標を3つ挙げて").rows == ordered[:3]
    assert ask["niigata"]("達成率の低い指標トップ3").rows == ordered[:3]
    highest = ask["niigata"]("達成率の高い指標を3つ").rows
    assert highest == tuple(reversed(ordered))[:3]


def test_lower_than_the_year_before_or_the_target_is_a_condition(ask: dict[str, Any]) -> None:
    fell = set(ask["niigata"]("R6に前年度より実績が減った指標は？").rows)
    assert set(ask["niigata"]("実績が前年より少ない指標は").rows) == fell
    missed = set(ask["niigata"]("R6に目標を達成していない指標は？").rows)
    assert set(ask["niigata"]("目標より実績が低い指標は").rows) == missed
    below = set(ask["niigata"]("R6に達成率80%未満の指標は？").rows)
    assert set(ask["niigata"]("達成率80%より低い指標は").rows) == below


def test_the_worst_grade_asked_by_an_adjective(ask: dict[str, Any]) -> None:
    assert set(ask["niigata"]("評価が悪い指標は？").rows) == set(ask["niigata"]("R6にC評価の指標は？").rows)


def test_worst_first_is_not_best_first(ask: dict[str, Any]) -> None:
    assert "評価がC" in ask["niigata"]("評価が悪い順に並べて").answer
    assert "評価がA" in ask["niigata"]("評価が良い順に並べて").answer


def test_the_second_of_a_list_and_why(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("達成率の低い指標を3つ挙げて", "2番目のは、なんで進んでないんですか")
    shown = ask["niigata"]("達成率の低い指標を3つ挙げて").rows
    assert answer.status is not Status.CLARIFY
    assert any(one.source.startswith(shown[1].split("#")[0]) for one in answer.citations) or answer.notes


def test_departments_beside_each_other_are_counted_apart(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("福祉総務課と秋葉区地域総務課で、目標を達成した指標はそれぞれ何件？")
    assert "福祉総務課: " in answer.answer and "秋葉区地域総務課: " in answer.answer


def test_the_mean_rate_of_a_department(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("福祉総務課が受け持つ指標、達成率をならすと何％になります？")
    assert "平均" in answer.answer


def test_two_indicators_added_where_their_unit_is_the_same(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("保護司数と更生保護女性会員数、R6は合わせると何人？")
    first = ask["niigata"]("保護司数のR6の実績は？").citations[0].quote
    second = ask["niigata"]("更生保護女性会員数のR6の実績は？").citations[0].quote
    total = int(first.replace(",", "")) + int(second.replace(",", ""))
    assert f"{total:,}人" in answer.answer


def test_missed_last_year_and_reached_now(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("昨年度は目標に届いていなかったのに今年度は達成した指標を教えて")
    met = set(ask["niigata"]("R6に目標を達成した指標は？").rows)
    missed_before = set(ask["niigata"]("R5に目標を達成していない指標は？").rows)
    assert set(answer.rows) == met & missed_before


def test_what_is_left_out_of_a_comparison_is_no_second_one(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("達成率が100％を上回った指標はどれですか。ちょうど100％は除いてください")
    assert set(answer.rows) == set(ask["niigata"]("R6に達成率が100%を超える指標は？").rows)


def test_two_grades_counted_together(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("ＢとＣあわせて何件だっけ")
    assert "13件" in answer.answer


def test_what_a_grade_stands_for_in_percent_is_its_meaning(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("評価の「Ｃ」って達成率で言うとどのくらいなんですか？")
    assert "評価区分" in answer.answer
