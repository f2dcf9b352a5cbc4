"""From an answered question to its draft, or to the answer that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.briefing.brief import Brief, Lead, write_brief
from assistant.briefing.markdown import to_markdown
from assistant.briefing.topics import topics_of
from assistant.conversation import Conversation
from assistant.draft import Draft
from assistant.editions.elsewhere import qualified
from assistant.engine import Engine
from assistant.library import Library
from assistant.plans import (
    Aspect,
    AveragePlan,
    CombinedPlan,
    FiguresPlan,
    GradesPlan,
    MentionsPlan,
    NarrativePlan,
    Scope,
    TallyPlan,
    years_of,
)
from assistant.types import Answer, Citation, Reason, Route, Status

# Reasons for which a row is there, but its figure is not: the draft says so.
_ROW_IS_THERE = frozenset({Reason.NOT_PRINTED, Reason.LOST_IN_SOURCE, Reason.NOT_RATED})
# What the draft says of every indicator anyway; the answer's own sentence would say it twice.
_SAID_ANYWAY = frozenset(
    {
        Aspect.VALUE,
        Aspect.TARGET_AND_ACTUAL,
        Aspect.MET,
        Aspect.RATE,
        Aspect.GAP,
        Aspect.SITUATION,
        Aspect.TREND,
    }
)
_END_OF_LEAD = re.compile(r"\s*(?:- |> |\d+\. |（報告書[:：])|.*次の記載があります。$")
_REPORT = re.compile(r"（報告書[:：]")
_LIST_MARK = re.compile(r"- |\d+\. ")
# Answered by counts and means over the plan, which no single row stands for.
_OF_THE_WHOLE = (GradesPlan, TallyPlan, AveragePlan)
_BESIDE = re.compile(r"参考（|この間の実績")


def draft_from(question: str, answer: Answer, after: Conversation, library: Library) -> Brief | Answer:
    """Return the draft on what a question was answered with; else the answer that stands instead of one.

    A refusal, a question back and an answer about no row of a report (a greeting, what a grade
    means) give no draft.
    """
    there = answer.status is Status.NOT_IN_REPORT and answer.reason in _ROW_IS_THERE
    if answer.status is not Status.ANSWERED and not (there and after.plan is not None):
        return answer
    info = library.info(after.report)
    if info is None or answer.route is Route.NONE:
        return _nothing_named(answer)
    several = len(library.editions(info)) > 1 and not after.report_named
    engine = library.joined(info) if several else library.engine(info.name)
    prefix = f"{info.name}/"
    rows = [one.removeprefix(prefix) for one in answer.rows]
    topics = topics_of(after.plan, rows, after.blocks, engine.catalog)
    of_the_whole = not topics and isinstance(after.plan, _OF_THE_WHOLE) and answer.citations
    if not topics and not of_the_whole:
        return _nothing_named(answer)
    draft = engine.draft()
    lead = _whole(answer, after) if of_the_whole else Lead(_lead(answer, after))
    told = {one.source for one in engine.report.passages}
    if lead.sentences:
        own = [replace(one, source=one.source.removeprefix(prefix)) for one in answer.citations]
        own = [one for one in own if one.source not in told]  # the commentary is quoted further below
        if any(one.report != info.name for one in own):
            lead = Lead()  # what another edition prints is in the series, cited there
        else:
            _cite_all(own, draft)
    for note in answer.notes:
        draft.note(note)
    reading = _without_title(answer.interpretation, info.title)
    brief = write_brief(question, reading, lead, topics, _year(after, engine), draft)
    return replace(brief, answer=qualified(brief.answer, info, library))


def shown_in_chat(brief: Brief) -> Answer:
    """Return a draft as the answer that the chat and `keikaku ask` show."""
    return replace(
        brief.answer,
        answer=to_markdown(brief.elements),
        interpretation=f"答弁案・{brief.reading}",
        notes=(),  # part of the text, too
        drafted=brief.question,
        series=(),  # its tables are part of the text
    )


def _nothing_named(answer: Answer) -> Answer:
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NONE,
        "この質問からは、答弁案にする指標や取組を決められません。"
        "「○○の実績と課題」のように、指標や取組の名前を入れてお尋ねください。",
        answer.interpretation,
        Reason.NOT_UNDERSTOOD,
    )


def _whole(answer: Answer, after: Conversation) -> Lead:
    """Return all that an answer about the plan as a whole says."""
    lines = [one.strip() for one in answer.answer.splitlines() if one.strip() and not _REPORT.match(one)]
    listed = [one for one in lines if _LIST_MARK.match(one)]
    return Lead(
        tuple(one for one in lines if one not in listed),
        tuple(_LIST_MARK.sub("", one, count=1) for one in listed),
        answer.table,
        of_plan=isinstance(after.plan, _OF_THE_WHOLE) and after.plan.scope == Scope(),
    )


def _lead(answer: Answer, after: Conversation) -> tuple[str, ...]:
    """Return the sentences that answer the question itself, where the draft would not say them anyway."""
    plan = after.plan
    figures = plan.figures if isinstance(plan, CombinedPlan) else plan
    if isinstance(plan, NarrativePlan | MentionsPlan) or answer.status is not Status.ANSWERED:
        return ()
    if isinstance(figures, FiguresPlan) and (
        figures.aspect in _SAID_ANYWAY or (figures.aspect is Aspect.CHANGE and len(figures.years) < 2)
    ):
        return ()
    found: list[str] = []
    for line in answer.answer.splitlines():
        if _END_OF_LEAD.match(line):
            break
        if line.strip() and not _BESIDE.match(line):
            found.append(line.strip())
    return tuple(found)


def _cite_all(citations: Sequence[Citation], draft: Draft) -> None:
    for one in citations:
        draft.cite_text(one.source, one.place, one.quote)


def _year(after: Conversation, engine: Engine) -> int:
    """The year that the sentences are about: the one asked about, the report's own where none or a later one is."""
    own = engine.report.fiscal_year
    asked = [one for one in years_of(after.plan) if one <= own]
    return max(asked, default=own)


def _without_title(interpretation: str, title: str) -> str:
    return interpretation.removeprefix(f"{title}・")
