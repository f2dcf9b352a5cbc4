"""A plan part by part, and the same plan with one part changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answering.figures import kind_text
from assistant.answering.ranking import order_text
from assistant.conditions import QUANTITY_LABELS, Condition, condition_text, graded
from assistant.phrasing import grade_text, years_text
from assistant.planning.aspects import OVER_YEARS
from assistant.planning.scope import scope_text
from assistant.plans import (
    Aspect,
    CombinedPlan,
    ComparePlan,
    FiguresPlan,
    GradesPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    Scope,
    TallyPlan,
    years_of,
)
from assistant.understanding.catalog import Catalog
from corpus.fiscal import fiscal_year_label
from corpus.types import Kind, Report
from index.set_query import Quantity

YEARS, ITEM, SCOPE, KIND, CONDITION = "年度", "項目", "範囲", "種類", "条件"

_ITEMS = 6  # other items offered; more are no choice any longer
_KINDS: tuple[tuple[str, Aspect, tuple[Kind, ...]], ...] = (
    ("目標", Aspect.VALUE, (Kind.TARGET,)),
    ("実績", Aspect.VALUE, (Kind.ACTUAL,)),
    ("評価", Aspect.VALUE, (Kind.GRADE,)),
    ("達成率", Aspect.RATE, ()),
    ("目標との差", Aspect.GAP, ()),
    ("増減", Aspect.CHANGE, ()),
    ("推移", Aspect.TREND, ()),
)
_COLUMNS = {"overview": "事業概要", "status": "取組状況", "issues": "課題・対応策"}
_RANKED = (Quantity.ACTUAL, Quantity.RATE, Quantity.CHANGE, Quantity.CHANGE_RATE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan in words, and the plans that differ from it in this part alone."""

    label: str
    value: str
    others: tuple[tuple[str, Plan], ...]


def parts_of(plan: Plan, near: tuple[str, ...], catalog: Catalog) -> tuple[Part, ...]:
    """Return the parts of a plan as they are shown; none for plans that have no parts to change.

    `near` are the indicators that the words of the question fit as well, best first.
    """
    match plan:
        case FiguresPlan():
            return (_years(plan, catalog.report), _items(plan, near, catalog), _kinds(plan, catalog.report))
        case CombinedPlan(figures, _):
            return (
                Part(YEARS, _years_text(figures.years), ()),
                _named(figures.indicators, catalog),
                Part(KIND, f"{kind_text(figures)}と記述", ()),
            )
        case ComparePlan():
            return (
                _years(plan, catalog.report),
                _named(plan.indicators, catalog),
                Part(KIND, QUANTITY_LABELS[plan.quantity], tuple(_quantities(plan))),
            )
        case ListPlan() | TallyPlan():
            return (_years(plan, catalog.report), _scope(plan, catalog), _condition(plan, catalog))
        case RankPlan():
            return _rank(plan, catalog)
        case GradesPlan():
            return (_years(plan, catalog.report), _scope(plan, catalog), _grades(plan, catalog))
        case NarrativePlan() if plan.blocks:
            return _narrative(plan, catalog)
        case _:
            return ()


def same_reading(read: Plan | None, wanted: Plan) -> bool:
    """Whether a plan asks for what another does; how it was worded (a scope's own words) does not count."""
    return read is not None and _core(read) == _core(wanted)


def _core(plan: Plan) -> Plan:
    match plan:
        case FiguresPlan():
            kinds = (plan.kinds or (Kind.ACTUAL,)) if plan.aspect is Aspect.VALUE else ()
            years = plan.years
            if plan.aspect is Aspect.CHANGE and len(years) == 1:
                years = (years[0] - 1, years[0])
            return FiguresPlan(plan.indicators, years, kinds, plan.aspect)
        case ListPlan() | RankPlan() | TallyPlan() | GradesPlan():
            return replace(plan, scope=replace(plan.scope, described=""))
        case NarrativePlan():
            return NarrativePlan("", plan.columns, plan.blocks)
        case _:
            return plan


def _years_text(years: tuple[int, ...]) -> str:
    return fiscal_year_label(years[0]) if len(years) == 1 else years_text(years)


def _years(
    plan: FiguresPlan | ComparePlan | ListPlan | TallyPlan | RankPlan | GradesPlan, report: Report
) -> Part:
    years = years_of(plan)
    others: list[tuple[str, Plan]] = []
    if len(years) == 1:
        last = report.years[-1] if _may_lie_ahead(plan) else report.fiscal_year
        held = [one for one in reversed(report.years) if one <= last and one not in years]
        for year in held:
            changed = (
                replace(plan, year=year) if isinstance(plan, GradesPlan) else replace(plan, years=(year,))
            )
            others.append((fiscal_year_label(year), changed))
    return Part(YEARS, _years_text(years) if years else "すべて", tuple(others))


def _may_lie_ahead(plan: Plan) -> bool:
    """Whether the years after the report's own hold what is asked for: only targets do."""
    return isinstance(plan, FiguresPlan) and plan.aspect is Aspect.VALUE and plan.kinds == (Kind.TARGET,)


