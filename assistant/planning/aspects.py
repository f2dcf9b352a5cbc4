"""What is asked of an indicator's figures, and over which years."""

from __future__ import annotations

import re

from assistant.plans import Aspect
from assistant.understanding.reading import Reading
from assistant.understanding.wordings import (
    ALL_YEARLY,
    BESIDE_TARGET,
    DIRECTION,
    FROM_THEN,
    OF_TARGET,
    ON_TRACK,
    RATE,
    RATIO_CHANGE,
    SERIES,
    START,
    STEADY,
    YEARLY,
)
from corpus.types import Kind, Report

# Aspects in the order in which one wins over another when several wordings occur.
_ASPECTS: tuple[tuple[str, Aspect], ...] = (
    ("operation:sum", Aspect.SUM),
    ("operation:average", Aspect.AVERAGE),
    ("kind:gap", Aspect.GAP),
    ("kind:rate", Aspect.RATE),
    ("operation:change", Aspect.CHANGE),
    ("condition:met", Aspect.MET),
    ("condition:unmet", Aspect.MET),
    ("operation:trend", Aspect.TREND),
)
OVER_YEARS = frozenset(
    {
        Aspect.TREND,
        Aspect.STEADY,
        Aspect.SUM,
        Aspect.AVERAGE,
        Aspect.HIGHEST_YEAR,
        Aspect.LOWEST_YEAR,
    }
)
"""Aspects that need more than one year: without a range, all of them."""


def aspect_of(reading: Reading) -> Aspect | None:
    """Return what is asked of an indicator's figures, or None where only a value (or nothing) is asked."""
    years, folded = reading.years.years, reading.asked
    if reading.has("operation:which_year") and reading.has("operation:lowest"):
        return Aspect.LOWEST_YEAR
    if reading.has("operation:which_year") and reading.has("operation:highest"):
        return Aspect.HIGHEST_YEAR
    if reading.has("operation:which_year") and reading.numbers:
        return Aspect.WHICH_YEAR
    if reading.has("condition:cumulative") and not re.search(
        r"何\s?[人件社回名団]|いくつ|増え|減っ|毎年", folded
    ):
        return Aspect.ACCUMULATION
    if (
        STEADY.search(folded)
        and not re.search(r"いくつ|何[人件社回台校団%]", folded)
        and not reading.has("operation:yearly")
    ):
        return Aspect.STEADY
    if (
        len(years) > 1
        and not reading.has("operation:average")  # 「3年を平均すると1年当たり延べ何人」
        and re.search(r"(延べ|のべ|全部で|通して|計)、?(何|いく)", folded)
        and not RATIO_CHANGE.search(folded)
    ):
        return Aspect.SUM
    if _GROWN.search(folded):
        return Aspect.YEARLY
    two = len(years) == 2 or START.search(folded) or reading.years.versus_previous
    if two and _MORE_THAN_THEN.search(folded) and not reading.has("kind:gap") and "目標" not in folded:
        return Aspect.CHANGE
    if reading.has("operation:sum") and not RATIO_CHANGE.search(folded):
        return Aspect.SUM
    if len(years) == 2 and YEARLY.search(folded) and "積み" in folded and not ALL_YEARLY.search(folded):
        return Aspect.CHANGE  # 「R2からR6までに何件積み上がった」
    if reading.has("operation:yearly") or (YEARLY.search(folded) and not reading.has("operation:average")):
        return Aspect.YEARLY
    if TARGET_MOVED.search(folded) and not reading.has("kind:actual"):
        return Aspect.CHANGE
    if re.search(r"あと(何|いく|どれ)|残り(は)?(何|いく|どれ)", folded) and not reading.years.versus_previous:
        return Aspect.GAP
    if _SHORT_BY.search(folded) and not reading.years.versus_previous:
        return Aspect.GAP
    if len(years) == 2 and _SHOWN_IN_A_ROW.search(folded) and not reading.slot("kind"):
        return Aspect.TREND
    if RATIO_CHANGE.search(folded) and not re.search(r"目標|計画(?!が始)|達成", folded):
        return Aspect.CHANGE
    if _WITH_TARGET.search(folded) and not reading.has("kind:gap"):
        return Aspect.RATE if reading.has("kind:rate") else Aspect.TARGET_AND_ACTUAL
    said_met = _said_target_in_words(reading)
    for flag, aspect in _ASPECTS:
        if not reading.has(flag):
            continue
        between = len(years) == 2 and re.search(r"目標|計画", folded) is None
        if aspect is Aspect.GAP and (between or not OF_TARGET.search(folded)):
            aspect = Aspect.CHANGE  # 「差は？」 without 目標 is between years
        if aspect is Aspect.CHANGE and said_met:
            return Aspect.MET
        if aspect is Aspect.CHANGE and reading.has("operation:trend") and len(years) != 2:
            return Aspect.TREND
        if aspect is Aspect.CHANGE and reading.has("operation:which_year"):
            continue
        if aspect is Aspect.MET and reading.has("operation:highest", "operation:lowest"):
            continue
        return aspect
    if RATE.search(folded):
        return Aspect.RATE
    if reading.has("operation:lowest"):
        return Aspect.LOWEST_YEAR
    if reading.has("operation:highest"):
        return Aspect.HIGHEST_YEAR
    if ON_TRACK.search(folded):
        return Aspect.MET
    if DIRECTION.search(folded):
        return Aspect.CHANGE
    if SERIES.search(folded):
        return Aspect.TREND
    if reading.has("operation:compare") and len(years) == 2:
        return Aspect.CHANGE
    if reading.years.versus_previous:
        return Aspect.CHANGE
    if reading.has("kind:target") and reading.has("kind:actual"):
        return Aspect.TARGET_AND_ACTUAL
    if reading.has("kind:target") and BESIDE_TARGET.search(folded):
        return Aspect.TARGET_AND_ACTUAL
    if len(years) > 2 or reading.years.all_years:
        return Aspect.TREND
    return None


