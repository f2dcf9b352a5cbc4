"""Answers about the figures of certain indicators: values, targets, rates, changes, series."""

from __future__ import annotations

from assistant.answering.against_targets import (
    answer_gap,
    answer_met,
    answer_rate,
    answer_target_and_actual,
    both_of,
    grade_sentence,
)
from assistant.answering.beside import say_beside
from assistant.answering.gaps import Missing, gap_message, label_of, last_number, need, targets_ahead, unit_of
from assistant.answering.rates import rate_sentence
from assistant.answering.series import (
    answer_average,
    answer_change,
    answer_extreme,
    answer_steady,
    answer_sum,
    answer_trend,
    answer_which_year,
    answer_yearly,
)
from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.phrasing import (
    KIND_LABELS,
    change_text,
    grade_text,
    observation_text,
    without_year,
    year_text,
    years_text,
)
from assistant.plans import Aspect, FiguresPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import fiscal_year_label
from corpus.text import is_dash
from corpus.types import Accumulation, Indicator, Kind
from index.figures import (
    Standing,
    baseline_of,
)

_ASPECT_LABELS = {
    Aspect.VALUE: "",
    Aspect.TARGET_AND_ACTUAL: "目標と実績",
    Aspect.MET: "目標の達成状況",
    Aspect.RATE: "達成率",
    Aspect.GAP: "目標との差",
    Aspect.CHANGE: "増減",
    Aspect.YEARLY: "年度ごとの増減",
    Aspect.TREND: "推移",
    Aspect.STEADY: "毎年度の増減",
    Aspect.SITUATION: "実績とその前後",
    Aspect.SUM: "合計",
    Aspect.AVERAGE: "平均",
    Aspect.HIGHEST_YEAR: "最も大きい年度",
    Aspect.LOWEST_YEAR: "最も小さい年度",
    Aspect.WHICH_YEAR: "年度",
    Aspect.ACCUMULATION: "累計・年度・時点の別",
}


def answer_figures(plan: FiguresPlan, draft: Draft) -> Answer:
    """Answer with figures of the plan's indicators, or say why the report does not hold them."""
    draft.reading = reading_text(plan, draft)
    missing: list[Missing] = []
    answered = 0
    for indicator_id in plan.indicators:
        indicator = draft.catalog.indicators[indicator_id]
        try:
            _one(plan, indicator, draft)
            answered += 1
        except Missing as gap:
            missing.append(gap)
            draft.source(indicator_id)
            draft.say(gap.message)
        block = draft.catalog.block_of[indicator_id]
        if block not in draft.blocks:
            draft.blocks.append(block)
    draft.rows.extend(plan.indicators)
    draft.table = standing_table(plan.indicators, _years_shown(plan, draft), draft.catalog)
    if plan.aspect in (
        Aspect.TREND,
        Aspect.STEADY,
        Aspect.YEARLY,
        Aspect.HIGHEST_YEAR,
        Aspect.LOWEST_YEAR,
        Aspect.SUM,
        Aspect.AVERAGE,
        Aspect.CHANGE,
    ):
        for indicator_id in plan.indicators[:3]:
            draft.chart(indicator_id)
    if answered:
        return draft.finish(Status.ANSWERED, Route.TABLE)
    return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, missing[0].reason)


def reading_text(plan: FiguresPlan, draft: Draft) -> str:
    """Return how the question was read, in words that can be corrected."""
    names = "、".join(draft.catalog.name(one) for one in plan.indicators)
    years = years_text(plan.years) if len(plan.years) != 1 else fiscal_year_label(plan.years[0])
    return "・".join(part for part in (years, names, kind_text(plan)) if part)


def kind_text(plan: FiguresPlan) -> str:
    """Return what is asked of the figures in words: 実績, 目標と実績, 推移."""
    kinds = "・".join(KIND_LABELS[kind] for kind in plan.kinds)
    return _ASPECT_LABELS[plan.aspect] or kinds or "実績"


