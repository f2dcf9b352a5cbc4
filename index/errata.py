"""訂正の記録: what officers say a printed value should have been, kept beside the generations.

The report stays as it was printed. An erratum names the cell by indicator, year and kind, so that it is
found again when the report is read from another file, in which the cell may stand elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.numerals import parse_printed_number, plain_cell
from corpus.text import normalize
from corpus.types import Indicator, Kind, Observation, Report
from index import journal

_TEXTS = ("id", "report", "indicator", "name", "place", "printed", "corrected", "reason", "who", "when")


class ErratumState(StrEnum):
    """What has become of an erratum in the store as it is now."""

    IN_FORCE = "in_force"  # the report prints another value than the corrected one
    CARRIED_OUT = "carried_out"  # a corrected file prints the corrected value
    REPLACED = "replaced"  # a later erratum says otherwise of the same cell
    WITHDRAWN = "withdrawn"  # an officer took it back
    NO_CELL = "no_cell"  # the store holds no report or no cell that it is about


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an erratum was taken back: by whom, when (ISO 8601), and why."""

    who: str
    when: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """What one printed value should have been. `when` is ISO 8601 in UTC.

    `name` is that of the indicator when it was recorded, empty where it was lost; `printed` and `place`
    are those of the cell then.
    """

    id: str
    report: str
    indicator: str
    name: str
    fiscal_year: int
    kind: Kind
    place: str
    printed: str
    corrected: str
    reason: str
    who: str
    when: str
    withdrawn: Withdrawal | None = None

    @property
    def cell(self) -> tuple[str, str, int, Kind]:
        """The cell that it is about: report, indicator, fiscal year and kind."""
        return self.report, self.indicator, self.fiscal_year, self.kind

    @property
    def local_time(self) -> datetime:
        """When it was recorded, in local time."""
        return datetime.fromisoformat(self.when).astimezone()


def errata_path(home: Path) -> Path:
    """Return the journal of the errata of a store."""
    return journal.journal_path(home, "errata")


def read_errata(home: Path) -> tuple[Erratum, ...]:
    """Return all errata in the order recorded, those taken back among them."""
    found: dict[str, Erratum] = {}
    for entry in journal.read(errata_path(home)).entries:
        one = _erratum(entry)
        if one is not None:
            found[one.id] = one
            continue
        taken_back = found.get(str(entry.get("withdraws")))
        if taken_back is not None:
            withdrawal = Withdrawal(*(str(entry.get(key, "")) for key in ("who", "when", "reason")))
            found[taken_back.id] = replace(taken_back, withdrawn=withdrawal)
    return tuple(found.values())


def errata_stamp(home: Path) -> tuple[int, int] | None:
    """Return what changes whenever the errata do. One look at the disk."""
    return journal.stamp(errata_path(home))


def record_erratum(
    home: Path,
    report: Report,
    indicator: Indicator,
    observation: Observation,
    corrected: str,
    *,
    reason: str,
    who: str,
    now: datetime | None = None,
) -> Erratum:
    """Record what a value of a report should have been, and return what is kept."""
    erratum = Erratum(
        id=secrets.token_hex(8),
        report=report.name,
        indicator=indicator.id,
        name=indicator.name or "",
        fiscal_year=observation.fiscal_year,
        kind=observation.kind,
        place=str(observation.place) if observation.place is not None else "",
        printed=observation.printed,
        corrected=corrected,
        reason=reason,
        who=who,
        when=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
    )
    kept = {key: getattr(erratum, key) for key in _TEXTS}
    journal.append(
        errata_path(home), {**kept, "fiscal_year": erratum.fiscal_year, "kind": erratum.kind.value}
    )
    return erratum


def withdraw_erratum(
    home: Path, erratum: Erratum, *, who: str, reason: str = "", now: datetime | None = None
) -> None:
    """Record that an erratum is taken back; it stays to be read."""
    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    journal.append(errata_path(home), {"withdraws": erratum.id, "who": who, "when": when, "reason": reason})


