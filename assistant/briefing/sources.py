"""The numbered sources of a draft: every cell that a figure or a quotation in it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.phrasing import KIND_LABELS
from assistant.types import Citation
from corpus.fiscal import era_label
from corpus.types import Kind, Observation, Passage


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the 出典一覧: its number, what stands there, in which report, where, and the cell's words."""

    number: int
    item: str
    report: str
    place: str
    quote: str


class Sources:
    """Numbers what a draft cites, in the order in which it is first cited."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._numbers: dict[tuple[str, int, Kind], tuple[int, ...]] = {}
        self._items: dict[Citation, str] = {}

    def of(self, *observations: Observation | None) -> tuple[int, ...]:
        """Cite printed values (None: nothing is printed) and return the numbers of their cells."""
        found: list[int] = []
        for one in observations:
            if one is not None:
                found += self._of(one)
        return tuple(dict.fromkeys(found))

    def during(self, saying: Callable[[], str]) -> tuple[str, tuple[int, ...]]:
        """Return what is said, with the numbers of what it newly cites."""
        before = len(self.draft.citations)
        said = saying()
        return said, tuple(range(before + 1, len(self.draft.citations) + 1))

    def text(self, source: str, place: str, quote: str, item: str) -> int:
        """Cite any other text and return its number."""
        self.draft.cite_text(source, place, quote)
        return self._number(lambda one: (one.source, one.place, one.quote) == (source, place, quote), item)

    def quotation(self, passage: Passage, quote: str) -> int:
        """Return the number of a quotation that the draft has taken from a narrative cell."""
        place = str(passage.place)
        return self._number(
            lambda one: (one.source, one.place, one.quote) == (passage.source, place, quote), passage.source
        )

    def listed(self) -> tuple[Source, ...]:
        """Return everything cited, in the order of the numbers."""
        cells = self._cells()
        return tuple(
            Source(
                number,
                self._items.get(one) or cells.get((one.source, one.place, one.quote)) or one.source,
                one.report,
                one.place,
                one.quote,
            )
            for number, one in enumerate(self.draft.citations, start=1)
        )

    def _of(self, observation: Observation) -> tuple[int, ...]:
        key = (observation.indicator_id, observation.fiscal_year, observation.kind)
        if key not in self._numbers:
            citations = self.draft.citations
            before = len(citations)
            self.draft.cite(observation)
            found = tuple(range(before + 1, len(citations) + 1))
            if not found:  # cited before: by a sentence, or as the cell of several years
                place, printed = str(observation.place), observation.printed
                found = tuple(
                    number
                    for number, one in enumerate(citations, start=1)
                    if (
                        one.source == "集計"
                        if observation.place is None
                        else (one.place, one.quote) == (place, printed)
                    )
                )
            self._numbers[key] = found
        return self._numbers[key]

    def _number(self, fits: Callable[[Citation], bool], item: str) -> int:
        for number, one in enumerate(self.draft.citations, start=1):
            if fits(one):
                self._items.setdefault(one, item)
                return number
        raise LookupError(f"not cited: {item}")

    def _cells(self) -> dict[tuple[str, str, str], str]:
        """Return what each cell of a cited indicator holds: 「①-2#1 R6 実績」."""
        catalog = self.draft.catalog
        found: dict[tuple[str, str, str], str] = {}
        for indicator in catalog.indicators.values():
            for one in indicator.observations:
                origin = catalog.origins.get((one.indicator_id, one.fiscal_year, one.kind))
                source = origin.source if origin is not None else one.indicator_id
                item = f"{catalog.name(indicator.id)}（{source}） {era_label(one.fiscal_year)} {KIND_LABELS[one.kind]}"
                found.setdefault((source, str(one.place), one.printed), item)
        return found
