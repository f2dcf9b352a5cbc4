"""The commentary over three editions of one plan: in order, what is new, kept and dropped, and since when a word stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Reason, Status
from corpus.parse import parse_report
from index.build import build_index, open_index

EDITIONS = Path(__file__).resolve().parents[1] / "data" / "editions"
R4, R5, R6 = (f"wakabadai-fukushi-{year}" for year in ("r4", "r5", "r6"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("city")
    build_index(home, [parse_report(EDITIONS / f"{name}.txt") for name in (R4, R5, R6)], None)
    index = open_index(home, None)
    yield Assistant(index, Settings(home=home))
    index.close()


def told(answer: Answer) -> list[str]:
    return [one for one in answer.answer.split("\n") if not one.startswith("（")]


def test_what_became_of_each_sentence_is_told_edition_by_edition(city: Assistant) -> None:
    answer = city.ask("茶の間の課題はこれまでどう書かれてきた？").answer
    assert answer.status is Status.ANSWERED
    assert told(answer) == [
        "R4からR6までの報告書の記述を、年度の順に示します。",
        "**①-2 地域の茶の間の設置の「課題とその対応策」**",
        "R4の報告書:",
        "> 運営者の高齢化が進んでいる。",
        "> 感染症の対策に要する費用が運営団体の負担となっている。",
        "R5の報告書:",
        "- 新しい記述:",
        "> 運営者の高齢化が進んでおり、後継者の確保が課題である。",
        "> 冬期の暖房費が運営団体の負担となっている。",
        "> 今後は、学生ボランティアの受入れを進める。",
        "- なくなった記述（R4の報告書）:",
        "> 運営者の高齢化が進んでいる。",
        "> 感染症の対策に要する費用が運営団体の負担となっている。",
        "R6の報告書:",
        "- 引き続き書かれている記述: 1文",
        "- 新しい記述:",
        "> 参加者の移動手段の確保が新たな課題となっている。",
        "- 一部変更された記述:",
        "> 今後は、学生ボランティアの受入れを広げる。",
        "- なくなった記述（R5の報告書）:",
        "> 冬期の暖房費が運営団体の負担となっている。",
    ]
    assert {one.report for one in answer.citations} == {R4, R5, R6}


def test_every_quotation_stands_in_its_edition(city: Assistant) -> None:
    answer = city.ask("福祉総務課の課題の書きぶりの推移は？").answer
    reports = {name: parse_report(EDITIONS / f"{name}.txt") for name in (R4, R5, R6)}
    assert answer.rows == ("①-2", "②-1")
    for one in answer.citations:
        held = [each for each in reports[one.report].passages if str(each.place) == one.place]
        assert any(one.quote in each.text for each in held)


def test_an_initiative_that_ended_is_told_up_to_its_last_edition(city: Assistant) -> None:
    answer = city.ask("出張相談の課題はこれまでどう書かれてきた？").answer
    assert "R6の報告書には、この取組は載っていません。" in answer.answer
    assert "- R4と同じ記述です。" in answer.answer


def test_the_first_edition_that_says_a_word_is_named(city: Assistant) -> None:
    answer = city.ask("後継者という言葉はいつから書かれている？").answer
    assert "令和5年度（R5）の報告書から見られます" in answer.answer
    assert "R4の報告書にはありません" in answer.answer
    assert {one.report for one in answer.citations} == {R5, R6}


def test_a_word_that_no_edition_says_is_refused(city: Assistant) -> None:
    answer = city.ask("宇宙開発はいつから書かれている？").answer
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM)


@pytest.mark.parametrize(
    "question", ["茶の間の設置数の推移は？", "茶の間の課題は？", "見守り活動の実績の推移は？"]
)
def test_figures_over_the_years_and_the_newest_commentary_are_no_history(
    city: Assistant, question: str
) -> None:
    assert "年度の順に示します" not in city.ask(question).answer.answer
