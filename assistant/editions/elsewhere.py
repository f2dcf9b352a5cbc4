"""What other editions of the same plan add to an answer: missing years, dropped items, restated values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answering.history import OtherPrinting, with_restated
from assistant.choosing import Choice, conversation_in
from assistant.conversation import Conversation
from assistant.library import Library, edition_text
from assistant.phrasing import years_text
from assistant.plans import (
    Aspect,
    CombinedPlan,
    ComparePlan,
    DepartmentsOfPlan,
    FiguresPlan,
    GradesPlan,
    ListPlan,
    NarrativePlan,
    NotRatedPlan,
    Plan,
    RankPlan,
)
from assistant.types import Answer, Reason, Status
from assistant.understanding.reading import read_question
from index.facts import ReportInfo

_SERIES = frozenset([Aspect.TREND, Aspect.YEARLY, Aspect.HIGHEST_YEAR, Aspect.LOWEST_YEAR])
# Reasons for which an older edition may hold what the one asked does not.
_MISSING = frozenset(
    [Reason.YEAR_OUTSIDE, Reason.NO_SUCH_ITEM, Reason.NOT_PRINTED, Reason.LOST_IN_SOURCE, Reason.NOT_RATED]
)
_OF_A_YEAR = (FiguresPlan, CombinedPlan, ComparePlan, ListPlan, RankPlan, GradesPlan, NotRatedPlan)
_OF_AN_ITEM = (FiguresPlan, CombinedPlan, NarrativePlan, DepartmentsOfPlan)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the report it is from, and what the next turn should know.

    Ids are as answers write them. `titled` is False where the answer is no report's own.
    """

    answer: Answer
    after: Conversation
    info: ReportInfo
    titled: bool = True


def answer_over_editions(choice: Choice, library: Library) -> Answered:
    """Answer from the chosen edition, with what the other editions of its plan know besides.

    Years that only older editions print are joined to a series, or answered from the newest edition
    that prints them; values restated since are noted. An edition asked for by name answers alone.
    """
    info = choice.info
    answer, after = library.engine(info.name).ask(choice.question, choice.before, choice.plan)
    found = Answered(qualified(answer, info, library), after, info)
    if len(library.editions(info)) > 1 and not choice.named:
        found = _joined(choice, found, library) or found
        found = _elsewhere(choice, found, library) or found
    elif choice.named and not choice.mentions:
        found = _elsewhere(choice, found, library) or found
    return replace(found, answer=_restated(found, library))


def qualified(answer: Answer, info: ReportInfo, library: Library) -> Answer:
    """Write the ids of an answer from one report in full, unless that is the newest of all.

    Citations of other reports, whose ids are in full already, stay as they are.
    """
    own = {one.source for one in answer.citations if one.report == info.name}
    others = {one.source for one in answer.citations if one.report != info.name} - own

    def full(one: str) -> str:
        return one if one in others else library.qualified(info.name, one)

    return replace(
        answer,
        rows=tuple(full(one) for one in answer.rows),
        sources=tuple(full(one) for one in answer.sources),
        citations=tuple(
            replace(one, source=full(one.source)) if one.report == info.name else one
            for one in answer.citations
        ),
    )


def _joined(choice: Choice, found: Answered, library: Library) -> Answered | None:
    """Ask again over the years of all editions, where that can add to the answer."""
    figures = _figures_of(found.after.plan)
    answered = found.answer.status is Status.ANSWERED
    series = answered and figures is not None and figures.aspect in _SERIES
    missing = found.answer.reason in _MISSING
    if not (series or missing):
        return None
    engine = library.joined(found.info)
    answer, after = engine.ask(choice.question, choice.before, choice.plan)
    others = [one for one in answer.citations if one.report != found.info.name]
    if answer.status is not Status.ANSWERED or _figures_of(after.plan) is None:
        return _with_doubts(found, figures, library) if series else None
    if not others:
        return _with_doubts(found, figures, library) if series else None
    notes = list(answer.notes)
    for name in dict.fromkeys(one.report for one in others):
        places = {one.place for one in others if one.report == name}
        other = library.info(name)
        years = {
            observation.fiscal_year
            for indicator in engine.report.indicators
            for observation in indicator.observations
            if str(observation.place) in places
            and (
                origin := engine.catalog.origins.get(
                    (indicator.id, observation.fiscal_year, observation.kind)
                )
            )
            and origin.report == name
        }
        if other is not None:
            notes.append(f"{years_text(years)}の値は、{edition_text(other)}に印字されたものです。")
    joined = Answered(qualified(replace(answer, notes=tuple(notes)), found.info, library), after, found.info)
    return _with_doubts(joined, _figures_of(after.plan), library) if series else joined


