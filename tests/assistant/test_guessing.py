"""What a classifier's guess is taken for, and when it is not asked or not believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.conversation import Conversation
from assistant.engine import Engine, Turn
from assistant.planning.context import Context
from assistant.planning.guessing import guessed
from assistant.plans import Aspect, FiguresPlan
from assistant.understanding.few_shot import Examples, FewShot, Guess, Operation
from corpus.errors import ModelError
from corpus.types import Kind, Report
from index.embedding import HashEmbeddings


@dataclass
class Told(FewShot):
    """A classifier that says what it was told to say, and remembers what it was asked."""

    answer: Guess | None
    asked: list[str] = field(default_factory=list)

    @property
    def embeddings(self) -> Any:
        return None

    def guess(self, masked: str) -> Guess | None:
        self.asked.append(masked)
        return self.answer


class Broken(FewShot):
    """A classifier whose model is not there."""

    def __init__(self) -> None:
        super().__init__(HashEmbeddings(), Examples((), ()))

    def guess(self, masked: str) -> Guess | None:
        raise ModelError("no model")


def told(label: Operation, margin: float = 0.9) -> Told:
    return Told(Guess(label, 0.9, margin))


def guess(desks: dict[str, Any], question: str, classifier: FewShot | None) -> object:
    """What is guessed of a question over the bundled report."""
    desk = desks["niigata"]
    context = Context(desk.engine.catalog, desk.engine.linker, classifier)
    return guessed(desk.read(question), context)


@pytest.mark.parametrize(
    ("label", "aspect", "kinds"),
    [
        (Operation.VALUE, Aspect.VALUE, ()),
        (Operation.TARGET, Aspect.VALUE, (Kind.TARGET,)),
        (Operation.TARGET_AND_ACTUAL, Aspect.TARGET_AND_ACTUAL, ()),
        (Operation.MET, Aspect.MET, ()),
        (Operation.RATE, Aspect.RATE, ()),
        (Operation.GAP, Aspect.GAP, ()),
        (Operation.CHANGE, Aspect.CHANGE, ()),
        (Operation.DIRECTION, Aspect.CHANGE, ()),
        (Operation.TREND, Aspect.TREND, ()),
        (Operation.YEARLY, Aspect.YEARLY, ()),
        (Operation.GRADE, Aspect.VALUE, (Kind.GRADE,)),
        (Operation.GRADE_HISTORY, Aspect.TREND, (Kind.GRADE,)),
        (Operation.BASELINE, Aspect.VALUE, (Kind.BASELINE,)),
    ],
)
def test_a_guess_becomes_an_aspect_and_kinds(
    desks: dict[str, Any], label: Operation, aspect: Aspect, kinds: tuple[Kind, ...]
) -> None:
    assert guess(desks, "保護司数は計画にかなうものか", told(label)) == (aspect, kinds)


@pytest.mark.parametrize(
    "label",
    [
        Operation.OTHER,
        Operation.REASON,
        Operation.ISSUES,
        Operation.FUTURE,
        Operation.STATUS,
        Operation.DEFINITION,
        Operation.DEPARTMENT,
        Operation.SUM,
        Operation.AVERAGE,
        Operation.BEST_YEAR,
        Operation.WORST_YEAR,
    ],
)
def test_other_guesses_are_left_to_the_grammar(desks: dict[str, Any], label: Operation) -> None:
    """A sum or a best year computes something that a wrong guess would make up."""
    assert guess(desks, "保護司数は計画にかなうものか", told(label)) is None


def test_without_a_classifier_nothing_is_guessed(desks: dict[str, Any]) -> None:
    assert guess(desks, "保護司数は計画にかなうものか", None) is None


def test_a_classifier_that_is_not_sure_is_not_followed(desks: dict[str, Any]) -> None:
    assert guess(desks, "保護司数は計画にかなうものか", Told(None)) is None


@pytest.mark.parametrize(("margin", "believed"), [(0.24, False), (0.25, True), (0.3, True), (0.15, False)])
def test_a_guess_must_lead_by_more_than_the_classifiers_own_margin(
    desks: dict[str, Any], margin: float, believed: bool
) -> None:
    found = guess(desks, "保護司数の具合を知りたい", told(Operation.TREND, margin))
    assert (found is not None) is believed


@pytest.mark.parametrize(
    "label",
    [Operation.TARGET, Operation.TARGET_AND_ACTUAL, Operation.MET, Operation.RATE, Operation.GAP],
)
@pytest.mark.parametrize(
    ("question", "believed"),
    [
        ("保護司数の具合を知りたい", False),
        ("保護司数は目標にかなうものか", True),
        ("保護司数は計画にかなうものか", True),
        ("保護司数はめざすところか", True),
        ("保護司数は目指すところか", True),
    ],
)
def test_a_target_is_guessed_only_where_one_is_spoken_of(
    desks: dict[str, Any], label: Operation, question: str, believed: bool
) -> None:
    assert (guess(desks, question, told(label)) is not None) is believed


@pytest.mark.parametrize("label", [Operation.VALUE, Operation.CHANGE, Operation.TREND, Operation.GRADE])
def test_what_needs_no_target_needs_no_word_of_it(desks: dict[str, Any], label: Operation) -> None:
    assert guess(desks, "保護司数の具合を知りたい", told(label)) is not None


@pytest.mark.parametrize("question", ["保護司数は？", "保護司数", "R5の保護司数は？", "R5の保護司数を。"])
def test_a_bare_name_is_not_put_to_the_classifier(desks: dict[str, Any], question: str) -> None:
    classifier = told(Operation.TREND)
    assert guess(desks, question, classifier) is None
    assert classifier.asked == []


@pytest.mark.parametrize(
    ("question", "masked"),
    [
        ("保護司の具合を知りたい", "指標の具合を知りたい"),
        ("R5の保護司の具合を知りたい", "年度の指標の具合を知りたい"),
        ("R3からR5の保護司の具合を知りたい", "年度から年度の指標の具合を知りたい"),
    ],
)
def test_the_classifier_is_asked_without_names_and_years(
    desks: dict[str, Any], question: str, masked: str
) -> None:
    classifier = told(Operation.TREND)
    guess(desks, question, classifier)
    assert classifier.asked == [masked]


def test_a_model_that_cannot_be_loaded_is_told(desks: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        guess(desks, "保護司数の具合を知りたい", Broken())


# -- through the planner -----------------------------------------------------------------------------


def planned(report: Report, question: str, classifier: FewShot) -> object:
    engine = Engine(report, lambda query: (), lambda query: [], operations=classifier)
    return engine.decide(engine.read(Turn(question, Conversation()))).plan


def test_a_wording_that_the_grammar_knows_is_not_guessed_at(reports: dict[str, Report]) -> None:
    classifier = told(Operation.GRADE)
    plan = planned(reports["niigata"], "保護司数の推移は？", classifier)
    assert isinstance(plan, FiguresPlan) and plan.aspect is Aspect.TREND
    assert classifier.asked == []


@pytest.mark.parametrize(
    ("question", "label", "aspect"),
    [
        ("保護司の具合を知りたい", Operation.TREND, Aspect.TREND),
        ("保護司の具合を知りたい", Operation.DIRECTION, Aspect.CHANGE),
    ],
)
def test_a_wording_that_the_grammar_does_not_know_is_planned_as_guessed(
    reports: dict[str, Report], question: str, label: Operation, aspect: Aspect
) -> None:
    plan = planned(reports["niigata"], question, told(label))
    assert isinstance(plan, FiguresPlan) and plan.aspect is aspect
