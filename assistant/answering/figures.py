"""Answers about the figures of certain indicators: values, targets, rates, changes, series."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.figures import Standing, numbers, percent_text, rounded, standing, why_no_rate, why_no_sum
from assistant.phrasing import (
    KIND_LABELS,
    amount_text,
    change_text,
    number_text,
    observation_text,
    signed_text,
    year_text,
    years_text,
)
from assistant.plans import Aspect, FiguresPlan
from assistant.types import Answer, Reason, Route, Status
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Accumulation, Indicator, Kind, Observation

_ASPECT_LABELS = {
    Aspect.VALUE: "",
    Aspect.TARGET_AND_ACTUAL: "目標と実績",
    Aspect.MET: "目標の達成状況",
    Aspect.RATE: "達成率",
    Aspect.GAP: "目標との差",
    Aspect.CHANGE: "増減",
    Aspect.YEARLY: "年度ごとの増減",
    Aspect.TREND: "推移",
    Aspect.SUM: "合計",
    Aspect.AVERAGE: "平均",
    Aspect.HIGHEST_YEAR: "最も大きい年度",
    Aspect.LOWEST_YEAR: "最も小さい年度",
    Aspect.WHICH_YEAR: "年度",
}


class Missing(Exception):
    """Raised inside this module: nothing printed answers, for a reason that is told."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


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
    if plan.aspect in (Aspect.TREND, Aspect.YEARLY, Aspect.HIGHEST_YEAR, Aspect.LOWEST_YEAR, Aspect.SUM, Aspect.AVERAGE, Aspect.CHANGE):
        for indicator_id in plan.indicators[:3]:
            draft.chart(indicator_id)
    if answered:
        return draft.finish(Status.ANSWERED, Route.TABLE)
    return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, missing[0].reason)


def reading_text(plan: FiguresPlan, draft: Draft) -> str:
    """Return how the question was read, in words that can be corrected."""
    names = "、".join(draft.catalog.name(one) for one in plan.indicators)
    years = years_text(plan.years) if len(plan.years) != 1 else fiscal_year_label(plan.years[0])
    kinds = "・".join(KIND_LABELS[kind] for kind in plan.kinds)
    what = _ASPECT_LABELS[plan.aspect] or kinds or "実績"
    return "・".join(part for part in (years, names, what) if part)


def _years_shown(plan: FiguresPlan, draft: Draft) -> tuple[int, ...]:
    if plan.aspect in (Aspect.TREND, Aspect.YEARLY, Aspect.HIGHEST_YEAR, Aspect.LOWEST_YEAR) or not plan.years:
        return plan.years or draft.catalog.report.years
    return plan.years


