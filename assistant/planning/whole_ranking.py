"""Rankings over many indicators: which is first, or n-th, of the indicators or of groups of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.conditions import AGAINST_TARGET, Condition, graded
from assistant.planning.ordering import SIGNED, asks_highest
from assistant.planning.scope import indicators_in
from assistant.planning.target_distance import distance_asked
from assistant.planning.wanted import quantity_of
from assistant.planning.whole_groups import SHARE
from assistant.planning.whole_years import (
    COMPARED_WITH,
    every_year,
    target_year_of,
    year_of,
    years_of_condition,
)
from assistant.plans import AveragePlan, GradesPlan, ListPlan, Plan, RankPlan, Scope, TallyPlan
from assistant.understanding.reading import Reading
from corpus.types import Kind
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context

_WORST = re.compile(r"悪|低|遅|ひど|不振|足を引|ワースト|最下位|びり|ビリ|最低|どん底")


def ranking(
    scope: Scope, condition: Condition, group: str, reading: Reading, context: Context
) -> Plan | None:
    """「一番…」「トップ3」「2番目に…」, of indicators or of groups of them."""
    folded, year = reading.folded, year_of(reading, context)
    lowest = reading.has("operation:lowest")
    if reading.has("operation:which_year") and not condition.empty:
        order = -1 if re.search(r"少な|最少", folded) else 1
        return TallyPlan(scope, condition, every_year(reading, context), "count", "year", order, 1)
    quantity = quantity_of(reading)
    of_groups = (
        group in ("measure", "department")
        and len(scope.measures) != 1
        and re.search(
            r"(どの|多い|少ない|高い|低い|悪い|良い|いい|進んで(い)?る|遅れて(い)?る)(担当)?(施策|基本目標|基本方針|分野|課|部署)|(施策|基本目標|分野|課|部署)(は|が|って|を|ごと|別|順|同士|から)",
            folded,
        )
    )
    if of_groups:
        order = -1 if lowest else 1
        limit = None if reading.has("operation:rank") or "順" in folded else 1
        if not condition.empty:
            years = years_of_condition(condition, reading, context)
            order = -1 if re.search(r"少な|最少", folded) else 1
            share = SHARE.search(folded) is not None
            return TallyPlan(scope, condition, years, "share" if share else "count", group, order, limit)
        if quantity is Quantity.RATE:
            return AveragePlan(scope, Quantity.RATE, year, group, order, limit)
        if context.catalog.scale:
            worst = _WORST.search(folded) is not None or "遅れ" in folded
            letter = context.catalog.scale[-1 if worst else 0]
            if group == "department":
                return TallyPlan(scope, graded((letter,)), (year,), "count", group, 1, 1)
            return GradesPlan("rank", scope, (letter,), year, True, True)
    if (
        quantity is Quantity.ACTUAL
        and not reading.has("kind:actual")
        and not reading.unit
        and not _AMOUNT.search(folded)
    ):
        quantity = Quantity.RATE
    if quantity is Quantity.GRADE_RANK:
        if group != "measure" and re.search(r"指標|取組|取り組み|事業|項目|もの|のは|どれ", folded):
            return _of_extreme_grade(scope, year, reading, context)
        worst_first = context.catalog.scale[-1:] if lowest or "悪" in folded else ()
        return GradesPlan("rank", scope, worst_first, year)  # 「評価が悪い順」: where the worst grade is most
    highest = asks_highest(quantity, reading)
    apart = distance_asked(quantity, scope, condition, reading, context)
    if apart is not None:
        quantity, highest = apart.quantity, apart.highest
    limit = reading.limit
    nth = reading.rank_position
    several = reading.has("operation:rank") or re.search(r"順|一覧|列挙|リスト", folded)
    if limit is None and nth is None and not several:
        limit = 1
    if limit is None and nth is None and re.search(r"一番|最も|最下位|最低|最高|最大|最小", folded):
        limit = 1
    years = reading.years.years or (year,)
    target_year = 0
    if quantity in AGAINST_TARGET:
        target_year = target_year_of(scope, condition, reading, context, quantity)
        if target_year or years[-1] > context.catalog.report.fiscal_year:
            years = (min(year, context.catalog.report.fiscal_year),)
    own_year = context.catalog.report.fiscal_year
    if quantity not in SIGNED:
        years = years[-1:]
    elif len(years) == 1 and years[0] < own_year and COMPARED_WITH.search(folded):
        years = (years[0], own_year)  # 「4年度と見比べて」: until the report's year
    instead = apart is not None and apart.instead
    return RankPlan(scope, quantity, years, highest, limit, nth, condition, target_year, instead)


_AMOUNT = re.compile(r"(人数|件数|数|値|量)(が|の|は)(多い|少ない|大き|小さ)|(多い|少ない)(順|方|ほう)")


def _of_extreme_grade(scope: Scope, year: int, reading: Reading, context: Context) -> Plan:
    """「評価が一番悪い指標は？」: the indicators with the worst (or best) grade that any of them has."""
    held = {
        seen.grade
        for one in indicators_in(scope, context.catalog)
        if (seen := one.observation(year, Kind.GRADE)) is not None
    }
    rated = [one for one in context.catalog.scale if one in held]
    if not rated:
        return GradesPlan("breakdown", scope, (), year)
    worst = reading.has("operation:lowest") or "悪" in reading.folded
    return ListPlan(scope, graded((rated[-1] if worst else rated[0],)), (year,))
