"""From a reading and the conversation to one plan. Rules only; each refusal says which word decided."""

from __future__ import annotations

from dataclasses import replace

from assistant.conversation import Conversation
from assistant.planning.after_remark import question_after_remark
from assistant.planning.by_upper_level import by_upper_level
from assistant.planning.commentary import plan_for_the_rest
from assistant.planning.context import Context
from assistant.planning.departments_too import with_departments
from assistant.planning.follow import follow_up
from assistant.planning.how_many_departments import plan_for_number_of_departments
from assistant.planning.initiative_grades import follow_initiative_grades, plan_for_initiative_grades
from assistant.planning.items import plan_for_items
from assistant.planning.money import plan_for_money
from assistant.planning.named_rows import plan_for_named_rows
from assistant.planning.outside import (
    plan_for_correction,
    plan_for_meaning,
    plan_for_numbers,
    plan_for_other_grades,
    plan_for_outside,
    plan_for_talk,
)
from assistant.planning.plain_rows import plain_rows_of_words, plan_for_plain_tables
from assistant.planning.revised_targets import plan_for_revised_targets
from assistant.planning.row_marks import plan_for_marks
from assistant.planning.rows import plan_for_departments, plan_for_references
from assistant.planning.set_aside import of_judged, set_aside
from assistant.planning.whole import plan_for_whole
from assistant.planning.wide import plan_for_wide, with_commentary
from assistant.planning.yearly_rows import plan_for_yearly_rows
from assistant.plans import ClarifyPlan, Plan, RefusePlan
from assistant.types import Reason
from assistant.understanding.reading import Reading


class Planner(Context):
    """Plans questions about one report."""

    def plan(self, reading: Reading, conversation: Conversation) -> Plan:
        """Decide what one question asks for: the first step that recognises it wins."""
        reading = question_after_remark(reading, self) or reading
        reading, judged = set_aside(reading, self)
        return by_upper_level(of_judged(self._plan(reading, conversation), judged), reading, self)

    def _plan(self, reading: Reading, conversation: Conversation) -> Plan:
        plan = with_commentary(self._first_plan(reading, conversation), reading)
        plan = with_departments(plan, reading, self, lambda rest: self._first_plan(rest, conversation))
        nothing = isinstance(plan, ClarifyPlan) or (
            isinstance(plan, RefusePlan) and plan.reason is Reason.NO_SUCH_ITEM
        )
        if nothing and conversation.asked_back and reading.words:
            # 「いじめの解消率は？」 was asked back about; 「中学校だけ」 says which.
            whole = replace(reading, words=(*conversation.asked_back, *reading.words))
            again = self._first_plan(whole, replace(conversation, asked_back=()))
            if not isinstance(again, ClarifyPlan | RefusePlan):
                return again
        return (plain_rows_of_words(reading, self) if nothing else None) or plan

    def _first_plan(self, reading: Reading, conversation: Conversation) -> Plan:
        return (
            plan_for_talk(reading)
            or plan_for_marks(reading, conversation, self)
            or plan_for_money(reading, conversation, self)
            or plan_for_yearly_rows(reading, conversation, self)
            or plan_for_named_rows(reading, self)
            or plan_for_plain_tables(reading, conversation, self)
            or plan_for_correction(reading, conversation)
            or follow_initiative_grades(reading, conversation, self)
            or plan_for_number_of_departments(reading, conversation, self)
            or follow_up(reading, conversation, self)
            or plan_for_outside(reading, self)
            or plan_for_meaning(reading, self)
            or plan_for_initiative_grades(reading, self)
            or plan_for_other_grades(reading, self)
            or plan_for_numbers(reading)
            or plan_for_wide(reading, self)
            or plan_for_departments(reading, self)
            or plan_for_references(reading, self)
            or plan_for_revised_targets(reading, self)
            or plan_for_whole(reading, self)
            or plan_for_items(reading, self)
            or plan_for_the_rest(reading, self)
        )
