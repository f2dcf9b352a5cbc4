"""Questions about certain items: which indicators are meant, and whether table or commentary answers."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planning.aspects import aspect_of, since_start, years_for
from assistant.planning.commentary import (
    definition_plan,
    narrative_of_rows,
    narrative_plan,
    stated_in_prose,
    stated_plan,
)
from assistant.planning.context import Context
from assistant.planning.guessing import guessed
from assistant.planning.prose import StatedMatch
from assistant.planning.refusals import (
    compound_mismatch,
    head_mismatch,
    head_unexplained,
    no_such_item,
    place_unexplained,
    refuse_unknown,
    subset_asked,
    years_differ,
)
from assistant.planning.wanted import (
    is_yes_no,
    kinds_of,
    only_movement,
    quantity_of,
    supposes,
    wants_figure,
    wants_narrative,
)
from assistant.plans import (
    Aspect,
    ClarifyPlan,
    CombinedPlan,
    ComparePlan,
    FiguresPlan,
    IndicatorsOfPlan,
    Plan,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.linker import Candidate, same_unit
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading
from corpus.types import Kind
from index.set_query import Quantity

# Below this share of the question's words an indicator is not what was asked about.
_ACCEPT = 0.5
# Two indicators closer than this are equally good readings: ask back. Set on the development
# questions: the closest pair of different meaning that must not be asked back differs by 0.08.
_TIE = 0.06
# Asked 何人, a percentage is no answer (the other way round 何% may mean the achievement rate).
_COUNTERS = frozenset(
    ["人", "名", "件", "社", "回", "団体", "法人", "事業者", "世帯", "台", "戸", "部", "冊", "校", "園"]
)
_STRICT = frozenset(
    "人 名 社 回 トン t kg キロ g グラム 世帯 円 万円 千円 台 棟 戸 軒 ha 校 園 店 冊 頭 本 組".split()
)
_LOOSE = frozenset("件 社 者 団体 法人 事業者 事業所 企業 か所 箇所 店".split())
_ALIKE = {"グラム": "g", "キロ": "kg", "トン": "t", "名": "人", "箇所": "か所", "ヶ所": "か所", "パー": "%"}
_PERSONS = re.compile(r"(者|人|会員|委員|員|生|児童|職員)(の)?(延べ)?(人)?数$|人数")
_ASKS_NAME = re.compile(
    r"(何|どんな|どういう)(て|と)?(いう|言う)?(名前の)?指標|指標(の名前|の名称|名)|名前の指標|(指標|それ|あれ)(は|って)?何(て|と)(いう|言う)"
)
_ASKS_WHICH = re.compile(r"指標は.{0,12}(だけ|何|どれ|いくつ)")
# A stated figure is preferred to an indicator when it explains this much more of the question.
_PROSE_MARGIN = 0.08


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
    several = _comparison(reading, context)
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
        and not by_name
        and not set(kinds_of(reading)) & {Kind.TARGET, Kind.GRADE, Kind.BASELINE}
        and aspect_of(reading) in (None, Aspect.CHANGE, Aspect.VALUE, Aspect.AVERAGE)
        and min(stated[0].score, 1.0) > score + _PROSE_MARGIN
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
    if indicators and not narrative and not figure and named:
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


def figures_plan(reading: Reading, indicators: tuple[str, ...], context: Context) -> FiguresPlan:
    """Return a plan for figures of these indicators with the aspect, kinds and years asked for."""
    report = context.catalog.report
    kinds = kinds_of(reading)
    units = {(context.catalog.unit(one)).replace("％", "%") for one in indicators}
    aspect = _fitting_aspect(reading, units)
    if aspect in (None, Aspect.SITUATION) and not kinds and not reading.asks_number:
        likely = guessed(reading, context)
        aspect, kinds = likely if likely is not None else (aspect, kinds)
    aspect = aspect or Aspect.VALUE
    when = re.search(r"いつ|何年|どの年", reading.asked) is not None
    if Kind.GRADE in kinds and (when or aspect in _GRADES_MOVE):
        return _grade_history(reading, indicators, context)
    if aspect is Aspect.RATE and "達成度" in reading.asked:
        kinds = (*kinds, Kind.GRADE)  # some reports call their 評価 so
    if (
        _PAST.search(reading.folded)
        and not _WILL_BE.search(reading.asked)
        and reading.years.years
        and min(reading.years.years) > report.fiscal_year
        and not kinds
    ):
        kinds = (Kind.ACTUAL,)
    if aspect is not Aspect.RATE:
        kinds = tuple(one for one in kinds if one is not Kind.RATE)
    if aspect is Aspect.VALUE and not kinds and _WILL_BE.search(reading.asked):
        kinds = (Kind.TARGET,)
    if aspect is Aspect.CHANGE and not _TARGET_MOVED.search(reading.folded):
        kinds = tuple(one for one in kinds if one is not Kind.TARGET)
    if aspect in (Aspect.TREND, Aspect.STEADY) and Kind.ACTUAL not in kinds and Kind.GRADE not in kinds:
        kinds = tuple(one for one in kinds if one is Kind.TARGET)
    named = reading.years.years
    if wants_narrative(reading) and reading.years.relative and named and min(named) > report.fiscal_year:
        reading = replace(reading, years=replace(reading.years, years=()))
        named = ()  # 「来年度の手当ては」 asks what will be done, not for figures of that year
    years = years_for(reading, aspect, report)
    if aspect is Aspect.CHANGE and not named and since_start(reading):
        kinds = (
            (*kinds, Kind.BASELINE)
            if Kind.BASELINE not in kinds and _has_baseline(indicators, context)
            else kinds
        )
        years = () if Kind.BASELINE in kinds else years
    assumed = not named
    if not years and aspect is not Aspect.WHICH_YEAR:
        years = (report.fiscal_year,)
    if aspect is Aspect.RATE and assumed and reading.has("operation:trend"):
        years = tuple(one for one in report.years if one <= report.fiscal_year)
    return FiguresPlan(
        indicators,
        years,
        kinds,
        aspect,
        reading.numbers[0] if reading.numbers else "",
        supposes(reading),
        is_yes_no(reading),
        assumed,
    )


_TARGET_MOVED = re.compile(
    r"目標(値)?(を|が|は|の|も)?.{0,12}(引き?上げ|引き?下げ|上方修正|下方修正|上げ|下げ|見直|変わ|変更|増え|減っ|推移|増減)"
)


_GRADES_MOVE = frozenset(
    {Aspect.CHANGE, Aspect.STEADY, Aspect.YEARLY, Aspect.WHICH_YEAR, Aspect.LOWEST_YEAR, Aspect.HIGHEST_YEAR}
)


def _grade_history(reading: Reading, indicators: tuple[str, ...], context: Context) -> FiguresPlan:
    """「評価はどう変わった」「Cに落ちたのはいつ」: the grades of the years in question."""
    report = context.catalog.report
    years = reading.years.years
    if len(years) == 1:
        years = (
            (years[0] - 1, years[0])
            if reading.years.versus_previous
            else tuple(sorted({years[0], report.fiscal_year}))
        )
    return FiguresPlan(
        indicators, years or tuple(report.years), (Kind.GRADE,), Aspect.TREND, "", 0, False, not years
    )


_PAST = re.compile(r"(た|だ)(の|か|ん|でしょ|っけ|$|\?)|ました|でした|実際|実績")
_WILL_BE = re.compile(
    r"(まで|に)(下げる|上げる|増やす|減らす|引き上げる|引き下げる|持っていく|する)|計画(なの|です|か|になって)|目指"
)
_ASKS_PERCENT = re.compile(r"達成|目標|計画|進捗|到達")


def _fitting_aspect(reading: Reading, units: set[str]) -> Aspect | None:
    """The aspect asked for, as far as it fits the indicators' units.

    「何%」 of an indicator in % asks for its value, of one in 人 for its 達成率.
    """
    aspect = aspect_of(reading)
    folded = reading.asked
    if aspect is Aspect.RATE and "%" in units and re.search(r"何(%|パー)|割合|何ポイント", folded):
        if re.search(r"達成率|進捗率|到達|達成度|目標比|(目標|計画)(値)?(の|に対(し|する)て?)何", folded):
            return aspect
        return None
    asks_percent = re.search(r"何(%|パー|割)", folded) is not None
    if aspect is None and asks_percent and "%" not in units and _ASKS_PERCENT.search(folded):
        return Aspect.RATE
    if aspect is None and not reading.slot("kind") and not reading.asks_number and _VAGUE.search(folded):
        return Aspect.SITUATION
    return aspect


_VAGUE = re.compile(
    r"(どう|いか)(なって|でし|です|だ|だった|か|が|ほど|なり|な(の|ん)|見|ですか|でしょう|$|\?)|状況|調子|具合|様子|現状|て(い)?(る|ます)(の|か|ん|よね)?(です|でしょう)?(か)?[?。]?$|(ました|でした)(か|の)[?。]?$"
)


def _has_baseline(indicators: tuple[str, ...], context: Context) -> bool:
    return any(
        one.kind is Kind.BASELINE and one.value is not None
        for each in indicators
        for one in context.catalog.indicators[each].observations
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


def _comparison(reading: Reading, context: Context) -> Plan | None:
    """Two items set beside each other: 「保護司と協力雇用主、どちらが…」 cut at と or 、."""
    beside = reading.has("operation:compare") or _EACH.search(reading.folded) is not None
    if not beside or len(reading.words) < 2:
        return None
    groups = _groups(reading)
    if len(groups) < 2:
        return None
    if len(groups) > 2 and len(_equals(groups[0], reading, context)) > 1:
        # 「いじめの解消率、小学校と中学校それぞれ」: what both are of is said first.
        groups = [(*groups[0], *group) for group in groups[1:]]
    elif len(groups) > 2 and len(_equals(groups[-1], reading, context)) > 1:
        # 「里山と海岸清掃、参加者は」: the last words belong to both, they are no third item.
        groups = [(*group, *groups[-1]) for group in groups[:-1]]
    chosen: list[str] = []
    for group in groups:
        equal = _equals(group, reading, context)
        if group is not groups[0] and (len(equal) != 1 or equal[0].coverage < 0.7 or _is_level(group)):
            # 「いじめの解消率、小学校と中学校それぞれ」: the second says only in what it differs.
            borrowed = _equals((*groups[0][:-1], *group), reading, context)
            if len(borrowed) == 1 and borrowed[0].coverage >= 0.7:
                equal = borrowed
        if len(equal) > 1 and group is not groups[-1]:
            tail = tuple(one for one in groups[-1][-1:] if one not in group)
            equal = _equals((*group, *tail), reading, context)
        if equal and equal[0].coverage >= _ACCEPT + 0.1:
            chosen.append(equal[0].item.id)
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) < 2:
        return None
    years = reading.years.years or (context.catalog.report.fiscal_year,)
    return ComparePlan(tuple(chosen), years, compared_quantity(reading))


_EACH = re.compile(r"それぞれ|並べ(て|る|ると)|両方|どれ(だけ|くらい|ほど)(の)?(違|差)|違い|ともに|共に")


def compared_quantity(reading: Reading) -> Quantity:
    """What two items are set beside each other in: 「どれだけ違う」 is no change over the years."""
    quantity = quantity_of(reading)
    moved = re.search(r"増|減|伸|前年|昨年|去年|落ち|上が|下が", reading.asked)
    if quantity in (Quantity.CHANGE, Quantity.CHANGE_RATE) and not moved and len(reading.years.years) < 2:
        return Quantity.ACTUAL
    if quantity is Quantity.TARGET and re.search(r"近|遠|比|対し", reading.asked):
        return Quantity.RATE
    return quantity


def _is_level(group: tuple[Word, ...]) -> bool:
    return len(group) == 1 and len(group[0].surface) <= 3


def _equals(group: tuple[Word, ...], reading: Reading, context: Context) -> list[Candidate]:
    """Return the indicators whose names say a group of words equally well, best first."""
    found = context.linker.link(group, (ItemKind.INDICATOR,), reading.unit)
    return [
        one
        for one in found
        if one.name_coverage >= found[0].name_coverage - 0.02 and one.phrases >= found[0].phrases - 0.01
    ]


def _groups(reading: Reading) -> list[tuple[Word, ...]]:
    groups: list[list[Word]] = []
    last_end = None
    for word in reading.words:
        gap = reading.folded[last_end : word.start] if last_end is not None else ""
        if last_end is None or re.search(r"(と(?!いう|して)|、|,|vs|および|及び|より)", gap):
            groups.append([])
        groups[-1].append(word)
        last_end = word.end
    return [tuple(group) for group in groups if any(word.part == "noun" for word in group)]


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
    if reading.unit in _STRICT:
        # 「何人」 of an indicator in 社 is another thing: who is counted there is not who is asked about.
        found = [
            one
            for one in found
            if not one.item.unit
            or same_unit(reading.unit, one.item.unit)
            or _ALIKE.get(reading.unit, reading.unit) == _ALIKE.get(one.item.unit, one.item.unit)
            or one.item.unit in ("%", "％")
            or (one.item.unit in _LOOSE and reading.unit in _LOOSE)
            or (reading.unit in ("人", "名") and _PERSONS.search(one.item.name.split("※")[0].strip()))
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
    if not found or found[0].coverage < _ACCEPT:
        return ()
    if re.search(r"いくつ|何(か所|箇所|ヶ所)", reading.folded) and reading.unit != "%":
        counts = [one for one in found if one.item.unit.replace("％", "%") != "%"]
        found = counts or found
    best = found[0]
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
    if best.name_coverage < 0.3 and reading.asks_number and reading.unit in _STRICT:
        top = context.linker.link(reading.words, (ItemKind.INITIATIVE,))
        if not top or top[0].precision < 0.5:
            return ()  # 「自殺者は何人」: the field is there, what is counted is not
    if best.name_coverage < 0.3:
        initiative = context.catalog.initiative_of[best.item.id]
        siblings = context.catalog.initiatives[initiative].indicators
        top = context.linker.link(reading.words, (ItemKind.INITIATIVE,))
        if len(siblings) > 1 and top and top[0].item.id == initiative and top[0].name_coverage >= 0.7:
            return tuple(one.id for one in siblings)
        if best.coverage < 0.6 and (not top or top[0].name_coverage < 0.5):
            return ()
    return (best.item.id,)


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
    if best is not None and best.precision >= 0.5:
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
