"""The first report rewritten as a workbook, as PDF, as cp932 CSV and as HTML says what its text says."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator" / "layouts"))
from rewrite_first import FORMATS, write_all

from corpus.parse import parse_report
from corpus.types import Report

DASHES = str.maketrans({"−": "-", "－": "-", "―": "-", "〜": "~", "～": "~"})


def shown(text: str) -> str:
    """Printed text without the width of letters, spaces and line breaks, which a file format may change."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text.translate(DASHES))).translate(DASHES)


def observations(report: Report) -> set[tuple[object, ...]]:
    return {
        (one.indicator_id, one.fiscal_year, str(one.kind), one.value, one.grade, shown(one.printed))
        for indicator in report.indicators
        for one in indicator.observations
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("rewritten"))


@pytest.fixture(scope="module")
def original(bundled_report: Path) -> Report:
    return parse_report(bundled_report)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_rewritten_report_gives_the_same_observations(
    kind: str, files: dict[str, Path], original: Report
) -> None:
    found, wanted = observations(parse_report(files[kind])), observations(original)
    assert len(wanted) > 300
    assert found == wanted


@pytest.mark.parametrize("kind", FORMATS)
def test_the_rewritten_report_names_the_same_items(
    kind: str, files: dict[str, Path], original: Report
) -> None:
    report = parse_report(files[kind])
    for said in ("measures", "initiatives", "indicators"):
        found = [(one.id, shown(one.name or "")) for one in getattr(report, said)]
        assert found == [(one.id, shown(one.name or "")) for one in getattr(original, said)]
    assert (report.city, report.plan, report.fiscal_year) == (
        original.city,
        original.plan,
        original.fiscal_year,
    )
