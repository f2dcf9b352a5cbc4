"""Questions about money beside the 取組: 予算額, 決算額, 事業費 and 執行率, of one 取組 or of many.

Only a report that prints such columns is asked here; in every other one the question goes its usual
way, to a figure in a sentence or to a refusal.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from assistant.phrasing import year_text
from assistant.planning.context import Context
from assistant.planning.scope import scope_of, scope_text
from assistant.plans import ClarifyPlan, MoneyPlan, Plan, RefusePlan, Scope
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading
from corpus.types import Amount, AmountKind

_SAID = re.compile(
    r"予算|決算|事業費|執行率|消化率|お金|金額|経費|費用|コスト|支出|不用額|何円|(?:何)?[千万億百]+円|総額"
    r"|(?:使|つか)(?:った|っている|っとる|ってる|われた|い道)(?:額|お?金)|いくら.{0,4}(?:使|つか|かか|掛|投じ|費や|つぎ込)|(?:使|投じ|つぎ込|かけ|掛け)た?額"
)
_ASKED = re.compile(
    r"(?:決算|予算|事業費|経費|費用|金額|支出|執行率)額?(?:は|って|が|を|の合計|の総額|、|$|\?)|いくら|何[千百万億]*円|なんぼ|額(?:は|を|も|って|$|\?)"
)
_BUDGET = re.compile(r"予算(?!執行|消化|に対す|の執行)")
_SETTLED = re.compile(
    r"決算|支出|(?:使|つか)(?:った|っている|ってる|っとる|われた)|つぎ込|投じ|費や|かかった|かけた|執行額"
)
_STRICT = re.compile(r"決算|執行額|支出額")
_RATE = re.compile(
    r"執行率|消化率|予算の?執行(?:状況|割合)|予算.{0,6}(?:何%|何割|どれくらい|どのくらい|どんだけ)(?:を)?(?:使|執行|消化)"
)
_GAP = re.compile(
    r"差額|不用額|使い残|余り|余った|(?:予算|決算)[^。?]{0,14}(?:差|違い|開き|隔たり|ズレ|ずれ|上回|下回|オーバー|超え)"
)
_ALL = re.compile(
    r"全部|全体|すべて|全て|合計|総額|合わせ|あわせ|しめて|締めて|トータル|総計|合算|足し|ぜんぶ|計画の(?:決算|予算|事業費)"
)
_LEVEL = r"(?:施策|基本目標|基本方針|政策|目標|方針|分野|柱)"
_BY_MEASURE = re.compile(
    rf"{_LEVEL}(?:別|ごと|毎|単位|それぞれ|の順)|(?:どの|何の){_LEVEL}|{_LEVEL}(?:は|が|の(?:中|うち)で)(?:どれ|どこ|一番|最も|何)"
)
_BY_DEPARTMENT = re.compile(
    r"(?:課|部署|担当|所管)(?:別|ごと|毎|それぞれ)|(?:どの|どこの|何)課|(?:課|部署)(?:は|が|の(?:中|うち)で)(?:どれ|どこ|一番|最も)"
)
_COMPARES = re.compile(r"どちら|どっち|比べ|比較")
_MOST = re.compile(
    r"一番|最も|多い順|高い順|大きい順|トップ|最多|最高|上位|上から|(?:たくさん|多く)(?:の)?(?:お?金を)?(?:使|かけ|つぎ込)"
)
_LEAST = re.compile(
    r"少ない順|低い順|小さい順|最少|最低|下位|下から"
    r"|(?:一番|最も)(?:お?金(?:が|を|の)?)?(?:少な|低|小さ|安|(?:かか|使|掛か|かけ)(?:ら|わ|って(?:い)?|けて(?:い)?|て(?:い)?)な)"
)
# What names money or asks for its amount, and says nothing of the 取組.
_NO_SUBJECT = re.compile(
    r"予算|決算|事業費|執行|消化|金|額|費$|費用|コスト|円|支出|使|つか|投|費や|つぎ込|かか|掛|かけ|差$|差額|不用|余|残|総計|合計|順|別$|規模|計上|足|合わ|しめ|締"
    r"|並|上位|下位|たくさん|大き|小さ|高|低|多|少|安|取組|事業$|施策|基本目標|計画|市$|全|部$|年度|報告|中$|欄$|表$|印字|千|万|億|百|何|教え|言|出"
)


def plan_for_money(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return a plan for amounts of money that columns print, or None where none are or none is asked for."""
    amounts = context.catalog.report.amounts
    if not amounts or reading.other_places or reading.unknown_measures or reading.unknown_departments:
        return None
    last = conversation.plan if isinstance(conversation.plan, MoneyPlan) else None
    said = _SAID.search(reading.folded) is not None
    if not (said or (last is not None and _goes_on(reading, context))) or _is_of_something_else(
        reading, context
    ):
        return None
    subject = tuple(word for word in reading.words if not _NO_SUBJECT.search(word.surface))
    scope = _scope_named(replace(reading, words=subject), context)
    if scope is None:
        return None
    if isinstance(scope, ClarifyPlan):
        return scope
    if scope == Scope() and not _ALL.search(reading.folded):
        scope = _scope_before(reading, conversation, last, context)
    if scope != Scope() and _stated_rather(reading, scope, context):
        return None
    plan = _plan(reading, scope, last if not said else None)
    return _checked(plan, reading, context)


