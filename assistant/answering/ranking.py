"""Indicators in the order of a quantity: the first, the n-th, or all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.answering.distances import GAPS, say_instead, standing_in
from assistant.answering.rates import note_rates, rate_text
from assistant.answering.selection import set_query
from assistant.answering.tables import standing_table
from assistant.conditions import (
    AGAINST_TARGET,
    MOVES,
    PERCENTAGES,
    QUANTITY_LABELS,
    SINCE_BASELINE,
    condition_text,
)
from assistant.draft import Draft
from assistant.phrasing import (
    KIND_LABELS,
    amount_text,
    observation_text,
    signed_text,
    year_text,
    years_text,
)
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import RankPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Indicator, Kind
from index.figures import (
    Standing,
    baseline_of,
    later_targets,
    percent_text,
    rounded,
    standing,
)
from index.set_query import Quantity


def answer_rank(plan: RankPlan, draft: Draft) -> Answer:
    """Order the indicators of a scope by a quantity; what cannot be computed is left out and said."""
    catalog = draft.catalog
    year = plan.years[-1]
    where = scope_text(plan.scope, catalog)
    label = _label(plan)
    order = _order_word(plan)
    kept = "" if plan.condition.empty else f"{condition_text(plan.condition, plan.years)}・"
    draft.reading = f"{fiscal_year_label(year)}・{where}・{kept}{order_text(plan)}"
    query = replace(
        set_query(plan.scope, plan.condition, plan.years, plan.target_year),
        order_by=plan.quantity,
        since=plan.years[0] if len(plan.years) > 1 and plan.quantity in MOVES else None,
        descending=plan.highest,
    )
    ranked = [
        (one.value or Decimal(0), catalog.indicators[one.indicator]) for one in draft.standings.select(query)
    ]
    inside = draft.standings.select(replace(query, order_by=None))
    if not ranked:
        return _nothing_to_rank(plan, label, where, draft)
    units = {indicator.unit for _, indicator in ranked}
    if plan.quantity not in (*PERCENTAGES, Quantity.GRADE_RANK, Quantity.NEARNESS) and len(units) > 1:
        draft.note("単位の異なる指標を、数の大きさだけで並べています。")
    draft.ranking.extend(indicator.id for _, indicator in ranked)
    shown = _shown_part(ranked, plan)
    if not shown:
        draft.say(f"{label}を比べられる指標は、{where}に{len(ranked)}件しかありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
    single = len(shown) == 1 and (plan.limit == 1 or plan.nth is not None)
    if single:
        value, indicator = shown[0]
        place = f"{plan.nth}番目に{order}" if plan.nth else f"最も{order}"
        draft.say(
            f"{_when(plan)}の{where}で{label}が{place}のは、{catalog.name(indicator.id)}（{indicator.id}）で、"
            f"{_predicate(_shown(value, indicator, plan))}{_printed_mark(indicator, plan)}"
            f"{'' if plan.quantity in GAPS and value else 'です'}。"
        )
    else:
        draft.say(f"{_when(plan)}の{where}で{label}の{order}順に並べると、次のとおりです。")
    first = (plan.nth or 1) if single else 1
    for position, (value, indicator) in enumerate(shown, start=first):
        draft.rows.append(indicator.id)
        beside = _beside(indicator, plan, draft)
        block = catalog.block_of[indicator.id]
        if block not in draft.blocks:
            draft.blocks.append(block)
        if not single:
            draft.say(
                f"{position}. {catalog.name(indicator.id)}（{indicator.id}） "
                f"{_shown(value, indicator, plan)}" + (f"（{beside}）" if beside else "")
            )
        elif beside:
            draft.say(f"{beside}です。")
    if plan.instead:
        say_instead(plan, draft)
    left_out = len(inside) - len(ranked)
    if left_out:
        draft.note(
            f"目標や実績が数値でない、または記載がないために{label}を計算できない指標が{left_out}件あり、含めていません。"
        )
    if plan.quantity in (Quantity.RATE, Quantity.NEARNESS):
        note_rates((_standing_of(one, plan, draft) for _, one in ranked), draft)
    draft.table = standing_table(draft.rows, (year,), catalog)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def order_text(plan: RankPlan) -> str:
    """Return the order of a ranking in words: 達成率の低い順, 実績の大きい順の2番目."""
    which = f"の{plan.nth}番目" if plan.nth else ""
    return f"{_label(plan)}の{_order_word(plan)}順{which}"


def _label(plan: RankPlan) -> str:
    label = QUANTITY_LABELS[plan.quantity]
    if plan.target_year and plan.quantity in AGAINST_TARGET:
        return f"{era_label(plan.target_year)}の目標に対する{label if plan.quantity not in GAPS else '差'}"
    if len(plan.years) > 1 and plan.quantity in MOVES:
        return label.replace("前年度から", f"{era_label(plan.years[0])}から")
    return label


def _order_word(plan: RankPlan) -> str:
    if plan.quantity is Quantity.RATE:
        return "高い" if plan.highest else "低い"
    if plan.quantity is Quantity.GOOD_GAP:
        return "良い側に大きい" if plan.highest else "悪い側に大きい"
    if plan.quantity is Quantity.GRADE_RANK:
        return "悪い" if plan.highest else "良い"
    if plan.quantity in MOVES:
        return "増加が大きい" if plan.highest else "減少が大きい"
    return "大きい" if plan.highest else "小さい"


def _when(plan: RankPlan) -> str:
    if len(plan.years) > 1 and plan.quantity in MOVES:
        return (
            years_text(plan.years)
            if len(plan.years) > 2
            else f"{era_label(plan.years[0])}→{era_label(plan.years[-1])}"
        )
    return year_text(plan.years[-1])


def _nothing_to_rank(plan: RankPlan, label: str, where: str, draft: Draft) -> Answer:
    year = plan.years[-1]
    ahead = {
        one.fiscal_year
        for each in indicators_in(plan.scope, draft.catalog)
        for one in later_targets(each, year)
        if plan.quantity is Quantity.RATE
    }
    draft.say(
        f"{fiscal_year_label(year)}の{where}には、{label}を計算できる指標がありません。"
        + (f"目標の記載があるのは{years_text(ahead)}です。" if ahead else "")
    )
    return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)


def _shown_part(ranked: list[tuple[Decimal, Indicator]], plan: RankPlan) -> list[tuple[Decimal, Indicator]]:
    """The part of the order that was asked for; those level with its last one belong to it."""
    if plan.nth is not None:
        if plan.nth > len(ranked):
            return []
        value = ranked[plan.nth - 1][0]
        level = [one for one in ranked if one[0] == value]
        return level if len(level) > 1 else [ranked[plan.nth - 1]]
    shown = ranked[: plan.limit] if plan.limit else ranked
    while plan.limit and len(shown) < len(ranked) and ranked[len(shown)][0] == shown[-1][0]:
        shown = ranked[: len(shown) + 1]
    return shown


def _standing_of(indicator: Indicator, plan: RankPlan, draft: Draft | None) -> Standing:
    return standing_in(plan, indicator, draft.catalog.scale if draft is not None else ())


def _beside(indicator: Indicator, plan: RankPlan, draft: Draft) -> str:
    """Return the cells that the quantity was computed from, cited."""
    one = _standing_of(indicator, plan, draft)
    unit = (indicator.unit or "").replace("％", "%")
    base = baseline_of(indicator) if plan.quantity in SINCE_BASELINE else None
    earlier = None
    if plan.quantity in MOVES:
        earlier_year = plan.years[0] if len(plan.years) > 1 else plan.years[-1] - 1
        kind = Kind.TARGET if plan.quantity is Quantity.TARGET_CHANGE else Kind.ACTUAL
        earlier = indicator.observation(earlier_year, kind)
        if plan.quantity is Quantity.RATE_CHANGE:
            return _rates_beside(one, standing(indicator, earlier_year, draft.catalog.scale), draft)
    for seen in (
        one.printed_rate if plan.quantity in (Quantity.RATE, Quantity.NEARNESS) else None,
        one.actual,
        one.target,
        base,
        earlier,
        one.grade if plan.quantity is Quantity.GRADE_RANK else None,
    ):
        draft.cite(seen)
    goal_year = f"{era_label(plan.target_year)}の" if plan.target_year else ""
    if earlier is not None:
        label = KIND_LABELS[earlier.kind]
        now = one.target if plan.quantity is Quantity.TARGET_CHANGE else one.actual
        after = observation_text(now, unit) if now else "記載なし"
        return f"{label} {era_label(earlier.fiscal_year)} {observation_text(earlier, unit)}→{era_label(plan.years[-1])} {after}"
    parts = (
        f"実績{observation_text(one.actual, unit)}" if one.actual else "",
        f"{goal_year}目標{observation_text(one.target, unit)}" if one.target else "",
        f"基準値（{era_label(base.fiscal_year)}）{observation_text(base, unit)}" if base else "",
    )
    return "、".join(part for part in parts if part)


def _rates_beside(one: Standing, before: Standing, draft: Draft) -> str:
    """「達成率 R4 65.9%→R5 56.8%」, with the cells that both rates stand on cited."""
    for each in (before, one):
        for seen in (each.printed_rate, each.actual, each.target):
            draft.cite(seen)
    return f"達成率 {era_label(before.fiscal_year)} {rate_text(before)}→{era_label(one.fiscal_year)} {rate_text(one)}"


def quantity_text(value: Decimal, indicator: Indicator, quantity: Quantity) -> str:
    """Return a quantity of an indicator as answers say it: 達成率 in percent, a gap as 目標を5人上回る."""
    unit = (indicator.unit or "").replace("％", "%")
    shown = "ポイント" if unit == "%" else unit
    if quantity is Quantity.RATE:
        return percent_text(value)
    if quantity in PERCENTAGES:
        return f"{'＋' if value > 0 else '−' if value < 0 else '±'}{percent_text(abs(value))}"
    if quantity in GAPS:
        return (
            f"目標を{amount_text(abs(value), shown)}{'上回る' if value > 0 else '下回る'}"
            if value
            else "目標と同じ"
        )
    if quantity is Quantity.RATE_CHANGE:
        return signed_text(rounded(value), "ポイント")
    if quantity in (Quantity.CHANGE, Quantity.TARGET_CHANGE, Quantity.SINCE_BASELINE):
        return signed_text(value, shown)
    return amount_text(value, unit)


def _predicate(shown: str) -> str:
    """「目標を62m上回る」 at the end of a sentence: 目標を62m上回っています."""
    return re.sub(r"([上下])回る$", r"\1回っています", shown)


def _printed_mark(indicator: Indicator, plan: RankPlan) -> str:
    printed = standing(indicator, plan.years[-1]).printed_rate
    if plan.quantity is Quantity.RATE and printed is not None and not plan.target_year:
        return "（報告書の印字）"
    return ""


def _shown(value: Decimal, indicator: Indicator, plan: RankPlan) -> str:
    """Return the quantity as said in a ranking; a printed rate as it is printed, a grade as its letter."""
    one = standing(indicator, plan.years[-1])
    if plan.quantity is Quantity.NEARNESS:
        against_goal = _standing_of(indicator, plan, None)
        return f"達成率{rate_text(one) if not plan.target_year else percent_text(against_goal.rate or Decimal(0))}"
    if plan.quantity is Quantity.RATE and not plan.target_year:
        return rate_text(one)
    if plan.quantity is Quantity.GRADE_RANK and one.grade is not None:
        return f"評価{observation_text(one.grade, '')}"
    if plan.quantity in GAPS:
        value = _standing_of(indicator, plan, None).gap or Decimal(0)
    elif plan.quantity not in PERCENTAGES:
        value = _exact(value)
    return quantity_text(value, indicator, plan.quantity)


def _exact(value: Decimal) -> Decimal:
    """Take off what a number got from being stored in binary: 3.800000000 is 3.8."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
