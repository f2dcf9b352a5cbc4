"""The bundled report, read and compared with the hand-checked truth: every value, cell and place."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from corpus.fiscal import era_label
from corpus.parse import parse_report
from corpus.types import Accumulation, Direction, FindingKind, Indicator, Kind, PassageKind, Place, Report

ROOT = Path(__file__).resolve().parents[2]
REPORT_FILE = ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
TRUTH: dict[str, Any] = json.loads(
    (ROOT / "tests" / "data" / "niigata-chiiki-fukushi-r6.json").read_text(encoding="utf-8")
)
TRUE_BLOCKS = [
    block for measure in TRUTH["measures"] for one in measure["initiatives"] for block in one["blocks"]
]
TRUE_INDICATORS = [indicator for block in TRUE_BLOCKS for indicator in block["indicators"]]


@pytest.fixture(scope="module")
def report() -> Report:
    return parse_report(REPORT_FILE)


def find(report: Report, indicator_id: str) -> Indicator:
    return next(one for one in report.indicators if one.id == indicator_id)


def test_report_names_itself_by_its_file_and_tells_its_year_and_subject(report: Report) -> None:
    assert report.name == "niigata-chiiki-fukushi-r6"
    assert report.title == TRUTH["report"]["subject"]
    assert era_label(report.fiscal_year) == TRUTH["report"]["report_year"]
    assert [era_label(year) for year in report.years] == TRUTH["report"]["years"]
    assert (report.city, report.plan) == ("新潟市", "地域福祉計画")


def test_legend_is_read_once_with_every_grade(report: Report) -> None:
    assert {one.grade: one.meaning for one in report.legend} == TRUTH["report"]["legend"]


def test_measures_and_initiatives_are_those_of_the_truth(report: Report) -> None:
    found = [
        (measure.id, measure.name, [(one.id, one.number, one.name) for one in measure.initiatives])
        for measure in report.measures
    ]
    assert found == [
        (one["id"], one["name"], [(each["id"], each["no"], each["name"]) for each in one["initiatives"]])
        for one in TRUTH["measures"]
    ]


def test_blocks_have_the_true_departments_and_overviews(report: Report) -> None:
    found = []
    for block in report.blocks:
        overview = next((one.text for one in block.passages if one.kind is PassageKind.OVERVIEW), None)
        found.append(
            (block.id, block.department_printed, list(block.departments), overview, block.overview_lost)
        )
    assert found == [
        (one["id"], one["department"], one["departments"], one["overview"], one["overview_lost"])
        for one in TRUE_BLOCKS
    ]


@pytest.mark.parametrize("truth", TRUE_BLOCKS, ids=lambda one: one["id"])
def test_narrative_cells_keep_text_and_place(report: Report, truth: dict[str, Any]) -> None:
    block = next(one for one in report.blocks if one.id == truth["id"])
    cells = {one.column: one for one in block.passages if one.kind is not PassageKind.OVERVIEW}
    assert set(cells) == {column for column, cell in truth["cells"].items() if cell}
    for column, cell in truth["cells"].items():
        if cell:
            assert cells[column].text == cell["text"]
            assert cells[column].printed.strip() == cell["raw"].strip()
            assert cells[column].place == Place(cell["seed_line"], cell["seed_col"])
            assert cells[column].source == f"{block.id.split('.')[0]}:{column}"


@pytest.mark.parametrize("truth", TRUE_INDICATORS, ids=lambda one: one["id"])
def test_indicator_has_the_true_name_unit_note_baseline_and_direction(
    report: Report, truth: dict[str, Any]
) -> None:
    indicator = find(report, truth["id"])
    assert indicator.name == truth["name"]
    assert indicator.printed_name == truth["raw_name"]
    assert indicator.unit == truth["unit"]
    assert indicator.note == truth["timing_note"]
    assert indicator.direction == Direction(truth["direction"])
    baselines = [one for one in indicator.observations if one.kind is Kind.BASELINE]
    expected = truth["baseline"]
    assert [
        {"year": era_label(one.fiscal_year), "value": float(one.value or 0), "raw": one.printed}
        for one in baselines
    ] == ([expected] if expected else [])


@pytest.mark.parametrize("truth", TRUE_INDICATORS, ids=lambda one: one["id"])
def test_every_value_of_every_year_is_right_with_its_place(report: Report, truth: dict[str, Any]) -> None:
    indicator = find(report, truth["id"])
    years = {era_label(year): year for year in report.years}
    for era, kinds in truth["values"].items():
        for kind, cell in kinds.items():
            seen = indicator.observation(years[era], Kind(kind))
            where = (truth["id"], era, kind)
            if cell.get("inferred"):
                assert seen is not None and seen.inferred and seen.place is None, where
                assert (seen.grade, seen.printed) == (cell["inferred"], ""), where
            elif cell["value"] is None:
                assert seen is None, where
            else:
                assert seen is not None and not seen.inferred, where
                assert seen.printed == cell["raw"], where
                assert seen.place == Place(cell["seed_line"], cell["seed_col"]), where
                assert seen.column_shift == cell["nominal_shift"], where
                if kind == "grade":
                    assert seen.grade == cell["value"], where
                elif isinstance(cell["value"], str):
                    assert seen.value is None, where
                else:
                    assert seen.value == Decimal(str(cell["value"])), where


def test_no_indicator_and_no_value_is_invented(report: Report) -> None:
    assert [one.id for one in report.indicators] == [one["id"] for one in TRUE_INDICATORS]
    true_values = sum(
        bool(cell["value"] is not None or cell.get("inferred"))
        for one in TRUE_INDICATORS
        for kinds in one["values"].values()
        for cell in kinds.values()
    ) + sum(bool(one["baseline"]) for one in TRUE_INDICATORS)
    assert sum(len(one.observations) for one in report.indicators) == true_values


def test_non_numeric_values_are_kept_as_words(report: Report) -> None:
    words = [
        {
            "indicator": one.id,
            "kind": str(seen.kind),
            "year": era_label(seen.fiscal_year),
            "raw": seen.printed,
        }
        for one in report.indicators
        for seen in one.observations
        if seen.value is None and seen.grade is None
    ]
    expected = [one for one in TRUTH["non_numeric_values"] if one["kind"] != "grade"]
    assert sorted(words, key=str) == sorted(expected, key=str)


def test_totals_table_is_read_and_reproduced_by_the_grades(report: Report) -> None:
    rows = {row.measure_id or "計": {**dict(row.counts), "計": row.total} for row in report.totals}
    assert rows == TRUTH["totals"]
    for measure in report.measures:
        counted = Counter(
            seen.grade
            for one in measure.indicators
            if (seen := one.observation(report.fiscal_year, Kind.GRADE)) is not None
        )
        row = next(one for one in report.totals if one.measure_id == measure.id)
        assert {grade: counted.get(grade, 0) for grade, _ in row.counts} == dict(row.counts)
    grades = Counter(
        seen.grade
        for one in report.indicators
        if (seen := one.observation(report.fiscal_year, Kind.GRADE)) is not None
    )
    assert grades == {"A": 7, "B": 7, "C": 6, "-": 3}


def test_closing_remarks_are_kept_line_by_line(report: Report) -> None:
    assert [one.printed for one in report.remarks] == TRUTH["summary_text"]
    assert {(one.block_id, one.source, one.kind) for one in report.remarks} == {
        ("総評", "総評", PassageKind.REMARKS)
    }


def test_cross_references_lead_to_the_block_that_is_meant(report: Report) -> None:
    found = {one.block_id: (one.target_id, one.target_block) for one in report.cross_references}
    assert found == {
        one["from"]: (one["to"], one.get("to_block"))
        for one in TRUTH["cross_references"]
        if not one.get("implicit")
    }


def test_accumulation_follows_the_printed_note(report: Report) -> None:
    assert find(report, "①-2#1").accumulation is Accumulation.CUMULATIVE
    assert find(report, "①-5#1").accumulation is Accumulation.ANNUAL
    assert find(report, "①-3#1").accumulation is Accumulation.POINT_IN_TIME
    assert find(report, "④-6#1").accumulation is Accumulation.UNKNOWN


def test_every_known_damage_has_a_finding_at_its_line(report: Report) -> None:
    found = {(one.kind, one.place.row) for one in report.findings if one.place is not None}
    shifted, surplus = FindingKind.SHIFTED_ROW, FindingKind.SURPLUS_VALUE
    expected = {(shifted, row) for row in (9, 10, 11, 27, 28, 29, 51, 52, 53)}
    expected |= {(surplus, 51), (surplus, 145)}
    expected |= {(FindingKind.STRAY_ROW, row) for row in (15, 19, 23)}
    expected |= {(FindingKind.MISSING_HEADING_COLUMN, row) for row in (62, 68, 92, 101)}
    expected |= {(FindingKind.LOST_DEPARTMENT, row) for row in (121, 127, 130)}
    expected |= {(FindingKind.SWAPPED_CELLS, row) for row in (118, 121, 124, 127, 130, 133, 136)}
    expected |= {(FindingKind.MARKUP, row) for row in (45, 93, 96, 118, 130)}
    expected |= {(FindingKind.REPEATED_INITIATIVE, 93), (FindingKind.REPEATED_INITIATIVE, 118)}
    expected |= {(FindingKind.INFERRED_GRADE, row) for row in (11, 75, 78, 154)}
    expected |= {(FindingKind.LOST_NAME, row) for row in (11, 27, 78)}
    expected |= {(FindingKind.REPEATED_SECTION, 145)}
    assert expected <= found
    assert not [one for one in report.findings if one.kind is FindingKind.HELD_BACK]
    assert not [one for one in report.findings if one.kind is FindingKind.TOTALS_MISMATCH]


def test_repair_of_a_late_row_names_the_impossible_year_and_the_proof(report: Report) -> None:
    finding = next(
        one for one in report.findings if one.kind is FindingKind.SHIFTED_ROW and one.place == Place(9, 9)
    )
    assert finding.item_id == "①-1#1"
    assert "R6の報告書にR7の実績はあり得ない" in finding.evidence
    assert "実績223≧目標157 は評価Aと一致" in finding.evidence


def test_figures_in_prose_are_those_a_careful_reader_finds(report: Report) -> None:
    left = [
        (one.block_id, one.source, str(one.value), one.unit)
        for one in report.prose_figures
        if one.label and one.printed
    ]
    numeric, missed = 0, []
    for figure in TRUTH["narrative_figures"]:
        value = str(figure["value"]).lstrip("+約年")
        if not value.replace(".", "").isdigit():
            continue  # dates, cycles (3年に1度) and ranges are no figures
        numeric += 1
        wanted = (figure["block"], figure["source"], value, figure["unit"])
        if wanted in left:
            left.remove(wanted)
        else:
            missed.append(figure["label"])
    assert numeric == 55
    assert missed == ["地域連携ネットワークの機能の数"]  # 4つの機能, in the overview


def test_figures_in_prose_are_quoted_exactly_and_belong_to_their_year(report: Report) -> None:
    passages = {(one.block_id, one.source, one.place): one for one in report.passages}
    for one in report.prose_figures:
        assert one.printed in passages[one.block_id, one.source, one.place].printed
    found = {(one.label, one.fiscal_year): one.value for one in report.prose_figures}
    assert found["CSWへの相談件数", 2023] == 575
    assert found["CSWへの相談件数", 2024] == 1052
    assert found["保護受給者数（月平均）", 2024] == 11780
