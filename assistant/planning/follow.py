"""Follow-ups: the slots of the last plan carry over and are replaced one at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import graded
from assistant.conversation import Conversation
from assistant.planning.aspects import OVER_YEARS, aspect_of, since_start, years_for
from assistant.planning.comparing import compared_quantity
from assistant.planning.follow_named import picked_by_name
from assistant.planning.follow_shown import picked_of, pointed_at, told_of
from assistant.planning.follow_whole import turned_around, whole_again
from assistant.planning.follow_years import year_of_the_talk, years_talked_about
from assistant.planning.same_rows import (
    baseline_again,
    fits_elsewhere,
    inside_shown,
    names_the_row,
    narrative_again,
    not_told,
    part_of_row,
    sibling_row,
)
from assistant.planning.scope import scope_of
from assistant.planning.wanted import (
    columns_of,
    is_yes_no,
    kinds_of,
    only_movement,
    quantity_of,
    supposes,
    wants_figure,
    wants_narrative,
    years_outside,
)
from assistant.plans import (
    Aspect,
    CombinedPlan,
    ComparePlan,
    DepartmentsOfPlan,
    FiguresPlan,
    GradesPlan,
    ItemsOfPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    Scope,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.types import Kind, Report
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context

_OF_THOSE = re.compile(r"[そこ]の(中|うち)|そのなか|上の|今の")
_NEW_SUBJECT = re.compile(r"話(は|が|を)?(変わ|変え)|別の話|話題を変え|ところで")
_ITEM_SWAP = re.compile(
    r"^(じゃあ?|では|それでは|それなら|なら)|の(方|ほう)(は|を|です|でした|だ|で|、|。|$)|(は|も)[?？]?$"
)
_WHICH_OF_THEM = re.compile(
    r"(?:(?P<more>高い|多い|大きい|良い|いい|よい)|低い|少ない|小さい|悪い)(?:ほう|方)(?:は|が|って|なのは)?、?(?:どっち|どちら|どれ)"
)
_NOT_BUT = re.compile(r"(では|じゃ)な(くて?|い)(ほう|方)?(、|で)?")
# A detail of what was just told: 「テーマは何だったんですか」「どこの会社が来たの？」
_DETAIL = re.compile(
    r"(テーマ|講師|会場|業種|社名|企業名|団体名|題名|演題)(?=は|って|の|を|が|も|$)|(?<=どこの)(会社|企業|団体|店|学校)|(?<=何という)(会社|企業|団体|店)"
)
_HOW_DID_IT_END = re.compile(
    r"^(そこ|それ|そちら|そっち|あれ)(は|の|って|で).*(どうな|結果|どうだった|どうした)"
)


def follow_up(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return the plan of a question that leans on the turn before, or None where it stands alone."""
    last = conversation.plan
    if last is None:
        return None
    if reading.other_places or reading.unknown_departments or _NEW_SUBJECT.search(reading.folded):
        return None
    reading = year_of_the_talk(reading, conversation)
    since = aspect_of(reading) is Aspect.CHANGE and isinstance(last, FiguresPlan)
    if years_outside(reading.years.years, context.catalog.report) and not since:
        return baseline_again(reading, conversation, context)
    if reading.initiative_number is not None:
        return None
    picked = (
        picked_of(reading, conversation, context)
        or pointed_at(reading, conversation, context)
        or picked_by_name(reading, conversation, context)
    )
    if picked is not None:
        return picked
    if reading.corrects and (turn := _NOT_BUT.search(reading.folded)):
        # 「苦情じゃなくて不法投棄のほう」 is about what is said last
        meant = tuple(one for one in reading.words if one.start >= turn.end())
        reading = replace(reading, words=meant) if meant else reading
    named = reading.words or reading.initiatives or reading.indicators
    if named:
        return _with_words(reading, conversation, context)
    if reading.departments:
        if wants_narrative(reading) and _OF_THOSE.search(reading.folded) and conversation.blocks:
            mine = tuple(
                one
                for one in conversation.blocks
                if one in context.catalog.blocks
                and set(reading.departments) & set(context.catalog.blocks[one].departments)
            )
            if mine:
                return narrative_again(reading, replace(conversation, blocks=mine))
        if isinstance(last, ListPlan | RankPlan | GradesPlan) and not wants_narrative(reading):
            scope = scope_of(reading, context.catalog, context.linker)
            if scope is not None and isinstance(last, GradesPlan) and last.grades:
                return ListPlan(scope, graded(last.grades), (last.year,))
            if scope is not None:
                return replace(last, scope=replace(scope, measures=last.scope.measures))
        return None
    return _without_words(reading, conversation, context)


