"""基本目標 over 施策 over 取組, each in a column of its own: what is asked by the number or the level is counted by it."""

from __future__ import annotations

import pytest
from held_engines import ask, engine_over
from openpyxl import Workbook

from assistant.engine import Engine
from assistant.types import Reason, Status
from corpus.parse import parse_report
from corpus.types import Report

TITLE = ["第2次あかね市上下水道ビジョン 令和6年度進捗管理表"]
HEAD = [
    "基本目標",
    "施策",
    "取組",
    "担当課",
    "指標",
    "単位",
    "R5実績",
    "R6目標",
    "R6実績",
    "R6評価",
    "課題と対応",
]
SAFE, STRONG = "基本目標1 いつでも安全な水", "基本目標2 災害に強い管路"
ROWS = [
    [
        SAFE,
        "1-1 水質の管理",
        "水源の見守り",
        "浄水課",
        "水源の巡視回数",
        "回",
        "38",
        "48",
        "51",
        "A",
        "夜間が難しい。",
    ],
    [
        "",
        "",
        "水質検査の充実",
        "浄水課",
        "水質検査の項目数",
        "項目",
        "130",
        "140",
        "133",
        "B",
        "費用がかかる。",
    ],
    [
        "",
        "1-2 給水の安定",
        "漏水の防止",
        "配水課",
        "有収率",
        "％",
        "88.9",
        "90.0",
        "89.1",
        "B",
        "鉛管が残る。",
    ],
    ["", "", "応急給水の備え", "総務課", "応急給水栓の設置数", "基", "6", "9", "7", "C", "工事を延期した。"],
    [
        STRONG,
        "2-1 管路の更新",
        "耐震化",
        "建設課",
        "耐震適合率",
        "％",
        "42.6",
        "45.0",
        "44.1",
        "B",
        "入札の不調。",
    ],
    [
        "",
        "2-2 災害への備え",
        "訓練の実施",
        "総務課",
        "給水訓練の参加者数",
        "人",
        "412",
        "420",
        "298",
        "C",
        "分散を図る。",
    ],
]
TOTALS = [
    ["【評価の集計】"],
    ["基本目標", "A", "B", "C", "計"],
    ["基本目標1", "1", "2", "1", "4"],
    ["基本目標2", "0", "1", "1", "2"],
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [TITLE, HEAD, *ROWS, [], *TOTALS]:
        sheet.append(row)
    path = tmp_path_factory.mktemp("level") / "akane-suido.xlsx"
    book.save(path)
    return parse_report(path)


@pytest.fixture(scope="module")
def engine(report: Report) -> Engine:
    return engine_over(report)


def test_the_column_of_measures_names_them_and_the_level_stands_above(report: Report) -> None:
    assert [(one.id, one.name, one.above) for one in report.measures] == [
        ("1-1", "水質の管理", SAFE),
        ("1-2", "給水の安定", SAFE),
        ("2-1", "管路の更新", STRONG),
        ("2-2", "災害への備え", STRONG),
    ]
    assert [one.id for one in report.initiatives][:3] == ["1-1-1", "1-1-2", "1-2-1"]
    assert [one.column for one in report.passages] == ["課題と対応"] * 6
    assert [row.measure_id for row in report.totals] == []


def test_a_measure_is_asked_by_its_printed_number(engine: Engine) -> None:
    assert ask(engine, "施策1-2の指標を全部").rows == ("1-2-1#1", "1-2-2#1")
    refused = ask(engine, "施策3-3の評価は")
    assert (refused.status, refused.reason) == (Status.NOT_IN_REPORT, Reason.NO_SUCH_ITEM)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("基本目標1の評価の内訳は", f"{SAFE}の評価の内訳は、A1件、B2件、C1件で、計4件です"),
        ("基本目標1でBは何件", f"{SAFE}で、評価がBの指標は2件です。全体4件中2件"),
        ("Bが一番多い基本目標は", f"最も多いのは、{SAFE}で、2件です"),
        ("Bの数は基本目標1と基本目標2でどっちが多い？", f"{SAFE}が2件、{STRONG}が1件です"),
        ("基本目標ごとのBの件数は", f"{SAFE}が2件、{STRONG}が1件です"),
        ("基本目標Ⅱの評価の内訳は", f"{STRONG}の評価の内訳は、A0件、B1件、C1件で、計2件です"),
        ("各基本目標のBの件数は", f"{SAFE}が2件、{STRONG}が1件です"),
        ("基本目標別の評価の内訳は", f"{STRONG}の評価の内訳は、A0件、B1件、C1件で、計2件です"),
    ],
)
def test_grades_are_counted_by_the_level_that_is_named(engine: Engine, question: str, words: str) -> None:
    answer = ask(engine, question)
    assert answer.status is Status.ANSWERED
    assert words in answer.answer


def test_they_are_still_counted_by_measure_where_that_is_named(engine: Engine) -> None:
    assert ask(engine, "施策ごとのBの件数は").rows == ("1-1", "1-2", "2-1", "2-2")


def test_moves_of_grades_need_grades_of_the_year_before(engine: Engine) -> None:
    answer = ask(engine, "評価がよくなった指標は")
    assert (answer.status, answer.reason) == (Status.NOT_IN_REPORT, Reason.NOT_PRINTED)
    assert "R5の評価が計画全体には記載されていない" in answer.answer
