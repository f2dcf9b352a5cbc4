"""Questions about the reports themselves, answered: the store's contents, and two editions compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.choosing import Choice, held_text, plan_text, resolve, wanted_year, which_plan
from assistant.conversation import Conversation
from assistant.editions.asked import EditionQuestion, Topic, asked_again, edition_question
from assistant.editions.elsewhere import Answered
from assistant.editions.indicators import answer_indicator_changes, answer_restated
from assistant.editions.mentions import Mention, Named, edition_mentions, without
from assistant.editions.past_commentary import answer_past
from assistant.editions.wording import answer_wording
from assistant.library import Editions, Library, edition_text
from assistant.plans import NarrativePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.question import fold
from corpus.fiscal import YearMention, find_years, fiscal_year_label
from index.facts import ReportInfo

_BACK_YEARS = (
    (re.compile(r"一昨年|おととし|前々年|2年前"), 2),
    (re.compile(r"昨年|去年|前年|前の年|1年前"), 1),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two editions of one plan to compare."""

    older: ReportInfo
    newer: ReportInfo


def answer_about_editions(question: str, choice: Choice, library: Library) -> Answered | None:
    """Return the answer to a question about the reports themselves, or None where it is about their content."""
    past = answer_past(question, choice.info, choice.before, library)
    if past is not None:
        return past
    folded = fold(question)
    mentions = edition_mentions(folded, library.newest.fiscal_year)
    years = {year for one in _years_in(folded, library) for year in one.years}
    named = max(len(mentions), len(years))
    asked = edition_question(folded, editions_named=named, mentioned=bool(mentions))
    if asked is None and named:
        last = choice.before.plan
        columns = last.columns if isinstance(last, NarrativePlan) else ()
        spans = tuple((one.start, one.end) for one in mentions)
        spans += tuple((one.start, one.end) for one in _years_in(folded, library))
        asked = asked_again(without(folded, spans), choice.before.compared, columns)
    if asked is None:
        return None
    plan = library.editions(choice.info)
    if len(plan) == 1 and not asked.certain:
        return None  # with one edition, 「課題は前年とどう変わった」 is a question about its commentary
    comparable = [one for one in library.plans() if len(one) > 1]
    if len(plan) == 1 and not choice.plan_named and comparable:
        if len(comparable) > 1:
            return Answered(which_plan(question, comparable), choice.before, choice.info, titled=False)
        plan = comparable[0]
        choice = replace(choice, info=plan[0], before=Conversation(report=plan[0].name))
    pair = _pair(folded, mentions, tuple(sorted(years)), choice, plan)
    if isinstance(pair, Answer):
        return Answered(pair, choice.before, choice.info, titled=False)
    return _compared(asked, pair, choice, library)


def _years_in(folded: str, library: Library) -> list[YearMention]:
    return find_years(folded, reference=library.newest.fiscal_year)


def _compared(asked: EditionQuestion, pair: Pair, choice: Choice, library: Library) -> Answered:
    before, folded = choice.before, fold(choice.question)
    match asked.topic:
        case Topic.WORDING:
            answer, after = answer_wording(asked, folded, pair.older, pair.newer, before, library)
        case Topic.INDICATORS:
            answer, after = answer_indicator_changes(asked, pair.older, pair.newer, library), before
        case _:
            answer, after = answer_restated(folded, pair.older, pair.newer, before, library), before
    compared = asked.topic.value if answer.status is Status.ANSWERED else ""
    return Answered(answer, replace(after, compared=compared), pair.newer)


def _pair(
    folded: str,
    mentions: tuple[Mention, ...],
    years: tuple[int, ...],
    choice: Choice,
    plan: Editions,
) -> Pair | Answer:
    """Return the editions to compare: those named, else the one talked about or the newest and the one before."""
    if len({one.fiscal_year for one in plan}) == 1:
        return _no_older(plan[0], plan)
    named: list[ReportInfo] = []
    for one in mentions:
        found = resolve(one, plan, choice.info)
        if found is None:
            year = wanted_year(one, plan)
            return _not_held(year, plan) if year else _no_older(plan[-1], plan)
        named.append(found)
    for year in years:
        if any(one.by is Named.YEAR and one.value == year for one in mentions):
            continue
        found = next((one for one in plan if one.fiscal_year == year), None)
        if found is None:
            return _not_held(year, plan)
        named.append(found)
    distinct = sorted(dict.fromkeys(named), key=lambda one: one.fiscal_year)
    if len(distinct) >= 2:
        return Pair(distinct[0], distinct[-1])
    back = next((count for pattern, count in _BACK_YEARS if pattern.search(folded)), 0)
    base = plan[0] if distinct else choice.info
    if distinct and distinct[0] != base:
        return Pair(distinct[0], base)
    if not back and base != plan[0]:
        return Pair(base, plan[0])  # an older edition was talked about: what became of it since
    older = [one for one in plan if one.fiscal_year < base.fiscal_year]
    if not older:
        return _no_older(base, plan)
    if back:
        wanted = base.fiscal_year - back
        found = next((one for one in older if one.fiscal_year == wanted), None)
        return Pair(found, base) if found else _not_held(wanted, plan)
    return Pair(older[0], base)


def _no_older(base: ReportInfo, plan: Editions) -> Answer:
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NONE,
        f"{plan_text(base)}の報告書で{fiscal_year_label(base.fiscal_year)}より前のものは収録されていないため、"
        f"比べられません。収録されているのは{held_text(plan)}です。"
        "前の年度の報告書は「keikaku ingest ファイル」で読み込めます。",
        "前の年度の報告書との比較",
        Reason.YEAR_OUTSIDE,
    )


def _not_held(year: int, plan: Editions) -> Answer:
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NONE,
        f"{fiscal_year_label(year)}の報告書は収録されていないため、比べられません。"
        f"{plan_text(plan[0])}で収録されている報告書は、{held_text(plan)}です。",
        f"{fiscal_year_label(year)}の報告書との比較",
        Reason.YEAR_OUTSIDE,
    )


def catalogue(question: str, library: Library) -> Answer | None:
    """List the plans of the store with their editions, where that is asked; else None."""
    asked = edition_question(fold(question), editions_named=0)
    if asked is None or asked.topic is not Topic.CATALOGUE:
        return None
    lines = []
    for plan in library.plans():
        lines.append(f"- {plan_text(plan[0])}")
        lines += [f"  - {edition_text(one)}（{one.name}）: {one.title}" for one in plan]
    return Answer(
        Status.ANSWERED,
        Route.NONE,
        "\n".join(["次の報告書が収録されています。", *lines]),
        "収録されている報告書",
        sources=tuple(one.name for one in library.infos),
    )
