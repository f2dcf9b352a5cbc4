"""Questions over three editions of one plan and two other plans: the right edition, the right value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.editions.asked import Topic, edition_question
from assistant.editions.mentions import Named, edition_mentions
from assistant.grounding import ungrounded_figures, ungrounded_quotations
from assistant.library import plans_of
from assistant.settings import Settings
from assistant.types import Answer, Reason, Route, Status
from corpus.editions import decision_of
from corpus.parse import parse_report
from corpus.types import Indicator, Report
from index.build import build_index, open_index
from index.decisions import add_decisions
from index.facts import ReportInfo

DATA = Path(__file__).resolve().parents[1] / "data"
R4, R5, R6 = (f"wakabadai-fukushi-{year}" for year in ("r4", "r5", "r6"))
ASAHI, MINATO = "asahi-kodomo-r5", "minato-kankyo-r7"
EDITIONS = [DATA / "editions" / f"{name}.txt" for name in (R4, R5, R6)]
OTHERS = [DATA / "reports" / f"{name}.txt" for name in (ASAHI, MINATO)]
TITLE = "若葉台市 地域福祉計画 令和{}年度 進捗評価"


def opened(home: Path, files: list[Path]) -> Iterator[Assistant]:
    """An assistant over a new store of these files, searched by words alone."""
    build_index(home, [parse_report(file) for file in files], None)
    index = open_index(home, None)
    yield Assistant(index, Settings(home=home))
    index.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The three editions alone: R4, R5 and R6."""
    yield from opened(tmp_path_factory.mktemp("city"), EDITIONS)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The three editions, and a report each of another city and a town."""
    yield from opened(tmp_path_factory.mktemp("archive"), [*EDITIONS, *OTHERS])


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The newest edition alone."""
    yield from opened(tmp_path_factory.mktemp("single"), EDITIONS[2:])


def talk(assistant: Assistant, *turns: str) -> Answer:
    """Hold a conversation; returns the last answer, every one of them checked for its evidence."""
    return reply(assistant, *turns)[0]


def reply(assistant: Assistant, *turns: str) -> tuple[Answer, Conversation]:
    """Hold a conversation; returns the last answer and what the next turn would know."""
    conversation = None
    for turn in turns:
        given = assistant.ask(turn, conversation)
        conversation = given.conversation
        assert given.answer.status is not Status.ERROR
        assert not ungrounded_quotations(given.answer)
        assert not ungrounded_figures(given.answer, turn)
    assert conversation is not None
    return given.answer, conversation


