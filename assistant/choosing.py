"""Which report answers: the one named, else the one talked about, else the newest that the words fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Conversation
from assistant.editions.mentions import Mention, Named, edition_mentions, without
from assistant.editions.translation import Crosswalk, crosswalk, rows_only, translated
from assistant.library import Editions, Library, edition_text
from assistant.phrasing import years_text
from assistant.planning.wanted import wants_narrative
from assistant.plans import NarrativePlan, Plan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.question import fold
from assistant.understanding.reading import read_question
from corpus.fiscal import era_label, fiscal_year_label
from index.facts import ReportInfo

# Another plan is asked only when it explains this much more of the question than the one at hand.
_OTHER_PLAN_MARGIN = 0.3
# Two plans that both explain at least this share, and differ by less than the tie, fit equally well.
_FITS, _TIE = 0.7, 0.1
# Of more plans than a few, only a handful with the likest names is read against the question.
_FEW, _HANDFUL = 16, 6
# What is left of 「じゃあ最新版では？」 when the edition is taken out: the last question is meant again.
_NOTHING_ASKED = re.compile(
    r"(?:じゃあ?|では|それでは|それなら|なら|で|また|一方)?[、,]?(?:それ|同じ(?:こと|もの|質問))?(?:は|では|だと|の(?:方|ほう)は|も)?"
    r"(?:どう(?:です|でした|なって(?:い)?(?:る|ます)|だった|書(?:いて|かれて)(?:い)?(?:る|ます))?|いくつ|何)?(?:か|の)?[?？。]*"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The report that answers, and the question and conversation as they are put to it.

    `named` tells an edition asked for in so many words; `plan` is the last question's plan in this
    edition, where nothing but the edition was said. `note` is told with the answer. `plan_named`
    tells that the person, in this question or the talk, left no choice of plan.
    """

    info: ReportInfo
    question: str
    before: Conversation
    named: bool = False
    plan: Plan | None = None
    note: str = ""
    mentions: tuple[Mention, ...] = ()
    plan_named: bool = False


def choose(question: str, conversation: Conversation, library: Library) -> Choice | Answer:
    """Return the report that answers, or an answer that asks back or says that it is not there."""
    folded = fold(question.strip())
    mentions = edition_mentions(folded, library.newest.fiscal_year)
    if not library.several:
        return _only_one(question, conversation, mentions, library)
    pool, spans = library.infos, tuple((one.start, one.end) for one in mentions)
    asked = library.plan_names.named(folded)
    if asked is not None:
        pool, spans = asked.infos, (*asked.spans, *spans)
    rest = without(folded, spans) if spans else question
    plans = list(library.plans())
    if len(pool) < len(library.infos):
        held = {one.name for one in pool}
        plans = [tuple(one for one in plan if one.name in held) for plan in plans]
        plans = [plan for plan in plans if plan]
    talked = library.info(conversation.report)
    if mentions and mentions[0].by is Named.YEAR:
        holding = [plan for plan in plans if any(one.fiscal_year == mentions[0].value for one in plan)]
        plans = holding or plans
    asked_again = without(folded, asked.spans) if asked is not None and asked.spans else question.strip()
    plan = _plan_for(rest or question, asked_again, plans, talked, library)
    if isinstance(plan, Answer):
        return plan
    if mentions:
        if asked is None and talked is None:
            plan = _plan_with(mentions[0], plan, plans, rest, library)
        info = resolve(mentions[0], plan, talked)
        if info is None:
            return _edition_missing(question, mentions[0], plan, conversation, library)
        found = _carried_over(rest, info, talked, conversation, library, mentions)
    elif len(plan) == 1 and len(library.editions(plan[0])) > 1:  # named by its file or its title
        found = _carried_over(rest, plan[0], talked, conversation, library, ())
    else:
        found = _without_edition(rest, plan, talked, conversation, library, plan_named=asked is not None)
    if isinstance(found, Answer):
        return found
    return replace(found, plan_named=asked is not None or talked in library.editions(found.info))


