"""Each known class of damage on a small report of another city, field and years."""

from __future__ import annotations

from pathlib import Path

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

from corpus.types import Accumulation, Direction, FindingKind, Kind, Report

TRUE_TARGETS = {2019: "10", 2020: "20", 2021: "30", 2022: "40", 2023: "50", 2024: "60"}
TRUE_ACTUALS = {2018: "8", 2019: "12", 2020: "18", 2021: "33", 2022: "41"}
TRUE_GRADES = {2019: "A", 2020: "B", 2021: "A", 2022: "A"}
FIRST_ROWS = group(FIRST, TARGETS, ACTUALS, GRADES, PROSE)


def assert_first_is_right(report: Report, indicator_id: str = "1-1#1") -> None:
    assert printed(report, indicator_id, Kind.TARGET) == TRUE_TARGETS
    assert printed(report, indicator_id, Kind.ACTUAL) == TRUE_ACTUALS
    assert printed(report, indicator_id, Kind.GRADE) == TRUE_GRADES


def test_undamaged_report_has_no_repairs(tmp_path: Path) -> None:
    report = read(tmp_path, report_text([*FIRST_ROWS, *sound_indicators()]))
    assert_first_is_right(report)
    assert report.fiscal_year == 2022
    assert report.years == tuple(range(2018, 2025))
    assert kinds(report) <= {FindingKind.METADATA}
    first = indicator(report, "1-1#1")
    assert (first.name, first.unit, first.note) == ("清掃の参加者数", "人", "※年度")
    assert first.accumulation is Accumulation.ANNUAL
    block = next(report.blocks)
    assert block.departments == ("環境課",)
    assert [one.column for one in block.passages] == ["事業概要", "R4の実施状況", "今後の方向性"]


def test_actuals_one_column_late_are_moved_back_from_the_year_after_the_report(tmp_path: Path) -> None:
    late = line([], "実績", ("", "", "12", "18", "33", "41", ""), ("", ""))
    first = [FIRST_ROWS[0], late, FIRST_ROWS[2]]
    report = read(tmp_path, report_text([*first, *sound_indicators()]))
    assert printed(report, "1-1#1", Kind.ACTUAL) == {2019: "12", 2020: "18", 2021: "33", 2022: "41"}
    shifted = next(one for one in report.findings if one.kind is FindingKind.SHIFTED_ROW)
    assert "R4の報告書にR5の実績はあり得ない" in shifted.evidence


def test_label_and_values_one_column_left_are_read_from_the_label(tmp_path: Path) -> None:
    left = "\t" * 4 + "評価\t" + "\t".join((*GRADES, "", "", ""))
    report = read(tmp_path, report_text([*FIRST_ROWS[:2], left, *sound_indicators()]))
    assert_first_is_right(report)
    assert FindingKind.SHIFTED_ROW in kinds(report)


def test_label_alone_one_column_left_leaves_the_values_where_they_are(tmp_path: Path) -> None:
    unnamed = [
        "\t" * 4 + "目標\t\t" + "\t".join((*TARGETS, "", "")),
        "\t" * 4 + "実績\t" + "\t".join((*ACTUALS, "", "")),
        "\t" * 4 + "評価\t" + "\t".join((*GRADES, "", "")),
    ]
    report = read(tmp_path, report_text([*FIRST_ROWS, *unnamed, *sound_indicators()]))
    assert_first_is_right(report, "1-1#2")
    assert indicator(report, "1-1#2").name is None
    assert FindingKind.LOST_NAME in kinds(report)


def test_group_that_lost_its_leading_tabs_and_kept_surplus_copies_is_read_whole(tmp_path: Path) -> None:
    name = "水質基準の達成率(%) ※年度"
    rows = [
        f"\t{name}\t目標\t\t" + "\t".join(["100"] * 8),
        "\t\t実績\t" + "\t".join(["100"] * 5),
        "\t\t評価\t\t" + "\t".join(["A"] * 4),
    ]
    report = read(tmp_path, report_text([*FIRST_ROWS, *rows, *sound_indicators()]))
    assert printed(report, "1-1#2", Kind.TARGET) == dict.fromkeys(range(2019, 2025), "100")
    assert printed(report, "1-1#2", Kind.ACTUAL) == dict.fromkeys(range(2018, 2023), "100")
    assert indicator(report, "1-1#2").name == "水質基準の達成率"
    surplus = next(one for one in report.findings if one.kind is FindingKind.SURPLUS_VALUE)
    assert "末尾の2個" in surplus.message