def _without_words(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    last = conversation.plan
    report = context.catalog.report
    if isinstance(last, RankPlan) and (last.limit or last.nth) and conversation.shown:
        # of the ones that the ranking answered with, not of all that it ordered
        first = (last.nth or 1) - 1
        shown = conversation.shown[first : first + (1 if last.nth else last.limit or 1)]
        blocks = tuple(dict.fromkeys(context.catalog.block_of[one] for one in shown))
        conversation = replace(conversation, blocks=blocks or conversation.blocks)
    if (
        isinstance(last, RankPlan)
        and reading.corrects
        and (turned := turned_around(reading, last)) is not None
    ):
        return turned
    if (
        isinstance(last, ListPlan)
        and len(conversation.shown) > 1
        and (of_them := _WHICH_OF_THEM.search(reading.folded))
    ):
        quantity = quantity_of(reading) if reading.slot("kind") else Quantity.ACTUAL
        scope = Scope(indicators=conversation.shown, described="直前に示したもの")
        years = reading.years.years[-1:] or last.years[-1:]
        return RankPlan(scope, quantity, years, of_them["more"] is not None, 1)
    if reading.has("operation:department") and conversation.blocks:
        return DepartmentsOfPlan(conversation.blocks, (), conversation.shown[:1])
    if isinstance(last, ListPlan | RankPlan | GradesPlan) and not wants_narrative(reading):
        whole = whole_again(reading, last, conversation, context)
        if whole is not None:
            return whole
    if (
        reading.grades
        or reading.measures
        or (reading.slot("condition") and not isinstance(last, FiguresPlan | CombinedPlan))
    ):
        return None
    figures = last.figures if isinstance(last, CombinedPlan) else last
    series = reading.has("operation:trend") and bool(reading.years.years or reading.years.all_years)
    movement = isinstance(figures, FiguresPlan) and (series or only_movement(reading))
    if wants_narrative(reading) and conversation.blocks and not movement:
        if (
            wants_figure(reading)
            and not reading.asks_number
            and isinstance(figures, FiguresPlan)
            and reading.slot("kind")
        ):
            return CombinedPlan(
                replace(figures, kinds=kinds_of(reading)),
                narrative_again(reading, conversation),
            )
        if isinstance(figures, FiguresPlan) and len(figures.indicators) == 1 and not reading.asks_number:
            return told_of(figures.indicators[0], reading, conversation, context, conversation.blocks)
        return narrative_again(reading, conversation)
    if isinstance(figures, FiguresPlan | NarrativePlan) and (detail := _DETAIL.search(reading.folded)):
        return not_told(detail.group(), conversation, context)
    if isinstance(figures, FiguresPlan):
        return _figures_again(reading, figures, conversation, report)
    if isinstance(figures, ComparePlan) and re.search(r"差|違", reading.folded):
        return figures
    if isinstance(figures, ComparePlan) and (reading.years.years or reading.slot("kind")):
        quantity = quantity_of(reading) if reading.slot("kind") else figures.quantity
        return replace(figures, years=reading.years.years or figures.years, quantity=quantity)
    if isinstance(figures, DepartmentsOfPlan | ItemsOfPlan) and conversation.shown and wants_figure(reading):
        return FiguresPlan(
            conversation.shown[:1],
            reading.years.years or (report.fiscal_year,),
            kinds_of(reading),
            aspect_of(reading) or Aspect.VALUE,
        )
    if (
        isinstance(figures, NarrativePlan)
        and conversation.shown
        and (reading.slot("kind") or aspect_of(reading))
    ):
        return FiguresPlan(
            conversation.shown,
            reading.years.years or (report.fiscal_year,),
            kinds_of(reading),
            aspect_of(reading) or Aspect.VALUE,
        )
    return None


def _figures_again(
    reading: Reading, last: FiguresPlan, conversation: Conversation, report: Report
) -> Plan | None:
    """The same indicators again: another year, kind or aspect, or what changed between the years just given."""
    aspect, kinds, years = aspect_of(reading), kinds_of(reading), reading.years.years
    if aspect is None and not kinds and not years and not reading.years.all_years:
        return None
    if aspect is Aspect.CHANGE and last.aspect is Aspect.CHANGE and not years:
        return last
    if aspect is Aspect.RATE and re.search(r"何(%|パー)", reading.folded) and _MOVED.search(reading.folded):
        aspect = Aspect.CHANGE
    if aspect is Aspect.CHANGE and not years and since_start(reading):
        held = {
            one.id
            for each in report.initiatives
            for one in each.indicators
            if any(printed.kind is Kind.BASELINE for printed in one.observations)
        }
        if held >= set(last.indicators):
            now = last.years[-1:] if last.years else (report.fiscal_year,)
            return FiguresPlan(last.indicators, now, (Kind.BASELINE,), aspect, "", supposes(reading))
    assumed = not years and (last.assumed or last.years == (report.fiscal_year,))
    if aspect in (Aspect.CHANGE, Aspect.YEARLY) and not years:
        years = years_talked_about(reading, last, conversation, report)
        kinds = tuple(one for one in kinds if one is not Kind.TARGET)
        if aspect is Aspect.YEARLY and not _EVERY_YEAR.search(reading.folded):
            years = years[-1:]
    elif aspect is not None:
        years = years_for(reading, aspect, report)
        if aspect in OVER_YEARS and not reading.years.years and len(last.years) > 1:
            years = last.years
    aspect = aspect or (
        Aspect.VALUE
        if kinds or last.aspect in (Aspect.TREND, Aspect.STEADY, Aspect.WHICH_YEAR, Aspect.SITUATION)
        else last.aspect
    )
    if not years:
        years = last.years if last.aspect not in OVER_YEARS else (report.fiscal_year,)
        years = years[-1:] if len(years) > 2 else years
    if aspect is Aspect.RATE and len(years) == 1 and reading.years.versus_previous:
        years = (years[0] - 1, years[0])  # 「達成率は前の年と比べて」
    return FiguresPlan(
        last.indicators,
        years,
        kinds or (last.kinds if aspect is Aspect.VALUE else ()),
        aspect,
        reading.numbers[0] if reading.numbers else "",
        supposes(reading),
        is_yes_no(reading),
        assumed,
    )


_MOVED = re.compile(r"増|減|落|下が|上が|伸び|変わ")
_EVERY_YEAR = re.compile(r"毎年|年(度)?ごと|それぞれ|各年")


def _with_words(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """A follow-up that names something: a second item to compare, a replaced item, or a figure of the same rows."""
    last = conversation.plan
    figures = last.figures if isinstance(last, CombinedPlan) else last
    candidates = context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    best = candidates[0] if candidates and candidates[0].coverage >= 0.6 else None
    if (
        reading.has("operation:compare")
        and isinstance(figures, FiguresPlan)
        and best
        and best.item.id not in figures.indicators
    ):
        quantity = Quantity.RATE if figures.aspect is Aspect.RATE else compared_quantity(reading)
        return ComparePlan(
            (*figures.indicators, best.item.id), reading.years.years or figures.years[-1:], quantity
        )
    if _HOW_DID_IT_END.search(reading.folded) and conversation.blocks:
        told = " ".join(
            passage.text
            for one in conversation.blocks
            if one in context.catalog.blocks
            for passage in context.catalog.blocks[one].passages
        )
        if context.linker.support(reading.words, fold(told)) >= 0.4:
            return narrative_again(reading, conversation)
    if isinstance(figures, FiguresPlan) and re.match(r"(その|この)(うち|中)", reading.folded):
        return part_of_row(reading, figures, conversation, context)
    narrowed = inside_shown(reading, conversation, context)
    if narrowed is not None:
        return narrowed
    bare = not wants_figure(reading) and not wants_narrative(reading) and not reading.slot("operation")
    if bare and not reading.unknown:
        if isinstance(figures, FiguresPlan) and best and _ITEM_SWAP.search(reading.folded):
            return replace(figures, indicators=(best.item.id,), years=reading.years.years or figures.years)
        if isinstance(figures, ListPlan | RankPlan | GradesPlan) and _ITEM_SWAP.search(reading.folded):
            scope = scope_of(reading, context.catalog, context.linker)
            if scope is not None and (scope.measures or scope.initiatives):
                return replace(figures, scope=scope)
        if isinstance(figures, DepartmentsOfPlan) and _ITEM_SWAP.search(reading.folded):
            blocks = context.blocks_named(reading)
            if blocks:
                return DepartmentsOfPlan(blocks)
        if isinstance(figures, NarrativePlan) and _ITEM_SWAP.search(reading.folded) and conversation.blocks:
            return sibling_row(reading, conversation, context)
    figure_again = isinstance(figures, NarrativePlan) and conversation.wanted_number and conversation.blocks
    if figure_again and not wants_narrative(reading) and not reading.slot("kind"):
        inside = context.stated.find(reading.words, reading.unit, conversation.blocks)
        if inside and inside[0].score >= 0.6 and (best is None or best.coverage < inside[0].score):
            figure = inside[0].figure
            return NarrativePlan(
                reading.folded,
                (),
                (figure.passage.block_id,),
                wants_number=True,
                strict=False,
                stated=(figure.passage.block_id, figure.passage.column, figure.position),
            )
    if reading.refers and conversation.blocks and not best:
        inside = context.stated.find(reading.words, reading.unit, conversation.blocks)
        if inside and inside[0].score >= 0.5 and (reading.asks_number or reading.unit):
            return NarrativePlan(
                reading.folded,
                columns_of(reading),
                tuple(dict.fromkeys(one.figure.passage.block_id for one in inside[:1])),
                wants_number=True,
                strict=False,
            )
        if wants_narrative(reading) and not fits_elsewhere(reading, conversation, context):
            return narrative_again(reading, conversation)
    if wants_narrative(reading) and names_the_row(reading, conversation, context):
        return narrative_again(reading, conversation)
    return None
