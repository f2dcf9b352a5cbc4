"""Habits of plans that grade their 事業, put 基本目標 over tables, explain grades in a table and count their plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Report

Rows = Sequence[Sequence[str | None]]
TITLE = ["令和6年度 あかね市読書推進計画 進捗状況報告書"]


def read(tmp_path: Path, sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None) -> Report:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, "").split():
            sheet.merge_cells(cells)
    del book["Sheet"]
    path = tmp_path / "akane.xlsx"
    book.save(path)
    return parse_report(path)


def values(report: Report) -> dict[tuple[str | None, int, Kind], str]:
    return {
        (one.name, seen.fiscal_year, seen.kind): seen.printed
        for one in report.indicators
        for seen in one.observations
    }


def told(report: Report, *kinds: FindingKind) -> list[str]:
    return [one.message for one in report.findings if one.kind in kinds]


# -- the city ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "city", "plan"),
    [
        ("第5次かすみ野町総合計画　令和6年度進捗評価", "かすみ野町", "第5次総合計画"),
        ("第五次霞野町総合計画　令和6年度進捗評価", "霞野町", "第五次総合計画"),
        ("第2期霞野町総合戦略　令和6年度進捗評価", "霞野町", "第2期総合戦略"),
        ("新霞野町総合計画　令和6年度進捗評価", "霞野町", "総合計画"),
        ("後期霞野町基本計画　令和6年度進捗評価", "霞野町", "後期基本計画"),
        ("新潟市総合計画　令和6年度進捗評価", "新潟市", "総合計画"),
    ],
)
def test_how_often_a_plan_was_made_is_no_part_of_the_city(
    tmp_path: Path, title: str, city: str, plan: str
) -> None:
    rows = [[title], [f"{city} 企画課"], ["指標", "R6目標", "R6実績"], ["備蓄率", "45.0", "44.1"]]
    report = read(tmp_path, {"評価": rows})
    assert (report.city, report.plan) == (city, plan)


# -- 目標 and 実績 in two rows, the later target beside them ------------------------------------

STACKED: Rows = [
    TITLE,
    ["番号", "事業名", "担当課", "指標名", "区分", "R5", "R6", "R8目標", "評価", "課題"],
    ["1-1", "読み聞かせ", "図書館", "参加者数（人）", "目標", "300", "320", "400", "◎", "会場が手狭である。"],
    [None, None, None, None, "実績", "290", "331", None, None, None],
    [None, None, None, "会場数（か所）", "目標", "維持", "維持", "維持", None, None],
    [None, None, None, None, "実績", "8", "8", None, None, None],
    ["1-2", "学校支援", "学校教育課", "司書の人数（人）", "目標", "4", "5", "7", "△", "採用が難しい。"],
    [None, None, None, None, "実績", "3", "4", None, None, None],
]
ONE_EACH = "D3:D4 H3:H4 D5:D6 H5:H6 D7:D8 H7:H8"
PER_WORK = "A3:A6 B3:B6 C3:C6 I3:I6 J3:J6 A7:A8 B7:B8 C7:C8 I7:I8 J7:J8"


def test_a_later_target_merged_over_both_rows_is_the_target_of_its_year(tmp_path: Path) -> None:
    report = read(tmp_path, {"指標": STACKED}, {"指標": f"{ONE_EACH} {PER_WORK}"})
    seen = values(report)
    assert seen["参加者数", 2026, Kind.TARGET] == "400"
    assert seen["会場数", 2026, Kind.TARGET] == "維持"
    assert seen["司書の人数", 2024, Kind.ACTUAL] == "4"
    assert report.fiscal_year == 2024
    assert told(report, FindingKind.HELD_BACK, FindingKind.MERGED_CELL) == []


def test_a_later_target_may_stand_in_the_first_row_beside_a_dash(tmp_path: Path) -> None:
    rows = [list(row) for row in STACKED]
    for at in (3, 5, 7):
        rows[at][7] = "－"
    rows[1][6:8] = ["R6", "目標値（令和8年度）"]
    seen = values(read(tmp_path, {"指標": rows}, {"指標": PER_WORK}))
    assert seen["参加者数", 2026, Kind.TARGET] == "400"
    assert seen["会場数", 2026, Kind.TARGET] == "維持"


def test_a_target_merged_over_two_indicators_is_still_held_back(tmp_path: Path) -> None:
    rows = [list(row) for row in STACKED]
    rows[4][7] = None
    report = read(tmp_path, {"指標": rows}, {"指標": f"D3:D4 D5:D6 D7:D8 H3:H6 {PER_WORK}"})
    assert ("参加者数", 2026, Kind.TARGET) not in values(report)
    assert any("400" in one for one in told(report, FindingKind.MERGED_CELL))


# -- a legend in a table of its own -------------------------------------------------------------


@pytest.mark.parametrize(
    ("legend", "merged", "meaning"),
    [
        (
            [
                ["評価", "区分", None, "基準"],
                ["◎", "順調", None, "全ての指標で目標を達成した"],
                ["△", "遅れ", None, "目標を達成した指標がない"],
                ["－", "対象外", None, "調査を行わない年度である"],
            ],
            "B2:C2 B3:C3 B4:C4 B5:C5",
            "順調：全ての指標で目標を達成した",
        ),
        ([["記号", "意味"], ["◎", "順調である"], ["△", "遅れている"]], "", "順調である"),
        ([["ランク", "説明"], ["◎", "目標を超えた"], ["△", "届かない"]], "", "目標を超えた"),
        ([["区分", "判定基準"], ["◎", "100％以上"], ["△", "100％未満"]], "", "100％以上"),
    ],
)
def test_a_table_of_grades_is_the_legend(
    tmp_path: Path, legend: list[list[str | None]], merged: str, meaning: str
) -> None:
    sheets: dict[str, Rows] = {
        "概要": [TITLE, *legend, ["※評価は事業ごとに行う。"]],
        "指標": [
            ["指標", "R6目標", "R6実績", "評価"],
            ["貸出数", "45", "46", "◎"],
            ["団体数", "9", "4", "△"],
        ],
    }
    report = read(tmp_path, sheets, {"概要": merged})
    assert {one.grade: one.meaning for one in report.legend}["◎"] == meaning
    assert len(report.legend) == len(legend) - 1
    assert told(report, FindingKind.HELD_BACK, FindingKind.STRAY_ROW) == []
    assert list(report.plain_tables) == []


# -- grades of the 事業 --------------------------------------------------------------------------


def grades(report: Report) -> dict[str | None, list[tuple[int, str | None]]]:
    return {one.name: [(seen.fiscal_year, seen.grade) for seen in one.grades] for one in report.initiatives}


TOTALS: Rows = [TITLE, ["基本方針", "◎", "○", "△", "計"], ["基本方針1 読む", "1", "0", "1", "2"]]


def test_a_grade_merged_over_all_indicators_of_a_work_is_the_works(tmp_path: Path) -> None:
    sheets = {"概要": TOTALS, "基本方針1": [["基本方針1 読む"], *STACKED[1:]]}
    report = read(tmp_path, sheets, {"基本方針1": f"{ONE_EACH} {PER_WORK}"})
    assert grades(report) == {"読み聞かせ": [(2024, "◎")], "学校支援": [(2024, "△")]}
    assert not any(kind is Kind.GRADE for _, _, kind in values(report))
    assert [str(seen.place) for one in report.initiatives for seen in one.grades] == [
        "シート「基本方針1」 I3",
        "シート「基本方針1」 I7",
    ]
    assert {seen.indicator_id for one in report.initiatives for seen in one.grades} == {"1-1", "1-2"}
    assert told(report, FindingKind.TOTALS_MISMATCH, FindingKind.BLANK_VALUE) == []
    assert all(each.column != "評価" for each in report.passages)


def test_totals_that_count_the_works_otherwise_are_told(tmp_path: Path) -> None:
    totals = [*TOTALS[:2], ["基本方針1 読む", "2", "0", "0", "2"]]
    sheets = {"概要": totals, "基本方針1": [["基本方針1 読む"], *STACKED[1:]]}
    report = read(tmp_path, sheets, {"基本方針1": f"{ONE_EACH} {PER_WORK}"})
    assert len(told(report, FindingKind.TOTALS_MISMATCH)) == 1


BESIDE: Rows = [
    TITLE,
    ["取組", "指標", "R6目標", "R6実績", "R6評価"],
    ["読み聞かせ", "参加者数", "320", "331", "A"],
    [None, "会場数", "8", "8", None],
    ["学校支援", "司書の人数", "5", "4", "C"],
]


def test_a_dated_grade_may_be_merged_beside_targets_and_results(tmp_path: Path) -> None:
    report = read(tmp_path, {"指標": BESIDE}, {"指標": "A3:A4 E3:E4"})
    assert grades(report) == {"読み聞かせ": [(2024, "A")], "学校支援": [(2024, "C")]}


def test_a_grade_in_each_row_stays_the_indicators(tmp_path: Path) -> None:
    rows = [list(row) for row in BESIDE]
    rows[3][4] = "B"
    report = read(tmp_path, {"指標": rows}, {"指標": "A3:A4"})
    assert grades(report) == {"読み聞かせ": [], "学校支援": []}
    assert [values(report)[one.name, 2024, Kind.GRADE] for one in report.indicators] == ["A", "B", "C"]


# -- 基本目標 over tables with a column of 施策 ---------------------------------------------------


def band(number: int, name: str, *rows: Sequence[str | None], column: str = "施策") -> list[list[str | None]]:
    return [
        [f"基本目標{number}　{name}"],
        ["No.", column, "指標", "R6目標", "R6実績", "評価", "担当課"],
        *[list(row) for row in rows],
        [],
    ]


TWO_LEVELS: Rows = [
    TITLE,
    *band(
        1,
        "読む",
        ["1", "本を選ぶ", "貸出数", "20", "22", "A", "図書館"],
        ["2", None, "蔵書数", "40", "31", "B", "図書館"],
        ["3", "本を届ける", "巡回数", "9", "9", "A", "図書館"],
    ),
    *band(2, "集う", ["4", "場をつくる", "来館者数", "50", "61", "A", "図書館"]),
    ["基本目標", "A", "B", "計"],
    ["基本目標1　読む", "2", "1", "3"],
    ["基本目標2　集う", "1", "0", "1"],
]


def test_a_band_is_the_measure_where_the_column_names_the_work(tmp_path: Path) -> None:
    report = read(tmp_path, {"評価": TWO_LEVELS}, {"評価": "B4:B5"})
    assert [(one.id, one.heading, one.name) for one in report.measures] == [
        ("1", "基本目標", "読む"),
        ("2", "基本目標", "集う"),
    ]
    assert [(one.id, one.name, len(one.indicators)) for one in report.initiatives] == [
        ("1-1", "本を選ぶ", 2),
        ("1-2", "本を届ける", 1),
        ("2-1", "場をつくる", 1),
    ]
    assert told(report, FindingKind.TOTALS_MISMATCH) == []


def test_sheets_may_be_the_bands(tmp_path: Path) -> None:
    head = ["施策", "指標", "R6目標", "R6実績"]
    sheets: dict[str, Rows] = {
        "政策1 読む": [TITLE, head, ["本を選ぶ", "貸出数", "20", "22"], ["本を届ける", "巡回数", "9", "9"]],
        "政策2 集う": [head, ["場をつくる", "来館者数", "50", "61"]],
    }
    report = read(tmp_path, sheets)
    assert [(one.heading, one.id, len(one.initiatives)) for one in report.measures] == [
        ("政策", "1", 2),
        ("政策", "2", 1),
    ]


def test_measures_stay_the_level_where_a_column_names_the_work_too(tmp_path: Path) -> None:
    head = ["施策", "取組", "指標", "R6目標", "R6実績"]
    rows: Rows = [
        TITLE,
        ["基本目標1　読む"],
        head,
        ["施策1 本を選ぶ", "選書会", "貸出数", "20", "22"],
        [],
        ["基本目標2　集う"],
        head,
        ["施策2 場をつくる", "開館日の拡大", "来館者数", "50", "61"],
    ]
    report = read(tmp_path, {"評価": rows})
    assert [(one.heading, one.name, one.above) for one in report.measures] == [
        ("施策", "本を選ぶ", "基本目標1　読む"),
        ("施策", "場をつくる", "基本目標2　集う"),
    ]
