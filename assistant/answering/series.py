"""Answers about an indicator over the years: changes, trends, sums, averages, extremes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from assistant.answering.gaps import Missing, gap_message, label_of, unit_of
from assistant.draft import Draft
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
from assistant.types import Reason
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import Accumulation, Indicator, Kind, Observation
from index.figures import baseline_of, numbers, percent_text, rounded, why_no_sum


def answer_change(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say by how much the value moved between two years."""
    unit = unit_of(indicator)
    years = plan.years or (draft.catalog.report.fiscal_year,)
    later = years[-1]
    earlier = years[0] if len(years) > 1 else later - 1
    kind = Kind.TARGET if plan.kinds == (Kind.TARGET,) else Kind.ACTUAL
    new, old = indicator.observation(later, kind), indicator.observation(earlier, kind)
    label = label_of(indicator, draft)
    if new is None and kind is Kind.ACTUAL and later == draft.catalog.report.fiscal_year:
        printed = [one for one in numbers(indicator, kind) if one.fiscal_year < later]
        if plan.assumed and len(printed) > 1:
            earlier, old = printed[-2].fiscal_year, printed[-2]
        known = [one for one in printed if earlier < one.fiscal_year]
        if known:
            new, later = known[-1], known[-1].fiscal_year
            draft.say(
                f"{label}の{year_text(draft.catalog.report.fiscal_year)}の実績は記載がないため、{year_text(later)}と比べます。"
            )
    if new is None:
        raise gap_message(indicator, later, kind, draft)
    baseline = baseline_of(indicator)
    of_baseline = Kind.BASELINE in plan.kinds
    if kind is Kind.ACTUAL and baseline is not None and baseline.fiscal_year < later:
        if of_baseline or (old is None and baseline.fiscal_year == earlier):
            _since_baseline(baseline, new, indicator, draft)
            return
        if old is None and plan.assumed:
            draft.say(f"{label}の{year_text(earlier)}の実績の記載はないため、基準値と比べます。")
            _since_baseline(baseline, new, indicator, draft)
            return
    if of_baseline and baseline is None:
        draft.cite(new)
        raise Missing(
            Reason.NOT_PRINTED,
            f"{label}の基準値は、この報告書には記載がありません。{year_text(later)}の{KIND_LABELS[kind]}は{observation_text(new, unit)}です。",
        )
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
        draft.say(
            f"{label}の{KIND_LABELS[kind]}は、{era_label(earlier)}が{before}、{era_label(later)}が{after}で、増減は計算できません。"
        )
        return
    difference = new.value - old.value
    head = ""
    cumulative = indicator.accumulation is Accumulation.CUMULATIVE and kind is Kind.ACTUAL
    if plan.yes_no and plan.expects and not cumulative:
        head = "はい。" if difference * plan.expects > 0 else "いいえ。"
    ratio = _ratio_text(old.value, new.value, unit)
    draft.say(
        f"{head}{label}の{KIND_LABELS[kind]}は、{year_text(earlier)}の{before}から{year_text(later)}の{after}へ、"
        f"{change_text(difference, unit)}{ratio}。"
    )
    if cumulative and later - earlier == 1:
        _say_yearly_part(indicator, later, difference, draft)


def _ratio_text(old: Decimal, new: Decimal, unit: str) -> str:
    """Return （−13.2%） or （＋126.5%、2.3倍）; empty for percentages and where it would make no sense."""
    if not old or new == old or old < 0 or new < 0:
        return ""
    if unit == "%":  # a percentage of percentages misleads; how many times it is does not
        return f"（{number_text(rounded(new / old))}倍）" if new >= old * Decimal("1.5") else ""
    share = (new - old) / old * 100
    times = f"、{number_text(rounded(new / old))}倍" if new >= old * Decimal("1.2") else ""
    return f"（{'＋' if share > 0 else '−'}{percent_text(abs(share))}{times}）"


