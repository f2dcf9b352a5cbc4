"""Questions about certain items: which indicators are meant, and whether table or commentary answers."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planning.aspects import aspect_of
from assistant.planning.commentary import (
    definition_plan,
    narrative_of_rows,
    narrative_plan,
    stated_in_prose,
    stated_plan,
)
from assistant.planning.comparing import plan_for_comparison
from assistant.planning.context import Context
from assistant.planning.figures import figures_plan
from assistant.planning.name_numbers import says_other_number
from assistant.planning.prose import StatedMatch
from assistant.planning.refusals import (
    compound_mismatch,
    counts_all_of,
    counts_opposite,
    head_mismatch,
    head_unexplained,
    no_such_item,
    place_unexplained,
    refuse_unknown,
    rival_of,
    subset_asked,
    years_differ,
)
from assistant.planning.wanted import (
    kinds_of,
    only_movement,
    wants_figure,
    wants_narrative,
)
from assistant.plans import (
    Aspect,
    ClarifyPlan,
    CombinedPlan,
    IndicatorsOfPlan,
    Plan,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.counters import STRICT, counts_other, same_unit
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Candidate
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.types import Kind

# Below this share of the question's words an indicator is not what was asked about.
_ACCEPT = 0.5
# Two indicators closer than this are equally good readings: ask back. Set on the development
# questions: the closest pair of different meaning that must not be asked back differs by 0.08.
_TIE = 0.06
# Asked 何人, a percentage is no answer (the other way round 何% may mean the achievement rate).
_COUNTERS = frozenset(
    ["人", "名", "件", "社", "回", "団体", "法人", "事業者", "世帯", "台", "戸", "部", "冊", "校", "園"]
)
# What no figure answers: to what end, who, where, which ones.
_ASKS_ELSE = re.compile(
    r"何に(使|充|あて)|何を(する|して|やって|話|配)|どこの(会社|企業|団体|店|学校|人)|(誰|だれ|どなた)(が|に|を|と|の)|どこ(で|に|から)(?!.{0,4}(記載|書))|どんな(人|会社|企業|団体|内容|テーマ)|テーマ|どうやって|方法"
)
_ASKS_NAME = re.compile(
    r"(何|どんな|どういう)(て|と)?(いう|言う)?(名前の)?指標|指標(の名前|の名称|名)|名前の指標|(指標|それ|あれ)(は|って)?何(て|と)(いう|言う)"
)
_ASKS_WHICH = re.compile(r"指標は.{0,12}(だけ|何|どれ|いくつ)")
# A stated figure is preferred to an indicator when it explains this much more of the question.
_PROSE_MARGIN = 0.08
_BARELY_STATED, _SURELY_STATED = 0.5, 0.7
_SAYS_IT = 0.8  # from this degree on a sentence says a word


def plan_for_items(reading: Reading, context: Context) -> Plan | None:
    """Return a plan about certain indicators, initiatives or rows, or None where none is named."""
    words = reading.words
    number = reading.initiative_number
    if number is not None and not reading.initiatives:
        found = [
            one.id
            for one in context.catalog.initiatives.values()
            if one.number == number
            and (not reading.measures or context.catalog.measure_of[one.id] in reading.measures)
        ]
        if len(found) == 1:
            reading = replace(reading, initiatives=tuple(found))
        elif len(found) > 1 and not words:
            choices = tuple(
                f"{one}（{context.catalog.name(one)}）{context.asked_tail(reading)}" for one in found[:4]
            )
            return ClarifyPlan(
                f"No.{number}の取組は{len(found)}つあります。どの取組についてお尋ねですか。",
                choices,
                f"No.{number}",
            )
    positioned = _by_position(reading, context)
    if positioned is not None:
        return positioned
    if not words and reading.measures and wants_narrative(reading):
        return narrative_plan(reading, context, grouped=True)
    if not words and not reading.initiatives and not reading.indicators:
        return None
    return _figures_or_narrative(reading, context)


def _by_position(reading: Reading, context: Context) -> Plan | None:
    """「2つ目の指標」, 「何という指標？」: indicators of an initiative by their position, or their names."""
    names = _ASKS_NAME.search(reading.folded) is not None
    if not (reading.ordinal or names or _ASKS_WHICH.search(reading.folded)):
        return None
    if not (reading.words or reading.initiatives):
        return None
    initiative = context.initiative_named(reading)
    if not initiative:
        return None
    indicators = context.catalog.initiatives[initiative].indicators
    ordinal = reading.ordinal
    if ordinal is None and names and len(reading.numbers) > 1:
        # Named by the figures printed beside it: 「49、57、65と並んでいる指標の名前は？」
        holding = [
            position
            for position, one in enumerate(indicators, start=1)
            if all(context.holds(one.id, number) for number in reading.numbers)
        ]
        ordinal = holding[0] if holding else None
    asks = bool(reading.slot("kind") or aspect_of(reading)) and not names and "もう" not in reading.folded
    if asks and ordinal and ordinal <= len(indicators):
        return figures_plan(reading, (indicators[ordinal - 1].id,), context)
    return IndicatorsOfPlan(initiative, ordinal)


def _figures_or_narrative(reading: Reading, context: Context) -> Plan | None:
    figure, narrative = wants_figure(reading), wants_narrative(reading)
    if only_movement(reading):
        # 「どう動いた？」 is asked of figures as of people: an indicator named in full decides.
        best = context.best(reading)
        figure = best is not None and context.named_share(reading, best) >= 0.6
        narrative = not figure
    if reading.has("operation:definition") and not (reading.slot("kind") or narrative):
        return definition_plan(reading, context)
    several = plan_for_comparison(reading, context)
    if several:
        return several
    row = _figure_of_row(reading, context)
    if row is not None:
        return row
    indicators = _indicators_named(reading, context)
    if isinstance(indicators, ClarifyPlan):
        return indicators
    stated = stated_in_prose(reading, context) if figure or not narrative else []
    best = context.best(reading)
    by_name = bool(reading.indicators or reading.initiatives)
    score = 1.0 if by_name else (best.coverage if best and indicators else 0.0)
    prose_wins = (
        bool(stated)
        and stated[0].score >= _BARELY_STATED
        and not by_name
        and not set(kinds_of(reading)) & {Kind.TARGET, Kind.GRADE, Kind.BASELINE}
        and aspect_of(reading) in (None, Aspect.CHANGE, Aspect.VALUE, Aspect.AVERAGE)
        and (
            min(stated[0].score, 1.0) > score + _PROSE_MARGIN
            or (not aspect_of(reading) and _says_the_rest(stated[0], best, reading, context))
        )
    )
    if isinstance(rivals := _generic(reading, stated, indicators, context), ClarifyPlan):
        return rivals
    if indicators and reading.has("narrative:reason", "narrative:issues", "narrative:future"):
        prose_wins = False
    if (
        prose_wins
        and (figure or (not narrative and re.search(r"は[?]?$|のは[?]?$", reading.folded) is not None))
        and not (reading.years.years and years_differ(reading, context))
    ):
        return stated_plan(reading, stated, context)
    if (
        indicators
        and figure
        and not subset_asked(reading, best)
        and not head_unexplained(reading, best, context)
        and not (not by_name and place_unexplained(reading, best, context))
        and not (not by_name and compound_mismatch(reading, best, context))
    ):
        plan = figures_plan(reading, indicators, context)
        if narrative:
            return CombinedPlan(plan, narrative_of_rows(reading, indicators, context))
        if head_mismatch(reading, best):
            return no_such_item(reading, context, best)
        return refuse_unknown(reading, best, context) or plan
    named = by_name or (best is not None and context.named_share(reading, best) >= 0.6)
    if not figure and not narrative and _ASKS_ELSE.search(reading.asked):
        return refuse_unknown(reading, best, context) or narrative_plan(reading, context)
    other = best is not None and any(
        word.surface in load_lexicon().narrowing
        and context.linker.degree(word, f"{best.item.name} {best.item.near} {best.item.measure}") < 0.5
        for word in reading.words
    )
    unlike = head_unexplained(reading, best, context) or (other and not by_name)
    if indicators and not narrative and not figure and named and not unlike:
        if head_mismatch(reading, best):
            return no_such_item(reading, context, best)
        return refuse_unknown(reading, best, context) or figures_plan(reading, indicators, context)
    if figure and not narrative:
        if stated and stated[0].score >= 0.6 and not (reading.years.years and years_differ(reading, context)):
            return stated_plan(reading, stated, context)
        return refuse_unknown(reading, best, context) or no_such_item(reading, context, best)
    if indicators and best and reading.has("operation:change") and best.name_coverage >= 0.6:
        plan = figures_plan(reading, indicators, context)
        return CombinedPlan(plan, narrative_of_rows(reading, indicators, context))
    if not narrative and not figure:
        return refuse_unknown(reading, best, context) or narrative_plan(reading, context)
    return narrative_plan(reading, context)


def _says_the_rest(stated: StatedMatch, best: Candidate | None, reading: Reading, context: Context) -> bool:
    """Whether a sentence with a number of the counter asked for says itself what the indicator leaves over.

    「防災訓練の炊き出しには何人」 is about the sentence on 炊き出し, not about all who came.
    """
    if best is None or not best.unexplained or stated.score < _SURELY_STATED:
        return False
    counted = any(same_unit(reading.unit, one) for one in stated.figure.units) if reading.unit else False
    own = best.item.unit and reading.unit and same_unit(reading.unit, best.item.unit)
    return bool(counted and own) and all(
        context.linker.degree(one, stated.figure.folded) >= _SAYS_IT for one in best.unexplained
    )


def _figure_of_row(reading: Reading, context: Context) -> Plan | None:
    """An initiative named by number with words beyond its names (③-3の市長申立は？): a figure stated in its rows."""
    if not reading.initiatives or reading.indicators or set(kinds_of(reading)) or wants_narrative(reading):
        return None
    names = " ".join(item.name for item in context.catalog.items if item.id in reading.initiatives)
    indicators = " ".join(
        one.name or ""
        for initiative in reading.initiatives
        for one in context.catalog.initiatives[initiative].indicators
    )
    beyond = tuple(
        word for word in reading.words if context.linker.degree(word, f"{names} {fold(indicators)}") < 0.6
    )
    if not any(word.part == "noun" for word in beyond):
        return None
    blocks = tuple(
        block.id
        for initiative in reading.initiatives
        for block in context.catalog.initiatives[initiative].blocks
        if not reading.departments or set(reading.departments) & set(block.departments)
    )
    found = context.stated.find(beyond, reading.unit, blocks, reading.numbers)
    if found and found[0].score >= 0.6:
        return stated_plan(reading, found, context)
    return None


def _indicators_named(reading: Reading, context: Context) -> tuple[str, ...] | ClarifyPlan:
    """Return the indicators meant; a question back where two fit equally; empty where none fits."""
    if reading.indicators:
        return reading.indicators
    if reading.initiatives:
        return tuple(
            one.id
            for initiative in reading.initiatives
            for one in context.catalog.initiatives[initiative].indicators
        )
    found = context.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
    found = [
        one
        for one in found
        if not reading.measures or context.catalog.measure_of[one.item.id] in reading.measures
    ]
    found = [
        one
        for one in found
        if not says_other_number(reading.folded, one.item.name)
        and not rival_of(reading, one.item.name, context)
        and not counts_all_of(reading, one.item.name)
        and not counts_opposite(reading, one.item.name)
    ]
    if reading.unit in STRICT:
        # 「何人」 of an indicator in 社 is another thing: who is counted there is not who is asked about.
        found = [
            one
            for one in found
            if (not one.item.unit and context.catalog.indicators[one.item.id].name)
            or not counts_other(reading.unit, one.item.unit, one.item.name)
        ]
    if reading.unit and reading.unit not in ("%", "円", "千円", "万円"):
        found = [one for one in found if "円" not in one.item.unit]  # 「寄附は何件」 of an amount of money
    if reading.unit in _COUNTERS:
        found = [one for one in found if one.item.unit.replace("％", "%") != "%"]
        heads = context.nouns(reading)[-1:]
        # 「成年後見の相談件数は？」 asks in 件: an indicator in 人 that says nothing of 相談 is another thing.
        found = [
            one
            for one in found
            if not one.item.unit
            or same_unit(reading.unit, one.item.unit)
            or all(context.linker.degree(word, f"{one.item.name} {one.item.near}") >= 0.5 for word in heads)
        ]
    if named := _by_own_name(reading, context):
        return named
    if not found or found[0].coverage < _ACCEPT:
        return ()
    if re.search(r"いくつ|何(か所|箇所|ヶ所)", reading.folded) and reading.unit != "%":
        counts = [one for one in found if one.item.unit.replace("％", "%") != "%"]
        found = counts if counts and counts[0].coverage >= found[0].coverage - _TIE else found
    best = _holding(found, reading, context) or found[0]
    ties = [
        one
        for one in found
        if one.coverage >= best.coverage - _TIE
        and one.phrases >= best.phrases - 0.01
        and (not reading.unit or one.item.unit == best.item.unit)
        and (
            one.score >= best.score - _TIE
            or (one.name_coverage >= best.name_coverage - 0.02 and best.precision < 0.75)
        )
    ]
    if reading.numbers and aspect_of(reading) is Aspect.WHICH_YEAR:
        holding = [one for one in ties if context.holds(one.item.id, reading.numbers[0])]
        if holding:
            return (holding[0].item.id,)
    initiatives = {context.catalog.initiative_of[one.item.id] for one in ties}
    if len(ties) > 1 and len(initiatives) == 1 and best.name_coverage < 0.35:
        # The initiative was named rather than one of its indicators: all of them answer.
        return tuple(sorted((one.item.id for one in ties), key=list(context.catalog.indicators).index))
    if len(ties) > 1 and (wants_figure(reading) or not wants_narrative(reading) or only_movement(reading)):
        return _ask_back(reading, [one.item.id for one in ties], context)
    if best.name_coverage < 0.3 and reading.asks_number and reading.unit in STRICT:
        top = context.linker.link(reading.words, (ItemKind.INITIATIVE,))
        if not top or top[0].precision < 0.5 or top[0].item.id != context.catalog.initiative_of[best.item.id]:
            return ()  # 「自殺者は何人」: the field is there, what is counted is not
    if best.name_coverage < 0.3:
        initiative = context.catalog.initiative_of[best.item.id]
        siblings = context.catalog.initiatives[initiative].indicators
        top = context.linker.link(reading.words, (ItemKind.INITIATIVE,))
        if len(siblings) > 1 and top and top[0].item.id == initiative and top[0].name_coverage >= 0.7:
            strict = reading.unit in STRICT  # asked 何人, an indicator in 件 is another thing
            return tuple(
                one.id for one in siblings if not strict or (one.unit and same_unit(reading.unit, one.unit))
            )
        if best.coverage < 0.6 and (not top or top[0].name_coverage < 0.5):
            return ()
    return (best.item.id,)


def _by_own_name(reading: Reading, context: Context) -> tuple[str, ...]:
    """「みなせカレッジは何人」: the one indicator in the unit asked of an initiative printed with that name in 「」."""
    if not reading.unit:
        return ()
    for each in context.catalog.initiatives.values():
        own = re.findall(r"[「『]([^」』]{3,20})[」』]", fold(each.name or ""))
        if any(one in reading.folded for one in own):
            fitting = [
                one.id for one in each.indicators if one.unit and same_unit(reading.unit, fold(one.unit))
            ]
            return tuple(fitting) if len(fitting) == 1 else ()
    return ()


def _holding(found: list[Candidate], reading: Reading, context: Context) -> Candidate | None:
    """The one candidate, among those nearly as good as the best, that prints a number said with its unit."""
    for number in reading.numbers:
        unit = re.match(rf"[^\d.]*?{re.escape(number)}\s?([^\d\s]{{1,2}})", reading.folded.replace(",", ""))
        near = [
            one
            for one in found[:6]
            if one.coverage >= found[0].coverage - _NUMBER_TELLS and context.holds(one.item.id, number)
        ]
        if len(near) == 1 and unit and near[0].item.unit and unit.group(1).startswith(near[0].item.unit):
            return near[0]
    return None


_NUMBER_TELLS = 0.25  # of coverage: a printed number tells more than a word more or less


def _generic(
    reading: Reading, stated: list[StatedMatch], indicators: tuple[str, ...], context: Context
) -> ClarifyPlan | None:
    """One bare noun (相談件数, 補助件数) that an indicator and figures in other rows both carry: ask back."""
    nouns = context.nouns(reading)
    if len(reading.words) != 1 or not nouns or wants_narrative(reading):
        return None
    if reading.indicators or reading.initiatives or reading.measures:
        return None
    best = context.best(reading)
    counted = reading.unit and f"何{reading.unit}" in reading.folded
    if best is not None and indicators and counted and same_unit(reading.unit, best.item.unit):
        return None  # 「路線バスは何人」: of the two, the indicator counts persons
    if best is not None and (
        best.precision >= 0.5 or any(one in best.item.name for one in reading.departments)
    ):
        return None
    rivals: dict[str, str] = {}
    if indicators and best is not None:
        rivals[context.catalog.block_of[indicators[0]]] = context.catalog.name(indicators[0])
    said = nouns[0].surface
    for one in stated:
        block = one.figure.passage.block_id
        if one.score >= 0.9 and block not in rivals:
            rivals[block] = f"{context.catalog.row_name(block)}の{said}"
    if len(rivals) < 2:
        return None
    tail = context.asked_tail(reading) if reading.slot("kind") else "は？"
    choices = tuple(
        f"{one}{tail if position == 0 and indicators else 'は？'}"
        for position, one in enumerate(rivals.values())
    )
    return ClarifyPlan(
        f"「{said}」に当たる値が複数の取組にあります。どれについてお尋ねですか。", choices[:4], said
    )


def _ask_back(reading: Reading, ids: list[str], context: Context) -> ClarifyPlan:
    tail = context.asked_tail(reading)
    choices = tuple(f"{context.catalog.name(one)}{tail}" for one in ids[:4])
    said = "".join(word.surface for word in reading.words)
    return ClarifyPlan(f"「{said}」に当たる指標が複数あります。どれについてお尋ねですか。", choices, said)