def resolve(mention: Mention, plan: Editions, talked: ReportInfo | None) -> ReportInfo | None:
    """Return the edition of a plan that a mention names, or None where the store does not hold it.

    昨年 counts from the newest edition of the plan; その前 from the one talked about.
    """
    newest = plan[0]
    base = talked if talked in plan else newest
    assert base is not None
    match mention.by:
        case Named.YEAR:
            return _of_year(plan, mention.value)
        case Named.YEARS_BACK:
            return _of_year(plan, newest.fiscal_year - mention.value)
        case Named.EDITIONS_BACK:
            return _steps_from(newest, plan, mention.value)
        case Named.BEFORE:
            return _steps_from(base, plan, 1)
        case Named.AFTER:
            return _steps_from(base, plan, -1)
        case Named.OLDEST:
            return plan[-1]
        case Named.NEWEST:
            return newest


def wanted_year(mention: Mention, plan: Editions) -> int | None:
    """Return the fiscal year of the edition that a mention names, where it names one by its year."""
    if mention.by is Named.YEAR:
        return mention.value
    return plan[0].fiscal_year - mention.value if mention.by is Named.YEARS_BACK else None


def held_text(plan: Editions) -> str:
    """Return which editions of a plan are in the store, oldest first: R4・R5・R6."""
    return "・".join(dict.fromkeys(era_label(one.fiscal_year) for one in reversed(plan)))


def way_between(source: ReportInfo, target: ReportInfo, library: Library) -> Crosswalk:
    """Return the crosswalk from one edition of a plan to another."""
    backwards = source.fiscal_year >= target.fiscal_year
    older, newer = (target, source) if backwards else (source, target)
    return crosswalk(
        library.report(older.name),
        library.report(newer.name),
        library.matches(older.name, newer.name),
        backwards=backwards,
    )


def conversation_in(
    info: ReportInfo, talked: ReportInfo | None, conversation: Conversation, library: Library
) -> Conversation | None:
    """Return the conversation as one about this report; None where it has nothing of its subject.

    A conversation about another plan is left behind: it comes back empty.
    """
    if talked is None or conversation.empty or talked == info:
        return replace(conversation, report=info.name)
    if info not in library.editions(talked):
        return Conversation(report=info.name)
    carried = translated(conversation, way_between(talked, info, library))
    return replace(carried, report=info.name) if carried is not None else None


# -- inside ------------------------------------------------------------------------------


def _only_one(
    question: str,
    conversation: Conversation,
    mentions: tuple[Mention, ...],
    library: Library,
) -> Choice | Answer:
    """With one report nothing is taken out of the question; an edition that is not there is said to be."""
    info = library.newest
    if mentions and resolve(mentions[0], (info,), info) is None:
        return _edition_missing(question, mentions[0], (info,), conversation, library)
    return Choice(info, question, conversation, mentions=mentions)


def _plan_for(
    question: str, asked_again: str, plans: Sequence[Editions], talked: ReportInfo | None, library: Library
) -> Editions | Answer:
    """Return the plan that a question is about: the one talked about unless another fits much better.

    `asked_again` is the question as it is put back where two plans fit, its edition still in it.
    """
    if len(plans) == 1:
        return plans[0]
    base = next((plan for plan in plans if talked in plan), None) if talked is not None else None
    if base is None and (only := _only_plan_naming(question, plans, library)):
        return only
    plans = _nearest(question, plans, base, library)
    fits = {plan: _fit(question, plan, library) for plan in plans}
    best = max(plans, key=lambda plan: (fits[plan], -plans.index(plan)))
    if base is None:
        rivals = [plan for plan in plans if fits[plan] >= _FITS and fits[plan] > fits[best] - _TIE]
        if len(rivals) > 1 and library.engine(best[0].name).names_items(question):
            return which_plan(asked_again, rivals)
        base = plans[0]
    return best if fits[best] > fits[base] + _OTHER_PLAN_MARGIN else base


def _only_plan_naming(question: str, plans: Sequence[Editions], library: Library) -> Editions | None:
    """Return the plan that alone prints a name that the question says in full: nothing is left to ask back."""
    printing = library.words.printing_whole_names(fold(question))
    naming = [plan for plan in plans if any(one.name in printing for one in plan)]
    return naming[0] if len(naming) == 1 else None


