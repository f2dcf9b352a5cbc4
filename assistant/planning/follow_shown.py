"""Follow-ups about one of what was just shown: 「それ」, the n-th of a list, the department named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import Condition
from assistant.conversation import Conversation
from assistant.planning.aspects import OVER_YEARS, aspect_of
from assistant.planning.follow_years import years_of
from assistant.planning.of_two import one_of_two
from assistant.planning.ordering import ranks
from assistant.planning.same_rows import narrative_again
from assistant.planning.wanted import kinds_of, only_movement, wants_figure, wants_narrative
from assistant.planning.whole import plan_for_whole
from assistant.plans import (
    Aspect,
    CombinedPlan,
    ComparePlan,
    DepartmentsOfPlan,
    FiguresPlan,
    IndicatorsOfPlan,
    ItemsOfPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    Scope,
)
from assistant.understanding.reading import Reading
from corpus.types import PassageKind

if TYPE_CHECKING:
    from assistant.planning.context import Context


def pointed_at(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「それ、目標は？」 after a ranking is its first item; 「その課」 the department just named."""
    if re.search(r"(その|同じ|(?<!ど)この)(課(?!題)|部署)", reading.folded) and conversation.blocks:
        departments = tuple(
            dict.fromkeys(
                name
                for block in conversation.blocks
                if block in context.catalog.blocks
                for name in context.catalog.blocks[block].departments
            )
        )
        if departments:
            # 「その課の指標でAのものを」: what is asked of the department's indicators.
            theirs = replace(reading, departments=departments)
            asks = (
                reading.grades or reading.slot("condition") or (ranks(reading) and "指標" in reading.folded)
            )
            whole = plan_for_whole(theirs, context) if asks and not reading.words else None
            if whole is None and re.search(r"指標|kpi", reading.folded) and not reading.words:
                # 「その課が持っている指標を全部」: the indicators, not the 取組 they hang on.
                years = reading.years.years[-1:] or (context.catalog.report.fiscal_year,)
                return ListPlan(Scope(departments=departments), Condition(), years)
            return whole or ItemsOfPlan(departments)
    last = conversation.plan
    if isinstance(last, ComparePlan) and (of_two := one_of_two(reading, last, context)) is not None:
        return of_two
    single = isinstance(last, RankPlan | ListPlan) and conversation.shown and not reading.words
    both = reading.has("narrative:reason") and bool(reading.slot("kind"))  # 「それの実績と、その理由も」
    if (
        not single
        or (wants_narrative(reading) and not only_movement(reading) and not both)
        or reading.measures
        or reading.grades
    ):
        return None
    points = re.search(
        r"^(それ|その指標|これ|そこ|そいつ|こいつ|そちら|そっち|あれ)(は|の|、|って|が)?", reading.folded
    ) or (
        (len(conversation.shown) == 1 or (isinstance(last, RankPlan) and last.limit == 1))
        and not reading.has("operation:highest", "operation:lowest", "operation:list")
    )
    aspect = aspect_of(reading)
    if not points or not (reading.slot("kind") or aspect):
        return None
    if both:
        return asked_of_one(conversation.shown[0], reading, conversation, context)
    years = reading.years.years or (() if aspect in OVER_YEARS else years_of(last))
    return FiguresPlan(conversation.shown[:1], years, kinds_of(reading), aspect or Aspect.VALUE)


_THE_NTH = re.compile(
    r"(番目|つ目|位)の(は|が|って|方|ほう|やつ|もの)"
    r"|^(では、?|じゃあ、?|その)?(\d{1,2}|[一二三四五六七八九十])(番目|つ目|位)の(□|担当|所管|目標|実績|評価|理由|原因|課題|達成率|値|数字|推移|去年|前年|前の年|令和|r\d)"
)


def picked_of(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「2番目のを詳しく」: the n-th of the list shown."""
    points = _THE_NTH.search(reading.folded) is not None
    if reading.ordinal is None or reading.words or (reading.rank_position is not None and not points):
        return None
    if "指標" in reading.folded:
        return _nth_of_initiative(reading, conversation, context)
    if not 1 <= reading.ordinal <= len(conversation.shown):
        return None
    return asked_of_one(conversation.shown[reading.ordinal - 1], reading, conversation, context)


def asked_of_one(
    chosen: str, reading: Reading, conversation: Conversation, context: Context, *, in_full: bool = False
) -> Plan:
    """Return what is asked of one of the items shown; with `in_full` its figures and what is written of it."""
    years = reading.years.years or years_of(conversation.plan)
    if reading.has("operation:department"):
        return DepartmentsOfPlan((context.catalog.block_of[chosen],), (), (chosen,))
    if in_full:
        figures = FiguresPlan((chosen,), years, (), Aspect.TARGET_AND_ACTUAL)
        return CombinedPlan(figures, told_of(chosen, reading, conversation, context))
    reason = reading.has("narrative:reason")
    if reason and reading.slot("kind") and not reading.asks_number:
        # 「1番目の実績と、その理由も」
        figures = FiguresPlan((chosen,), years, kinds_of(reading))
        return CombinedPlan(figures, told_of(chosen, reading, conversation, context))
    if reason or (wants_narrative(reading) and not wants_figure(reading)):
        return told_of(chosen, reading, conversation, context)
    kinds, aspect = kinds_of(reading), aspect_of(reading)
    if aspect in OVER_YEARS and not reading.years.years:
        years = ()
    plain = Aspect.VALUE if kinds else Aspect.TARGET_AND_ACTUAL
    return FiguresPlan((chosen,), years, kinds, aspect or plain)


def told_of(
    indicator: str,
    reading: Reading,
    conversation: Conversation,
    context: Context,
    own_rows: tuple[str, ...] = (),
) -> NarrativePlan:
    """Return a search in what is written of one indicator: in its own row, else in those beside it of its measure."""
    catalog = context.catalog
    own = catalog.initiatives[catalog.initiative_of[indicator]]
    blocks = own_rows or (catalog.block_of[indicator],)
    text = conversation.text if own_rows else catalog.name(indicator)
    told = {PassageKind.ISSUES, PassageKind.STATUS}
    if not any(passage.kind in told for block in own.blocks for passage in block.passages):
        measure = catalog.measure_of[indicator]
        blocks = (
            tuple(
                block.id
                for one in catalog.report.initiatives
                if catalog.measure_of.get(one.blocks[0].id if one.blocks else "") == measure
                for block in one.blocks
                if any(passage.kind in told for passage in block.passages)
            )
            or blocks
        )
        text = catalog.name(indicator)
    named = replace(conversation, blocks=blocks, text=text)
    # The words that picked the indicator are blanked: they are not searched for.
    return narrative_again(replace(reading, folded=reading.folded.replace("□", "")), named)


def _nth_of_initiative(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「同じ取組の2つ目の指標は？」: the n-th indicator of the initiative talked about."""
    block = next((one for one in conversation.blocks if one in context.catalog.blocks), None)
    if block is None or reading.initiatives or reading.ordinal is None:
        return None
    initiative = context.catalog.initiative_of[block]
    indicators = context.catalog.initiatives[initiative].indicators
    asks = bool(reading.slot("kind") or aspect_of(reading))
    if asks and reading.ordinal <= len(indicators):
        years = reading.years.years or years_of(conversation.plan)
        aspect = aspect_of(reading) or Aspect.VALUE
        return FiguresPlan((indicators[reading.ordinal - 1].id,), years, kinds_of(reading), aspect)
    return IndicatorsOfPlan(initiative, reading.ordinal)
