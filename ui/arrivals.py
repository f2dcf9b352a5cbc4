"""What becomes of each report that is handed in: new, unchanged, or a correction of one that is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import fiscal
from corpus.corrections import Change, Correction, correction, figure_agreement
from corpus.entered import Entered, entered_from, renamed, with_entered
from corpus.errors import KeikakuError
from corpus.identity import is_same_edition, resembles_edition
from corpus.types import Finding, FindingKind, Report

if TYPE_CHECKING:
    from index.manifest import ReportEntry


_FEW = 10
"""A file may change this many values of a small report and still be its correction."""
_MOST_CORRECTED = 0.2
"""Beyond this share of values changed or dropped a file is not taken for a correction."""


class RefusedError(KeikakuError):
    """The files cannot be published as they were given; nothing was."""


class Fate(StrEnum):
    """What becomes of a report that is handed in."""

    NEW = "new"  # an edition that the store does not hold
    UNCHANGED = "unchanged"  # the same file, read in the same way
    REREAD = "reread"  # the same file, but the reader or what was entered has changed since
    CORRECTED = "corrected"  # another file of an edition that the store holds: it replaces it


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who hands in one file says about it."""

    name: str | None = None
    entered: Entered = field(default_factory=Entered)
    replaces: bool = False  # a correction that changes most figures is meant