def test_surplus_word_that_pushes_the_narrative_right_is_left_out(tmp_path: Path) -> None:
    rows = [
        line(FIRST, "目標", ("", *["増加"] * 7), PROSE),
        line([], "実績", ACTUALS, ("", "")),
        line([], "評価", GRADES, ("", "")),
    ]
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    assert printed(report, "1-1#1", Kind.TARGET) == dict.fromkeys(range(2019, 2025), "増加")
    assert [one.text for one in next(report.blocks).passages[1:]] == list(PROSE)
    assert {FindingKind.SURPLUS_VALUE, FindingKind.MISPLACED_CELLS} <= kinds(report)


def test_heading_without_its_blank_column_does_not_move_the_years(tmp_path: Path) -> None:
    text = report_text([*FIRST_ROWS, *sound_indicators()], head=header(gap=False) + "\t")
    report = read(tmp_path, text)
    assert_first_is_right(report)
    assert FindingKind.MISSING_HEADING_COLUMN in kinds(report)


def test_label_and_dash_that_changed_places_make_a_block_without_indicator(tmp_path: Path) -> None:
    swapped = [
        line((*FIRST[:4], "目標"), "-", [""] * 7, PROSE),
        line(("実績",), "-", [""] * 7),
        line(("評価",), "-", [""] * 7),
    ]
    report = read(tmp_path, report_text([*swapped, *sound_indicators()]))
    assert not next(report.blocks).indicators
    assert FindingKind.SWAPPED_CELLS in kinds(report)
    assert [one.text for one in next(report.blocks).passages[1:]] == list(PROSE)


def test_row_without_department_and_overview_is_a_block_with_both_lost(tmp_path: Path) -> None:
    lost = ["\t\t目標\t-" + "\t" * 8 + "\t".join(PROSE), "\t\t実績\t-", "\t\t評価\t-"]
    report = read(tmp_path, report_text([*FIRST_ROWS, *lost, *sound_indicators()]))
    block = next(one for one in report.blocks if one.id == "1-1.2")
    assert block.departments == () and block.department_printed is None and block.overview_lost
    assert {FindingKind.LOST_DEPARTMENT, FindingKind.LOST_OVERVIEW} <= kinds(report)


def test_second_department_without_leading_tabs_keeps_its_cells(tmp_path: Path) -> None:
    overview = "事業者と協定を結び、工場の排水を定期的に調査して水質を守るものである。"
    rows = [
        f"{overview}\t水道・河川管理課\t-\t目標" + "\t" * 10 + "\t".join(PROSE),
        "\t\t\t実績",
        "\t\t\t評価",
    ]
    report = read(tmp_path, report_text([*FIRST_ROWS, *rows, *sound_indicators()]))
    block = next(one for one in report.blocks if one.id == "1-1.2")
    assert block.departments == ("水道・河川管理課",)
    assert [one.text for one in block.passages] == [overview, *PROSE]


def test_target_row_with_nothing_on_it_is_no_indicator(tmp_path: Path) -> None:
    report = read(tmp_path, report_text([*FIRST_ROWS, line([], "目標", [""] * 7), *sound_indicators()]))
    assert len(next(report.initiatives).indicators) == 1
    assert FindingKind.STRAY_ROW in kinds(report)


def test_initiative_repeated_after_a_page_break_stays_one(tmp_path: Path) -> None:
    again = group(
        (*FIRST[:2], "川の学習会を開き、子どもたちの関心を高める。", "教育課", "-"), *[[""] * 7] * 3, PROSE
    )
    page = ["", "施策1 自然との共生", header(), *again]
    report = read(tmp_path, report_text([*FIRST_ROWS, *page, *sound_indicators()]))
    first = next(report.initiatives)
    assert [block.id for block in first.blocks] == ["1-1.1", "1-1.2"]
    assert first.departments == ("環境課", "教育課")
    assert len(report.measures) == 1


