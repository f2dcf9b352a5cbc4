"""A search in the commentary to try before a question is refused or asked back."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.everyday import sayings_in
from assistant.planning.commentary import narrative_plan
from assistant.planning.context import Context
from assistant.planning.wanted import wants_figure, wants_narrative
from assistant.plans import ClarifyPlan, NarrativePlan, Plan, RefusePlan
from assistant.types import Reason
from assistant.understanding.reading import Reading


def second_look(plan: Plan, reading: Reading, context: Context) -> NarrativePlan | None:
    """Return the search that may answer where rules found nothing; None where a refusal is sure.

    A word that the report never prints may stand for one that it does (昇降機, エレベーター), which
    only the search sees. So may one that reports seldom speak of (給料, 処遇改善). Sure are refusals of a year, a place, a department and a grade, and those
    of a question whose words are all known and none an everyday saying for others.
    """
    said, rest = sayings_in(reading.folded)
    outside = isinstance(plan, RefusePlan) and plan.reason is Reason.OUT_OF_SCOPE and bool(said)
    refused = outside or (isinstance(plan, RefusePlan) and plan.reason is Reason.NO_SUCH_ITEM)
    asked_back = isinstance(plan, ClarifyPlan)
    if refused or (asked_back and not wants_narrative(reading)):
        if not reading.unknown and (not said or (asked_back and wants_figure(reading))):
            return None
    elif not asked_back:
        return None
    if not reading.words or reading.grades or reading.has("operation:department"):
        return None
    # 「日本語の苦手な親」 is no question about 日本.
    if any(place in rest for place in reading.other_places):
        return None
    if reading.unknown_departments or reading.unknown_measures:
        return None
    found = narrative_plan(reading, context)
    assert isinstance(found, NarrativePlan)
    figure = wants_figure(reading) and not wants_narrative(reading)
    return replace(found, wants_number=found.wants_number or figure, otherwise_said=outside)
