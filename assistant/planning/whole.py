"""Questions over many indicators: lists by condition, counts and shares of grades, rankings, the report's shape."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.figures import grade_verdict
from assistant.planning.scope import indicators_in, scope_of
from assistant.planning.wanted import aspect_of, is_yes_no, metric_of, wants_narrative
from assistant.plans import (
    Condition,
    GradesPlan,
    ListPlan,
    Metric,
    NotRatedPlan,
    Plan,
    RankPlan,
    RefusePlan,
    Scope,
    StructurePlan,
)
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.grade_words import grade_words_in, says_not
from assistant.understanding.reading import Reading
from corpus.types import Kind

if TYPE_CHECKING:
    from assistant.planning.context import Context

_PLURAL = re.compile(
    r"(な|た|る|い)のは(\?|$|どれ|何)|指標|項目|取組|取り組み|施策|もの(は|が|を|って|$|\?)|やつ|どれ|何(個|つ|件|本)|いくつ|全部|すべて|一覧"
)
_QUOTED = re.compile(r"[「『\"“]([^」』\"”]{1,12})[」』\"”]")
_MARGIN = re.compile(r"(\d{1,3})\s?(割|%)(?:以上)?も?(上回|下回|超過|オーバー)")
_RATE = re.compile(
    r"達成率.{0,8}?(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(%|パー)(セント)?\s?(以上|未満|以下|を?割|に(満た|届か)|を?超|を?下回|を?上回|を?切|より(低|高))?"
    r"|(\d)割(以上|未満|を?割|を?切|に満たない|に届か|を?下回|以下|を?超|を?上回)"
)


def plan_for_whole(reading: Reading, context: Context) -> Plan | None:
    """Return a plan over many indicators, or None where the question is about certain items."""
    if wants_narrative(reading) and _names_one_item(reading, context):
        return None
    structure = _structure(reading)
    if structure:
        return structure
    condition = condition_of(reading, context)
    if not condition.empty or reading.grades or reading.has("operation:breakdown") or _ranks(reading):
        if _names_one_item(reading, context) and not reading.measures:
            return None
        scope = scope_of(reading, context.catalog, context.linker)
        if scope is None and condition.unit:
            scope = Scope()
        if scope is None:
            return _no_scope(reading, context)
        plan = _over(scope, condition, reading, context)
        if isinstance(plan, ListPlan) and reading.has("operation:department"):
            return replace(plan, departments=True)
        return plan
    if reading.measures and not reading.words and not wants_narrative(reading):
        return _of_measures(reading, context)
    listed = reading.has("operation:list") or "一覧" in reading.folded
    if (
        listed
        and reading.has("kind:target", "kind:actual")
        and not reading.words
        and not reading.measures
        and not reading.initiatives
    ):
        return ListPlan(Scope(), Condition(), reading.years.years or (_year(reading, context),))
    if reading.has("kind:grade") and reading.has("operation:share") and not reading.words:
        return GradesPlan("breakdown", Scope(), (), _year(reading, context))
    bare = not reading.words and not reading.initiatives and not reading.indicators
    if reading.has("kind:rate") and bare and (listed or re.search(r"全(体|部|指標)|すべて", reading.folded)):
        return RankPlan(Scope(), Metric.RATE, (_year(reading, context),), True, None)
    if reading.has("kind:grade") and bare and re.search(r"全体|全部|まとめ|総(合|括)|集計", reading.folded):
        return GradesPlan("breakdown", Scope(), (), _year(reading, context))
    return None


def condition_of(reading: Reading, context: Context) -> Condition:
    """Read what indicators must fulfil to be listed."""
    legend = list(context.catalog.grades)
    grades = reading.grades
    if reading.grade_or_better and grades:
        rated = list(context.catalog.scale)
        grades = tuple(rated[: rated.index(grades[0]) + 1]) if grades[0] in rated else grades
    if grades and (_negated_grade(reading) or says_not(reading.folded, context.catalog.scale)):
        grades = tuple(one for one in legend if one not in grades and one != "-")
    plural = _PLURAL.search(reading.folded) is not None
    printed_target: tuple[str, ...] = ()
    printed_actual: tuple[str, ...] = ()
    for match in _QUOTED.finditer(reading.folded):
        word = match.group(1)
        for indicator in context.catalog.report.indicators:
            for one in indicator.observations:
                if one.printed == word and one.value is None and one.kind is Kind.TARGET:
                    printed_target = (word,)
                elif one.printed == word and one.value is None and one.kind is Kind.ACTUAL:
                    printed_actual = (word,)
    if not printed_target and not printed_actual:
        words = {
            one.printed: one.kind
            for indicator in context.catalog.report.indicators
            for one in indicator.observations
            if one.value is None and one.kind is not Kind.GRADE and len(one.printed) >= 2
        }
        for word, kind in words.items():
            if re.search(rf"(目標|実績)が?、?{re.escape(word)}(の|に|と|だ|で)", reading.folded):
                printed_target = (word,) if kind is Kind.TARGET else ()
                printed_actual = (word,) if kind is Kind.ACTUAL else ()
            elif kind is Kind.ACTUAL and word in reading.folded and plural:
                printed_actual = (word,)
    below, at_least = _rate_bounds(reading)
    moved = (
        -1 if reading.has("condition:lowered_target") else 1 if reading.has("condition:raised_target") else 0
    )
    of_grade = reading.has("condition:grade_up", "condition:grade_down") and "評価" in reading.folded
    of_target = re.search(r"(目標|計画)(値)?(を|に|より)?.{0,4}(下回|上回)", reading.folded) is not None
    of_actual = plural and moved == 0 and not printed_target and not of_grade and not of_target
    decreased = reading.has("condition:decreased") and of_actual
    increased = reading.has("condition:increased") and of_actual
    met: bool | None = None
    alone = not reading.words and not grades and reading.has("condition:unmet") and not is_yes_no(reading)
    if (plural or alone) and moved == 0 and not _asks_gap(reading):
        short = re.search(r"(目標|計画)(値)?(を|に)?.{0,4}下回", reading.folded) is not None
        if reading.has("condition:unmet") or short:
            met = False
        elif (
            reading.has("condition:met")
            and not reading.has("condition:unmet")
            and not re.search(r"達成率|達成度", reading.folded)
        ):
            met = True
    if met is not None and not grades:
        grades = _attained(context, met)  # the report itself says 達成 or 未達成
        met = None if grades else met
    if grades and any(one in grades for one in (*_attained(context, True), *_attained(context, False))):
        met = None
    unit = ""
    if unit_said := re.search(
        r"単位[がは]?[「『\"]?([^「」『』\"、。?の]{1,8}?)[」』\"]?(の|な|に|で|は|$)", reading.folded
    ):
        unit = unit_said.group(1)
    before: tuple[str, ...] = ()
    change = re.search(
        r"(?<![a-z])([a-e])(評価|判定)?(から|だったのが|だったものが|→|だった(もの|指標)?で).{0,10}?(?<![a-z])([a-e])(?![a-z])",
        reading.folded,
    )
    if change:
        known = {one.lower(): one for one in legend}
        before = tuple(known[one] for one in (change.group(1),) if one in known)
        grades = tuple(known[one] for one in (change.group(5),) if one in known)
    elif "から" in reading.folded and len(grades) > 0:
        first, _, then = reading.folded.partition("から")
        old, new = (
            tuple(one for one, _ in grade_words_in(part, context.catalog.scale)) for part in (first, then)
        )
        if old and new:
            before, grades = old, new
    grade_moved = 0
    if not before and plural:
        grade_moved = (
            1 if reading.has("condition:grade_up") else -1 if reading.has("condition:grade_down") else 0
        )
        if grade_moved and not re.search(r"評価", reading.folded) and not grades:
            grade_moved = 0
    return Condition(
        unit=unit,
        grades_before=before,
        grade_moved=grade_moved,
        grades=grades,
        met=met,
        target_moved=moved,
        actual_moved=(-1 if decreased else 1 if increased and not decreased else 0),
        printed_target=printed_target,
        printed_actual=printed_actual,
        non_numeric_target=bool(re.search(r"(目標が)?数(字|値)(では|じゃ)?な(い|く)", reading.folded))
        and not printed_target,
        consecutive=reading.has("condition:consecutive") and bool(grades or decreased or increased),
        accumulation=_accumulation(reading) if plural else "",
        lost_name=reading.has("condition:lost_name"),
        rate_below=below,
        rate_at_least=at_least,
    )


def _attained(context: Context, met: bool) -> tuple[str, ...]:
    """Return the report's own grades of the words 達成 (or 未達成), where it has both kinds of word."""
    verdicts = {one: grade_verdict(one) for one in context.catalog.scale}
    if not {True, False} <= set(verdicts.values()):
        return ()
    return tuple(one for one, verdict in verdicts.items() if verdict is met)


