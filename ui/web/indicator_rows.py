"""The rows of the list of indicators: which ones an address asks for, and what each row shows.

Which indicators fulfil a filter is asked of `index.standings`, what a row shows comes from
`index.figures`: the same that answers rest on, so a list and an answer cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answering.gaps import gap_message, unit_of
from assistant.answering.rates import rate_text
from assistant.answering.selection import set_query
from assistant.conditions import AGAINST_TARGET, Condition, Wanted, graded, met_or_not, moved
from assistant.engine import Engine
from assistant.errata_notes import ErrataNotes
from assistant.phrasing import observation_text, signed_text
from assistant.planning.scope import indicators_in
from assistant.planning.whole_years import only_later_target
from assistant.plans import Scope
from assistant.types import Citation, Reason, Series
from corpus.errors import KeikakuError
from corpus.fiscal import era_label
from corpus.types import Indicator, Kind, Observation
from index.figures import Standing, against, later_targets, standing, why_no_rate
from index.set_query import Comparison, NumberTest, Quantity, SetQuery
from ui.web.indicator_query import BLANK, IndicatorQuery, Met, Move, Sort
from ui.web.indicator_words import words_in
from ui.web.site import Shelf

_QUANTITIES = {
    Sort.TARGET: Quantity.TARGET,
    Sort.ACTUAL: Quantity.ACTUAL,
    Sort.RATE: Quantity.RATE,
    Sort.GAP: Quantity.GAP,
    Sort.CHANGE: Quantity.CHANGE,
    Sort.GRADE: Quantity.GRADE_RANK,
}
_ABSENT = {
    Reason.YEAR_OUTSIDE: "収録外",
    Reason.NOT_PRINTED: "空欄",
    Reason.LOST_IN_SOURCE: "抽出で欠落",
}


class NoSuchReportError(KeikakuError):
    """The address names a report that the store does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(f"報告書「{name}」はありません。取り下げられたか、名前が変わった可能性があります。")


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a row, ready to be shown.

    `text` is never empty: where nothing is printed it says so (空欄, 抽出で欠落, 収録外, ―) and
    `reason` tells which. `observation` is the printed or inferred value behind it, None for a
    computed or an absent one. `place` is where it stands in the file (13行 10列), empty where
    nothing is printed. `mark` is 訂正あり for a value that officers have recorded a
    correction of, 推定 or 補正 for one that was inferred or moved to its year, 計算 for a rate that we computed, else empty; `note` explains the mark or the absence.
    """

    text: str
    value: Decimal | None = None
    observation: Observation | None = None
    place: str = ""
    mark: str = ""
    note: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in one fiscal year. Names that were lost are said to be lost (名称不明).

    `change` is 実績 against the year before: its `text` says 5人減, its value is signed. `met` is
    None where it cannot be told. `initiative_grade` is the grade that the report gives to the 取組 as
    a whole, None where it gives none. `later_target` is a target ahead where the year itself has none;
    where no indicator of the list has one, `rate` and `met` are held against it. `series` are all years of the report, for a trend line. `notes` are what a reader
    must know of the values shown, in sentences.
    """

    report: str
    id: str
    name: str
    unit: str
    measure: str
    measure_name: str
    initiative: str
    initiative_name: str
    departments: tuple[str, ...]
    fiscal_year: int
    target: Figure
    actual: Figure
    rate: Figure
    grade: Figure
    initiative_grade: Figure | None
    change: Figure
    later_target: Figure | None
    met: bool | None
    series: Series
    place: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that a query selects, in its order, and of how many in the report; `year` is the one shown.

    `target_year` is the later year whose 目標 all are held against, where the year has none; else 0.
    """

    engine: Engine
    errata: ErrataNotes
    year: int
    target_year: int
    ids: tuple[str, ...]
    total: int


def rows_for(shelf: Shelf, query: IndicatorQuery) -> tuple[IndicatorRow, ...]:
    """Return every row that a query asks for, in its order.

    What the page shows and what the files hold: nothing is cut. A filter that names something
    the report does not have (a measure, a department, a grade) gives no rows.

    Raises NoSuchReportError where the store holds no report of the name, StoreError where it is empty.
    """
    found = find(shelf, query)
    return rows_of(found, found.ids)


def find(shelf: Shelf, query: IndicatorQuery) -> Found:
    """Return which indicators a query asks for, without making their rows."""
    engine = shelf.engine(query.report or shelf.library.newest.name)
    if engine is None:
        raise NoSuchReportError(query.report)
    year = engine.report.fiscal_year if query.year is None else query.year
    scope = Scope(
        measures=(query.measure,) if query.measure else (),
        departments=(query.department,) if query.department else (),
    )
    inside = indicators_in(scope, engine.catalog)
    ids = {one.id for one in inside}
    target_year = only_later_target(inside, year, engine.report.fiscal_year)
    if query.grades:
        ids &= _graded(engine, scope, query.grades, year)
    if query.met is not None:
        ids &= _met(engine, scope, query.met, year, target_year)
    if query.move is not None:
        ids &= _selected(engine, set_query(scope, Condition((_move(query.move),)), (year,)))
    if query.word:
        ids &= words_in(engine.catalog).matching(query.word)
    ordered = [one for one in _order(engine, query, year, target_year) if one in ids]
    return Found(engine, shelf.errata, year, target_year, tuple(ordered), len(engine.catalog.indicators))


def rows_of(found: Found, ids: Sequence[str]) -> tuple[IndicatorRow, ...]:
    """Return the rows of some of the indicators found: a page of them, or all."""
    return tuple(row_of(found.engine, one, found.year, found.errata, found.target_year) for one in ids)


def row_of(
    engine: Engine, indicator_id: str, year: int, errata: ErrataNotes, target_year: int = 0
) -> IndicatorRow:
    """Return the row of one indicator in one year, held against the 目標 of a later year where one is given."""
    catalog = engine.catalog
    indicator = catalog.indicators[indicator_id]
    one = standing(indicator, year, catalog.scale)
    goal = indicator.observation(target_year, Kind.TARGET) if target_year else None
    if goal is None and one.target is None:
        goal = next(iter(later_targets(indicator, year)), None)
    if goal is not None and target_year:
        one = against(one, goal)
    draft = engine.draft()
    shown = (one.target, one.actual, indicator.observation(year, Kind.GRADE), one.printed_rate, one.previous)
    for seen in shown:
        draft.cite(seen)
    draft.chart(indicator_id)
    target, actual, grade = (
        with_errata(figure_of(engine, indicator, year, kind), engine.report.name, errata)
        for kind in (Kind.TARGET, Kind.ACTUAL, Kind.GRADE)
    )
    corrected = errata.notes(draft.citations)
    initiative = catalog.initiative_of[indicator_id]
    given = next((each for each in catalog.initiatives[initiative].grades if each.fiscal_year == year), None)
    measure = catalog.measure_of[indicator_id]
    return IndicatorRow(
        report=engine.report.name,
        id=indicator_id,
        name=catalog.name(indicator_id),
        unit=unit_of(indicator),
        measure=measure,
        measure_name=catalog.name(measure),
        initiative=initiative,
        initiative_name=catalog.name(initiative),
        departments=catalog.blocks[catalog.block_of[indicator_id]].departments,
        fiscal_year=year,
        target=target,
        actual=actual,
        rate=_rate(one),
        grade=grade,
        initiative_grade=None
        if given is None
        else with_errata(given_grade(engine, given), engine.report.name, errata),
        change=_change(one, unit_of(indicator)),
        later_target=_ahead(goal, unit_of(indicator)) if goal is not None else None,
        met=one.met,
        series=draft.series[0],
        place=str(indicator.place),
        notes=(*draft.notes, *corrected),
    )


def with_errata(figure: Figure, report: str, errata: ErrataNotes) -> Figure:
    """Return a figure marked and explained where a correction of it is recorded; it shows what is printed."""
    one = figure.observation
    if one is None or one.place is None:
        return figure
    notes = errata.notes([Citation(one.indicator_id, report, str(one.place), one.printed)])
    return replace(figure, mark="訂正あり", note="".join((figure.note, *notes))) if notes else figure


def figure_of(engine: Engine, indicator: Indicator, year: int, kind: Kind) -> Figure:
    """Return a printed value as it is shown, or what to show where there is none, with the reason."""
    one = indicator.observation(year, kind)
    if one is None:
        return _absent(engine, indicator, year, kind)
    if kind is Kind.GRADE:
        return given_grade(engine, one)
    draft = engine.draft()
    draft.cite(one)
    note = "".join(draft.notes)
    mark = "推定" if one.inferred else "補正" if one.column_shift else ""
    text = observation_text(replace(one, inferred_from=None), unit_of(indicator))
    return Figure(text, one.value, one, _place(one), mark, note)


def given_grade(engine: Engine, one: Observation) -> Figure:
    """Return a grade that the report gives, to an indicator or to a 取組 as a whole, as it is shown."""
    draft = engine.draft()
    draft.cite(one)
    note = "".join(draft.notes)
    if one.grade == "-":
        return Figure("評価不可（-）", None, one, _place(one), "", note, Reason.NOT_RATED)
    mark = "推定" if one.inferred else "補正" if one.column_shift else ""
    return Figure(
        observation_text(replace(one, inferred_from=None), ""), one.value, one, _place(one), mark, note
    )


# -- inside ------------------------------------------------------------------------------


def _absent(engine: Engine, indicator: Indicator, year: int, kind: Kind) -> Figure:
    missing = gap_message(indicator, year, kind, engine.draft())
    text = _ABSENT[missing.reason]
    if missing.reason is Reason.NOT_PRINTED and not _has_column(engine, year, kind):
        text = "―"
    return Figure(text, note=missing.message, reason=missing.reason)


def _has_column(engine: Engine, year: int, kind: Kind) -> bool:
    """Whether any indicator has such a value, so that a missing one is a blank cell."""
    return any(one.observation(year, kind) is not None for one in engine.report.indicators)


def _rate(one: Standing) -> Figure:
    printed, text = one.printed_rate, rate_text(one)
    if printed is not None:
        return Figure(text, one.rate, printed, _place(printed), "", "報告書に印字された値です。")
    if text:
        return Figure(text, one.rate, mark="計算", note="実績を目標で割って計算した値です。")
    why = why_no_rate(one.indicator, one.target, one.actual)
    return Figure("―", note=f"{why}。" if why else "達成率は計算できません。")


def _change(one: Standing, unit: str) -> Figure:
    if one.change is None:
        return Figure("―", note="当年度または前年度の実績が数値で記載されていないため、比べられません。")
    return Figure(signed_text(one.change, "ポイント" if unit == "%" else unit), one.change)


def _ahead(target: Observation, unit: str) -> Figure:
    text = f"{era_label(target.fiscal_year)} {observation_text(target, unit)}"
    return Figure(text, target.value, target, _place(target))


def _place(one: Observation) -> str:
    return "" if one.place is None else str(one.place)


def _selected(engine: Engine, query: SetQuery) -> set[str]:
    return {one.indicator for one in engine.standings.select(query)}


def _graded(engine: Engine, scope: Scope, grades: tuple[str, ...], year: int) -> set[str]:
    printed = tuple(one for one in grades if one != BLANK)
    found = _selected(engine, set_query(scope, graded(printed), (year,))) if printed else set()
    if BLANK in grades:
        rated = graded((*engine.catalog.grades, "-"))
        everything = _selected(engine, set_query(scope, Condition(), (year,)))
        found |= everything - _selected(engine, set_query(scope, rated, (year,)))
    return found


def _met(engine: Engine, scope: Scope, met: Met, year: int, target_year: int) -> set[str]:
    def told(is_met: bool) -> set[str]:
        return _selected(engine, set_query(scope, Condition((met_or_not(is_met),)), (year,), target_year))

    if met is not Met.UNKNOWN:
        return told(met is Met.YES)
    return _selected(engine, set_query(scope, Condition(), (year,))).difference(told(True), told(False))


def _move(move: Move) -> Wanted:
    if move is Move.SAME:
        return Wanted(NumberTest(Quantity.CHANGE, Comparison.EQUAL, Decimal(0)))
    return moved(Quantity.CHANGE, 1 if move is Move.UP else -1)


def _order(engine: Engine, query: IndicatorQuery, year: int, target_year: int) -> list[str]:
    """All indicators in the order asked for; those without the quantity come last, in the report's order."""
    ids = list(engine.catalog.indicators)
    if query.sort is Sort.NUMBER:
        return ids[::-1] if query.descending else ids
    if query.sort is Sort.NAME:
        return sorted(ids, key=engine.catalog.name, reverse=query.descending)
    quantity = _QUANTITIES[query.sort]
    ahead = target_year if quantity in AGAINST_TARGET else 0
    by = SetQuery(year=year, order_by=quantity, descending=query.descending, target_year=ahead)
    with_it = dict.fromkeys(one.indicator for one in engine.standings.select(by))
    return [*with_it, *(one for one in ids if one not in with_it)]
