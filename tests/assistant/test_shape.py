"""Answers about the report's own shape: how many of what, in whose charge, for which years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.plans import Scope, StructurePlan
from assistant.types import Answer, Reason, Route, Status
from corpus.parse import parse_report
from corpus.types import Block, Report


@pytest.mark.parametrize(
    ("report", "question", "text"),
    [
        (
            "minato",
            "施策は何件ありますか？",
            "この報告書の施策は5件です。\n"
            "- 施策1 脱炭素のまちづくり（取組3件、指標5件）\n"
            "- 施策2 ごみの減量と資源循環（取組4件、指標6件）\n"
            "- 施策3 自然との共生（取組3件、指標4件）\n"
            "- 施策4 快適な生活環境の確保（取組3件、指標3件）\n"
            "- 施策5 環境学習と協働の推進（取組3件、指標3件）",
        ),
        (
            "asahi",
            "この計画に基本目標はいくつありますか？",
            "この報告書の基本目標は5件です。\n"
            "- 基本目標１ 幼児期の教育・保育の充実（取組4件、指標4件）\n"
            "- 基本目標２ 地域における子育て支援の充実（取組4件、指標7件）\n"
            "- 基本目標３ 母と子の健康の確保（取組3件、指標3件）\n"
            "- 基本目標４ 配慮を要する子どもと家庭への支援（取組3件、指標5件）\n"
            "- 基本目標５ 仕事と子育ての両立の推進（取組3件、指標3件）",
        ),
        (
            "minato",
            "施策1の取組を全部教えて",
            "施策1 脱炭素のまちづくりの取組は3件です。\n"
            "- 1-1 再生可能エネルギーの導入促進（指標2件）\n"
            "- 1-2 役場の率先行動（指標2件）\n"
            "- 1-3 住宅・事業所の省エネルギー化（指標1件）",
        ),
        (
            "minato",
            "施策5の指標はいくつ？",
            "施策5 環境学習と協働の推進の指標は3件です。\n"
            "- 施策5 環境学習と協働の推進: 3件\n"
            "  - 5-1#1 環境出前講座の受講者数\n"
            "  - 5-1#2 環境に関心がある町民の割合\n"
            "  - 5-2#1 環境パートナー登録団体数",
        ),
        (
            "minato",
            "指標のない取組は？",
            "指標が記載されていない取組は、取組16件のうち2件です。\n"
            "- 4-2 騒音・悪臭の防止\n"
            "- 5-3 暮らしの情報発信",
        ),
        (
            "minato",
            "施策1に指標のない取組はある？",
            "指標が記載されていない取組は、施策1 脱炭素のまちづくりにはありません。",
        ),
        (
            "minato",
            "施策2の担当課をすべて挙げて",
            "施策2 ごみの減量と資源循環の担当課として記載があるのは、環境課、学校給食センター、水産課の3件です。",
        ),
        (
            "asahi",
            "担当課はいくつありますか？",
            "担当課として記載があるのは、保育課、学校教育課、障がい福祉課、こども政策課、青少年課、母子保健課、"
            "子ども家庭相談室、生活福祉課、商工課、人事課の10件です。",
        ),
        (
            "minato",
            "いつからいつまでのデータ？",
            "記載がある年度は、実績は令和3年度から令和7年度まで（R3〜R7）、目標は令和4年度から令和10年度まで"
            "（R4〜R10）、評価は令和4年度から令和7年度まで（R4〜R7）です。指標によって欠ける年度があります。",
        ),
    ],
)
def test_answer_word_for_word(ask: dict[str, Any], report: str, question: str, text: str) -> None:
    answer = ask[report](question)
    assert (answer.status, answer.route, answer.reason) == (Status.ANSWERED, Route.TABLE, None)
    assert answer.answer == text


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_numbers_are_those_of_the_parsed_report(
    ask: dict[str, Any], reports: dict[str, Report], name: str
) -> None:
    report = reports[name]
    initiatives = tuple(one.id for one in report.initiatives)
    indicators = tuple(one.id for one in report.indicators)
    told = ask[name]("取組はいくつありますか？")
    assert told.rows == initiatives
    assert told.answer.startswith(f"取組は{len(initiatives)}件です。")
    told = ask[name]("指標はいくつ？")
    assert told.rows == indicators
    assert told.answer.startswith(f"指標は{len(indicators)}件です。")
    bare = tuple(one.id for one in report.initiatives if not one.indicators)
    assert ask[name]("指標のない取組はありますか？").rows == bare


def test_two_levels_asked_for_in_one_question_are_both_told(ask: dict[str, Any]) -> None:
    answer = ask["asahi"]("取組はいくつで、指標はいくつ？")
    lines = answer.answer.splitlines()
    assert "取組は17件です。" in lines
    assert "指標は22件です。" in lines
    assert answer.interpretation == "報告書の構成・取組・指標"


def test_a_lost_indicator_name_is_listed_as_lost(ask: dict[str, Any]) -> None:
    assert "2-1#2 家庭ごみの減量の第2指標（名称不明）" in ask["minato"]("施策2の指標はいくつ？").answer


@pytest.mark.parametrize(("name", "noted"), [("minato", True), ("niigata", True), ("asahi", False)])
def test_departments_that_may_be_missing_are_noted(ask: dict[str, Any], name: str, noted: bool) -> None:
    notes = ask[name]("担当課はいくつありますか？").notes
    assert any("担当課の欄が抽出で失われた行がある" in note for note in notes) is noted


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_remarks_are_quoted_whole_and_cited(
    ask: dict[str, Any], reports: dict[str, Report], name: str
) -> None:
    answer = ask[name]("総評を教えて")
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.NARRATIVE)
    quoted = [line.removeprefix("> ") for line in answer.answer.splitlines() if line.startswith("> ")]
    titles = {one.title for one in reports[name].plain_tables}
    printed = [one.text.strip() for one in reports[name].remarks]
    assert quoted == [text for text in printed if text not in titles]
    assert len(answer.citations) >= len(quoted)


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_each_measure_and_initiative_named_is_cited(ask: dict[str, Any], name: str) -> None:
    for question in ("取組はいくつありますか？", "施策1の取組を全部教えて"):
        answer = ask[name](question)
        assert {one.source for one in answer.citations} == set(answer.rows)


# -- plans put directly ------------------------------------------------------------------------------

Put = Callable[..., Answer]


def put(report: Report, plan: StructurePlan) -> Answer:
    """Answer a plan over a report, without reading any question."""
    engine = Engine(report, lambda query: (), lambda query: [])
    return engine.ask("構成は？", Conversation(), plan)[0]


def with_blocks(report: Report, change: Callable[[Block], Block]) -> Report:
    """The report with every block changed."""
    measures = tuple(
        replace(
            measure,
            initiatives=tuple(
                replace(one, blocks=tuple(change(block) for block in one.blocks))
                for one in measure.initiatives
            ),
        )
        for measure in report.measures
    )
    return replace(report, measures=measures)


def test_the_whole_in_one_sentence(reports: dict[str, Report]) -> None:
    assert put(reports["minato"], StructurePlan("all")).answer == (
        "この報告書は「環境基本計画 令和7年度 進捗評価」です。5の施策、16の取組、21の指標があり、"
        "R3〜R10の目標・実績・評価と、取組の状況・課題の記述を収めています。"
    )


@pytest.mark.parametrize(
    ("plan", "first", "second"),
    [
        (
            StructurePlan("initiatives", Scope(measures=("3",)), whole_too=True),
            "取組は計画全体で16件です。",
            "施策3 自然との共生の取組は3件です。",
        ),
        (
            StructurePlan("indicators", Scope(measures=("3",)), whole_too=True),
            "指標は計画全体で21件です。",
            "施策3 自然との共生の指標は4件です。",
        ),
    ],
)
def test_the_number_in_the_whole_plan_stands_before_that_of_the_part(
    reports: dict[str, Report], plan: StructurePlan, first: str, second: str
) -> None:
    assert put(reports["minato"], plan).answer.splitlines()[:2] == [first, second]


@pytest.mark.parametrize(
    ("scope", "rows"),
    [
        (Scope(departments=("水産課",)), ("2-4",)),
        (Scope(departments=("環境課",), measures=("2",)), ("2-1", "2-2", "2-3", "2-4")),
        (Scope(initiatives=("4-2", "4-3")), ("4-2", "4-3")),
        (Scope(measures=("4",), initiatives=("1-1",)), ()),
    ],
)
def test_initiatives_of_a_scope(reports: dict[str, Report], scope: Scope, rows: tuple[str, ...]) -> None:
    assert put(reports["minato"], StructurePlan("initiatives", scope)).rows == rows


def test_a_report_without_measures_says_so_and_counts_initiatives(reports: dict[str, Report]) -> None:
    """A report without 施策 is held as one measure of the report's own title."""
    report = reports["minato"]
    held = replace(report, measures=(replace(report.measures[0], name=report.title),))
    answer = put(held, StructurePlan("measures"))
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert answer.answer == "施策などの区分は、この報告書には記載がありません。取組は3件です。"
    assert "施策" not in put(held, StructurePlan("all")).answer
    lines = put(held, StructurePlan("indicators")).answer.splitlines()
    assert lines[:2] == ["指標は5件です。", "- 1-1#1 住宅用太陽光発電設備の補助件数"]