def _goes_on(reading: Reading, context: Context) -> bool:
    """Whether a question after one about money changes its year, scope or order: 「R3は？」「施策別には？」."""
    found = context.linker.link(reading.words, (ItemKind.INDICATOR,))
    if reading.indicators or (found and found[0].name_coverage >= 0.75 and found[0].precision >= 0.5):
        return False  # an indicator is named: its figure is asked for
    changes = bool(reading.years.years or reading.measures or reading.initiatives or reading.departments)
    orders = any(one.search(reading.folded) for one in (_MOST, _LEAST, _BY_MEASURE, _BY_DEPARTMENT, _ALL))
    bare = re.search(r"(は|だと|なら|って)[?？]?$", reading.folded) is not None and bool(reading.words)
    position = (reading.rank_position or reading.ordinal) is not None
    asks_else = reading.slot("kind") or reading.slot("narrative") or reading.grades
    return not (asks_else or reading.has("operation:department")) and (changes or orders or bare or position)


def _is_of_something_else(reading: Reading, context: Context) -> bool:
    """Whether an indicator, a value of one, or the commentary is asked for, though money is said."""
    if reading.grades or reading.has("kind:target", "kind:grade", "kind:baseline", "kind:rate"):
        return True
    if reading.slot("narrative") and not _ASKED.search(reading.folded):
        return True
    if reading.has("narrative:reason", "narrative:issues"):
        return True
    money = {match.group() for match in _SAID.finditer(reading.folded)}
    for one in context.linker.link(reading.words, (ItemKind.INDICATOR,))[:1]:
        of_money = "円" in one.item.unit or any(word in one.item.name for word in money)
        if of_money and one.name_coverage >= 0.6:
            return True
    return False


def _scope_named(reading: Reading, context: Context) -> Scope | ClarifyPlan | None:
    """Return what the words beside those of money name; None where they name nothing with certainty."""
    catalog, nouns = context.catalog, tuple(word for word in reading.words if word.part == "noun")
    named = Scope(reading.measures, reading.initiatives, reading.departments)
    if reading.indicators and not reading.initiatives:
        found = tuple(dict.fromkeys(catalog.initiative_of[one] for one in reading.indicators))
        return replace(named, initiatives=found)
    if reading.measures or reading.initiatives or not nouns:
        return named
    whole = scope_of(reading, catalog, context.linker)
    if whole is not None and whole.measures and not re.search(r"取組|事業", reading.folded):
        return replace(whole, indicators=())
    groups = [_best(group, context) for group in _groups(reading, nouns)]
    several = tuple(dict.fromkeys(one for group in groups for one in group if len(group) == 1))
    if len(groups) > 1 and len(several) == len(groups):
        return replace(named, initiatives=several)
    best = _best(tuple(reading.words), context)
    if len(best) > 1:
        choices = tuple(f"{catalog.name(one)}の金額は？" for one in best[:4])
        return ClarifyPlan("どの取組についてのお尋ねですか。", choices, reading=f"{reading.content}・金額")
    if best:
        return replace(named, initiatives=best)
    return None if whole is None or whole.indicators or whole == Scope() else whole


