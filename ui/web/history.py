"""What an initiative was in the other editions of its plan: its commentary then, and values printed otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.library import Library
from assistant.phrasing import KIND_LABELS, observation_text
from corpus.edition_changes import disagreements, match_initiatives
from corpus.fiscal import era_label
from corpus.sentence_comparison import SentenceComparison, compare_sentences
from corpus.types import Initiative, Passage, PassageKind
from index.facts import ReportInfo
from index.sentences import split_sentences

_COMPARED = (PassageKind.STATUS, PassageKind.ISSUES)


@dataclass(frozen=True, slots=True)
class PastCells:
    """The cells of one kind in an edition; `since` tells what became of the older edition's, None for the oldest."""

    column: str
    passages: tuple[Passage, ...]
    since: SentenceComparison | None


@dataclass(frozen=True, slots=True)
class PastEdition:
    """The same initiative in another edition of the plan, or in the one shown (`shown`)."""

    info: ReportInfo
    initiative: Initiative
    cells: tuple[PastCells, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Restated:
    """A value that another edition prints differently, in words, with where it stands there."""

    text: str
    report: str
    place: str


def past_editions(library: Library, info: ReportInfo, initiative_id: str) -> tuple[PastEdition, ...]:
    """Return the initiative in all editions that surely have it, newest first; only one: no history."""
    found = [
        (one, initiative)
        for one in library.editions(info)
        if (initiative := counterpart(library, info, initiative_id, one)) is not None
    ]
    past = []
    for at, (one, initiative) in enumerate(found):
        before = found[at + 1][1] if at + 1 < len(found) else None
        past.append(PastEdition(one, initiative, _cells(initiative, before), one.name == info.name))
    return tuple(past)


def counterpart(
    library: Library, info: ReportInfo, initiative_id: str, other: ReportInfo
) -> Initiative | None:
    """Return the initiative that continues one of a report in another edition; None where there is none."""
    report, there = library.report(info.name), library.report(other.name)
    if other.name == info.name:
        wanted: str | None = initiative_id
    elif other.fiscal_year < info.fiscal_year:
        wanted = match_initiatives(there, report, library.matches(other.name, info.name)).get(initiative_id)
    else:
        ways = match_initiatives(report, there, library.matches(info.name, other.name))
        wanted = next((new for new, old in ways.items() if old == initiative_id), None)
    return next((one for one in there.initiatives if one.id == wanted), None)


def restated_values(library: Library, info: ReportInfo, indicator_ids: frozenset[str]) -> list[Restated]:
    """Return the values of some indicators that other editions print differently, the nearest edition first."""
    found = []
    report = library.report(info.name)
    others = sorted(library.editions(info), key=lambda one: abs(one.fiscal_year - info.fiscal_year))
    for other in others:
        if other.fiscal_year == info.fiscal_year:
            continue
        is_older = other.fiscal_year < info.fiscal_year
        older, newer = (other, info) if is_older else (info, other)
        pair = (library.report(older.name), library.report(newer.name))
        for one in disagreements(*pair, library.matches(older.name, newer.name)):
            ours, theirs = (one.newer, one.older) if is_older else (one.older, one.newer)
            if ours.indicator_id not in indicator_ids:
                continue
            named = next(each for each in report.indicators if each.id == ours.indicator_id)
            unit = (named.unit or "").replace("％", "%")
            text = (
                f"{named.name or named.id}の{era_label(ours.fiscal_year)}の{KIND_LABELS[ours.kind]}は、"
                f"{era_label(other.fiscal_year)}の報告書では{observation_text(theirs, unit)}と印字されています"
                f"（この報告書では{observation_text(ours, unit)}）。"
            )
            found.append(Restated(text, other.name, "" if theirs.place is None else str(theirs.place)))
    return found


def _cells(initiative: Initiative, before: Initiative | None) -> tuple[PastCells, ...]:
    made = []
    for kind in _COMPARED:
        passages = _passages(initiative, kind)
        old = _passages(before, kind) if before is not None else ()
        if not passages and not old:
            continue
        since = compare_sentences(_sentences(old), _sentences(passages)) if before is not None else None
        column = (passages or old)[0].column
        made.append(PastCells(column, passages, since))
    return tuple(made)


def _passages(initiative: Initiative, kind: PassageKind) -> tuple[Passage, ...]:
    return tuple(
        one for block in initiative.blocks for one in block.passages if one.kind is kind and one.text.strip()
    )


def _sentences(passages: tuple[Passage, ...]) -> list[str]:
    return [sentence for one in passages for sentence in split_sentences(one.text)]
