"""Follow-ups: the slots of the last plan carry over and are replaced one at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import Condition, graded
from assistant.conversation import Conversation
from assistant.planning.aspects import OVER_YEARS, aspect_of, since_start, years_for
from assistant.planning.comparing import compared_quantity
from assistant.planning.conditions import condition_of
from assistant.planning.of_two import one_of_two
from assistant.planning.ordering import asks_highest, ranks
from assistant.planning.same_rows import (
    baseline_again,
    fits_elsewhere,
    inside_shown,
    names_the_row,
    narrative_again,
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
from assistant.planning.whole import plan_for_whole
from assistant.plans import (
    Aspect,
    CombinedPlan,
    ComparePlan,
    DepartmentsOfPlan,
    FiguresPlan,
    GradesPlan,
    IndicatorsOfPlan,
    ItemsOfPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    Scope,
    TallyPlan,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.types import Kind, PassageKind, Report
from index.set_query import Quantity

if TYPE_CHECKING:
    from assistant.planning.context import Context

_YEAR_BESIDE = re.compile(
    r"(?:その、?)?(?:もう1つ|もう一つ|もう1年|一つ|1つ|ひとつ|さらに)(?P<one>前|次|後|あと)の?(?:年度?|年)|その(?:もう1つ|もう一つ|さらに)?(?P<of_that>前|次|翌|後)(?:の?年|は|の|って|[?？]|$)|(?P<beside>次の|翌)年度?(?=は|の|って|だ|[?？]|$)"
)
_NOT_THAT_YEAR = re.compile(r"年度?(では|じゃ)なく|年度?(では|じゃ)ありません")
_OF_THOSE = re.compile(r"[そこ]の(中|うち)|そのなか|上の|今の")
_NEW_SUBJECT = re.compile(r"話(は|が|を)?(変わ|変え)|別の話|話題を変え|ところで")
_ITEM_SWAP = re.compile(
    r"^(じゃあ?|では|それでは|それなら|なら)|の(方|ほう)(は|を|です|でした|だ|で|、|。|$)|(は|も)[?？]?$"
)
_WHICH_OF_THEM = re.compile(
    r"(?:(?P<more>高い|多い|大きい|良い|いい|よい)|低い|少ない|小さい|悪い)(?:ほう|方)(?:は|が|って|なのは)?、?(?:どっち|どちら|どれ)"
)
_NOT_BUT = re.compile(r"(では|じゃ)な(くて?|い)(ほう|方)?(、|で)?")
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
    reading = _year_of_the_talk(reading, conversation)
    since = aspect_of(reading) is Aspect.CHANGE and isinstance(last, FiguresPlan)
    if years_outside(reading.years.years, context.catalog.report) and not since:
        return baseline_again(reading, conversation, context)
    if reading.initiative_number is not None:
        return None
    picked = _picked(reading, conversation, context) or _pointed_at(reading, conversation, context)
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


def _year_of_the_talk(reading: Reading, conversation: Conversation) -> Reading:
    """「その前の年は？」 counts from the year talked about, not from the report's own."""
    match = _YEAR_BESIDE.search(reading.folded)
    years = _years_of(conversation.plan)
    if not match or not years:
        return reading
    said = match["of_that"] or match["one"]
    if match["one"] and len(reading.years.years) == 1 and _NOT_THAT_YEAR.search(reading.folded):
        years = reading.years.years  # 「6年度ではなくその一つ前の年度です」
    year = years[-1] + (-1 if said == "前" else 1)
    return replace(
        reading, years=replace(reading.years, years=(year,), versus_previous=False, relative=True), words=()
    )


