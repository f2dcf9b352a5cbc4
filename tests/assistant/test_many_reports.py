"""Several reports in one store: which one answers, and that the answer says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Status
from corpus.errors import StoreError
from corpus.types import Report
from index.build import build_index, open_index

ASAHI, MINATO = "asahi-kodomo-r5", "minato-kankyo-r7"


@pytest.fixture(scope="module")
def both(open_store: Callable[..., Assistant]) -> Assistant:
    """Return an assistant over the reports of あさひ市 (R5) and みなと町 (R7)."""
    return open_store("asahi", "minato")


def answer(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question).answer


def test_the_newest_report_answers_and_is_named(both: Assistant, reports: dict[str, Report]) -> None:
    found = answer(both, "C評価の指標は？")
    title = reports["minato"].title
    assert both.title == f"{title} ほか1件"
    assert found.answer.endswith(f"\n（報告書: {title}）")
    assert found.interpretation.startswith(f"{title}・令和7年度")
    assert {one.report for one in found.citations} == {MINATO}
    assert "2-2#1" in found.rows


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("あさひ市のD評価の指標は？", ASAHI),
        ("あさひ市の待機児童の目標は？", ASAHI),
        ("みなと町のC評価の指標は？", MINATO),
        ("子ども・子育て支援事業計画のA評価の指標は？", ASAHI),
        ("asahi-kodomo-r5のA評価の指標は？", ASAHI),
    ],
)
def test_a_question_that_names_a_city_or_a_plan_goes_there(
    both: Assistant, reports: dict[str, Report], question: str, report: str
) -> None:
    title = {ASAHI: reports["asahi"].title, MINATO: reports["minato"].title}[report]
    assert both.ask(question).conversation.report == report
    assert title in answer(both, question).interpretation


def test_a_question_in_the_words_of_the_other_report_goes_there(both: Assistant) -> None:
    found = answer(both, "産後ケアの利用者数の実績は？")
    assert "203人" in found.answer
    assert {one.report for one in found.citations} == {ASAHI}


def test_ids_of_the_other_edition_carry_its_name_and_those_of_the_newest_do_not(both: Assistant) -> None:
    other = answer(both, "産後ケアの利用者数の実績は？")
    assert other.rows == (f"{ASAHI}/３-1#1",)
    assert all(one.startswith(f"{ASAHI}/") for one in other.sources)
    assert all(one.source.startswith(f"{ASAHI}/") for one in other.citations)
    newest = answer(both, "リサイクル率の実績は？")
    assert newest.rows == ("2-2#1",)


def test_the_conversation_stays_with_the_report_talked_about(both: Assistant) -> None:
    first = both.ask("産後ケアの利用者数の実績は？")
    second = both.ask("目標は？", first.conversation)
    assert second.conversation.report == ASAHI
    assert "120人" in second.answer.answer


def test_another_report_named_starts_over_there(both: Assistant) -> None:
    first = both.ask("産後ケアの利用者数の実績は？")
    second = both.ask("みなと町のリサイクル率は？", first.conversation)
    assert second.conversation.report == MINATO
    assert "21.1%" in second.answer.answer


def test_years_are_those_of_the_report_that_answers(both: Assistant) -> None:
    assert "令和5年度" in answer(both, "あさひ市の提供会員数は？").answer
    assert "令和7年度" in answer(both, "みなと町のリサイクル率は？").answer


def test_the_same_plan_in_two_editions(
    reports: dict[str, Report], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("editions")
    newer = replace(reports["asahi"], name="asahi-kodomo-r6", fiscal_year=2024, digest="another")
    build_index(home, [reports["asahi"], newer], None)
    index = open_index(home, None)
    assistant = Assistant(index, Settings(home=home))
    assert assistant.ask("D評価の指標は？").conversation.report == "asahi-kodomo-r6"
    old = assistant.ask("令和5年度の報告書でD評価の指標は？")
    assert old.conversation.report == ASAHI
    assert all(one.startswith(f"{ASAHI}/") for one in old.answer.rows)
    index.close()


def test_with_one_report_nothing_is_added_to_the_answer(ask: dict[str, Any]) -> None:
    found = ask["asahi"]("産後ケアの利用者数の実績は？")
    assert found.status is Status.ANSWERED
    assert "報告書:" not in found.answer


def test_an_empty_store_says_what_to_do(assistants: dict[str, Assistant]) -> None:
    class NoFacts:
        def reports(self) -> list[Any]:
            return []

    class NoIndex:
        facts = NoFacts()

    settings = assistants["asahi"]._settings
    with pytest.raises(StoreError) as caught:
        Assistant(NoIndex(), settings)  # type: ignore[arg-type]
    assert str(caught.value) == (
        "報告書がまだ読み込まれていません。「keikaku ingest 報告書のファイル」で読み込んでください。"
    )