def _since_baseline(baseline: Observation, new: Observation, indicator: Indicator, draft: Draft) -> None:
    """Say how far 実績 moved from 基準値."""
    unit, label = unit_of(indicator), label_of(indicator, draft)
    draft.cite(new)
    draft.cite(baseline)
    before, after = observation_text(baseline, unit), observation_text(new, unit)
    told = (
        f"{label}は、基準値（{fiscal_year_label(baseline.fiscal_year)}）の{before}から"
        f"{year_text(new.fiscal_year)}の実績{after}へ、"
    )
    if new.value is None or baseline.value is None:
        draft.say(f"{told.removesuffix('へ、')}となっており、数値の差は計算できません。")
        return
    difference = new.value - baseline.value
    share = _ratio_text(baseline.value, new.value, unit)
    draft.say(f"{told}{change_text(difference, unit)}{share}。")


def _say_yearly_part(indicator: Indicator, year: int, part: Decimal, draft: Draft) -> None:
    """A cumulative value always rises: say what one year added, and whether that was more or less than before."""
    unit = unit_of(indicator)
    text = f"累計の指標で、差の{amount_text(part, unit)}が{era_label(year)}の1年間の分です。"
    older = indicator.observation(year - 2, Kind.ACTUAL)
    old = indicator.observation(year - 1, Kind.ACTUAL)
    if older is not None and old is not None and older.value is not None and old.value is not None:
        draft.cite(older)
        before = old.value - older.value
        text += (
            f"1年間の分を比べると、{era_label(year - 1)}の{amount_text(before, unit)}から"
            f"{change_text(part - before, unit)}。"
        )
    draft.say(text)


def answer_yearly(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """List the change of each year against the year before."""
    unit = unit_of(indicator)
    wanted = [
        year
        for year in (plan.years or draft.catalog.report.years)
        if year <= draft.catalog.report.fiscal_year
    ]
    if len(wanted) == 1 and indicator.accumulation is Accumulation.ANNUAL:
        found = indicator.observation(wanted[0], Kind.ACTUAL)
        if found is None:
            raise gap_message(indicator, wanted[0], Kind.ACTUAL, draft)
        draft.cite(found)
        draft.say(
            f"{year_text(wanted[0])}の{label_of(indicator, draft)}の実績は{observation_text(found, unit)}です。年度ごとの数のため、その1年間の値です。"
        )
        return
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
            + (_ratio_text(old.value, new.value, unit) if len(wanted) == 1 else "")
        )
    own = indicator.observation(wanted[0], Kind.ACTUAL) if len(wanted) == 1 else None
    if not lines and own is not None:
        draft.cite(own)
        draft.say(
            f"{year_text(wanted[0])}の{label_of(indicator, draft)}の実績は{observation_text(own, unit)}と記載されています。"
            "前年度の実績が数値でないか記載がないため、前年度との差は計算できません。"
        )
        return
    if not lines:
        raise Missing(
            Reason.NOT_PRINTED,
            f"{label_of(indicator, draft)}は、続く2つの年度の実績がそろわないため、年度ごとの増減は計算できません。",
        )
    draft.say(f"{label_of(indicator, draft)}の実績の、前年度からの増減は次のとおりです。", *lines)
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.note("累計の指標のため、前年度との差がその年度の分に当たります。")


