"""A measure completed by the grades that the report's own totals imply."""

from __future__ import annotations

from dataclasses import replace

from corpus.types import Indicator, Measure, Observation


def with_inferred(measure: Measure, inferred: dict[str, Observation]) -> Measure:
    """Return the measure with the inferred grades, given by the id of their indicator."""

    def complete(indicator: Indicator) -> Indicator:
        extra = inferred.get(indicator.id)
        if extra is None:
            return indicator
        return replace(indicator, observations=(*indicator.observations, extra))

    return replace(
        measure,
        initiatives=tuple(
            replace(
                one,
                blocks=tuple(
                    replace(block, indicators=tuple(complete(each) for each in block.indicators))
                    for block in one.blocks
                ),
            )
            for one in measure.initiatives
        ),
    )