def _one(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    handlers = {
        Aspect.VALUE: _value,
        Aspect.TARGET_AND_ACTUAL: _target_and_actual,
        Aspect.MET: _met,
        Aspect.RATE: _rate,
        Aspect.GAP: _gap,
        Aspect.CHANGE: _change,
        Aspect.YEARLY: _yearly,
        Aspect.TREND: _trend,
        Aspect.SUM: _sum,
        Aspect.AVERAGE: _average,
        Aspect.HIGHEST_YEAR: _extreme,
        Aspect.LOWEST_YEAR: _extreme,
        Aspect.WHICH_YEAR: _which_year,
    }
    handlers[plan.aspect](plan, indicator, draft)
    _note_meaning(indicator, draft)


def _note_meaning(indicator: Indicator, draft: Draft) -> None:
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.note(f"{draft.catalog.name(indicator.id)}は累計の指標です（{indicator.note}）。")
    elif indicator.note and indicator.accumulation is Accumulation.POINT_IN_TIME:
        draft.note(f"{draft.catalog.name(indicator.id)}は{indicator.note.lstrip('※ ')}の値です。")
    if indicator.name is None:
        draft.note(f"{indicator.id}は指標名と単位が抽出で失われており、何の数かは報告書から分かりません。")


def _label(indicator: Indicator, draft: Draft) -> str:
    return draft.catalog.name(indicator.id)


def _unit(indicator: Indicator) -> str:
    return (indicator.unit or "").replace("％", "%")


def _gap_message(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> Missing:
    """Return why a value is missing: after the report's year, lost with its row, or blank."""
    report = draft.catalog.report
    label, kind_label = _label(indicator, draft), KIND_LABELS[kind]
    if kind is not Kind.TARGET and year > report.fiscal_year:
        target = indicator.observation(year, Kind.TARGET)
        draft.cite(target)
        beside = f"{era_label(year)}の目標は{observation_text(target, _unit(indicator))}です。" if target else ""
        return Missing(
            Reason.YEAR_OUTSIDE,
            f"{year_text(year)}の{label}の{kind_label}は、この報告書にはありません。"
            f"{kind_label}の記載は{fiscal_year_label(report.fiscal_year)}までです。{beside}",
        )
    held = [one for one in indicator.observations if one.kind is kind and one.fiscal_year <= report.fiscal_year]
    if not held and indicator.name is None:
        return Missing(
            Reason.LOST_IN_SOURCE,
            f"{label}の{kind_label}は、抽出の際に行ごと失われており、記載を確認できません。",
        )
    if not held:
        return Missing(Reason.NOT_PRINTED, f"{label}の{kind_label}は、この報告書には記載がありません。")
    last = max(held, key=lambda one: one.fiscal_year)
    draft.cite(last)
    return Missing(
        Reason.NOT_PRINTED,
        f"{year_text(year)}の{label}の{kind_label}は、報告書の表で空欄になっており、記載がありません。"
        f"記載がある直近は{fiscal_year_label(last.fiscal_year)}で、{observation_text(last, _unit(indicator))}です。",
    )


def _need(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> Observation:
    found = indicator.observation(year, kind)
    if found is None:
        raise _gap_message(indicator, year, kind, draft)
    return found


def _value(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    kinds = plan.kinds or _default_kinds(plan, draft)
    if kinds == (Kind.BASELINE,):
        found = next((one for one in indicator.observations if one.kind is Kind.BASELINE), None)
        if found is None:
            raise Missing(Reason.NOT_PRINTED, f"{_label(indicator, draft)}の基準値は、この報告書には記載がありません。")
        draft.cite(found)
        draft.say(f"{_label(indicator, draft)}の基準値は、{observation_text(found, _unit(indicator))}（{fiscal_year_label(found.fiscal_year)}）です。")
        return
    years = plan.years or (draft.catalog.report.fiscal_year,)
    parts: list[str] = []
    gaps: list[Missing] = []
    for year in years:
        for kind in kinds:
            try:
                parts.append(_value_sentence(indicator, year, kind, draft))
            except Missing as gap:
                gaps.append(gap)
    if not parts:
        raise gaps[0]
    draft.say("".join(parts))
    for gap in gaps:
        draft.say(gap.message)


def _default_kinds(plan: FiguresPlan, draft: Draft) -> tuple[Kind, ...]:
    report_year = draft.catalog.report.fiscal_year
    if plan.years and min(plan.years) > report_year:
        return (Kind.TARGET,)
    return (Kind.ACTUAL,)


def _value_sentence(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> str:
    found = _need(indicator, year, kind, draft)
    label = _label(indicator, draft)
    draft.cite(found)
    text = observation_text(found, _unit(indicator))
    if kind is Kind.GRADE:
        meaning = next((one for one in draft.catalog.report.legend if one.grade == found.grade), None)
        shown = f"「{meaning.meaning}」" if meaning else ""
        if found.grade == "-":
            reason = f"（{found.inferred_from}）" if found.inferred else ""
            raise Missing(
                Reason.NOT_RATED,
                f"{year_text(year)}の{label}は、評価が「-」{shown}{reason}で、A・Bなどの評価は付いていません。",
            )
        return f"{year_text(year)}の{label}の評価は{text}{shown}です。"
    if found.value is None and kind is Kind.ACTUAL:
        return f"{year_text(year)}の{label}の実績は、数値ではなく「{found.printed}」と記載されています。"
    if found.value is None:
        return f"{year_text(year)}の{label}の目標は、数値ではなく「{found.printed}」と記載されています。"
    suffix = ""
    if kind is Kind.TARGET and year > draft.catalog.report.fiscal_year:
        suffix = ""
    return f"{year_text(year)}の{label}の{KIND_LABELS[kind]}は{text}です。{suffix}"


def _both(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> list[Standing]:
    years = plan.years or (draft.catalog.report.fiscal_year,)
    found = [standing(indicator, year) for year in years]
    for one in found:
        draft.cite(one.actual)
        draft.cite(one.target)
    if not any(one.actual or one.target for one in found):
        raise _gap_message(indicator, years[-1], Kind.ACTUAL, draft)
    return found


def _target_and_actual(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    for one in _both(plan, indicator, draft):
        target = observation_text(one.target, unit) if one.target else "記載なし"
        actual = observation_text(one.actual, unit) if one.actual else "記載なし"
        rate = f"、達成率は{percent_text(one.rate)}" if one.rate is not None else ""
        gap = f"、差は{signed_gap(one.gap, unit)}" if one.gap is not None else ""
        draft.cite(one.grade)
        grade = f"評価は{observation_text(one.grade, '')}です。" if one.grade and one.grade.grade != "-" else ""
        draft.say(
            f"{year_text(one.fiscal_year)}の{_label(indicator, draft)}は、目標{target}に対して実績{actual}{gap}{rate}です。{grade}"
        )


def signed_gap(gap: Decimal, unit: str) -> str:
    """Return actual minus target as +38法人 or −18人."""
    sign = "＋" if gap > 0 else "−" if gap < 0 else "±"
    shown = "ポイント" if unit == "%" else unit
    return f"{sign}{amount_text(abs(gap), shown)}"


def _met(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    label = _label(indicator, draft)
    for one in _both(plan, indicator, draft):
        if one.actual is None:
            raise _gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
        draft.cite(one.grade)
        grade = f"評価は{observation_text(one.grade, '')}です。" if one.grade and one.grade.grade != "-" else ""
        year = year_text(one.fiscal_year)
        actual = observation_text(one.actual, unit)
        if one.target is None:
            draft.say(f"{year}の{label}の実績は{actual}ですが、目標の記載がないため、達成したかどうかは判断できません。{grade}")
            continue
        target = observation_text(one.target, unit)
        if one.met is None:
            draft.say(f"{year}の{label}は、目標{target}、実績{actual}で、達成したかどうかは数値からは判断できません。{grade}")
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
        rate = f"達成率は{percent_text(one.rate)}です。" if one.rate is not None else ""
        shown = "ポイント" if unit == "%" else unit
        if one.met:
            over = f"{amount_text(abs(gap), shown)}{'上回り' if gap > 0 else '下回り'}" if gap else "ちょうど達し"
            draft.say(f"はい、目標に届いています。{year}の{label}の実績は{actual}で、目標{target}を{over}ました。{rate}{grade}" if gap else f"はい、目標に届いています。{year}の{label}の実績は{actual}で、目標{target}と同じです。{rate}{grade}")
        else:
            side = "下回りました" if gap < 0 else "上回りました"
            draft.say(f"いいえ、目標に届いていません。{year}の{label}の実績は{actual}で、目標{target}を{amount_text(abs(gap), shown)}{side}。{rate}{grade}")


def _rate(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    gaps = []
    said = False
    for one in _both(plan, indicator, draft):
        why = why_no_rate(indicator, one.target, one.actual)
        label = _label(indicator, draft)
        if why is not None:
            if one.actual is None and one.fiscal_year > draft.catalog.report.fiscal_year:
                raise _gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
            beside = []
            if one.actual is not None:
                beside.append(f"実績は{observation_text(one.actual, unit)}")
            if one.target is not None:
                beside.append(f"目標は{observation_text(one.target, unit)}")
            tail = f"{'、'.join(beside)}です。" if beside else ""
            gaps.append(f"{year_text(one.fiscal_year)}の{label}は、{why}。{tail}")
            continue
        assert one.rate is not None and one.target is not None and one.actual is not None
        said = True
        times = f"（目標の{number_text(rounded(one.rate / 100))}倍）" if one.rate >= 150 else ""
        draft.say(
            f"{year_text(one.fiscal_year)}の{label}の達成率は{percent_text(one.rate)}{times}です"
            f"（実績{observation_text(one.actual, unit)}÷目標{observation_text(one.target, unit)}）。"
        )
        draft.note("達成率は、報告書の実績を目標で割って計算した値です。")
    if gaps and not said:
        raise Missing(Reason.NOT_PRINTED, "".join(gaps))
    draft.say(*gaps)


def _gap(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    shown = "ポイント" if unit == "%" else unit
    for one in _both(plan, indicator, draft):
        label, year = _label(indicator, draft), year_text(one.fiscal_year)
        if one.gap is None:
            why = why_no_rate(indicator, one.target, one.actual) or "差は計算できません"
            if one.actual is None:
                raise _gap_message(indicator, one.fiscal_year, Kind.ACTUAL, draft)
            raise Missing(Reason.NOT_PRINTED, f"{year}の{label}は、{why.replace('達成率は計算できません', '目標との差は計算できません')}。")
        assert one.target is not None and one.actual is not None
        side = "上回りました" if one.gap > 0 else "下回りました（不足）" if one.gap < 0 else ""
        rate = f"達成率は{percent_text(one.rate)}です。" if one.rate is not None else ""
        target, actual = observation_text(one.target, unit), observation_text(one.actual, unit)
        if one.gap == 0:
            draft.say(f"{year}の{label}の実績は{actual}で、目標と同じです。{rate}")
        else:
            draft.say(f"{year}の{label}の実績は{actual}で、目標{target}を{amount_text(abs(one.gap), shown)}{side}。{rate}")


def _change(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    years = plan.years or (draft.catalog.report.fiscal_year,)
    later = years[-1]
    earlier = years[0] if len(years) > 1 else later - 1
    kind = Kind.TARGET if plan.kinds == (Kind.TARGET,) else Kind.ACTUAL
    new, old = indicator.observation(later, kind), indicator.observation(earlier, kind)
    label = _label(indicator, draft)
    if new is None:
        raise _gap_message(indicator, later, kind, draft)
    if old is None:
        draft.cite(new)
        raise Missing(
            Reason.NOT_PRINTED,
            f"{label}は{year_text(earlier)}の{KIND_LABELS[kind]}の記載がないため、増減は分かりません。"
            f"{year_text(later)}は{observation_text(new, unit)}です。",
        )
    draft.cite(new)
    draft.cite(old)
    before, after = observation_text(old, unit), observation_text(new, unit)
    if new.value is None or old.value is None:
        draft.say(f"{label}の{KIND_LABELS[kind]}は、{era_label(earlier)}が{before}、{era_label(later)}が{after}で、増減は計算できません。")
        return
    difference = new.value - old.value
    head = ""
    if plan.yes_no and plan.expects:
        head = "はい。" if difference * plan.expects > 0 else "いいえ。"
    ratio = ""
    if old.value and difference and old.value > 0 and unit != "%":
        share = difference / old.value * 100
        times = f"、{number_text(rounded(new.value / old.value))}倍" if new.value >= old.value * Decimal("1.5") else ""
        ratio = f"（{'＋' if share > 0 else '−'}{percent_text(abs(share))}{times}）"
    draft.say(
        f"{head}{label}の{KIND_LABELS[kind]}は、{year_text(earlier)}の{before}から{year_text(later)}の{after}へ、"
        f"{change_text(difference, unit)}{ratio}。"
    )


def _yearly(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    wanted = [year for year in (plan.years or draft.catalog.report.years) if year <= draft.catalog.report.fiscal_year]
    lines = []
    for year in wanted:
        new, old = indicator.observation(year, Kind.ACTUAL), indicator.observation(year - 1, Kind.ACTUAL)
        if new is None or old is None or new.value is None or old.value is None:
            continue
        draft.cite(new)
        draft.cite(old)
        shown = "ポイント" if unit == "%" else unit
        lines.append(
            f"- {era_label(year)}: {signed_text(new.value - old.value, shown)}"
            f"（{observation_text(old, unit)}→{observation_text(new, unit)}）"
        )
    if not lines:
        raise Missing(Reason.NOT_PRINTED, f"{_label(indicator, draft)}は、続く2つの年度の実績がそろわないため、年度ごとの増減は計算できません。")
    draft.say(f"{_label(indicator, draft)}の実績の、前年度からの増減は次のとおりです。", *lines)
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.note("累計の指標のため、前年度との差がその年度の分に当たります。")


def _trend(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    report = draft.catalog.report
    years = plan.years or report.years
    kinds = plan.kinds or (Kind.ACTUAL,)
    said = False
    for kind in kinds:
        found = [one for year in years if (one := indicator.observation(year, kind)) is not None]
        if not found:
            continue
        said = True
        for one in found:
            draft.cite(one)
        values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
        draft.say(f"{_label(indicator, draft)}の{KIND_LABELS[kind]}の推移は、{values}です。")
        blank = [year for year in years if year not in {one.fiscal_year for one in found} and year <= report.fiscal_year]
        if blank and kind is not Kind.GRADE:
            draft.note(f"{years_text(blank)}の{KIND_LABELS[kind]}は記載がありません。")
        numeric = [one for one in found if one.value is not None]
        if kind is Kind.ACTUAL and len(numeric) >= 2:
            first, last = numeric[0], numeric[-1]
            assert first.value is not None and last.value is not None
            draft.say(f"{era_label(first.fiscal_year)}から{era_label(last.fiscal_year)}までに{change_text(last.value - first.value, unit)}。")
    if not said:
        raise _gap_message(indicator, min(years[-1], report.fiscal_year), kinds[0], draft)
    if kinds == (Kind.ACTUAL,):
        for year in years:
            draft.cite(indicator.observation(year, Kind.TARGET))


def _sum(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    label = _label(indicator, draft)
    why = why_no_sum(indicator)
    years = tuple(year for year in plan.years if year <= draft.catalog.report.fiscal_year)
    found = numbers(indicator, Kind.ACTUAL, years)
    if not found:
        raise _gap_message(indicator, years[-1] if years else draft.catalog.report.fiscal_year, Kind.ACTUAL, draft)
    for one in found:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    if why is not None:
        latest = found[-1]
        tail = ""
        if indicator.accumulation is Accumulation.CUMULATIVE:
            tail = f"{fiscal_year_label(latest.fiscal_year)}までの累計は{observation_text(latest, unit)}です。"
        draft.say(f"{label}は、{why}。合計は示しません。{tail}各年度の値は、{values}です。")
        return
    total = sum((one.value for one in found if one.value is not None), Decimal(0))
    draft.say(f"{label}の{years_text(one.fiscal_year for one in found)}の実績の合計は{amount_text(total, unit)}です（{values}）。")
    _note_skipped(indicator, years, found, draft)


def _average(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    label = _label(indicator, draft)
    years = tuple(year for year in plan.years if year <= draft.catalog.report.fiscal_year)
    found = numbers(indicator, Kind.ACTUAL, years)
    if not found:
        raise _gap_message(indicator, years[-1] if years else draft.catalog.report.fiscal_year, Kind.ACTUAL, draft)
    for one in found:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.say(f"{label}は累計の指標のため、各年度の値の平均は意味のある数になりません。平均は示しません。各年度の値は、{values}です。")
        return
    total = sum((one.value for one in found if one.value is not None), Decimal(0))
    mean = rounded(total / len(found), 1)
    draft.say(f"{label}の{years_text(one.fiscal_year for one in found)}の実績の平均は{number_text(mean)}{unit}です（{len(found)}年度分: {values}）。")
    if indicator.accumulation is Accumulation.POINT_IN_TIME:
        draft.note("時点の値の単純平均です。")
    _note_skipped(indicator, years, found, draft)


def _note_skipped(indicator: Indicator, years: tuple[int, ...], found: list[Observation], draft: Draft) -> None:
    held = {one.fiscal_year for one in found}
    skipped = [year for year in years if year not in held]
    if skipped:
        draft.note(f"{years_text(skipped)}は数値の記載がないため、計算に含めていません。")


def _extreme(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    kind = Kind.TARGET if plan.kinds == (Kind.TARGET,) else Kind.ACTUAL
    found = numbers(indicator, kind, plan.years)
    if not found:
        raise _gap_message(indicator, draft.catalog.report.fiscal_year, kind, draft)
    highest = plan.aspect is Aspect.HIGHEST_YEAR
    values = [one.value for one in found if one.value is not None]
    limit = max(values) if highest else min(values)
    best = [one for one in found if one.value == limit]
    for one in best + found:
        draft.cite(one)
    when = "と".join(year_text(one.fiscal_year) for one in best)
    word = "多い" if highest else "少ない"
    if unit == "%":
        word = "高い" if highest else "低い"
    others = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    draft.say(f"{_label(indicator, draft)}の{KIND_LABELS[kind]}が最も{word}のは{when}で、{observation_text(best[0], unit)}です（{others}）。")


def _which_year(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    unit = _unit(indicator)
    found = [
        one
        for one in indicator.observations
        if one.printed.replace(",", "") == plan.number and (not plan.kinds or one.kind in plan.kinds)
    ] or [one for one in indicator.observations if one.printed.replace(",", "") == plan.number]
    if not found:
        raise Missing(
            Reason.NO_SUCH_ITEM,
            f"{_label(indicator, draft)}には、「{plan.number}」という値の記載がありません。",
        )
    for one in found:
        draft.cite(one)
    said = "、".join(f"{year_text(one.fiscal_year)}の{KIND_LABELS[one.kind]}" for one in found)
    draft.say(f"{observation_text(found[0], unit)}は、{_label(indicator, draft)}の{said}です。")
