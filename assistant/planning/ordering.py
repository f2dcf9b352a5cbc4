"""Whether a question asks for an order, and which end of it: 「減り方が大きいほう」 is the lowest change."""

from __future__ import annotations

import re

from assistant.understanding.reading import Reading
from index.set_query import Quantity

SIGNED = frozenset(
    {
        Quantity.CHANGE,
        Quantity.CHANGE_RATE,
        Quantity.TARGET_CHANGE,
        Quantity.RATE_CHANGE,
        Quantity.SINCE_BASELINE,
        Quantity.SINCE_BASELINE_RATE,
    }
)
_ORDER = re.compile(
    r"順|ランキング|何位|トップ|ワースト|ベスト|高い|低い|多い|少ない|大き|小さ|良い|悪い|上位|下位"
)
_THAN = re.compile(r"より[^、。?]{0,10}(低|少な|小さ|高|多|大き|悪|良)(い|かった)")
_SUPERLATIVE = re.compile(r"一番|最も|順|位|ワースト|ベスト|トップ|\d+(つ|個|件|本)")
_FALLS = re.compile(r"減|落ち|下が|下げ幅|低下|マイナス|引き下げ|悪化")
_FAR_FROM_IT = re.compile(r"外れ|離れ|乖離|遠い|遠く|ほど遠|届か|及ば")
_SHORT_OF_IT = re.compile(r"足り|不足|届か|遠|及ば|下回")


def ranks(reading: Reading) -> bool:
    """Whether a question puts indicators in an order; 「全部並べて」 lists them only."""
    if _THAN.search(reading.asked) and not _SUPERLATIVE.search(reading.asked):
        return False  # 「前年より少ない指標」 is a condition
    ordered = reading.has("operation:highest", "operation:lowest") or (
        reading.has("operation:rank") and _ORDER.search(reading.asked) is not None
    )
    return (ordered or reading.rank_position is not None) and not (
        reading.has("operation:which_year") and (reading.words or reading.indicators)
    )


def asks_highest(quantity: Quantity, reading: Reading) -> bool:
    """Whether the highest of a quantity comes first; a fall asked for is the lowest change."""
    if quantity is Quantity.NEARNESS:
        return False
    if quantity in SIGNED and _FALLS.search(reading.folded):
        return re.search(r"増|伸び", reading.folded) is not None
    if quantity is Quantity.RATE and _FAR_FROM_IT.search(reading.folded):
        return False
    if quantity is Quantity.GAP and _SHORT_OF_IT.search(reading.folded):
        return False
    return not reading.has("operation:lowest")
