"""What a list of grades that moved by one step leaves out: those that moved further the same way."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.selection import select, set_query
from assistant.conditions import Condition
from assistant.draft import Draft
from assistant.plans import ListPlan, TallyPlan
from index.set_query import Comparison, NumberTest, Quantity


def note_further_steps(plan: ListPlan | TallyPlan, draft: Draft) -> None:
    """Name the indicators whose grade moved two steps or more, where exactly one step was asked for."""
    for wanted in plan.condition.wanted:
        test = wanted.test
        if not isinstance(test, NumberTest) or test.quantity is not Quantity.GRADE_STEPS:
            continue
        if test.comparison is not Comparison.EQUAL or not test.number:
            continue
        beyond = Comparison.LESS if test.number < 0 else Comparison.MORE
        further = Condition((replace(wanted, test=replace(test, comparison=beyond)),))
        found = select(set_query(plan.scope, further, plan.years), draft)
        if found:
            names = "、".join(f"{draft.catalog.name(one.indicator)}（{one.indicator}）" for one in found)
            way = "下がった" if test.number < 0 else "上がった"
            draft.note(f"2段階以上{way}指標がほかに{len(found)}件あり、含めていません: {names}。")
