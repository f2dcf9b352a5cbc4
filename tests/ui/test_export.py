"""Observations as rows: exact numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from corpus.types import (
    Accumulation,
    Block,
    Direction,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Place,
    Report,
)
from ui import export


def report(*observations: Observation, name: str | None = "=cmd()|協力員数") -> Report:
    place = Place(5, 4)
    indicator = Indicator(
        "①-1#1", name, name, "人", None, Accumulation.UNKNOWN, Direction.UP, place, observations
    )
    block = Block("①-1.1", ("福祉課",), "福祉課", place, False, (), (indicator,))
    measure = Measure("①", "見守り", "施策", place, (Initiative("①-1", 1, "協力員", place, (block,)),))
    return Report(
        "sample-r6",
        "見守り計画",
        None,
        None,
        2024,
        (2023, 2024),
        "0" * 64,
        "sample-r6.txt",
        (measure,),
        (),
        (),
        (),
        (),
        (),
        (),
    )


OBSERVATIONS = (
    Observation("①-1#1", 2024, Kind.ACTUAL, "１，６０５", Decimal("1605"), place=Place(6, 10)),
    Observation("①-1#1", 2024, Kind.GRADE, "", grade="A", inferred_from="集計から"),
    Observation("①-1#1", 2023, Kind.ACTUAL, "-5.5", Decimal("-5.5"), place=Place(6, 9)),
    Observation("①-1#1", 2024, Kind.TARGET, "中止", place=Place(5, 10)),
)


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    return list(export.export_rows([report(*OBSERVATIONS)]))


def test_rows_hold_exact_numbers_grades_and_none_oldest_year_first(rows: list[dict[str, Any]]) -> None:
    assert [
        (one["era"], one["kind"], one["value"], one["printed"], one["inferred"], one["place"]) for one in rows
    ] == [
        ("R5", "actual", -5.5, "-5.5", False, "6行 9列"),
        ("R6", "target", None, "中止", False, "5行 10列"),
        ("R6", "actual", 1605, "１，６０５", False, "6行 10列"),
        ("R6", "grade", "A", "", True, None),
    ]
    assert set(rows[0]) == set(export.COLUMNS)


def test_json_is_an_array_of_the_rows(rows: list[dict[str, Any]]) -> None:
    assert json.loads(export.to_json(rows)) == rows
    assert json.loads(export.to_json([])) == []


def test_csv_opens_in_a_spreadsheet_without_running_anything(rows: list[dict[str, Any]]) -> None:
    data = export.to_csv(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert read[0]["name"] == "'=cmd()|協力員数"
    assert read[0]["printed"] == "'-5.5"
    assert read[0]["value"] == "-5.5"
    assert read[1]["value"] == ""
    assert read[2]["value"] == "1605"
    assert read[3]["inferred"] == "true"


def test_xlsx_holds_numbers_as_numbers_and_texts_as_texts(rows: list[dict[str, Any]]) -> None:
    sheet = load_workbook(io.BytesIO(export.to_xlsx(rows))).active
    assert sheet is not None
    table = list(sheet.iter_rows())
    assert [cell.value for cell in table[0]] == list(export.COLUMNS)
    name, value = table[1][2], table[3][7]
    assert (name.value, name.data_type) == ("=cmd()|協力員数", "s")
    assert (value.value, value.data_type) == (1605, "n")


def test_a_printed_rate_and_a_place_on_a_sheet_are_exported() -> None:
    place = Place(6, 8, "シート「指標」")
    (row,) = export.export_rows(
        [report(Observation("①-1#1", 2024, Kind.RATE, "98.4%", Decimal("98.4"), place=place))]
    )
    assert (row["kind"], row["value"], row["printed"], row["place"]) == (
        "rate",
        98.4,
        "98.4%",
        "シート「指標」 I6",
    )
