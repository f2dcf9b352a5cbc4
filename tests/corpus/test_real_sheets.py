"""Habits of real sheets that an officer met: breakdowns, dated groups, tables side by side, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Report

TITLE = "令和6年度 ひばり市健康増進計画 進捗状況報告書"
Row = Sequence[str | None]


def read(tmp_path: Path, *rows: Row, title: str = TITLE, merged: Sequence[str] = ()) -> Report:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    path = tmp_path / "hibari.xlsx"
    book.save(path)
    return parse_report(path)


def values(report: Report) -> dict[tuple[str | None, int, Kind], str]:
    return {
        (one.name, seen.fiscal_year, seen.kind): seen.printed
        for one in report.indicators
        for seen in one.observations
    }


def test_a_breakdown_names_its_indicators(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["分野", "指標", "区分", "策定時（平成29年度）", "実績値（令和6年度）", "判定"],
        ["生活", "喫煙率", "男性", "25.0%", "23.8%", "C"],
        [None, None, "女性", "7.9%", "8.1%", "D"],
        merged=("A3:A4", "B3:B4"),
    )
    assert values(report)["喫煙率 男性", 2024, Kind.ACTUAL] == "23.8%"
    assert values(report)["喫煙率 女性", 2024, Kind.ACTUAL] == "8.1%"
    assert values(report)["喫煙率 女性", 2017, Kind.BASELINE] == "7.9%"


def test_an_interim_evaluation_over_figures_is_a_result_of_its_year(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["取組", "指標", "基準値（平成29年度）", "中間評価（令和4年度）", "実績値（令和6年度）", "判定"],
        ["健診", "受診率", "30.1%", "36.1%", "34.7%", "C"],
        ["運動", "実施率", "24.9%", "25.3%", "23.8%", "D"],
    )
    assert values(report)["受診率", 2022, Kind.ACTUAL] == "36.1%"
    assert values(report)["受診率", 2024, Kind.GRADE] == "C"


def test_a_year_under_the_heading_of_a_baseline_dates_it(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["基本目標", "KPI", "基準値", None, "実績値", None, "目標値", "達成状況"],
        [None, None, "年度", "値", "R5", "R6", "R6", None],
        ["1 しごと", "創業者数", "H30", "11", "16", "19", "20", "未達成"],
        ["2 ひと", "相談件数", "R1", "96", "190", "236", "200", "達成"],
        merged=("C2:D2", "E2:F2"),
    )
    assert values(report)["創業者数", 2018, Kind.BASELINE] == "11"
    assert values(report)["相談件数", 2019, Kind.BASELINE] == "96"
    assert values(report)["創業者数", 2024, Kind.GRADE] == "未達成"
    assert [measure.name for measure in report.measures] == ["しごと", "ひと"]


def test_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    heading = ["指標", "R6目標", "R6実績", "評価"]
    report = read(
        tmp_path,
        [*heading, None, *heading],
        ["訪問の実施率", "100", "98.7", "○", None, "利用児童数", "1200", "1087", "△"],
        ["健診の受診率", "98", "98.9", "◎", None, "相談件数", "30", "27", "○"],
        ["※速報値を含む。"],
        ["◎", "目標を上回った"],
        ["○", "概ね目標どおり"],
    )
    assert [one.name for one in report.indicators] == [
        "訪問の実施率",
        "健診の受診率",
        "利用児童数",
        "相談件数",
    ]
    assert values(report)["利用児童数", 2024, Kind.ACTUAL] == "1087"


def test_a_year_in_the_name_of_the_plan_is_not_the_year_of_the_report(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["指標", "基準値（令和3年度）", "実績", "目標（2026年度）", "評価"],
        ["講座の受講者数（年間）", "184人", "238人", "300人", "○"],
        title="こまどり市男女共同参画プラン2026　数値目標の進捗状況（令和6年度）",
    )
    assert report.fiscal_year == 2024
    (indicator,) = report.indicators
    assert indicator.unit == "人"
    assert values(report)["講座の受講者数（年間）", 2024, Kind.GRADE] == "○"


def test_two_values_in_one_cell_are_told_not_dropped(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["指標", "現状値（R3）→目標値（R8）", "R6実績"],
        ["女性割合", "12.5％ → 20.0％", "14.0％"],
        ["取得率", "18.2％ → 85.0％", "40.1％"],
    )
    told = [one.message for one in report.findings if one.kind is FindingKind.HELD_BACK]
    assert any("12.5％ → 20.0％" in one for one in told)
    assert {kind for _, _, kind in values(report)} == {Kind.ACTUAL}


@pytest.mark.parametrize(
    "line", ["ひばり市アクションプラン 令和6年度 実績報告", "施策評価シート 令和7年度評価・令和6年度実績"]
)
def test_a_title_states_no_indicator(tmp_path: Path, line: str) -> None:
    report = read(tmp_path, [line], ["指標", "R6目標", "R6実績"], ["備蓄率", "45.0", "44.1"])
    assert [one.name for one in report.indicators] == ["備蓄率"]


def test_commentary_of_one_row_stays_with_its_indicator(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["取組", "指標", "R6目標", "R6実績", "評価コメント"],
        ["循環", "ごみ排出量", "574", "580", "生ごみの水切りの啓発を続けた。"],
        [None, "リサイクル率", "27.1", "24.6", "市内全域で分別収集を開始した。"],
        merged=("A3:A4",),
    )
    blocks = {one.name: block for block in report.blocks for one in block.indicators}
    assert [each.text for each in blocks["リサイクル率"].passages] == ["市内全域で分別収集を開始した。"]
    assert [each.text for each in blocks["ごみ排出量"].passages] == ["生ごみの水切りの啓発を続けた。"]


def test_words_under_a_heading_of_values_are_held_back(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        ["指標", "R6目標", "R6実績"],
        ["備蓄率", "45.0", "44.1"],
        ["結成率", "85.0", "別紙参照"],
        ["設置数", "14", "11"],
    )
    assert ("結成率", 2024, Kind.ACTUAL) not in values(report)
    assert any("別紙参照" in one.message for one in report.findings if one.kind is FindingKind.HELD_BACK)


def test_a_result_not_yet_fixed_is_kept_as_printed(tmp_path: Path) -> None:
    report = read(
        tmp_path, ["指標", "R6目標", "R6実績"], ["設置数", "18", "未確定"], ["登録者数", "30", "27"]
    )
    assert values(report)["設置数", 2024, Kind.ACTUAL] == "未確定"
