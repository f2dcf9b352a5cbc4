"""Numbers of grades asked for the level over the 施策 (基本目標 over 施策 1-1, 1-2): counted by that level."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planning.context import Context
from assistant.plans import GradesPlan, Plan, Scope, TallyPlan
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.headings import read_heading
from corpus.readers.lines import Line

_EACH_PLACE = ("compare", "rank")
_EACH = re.compile(r"(?:目標|方針|柱|政策|分野)(?:ごと|別|毎|それぞれ)|各(?:基本)?(?:目標|方針|柱|政策|分野)")


def by_upper_level(plan: Plan, reading: Reading, context: Context) -> Plan:
    """Return a plan about grades by the level that the question names; any other plan as it is."""
    if not isinstance(plan, GradesPlan | TallyPlan) or not _names_the_level(reading, context):
        return plan
    if isinstance(plan, TallyPlan):
        grades = plan.condition.grades
        if plan.group != "measure" or plan.what != "count" or not grades or len(plan.years) != 1:
            return plan
        what = "rank" if plan.order else "compare"
        return GradesPlan(
            what,
            _all(plan, context),
            grades,
            plan.years[0],
            plan.order >= 0,
            plan.limit == 1,
            by_upper_level=True,
        )
    named = {context.catalog.measures[one].above for one in plan.scope.measures}
    if len(named) == 1 and plan.what in (*_EACH_PLACE, "count"):
        return replace(plan, what="count" if plan.grades else "breakdown", by_upper_level=True)
    if plan.what in ("breakdown", "count") and not named and _EACH.search(reading.folded):
        return replace(plan, what="compare", scope=_all(plan, context), by_upper_level=True)
    if plan.what in _EACH_PLACE or (plan.what == "count" and len(named) > 1):
        return replace(plan, scope=_all(plan, context), by_upper_level=True)
    return replace(plan, by_upper_level=True) if len(named) == 1 else plan


def _all(plan: GradesPlan | TallyPlan, context: Context) -> Scope:
    return replace(plan.scope, measures=plan.scope.measures or tuple(context.catalog.measures))


def _names_the_level(reading: Reading, context: Context) -> bool:
    """Whether the question says the word of the level over all measures, and not that of the measures."""
    words = set()
    for one in context.catalog.measures.values():
        heading = read_heading(Line(0, (one.above,))) if one.above else None
        if heading is None:
            return False
        words.add(fold(heading.word))
    own = {fold(one.heading) for one in context.catalog.measures.values()}
    said = any(word in reading.folded for word in words - own)
    return said and not any(word in reading.folded for word in own)
