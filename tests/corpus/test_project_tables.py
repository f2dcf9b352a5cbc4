"""取組 that a second table prints with their commentary, a legend in words, a totals header in two rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.parse import parse_report
from corpus.types import FindingKind, Report

HEADER = ("No.", "指標名", "単位", "担当課", "R5実績", "R6目標", "R6実績", "進捗状況")
PROJECTS = ("方針", "事業名", "担当課", "事業内容", "令和6年度の実施状況", "課題", "今後の方向")
PROSE = "市内の公園三か所で、住民の団体とともに花壇の手入れを行った。"


def book(path: Path, *, projects: tuple[str, ...] = PROJECTS, prose: str = PROSE) -> Report:
    """A workbook of two 方針: a sheet of indicators with legend and totals, a sheet of 事業."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "指標一覧"
    sheet.append(["みどりが原市緑の基本計画　令和6年度　進捗状況報告書"])
    sheet.append([])
    for number, name in ((1, "緑をふやす"), (2, "緑をまもる")):
        sheet.append([f"基本方針{number}　{name}"])
        sheet.append(list(HEADER))
        sheet.append([1, f"{name}花壇の数", "か所", "公園課", 10, 12, 13, "順調"])
        sheet.append([2, f"{name}植樹の本数", "本", "公園課", 90, 120, 80, "遅れ"])
        sheet.append([])
    sheet.append(["【凡例】進捗状況の区分"])
    sheet.append(["順調", None, "目標を達成した（達成率が100％以上）"])
    sheet.append(["遅れ", None, "達成率が70％未満"])
    sheet.append([])
    sheet.append(["【集計】基本方針別の進捗状況"])
    sheet.append(["基本方針", None, "進捗状況（指標数）", None, "計"])
    sheet.append([None, None, "順調", "遅れ"])
    sheet.append(["基本方針1　緑をふやす", None, 1, 1, 2])
    sheet.append(["基本方針2　緑をまもる", None, 1, 1, 2])
    sheet.append(["合計", None, 2, 2, 4])
    second = made.create_sheet("取組の実施状況")
    second.append(["緑の基本計画　取組の実施状況"])
    second.append(list(projects))
    for number, name in ((1, "緑をふやす"), (2, "緑をまもる")):
        for work in ("花壇整備事業", "植樹推進事業"):
            row = [f"基本方針{number}　{name}", work, "公園課・学校教育課"]
            second.append([*row, f"{prose}一", f"{prose}二", f"{prose}三", f"{prose}四"][: len(projects)])
    made.save(path)
    return parse_report(path)


def test_the_rows_of_a_second_table_are_initiatives_of_their_measure(tmp_path: Path) -> None:
    report = book(tmp_path / "a.xlsx")
    names = {one.id: [each.name for each in one.initiatives] for one in report.measures}
    assert names == {
        "1": ["緑をふやす", "花壇整備事業", "植樹推進事業"],
        "2": ["緑をまもる", "花壇整備事業", "植樹推進事業"],
    }
    work = report.measures[0].initiatives[1]
    assert work.departments == ("公園課", "学校教育課")
    assert [one.column for one in work.blocks[0].passages] == list(PROJECTS[3:])
    assert not work.indicators and not report.plain_tables


def test_a_list_of_names_and_sums_stays_a_plain_table(tmp_path: Path) -> None:
    report = book(tmp_path / "b.xlsx", prose="済", projects=PROJECTS)
    assert [len(one.rows) for one in report.plain_tables] == [4]
    assert any(one.kind is FindingKind.PLAIN_TABLE for one in report.findings)


def test_a_legend_under_its_title_explains_words(tmp_path: Path) -> None:
    report = book(tmp_path / "c.xlsx")
    assert [(one.grade, one.meaning) for one in report.legend] == [
        ("順調", "目標を達成した（達成率が100％以上）"),
        ("遅れ", "達成率が70％未満"),
    ]


@pytest.mark.parametrize(
    ("measure", "counts"), [("1", {"順調": 1, "遅れ": 1}), (None, {"順調": 2, "遅れ": 2})]
)
def test_totals_under_a_header_of_two_rows_are_read(
    tmp_path: Path, measure: str | None, counts: dict[str, int]
) -> None:
    report = book(tmp_path / "d.xlsx")
    row = next(one for one in report.totals if one.measure_id == measure)
    assert dict(row.counts) == counts
