"""Answers from the commentary: quoted character for character, or refused where nothing is written."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.evaluation import EvaluationReport
from assistant.evaluation.report import Outcome
from assistant.types import Reason, Route, Status
from corpus.types import Report

REPORT_OF = {
    "dev": "niigata",
    "fresh-niigata": "niigata",
    "fresh-asahi": "asahi",
    "fresh-minato": "minato",
}
_QUOTED = re.compile(r"^> (.+)$", re.MULTILINE)


def cells(report: Report) -> dict[tuple[str, str], set[str]]:
    """Every cell of commentary by its source and place: the text without left-over markup."""
    found: dict[tuple[str, str], set[str]] = {}
    passages = [one for block in report.blocks for one in block.passages] + list(report.remarks)
    for passage in passages:
        found.setdefault((passage.source, str(passage.place)), set()).update({passage.text, passage.printed})
    return found


def quoting(run: EvaluationReport) -> list[Outcome]:
    return [one for one in run.outcomes if one.answer.quotations]


@pytest.mark.parametrize("name", REPORT_OF)
def test_every_quotation_stands_character_for_character_in_the_cited_cell(
    runs: dict[str, EvaluationReport], reports: dict[str, Report], name: str
) -> None:
    held = cells(reports[REPORT_OF[name]])
    outcomes = quoting(runs[name])
    assert len(outcomes) >= 8
    wrong = [
        (outcome.case.id, quotation.source, quotation.place, line)
        for outcome in outcomes
        for quotation in outcome.answer.quotations
        for line in quotation.quotes
        if not any(line in text for text in held.get((quotation.source, quotation.place), ()))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", REPORT_OF)
def test_what_is_shown_as_quoted_is_cited_and_stands_in_a_cell(
    runs: dict[str, EvaluationReport], reports: dict[str, Report], name: str
) -> None:
    texts = set().union(*cells(reports[REPORT_OF[name]]).values())
    for outcome in quoting(runs[name]):
        answer = outcome.answer
        lines = _QUOTED.findall(answer.answer)
        assert lines, outcome.case.id
        for line in lines:
            assert any(line in text for text in texts), (outcome.case.id, line)
        for quotation in answer.quotations:
            assert quotation.source in answer.sources
            assert any(
                (one.source, one.place) == (quotation.source, quotation.place) for one in answer.citations
            )


@pytest.mark.parametrize("name", REPORT_OF)
def test_the_place_of_a_quotation_is_named_under_it(runs: dict[str, EvaluationReport], name: str) -> None:
    for outcome in quoting(runs[name]):
        for quotation in outcome.answer.quotations:
            assert f"（{quotation.source}、{quotation.place}）" in outcome.answer.answer, outcome.case.id


@pytest.mark.parametrize(
    ("report", "question", "source", "words"),
    [
        ("niigata", "民生委員の負担を軽くするために市は何をした？", "①-4", "協力員"),
        ("niigata", "薬物依存の集団プログラムをやらなかったのはなぜ？", "④-2", "申込者"),
        ("niigata", "市営住宅に高齢者がすぐ入れない理由は？", "④-1", "エレベーター"),
        ("asahi", "送迎ステーションは何のために試すの？", "１-1", "偏り"),
        ("asahi", "産後ケアの宿泊型の課題は？", "３-1", "1か所"),
        ("minato", "生き物調査をやらなかったのはなぜ？", "3-2", "講師"),
        ("minato", "集団回収の課題は？", "2-2", "役員"),
    ],
)
def test_commentary_is_found_by_words_alone_without_any_model(
    ask: dict[str, Any], report: str, question: str, source: str, words: str
) -> None:
    answer = ask[report](question)
    assert answer.status is Status.ANSWERED
    assert answer.route in (Route.NARRATIVE, Route.BOTH)
    assert answer.sources[0].startswith(source) or any(one.startswith(f"{source}:") for one in answer.sources)
    assert words in "".join(_QUOTED.findall(answer.answer))


@pytest.mark.parametrize(
    ("report", "question", "figure", "source"),
    [
        ("niigata", "サポステの相談は何件あった？", "2,917", "②-2"),
        ("niigata", "住居確保給付金の申請は何件？", "39", "②-2"),
        ("asahi", "児童虐待の相談、R5は何件？", "389", "４-1"),
        ("asahi", "出張ひろばは何回やった？", "36", "２-1"),
        ("minato", "野焼きの苦情は何件？", "23", "4-2"),
        ("minato", "環境家計簿には何世帯が参加した？", "213", "1-3"),
    ],
)
def test_a_figure_of_the_commentary_is_given_with_the_sentence_that_states_it(
    ask: dict[str, Any], report: str, question: str, figure: str, source: str
) -> None:
    answer = ask[report](question)
    assert answer.status is Status.ANSWERED
    assert figure in "".join(_QUOTED.findall(answer.answer))
    assert answer.sources[0].startswith(f"{source}:")


def test_figures_and_reason_are_answered_from_table_and_commentary_of_the_same_row(
    ask: dict[str, Any],
) -> None:
    answer = ask["niigata"]("更生保護女性会の会員数、R5とR6の数と減った背景は？")
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.BOTH)
    assert "353人" in answer.answer
    assert "336人" in answer.answer
    assert {one.partition(":")[0].partition("#")[0] for one in answer.sources} == {"④-5"}


@pytest.mark.parametrize(
    ("report", "question"),
    [
        ("niigata", "宇宙開発の課題は？"),
        ("niigata", "待機児童の課題は？"),
        ("niigata", "地下鉄の延伸はどうなった？"),
        ("asahi", "不妊治療の助成は何件ありましたか？"),
        ("asahi", "太陽光発電の課題は？"),
        ("minato", "アライグマは何頭捕まえた？"),
        ("minato", "騒音を測った4地点はそれぞれ何デシベル？"),
        ("minato", "保護司の取組状況は？"),
    ],
)
def test_what_the_commentary_does_not_say_is_refused_and_not_made_up(
    ask: dict[str, Any], report: str, question: str
) -> None:
    answer = ask[report](question)
    assert answer.status is Status.NOT_IN_REPORT
    assert answer.reason in (Reason.NO_SUCH_ITEM, Reason.NOT_PRINTED, Reason.OUT_OF_SCOPE)
    assert not answer.quotations


def test_a_lost_department_is_said_to_be_lost(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("薬物依存の相談を担当している課はどこ？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.LOST_IN_SOURCE)


@pytest.mark.parametrize(
    "question", ["CSWは何人いるのか", "コミュニティソーシャルワーカーは市内に全部で何人配置されてる？"]
)
def test_persons_of_another_kind_in_the_same_sentence_are_no_answer(
    ask: dict[str, Any], question: str
) -> None:
    answer = ask["niigata"](question)  # the row tells of 「事業マネージャーを2名」
    assert answer.status is Status.NOT_IN_REPORT
    assert "2名" not in answer.answer
