"""All reports of a store as one library: plans with their editions, an engine for each, and who is who."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.answering.history import joined_history
from assistant.editions.plan_names import PlanNames
from assistant.engine import Engine
from assistant.phrasing import year_text
from assistant.store_words import StoreWords
from assistant.understanding.few_shot import FewShot
from corpus.editions import Decision, Match, match_indicators
from corpus.errors import StoreError
from corpus.identity import is_same_plan
from corpus.text import normalize
from corpus.types import Report
from index.decisions import decisions_stamp, read_decisions
from index.facts import FactStore, ReportInfo
from index.query import Hit, PassageQuery

Editions = tuple[ReportInfo, ...]
"""The editions of one plan, newest first."""

# Of the indicators of two editions of one plan, at least this share goes on from one to the next.
_MOST_INDICATORS = 0.4


@dataclass(frozen=True, slots=True)
class Links:
    """What one indicator of an edition is called in the others, by report name.

    `doubtful` holds other editions' indicators that may be the same, where none surely is.
    """

    certain: dict[str, str]
    doubtful: dict[str, Match]


class Library:
    """The reports of one store, newest first; engines and matches are made when first needed.

    Safe to share between threads.
    """

    def __init__(
        self,
        facts: FactStore,
        search: Callable[[PassageQuery], list[Hit]],
        home: Path,
        operations: FewShot | None = None,
    ) -> None:
        self._facts = facts
        self._operations = operations
        self._search = search
        self._home = home
        self.infos: Editions = tuple(sorted(facts.reports(), key=lambda one: (-one.fiscal_year, one.name)))
        if not self.infos:
            raise StoreError(
                "報告書がまだ読み込まれていません。「keikaku ingest 報告書のファイル」で読み込んでください。"
            )
        self._lock = threading.RLock()
        self._reports: dict[str, Report] = {}
        self._engines: dict[str, Engine] = {}
        self._joined: dict[str, Engine] = {}
        self._matches: dict[tuple[str, str], tuple[Match, ...]] = {}
        self._plans: tuple[Editions, ...] | None = None
        self._stamp: tuple[int, int] | None = None
        self._decisions: tuple[Decision, ...] = ()

    @property
    def newest(self) -> ReportInfo:
        """The newest report of all, whose ids are written without its name."""
        return self.infos[0]

    @property
    def several(self) -> bool:
        """Whether answers must say which report they are from."""
        return len(self.infos) > 1

    def info(self, name: str) -> ReportInfo | None:
        """Return what is known about a report, or None where the store has none of this name."""
        return next((one for one in self.infos if one.name == name), None)

    @cached_property
    def words(self) -> StoreWords:
        """The words that the reports print, over all of them."""
        return StoreWords(self._facts.names, self._facts.labels, self._facts.texts)

    @cached_property
    def plan_names(self) -> PlanNames:
        """What the reports, their cities and plans are called."""
        return PlanNames(self.infos, self.words.printing)

    def report(self, name: str) -> Report:
        """Return one report whole."""
        with self._lock:
            if name not in self._reports:
                self._reports[name] = self._facts.report(name)
            return self._reports[name]

    def engine(self, name: str) -> Engine:
        """Return the engine over one edition."""
        with self._lock:
            if name not in self._engines:
                self._engines[name] = Engine(
                    self.report(name), self._facts.run, self._search, operations=self._operations
                )
            return self._engines[name]

    def plans(self) -> tuple[Editions, ...]:
        """Return the plans, that of the newest report first, each with its editions newest first."""
        with self._lock:
            if self._plans is None:
                self._plans = plans_of(self.infos, self.report)
            return self._plans

    def editions(self, info: ReportInfo) -> Editions:
        """Return all editions of the plan of a report, itself included, newest first."""
        return next(plan for plan in self.plans() if info in plan)

    def matches(self, older: str, newer: str) -> tuple[Match, ...]:
        """Return which indicators of two editions are one, with what people decided about it."""
        with self._lock:
            self._follow_decisions()
            key = (older, newer)
            if key not in self._matches:
                self._matches[key] = match_indicators(self.report(older), self.report(newer), self._decisions)
            return self._matches[key]

    def links(self, info: ReportInfo, indicator_id: str) -> Links:
        """Return the same indicator in the other editions of the plan.

        From edition to edition backwards, since neighbours share most years; where two ways lead
        to two indicators, neither is certain.
        """
        certain: dict[str, str] = {info.name: indicator_id}
        doubtful: dict[str, Match] = {}
        plan = self.editions(info)
        older = [one for one in plan if one.fiscal_year < info.fiscal_year]
        newer = [one for one in reversed(plan) if one.fiscal_year > info.fiscal_year]
        for others, backwards in ((older, True), (newer, False)):
            for other in others:
                reached: set[str] = set()
                for name, known in certain.items():
                    pair = (other.name, name) if backwards else (name, other.name)
                    for match in self.matches(*pair) if name != other.name else ():
                        ours, theirs = _ends(match, backwards)
                        if ours != known:
                            continue
                        if match.certain:
                            reached.add(theirs)
                        elif name == info.name:
                            doubtful[other.name] = match
                if len(reached) == 1:
                    certain[other.name] = reached.pop()
                    doubtful.pop(other.name, None)
        del certain[info.name]
        return Links(certain, doubtful)

    def joined(self, info: ReportInfo) -> Engine:
        """Return an engine over an edition with the years that only older editions of its plan print."""
        with self._lock:
            self._follow_decisions()
            if info.name not in self._joined:
                report = self.report(info.name)
                older = {
                    one.name: self.report(one.name)
                    for one in self.editions(info)
                    if one.fiscal_year < info.fiscal_year
                }
                links = {one.id: self.links(info, one.id).certain for one in report.indicators}
                longer, origins = joined_history(report, older, links, self.qualified)
                self._joined[info.name] = Engine(
                    longer, self._facts.run, self._search, origins, self._operations
                )
            return self._joined[info.name]

    def qualified(self, report: str, source: str) -> str:
        """Return an id as answers write it: bare for the newest report, REPORT/id for the others."""
        return source if report == self.newest.name else f"{report}/{source}"

    def search(self, query: PassageQuery) -> list[Hit]:
        """Search the commentary."""
        return self._search(query)

    def _follow_decisions(self) -> None:
        """Read the decisions again where somebody decided since; what rested on them is made anew."""
        stamp = decisions_stamp(self._home)
        if stamp != self._stamp:
            self._decisions = read_decisions(self._home)
            self._stamp = stamp
            self._matches.clear()
            self._joined.clear()


def plans_of(infos: Sequence[ReportInfo], report: Callable[[str], Report]) -> tuple[Editions, ...]:
    """Group reports, given newest first, by the plan they are editions of.

    City and plan decide where the text tells both; only else are whole reports fetched and compared.
    """
    groups: list[list[ReportInfo]] = []
    for info in infos:
        home = next((group for group in groups if any(_same(info, one, report) for one in group)), None)
        if home is None:
            groups.append([info])
        else:
            home.append(info)
    return tuple(tuple(group) for group in groups)


def edition_text(info: ReportInfo) -> str:
    """Return 令和5年度（R5）の報告書."""
    return f"{year_text(info.fiscal_year)}の報告書"


def _same(one: ReportInfo, other: ReportInfo, report: Callable[[str], Report]) -> bool:
    if one.city and other.city and one.plan and other.plan:
        return (normalize(one.city), normalize(one.plan)) == (normalize(other.city), normalize(other.plan))
    pair = sorted((one, other), key=lambda each: each.fiscal_year)
    older, newer = (report(each.name) for each in pair)
    return is_same_plan(older, newer) and share_indicators(older, newer)


def share_indicators(older: Report, newer: Report) -> bool:
    """Tell whether most indicators surely go on: two towns may follow one template with figures of their own."""
    certain = sum(match.certain for match in match_indicators(older, newer))
    shorter = min(len(list(older.indicators)), len(list(newer.indicators)))
    return certain >= _MOST_INDICATORS * shorter


def _ends(match: Match, backwards: bool) -> tuple[str, str]:
    return (match.newer_id, match.older_id) if backwards else (match.older_id, match.newer_id)
