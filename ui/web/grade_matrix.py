"""The grades of a plan as a matrix 施策×評価, set against the report's own totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.grades import difference_text, grade_counts, grade_letters, totals_row
from assistant.engine import Engine
from assistant.planning.scope import indicators_in
from assistant.plans import Scope
from corpus.types import Indicator, Initiative
from ui.web.indicator_query import BLANK


class Graded(StrEnum):
    """What bears the grades that a matrix counts."""

    INDICATORS = "指標"
    INITIATIVES = "取組"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many indicators, or 取組, have a grade; `printed` is the report's own number, where it is another one."""

    grade: str
    count: int
    printed: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The grades of one measure, or of the whole plan (`measure` empty); `place` is that of the printed totals."""

    measure: str
    name: str
    cells: tuple[Cell, ...]
    blank: int
    total: int
    printed_total: int | None
    place: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The grades, best first, and a row for each measure and the whole; `has_blank` tells of ungraded ones.

    `has_totals` tells whether the report prints totals that count the same things.
    """

    of: Graded
    grades: tuple[str, ...]
    rows: tuple[Row, ...]
    has_blank: bool
    has_totals: bool


def matrices_of(engine: Engine) -> tuple[Matrix, ...]:
    """Return a matrix of the report's own year for what it grades: its indicators, its 取組, or both.

    Totals count what the report grades; where it grades both, its indicators, as the reader takes them.
    """
    if engine.catalog.grades_initiatives:
        return (_matrix(engine, Graded.INITIATIVES, engine.report.totals != ()),)
    first = _matrix(engine, Graded.INDICATORS, engine.report.totals != ())
    if not bears(engine, Graded.INITIATIVES):
        return (first,)
    return (first, _matrix(engine, Graded.INITIATIVES, has_totals=False))


def bears(engine: Engine, of: Graded) -> bool:
    """Whether the report grades any indicator, or any 取組, in any year."""
    return bool(_letters_borne(engine, of))


def initiatives_graded(engine: Engine, measure: str, grade: str) -> tuple[Initiative, ...]:
    """Return the 取組 with a grade in the report's own year, of one measure or (empty) of all; BLANK: none."""
    year = engine.report.fiscal_year
    return tuple(one for one in _initiatives_in(engine, measure) if (_grade_in(one, year) or BLANK) == grade)


def _matrix(engine: Engine, of: Graded, has_totals: bool) -> Matrix:
    catalog, draft = engine.catalog, engine.draft()
    counts, _ = _counted(engine, of, "")
    # All letters of the legend, but none besides that only the other kind of thing bears.
    borne = {one.grade for one in engine.report.legend} | _letters_borne(engine, of)
    letters = tuple(one for one in grade_letters(draft, counts) if one in borne)
    measures = [*catalog.measures, ""] if catalog.has_measures else [""]
    rows = tuple(_row(engine, of, measure, letters, has_totals) for measure in measures)
    return Matrix(of, letters, rows, any(one.blank for one in rows), has_totals)


def _letters_borne(engine: Engine, of: Graded) -> set[str]:
    bearers = engine.report.indicators if of is Graded.INDICATORS else engine.report.initiatives
    given = (
        seen for one in bearers for seen in (one.observations if isinstance(one, Indicator) else one.grades)
    )
    return {one.grade for one in given if one.grade}


def _counted(engine: Engine, of: Graded, measure: str) -> tuple[Counter[str], int]:
    """Return how many of a measure (empty: of all) have each grade in the report's own year, and of how many."""
    year = engine.report.fiscal_year
    if of is Graded.INDICATORS:
        scope = _scope(measure)
        return grade_counts(scope, year, engine.draft()), len(indicators_in(scope, engine.catalog))
    inside = _initiatives_in(engine, measure)
    return Counter(grade for one in inside if (grade := _grade_in(one, year))), len(inside)


def _initiatives_in(engine: Engine, measure: str) -> tuple[Initiative, ...]:
    return tuple(
        one
        for one in engine.report.initiatives
        if not measure or engine.catalog.measure_of[one.id] == measure
    )


def _grade_in(initiative: Initiative, year: int) -> str:
    return next((one.grade or "" for one in initiative.grades if one.fiscal_year == year), "")


def _scope(measure: str) -> Scope:
    return Scope(measures=(measure,)) if measure else Scope()


def _row(engine: Engine, of: Graded, measure: str, letters: tuple[str, ...], has_totals: bool) -> Row:
    counts, total = _counted(engine, of, measure)
    printed = totals_row(_scope(measure), engine.report.fiscal_year, engine.draft()) if has_totals else None
    told: list[str] = []
    cells = []
    for grade in letters:
        own = printed.count(grade) if printed is not None and grade in dict(printed.counts) else None
        other = own if own is not None and own != counts.get(grade, 0) else None
        if other is not None:
            blanks = total - sum(counts.values())
            told.append(difference_text(f"評価{grade}", other, counts.get(grade, 0), blanks))
        cells.append(Cell(grade, counts.get(grade, 0), other))
    if printed is not None and printed.total is not None and printed.total != total:
        told.append(f"{of.value}の数は、報告書の集計では{printed.total}件、表から数えると{total}件です。")
    return Row(
        measure,
        engine.catalog.name(measure) if measure else "計画全体",
        tuple(cells),
        total - sum(counts.values()),
        total,
        printed.total if printed is not None and printed.total != total else None,
        str(printed.place) if printed is not None else "",
        tuple(told),
    )
