"""Measures numbered 1-1, 1-2, …: called by that number, never by their position among all."""

from __future__ import annotations

import pytest
from held_engines import ask as put
from held_engines import engine_of

from assistant.types import Answer, Reason, Status


def ask(question: str) -> Answer:
    return put(engine_of("sakurai-koreisha"), question)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("施策1-1の評価の内訳は", "A0件、B3件、C1件、D0件、評価不可（-）0件で、計4件です"),
        ("1-1の評価は", "A0件、B3件、C1件、D0件、評価不可（-）0件で、計4件です"),
        ("施策2-3の評価の件数は", "A1件、B2件、C0件、D0件、評価不可（-）0件で、計3件です"),
        ("施策１－２でAは何件", "評価がAの指標は2件です。全体4件中2件"),
    ],
)
def test_the_grades_of_a_measure_are_those_of_its_own_indicators(question: str, words: str) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    assert words in answer.answer
    assert answer.notes == ()


def test_its_indicators_are_all_listed() -> None:
    assert ask("施策1-1の指標は").rows == ("1-1-1#1", "1-1-1#2", "1-1-2#1", "1-1-2#2")


def test_the_number_of_an_initiative_stays_one() -> None:
    assert ask("取組1-1-2の評価は").rows == ("1-1-2#1", "1-1-2#2")


@pytest.mark.parametrize("question", ["施策7-1の指標は", "施策2の評価の件数は"])
def test_a_number_that_no_measure_bears_is_refused(question: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM)


def test_two_of_them_are_compared() -> None:
    assert ask("施策1-1と施策1-2の評価を比べて").rows == ("1-1", "1-2")