def _nearest(
    question: str, plans: Sequence[Editions], base: Editions | None, library: Library
) -> Sequence[Editions]:
    """Return the plans whose names have most of the question's words, in their order; of few plans all.

    Reading a question against a report takes some milliseconds, and much longer the first time. The
    first plan and the one talked about are always among them: they answer where nothing fits better.
    """
    if len(plans) <= _FEW:
        return plans
    likeness = library.words.likeness(fold(question))
    alike = {at: max(likeness.get(one.name, 0.0) for one in plan) for at, plan in enumerate(plans)}
    best = sorted(alike, key=lambda at: -alike[at])[:_HANDFUL]
    kept = {0, *best} if base is None else {0, plans.index(base), *best}
    return [plans[at] for at in sorted(kept)]


def _plan_with(
    mention: Mention, plan: Editions, plans: Sequence[Editions], question: str, library: Library
) -> Editions:
    """Return the one plan that has the edition named, where the words alone do not speak for another."""
    if resolve(mention, plan, None) is not None or _fit(question, plan, library) >= _FITS:
        return plan
    holding = [one for one in plans if resolve(mention, one, None) is not None]
    return holding[0] if len(holding) == 1 else plan


def _fit(question: str, plan: Editions, library: Library) -> float:
    """Return how well a question fits a plan: its newest edition, or an older one where that hardly does."""
    newest = library.engine(plan[0].name).fit(question)
    if newest >= _FITS or len(plan) == 1:
        return newest
    return max(newest, *(library.engine(one.name).fit(question) for one in plan[1:]))


def which_plan(question: str, plans: Sequence[Editions]) -> Answer:
    """Return a question back with one ready question for each plan."""
    choices = tuple(f"{plan_text(plan[0])}の{question.strip()}" for plan in plans)
    message = "複数の計画に当てはまる質問です。どの計画についてお尋ねですか。"
    return Answer(
        Status.CLARIFY,
        Route.NONE,
        "\n".join([message, *(f"- {one}" for one in choices)]),
        "計画の指定なし",
        choices=choices,
    )


def plan_text(info: ReportInfo) -> str:
    """Return a plan as a person names it, without an edition: 若葉台市地域福祉計画, else the file's name."""
    return f"{info.city or ''}{info.plan}" if info.plan else info.name


def _without_edition(
    question: str,
    plan: Editions,
    talked: ReportInfo | None,
    conversation: Conversation,
    library: Library,
    *,
    plan_named: bool,
) -> Choice:
    """No edition is named: the one talked about goes on, else the newest one that the words fit."""
    older = conversation.report_named and not plan_named and talked != plan[0]
    if talked in plan and talked is not None and (older or talked == plan[0]):
        later = _later_than(talked, question, library) if older else ()
        carried = conversation_in(plan[0], talked, conversation, library) if later else None
        if carried is None:
            return Choice(talked, question, conversation, named=older)
        note = (
            f"{edition_text(talked)}には{years_text(later)}の実績がないため、"
            f"{edition_text(plan[0])}から答えています。"
        )
        return Choice(plan[0], question, carried, note=note)
    newest = plan[0]
    if talked in plan:
        # An older edition stood in for the newest, unasked: the newest again, if it knows the subject.
        carried = conversation_in(newest, talked, conversation, library)
        if carried is None and talked is not None:
            return Choice(talked, question, conversation)
        return Choice(newest, question, carried or Conversation(report=newest.name))
    info = newest
    fit = library.engine(newest.name).fit(question)
    if fit < _FITS:
        fits = [(library.engine(one.name).fit(question), -at) for at, one in enumerate(plan)]
        best, at = max(fits)
        if best >= _FITS and best > fit + _OTHER_PLAN_MARGIN:
            info = plan[-at]
    note = ""
    if info != newest:
        note = f"{edition_text(newest)}には当たるものがないため、{edition_text(info)}から答えています。"
    return Choice(info, question, Conversation(report=info.name), note=note)


def _later_than(info: ReportInfo, question: str, library: Library) -> tuple[int, ...]:
    """Return the years asked about where an edition can hold no results of any of them yet."""
    engine = library.engine(info.name)
    reading = read_question(question, engine.catalog, engine.linker)
    years = reading.years.years
    if not years or reading.years.relative or reading.has("kind:target") or min(years) <= info.fiscal_year:
        return ()
    return years