def test_a_report_without_departments_says_so(reports: dict[str, Report]) -> None:
    held = with_blocks(
        reports["minato"], lambda block: replace(block, departments=(), department_printed=None)
    )
    answer = put(held, StructurePlan("departments"))
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert answer.answer == "担当課の記載は、この報告書にはありません。"


def test_a_report_without_remarks_says_so(reports: dict[str, Report]) -> None:
    answer = put(replace(reports["minato"], remarks=()), StructurePlan("remarks"))
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert answer.answer == "この報告書には、総評の記載がありません。"


def test_what_is_missing_does_not_hide_what_else_was_asked(reports: dict[str, Report]) -> None:
    held = replace(reports["minato"], remarks=())
    answer = put(held, StructurePlan("remarks", also=("measures",)))
    assert answer.status is Status.ANSWERED
    assert "この報告書の施策は5件です。" in answer.answer


def test_a_total_that_the_report_prints_otherwise_is_noted(reports: dict[str, Report]) -> None:
    report = reports["minato"]
    assert not any("集計では" in note for note in put(report, StructurePlan("indicators")).notes)
    totals = tuple(
        replace(row, total=99) if row.measure_id is None else row for row in reports["minato"].totals
    )
    other = put(replace(report, totals=totals), StructurePlan("indicators"))
    assert "報告書の集計では99件とされています。" in other.notes
    part = put(replace(report, totals=totals), StructurePlan("indicators", Scope(measures=("1",))))
    assert not any("集計では" in note for note in part.notes)


