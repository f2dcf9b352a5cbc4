"""The addresses of the pages, as links to them are written: without the slash in front, values quoted."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from ui import addresses
from ui.web.indicator_query import IndicatorQuery


def source(report: str, *places: str, panel: bool = False) -> str:
    """Return the address of places in a report as it is printed."""
    return addresses.source(report, places) + ("&panel=1" if panel else "")


def source_of(report: str, item: str) -> str:
    """Return the address of everything that is printed of an item, by its id (①-2#1, 集計)."""
    return _address("source", [("report", report), ("id", item)])


def plan(report: str, measure: str = "", grade: str = "") -> str:
    """Return the address of a report's plan; with a grade (BLANK: none) it lists the 取組 that have it."""
    narrowed = [("measure", measure)] if measure else []
    narrowed += [("grade", grade)] if grade else []
    return _address("plan", [("report", report), *narrowed])


def initiative(report: str, item: str) -> str:
    """Return the address of an initiative (①-2)."""
    return _address("initiative", [("report", report), ("id", item)])


def department(report: str, name: str) -> str:
    """Return the address of what a department does."""
    return _address("department", [("report", report), ("name", name)])


def indicators(query: IndicatorQuery, ending: str = "", **changes: object) -> str:
    """Return the address of a list of indicators, or with an `ending` (csv) of its file; fields may be changed."""
    asked = query.address(**changes)
    path = f"indicators.{ending}" if ending else "indicators"
    return f"{path}?{asked}" if asked else path


def ask(question: str) -> str:
    """Return the address of the chat that asks a question at once."""
    return addresses.chat([question])


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(list(pairs))}"
