"""A list of indicators, filtered as on its page, as a table for CSV, Excel and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.fiscal import era_label
from corpus.numerals import parse_printed_number
from ui.export import exact_number
from ui.taking.sheets import Cell, Sheet
from ui.web.indicator_rows import Figure, IndicatorRow

_FIGURES = (
    ("目標", "target"),
    ("実績", "actual"),
    ("達成率", "rate"),
    ("評価", "grade"),
    ("前年度からの増減", "change"),
)
_WORDS = {"grade"}  # never a number
_COMPUTED = {"change"}  # from two cells, so in no place of its own
_MET = {True: "達成", False: "未達成", None: "判定できない"}


def indicator_sheet(rows: Sequence[IndicatorRow]) -> Sheet:
    """Return the rows with, for each figure, its text, its number, its place, and a mark (推定, 補正, 計算)."""
    headings = ["報告書", "番号", "指標", "単位", "施策", "取組", "取組名", "担当課", "年度"]
    for name, key in _FIGURES:
        headings.append(name)
        headings += [] if key in _WORDS else [f"{name}（数値）"]
        headings += [] if key in _COMPUTED else [f"{name}の場所"]
        headings.append(f"{name}の注記")
    headings += ["取組の評価", "取組の評価の場所", "目標の達成", "注"]
    return Sheet("指標", tuple(headings), [_row(one) for one in rows])


def indicator_json(row: IndicatorRow) -> dict[str, Any]:
    """Return a row as an object of the HTTP API."""
    return {
        "report": row.report,
        "indicator": row.id,
        "name": row.name,
        "unit": row.unit or None,
        "measure": row.measure,
        "initiative": row.initiative,
        "initiative_name": row.initiative_name,
        "departments": list(row.departments),
        "fiscal_year": row.fiscal_year,
        "era": era_label(row.fiscal_year),
        **{key: _figure_json(getattr(row, key)) for _, key in _FIGURES},
        "initiative_grade": None if row.initiative_grade is None else _figure_json(row.initiative_grade),
        "met": row.met,
        "place": row.place,
        "notes": list(row.notes),
    }


def _row(one: IndicatorRow) -> list[Cell]:
    cells: list[Cell] = [
        one.report,
        one.id,
        one.name,
        one.unit,
        one.measure_name,
        one.initiative,
        one.initiative_name,
        "、".join(one.departments),
        era_label(one.fiscal_year),
    ]
    for _, key in _FIGURES:
        figure: Figure = getattr(one, key)
        cells.append(figure.text)
        cells += [] if key in _WORDS else [_number(figure)]
        cells += [] if key in _COMPUTED else [figure.place]
        cells.append(_remark(figure))
    given = one.initiative_grade
    cells += ["", ""] if given is None else [given.text, given.place]
    return [*cells, _MET[one.met], "\n".join(one.notes)]


def _remark(figure: Figure) -> str:
    return "：".join(part for part in (figure.mark, figure.note) if part)


def _number(figure: Figure) -> int | float | None:
    if figure.value is None:
        return None
    # A computed rate has no end of digits; its number is the one that is shown.
    shown = parse_printed_number(figure.text) if figure.mark == "計算" else None
    return exact_number(figure.value if shown is None else shown)


def _figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": _number(figure),
        "printed": None if figure.observation is None else figure.observation.printed,
        "place": figure.place or None,
        "mark": figure.mark or None,
        "note": figure.note or None,
        "reason": None if figure.reason is None else figure.reason.value,
    }