def test_numbers_that_restart_without_a_heading_open_an_unnamed_measure(tmp_path: Path) -> None:
    other = (
        "1",
        "ごみの減量",
        "家庭から出るごみを減らすため、分別の徹底と再利用を呼びかけるものである。",
        "清掃課",
        "排出量(t) ※年度",
    )
    rows = [*FIRST_ROWS, *sound_indicators(2), "", header(), *group(other, TARGETS, ACTUALS, GRADES, PROSE)]
    report = read(tmp_path, report_text(rows))
    assert [(one.id, one.name) for one in report.measures] == [("1", "自然との共生"), ("2", None)]
    assert_first_is_right(report, "2-1#1")
    assert FindingKind.LOST_NAME in kinds(report)


def test_lost_number_is_told_from_its_neighbours(tmp_path: Path) -> None:
    rows = sound_indicators(3, start=1)
    rows[3] = "\t" + rows[3].split("\t", 1)[1]
    report = read(tmp_path, report_text(rows))
    assert [one.id for one in report.initiatives] == ["1-1", "1-2", "1-3"]
    assert FindingKind.LOST_NAME in kinds(report)


def test_lost_initiative_name_is_unknown_not_guessed(tmp_path: Path) -> None:
    rows = sound_indicators(3, start=1)
    number, _name, rest = rows[3].split("\t", 2)
    rows[3] = f"{number}\t\t{rest}"
    report = read(tmp_path, report_text(rows))
    assert [one.name for one in report.initiatives] == ["取組その1", None, "取組その3"]


def test_blank_grade_is_inferred_only_where_the_totals_leave_one_letter(tmp_path: Path) -> None:
    totals = "\tA\tB\tC\t-\t計\n施策1\t5\t0\t0\t0\t5\n計\t5\t0\t0\t0\t5\n"
    blank = [*FIRST_ROWS[:2], line([], "評価", ("", "A", "B", "A", "", "", ""), ("", ""))]
    report = read(tmp_path, report_text([*blank, *sound_indicators(4)], totals=totals))
    seen = indicator(report, "1-1#1").observation(2022, Kind.GRADE)
    assert seen is not None and seen.inferred and seen.grade == "A" and seen.printed == ""
    assert FindingKind.INFERRED_GRADE in kinds(report)


def test_blank_grades_that_could_be_two_letters_are_not_inferred(tmp_path: Path) -> None:
    totals = "\tA\tB\tC\t-\t計\n施策1\t3\t1\t0\t0\t4\n"
    rows = [*FIRST_ROWS, *sound_indicators(3)]
    for index in (2, 5):
        rows[index] = line([], "評価", ("", "A", "B", "A", "", "", ""), ("", ""))
    report = read(tmp_path, report_text(rows, totals=totals))
    assert indicator(report, "1-1#1").observation(2022, Kind.GRADE) is None
    assert FindingKind.INFERRED_GRADE not in kinds(report)
    assert FindingKind.BLANK_VALUE in kinds(report)


def test_grades_that_do_not_reproduce_the_totals_are_told(tmp_path: Path) -> None:
    totals = "\tA\tB\tC\t-\t計\n施策1\t2\t3\t0\t0\t5\n"
    report = read(tmp_path, report_text([*FIRST_ROWS, *sound_indicators(4)], totals=totals))
    assert FindingKind.TOTALS_MISMATCH in kinds(report)


def test_row_with_more_different_values_than_years_is_held_back(tmp_path: Path) -> None:
    rows = [line(FIRST, "目標", tuple("123456789"), PROSE), *FIRST_ROWS[1:]]
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    assert printed(report, "1-1#1", Kind.TARGET) == {}
    held = next(one for one in report.findings if one.kind is FindingKind.HELD_BACK)
    assert "1/2/3/4/5/6/7/8/9" in held.evidence


def test_figures_under_grade_are_held_back(tmp_path: Path) -> None:
    rows = [*FIRST_ROWS[:2], line([], "評価", ("", "12", "18", "33", "41", "", ""), ("", ""))]
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    assert printed(report, "1-1#1", Kind.GRADE) == {}
    assert FindingKind.HELD_BACK in kinds(report)


