"""Lists of the indicators that fulfil a condition, complete and in the report's order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

from assistant.answering.grade_moves import note_further_steps
from assistant.answering.rates import note_rates, rate_beside
from assistant.answering.revised_targets import note_by_design
from assistant.answering.selection import cite_test, set_query
from assistant.answering.tables import standing_table
from assistant.answering.tallies import attributive_text
from assistant.conditions import AGAINST_TARGET, SINCE_BASELINE, Condition, condition_text
from assistant.draft import Draft
from assistant.phrasing import grade_text, observation_text, signed_text, years_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import ListPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Indicator, Kind
from index.figures import Standing, against, baseline_of, later_targets, percent_text, standing
from index.set_query import GradeTest, NumberTest, Quantity, WordTest

_OF_TARGETS = frozenset({Quantity.TARGET, Quantity.TARGET_CHANGE, Quantity.BASELINE})


def answer_list(plan: ListPlan, draft: Draft) -> Answer:
    """List every indicator of the scope that fulfils the condition, complete and in the report's order."""
    catalog = draft.catalog
    where = scope_text(plan.scope, catalog)
    asked = condition_text(plan.condition, plan.years)
    if plan.target_year:
        asked = f"{fiscal_year_label(plan.target_year)}の{asked}"
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
    query = set_query(plan.scope, plan.condition, plan.years, plan.target_year)
    found = [catalog.indicators[one.indicator] for one in draft.standings.select(query)]
    ids = {one.id for one in found}
    undecided = [one for one in draft.standings.undecided(query) if one not in ids]
    if not found:
        return _none_found(plan, where, asked, len(undecided), draft)
    if plan.condition.empty:
        draft.say(f"{where}の指標は{len(found)}件で、{_years_label(plan)}の値は次のとおりです。")
    else:
        total = len(indicators_in(plan.scope, catalog))
        share = percent_text(Decimal(len(found)) / Decimal(total) * 100)
        draft.say(
            f"{_years_label(plan)}に{attributive_text(asked)}指標は、{where}で{len(found)}件です（{total}件中{len(found)}件、{share}）。"
        )
    for indicator in found:
        draft.rows.append(indicator.id)
        draft.say(f"- {indicator.id} {catalog.name(indicator.id)}{_detail(indicator, plan, draft)}")
    condition = plan.condition
    if undecided and condition.asks(Quantity.MET, Quantity.GAP):
        draft.note(
            f"目標または実績の記載がない、または数値でないために判定できない指標が{len(undecided)}件あり、含めていません。"
        )
    if condition.asks(Quantity.RATE):
        note_rates((_standing(one, plan, draft) for one in found), draft)
        printed = any(one.kind is Kind.RATE for each in report.indicators for one in each.observations)
        if undecided and printed:
            draft.note(f"達成率の印字がなく計算もできない指標が{len(undecided)}件あり、含めていません。")
        elif undecided:
            draft.note(
                f"目標や実績が数値でない、または記載がないために達成率を計算できない指標が{len(undecided)}件あり、含めていません。"
            )
    if undecided and condition.asks(Quantity.CHANGE, Quantity.CHANGE_RATE, Quantity.PROGRESS):
        draft.note(
            f"前年度または当年度の実績が数値でないために比べられない指標が{len(undecided)}件あり、含めていません。"
        )
    note_further_steps(plan, draft)
    if condition.asks(Quantity.TARGET_CHANGE):
        note_by_design(len(found), len(indicators_in(plan.scope, catalog)), draft)
    _cite_scope_totals(plan, draft)
    draft.table = standing_table(draft.rows, (year,), catalog)
    draft.blocks = list(dict.fromkeys([*draft.blocks, *(catalog.block_of[one.id] for one in found)]))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _none_found(plan: ListPlan, where: str, asked: str, undecided: int, draft: Draft) -> Answer:
    """Say that nothing fulfils the condition, or that no indicator has what it takes to tell."""
    condition, year = plan.condition, plan.years[-1]
    needs_target = condition.asks(*AGAINST_TARGET)
    inside = indicators_in(plan.scope, draft.catalog)
    if condition.asks(Quantity.GRADE_STEPS) and (unrated := _year_without_grades(plan, inside)):
        draft.say(
            f"{era_label(unrated)}の評価が{where}には記載されていないため、"
            f"{attributive_text(asked)}指標かどうかは判定できません。"
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    if needs_target and undecided and undecided == len(inside):
        ahead = sorted({one.fiscal_year for each in inside for one in later_targets(each, year)})
        beside = f"目標の記載があるのは{years_text(ahead)}です。" if ahead else ""
        graded = any(one.observation(year, Kind.GRADE) for one in inside)
        draft.say(
            f"{_years_label(plan)}の目標と実績がそろった指標が{where}にはないため、"
            f"{attributive_text(asked)}指標かどうかは判定できません。{beside}"
            + ("報告書の評価については、「評価の内訳は？」とお尋ねください。" if graded else "")
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    draft.say(f"{_years_label(plan)}に{attributive_text(asked)}指標は、{where}にはありません。")
    if undecided and needs_target:
        draft.note(f"目標や実績の記載がない、または数値でないために判定できない指標が{undecided}件あります。")
    _cite_scope_totals(plan, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _year_without_grades(plan: ListPlan, inside: Sequence[Indicator]) -> int | None:
    """Return a year, of those whose grades are compared, for which no indicator prints one."""
    years = plan.years if len(plan.years) > 1 else (plan.years[-1] - 1, plan.years[-1])
    return next(
        (year for year in years if not any(one.observation(year, Kind.GRADE) for one in inside)), None
    )


def _needs_actual(condition: Condition) -> bool:
    """Whether a condition speaks of 実績 or 評価, which end with the report's own year."""
    return any(
        isinstance(one.test, GradeTest)
        or (isinstance(one.test, WordTest) and one.test.kind == "actual")
        or (isinstance(one.test, NumberTest) and one.test.quantity not in _OF_TARGETS)
        for one in condition.wanted
    )


def _years_label(plan: ListPlan) -> str:
    if len(plan.years) > 1:
        return years_text(plan.years)
    return fiscal_year_label(plan.years[-1])


def _cite_scope_totals(plan: ListPlan, draft: Draft) -> None:
    report = draft.catalog.report
    if not plan.condition.only_grades or plan.years != (report.fiscal_year,):
        return
    if draft.catalog.grades_initiatives:
        return  # the totals count 取組, not indicators
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


def _standing(indicator: Indicator, plan: ListPlan, draft: Draft) -> Standing:
    """The standing that the list shows: against the target of a later year where the plan says so."""
    one = standing(indicator, plan.years[-1], draft.catalog.scale)
    goal = indicator.observation(plan.target_year, Kind.TARGET) if plan.target_year else None
    return against(one, goal) if goal is not None else one


def _detail(indicator: Indicator, plan: ListPlan, draft: Draft) -> str:
    """Return the cells that the condition looked at, in brackets behind a name, cited."""
    condition, year = plan.condition, plan.years[-1]
    unit = (indicator.unit or "").replace("％", "%")
    one = _standing(indicator, plan, draft)
    cite_test(condition, indicator, plan.years, draft)
    if condition.asks(Quantity.TARGET_CHANGE):
        parts = _target_moves(indicator, plan, unit)
    elif condition.asks(Quantity.CHANGE, Quantity.CHANGE_RATE, Quantity.PROGRESS):
        parts = _moves(indicator, plan, unit)
    else:
        parts = _grades_over_years(indicator, plan)
        base = baseline_of(indicator)
        if base is not None and condition.asks(Quantity.BASELINE, *SINCE_BASELINE):
            parts.append(f"基準値（{era_label(base.fiscal_year)}）{observation_text(base, unit)}")
        if one.actual:
            parts.append(f"実績{observation_text(one.actual, unit)}")
        if one.target:
            when = f"{era_label(plan.target_year)}の" if plan.target_year else ""
            parts.append(f"{when}目標{observation_text(one.target, unit)}")
        elif condition.empty and (ahead := later_targets(indicator, year)):
            draft.cite(ahead[-1])
            parts.append(f"{era_label(ahead[-1].fiscal_year)}の目標{observation_text(ahead[-1], unit)}")
        if condition.asks(*AGAINST_TARGET):
            parts.append(rate_beside(one, draft))
        if one.grade and (len(condition.grades) != 1 or one.grade.inferred):
            shown = observation_text(one.grade, "")
            parts.append(f"評価{shown if one.grade.inferred else grade_text(shown)}")
        for observation in (
            (one.grade, one.actual, one.target) if condition.grades else (one.actual, one.target, one.grade)
        ):
            draft.cite(observation)
    block = draft.catalog.blocks[draft.catalog.block_of[indicator.id]]
    if plan.departments and block.departments and block.department_place is not None:
        draft.cite_text(
            f"{draft.catalog.initiative_of[indicator.id]}:担当課",
            str(block.department_place),
            block.department_printed or "",
        )
        parts.insert(0, "・".join(block.departments))
    parts = [each for each in parts if each]
    return f"（{'、'.join(parts)}）" if parts else ""


def _grades_over_years(indicator: Indicator, plan: ListPlan) -> list[str]:
    """The grades of the earlier years, where the condition looked at more than one."""
    if len(plan.years) < 2 and not plan.condition.asks(Quantity.GRADE_STEPS):
        return []
    years = plan.years if len(plan.years) > 1 else (plan.years[-1] - 1, plan.years[-1])
    seen = [one for year in years if (one := indicator.observation(year, Kind.GRADE)) is not None]
    if not seen:
        return []
    return ["評価" + "→".join(f"{era_label(one.fiscal_year)} {observation_text(one, '')}" for one in seen)]


def _target_moves(indicator: Indicator, plan: ListPlan, unit: str) -> list[str]:
    direction = plan.condition.sign(Quantity.TARGET_CHANGE)
    return [
        f"目標 {era_label(earlier)} {observation_text(old, unit)}→{era_label(later)} {observation_text(new, unit)}"
        for earlier, later in itertools.pairwise(plan.years)
        if (old := indicator.observation(earlier, Kind.TARGET)) is not None
        and (new := indicator.observation(later, Kind.TARGET)) is not None
        and old.value is not None
        and new.value is not None
        and (new.value - old.value) * direction > 0
    ]


def _moves(indicator: Indicator, plan: ListPlan, unit: str) -> list[str]:
    """The values between which the condition measured a change: every year of a run, else the two ends."""
    year = plan.years[-1]
    ends = (plan.years[0] if len(plan.years) > 1 else year - 1, year)
    years = plan.years if plan.condition.consecutive else ends
    seen = [one for each in years if (one := indicator.observation(each, Kind.ACTUAL)) is not None]
    said = "→".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in seen)
    first, last = (seen[0].value, seen[-1].value) if seen else (None, None)
    if first is None or last is None:
        return [said]
    change = signed_text(last - first, "ポイント" if unit == "%" else unit)
    if plan.condition.asks(Quantity.CHANGE_RATE) and first:
        return [
            said,
            change,
            f"{'＋' if last > first else '−'}{percent_text(abs((last - first) / first * 100))}",
        ]
    return [said, change]
