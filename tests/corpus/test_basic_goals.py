"""基本目標, 基本方針 and 政策 above tables, side by side too, as the level of measures; tables of years beside them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from corpus.parse import parse_report
from corpus.types import Report

HEAD = ["指標", "単位", "R5目標", "R5実績"]


def report_of(folder: Path, **sheets: list[list[str]]) -> Report:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    del book["Sheet"]
    path = folder / "mizuho-kosodate.xlsx"
    book.save(path)
    return parse_report(path)


def measures(report: Report) -> list[tuple[str, str, str | None, list[str | None]]]:
    return [
        (one.id, one.heading, one.name, [each.name for each in one.indicators]) for one in report.measures
    ]


TITLE = ["みずほ市子育て応援計画　令和5年度進捗状況"]


def side_by_side(left: str, right: str, *between: list[str]) -> list[list[str]]:
    return [
        TITLE,
        [left, "", "", "", "", right],
        *between,
        [*HEAD, "", *HEAD],
        ["ひろばの利用者数", "人", "500", "520", "", "訪問支援の件数", "件", "40", "31"],
        ["絵本の配布数", "冊", "300", "290", "", "相談窓口の数", "か所", "6", "6"],
    ]


def test_each_of_two_tables_side_by_side_keeps_its_own_heading(tmp_path: Path) -> None:
    report = report_of(tmp_path, 指標=side_by_side("【基本目標１】ともに育つ", "【基本目標２】とどける支援"))
    assert measures(report) == [
        ("１", "基本目標", "ともに育つ", ["ひろばの利用者数", "絵本の配布数"]),
        ("２", "基本目標", "とどける支援", ["訪問支援の件数", "相談窓口の数"]),
    ]
    assert str(report.measures[1].place) == "シート「指標」 F2"
    assert [(one.title, one.indicators, one.observations) for one in report.tables] == [
        ("【基本目標１】ともに育つ", 2, 4),
        ("【基本目標２】とどける支援", 2, 4),
    ]


def test_a_blank_line_may_stand_under_the_headings(tmp_path: Path) -> None:
    rows = side_by_side("基本方針Ⅰ　ともに育つ", "基本方針Ⅱ　とどける支援", [])
    assert [one[:3] for one in measures(report_of(tmp_path, 指標=rows))] == [
        ("Ⅰ", "基本方針", "ともに育つ"),
        ("Ⅱ", "基本方針", "とどける支援"),
    ]


def test_captions_without_a_number_are_no_measures(tmp_path: Path) -> None:
    report = report_of(tmp_path, 指標=side_by_side("単位：人・冊", "令和6年3月31日現在"))
    assert [one.heading for one in report.measures] == ["施策"]
    assert [len(one.observations) for one in report.indicators] == [2, 2, 2, 2]


def test_measures_stay_the_level_where_policies_stand_above_them(tmp_path: Path) -> None:
    head = ["指標", "R5目標", "R5実績"]
    rows = [
        ["あおば市総合計画　令和5年度進捗状況"],
        ["政策１ くらしを守る"],
        ["施策1 防災の強化"],
        head,
        ["避難所の数", "12", "12"],
        [],
        ["施策2 防犯の推進"],
        head,
        ["街路灯の数", "300", "288"],
        [],
        ["政策２ まちを育てる"],
        ["施策3 商業の振興"],
        head,
        ["新規出店数", "8", "9"],
    ]
    report = report_of(tmp_path, 評価=rows)
    assert measures(report) == [
        ("1", "施策", "防災の強化", ["避難所の数"]),
        ("2", "施策", "防犯の推進", ["街路灯の数"]),
        ("3", "施策", "商業の振興", ["新規出店数"]),
    ]
    assert [one.above for one in report.measures] == ["政策１ くらしを守る"] * 2 + ["政策２ まちを育てる"]


def test_a_column_names_the_level_that_its_cells_do_not(tmp_path: Path) -> None:
    rows = [
        ["こだま市総合戦略　令和5年度進捗状況"],
        ["基本目標", *HEAD],
        ["1 しごとをつくる", "創業者数", "人", "20", "18"],
        ["2 ひとを呼ぶ", "移住者数", "人", "50", "61"],
    ]
    assert [one[:3] for one in measures(report_of(tmp_path, 指標=rows))] == [
        ("1", "基本目標", "しごとをつくる"),
        ("2", "基本目標", "ひとを呼ぶ"),
    ]


def test_rows_that_plan_and_result_only_group_are_a_table_of_years_and_no_indicator(tmp_path: Path) -> None:
    years = [
        ["(1) 延長保育事業"],
        ["区分", "", "R3年度", "R4年度", "R5年度"],
        ["計画", "量の見込み(人)", "210", "220", "230"],
        ["", "確保の内容(人)", "210", "225", "240"],
        ["実績", "利用者数(人)", "198", "205", "－"],
    ]
    report = report_of(
        tmp_path, 指標=side_by_side("基本目標１ ともに育つ", "基本目標２ とどける支援"), 量の見込み=years
    )
    assert len(list(report.indicators)) == 4
    (table,) = report.plain_tables
    assert (table.title, table.headings[2:]) == ("(1) 延長保育事業", ("R3年度", "R4年度", "R5年度"))
    assert [cells[1:] for _, cells in table.rows] == [
        ("量の見込み(人)", "210", "220", "230"),
        ("確保の内容(人)", "210", "225", "240"),
        ("利用者数(人)", "198", "205", "－"),
    ]
