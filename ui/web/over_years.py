"""The figures of one indicator by year, with those that only older editions of the plan print."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.rates import rate_text
from assistant.engine import Engine
from assistant.errata_notes import ErrataNotes
from assistant.phrasing import KIND_LABELS, observation_text
from assistant.types import Reason, Series
from corpus.types import Accumulation, Indicator, Kind
from index.figures import baseline_of, standing
from ui import chart
from ui.web.indicator_rows import Figure, figure_of, with_errata

_KINDS = (Kind.TARGET, Kind.ACTUAL, Kind.RATE, Kind.GRADE)
NATURES = {
    Accumulation.CUMULATIVE: "累計（各年度の値に前年度までの分を含みます）",
    Accumulation.ANNUAL: "年度ごとの数",
    Accumulation.POINT_IN_TIME: "時点の数",
}


@dataclass(frozen=True, slots=True)
class YearCell:
    """A figure of one year and the edition that prints it (`report`); `from_other` where that is another one."""

    figure: Figure
    report: str
    from_other: bool


@dataclass(frozen=True, slots=True)
class OverYears:
    """One indicator: its table by year, its drawing as safe HTML (empty where there is too little to draw) and notes."""

    indicator: Indicator
    name: str
    unit: str
    nature: str
    baseline: Figure | None
    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[YearCell, ...]], ...]
    series: Series
    drawing: str
    notes: tuple[str, ...]


def over_years(engine: Engine, indicator_id: str, errata: ErrataNotes) -> OverYears:
    """Return the figures of an indicator; `engine` may be one over the joined history of a plan."""
    catalog, report = engine.catalog, engine.report
    indicator = catalog.indicators[indicator_id]
    years = tuple(range(report.years[0], report.years[-1] + 1))
    rows = []
    for kind in _KINDS:
        cells = tuple(_cell(engine, indicator, year, kind, errata) for year in years)
        if any(one.figure.observation is not None or one.figure.mark == "計算" for one in cells):
            rows.append((KIND_LABELS[kind], cells))
    draft = engine.draft()
    for one in indicator.observations:
        draft.cite(one)
    draft.chart(indicator_id)
    series = draft.series[0]
    drawing = chart.figure_html(series) if chart.drawable(series) else ""
    base = baseline_of(indicator)
    return OverYears(
        indicator,
        catalog.name(indicator_id),
        catalog.unit(indicator_id).replace("％", "%"),
        NATURES.get(indicator.accumulation, ""),
        None
        if base is None
        else Figure(
            observation_text(base, catalog.unit(indicator_id)), base.value, base, str(base.place or "")
        ),
        years,
        tuple(rows),
        series,
        drawing,
        (*draft.notes, *errata.notes(draft.citations)),
    )


def _cell(engine: Engine, indicator: Indicator, year: int, kind: Kind, errata: ErrataNotes) -> YearCell:
    own = engine.report.name
    if kind is Kind.RATE:
        one = standing(indicator, year, engine.catalog.scale)
        printed = one.printed_rate
        if printed is not None:
            figure = Figure(rate_text(one), one.rate, printed, str(printed.place or ""))
        elif text := rate_text(one):
            figure = Figure(text, one.rate, mark="計算", note="実績を目標で割って計算した値です。")
        else:
            figure = Figure("―")
    else:
        figure = figure_of(engine, indicator, year, kind)
        if figure.reason is Reason.YEAR_OUTSIDE:
            figure = Figure("―", note=figure.note)
    origin = engine.catalog.origins.get((indicator.id, year, kind))
    report = origin.report if origin is not None else own
    return YearCell(with_errata(figure, report, errata), report, origin is not None)
