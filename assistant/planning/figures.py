"""The plan for figures of certain indicators: aspect, kinds and years that the wording asks for."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planning.aspects import TARGET_MOVED, aspect_of, since_start, years_for
from assistant.planning.context import Context
from assistant.planning.guessing import guessed
from assistant.planning.wanted import (
    is_yes_no,
    kinds_of,
    supposes,
    wants_narrative,
)
from assistant.plans import (
    Aspect,
    FiguresPlan,
)
from assistant.understanding.reading import Reading
from corpus.types import Kind


def figures_plan(reading: Reading, indicators: tuple[str, ...], context: Context) -> FiguresPlan:
    """Return a plan for figures of these indicators with the aspect, kinds and years asked for."""
    report = context.catalog.report
    reading = _from_baseline(reading, indicators, context)
    kinds = kinds_of(reading)
    units = {(context.catalog.unit(one)).replace("％", "%") for one in indicators}
    aspect = _fitting_aspect(_without_own_newness(reading, indicators, context), units)
    if aspect in (None, Aspect.SITUATION) and not kinds and not reading.asks_number:
        likely = guessed(reading, context)
        aspect, kinds = likely if likely is not None else (aspect, kinds)
    aspect = aspect or Aspect.VALUE
    when = re.search(r"いつ|何年|どの年", reading.asked) is not None
    ever = _EVER.search(reading.asked) is not None and not reading.years.years
    if (Kind.GRADE in kinds or reading.grades) and (ever or when or aspect in _GRADES_MOVE):
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
    if aspect is Aspect.CHANGE and not TARGET_MOVED.search(reading.folded):
        kinds = tuple(one for one in kinds if one is not Kind.TARGET)
    if aspect in (Aspect.TREND, Aspect.STEADY) and Kind.ACTUAL not in kinds and Kind.GRADE not in kinds:
        kinds = tuple(one for one in kinds if one is Kind.TARGET)
    named = reading.years.years
    if wants_narrative(reading) and reading.years.relative and named and min(named) > report.fiscal_year:
        reading = replace(reading, years=replace(reading.years, years=()))
        named = ()  # 「来年度の手当ては」 asks what will be done, not for figures of that year
    if aspect is Aspect.CHANGE and named and named[-1] > report.fiscal_year and _SHORT.search(reading.folded):
        aspect = Aspect.GAP  # 「R9の45万冊に今どれだけ足りない」
        reading = replace(reading, years=replace(reading.years, years=named[-1:]))
    years = years_for(reading, aspect, report)
    if aspect is Aspect.MET and not named and _EVER.search(reading.asked):
        years = tuple(one for one in report.years if one <= report.fiscal_year)
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
    if aspect is Aspect.RATE and len(years) == 1 and reading.years.versus_previous:
        years = (years[0] - 1, years[0])  # 「達成率は前の年と比べて」
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


# 「目標に届いた年はあるのか」「達成したことはない？」: asked of every year.
_EVER = re.compile(
    r"(年|こと|ためし|とき)(度)?(は|が|って|も)?、?(一度(も|でも))?(ある|あり|あっ|な(い|かっ|し))"
)
_PAST = re.compile(r"(た|(?<!ん)だ)(の|か|ん|でしょ|っけ|$|\?)|ました|でした|実際|実績")


_WILL_BE = re.compile(
    r"(まで|に)(下げる|上げる|増やす|減らす|引き上げる|引き下げる|持っていく|する)|計画(なの|です|か|になって)|目指"
)


_SHORT = re.compile(r"足りな|足らな|不足|届か|及ば|差し引")
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
    if aspect is Aspect.RATE and units == {"%"} and "何割" in folded and not _ASKS_PERCENT.search(folded):
        return None  # 「洋式は何割くらいまで来た」
    asks_percent = re.search(r"何(%|パー|割)", folded) is not None
    if aspect is None and asks_percent and "%" not in units:
        return Aspect.RATE
    if aspect is None and not reading.slot("kind") and not reading.asks_number and _VAGUE.search(folded):
        return Aspect.SITUATION
    return aspect


def _without_own_newness(reading: Reading, indicators: tuple[str, ...], context: Context) -> Reading:
    """「新しく透析になった方は何人」 of an indicator that counts 新規 asks for its value, not for its increase."""
    if all(re.search(r"新規|新た|新設|初めて", context.catalog.name(one)) for one in indicators):
        return replace(reading, asked=re.sub(r"新しく|新たに|新規に?", "", reading.asked))
    return reading


_VAGUE = re.compile(
    r"(どう|いか)(なって|でし|です|だ|だった|か|が|ほど|なり|な(の|ん)|見|ですか|でしょう|$|\?)|状況|調子|具合|様子|現状|て(い)?(る|ます)(の|か|ん|よね)?(です|でしょう)?(か)?[?。]?$|(ました|でした)(か|の)[?。]?$"
)


def _from_baseline(reading: Reading, indicators: tuple[str, ...], context: Context) -> Reading:
    """A change since a year of which only 基準値 is printed is the change since 基準値."""
    years = reading.years.years
    if not years or years[0] >= context.catalog.report.fiscal_year or aspect_of(reading) is not Aspect.CHANGE:
        return reading
    kinds = {
        one.kind
        for each in indicators
        for one in context.catalog.indicators[each].observations
        if one.fiscal_year == years[0]
    }
    if Kind.BASELINE not in kinds or Kind.ACTUAL in kinds:
        return reading
    both = years if len(years) > 1 else (years[0], context.catalog.report.fiscal_year)
    return replace(reading, years=replace(reading.years, years=both), flags=reading.flags | {"kind:baseline"})


def _has_baseline(indicators: tuple[str, ...], context: Context) -> bool:
    return any(
        one.kind is Kind.BASELINE and one.value is not None
        for each in indicators
        for one in context.catalog.indicators[each].observations
    )
