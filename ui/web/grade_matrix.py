"""The grades of a plan as a matrix 施策×評価, set against the report's own totals."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.grades import difference_text, grade_counts, grade_letters, totals_row
from assistant.engine import Engine
from assistant.planning.scope import indicators_in
from assistant.plans import Scope


@dataclass(frozen=True, slots=True)
class Cell:
    """How many indicators have a grade; `printed` is the report's own number, where it is another one."""

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
    """The grades, best first, and a row for each measure and the whole; `has_blank` tells of ungraded ones."""

    grades: tuple[str, ...]
    rows: tuple[Row, ...]
    has_blank: bool
    has_totals: bool


def matrix_of(engine: Engine) -> Matrix:
    """Return the matrix of the report's own year."""
    catalog, year, draft = engine.catalog, engine.report.fiscal_year, engine.draft()
    letters = tuple(grade_letters(draft, grade_counts(Scope(), year, draft)))
    scopes = [(one, Scope(measures=(one,))) for one in catalog.measures] if catalog.has_measures else []
    rows = tuple(_row(engine, measure, scope, letters) for measure, scope in [*scopes, ("", Scope())])
    return Matrix(letters, rows, any(one.blank for one in rows), bool(engine.report.totals))


def _row(engine: Engine, measure: str, scope: Scope, letters: tuple[str, ...]) -> Row:
    draft, year = engine.draft(), engine.report.fiscal_year
    counts, printed = grade_counts(scope, year, draft), totals_row(scope, year, draft)
    total = len(indicators_in(scope, engine.catalog))
    told: list[str] = []
    cells = []
    for grade in letters:
        own = printed.count(grade) if printed is not None and grade in dict(printed.counts) else None
        other = own if own is not None and own != counts.get(grade, 0) else None
        if other is not None:
            told.append(difference_text(f"評価{grade}", other, counts.get(grade, 0)))
        cells.append(Cell(grade, counts.get(grade, 0), other))
    if printed is not None and printed.total is not None and printed.total != total:
        told.append(f"指標の数は、報告書の集計では{printed.total}件、表から数えると{total}件です。")
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