def _groups(reading: Reading, nouns: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """The nouns in groups, cut where と stands between them: the things that are held against each other."""
    groups: list[list[Word]] = [[]]
    for before, word in zip((None, *nouns), nouns, strict=False):
        if before is not None and re.search(r"と|、", reading.folded[before.end : word.start]):
            groups.append([])
        groups[-1].append(word)
    return [tuple(group) for group in groups]


def _best(words: tuple[Word, ...], context: Context) -> tuple[str, ...]:
    """Return the 取組 that the words name, by its own name or by an indicator's; several where they tie."""
    catalog = context.catalog
    found: dict[str, float] = {}
    for one in context.linker.link(words, (ItemKind.INITIATIVE, ItemKind.INDICATOR)):
        if one.name_coverage < 0.6 or any(word.part == "noun" for word in one.unexplained):
            continue
        of_work = one.item.kind is ItemKind.INITIATIVE
        initiative = one.item.id if of_work else catalog.initiative_of[one.item.id]
        found[initiative] = max(found.get(initiative, 0.0), one.name_coverage + 0.1 * of_work)
    if not found:
        return ()
    best = max(found.values())
    return tuple(one for one, score in found.items() if score >= best - 0.05)


def _scope_before(
    reading: Reading, conversation: Conversation, last: MoneyPlan | None, context: Context
) -> Scope:
    """Return the 取組 talked about before, where a question names none: 「その予算は？」."""
    if last is not None:
        return last.scope
    orders = any(one.search(reading.folded) for one in (_MOST, _LEAST, _BY_MEASURE, _BY_DEPARTMENT))
    if orders or not conversation.blocks:
        return Scope()
    catalog = context.catalog
    before = dict.fromkeys(catalog.initiative_of[one] for one in conversation.blocks if one in catalog.blocks)
    return Scope(initiatives=tuple(before))


def _stated_rather(reading: Reading, scope: Scope, context: Context) -> bool:
    """Whether a sentence states an amount for what is asked, and no column prints one for it."""
    if amounts_in(scope, context):
        return False
    found = context.stated.find(reading.words)
    return any(one.score >= 0.6 and any("円" in unit for unit in one.figure.units) for one in found[:5])


def amounts_in(scope: Scope, context: Context) -> list[Amount]:
    """Return the amounts of the blocks that a scope names, in the order printed."""
    catalog = context.catalog
    return [
        one
        for one in catalog.report.amounts
        if (not scope.measures or catalog.measure_of[one.block_id] in scope.measures)
        and (not scope.initiatives or catalog.initiative_of[one.block_id] in scope.initiatives)
        and (not scope.departments or set(scope.departments) & set(catalog.blocks[one.block_id].departments))
    ]


def _plan(reading: Reading, scope: Scope, last: MoneyPlan | None) -> MoneyPlan:
    folded = reading.folded
    kinds = tuple(
        kind
        for kind, pattern in ((AmountKind.BUDGET, _BUDGET), (AmountKind.SETTLED, _SETTLED))
        if pattern.search(folded)
    )
    least = _LEAST.search(folded) is not None
    group = "measure" if _BY_MEASURE.search(folded) else ""
    group = group or ("department" if _BY_DEPARTMENT.search(folded) else "")
    ranked = least or bool(_MOST.search(folded)) or reading.limit is not None or bool(reading.rank_position)
    several = len(scope.measures) > 1 or len(scope.departments) > 1
    if _RATE.search(folded):
        what = "rate"
    elif _GAP.search(folded) or (len(kinds) == 2 and _COMPARES.search(folded)):
        what = "difference"
    elif ranked and len(scope.initiatives) != 1:
        what = "rank"
    elif group or several or _ALL.search(folded) or not (scope.initiatives or scope.departments):
        what = "sum"
        group = group or ("measure" if len(scope.measures) > 1 else "")
        group = group or ("department" if len(scope.departments) > 1 else "")
    else:
        what = "value"
    plan = MoneyPlan(
        scope,
        kinds,
        reading.years.years,
        what,
        group,
        not least,
        reading.limit,
        reading.rank_position,
    )
    position = reading.rank_position or reading.ordinal
    if last is not None and last.what == "rank" and position is not None:
        return replace(last, nth=position, limit=None)
    if last is not None:
        plan = replace(plan, kinds=kinds or last.kinds, years=plan.years or last.years)
        if what == "sum" and not group and not _ALL.search(folded) and scope == last.scope:
            plan = replace(plan, what=last.what, group=last.group, highest=last.highest, limit=last.limit)
    return plan


def _checked(plan: MoneyPlan, reading: Reading, context: Context) -> Plan:
    """Settle kinds and years by what is printed, or refuse with what is."""
    catalog, every = context.catalog, context.catalog.report.amounts
    where = scope_text(plan.scope, catalog)
    asked = f"{where}・{_kinds_text(plan.kinds) or '金額'}"
    printed = {one.kind for one in every}
    wanted = _kinds_wanted(plan, reading, printed)
    if not wanted:
        missing = tuple(one for one in _kinds_asked(plan) if one not in printed)
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"{_kinds_text(missing) or '決算額'}の記載は、この報告書にはありません。金額の記載があるのは、{_held(every)}です。",
            reading=asked,
        )
    years = {one.fiscal_year for one in every if one.kind in wanted}
    if plan.what in ("difference", "rate") and AmountKind.RATE not in wanted:
        years = set.intersection(*({one.fiscal_year for one in every if one.kind is kind} for kind in wanted))
    if reading.years.all_years:
        plan = replace(plan, years=tuple(sorted(years)))
    outside = [year for year in plan.years if year not in years]
    if outside or not years:
        said = "・".join(map(year_text, outside)) or "同じ年度"
        return RefusePlan(
            Reason.YEAR_OUTSIDE,
            f"{said}の{_kinds_text(wanted)}の記載は、この報告書にはありません。金額の記載があるのは、{_held(every)}です。",
            reading=f"{said}・{asked}",
        )
    own = catalog.report.fiscal_year
    latest = max((year for year in years if year <= own), default=min(years))
    plan = replace(plan, kinds=wanted, years=plan.years or (latest,))
    if not any(
        one.kind in wanted and one.fiscal_year in plan.years for one in amounts_in(plan.scope, context)
    ):
        said = "・".join(map(year_text, plan.years))
        return RefusePlan(
            Reason.NOT_PRINTED,
            f"{where}には、{said}の{_kinds_text(wanted)}の記載がありません。",
            sources=plan.scope.initiatives,
            reading=f"{said}・{asked}",
        )
    rated = plan.what == "rate" and (
        plan.limit or plan.nth or _LEAST.search(reading.folded) or _MOST.search(reading.folded)
    )
    return replace(plan, what="rank", group="") if rated and wanted == (AmountKind.RATE,) else plan