def answer_trend(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """List the values of the years, and the change over all of them."""
    unit = unit_of(indicator)
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
        draft.say(f"{label_of(indicator, draft)}の{KIND_LABELS[kind]}の推移は、{values}です。")
        told = {one.fiscal_year for one in found}
        # Sparse columns (R1, R5, R6, R8): the years between have no column, and must not look adjacent.
        run = range(min(years[0], *told), max(years[-1], *told) + 1)
        end = report.fiscal_year if kind is not Kind.TARGET else run[-1]
        blank = [year for year in run if year not in told and year <= end]
        baseline = baseline_of(indicator)
        if (
            kind is Kind.ACTUAL
            and baseline is not None
            and baseline.fiscal_year not in told
            and years[0] <= baseline.fiscal_year
        ):
            draft.cite(baseline)
            draft.say(
                f"基準値は{fiscal_year_label(baseline.fiscal_year)}の{observation_text(baseline, unit)}です。"
            )
        if blank and kind is not Kind.GRADE:
            draft.note(f"{years_text(blank)}の{KIND_LABELS[kind]}は記載がありません。")
        numeric = [one for one in found if one.value is not None]
        if kind is Kind.ACTUAL and len(numeric) >= 2:
            first, last = numeric[0], numeric[-1]
            assert first.value is not None and last.value is not None
            draft.say(
                f"{era_label(first.fiscal_year)}から{era_label(last.fiscal_year)}までに{change_text(last.value - first.value, unit)}。"
            )
    if not said:
        raise gap_message(indicator, min(years[-1], report.fiscal_year), kinds[0], draft)
    if kinds == (Kind.ACTUAL,):
        for year in years:
            draft.cite(indicator.observation(year, Kind.TARGET))


def answer_steady(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Say whether 実績 rose (or fell) every year, with the values."""
    unit, label = unit_of(indicator), label_of(indicator, draft)
    years = tuple(year for year in plan.years if year <= draft.catalog.report.fiscal_year)
    found = numbers(indicator, Kind.ACTUAL, years)
    if not found:
        raise _no_numbers(indicator, years, Kind.ACTUAL, draft)
    for one in found:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    steps = [
        (two.fiscal_year, two.value - one.value)
        for one, two in pairwise(found)
        if one.value is not None and two.value is not None
    ]
    if not steps:
        draft.say(f"{label}の実績は、数値の記載が1年度分だけのため、増減は分かりません。値は{values}です。")
        return
    direction = plan.expects or (1 if sum(step for _, step in steps) >= 0 else -1)
    word = "増えて" if direction > 0 else "減って"
    against = [year for year, step in steps if step * direction <= 0]
    if not against:
        draft.say(f"{'はい。' if plan.expects else ''}{label}の実績は、毎年度{word}います。{values}です。")
    else:
        when = "・".join(era_label(year) for year in against)
        moved = "減るか横ばい" if direction > 0 else "増えるか横ばい"
        draft.say(
            f"{'いいえ。' if plan.expects else ''}{label}の実績は、毎年度{word}いるわけではなく、{when}は前の値より{moved}です。{values}です。"
        )
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.note("累計の指標のため、減ることはありません。")
    _note_skipped(years, found, draft)


def answer_sum(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Add the years up, or say why the sum would mislead."""
    unit = unit_of(indicator)
    label = label_of(indicator, draft)
    why = why_no_sum(indicator)
    years = tuple(year for year in plan.years if year <= draft.catalog.report.fiscal_year)
    found = numbers(indicator, Kind.ACTUAL, years)
    if not found:
        raise _no_numbers(indicator, years, Kind.ACTUAL, draft)
    for one in found:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    if why is not None:
        latest = found[-1]
        tail = ""
        if indicator.accumulation is Accumulation.CUMULATIVE:
            tail = (
                f"{fiscal_year_label(latest.fiscal_year)}までの累計は{observation_text(latest, unit)}です。"
            )
        draft.say(f"{label}は、{why}。合計は示しません。{tail}各年度の値は、{values}です。")
        if indicator.accumulation is Accumulation.CUMULATIVE:
            _say_added(indicator, years, found, draft)
        return
    total = sum((one.value for one in found if one.value is not None), Decimal(0))
    draft.say(
        f"{label}の{years_text(one.fiscal_year for one in found)}の実績の合計は{amount_text(total, unit)}です（{values}）。"
    )
    _note_skipped(years, found, draft)


def _say_added(indicator: Indicator, years: tuple[int, ...], found: list[Observation], draft: Draft) -> None:
    """What a run of years added to a running total: its last value less that of the year before the run."""
    before = indicator.observation(years[0] - 1, Kind.ACTUAL) if years else None
    last = found[-1]
    if before is None or before.value is None or last.value is None or last.fiscal_year != years[-1]:
        return
    draft.cite(before)
    unit = unit_of(indicator)
    draft.say(
        f"{years_text(years)}の{len(years)}年間に加わった分は、{era_label(last.fiscal_year)}の{observation_text(last, unit)}から"
        f"{era_label(before.fiscal_year)}の{observation_text(before, unit)}を引いた{amount_text(last.value - before.value, unit)}です。"
    )


def _no_numbers(indicator: Indicator, years: tuple[int, ...], kind: Kind, draft: Draft) -> Missing:
    """Return why nothing can be computed: what is printed is no number (中止, 20(40)), or nothing is printed."""
    held = [one for one in indicator.observations if one.kind is kind and one.fiscal_year in years]
    if not held:
        return gap_message(indicator, years[-1] if years else draft.catalog.report.fiscal_year, kind, draft)
    for one in held:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, '')}" for one in held)
    return Missing(
        Reason.NOT_PRINTED,
        f"{label_of(indicator, draft)}の{KIND_LABELS[kind]}は、一つの数値として読める値がないため、計算できません。"
        f"記載は、{values}です。",
    )


