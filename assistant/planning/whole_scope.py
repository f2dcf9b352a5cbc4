"""Words beside a condition that name no part of the report: passed over as talk, or refused as a field it has not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.planning.aspects import aspect_of
from assistant.planning.conditions import PLURAL
from assistant.planning.wanted import wants_narrative
from assistant.plans import Plan, RefusePlan
from assistant.types import Reason
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

# A noun before these says which indicators: 「観光の指標」「子育て分野で」「防災に関するもの」.
_OF_A_FIELD = re.compile(
    r"(の|系の?|関係の?|関連の?|分野|に関(する|わる|連)|部門|について|では|で、|だと)(?!に|は|が|を|も|か|で(す|しょ)|ん|うち)"
)


_OF_MONEY = re.compile(r"金|額|費|円|予算|決算|コスト")


def says_nothing_of_a_scope(reading: Reading, context: Context) -> bool:
    """Whether the words that fit nothing only talk: 「頑張り屋さんの指標」 has no field, 「観光の指標」 has."""
    narrowing = load_lexicon().narrowing
    for word in reading.words:
        if word.part != "noun":
            continue
        if (
            word.surface in narrowing
            or _OF_MONEY.search(word.surface)
            or _OF_A_FIELD.match(reading.folded[word.end :])
        ):
            return False
        if context.linker.names(word) or len(word.surface) > 4:
            return False
    return True


def no_scope(reading: Reading, context: Context) -> Plan | None:
    """Refuse a field that the report has not, naming the measures it has; None where an item may be meant."""
    if wants_narrative(reading) or (aspect_of(reading) is not None and not PLURAL.search(reading.folded)):
        return None
    if not PLURAL.search(reading.folded):
        return None
    best = context.best(reading)
    if best is not None and best.coverage >= 0.5 and "指標" not in reading.folded:
        return None
    said = "".join(word.surface for word in reading.words)
    measures = "、".join(context.catalog.name(one) for one in context.catalog.measures)
    beside = f"この報告書の施策は、{measures}です。" if context.catalog.has_measures else ""
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"「{said}」に当たる施策・取組・指標は、この報告書にはありません。{beside}",
        reading=said,
    )
