"""The table beside an answer: target, actual, grade and rate by year or by indicator."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.rates import rate_text
from assistant.phrasing import observation_text, without_year
from assistant.types import FigureTable, PrintedAt
from assistant.understanding.catalog import Catalog
from corpus.fiscal import era_label
from corpus.types import Observation
from index.figures import standing


def standing_table(indicator_ids: Sequence[str], years: Sequence[int], catalog: Catalog) -> FigureTable:
    """Return one row per indicator and year: id, name, year, target, actual, rate, grade."""
    rows, places = [], []
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
            printed = (one.target, one.actual, one.printed_rate, one.grade)
            places.append((None, None, None, *(_place(each, catalog) for each in printed)))
    headings = ("番号", "指標", "年度", "目標", "実績", "達成率", "評価")
    return FigureTable(headings, tuple(rows), tuple(places))


def _place(observation: Observation | None, catalog: Catalog) -> PrintedAt | None:
    """Return where a value is printed; None for one that is inferred or not there."""
    if observation is None or observation.place is None:
        return None
    origin = catalog.origins.get((observation.indicator_id, observation.fiscal_year, observation.kind))
    return PrintedAt(origin.report if origin else catalog.report.name, str(observation.place))


def _cell(observation: Observation | None, unit: str) -> str:
    if observation is None:
        return "―"
    if observation.grade is None and observation.value is None:
        return without_year(observation.printed)
    return observation_text(observation, unit)