def test_falling_targets_make_an_indicator_that_is_better_lower(tmp_path: Path) -> None:
    rows = [
        line(FIRST, "目標", ("", "50", "45", "40", "35", "30", "25"), PROSE),
        line([], "実績", ("52", "49", "44", "41", "30", "", ""), ("", "")),
        FIRST_ROWS[2],
    ]
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    assert indicator(report, "1-1#1").direction is Direction.DOWN


def test_leftover_list_tag_is_removed_from_the_text_and_kept_in_print(tmp_path: Path) -> None:
    tagged = ('<ul style="list-style-type: none"> ●講座の開催 ', PROSE[1])
    rows = group(FIRST, TARGETS, ACTUALS, GRADES, tagged)
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    passage = next(report.blocks).passages[1]
    assert passage.text == "●講座の開催"
    assert passage.printed == tagged[0]
    assert FindingKind.MARKUP in kinds(report)


def test_heading_forms_of_other_plans_open_measures(tmp_path: Path) -> None:
    for heading, measure_id, name in (
        ("基本目標１ 水と緑のまち", "１", "水と緑のまち"),
        ("基本方針Ⅰ　水と緑のまち", "Ⅰ", "水と緑のまち"),
        ("重点施策2　水と緑のまち", "2", "水と緑のまち"),
        ("【施策③】 水と緑のまち", "③", "水と緑のまち"),
    ):
        report = read(tmp_path, report_text([*FIRST_ROWS, *sound_indicators()], heading=heading))
        assert [(one.id, one.name) for one in report.measures] == [(measure_id, name)], heading


def test_rows_before_any_heading_or_header_are_still_read(tmp_path: Path) -> None:
    text = report_text([*FIRST_ROWS, *sound_indicators()]).replace("施策1 自然との共生\n", "")
    report = read(tmp_path, text)
    assert [(one.id, one.name) for one in report.measures] == [("1", None)]
    assert_first_is_right(report)


def test_lost_header_row_is_taken_from_the_page_before(tmp_path: Path) -> None:
    page = ["", "施策2 ごみの減量", *group(("1", *FIRST[1:]), TARGETS, ACTUALS, GRADES, PROSE)]
    report = read(tmp_path, report_text([*FIRST_ROWS, *sound_indicators(), *page]))
    assert_first_is_right(report, "2-1#1")
    assert FindingKind.MISSING_HEADING_COLUMN in kinds(report)


def test_gap_in_the_numbers_is_told(tmp_path: Path) -> None:
    rows = [*sound_indicators(2, start=1), *sound_indicators(1, start=4)]
    report = read(tmp_path, report_text(rows))
    assert [one.id for one in report.initiatives] == ["1-1", "1-2", "1-4"]
    assert any("No.3 の取組が見当たりません" in one.message for one in report.findings)


def test_report_year_without_any_heading_is_the_last_with_results(tmp_path: Path) -> None:
    head = header(right=("実施状況", "備考"))
    report = read(tmp_path, report_text([*FIRST_ROWS, *sound_indicators()], head=head))
    assert report.fiscal_year == 2022
    assert FindingKind.METADATA in kinds(report)


def test_lost_label_is_given_back_where_its_neighbours_leave_one_kind(tmp_path: Path) -> None:
    for index, kind in ((0, "目標"), (1, "実績"), (2, "評価")):
        rows = list(FIRST_ROWS)
        rows[index] = rows[index].replace(f"\t{kind}\t", "\t\t")
        report = read(tmp_path, report_text([*rows, *sound_indicators()]))
        assert_first_is_right(report)
        told = next(one for one in report.findings if one.kind is FindingKind.LOST_NAME)
        assert f"「{kind}」の行として読みました" in told.message


def test_row_without_label_whose_neighbours_are_lost_too_is_told_and_not_stored(tmp_path: Path) -> None:
    rows = [FIRST_ROWS[0], FIRST_ROWS[1].replace("実績", ""), FIRST_ROWS[2].replace("評価", "")]
    report = read(tmp_path, report_text([*rows, *sound_indicators()]))
    assert printed(report, "1-1#1", Kind.ACTUAL) == {}
    assert FindingKind.HELD_BACK in kinds(report)