def _accumulation(reading: Reading) -> str:
    """「累計の指標はどれ」: indicators by how their values relate over the years."""
    match = re.search(r"(累計|単年度|時点)(の|で(数え|示)).{0,6}(指標|もの)", reading.folded)
    kinds = {"累計": "cumulative", "単年度": "annual", "時点": "point_in_time"}
    return kinds[match.group(1)] if match else ""


def _asks_gap(reading: Reading) -> bool:
    return re.search(r"(何|どれ|いくつ).{0,6}(下回|上回|足りな|不足)", reading.folded) is not None


def _negated_grade(reading: Reading) -> bool:
    return re.search(r"[a-e](評価|判定)?(以外|じゃない|ではない|でない)", reading.folded) is not None


def _rate_bounds(reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    """Return the achievement rate asked for as (below, at least), in percent; None where not asked.

    「2割以上上回った」 is 120% or more, 「1割以上下回った」 90% or less.
    """
    if reading.has("operation:criteria"):
        return None, None
    margin = _MARGIN.search(reading.folded)
    if margin:
        share = Decimal(margin.group(1)) * (10 if margin.group(2) == "割" else 1)
        if margin.group(3).startswith(("上", "超", "オ")):
            return None, 100 + share
        return 100 - share, None
    match = _RATE.search(reading.folded)
    if not match:
        return None, None
    value = Decimal(match.group(1)) if match.group(1) else Decimal(match.group(7)) * 10
    how = (match.group(4) or match.group(8) or "").strip()
    if not how:
        return None, None
    if re.search(r"以上|超|上回|高", how):
        return None, value
    return value, None


def _ranks(reading: Reading) -> bool:
    return reading.has("operation:highest", "operation:lowest", "operation:rank") and not reading.has(
        "operation:which_year"
    )


def _year(reading: Reading, context: Context) -> int:
    return reading.years.years[-1] if reading.years.years else context.catalog.report.fiscal_year


def _names_one_item(reading: Reading, context: Context) -> bool:
    """Whether the words name one indicator or initiative rather than a field that many belong to."""
    if reading.indicators or reading.initiatives:
        return True
    if not reading.words:
        return False
    measures = context.linker.link(reading.words, (ItemKind.MEASURE,))
    if measures and measures[0].name_coverage >= 0.85:
        names = context.linker.link(reading.words, (ItemKind.INDICATOR,))
        if not names or names[0].name_coverage < 0.85 or names[0].precision < 0.5:
            return False
    if re.search(r"の(施策|分野|関係|関連)|に関する(指標|取組)", reading.folded):
        return False
    found = context.linker.link(reading.words, (ItemKind.INDICATOR, ItemKind.INITIATIVE))
    return bool(found) and found[0].coverage >= 0.6


def _no_scope(reading: Reading, context: Context) -> Plan | None:
    if wants_narrative(reading) or (aspect_of(reading) is not None and not _PLURAL.search(reading.folded)):
        return None
    if not _PLURAL.search(reading.folded):
        return None
    said = "".join(word.surface for word in reading.words)
    measures = "、".join(context.catalog.name(one) for one in context.catalog.measures)
    beside = f"この報告書の施策は、{measures}です。" if context.catalog.has_measures else ""
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"「{said}」に当たる施策・取組・指標は、この報告書にはありません。{beside}",
        reading=said,
    )


