"""Indicators in the order of a metric, or two of them side by side."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.rates import note_rates, rate_beside, rate_text
from assistant.answering.series import baseline_of
from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.figures import difference, later_targets, percent_text, standing, why_no_rate
from assistant.phrasing import amount_text, change_text, observation_text, signed_text, year_text, years_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import ComparePlan, Metric, RankPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Direction, Indicator, Kind

_METRIC_LABELS = {
    Metric.RATE: "達成率",
    Metric.ACTUAL: "実績",
    Metric.TARGET: "目標",
    Metric.CHANGE: "前年度からの増減",
    Metric.GAP: "目標との差",
    Metric.GRADE: "評価",
}


def answer_rank(plan: RankPlan, draft: Draft) -> Answer:
    """Order the indicators of a scope by a metric; what cannot be computed is left out and said."""
    catalog = draft.catalog
    year = plan.years[-1]
    where = scope_text(plan.scope, catalog)
    label = "基準値からの増減" if plan.since_baseline else _METRIC_LABELS[plan.metric]
    order = "高い" if plan.metric is Metric.RATE else "大きい"
    if not plan.highest:
        order = "低い" if plan.metric is Metric.RATE else "小さい"
    draft.reading = f"{fiscal_year_label(year)}・{where}・{label}の{order}順"
    scored: list[tuple[Decimal, Indicator]] = []
    left_out = []
    for indicator in indicators_in(plan.scope, catalog):
        value = (
            _since_baseline(indicator, year)
            if plan.since_baseline
            else _metric(indicator, plan.metric, plan.years)
        )
        if value is None:
            left_out.append(indicator)
        else:
            scored.append((value, indicator))
    if not scored:
        ahead = {
            one.fiscal_year
            for each in left_out
            for one in later_targets(each, year)
            if plan.metric is Metric.RATE
        }
        draft.say(
            f"{fiscal_year_label(year)}の{where}には、{label}を計算できる指標がありません。"
            + (f"目標の記載があるのは{years_text(ahead)}です。" if ahead else "")
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    units = {indicator.unit for _, indicator in scored}
    if plan.metric in (Metric.ACTUAL, Metric.TARGET, Metric.CHANGE, Metric.GAP) and len(units) > 1:
        draft.note("単位の異なる指標を、数の大きさだけで並べています。")
    ranked = sorted(scored, key=lambda pair: -pair[0] if plan.highest else pair[0])
    draft.ranking.extend(indicator.id for _, indicator in ranked)
    shown = ranked[: plan.limit] if plan.limit else ranked
    while plan.limit and len(shown) < len(ranked) and ranked[len(shown)][0] == shown[-1][0]:
        shown = ranked[: len(shown) + 1]
    names = catalog.name(shown[0][1].id)
    if plan.limit == 1 and len(shown) == 1:
        draft.say(
            f"{year_text(year)}の{where}で{label}が最も{order}のは、{names}（{shown[0][1].id}）で、"
            f"{_shown(shown[0][0], shown[0][1], plan)}{_printed_mark(shown[0][1], plan)}です。"
        )
    else:
        draft.say(f"{year_text(year)}の{where}で{label}の{order}順に並べると、次のとおりです。")
    for position, (value, indicator) in enumerate(shown, start=1):
        draft.rows.append(indicator.id)
        one = standing(indicator, year)
        unit = (indicator.unit or "").replace("％", "%")
        rated = one.printed_rate if plan.metric is Metric.RATE else None
        for observation in (
            rated,
            one.actual,
            one.target,
            baseline_of(indicator) if plan.since_baseline else None,
            one.previous if plan.metric is Metric.CHANGE and not plan.since_baseline else None,
        ):
            draft.cite(observation)
        block = catalog.block_of[indicator.id]
        if block not in draft.blocks:
            draft.blocks.append(block)
        beside = "、".join(
            part
            for part in (
                f"実績{observation_text(one.actual, unit)}" if one.actual else "",
                f"目標{observation_text(one.target, unit)}" if one.target else "",
                _baseline_text(indicator, unit) if plan.since_baseline else "",
            )
            if part
        )
        if not (plan.limit == 1 and len(shown) == 1):
            draft.say(
                f"{position}. {catalog.name(indicator.id)}（{indicator.id}） "
                f"{_shown(value, indicator, plan)}" + (f"（{beside}）" if beside else "")
            )
        elif beside:
            draft.say(f"{beside}です。")
    if left_out:
        draft.note(
            f"目標や実績が数値でない、または記載がないために{label}を計算できない指標が{len(left_out)}件あり、含めていません。"
        )
    if plan.metric is Metric.RATE:
        note_rates((standing(one, year) for _, one in scored), draft)
    draft.table = standing_table(draft.rows, (year,), catalog)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _baseline_text(indicator: Indicator, unit: str) -> str:
    found = baseline_of(indicator)
    return f"基準値（{era_label(found.fiscal_year)}）{observation_text(found, unit)}" if found else ""


def _since_baseline(indicator: Indicator, year: int) -> Decimal | None:
    new, old = indicator.observation(year, Kind.ACTUAL), baseline_of(indicator)
    if new is None or old is None or new.value is None or old.value is None:
        return None
    return new.value - old.value


def _metric(indicator: Indicator, metric: Metric, years: tuple[int, ...]) -> Decimal | None:
    one = standing(indicator, years[-1])
    if metric is Metric.RATE:
        return one.rate
    if metric is Metric.GAP:
        return one.gap
    if metric is Metric.CHANGE:
        return one.change if len(years) < 2 else difference(indicator, years[0], years[-1])
    observation = one.target if metric is Metric.TARGET else one.actual
    return observation.value if observation else None


def _metric_text(value: Decimal, indicator: Indicator, metric: Metric) -> str:
    unit = (indicator.unit or "").replace("％", "%")
    if metric is Metric.RATE:
        return percent_text(value)
    if metric in (Metric.CHANGE, Metric.GAP):
        return signed_text(value, "ポイント" if unit == "%" else unit)
    return amount_text(value, unit)


def _printed_mark(indicator: Indicator, plan: RankPlan) -> str:
    printed = standing(indicator, plan.years[-1]).printed_rate
    return "（報告書の印字）" if plan.metric is Metric.RATE and printed is not None else ""


def _shown(value: Decimal, indicator: Indicator, plan: RankPlan) -> str:
    """Return the value of the metric as said in a ranking; a printed rate as it is printed."""
    if plan.metric is Metric.RATE:
        return rate_text(standing(indicator, plan.years[-1]))
    return _metric_text(value, indicator, plan.metric)


def answer_compare(plan: ComparePlan, draft: Draft) -> Answer:
    """Set two or more indicators side by side in one metric and say which is ahead, or that they are level."""
    catalog = draft.catalog
    years = plan.years
    metric = Metric.ACTUAL if plan.metric is Metric.GRADE else plan.metric
    label = _METRIC_LABELS[plan.metric]
    names = "、".join(catalog.name(one) for one in plan.indicators)
    draft.reading = f"{years_text(years)}・{names}・{label}の比較"
    values: list[tuple[Decimal, str]] = []
    for indicator_id in plan.indicators:
        indicator = catalog.indicators[indicator_id]
        one = standing(indicator, years[-1])
        unit = (indicator.unit or "").replace("％", "%")
        for observation in (one.actual, one.target):
            draft.cite(observation)
        value = _metric(indicator, metric, years)
        draft.rows.append(indicator_id)
        block = catalog.block_of[indicator_id]
        if block not in draft.blocks:
            draft.blocks.append(block)
        if plan.metric is Metric.GRADE:
            draft.cite(one.grade)
            shown = observation_text(one.grade, "") if one.grade else "記載なし"
            draft.say(f"- {catalog.name(indicator_id)}の{era_label(years[-1])}の評価: {shown}")
            continue
        if value is None:
            why = why_no_rate(indicator, one.target, one.actual) if metric is Metric.RATE else None
            draft.say(
                f"- {catalog.name(indicator_id)}: {why or f'{label}を計算できる値の記載がありません'}。"
            )
            continue
        values.append((value, indicator_id))
        if metric is Metric.CHANGE:
            earlier = years[0] if len(years) > 1 else years[-1] - 1
            old = indicator.observation(earlier, Kind.ACTUAL)
            draft.cite(old)
            if old and one.actual:
                draft.say(
                    f"- {catalog.name(indicator_id)}: {era_label(earlier)} {observation_text(old, unit)}→"
                    f"{era_label(years[-1])} {observation_text(one.actual, unit)}で、{change_text(value, unit)}。"
                )
        elif metric is Metric.RATE and one.printed_rate is not None:
            draft.say(f"- {catalog.name(indicator_id)}: {rate_beside(one, draft)}")
        elif metric is Metric.RATE and one.actual and one.target:
            draft.say(
                f"- {catalog.name(indicator_id)}: 達成率{percent_text(value)}"
                f"（実績{observation_text(one.actual, unit)}÷目標{observation_text(one.target, unit)}）"
            )
        else:
            draft.say(f"- {catalog.name(indicator_id)}: {_metric_text(value, indicator, metric)}")
    if len(values) >= 2:
        draft.sentences.insert(0, _verdict(values, metric, years, draft))
    else:
        draft.sentences.insert(0, f"{years_text(years)}の{label}を並べると、次のとおりです。")
    draft.table = standing_table(plan.indicators, years[-1:], catalog)
    for indicator_id in plan.indicators:
        draft.chart(indicator_id)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _verdict(values: list[tuple[Decimal, str]], metric: Metric, years: tuple[int, ...], draft: Draft) -> str:
    catalog = draft.catalog
    label = (
        _METRIC_LABELS[metric]
        if len(years) < 2 or metric is not Metric.CHANGE
        else f"{years_text(years)}の増減"
    )
    best = max(value for value, _ in values)
    ahead = [indicator_id for value, indicator_id in values if value == best]
    if len(ahead) == len(values):
        text = _metric_text(best, catalog.indicators[ahead[0]], metric)
        return f"{label}は{'と'.join(catalog.name(one) for one in ahead)}で同じです（いずれも{text}）。"
    winner = catalog.name(ahead[0])
    if metric is Metric.CHANGE and best > 0:
        return f"{label}では、{winner}のほうが多く増えています。"
    units = {catalog.indicators[one].unit for _, one in values}
    if metric is Metric.ACTUAL and len(units) > 1:
        return "単位が異なるため、大小は比べず、値を並べます。"
    if len(values) == 2 and metric in (Metric.ACTUAL, Metric.TARGET) and len(units) == 1:
        gap = abs(values[0][0] - values[1][0])
        unit = (catalog.indicators[ahead[0]].unit or "").replace("％", "%")
        return (
            f"{fiscal_year_label(years[-1])}の{label}は、{winner}のほうが"
            f"{amount_text(gap, 'ポイント' if unit == '%' else unit)}大きくなっています。"
        )
    if any(catalog.indicators[one].direction is Direction.DOWN for _, one in values):
        return f"{label}の値は、{winner}のほうが大きくなっています（値が小さいほど良い指標を含みます）。"
    word = "高く" if metric is Metric.RATE else "大きく"
    return f"{fiscal_year_label(years[-1])}の{label}は、{winner}のほうが{word}なっています。"
