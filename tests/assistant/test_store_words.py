"""Many plans in one store: which few of them a question is read against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.library import Library
from assistant.settings import Settings
from assistant.types import Status
from corpus.types import Report
from index.build import build_index, open_index

COPIES = 20


@pytest.fixture(scope="module")
def crowd(
    reports: dict[str, Report], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Assistant, Library]]:
    """An assistant over one children's plan and twenty environment plans of as many towns, all newer."""
    home = tmp_path_factory.mktemp("crowd")
    others = [
        replace(
            reports["minato"],
            name=f"town-{at}",
            title=f"第{at}町 計画",
            city=f"丘{at}町",
            plan="環境基本計画",
        )
        for at in range(COPIES)
    ]
    build_index(home, [*others, reports["asahi"]], None)
    index = open_index(home, None)
    assistant = Assistant(index, Settings(home=home))
    yield assistant, assistant._library
    index.close()


def test_a_whole_name_that_one_plan_alone_prints_decides(crowd: tuple[Assistant, Library]) -> None:
    found = crowd[0].ask("産後ケアの利用者数の実績は？")
    assert found.answer.status is Status.ANSWERED
    assert found.conversation.report == "asahi-kodomo-r5"


@pytest.mark.parametrize(
    "question", ["産後ケアを使った人は何人？", "学童の待機児童は？", "ファミサポの提供会員は？"]
)
def test_words_that_few_reports_print_find_theirs(crowd: tuple[Assistant, Library], question: str) -> None:
    assert crowd[0].ask(question).conversation.report == "asahi-kodomo-r5"


def test_of_many_plans_that_fit_alike_some_are_asked_back(crowd: tuple[Assistant, Library]) -> None:
    answer = crowd[0].ask("リサイクル率の実績は？").answer
    assert answer.status is Status.CLARIFY
    assert len(answer.choices) > 1


def test_not_every_report_is_read(crowd: tuple[Assistant, Library]) -> None:
    assistant, library = crowd
    assistant.ask("産後ケアを使った人は何人？")
    assert len(library._engines) < COPIES


def test_a_town_is_found_by_its_name(crowd: tuple[Assistant, Library]) -> None:
    assert crowd[0].ask("丘7町のリサイクル率は？").conversation.report == "town-7"


def test_rare_words_count_most(crowd: tuple[Assistant, Library]) -> None:
    likeness = crowd[1].words.likeness("産後ケアの利用率")
    assert max(likeness, key=lambda name: likeness[name]) == "asahi-kodomo-r5"


def test_a_name_inside_a_longer_one_said_does_not_count(crowd: tuple[Assistant, Library]) -> None:
    words = crowd[1].words
    assert words.printing_whole_names("産後ケアの利用者数の実績は？") == {"asahi-kodomo-r5"}
    assert words.printing_whole_names("実績は？") == frozenset()


def test_what_a_report_prints_anywhere_is_found(crowd: tuple[Assistant, Library]) -> None:
    words = crowd[1].words
    assert words.printing(["産後ケア"]) == {"asahi-kodomo-r5"}
    assert words.printing(["どの報告書にもない"]) == frozenset()