TARGET_MOVED = re.compile(
    r"目標(値)?(を|が|は|の|も|から)?[^、。?]{0,12}(引き?上げ(た|ら)|引き?下げ(た|ら)|上方修正|下方修正|上げ(た|ら)|下げ(た|ら)|見直し|変わっ|変更)"
    r"|目標(値)?(の数字)?(は|が|も)[^、。?]{0,16}(下が|上が|減|増え|伸び)(っ|り|た|て)"
)
"""Wordings that ask how 目標 itself moved."""
# 「通算の数しか書いてないが、6年度中に増えた分だけ取り出すと」
_GROWN = re.compile(
    r"増えた分(だけ|のみ|を取り出)|(年度|1年|一年)(中|内)に、?(新しく|新たに)?(増え|加わ|積み上が)(た|った)分"
)
# 「R6はR4のときより何人多く乗った」
_MORE_THAN_THEN = re.compile(
    r"(より|(と|に)比べ(て|たら|ると|れば)?)(も)?[^、。?]{0,6}(何|どれ|いくつ|どの)[^、。?]{0,6}(多|少な|高|低|大き|小さ|長|短|よけい|余計)"
)
# 「届かなかったなら何ポイント差か」
_SHORT_BY = re.compile(
    r"(届|達(成)?し|及ば)[^、。?]{0,3}な(かった|い)(なら|とし|場合|分)[^。?]{0,4}(何|どれ|いくつ)"
)
_SHOWN_IN_A_ROW = re.compile(r"並べ|ならべ|推移|順ぐり|順番|ずらっと|一覧|全部")
_WITH_TARGET = re.compile(
    r"(目標|計画)(値)?(と|に)(比べ|比較|対し|比し|照ら)[^、。?]{0,4}(どう|いか|見|は)|(目標|計画)(値)?と比べ"
)


def _said_target_in_words(reading: Reading) -> bool:
    """「『増加』が目標だが増えたか」「目標どおり増えたか」: the target is a move, so whether it was met is asked."""
    folded = reading.asked
    if re.search(r"いくつ|何[人件社回名%台ポ]|あと|どれ(だけ|くらい|ほど)", folded) or not re.search(
        r"目標|計画", folded
    ):
        return False
    return (
        re.search(
            r"[「『\"]?(増加|減少|維持|増やす|減らす|増|減)[」』\"]?(という|っていう|とする|が|の|を)?(の)?(目標|計画)|目標(は|が|の)[「『\"]?(増加|減少|維持|増やす|減らす)|(目標|計画)(通|どお)り(に)?|(目標|計画)(値)?(の(水準|ライン|ところ|値))?(まで|に)(は)?(下が|上が|減|増|届|達し|来|到達|持って|抑え)",
            folded,
        )
        is not None
    )


def years_for(reading: Reading, aspect: Aspect, report: Report) -> tuple[int, ...]:
    """Return the years that an aspect is about, from those named; empty where none is and one is assumed."""
    years, folded = reading.years.years, reading.asked
    past = tuple(one for one in report.years if one <= report.fiscal_year)
    if aspect is Aspect.CHANGE:
        if len(years) == 1 and years[0] < report.fiscal_year and FROM_THEN.search(_after_year(reading)):
            return (years[0], report.fiscal_year)
        if len(years) < 2 and START.search(folded):
            last = years[0] if years else report.fiscal_year
            return (past[0], last) if past and past[0] < last else ()
        if len(years) > 2:
            return (years[0], years[-1])
    from_then = len(years) == 1 and years[0] < report.fiscal_year and FROM_THEN.search(_after_year(reading))
    if aspect is Aspect.YEARLY and from_then:
        return tuple(one for one in past if one > years[0])
    if aspect is Aspect.YEARLY and len(years) < 2:
        return years or (tuple(report.years) if ALL_YEARLY.search(folded) else (report.fiscal_year,))
    if aspect in OVER_YEARS:
        if len(years) == 1 and years[0] < report.fiscal_year and FROM_THEN.search(_after_year(reading)):
            return tuple(one for one in past if one >= years[0])
        if aspect is Aspect.TREND and len(years) == 2 and _SHOWN_IN_A_ROW.search(folded):
            return tuple(one for one in _held(report) if years[0] <= one <= years[-1])
        return years if len(years) > 1 else tuple(report.years)
    return years


def _held(report: Report) -> tuple[int, ...]:
    """The years of the report's columns and of its baselines, in order."""
    baselines = {
        one.fiscal_year
        for each in report.indicators
        for one in each.observations
        if one.kind is Kind.BASELINE
    }
    return tuple(sorted({*report.years, *baselines}))


def since_start(reading: Reading) -> bool:
    """Whether a change is counted from the beginning of the plan: from 基準値 where one is printed."""
    return START.search(reading.asked) is not None


def _after_year(reading: Reading) -> str:
    """The few characters behind the year that is named."""
    end = max((span[1] for span in reading.years.spans), default=0)
    start = max((span[0] for span in reading.years.spans), default=0)
    return reading.asked[start : end + 8]
