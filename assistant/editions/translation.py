"""What was talked about in one edition, found again in another: plans and conversations carried over."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from assistant.conversation import Conversation
from assistant.plans import NarrativePlan, Plan
from corpus.edition_changes import match_initiatives
from corpus.editions import Match, name_similarity
from corpus.types import Report

AnyPlan = TypeVar("AnyPlan", bound=Plan)

# Fields of plans by what their ids name; `blocks` of 再掲 and rows alike.
_IDS = frozenset(["indicators", "blocks", "initiatives", "initiative", "measures"])


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Ids of one edition with those of another; what has no sure counterpart is not in it."""

    ids: dict[str, str]
    years: tuple[tuple[int, ...], tuple[int, ...]]  # all years of both editions
    own_years: tuple[int, int]


def crosswalk(older: Report, newer: Report, matches: tuple[Match, ...], *, backwards: bool) -> Crosswalk:
    """Return the way from the newer edition to the older one (`backwards`), or the other way."""
    pairs = [(one.older_id, one.newer_id) for one in matches if one.certain]
    initiatives = {old: new for new, old in match_initiatives(older, newer, matches).items()}
    pairs += list(initiatives.items())
    old_initiatives = {one.id: one for one in older.initiatives}
    new_initiatives = {one.id: one for one in newer.initiatives}
    for old_id, new_id in initiatives.items():
        old_blocks, new_blocks = old_initiatives[old_id].blocks, new_initiatives[new_id].blocks
        for position, block in enumerate(old_blocks):
            named = [one for one in new_blocks if set(one.departments) & set(block.departments)]
            if len(named) == 1:
                pairs.append((block.id, named[0].id))
            elif len(old_blocks) == len(new_blocks):
                pairs.append((block.id, new_blocks[position].id))
    for old in older.measures:
        for new in newer.measures:
            if old.name and name_similarity(old.name, new.name) == 1.0:
                pairs.append((old.id, new.id))
    source, target = (newer, older) if backwards else (older, newer)
    ids = {new: old for old, new in pairs} if backwards else dict(pairs)
    return Crosswalk(ids, (source.years, target.years), (source.fiscal_year, target.fiscal_year))


def translated(conversation: Conversation, way: Crosswalk) -> Conversation | None:
    """Return the conversation in the ids and years of the other edition.

    None where the edition has nothing (for sure) of what was talked about. A year that was not
    asked for but is the report's own becomes the other report's own.
    """
    if conversation.plan is None:
        return conversation
    plan = _carried(conversation.plan, way, move_years=not conversation.years_said)
    if plan is None:
        return None
    shown = tuple(way.ids[one] for one in conversation.shown if one in way.ids)
    blocks = tuple(way.ids[one] for one in conversation.blocks if one in way.ids)
    if (conversation.blocks or conversation.shown) and not (blocks or shown):
        return None
    return replace(conversation, plan=plan, shown=shown, blocks=blocks)


def rows_only(conversation: Conversation, way: Crosswalk) -> Conversation | None:
    """Return the rows talked about in the other edition, for a question about their commentary.

    An indicator may be gone while the initiative it stood in goes on. None where the rows are gone, too.
    """
    blocks = tuple(way.ids[one] for one in conversation.blocks if one in way.ids)
    if not blocks:
        return None
    plan = NarrativePlan(conversation.text, (), blocks, strict=False)
    return Conversation(plan, (), blocks, conversation.text)


def _carried(plan: AnyPlan, way: Crosswalk, *, move_years: bool) -> AnyPlan | None:
    """Return a plan with ids and years of the other edition, or None where its subject is not there."""
    assert is_dataclass(plan)
    changed: dict[str, Any] = {}
    for field in fields(plan):
        value: Any = getattr(plan, field.name)
        if field.name == "stated":
            # The position of a sentence in one edition is another one's in the next.
            changed[field.name] = None
        elif field.name in _IDS and value:
            found = [
                way.ids[one] for one in ((value,) if isinstance(value, str) else value) if one in way.ids
            ]
            if not found:
                return None
            changed[field.name] = found[0] if isinstance(value, str) else tuple(found)
        elif field.name == "years" and move_years:
            changed[field.name] = _moved(value, way)
        elif field.name == "year" and move_years:
            changed[field.name] = _moved((value,), way)[-1]
        elif is_dataclass(value) and not isinstance(value, type):
            inner = _carried(cast(Any, value), way, move_years=move_years)
            if inner is None:
                return None
            changed[field.name] = inner
    return replace(plan, **changed)


def _moved(years: tuple[int, ...], way: Crosswalk) -> tuple[int, ...]:
    if years == (way.own_years[0],):
        return (way.own_years[1],)
    return way.years[1] if years == way.years[0] else years
