"""A running total in brackets is read only where the report's own numbers prove that it is one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Report

HEAD = "No.\t取組\t担当課\t指標\t単位\tR4実績\tR5実績\tR6実績\tR6目標\n"


def report(tmp_path: Path, cells: str) -> Report:
    path = tmp_path / "report.tsv"
    rows = "若葉市観光振興計画 令和6年度進捗状況\n" + HEAD
    rows += f"1\tまち歩き\t観光課\t新規利用者数\t人\t{cells}\t30\n"
    rows += "2\t案内所\t観光課\t来所者数\t人\t300\t310\t320\t330\n"
    path.write_text(rows, encoding="utf-8")
    return parse_report(path)


def actuals(read: Report) -> list[Decimal | None]:
    return [one.value for one in next(iter(read.indicators)).observations if one.kind is Kind.ACTUAL]


@pytest.mark.parametrize("cells", ["20(148)\t21(169)\t30(199)", "20（148）\t21（169）\t30（199）"])
def test_brackets_that_add_up_are_running_totals(tmp_path: Path, cells: str) -> None:
    read = report(tmp_path, cells)
    assert actuals(read) == [Decimal(20), Decimal(21), Decimal(30)]
    told = [one for one in read.findings if one.kind is FindingKind.BRACKETED_TOTAL]
    assert len(told) == 1
    assert "累計" in told[0].message
    assert "169" in told[0].evidence


def test_the_printed_text_stays(tmp_path: Path) -> None:
    read = report(tmp_path, "20(148)\t21(169)\t30(199)")
    printed = [one.printed for one in next(iter(read.indicators)).observations if one.kind is Kind.ACTUAL]
    assert printed == ["20(148)", "21(169)", "30(199)"]


@pytest.mark.parametrize("cells", ["20(148)\t21(160)\t30(199)", "\t\t21(169)", "20(15)\t\t30(199)"])
def test_brackets_that_prove_nothing_are_left_as_words(tmp_path: Path, cells: str) -> None:
    read = report(tmp_path, cells)
    assert all(value is None for value in actuals(read))
    assert not [one for one in read.findings if one.kind is FindingKind.BRACKETED_TOTAL]
