"""What stands beside a figure in its own row: 目標, 達成率, 評価 and the year before, in one line below the answer."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.gaps import unit_of
from assistant.answering.rates import rate_beside
from assistant.draft import Draft
from assistant.phrasing import amount_text, grade_text, observation_text, signed_text
from assistant.plans import Aspect, FiguresPlan
from corpus.fiscal import era_label
from corpus.types import Direction, Indicator, Kind, Observation
from index.figures import Standing, direction_of, later_targets, numbers, standing

_OF_ONE_YEAR = frozenset(
    {Aspect.VALUE, Aspect.TARGET_AND_ACTUAL, Aspect.MET, Aspect.RATE, Aspect.GAP, Aspect.CHANGE}
)
_MANY = 2  # indicators from which on the table beside has to do


def say_beside(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Add the other cells of the row and year that was answered, as far as they were not said; each is cited."""
    if len(plan.indicators) > _MANY or plan.aspect not in _OF_ONE_YEAR:
        return
    report_year = draft.catalog.report.fiscal_year
    years = plan.years or (report_year,)
    if plan.aspect is Aspect.CHANGE and len(years) > 1:
        _say_between(years, indicator, draft)
        return
    if len(years) > 1:
        return
    one = standing(indicator, min(years[-1], report_year), draft.catalog.scale)
    said = "".join(draft.sentences)
    parts = [text for text in _parts(one, plan, said, draft) if text]
    if parts:
        draft.say(f"参考（{era_label(one.fiscal_year)}）: {'、'.join(parts)}。")


def _parts(one: Standing, plan: FiguresPlan, said: str, draft: Draft) -> list[str]:
    unit = unit_of(one.indicator)
    parts = [
        _value("目標", one.target, unit, said, draft),
        _value("実績", one.actual, unit, said, draft),
    ]
    if one.gap is not None and "差" not in said and "回り" not in said:
        parts.append(_against_target(one.gap, "ポイント" if unit == "%" else unit))
    if "達成率" not in said:
        parts.append(rate_beside(one, draft))
    if one.grade is not None and "評価" not in said and one.grade.grade:
        draft.cite(one.grade)
        shown = observation_text(one.grade, "")
        parts.append(f"評価{shown if one.grade.inferred else grade_text(shown)}")
    if (
        one.previous is not None
        and f"（{era_label(one.fiscal_year - 1)}）" not in said
        and "前年度" not in said
    ):
        parts.append(_before(one, unit, draft))
    ahead = [each for each in later_targets(one.indicator, one.fiscal_year) if each.value is not None]
    now = one.fiscal_year == draft.catalog.report.fiscal_year
    if now and one.target is None and ahead and observation_text(ahead[-1], unit) not in said:
        parts.append(_towards(one, ahead[-1], unit, draft))
    return parts


def _against_target(gap: Decimal, unit: str) -> str:
    if not gap:
        return "目標と同じ"
    return f"目標を{amount_text(abs(gap), unit)}{'上回る' if gap > 0 else '下回る'}"


def _value(label: str, seen: Observation | None, unit: str, said: str, draft: Draft) -> str:
    if seen is None:
        return ""
    text = observation_text(seen, unit)
    if text in said:
        return ""
    draft.cite(seen)
    return f"{label}{text}"


def _before(one: Standing, unit: str, draft: Draft) -> str:
    assert one.previous is not None
    draft.cite(one.previous)
    moved = (
        f"（{signed_text(one.change, 'ポイント' if unit == '%' else unit)}）"
        if one.change is not None
        else ""
    )
    return f"前年度の実績{observation_text(one.previous, unit)}{moved}"


def _towards(one: Standing, goal: Observation, unit: str, draft: Draft) -> str:
    """The target of a later year and what is left to it."""
    draft.cite(goal)
    told = f"{era_label(goal.fiscal_year)}の目標{observation_text(goal, unit)}"
    if one.actual is None or one.actual.value is None or goal.value is None:
        return told
    left = goal.value - one.actual.value
    if direction_of(one.indicator) is Direction.DOWN:
        left = -left
    shown = amount_text(left, "ポイント" if unit == "%" else unit)
    return f"{told}（あと{shown}）" if left > Decimal(0) else told


def _say_between(years: tuple[int, ...], indicator: Indicator, draft: Draft) -> None:
    """The values of the years between the two that were compared."""
    kept = [one for one in numbers(indicator, Kind.ACTUAL) if years[0] <= one.fiscal_year <= years[-1]]
    between = [one for one in kept if years[0] < one.fiscal_year < years[-1]]
    if not between:
        return
    for one in kept:
        draft.cite(one)
    unit = unit_of(indicator)
    said = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in kept)
    draft.say(f"この間の実績: {said}。")
