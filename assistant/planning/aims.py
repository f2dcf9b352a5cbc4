"""Indicators told apart by which way they are meant to move: 減らす指標, 少ないほど良い指標, 増やすほうの指標."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import Condition
from assistant.planning.exceptions import masked
from assistant.planning.scope import indicators_in
from assistant.planning.whole_years import year_of
from assistant.plans import AveragePlan, GradesPlan, ListPlan, Plan, RankPlan, Scope, TallyPlan
from assistant.understanding.reading import Reading
from corpus.types import Direction
from index.figures import direction_of, standing
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context

_THINGS = r"(?:ほうの|方の|型の|タイプの|系の|ための|という)?(?:[ぁ-ん]{1,6}(?:て(?:い)?る|た)の?)?(?:指標|kpi|項目|もの(?!の)|やつ)(?:の(?:中|なか|うち)(?:で|から|に|の)?|(?:だけ|に限)[^、。?]{0,6}|で(?:は|、)?|(?=は|って|が|を|、|$|\?))"
_MUST = r"(?:さ|げ|え|や|や|き)?(?:なきゃ|なければ|ないと|ねば|なくては|なくちゃ)(?:いけない|ならない|ならん|いかん|だめな|まずい)?"
_FEWER = re.compile(
    rf"(?:(?:減ら|下げ|抑え|小さくし)(?:{_MUST}|す(?:べき|のが(?:目標|目的)の?|ことを(?:目標|目指)[^、。?]{{0,8}}|ほうが(?:良|い|よ)い)?|(?:る|て)(?:べき|いく(?:べき)?)?|たい)"
    rf"|減少(?:を|が)(?:目指|目標|望)[^、。?]{{0,8}}|(?:少な|低|小さ)(?:い|けれ[ばり]?)(?:ほど|ほうが|方が|ば)?(?:良|い|よ)い(?:とされ(?:て(?:い)?)?る|と(?:い|言)う)?|(?:減る|下がる)(?:ほど|ほうが|方が)(?:良|い|よ)い)(?:とされ(?:て(?:い)?)?る|と(?:い|言)う)?{_THINGS}"
)
_MORE = re.compile(
    rf"(?:(?:増や|伸ば|上げ|高め)(?:さ?{_MUST}|す(?:べき|のが(?:目標|目的)の?|ことを(?:目標|目指)[^、。?]{{0,8}}|ほうが(?:良|い|よ)い)?|(?:る|て)(?:べき|いく(?:べき)?)?|たい)"
    rf"|増加(?:を|が)(?:目指|目標|望)[^、。?]{{0,8}}|(?:多|高|大き)(?:い|けれ[ばり]?)(?:ほど|ほうが|方が|ば)?(?:良|い|よ)い(?:とされ(?:て(?:い)?)?る|と(?:い|言)う)?|(?:増える|上がる)(?:ほど|ほうが|方が)(?:良|い|よ)い)(?:とされ(?:て(?:い)?)?る|と(?:い|言)う)?{_THINGS}"
)
_COUNTS = re.compile(r"いくつ|何(?:個|件|本|つ|指標|項目)|の数")


def aimed(reading: Reading, context: Context) -> tuple[Reading, tuple[str, ...], str]:
    """Return the reading without the words that say a direction, the indicators meant to move so, and how it was said.

    No indicators where no direction is said, or none of the report has it. A remark in brackets picks none out.
    """
    if reading.words or reading.indicators:
        return reading, (), ""
    for pattern, direction, said in (
        (_FEWER, Direction.DOWN, "値が小さいほど良い"),
        (_MORE, Direction.UP, "値が大きいほど良い"),
    ):
        match = pattern.search(reading.folded)
        if match is None or reading.folded.rfind("(", 0, match.start()) > reading.folded.rfind(
            ")", 0, match.start()
        ):
            continue
        found = tuple(one.id for one in context.catalog.report.indicators if direction_of(one) is direction)
        if found:
            return masked(reading, match.start(), match.end()), found, said
    return reading, (), ""


def aimed_at(
    plan: Plan | None, ids: tuple[str, ...], said: str, asked: Reading, context: Context
) -> Plan | None:
    """Return a plan over many indicators that ranges only over those meant to move one way."""
    if not ids:
        return plan
    described = f"{said}指標"
    if plan is None:
        scope = Scope(indicators=ids, described=described)
        years = (year_of(asked, context),)
        if _COUNTS.search(asked.folded):
            return TallyPlan(scope, Condition(), years)
        return ListPlan(scope, Condition(), years)
    if not isinstance(plan, AveragePlan | GradesPlan | ListPlan | RankPlan | TallyPlan):
        return plan
    inside = tuple(one.id for one in indicators_in(plan.scope, context.catalog) if one.id in ids)
    if isinstance(plan, RankPlan) and plan.quantity is Quantity.RATE and not _rated(inside, plan, context):
        # Where less is better no rate can be computed: the share of 目標 by which it was missed tells.
        plan = replace(plan, quantity=Quantity.GAP_RATE)
    return replace(plan, scope=replace(plan.scope, indicators=inside, described=described))


def _rated(ids: tuple[str, ...], plan: RankPlan, context: Context) -> bool:
    return any(standing(context.catalog.indicators[one], plan.years[-1]).rate is not None for one in ids)
