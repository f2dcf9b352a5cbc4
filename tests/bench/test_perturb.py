"""The perturbations keep what is asked: the years, the figures and ids, the letters of grades, the names."""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from perturb import CHANGES, arabic_digits, variants, years_meant

from corpus.fiscal import find_years

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = [DATA / "dev.jsonl", *sorted((DATA / "questions").glob("fresh-*.jsonl"))]
CASES: list[dict[str, Any]] = [
    json.loads(line) for file in FILES for line in file.read_text(encoding="utf-8").splitlines() if line
]
NARROW_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
TYPOS = [kind for kind in CHANGES if kind.startswith("typo")]


def changed(kind: str, question: str) -> set[str]:
    """What a kind makes of a question under many seeds."""
    return {CHANGES[kind](question, random.Random(seed)) for seed in range(60)}


@lru_cache
def all_variants(seed: int = 0) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every variant of the bundled questions behind the case it was made from."""
    return [(case, one) for case in CASES for one in variants(case, seed)]


def made(kind: str, seed: int = 0) -> list[tuple[str, str]]:
    """Every turn of the bundled questions that a kind changes, before and after."""
    return [
        (before, after)
        for case, one in all_variants(seed)
        if one["id"].endswith(f"~{kind}")
        for before, after in zip(case["turns"], one["turns"], strict=True)
        if before != after
    ]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def figures(text: str) -> list[str]:
    """Every digit of a text outside its years, in order."""
    for mention in reversed(find_years(text)):
        text = text[: mention.start] + text[mention.end :]
    return [char for char in folded(text) if char.isdigit()]


@pytest.mark.parametrize("kind", CHANGES)
def test_every_kind_keeps_the_years(kind: str) -> None:
    pairs = made(kind)
    assert pairs
    assert [one for one in pairs if years_meant(one[0]) != years_meant(one[1])] == []
    if kind not in ("kanji-digits", "arabic-digits"):  # find_years reads no 六年度 without an era
        assert [one for one in pairs if _years(one[0]) != _years(one[1])] == []


def _years(text: str) -> list[tuple[int, ...]]:
    return [mention.years for mention in find_years(text)]


def test_the_same_seed_makes_the_same_questions() -> None:
    assert [one for _, one in all_variants()] == [one for case in CASES for one in variants(case)]


def test_another_seed_makes_other_questions() -> None:
    assert made("ending", seed=1) != made("ending", seed=2)


def test_a_case_added_before_changes_no_other_variant() -> None:
    alone = list(variants(CASES[1], seed=5))
    after_another = [one for case in CASES[:2] for one in variants(case, seed=5)][-len(alone) :]
    assert after_another == alone


@pytest.mark.parametrize("kind", ["narrow-kana", "wide-ascii", "narrow-ascii"])
def test_a_change_of_width_is_undone_by_nfkc(kind: str) -> None:
    assert [one for one in made(kind) if folded(one[0]) != folded(one[1])] == []


@pytest.mark.parametrize("kind", ["era", "particles", "ending", *TYPOS])
def test_figures_and_ids_outside_the_years_stay(kind: str) -> None:
    assert [one for one in made(kind) if figures(one[0]) != figures(one[1])] == []


@pytest.mark.parametrize(
    "question",
    [
        "①-2#1の実績は？",
        "No.3の目標値は？",
        "R7.3末で何社？",
        "1,052件と1052件は同じ？",
        "施策③のA評価は？",
        "第2期は？",
    ],
)
def test_numbers_that_count_nothing_stay_arabic(question: str) -> None:
    assert changed("kanji-digits", question) == {question}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("令和6年度の実績", "令和六年度の実績"),
        ("平成３０年度から", "平成三十年度から"),
        ("2024年度の目標", "二〇二四年度の目標"),
        ("5年度は？", "五年度は？"),
        ("3年連続でC", "三年連続でC"),
        ("2つ目の指標", "二つ目の指標"),
    ],
)
def test_years_and_counts_go_to_kanji_and_back(question: str, expected: str) -> None:
    assert changed("kanji-digits", question) == {expected}
    assert arabic_digits(expected, random.Random(0)) == question.translate(NARROW_DIGITS)


@pytest.mark.parametrize(
    "question", ["一番多いのは？", "一時生活支援は？", "第三者委員は？", "十分伝わった？", "百万円は？"]
)
def test_kanji_numerals_inside_words_stay(question: str) -> None:
    assert changed("arabic-digits", question) == {question}


def test_a_year_takes_every_spelling() -> None:
    assert changed("era", "R6の実績") == {
        f"{year}の実績" for year in ("2024年度", "令和6年度", "Ｒ６", "令和六年度")
    }
    assert changed("era", "2019年度は") == {f"{year}は" for year in ("R1", "令和元年度", "Ｒ１")}
    assert changed("era", "令和元年度は") >= {"2019年度は", "R1は"}
    assert changed("era", "H30は") >= {"2018年度は", "平成30年度は"}


def test_both_ends_of_a_run_of_years_are_spelled_alike() -> None:
    assert "2020年度〜2024年度の平均" in changed("era", "R2〜R6の平均")


@pytest.mark.parametrize("question", ["R7.3末で何社？", "令和7年1月29日に何が？", "30年度は？", "昨年度は？"])
def test_days_and_doubtful_years_are_left_alone(question: str) -> None:
    assert changed("era", question) == {question}


@pytest.mark.parametrize(
    "question",
    [
        "社会を明るくする運動に何人？",
        "「市の子ども」に何人？",
        "別の数字ですか",
        "今の人数",
        "Bは何指標",
        "Cの指標",
    ],
)
def test_particles_inside_names_and_quotations_stay(question: str) -> None:
    assert changed("particles", question) == {question}


def test_nouns_do_not_run_together_where_a_particle_goes() -> None:
    assert changed("particles", "保護司は目標を超えた？") == {"保護司　目標を超えた？"}
    assert changed("particles", "保護司は何人？") == {"保護司何人？"}


@pytest.mark.parametrize("kind", TYPOS)
def test_a_slip_is_made_once_in_one_turn(kind: str) -> None:
    for case, one in all_variants():
        if one["id"].endswith(f"~{kind}"):
            turns = zip(case["turns"], one["turns"], strict=True)
            differing = [(before, after) for before, after in turns if before != after]
            assert len(differing) == 1
            assert _letters_apart(*differing[0]) == 1


def _letters_apart(before: str, after: str) -> int:
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return max(len(before), len(after)) - start - end


@pytest.mark.parametrize("kind", TYPOS)
@pytest.mark.parametrize(
    "question",
    [
        "令和6年度の実績",
        "A評価の指標は",
        "支援プランは？",
        "未達成の件数",
        "「ボランティア」とは",
        "おしえてください",
        "保護司さん",
    ],
)
def test_short_words_years_grades_and_quotations_get_no_slip(kind: str, question: str) -> None:
    assert changed(kind, question) == {question}


def test_slips_look_like_slips() -> None:
    assert "訪門支援件数" in changed("typo-homophone", "訪問支援件数")
    assert "ボラランティア" in changed("typo-doubled", "ボランティア")
    assert "ボンティア" in changed("typo-dropped", "ボランティア")
    assert "オランティア" not in changed("typo-dropped", "ボランティア")
    assert "ボランテイア" in changed("typo-neighbour", "ボランティア")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("保護司は何人ですか？", "保護司は何人でしょうか"),
        ("保護司は何人？", "保護司は何人ですか"),
        ("目標値を教えてください", "目標値を示されたい"),
        ("令和5年度の実績おしえて", "令和5年度の実績教えてください"),
        ("令和6年度の実績は？", "令和6年度の実績を教えてください"),
        ("R5は？", "R5はどうですか"),
        ("なぜ減ったのでしょうか", "なぜ減ったの？"),
    ],
)
def test_endings_go_from_blunt_to_polite_and_back(question: str, expected: str) -> None:
    assert expected in changed("ending", question)
    assert question not in changed("ending", question)


@pytest.mark.parametrize("question", ["こんにちは", "ありがとう！", "目標は増えた？"])
def test_what_has_no_other_ending_stays(question: str) -> None:
    assert changed("ending", question) == {question}


def test_a_variant_keeps_everything_but_its_id_and_turns() -> None:
    for case, one in all_variants():
        assert {**one, "id": case["id"], "turns": case["turns"]} == case
        assert len(one["turns"]) == len(case["turns"])


def test_no_more_variants_than_asked_for() -> None:
    assert max(len(list(variants(case, per_case=2))) for case in CASES) == 2
