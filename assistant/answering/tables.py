"""The table beside an answer: target, actual, grade and rate by year or by indicator."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.rates import rate_text
from assistant.phrasing import observation_text, without_year
from assistant.types import FigureTable
from assistant.understanding.catalog import Catalog
from corpus.fiscal import era_label
from corpus.types import Observation
from index.figures import standing


def standing_table(indicator_ids: Sequence[str], years: Sequence[int], catalog: Catalog) -> FigureTable:
    """Return one row per indicator and year: id, name, year, target, actual, rate, grade."""
    rows = []
    for indicator_id in indicator_ids:
        indicator = catalog.indicators[indicator_id]
        unit = indicator.unit or ""
        for year in years:
            one = standing(indicator, year)
            rows.append(
                (
                    indicator_id,
                    catalog.name(indicator_id),
                    era_label(year),
                    _cell(one.target, unit),
                    _cell(one.actual, unit),
                    rate_text(one) or "―",
                    _cell(one.grade, ""),
                )
            )
    return FigureTable(("番号", "指標", "年度", "目標", "実績", "達成率", "評価"), tuple(rows))


def _cell(observation: Observation | None, unit: str) -> str:
    if observation is None:
        return "―"
    if observation.grade is None and observation.value is None:
        return without_year(observation.printed)
    return observation_text(observation, unit)
