"""Where the commentary states a figure of the table differently: both are shown with the answer that gives one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.types import Answer, Citation, Status
from corpus.fiscal import era_label
from corpus.prose_check import contradictions
from corpus.types import Report


@dataclass(frozen=True, slots=True)
class _Contradiction:
    note: str
    indicator: str
    table: Citation
    text: Citation


class Contradictions:
    """The figures that one report states differently in its text and in its table."""

    def __init__(self, report: Report) -> None:
        self._held = tuple(
            _Contradiction(
                f"{one.id} {one.name}の{era_label(figure.fiscal_year)}の実績は、表では「{actual.printed}」"
                f"（{actual.place}）、文章では「{figure.printed}」（{figure.source}、{figure.place}）と印字されています。",
                one.id,
                Citation(one.id, report.name, str(actual.place), actual.printed),
                Citation(figure.source, report.name, str(figure.place), figure.printed),
            )
            for figure, one, actual in contradictions(report.measures, report.prose_figures)
        )

    def beside(self, answer: Answer) -> Answer:
        """Return the answer with a note and both places for each figure that it gives from one of the two."""
        if not self._held or answer.status is not Status.ANSWERED:
            return answer
        cited = {(one.source, one.place) for one in answer.citations}
        given = [
            one
            for one in self._held
            if (one.table.source, one.table.place) in cited
            or any(one.text.quote in quote for each in answer.quotations for quote in each.quotes)
        ]
        for one in given:
            more = [each for each in (one.table, one.text) if each not in answer.citations]
            answer = replace(
                answer,
                notes=tuple(dict.fromkeys([*answer.notes, one.note])),
                citations=(*answer.citations, *more),
                sources=tuple(dict.fromkeys([*answer.sources, *(each.source for each in more)])),
            )
        return answer
