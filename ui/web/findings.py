"""The findings and repairs of a report as pages show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from corpus.types import Finding, FindingKind, Report
from ui.inspection import FINDING_LABELS

# A telephone number that was published after all is no more to be pointed at than before.
_UNSHOWN = frozenset({FindingKind.PERSONAL_DATA})


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding: its class in words, what was found, on what evidence, and where (empty: nowhere)."""

    label: str
    message: str
    evidence: str
    place: str


def findings_of(report: Report, items: Collection[str] | None = None) -> list[ShownFinding]:
    """Return the findings of a report in its order, or only those about some items (indicators, rows)."""
    return [
        _shown(one)
        for one in report.findings
        if one.kind not in _UNSHOWN and (items is None or one.item_id in items)
    ]


def findings_at(report: Report, places: Collection[str], items: Collection[str]) -> list[ShownFinding]:
    """Return the findings about some places or, where a finding names no place, about some items."""
    return [
        _shown(one)
        for one in report.findings
        if one.kind not in _UNSHOWN
        and ((one.place is not None and str(one.place) in places) or one.item_id in items)
    ]


def _shown(one: Finding) -> ShownFinding:
    place = "" if one.place is None else str(one.place)
    return ShownFinding(FINDING_LABELS[one.kind], one.message, one.evidence, place)
