"""The grades of 取組 that a report grades as wholes: as they are shown, and what they are to other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.engine import Engine
from assistant.errata_notes import ErrataNotes
from corpus.fiscal import era_label
from corpus.types import Initiative
from ui.web.indicator_rows import Figure, given_grade, with_errata


@dataclass(frozen=True, slots=True)
class InitiativeGrade:
    """The grade of a 取組 in one fiscal year; `meaning` is what the legend says of it, empty without one."""

    fiscal_year: int
    figure: Figure
    meaning: str


def grades_of(engine: Engine, initiative: Initiative, errata: ErrataNotes) -> tuple[InitiativeGrade, ...]:
    """Return the grades of a 取組 as a whole, the newest first; none where the report grades indicators."""
    meanings = {one.grade: one.meaning for one in engine.report.legend}
    newest_first = sorted(initiative.grades, key=lambda one: -one.fiscal_year)
    return tuple(
        InitiativeGrade(
            one.fiscal_year,
            with_errata(given_grade(engine, one), engine.report.name, errata),
            meanings.get(one.grade or "", ""),
        )
        for one in newest_first
    )


def initiative_json(engine: Engine, initiative: Initiative) -> dict[str, Any]:
    """Return a 取組 as an object of the HTTP API."""
    return {
        "report": engine.report.name,
        "initiative": initiative.id,
        "name": initiative.name,
        "measure": engine.catalog.measure_of[initiative.id],
        "departments": list(initiative.departments),
        "indicators": [one.id for one in initiative.indicators],
        "grades": [
            {
                "fiscal_year": one.fiscal_year,
                "era": era_label(one.fiscal_year),
                "value": one.grade,
                "printed": one.printed,
                "place": None if one.place is None else str(one.place),
            }
            for one in sorted(initiative.grades, key=lambda each: each.fiscal_year)
        ],
        "place": str(initiative.place),
    }
