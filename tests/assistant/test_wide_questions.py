"""Wide questions about the commentary: where something is written, what lists leave to explain, with which figures."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.reasons import explains_movement, gives_reason
from assistant.assistant import Assistant
from assistant.briefing.brief import Brief
from assistant.briefing.markdown import to_markdown
from assistant.plans import MentionsPlan, WithCommentaryPlan
from assistant.types import Answer, Route, Status
from corpus.types import Report


def texts_of(report: Report) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for one in report.passages:
        key = (one.source, str(one.place))
        found[key] = found.get(key, "") + one.text + "\n"
    return found


def quoted_cells(answer: Answer) -> set[str]:
    return {one.source for one in answer.quotations}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("担い手不足と書いてあるのはどこ？", ("担い手", "不足")),
        ("担い手不足を課題に挙げている取組は？", ("担い手", "不足")),
        ("担い手不足について各施策で何と書いている？", ("担い手", "不足")),
        ("周知不足と書かれた取組の実績は？", ("周知", "不足")),
    ],
)
def test_a_wide_question_looks_for_all_words_of_its_topic(
    desks: Any, question: str, words: tuple[str, ...]
) -> None:
    plan = desks["niigata"].plan(question)
    assert isinstance(plan, MentionsPlan)
    assert tuple(one.surface for one in plan.words) == words


@pytest.mark.parametrize(
    "question",
    [
        "民生委員の課題は何ですか？",
        "サポステの相談は何件あった？",
        "C評価の指標を全部教えて",
        "施策①の課題は？",
    ],
)
def test_a_question_about_one_thing_is_not_wide(desks: Any, question: str) -> None:
    assert not isinstance(desks["niigata"].plan(question), MentionsPlan)


def test_every_cell_that_speaks_of_the_topic_is_quoted(
    ask: dict[str, Any], reports: dict[str, Report]
) -> None:
    answer = ask["niigata"]("担い手不足と書いてあるのはどこ？")
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.NARRATIVE)
    printed = [
        one.source
        for one in reports["niigata"].passages
        if "担い手不足" in one.text or "担い手が不足" in one.text
    ]
    assert printed and set(printed) <= quoted_cells(answer)
    held = texts_of(reports["niigata"])
    for quotation in answer.quotations:
        assert all(one in held[quotation.source, quotation.place] for one in quotation.quotes)
        assert all("担い手" in one for one in quotation.quotes)


def test_measures_that_say_nothing_are_named_where_each_is_asked_for(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("担い手不足について各施策で何と書いている？").answer
    assert answer.index("**施策①") < answer.index("**施策④")
    assert "施策② 生活困窮者自立支援制度の推進" in answer.split("\n")[-1]
    assert "見当たりません" in answer.split("\n")[-1]


def test_the_figures_of_the_rows_that_say_it_are_given(
    ask: dict[str, Any], reports: dict[str, Report]
) -> None:
    answer = ask["niigata"]("担い手不足と書いてある取組の評価は？")
    assert answer.route is Route.BOTH
    indicators = {one.id: one for one in reports["niigata"].indicators}
    rows = {one.partition(":")[0] for one in quoted_cells(answer)} - {"総評"}
    assert {one.partition("#")[0] for one in answer.rows} == rows
    assert all(one in indicators for one in answer.rows)


def test_no_figures_are_given_where_only_the_closing_remarks_say_it(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("周知不足と書かれた取組の実績は？")
    assert quoted_cells(answer) == {"総評"}
    assert not answer.rows
    assert "値は示していません" in answer.answer


def test_what_no_row_says_is_refused(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("宇宙開発に触れている取組はどれ？")
    assert answer.status is Status.NOT_IN_REPORT
    assert not answer.quotations


@pytest.mark.parametrize(
    "question",
    [
        "C評価の理由と対応は？",
        "実績が減った指標の理由は？",
        "達成率が低い取組の課題を一覧で",
        "目標未達の指標の課題は？",
    ],
)
def test_a_list_is_followed_by_the_commentary_of_exactly_its_rows(
    ask: dict[str, Any], desks: Any, reports: dict[str, Report], question: str
) -> None:
    assert isinstance(desks["niigata"].plan(question), WithCommentaryPlan)
    answer = ask["niigata"](question)
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.BOTH)
    initiatives = {one.partition("#")[0] for one in answer.rows}
    assert {one.partition(":")[0] for one in quoted_cells(answer)} <= initiatives
    held = texts_of(reports["niigata"])
    assert answer.quotations
    for quotation in answer.quotations:
        assert all(one in held[quotation.source, quotation.place] for one in quotation.quotes)


def test_a_row_without_a_reason_says_so(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("実績が減った指標の理由は？")
    row = answer.answer.split("**①-5 ")[1].split("**④-5 ")[0]
    assert "理由を直接述べた記載は見当たりません" in row
    assert "> " not in row


def test_the_list_can_be_talked_about_afterwards(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("実績が減った指標の理由は？", "その中で達成率が一番低いのは？")
    assert answer.status is Status.ANSWERED
    assert answer.rows == ("①-5#1",)


def test_all_rows_of_a_department_are_quoted(ask: dict[str, Any], reports: dict[str, Report]) -> None:
    answer = ask["asahi"]("こども政策課の取組の課題は？")
    of_department = {
        passage.source
        for block in reports["asahi"].blocks
        if "こども政策課" in block.departments
        for passage in block.passages
        if passage.kind.value == "issues"
    }
    assert len(of_department) > 1
    assert quoted_cells(answer) == of_department


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("高齢を理由に退会した会員が多く、会員数は減少した。", True),
        ("新聞を読む人が減って、回収量は下がった。", True),
        ("研修の周知をするためSNSを活用した。", False),
        ("減少に歯止めをかける。", False),
    ],
)
def test_a_purpose_is_no_reason(sentence: str, reason: bool) -> None:
    assert gives_reason(sentence, -1, True) is reason


def test_a_cause_of_something_else_explains_no_fall() -> None:
    assert not explains_movement("改選の年であったことから、説明会を開いた。", -1)
    assert explains_movement("荒天により中止したため、参加者は前年度を下回った。", -1)


@pytest.mark.parametrize(
    ("report", "question", "words"),
    [
        ("asahi", "提供会員数はなぜ減った？", "退会"),
        ("minato", "リサイクル率はなぜ減った？", "古紙"),
        ("minato", "海岸清掃の参加者数はなぜ減った？", "荒天"),
    ],
)
def test_a_reason_written_in_any_column_is_not_said_to_be_missing(
    ask: dict[str, Any], report: str, question: str, words: str
) -> None:
    answer = ask[report](question)
    assert words in "".join(quote for one in answer.quotations for quote in one.quotes)
    assert not any("理由を直接述べた記載" in one for one in answer.notes)


def test_where_no_reason_is_written_that_is_said(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("学生ボランティア推進事業参加人数はなぜ減った？")
    assert any("理由を直接述べた記載" in one for one in answer.notes)


def test_a_draft_can_be_made_of_the_rows_that_say_something(assistants: dict[str, Assistant]) -> None:
    brief = assistants["niigata"].brief("担い手不足と書いてあるのはどこ？")
    assert isinstance(brief, Brief)
    text = to_markdown(brief.elements)
    assert "①-5 ボランティアセンターの活動支援" in text
    assert "④-5 民間協力者の活動促進" in text


def test_a_draft_on_the_whole_plan_quotes_the_closing_remarks(
    assistants: dict[str, Assistant], reports: dict[str, Report]
) -> None:
    brief = assistants["niigata"].brief("評価の内訳は？")
    assert isinstance(brief, Brief)
    text = to_markdown(brief.elements)
    situation = text[text.index("## 2") : text.index("## 3")]
    assert all(one.text.splitlines()[0].strip() in situation for one in reports["niigata"].remarks)
