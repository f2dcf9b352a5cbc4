"""Questions over many indicators: which fulfil what, how many, which first, by group."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conditions import Condition, graded
from assistant.planning.aims import aimed, aimed_at
from assistant.planning.conditions import PLURAL, condition_of, run_length, unread_amount
from assistant.planning.exceptions import excepted, leaving_out
from assistant.planning.initiative_grades import SEVERAL_DEPARTMENTS
from assistant.planning.ordering import ranks
from assistant.planning.scope import scope_of
from assistant.planning.structure import level_asked, plan_for_structure
from assistant.planning.wanted import wants_narrative
from assistant.planning.whole_groups import COUNT, EACH, HEADING, LIST_TOO, SHARE, group_of
from assistant.planning.whole_ranking import ranking
from assistant.planning.whole_scope import no_scope, says_nothing_of_a_scope
from assistant.planning.whole_years import (
    every_year,
    from_baseline,
    target_year_of,
    year_of,
    years_of_condition,
)
from assistant.plans import (
    AveragePlan,
    ClarifyPlan,
    GradesPlan,
    ListPlan,
    NotRatedPlan,
    Plan,
    RankPlan,
    Scope,
    StructurePlan,
    TallyPlan,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading
from corpus.fiscal import era_label
from index.set_query import Quantity, WordTest

if TYPE_CHECKING:
    from assistant.planning.context import Context


def plan_for_whole(reading: Reading, context: Context) -> Plan | None:
    """Return a plan over many indicators, or None where the question is about certain items."""
    asked = reading
    reading, left_out, said = excepted(reading, context)
    reading, inside, aim = (reading, (), "") if left_out else aimed(reading, context)
    plan = leaving_out(_plan_for_whole(reading, context), left_out, said, context)
    return aimed_at(plan, inside, aim, asked, context)


def _plan_for_whole(reading: Reading, context: Context) -> Plan | None:
    if wants_narrative(reading) and _names_one_item(reading, context):
        return None
    of_all = _most_items(reading, context) or _shared(reading, context)
    if of_all:
        return of_all
    structure = plan_for_structure(reading, context)
    if isinstance(structure, StructurePlan) and structure.what == "indicators":
        # 「悪くなる一方の指標を挙げて」 asks for some of them.
        structure = structure if condition_of(reading, context).empty else None
    if structure:
        return structure
    if (
        reading.has("operation:average")
        and reading.has("kind:rate")
        and not _names_one_item(reading, context)
    ):
        named = scope_of(reading, context.catalog, context.linker) or Scope()
        return _average(replace(named, indicators=()), group_of(reading), reading, context)
    condition, reading = from_baseline(condition_of(reading, context), reading, context)
    printed = [one.test for one in condition.wanted if isinstance(one.test, WordTest)]
    if printed:
        said = {fold(word) for one in printed for word in one.words}
        reading = _without_quoted(reading)
        reading = replace(reading, words=tuple(one for one in reading.words if one.surface not in said))
    if not condition.empty or reading.grades or reading.has("operation:breakdown") or ranks(reading):
        if _names_one_item(reading, context) and not reading.measures:
            return None
        amount = unread_amount(reading, condition)
        if amount is not None:
            return _which_amount(reading.folded[amount.start : amount.end])
        scope = scope_of(reading, context.catalog, context.linker)
        picked = (not condition.empty or reading.grades) and PLURAL.search(reading.folded)
        if scope is None and (picked or ranks(reading)) and says_nothing_of_a_scope(reading, context):
            scope = Scope(measures=reading.measures, departments=reading.departments)
        if scope is None and any(type(one.test).__name__ == "UnitTest" for one in condition.wanted):
            scope = Scope()
        if scope is None:
            return no_scope(reading, context)
        plan = _over(scope, condition, reading, context)
        if isinstance(plan, ListPlan) and reading.has("operation:department"):
            return replace(plan, departments=True)
        return plan
    return _whole_values(reading, context)


def _whole_values(reading: Reading, context: Context) -> Plan | None:
    """No condition, no order: an average over indicators, values of a measure, of everything, all grades."""
    if reading.has("operation:average") and reading.has("kind:rate"):
        scope = scope_of(reading, context.catalog, context.linker)
        if scope is not None and not scope.indicators:
            return AveragePlan(scope, Quantity.RATE, year_of(reading, context), group_of(reading))
    if reading.measures and not reading.words and not wants_narrative(reading):
        return _of_measures(reading, context)
    listed = reading.has("operation:list") or "一覧" in reading.folded
    bare = not reading.words and not reading.initiatives and not reading.indicators
    if listed and reading.has("kind:target", "kind:actual") and bare and not reading.measures:
        return ListPlan(Scope(), Condition(), reading.years.years or (year_of(reading, context),))
    if reading.has("kind:grade") and reading.has("operation:share") and not reading.words:
        return GradesPlan("breakdown", Scope(), (), year_of(reading, context))
    if bare and not reading.measures and _STANDS.search(reading.folded):
        if group_of(reading) == "measure" and context.catalog.has_measures:
            return GradesPlan(
                "compare", Scope(measures=tuple(context.catalog.measures)), (), year_of(reading, context)
            )
        if context.catalog.scale:
            return GradesPlan("breakdown", Scope(), (), year_of(reading, context))
    if bare and _NEXT.search(reading.folded) and context.catalog.report.remarks:
        return StructurePlan("remarks")
    everything = re.search(r"全(体|部|指標)|すべて|まとめ", reading.folded)
    if reading.has("kind:rate") and bare and (listed or everything):
        return RankPlan(Scope(), Quantity.RATE, (year_of(reading, context),), True, None)
    if reading.has("kind:grade") and bare and (everything or re.search(r"総(合|括)|集計", reading.folded)):
        return GradesPlan("breakdown", Scope(), (), year_of(reading, context))
    return None


# How the plan as a whole stands, and what it means to do next: told by the grades, and by the 総評.
_STANDS = re.compile(
    r"(計画|全体|総じて|施策|報告書|トータル)[^。?]{0,12}(順調|進捗|進んで|うまく|達成状況|達成度|成果|状況|どうな|評価)|(達成|進捗)状況(は|を|って|の|$|\?)"
)
_NEXT = re.compile(r"(次年度|来年度?|今後|これから)(の|は|に|、)?(方針|方向|新し|取組|予定|どう|課題)")


def _which_amount(said: str) -> ClarifyPlan:
    """A number was said that no condition took up: ask what it is held against."""
    return ClarifyPlan(
        f"「{said}」が何の値についてか、読み取れませんでした。どれについてお尋ねですか。",
        (
            f"達成率が{said}の指標は？",
            f"実績が{said}の指標は？",
            f"目標が{said}の指標は？",
        ),
        f"「{said}」",
    )


def _over(scope: Scope, condition: Condition, reading: Reading, context: Context) -> Plan | None:
    """Decide what to do with the indicators of a scope: rank, count, share, break down or list them."""
    group = group_of(reading)
    if group == "measure" and len(scope.measures) == 1:
        group = ""  # 「再犯防止の施策のうち」 names one, and sorts by none
    if group == "year" and condition.consecutive:
        group = ""  # 「毎年ずっと下がっている指標」 sorts by no year
    if not group and len(scope.departments) > 1 and EACH.search(reading.folded):
        group = "department"
    of_grades = reading.has("operation:breakdown") or len(condition.grades) > 2
    if not group and not of_grades and EACH.search(reading.folded):
        group = "measure" if len(scope.measures) > 1 else "initiative" if len(scope.initiatives) > 1 else ""
    average = _average(scope, group, reading, context)
    if average:
        return average
    if condition.only_grades and (not condition.consecutive or run_length(reading) is None):
        grades = _of_grades(scope, condition, group, reading, context)
        if grades:
            return grades
    elif reading.has("operation:breakdown") and condition.empty and len(reading.years.years) > 1:
        asked = [f"{era_label(one)}の評価の内訳は？" for one in reading.years.years[:4]]
        return ClarifyPlan(
            "評価の内訳は年度ごとにお答えします。どの年度についてお尋ねですか。", tuple(asked), "評価の内訳"
        )
    elif reading.has("operation:breakdown") and not condition.grades and condition.empty:
        what = "departments" if group == "department" else "breakdown"
        return GradesPlan(what, scope, (), year_of(reading, context))
    if ranks(reading):
        return ranking(scope, condition, group, reading, context)
    if condition.empty:
        return None
    years = years_of_condition(condition, reading, context)
    target_year = target_year_of(scope, condition, reading, context)
    if target_year and years[-1] > context.catalog.report.fiscal_year:
        years = (context.catalog.report.fiscal_year,)
    share = SHARE.search(reading.folded) is not None and not _share_is_rate(reading)
    counts = COUNT.search(reading.folded) is not None and not LIST_TOO.search(reading.folded)
    if group or share:
        what = "share" if share else "count"
        if group == "year":
            years = every_year(reading, context)
        return TallyPlan(scope, condition, years, what, group, target_year=target_year)
    if counts:
        return TallyPlan(scope, condition, years, target_year=target_year)
    return ListPlan(scope, condition, years, target_year=target_year)


def _share_is_rate(reading: Reading) -> bool:
    """「目標の何割」 asks for a rate, 「何割が達成」 for a share."""
    return re.search(r"(目標|計画)の何(割|%)", reading.folded) is not None


def _average(scope: Scope, group: str, reading: Reading, context: Context) -> Plan | None:
    if not (reading.has("operation:average") and reading.has("kind:rate")):
        return None
    if len(scope.measures) > 1:
        group = "measure"
    order = 0 if not ranks(reading) else -1 if reading.has("operation:lowest") else 1
    limit = reading.limit or (1 if order and not reading.has("operation:rank") else None)
    return AveragePlan(scope, Quantity.RATE, year_of(reading, context), group, order, limit)


def _of_grades(
    scope: Scope, condition: Condition, group: str, reading: Reading, context: Context
) -> Plan | None:
    """Counts and shares by grade, which the report's own totals may print."""
    year, grades = year_of(reading, context), condition.grades
    folded = reading.folded
    several_years = len(reading.years.years) > 1
    if (
        reading.years.versus_previous
        and not several_years
        and re.search(r"増え|減っ|増減|多く|少なく", folded)
    ):
        return TallyPlan(scope, graded(grades), (year - 1, year), "count", "year")
    if "-" in grades and len(grades) == 1 and not _scoped(scope) and not group and not several_years:
        return NotRatedPlan(year)
    if reading.has("operation:breakdown") and len(grades) > 1 and not group:
        return GradesPlan("breakdown", scope, (), year)
    if group == "year" or (several_years and re.search(r"数|いくつ|何[件個]|どっち|どちら|割合", folded)):
        return TallyPlan(
            scope,
            graded(grades),
            every_year(reading, context),
            "share" if SHARE.search(folded) else "count",
            "year",
        )
    if several_years:
        return None
    if len(scope.departments) > 1 and (
        reading.has("operation:compare") or re.search(r"それぞれ|どちら|どっち", folded)
    ):
        return TallyPlan(
            scope, condition, (year,), "share" if SHARE.search(folded) else "count", "department"
        )
    if len(scope.initiatives) > 1 and EACH.search(folded):
        what = "share" if SHARE.search(folded) else "count"
        return TallyPlan(scope, condition, (year,), what, "initiative")
    if group == "department":
        if ranks(reading) or re.search(r"(多い|少ない)(担当)?(課|部署)|どの(課|部署)", folded):
            fewest = reading.has("operation:lowest") or "少な" in folded
            limit = None if reading.has("operation:rank") else 1
            what = "share" if SHARE.search(folded) else "count"
            return TallyPlan(scope, condition, (year,), what, group, -1 if fewest else 1, limit)
        return GradesPlan("departments", scope, grades, year)
    share = SHARE.search(folded) is not None
    if reading.has("operation:compare") and len(scope.measures) >= 2:
        return (
            TallyPlan(scope, condition, (year,), "share", "measure")
            if share
            else GradesPlan("compare", scope, grades, year)
        )
    if group == "measure" and len(scope.measures) != 1:
        ordered = ranks(reading) or re.search(rf"(多い|少ない|高い|低い){HEADING}", folded)
        if ordered:
            late = "遅れ" in folded and "少" not in folded
            fewest = reading.has("operation:lowest") and not late
            only_first = re.search(r"一番|最も|最多|最少", folded) is not None
            if share:
                return TallyPlan(
                    scope, condition, (year,), "share", group, -1 if fewest else 1, 1 if only_first else None
                )
            return GradesPlan("rank", scope, grades, year, not fewest, only_first)
        return TallyPlan(scope, condition, (year,), "share" if share else "count", group)
    if share:
        return GradesPlan("share", scope, grades, year)
    if COUNT.search(folded) and not LIST_TOO.search(folded):
        return GradesPlan("count", scope, grades, year)
    return None


