"""Two things asked at once: who is in charge, and figures or what is written of the same item.

「担当課と5年度の実績も教えて」: each half is planned as if it were asked alone, and both are answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.planning.aspects import aspect_of
from assistant.planning.exceptions import masked
from assistant.planning.wanted import kinds_of
from assistant.plans import (
    CombinedPlan,
    DepartmentsOfPlan,
    FiguresPlan,
    NarrativePlan,
    Plan,
    WithDepartmentsPlan,
)
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_DEPARTMENT = "operation:department"
# 「担当課が行った取組の状況」 asks of what the department did, 「担当課と課題」 of both.
_AND = re.compile(r"と|、|も|・|及び|および|ならびに|それから|あと|併せ|あわせ|合わせ|で")


def with_departments(
    plan: Plan, reading: Reading, context: Context, again: Callable[[Reading], Plan]
) -> Plan:
    """Return the plan with what else is asked beside the department; as given where nothing is.

    `again` plans a reading from the start.
    """
    if not isinstance(plan, DepartmentsOfPlan) or plan.excluded or not reading.has(_DEPARTMENT):
        return plan
    if plan.asked not in ("", "count") or reading.departments or not _AND.search(reading.folded):
        return plan
    rest = _without_department(reading)
    if not (kinds_of(rest) or aspect_of(rest) or rest.asks_number or rest.slot("narrative")):
        return plan
    other = again(rest)
    match other:
        case FiguresPlan() | CombinedPlan():
            figures = other.figures if isinstance(other, CombinedPlan) else other
            same = [one for one in figures.indicators if context.catalog.block_of[one] in plan.blocks]
            if not same or len(same) < len(figures.indicators):
                return plan
        case NarrativePlan():
            if not other.blocks or not set(other.blocks) & set(plan.blocks):
                return plan
        case _:
            return plan
    return WithDepartmentsPlan(other, plan)


def _without_department(reading: Reading) -> Reading:
    """The reading with every wording that asks for the department blanked."""
    for one in reading.matches:
        if one.slot == "operation" and one.value == "department":
            reading = masked(reading, one.start, one.end)
    # 「担当課」: what is left of the words beside the blank says no more.
    folded = re.sub(r"□[課室]?の?(名前|名)?", lambda found: "□" * len(found.group()), reading.folded)
    kept = tuple(one for one in reading.matches if one.slot != "operation" or one.value != "department")
    return replace(reading, folded=folded, matches=kept, flags=reading.flags - {_DEPARTMENT})
