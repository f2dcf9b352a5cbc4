"""One row per indicator and fiscal year with everything that questions over many indicators test.

The rows are computed from the printed values by `index.figures`, the same arithmetic that
answers show, so that a condition and the figures beside it can never disagree. They live in a
SQLite database in memory, one per report (and per joined history of a plan, which no file
holds), filled once and then read only.

Numbers stand as REAL, rounded to nine places on both sides of a comparison; the figures that
answers print are taken from the cells, never from here.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    and_,
    create_engine,
    distinct,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.pool import StaticPool

from corpus.types import Direction, Indicator, Kind, Observation, Report
from index.figures import (
    Standing,
    against,
    baseline_of,
    direction_is_known,
    direction_of,
    later_targets,
    less_seems_better,
    standing,
)
from index.set_query import (
    Clause,
    Comparison,
    GradeTest,
    NamelessTest,
    NatureTest,
    NoFigureTest,
    NumberTest,
    Quantity,
    Selected,
    SetQuery,
    Test,
    UnitTest,
    WordTest,
)

_metadata = MetaData()

_item = Table(
    "item",
    _metadata,
    Column("key", Integer, primary_key=True),  # the report's order
    Column("id", String, nullable=False, unique=True),
    Column("initiative", String, nullable=False),
    Column("measure", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("accumulation", String, nullable=False),
    Column("nameless", Integer, nullable=False),
    Column("way", Integer),  # 1: more is better, -1: less is; NULL where the report does not tell
)
_department = Table(
    "department",
    _metadata,
    Column("item_key", Integer, nullable=False, index=True),
    Column("name", String, nullable=False),
)
_standing = Table(
    "standing",
    _metadata,
    Column("item_key", Integer, primary_key=True),
    Column("fiscal_year", Integer, primary_key=True),
    # 0: the year's own target; a later year: that year's, set against 実績 of the report's own year
    Column("target_year", Integer, primary_key=True),
    *(Column(name, Float) for name in ("target", "actual", "baseline", "rate", "gap")),
    Column("rate_low", Float),  # the bounds of the rate: alike, but for one printed open (100%超)
    Column("rate_high", Float),
    Column("grade", String),
    Column("grade_rank", Integer),
    Column("met", Integer),
    Column("target_word", String),
    Column("actual_word", String),
    sqlite_with_rowid=False,
)
_PLACES = 9
_NEXT = 1e-9  # the next number after a bound that is itself left out
_ANY_HIGH = 1e12
_OPEN_RATE = re.compile(r"(\d+(?:\.\d+)?)%?(超|以上|未満|以下)")
_OPERATORS = {
    Comparison.LESS: lambda left, right: left < right,
    Comparison.AT_MOST: lambda left, right: left <= right,
    Comparison.MORE: lambda left, right: left > right,
    Comparison.AT_LEAST: lambda left, right: left >= right,
    Comparison.EQUAL: lambda left, right: left == right,
    Comparison.NOT_EQUAL: lambda left, right: left != right,
}


class Standings:
    """The standings of one report's indicators, asked by typed queries. Safe to share between threads.

    `scale` are the report's grades, best first.
    """

    def __init__(self, report: Report, scale: Sequence[str]) -> None:
        self._engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        self._lock = threading.Lock()
        with self._engine.begin() as connection:
            _metadata.create_all(connection)
            _fill(connection, report, tuple(scale))
        with self._engine.connect() as connection:
            connection.execute(text("PRAGMA query_only = 1"))

    def select(self, query: SetQuery) -> tuple[Selected, ...]:
        """Return the indicators that fulfil a query, in its order."""
        with self._lock, self._engine.connect() as connection:
            rows = connection.execute(compile_set(query)).all()
        return tuple(
            Selected(row[0], None if row[1] is None else Decimal(repr(round(row[1], _PLACES))))
            for row in rows
        )

    def undecided(self, query: SetQuery) -> tuple[str, ...]:
        """Return the indicators of the scope for which no test fails, but one or more cannot be told.

        What they lack is a figure: a target in words, an actual not printed.
        """
        with self._lock, self._engine.connect() as connection:
            return tuple(row[0] for row in connection.execute(compile_undecided(query)))


def compile_set(query: SetQuery) -> Select[Any]:
    """Return the SELECT of (indicator id, ordering quantity) for a query; all values are bound parameters."""
    ordered: ColumnElement[Any] = literal(None)
    if query.order_by is not None:
        ordered = _quantity(query)
    statement = select(_item.c.id, ordered).where(*_scope(query), *(_holds(one) for one in query.clauses))
    if query.order_by is not None:
        statement = statement.where(ordered.is_not(None))
        direction = ordered.desc() if query.descending else ordered.asc()
        statement = statement.order_by(direction, _item.c.key)
    else:
        statement = statement.order_by(_item.c.key)
    return statement.limit(query.limit) if query.limit is not None else statement


def compile_undecided(query: SetQuery) -> Select[Any]:
    """Return the SELECT of the ids for which no clause is surely false and one or more is unknown."""
    possible = [or_(_holds(one), _unknown(one)) for one in query.clauses]
    open_ones = [_unknown(one) for one in query.clauses]
    return (
        select(_item.c.id)
        .where(*_scope(query), *possible, or_(*open_ones) if open_ones else literal(False))
        .order_by(_item.c.key)
    )


def _scope(query: SetQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, values in (
        (_item.c.measure, query.measures),
        (_item.c.initiative, query.initiatives),
        (_item.c.id, query.indicators),
    ):
        if values:
            found.append(column.in_(values))
    of_item = _department.c.item_key == _item.c.key
    if query.departments:
        found.append(exists().where(of_item, _department.c.name.in_(query.departments)))
    if query.excluded_departments:
        # Left out is what only the excluded ones run, and rows without a department, which may be theirs.
        excluded = query.excluded_departments
        found.append(exists().where(of_item, _department.c.name.not_in(excluded)))
        if query.without:
            found.append(~exists().where(of_item, _department.c.name.in_(excluded)))
    return found


def _holds(clause: Clause) -> ColumnElement[bool]:
    """The clause holds: in every year named, or in one of them."""
    whole = _of_item(clause.test)
    if whole is not None:
        return whole
    year_rows = _standing.alias()
    if isinstance(clause.test, NoFigureTest):
        number = year_rows.c.target if clause.test.kind == "target" else year_rows.c.actual
        return ~exists(
            select(literal(1)).select_from(year_rows).where(_rows_of(clause, year_rows), number.is_not(None))
        )
    fulfilled = _test(clause.test, year_rows, clause.since)
    inside = and_(_rows_of(clause, year_rows), fulfilled)
    if not clause.every or len(clause.years) == 1:
        return exists(select(literal(1)).select_from(year_rows).where(inside))
    counted = select(func.count(distinct(year_rows.c.fiscal_year))).select_from(year_rows).where(inside)
    return counted.scalar_subquery() == len(set(clause.years))


def _unknown(clause: Clause) -> ColumnElement[bool]:
    """No year speaks against the clause, but in one or more the report does not print what tells."""
    if _of_item(clause.test) is not None or isinstance(clause.test, NoFigureTest):
        return literal(False)
    year_rows = _standing.alias()
    known = and_(_rows_of(clause, year_rows), _told(clause.test, year_rows, clause.since))
    told = select(func.count()).select_from(year_rows).where(known).scalar_subquery()
    fails = and_(known, ~_test(clause.test, year_rows, clause.since))
    failed = select(func.count()).select_from(year_rows).where(fails).scalar_subquery()
    if clause.every:
        return and_(told < len(set(clause.years)), failed == 0)
    return and_(told < len(set(clause.years)), failed == told)


def _rows_of(clause: Clause, rows: Any) -> ColumnElement[bool]:
    """The rows of the outer item for the years of a clause."""
    return and_(
        rows.c.item_key == _item.c.key,
        rows.c.fiscal_year.in_(clause.years),
        rows.c.target_year == clause.target_year,
    )


def _of_item(test: Test) -> ColumnElement[bool] | None:
    """A test of the indicator itself, which no year changes; None for all others."""
    match test:
        case UnitTest(units):
            return _item.c.unit.in_([_folded(one) for one in units])
        case NatureTest(accumulation, negated):
            same: ColumnElement[bool] = _item.c.accumulation == accumulation
            return ~same if negated else same
        case NamelessTest():
            return _item.c.nameless == literal(1)
        case _:
            return None


def _test(test: Test, rows: Any, since: int | None) -> ColumnElement[bool]:
    match test:
        case NumberTest(quantity, comparison, number):
            bound = float(round(number, _PLACES))
            return and_(*(_OPERATORS[comparison](one, bound) for one in _bounds(quantity, rows, since)))
        case GradeTest(grades, negated):
            inside = rows.c.grade.not_in((*grades, "-")) if negated else rows.c.grade.in_(grades)
            return and_(rows.c.grade.is_not(None), inside)
        case WordTest(kind, _, True):
            figure: ColumnElement[Any] = rows.c.target if kind == "target" else rows.c.actual
            return figure.is_not(None)
        case WordTest(kind, words):
            column: ColumnElement[Any] = rows.c.target_word if kind == "target" else rows.c.actual_word
            return column.in_(words) if words else column.is_not(None)
        case _:
            raise TypeError(f"no SQL for {type(test).__name__}")


def _told(test: Test, rows: Any, since: int | None) -> ColumnElement[bool]:
    """Whether the report prints what a test needs. A missing grade or word is an answer: it is not that one."""
    if not isinstance(test, NumberTest) or test.quantity is Quantity.GRADE_STEPS:
        return literal(True)
    bound = float(round(test.number, _PLACES))
    held = [_OPERATORS[test.comparison](one, bound) for one in _bounds(test.quantity, rows, since)]
    agreed: ColumnElement[bool] = func.coalesce(held[0] == held[-1], False)
    return agreed  # an unknown quantity makes this NULL


def _bounds(quantity: Quantity, rows: Any, since: int | None) -> list[ColumnElement[Any]]:
    """The least and the greatest value that a quantity can have; one and the same for all but open rates."""
    if quantity is Quantity.RATE:
        return [rows.c.rate_low, rows.c.rate_high]
    return [_quantity_of(quantity, rows, since)]


def _quantity(query: SetQuery) -> ColumnElement[Any]:
    """The ordering quantity of the outer item in the query's year."""
    assert query.order_by is not None
    rows = _standing.alias()
    return (
        select(_quantity_of(query.order_by, rows, query.since))
        .where(
            rows.c.item_key == _item.c.key,
            rows.c.fiscal_year == query.year,
            rows.c.target_year == query.target_year,
        )
        .scalar_subquery()
    )


