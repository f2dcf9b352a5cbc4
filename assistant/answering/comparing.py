"""Two or more indicators side by side in one quantity: which is ahead, by how much, and from what."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.ranking import quantity_text
from assistant.answering.rates import rate_beside
from assistant.answering.since_baseline import SINCE, answer_since_baseline
from assistant.answering.tables import standing_table
from assistant.conditions import QUANTITY_LABELS
from assistant.draft import Draft
from assistant.phrasing import (
    amount_text,
    change_text,
    number_text,
    observation_text,
    year_text,
    years_text,
)
from assistant.plans import ComparePlan
from assistant.types import Answer, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Direction, Indicator, Kind
from index.figures import (
    Standing,
    against,
    difference,
    later_targets,
    percent_text,
    rounded,
    standing,
    why_no_rate,
)
from index.set_query import Quantity


def answer_compare(plan: ComparePlan, draft: Draft) -> Answer:
    """Set two or more indicators side by side in one metric and say which is ahead, or that they are level."""
    if plan.quantity in SINCE:
        return answer_since_baseline(plan, draft)
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
            said = quantity_text(value, indicator, quantity)
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
        text = quantity_text(best, catalog.indicators[ahead[0]], quantity)
        return f"{label}は{'と'.join(catalog.name(one) for one in ahead)}で同じです（いずれも{text}）。"
    winner = catalog.name(ahead[0])
    units = {catalog.indicators[one].unit for _, one in values}
    if quantity is Quantity.CHANGE and best > 0:
        if len(units) > 1 and sum(value > 0 for value, _ in values) > 1:
            return f"単位が異なるため、{label}の大きさは比べず、並べます。"
        return f"{label}では、{winner}のほうが多く増えています。"
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
        case Quantity.ACTUAL:
            return one.actual.value if one.actual else None
        case _:
            return None  # no other quantity is set side by side: 実績 would be taken for it
