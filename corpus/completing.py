"""A measure with some of its indicators changed, such as by the grades that the report's own totals imply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.types import Indicator, Measure, Observation


def with_indicators(measure: Measure, change: Callable[[Indicator], Indicator]) -> Measure:
    """Return the measure with every indicator as `change` makes it, in the same places and order."""
    return replace(
        measure,
        initiatives=tuple(
            replace(
                one,
                blocks=tuple(
                    replace(block, indicators=tuple(change(each) for each in block.indicators))
                    for block in one.blocks
                ),
            )
            for one in measure.initiatives
        ),
    )


def with_inferred(measure: Measure, inferred: dict[str, Observation]) -> Measure:
    """Return the measure with the inferred grades, given by the id of their indicator."""

    def complete(indicator: Indicator) -> Indicator:
        extra = inferred.get(indicator.id)
        if extra is None:
            return indicator
        return replace(indicator, observations=(*indicator.observations, extra))

    return with_indicators(measure, complete)
