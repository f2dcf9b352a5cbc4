"""Questions about the grades of a report that grades its 取組 as wholes, not their indicators."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.planning.scope import scope_of
from assistant.planning.wanted import columns_of, wants_narrative
from assistant.planning.whole_scope import says_nothing_of_a_scope
from assistant.plans import InitiativeGradesPlan, NarrativePlan, Plan, Scope
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_NOT = re.compile(
    r"以外|でない|ではな|じゃな|(つ|付)(いていな|いてな|かな)|(取|と)れ(ていな|てな|な)|もらえ(ていな|てな|な)|(なら|なれ)な"
)
_COUNT = re.compile(
    r"いくつ|何(件|個|つ|事業|取組|本)|(件|事業|取組|の)数|割合|何割|何%|何パー|比率|占め|内訳|集計|合計"
)
_GROUPS = re.compile(
    r"(施策|基本目標|基本方針|方針|政策|分野|柱)(ごと|別|毎)|(どの|各)(施策|基本目標|基本方針|方針|政策|分野|柱)|それぞれ|どちら|どっち"
)
_ALONE = re.compile(r"(では|じゃあ?|それでは)?、?[一-龥ァ-ヶー]{2,12}(だと|では|は|なら)?[?？]?")
_INSIDE = re.compile(r"[そこ]の(中|うち)|[そこ]のなか")
SEVERAL_DEPARTMENTS = re.compile(
    r"(複数|いくつか|二つ以上|2つ以上|二つ|2つ|[23])の(担当)?(課|部署)(に|が|で)|(課|部署)を(また|跨)|(一つ|1つ)の(課|部署)(だけ)?(では|じゃ|で)な"
    r"|共管(の|に|で|し)|共同で(担当|所管|受け持)|(課|部署)(同士)?が(一緒|共同|連携して(担当|受け持))"
)
"""Wordings of what two departments or more are in charge of."""
_OTHER_KINDS = ("kind:target", "kind:actual", "kind:baseline")


def plan_for_initiative_grades(reading: Reading, context: Context) -> Plan | None:
    """Return a plan where the report grades its 取組 and a question asks for grades; else None."""
    catalog = context.catalog
    alone = bool(reading.grades) and set(reading.grades) <= catalog.grades_of_initiatives_alone
    if not (alone or catalog.grades_initiatives) or not (reading.grades or reading.has("kind:grade")):
        return None
    if len(reading.years.years) > 1:
        return None
    if (explained := _explained(reading, context)) is not None:
        return explained
    if _asks_otherwise(reading):
        return None
    scope = scope_of(reading, catalog, context.linker)
    if scope is None or scope.indicators:
        named = _named(reading, context)
        if named is not None:
            scope = named
        elif scope is None and reading.grades and says_nothing_of_a_scope(reading, context):
            scope = Scope(measures=reading.measures, departments=reading.departments)
    if scope is None:
        return None
    year = reading.years.years[0] if reading.years.years else catalog.report.fiscal_year
    grades = _wanted(reading, context)
    if not reading.grades and (scope.initiatives or scope.indicators):
        named_alone = Scope(initiatives=scope.initiatives, indicators=scope.indicators)
        return InitiativeGradesPlan("value", named_alone, (), year)
    if _COUNT.search(reading.folded) or _GROUPS.search(reading.folded):
        return InitiativeGradesPlan("count", scope, grades, year, _GROUPS.search(reading.folded) is not None)
    if not grades and not (scope.measures or scope.departments):
        return InitiativeGradesPlan("count", scope, (), year)
    return InitiativeGradesPlan("list", scope, grades, year)


def _explained(reading: Reading, context: Context) -> Plan | None:
    """「×の事業はなぜ×なのか」「△の事業の課題は」: what is written of exactly the 取組 with these grades."""
    kinds = reading.words or reading.has(*_OTHER_KINDS)
    if kinds or not (wants_narrative(reading) and reading.grades) or not _asks_otherwise(reading):
        return None
    catalog = context.catalog
    year = reading.years.years[0] if reading.years.years else catalog.report.fiscal_year
    wanted = set(_wanted(reading, context))
    blocks = tuple(
        block.id
        for initiative in catalog.report.initiatives
        if any(one.fiscal_year == year and one.grade in wanted for one in initiative.grades)
        for block in initiative.blocks
        if not reading.departments or set(reading.departments) & set(block.departments)
    )
    if not blocks:
        return None
    reason = reading.has("narrative:reason")
    return NarrativePlan(
        reading.folded, columns_of(reading), blocks, wants_reason=reason, strict=False, grouped=True
    )


def follow_initiative_grades(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「その中で図書館がやっているものの課題は？」: of the 取組 just listed, those of a department."""
    last = conversation.plan
    if not isinstance(last, InitiativeGradesPlan) or reading.indicators:
        return None
    shared = SEVERAL_DEPARTMENTS.search(reading.folded) is not None
    if any(one.part == "noun" or not shared for one in reading.words):
        return None
    if _ALONE.fullmatch(reading.folded) and reading.departments and not reading.measures:
        return replace(last, scope=Scope(departments=reading.departments))
    if not _INSIDE.search(reading.folded):
        return None
    shown = {context.catalog.initiative_of[one]: None for one in conversation.blocks}
    kept = tuple(
        one
        for one in shown
        if not reading.departments
        or set(reading.departments) & set(context.catalog.initiatives[one].departments)
    )
    if shared:
        kept = tuple(one for one in kept if len(context.catalog.initiatives[one].departments) > 1)
    if not kept or reading.initiatives:
        return None
    if wants_narrative(reading):
        blocks = tuple(block.id for one in kept for block in context.catalog.initiatives[one].blocks)
        return NarrativePlan(reading.folded, columns_of(reading), blocks, strict=False, grouped=True)
    return replace(
        last,
        what="list",
        scope=Scope(initiatives=kept),
        grades=_wanted(reading, context) or last.grades,
    )


def _asks_otherwise(reading: Reading) -> bool:
    """Whether figures are asked for, or what the report says in words; 何割 and どの方針 ask for neither."""
    kinds = reading.has(*_OTHER_KINDS) or re.search(r"(達成|進捗)率", reading.folded) is not None
    grouped = _GROUPS.search(reading.folded) is not None and reading.slot("narrative") == ("future",)
    return kinds or (wants_narrative(reading) and not grouped)


def _wanted(reading: Reading, context: Context) -> tuple[str, ...]:
    scale = context.catalog.scale
    wanted = reading.grades
    if reading.grade_or_better and wanted and wanted[0] in scale:
        wanted = scale[: scale.index(wanted[0]) + 1]
    if wanted and _NOT.search(reading.folded):
        return tuple(one for one in context.catalog.grades if one not in wanted)
    return wanted


def _named(reading: Reading, context: Context) -> Scope | None:
    """The 取組 that the words name, or the indicator whose 取組 is graded."""
    if reading.grades:
        return None
    best = context.best(reading)
    named = context.initiative_named(reading)
    if named is None:
        return None
    indicator = reading.indicators or ((best.item.id,) if best is not None else ())
    belongs = [one for one in indicator if context.catalog.initiative_of[one] == named]
    own = context.linker.support(reading.words, context.catalog.initiatives[named].name or "")
    scope = Scope(initiatives=(named,))
    return scope if own >= 1 or not belongs else replace(scope, initiatives=(), indicators=tuple(belongs))
