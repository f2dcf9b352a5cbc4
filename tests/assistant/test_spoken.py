"""Spoken, dialectal and kana forms are written as the grammar reads them, but never inside a printed name."""

from __future__ import annotations

import pytest

from assistant.understanding.question import fold
from assistant.understanding.spoken import written_form


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("なんぼ", "いくつ"),
        ("届かんかったやつ", "届かなかったやつ"),
        ("できひんかったの出して", "できなかったの出して"),
        ("52,000人いけた？", "52,000人に達した?"),
        ("目標いけた？", "目標達成した?"),
        ("どないなってる", "どうなっている"),
        ("どんな塩梅", "どう"),
        ("赤点の指標", "未達成の指標"),
        ("足踏みなの", "横ばいなの"),
        ("落ちてしもうた指標", "落ちた指標"),
        ("引っ込んでもうた", "減った"),
        ("目標ば追い越した", "目標を超えた"),
        ("Bやなかった指標", "bではなかった指標"),
        ("ケツから三つ", "最下位から三つ"),
        ("下から二番目", "下から2番目"),
        ("累計は抜きで", "累計以外で"),
        ("一番できていない指標は", "達成率が一番低い指標は"),
        ("最も進んでいない取組は", "達成率が一番低い取組は"),
        ("昨年度との比較は？", "前年度と比べるとどう?"),
        ("前年度との比較で減った", "前年度と比べて減った"),
    ],
)
def test_a_spoken_form_is_rewritten(spoken: str, written: str) -> None:
    assert written_form(fold(spoken), "") == written


@pytest.mark.parametrize(
    "plain",
    [
        "進んでない理由は？",
        "いくつを移すつもりなんだ",
        "それは誰なんだ",
        "保護司数は横ばい？",
        "R6の実績は何人ですか？",
        "半ばの値は？",
        "例えば保護司は？",
    ],
)
def test_plain_japanese_stays(plain: str) -> None:
    folded = fold(plain)
    assert written_form(folded, "") == folded


def test_a_printed_name_is_never_rewritten() -> None:
    assert written_form("赤点の会の会員数は?", "赤点の会の会員数") == "赤点の会の会員数は?"


def test_a_grade_lower_than_the_year_before_is_no_lower_actual() -> None:
    assert written_form("評価が前の年より下がった指標は?", "") == "評価が下がった指標は?"
    assert written_form("実績が前の年より下がった指標は?", "") == "実績が前の年より下がった指標は?"
