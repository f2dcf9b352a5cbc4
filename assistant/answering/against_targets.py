"""Answers that set 実績 against 目標: met or not, rates, gaps, a later year's target."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.gaps import Missing, gap_message, label_of, need, targets_ahead, unit_of
from assistant.answering.rates import no_rate, rate_sentence, say_rate
from assistant.draft import Draft
from assistant.phrasing import (
    amount_text,
    grade_text,
    observation_text,
    signed_text,
    year_text,
    years_text,
)
from assistant.plans import FiguresPlan
from assistant.types import Reason
from corpus.fiscal import era_label
from corpus.types import Direction, Indicator, Kind
from index.figures import (
    Standing,
    direction_of,
    later_targets,
    numbers,
    percent_text,
    standing,
    why_no_rate,
)


def answer_rate(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say the achievement rate of the plan's years, or why there is none; a coming year's target is set against now."""
    report_year = draft.catalog.report.fiscal_year
    if (
        len(plan.years) == 1
        and plan.years[0] > report_year
        and indicator.observation(plan.years[0], Kind.TARGET)
    ):
        _towards(indicator, plan.years[0], draft, as_rate=True)
        return
    found = both_of(plan, indicator, draft)
    before = len(draft.sentences)
    gaps = [
        (one.fiscal_year, say_rate(one, draft, assumed=plan.assumed and len(found) == 1)) for one in found
    ]
    missing = {year: told for year, told in gaps if told}
    if Kind.GRADE in plan.kinds and len(missing) < len(found):
        draft.say("".join(_grade_of_year(one, draft) for one in found))
    if not missing:
        return
    if len(missing) > 2:
        told = f"{years_text(missing)}の{label_of(indicator, draft)}の達成率は、印字がなく、目標と実績がそろわないため計算もできません。"
    else:
        told = "".join(missing.values())
    if len(draft.sentences) == before:
        raise no_rate([told])
    draft.say(told)


def _grade_of_year(one: Standing, draft: Draft) -> str:
    said = grade_sentence(one, draft)
    return f"{year_text(one.fiscal_year)}の{said}" if said else ""


def _towards(indicator: Indicator, year: int, draft: Draft, *, as_rate: bool = False) -> None:
    """Set the target of a coming year against the actual of the report's own year: 「R8の目標まであと何人」."""
    report_year = draft.catalog.report.fiscal_year
    unit = unit_of(indicator)
    label = label_of(indicator, draft)
    target = need(indicator, year, Kind.TARGET, draft)
    actual = need(indicator, report_year, Kind.ACTUAL, draft)
    draft.cite(actual)
    draft.cite(target)
    if actual.value is None:
        known = [one for one in numbers(indicator, Kind.ACTUAL) if one.fiscal_year < report_year]
        if known:
            printed = observation_text(actual, unit)
            draft.say(
                f"{label}の{year_text(report_year)}の実績は{printed}のため、{year_text(known[-1].fiscal_year)}の実績で比べます。"
            )
            actual, report_year = known[-1], known[-1].fiscal_year
            draft.cite(actual)
    told = f"{year_text(year)}の{label}の目標は{observation_text(target, unit)}、{year_text(report_year)}の実績は{observation_text(actual, unit)}"
    if target.value is None or actual.value is None:
        draft.say(f"{told}で、数値の差は計算できません。")
        return
    shown = "ポイント" if unit == "%" else unit
    left = target.value - actual.value
    if direction_of(indicator) is Direction.DOWN:
        left = -left
    if left > 0:
        way = "減らす必要があります" if direction_of(indicator) is Direction.DOWN else "です"
        draft.say(f"{told}で、目標まであと{amount_text(left, shown)}{way}。")
        upward = direction_of(indicator) is Direction.UP and target.value > 0 and actual.value >= 0
        if as_rate and upward:
            share = percent_text(actual.value / target.value * 100)
            draft.say(f"{year_text(report_year)}の実績は、{year_text(year)}の目標の{share}に当たります。")
    else:
        draft.say(f"{told}で、すでに目標に届いています。")


