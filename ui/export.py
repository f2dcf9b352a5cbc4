"""Every observation of a report as rows with their place in the source, as CSV, Excel or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from corpus import fiscal
from corpus.types import Indicator, Kind, Observation, Report

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

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_KIND_ORDER = {kind: position for position, kind in enumerate(Kind)}


def export_rows(reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """Yield one row for each observation, in the order of the report, oldest year first.

    `value` is an int or float that equals the printed number, a grade letter, or None where
    something other than a number is printed.
    """
    for report in reports:
        for indicator in report.indicators:
            in_order = sorted(
                indicator.observations, key=lambda one: (one.fiscal_year, _KIND_ORDER[one.kind])
            )
            for one in in_order:
                yield _row(report.name, indicator, one)


def to_json(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as a JSON array, one object a line, so that it can be read and compared."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


def to_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as CSV with a UTF-8 mark, which Excel needs to read Japanese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_csv_cell(row[column]) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as an Excel workbook; texts are stored as texts, so no cell is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("指標")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for row in rows:
        cells = []
        for column in COLUMNS:
            cell = WriteOnlyCell(sheet, value=row[column])
            if isinstance(row[column], str):
                cell.data_type = "s"  # openpyxl would otherwise take 「=…」 for a formula
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def exact_number(value: Decimal) -> int | float:
    """Return the number that JSON and Excel write with the same digits as the report."""
    return int(value) if value == value.to_integral_value() else float(value)


def _row(report: str, indicator: Indicator, one: Observation) -> dict[str, Any]:
    value: int | float | str | None = one.grade
    if value is None and one.value is not None:
        value = exact_number(one.value)
    return {
        "report": report,
        "indicator": indicator.id,
        "name": indicator.name,
        "unit": indicator.unit,
        "fiscal_year": one.fiscal_year,
        "era": fiscal.era_label(one.fiscal_year),
        "kind": one.kind.value,
        "value": value,
        "printed": one.printed,
        "inferred": one.inferred,
        "place": str(one.place) if one.place else None,
    }


def _csv_cell(value: Any) -> Any:
    # A spreadsheet runs a cell that starts like a formula; a leading apostrophe makes it text.
    # 「-」 alone is a printed grade in some reports and harmless, so it stays.
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and len(value) > 1:
        return f"'{value}"
    return value
