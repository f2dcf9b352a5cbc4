"""An answer under construction: what is said, and the evidence collected for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.phrasing import KIND_LABELS, observation_text
from assistant.types import (
    Answer,
    Citation,
    FigureTable,
    Quotation,
    Reason,
    Route,
    Series,
    SeriesPoint,
    Status,
)
from assistant.understanding.catalog import Catalog
from corpus.fiscal import era_label
from corpus.types import Kind, Observation, Passage, TotalsRow
from index.query import ObservationQuery
from index.standings import Standings


@dataclass(slots=True)
class Draft:
    """Collects sentences, citations, notes, rows and tables, then becomes an Answer.

    `find` runs a typed query on the table of printed values; `open_standings` gives what takes one
    over many indicators, and is only called where one is put.
    """

    catalog: Catalog
    find: Callable[[ObservationQuery], tuple[Observation, ...]]
    open_standings: Callable[[], Standings]
    reading: str = ""
    sentences: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    table: FigureTable | None = None
    series: list[Series] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    ranking: list[str] = field(default_factory=list)  # the whole order, where only its head is shown
    # What was noted, named and cited: a list of thousands is not searched for each of its lines.
    _held: set[str | Citation] = field(default_factory=set)
    _noted: set[str] = field(default_factory=set)

    @property
    def standings(self) -> Standings:
        """What questions over many indicators are put to."""
        return self.open_standings()

    def say(self, *sentences: str) -> None:
        """Add sentences or Markdown lines to the answer."""
        self.sentences.extend(one for one in sentences if one)

    def note(self, text: str) -> None:
        """Add something the reader must know, once."""
        if text and text not in self._noted:
            self._noted.add(text)
            self.notes.append(text)

    def source(self, source: str) -> None:
        """Name a source, once, in the order of importance."""
        if source not in self._held:
            self._held.add(source)
            self.sources.append(source)

    def cite(self, observation: Observation | None) -> None:
        """Cite a printed value; an inferred one is cited by the totals table that implies it."""
        if observation is None:
            return
        self.source(observation.indicator_id)
        if observation.place is None:
            self.note(
                f"{self.catalog.name(observation.indicator_id)}の{era_label(observation.fiscal_year)}の評価は"
                f"表では空欄で、{observation.inferred_from}です。"
            )
            measure = self.catalog.measure_of[observation.indicator_id]
            for row in self.catalog.report.totals:
                if row.measure_id == measure:
                    self.cite_totals(row)
            return
        origin = self.catalog.origins.get(
            (observation.indicator_id, observation.fiscal_year, observation.kind)
        )
        if origin is not None:
            self.source(origin.source)
            self._add(origin.source, str(observation.place), observation.printed, origin.report)
        else:
            self._add(observation.indicator_id, str(observation.place), observation.printed)
        if observation.column_shift:
            self.note(
                f"{self.catalog.name(observation.indicator_id)}の"
                f"{KIND_LABELS[observation.kind]}の行は抽出で列がずれていたため、正しい年度に補正して読んでいます（{observation.place}）。"
            )

    def cite_totals(self, row: TotalsRow) -> None:
        """Cite a row of the report's own totals table."""
        self.source("集計")
        counts = [f"{grade} {count}" for grade, count in row.counts]
        total = [f"計 {row.total}"] if row.total is not None else []
        self._add("集計", str(row.place), "・".join([*counts, *total]))

    def cite_text(self, source: str, place: str, quote: str) -> None:
        """Cite any other text found in the report."""
        self.source(source)
        self._add(source, place, quote)

    def quote(self, passage: Passage, quotes: tuple[str, ...]) -> None:
        """Quote sentences of a narrative cell, with the heading path above them."""
        self.source(passage.source)
        for one in quotes:
            self._add(passage.source, str(passage.place), one.strip())
        heading = passage.column
        if passage.block_id in self.catalog.blocks:
            heading = f"{self.catalog.heading_path(passage.block_id)} ＞ {passage.column}"
        self.quotations.append(Quotation(passage.source, heading, str(passage.place), quotes, passage.text))
        if passage.block_id in self.catalog.blocks and passage.block_id not in self.blocks:
            self.blocks.append(passage.block_id)

    def chart(self, indicator_id: str) -> None:
        """Add the series of an indicator for a chart."""
        indicator = self.catalog.indicators[indicator_id]
        points = []
        years = self.catalog.report.years
        for year in range(years[0], years[-1] + 1):  # a year without a column is a gap, not left out
            target, actual = (
                indicator.observation(year, Kind.TARGET),
                indicator.observation(year, Kind.ACTUAL),
            )
            grade = indicator.observation(year, Kind.GRADE)
            points.append(
                SeriesPoint(
                    year,
                    target.value if target else None,
                    actual.value if actual else None,
                    observation_text(grade, "") if grade else None,
                )
            )
        self.series.append(
            Series(
                indicator_id, self.catalog.name(indicator_id), self.catalog.unit(indicator_id), tuple(points)
            )
        )

    def _add(self, source: str, place: str, quote: str, report: str = "") -> None:
        citation = Citation(source, report or self.catalog.report.name, place, quote)
        if citation not in self._held:
            self._held.add(citation)
            self.citations.append(citation)

    def finish(self, status: Status, route: Route, reason: Reason | None = None) -> Answer:
        """Return the finished answer."""
        return Answer(
            status=status,
            route=route,
            answer="\n".join(self.sentences),
            interpretation=self.reading,
            reason=reason,
            rows=tuple(self.rows),
            sources=tuple(self.sources),
            citations=tuple(self.citations),
            choices=tuple(self.choices),
            notes=tuple(self.notes),
            table=self.table,
            series=tuple(self.series),
            quotations=tuple(self.quotations),
        )
