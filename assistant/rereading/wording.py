"""Ready questions for a plan. None is offered before it was read back as the plan (`slots`)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.tallies import attributive_text
from assistant.conditions import PERCENTAGES, QUANTITY_LABELS, condition_text
from assistant.phrasing import KIND_LABELS
from assistant.planning.scope import scope_text
from assistant.plans import (
    Aspect,
    ComparePlan,
    FiguresPlan,
    GradesPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    Scope,
    TallyPlan,
)
from assistant.understanding.catalog import Catalog
from corpus.fiscal import era_label
from index.set_query import Quantity

_ASKED = {
    Aspect.TARGET_AND_ACTUAL: "の{when}の目標と実績は？",
    Aspect.MET: "は{when}に目標を達成しましたか？",
    Aspect.RATE: "の{when}の達成率は？",
    Aspect.GAP: "の{when}の目標との差は？",
    Aspect.CHANGE: "の{when}の前年度からの増減は？",
    Aspect.TREND: "の推移は？",
    Aspect.SUM: "の合計は？",
    Aspect.AVERAGE: "の平均は？",
    Aspect.HIGHEST_YEAR: "が最も大きい年度は？",
    Aspect.LOWEST_YEAR: "が最も小さい年度は？",
    Aspect.SITUATION: "の{when}の状況は？",
}
_COLUMNS = {"issues": "課題と対応策", "status": "取組状況", "overview": "事業概要"}


def questions_for(plan: Plan, catalog: Catalog) -> Iterator[str]:
    """Yield questions that may ask for just this plan, the most natural first; none for some plans."""
    match plan:
        case FiguresPlan():
            yield from _figures(plan, catalog)
        case ComparePlan():
            names = "と".join(_name(one, catalog) for one in plan.indicators)
            yield f"{names}の{_when(plan.years)}の{QUANTITY_LABELS[plan.quantity]}を比べると？"
        case ListPlan():
            asked = attributive_text(condition_text(plan.condition, plan.years))
            for where in _where(plan.scope, catalog):
                yield f"{_when(plan.years)}に{where}{asked}指標は？"
                yield f"{where}{_when(plan.years)}の{asked}指標を全部教えて"
        case TallyPlan() if not plan.group:
            asked = attributive_text(condition_text(plan.condition, plan.years))
            how_many = "割合は？" if plan.what == "share" else "何件？"
            for where in _where(plan.scope, catalog):
                yield f"{_when(plan.years)}に{where}{asked}指標は{how_many}"
                yield f"{_when(plan.years)}に{where}{asked}指標の{how_many}"
        case RankPlan() if plan.nth is None:
            yield from _ranks(plan, catalog)
        case GradesPlan() if plan.what in ("count", "share", "breakdown"):
            yield from _grades(plan, catalog)
        case NarrativePlan():
            for name in _row_names(plan, catalog):
                for column in plan.columns or ("",):
                    yield f"{name}の{_COLUMNS.get(column, '取組')}は？"
        case _:
            return


def _figures(plan: FiguresPlan, catalog: Catalog) -> Iterator[str]:
    kinds = "と".join(KIND_LABELS[one] for one in plan.kinds) or "実績"
    asked = _ASKED.get(plan.aspect, "の{when}の{kinds}は？" if plan.aspect is Aspect.VALUE else "")
    if not asked or not plan.years:
        return
    end = asked.format(when=_when(plan.years), kinds=kinds)
    yield "と".join(_name(one, catalog) for one in plan.indicators) + end
    # A name that several indicators share, or that was lost: its number is read for certain.
    yield "と".join(f"{one} {_name(one, catalog)}" for one in plan.indicators) + end
    yield "と".join(plan.indicators) + end


def _ranks(plan: RankPlan, catalog: Catalog) -> Iterator[str]:
    label = QUANTITY_LABELS[plan.quantity]
    kept = "" if plan.condition.empty else attributive_text(condition_text(plan.condition, plan.years))
    when = _when(plan.years)
    for where in _where(plan.scope, catalog):
        for order in _orders(plan):
            among = f"{when}に{where}{kept}指標のうち{label}が" if kept else f"{when}に{where}{label}が"
            if plan.limit == 1:
                yield f"{among}最も{order}指標は？"
            elif plan.limit:
                yield f"{among}{order}指標を{plan.limit}件"
                yield f"{among}{order}指標トップ{plan.limit}"
            else:
                plain = f"{where.removesuffix('で')}の指標を{when}の" if where else f"指標を{when}の"
                start = f"{when}に{where}{kept}指標を" if kept else plain
                yield f"{start}{label}の{order}順に並べて"


def _orders(plan: RankPlan) -> tuple[str, ...]:
    """The words for the order, the one that suits the quantity first."""
    words = ("高い", "多い", "大きい") if plan.highest else ("低い", "少ない", "小さい")
    if plan.quantity is Quantity.GRADE_RANK:
        return ("悪い",) if plan.highest else ("良い",)
    return words if plan.quantity in PERCENTAGES else words[::-1]


def _grades(plan: GradesPlan, catalog: Catalog) -> Iterator[str]:
    letters = "または".join(plan.grades)
    for where in _where(plan.scope, catalog):
        match plan.what:
            case "count" if letters:
                yield f"{_when((plan.year,))}に{where}{letters}評価の指標は何件？"
            case "share" if letters:
                yield f"{_when((plan.year,))}に{where}{letters}評価の指標の割合は？"
            case _:
                yield f"{where}{_when((plan.year,))}の評価の内訳は？"
                yield f"{where}{_when((plan.year,))}の評価別の件数は？"


def _when(years: tuple[int, ...]) -> str:
    """Return the years as they are asked for: R6, R4からR6まで, R4とR6."""
    if len(years) > 2:
        return f"{era_label(years[0])}から{era_label(years[-1])}まで"
    return "と".join(era_label(one) for one in years)


def _where(scope: Scope, catalog: Catalog) -> Iterator[str]:
    """Yield a scope as it stands before a condition: 施策①で, nothing for the whole plan."""
    if scope == Scope():
        yield ""
        return
    if scope.measures and not (scope.departments or scope.initiatives or scope.indicators):
        kind = next((catalog.measures[one].heading for one in scope.measures), "施策")
        yield f"{kind}{'と'.join(scope.measures)}で"
    yield f"{scope_text(scope, catalog)}で"


def _name(indicator: str, catalog: Catalog) -> str:
    return catalog.indicators[indicator].name or indicator


def _row_names(plan: NarrativePlan, catalog: Catalog) -> Iterator[str]:
    for block in plan.blocks[:1]:
        initiative = catalog.initiatives[catalog.initiative_of[block]]
        if initiative.name:
            yield initiative.name
            yield f"{initiative.id} {initiative.name}"
