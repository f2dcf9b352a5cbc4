"""Reports with some of their indicators changed, for tests of corrections and editions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.types import Indicator, Report


def with_indicators(report: Report, each: Callable[[Indicator], Indicator]) -> Report:
    """Return the report with every indicator as `each` gives it back, in the order of the report."""
    return replace(
        report,
        measures=tuple(
            replace(
                measure,
                initiatives=tuple(
                    replace(
                        initiative,
                        blocks=tuple(
                            replace(block, indicators=tuple(each(one) for one in block.indicators))
                            for block in initiative.blocks
                        ),
                    )
                    for initiative in measure.initiatives
                ),
            )
            for measure in report.measures
        ),
    )