def _carried_over(
    rest: str,
    info: ReportInfo,
    talked: ReportInfo | None,
    conversation: Conversation,
    library: Library,
    mentions: tuple[Mention, ...],
) -> Choice | Answer:
    """An edition is named: the question goes there, with the conversation in its ids."""
    before = conversation_in(info, talked, conversation, library)
    nothing_asked = _NOTHING_ASKED.fullmatch(fold(rest)) is not None
    if before is None:
        rows = None
        if talked is not None and _asks_commentary(rest, info, library):
            rows = rows_only(conversation, way_between(talked, info, library))
        if rows is not None:
            before = rows
        elif not nothing_asked and library.engine(info.name).names_items(rest):
            before = Conversation(report=info.name)
        else:
            return _not_in_edition(info, talked, conversation, library)
    before = replace(before, report=info.name, report_named=True)
    if nothing_asked and before.plan is not None and conversation.report:
        plan = before.plan
        if isinstance(plan, NarrativePlan) and not plan.blocks and before.blocks:
            plan = replace(plan, blocks=before.blocks)
        question = plan.text if isinstance(plan, NarrativePlan) else rest
        return Choice(info, question, before, named=True, plan=plan, mentions=mentions)
    return Choice(info, rest or "", before, named=True, mentions=mentions)


def _asks_commentary(question: str, info: ReportInfo, library: Library) -> bool:
    engine = library.engine(info.name)
    return wants_narrative(read_question(question, engine.catalog, engine.linker))


def _not_in_edition(
    info: ReportInfo, talked: ReportInfo | None, conversation: Conversation, library: Library
) -> Answer:
    """Say that the edition has nothing (for sure) of what was talked about."""
    names, doubtful = "", ""
    if talked is not None:
        catalog = library.engine(talked.name).catalog
        subject = conversation.shown[:1] or conversation.blocks[:1]
        names = "、".join(catalog.name(one) for one in subject)
        for one in conversation.shown[:1]:
            match = library.links(talked, one).doubtful.get(info.name)
            if match is not None:
                other = match.older_id if info.fiscal_year < talked.fiscal_year else match.newer_id
                name = library.engine(info.name).catalog.name(other)
                doubtful = f"{other}「{name}」が同じ指標かもしれませんが、確定できません。{match.evidence}"
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NONE,
        f"{edition_text(info)}には、{f'「{names}」' if names else 'お尋ねの内容'}に当たると確かめられるものがありません。{doubtful}",
        f"{info.title}・{names}".strip("・"),
        Reason.NO_SUCH_ITEM,
    )


def _edition_missing(
    question: str,
    mention: Mention,
    plan: Editions,
    conversation: Conversation,
    library: Library,
) -> Choice | Answer:
    """The edition asked for is not in the store: refuse, or answer a figure from the newest that prints it."""
    newest = plan[0]
    year = wanted_year(mention, plan)
    engine = library.engine(newest.name)
    reading = read_question(question, engine.catalog, engine.linker)
    said = f"{fiscal_year_label(year)}の報告書" if year else "それより前の報告書"
    if mention.by is Named.AFTER:
        said = "それより後の報告書"
    figures = not wants_narrative(reading) and bool(reading.words or reading.indicators)
    if figures and year in newest_years(newest, library) and year is not None:
        talked = library.info(conversation.report)
        before = conversation_in(newest, talked, conversation, library) or Conversation(report=newest.name)
        note = f"{said}は収録されていないため、{edition_text(newest)}に印字された値でお答えしています。"
        return Choice(newest, question, before, note=note)
    held = f"{plan_text(newest)}で収録されている報告書は、{held_text(plan)}です。"
    return Answer(
        Status.NOT_IN_REPORT,
        Route.NONE,
        f"{said}は収録されていません。{held}",
        said,
        Reason.YEAR_OUTSIDE,
    )


def newest_years(info: ReportInfo, library: Library) -> tuple[int, ...]:
    """Return the fiscal years that an edition has columns for."""
    return library.report(info.name).years


def _of_year(plan: Editions, fiscal_year: int) -> ReportInfo | None:
    return next((one for one in plan if one.fiscal_year == fiscal_year), None)


def _steps_from(base: ReportInfo, plan: Editions, back: int) -> ReportInfo | None:
    """Return the edition some steps of years before another (negative: after); equal years are one step."""
    years = sorted({one.fiscal_year for one in plan}, reverse=True)
    at = years.index(base.fiscal_year) + back
    return _of_year(plan, years[at]) if 0 <= at < len(years) else None
