"""Texts held by their characters and beginnings: nothing that a plain search finds is missed."""

from __future__ import annotations

import random

from assistant.understanding.degrees import Degrees
from assistant.understanding.held_texts import HeldTexts
from assistant.understanding.occurring import Occurring
from assistant.understanding.question import words_of
from corpus.types import Report


def names_of(report: Report) -> list[str]:
    names = [one.name for one in report.measures] + [one.name for one in report.initiatives]
    return [one for one in [*names, *(each.name for each in report.indicators)] if one]


def test_every_text_that_says_a_word_is_found(reports: dict[str, Report]) -> None:
    texts = [name for report in reports.values() for name in names_of(report)]
    held, degrees = HeldTexts((one,) for one in texts), Degrees((("ボランティア", "ボラ"),))
    words = dict.fromkeys(word for text in texts for word in words_of(text))
    said = dict.fromkeys([*words, *words_of("学ボラの中学生が申し立てを行った生保と高校の率")])
    for word in said:
        found = dict(degrees.saying(word, held))
        plain = {number: degrees.of(word, text) for number, text in enumerate(held.texts)}
        assert found == {number: degree for number, degree in plain.items() if degree}, word


def test_a_text_of_several_rows_is_held_once_with_all_its_places() -> None:
    held = HeldTexts([("相談", "窓口"), ("", "相談"), ("見守り", "窓口")])
    assert held.texts == ("相談", "窓口", "見守り")
    assert held.numbers == ((0, 1), (-1, 0), (2, 1))
    assert held.places == (((0, 0), (1, 1)), ((0, 1), (2, 1)), ((2, 0),))


def test_no_part_is_found_where_there_is_none() -> None:
    assert list(HeldTexts([("相談",)]).holding(["", "談話"])) == []


def test_the_texts_standing_in_a_question_come_in_their_own_order() -> None:
    chance = random.Random(3)
    letters = "あいう①-1#"
    texts = ["".join(chance.choices(letters, k=chance.randint(0, 4))) for _ in range(300)]
    occurring = Occurring(texts)
    for _ in range(50):
        question = "".join(chance.choices(letters, k=12))
        plain = [at for at, text in enumerate(texts) if text and text in question]
        assert occurring.positions(question) == plain
