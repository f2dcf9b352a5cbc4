"""Every observation of a report as rows with their place in the source, as CSV, Excel or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from corpus import fiscal
from corpus.types import Kind, Observation, Report
from ui.taking import sheets

COLUMNS = (
    "report",
    "indicator",
    "name",
    "unit",
    "fiscal_year",
    "era",
    "kind",
    "value",
    "printed",
    "inferred",
    "place",
)

_KIND_ORDER = {kind: position for position, kind in enumerate(Kind)}


def export_rows(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """Yield one row for each observation, in the order of the report, oldest year first.

    `value` is an int or float that equals the printed number, a grade letter, or None where
    something other than a number is printed. A grade given to a 取組 as a whole stands before its
    indicators, with the number and name of the 取組 in their place.
    """
    for report in reports:
        for initiative in report.initiatives:
            for given in sorted(initiative.grades, key=lambda one: one.fiscal_year):
                yield _row(report.name, initiative.name, None, given)
            for indicator in initiative.indicators:
                in_order = sorted(
                    indicator.observations, key=lambda one: (one.fiscal_year, _KIND_ORDER[one.kind])
                )
                for one in in_order:
                    yield _row(report.name, indicator.name, indicator.unit, one)


def to_json(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as a JSON array, one object a line, so that it can be read and compared."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


def to_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as CSV with a UTF-8 mark, which Excel needs to read Japanese."""
    return sheets.to_csv(_sheet(rows))


def to_xlsx(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as an Excel workbook; texts are stored as texts, so no cell is a formula."""
    return sheets.to_xlsx([_sheet(rows)])


def exact_number(value: Decimal) -> int | float:
    """Return the number that JSON and Excel write with the same digits as the report."""
    return int(value) if value == value.to_integral_value() else float(value)


def _row(report: str, name: str | None, unit: str | None, one: Observation) -> dict[str, Any]:
    value: int | float | str | None = one.grade
    if value is None and one.value is not None:
        value = exact_number(one.value)
    return {
        "report": report,
        "indicator": one.indicator_id,
        "name": name,
        "unit": unit,
        "fiscal_year": one.fiscal_year,
        "era": fiscal.era_label(one.fiscal_year),
        "kind": one.kind.value,
        "value": value,
        "printed": one.printed,
        "inferred": one.inferred,
        "place": str(one.place) if one.place else None,
    }


def _sheet(rows: Iterable[dict[str, Any]]) -> sheets.Sheet:
    return sheets.Sheet("指標", COLUMNS, [[row[column] for column in COLUMNS] for row in rows])