def _quantity_of(quantity: Quantity, rows: Any, since: int | None) -> ColumnElement[Any]:
    """A quantity of a row of `standing`; changes look up the earlier year."""

    def before(column: str) -> ColumnElement[Any]:
        earlier = _standing.alias()
        year = literal(since) if since is not None else rows.c.fiscal_year - 1
        return (
            select(earlier.c[column])
            .where(
                earlier.c.item_key == rows.c.item_key,
                earlier.c.fiscal_year == year,
                earlier.c.target_year == 0,
            )
            .scalar_subquery()
        )

    found: ColumnElement[Any]
    match quantity:
        case Quantity.CHANGE:
            found = rows.c.actual - before("actual")
        case Quantity.CHANGE_RATE:
            found = (rows.c.actual - before("actual")) * 100.0 / func.nullif(func.abs(before("actual")), 0)
        case Quantity.RATE_CHANGE:
            found = rows.c.rate - before("rate")
        case Quantity.NEARNESS:
            found = func.abs(rows.c.rate - 100)
        case Quantity.DISTANCE:
            found = func.abs(rows.c.gap)
        case Quantity.GOOD_GAP:
            found = rows.c.gap * _item.c.way
        case Quantity.GAP_RATE:
            found = rows.c.gap * _item.c.way * 100.0 / func.nullif(func.abs(rows.c.target), 0)
        case Quantity.PROGRESS:
            found = (rows.c.actual - before("actual")) * _item.c.way
        case Quantity.PROGRESS_SINCE_BASELINE:
            found = (rows.c.actual - rows.c.baseline) * _item.c.way
        case Quantity.TARGET_CHANGE:
            found = rows.c.target - before("target")
        case Quantity.SINCE_BASELINE:
            found = rows.c.actual - rows.c.baseline
        case Quantity.SINCE_BASELINE_RATE:
            found = (rows.c.actual - rows.c.baseline) * 100.0 / func.nullif(func.abs(rows.c.baseline), 0)
        case Quantity.GRADE_STEPS:
            found = before("grade_rank") - rows.c.grade_rank
        case _:
            return rows.c[quantity.value]  # type: ignore[no-any-return]
    return func.round(found, _PLACES)


