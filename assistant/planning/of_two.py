"""「その高いほう」 after a comparison: the one of the two whose value was higher, and what is asked of it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.planning.aspects import OVER_YEARS, aspect_of
from assistant.planning.wanted import kinds_of, wants_narrative
from assistant.plans import Aspect, ComparePlan, FiguresPlan
from assistant.understanding.reading import Reading
from index.figures import standing
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context

_OF_TWO = re.compile(r"(?:(?P<more>高い|多い|大きい|良い|いい|よい)|低い|少ない|小さい|悪い)(?:ほう|方)")


def one_of_two(reading: Reading, last: ComparePlan, context: Context) -> FiguresPlan | None:
    """Return the plan for the higher (or lower) of the items compared; None where none is pointed at or surely so."""
    said = _OF_TWO.search(reading.folded)
    if said is None or wants_narrative(reading):
        return None
    values: dict[str, Decimal] = {}
    for one in last.indicators:
        now = standing(context.catalog.indicators[one], last.years[-1])
        value = now.rate if last.quantity is Quantity.RATE else now.actual.value if now.actual else None
        if value is None:
            return None
        values[one] = value
    if len(set(values.values())) < len(values):
        return None
    chosen = sorted(values, key=lambda one: values[one], reverse=said["more"] is not None)[0]
    aspect = aspect_of(reading) or Aspect.VALUE
    years = reading.years.years or (() if aspect in OVER_YEARS else last.years)
    return FiguresPlan((chosen,), years, kinds_of(reading), aspect)