# Each: the turns, the report that answers the last of them, and words of the right answer.
SERIES_CASES: list[tuple[tuple[str, ...], str, str]] = [
    (("地域の茶の間の設置数は？",), R6, "令和6年度（R6）の地域の茶の間の設置数の実績は21か所です。"),
    (("地域の茶の間の設置数の目標は？",), R6, "目標は20か所です。"),
    (("令和5年度版では地域の茶の間の設置数は？",), R5, "令和5年度（R5）の地域の茶の間の設置数の実績は18か所です。"),
    (("R5の報告書で茶の間の設置数の実績は？",), R5, "18か所"),
    (("２０２３年度の報告書で茶の間の設置数の実績は？",), R5, "18か所"),
    (("令和四年度の進捗評価報告書では相談件数は？",), R4, "2,471件"),
    (("昨年の報告書では総合相談窓口の相談件数は？",), R5, "令和5年度（R5）の総合相談窓口の相談件数の実績は2,539件です。"),
    (("昨年度版の総合相談窓口の相談件数は？",), R5, "2,539件"),
    (("前回の報告書での総合相談窓口の相談件数は？",), R5, "2,539件"),
    (("一昨年の報告書では総合相談窓口の相談件数は？",), R4, "2,471件"),
    (("2年前の報告書の総合相談窓口の相談件数は？",), R4, "2,471件"),
    (("前々回の報告書の総合相談窓口の相談件数は？",), R4, "2,471件"),
    (("最新版の総合相談窓口の相談件数は？",), R6, "2,702件"),
    (("古い方の報告書では総合相談窓口の相談件数は？",), R5, "2,539件"),
    (("一番古い報告書では総合相談窓口の相談件数は？",), R4, "2,471件"),
    (("地域福祉計画の総合相談窓口の相談件数は？",), R6, "2,702件"),
    (("福祉計画の総合相談窓口の相談件数は？",), R6, "2,702件"),
    (("若葉台市の総合相談窓口の相談件数は？",), R6, "2,702件"),
    (("若葉台の総合相談窓口の相談件数は？",), R6, "2,702件"),
    ((f"{R4}の総合相談窓口の相談件数は？",), R4, "2,471件"),
    ((f"{R4}の総合相談窓口の相談件数は？", "目標は？"), R4, "令和4年度（R4）の総合相談窓口の相談件数の目標は2,400件です。"),
    (("総合相談窓口の相談件数は？", "昨年の報告書では？"), R5, "令和5年度（R5）の総合相談窓口の相談件数の実績は2,539件です。"),
    (("R5版の総合相談窓口の相談件数は？", "じゃあ最新版では？"), R6, "2,702件"),
    (("R5版の総合相談窓口の相談件数は？", "目標は？"), R5, "2,500件"),
    (("総合相談窓口の相談件数は？", "その前の年の報告書では？", "その前の年の報告書では？"), R4, "2,471件"),
    (("R4の報告書で総合相談窓口の相談件数は？", "その次の年の報告書では？"), R5, "2,539件"),
    (("R5版の見守り協力事業者数は？", "じゃあ最新版では？"), R6, "店舗・事業所の数の実績は83事業者です。"),
    (("R5の報告書のC評価の指標は？", "R4の報告書では？"), R4, "令和4年度に評価がCの指標は、計画全体で1件です（"),
    (("R5版の見守り協力事業者数は？", "R6は？"), R6, "83事業者"),
    (("出張相談会の開催回数は？",), R5, "令和5年度（R5）の出張相談会の開催回数の実績は6回です。"),
    (("出張相談会の開催回数は？", "目標は？"), R5, "令和5年度（R5）の出張相談会の開催回数の目標は5回です。"),
    (("市民後見人の登録者数のR3の実績は？",), R5, "12人"),
    (("地域福祉計画でR1にA評価だった指標は？",), R5, "ひきこもり相談の実人数（実績18人、目標15人）"),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "report", "words"), SERIES_CASES, ids=lambda value: str(value)[:60])
def test_the_edition_meant_answers_with_its_value(
    archive: Assistant, turns: tuple[str, ...], report: str, words: str
) -> None:
    answer, after = reply(archive, *turns)
    assert answer.status is Status.ANSWERED
    assert words in answer.answer
    assert after.report == report
    assert report in {one.report for one in answer.citations}
    assert TITLE.format(report[-1]) in answer.answer.rpartition("（報告書: ")[2]
    assert all(one.startswith(f"{report}/") for one in answer.rows)


OTHER_PLANS = [
    ("リサイクル率は？", MINATO, "21.1%"),
    ("環境計画のリサイクル率は？", MINATO, "21.1%"),
    ("産後ケアの利用者数の実績は？", ASAHI, "203人"),
    ("C評価の指標は？", MINATO, "リサイクル率"),
    ("あさひ市のD評価の指標は？", ASAHI, "提供会員数"),
    ("みなと町のリサイクル率は？", MINATO, "21.1%"),
]


@pytest.mark.parametrize(("question", "report", "words"), OTHER_PLANS)
def test_a_question_of_another_plan_goes_there(
    archive: Assistant, question: str, report: str, words: str
) -> None:
    answer, after = reply(archive, question)
    assert words in answer.answer
    assert after.report == report


def test_a_question_that_fits_two_plans_is_asked_back_with_ready_questions(archive: Assistant) -> None:
    answer = talk(archive, "相談件数の実績は？")
    assert answer.status is Status.CLARIFY
    assert answer.choices == (
        "若葉台市地域福祉計画の相談件数の実績は？",
        "asahi-kodomo-r5の相談件数の実績は？",
    )
    assert "2,702件" in talk(archive, answer.choices[0]).answer
    of_one_edition = talk(archive, "R5の報告書で相談件数の実績は？")
    assert of_one_edition.choices[0] == "若葉台市地域福祉計画のR5の報告書で相談件数の実績は？"
    assert "2,539件" in talk(archive, of_one_edition.choices[0]).answer


def test_a_year_only_an_older_edition_prints_is_answered_from_there(city: Assistant) -> None:
    answer = talk(city, "地域の茶の間の設置数のH30の実績は？")
    assert "平成30年度（H30）の地域の茶の間の設置数の実績は9か所です。" in answer.answer
    assert "H30の値は、令和4年度（R4）の報告書に印字されたものです。" in answer.notes
    assert [(one.source, one.report, one.place, one.quote) for one in answer.citations] == [
        (f"{R4}/①-1#1", R4, "9行 6列", "9")
    ]
    assert answer.answer.endswith(f"（報告書: {TITLE.format(4)}）")


