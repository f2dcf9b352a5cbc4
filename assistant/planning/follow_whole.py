"""Follow-ups of a list, ranking or tally of grades: again with another condition, scope, year or order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import Condition, graded
from assistant.conversation import Conversation
from assistant.planning.conditions import condition_of
from assistant.planning.follow_years import years_of
from assistant.planning.ordering import asks_highest
from assistant.planning.wanted import quantity_of
from assistant.plans import GradesPlan, ListPlan, Plan, RankPlan, Scope, TallyPlan
from assistant.understanding.reading import Reading
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context


def whole_again(reading: Reading, last: Plan, conversation: Conversation, context: Context) -> Plan | None:
    """Return the last list, ranking or tally of grades with what the question replaces in it, or None."""
    condition = condition_of(reading, context)
    scope = last.scope if isinstance(last, ListPlan | RankPlan | GradesPlan) else Scope()
    if reading.measures:
        scope = Scope(measures=reading.measures)
    ranks = reading.has("operation:highest", "operation:lowest", "operation:rank")
    if re.search(r"[そこ]の(中|うち)|上の|今の", reading.folded) and conversation.shown:
        scope = Scope(measures=reading.measures, indicators=conversation.shown, described="直前に示したもの")
    year = (
        reading.years.years[-1]
        if reading.years.years
        else (years_of(last) or (context.catalog.report.fiscal_year,))[-1]
    )
    if ranks and not reading.grades:
        quantity = (
            quantity_of(reading)
            if reading.slot("kind") or reading.has("operation:change")
            else _quantity_of_last(last)
        )
        nth = reading.rank_position
        whole = scope.described != "直前に示したもの" and not reading.measures
        kept = last.condition if isinstance(last, ListPlan) and whole else Condition()
        limit = reading.limit or (None if nth or reading.has("operation:rank") else 1)
        return RankPlan(scope, quantity, (year,), asks_highest(quantity, reading), limit, nth, kept)
    if isinstance(last, ListPlan) and not reading.grades and not reading.measures and not reading.years.years:
        if not condition.empty and scope.indicators:
            return ListPlan(scope, condition, last.years)  # 「そのうち件数で数えるものは」
        share = re.search(r"割合|何割|何%|比率", reading.folded) is not None
        if (
            share or re.search(r"何(件|個|指標|つ)|件数|いくつ", reading.folded)
        ) and not last.condition.empty:
            return TallyPlan(
                last.scope,
                last.condition,
                last.years,
                "share" if share else "count",
                target_year=last.target_year,
            )
    if isinstance(last, GradesPlan):
        if reading.grades and re.search(r"どの指標|どれ|何の指標|指標は", reading.folded):
            return ListPlan(scope, condition, (year,))
        if reading.grades or reading.measures or reading.years.years:
            what = last.what if last.what != "compare" or len(scope.measures) > 1 else "count"
            if not reading.grades and re.search(r"何%|割合|何割", reading.folded):
                what = "share"
            return GradesPlan(what, scope, condition.grades or last.grades, year, last.highest)
        if re.search(r"何%|割合|何割|比率", reading.folded):
            return GradesPlan("share", scope, last.grades, year)
        if reading.has("operation:list") and last.grades:
            return ListPlan(scope, graded(last.grades), (year,))
        return None
    if (
        isinstance(last, ListPlan)
        and reading.has("operation:list")
        and condition.empty
        and not reading.measures
        and not reading.years.years
    ):
        return last
    if isinstance(last, ListPlan) and (
        reading.grades or reading.measures or reading.years.years or not condition.empty
    ):
        merged = condition if not condition.empty else last.condition
        if reading.has("operation:count") and merged.grades:
            return GradesPlan("count", scope, merged.grades, year)
        years = last.years if not reading.years.years else reading.years.years
        return ListPlan(scope, merged, years)
    if isinstance(last, RankPlan) and (reading.measures or reading.years.years or reading.slot("kind")):
        quantity = quantity_of(reading) if reading.slot("kind") else last.quantity
        return RankPlan(scope, quantity, (year,), last.highest, last.limit)
    return None


def turned_around(reading: Reading, last: RankPlan) -> RankPlan | None:
    """「低いほうではなくて高いほうの二つでした」: the ranking again, from its other end."""
    meant = re.split(r"なくて?、?|なく、?|のうて", reading.folded)[-1]
    highest = re.search(r"(高|多|大き|良|よ|上)(い|位)?(ほう|方|から|順|もの|やつ|の)", meant)
    lowest = re.search(r"(低|少な|小さ|悪|下)(い|位)?(ほう|方|から|順|もの|やつ|の)", meant)
    if (highest is None) == (lowest is None):
        return None
    return replace(last, highest=highest is not None, limit=reading.limit or last.limit)


def _quantity_of_last(last: Plan) -> Quantity:
    return last.quantity if isinstance(last, RankPlan) else Quantity.RATE
