"""Which quantity a compared number belongs to: 達成率80%未満, 10%以上減った, 目標を5人下回る, 100人を超える."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.conditions import Span, Wanted
from assistant.understanding.amounts import Amount
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from index.set_query import Comparison, NumberTest, Quantity, UnitTest

if TYPE_CHECKING:
    from assistant.planning.context import Context

BASELINE_SAID = re.compile(r"基準(値|年度?)?|策定時|当初値?|スタート時")
"""Wordings of 基準値."""


def tests_of_amounts(amounts: tuple[Amount, ...], reading: Reading, context: Context) -> list[Wanted]:
    """Return what compared numbers want of indicators, with the unit that a counter asks for."""
    found: list[Wanted] = []
    units = context.catalog.units
    for one in amounts:
        test = _number_test(one, reading.asked)
        found.append(Wanted(test, Span.LAST, one.unit))
        counts = one.unit not in ("", "%", "割", "ポイント", "pt", "倍") and fold(one.unit) in units
        if one.unit == "%" and test.quantity in (Quantity.ACTUAL, Quantity.TARGET):
            found.append(Wanted(UnitTest(("%",))))
        if counts and test.quantity in (Quantity.ACTUAL, Quantity.TARGET, Quantity.CHANGE, Quantity.GAP):
            found.append(Wanted(UnitTest((one.unit,))))
    return found


def _number_test(one: Amount, folded: str) -> NumberTest:
    """Decide which quantity a compared number belongs to: what is said before it decides."""
    before = folded[max(0, one.start - 24) : one.start]
    before = re.split(r"[。、]", before)[-1] if "、" in before[:-6] else before
    around = before + folded[one.start : one.end + 6]
    if one.unit == "倍":
        if re.search(r"目標|計画", before):
            return NumberTest(Quantity.RATE, one.comparison, one.number * 100)
        since = Quantity.SINCE_BASELINE_RATE if BASELINE_SAID.search(before) else Quantity.CHANGE_RATE
        return NumberTest(since, one.comparison, (one.number - 1) * 100)
    margin = re.search(r"(目標|計画)(値)?(を|より|から|に対して|比で?)?も?$", before)
    if (
        margin
        and one.unit == "%"
        and re.search(r"上回|超|下回|少な|不足|オーバー|足りな", folded[one.start : one.end + 8])
    ):
        said = folded[one.start : one.end + 8]
        if re.search(r"以上|も", said) or one.comparison in (Comparison.MORE, Comparison.LESS):
            over = re.search(r"上回|超|オーバー", said) is not None
            if re.search(r"に対して$", before):
                return NumberTest(Quantity.RATE, one.comparison, one.number)
            if not re.search(r"[を](上回|超|下回)", said):
                return NumberTest(
                    Quantity.RATE,
                    Comparison.AT_LEAST if over else Comparison.AT_MOST,
                    100 + one.number if over else 100 - one.number,
                )
    if one.moves:
        since_baseline = BASELINE_SAID.search(before) is not None
        if one.unit == "%" and not re.search(r"ポイント", around):
            quantity = Quantity.SINCE_BASELINE_RATE if since_baseline else Quantity.CHANGE_RATE
        else:
            quantity = Quantity.SINCE_BASELINE if since_baseline else Quantity.CHANGE
        if one.moves < 0:
            flipped = {
                Comparison.AT_LEAST: Comparison.AT_MOST,
                Comparison.MORE: Comparison.LESS,
                Comparison.AT_MOST: Comparison.AT_LEAST,
                Comparison.LESS: Comparison.MORE,
            }.get(one.comparison, one.comparison)
            return NumberTest(quantity, flipped, -one.number)
        return NumberTest(quantity, one.comparison, one.number)
    if re.search(
        r"達成率|達成度|到達率|到達度|進捗率|目標比|目標(値)?に対(して|する)|(目標|計画)の$", before
    ):
        return NumberTest(Quantity.RATE, one.comparison, one.number)
    if re.search(r"伸び率|増加率|増減率|前年度?比|成長率", before):
        return NumberTest(Quantity.CHANGE_RATE, one.comparison, one.number)
    if re.search(r"減少率", before):
        return NumberTest(Quantity.CHANGE_RATE, Comparison.AT_MOST, -one.number)
    if re.search(r"目標(値)?(が|は|を|の数字)?[^実]{0,4}$", before):
        return NumberTest(Quantity.TARGET, one.comparison, one.number)
    if re.search(r"(差|開き|不足)(が|は)?$", before):
        return NumberTest(Quantity.GAP, one.comparison, one.number)
    if one.unit == "%" and not re.search(r"実績|値|割合|率が", before):
        return NumberTest(Quantity.RATE, one.comparison, one.number)
    return NumberTest(Quantity.ACTUAL, one.comparison, one.number)