def _scoped(scope: Scope) -> bool:
    return scope != Scope(described=scope.described)


def _of_measures(reading: Reading, context: Context) -> Plan | None:
    scope = Scope(measures=reading.measures)
    year = year_of(reading, context)
    if reading.has("kind:rate"):
        return RankPlan(scope, Quantity.RATE, (year,), True, None)
    if reading.has("kind:grade") or reading.has(
        "operation:breakdown", "operation:share", "operation:compare"
    ):
        return GradesPlan("compare" if len(reading.measures) > 1 else "breakdown", scope, (), year)
    if reading.has("kind:actual", "kind:target") or "指標" in reading.folded:
        return ListPlan(scope, Condition(), (year,))
    return StructurePlan("initiatives", scope, level=level_asked(reading.folded, context))


_MOST_ITEMS = re.compile(
    r"(指標|kpi)(の?(数|本数|件数))?(が|を|は)?、?[^、。?]{0,8}?(一番|最も|最多|最少|多い|多く|少ない|少なく)"
    r"|(一番|最も|最多|最少|多く|多い|少な[いく])[^、。?]{0,6}(の)?(指標|kpi)(を|が)[^、。?]{0,10}(受け持|担当|抱え|持|所管|ぶら下が|あ[るっ]|割り当て|置)"
    r"|(課|部署|施策|基本目標|基本方針|分野|柱)(ごと|別|毎)[^、。?]{0,6}(指標|kpi)(の)?(数|本数|件数|は?(いくつ|何))"
)