def cell_of(erratum: Erratum, report: Report) -> Observation | None:
    """Return the value that the erratum is about as the report prints it now, None where it prints none.

    The indicator is the one of the same id and name, else the only one of the name. Of several values of
    one year and kind it is the one at the recorded place, else the one with the recorded text.
    """
    values = [
        one
        for indicator in _same_indicator(erratum, report)
        for one in indicator.observations
        if (one.fiscal_year, one.kind) == (erratum.fiscal_year, erratum.kind) and one.place is not None
    ]
    if not values:
        return None
    return max(values, key=lambda one: (str(one.place) == erratum.place, one.printed == erratum.printed))


@dataclass(frozen=True, slots=True)
class Standing:
    """An erratum among the others: its state, the cell as printed now, and the later one that replaces it."""

    erratum: Erratum
    state: ErratumState
    cell: Observation | None = None
    replaced_by: Erratum | None = None


def standings(errata: Iterable[Erratum], report: Report | None) -> tuple[Standing, ...]:
    """Return what has become of all errata about one report, in the order recorded.

    `report` is None where the store holds it no more. Of several about one cell the last one counts,
    unless it was taken back: then the one before it does again.
    """
    latest: dict[object, Erratum] = {}
    found = []
    for one in reversed(list(errata)):
        cell = cell_of(one, report) if report is not None else None
        # Two records of one cell may name different places: the report was read anew in between.
        key = (one.cell, one.name, one.place) if cell is None else (one.cell[2:], cell.place)
        later = latest.get(key)
        state = _state(one, cell, later)
        found.append(Standing(one, state, cell, later if state is ErratumState.REPLACED else None))
        if state is not ErratumState.WITHDRAWN:
            latest.setdefault(key, one)
    return tuple(reversed(found))


def _state(erratum: Erratum, cell: Observation | None, later: Erratum | None) -> ErratumState:
    if erratum.withdrawn is not None:
        return ErratumState.WITHDRAWN
    if later is not None:
        return ErratumState.REPLACED
    if cell is None:
        return ErratumState.NO_CELL
    return ErratumState.CARRIED_OUT if says(cell, erratum.corrected) else ErratumState.IN_FORCE


def says(observation: Observation, text: str) -> bool:
    """Tell whether a value is what a text says: the same number, however it is written, or the same words."""
    number = parse_printed_number(text)
    if number is not None and observation.value is not None:
        return number == observation.value
    printed = (observation.printed, observation.grade or observation.printed)
    return normalize(plain_cell(text)) in {normalize(plain_cell(one)) for one in printed}


def in_force(errata: Iterable[Erratum], report: Report) -> Iterator[tuple[Erratum, Observation]]:
    """Yield the errata about a report that are in force, each with the cell as printed now."""
    for one in standings((each for each in errata if each.report == report.name), report):
        if one.state is ErratumState.IN_FORCE and one.cell is not None:
            yield one.erratum, one.cell


def _same_indicator(erratum: Erratum, report: Report) -> list[Indicator]:
    name = normalize(erratum.name)
    named = [one for one in report.indicators if normalize(one.name or "") == name]
    same = [one for one in named if one.id == erratum.indicator]
    if same:
        return same
    return named if name and len(named) == 1 else []


def _erratum(entry: Mapping[str, Any]) -> Erratum | None:
    """Return the erratum of a line, None for a withdrawal or a line of another version of the program."""
    texts = {key: entry.get(key) for key in _TEXTS}
    year, kind = entry.get("fiscal_year"), entry.get("kind")
    if not all(isinstance(one, str) for one in texts.values()) or not isinstance(year, int):
        return None
    if kind not in set(Kind):
        return None
    return Erratum(**texts, fiscal_year=year, kind=Kind(kind))  # type: ignore[arg-type]  # checked above
