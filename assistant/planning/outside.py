"""What is decided before any item: talk, corrections, things outside the report, the meaning of grades."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from assistant.phrasing import grade_text, years_text
from assistant.planning.context import Context
from assistant.planning.wanted import (
    kinds_of,
    wants_figure,
    wants_narrative,
    years_outside,
)
from assistant.plans import (
    Aspect,
    CriteriaPlan,
    FiguresPlan,
    MeaningPlan,
    Plan,
    RefusePlan,
    SameNumberPlan,
    TalkPlan,
)
from assistant.types import Reason
from assistant.understanding.reading import Reading
from corpus.fiscal import era_label, find_years, fiscal_year_label
from corpus.types import Kind, Report

# Below this share of the question's words an indicator is not what was asked about.
_ACCEPT = 0.5


_MONEY = re.compile(r"予算|決算|費用|経費|金額|総額|財源|交付金|委託料|事業費|人件費|コスト")


def plan_for_talk(reading: Reading) -> Plan | None:
    """Return a plan for greetings, thanks, help and orders that are no question about a report."""
    if reading.has("talk:injection"):
        return RefusePlan(
            Reason.OUT_OF_SCOPE,
            "計画の進捗評価報告書についてのご質問にお答えする仕組みのため、このご依頼にはお答えできません。",
            reading="報告書についての質問ではない",
        )
    asks = bool(reading.words or reading.measures or reading.grades or wants_figure(reading))
    if reading.has("talk:thanks") and not asks:
        return TalkPlan("thanks")
    if reading.has("talk:greeting") and not asks:
        return TalkPlan("greeting")
    if reading.has("operation:help"):
        return TalkPlan("help")
    return None


def plan_for_correction(reading: Reading, conversation: Conversation) -> Plan | None:
    """「そうじゃなくて目標のほう」: the last figures, of the kind named now."""
    if not reading.corrects or reading.words or not isinstance(conversation.plan, FiguresPlan):
        return None
    kinds = kinds_of(reading)
    turn = re.search(r"なくて?|って", reading.folded)
    tail = reading.folded[turn.end() :] if turn else ""
    said_last = tuple(
        kind
        for kind, word in ((Kind.TARGET, "目標"), (Kind.ACTUAL, "実績"), (Kind.GRADE, "評価"))
        if word in tail
    )
    kinds = said_last or kinds
    if re.search(r"(前|次|翌|後)の?(年|年度|期)", tail):
        return None  # counted from the year of the talk
    years = reading.years.years or conversation.plan.years
    since = conversation.plan.years[-1] if conversation.plan.years else None
    meant = tuple(year for one in find_years(tail, reference=since) for year in one.years)
    if meant and set(meant) < set(years):
        years = meant  # 「6年度じゃなくて5年度のほう」
    return replace(
        conversation.plan, kinds=kinds or conversation.plan.kinds, years=years, aspect=Aspect.VALUE
    )


def plan_for_outside(reading: Reading, context: Context) -> Plan | None:
    """Return a refusal for what the report cannot hold: other places, years, breakdowns, forecasts."""
    report = context.catalog.report
    if reading.other_places:
        names = "・".join(f"「{one}」" for one in reading.other_places)
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"{names}についての記載は、この報告書（{report.title}）にはありません。",
            reading=f"{'・'.join(reading.other_places)}のこと",
        )
    if reading.unknown_measures and not reading.initiatives:
        known = "、".join(context.catalog.name(one) for one in context.catalog.measures)
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"「{reading.unknown_measures[0]}」は、この報告書にはありません。"
            + (
                f"記載があるのは、{known}です。"
                if context.catalog.has_measures
                else "施策などの区分の記載がありません。"
            ),
            reading=reading.unknown_measures[0],
        )
    if reading.unknown_departments:
        name = reading.unknown_departments[0]
        known = "、".join(context.catalog.departments[:8])
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"「{name}」という担当課は、この報告書にはありません。"
            + (
                f"記載のある担当課は、{known}です。"
                if known
                else "この報告書には、担当課の記載がありません。"
            ),
            reading=f"担当課＝{name}",
        )
    if reading.has("outside:opinion") and not reading.slot("kind"):
        return RefusePlan(
            Reason.OUT_OF_SCOPE,
            "意見や感想はお答えできません。報告書に記載された目標・実績・評価と、取組状況・課題の記述をお答えします。",
            reading="意見を求める質問",
        )
    if reading.has("outside:forecast") and not reading.has("kind:target"):
        return RefusePlan(
            Reason.OUT_OF_SCOPE,
            f"将来の予測はこの報告書にありません。記載があるのは{fiscal_year_label(report.fiscal_year)}までの実績と、"
            f"{years_text(report.years)}の目標です。",
            reading="将来の予測",
        )
    for match in reading.matches:
        if match.slot == "outside" and match.value == "attribute" and not _is_said(match.text, context):
            return RefusePlan(
                Reason.OUT_OF_SCOPE,
                f"「{_asked_name(match.text)}」に当たる記載は、この報告書にはありません。",
                reading=f"{reading.content}・{match.text}",
            )
        if match.slot == "outside" and match.value == "scope" and not _is_said(match.text, context):
            return RefusePlan(
                Reason.NO_SUCH_ITEM,
                f"「{match.text}」の数値は、この報告書にはありません。記載されているのは計画の指標ごとの値だけです。",
                reading=f"{reading.content}・{match.text}",
            )
    only_how_much = all(
        one.text == "いくら" for one in reading.matches if (one.slot, one.value) == ("outside", "money")
    )
    of_money = re.search(r"(金|額|料|費|代|円)[^、。?]{0,8}いくら", reading.folded) is not None
    best = context.best(reading) if only_how_much and not of_money else None
    named = best is not None and best.name_coverage >= 0.6  # 「排出量はいくら」 asks for no money
    if (
        reading.has("outside:money")
        and not named
        and not reading.slot("kind")
        and not _money_is_stated(reading, context)
    ):
        amounts = [one for one in report.prose_figures if "円" in one.unit]
        told = "、".join(
            f"{context.catalog.row_name(one.block_id)}の「{one.printed}」" for one in amounts[:3]
        )
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            "お尋ねの金額の記載は、この報告書にはありません。"
            + (f"金額の記載があるのは、{told}です。" if told else ""),
            reading=f"{reading.content}・金額".strip("・"),
        )
    outside = years_outside(reading.years.years, report)
    if outside and _baseline_of(reading, outside, context):
        return FiguresPlan((_baseline_of(reading, outside, context),), outside, (Kind.BASELINE,))
    if outside and (
        wants_figure(reading) or not wants_narrative(reading) or len(outside) == len(reading.years.years)
    ):
        asked = "・".join(f"{fiscal_year_label(one)}（{era_label(one)}）" for one in outside)
        return RefusePlan(
            Reason.YEAR_OUTSIDE,
            f"{asked}の記載は、この報告書にはありません。記載があるのは{_held(report)}です。",
            reading=f"{asked}・{reading.content}".strip("・"),
        )
    return None


def _is_said(asked: str, context: Context) -> bool:
    """Whether the report says the part that is asked for: 20代, which reports print as 20歳代."""
    ages = re.sub(r"(\d0)代", r"\1歳代", asked)
    return asked in context.catalog.text or ages in context.catalog.text


def _held(report: Report) -> str:
    """Return which fiscal years the report has columns for; years between sparse columns are not claimed."""
    years = report.years
    if len(years) == 1:
        return f"{fiscal_year_label(years[0])}だけ"
    until = f"（実績は{fiscal_year_label(report.fiscal_year)}まで）"
    if years == tuple(range(years[0], years[-1] + 1)):
        return f"{fiscal_year_label(years[0])}から{fiscal_year_label(years[-1])}まで{until}"
    return f"{'・'.join(era_label(one) for one in years)}の各年度{until}"


def _baseline_of(reading: Reading, years: tuple[int, ...], context: Context) -> str:
    """Return the indicator asked about where its printed baseline is of a year without a column, else ''."""
    best = context.best(reading)
    if best is None or best.coverage < _ACCEPT:
        return ""
    for one in context.catalog.indicators[best.item.id].observations:
        if one.kind is Kind.BASELINE and one.fiscal_year in years:
            return best.item.id
    return ""


def _asked_name(said: str) -> str:
    """Return what was asked for as a thing: 氏名 where the pattern caught the end of 「…長の名前」."""
    return "人の名前" if said.endswith("の名前") or said.startswith("誰") else said


def _money_is_stated(reading: Reading, context: Context) -> bool:
    subject = tuple(word for word in context.nouns(reading) if not _MONEY.search(word.surface))
    if not subject and not reading.initiatives:
        return False  # 「予算はいくら」 of the whole plan is not the one amount that some row states
    matches = context.stated.find(reading.words)
    return any(
        one.score >= 0.6 and any("円" in unit for unit in one.figure.units) for one in matches[:5]
    ) or any("円" in (one.unit or "") for one in context.catalog.report.indicators)


_OF_A_LINE = frozenset("線 境 境目 境界 区切り 差 違い 分かれ目 基準 範囲 達成".split())


def plan_for_meaning(reading: Reading, context: Context) -> Plan | None:
    """Return a plan for what a grade means or by what rule it is given."""
    said = {word.surface for word in context.nouns(reading)}
    if reading.has("operation:criteria") and reading.grades and said <= _OF_A_LINE:
        return CriteriaPlan(reading.grades)  # 「B評価は何%から何%まで」「AとBはどこで線を引く」
    if (
        reading.has("operation:criteria")
        and (reading.grades or reading.has("kind:grade"))
        and not reading.words
    ):
        return CriteriaPlan(reading.grades)
    if re.search(
        r"何段階|段階(は|に)|どんな評価が|評価の(種類|区分は)", reading.folded
    ) and not context.nouns(reading):
        return MeaningPlan((), levels=True)
    asks_meaning = reading.has("operation:definition") or "意味" in reading.folded
    of_grades = reading.grades or re.search(r"評価(区分)?(の|に|って|とは|は|が)", reading.folded)
    if asks_meaning and of_grades and not context.nouns(reading) and not reading.indicators:
        return MeaningPlan(reading.grades)
    return None


def plan_for_other_grades(reading: Reading, context: Context) -> Plan | None:
    """「遅れている指標は？」 of a report that grades with ○△ and explains them nowhere: no such grade."""
    said = re.search(r"遅れ|順調", reading.folded)
    scale, legend = context.catalog.scale, context.catalog.report.legend
    if said is None or reading.grades or legend or not scale or wants_narrative(reading):
        return None
    plural = re.search(r"指標|取組|もの|のは|どれ|何件|いくつ", reading.folded) is not None
    if (
        not plural
        or reading.indicators
        or any(said.group() not in word.surface for word in context.nouns(reading))
    ):
        return None
    used = "・".join(grade_text(one) for one in scale)
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"「{said.group()}」という評価は、この報告書では使われていません。使われている評価は、{used}です。",
        choices=(),
        reading=f"評価が「{said.group()}」の指標",
    )


def plan_for_numbers(reading: Reading) -> Plan | None:
    """Return a plan for whether two printed numbers are the same."""
    if reading.has("operation:same") and len(reading.numbers) >= 2:
        return SameNumberPlan(reading.numbers, reading.content)
    return None