def _most_items(reading: Reading, context: Context) -> Plan | None:
    """「指標をいちばん多く持っている課は」「課ごとの指標の数」: all indicators counted by group, whatever they show."""
    folded = reading.asked
    if _MOST_ITEMS.search(folded) is None or reading.words or reading.grades or reading.slot("kind"):
        return None
    explains = reading.has("narrative:reason", "narrative:issues", "narrative:overview")
    if reading.departments or explains or not condition_of(reading, context).empty:
        return None
    group = "department" if re.search(r"課(?!題)|部署|所管", folded) else ""
    group = group or ("measure" if re.search(HEADING, folded) else "")
    if not group or (group == "measure" and not context.catalog.has_measures):
        return None
    most = re.search(r"一番|最も|最多|最少|多|少", folded) is not None
    order = 0 if not most else -1 if re.search(r"少", folded) else 1
    limit = reading.limit or (None if reading.has("operation:rank") or "順" in folded or not order else 1)
    year = year_of(reading, context)
    return TallyPlan(Scope(measures=reading.measures), Condition(), (year,), "count", group, order, limit)


def _shared(reading: Reading, context: Context) -> Plan | None:
    """「課をまたいでいる事業は」: the 取組 that two departments or more are in charge of."""
    if SEVERAL_DEPARTMENTS.search(reading.folded) is None or reading.grades:
        return None
    if not re.search(r"事業|取組|取り組み|施策|もの|どれ", reading.folded) or reading.slot("kind"):
        return None
    if any(one.part == "noun" for one in reading.words) or "含め" in reading.folded:
        return None
    shared = tuple(one.id for one in context.catalog.initiatives.values() if len(set(one.departments)) > 1)
    if not shared:
        return None
    return StructurePlan("initiatives", Scope(initiatives=shared, described="二つ以上の課が担当する取組"))


