"""The judge, rule by rule: each row is an answer and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evaluation import Expectation, judge
from assistant.evaluation.scoring import lies_inside, occurs, plain
from assistant.types import Answer, Route, Status


def expectation(status: Status = Status.ANSWERED, **fields: object) -> Expectation:
    return replace(Expectation(status=status, accepted_statuses=frozenset({status})), **fields)


def answer(text: str = "", status: Status = Status.ANSWERED, **fields: object) -> Answer:
    return replace(Answer(status=status, route=Route.TABLE, answer=text, interpretation=""), **fields)


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("Ｒ６年度　１，６０５ 人", "R6年度1,605人"),
        ("R2 270\nR3", "R2 270 R3"),
        ("－５ と −5", "-5と-5"),
        ("①の取組", "1の取組"),
    ],
)
def test_texts_are_compared_in_one_plain_form(printed: str, compared: str) -> None:
    assert plain(printed) == compared


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("605", "実績は605人", True),
        ("605", "実績は1,605人", False),
        ("605", "実績は1605人", False),
        ("1,605", "実績は１，６０５人", True),
        ("32", "32.8%", False),
        ("32", "32,000件", False),
        ("32.8", "32.8%", True),
        ("2.8", "32.8%", False),
        ("5", "10,5", False),
        ("270", "R2 270", True),
        ("C", "評価はCです", True),
        ("C", "CSWの評価", False),
        ("C", "評価：Ｃ", True),
        ("R5", "R5の実績", True),
        ("R5", "R50", False),
        ("住まい", "住ま\nいの支援", True),
        ("a.c", "abc", False),
    ],
)
def test_values_occur_as_whole_numbers_grades_or_phrases(wanted: str, text: str, found: bool) -> None:
    assert occurs(wanted, plain(text)) is found


@pytest.mark.parametrize(
    ("cited", "wanted", "inside"),
    [
        ("①-2", "①-2", True),
        ("①-2#1", "①-2", True),
        ("①-2.1", "①-2", True),
        ("①-2:R6の取組状況", "①-2", True),
        ("①-2.1:R6の取組状況", "①-2", True),
        ("①-2", "①", True),
        ("①-20", "①-2", False),
        ("①-2", "①-2#1", False),
        ("②-1", "①", False),
        ("総評", "集計", False),
    ],
)
def test_a_cited_id_lies_inside_the_wanted_one(cited: str, wanted: str, inside: bool) -> None:
    assert lies_inside(cited, wanted) is inside


@pytest.mark.parametrize(
    ("expect", "given", "failures", "misleading"),
    [
        pytest.param(expectation(values=(("12",),)), answer("12人"), (), False, id="right"),
        pytest.param(
            expectation(values=(("12", "十二"), ("3",))),
            answer("13人"),
            ("value:12", "value:3"),
            True,
            id="wrong figure",
        ),
        pytest.param(
            expectation(forbidden=("13",)), answer("13人"), ("forbidden:13",), True, id="forbidden figure"
        ),
        pytest.param(
            expectation(values=(("12",),)),
            answer("ありません", Status.NOT_IN_REPORT),
            ("status:not_in_report", "value:12"),
            False,
            id="refused in error: wrong, but misleads nobody",
        ),
        pytest.param(
            expectation(values=(("12",),)),
            answer("どちらですか", Status.CLARIFY),
            ("status:clarify",),
            False,
            id="a question back needs no figures",
        ),
        pytest.param(
            expectation(Status.NOT_IN_REPORT, forbidden=("12",)),
            answer("12です"),
            ("status:answered", "forbidden:12"),
            True,
            id="answered what the report does not hold",
        ),
        pytest.param(
            expectation(accepted_statuses=frozenset({"answered", "clarify"})),
            answer("どちら", Status.CLARIFY),
            (),
            False,
            id="either status is right",
        ),
        pytest.param(
            expectation(sources=("①-2",)),
            answer(sources=("①-3#1", "②-1", "②-2", "②-3")),
            ("source:①-3#1,②-1,②-2",),
            False,
            id="cites something else",
        ),
        pytest.param(
            expectation(Status.NOT_IN_REPORT, sources=("①-2",), accepted_statuses=frozenset({"answered"})),
            answer(),
            (),
            False,
            id="sources are asked of expected answers only",
        ),
        pytest.param(
            expectation(rows=("①-1#1", "①-2#1")),
            answer(rows=("①-2#1", "①-1#1")),
            (),
            False,
            id="same set of rows",
        ),
        pytest.param(
            expectation(rows=("①-1#1", "①-2#1"), rows_ordered=True),
            answer(rows=("①-2#1", "①-1#1")),
            ("rows:①-2#1,①-1#1",),
            False,
            id="rows in another order",
        ),
        pytest.param(
            expectation(rows=("①-1#1",), optional_rows=frozenset({"①-9#1"})),
            answer(rows=("①-1#1", "①-9#1")),
            (),
            False,
            id="optional rows may come",
        ),
        pytest.param(expectation(rows=("①-1#1",)), answer(), ("rows:",), False, id="rows missing"),
        pytest.param(
            expectation(values=(("12",),)),
            answer("", Status.ERROR),
            ("status:error", "value:12"),
            False,
            id="error",
        ),
    ],
)
def test_judgement(expect: Expectation, given: Answer, failures: tuple[str, ...], misleading: bool) -> None:
    verdict = judge(expect, given)
    assert (verdict.failures, verdict.misleading, verdict.right) == (failures, misleading, not failures)