def test_the_newest_edition_that_prints_the_year_wins(city: Assistant) -> None:
    answer = talk(city, "地域の茶の間の設置数のR1の実績は？")
    assert answer.citations[0].report == R5
    assert "実績は11か所" in answer.answer


def test_a_year_no_edition_prints_is_refused(city: Assistant) -> None:
    answer = talk(city, "地域の茶の間の設置数のH25の実績は？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.YEAR_OUTSIDE)


def test_a_series_joins_the_years_of_all_editions_through_new_names_and_numbers(city: Assistant) -> None:
    answer = talk(city, "見守りネットワークに加わる店舗・事業所の数のこれまでの推移は？")
    assert (
        "H30 41事業者、R1 47事業者、R2 52事業者、R3 58事業者、R4 66事業者、R5 71事業者、R6 83事業者"
        in answer.answer
    )
    assert answer.rows == ("①-3#1",)
    assert {one.source for one in answer.citations} == {"①-3#1", f"{R5}/①-2#1", f"{R4}/①-2#1"}
    assert [point.fiscal_year for point in answer.series[0].points] == list(range(2018, 2027))


def test_a_change_is_computed_over_two_editions(city: Assistant) -> None:
    answer = talk(city, "地域の茶の間の延べ参加者数はH30からR6でどれだけ増えた？")
    assert "平成30年度（H30）の1,310人から令和6年度（R6）の1,655人へ、345人増えました" in answer.answer


def test_a_follow_up_reaches_the_years_of_older_editions(city: Assistant) -> None:
    assert "9か所" in talk(city, "地域の茶の間の設置数は？", "H30は？").answer


def test_a_doubtful_match_is_left_out_of_a_series_and_said(city: Assistant) -> None:
    answer = talk(city, "ひきこもり相談の実人数の推移は？")
    assert "R2 64人、R3 71人、R4 98人、R5 113人、R6 127人" in answer.answer
    assert "H30" not in answer.answer
    assert (
        "令和5年度（R5）の報告書の②-1#2「ひきこもり相談の実人数」は、同じ指標かどうか確定できないため、含めていません。"
        in answer.notes
    )


def test_a_restated_value_is_answered_from_the_newer_edition_and_the_older_printing_noted(
    city: Assistant,
) -> None:
    answer = talk(city, "地域の茶の間の延べ参加者数のR5の実績は？")
    assert "1,512人です。" in answer.answer
    assert (
        "地域の茶の間の年間延べ参加者数のR5の実績は、R5の報告書では1,480人と印字されています"
        f"（{R5}/①-1#2、12行 10列）。"
    ) in answer.notes
    cited = [(one.source, one.report, one.place, one.quote) for one in answer.citations]
    assert (f"{R5}/①-1#2", R5, "12行 10列", "1,480") in cited


def test_a_changed_target_is_noted_too(city: Assistant) -> None:
    notes = talk(city, "総合相談窓口の相談件数のR7の目標は？").notes
    assert any("R5の報告書では2,700件と印字されています" in one for one in notes)


def test_an_older_edition_asked_for_says_what_the_newer_prints(city: Assistant) -> None:
    answer = talk(city, "令和5年度版では茶の間の延べ参加者数は？")
    assert "1,480人です。" in answer.answer
    assert any("R6の報告書では1,512人と印字されています（①-2#2、15行 9列）" in one for one in answer.notes)


def test_values_printed_alike_need_no_note(city: Assistant) -> None:
    assert not [one for one in talk(city, "地域の茶の間の設置数のR5の実績は？").notes if "印字" in one]


def test_an_item_dropped_since_is_answered_from_the_edition_that_holds_it_and_said(city: Assistant) -> None:
    assert (
        "令和6年度（R6）の報告書には当たるものがないため、令和5年度（R5）の報告書から答えています。"
        in talk(city, "出張相談会の開催回数は？").notes
    )


def test_an_edition_that_is_not_there_is_said_with_those_that_are(city: Assistant) -> None:
    answer = talk(city, "R3の報告書では茶の間について何と書いていた？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.YEAR_OUTSIDE)
    assert answer.answer == (
        "令和3年度の報告書は収録されていません。若葉台市地域福祉計画で収録されている報告書は、R4・R5・R6です。"
    )


def test_a_figure_of_a_missing_edition_is_answered_from_the_newest_and_said(city: Assistant) -> None:
    answer = talk(city, "R3の報告書では地域の茶の間の設置数は？")
    assert "令和3年度（R3）の地域の茶の間の設置数の実績は13か所です。" in answer.answer
    assert any(one.startswith("令和3年度の報告書は収録されていないため") for one in answer.notes)


def test_what_an_edition_does_not_have_for_sure_is_not_carried_over(city: Assistant) -> None:
    new = talk(city, "見守りセンサーの設置世帯数は？", "昨年の報告書では？")
    assert (new.status, new.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM)
    assert "「見守りセンサーの設置世帯数」に当たると確かめられるものがありません" in new.answer
    doubtful = talk(city, "R5の報告書でひきこもり相談の実人数は？", "じゃあ最新版では？")
    assert doubtful.reason is Reason.NO_SUCH_ITEM
    assert "②-1#2「ひきこもり相談の実人数」が同じ指標かもしれませんが、確定できません" in doubtful.answer


# --- commentary ---------------------------------------------------------------------------------


def test_what_the_last_report_said_of_the_item_talked_about(city: Assistant) -> None:
    answer = talk(city, "地域の茶の間の設置数は？", "昨年の報告書では課題を何と書いていた？")
    assert answer.route is Route.NARRATIVE
    assert "> 運営者の高齢化が進んでおり、後継者の確保が課題である。冬期の暖房費が" in answer.answer
    assert [one.report for one in answer.citations] == [R5]


def test_what_the_last_report_said_of_an_item_named(city: Assistant) -> None:
    answer = talk(city, "昨年の報告書では見守り活動の課題について何と書いていた？")
    assert "> 通報の基準が分かりにくいとの声がある。手引きを作成し、協力事業者に配布する。" in answer.answer


def test_the_commentary_is_found_where_only_the_indicator_changed(city: Assistant) -> None:
    answer = talk(city, "市民後見人養成講座の修了者数は？", "昨年の報告書では何と書いていた？")
    assert "> 養成講座を開催し、5人が修了した。" in answer.answer
    assert {one.report for one in answer.citations} == {R5}


def test_wording_is_compared_sentence_by_sentence(city: Assistant) -> None:
    answer = talk(city, "茶の間の課題の書きぶりは前年とどう変わった？")
    column = "取組内容への課題とその対応策など"
    assert answer.route is Route.NARRATIVE
    assert answer.answer.splitlines()[1:-1] == [
        "**新しい記述**",
        "> 参加者の移動手段の確保が新たな課題となっている。",
        f"（R6: ①-2:{column}、11行 14列）",
        "**一部変更**",
        "> 今後は、学生ボランティアの受入れを進める。",
        f"（R5: {R5}/①-1:{column}、8行 14列）",
        "> 今後は、学生ボランティアの受入れを広げる。",
        f"（R6: ①-2:{column}、11行 14列）",
        "**なくなった記述**",
        "> 冬期の暖房費が運営団体の負担となっている。",
        f"（R5: {R5}/①-1:{column}、8行 14列）",
        "**引き続き書かれている記述**",
        "> 運営者の高齢化が進んでおり、後継者の確保が課題である。",
        f"（R6: ①-2:{column}、11行 14列）",
    ]
    assert answer.rows == ("①-2",)
    assert {one.report for one in answer.citations} == {R5, R6}


@pytest.mark.parametrize(
    ("turns", "quoted", "absent"),
    [
        (("茶の間の課題で新しく書かれたことは？",), "移動手段の確保", "暖房費"),
        (("茶の間の取組状況でなくなった記述は？",), "将棋の会", "送迎の試行"),
        (("茶の間の課題で引き続き書かれている記述は？",), "後継者の確保", "移動手段"),
        (("総合相談窓口の取組状況の記述はR4とR6でどう違う？",), "相談員4人の体制で相談に応じた。", "26回"),
        (("地域の茶の間の設置数は？", "課題の書きぶりは前年とどう変わった？"), "移動手段の確保", "相談員"),
        (
            ("茶の間の課題の書きぶりは前年とどう変わった？", "R4とR6では？"),
            "感染症の対策に要する費用",
            "暖房費",
        ),
        (
            ("昨年の報告書では茶の間の課題は何だった？", "書きぶりはどう変わった？"),
            "送迎の試行を1地区で始めた。",
            "感染症",
        ),
    ],
)
def test_other_ways_to_compare_wording(
    city: Assistant, turns: tuple[str, ...], quoted: str, absent: str
) -> None:
    answer = talk(city, *turns)
    assert answer.status is Status.ANSWERED
    assert quoted in answer.answer
    assert absent not in answer.answer


def test_without_an_item_the_changed_initiatives_are_listed(city: Assistant) -> None:
    answer = talk(city, "R5とR6で取組状況の記述はどう変わった？")
    assert answer.rows == ("①-2", "①-3", "②-1")
    assert (
        "- ①-2 地域の茶の間の設置の「取組状況」: 新しい記述1文、一部変更1文、なくなった記述1文"
        in answer.answer
    )


def test_after_a_comparison_the_talk_goes_on_about_its_row(city: Assistant) -> None:
    answer = talk(city, "総合相談窓口の課題の書きぶりは前年とどう変わった？", "担当課は？")
    assert "福祉総務課" in answer.answer


def test_a_new_initiative_has_no_earlier_wording(city: Assistant) -> None:
    answer = talk(city, "見守りセンサーの貸出しの課題の書きぶりは前年とどう変わった？")
    assert answer.reason is Reason.NO_SUCH_ITEM
    assert "令和6年度（R6）の報告書で初めて載っています" in answer.answer


def test_wording_of_what_no_edition_names_is_refused(city: Assistant) -> None:
    assert talk(city, "宇宙船の課題の書きぶりは前年とどう変わった？").reason is Reason.NO_SUCH_ITEM


# --- the lists of indicators, and the store ------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("新しく加わった指標は？", ("①-1#1", "②-2#1")),
        ("なくなった指標は？", (f"{R5}/②-2#1", f"{R5}/②-3#1")),
        ("指標の番号が変わったものは？", ("①-2#1", "①-2#2", "①-3#1")),
        ("指標の名称が変わったものは？", ("①-2#2", "①-3#1")),
        ("R4からR5で新しく加わった指標は？", ()),
        ("前回の報告書から書き換えられた実績は？", ("①-2#2",)),
        ("R5の報告書とR6の報告書で値が食い違っている指標は？", ("①-2#2", "②-1#1")),
    ],
)
def test_indicators_are_compared_between_editions(
    city: Assistant, question: str, rows: tuple[str, ...]
) -> None:
    answer = talk(city, question)
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.TABLE)
    assert answer.rows == rows


