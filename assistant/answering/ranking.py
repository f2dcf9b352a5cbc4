"""Indicators in the order of a quantity, or two of them side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.answering.rates import note_rates, rate_beside, rate_text
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
    change_text,
    number_text,
    observation_text,
    signed_text,
    year_text,
    years_text,
)
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import ComparePlan, RankPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Direction, Indicator, Kind
from index.figures import (
    Standing,
    against,
    baseline_of,
    difference,
    later_targets,
    percent_text,
    rounded,
    standing,
    why_no_rate,
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
            f"{'' if plan.quantity is Quantity.GAP and value else 'です'}。"
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
        return f"{era_label(plan.target_year)}の目標に対する{label if plan.quantity is not Quantity.GAP else '差'}"
    if len(plan.years) > 1 and plan.quantity in MOVES:
        return label.replace("前年度から", f"{era_label(plan.years[0])}から")
    return label


def _order_word(plan: RankPlan) -> str:
    if plan.quantity is Quantity.RATE:
        return "高い" if plan.highest else "低い"
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
    one = standing(indicator, plan.years[-1], draft.catalog.scale if draft is not None else ())
    goal = indicator.observation(plan.target_year, Kind.TARGET) if plan.target_year else None
    return against(one, goal) if goal is not None else one


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


def _value(indicator: Indicator, quantity: Quantity, years: tuple[int, ...]) -> Decimal | None:
    one = standing(indicator, years[-1])
    match quantity:
        case Quantity.RATE:
            return one.rate
        case Quantity.GAP:
            return one.gap
        case Quantity.CHANGE:
            return one.change if len(years) < 2 else difference(indicator, years[0], years[-1])
        case Quantity.CHANGE_RATE:
            earlier = years[0] if len(years) > 1 else years[-1] - 1
            moved, old = (
                difference(indicator, earlier, years[-1]),
                indicator.observation(earlier, Kind.ACTUAL),
            )
            base = old.value if old is not None else None
            return moved / abs(base) * 100 if moved is not None and base else None
        case Quantity.TARGET:
            return one.target.value if one.target else None
        case _:
            return one.actual.value if one.actual else None


def _quantity_text(value: Decimal, indicator: Indicator, quantity: Quantity) -> str:
    unit = (indicator.unit or "").replace("％", "%")
    shown = "ポイント" if unit == "%" else unit
    if quantity is Quantity.RATE:
        return percent_text(value)
    if quantity in PERCENTAGES:
        return f"{'＋' if value > 0 else '−' if value < 0 else '±'}{percent_text(abs(value))}"
    if quantity is Quantity.GAP:
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
    if plan.quantity not in PERCENTAGES:
        value = _exact(value)
    return _quantity_text(value, indicator, plan.quantity)


def _exact(value: Decimal) -> Decimal:
    """Take off what a number got from being stored in binary: 3.800000000 is 3.8."""
    plain = value.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def answer_compare(plan: ComparePlan, draft: Draft) -> Answer:
    """Set two or more indicators side by side in one metric and say which is ahead, or that they are level."""
    catalog = draft.catalog
    years = plan.years
    quantity = Quantity.ACTUAL if plan.quantity is Quantity.GRADE_RANK else plan.quantity
    label = QUANTITY_LABELS[plan.quantity]
    names = "、".join(catalog.name(one) for one in plan.indicators)
    draft.reading = f"{years_text(years)}・{names}・{label}の比較"
    values: list[tuple[Decimal, str]] = []
    graded: list[tuple[int, str]] = []
    for indicator_id in plan.indicators:
        indicator = catalog.indicators[indicator_id]
        one = standing(indicator, years[-1])
        unit = (indicator.unit or "").replace("％", "%")
        for observation in (one.actual, one.target):
            draft.cite(observation)
        value = _value(indicator, quantity, years)
        if value is None and quantity is Quantity.RATE and one.target is None:
            ahead = later_targets(indicator, years[-1])
            toward = against(one, ahead[-1]) if ahead else one
            if toward.computed_rate is not None and toward.target is not None and one.actual is not None:
                draft.cite(toward.target)
                values.append((toward.computed_rate, indicator_id))
                draft.rows.append(indicator_id)
                draft.say(
                    f"- {catalog.name(indicator_id)}: {era_label(ahead[-1].fiscal_year)}の目標{observation_text(ahead[-1], unit)}に対して"
                    f"実績{observation_text(one.actual, unit)}（{percent_text(toward.computed_rate)}）"
                )
                continue
        draft.rows.append(indicator_id)
        block = catalog.block_of[indicator_id]
        if block not in draft.blocks:
            draft.blocks.append(block)
        if plan.quantity is Quantity.GRADE_RANK:
            draft.cite(one.grade)
            shown = observation_text(one.grade, "") if one.grade else "記載なし"
            beside = _target_beside(one, years, Quantity.GAP, draft) if one.actual and one.target else ""
            draft.say(f"- {catalog.name(indicator_id)}の{era_label(years[-1])}の評価: {shown}{beside}")
            if one.grade is not None and one.grade.grade in catalog.scale:
                graded.append((catalog.scale.index(one.grade.grade), indicator_id))
            continue
        if value is None:
            why = why_no_rate(indicator, one.target, one.actual) if quantity is Quantity.RATE else None
            draft.say(
                f"- {catalog.name(indicator_id)}: {why or f'{label}を計算できる値の記載がありません'}。"
            )
            continue
        values.append((value, indicator_id))
        if quantity is Quantity.CHANGE:
            earlier = years[0] if len(years) > 1 else years[-1] - 1
            old = indicator.observation(earlier, Kind.ACTUAL)
            draft.cite(old)
            if old and one.actual:
                draft.say(
                    f"- {catalog.name(indicator_id)}: {era_label(earlier)} {observation_text(old, unit)}→"
                    f"{era_label(years[-1])} {observation_text(one.actual, unit)}で、{change_text(value, unit)}。"
                )
        elif quantity is Quantity.RATE and one.printed_rate is not None:
            draft.say(f"- {catalog.name(indicator_id)}: {rate_beside(one, draft)}")
        elif quantity is Quantity.RATE and one.actual and one.target:
            draft.say(
                f"- {catalog.name(indicator_id)}: 達成率{percent_text(value)}"
                f"（実績{observation_text(one.actual, unit)}÷目標{observation_text(one.target, unit)}）"
            )
        else:
            said = _quantity_text(value, indicator, quantity)
            draft.say(f"- {catalog.name(indicator_id)}: {said}{_target_beside(one, years, quantity, draft)}")
    if len(values) >= 2:
        draft.sentences.insert(0, _verdict(plan, values, quantity, draft))
    elif len(graded) == len(plan.indicators):
        best = min(graded)[0]
        leading = [one for rank, one in graded if rank == best]
        draft.sentences.insert(
            0,
            f"{year_text(years[-1])}の評価は、いずれも「{catalog.scale[best]}」で同じです。"
            if len(leading) == len(graded)
            else f"{year_text(years[-1])}の評価は、{'と'.join(catalog.name(one) for one in leading)}のほうが良くなっています。",
        )
    else:
        draft.sentences.insert(0, f"{years_text(years)}の{label}を並べると、次のとおりです。")
    draft.table = standing_table(plan.indicators, years[-1:], catalog)
    for indicator_id in plan.indicators:
        draft.chart(indicator_id)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _target_beside(one: Standing, years: tuple[int, ...], quantity: Quantity, draft: Draft) -> str:
    """The earlier years that were named, or 目標 and rate, in brackets behind a value that is compared."""
    unit = (one.indicator.unit or "").replace("％", "%")
    if quantity is Quantity.ACTUAL and len(years) > 1:
        earlier = [seen for year in years[:-1] if (seen := one.indicator.observation(year, Kind.ACTUAL))]
        for seen in earlier:
            draft.cite(seen)
        told = "、".join(f"{era_label(seen.fiscal_year)} {observation_text(seen, unit)}" for seen in earlier)
        return f"（{told}）" if told else ""
    if quantity not in (Quantity.ACTUAL, Quantity.GAP) or one.target is None or one.actual is None:
        return ""
    first = f"実績{observation_text(one.actual, unit)}、" if quantity is Quantity.GAP else ""
    rate = rate_beside(one, draft)
    return f"（{first}目標{observation_text(one.target, unit)}{f'、{rate}' if rate else ''}）"


def _verdict(plan: ComparePlan, values: list[tuple[Decimal, str]], quantity: Quantity, draft: Draft) -> str:
    years = plan.years
    catalog = draft.catalog
    label = (
        QUANTITY_LABELS[quantity]
        if len(years) < 2 or quantity is not Quantity.CHANGE
        else f"{years_text(years)}の増減"
    )
    best = max(value for value, _ in values)
    ahead = [indicator_id for value, indicator_id in values if value == best]
    if len(ahead) == len(values):
        text = _quantity_text(best, catalog.indicators[ahead[0]], quantity)
        return f"{label}は{'と'.join(catalog.name(one) for one in ahead)}で同じです（いずれも{text}）。"
    winner = catalog.name(ahead[0])
    if quantity is Quantity.CHANGE and best > 0:
        return f"{label}では、{winner}のほうが多く増えています。"
    units = {catalog.indicators[one].unit for _, one in values}
    if quantity is Quantity.ACTUAL and len(units) > 1:
        return "単位が異なるため、大小は比べず、値を並べます。"
    if len(values) == 2 and quantity in (Quantity.ACTUAL, Quantity.TARGET) and len(units) == 1:
        gap = abs(values[0][0] - values[1][0])
        unit = (catalog.indicators[ahead[0]].unit or "").replace("％", "%")
        together = ""
        if plan.together and quantity is Quantity.ACTUAL and unit != "%":
            total = sum((value for value, _ in values), Decimal(0))
            names = "と".join(catalog.name(one) for _, one in values)
            together = (
                f"{fiscal_year_label(years[-1])}の{names}の実績の合計は{amount_text(total, unit)}です。"
            )
        return (
            f"{together}{fiscal_year_label(years[-1])}の{label}は、{winner}のほうが"
            f"{amount_text(gap, 'ポイント' if unit == '%' else unit)}大きくなっています。"
        )
    if any(catalog.indicators[one].direction is Direction.DOWN for _, one in values):
        return f"{label}の値は、{winner}のほうが大きくなっています（値が小さいほど良い指標を含みます）。"
    word = "高く" if quantity is Quantity.RATE else "大きく"
    if quantity is Quantity.RATE and len(values) == 2:
        gap = abs(rounded(values[0][0]) - rounded(values[1][0]))
        return f"{fiscal_year_label(years[-1])}の{label}は、{winner}のほうが{number_text(gap)}ポイント高くなっています。"
    return f"{fiscal_year_label(years[-1])}の{label}は、{winner}のほうが{word}なっています。"