def _years_shown(plan: FiguresPlan, draft: Draft) -> tuple[int, ...]:
    if (
        plan.aspect in (Aspect.TREND, Aspect.STEADY, Aspect.YEARLY, Aspect.HIGHEST_YEAR, Aspect.LOWEST_YEAR)
        or not plan.years
    ):
        return plan.years or draft.catalog.report.years
    return plan.years


def _one(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    handlers = {
        Aspect.VALUE: _value,
        Aspect.TARGET_AND_ACTUAL: answer_target_and_actual,
        Aspect.MET: answer_met,
        Aspect.RATE: answer_rate,
        Aspect.GAP: answer_gap,
        Aspect.CHANGE: answer_change,
        Aspect.YEARLY: answer_yearly,
        Aspect.TREND: answer_trend,
        Aspect.STEADY: answer_steady,
        Aspect.SITUATION: _situation,
        Aspect.SUM: answer_sum,
        Aspect.AVERAGE: answer_average,
        Aspect.HIGHEST_YEAR: answer_extreme,
        Aspect.LOWEST_YEAR: answer_extreme,
        Aspect.WHICH_YEAR: answer_which_year,
        Aspect.ACCUMULATION: _accumulation,
    }
    handlers[plan.aspect](plan, indicator, draft)
    say_beside(plan, indicator, draft)
    _note_meaning(indicator, draft)


def _note_meaning(indicator: Indicator, draft: Draft) -> None:
    if indicator.accumulation is Accumulation.CUMULATIVE:
        printed = f"（{indicator.note}）" if indicator.note else ""
        draft.note(f"{draft.catalog.name(indicator.id)}は累計の指標です{printed}。")
    elif indicator.note and indicator.accumulation is Accumulation.POINT_IN_TIME:
        draft.note(f"{draft.catalog.name(indicator.id)}は{indicator.note.lstrip('※ ')}の値です。")
    if indicator.name is None:
        draft.note(f"{indicator.id}は指標名と単位が抽出で失われており、何の数かは報告書から分かりません。")


def _value(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    kinds = plan.kinds or _default_kinds(plan, draft)
    if kinds == (Kind.BASELINE,):
        found = next((one for one in indicator.observations if one.kind is Kind.BASELINE), None)
        if found is None:
            raise Missing(
                Reason.NOT_PRINTED,
                f"{label_of(indicator, draft)}の基準値は、この報告書には記載がありません。",
            )
        draft.cite(found)
        draft.say(
            f"{label_of(indicator, draft)}の基準値は{observation_text(found, unit_of(indicator))}です（{fiscal_year_label(found.fiscal_year)}。報告書には「{found.printed}」と記載）。"
        )
        return
    years = plan.years or (draft.catalog.report.fiscal_year,)
    parts: list[str] = []
    gaps: list[Missing] = []
    for year in years:
        for kind in kinds:
            try:
                parts.append(_value_sentence(indicator, year, kind, draft))
            except Missing as gap:
                ahead = targets_ahead(indicator, year, draft) if kind is Kind.TARGET and plan.assumed else ""
                if ahead:
                    parts.append(ahead)
                else:
                    gaps.append(gap)
    if not parts:
        raise gaps[0]
    draft.say("".join(parts))
    for missing in gaps:
        draft.say(missing.message)


def _default_kinds(plan: FiguresPlan, draft: Draft) -> tuple[Kind, ...]:
    report_year = draft.catalog.report.fiscal_year
    if plan.years and min(plan.years) > report_year:
        return (Kind.TARGET,)
    return (Kind.ACTUAL,)


def _value_sentence(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> str:
    label = label_of(indicator, draft)
    base = baseline_of(indicator)
    of_base = base is not None and base.fiscal_year == year and kind is Kind.ACTUAL
    if of_base and base is not None and indicator.observation(year, kind) is None:
        draft.cite(base)
        return f"{year_text(year)}の{label}の値は、基準値として{observation_text(base, unit_of(indicator))}と記載されています。"
    found = need(indicator, year, kind, draft)
    draft.cite(found)
    text = observation_text(found, unit_of(indicator))
    if kind is Kind.GRADE:
        meaning = next((one for one in draft.catalog.report.legend if one.grade == found.grade), None)
        shown = f"「{meaning.meaning}」" if meaning else ""
        if meaning and len(meaning.grade) > 1:
            shown = f"（{meaning.meaning}）"
        if meaning:
            draft.cite_text("評価区分", str(meaning.place), meaning.meaning)
        if found.grade == "-":
            reason = f"（{found.inferred_from}）" if found.inferred else ""
            raise Missing(
                Reason.NOT_RATED,
                f"{year_text(year)}の{label}は、評価が「{found.printed.strip() or '-'}」{shown}{reason}で、{_others(draft)}などの評価は付いていません。",
            )
        return (
            f"{year_text(year)}の{label}の評価は{text if found.inferred else grade_text(text)}{shown}です。"
        )
    if found.value is None and is_dash(found.printed):
        raise Missing(
            Reason.NOT_PRINTED,
            f"{year_text(year)}の{label}の{KIND_LABELS[kind]}の欄は「{found.printed.strip()}」で、値の記載がありません。"
            + (last_number(indicator, year, draft) if kind is Kind.ACTUAL else ""),
        )
    if found.value is None:
        printed = without_year(found.printed)
        how = "" if any(char.isdigit() for char in printed) else "数値ではなく"
        before = last_number(indicator, year, draft) if kind is Kind.ACTUAL and how else ""
        return f"{year_text(year)}の{label}の{KIND_LABELS[kind]}は、{how}「{printed}」と記載されています。{before}"
    return f"{year_text(year)}の{label}の{KIND_LABELS[kind]}は{text}です。"


def _others(draft: Draft) -> str:
    """Return the first two grades of the report, as an example of what a rating would be."""
    return "・".join(grade_text(one) for one in draft.catalog.scale[:2]) or "A・B"


def _situation(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say how an indicator stands: 実績 with 目標, rate and grade, and the year before."""
    unit = unit_of(indicator)
    label = label_of(indicator, draft)
    for one in both_of(plan, indicator, draft):
        if one.actual is None:
            raise gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
        actual = observation_text(one.actual, unit)
        target = f"（目標は{observation_text(one.target, unit)}）" if one.target else ""
        draft.say(
            f"{year_text(one.fiscal_year)}の{label}の実績は{actual}です{target}。"
            f"{rate_sentence(one, draft)}{grade_sentence(one, draft)}{_since_last_year(one, unit, draft)}"
        )
        if not one.target and plan.assumed and (ahead := targets_ahead(indicator, one.fiscal_year, draft)):
            draft.say(ahead)


def _since_last_year(one: Standing, unit: str, draft: Draft) -> str:
    """Return 「前年度の998人から26人増えました。」, cited; empty where there is no earlier value."""
    if one.previous is None:
        return ""
    draft.cite(one.previous)
    before = observation_text(one.previous, unit)
    if one.change is None:
        return f"前年度は{before}でした。"
    return f"前年度の{before}から{change_text(one.change, unit)}。"


def _accumulation(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    label = label_of(indicator, draft)
    if not indicator.note:
        raise Missing(
            Reason.NOT_PRINTED,
            f"{label}が累計の値か年度ごとの値かは、この報告書には記載がありません。",
        )
    draft.cite_text(indicator.id, str(indicator.place), indicator.printed_name or indicator.note)
    kinds = {
        Accumulation.CUMULATIVE: "前年度までの分を含む累計の値です",
        Accumulation.ANNUAL: "その年度だけの値です",
        Accumulation.POINT_IN_TIME: "ある時点の値です",
        Accumulation.UNKNOWN: "注記のとおりです",
    }
    draft.say(f"{label}には「{indicator.note}」と注記があり、{kinds[indicator.accumulation]}。")
