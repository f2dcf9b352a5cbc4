"""Figures stated in the commentary compared with the table: the same thing, the same year, another number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.fiscal import era_label
from corpus.text import normalize
from corpus.types import Finding, FindingKind, Indicator, Kind, Measure, Observation, ProseFigure

_SHORTEST = 4
"""Below this many letters a label (件数) fits too much to be compared."""


def prose_findings(measures: Sequence[Measure], figures: Sequence[ProseFigure]) -> list[Finding]:
    """Tell where the text of an initiative states an 実績 differently from its table.

    Only a figure whose words name exactly one indicator of the same initiative, in the same
    unit, is compared; both stay as they are printed.
    """
    return [
        Finding(
            FindingKind.PROSE_CONTRADICTS,
            f"{one.id}「{one.name}」の{era_label(figure.fiscal_year)}の実績は、表では「{actual.printed}」、文章では「{figure.printed}」です。"
            "どちらも印字のまま収録しました。",
            f"文章は{figure.place}、表は{actual.place}。",
            figure.place,
            one.id,
        )
        for figure, one, actual in contradictions(measures, figures)
    ]


def contradictions(
    measures: Sequence[Measure], figures: Sequence[ProseFigure]
) -> Iterator[tuple[ProseFigure, Indicator, Observation]]:
    """Yield each figure of the text with the indicator that it names and the other 実績 that its table prints."""
    of_block = {
        block.id: initiative.indicators
        for measure in measures
        for initiative in measure.initiatives
        for block in initiative.blocks
    }
    for figure in figures:
        named = [one for one in of_block.get(figure.block_id, ()) if _names(figure, one)]
        if len(named) != 1:
            continue
        actual = named[0].observation(figure.fiscal_year, Kind.ACTUAL)
        if actual is not None and actual.value is not None and actual.value != figure.value:
            yield figure, named[0], actual


def _names(figure: ProseFigure, indicator: Indicator) -> bool:
    label, name = _plain(figure.label), _plain(indicator.name or "")
    if min(len(label), len(name)) < _SHORTEST or not indicator.unit:
        return False
    return label == name and normalize(figure.unit) == normalize(indicator.unit)


def _plain(text: str) -> str:
    return re.sub(r"[・、（）()「」]|^(?:[RHS]\d{1,2}|令和\d{1,2}年度?)の?", "", normalize(text))