HELD = Path(__file__).resolve().parents[1] / "data" / "reports"


@cache
def engine_of(name: str) -> Engine:
    return Engine(parse_report(HELD / f"{name}.xlsx"), lambda query: (), lambda query: [])


@pytest.mark.parametrize(
    ("report", "question", "said"),
    [
        ("sakurai-koreisha", "基本目標２の下にはどんな施策がぶら下がっていますか", "施策は3件です"),
        ("sakurai-koreisha", "この計画の大きな柱は何本ですか", "基本目標は4件で、その下の施策は10件です"),
        ("sakurai-koreisha", "進み具合を測る物差しは、この表に何個載っていますか", "指標は27件です"),
        ("sakurai-koreisha", "複数の課がやっている取組はどれ？", "福祉総務課、地域包括ケア推進課"),
        ("sakurai-koreisha", "課が二つまたがってる取組ってありますか", "福祉総務課、地域包括ケア推進課"),
        ("sakurai-koreisha", "この計画はいつ終わるんですか", "令和6年度～令和8年度"),
        ("kinutagaura-sogosenryaku", "基本目標は何本で、その下に施策がいくつありますか", "施策は9件です"),
        ("shirakaba-danjo", "KPIがひとつもぶら下がっていない取組はどれ？", "取組8件のうち2件です"),
        (
            "hibari-kankyo",
            "公園緑地課が他の課と組まずに単独で抱えてる取組は？",
            "公園緑地課だけが担当する取組は1件です",
        ),
        ("hoshino-kankyo", "学校教育課が担当に入ってる指標とか事業を知りたい", "環境学習推進事業"),
        ("sakurai-koreisha", "健康長寿課さんの受け持ちになっている指標を残らず並べて", "指標は4件"),
        ("matsukaze-kpi", "企画課さんが受け持っている指標は何と何で、達成か未達か", "評価「未達成」"),
        ("kinutagaura-sogosenryaku", "いそかぜ号、面倒を見てる課は一つだけ？", "まちづくり課、福祉課"),
        (
            "kinutagaura-sogosenryaku",
            "B評価というのは達成率が何％から何％までのことですか",
            "80％以上100％未満",
        ),
        ("kinutagaura-sogosenryaku", "AになるかBになるかは、どこで線を引いているの？", "達成率100％以上"),
        ("yamabuki-kenko", "その年だけの人数じゃなくて「累計」とことわってある指標はどれ？", "2件です"),
    ],
)
def test_a_wording_for_what_hangs_under_what_or_who_takes_part(report: str, question: str, said: str) -> None:
    answer, _ = engine_of(report).ask(question, Conversation())
    assert answer.status is Status.ANSWERED
    assert said in answer.answer


def test_a_plan_whose_end_is_printed_nowhere_is_not_said_to_end_with_its_columns() -> None:
    answer, _ = engine_of("kinutagaura-sogosenryaku").ask(
        "この総合戦略は何年度で区切りを迎えるんですか", Conversation()
    )
    assert answer.status is Status.NOT_IN_REPORT
