"""One indicator over the editions of its plan: the years joined, and values that were restated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.phrasing import KIND_LABELS, observation_text
from assistant.types import Answer, Citation
from assistant.understanding.catalog import Origin, Origins
from corpus.editions import same_printed, same_unit
from corpus.fiscal import era_label
from corpus.types import Block, Indicator, Initiative, Kind, Measure, Observation, Report

_JOINED = (Kind.TARGET, Kind.ACTUAL, Kind.GRADE, Kind.RATE)


@dataclass(frozen=True, slots=True)
class OtherPrinting:
    """The same indicator as another edition prints it, with how answers write its id."""

    report: Report
    indicator: Indicator
    source: str


def joined_history(
    newest: Report,
    older: Mapping[str, Report],
    links: Mapping[str, Mapping[str, str]],
    qualified: Callable[[str, str], str],
) -> tuple[Report, Origins]:
    """Return the newest edition with values of years that only older ones print, and where those are from.

    `older` are the older editions by name, newest first; `links` gives for each indicator its id in
    them, where that is sure. What the newest prints stays; of the rest the newer edition wins.
    Indicators whose unit changed are not joined, nor are grades that were only inferred.
    """
    origins: dict[tuple[str, int, Kind], Origin] = {}
    indicators = {name: {one.id: one for one in report.indicators} for name, report in older.items()}

    def longer(indicator: Indicator) -> Indicator:
        held = {(one.fiscal_year, one.kind) for one in indicator.observations}
        added: list[Observation] = []
        for name in older:
            other_id = links.get(indicator.id, {}).get(name)
            if other_id is None:
                continue
            other = indicators[name][other_id]
            if same_unit(other.unit, indicator.unit) is False:
                continue
            for one in other.observations:
                key = (one.fiscal_year, one.kind)
                if one.kind in _JOINED and one.place is not None and key not in held:
                    held.add(key)
                    added.append(replace(one, indicator_id=indicator.id))
                    origins[indicator.id, *key] = Origin(name, qualified(name, other_id))
        return replace(indicator, observations=(*indicator.observations, *added)) if added else indicator

    def block(one: Block) -> Block:
        return replace(one, indicators=tuple(longer(each) for each in one.indicators))

    def initiative(one: Initiative) -> Initiative:
        return replace(one, blocks=tuple(block(each) for each in one.blocks))

    def measure(one: Measure) -> Measure:
        return replace(one, initiatives=tuple(initiative(each) for each in one.initiatives))

    measures = tuple(measure(one) for one in newest.measures)
    years = tuple(sorted({*newest.years, *(year for _, year, _ in origins)}))
    return replace(newest, measures=measures, years=years), origins


def with_restated(
    answer: Answer,
    report: Report,
    others: Mapping[str, tuple[OtherPrinting, ...]],
    written: Callable[[str], str],
) -> Answer:
    """Add a note and a citation for each value of the answer that another edition prints differently.

    `others` gives for each indicator its other printings, the nearest edition first; `written` an
    id of `report` as the answer writes it. A value that several editions print alike is noted once.
    """
    notes, citations = list(answer.notes), list(answer.citations)
    cited = {(one.source, one.place) for one in answer.citations if one.report == report.name}
    for indicator in report.indicators:
        for one in indicator.observations if indicator.id in others else ():
            if one.inferred or (written(indicator.id), str(one.place)) not in cited:
                continue
            said: list[Observation] = []
            for other in others[indicator.id]:
                printed = other.indicator.observation(one.fiscal_year, one.kind)
                if printed is None or printed.inferred or any(_alike(printed, it) for it in (one, *said)):
                    continue
                if same_unit(other.indicator.unit, indicator.unit) is False:
                    continue
                said.append(printed)
                unit = (other.indicator.unit or "").replace("％", "%")
                notes.append(
                    f"{indicator.name or indicator.id}の{era_label(one.fiscal_year)}の{KIND_LABELS[one.kind]}は、"
                    f"{era_label(other.report.fiscal_year)}の報告書では"
                    f"{observation_text(printed, unit)}と印字されています（{other.source}、{printed.place}）。"
                )
                citations.append(
                    Citation(other.source, other.report.name, str(printed.place), printed.printed)
                )
    if len(notes) == len(answer.notes):
        return answer
    sources = dict.fromkeys([*answer.sources, *(one.source for one in citations[len(answer.citations) :])])
    return replace(answer, notes=tuple(notes), citations=tuple(citations), sources=tuple(sources))


def _alike(one: Observation, other: Observation) -> bool:
    if one.kind is Kind.GRADE:
        return one.grade == other.grade
    return same_printed(one.value, one.printed, other.value, other.printed)
