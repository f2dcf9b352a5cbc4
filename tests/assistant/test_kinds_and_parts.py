"""What is asked of one kind is not answered of another (子宮頸がん, 大腸がん), nor of a part what is said of the whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.answering.number_asked import asks_number, counts_it
from assistant.types import Status

_HEAD = [
    "指標",
    "単位",
    "R2\n策定時",
    "R5\n目標",
    "R5\n実績",
    "R6\n目標",
    "R6\n実績",
    "R8\n目標",
    "評価",
    "担当課",
]
_ROWS = (
    ("大腸がん検診の受診率", "％", "10.0", "12.0", "12.5", "14.0", "13.1", "20.0", "○", "健康課"),
    ("肺がん検診の受診率", "％", "11.0", "13.0", "13.5", "15.0", "15.1", "21.0", "◎", "健康課"),
    ("朝食を毎日食べる児童の割合（小学５年生）", "％", "88.0", "90.0", "87.1", "91.0", "86.2", "95.0", "×", "学校課"),
    ("朝食を毎日食べる生徒の割合（中学２年生）", "％", "80.0", "83.0", "81.5", "84.0", "82.6", "90.0", "△", "学校課"),
    ("新規透析導入者数【減少】", "人", "14", "12", "11", "11", "9", "8", "◎", "健康課"),
    ("野菜の１日平均摂取量", "ｇ", "280", "300", "290", "310", "未調査", "350", "－", "健康課"),
)  # fmt: skip
_WORKS = (
    ("検診受診勧奨と精密検査の受診を確かめる電話相談事業", "対象者に葉書を送った。葉書を見て124人が受診した。うち初めての人は31人であった。"),
    ("親子料理教室と地元の野菜を使った献立づくりの事業", "教室を６回開いた。あられ茶の試飲には58人が参加した。"),
)  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "基本目標1"
    sheet.append(["くすのき市健康増進計画　令和6年度　進捗状況報告書"])
    sheet.append(["基本目標1　健やかに暮らす"])
    sheet.append(list(_HEAD))
    for row in _ROWS:
        sheet.append(list(row))
    sheet.append(["※野菜の令和６年度実績は集計していない。"])
    sheet.append([])
    sheet.append(["事業名", "事業概要", "R6取組状況", "課題とその対応策", "担当課"])
    for name, done in _WORKS:
        sheet.append(
            [
                name,
                f"{name}を計画に沿って毎年進めている。",
                done,
                "人手が足りず、来年度は回数を見直す。",
                "健康課",
            ]
        )
    path = tmp_path_factory.mktemp("kinds") / "kusunoki.xlsx"
    made.save(path)
    with asked_of(path) as asking:
        yield asking


@pytest.mark.parametrize(
    "question", ["子宮頸がん検診の受診率は何％ですか", "子宮頸がんの検診は何％？", "胃がん検診の受診率は？"]
)
def test_another_of_the_same_kind_is_not_in_the_report(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status is Status.NOT_IN_REPORT
    assert "13.1" not in answer.answer and "15.1" not in answer.answer


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("大腸がん検診の受診率は？",), "実績は13.1%です"),
        (("毎日朝食を食べる小5の割合は？",), "実績は86.2%です"),
        (("毎日朝食を食べる小5の割合は？", "中２は？"), "実績は82.6%です"),
        (("新しく透析になった人は6年度何人？",), "実績は9人です"),
        (("野菜の摂取量は8年度の目標まであと何グラムですか",), "令和5年度（R5）の実績は290ｇで、目標まであと60ｇです"),
        (("未調査の指標は？",), "実績が「未調査」の指標は、計画全体で1件です"),
        (("6年度は数字が出てない、調べてないっていう指標はどれ？",), "実績の数値がない指標は、計画全体で1件です"),
        (("お茶の試飲には何人来た？",), "58人"),
    ],
)  # fmt: skip
def test_what_is_held_is_answered(ask: Ask, turns: tuple[str, ...], said: str) -> None:
    assert said in ask(*turns).answer


def test_a_note_under_a_table_is_no_indicator_and_long_names_are_names(ask: Ask) -> None:
    assert ask("指標はいくつある？").answer.startswith("指標は6件です。")
    assert ask("取組はいくつある？").answer.startswith("取組は2件です。")


@pytest.mark.parametrize(
    ("question", "row", "counts"),
    [
        ("アライグマは何頭捕まえた", "わなを36基貸し出した。", False),
        ("アライグマは何頭捕まえた", "アライグマを12匹捕まえた。", True),
        ("相談はいくつあった", "相談は延べ12件。", True),
    ],
)
def test_a_row_counts_what_is_asked_for(question: str, row: str, counts: bool) -> None:
    assert asks_number(question)
    assert counts_it(question, row) is counts


def test_the_numbers_of_indicators_follow_the_printed_rows(ask: Ask) -> None:
    # 健康課, 学校課, 健康課: the rows of one department stand apart
    assert ask("新規透析導入者数のR6の実績は？").sources[0] == "1-1#5"
    assert ask("学校課が担当する指標は？").rows == ("1-1#3", "1-1#4")


def test_those_who_do_not_are_not_those_who_do(ask: Ask) -> None:
    answer = ask("毎日朝食を食べない児童は何％？")
    assert answer.status is Status.NOT_IN_REPORT
    assert "86.2" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("大腸がん検診の受診率は改善してる？", "0.6ポイント増えました"),
        (
            "健康課と学校課が一緒にやってる取組は？",
            "健康課と学校課がともに担当する取組は、この報告書にはありません。",
        ),
    ],
)
def test_colloquial_ways_to_ask_of_movement_and_of_departments(ask: Ask, question: str, said: str) -> None:
    assert said in ask(question).answer
