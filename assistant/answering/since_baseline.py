"""Two or more indicators compared in how far they have come since their 基準値."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.phrasing import change_text, observation_text, years_text
from assistant.plans import ComparePlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Kind
from index.figures import baseline_of, percent_text
from index.set_query import Quantity

SINCE = frozenset({Quantity.SINCE_BASELINE, Quantity.SINCE_BASELINE_RATE})


def answer_since_baseline(plan: ComparePlan, draft: Draft) -> Answer:
    """Say for each indicator 基準値, 実績 and the difference, and first which has moved more."""
    catalog, year = draft.catalog, plan.years[-1]
    names = "、".join(catalog.name(one) for one in plan.indicators)
    draft.reading = f"{years_text(plan.years)}・{names}・基準値からの増減の比較"
    changes: list[tuple[str, Decimal, Decimal | None]] = []
    for indicator_id in plan.indicators:
        indicator = catalog.indicators[indicator_id]
        unit = (indicator.unit or "").replace("％", "%")
        base, actual = baseline_of(indicator), indicator.observation(year, Kind.ACTUAL)
        draft.rows.append(indicator_id)
        draft.blocks = list(dict.fromkeys([*draft.blocks, catalog.block_of[indicator_id]]))
        draft.cite(base)
        draft.cite(actual)
        if base is None or actual is None or base.value is None or actual.value is None:
            said = observation_text(actual, unit) if actual is not None else "記載なし"
            before = observation_text(base, unit) if base is not None else "記載なし"
            draft.say(
                f"- {catalog.name(indicator_id)}: 基準値は{before}、{era_label(year)}の実績は{said}のため、差を計算できません。"
            )
            continue
        change = actual.value - base.value
        rate = change / abs(base.value) * 100 if base.value else None
        changes.append((indicator_id, change, rate))
        told = rate and (unit != "%" or plan.quantity is Quantity.SINCE_BASELINE_RATE)
        shown = f"（{'＋' if rate > 0 else '−'}{percent_text(abs(rate))}）" if rate and told else ""
        draft.say(
            f"- {catalog.name(indicator_id)}: 基準値（{era_label(base.fiscal_year)}）{observation_text(base, unit)}→"
            f"{era_label(year)} {observation_text(actual, unit)}で、{change_text(change, unit)}{shown}。"
        )
    if not changes:
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    draft.sentences.insert(0, _verdict(plan, changes, draft))
    draft.table = standing_table(plan.indicators, (year,), catalog)
    for indicator_id in plan.indicators:
        draft.chart(indicator_id)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _verdict(plan: ComparePlan, changes: list[tuple[str, Decimal, Decimal | None]], draft: Draft) -> str:
    catalog = draft.catalog
    when = f"基準値から{fiscal_year_label(plan.years[-1])}までの増減"
    if len(changes) < 2:
        return f"{when}を比べられるのは、{catalog.name(changes[0][0])}だけです。"
    by_rate = plan.quantity is Quantity.SINCE_BASELINE_RATE and all(one[2] is not None for one in changes)
    units = {(catalog.indicators[one].unit or "").replace("％", "%") for one, _, _ in changes}
    measured = {one: (rate or Decimal(0)) if by_rate else change for one, change, rate in changes}
    first = max(measured, key=lambda one: measured[one])
    others = [one for one in measured if one != first]
    if len(set(measured.values())) == 1:
        return f"{when}は同じです。"
    if measured[first] > 0 and all(measured[one] <= 0 for one in others):
        return f"{when}では、増えているのは{catalog.name(first)}のほうです。"
    if len(units) > 1 and not by_rate:
        return f"単位が異なるため、{when}の大きさは比べず、並べます（かっこ内は増減率）。"
    if all(value < 0 for value in measured.values()):
        most = min(measured, key=lambda one: measured[one])
        return f"{when}では、いずれも減っており、減り幅は{catalog.name(most)}のほうが大きくなっています。"
    return f"{when}は、{catalog.name(first)}のほうが大きく増えています。"