def test_a_comparison_goes_to_the_plan_that_has_two_editions(archive: Assistant) -> None:
    assert talk(archive, "指標の名称が変わったものは？").rows == (f"{R6}/①-2#2", f"{R6}/①-3#1")


@pytest.mark.parametrize(
    "question", ["どの報告書が入っている？", "何年度の報告書がある？", "収録されている報告書は？"]
)
def test_the_store_tells_what_is_in_it(archive: Assistant, question: str) -> None:
    answer = talk(archive, question)
    assert (answer.status, answer.route) == (Status.ANSWERED, Route.NONE)
    for name in (R4, R5, R6, ASAHI, MINATO):
        assert name in answer.answer


@pytest.mark.parametrize(
    "turns",
    [
        ("地域の茶の間の設置数は？", "昨年の報告書では何と書いていた？"),
        ("茶の間の課題の書きぶりは前年とどう変わった？",),
        ("新しく加わった指標は？",),
        ("R5の報告書では茶の間について何と書いていた？",),
    ],
)
def test_with_one_edition_nothing_earlier_is_made_up(single: Assistant, turns: tuple[str, ...]) -> None:
    answer = talk(single, *turns)
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.YEAR_OUTSIDE)
    assert "収録されて" in answer.answer


def test_with_one_edition_the_issues_compared_with_last_year_are_its_own_commentary(
    single: Assistant,
) -> None:
    answer = talk(single, "地域の茶の間の設置の課題は前年度と比べて変わった？")
    assert answer.status is Status.ANSWERED
    assert "後継者の確保が課題である" in answer.answer