def _with_doubts(found: Answered, figures: FiguresPlan | None, library: Library) -> Answered:
    """Say which indicators of other editions may belong to a series and were left out."""
    notes = list(found.answer.notes)
    for indicator in figures.indicators if figures else ():
        for name, match in library.links(found.info, indicator).doubtful.items():
            other = library.info(name)
            if other is None or other.fiscal_year > found.info.fiscal_year:
                continue
            old = library.engine(name).catalog.name(match.older_id)
            notes.append(
                f"{edition_text(other)}の{match.older_id}「{old}」は、同じ指標かどうか確定できないため、含めていません。"
            )
    return replace(found, answer=replace(found.answer, notes=tuple(notes)))


def _elsewhere(choice: Choice, found: Answered, library: Library) -> Answered | None:
    """Ask the other editions, newest first, for a year or an item that the chosen one does not hold."""
    reason = found.answer.reason
    if found.answer.status is not Status.NOT_IN_REPORT or reason not in (
        Reason.YEAR_OUTSIDE,
        Reason.NO_SUCH_ITEM,
    ):
        return None
    engine = library.engine(found.info.name)
    reading = read_question(choice.question, engine.catalog, engine.linker)
    if reading.years.relative or reading.years.versus_previous or reading.other_places:
        return None  # 来年度 is another year in another edition
    wanted = _OF_A_YEAR if reason is Reason.YEAR_OUTSIDE else _OF_AN_ITEM
    for other in library.editions(found.info):
        if other == found.info:
            continue
        before = conversation_in(other, found.info, choice.before, library)
        if before is None:
            before = Conversation(report=other.name)
        answer, after = library.engine(other.name).ask(choice.question, before, None)
        if answer.status is not Status.ANSWERED or not isinstance(after.plan, wanted):
            continue
        what = "お尋ねの年度の記載" if reason is Reason.YEAR_OUTSIDE else "お尋ねの項目"
        note = f"{edition_text(found.info)}には{what}がないため、{edition_text(other)}から答えています。"
        notes = (*answer.notes, note, *_doubts(_figures_of(after.plan), other, found.info, library))
        told = qualified(replace(answer, notes=notes), other, library)
        return Answered(told, replace(after, report_named=False), other)
    return None


def _doubts(
    figures: FiguresPlan | None, info: ReportInfo, chosen: ReportInfo, library: Library
) -> tuple[str, ...]:
    """Say where an indicator that stands in for one of the chosen edition may not be the same."""
    notes = []
    for one in figures.indicators if figures else ():
        match = library.links(info, one).doubtful.get(chosen.name)
        if match is not None:
            other = match.newer_id if info.fiscal_year < chosen.fiscal_year else match.older_id
            notes.append(
                f"{edition_text(chosen)}の{other}「{library.engine(chosen.name).catalog.name(other)}」と"
                "同じ指標かどうかは確定できません。"
            )
    return tuple(notes)


def _restated(found: Answered, library: Library) -> Answer:
    """Note the values of the answer that other editions print differently."""
    plan, info = found.after.plan, found.info
    figures = _figures_of(plan)
    ids = figures.indicators if figures else plan.indicators if isinstance(plan, ComparePlan) else ()
    editions = library.editions(info)
    if not ids or len(editions) < 2 or found.answer.status is not Status.ANSWERED:
        return found.answer
    report = library.report(info.name)
    nearest = sorted(editions, key=lambda one: abs(one.fiscal_year - info.fiscal_year))
    others: dict[str, tuple[OtherPrinting, ...]] = {}
    for one in ids:
        certain = library.links(info, one).certain
        others[one] = tuple(
            OtherPrinting(
                library.report(other.name),
                library.engine(other.name).catalog.indicators[certain[other.name]],
                library.qualified(other.name, certain[other.name]),
            )
            for other in nearest
            if other.name in certain
        )
    return with_restated(found.answer, report, others, lambda one: library.qualified(info.name, one))


def _figures_of(plan: Plan | None) -> FiguresPlan | None:
    if isinstance(plan, CombinedPlan):
        return plan.figures
    return plan if isinstance(plan, FiguresPlan) else None
