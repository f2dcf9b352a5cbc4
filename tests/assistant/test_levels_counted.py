"""How many 施策, 事業 and 取組 a report has: only what it prints, by its own words, under what it prints them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from turns import Ask, asked_of

from assistant.types import Reason, Status
from corpus.levels import counted, levels_of
from corpus.parse import parse_report

_PROSE = "町内の二つの路線で、便の数と時刻を利用者とともに見直した。"
_HEAD = [
    "基本方針", "施策", "指標名", "基準値\n（年度）", "R5\n実績", "R6\n実績", "R6目標", "目標値\n（R7）", "評価", "所管課",
]  # fmt: skip
_ROWS = (
    ("方針1　足を守る", "1-1　バスの維持", "バスの年間利用者数", "9,000人（R1）", 5200, 6100, 6000, "7,000人", "A", "交通課"),
    ("方針1　足を守る", "1-2　予約車の充実", "予約車の登録者数", "－", 120, 180, 200, "300人", "B", "交通課"),
    ("方針2　駅を育てる", "2-1　駅前の整備", "駅前の空き店舗率", "12.0％（R2）", 15.5, 14.0, 13, "10.0％", "B", "都市課"),
)  # fmt: skip
_WORKS = ("バス運行事業", "予約車運行事業", "駅前広場事業")


def _book(path: Path, *, works: bool = True, steps: bool = True) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "進捗評価"
    sheet.append(["ひのき町交通計画　令和6年度　進捗評価"])
    skipped = () if steps else (1,)
    sheet.append([cell for at, cell in enumerate(_HEAD) if at not in skipped])
    for row in _ROWS:
        sheet.append([cell for at, cell in enumerate(row) if at not in skipped])
    if works:
        second = made.create_sheet("主な事業一覧")
        second.append(["主な事業一覧"])
        second.append(["番号", "事業名", "内容", "令和6年度の実施状況", "課題", "所管課"])
        for number, name in enumerate(_WORKS, start=1):
            second.append([number, name, f"{name}を行う。", f"{_PROSE}一", f"{_PROSE}二", "交通課"])
    made.save(path)
    return path


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asked_of(_book(tmp_path_factory.mktemp("levels") / "a.xlsx")) as asking:
        yield asking


def test_a_table_that_names_no_measure_hangs_under_none(tmp_path: Path) -> None:
    report = parse_report(_book(tmp_path / "b.xlsx"))
    assert [(one.heading, one.name, len(one.initiatives)) for one in report.measures] == [
        ("方針", "足を守る", 2),
        ("方針", "駅を育てる", 1),
        ("", "主な事業一覧", 3),
    ]
    assert [(one.word, len(one.initiatives)) for one in levels_of(report)] == [("施策", 3), ("事業", 3)]


def test_the_unit_that_some_figures_of_a_row_print_is_that_of_all(tmp_path: Path) -> None:
    report = parse_report(_book(tmp_path / "c.xlsx"))
    assert [one.unit for one in report.indicators] == ["人", "人", "%"]


def test_what_stands_in_for_a_measure_is_not_counted(tmp_path: Path) -> None:
    book = _book(tmp_path / "d.xlsx", works=False, steps=False)
    report = parse_report(book)
    assert [one.name for one in report.initiatives] == ["足を守る", "駅を育てる"]
    assert counted(report) == frozenset()
    with asked_of(book) as ask:
        answer = ask("取組はいくつありますか？")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert "方針2件と指標3件" in answer.answer


@pytest.mark.parametrize(
    ("question", "first", "rows"),
    [
        ("施策は何本立てですか", "施策は3件です。", ("1-1", "1-2", "2-1")),
        ("事業は全部でいくつ？", "事業は3件です。", ("別-1", "別-2", "別-3")),
        ("方針はいくつあるんですか", "この報告書の方針は2件です。", ("1", "2")),
        ("方針1にはどんな施策がある？", "方針1 足を守るの施策は2件です。", ("1-1", "1-2")),
    ],
)
def test_each_level_is_counted_by_its_own_word(
    ask: Ask, question: str, first: str, rows: tuple[str, ...]
) -> None:
    answer = ask(question)
    assert answer.answer.splitlines()[0] == first
    assert answer.rows == rows


def test_what_belongs_to_no_measure_is_said_to(ask: Ask) -> None:
    answer = ask("方針は何本？")
    assert "事業3件は、どの方針のものか記載がありません。" in " ".join(answer.notes)
    assert "（施策2件、指標2件）" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("バスの年間利用者数は令和元年度と比べたらまだどのくらい少ない？", "2,900人減りました"),
        ("バスの年間利用者数、コロナ前の水準に戻った？", "2,900人減りました"),
        ("駅前の空き店舗率は計画の始まる前と比べて上がったのか下がったのか", "2ポイント増えました"),
    ],
)
def test_a_change_since_the_year_of_the_baseline(ask: Ask, question: str, said: str) -> None:
    assert said in ask(question).answer.replace("2.0ポイント", "2ポイント")