def test_a_decision_changes_the_series_of_a_running_assistant(tmp_path: Path) -> None:
    running = opened(tmp_path, EDITIONS[1:])
    assistant = next(running)
    question = "ひきこもり相談の実人数のR1の実績は？"
    before = talk(assistant, question)
    assert before.rows == (f"{R5}/②-1#2",)
    assert before.notes[-1] == (
        "令和6年度（R6）の報告書の②-1#2「ひきこもり相談の実人数」と同じ指標かどうかは確定できません。"
    )
    match = next(one for one in assistant._library.matches(R5, R6) if one.newer_id == "②-1#2")
    older, newer = parse_report(EDITIONS[1]), parse_report(EDITIONS[2])
    decision = decision_of(older, newer, match, same=True, who="福祉総務課", when="2026-04-01T09:00:00+00:00")
    add_decisions(tmp_path, [decision])
    after = talk(assistant, question)
    assert after.rows == ("②-1#2",)
    assert "18人" in after.answer
    assert "R1の値は、令和5年度（R5）の報告書に印字されたものです。" in after.notes
    next(running, None)


# --- the words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("R5の報告書では", (Named.YEAR, 2023)),
        ("令和元年度版では", (Named.YEAR, 2019)),
        ("去年の進捗評価報告書では", (Named.YEARS_BACK, 1)),
        ("前年度の報告書の", (Named.YEARS_BACK, 1)),
        ("おととしの報告書では", (Named.YEARS_BACK, 2)),
        ("一つ前の版では", (Named.EDITIONS_BACK, 1)),
        ("その前の報告書では", (Named.BEFORE, 1)),
        ("翌年の報告書では", (Named.AFTER, 1)),
        ("最新の報告書では", (Named.NEWEST, 0)),
        ("旧版では", (Named.BEFORE, 1)),
        ("最初の報告書では", (Named.OLDEST, 0)),
    ],
)
def test_the_usual_ways_to_name_an_edition(question: str, named: tuple[Named, int]) -> None:
    assert [(one.by, one.value) for one in edition_mentions(question, 2024)] == [named]


