"""Columns of money beside the 取組: 決算額, 予算額, 事業費, 執行率, however they are headed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.amounts import read_amount_heading
from corpus.parse import parse_report
from corpus.types import AmountKind, FindingKind, Kind, Report

TITLE = "<h1>あさぎり市環境基本計画　令和6年度進捗状況報告書</h1>"
LEGEND = "<p>【評価区分】 A：順調　B：概ね順調　C：遅れている</p>"


def report_of(folder: Path, table: str, above: str = "", title: str = TITLE) -> Report:
    path = folder / "asagiri-kankyo.html"
    path.write_text(
        f"<html><body>{title}{LEGEND}<h2>施策1 資源の循環</h2>{above}<table>{table}</table></body></html>",
        encoding="utf-8",
    )
    return parse_report(path)


def amounts(report: Report) -> list[tuple[str, str, int, str, str]]:
    return [(one.block_id, one.label, one.fiscal_year, one.printed, one.unit) for one in report.amounts]


def row(*cells: str) -> str:
    """A table row; a cell 「3|text」 covers three rows."""
    made = []
    for cell in cells:
        rows, bar, text = cell.partition("|")
        made.append(f"<td rowspan={rows}>{text}</td>" if bar else f"<td>{cell}</td>")
    return f"<tr>{''.join(made)}</tr>"


def test_a_merged_cell_under_a_group_of_years_is_one_amount(tmp_path: Path) -> None:
    table = (
        "<tr><th rowspan=2>取組</th><th rowspan=2>担当課</th><th rowspan=2>指標</th><th rowspan=2>単位</th>"
        "<th colspan=2>R5年度</th><th colspan=4>R6年度</th></tr>"
        "<tr><th>実績</th><th>決算額(千円)</th><th>目標</th><th>実績</th><th>評価</th><th>決算額(千円)</th></tr>"
        + row("2|ごみの減量", "2|環境課", "回収量", "トン", "40", "2|1,250", "50", "44", "B", "2|1,304")
        + row("講座の参加者数", "人", "120", "130", "141", "A")
        + row("緑化の推進", "公園課", "植樹本数", "本", "30", "820", "30", "28", "B", "－")
    )
    report = report_of(tmp_path, table)
    assert amounts(report) == [
        ("1-1.1", "決算額", 2023, "1,250", "千円"),
        ("1-1.1", "決算額", 2024, "1,304", "千円"),
        ("1-2.1", "決算額", 2023, "820", "千円"),
    ]
    assert {one.kind for one in report.amounts} == {AmountKind.SETTLED}
    assert report.amounts[1].value == Decimal(1304)
    assert report.amounts[1].source == "1-1:R6年度 決算額(千円)"
    assert [len(one.observations) for one in report.indicators] == [4, 4, 4]


def test_cost_is_no_name_of_the_work_and_its_unit_may_stand_above_the_table(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組名</th><th>事業費</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>評価</th></tr>"
        + row("ごみの減量", "4,100", "回収量", "50", "44", "B")
        + row("緑化の推進", "980", "植樹本数", "30", "28", "B")
    )
    report = report_of(tmp_path, table, above="<p>（単位：百万円）</p>")
    assert amounts(report) == [
        ("1-1.1", "事業費", 2024, "4,100", "百万円"),
        ("1-2.1", "事業費", 2024, "980", "百万円"),
    ]
    assert [one.name for one in report.initiatives] == ["ごみの減量", "緑化の推進"]


def test_budget_settlement_and_rate_stand_beside_each_other(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th>"
        "<th>R6予算額（円）</th><th>R6決算額（円）</th><th>執行率</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "1,200,000", "1,140,500", "95.0%")
        + row("緑化の推進", "植樹本数", "30", "28", "300,000", "300,000", "100%")
    )
    found = report_of(tmp_path, table).amounts
    assert [(one.kind, one.fiscal_year, one.unit) for one in found[:3]] == [
        (AmountKind.BUDGET, 2024, "円"),
        (AmountKind.SETTLED, 2024, "円"),
        (AmountKind.RATE, 2024, "%"),
    ]
    assert [one.printed for one in found[3:]] == ["300,000", "300,000", "100%"]


def test_an_undated_budget_beside_dated_amounts_is_held_back(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>R6決算額(円)</th><th>予算額(円)</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "1,140,500", "1,200,000")
        + row("緑化の推進", "植樹本数", "30", "28", "300,000", "310,000")
    )
    report = report_of(tmp_path, table)
    assert [one[1] for one in amounts(report)] == ["決算額", "決算額"]
    told = [one.message for one in report.findings if one.kind is FindingKind.HELD_BACK]
    assert any("1,200,000" in one for one in told)


def test_plan_and_result_under_cost_are_no_target_and_actual_of_the_indicator(tmp_path: Path) -> None:
    table = (
        "<tr><th rowspan=2>取組</th><th rowspan=2>指標</th><th colspan=2>R6年度</th>"
        "<th colspan=2>R6事業費（千円）</th></tr>"
        "<tr><th>目標</th><th>実績</th><th>計画額</th><th>実績額</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "1,200", "1,140")
        + row("緑化の推進", "植樹本数", "30", "28", "300", "290")
    )
    report = report_of(tmp_path, table)
    assert [[seen.printed for seen in one.observations] for one in report.indicators] == [
        ["50", "44"],
        ["30", "28"],
    ]
    assert [(one.label, one.printed, one.unit) for one in report.amounts[:2]] == [
        ("事業費 計画額", "1,200", "千円"),
        ("事業費 実績額", "1,140", "千円"),
    ]


def test_an_amount_printed_again_in_each_row_of_a_named_work_counts_once(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>予算額(千円)</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "1,200")
        + row("ごみの減量", "参加者数", "130", "141", "1,200")
        + row("緑化の推進", "植樹本数", "30", "28", "300")
        + row("", "参加者数", "20", "22", "300")
    )
    assert amounts(report_of(tmp_path, table)) == [
        ("1-1.1", "予算額", 2024, "1,200", "千円"),
        ("1-2.1", "予算額", 2024, "300", "千円"),
        ("1-2.1", "予算額", 2024, "300", "千円"),
    ]


def test_a_cell_merged_over_two_works_belongs_to_neither(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>決算額(千円)</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "2|1,200")
        + row("緑化の推進", "植樹本数", "30", "28")
        + row("水辺の保全", "清掃回数", "6", "6", "77")
    )
    report = report_of(tmp_path, table)
    assert [one[3] for one in amounts(report)] == ["77"]
    assert any(one.kind is FindingKind.HELD_BACK and "1,200" in one.message for one in report.findings)


def test_rows_of_sums_and_cells_that_are_no_amount_are_left_out(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>R6目標</th><th>R6実績</th><th>決算額(千円)</th></tr>"
        + row("ごみの減量", "回収量", "50", "44", "1,200")
        + row("緑化の推進", "植樹本数", "30", "28", "ゼロ予算")
        + row("水辺の保全", "清掃回数", "6", "6", "80（うち国費40）")
        + row("施策1 小計", "", "", "", "1,280")
        + row("合計", "", "", "", "1,280")
    )
    assert [one[3] for one in amounts(report_of(tmp_path, table))] == ["1,200"]


def test_the_year_of_a_row_is_the_year_of_its_amount(tmp_path: Path) -> None:
    table = (
        "<tr><th>取組</th><th>指標</th><th>年度</th><th>目標</th><th>実績</th><th>決算額(千円)</th></tr>"
        + row("2|ごみの減量", "2|回収量", "R5", "45", "40", "1,150")
        + row("R6", "50", "44", "1,200")
        + row("2|緑化の推進", "2|植樹本数", "R5", "30", "25", "300")
        + row("R6", "30", "28", "290")
    )
    report = report_of(tmp_path, table)
    assert [(one[2], one[3]) for one in amounts(report)] == [
        (2023, "1,150"),
        (2024, "1,200"),
        (2023, "300"),
        (2024, "290"),
    ]
    assert sum(seen.kind is Kind.ACTUAL for one in report.indicators for seen in one.observations) == 4


@pytest.mark.parametrize(
    ("path", "kind", "label", "year", "unit"),
    [
        (("R6年度", "決算額\n(千円)"), AmountKind.SETTLED, "決算額", 2024, "千円"),
        (("令和５年度決算（見込）額（円）",), AmountKind.SETTLED, "決算見込額", 2023, "円"),
        (("補正後予算額", "R4"), AmountKind.BUDGET, "補正後予算額", 2022, None),
        (("事業費（単位：百万円）", "R5"), AmountKind.COST, "事業費", 2023, "百万円"),
        (("予算執行額",), AmountKind.SETTLED, "予算執行額", None, None),
        (("予算額", "当初"), AmountKind.BUDGET, "予算額 当初", None, None),
        (("執行率（％）",), AmountKind.RATE, "執行率", None, "%"),
    ],
)
def test_headings_of_money(
    path: tuple[str, ...], kind: AmountKind, label: str, year: int | None, unit: str | None
) -> None:
    found = read_amount_heading(path)
    assert found is not None
    assert (found.kind, found.label, found.fiscal_year, found.unit) == (kind, label, year, unit)


@pytest.mark.parametrize(
    "path",
    [
        ("前年度決算額",),  # of which year, the heading does not say
        ("総事業費（千円）",),
        ("R4〜R6事業費",),
        ("事業費", "国庫支出金"),
        ("決算額（うち一般財源）",),
        ("予算の状況",),
        ("観光消費額（百万円）",),
        ("事業内容",),
        ("実績",),
    ],
)
def test_headings_of_something_else(path: tuple[str, ...]) -> None:
    assert read_amount_heading(path) is None
