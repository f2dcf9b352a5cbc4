"""Names of 取組 that are alike, remarks about the 基準値, and files that hold headings alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.errors import ReportFormatError
from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Report

REPORTS = Path(__file__).parents[1] / "data" / "reports"
TITLE = ["令和6年度 ひばり市総合計画 進捗状況報告書"]
HEAD = ["施策", "取組", "担当課", "指標", "単位", "基準値（R4）", "R6目標", "R6実績", "備考"]
CENTER = ["1 子育て", "子育て支援センター施設整備事業", "こども課", "改修した棟の数", "棟", "1", "4", "3", ""]
RUN = [
    "1 子育て",
    "子育て支援センター施設運営事業",
    "こども課",
    "利用した親子の数",
    "組",
    "90",
    "120",
    "131",
    "",
]


def report_of(tmp_path: Path, *sheets: list[list[str]]) -> Report:
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    path = tmp_path / "sogo-r6.xlsx"
    book.save(path)
    return parse_report(path)


def test_alike_names_in_one_table_are_two_initiatives(tmp_path: Path) -> None:
    report = report_of(tmp_path, [TITLE, HEAD, CENTER, RUN])
    assert [one.name for one in report.initiatives] == [CENTER[1], RUN[1]]
    assert [len(one.indicators) for one in report.initiatives] == [1, 1]


def commented(heading: str, name: str) -> list[list[str]]:
    """A second sheet with an indicator of a 取組 of this name, and of one that both sheets print alike."""
    return [
        ["施策", heading, "担当課", "指標", "単位", "R6目標", "R6実績"],
        ["1 子育て", name, "こども課", "検査した棟の数", "棟", "5", "5"],
        ["1 子育て", RUN[1], "こども課", "開いた日の数", "日", "240", "238"],
    ]


def test_a_slip_in_another_table_is_the_same_initiative(tmp_path: Path) -> None:
    second = commented("取組", "子育て支援センタ施設整備事業")
    report = report_of(tmp_path, [TITLE, HEAD, CENTER, RUN], second)
    assert [one.name for one in report.initiatives] == [CENTER[1], RUN[1]]
    assert [one.name for one in next(report.initiatives).indicators] == ["改修した棟の数", "検査した棟の数"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [("事業名", "子育て支援センター施設整備の事業"), ("取組", "第2子育て支援センター施設整備事業")],
)
def test_another_heading_or_number_is_another_initiative(tmp_path: Path, heading: str, name: str) -> None:
    report = report_of(tmp_path, [TITLE, HEAD, CENTER, RUN], commented(heading, name))
    assert [one.name for one in report.initiatives] == [CENTER[1], RUN[1], name]


def test_a_remark_gives_the_baseline_its_year(tmp_path: Path) -> None:
    rows = [TITLE, HEAD, [*CENTER[:-1], "基準値は令和3年度の値"], RUN]
    report = report_of(tmp_path, rows)
    first, second = report.indicators
    assert first.observation(2021, Kind.BASELINE) is not None
    assert first.observation(2022, Kind.BASELINE) is None
    assert second.observation(2022, Kind.BASELINE) is not None
    (told,) = [one for one in report.findings if one.kind is FindingKind.METADATA and "基準値" in one.message]
    assert "備考に従ってR3の値として収録しました" in told.message
    assert told.evidence.endswith("列の見出しではR4。")


def test_headings_without_rows_are_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ReportFormatError, match="見出しはありますが、その下に指標の行がありません"):
        report_of(tmp_path, [TITLE, HEAD])


def test_totals_of_the_level_above_are_no_totals_of_a_measure() -> None:
    """「基本目標1 A2 B4 C2」 was told as the counts of 施策1-1, which has four indicators only."""
    report = parse_report(REPORTS / "sakurai-koreisha.xlsx")
    assert [one.id for one in report.measures][:3] == ["1-1", "1-2", "2-1"]
    assert [one.measure_id for one in report.totals] == [None]
    assert not [one for one in report.findings if one.kind is FindingKind.TOTALS_MISMATCH]