def _pointed_at(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「それ、目標は？」 after a ranking is its first item; 「その課」 the department just named."""
    if re.search(r"(その|同じ|(?<!ど)この)(課(?!題)|部署)", reading.folded) and conversation.blocks:
        departments = tuple(
            dict.fromkeys(
                name
                for block in conversation.blocks
                if block in context.catalog.blocks
                for name in context.catalog.blocks[block].departments
            )
        )
        if departments:
            # 「その課の指標でAのものを」: what is asked of the department's indicators.
            theirs = replace(reading, departments=departments)
            asks = (
                reading.grades or reading.slot("condition") or (ranks(reading) and "指標" in reading.folded)
            )
            whole = plan_for_whole(theirs, context) if asks and not reading.words else None
            return whole or ItemsOfPlan(departments)
    last = conversation.plan
    if isinstance(last, ComparePlan) and (of_two := one_of_two(reading, last, context)) is not None:
        return of_two
    single = isinstance(last, RankPlan | ListPlan) and conversation.shown and not reading.words
    if (
        not single
        or (wants_narrative(reading) and not only_movement(reading))
        or reading.measures
        or reading.grades
    ):
        return None
    points = re.search(
        r"^(それ|その指標|これ|そこ|そいつ|こいつ|そちら|そっち|あれ)(は|の|、|って|が)?", reading.folded
    ) or (
        (len(conversation.shown) == 1 or (isinstance(last, RankPlan) and last.limit == 1))
        and not reading.has("operation:highest", "operation:lowest", "operation:list")
    )
    aspect = aspect_of(reading)
    if not points or not (reading.slot("kind") or aspect):
        return None
    years = reading.years.years or (() if aspect in OVER_YEARS else _years_of(last))
    return FiguresPlan(conversation.shown[:1], years, kinds_of(reading), aspect or Aspect.VALUE)


_THE_NTH = re.compile(r"(番目|つ目|位)の(は|が|って|方|ほう|やつ|もの)")


def _picked(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「2番目のを詳しく」: the n-th of the list shown."""
    points = _THE_NTH.search(reading.folded) is not None
    if reading.ordinal is None or reading.words or (reading.rank_position is not None and not points):
        return None
    if "指標" in reading.folded:
        return _nth_of_initiative(reading, conversation, context)
    if not 1 <= reading.ordinal <= len(conversation.shown):
        return None
    chosen = conversation.shown[reading.ordinal - 1]
    if reading.has("operation:department"):
        return DepartmentsOfPlan((context.catalog.block_of[chosen],), (), (chosen,))
    if reading.has("narrative:reason") or (wants_narrative(reading) and not wants_figure(reading)):
        return told_of(chosen, reading, conversation, context)
    years = reading.years.years or _years_of(conversation.plan)
    aspect = aspect_of(reading) or Aspect.TARGET_AND_ACTUAL
    return FiguresPlan((chosen,), years, kinds_of(reading), aspect)


def told_of(
    indicator: str,
    reading: Reading,
    conversation: Conversation,
    context: Context,
    own_rows: tuple[str, ...] = (),
) -> NarrativePlan:
    """Return a search in what is written of one indicator: in its own row, else in those beside it of its measure."""
    catalog = context.catalog
    own = catalog.initiatives[catalog.initiative_of[indicator]]
    blocks = own_rows or (catalog.block_of[indicator],)
    text = conversation.text if own_rows else catalog.name(indicator)
    told = {PassageKind.ISSUES, PassageKind.STATUS}
    if not any(passage.kind in told for block in own.blocks for passage in block.passages):
        measure = catalog.measure_of[indicator]
        blocks = (
            tuple(
                block.id
                for one in catalog.report.initiatives
                if catalog.measure_of.get(one.blocks[0].id if one.blocks else "") == measure
                for block in one.blocks
                if any(passage.kind in told for passage in block.passages)
            )
            or blocks
        )
        text = catalog.name(indicator)
    named = replace(conversation, blocks=blocks, text=text)
    return narrative_again(reading, named)


def _nth_of_initiative(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「同じ取組の2つ目の指標は？」: the n-th indicator of the initiative talked about."""
    block = next((one for one in conversation.blocks if one in context.catalog.blocks), None)
    if block is None or reading.initiatives or reading.ordinal is None:
        return None
    initiative = context.catalog.initiative_of[block]
    indicators = context.catalog.initiatives[initiative].indicators
    asks = bool(reading.slot("kind") or aspect_of(reading))
    if asks and reading.ordinal <= len(indicators):
        years = reading.years.years or _years_of(conversation.plan)
        aspect = aspect_of(reading) or Aspect.VALUE
        return FiguresPlan((indicators[reading.ordinal - 1].id,), years, kinds_of(reading), aspect)
    return IndicatorsOfPlan(initiative, reading.ordinal)


def _years_of(plan: Plan | None) -> tuple[int, ...]:
    if isinstance(plan, CombinedPlan):
        return plan.figures.years
    if isinstance(plan, FiguresPlan | ComparePlan | ListPlan | RankPlan):
        return plan.years[-1:]
    if isinstance(plan, GradesPlan):
        return (plan.year,)
    return ()


def _without_words(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    last = conversation.plan
    report = context.catalog.report
    if isinstance(last, RankPlan) and (last.limit or last.nth) and conversation.shown:
        # of the ones that the ranking answered with, not of all that it ordered
        first = (last.nth or 1) - 1
        shown = conversation.shown[first : first + (1 if last.nth else last.limit or 1)]
        blocks = tuple(dict.fromkeys(context.catalog.block_of[one] for one in shown))
        conversation = replace(conversation, blocks=blocks or conversation.blocks)
    if isinstance(last, RankPlan) and reading.corrects and (turned := _turned(reading, last)) is not None:
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
        whole = _whole_again(reading, last, conversation, context)
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
        years = _years_talked_about(reading, last, conversation, report)
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


def _years_talked_about(
    reading: Reading, last: FiguresPlan, conversation: Conversation, report: Report
) -> tuple[int, ...]:
    """Return the two years that a change is between: those of the last two turns, else the last one's own."""
    now = last.years[-1:] or (report.fiscal_year,)
    past = tuple(one for one in last.years if one <= report.fiscal_year)
    if len(last.years) > 2 and len(past) > 1:
        return (past[0], past[-1])
    if reading.years.versus_previous:
        return now
    both = tuple(sorted({*conversation.years_before[-1:], *now}))
    return both if len(both) == 2 else last.years


def _whole_again(reading: Reading, last: Plan, conversation: Conversation, context: Context) -> Plan | None:
    condition = condition_of(reading, context)
    scope = last.scope if isinstance(last, ListPlan | RankPlan | GradesPlan) else Scope()
    if reading.measures:
        scope = Scope(measures=reading.measures)
    ranks = reading.has("operation:highest", "operation:lowest", "operation:rank")
    if re.search(r"[そこ]の(中|うち)|上の|今の", reading.folded) and conversation.shown:
        scope = Scope(measures=reading.measures, indicators=conversation.shown, described="直前に示したもの")
    year = (
        reading.years.years[-1]
        if reading.years.years
        else (_years_of(last) or (context.catalog.report.fiscal_year,))[-1]
    )
    if ranks and not reading.grades:
        quantity = (
            quantity_of(reading)
            if reading.slot("kind") or reading.has("operation:change")
            else _quantity_of_last(last)
        )
        nth = reading.rank_position
        whole = scope.described != "直前に示したもの" and not reading.measures
        kept = last.condition if isinstance(last, ListPlan) and whole else Condition()
        limit = reading.limit or (None if nth or reading.has("operation:rank") else 1)
        return RankPlan(scope, quantity, (year,), asks_highest(quantity, reading), limit, nth, kept)
    if isinstance(last, ListPlan) and not reading.grades and not reading.measures and not reading.years.years:
        if not condition.empty and scope.indicators:
            return ListPlan(scope, condition, last.years)  # 「そのうち件数で数えるものは」
        share = re.search(r"割合|何割|何%|比率", reading.folded) is not None
        if (
            share or re.search(r"何(件|個|指標|つ)|件数|いくつ", reading.folded)
        ) and not last.condition.empty:
            return TallyPlan(
                last.scope,
                last.condition,
                last.years,
                "share" if share else "count",
                target_year=last.target_year,
            )
    if isinstance(last, GradesPlan):
        if reading.grades and re.search(r"どの指標|どれ|何の指標|指標は", reading.folded):
            return ListPlan(scope, condition, (year,))
        if reading.grades or reading.measures or reading.years.years:
            what = last.what if last.what != "compare" or len(scope.measures) > 1 else "count"
            if not reading.grades and re.search(r"何%|割合|何割", reading.folded):
                what = "share"
            return GradesPlan(what, scope, condition.grades or last.grades, year, last.highest)
        if re.search(r"何%|割合|何割|比率", reading.folded):
            return GradesPlan("share", scope, last.grades, year)
        if reading.has("operation:list") and last.grades:
            return ListPlan(scope, graded(last.grades), (year,))
        return None
    if (
        isinstance(last, ListPlan)
        and reading.has("operation:list")
        and condition.empty
        and not reading.measures
        and not reading.years.years
    ):
        return last
    if isinstance(last, ListPlan) and (
        reading.grades or reading.measures or reading.years.years or not condition.empty
    ):
        merged = condition if not condition.empty else last.condition
        if reading.has("operation:count") and merged.grades:
            return GradesPlan("count", scope, merged.grades, year)
        years = last.years if not reading.years.years else reading.years.years
        return ListPlan(scope, merged, years)
    if isinstance(last, RankPlan) and (reading.measures or reading.years.years or reading.slot("kind")):
        quantity = quantity_of(reading) if reading.slot("kind") else last.quantity
        return RankPlan(scope, quantity, (year,), last.highest, last.limit)
    return None


def _turned(reading: Reading, last: RankPlan) -> RankPlan | None:
    """「低いほうではなくて高いほうの二つでした」: the ranking again, from its other end."""
    meant = re.split(r"なくて?、?|なく、?|のうて", reading.folded)[-1]
    highest = re.search(r"(高|多|大き|良|よ|上)(い|位)?(ほう|方|から|順|もの|やつ|の)", meant)
    lowest = re.search(r"(低|少な|小さ|悪|下)(い|位)?(ほう|方|から|順|もの|やつ|の)", meant)
    if (highest is None) == (lowest is None):
        return None
    return replace(last, highest=highest is not None, limit=reading.limit or last.limit)


def _quantity_of_last(last: Plan) -> Quantity:
    return last.quantity if isinstance(last, RankPlan) else Quantity.RATE


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