def _items(plan: FiguresPlan, near: tuple[str, ...], catalog: Catalog) -> Part:
    beside = [
        one.id
        for indicator in plan.indicators[:1]
        for one in catalog.initiatives[catalog.initiative_of[indicator]].indicators
    ]
    others = [one for one in dict.fromkeys([*near, *beside]) if one not in plan.indicators][:_ITEMS]
    shown: list[tuple[str, Plan]] = [(catalog.name(one), replace(plan, indicators=(one,))) for one in others]
    if len(plan.indicators) > 1:
        alone = [(f"{catalog.name(one)}だけ", replace(plan, indicators=(one,))) for one in plan.indicators]
        shown = [*alone, *shown][:_ITEMS]
    return replace(_named(plan.indicators, catalog), others=tuple(shown))


def _named(indicators: tuple[str, ...], catalog: Catalog) -> Part:
    return Part(ITEM, "、".join(catalog.name(one) for one in indicators), ())


def _kinds(plan: FiguresPlan, report: Report) -> Part:
    past = [one for one in plan.years if one <= report.fiscal_year]
    one_year = plan.years if len(plan.years) == 1 else tuple(past[-1:]) or (report.fiscal_year,)
    others = []
    for label, aspect, kinds in _KINDS:
        years = tuple(report.years) if aspect in OVER_YEARS else one_year
        if aspect is not Aspect.VALUE or kinds != (Kind.TARGET,):
            years = years if aspect in OVER_YEARS else tuple(min(one, report.fiscal_year) for one in years)
        changed = FiguresPlan(plan.indicators, years, kinds, aspect)
        if not same_reading(plan, changed):
            others.append((label, changed))
    return Part(KIND, kind_text(plan), tuple(others))


def _quantities(plan: ComparePlan) -> Iterator[tuple[str, Plan]]:
    for quantity in (Quantity.ACTUAL, Quantity.TARGET, Quantity.RATE):
        if quantity is not plan.quantity:
            yield QUANTITY_LABELS[quantity], replace(plan, quantity=quantity)


def _scope(plan: ListPlan | TallyPlan | RankPlan | GradesPlan, catalog: Catalog) -> Part:
    others: list[tuple[str, Plan]] = []
    if plan.scope != Scope():
        others.append(("計画全体", replace(plan, scope=Scope())))
    if catalog.has_measures and not plan.scope.departments and not plan.scope.indicators:
        for measure in catalog.measures:
            if plan.scope.measures != (measure,):
                others.append((catalog.name(measure), replace(plan, scope=Scope(measures=(measure,)))))
    return Part(SCOPE, scope_text(plan.scope, catalog), tuple(others))


def _condition(plan: ListPlan | TallyPlan, catalog: Catalog) -> Part:
    condition = plan.condition
    others: list[tuple[str, Plan]] = []
    if condition.only_grades and condition.wanted[0].span == "last":
        for grade in catalog.scale:
            if (grade,) != condition.grades:
                others.append((f"評価が{grade_text(grade)}", replace(plan, condition=graded((grade,)))))
    others += _without_one(plan)
    counted = {"count": "の件数", "share": "の割合"}[plan.what] if isinstance(plan, TallyPlan) else ""
    return Part(CONDITION, condition_text(condition, plan.years) + counted, tuple(others))


def _without_one(plan: ListPlan | TallyPlan | RankPlan) -> list[tuple[str, Plan]]:
    """The plan with one of its conditions taken out, where something is left to ask."""
    wanted = plan.condition.wanted
    if len(wanted) < 2 and not isinstance(plan, RankPlan):
        return []
    return [
        (
            f"「{condition_text(Condition((one,)), plan.years)}」を外す",
            replace(plan, condition=Condition(tuple(each for each in wanted if each is not one))),
        )
        for one in wanted
    ]


def _rank(plan: RankPlan, catalog: Catalog) -> tuple[Part, ...]:
    turned = [replace(plan, highest=not plan.highest)]
    turned += [replace(plan, quantity=one) for one in _RANKED if one is not plan.quantity]
    parts = [
        _years(plan, catalog.report),
        _scope(plan, catalog),
        Part(KIND, order_text(plan), tuple((order_text(one), one) for one in turned)),
    ]
    if not plan.condition.empty:
        text = condition_text(plan.condition, plan.years)
        parts.append(Part(CONDITION, text, tuple(_without_one(plan))))
    return tuple(parts)


def _grades(plan: GradesPlan, catalog: Catalog) -> Part:
    letters = "・".join(grade_text(one) for one in plan.grades)
    what = {"count": "件数", "share": "割合", "breakdown": "内訳", "compare": "比較"}.get(plan.what, "内訳")
    others = [
        (f"評価が{grade_text(one)}の{what}", replace(plan, grades=(one,)))
        for one in catalog.scale
        if plan.grades and plan.grades != (one,)
    ]
    return Part(CONDITION, f"評価{letters}の{what}", tuple(others))


def _narrative(plan: NarrativePlan, catalog: Catalog) -> tuple[Part, ...]:
    names = dict.fromkeys(catalog.name(one) for one in plan.blocks)
    shown = "、".join(list(names)[:2]) + ("ほか" if len(names) > 2 else "")
    columns = "・".join(_COLUMNS[one] for one in plan.columns if one in _COLUMNS) or "記述"
    plain = NarrativePlan("", (), plan.blocks)
    others = tuple(
        (label, replace(plain, columns=(one,)))
        for one, label in _COLUMNS.items()
        if plan.columns[:1] != (one,)
    )
    return (Part(ITEM, shown, ()), Part(KIND, columns, others))