def _over(scope: Scope, condition: Condition, reading: Reading, context: Context) -> Plan | None:
    report = context.catalog.report
    year = _year(reading, context)
    heading = r"(施策|基本目標|基本方針|方針|分野|柱)"
    by_measure = re.search(
        rf"{heading}(ごと|別|は|の中|で(一番|最も)|から|順|を)|(多い|少ない|高い|低い|良い|悪い|最多の|最少の){heading}|どの{heading}|{heading}(が|って)",
        reading.folded,
    )
    grades = condition.grades
    only_grades = condition == Condition(grades=grades)
    if "-" in grades and len(grades) == 1 and only_grades and not scope.measures:
        return NotRatedPlan(year)
    by_department = re.search(r"(担当課|課|部署|所管)(別|ごと|毎)", reading.folded) is not None
    if by_department and (reading.has("kind:grade", "operation:breakdown") or grades):
        return GradesPlan("departments", scope, grades, year)
    if reading.has("operation:breakdown") and not (grades and len(grades) == 1):
        return GradesPlan("breakdown", scope, (), year)
    if grades and only_grades:
        if reading.has("operation:compare") and len(scope.measures) >= 2:
            return GradesPlan("compare", scope, grades, year)
        if (
            by_measure
            and len(scope.measures) != 1
            and (
                _ranks(reading)
                or re.search(rf"(多い|少ない){heading}", reading.folded)
                or reading.has("operation:compare", "operation:count", "operation:list")
            )
        ):
            only_first = re.search(r"一番|最も|最多|最少", reading.folded) is not None
            # 「一番遅れている施策」 has the most that are late, though 一番遅れ by itself ranks from below.
            late = "遅れ" in reading.folded and "少" not in reading.folded
            fewest = reading.has("operation:lowest") and not late
            return GradesPlan("rank", scope, grades, year, not fewest, only_first)
        if re.search(r"何%|何パー|何割|割合|比率|占め", reading.folded):
            return GradesPlan("share", scope, grades, year)
        if re.search(
            r"いくつ|何(指標|個|件|つ|項目|本)|数(は|って|を|が)|幾つ", reading.folded
        ) and not re.search(r"どれ|全部(あげ|挙げ|教え)|一覧", reading.folded):
            return GradesPlan("count", scope, grades, year)
    if (
        _ranks(reading)
        and not condition.grades
        and re.search(
            rf"(進ん|遅れ|良|悪|順調|優れ).{{0,6}}{heading}|{heading}.{{0,8}}(進ん|遅れ|良|悪|順調)",
            reading.folded,
        )
    ):
        rated = context.catalog.scale
        worst = reading.has("operation:lowest") or "遅れ" in reading.folded or "悪" in reading.folded
        if rated:
            return GradesPlan("rank", scope, (rated[-1] if worst else rated[0],), year, True, True)
    if _ranks(reading) and by_measure and condition.met is not None:
        return ListPlan(scope, condition, (year,))  # which measure has most of them is read off the list
    if _ranks(reading) and not condition.grades:
        metric = metric_of(reading)
        if metric is Metric.ACTUAL and not reading.has("kind:actual"):
            metric = Metric.RATE
        if metric is Metric.GRADE and not by_measure and re.search(r"指標|もの|のは|どれ", reading.folded):
            return _of_extreme_grade(scope, year, reading, context)
        if metric is Metric.GRADE:
            return GradesPlan("rank", scope, (), year)
        highest = not reading.has("operation:lowest")
        limit = reading.limit
        if limit is None and not reading.has("operation:rank") and not re.search(r"順", reading.folded):
            limit = 1
        if (
            limit is None
            and reading.has("operation:highest", "operation:lowest")
            and re.search(r"一番|最も|最下位|最低|最高|最大|最小", reading.folded)
        ):
            limit = 1
        if metric is Metric.CHANGE and reading.has("condition:decreased"):
            highest = False
        since = metric is Metric.CHANGE and reading.has("kind:baseline")
        return RankPlan(scope, metric, reading.years.years or (year,), highest, limit, since)
    if condition.empty:
        return None
    years = reading.years.years or (year,)
    if condition.grades_before or condition.grade_moved:
        years = (
            years
            if len(years) == 2
            else (years[-1] if reading.years.years[-1:] == (report.fiscal_year,) else report.fiscal_year,)
        )
        years = years if len(years) == 2 else (years[0] - 1, years[0])
        return ListPlan(scope, condition, years)
    if condition.consecutive and len(years) < 2:
        match = re.search(r"(\d)年(連続|続け|続い|間)", reading.folded)
        count = int(match.group(1)) if match else 2
        steps = 1 if condition.actual_moved else 0  # n falls need n + 1 years
        years = tuple(range(year - count + 1 - steps, year + 1))
    if condition.target_moved and len(years) < 2:
        years = (years[0] - 1, years[0]) if reading.years.years else tuple(report.years)
    return ListPlan(scope, condition, years)


