"""What the list of indicators is asked for: filters, words and an order, as they stand in its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from corpus.fiscal import era_label, parse_year_mark

Choice = TypeVar("Choice", bound=StrEnum)

BLANK = "none"
"""In place of a grade: the indicators without one."""


class Sort(StrEnum):
    """What the list is ordered by."""

    NUMBER = "number"  # the report's own order
    NAME = "name"
    TARGET = "target"
    ACTUAL = "actual"
    RATE = "rate"
    GAP = "gap"
    CHANGE = "change"
    GRADE = "grade"


class Met(StrEnum):
    """Whether the target was met."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # the report does not print what tells


class Move(StrEnum):
    """How 実績 moved from the year before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class IndicatorQuery:
    """Which indicators of one report, in which year, in which order; empty fields ask for nothing.

    `report` empty: the newest. `year` None: the report's own. `grades` are alternatives; BLANK
    among them stands for indicators without one. `unread` are the values of the address that
    cannot be understood, as (label, value): nothing was asked with them.
    """

    report: str = ""
    measure: str = ""
    department: str = ""
    grades: tuple[str, ...] = ()
    year: int | None = None
    met: Met | None = None
    move: Move | None = None
    word: str = ""
    sort: Sort = Sort.NUMBER
    descending: bool = False
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.measure or self.department or self.grades or self.met or self.move or self.word)

    def address(self, **changes: object) -> str:
        """Return the query string of this list, with some fields changed; it starts without 「?」."""
        one = replace(self, **changes)  # type: ignore[arg-type]  # the names of fields, checked at run time
        pairs: list[tuple[str, str]] = []
        for key, value in (("report", one.report), ("measure", one.measure), ("department", one.department)):
            pairs += [(key, value)] if value else []
        pairs += [("grade", grade) for grade in one.grades]
        pairs += [("year", era_label(one.year))] if one.year is not None else []
        pairs += [(key, value.value) for key, value in (("met", one.met), ("change", one.move)) if value]
        pairs += [("word", one.word)] if one.word else []
        if one.sort is not Sort.NUMBER or one.descending:
            pairs.append(("sort", f"{'-' if one.descending else ''}{one.sort.value}"))
        return urlencode(pairs)


def query_from(parameters: Iterable[tuple[str, str]]) -> IndicatorQuery:
    """Return what an address asks for, from its parameters in order; unknown names are passed over.

    A value that cannot be understood is kept in `unread` and asks for nothing.
    """
    held: dict[str, list[str]] = {}
    for key, value in parameters:
        if value.strip():
            held.setdefault(key, []).append(value.strip())
    unread: list[tuple[str, str]] = []

    def one(key: str) -> str:
        return held.get(key, [""])[-1]

    def member(kind: type[Choice], text: str, label: str) -> Choice | None:
        if not text or text in list(kind):
            return kind(text) if text else None
        unread.append((label, text))
        return None

    year = parse_year_mark(one("year"))
    if one("year") and year is None:
        unread.append(("年度", one("year")))
    sort = one("sort")
    return IndicatorQuery(
        report=one("report"),
        measure=one("measure"),
        department=one("department"),
        grades=tuple(dict.fromkeys(held.get("grade", ()))),
        year=year,
        met=member(Met, one("met"), "目標の達成"),
        move=member(Move, one("change"), "前年度からの増減"),
        word=one("word"),
        sort=member(Sort, sort.removeprefix("-"), "並び順") or Sort.NUMBER,
        descending=sort.startswith("-"),
        unread=tuple(unread),
    )
