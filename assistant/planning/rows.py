"""Questions about rows as such: who is in charge, what a department does, where a 再掲 points."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.conditions import Condition
from assistant.planning.context import Context
from assistant.planning.figures import figures_plan
from assistant.planning.refusals import (
    no_such_item,
)
from assistant.planning.scope import excludes, scope_of
from assistant.planning.wanted import (
    columns_of,
    wants_narrative,
)
from assistant.plans import (
    DepartmentsOfPlan,
    GradesPlan,
    ItemsOfPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    ReferencePlan,
    Scope,
    StructurePlan,
)
from assistant.understanding.reading import Reading
from index.set_query import Quantity

_TOGETHER = re.compile(r"一緒|いっしょ|共同|ともに|共管|両方(が|で|と)|組んで|連名")
_ALONE = re.compile(r"単独|だけで(やっ|担当|抱え|受け持|見て|進め)|(1|一)課だけ|ひとりで")
_WORK_OF = re.compile(r"(担当|所管)(している|する|の|してる)(取組|取り組み|事業|施策|仕事)")
# 「達成か未達か」 asks it of each and picks none out.
_WHETHER = re.compile(r"(達成|届いた|クリア)(した)?(の)?か(、)?(未達|どうか|届か)|(達成|未達)の別")
# 「指標とか事業」「指標や取組」: both are asked for.
_BOTH = re.compile(
    r"(指標|kpi)(とか|や|と|・|、|も)(事業|取組|取り組み|施策)|(事業|取組|取り組み|施策)(とか|や|と|・|、|も)(指標|kpi)"
)


def plan_for_departments(reading: Reading, context: Context) -> Plan | None:
    """Return a plan for questions about who is in charge, or about what a department does."""
    asking = re.split(r"[。?](?=.)", reading.folded)[-1]
    begin = len(reading.folded) - len(asking)
    remarked = all(word.end <= begin for word in context.nouns(reading))
    picked = bool(reading.grades or reading.slot("condition")) or excludes(reading)
    if (
        reading.departments
        and remarked
        and _WORK_OF.search(asking)
        and not picked
        and not wants_narrative(reading)
    ):
        together = len(reading.departments) > 1 and _TOGETHER.search(reading.folded) is not None
        alone = _ALONE.search(reading.folded) is not None
        return ItemsOfPlan(reading.departments, alone=alone, together=together)
    if (
        reading.has("operation:department")
        or re.search(r"(どこ|どの課|何課)(が|も|と)?(関わ|関係|携わ)", reading.folded)
    ) and (reading.words or reading.initiatives or reading.indicators):
        excluded = reading.departments if re.search(r"以外|ほか|他|を除", reading.folded) else ()
        best = context.best(reading)
        item_named = best is not None and context.named_share(reading, best) >= 0.6
        if item_named or not (reading.departments and not excluded):
            blocks = context.blocks_named(reading)
            if blocks:
                named = (best.item.id,) if best is not None and item_named else ()
                return DepartmentsOfPlan(blocks, excluded, named)
            return no_such_item(reading, context)
    both = _BOTH.search(reading.folded) is not None and not reading.slot("kind") and not picked
    if reading.departments and not context.nouns(reading) and both:
        return ItemsOfPlan(reading.departments, indicators=True)
    by_department = _values_of_departments(reading, context)
    if by_department is not None:
        return by_department
    if reading.departments and not reading.slot("kind") and not reading.grades:
        content = context.nouns(reading)
        if (
            not content
            and not wants_narrative(reading)
            and not reading.has("condition:met", "condition:unmet")
        ):
            if re.search(r"指標|kpi", reading.folded):
                return None
            return ItemsOfPlan(
                reading.departments, excludes(reading), _ALONE.search(reading.folded) is not None
            )
        if wants_narrative(reading) or reading.has("operation:definition"):
            blocks = tuple(
                block.id
                for block in context.catalog.report.blocks
                if set(reading.departments) & set(block.departments)
            )
            scope = scope_of(replace(reading, departments=()), context.catalog, context.linker)
            if scope and (scope.measures or scope.initiatives):
                inside = tuple(
                    one
                    for one in blocks
                    if (not scope.measures or context.catalog.measure_of[one] in scope.measures)
                    and (not scope.initiatives or context.catalog.initiative_of[one] in scope.initiatives)
                )
                blocks = inside or blocks
            return NarrativePlan(
                reading.folded,
                columns_of(reading) or ("status",),
                context.with_references(blocks),
                strict=False,
                heading="・".join(reading.departments),
                grouped=not content and not reading.has("narrative:reason"),
            )
    return None


def _values_of_departments(reading: Reading, context: Context) -> Plan | None:
    """「緑政課の指標の評価は？」, 「課ごとの評価」: the values of all indicators of departments."""
    each = _WHETHER.search(reading.folded) is not None and bool(reading.departments)
    each = each and not any(
        len(one) == 1 for one in reading.grades
    )  # 「達成状況がB以外なのは」 picks some out
    if reading.words or reading.measures or reading.initiatives or reading.indicators:
        return None
    if reading.grades and not each:
        return None
    if (wants_narrative(reading) or reading.slot("condition")) and not each:
        return None
    years = reading.years.years or (context.catalog.report.fiscal_year,)
    scope = scope_of(reading, context.catalog, context.linker) or Scope()
    if re.search(r"(担当課|課|部署|所管)(別|ごと|毎)", reading.folded) and reading.has("kind:grade"):
        return GradesPlan("departments", scope, (), years[-1])
    if not reading.departments or reading.has("operation:breakdown", "operation:share", "operation:average"):
        return None
    if re.search(r"指標|kpi", reading.folded) and not reading.slot("kind") and scope != Scope():
        counted = re.search(r"いくつ|何(本|個|件|つ|指標)|の数", reading.folded) is not None
        return StructurePlan("indicators", scope) if counted else ListPlan(scope, Condition(), years[-1:])
    if reading.has("operation:highest", "operation:lowest", "operation:rank", "operation:count"):
        return None
    if reading.has("kind:rate"):
        if re.search(r"\d\s*(%|割|パー)", reading.folded):
            return None
        return RankPlan(scope, Quantity.RATE, years[-1:], re.search(r"低|悪", reading.folded) is None, None)
    if reading.has("kind:target", "kind:actual", "kind:grade"):
        return ListPlan(scope, Condition(), years[-1:])
    return None


def plan_for_references(reading: Reading, context: Context) -> Plan | None:
    """Return a plan for questions about where a 再掲 points, or about the figures found there."""
    if not reading.has("operation:reference") or not (reading.words or reading.initiatives):
        return None
    blocks = context.blocks_named(reading)
    referring = {one.block_id for one in context.catalog.report.cross_references}
    initiatives = {context.catalog.initiative_of[one] for one in blocks}
    chosen = tuple(one for one in referring if context.catalog.initiative_of.get(one) in initiatives)
    if not chosen:
        return None
    targets = [
        one.target_id
        for one in context.catalog.report.cross_references
        if one.block_id in chosen and one.target_id is not None
    ]
    if reading.slot("kind") and targets and context.catalog.initiatives[targets[0]].indicators:
        return figures_plan(
            reading, tuple(one.id for one in context.catalog.initiatives[targets[0]].indicators), context
        )
    return ReferencePlan(tuple(sorted(chosen)))
