"""The rows that a draft is about: those that the answer to its question rests on, in the order of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.plans import (
    CombinedPlan,
    ComparePlan,
    DepartmentsOfPlan,
    FiguresPlan,
    MentionsPlan,
    NarrativePlan,
    Plan,
)
from assistant.understanding.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the report (a department's part of an initiative) with the indicators asked about.

    `pointed_from` is the row that was asked about and only points here (再掲), or empty.
    """

    block_id: str
    indicators: tuple[str, ...]
    pointed_from: str = ""


def topics_of(
    plan: Plan | None, rows: Iterable[str], blocks: Iterable[str], catalog: Catalog
) -> tuple[Topic, ...]:
    """Return the rows that an answer is about; empty where it names none.

    `rows` are the ids of the answer, `blocks` the rows whose commentary it quotes, both without
    the report's name. Of a row that was asked about by its commentary all indicators are taken.
    """
    match plan:
        case FiguresPlan() | ComparePlan():
            return _grouped(plan.indicators, catalog)
        case CombinedPlan():
            return _grouped(plan.figures.indicators, catalog)
        case NarrativePlan() | MentionsPlan():
            return _whole(blocks, catalog)
        case DepartmentsOfPlan():
            return _grouped(plan.indicators, catalog) or _whole(plan.blocks, catalog)
        case None:
            return ()
    named = [one for one in rows if one in catalog.indicators]
    if named:
        return _grouped(named, catalog)
    found: list[str] = []
    for one in rows:
        if one in catalog.blocks:
            found.append(one)
        elif one in catalog.initiatives:
            found += [block.id for block in catalog.initiatives[one].blocks]
    return _whole(found, catalog)


def _grouped(indicators: Iterable[str], catalog: Catalog) -> tuple[Topic, ...]:
    groups: dict[str, list[str]] = {}
    for one in dict.fromkeys(indicators):
        groups.setdefault(catalog.block_of[one], []).append(one)
    return tuple(Topic(block, tuple(ids)) for block, ids in groups.items())


def _whole(blocks: Iterable[str], catalog: Catalog) -> tuple[Topic, ...]:
    pointed = {
        one.block_id: one.target_block
        for one in catalog.report.cross_references
        if one.target_block is not None
    }
    found: dict[str, Topic] = {}
    for block in blocks:
        if block not in catalog.blocks:
            continue
        real = pointed.get(block, block)
        ids = tuple(one.id for one in catalog.blocks[real].indicators)
        asked = Topic(real, ids, block if real != block else "")
        if real not in found or asked.pointed_from:
            found[real] = asked
    return tuple(found.values())
