"""Which indicator is furthest above, below or away from its target, where their units may differ.

Amounts in different units cannot be held against each other: then 達成率 is compared, and the answer
says so. Where all in the scope share one unit, the amounts are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.conditions import Condition
from assistant.planning.scope import indicators_in
from assistant.plans import Scope
from assistant.understanding.reading import Reading
from corpus.types import Kind
from index.set_query import Quantity, UnitTest

if TYPE_CHECKING:
    from assistant.planning.context import Context

_OVER = r"超え|越え|超過|上回|オーバー|上振れ|突破"
_SHORT = r"下回|届か|届いて(?:い)?な|及ば|及んで(?:い)?な|足り(?:て(?:い)?)?な|不足|遠|外れ|かけ離|ほど遠|割り込|未達"
_APART = r"差|開き|隔たり|乖離|ギャップ|ずれ|ズレ|離れ"
_MOST = r"一番|最も|最大|順|トップ|ワースト|ベスト|位|大き[いくな]"
_OF_TARGET = re.compile(
    rf"(?:目標|計画)(?:値|の値|の数値)?[^、。?]{{0,16}}?(?:(?P<over>{_OVER})|(?P<short>{_SHORT})|(?P<apart>{_APART}))"
    rf"|(?:一番|最も)[^、。?]{{0,8}}?(?:(?P<over2>{_OVER})|(?P<short2>{_SHORT}))"
)
_IN_PERCENT = re.compile(r"何(?:%|パー|割)|割合|(?:パーセント|率|%)(?:で|は|も|を|だと)")
_RANKABLE = frozenset({Quantity.GAP, Quantity.TARGET, Quantity.RATE, Quantity.ACTUAL, Quantity.NEARNESS})


@dataclass(frozen=True, slots=True)
class Distance:
    """What to order by, and from which end; `instead` where 達成率 stands in for amounts of several units."""

    quantity: Quantity
    highest: bool
    instead: bool = False


def distance_asked(
    quantity: Quantity, scope: Scope, condition: Condition, reading: Reading, context: Context
) -> Distance | None:
    """Return how a ranking by the distance from the target is to be made; None for every other ranking."""
    match = _OF_TARGET.search(reading.asked)
    if quantity not in _RANKABLE or match is None or not re.search(_MOST, reading.asked):
        return None
    if reading.has("kind:actual") or re.search(r"近(い|か|く)|(達成|到達|進捗)率|達成度", reading.asked):
        return None
    groups = match.groupdict()
    apart = groups["apart"] is not None
    over = bool(groups["over"] or groups["over2"])
    smallest = re.search(r"小さ|少な|僅|わずか|ぎりぎり|ギリギリ", reading.asked) is not None
    percent = _IN_PERCENT.search(reading.asked) is not None or (quantity is Quantity.RATE and not apart)
    units = _units(scope, condition, context)
    if percent or len(units) > 1:
        instead = len(units) > 1 and not (percent and _IN_PERCENT.search(reading.asked))
        if apart:
            return Distance(Quantity.NEARNESS, not smallest, instead)
        return Distance(Quantity.RATE, over is not smallest, instead)
    if apart:
        return Distance(Quantity.DISTANCE, not smallest)
    return Distance(Quantity.GOOD_GAP, over is not smallest)


def _units(scope: Scope, condition: Condition, context: Context) -> set[str]:
    """The units of the indicators of a scope that have a figure as target, of those that a condition leaves."""
    year = context.catalog.report.fiscal_year
    named = [
        one for wanted in condition.wanted if isinstance(wanted.test, UnitTest) for one in wanted.test.units
    ]
    if named:
        return set(named)
    return {
        (one.unit or "").replace("％", "%").strip()
        for one in indicators_in(scope, context.catalog)
        if any(
            seen.kind is Kind.TARGET and seen.value is not None and seen.fiscal_year >= year
            for seen in one.observations
        )
    }
