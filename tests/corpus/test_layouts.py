"""Reports in every layout and file format that cities use: each value is right, or a finding tells of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator" / "layouts"))
from check_layouts import LAYOUTS, made
from layout_compare import compare
from layout_writers import write

from corpus.errors import ReportFormatError
from corpus.parse import parse_report

# Another document in each format, so that a run sees many of a layout's variations.
SEEDS = {"xlsx": 1, "xls": 2, "ods": 3, "csv": 4, "csv-bom": 5, "tsv": 6, "html": 7, "pdf": 8}
# A table for each indicator, or the years in rows: cities print them, and a refusal with its reason will do.
MAY_BE_REFUSED = {"cards", "transposed"}


@pytest.mark.parametrize("kind", SEEDS)
@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - MAY_BE_REFUSED))
def test_every_value_is_right_or_told_of(layout: str, kind: str, tmp_path: Path) -> None:
    document = made(layout, SEEDS[kind])
    report = parse_report(write(document, kind, tmp_path))
    result = compare(report, document.truth)
    assert [line for line in result.details if not line.startswith("HELD")] == []
    assert result.right >= 0.9 * len(document.truth.observations)
    assert report.fiscal_year == document.truth.fiscal_year


@pytest.mark.parametrize("kind", SEEDS)
@pytest.mark.parametrize("layout", sorted(MAY_BE_REFUSED))
def test_a_layout_that_cannot_be_read_is_refused_and_never_read_wrong(
    layout: str, kind: str, tmp_path: Path
) -> None:
    document = made(layout, SEEDS[kind])
    path = write(document, kind, tmp_path)
    try:
        report = parse_report(path)
    except ReportFormatError as refused:
        assert path.name in str(refused)
        return
    assert [line for line in compare(report, document.truth).details if not line.startswith("HELD")] == []


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ["xlsx", "pdf", "html", "csv"])
def test_lists_without_indicators_are_kept_as_plain_tables(kind: str, seed: int, tmp_path: Path) -> None:
    report = parse_report(write(made("workbook", seed), kind, tmp_path))
    rows = [cells for table in report.plain_tables for _, cells in table.rows]
    assert any("会長" in cells and "大学教授" in cells for cells in rows)
    assert any("社会福祉協議会会長" in cells for cells in rows)
    assert any("予算額(千円)" in table.headings for table in report.plain_tables)