def answer_average(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Average the years, or say why the average would mislead."""
    unit = unit_of(indicator)
    label = label_of(indicator, draft)
    years = tuple(year for year in plan.years if year <= draft.catalog.report.fiscal_year)
    found = numbers(indicator, Kind.ACTUAL, years)
    if not found:
        raise _no_numbers(indicator, years, Kind.ACTUAL, draft)
    for one in found:
        draft.cite(one)
    values = "、".join(f"{era_label(one.fiscal_year)} {observation_text(one, unit)}" for one in found)
    if indicator.accumulation is Accumulation.CUMULATIVE:
        draft.say(
            f"{label}は累計の指標のため、各年度の値の平均は意味のある数になりません。平均は示しません。各年度の値は、{values}です。"
        )
        return
    total = sum((one.value for one in found if one.value is not None), Decimal(0))
    mean = rounded(total / len(found), 1)
    draft.say(
        f"{label}の{years_text(one.fiscal_year for one in found)}の実績の平均は{number_text(mean)}{unit}です（{len(found)}年度分: {values}）。"
    )
    if indicator.accumulation is Accumulation.POINT_IN_TIME:
        draft.note("時点の値の単純平均です。")
    _note_skipped(years, found, draft)


def _note_skipped(years: tuple[int, ...], found: list[Observation], draft: Draft) -> None:
    held = {one.fiscal_year for one in found}
    skipped = [year for year in years if year not in held]
    if skipped:
        draft.note(f"{years_text(skipped)}は数値の記載がないため、計算に含めていません。")


def answer_extreme(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Name the year with the largest or smallest value."""
    unit = unit_of(indicator)
    kind = Kind.TARGET if plan.kinds == (Kind.TARGET,) else Kind.ACTUAL
    found = numbers(indicator, kind, plan.years)
    if not found:
        raise _no_numbers(indicator, plan.years, kind, draft)
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
    draft.say(
        f"{label_of(indicator, draft)}の{KIND_LABELS[kind]}が最も{word}のは{when}で、{observation_text(best[0], unit)}です（{others}）。"
    )


def answer_which_year(plan: FiguresPlan, indicator: Indicator, draft: Draft) -> None:
    """Name the year and kind of a figure."""
    unit = unit_of(indicator)
    found = [
        one
        for one in indicator.observations
        if one.printed.replace(",", "") == plan.number and (not plan.kinds or one.kind in plan.kinds)
    ] or [one for one in indicator.observations if one.printed.replace(",", "") == plan.number]
    if not found:
        raise Missing(
            Reason.NO_SUCH_ITEM,
            f"{label_of(indicator, draft)}には、「{plan.number}」という値の記載がありません。",
        )
    for one in found:
        draft.cite(one)
    said = "、".join(f"{year_text(one.fiscal_year)}の{KIND_LABELS[one.kind]}" for one in found)
    draft.say(f"{observation_text(found[0], unit)}は、{label_of(indicator, draft)}の{said}です。")
