"""The last check: honest answers pass it, answers with one altered figure or word do not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.evaluation import EvaluationReport
from assistant.grounding import ungrounded_figures, ungrounded_quotations
from assistant.types import Answer, Citation, Quotation, Route, Status

_LONG_FIGURE = re.compile(r"(?<![\d.,\-#])(?:\d{1,3}(?:,\d{3})+|\d{3,})(?![\d.,]*年|[\d.,]*\d*[行列])(?!\d)")
_QUOTED = re.compile(r"^> (.+)$", re.MULTILINE)
_YEARS = re.compile(r"(?:19|20)\d\d")


def answered(runs: dict[str, EvaluationReport]) -> Iterator[tuple[str, str, Answer]]:
    """Every answered case of all files: its id, what was asked, and the answer."""
    for run in runs.values():
        for one in run.outcomes:
            if one.answer.status is Status.ANSWERED:
                yield one.case.id, " ".join(one.case.turns), one.answer


def test_no_answer_of_the_question_files_has_a_figure_without_evidence(
    runs: dict[str, EvaluationReport],
) -> None:
    found = {case: ungrounded_figures(answer, asked) for case, asked, answer in answered(runs)}
    assert len(found) >= 200
    assert {case: figures for case, figures in found.items() if figures} == {}


def test_no_answer_of_the_question_files_misquotes(runs: dict[str, EvaluationReport]) -> None:
    assert [case for case, _, answer in answered(runs) if ungrounded_quotations(answer)] == []


def altered_figures(runs: dict[str, EvaluationReport], above: int) -> tuple[int, list[str]]:
    """Change one digit in every figure of three or more digits; returns how many, and those let pass.

    Only altered figures greater than `above` are tried.
    """
    chance = random.Random(6)
    tried, missed = 0, []
    for case, asked, answer in answered(runs):
        own = _QUOTED.sub(lambda match: " " * len(match.group()), answer.answer)
        for match in _LONG_FIGURE.finditer(own):
            changed = _with_another_digit(match.group(), chance)
            if _YEARS.fullmatch(match.group()) or int(changed.replace(",", "")) <= above:
                continue
            text = answer.answer[: match.start()] + changed + answer.answer[match.end() :]
            tried += 1
            if not ungrounded_figures(replace(answer, answer=text), asked):
                missed.append(f"{case}: {match.group()}→{changed}")
    caught = tried - len(missed)
    print(f"figures above {above}: {caught} of {tried} altered ones caught ({caught / tried:.1%}): {missed}")
    return tried, missed


def test_a_figure_above_200_with_one_digit_changed_is_caught(runs: dict[str, EvaluationReport]) -> None:
    tried, missed = altered_figures(runs, above=200)
    assert tried >= 100
    assert 1 - len(missed) / tried >= 0.95


def test_any_figure_of_three_digits_with_one_digit_changed_is_caught(
    runs: dict[str, EvaluationReport],
) -> None:
    tried, missed = altered_figures(runs, above=0)
    assert 1 - len(missed) / tried >= 0.95


def test_a_quotation_with_one_character_changed_is_caught(runs: dict[str, EvaluationReport]) -> None:
    chance = random.Random(7)
    tried, missed = 0, []
    for case, _, answer in answered(runs):
        for match in _QUOTED.finditer(answer.answer):
            at = chance.randrange(match.start(1), match.end(1))
            changed = "□" if answer.answer[at] != "□" else "■"
            text = answer.answer[:at] + changed + answer.answer[at + 1 :]
            tried += 1
            if not ungrounded_quotations(replace(answer, answer=text)):
                missed.append(case)
    caught = tried - len(missed)
    print(f"quotations: {caught} of {tried} altered ones caught ({caught / tried:.1%}); missed: {missed}")
    assert tried >= 50
    assert caught / tried >= 0.95


def _with_another_digit(figure: str, chance: random.Random) -> str:
    at = chance.choice([index for index, char in enumerate(figure) if char.isdigit()])
    others = [char for char in "123456789" if char != figure[at]]
    return figure[:at] + chance.choice(others) + figure[at + 1 :]


def an_answer(text: str, *quotes: str, cell: str = "") -> Answer:
    """Return an answer that cites these printed texts."""
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer=text,
        interpretation="",
        citations=tuple(Citation("①-1#1", "r6", "8行 4列", one) for one in quotes),
        quotations=(Quotation("①-1:課題", "課題", "8行 14列", (cell,), cell),) if cell else (),
    )


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("令和6年度（R6）の実績は12,609件です。", ("12,609",)),
        ("目標12,751件に対して実績12,609件、差は−142件です。", ("12,751", "12,609")),
        ("達成率は98.9%です（12,609件÷12,751件）。", ("12,609", "12,751")),
        ("合計は7,201人です。", ("729", "542", "3,962", "1,968")),
        ("平均は282.6人です。", ("270", "281", "288", "285", "289")),
        ("1.7倍です。", ("203", "120")),
        ("2024年度の実績は12,609件です（13行 11列）。", ("12,609",)),
        ("①-5#2の実績は12,609件です。", ("１２，６０９",)),
    ],
)
def test_printed_figures_and_what_follows_from_them_pass(text: str, quotes: tuple[str, ...]) -> None:
    assert ungrounded_figures(an_answer(text, *quotes)) == []


@pytest.mark.parametrize(
    ("text", "quotes", "figures"),
    [
        ("実績は12,690件です。", ("12,609",), ["12690"]),
        ("実績は12,609件、目標は12,800件です。", ("12,609", "12,751"), ["12800"]),
        ("達成率は97.9%です。", ("12,609", "12,751"), ["97.9"]),
        ("実績は1,605人です。", (), ["1605"]),
        ("実績は605人です。", ("1,605",), ["605"]),
    ],
)
def test_figures_that_nothing_cited_prints_are_named(
    text: str, quotes: tuple[str, ...], figures: list[str]
) -> None:
    assert ungrounded_figures(an_answer(text, *quotes)) == figures


def test_a_figure_of_the_question_may_be_repeated() -> None:
    answer = an_answer("1,052件と1052件は同じ数字です。")
    assert ungrounded_figures(answer, "1,052件と1052件は別ですか") == []


@pytest.mark.parametrize(
    ("shown", "cell", "broken"),
    [
        ("> 担い手が足りない。", "担い手が足りない。高齢化が進む。", []),
        ("> 担い手が足りない", "担い手が足りている。", ["担い手が足りない"]),
        ("> 担い手が 足りない。", "担い手が足りない。", ["担い手が 足りない。"]),
        ("> １２人", "12人", ["１２人"]),
        ("担い手が足りない。", "別の文。", []),
    ],
)
def test_quoted_lines_must_stand_in_the_cell_as_they_are(shown: str, cell: str, broken: list[str]) -> None:
    assert ungrounded_quotations(an_answer(shown, cell=cell)) == broken


def test_refusals_need_no_evidence() -> None:
    refusal = replace(an_answer("R12は9,999件です。"), status=Status.NOT_IN_REPORT)
    assert ungrounded_figures(refusal) == []


@pytest.mark.parametrize("place", ["シート「指標」 C120", "75ページ 128行 3列", "表99 140行 0列"])
def test_a_place_on_a_page_or_a_sheet_is_no_figure(place: str) -> None:
    told = f"報告書の取組状況には、次の記載があります。（①-2:R6の取組状況、{place}）"
    assert ungrounded_figures(Answer(Status.ANSWERED, Route.NARRATIVE, told, "取組状況")) == []
