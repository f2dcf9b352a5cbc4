"""Rows in another order, torn, repeated, stretched, glued or cut off: repaired in the open or held back."""

from __future__ import annotations

from pathlib import Path

import pytest
from excerpts import (
    ACTUALS,
    FIRST,
    GRADES,
    PROSE,
    TARGETS,
    group,
    header,
    indicator,
    kinds,
    line,
    printed,
    read,
    report_text,
    sound_indicators,
)

from corpus.grades import GradeScale, evidence_for
from corpus.layout import LabelledRow
from corpus.merged_cells import spread_merged
from corpus.readers.lines import Line
from corpus.types import FindingKind, Kind, Report

ROWS = group(FIRST, TARGETS, ACTUALS, GRADES, PROSE)
TRUE = {
    Kind.TARGET: {2019: "10", 2020: "20", 2021: "30", 2022: "40", 2023: "50", 2024: "60"},
    Kind.ACTUAL: {2018: "8", 2019: "12", 2020: "18", 2021: "33", 2022: "41"},
    Kind.GRADE: {2019: "A", 2020: "B", 2021: "A", 2022: "A"},
}


def values(report: Report, indicator_id: str = "1-1#1") -> dict[Kind, dict[int, str]]:
    return {kind: printed(report, indicator_id, kind) for kind in TRUE}


def with_row(index: int, row: str) -> list[str]:
    return [*ROWS[:index], row, *ROWS[index + 1 :], *sound_indicators()]


def reordered(rows: list[str], order: tuple[int, ...]) -> list[str]:
    """Each indicator's three rows in another order; the left-hand and narrative cells stay in the first."""
    found = []
    for at in range(0, len(rows), 3):
        lead = rows[at].split("\t")
        for position, index in enumerate(order):
            cells = rows[at + index].split("\t")
            frame = lead if position == 0 else [""] * len(lead)
            found.append("\t".join([*frame[:5], *cells[5:13], *frame[13:]]))
    return found


