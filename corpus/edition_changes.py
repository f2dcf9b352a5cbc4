"""What differs between two editions: restated values, and indicators that came, went or were renamed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from corpus.editions import Decision, Match, match_indicators, name_similarity, same_printed, same_unit
from corpus.fiscal import era_label
from corpus.types import Finding, FindingKind, Indicator, Initiative, Kind, Observation, Report

_KINDS = {
    Kind.TARGET: "目標",
    Kind.ACTUAL: "実績",
    Kind.GRADE: "評価",
    Kind.BASELINE: "基準値",
    Kind.RATE: "達成率",
}
# Initiatives whose names share this much are one, renamed.
_SAME_INITIATIVE = 0.8


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value that two editions print differently; both printed values keep their places."""

    match: Match
    kind: Kind
    fiscal_year: int
    older: Observation
    newer: Observation


@dataclass(frozen=True, slots=True)
class IndicatorChanges:
    """How the list of indicators changed. Doubtful matches are neither kept nor new nor dropped."""

    kept: tuple[Match, ...]
    renumbered: tuple[Match, ...]  # kept, with another id
    reworded: tuple[Match, ...]  # kept, with another name
    doubtful: tuple[Match, ...]
    added: tuple[str, ...]  # ids in the newer edition
    dropped: tuple[str, ...]  # ids in the older edition


def disagreements(older: Report, newer: Report, matches: Iterable[Match]) -> tuple[Disagreement, ...]:
    """Return the values of the same kind and year that certain matches print differently, in order.

    A value that only one edition prints is no disagreement, nor is an inferred one; indicators
    whose units differ are left out, since their numbers cannot be set against each other.
    """
    old, new = _by_id(older), _by_id(newer)
    return tuple(
        Disagreement(match, after.kind, after.fiscal_year, before, after)
        for match in matches
        if match.certain and same_unit(old[match.older_id].unit, new[match.newer_id].unit) is not False
        for before, after in _both_printed(old[match.older_id], new[match.newer_id])
        if (
            (before.grade, after.grade) == (None, None)
            and not same_printed(before.value, before.printed, after.value, after.printed)
        )
        or before.grade != after.grade
    )


def indicator_changes(older: Report, newer: Report, matches: Collection[Match]) -> IndicatorChanges:
    """Return which indicators were kept, renumbered, reworded, added and dropped."""
    old, new = _by_id(older), _by_id(newer)
    kept = tuple(one for one in matches if one.certain)
    matched = {one.older_id for one in matches}, {one.newer_id for one in matches}
    return IndicatorChanges(
        kept,
        tuple(one for one in kept if one.older_id != one.newer_id),
        tuple(one for one in kept if name_similarity(old[one.older_id].name, new[one.newer_id].name) < 1.0),
        tuple(one for one in matches if not one.certain),
        tuple(item_id for item_id in new if item_id not in matched[1]),
        tuple(item_id for item_id in old if item_id not in matched[0]),
    )


def edition_findings(older: Report, newer: Report, decisions: Collection[Decision] = ()) -> list[Finding]:
    """Return what a person should look at: doubtful matches first, then values printed differently.

    Places and item ids are those of the newer edition; the evidence names the older one.
    """
    matches = match_indicators(older, newer, decisions)
    old, new = _by_id(older), _by_id(newer)
    found = [
        Finding(
            FindingKind.UNLIKE_EDITIONS,
            f"{older.name}の{one.older_id}「{_name(old[one.older_id])}」と同じ指標かどうか、確定できません。",
            one.evidence,
            new[one.newer_id].place,
            one.newer_id,
        )
        for one in matches
        if not one.certain
    ]
    found += [
        Finding(
            FindingKind.UNLIKE_EDITIONS,
            f"{era_label(one.fiscal_year)}の{_KINDS[one.kind]}「{one.newer.printed}」が、"
            f"{older.name}では「{one.older.printed}」と印字されています。",
            f"{_name(new[one.match.newer_id])}。{older.name}の{one.match.older_id}（{one.older.place}）。",
            one.newer.place,
            one.match.newer_id,
        )
        for one in disagreements(older, newer, matches)
    ]
    return found


def match_initiatives(older: Report, newer: Report, matches: Iterable[Match]) -> dict[str, str]:
    """Return the initiatives of the newer edition with those of the older one that they continue.

    The same name decides, then a nearly equal one, then the indicators that surely moved with it.
    """
    before, after = list(older.initiatives), list(newer.initiatives)
    found: dict[str, str] = {}
    for least in (1.0, _SAME_INITIATIVE):
        for new in after:
            if new.id in found:
                continue
            free = [one for one in before if one.id not in found.values()]
            fitting = [one for one in free if name_similarity(one.name, new.name) >= least]
            fitting.sort(key=lambda one: (-name_similarity(one.name, new.name), one.id != new.id))
            if fitting:
                found[new.id] = fitting[0].id
    home = {one.id: initiative.id for initiative in before for one in initiative.indicators}
    moved = {match.newer_id: home[match.older_id] for match in matches if match.certain}
    for new in after:
        for old_id in _homes(new, moved):
            if new.id not in found and old_id not in found.values():
                found[new.id] = old_id
    return found


def _homes(initiative: Initiative, moved: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(moved[one.id] for one in initiative.indicators if one.id in moved))


def _both_printed(old: Indicator, new: Indicator) -> Iterator[tuple[Observation, Observation]]:
    before = {(one.kind, one.fiscal_year): one for one in old.observations if not one.inferred}
    for one in new.observations:
        if not one.inferred and (one.kind, one.fiscal_year) in before:
            yield before[one.kind, one.fiscal_year], one


def _by_id(report: Report) -> dict[str, Indicator]:
    return {one.id: one for one in report.indicators}


def _name(indicator: Indicator) -> str:
    return indicator.name or "（名称不明）"