def _fill(connection: Connection, report: Report, scale: tuple[str, ...]) -> None:
    items, departments, rows = [], [], []
    key = 0
    for measure in report.measures:
        for initiative in measure.initiatives:
            for block in initiative.blocks:
                for indicator in block.indicators:
                    key += 1
                    items.append(
                        {
                            "key": key,
                            "id": indicator.id,
                            "initiative": initiative.id,
                            "measure": measure.id,
                            "unit": _folded(indicator.unit or ""),
                            "accumulation": indicator.accumulation.value,
                            "nameless": int(indicator.name is None),
                            "way": _way(indicator),
                        }
                    )
                    departments += [{"item_key": key, "name": name} for name in block.departments]
                    rows += _rows(key, indicator, report.fiscal_year, scale)
    for table, records in ((_item, items), (_department, departments), (_standing, rows)):
        if records:
            connection.execute(insert(table), records)


def _rows(key: int, indicator: Indicator, own_year: int, scale: tuple[str, ...]) -> list[dict[str, Any]]:
    base = baseline_of(indicator)
    years = sorted({one.fiscal_year for one in indicator.observations if one.kind is not Kind.BASELINE})
    rows = [_row(key, standing(indicator, year, scale), base, scale) for year in years]
    for target in later_targets(indicator, own_year):
        one = against(standing(indicator, own_year, scale), target)
        row = {**_row(key, one, base, scale), "target_year": target.fiscal_year}
        if target.value is None:
            row["met"] = None  # 増加 by a later year cannot be told before it
        rows.append(row)
    return rows


