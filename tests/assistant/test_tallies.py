"""Numbers, shares and means over many indicators, whole and by group, against counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assistant.answering.tallies import attributive_text
from assistant.conditions import Condition, graded, met_or_not, moved
from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.plans import AveragePlan, Plan, Scope, TallyPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.types import Indicator, Kind, Report
from index.figures import percent_text, standing
from index.set_query import Quantity

MET, MISSED = Condition((met_or_not(True),)), Condition((met_or_not(False),))
FELL = Condition((moved(Quantity.CHANGE, -1),))


@pytest.mark.parametrize(
    ("report", "question", "first", "rows"),
    [
        (
            "asahi",
            "目標を達成した指標は何件？",
            "令和5年度の計画全体で、目標を達成した指標は9件です。全体22件中9件で、40.9%に当たります。",
            "１-2#1 １-2#2 ２-3#1 ２-4#1 ３-1#1 ４-1#1 ４-3#2 ５-1#1 ５-2#1",
        ),
        (
            "asahi",
            "目標を達成した指標の割合は？",
            "令和5年度の計画全体で、目標を達成した指標は22件中9件で、割合は40.9%です。",
            "１-2#1 １-2#2 ２-3#1 ２-4#1 ３-1#1 ４-1#1 ４-3#2 ５-1#1 ５-2#1",
        ),
        (
            "minato",
            "達成率が80%未満の指標は何件ありますか？",
            "令和7年度の計画全体で、達成率が80%未満の指標は2件です。全体21件中2件で、9.5%に当たります。",
            "2-4#1 4-1#2",
        ),
        (
            "minato",
            "達成率が200%以上の指標は何件？",
            "令和7年度の計画全体で、達成率が200%以上の指標は0件です。全体は21件です。",
            "",
        ),
        (
            "minato",
            "前年度より実績が減った指標の割合は？",
            "令和7年度の計画全体で、実績が前年度より減った指標は21件中5件で、割合は23.8%です。",
            "1-2#1 2-2#1 2-2#2 2-4#1 4-3#1",
        ),
        (
            "minato",
            "2年続けて実績が減った指標は何件？",
            "R5〜R7の計画全体で、実績が2年続けて減った指標は3件です。全体21件中3件で、14.3%に当たります。",
            "1-2#1 2-2#1 2-2#2",
        ),
        (
            "minato",
            "R6に目標を達成した指標は何件？",
            "令和6年度の計画全体で、目標を達成した指標は8件です。全体21件中8件で、38.1%に当たります。",
            "1-1#1 2-3#1 2-4#1 3-1#1 3-2#1 3-2#2 5-1#1 5-2#1",
        ),
        (
            "minato",
            "環境課の指標で目標を達成したものはいくつ？",
            "令和7年度の環境課の担当で、目標を達成した指標は6件です。全体16件中6件で、37.5%に当たります。",
            "1-1#1 1-2#1 1-2#2 2-3#1 3-2#2 5-2#1",
        ),
        (
            "minato",
            "累計の指標はいくつ？",
            "令和7年度の計画全体で、値が累計の指標は3件です。全体21件中3件で、14.3%に当たります。",
            "1-1#1 1-3#1 4-1#2",
        ),
        (
            "minato",
            "単位が件の指標の割合は？",
            "令和7年度の計画全体で、単位が「件」の指標は21件中2件で、割合は9.5%です。",
            "1-1#1 4-3#1",
        ),
        (
            "niigata",
            "目標が「増加」の指標はいくつ？",
            "令和6年度の計画全体で、目標が「増加」の指標は6件です。全体23件中6件で、26.1%に当たります。",
            "③-3#1 ③-3#2 ④-1#1 ④-5#1 ④-5#2 ④-5#3",
        ),
    ],
)
def test_counts_and_shares(ask: dict[str, Any], report: str, question: str, first: str, rows: str) -> None:
    answer = ask[report](question)
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.TABLE)
    lines = answer.answer.splitlines()
    assert lines[0] == first
    assert answer.rows == tuple(rows.split())
    assert [line.split()[1] for line in lines[1:]] == rows.split()


@pytest.mark.parametrize(
    ("report", "question", "note"),
    [
        (
            "asahi",
            "目標を達成した指標は何件？",
            "目標や実績の記載がない、または数値でないために判定できない指標が2件あり、数えていません。",
        ),
        (
            "asahi",
            "目標を達成した指標の割合は？",
            "分母は、目標や実績の記載がない、または数値でないために判定できない2件を含む22件です。"
            "判定できる20件を分母とすると45.0%です。",
        ),
        (
            "asahi",
            "C評価の指標が一番多い課は？",
            "担当課が複数ある指標は、それぞれの課に数えています。",
        ),
        (
            "minato",
            "達成率の平均は？",
            "達成率のない指標8件は、計算に含めていません。",
        ),
    ],
)
def test_what_could_not_be_counted_is_said(
    ask: dict[str, Any], report: str, question: str, note: str
) -> None:
    assert note in ask[report](question).notes


@pytest.mark.parametrize("question", ["累計の指標はいくつ？", "単位が%の指標は何件？"])
def test_nothing_is_said_to_be_undecided_where_nothing_is(ask: dict[str, Any], question: str) -> None:
    assert not any("判定できない" in note for note in ask["minato"](question).notes)


@pytest.mark.parametrize(
    ("report", "question", "text"),
    [
        (
            "minato",
            "実績が減った指標を施策別に数えて",
            "令和7年度（R7）に実績が前年度より減った指標の施策別の件数は、次のとおりです。\n"
            "合わせて、指標21件のうち5件です。\n"
            "- 施策1 脱炭素のまちづくり: 1件\n"
            "- 施策2 ごみの減量と資源循環: 3件\n"
            "- 施策3 自然との共生: 0件\n"
            "- 施策4 快適な生活環境の確保: 1件\n"
            "- 施策5 環境学習と協働の推進: 0件",
        ),
        (
            "minato",
            "目標を達成した指標の割合を施策別に",
            "令和7年度（R7）に目標を達成した指標の施策別の割合は、次のとおりです。\n"
            "- 施策1 脱炭素のまちづくり: 5件中3件（60%）\n"
            "- 施策2 ごみの減量と資源循環: 6件中1件（16.7%）\n"
            "- 施策3 自然との共生: 4件中3件（75%）\n"
            "- 施策4 快適な生活環境の確保: 3件中1件（33.3%）\n"
            "- 施策5 環境学習と協働の推進: 3件中1件（33.3%）",
        ),
        (
            "minato",
            "目標を達成した指標の割合が一番高い施策は？",
            "令和7年度（R7）に目標を達成した指標の割合が最も高い施策は、施策3 自然との共生で、4件中3件（75%）です。",
        ),
        (
            "minato",
            "目標未達成の指標が一番多い施策は？",
            "令和7年度（R7）に目標が未達成の指標が最も多い施策は、施策2 ごみの減量と資源循環で、4件です。",
        ),
        (
            "minato",
            "目標未達成の指標が一番少ない施策は？",
            "令和7年度（R7）に目標が未達成の指標が最も少ない施策は、"
            "施策3 自然との共生と施策5 環境学習と協働の推進で、いずれも0件です。",
        ),
        (
            "asahi",
            "目標を達成できなかった指標が一番多い課は？",
            "令和5年度（R5）に目標が未達成の指標が最も多い担当課は、こども政策課で、4件です。",
        ),
        (
            "minato",
            "施策4の達成率の平均は？",
            "令和7年度（R7）の施策4 快適な生活環境の確保の指標の達成率の平均は88.1%です（達成率のある2件の単純平均）。",
        ),
        (
            "minato",
            "施策別の達成率の平均は？",
            "令和7年度（R7）の施策別の達成率の平均は、次のとおりです。\n"
            "- 施策1 脱炭素のまちづくり: 99.8%（4件の平均）\n"
            "- 施策2 ごみの減量と資源循環: 99.4%（4件の平均）\n"
            "- 施策3 自然との共生: 110.0%（2件の平均）\n"
            "- 施策4 快適な生活環境の確保: 88.1%（2件の平均）\n"
            "- 施策5 環境学習と協働の推進: 109.4%（1件の平均）",
        ),
    ],
)
def test_groups_word_for_word(ask: dict[str, Any], report: str, question: str, text: str) -> None:
    assert ask[report](question).answer == text


def test_the_best_group_stands_first_and_alone_among_the_rows(ask: dict[str, Any]) -> None:
    answer = ask["minato"]("平均達成率が一番高い施策は？")
    assert answer.answer.splitlines()[0] == (
        "令和7年度（R7）の達成率の平均が最も高い施策は、施策3 自然との共生で、110.0%です（2件の平均）。"
    )
    assert answer.rows == ("3",)


def test_a_year_without_rates_has_no_average(ask: dict[str, Any]) -> None:
    answer = ask["minato"]("R3の達成率の平均は？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert answer.answer == "令和3年度の計画全体には、達成率を計算できる指標がありません。"


# -- plans put directly, and counted by hand -----------------------------------------------------------


@pytest.fixture(scope="session")
def put(desks: dict[str, Any]) -> Callable[[str, Plan], Answer]:
    """Answer a plan over one of the reports, without reading any question."""

    def answered(name: str, plan: Plan) -> Answer:
        answer: Answer = desks[name].engine.ask("いくつ？", Conversation(), plan)[0]
        return answer

    return answered


def holds(one: Indicator, condition: Condition, year: int, scale: tuple[str, ...]) -> bool:
    """Whether an indicator fulfils one of the conditions tried here, cell by cell."""
    seen = standing(one, year, scale)
    if condition is MET:
        return seen.met is True
    if condition is FELL:
        return seen.change is not None and seen.change < 0
    return seen.grade is not None and seen.grade.grade in condition.grades


CONDITIONS = (MET, FELL, graded(("B", "C")))


@pytest.mark.parametrize("condition", CONDITIONS, ids=("met", "fell", "BC"))
@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_counts_by_measure_and_department_equal_counting_by_hand(
    put: Callable[[str, Plan], Answer],
    desks: dict[str, Any],
    reports: dict[str, Report],
    name: str,
    condition: Condition,
) -> None:
    report, catalog = reports[name], desks[name].engine.catalog
    year = report.fiscal_year

    def count(indicators: tuple[Indicator, ...]) -> tuple[str, str]:
        inside = [one for one in indicators if holds(one, condition, year, catalog.scale)]
        return str(len(inside)), str(len(indicators))

    by_measure = put(name, TallyPlan(Scope(), condition, (year,), group="measure"))
    assert by_measure.table is not None
    assert by_measure.table.rows == tuple(
        (catalog.name(measure.id), *count(measure.indicators)) for measure in report.measures
    )
    by_department = put(name, TallyPlan(Scope(), condition, (year,), group="department"))
    assert by_department.table is not None
    expected = []
    for department in catalog.departments:
        own = tuple(
            one for block in report.blocks if department in block.departments for one in block.indicators
        )
        if own:
            expected.append((department, *count(own)))
    assert by_department.table.rows == tuple(expected)


@pytest.mark.parametrize("condition", CONDITIONS, ids=("met", "fell", "BC"))
@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_counts_by_year_equal_counting_by_hand(
    put: Callable[[str, Plan], Answer],
    desks: dict[str, Any],
    reports: dict[str, Report],
    name: str,
    condition: Condition,
) -> None:
    report, scale = reports[name], desks[name].engine.catalog.scale
    years = (report.fiscal_year - 1, report.fiscal_year)
    answer = put(name, TallyPlan(Scope(), condition, years, group="year"))
    assert answer.table is not None
    assert [row[1] for row in answer.table.rows] == [
        str(sum(holds(one, condition, year, scale) for one in report.indicators)) for year in years
    ]


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_the_mean_rate_is_that_of_the_unrounded_rates(
    put: Callable[[str, Plan], Answer], reports: dict[str, Report], desks: dict[str, Any], name: str
) -> None:
    report, scale = reports[name], desks[name].engine.catalog.scale
    rates = [
        rate
        for one in report.indicators
        if (rate := standing(one, report.fiscal_year, scale).rate) is not None
    ]
    mean = percent_text(sum(rates, Decimal(0)) / len(rates))
    answer = put(name, AveragePlan(Scope(), Quantity.RATE, report.fiscal_year))
    assert f"達成率の平均は{mean}です（達成率のある{len(rates)}件の単純平均）。" in answer.answer
    assert answer.table is not None and len(answer.table.rows) == len(rates)


@pytest.mark.parametrize(
    ("order", "limit", "names"),
    [
        (1, None, "施策2 施策1 施策4 施策3 施策5"),
        (-1, None, "施策3 施策5 施策1 施策4 施策2"),
        (1, 2, "施策2 施策1"),
    ],
)
def test_groups_in_order_keep_the_reports_order_among_equals(
    put: Callable[[str, Plan], Answer], order: int, limit: int | None, names: str
) -> None:
    plan = TallyPlan(Scope(), MISSED, (2025,), group="measure", order=order, limit=limit)
    lines = put("minato", plan).answer.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("- ")] == names.split()
    assert lines[0].endswith(f"{'多い' if order > 0 else '少ない'}施策から並べると、次のとおりです。")


def test_a_group_without_indicators_is_left_out(put: Callable[[str, Plan], Answer]) -> None:
    answer = put("minato", TallyPlan(Scope(), MET, (2025,), group="department"))
    assert "まちづくり課" not in answer.answer
    assert "水産課: 0件" in answer.answer


def test_an_empty_scope_has_nothing_to_count(put: Callable[[str, Plan], Answer]) -> None:
    nowhere = Scope(initiatives=("4-2",))
    share = put("minato", TallyPlan(nowhere, MET, (2025,), "share"))
    groups = put("minato", TallyPlan(nowhere, MET, (2025,), group="measure"))
    for answer in (share, groups):
        assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM)


def test_without_departments_there_is_nothing_to_count_by_them(reports: dict[str, Report]) -> None:
    report = reports["minato"]
    measures = tuple(
        replace(
            measure,
            initiatives=tuple(
                replace(one, blocks=tuple(replace(block, departments=()) for block in one.blocks))
                for one in measure.initiatives
            ),
        )
        for measure in report.measures
    )
    engine = Engine(replace(report, measures=measures), lambda query: (), lambda query: [])
    plan = TallyPlan(Scope(), MET, (2025,), group="department")
    answer = engine.ask("課別に数えて", Conversation(), plan)[0]
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert answer.answer == "担当課の記載がないため、担当課別の件数は分かりません。"


def test_every_indicator_that_counts_is_cited(
    put: Callable[[str, Plan], Answer], reports: dict[str, Report]
) -> None:
    answer = put("asahi", TallyPlan(Scope(), graded(("A",)), (2023,)))
    graded_a = {
        one.id
        for one in reports["asahi"].indicators
        if (cell := one.observation(2023, Kind.GRADE)) is not None and cell.grade == "A"
    }
    assert set(answer.rows) == graded_a
    assert graded_a <= set(answer.sources)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("評価がC", "評価がCの"),
        ("実績が前年度より減った", "実績が前年度より減った"),
        ("基準値を上回る", "基準値を上回る"),
        ("実績が数値でない", "実績が数値でない"),
        ("実績が数値の", "実績が数値の"),
    ],
)
def test_a_condition_before_its_noun(asked: str, text: str) -> None:
    assert attributive_text(asked) == text