def answer_gap(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say by how much 実績 is above or below 目標."""
    report_year = draft.catalog.report.fiscal_year
    if plan.years and plan.years[-1] > report_year:
        _towards(indicator, plan.years[-1], draft)
        return
    unit = unit_of(indicator)
    shown = "ポイント" if unit == "%" else unit
    for one in both_of(plan, indicator, draft):
        label, year = label_of(indicator, draft), year_text(one.fiscal_year)
        ahead = later_targets(indicator, one.fiscal_year)
        if one.target is None and one.actual is not None and plan.assumed and ahead:
            _towards(indicator, ahead[-1].fiscal_year, draft)
            continue
        if one.gap is None:
            why = why_no_rate(indicator, one.target, one.actual) or "差は計算できません"
            if one.actual is None:
                raise gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
            raise Missing(
                Reason.NOT_PRINTED,
                f"{year}の{label}は、{why.replace('達成率は計算できません', '目標との差は計算できません')}。",
            )
        assert one.target is not None and one.actual is not None
        side = "上回りました" if one.gap > 0 else "下回りました" if one.gap < 0 else ""
        rate = rate_sentence(one, draft)
        target, actual = observation_text(one.target, unit), observation_text(one.actual, unit)
        if one.gap == 0:
            draft.say(f"{year}の{label}の実績は{actual}で、目標と同じです。{rate}")
        else:
            draft.say(
                f"{year}の{label}の実績は{actual}で、目標{target}を{amount_text(abs(one.gap), shown)}{side}。{rate}"
            )


def both_of(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> list[Standing]:
    """Return the standings of the plan's years, cited; raises Missing where nothing is printed."""
    years = plan.years or (draft.catalog.report.fiscal_year,)
    found = [standing(indicator, year, draft.catalog.scale) for year in years]
    for one in found:
        draft.cite(one.actual)
        draft.cite(one.target)
    if not any(one.actual or one.target or one.printed_rate for one in found):
        raise gap_message(indicator, years[-1], Kind.ACTUAL, draft)
    return found


def grade_sentence(one: Standing, draft: Draft) -> str:
    """Return 「評価はBです。」, cited; empty where there is no grade or it says that there is none."""
    draft.cite(one.grade)
    if one.grade is None or one.grade.grade == "-":
        return ""
    shown = observation_text(one.grade, "")
    return f"評価は{shown if one.grade.inferred else grade_text(shown)}です。"


def answer_met(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say whether the target was met: はい or いいえ first, then the figures."""
    unit = unit_of(indicator)
    label = label_of(indicator, draft)
    ahead_of = (
        plan.years[0] if len(plan.years) == 1 and plan.years[0] > draft.catalog.report.fiscal_year else 0
    )
    if ahead_of and indicator.observation(ahead_of, Kind.TARGET):
        _towards(indicator, ahead_of, draft, as_rate=True)
        return
    found = both_of(plan, indicator, draft)
    if len(found) > 2:
        _met_over_years(found, draft)
        return
    for one in found:
        if one.actual is None:
            raise gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
        grade = grade_sentence(one, draft)
        year = year_text(one.fiscal_year)
        actual = observation_text(one.actual, unit)
        if one.target is None:
            said = (
                f"{'はい。' if one.verdict else 'いいえ。'}{year}の{label}の{grade}実績は{actual}です。"
                if one.verdict is not None
                else f"{year}の{label}の実績は{actual}ですが、目標の記載がないため、達成したかどうかは判断できません。{grade}"
            )
            ahead = later_targets(indicator, one.fiscal_year) if plan.assumed else []
            if ahead and one.verdict is None:
                draft.say(f"{label}の{year}の目標の記載はありません。{grade}")
                _towards(indicator, ahead[-1].fiscal_year, draft)
            else:
                draft.say(said + (targets_ahead(indicator, one.fiscal_year, draft) if ahead else ""))
            continue
        target = observation_text(one.target, unit)
        if direction_of(indicator) is not indicator.direction and one.verdict is None:
            draft.note(
                f"{label}は、値が小さいほど良い指標として判定しました（印字された達成率または基準値と目標の関係による）。"
            )
        if one.met is None:
            why = "値が大きいほど良い指標か小さいほど良い指標かが報告書から分からず、" if one.doubtful else ""
            apart = f"（差は{signed_gap(one.gap, unit)}）" if one.gap is not None else ""
            draft.say(
                f"{year}の{label}は、目標{target}、実績{actual}{apart}で、{why}達成したかどうかは数値からは判断できません。{rate_sentence(one, draft)}{grade}"
            )
            continue
        if one.verdict is not None and one.verdict is not one.met_by_figures:
            draft.say(
                f"{'はい' if one.verdict else 'いいえ'}、報告書の評価は「{one.grade.grade if one.grade else ''}」です"
                f"（{year}の{label}の目標は{target}、実績は{actual}）。{rate_sentence(one, draft)}"
            )
            if one.met_by_figures is not None:
                draft.note(
                    f"{label}の評価「{one.grade.grade if one.grade else ''}」は、目標と実績の大小とは逆です。"
                    "値が小さいほど良い指標である可能性があります。"
                )
            continue
        if one.target.value is None:
            draft.cite(one.previous)
            before = observation_text(one.previous, unit) if one.previous else ""
            head = "はい。" if one.met else "いいえ。"
            draft.say(
                f"{head}目標は数値ではなく{target}で、実績は前年度の{before}から{actual}になりました"
                f"（{signed_text(one.change or Decimal(0), 'ポイント' if unit == '%' else unit)}）。{grade}"
            )
            continue
        gap = one.gap or Decimal(0)
        rate = rate_sentence(one, draft)
        shown = "ポイント" if unit == "%" else unit
        if one.met:
            over = f"{amount_text(abs(gap), shown)}{'上回り' if gap > 0 else '下回り'}"
            draft.say(
                f"はい、目標に届いています。{year}の{label}の実績は{actual}で、目標{target}を{over}ました。{rate}{grade}"
                if gap
                else f"はい、目標に届いています。{year}の{label}の実績は{actual}で、目標{target}と同じです。{rate}{grade}"
            )
        else:
            side = "下回りました" if gap < 0 else "上回りました"
            draft.say(
                f"いいえ、目標に届いていません。{year}の{label}の実績は{actual}で、目標{target}を{amount_text(abs(gap), shown)}{side}。{rate}{grade}"
            )


def _met_over_years(found: list[Standing], draft: Draft) -> None:
    """Say in which of several years the target was met, then 目標 and 実績 of each."""
    told = [one for one in found if one.met is not None]
    if not told:
        raise Missing(
            Reason.NOT_PRINTED,
            f"{label_of(found[-1].indicator, draft)}は、目標と実績がそろう年度がないため、達成したかどうかは判断できません。",
        )
    met = [one.fiscal_year for one in told if one.met]
    unit, label = unit_of(told[0].indicator), label_of(told[0].indicator, draft)
    span = years_text([one.fiscal_year for one in told])
    draft.say(
        f"はい。{span}のうち、{label}が目標に届いた年度は{years_text(met)}です。"
        if met
        else f"いいえ。{span}に、{label}が目標に届いた年度はありません。"
    )
    for one in told:
        actual = observation_text(one.actual, unit) if one.actual else "記載なし"
        target = observation_text(one.target, unit) if one.target else "記載なし"
        draft.say(
            f"- {era_label(one.fiscal_year)}: 目標{target}、実績{actual}（{'達成' if one.met else '未達成'}）"
        )


def answer_target_and_actual(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say 目標 and 実績 of each year with their difference, rate and grade."""
    unit = unit_of(indicator)
    for one in both_of(plan, indicator, draft):
        target = observation_text(one.target, unit) if one.target else "記載なし"
        actual = observation_text(one.actual, unit) if one.actual else "記載なし"
        ahead = targets_ahead(indicator, one.fiscal_year, draft) if plan.assumed and not one.target else ""
        if ahead:
            draft.say(
                f"{year_text(one.fiscal_year)}の{label_of(indicator, draft)}の実績は{actual}です。"
                f"{rate_sentence(one, draft)}{grade_sentence(one, draft)}{ahead}"
            )
            continue
        rate = rate_sentence(one, draft)
        if one.printed_rate is None and rate:
            rate = f"、{rate.removesuffix('です。')}"
        gap = f"、差は{signed_gap(one.gap, unit)}" if one.gap is not None else ""
        inside, after = (rate, "") if rate.startswith("、") else ("", rate)
        draft.say(
            f"{year_text(one.fiscal_year)}の{label_of(indicator, draft)}は、目標{target}に対して実績{actual}{gap}{inside}です。"
            f"{after}{grade_sentence(one, draft)}"
        )


def signed_gap(gap: Decimal, unit: str) -> str:
    """Return actual minus target as +38法人 or −18人."""
    sign = "＋" if gap > 0 else "−" if gap < 0 else "±"
    shown = "ポイント" if unit == "%" else unit
    return f"{sign}{amount_text(abs(gap), shown)}"