def _without_quoted(reading: Reading) -> Reading:
    """The reading without the words in 「」 that a target or an actual is to say: they name no item."""
    spans = [one.span() for one in re.finditer(r"[「『\"][^」』\"]*[」』\"]", reading.folded)]

    def quoted(word: Word) -> bool:
        return any(start <= word.start and word.end <= end for start, end in spans)

    return replace(
        reading,
        words=tuple(one for one in reading.words if not quoted(one)),
        unknown=tuple(one for one in reading.unknown if not quoted(one)),
    )


def _names_one_item(reading: Reading, context: Context) -> bool:
    """Whether the words name one indicator or initiative rather than a field that many belong to."""
    if reading.indicators or reading.initiatives:
        return not _several_of_one(reading, context)
    if not any(word.part == "noun" for word in reading.words):
        return False
    measures = context.linker.link(reading.words, (ItemKind.MEASURE,))
    if measures and measures[0].name_coverage >= 0.85:
        names = context.linker.link(reading.words, (ItemKind.INDICATOR,))
        if not names or names[0].name_coverage < 0.85 or names[0].precision < 0.5:
            return False
    if re.search(
        r"の(施策|分野|関係|関連|柱|基本目標|基本方針|方針|ところ)|に関する(指標|取組)", reading.folded
    ):
        return False
    found = context.linker.link(reading.words, (ItemKind.INDICATOR, ItemKind.INITIATIVE))
    return bool(found) and found[0].coverage >= 0.6


def _several_of_one(reading: Reading, context: Context) -> bool:
    """「④の5番の指標を多い順に」: an initiative named by number whose indicators are ranked or sorted out."""
    if not reading.initiatives or reading.indicators:
        return False
    count = sum(len(context.catalog.initiatives[one].indicators) for one in reading.initiatives)
    return (
        count > 1
        and (ranks(reading) or PLURAL.search(reading.folded) is not None)
        and "指標" in reading.folded
    )