def _kinds_asked(plan: MoneyPlan) -> tuple[AmountKind, ...]:
    """Return what an answer would need: of a difference or a rate 予算 and 決算."""
    if plan.what in ("difference", "rate"):
        return (AmountKind.BUDGET, AmountKind.SETTLED)
    return plan.kinds


def _kinds_wanted(plan: MoneyPlan, reading: Reading, printed: set[AmountKind]) -> tuple[AmountKind, ...]:
    """Return the kinds to answer with, of those printed; empty where what is asked for is not printed."""
    if plan.what in ("difference", "rate"):
        if plan.what == "rate" and AmountKind.RATE in printed:
            return (AmountKind.RATE,)
        return _kinds_asked(plan) if printed >= set(_kinds_asked(plan)) else ()
    found = tuple(one for one in plan.kinds if one in printed)
    if found or (plan.kinds and _STRICT.search(reading.folded)):
        return found if len(found) == len(plan.kinds) else ()
    if plan.kinds == (AmountKind.SETTLED,):  # 「いくら使った」 may be answered by 事業費, never by a budget
        return tuple(one for one in (AmountKind.COST,) if one in printed)
    if plan.kinds:
        return ()
    every = tuple(one for one in (AmountKind.BUDGET, AmountKind.COST, AmountKind.SETTLED) if one in printed)
    if plan.what == "rank" and len(every) > 1:
        return tuple(one for one in (AmountKind.SETTLED, AmountKind.COST) if one in printed)[:1]
    return every


def _kinds_text(kinds: tuple[AmountKind, ...]) -> str:
    names = {
        AmountKind.BUDGET: "予算額",
        AmountKind.SETTLED: "決算額",
        AmountKind.COST: "事業費",
        AmountKind.RATE: "執行率",
    }
    return "と".join(names[one] for one in kinds)


def _held(amounts: tuple[Amount, ...]) -> str:
    """Return what the report prints of money: 決算額（R5・R6）."""
    years: dict[str, list[int]] = {}
    for one in amounts:
        held = years.setdefault(one.label, [])
        if one.fiscal_year not in held:
            held.append(one.fiscal_year)
    return "、".join(
        f"{'・'.join(map(year_text, sorted(held)))}の{fold(label)}" for label, held in years.items()
    )