def _of_extreme_grade(scope: Scope, year: int, reading: Reading, context: Context) -> Plan:
    """「評価が一番悪い指標は？」: the indicators with the worst (or best) grade that any of them has."""
    held = {
        seen.grade
        for one in indicators_in(scope, context.catalog)
        if (seen := one.observation(year, Kind.GRADE)) is not None
    }
    rated = [one for one in context.catalog.scale if one in held]
    if not rated:
        return GradesPlan("breakdown", scope, (), year)
    worst = reading.has("operation:lowest") or "悪" in reading.folded
    return ListPlan(scope, Condition(grades=(rated[-1] if worst else rated[0],)), (year,))


def _of_measures(reading: Reading, context: Context) -> Plan | None:
    scope = Scope(measures=reading.measures)
    year = _year(reading, context)
    if reading.has("kind:rate"):
        return RankPlan(scope, Metric.RATE, (year,), True, None)
    if reading.has("kind:grade") or reading.has(
        "operation:breakdown", "operation:share", "operation:compare"
    ):
        return GradesPlan("compare" if len(reading.measures) > 1 else "breakdown", scope, (), year)
    if reading.has("kind:actual", "kind:target") or "指標" in reading.folded:
        return ListPlan(scope, Condition(), (year,))
    if "取組" in reading.folded or "取り組み" in reading.folded or "何" in reading.folded:
        return StructurePlan("initiatives", scope)
    return StructurePlan("initiatives", scope)


