"""Reports in other layouts: far targets, sparse years, printed rates, grades in words, plain tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from main_text import without_reference
from openpyxl import Workbook

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.settings import Settings
from assistant.types import Answer, Reason, Status
from corpus.parse import parse_report
from index.build import build_index, open_index

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator" / "layouts"))
from ask_every_value import asked
from check_layouts import LAYOUTS, made
from layout_writers import write

Ask = Callable[..., Answer]
Rows = list[list[str]]

HEAD = "施策 取組 担当課 指標 単位 基準値（R1） R5実績 R6実績 R6達成率 目標（R8） 評価".split()
GREEN: dict[str, Rows] = {
    "指標": [
        ["令和6年度 さくら市緑の基本計画 進捗状況報告書"],
        [],
        HEAD,
        "1緑を守る 1樹林地の保全 公園課 保全樹林の面積 ha 12.0 12.4 12.6 84% 15.0 概ね順調".split(),
        "1緑を守る 2緑地の点検 公園課 倒木の件数 件 40 31 30 93% 28 順調".split(),
        "2緑を育てる 1植樹の推進 緑政課 植樹祭の参加者数 人 300 - 実施なし - 500 評価不可".split(),
        "2緑を育てる 2学校の緑化 緑政課 緑化した学校数 校 5 7 7 70% 10 やや遅れ".split(),
        "2緑を育てる 3講座の開催 緑政課 緑の講座の受講者数 人 100 120(220) 130(350) 100%超 150 順調".split(),
    ],
    "予算": [
        ["令和6年度 予算の状況"],
        [],
        "事業名 予算額（千円） 決算額（千円） 所管".split(),
        "樹林地の管理 1,200 1,150 公園課".split(),
        "植樹祭の開催 800 0 緑政課".split(),
        "緑の講座の運営 350 340 緑政課".split(),
    ],
    "委員": [
        ["緑の推進会議 委員名簿"],
        [],
        "役職 所属 区分".split(),
        "会長 大学教授 学識経験者".split(),
        "副会長 緑の会代表 市民団体".split(),
        "委員 公募市民 市民".split(),
    ],
}
# One year only, printed 達成・未達成, and nothing that tells which way an indicator is meant to move.
WATER: dict[str, Rows] = {
    "指標": [
        ["令和6年度 みなも町水循環計画 進捗状況報告書"],
        [],
        "施策 取組 指標 単位 R6目標 R6実績 R6評価".split(),
        "1水を守る 1節水の推進 1人当たりの水の使用量 L 250 262 未達成".split(),
        "1水を守る 2水源の保全 水源林の面積 ha 30 32 達成".split(),
        "1水を守る 3汚れの防止 苦情の件数 件 10 12 達成".split(),
    ]
}
DOWNWARD: dict[str, Rows] = {
    "指標": [
        ["令和6年度 みなも町水循環計画 進捗状況報告書"],
        [],
        "施策 取組 指標 単位 R6目標 R6実績 R6達成率".split(),
        "1水を守る 1節水の推進 漏水の箇所数 か所 50 55 90.9%".split(),
        "1水を守る 2水源の保全 水源林の面積 ha 30 32 110%".split(),
        "1水を守る 3汚れの防止 排水口の汚濁 mg/L 4 5 -".split(),
    ]
}


def _open(sheets: dict[str, Rows], folder: Path) -> tuple[Assistant, Callable[[], None]]:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "report.xlsx")
    book.close()
    build_index(folder / "home", [parse_report(folder / "report.xlsx")], None)
    index = open_index(folder / "home", None)
    return Assistant(index, Settings(home=folder / "home")), index.close


@pytest.fixture(scope="module")
def reports_asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ask]]:
    """Conversations with each of the three small reports."""
    closing, found = [], {}
    for name, sheets in (("green", GREEN), ("water", WATER), ("down", DOWNWARD)):
        assistant, close = _open(sheets, tmp_path_factory.mktemp(name))
        closing.append(close)

        def ask(*turns: str, assistant: Assistant = assistant) -> Answer:
            conversation: Conversation | None = None
            for turn in turns:
                reply = assistant.ask(turn, conversation)
                conversation = reply.conversation
            return reply.answer

        found[name] = ask
    yield found
    for close in closing:
        close()


@pytest.fixture
def green(reports_asked: dict[str, Ask]) -> Ask:
    return reports_asked["green"]


@pytest.fixture
def water(reports_asked: dict[str, Ask]) -> Ask:
    return reports_asked["water"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sample_of_printed_values_is_answered_as_printed(layout: str, tmp_path: Path) -> None:
    report = parse_report(write(made(layout, 4), "xlsx", tmp_path), name=f"{layout}-4")
    score = asked(report, tmp_path / "home", sample=12)
    assert score.details == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "保全樹林の面積の達成率は？",
            "令和6年度（R6）の保全樹林の面積の達成率は、報告書の印字で84%です。実績は12.6haです。",
        ),
        (
            "緑の講座の受講者数の達成率は？",
            "令和6年度（R6）の緑の講座の受講者数の達成率は、報告書の印字で100%超です。実績は130(350)人です。",
        ),
        (
            "保全樹林の面積の目標は？",
            "保全樹林の面積の令和6年度の目標は記載がなく、記載されている目標は令和8年度（R8）が15.0haです。",
        ),
        (
            "緑化した学校数の最終目標との差は？",
            "令和8年度（R8）の緑化した学校数の目標は10校、令和6年度（R6）の実績は7校で、目標まであと3校です。",
        ),
        (
            "緑化した学校数の目標との差は？",
            "令和8年度（R8）の緑化した学校数の目標は10校、令和6年度（R6）の実績は7校で、目標まであと3校です。",
        ),
        (
            "倒木の件数の基準値からの減少は？",
            "倒木の件数は、基準値（令和元年度）の40件から令和6年度（R6）の実績30件へ、10件減りました（−25.0%）。",
        ),
        (
            "緑の講座の受講者数の実績は？",
            "令和6年度（R6）の緑の講座の受講者数の実績は130(350)人です。",
        ),
        ("緑化した学校数の評価は？", "令和6年度（R6）の緑化した学校数の評価は「やや遅れ」です。"),
        (
            "順調なのは何件？",
            "令和6年度（R6）の計画全体で、評価が「順調」の指標は2件です。全体5件中2件で、40.0%に当たります。\n分母は評価不可（-）1件を含む5件です。評価不可を除くと4件中2件で、50.0%です。",
        ),
        (
            "順調の割合は何%？",
            "令和6年度（R6）の計画全体で、評価が「順調」の指標は5件中2件で、割合は40.0%です。\n分母は評価不可（-）1件を含む5件です。評価不可を除くと4件中2件で、50.0%です。",
        ),
        (
            "評価の内訳は？",
            "令和6年度（R6）の計画全体の評価の内訳は、「順調」2件、「概ね順調」1件、「やや遅れ」1件、"
            "評価不可（-）1件で、計5件です。",
        ),
        (
            "予算の総額は？",
            "指標の表ではない表「令和6年度 予算の状況」（表1）の予算額（千円）を3行分足すと、2,350になります。",
        ),
    ],
)
def test_answer_word_for_word(green: Ask, question: str, text: str) -> None:
    answer = green(question)
    assert (without_reference(answer.answer), answer.status) == (text, Status.ANSWERED)


def test_a_target_of_another_year_answers_only_where_no_year_was_said(green: Ask) -> None:
    answer = green("保全樹林の面積のR6の目標は？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert "目標の記載がある年度はR8で、令和8年度は15.0haです" in answer.answer
    assert green("保全樹林の面積の実績は？", "目標は？").status is Status.ANSWERED


def test_a_year_between_sparse_columns_is_not_claimed_to_be_there(green: Ask) -> None:
    answer = green("倒木の件数のR3の実績は？")
    assert answer.reason is Reason.YEAR_OUTSIDE
    assert "R1・R5・R6・R8の各年度" in answer.answer


def test_a_trend_over_sparse_years_shows_the_gaps(green: Ask) -> None:
    answer = green("倒木の件数の推移は？")
    assert "R5 31件、R6 30件です" in answer.answer
    assert "R1〜R4の実績は記載がありません。" in answer.notes
    (series,) = answer.series
    assert [one.fiscal_year for one in series.points] == list(range(2019, 2027))
    assert [one.actual for one in series.points[1:4]] == [None, None, None]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("達成率が80%未満の指標は？", ("2-2#1",)),
        ("達成率が100%以上の指標は？", ("2-3#1",)),
        ("一番達成率が低い指標は？", ("2-2#1",)),
        ("遅れている指標は？", ("2-2#1",)),
        ("概ね順調以上の指標を全部教えて", ("1-1#1", "1-2#1", "2-3#1")),
        ("評価が一番悪い指標は？", ("2-2#1",)),
        ("評価が付いていない指標は？", ("2-1#1",)),
        ("緑政課の指標の評価は？", ("2-1#1", "2-2#1", "2-3#1")),
        ("基準値から一番伸びた指標は？", ("2-3#1",)),
        ("一番遅れている施策は？", ("2",)),
    ],
)
def test_rows_of_lists_and_rankings(green: Ask, question: str, rows: tuple[str, ...]) -> None:
    answer = green(question)
    assert (answer.rows, answer.status) == (rows, Status.ANSWERED)


def test_targets_of_a_later_year_decide_nothing_about_this_one(green: Ask) -> None:
    answer = green("目標を達成していない指標は？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert "目標の記載があるのはR8です" in answer.answer


def test_a_rate_column_with_a_dash_is_no_rate(green: Ask) -> None:
    answer = green("植樹祭の参加者数の達成率は？")
    assert answer.status is Status.NOT_IN_REPORT
    assert "達成率の欄は「-」で、値の記載がありません" in answer.answer


def test_without_a_legend_the_meaning_of_grades_is_said_to_be_missing(green: Ask) -> None:
    answer = green("評価の意味は？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert "評価区分（凡例）は、この報告書には記載がありません" in answer.answer
    assert "「順調」、「概ね順調」、「やや遅れ」" in answer.answer


@pytest.mark.parametrize(
    ("question", "place", "quote"),
    [
        ("樹林地の管理の予算額は？", "シート「予算」 A4", "樹林地の管理　1,200　1,150　公園課"),
        ("植樹祭の決算額は？", "シート「予算」 A5", "植樹祭の開催　800　0　緑政課"),
        ("予算額が一番小さい事業は？", "シート「予算」 A6", "緑の講座の運営　350　340　緑政課"),
        ("会長は誰？", "シート「委員」 A4", "会長　大学教授　学識経験者"),
        ("市民団体の委員は？", "シート「委員」 A5", "副会長　緑の会代表　市民団体"),
    ],
)
def test_rows_of_plain_tables_are_quoted_with_their_place(
    green: Ask, question: str, place: str, quote: str
) -> None:
    answer = green(question)
    assert answer.status is Status.ANSWERED
    assert (place, quote) in [(one.place, one.quote) for one in answer.citations]
    assert "指標の表ではない表" in answer.answer
    assert f"（{place}）" in answer.answer
    assert any("指標の目標や実績ではありません" in note for note in answer.notes)


def test_a_plain_table_is_shown_whole_with_its_headings(green: Ask) -> None:
    answer = green("委員は誰？")
    assert answer.table is not None
    assert answer.table.headings == ("役職", "所属", "区分", "場所")
    assert [row[0] for row in answer.table.rows] == ["会長", "副会長", "委員"]


def test_a_follow_up_keeps_the_row_of_a_plain_table(green: Ask) -> None:
    answer = green("樹林地の管理の予算額は？", "決算額は？")
    assert "決算額（千円）: 1,150" in answer.answer
    assert "植樹祭" not in answer.answer


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("資材置場の予算額は？", Reason.NO_SUCH_ITEM),
        ("令和5年度の予算額は？", Reason.YEAR_OUTSIDE),
    ],
)
def test_what_a_plain_table_does_not_hold_is_refused(green: Ask, question: str, reason: Reason) -> None:
    answer = green(question)
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, reason)


def test_a_figure_of_a_plain_table_is_never_an_actual(green: Ask) -> None:
    for question in ("植樹祭の開催の実績は？", "緑の講座の運営の目標は？", "樹林地の管理の達成率は？"):
        answer = green(question)
        assert not any(one.source.startswith("表") for one in answer.citations)


def test_the_printed_verdict_lists_before_any_arithmetic(water: Ask) -> None:
    assert water("未達成の指標は？").rows == ("1-1#1",)
    assert water("達成した指標は？").rows == ("1-2#1", "1-3#1")
    answer = water("1人当たりの水の使用量は目標を達成した？")
    assert answer.answer.startswith("いいえ、報告書の評価は「未達成」です")
    assert any("大小とは逆" in note for note in answer.notes)


def test_nothing_is_computed_where_less_may_be_better(reports_asked: dict[str, Ask]) -> None:
    down = reports_asked["down"]
    answer = down("排水口の汚濁は目標を達成した？")
    assert "達成したかどうかは数値からは判断できません" in answer.answer
    assert "125" not in answer.answer


def test_a_printed_rate_tells_that_less_is_better(reports_asked: dict[str, Ask]) -> None:
    down = reports_asked["down"]
    answer = down("漏水の箇所数は目標を達成した？")
    assert answer.answer.startswith("いいえ、目標に届いていません")
    assert any("値が小さいほど良い指標として判定" in note for note in answer.notes)


def test_a_printed_rate_of_the_table_leads_to_its_cell(reports_asked: dict[str, Ask]) -> None:
    answer = reports_asked["down"]("水源林の面積の達成率は？")
    assert answer.table is not None and answer.table.headings[5] == "達成率"
    assert answer.table.places[0][5] is not None and answer.table.places[0][5] != answer.table.places[0][4]


def test_a_printed_rate_that_its_figures_do_not_give_is_noted(reports_asked: dict[str, Ask]) -> None:
    answer = reports_asked["down"]("水源林の面積の達成率は？")
    assert "報告書の印字で110%です" in answer.answer
    assert any("実績÷目標（106.7%）と一致しません" in note for note in answer.notes)


def test_without_departments_none_is_called_lost(water: Ask) -> None:
    answer = water("節水の推進の担当課は？")
    assert answer.status is Status.NOT_IN_REPORT
    assert "担当課の記載は、この報告書にはありません" in answer.answer