@dataclass(frozen=True, slots=True)
class Held:
    """What the store holds: all names, and whole the reports that could be the same edition.

    `generation` is the one that was looked at, empty where there is none.
    """

    generation: str = ""
    names: tuple[str, ...] = ()
    reports: Mapping[str, Report] = field(default_factory=dict)
    entries: Mapping[str, ReportEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that was read: `report` stands under the name by which it is, or would be, stored.

    `before` is the stored edition that it is the same as or replaces, `changes` what is
    different. `name_taken` is the name it would have had if no other report held that;
    `resembled` the stored report that a new one looks like but for its figures.
    """

    file: Path
    report: Report
    fate: Fate
    entered: Entered
    before: Report | None = None
    changes: Correction | None = None
    name_taken: str | None = None
    resembled: str | None = None
    was_confirmed: bool = False

    @property
    def personal_data(self) -> tuple[Finding, ...]:
        """The findings of personal data in the file, which hold it back until they are confirmed."""
        return tuple(one for one in self.report.findings if one.kind is FindingKind.PERSONAL_DATA)


def refuse_repeated_paths(files: Sequence[Path]) -> None:
    """Raise RefusedError where one file is given twice, however it is spelled."""
    seen: dict[Path, Path] = {}
    for file in files:
        first = seen.setdefault(file.resolve(), file)
        if first is not file:
            raise RefusedError(
                f"同じファイル「{file}」が2回指定されています。1回だけ指定してください。何も取り込んでいません。"
            )


def decide(read: Sequence[tuple[Path, Report]], held: Held, wishes: Wishes | None = None) -> list[Arrival]:
    """Tell what becomes of each report, in the order given. Raises RefusedError where two are one edition.

    A file that the store holds, or another file of an edition that it holds, keeps the stored
    name, so that links to it stay; a new edition whose name is taken gets a name of its own.
    """
    told = wishes or Wishes()
    arrivals = [_matched(file, report, held, told) for file, report in read]
    _refuse_twins(arrivals)
    taken = set(held.names)
    named = []
    for one in arrivals:
        if one.fate is Fate.NEW:
            one = _named(one, taken, told)
            taken.add(one.report.name)
        elif not told.replaces and changes_too_much(one):
            raise RefusedError(_too_different(one))
        elif told.name not in (None, one.report.name):
            raise RefusedError(
                f"この報告書は「{one.report.name}」の名前で収録されています。名前を変えるには、先に"
                f"「keikaku withdraw {one.report.name}」で取り下げてください。何も取り込んでいません。"
            )
        named.append(one)
    return named


def changes_too_much(one: Arrival) -> bool:
    """True where a file would change or drop so much that it is rather the report of another year."""
    if one.fate is not Fate.CORRECTED or one.changes is None or one.before is None:
        return False
    held = sum(len(each.observations) for each in one.before.indicators)
    lost = sum(change.change is not Change.ADDED for change in one.changes.values)
    return lost >= _FEW and lost > _MOST_CORRECTED * held


def _too_different(one: Arrival) -> str:
    year = fiscal.fiscal_year_label(one.report.fiscal_year)
    assert one.changes is not None
    return (
        f"「{one.file.name}」は、収録済みの「{one.report.name}」（{year}）の訂正版にしては違いが多すぎるため"
        f"（{len(one.changes.values)}個の値が違います）、取り込んでいません。別の年度の報告書のときは --fiscal-year で年度を指定してください。"
        "本当に置き換えるときは --replace を付けてください。違いは「keikaku check」で確かめられます。何も取り込んでいません。"
    )


def _matched(file: Path, read: Report, held: Held, wishes: Wishes) -> Arrival:
    same_file = [one for one in held.reports.values() if one.digest == read.digest]
    if same_file:
        return _against(file, read, _best(same_file, read), held, wishes)
    editions = []
    for one in held.reports.values():
        entered = _entered(held, one.name, wishes)
        if is_same_edition(with_entered(read, entered), one):
            editions.append(one)
    if editions:
        return _against(file, read, _best(editions, read), held, wishes)
    report = with_entered(read, wishes.entered)
    resembled = next((one.name for one in held.reports.values() if resembles_edition(report, one)), None)
    return Arrival(file, report, Fate.NEW, wishes.entered, resembled=resembled)


def _against(file: Path, read: Report, before: Report, held: Held, wishes: Wishes) -> Arrival:
    """Return the arrival of a file of an edition that is held as `before`."""
    entered = _entered(held, before.name, wishes)
    report = renamed(with_entered(read, entered), before.name)
    if report.digest != before.digest:
        return Arrival(file, report, Fate.CORRECTED, entered, before, correction(before, report))
    report = replace(report, file_name=before.file_name)
    entry = held.entries.get(before.name)
    confirmed = entry is not None and entry.personal_data_confirmed
    if report == before:
        return Arrival(file, report, Fate.UNCHANGED, entered, before, was_confirmed=confirmed)
    changes = correction(before, report)
    return Arrival(file, report, Fate.REREAD, entered, before, changes, was_confirmed=confirmed)


def _entered(held: Held, name: str, wishes: Wishes) -> Entered:
    """Return what was entered now, else what was entered when the edition came in."""
    entry = held.entries.get(name)
    return wishes.entered.over(entered_from(entry.entered)) if entry is not None else wishes.entered


def _best(editions: Iterable[Report], read: Report) -> Report:
    return max(editions, key=lambda one: (one.name == read.name, figure_agreement(one, read)))


def _named(arrival: Arrival, taken: set[str], wishes: Wishes) -> Arrival:
    report = arrival.report
    if wishes.name is not None:
        if wishes.name in taken:
            raise RefusedError(
                f"「{wishes.name}」という名前は、別の報告書が使っています。ほかの名前を指定してください。何も取り込んでいません。"
            )
        return replace(arrival, report=renamed(report, wishes.name))
    if report.name not in taken:
        return arrival
    return replace(arrival, report=renamed(report, _own_name(report, taken)), name_taken=report.name)


def _own_name(report: Report, taken: set[str]) -> str:
    """Return the stem with the report's year (report-r5), and a number where that is taken, too."""
    year = f"-{fiscal.era_label(report.fiscal_year).lower()}"
    base = report.name if report.name.lower().endswith(year) else report.name + year
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _refuse_twins(arrivals: Sequence[Arrival]) -> None:
    for one, other in combinations(arrivals, 2):
        if one.report.digest == other.report.digest:
            why = "は中身が同じファイルです"
        elif (
            one.before is not None and other.before is not None and one.before.name == other.before.name
        ) or (is_same_edition(one.report, other.report)):
            why = f"は、どちらも同じ計画の{fiscal.fiscal_year_label(one.report.fiscal_year)}の報告書です"
        else:
            continue
        raise RefusedError(
            f"「{one.file}」と「{other.file}」{why}。取り込むほうだけを指定してください。何も取り込んでいません。"
        )
