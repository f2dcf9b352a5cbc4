"""The note on an answer that cites a value for which officers have recorded a correction, and its mark.

The figure of the answer stays the printed one; the note tells the corrected value with its provenance.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.phrasing import KIND_LABELS
from assistant.types import Answer, Citation, FigureTable, PrintedAt
from corpus.errors import StoreError
from corpus.fiscal import fiscal_year_label
from corpus.types import Observation, Report
from index.errata import Erratum, errata_stamp, in_force, read_errata

_log = logging.getLogger(__name__)

_MOST = 5  # an answer that rests on more corrected cells says how many more there are

Corrected = tuple[Erratum, Observation]
"""A correction that is in force, and the value as it is printed now."""


class ErrataNotes:
    """The notes on the reports of one store. Safe to share between threads."""

    def __init__(self, home: Path, names: Collection[str], report: Callable[[str], Report]) -> None:
        self._home = home
        self._names = names
        self._report = report
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._errata: tuple[Erratum, ...] = ()
        self._by_report: dict[str, dict[str, list[Corrected]]] = {}

    def noted(self, answer: Answer) -> Answer:
        """Return the answer with a note on each cited value that has a correction, its figures marked."""
        notes = self.notes(answer.citations)
        table = self._marked(answer.table) if answer.table is not None else None
        if not notes and table == answer.table:
            return answer
        return replace(answer, notes=(*answer.notes, *notes), table=table)

    def notes(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        """Return the notes on what is cited, each once, in the order of the citations."""
        found: dict[str, None] = {}
        with self._lock:
            self._follow()
            for one in citations if self._errata else ():
                for erratum, cell in self._cells(one.report).get(one.place, ()):
                    if cell.printed == one.quote:
                        found[erratum_note(erratum, cell)] = None
        notes = tuple(found)
        if len(notes) <= _MOST:
            return notes
        return (*notes[:_MOST], f"このほか{len(notes) - _MOST}個の値にも訂正の記録があります。")

    def at(self, report: str, place: str) -> Sequence[Corrected]:
        """Return the corrections in force of what a report prints at a place, mostly none."""
        with self._lock:
            self._follow()
            return self._cells(report).get(place, ()) if self._errata else ()

    def _marked(self, table: FigureTable) -> FigureTable:
        def of(one: PrintedAt | None) -> PrintedAt | None:
            known = one is not None and one.place in self._cells(one.report)
            return replace(one, is_corrected=True) if one is not None and known else one

        with self._lock:
            self._follow()
            if not self._errata:
                return table
            return replace(table, places=tuple(tuple(map(of, row)) for row in table.places))

    def _cells(self, name: str) -> dict[str, list[Corrected]]:
        """Return the corrections in force by the place that they are about, for one report."""
        if name not in self._by_report:
            cells: dict[str, list[Corrected]] = {}
            if name in self._names and any(one.report == name for one in self._errata):
                for erratum, cell in in_force(self._errata, self._report(name)):
                    cells.setdefault(str(cell.place), []).append((erratum, cell))
            self._by_report[name] = cells
        return self._by_report[name]

    def _follow(self) -> None:
        """Read the errata again where somebody recorded one since."""
        stamp = errata_stamp(self._home)
        if stamp != self._stamp:
            self._stamp = stamp
            self._by_report.clear()
            try:
                self._errata = read_errata(self._home)
            except StoreError as error:  # what is printed can be answered all the same
                _log.warning("%s", error)
                self._errata = ()


def erratum_note(erratum: Erratum, cell: Observation) -> str:
    """Return what is told of a correction: of which value, what it should be, why, by whom, and what is printed."""
    what = f"{erratum.name or erratum.indicator}の{fiscal_year_label(erratum.fiscal_year)}の{KIND_LABELS[erratum.kind]}"
    reason = erratum.reason.rstrip("。．. 　")  # a sentence of its own, here in the middle of one
    return (
        f"{what}には訂正の記録があります：訂正後 {erratum.corrected}（理由：{reason}、"
        f"記録者：{erratum.who}、日時：{erratum.local_time:%Y年%-m月%-d日 %H:%M}）。原資料の表記は {cell.printed} です。"
    )
