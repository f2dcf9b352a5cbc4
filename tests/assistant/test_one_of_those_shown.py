"""One of the items just shown picked by a word, two things asked at once, and remarks before a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from turns import Ask, asked_of

from assistant.types import Status

REPORTS = Path(__file__).parents[1] / "data" / "reports"


@pytest.fixture(scope="module")
def farms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A report whose 指標 are judged in one table, and whose 取組 are told of in another."""
    yield from _asked(tmp_path_factory, "araregaya-nougyou.xlsx")


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A report of 指標 and 事業 of which some have two departments."""
    yield from _asked(tmp_path_factory, "tsuzurahama-kyoiku.xlsx")


def _asked(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Ask]:
    path = tmp_path_factory.mktemp("shown") / name
    path.write_bytes((REPORTS / name).read_bytes())
    with asked_of(path) as asked:
        yield asked


@pytest.mark.parametrize(
    ("turns", "source"),
    [
        (("達成率6割切ってるやつある？", "2つのうちスマート農業のほう、なんでそんなに伸びないの"), "3-4"),
        (("達成率6割切ってるやつある？", "そのうち体験イベントのやつ、理由は？"), "4-4"),
        (("評価が△の指標を挙げて", "水路のやつは何があって遅れてるんですか"), "2-6"),
    ],
)
def test_the_reason_is_told_of_the_one_picked_and_is_no_note(
    farms: Ask, turns: tuple[str, ...], source: str
) -> None:
    answer = farms(*turns)
    assert all(":備考" not in one for one in answer.sources)
    # Without the model a search may find nothing; whatever it finds is of that 取組.
    assert answer.status is Status.NOT_IN_REPORT or answer.sources[0].startswith(source)


@pytest.mark.parametrize(
    ("turns", "rows", "said"),
    [
        (("達成率6割切ってるやつある？", "2つのうちスマート農業のほう、目標は？"), ("3-2#1",), "24経営体"),
        (("達成率6割切ってるやつある？", "その中の体験イベントのやつ、R6は何人？"), ("4-2#2",), "455人"),
        (("評価が△の指標を挙げて", "水路の指標だけもう少し詳しく"), ("2-2#1",), "3,720"),
        (("達成率6割切ってるやつある？", "スマート農業のほう、担当は？"), (), "農産振興課"),
    ],
)
def test_a_word_picks_one_of_those_shown(
    farms: Ask, turns: tuple[str, ...], rows: tuple[str, ...], said: str
) -> None:
    answer = farms(*turns)
    assert answer.status is Status.ANSWERED
    assert said in answer.answer
    if rows:
        assert answer.rows == rows


def test_a_word_that_fits_two_of_those_shown_is_asked_back(farms: Ask) -> None:
    answer = farms("評価が◎の指標は？", "就農のほう、目標はいくつ？")
    assert answer.status is Status.CLARIFY
    assert len(answer.choices) > 1


def test_a_class_of_those_shown_is_a_list_not_one_picked(farms: Ask) -> None:
    answer = farms("評価が△の指標を挙げて", "そのうち前年度より減ったものは？")
    assert "直前に示した" in answer.answer


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (
            ("達成率が低い順に3つ", "2番目のものについて、担当課と5年度の実績も教えて"),
            ("農産振興課", "13経営体"),
        ),
        (("市民農園の利用区画数のR6の実績は？", "その担当課と目標値は？"), ("農政課", "220区画")),
        (("認定農業者数の評価と担当課を教えて",), ("農政課", "○")),
        (("鳥獣による農作物被害額の担当課とR5の実績は？",), ("鳥獣対策室", "19,480千円")),
        (("遊休農地面積は何haで、どの課が担当していますか",), ("農業委員会事務局", "88.1ha")),
    ],
)
def test_figures_and_department_are_answered_together(
    farms: Ask, turns: tuple[str, ...], said: tuple[str, ...]
) -> None:
    answer = farms(*turns)
    assert answer.status is Status.ANSWERED
    assert all(one in answer.answer for one in said)
    assert any(one.endswith(":担当課") for one in answer.sources)
    assert any("#" in one for one in answer.sources)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("放課後子ども教室推進事業は一つの課でやっているのですか、それとも複数ですか", "複数の課です。"),
        ("放課後子ども教室推進事業の担当は一つの課だけですか？", "いいえ、一つの課だけではありません。"),
        ("放課後子ども教室推進事業は生涯学習課だけでやってるの？", "いいえ、生涯学習課だけではありません。"),
        ("通学路安全対策事業は教育総務課だけが担当ですか", "はい、教育総務課だけです。"),
        ("通学路安全対策事業は複数の課が関わっているんですか", "いいえ、一つの課です。"),
        (
            "放課後子ども教室の取組はどの課とどの課でやってるんですか",
            "3-4 放課後子ども教室推進事業の担当課は、",
        ),
        ("放課後子ども教室推進事業には何課が関わっていますか", "3-4 放課後子ども教室推進事業の担当課は、"),
    ],
)
def test_one_department_or_several_is_said_first(schools: Ask, question: str, begins: str) -> None:
    answer = schools(question)
    assert answer.answer.startswith(begins)
    assert "3-4:担当課" in answer.sources or "2-3:担当課" in answer.sources


def test_a_department_that_is_not_printed_is_no_yes(schools: Ask) -> None:
    answer = schools("通学路安全対策事業は防災課だけでやってるんですか")
    assert "はい" not in answer.answer
    assert "教育総務課" in answer.answer


@pytest.mark.parametrize("question", ["基本方針3の取組と担当課", "基本方針3の事業名と所管課を並べて"])
def test_initiatives_are_listed_with_their_departments(schools: Ask, question: str) -> None:
    answer = schools(question)
    assert "放課後子ども教室推進事業（生涯学習課、学校教育課）" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("達成率、トップは就農の相談が増えたやつですよね。じゃあ2位は何ですか", "ふるさと納税返礼品"),
        ("達成率が最下位なのは体験イベントだと思うんですけど、下から2番目は何ですか", "スマート農業機器"),
        ("達成率がいちばん悪いのは体験イベントだと聞きました。次に悪いのは？", "スマート農業機器"),
        ("市民農園の利用区画数は落ちてますよね。R5はいくつでしたか", "188区画"),
    ],
)
def test_the_question_is_what_follows_a_remark(farms: Ask, question: str, said: str) -> None:
    assert said in farms(question).answer.split("\n")[0]


def test_the_year_before_the_one_remarked_on(farms: Ask) -> None:
    answer = farms("市民農園の利用区画数は？", "R6は落ちてますよね。その前は？")
    assert answer.answer.startswith("令和5年度（R5）の市民農園の利用区画数の実績は188区画です。")


def test_the_indicators_of_the_department_just_named(schools: Ask) -> None:
    answer = schools("市民文化祭の参加団体数は？", "担当課は？", "その課が持ってる指標をぜんぶ教えて")
    assert answer.rows == ("4-1#5", "4-1#6")


def test_a_list_of_measures_is_not_the_first_measure(schools: Ask) -> None:
    assert len(schools("基本方針の一覧を教えて").rows) == 4
