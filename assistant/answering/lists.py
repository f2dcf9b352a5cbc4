"""Lists of the indicators that fulfil a condition, complete and in the report's order."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal

from assistant.answering.rates import note_rates, rate_beside
from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.figures import difference, later_targets, standing
from assistant.phrasing import grade_text, observation_text, signed_text, years_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import Condition, ListPlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.question import fold
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Indicator, Kind
from index.query import ObservationQuery


def answer_list(plan: ListPlan, draft: Draft) -> Answer:
    """List every indicator of the scope that fulfils the condition, complete and in the report's order."""
    catalog = draft.catalog
    where = scope_text(plan.scope, catalog)
    asked = condition_text(plan.condition, plan.years)
    year = plan.years[-1]
    report = catalog.report
    if year > report.fiscal_year and _needs_actual(plan.condition):
        draft.reading = f"{_years_label(plan)}・{where}・{asked}"
        draft.say(
            f"{_years_label(plan)}の実績と評価は、この報告書にはありません。"
            f"記載は{fiscal_year_label(report.fiscal_year)}までです。"
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.YEAR_OUTSIDE)
    draft.reading = f"{_years_label(plan)}・{where}・{asked}"
    found = []
    undecided = []
    order = list(catalog.grades)
    stored = _stored(plan, draft)
    for indicator in indicators_in(plan.scope, catalog):
        if stored is not None and indicator.id not in stored:
            continue
        verdict = _fulfils(indicator, plan.condition, plan.years, order, catalog.scale)
        if verdict:
            found.append(indicator)
        elif verdict is None:
            undecided.append(indicator)
    if not found:
        return _none_found(plan, where, asked, len(undecided), draft)
    if plan.condition.empty:
        draft.say(f"{where}の指標は{len(found)}件で、{_years_label(plan)}の値は次のとおりです。")
    else:
        draft.say(f"{_years_label(plan)}に{_attributive(asked)}指標は、{where}で{len(found)}件です。")
    for indicator in found:
        draft.rows.append(indicator.id)
        draft.say(f"- {indicator.id} {catalog.name(indicator.id)}{_detail(indicator, plan, draft)}")
    if undecided and plan.condition.met is not None:
        draft.note(
            f"目標または実績の記載がない、または数値でないために判定できない指標が{len(undecided)}件あり、含めていません。"
        )
    if plan.condition.rate_below is not None or plan.condition.rate_at_least is not None:
        note_rates((standing(one, year) for one in found), draft)
        if undecided and any(
            one.kind is Kind.RATE for each in report.indicators for one in each.observations
        ):
            draft.note(f"達成率の印字がなく計算もできない指標が{len(undecided)}件あり、含めていません。")
    if plan.condition.actual_moved and undecided:
        draft.note(
            f"前年度または当年度の実績が数値でないために比べられない指標が{len(undecided)}件あり、含めていません。"
        )
    _cite_scope_totals(plan, draft)
    draft.table = standing_table(draft.rows, (year,), catalog)
    for indicator in found:
        block = catalog.block_of[indicator.id]
        if block not in draft.blocks:
            draft.blocks.append(block)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _none_found(plan: ListPlan, where: str, asked: str, undecided: int, draft: Draft) -> Answer:
    """Say that nothing fulfils the condition, or that no indicator has what it takes to tell."""
    condition, year = plan.condition, plan.years[-1]
    needs_target = condition.met is not None or condition.rate_below is not None
    needs_target = needs_target or condition.rate_at_least is not None
    inside = indicators_in(plan.scope, draft.catalog)
    if needs_target and undecided and undecided == len(inside):
        ahead = sorted({one.fiscal_year for each in inside for one in later_targets(each, year)})
        beside = f"目標の記載があるのは{years_text(ahead)}です。" if ahead else ""
        graded = any(one.observation(year, Kind.GRADE) for one in inside)
        draft.say(
            f"{_years_label(plan)}の目標と実績がそろった指標が{where}にはないため、"
            f"{_attributive(asked)}指標かどうかは判定できません。{beside}"
            + ("報告書の評価については、「評価の内訳は？」とお尋ねください。" if graded else "")
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    draft.say(f"{_years_label(plan)}に{_attributive(asked)}指標は、{where}にはありません。")
    if undecided and needs_target:
        draft.note(f"目標や実績の記載がない、または数値でないために判定できない指標が{undecided}件あります。")
    _cite_scope_totals(plan, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _stored(plan: ListPlan, draft: Draft) -> frozenset[str] | None:
    """Return the indicators that the table holds with the grade or printed word asked for; None where neither is."""
    condition = plan.condition
    query = ObservationQuery(
        draft.catalog.report.name, fiscal_years=plan.years[-1:], measures=plan.scope.measures
    )
    if condition.grades and not condition.grade_moved:
        query = replace(query, kinds=(Kind.GRADE,), grades=condition.grades)
    elif condition.printed_target:
        query = replace(query, kinds=(Kind.TARGET,), printed=condition.printed_target)
    elif condition.printed_actual:
        query = replace(query, kinds=(Kind.ACTUAL,), printed=condition.printed_actual)
    else:
        return None
    return frozenset(one.indicator_id for one in draft.find(query))


def _needs_actual(condition: Condition) -> bool:
    """Whether a condition speaks of 実績 or 評価, which end with the report's own year."""
    return bool(
        condition.grades
        or condition.met is not None
        or condition.actual_moved
        or condition.printed_actual
        or condition.grade_moved
        or condition.rate_below is not None
        or condition.rate_at_least is not None
    )


def _attributive(asked: str) -> str:
    """Return a condition as it stands before 指標: 評価がCの, 実績が前年度より減った."""
    return asked if asked.endswith(("た", "る", "ない")) else f"{asked}の"


def _years_label(plan: ListPlan) -> str:
    if len(plan.years) > 1:
        return years_text(plan.years)
    return fiscal_year_label(plan.years[-1])


def _cite_scope_totals(plan: ListPlan, draft: Draft) -> None:
    report = draft.catalog.report
    if plan.condition != Condition(grades=plan.condition.grades) or plan.years != (report.fiscal_year,):
        return
    wanted = plan.scope.measures if plan.scope.measures else (None,)
    if (
        plan.scope.initiatives
        or plan.scope.indicators
        or plan.scope.departments
        or plan.scope.excluded_departments
    ):
        return
    rows = [
        row
        for row in report.totals
        if row.measure_id in wanted and set(plan.condition.grades) <= {grade for grade, _ in row.counts}
    ]
    for row in rows:
        draft.cite_totals(row)
    printed = sum(row.count(grade) for row in rows for grade in plan.condition.grades)
    if rows and printed != len(draft.rows):
        draft.note(
            f"報告書の集計では{printed}件で、一覧の{len(draft.rows)}件と一致しません。"
            "抽出で失われた値があるためと考えられます。"
        )


def condition_text(condition: Condition, years: tuple[int, ...]) -> str:
    """Return a condition in words, as in 「評価がC」."""
    parts = []
    if condition.unit:
        parts.append(f"単位が「{condition.unit}」")
    if condition.accumulation:
        labels = {"cumulative": "累計", "annual": "単年度の数", "point_in_time": "時点の数"}
        parts.append(f"値が{labels[condition.accumulation]}")
    if condition.grades_before:
        parts.append(f"前の年度の評価が{'・'.join(grade_text(one) for one in condition.grades_before)}")
    if condition.grade_moved:
        parts.append(f"評価が前の年度より{'上がった' if condition.grade_moved > 0 else '下がった'}")
    if condition.grades:
        letters = "または".join(grade_text(one) for one in condition.grades)
        run = f"{len(years)}年続けて" if condition.consecutive else ""
        parts.append(f"{run}評価が{letters}")
    if condition.met is True:
        parts.append("目標を達成した")
    if condition.met is False:
        parts.append("目標が未達成")
    if condition.target_moved < 0:
        parts.append("目標値が引き下げられた")
    if condition.target_moved > 0:
        parts.append("目標値が引き上げられた")
    if condition.actual_moved < 0:
        run = f"{len(years) - 1}年続けて" if condition.consecutive else ""
        parts.append(f"実績が{run or '前年度より'}減った")
    if condition.actual_moved > 0:
        run = f"{len(years) - 1}年続けて" if condition.consecutive else ""
        parts.append(f"実績が{run or '前年度より'}増えた")
    if condition.printed_target:
        parts.append(f"目標が「{'・'.join(condition.printed_target)}」")
    if condition.printed_actual:
        parts.append(f"実績が「{'・'.join(condition.printed_actual)}」")
    if condition.non_numeric_target:
        parts.append("目標が数値でない")
    if condition.lost_name:
        parts.append("指標名が抽出で失われた")
    if condition.rate_below is not None:
        parts.append(f"達成率が{condition.rate_below}%未満")
    if condition.rate_at_least is not None:
        parts.append(f"達成率が{condition.rate_at_least}%以上")
    return "、".join(parts) or "すべて"


def _fulfils(
    indicator: Indicator,
    condition: Condition,
    years: tuple[int, ...],
    order: list[str],
    scale: tuple[str, ...],
) -> bool | None:
    """Whether an indicator fulfils the condition; None where its values do not tell."""
    year = years[-1]
    one = standing(indicator, year, scale)
    if condition.accumulation and indicator.accumulation.value != condition.accumulation:
        return False
    if condition.unit and fold(indicator.unit or "") != fold(condition.unit):
        return False
    if condition.grades_before or condition.grade_moved:
        old, new = indicator.observation(years[0], Kind.GRADE), indicator.observation(year, Kind.GRADE)
        if old is None or new is None or not old.grade or not new.grade or "-" in (old.grade, new.grade):
            return False
        if condition.grades_before and old.grade not in condition.grades_before:
            return False
        # Letters and the legend run from best to worst: A before B, ◎ before ○.
        if (
            condition.grade_moved
            and (order.index(old.grade) - order.index(new.grade)) * condition.grade_moved <= 0
        ):
            return False
        if condition.grades and new.grade not in condition.grades:
            return False
    elif condition.grades:
        wanted = years if condition.consecutive or len(years) > 1 else (year,)
        for each in wanted:
            grade = indicator.observation(each, Kind.GRADE)
            if grade is None or grade.grade not in condition.grades:
                return False
    if condition.met is not None and one.met is not condition.met:
        return None if one.met is None else False
    if condition.target_moved and not any(
        _moved(indicator, earlier, later) == condition.target_moved for earlier, later in _pairs(years)
    ):
        return False
    if condition.actual_moved and condition.consecutive:
        steps = [difference(indicator, earlier, later) for earlier, later in _pairs(years)]
        if any(step is None for step in steps):
            return None
        if any(step * condition.actual_moved <= 0 for step in steps if step is not None):
            return False
    elif condition.actual_moved:
        change = one.change if len(years) < 2 else difference(indicator, years[0], years[-1])
        if change is None:
            return None
        if change * condition.actual_moved <= 0:
            return False
    if condition.printed_target and not (one.target and one.target.printed in condition.printed_target):
        return False
    if condition.printed_actual and not (one.actual and one.actual.printed in condition.printed_actual):
        return False
    if condition.non_numeric_target and not (one.target and one.target.value is None):
        return False
    if condition.lost_name and indicator.name is not None:
        return False
    if one.rate is None and (condition.rate_below is not None or condition.rate_at_least is not None):
        return _open_rate(one.printed_rate.printed if one.printed_rate else "", condition)
    if condition.rate_below is not None and (one.rate is None or one.rate >= condition.rate_below):
        return False
    return not (
        condition.rate_at_least is not None and (one.rate is None or one.rate < condition.rate_at_least)
    )


def _open_rate(printed: str, condition: Condition) -> bool | None:
    """Judge an open rate (100%超, 0%未満) as far as it tells; None where it does not."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%?(超|以上|未満|以下)", fold(printed).strip())
    if match is None:
        return None
    bound, more = Decimal(match[1]), match[2] in ("超", "以上")
    if condition.rate_at_least is not None:
        return True if more and bound >= condition.rate_at_least else None if more else False
    below = condition.rate_below
    assert below is not None
    return True if not more and bound <= below else False if more and bound >= below else None


def _pairs(years: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(itertools.pairwise(years))


def _moved(indicator: Indicator, earlier: int, later: int) -> int:
    old, new = indicator.observation(earlier, Kind.TARGET), indicator.observation(later, Kind.TARGET)
    if old is None or new is None or old.value is None or new.value is None:
        return 0
    return (new.value > old.value) - (new.value < old.value)


def _detail(indicator: Indicator, plan: ListPlan, draft: Draft) -> str:
    unit = (indicator.unit or "").replace("％", "%")
    year = plan.years[-1]
    one = standing(indicator, year)
    parts = []
    if plan.condition.target_moved:
        for earlier, later in _pairs(plan.years):
            if _moved(indicator, earlier, later) == plan.condition.target_moved:
                old, new = (
                    indicator.observation(earlier, Kind.TARGET),
                    indicator.observation(later, Kind.TARGET),
                )
                draft.cite(old)
                draft.cite(new)
                if old and new:
                    parts.append(
                        f"目標 {era_label(earlier)} {observation_text(old, unit)}→"
                        f"{era_label(later)} {observation_text(new, unit)}"
                    )
    elif plan.condition.actual_moved:
        earlier = plan.years[0] if len(plan.years) > 1 else year - 1
        old, new = indicator.observation(earlier, Kind.ACTUAL), indicator.observation(year, Kind.ACTUAL)
        draft.cite(old)
        draft.cite(new)
        if old and new and old.value is not None and new.value is not None:
            shown = "ポイント" if unit == "%" else unit
            parts.append(
                f"{era_label(earlier)} {observation_text(old, unit)}→{era_label(year)} {observation_text(new, unit)}、"
                f"{signed_text(new.value - old.value, shown)}"
            )
    else:
        if plan.condition.grades_before or plan.condition.grade_moved:
            old = indicator.observation(plan.years[0], Kind.GRADE)
            draft.cite(old)
            if old and one.grade:
                parts.append(
                    f"{era_label(plan.years[0])} {old.grade}→{era_label(year)} {observation_text(one.grade, '')}"
                )
        if one.actual:
            parts.append(f"実績{observation_text(one.actual, unit)}")
        if one.target:
            parts.append(f"目標{observation_text(one.target, unit)}")
        elif plan.condition.empty and (ahead := later_targets(indicator, year)):
            draft.cite(ahead[-1])
            parts.append(f"{era_label(ahead[-1].fiscal_year)}の目標{observation_text(ahead[-1], unit)}")
        if (
            plan.condition.rate_below is not None
            or plan.condition.rate_at_least is not None
            or plan.condition.met is not None
        ):
            parts.append(rate_beside(one, draft))
        if one.grade and (not plan.condition.grades or len(plan.condition.grades) > 1 or one.grade.inferred):
            shown = observation_text(one.grade, "")
            parts.append(f"評価{shown if one.grade.inferred else grade_text(shown)}")
        for observation in (
            (one.grade, one.actual, one.target)
            if plan.condition.grades
            else (one.actual, one.target, one.grade)
        ):
            draft.cite(observation)
        if plan.condition.consecutive:
            for each in plan.years:
                draft.cite(indicator.observation(each, Kind.GRADE))
    draft.source(indicator.id)
    block = draft.catalog.blocks[draft.catalog.block_of[indicator.id]]
    if plan.departments and block.departments and block.department_place is not None:
        draft.cite_text(
            f"{draft.catalog.initiative_of[indicator.id]}:担当課",
            str(block.department_place),
            block.department_printed or "",
        )
        parts.insert(0, "・".join(block.departments))
    parts = [one for one in parts if one]
    return f"（{'、'.join(parts)}）" if parts else ""
