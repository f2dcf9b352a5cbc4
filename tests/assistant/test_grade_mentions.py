"""Grades in a question: by letter, by mark, in words, by their meaning; and letters that are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.understanding.catalog import Catalog
from assistant.understanding.grade_mentions import grades_in
from assistant.understanding.question import fold
from corpus.types import GradeMeaning, Place, Report


def said(question: str, catalog: Catalog) -> tuple[str, ...]:
    """The grades named, in the order of the report's own grades."""
    found, _, _ = grades_in(fold(question), catalog)
    return tuple(sorted(found, key=catalog.grades.index))


def graded(report: Report, *legend: tuple[str, str]) -> Catalog:
    """The vocabulary of a report that has this legend and no indicators."""
    meanings = tuple(GradeMeaning(grade, meaning, Place(1, 0)) for grade, meaning in legend)
    measures = tuple(replace(one, initiatives=()) for one in report.measures)
    return Catalog(replace(report, measures=measures, legend=meanings))


@pytest.fixture(scope="session")
def marks(reports: dict[str, Report]) -> Catalog:
    return graded(
        reports["niigata"],
        ("◎", "目標を達成"),
        ("○", "概ね達成"),
        ("△", "達成に至らず"),
        ("×", "実施できず"),
        ("-", "評価不可"),
    )


@pytest.fixture(scope="session")
def words(reports: dict[str, Report]) -> Catalog:
    return graded(
        reports["niigata"],
        ("順調", "目標を上回る"),
        ("概ね順調", "目標どおり"),
        ("やや遅れ", "目標を少し下回る"),
        ("遅れ", "目標を大きく下回る"),
    )


@pytest.mark.parametrize(
    ("report", "question", "grades"),
    [
        ("niigata", "C評価の指標は？", "C"),
        ("niigata", "Ｃ評価はいくつ", "C"),
        ("niigata", "cの指標", "C"),
        ("niigata", "評価がCの指標", "C"),
        ("niigata", "「B」の指標", "B"),
        ("niigata", "a判定の指標", "A"),
        ("niigata", "Aランク", "A"),
        ("niigata", "Aばかりの施策", "A"),
        ("niigata", "Aだけの施策は", "A"),
        ("niigata", "Cを取った指標", "C"),
        ("niigata", "C以外の指標", "C"),
        ("niigata", "Cじゃない指標", "C"),
        ("niigata", "Cって何", "C"),
        ("niigata", "Bは？", "B"),
        ("niigata", "AとBの指標", "AB"),
        ("niigata", "AまたはBの評価", "AB"),
        ("niigata", "B/C", "BC"),
        ("niigata", "A評価とC評価を比べて", "AC"),
        ("niigata", "BからCに落ちた指標", "BC"),
        ("niigata", "R5でBだったのがR6でCになった", "BC"),
        ("niigata", "予定より進んでいる指標", "A"),
        ("niigata", "概ね予定通り進んでいる指標", "B"),
        ("niigata", "概ね予定通り", "B"),
        ("niigata", "予定より遅れている指標は", "C"),
        ("niigata", "A：予定より進んでいる", "A"),
        ("asahi", "D評価の指標は？", "D"),
        ("asahi", "大幅に遅れている指標", "D"),
        ("asahi", "予定より遅れている指標", "C"),
    ],
)
def test_letters_and_what_the_legend_says_of_them(
    desks: dict[str, Any], report: str, question: str, grades: str
) -> None:
    assert said(question, desks[report].engine.catalog) == tuple(grades)


@pytest.mark.parametrize(
    "question",
    [
        "評価不可の指標",
        "評価できない指標",
        "評価がつかなかった指標",
        "評価なしの指標",
        "「-」の指標は",
        "「ー」の指標",
        "ハイフンの指標",
        "横棒の評価",
    ],
)
def test_the_dash_is_said_in_many_ways(desks: dict[str, Any], question: str) -> None:
    assert said(question, desks["niigata"].engine.catalog) == ("-",)


@pytest.mark.parametrize(
    "question",
    [
        "Dの指標は？",
        "S評価はある？",
        "CSWの活動は",
        "SNSの活用",
        "Wi-Fiの指標",
        "AIを活用した取組",
        "KPIは",
        "ABCの内訳",
        "予定通りの指標",
        "予定より遅れ率は",
        "予定より少ない指標",
        "支援プラン作成件数の評価は",
        "二重丸の指標",
    ],
)
def test_other_letters_and_words_name_no_grade_of_this_report(desks: dict[str, Any], question: str) -> None:
    assert said(question, desks["niigata"].engine.catalog) == ()


@pytest.mark.parametrize(
    ("question", "or_better"),
    [
        ("B以上の指標", True),
        ("「B」以上の指標", True),
        ("評価B以上", True),
        ("B評価以上", True),
        ("Bの指標", False),
        ("B以下の指標", False),
        ("Bで、実績が100以上", False),
    ],
)
def test_or_better(desks: dict[str, Any], question: str, or_better: bool) -> None:
    found, better, _ = grades_in(fold(question), desks["niigata"].engine.catalog)
    assert (found, better) == (("B",), or_better)


def test_spans_cover_what_was_said(desks: dict[str, Any]) -> None:
    folded = fold("A評価と予定より遅れている指標")
    _, _, spans = grades_in(folded, desks["niigata"].engine.catalog)
    assert [folded[start:end] for start, end in spans] == ["a", "予定より遅れている"]


@pytest.mark.parametrize(
    ("question", "grades"),
    [
        ("◎の指標は？", "◎"),
        ("二重丸の指標は", "◎"),
        ("○の指標", "○"),
        ("丸が付いた指標", "○"),
        ("まるの指標", "○"),
        ("△は", "△"),
        ("三角の指標", "△"),
        ("さんかくはいくつ", "△"),
        ("×の指標", "×"),
        ("バツの指標", "×"),
        ("ばつが付いた", "×"),
        ("ペケはどれ", "×"),
        ("◎と○", "◎○"),
        ("目標を達成した指標", "◎"),
        ("達成に至らずの指標", "△"),
        ("評価不可の指標", "-"),
        ("花丸の指標", ""),
        ("丸山さん", ""),
        ("達成率は", ""),
        ("Aの指標", ""),
    ],
)
def test_marks_drawn_spoken_and_by_their_meaning(marks: Catalog, question: str, grades: str) -> None:
    assert said(question, marks) == tuple(grades)


def test_marks_or_better(marks: Catalog) -> None:
    assert grades_in(fold("○以上の指標"), marks)[1] is True
    assert grades_in(fold("○の指標"), marks)[1] is False


@pytest.mark.parametrize(
    ("question", "grades"),
    [
        ("順調な指標", ("順調",)),
        ("概ね順調な指標", ("概ね順調",)),
        ("おおむね順調な指標は", ("概ね順調",)),
        ("ほぼ順調", ("概ね順調",)),
        ("やや遅れの指標", ("やや遅れ",)),
        ("少し遅れている", ("やや遅れ",)),
        ("遅れている指標", ("遅れ",)),
        ("順調と遅れ", ("順調", "遅れ")),
        ("目標どおりの指標", ("概ね順調",)),
        ("目標の指標", ()),
    ],
)
def test_grades_that_are_words(words: Catalog, question: str, grades: tuple[str, ...]) -> None:
    assert said(question, words) == grades