def _row(key: int, one: Standing, base: Observation | None, scale: tuple[str, ...]) -> dict[str, Any]:
    grade = one.grade.grade if one.grade is not None else None
    low, high = _rate_bounds(one)
    return {
        "item_key": key,
        "fiscal_year": one.fiscal_year,
        "target_year": 0,
        "target": _real(one.target.value if one.target else None),
        "actual": _real(one.actual.value if one.actual else None),
        "baseline": _real(base.value if base else None),
        "rate": _real(one.rate),
        "rate_low": low,
        "rate_high": high,
        "gap": _real(one.gap),
        "grade": grade,
        "grade_rank": scale.index(grade) if grade in scale else None,
        "met": None if one.met is None else int(one.met),
        "target_word": one.target.printed if one.target and one.target.value is None else None,
        "actual_word": one.actual.printed if one.actual and one.actual.value is None else None,
    }


def _way(indicator: Indicator) -> int | None:
    """Which way is better; None where the name speaks of something unwanted and no figure tells."""
    if direction_of(indicator) is Direction.DOWN:
        return -1
    if not direction_is_known(indicator) and less_seems_better(indicator):
        return None
    return 1


def _rate_bounds(one: Standing) -> tuple[float | None, float | None]:
    """The bounds of the rate; both None where there is none."""
    if one.rate is not None:
        return _real(one.rate), _real(one.rate)
    printed = unicodedata.normalize("NFKC", one.printed_rate.printed).strip() if one.printed_rate else ""
    match = _OPEN_RATE.fullmatch(printed)
    if match is None:
        return None, None
    bound, word = float(match[1]), match[2]
    if word in ("超", "以上"):
        return bound + (_NEXT if word == "超" else 0), _ANY_HIGH
    return 0.0, bound - (_NEXT if word == "未満" else 0)


def _real(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, _PLACES))


def _folded(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).strip().lower()