def messages(report: Report, kind: FindingKind) -> str:
    return "\n".join(f"{one.message} {one.evidence}" for one in report.findings if one.kind is kind)


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1)])
def test_rows_in_the_reports_own_order_make_the_same_indicators(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    report = read(tmp_path, report_text(reordered([*ROWS, *sound_indicators()], order)))
    assert len(list(report.indicators)) == 5
    assert values(report) == TRUE
    assert indicator(report, "1-1#1").name == "清掃の参加者数"


def test_report_without_grades_has_indicators_of_two_rows(tmp_path: Path) -> None:
    rows = reordered([*ROWS, *sound_indicators()], (0, 1))
    report = read(tmp_path, report_text(rows))
    assert len(list(report.indicators)) == 5
    assert values(report) == {**TRUE, Kind.GRADE: {}}


def test_targets_moved_right_with_the_last_lost_are_held_back(tmp_path: Path) -> None:
    moved = line(FIRST, "目標", ("", "", "10", "20", "30", "40", "50"), PROSE)
    report = read(tmp_path, report_text(with_row(0, moved)))
    assert values(report) == {**TRUE, Kind.TARGET: {}}
    assert "R2〜R6、またはR1〜R5" in messages(report, FindingKind.HELD_BACK)


def test_blank_target_of_the_reports_own_year_is_told(tmp_path: Path) -> None:
    blank = line(FIRST, "目標", ("", "10", "20", "30", "", "50", "60"), PROSE)
    report = read(tmp_path, report_text(with_row(0, blank)))
    assert "R4の目標は空欄です" in messages(report, FindingKind.BLANK_VALUE)
    assert 2022 not in printed(report, "1-1#1", Kind.TARGET)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_row_printed_twice_is_counted_once(tmp_path: Path, index: int) -> None:
    again = "\t".join([*[""] * 5, *ROWS[index].split("\t")[5:13]])
    report = read(tmp_path, report_text([*ROWS[: index + 1], again, *ROWS[index + 1 :], *sound_indicators()]))
    assert len(list(report.indicators)) == 5
    assert values(report) == TRUE
    assert "もう一度印字された" in messages(report, FindingKind.SURPLUS_VALUE)


def test_row_printed_twice_with_another_value_is_held_back(tmp_path: Path) -> None:
    again = ROWS[1].replace("33", "35")
    report = read(tmp_path, report_text([*ROWS[:2], again, ROWS[2], *sound_indicators()]))
    assert values(report) == {**TRUE, Kind.ACTUAL: {}}
    assert "どちらも収録していません" in messages(report, FindingKind.HELD_BACK)


def test_stray_cell_costs_only_itself(tmp_path: Path) -> None:
    stray = line([], "実績", ("8", "12", "18", "33", "41", "", "999"), ("", ""))
    report = read(tmp_path, report_text(with_row(1, stray)))
    assert values(report) == TRUE
    assert "「999」" in messages(report, FindingKind.HELD_BACK)


def test_figure_among_the_grades_costs_only_itself(tmp_path: Path) -> None:
    stray = line([], "評価", ("", "A", "B", "A", "A", "", "7"), ("", ""))
    report = read(tmp_path, report_text(with_row(2, stray)))
    assert values(report) == TRUE
    assert "「7」" in messages(report, FindingKind.HELD_BACK)


def test_empty_column_in_the_middle_of_a_row_is_closed(tmp_path: Path) -> None:
    stretched = line([], "評価", ("", "A", "B", "", "A", "A", ""), ("", ""))
    report = read(tmp_path, report_text(with_row(2, stretched)))
    assert values(report) == TRUE
    assert "空き列を詰めて" in messages(report, FindingKind.SHIFTED_ROW)


def test_doubled_tabs_are_read_as_single_ones(tmp_path: Path) -> None:
    doubled = line([], "実績", ("8", "", "12", "", "18", "", "33", "", "41"), ())
    report = read(tmp_path, report_text(with_row(1, doubled)))
    assert values(report) == TRUE


def test_row_torn_over_two_lines_is_joined_with_the_places_of_its_cells(tmp_path: Path) -> None:
    torn = ROWS[1].replace("\t33", "\n\t33")
    report = read(tmp_path, report_text(with_row(1, torn)))
    assert values(report) == TRUE
    assert "一つの行として読みました" in messages(report, FindingKind.MISPLACED_CELLS)
    seen = indicator(report, "1-1#1").observation(2022, Kind.ACTUAL)
    assert seen is not None and seen.place is not None
    cells = report_text(with_row(1, torn)).split("\n")[seen.place.row - 1].split("\t")
    assert cells[seen.place.column] == "41"


def test_name_folded_over_two_lines_is_joined(tmp_path: Path) -> None:
    folded = ROWS[0].replace("清掃の参加者数", "清掃の\n参加者数")
    report = read(tmp_path, report_text(with_row(0, folded)))
    assert values(report) == TRUE
    assert indicator(report, "1-1#1").name == "清掃の参加者数"


def test_page_break_between_the_rows_of_an_indicator_does_not_part_it(tmp_path: Path) -> None:
    rows = [*ROWS[:2], "", "施策1 自然との共生", header(), ROWS[2], *sound_indicators()]
    report = read(tmp_path, report_text(rows))
    assert len(list(report.indicators)) == 5
    assert values(report) == TRUE


def test_value_printed_twice_is_counted_once(tmp_path: Path) -> None:
    twice = line([], "実績", ("8", "12", "18", "18", "33", "41", ""), ("", ""))
    report = read(tmp_path, report_text(with_row(1, twice)))
    assert values(report) == TRUE
    assert "二度印字された" in messages(report, FindingKind.SURPLUS_VALUE)


@pytest.mark.parametrize(
    "cells", [("8", "12 18", "", "33", "41", "", ""), ("8", "12 18", "33", "41", "", "", "")]
)
def test_two_values_in_one_cell_are_never_read_as_one_number(tmp_path: Path, cells: tuple[str, ...]) -> None:
    report = read(tmp_path, report_text(with_row(1, line([], "実績", cells, ("", "")))))
    stored = printed(report, "1-1#1", Kind.ACTUAL)
    assert stored.items() <= TRUE[Kind.ACTUAL].items()
    assert FindingKind.HELD_BACK in kinds(report) or stored == TRUE[Kind.ACTUAL]


def test_number_cut_at_its_comma_is_joined(tmp_path: Path) -> None:
    cut = line([], "実績", ("1,008", "1,", "012", "1,018", "1,033", "1,041", ""), ("", ""))
    report = read(tmp_path, report_text(with_row(1, cut)))
    expected = {2018: "1,008", 2019: "1,012", 2020: "1,018", 2021: "1,033", 2022: "1,041"}
    assert printed(report, "1-1#1", Kind.ACTUAL) == expected


def test_rows_whose_opening_row_is_lost_are_held_back(tmp_path: Path) -> None:
    report = read(tmp_path, report_text([*sound_indicators(), *ROWS[1:]]))
    assert all(one.name is not None for one in report.indicators if one.observations)
    assert "どの指標のものか分からない" in messages(report, FindingKind.HELD_BACK)


def test_file_that_ends_within_an_indicator_is_told(tmp_path: Path) -> None:
    report = read(tmp_path, report_text([*sound_indicators(), *ROWS[:2]]).rstrip("\n"))
    assert "途中で切れているおそれ" in messages(report, FindingKind.BLANK_VALUE)


def test_measure_of_the_totals_that_has_no_table_is_told(tmp_path: Path) -> None:
    totals = "\tA\tB\tC\t-\t計\n施策1\t5\t0\t0\t0\t5\n施策2\t1\t0\t0\t0\t1\n計\t6\t0\t0\t0\t6\n"
    report = read(tmp_path, report_text([*ROWS, *sound_indicators()], totals=totals))
    assert "集計表には施策2がありますが" in messages(report, FindingKind.TOTALS_MISMATCH)


def test_zero_beside_blanks_is_told(tmp_path: Path) -> None:
    mixed = line([], "実績", ("8", "0", "", "33", "41", "", ""), ("", ""))
    report = read(tmp_path, report_text(with_row(1, mixed)))
    assert "空欄は0とはみなしていません" in messages(report, FindingKind.BLANK_OR_ZERO)


def test_check_of_an_indicator_that_is_better_lower_reads_as_a_success() -> None:
    drawn = {
        Kind.TARGET: {2021: "12", 2022: "10"},
        Kind.ACTUAL: {2022: "8"},
        Kind.GRADE: {2022: "A"},
    }
    proof = evidence_for(drawn, 2022, GradeScale(("A", "B", "C")))
    assert proof == "実績8≦目標10（少ないほど良い指標） は評価Aと一致"


def merged_row(text: str, span: tuple[int, int]) -> LabelledRow:
    cells = ("", "", "", "", "", "実績", text, "", "", "41")
    return LabelledRow(Line(9, cells, {6: span}), Kind.ACTUAL, 5)


def test_figure_merged_over_years_is_held_back_and_a_word_stands_for_each() -> None:
    row = merged_row("120", (1, 3))
    assert spread_merged(row, [(6, "120"), (9, "41")], 12)[0] == [(9, "41")]
    row = merged_row("中止", (1, 3))
    cells, findings = spread_merged(row, [(6, "中止"), (9, "41")], 12)
    assert cells == [(6, "中止"), (7, "中止"), (8, "中止"), (9, "41")]
    assert [one.kind for one in findings] == [FindingKind.MERGED_CELL]
