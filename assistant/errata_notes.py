"""The note on an answer that cites a value for which officers have recorded a correction.

The figure of the answer stays the printed one; the note tells the corrected value with its provenance.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant.phrasing import KIND_LABELS
from assistant.types import Answer, Citation
from corpus.errors import StoreError
from corpus.fiscal import fiscal_year_label
from corpus.types import Observation, Report
from index.errata import Erratum, errata_stamp, in_force, read_errata

_log = logging.getLogger(__name__)

_MOST = 5  # an answer that rests on more corrected cells says how many more there are

Cell = tuple[str, str, str]
"""Where a value stands: report, place and printed text."""


class ErrataNotes:
    """The notes on the reports of one store. Safe to share between threads."""

    def __init__(self, home: Path, names: Collection[str], report: Callable[[str], Report]) -> None:
        self._home = home
        self._names = names
        self._report = report
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._errata: tuple[Erratum, ...] = ()
        self._by_report: dict[str, dict[Cell, list[str]]] = {}

    def noted(self, answer: Answer) -> Answer:
        """Return the answer with a note on each cited value that has a correction."""
        notes = self.notes(answer.citations)
        return replace(answer, notes=(*answer.notes, *notes)) if notes else answer

    def notes(self, citations: Iterable[Citation]) -> tuple[str, ...]:
        """Return the notes on what is cited, each once, in the order of the citations."""
        with self._lock:
            self._follow()
            if not self._errata:
                return ()
            found: dict[str, None] = {}
            for one in citations:
                for note in self._cells(one.report).get((one.report, one.place, one.quote), ()):
                    found[note] = None
        notes = tuple(found)
        if len(notes) <= _MOST:
            return notes
        return (*notes[:_MOST], f"このほか{len(notes) - _MOST}個の値にも訂正の記録があります。")

    def _cells(self, name: str) -> dict[Cell, list[str]]:
        """Return the notes by the cell that they are on, for one report."""
        if name not in self._by_report:
            cells: dict[Cell, list[str]] = {}
            if name in self._names and any(one.report == name for one in self._errata):
                for erratum, cell in in_force(self._errata, self._report(name)):
                    key = (name, str(cell.place), cell.printed)
                    cells.setdefault(key, []).append(erratum_note(erratum, cell))
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
    when = datetime.fromisoformat(erratum.when).astimezone()
    reason = erratum.reason.rstrip("。．. 　")  # a sentence of its own, here in the middle of one
    return (
        f"{what}には訂正の記録があります：訂正後 {erratum.corrected}（理由：{reason}、"
        f"記録者：{erratum.who}、日時：{when:%Y年%-m月%-d日 %H:%M}）。原資料の表記は {cell.printed} です。"
    )