def _structure(reading: Reading) -> Plan | None:
    if re.search(r"総評(は|って|を|では|に|$|\?)|総括(は|を|$)", reading.folded) and not reading.words:
        return StructurePlan("remarks")
    if (
        reading.grades
        or reading.words
        or reading.slot("condition")
        or reading.slot("kind")
        or "単位" in reading.folded
        or _accumulation(reading)
    ):
        return None
    folded = reading.folded
    scope = Scope(measures=reading.measures)
    if re.search(
        r"(どの|どんな|何の|どこの)課(が|は)?.{0,6}(関わ|関係|ある|担当して|載|出て)|担当課(は|の)?(一覧|全部|すべて|いくつ)|課は(いくつ|何)",
        folded,
    ):
        return StructurePlan("departments", scope)
    if (
        re.search(
            r"(施策|基本目標|基本方針)(は|って|の数|が|を)?(全部で|全て|いくつ|何|どんな|一覧|教え|どれ)",
            folded,
        )
        and not reading.measures
    ):
        return StructurePlan("measures", scope)
    if re.search(r"(取組|取り組み)(は|って|の数|が|を|に)?(全部で|全て|いくつ|何|どんな|一覧|どれ)", folded):
        return StructurePlan("initiatives", scope)
    if re.search(r"指標(は|って|の数|が|を)?(全部で|全て|いくつ|何|どんな|一覧|どれ)|何指標", folded):
        return StructurePlan("indicators", scope)
    if re.search(
        r"(何年度?|いつ)(から|まで|の).{0,10}(載|収録|データ|ある|入って|記載)|(どの年度|何年分)", folded
    ):
        return StructurePlan("years", scope)
    if re.search(r"(この)?(報告書|計画)(は|って)?(何|どんな|どういう)|何(の|について)(報告書|計画)", folded):
        return StructurePlan("all", scope)
    return None
