"""The years that a follow-up counts from: those of the turns before it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conversation import Conversation
from assistant.plans import CombinedPlan, ComparePlan, FiguresPlan, GradesPlan, ListPlan, Plan, RankPlan
from assistant.understanding.reading import Reading
from corpus.types import Report

_YEAR_BESIDE = re.compile(
    r"(?:その、?)?(?:もう1つ|もう一つ|もう1年|一つ|1つ|ひとつ|さらに)(?P<one>前|次|後|あと)の?(?:年度?|年)|その(?:もう1つ|もう一つ|さらに)?(?P<of_that>前|次|翌|後)(?:の?年|は|の|って|[?？]|$)|(?P<beside>次の|翌)年度?(?=は|の|って|だ|[?？]|$)"
)
_NOT_THAT_YEAR = re.compile(r"年度?(では|じゃ)なく|年度?(では|じゃ)ありません")


def year_of_the_talk(reading: Reading, conversation: Conversation) -> Reading:
    """「その前の年は？」 counts from the year talked about, not from the report's own."""
    match = _YEAR_BESIDE.search(reading.folded)
    years = years_of(conversation.plan)
    if not match or not years:
        return reading
    said = match["of_that"] or match["one"]
    if match["one"] and len(reading.years.years) == 1 and _NOT_THAT_YEAR.search(reading.folded):
        years = reading.years.years  # 「6年度ではなくその一つ前の年度です」
    year = years[-1] + (-1 if said == "前" else 1)
    return replace(
        reading, years=replace(reading.years, years=(year,), versus_previous=False, relative=True), words=()
    )


def years_of(plan: Plan | None) -> tuple[int, ...]:
    """Return the year or years that a plan answered about; empty where it has none."""
    if isinstance(plan, CombinedPlan):
        return plan.figures.years
    if isinstance(plan, FiguresPlan | ComparePlan | ListPlan | RankPlan):
        return plan.years[-1:]
    if isinstance(plan, GradesPlan):
        return (plan.year,)
    return ()


def years_talked_about(
    reading: Reading, last: FiguresPlan, conversation: Conversation, report: Report
) -> tuple[int, ...]:
    """Return the two years that a change is between: those of the last two turns, else the last one's own."""
    now = last.years[-1:] or (report.fiscal_year,)
    past = tuple(one for one in last.years if one <= report.fiscal_year)
    if len(last.years) > 2 and len(past) > 1:
        return (past[0], past[-1])
    if reading.years.versus_previous:
        return now
    both = tuple(sorted({*conversation.years_before[-1:], *now}))
    return both if len(both) == 2 else last.years