@pytest.mark.parametrize(
    "question",
    [
        "昨年度の実績は？",
        "R5の通報・報告件数は？",
        "前年度より増えた指標は？",
        "新しく始めたことは？",
        "R5の出版助成は？",
    ],
)
def test_years_and_other_things_name_no_edition(question: str) -> None:
    folded = question.replace("？", "?")
    assert edition_mentions(folded, 2024) == ()
    assert edition_question(folded, editions_named=1) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("どんな報告書が読み込まれている?", Topic.CATALOGUE),
        ("課題の書きぶりはどう変わった?", Topic.WORDING),
        ("記述の違いは?", Topic.WORDING),
        ("今年度から追加された指標は?", Topic.INDICATORS),
        ("廃止された指標はある?", Topic.INDICATORS),
        ("訂正された実績は?", Topic.RESTATED),
    ],
)
def test_questions_about_the_reports_themselves(question: str, topic: Topic) -> None:
    asked = edition_question(question, editions_named=0)
    assert asked is not None
    assert asked.topic is topic


@pytest.mark.parametrize(
    "question",
    [
        "の報告書では？",
        "R99の報告書では？",
        "版版版",
        "昨年の報告書では",
        "前回では？",
        "9年前の報告書では？",
    ],
)
def test_whatever_is_typed_is_answered(archive: Assistant, question: str) -> None:
    for turns in ((question,), ("総合相談窓口の相談件数は？", question)):
        assert talk(archive, *turns).answer


def test_two_towns_that_follow_one_template_are_no_editions_of_one_plan() -> None:
    def told(name: str, year: int, factor: int) -> tuple[ReportInfo, Report]:
        report = parse_report(EDITIONS[0])
        measures = tuple(
            replace(
                measure,
                initiatives=tuple(
                    replace(
                        initiative,
                        blocks=tuple(
                            replace(block, indicators=tuple(times(one, factor) for one in block.indicators))
                            for block in initiative.blocks
                        ),
                    )
                    for initiative in measure.initiatives
                ),
            )
            for measure in report.measures
        )
        report = replace(
            report, name=name, city=None, plan=None, digest=name, fiscal_year=year, measures=measures
        )
        now = datetime(2026, 4, 1, tzinfo=UTC)
        return ReportInfo(name, name, None, None, year, 0, 0, 0, 0, 0, name, name, now), report

    def times(one: Indicator, factor: int) -> Indicator:
        return replace(
            one,
            observations=tuple(
                replace(each, value=each.value * factor) if each.value is not None else each
                for each in one.observations
            ),
        )

    held = {info.name: (info, report) for info, report in (told("a", 2023, 1), told("b", 2022, 3))}
    infos = [info for info, _ in held.values()]
    assert [len(plan) for plan in plans_of(infos, lambda name: held[name][1])] == [1, 1]
    same = {info.name: (info, report) for info, report in (told("a", 2023, 1), told("b", 2022, 1))}
    infos = [info for info, _ in same.values()]
    assert [len(plan) for plan in plans_of(infos, lambda name: same[name][1])] == [2]
