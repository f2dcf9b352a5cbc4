"""Rankings by the distance from the target: what they compare, and what no 達成率 can be told of."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.selection import select, set_query
from assistant.draft import Draft
from assistant.phrasing import observation_text
from assistant.plans import RankPlan
from corpus.types import Direction, Indicator, Kind
from index.figures import Standing, against, direction_of, percent_text, standing
from index.set_query import Quantity

GAPS = frozenset({Quantity.GAP, Quantity.GOOD_GAP, Quantity.DISTANCE})
"""Quantities that are an amount above or below the target."""


def standing_in(plan: RankPlan, indicator: Indicator, scale: tuple[str, ...]) -> Standing:
    """Return how an indicator stands in a ranking: against a later year's target where the plan names one."""
    one = standing(indicator, plan.years[-1], scale)
    goal = indicator.observation(plan.target_year, Kind.TARGET) if plan.target_year else None
    return against(one, goal) if goal is not None else one


def say_instead(plan: RankPlan, draft: Draft) -> None:
    """Say that units differ and 達成率 is compared, and which indicator without one is further away still."""
    draft.say("指標の単位が異なり、差の大きさでは比べられないため、達成率で比べています。")
    shown = [
        abs(one.rate - 100)
        for row in draft.rows
        if (one := standing_in(plan, draft.catalog.indicators[row], draft.catalog.scale)).rate is not None
    ]
    without = [
        (share, one)
        for selected in select(set_query(plan.scope, plan.condition, plan.years, plan.target_year), draft)
        if (one := standing_in(plan, draft.catalog.indicators[selected.indicator], draft.catalog.scale))
        and (share := _share_of_target(one)) is not None
    ]
    if plan.quantity is Quantity.RATE:
        without = [each for each in without if (each[0] > 0) is plan.highest]
    if not without or (plan.quantity is Quantity.NEARNESS and not plan.highest):
        return
    share, furthest = max(without, key=lambda each: abs(each[0]))
    if shown and abs(share) <= max(shown):
        return
    indicator, unit = furthest.indicator, (furthest.indicator.unit or "").replace("％", "%")
    assert furthest.actual is not None and furthest.target is not None
    draft.cite(furthest.actual)
    draft.cite(furthest.target)
    draft.say(
        "このほか、値が小さいほど良いために達成率を出せない指標では、"
        f"{draft.catalog.name(indicator.id)}（{indicator.id}）の実績が{observation_text(furthest.actual, unit)}で、"
        f"目標{observation_text(furthest.target, unit)}より{percent_text(abs(share))}{'良い' if share > 0 else '悪い'}値です。"
    )


def _share_of_target(one: Standing) -> Decimal | None:
    """The gap in percent of the target, towards what is good, of an indicator that has no 達成率."""
    if one.rate is not None or one.gap is None or one.target is None or not one.target.value:
        return None
    if direction_of(one.indicator) is not Direction.DOWN or one.doubtful:
        return None
    return -one.gap / abs(one.target.value) * 100
