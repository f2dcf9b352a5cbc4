"""Places of a report: those of an item, and what the report says stands at a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.engine import Engine
from assistant.phrasing import KIND_LABELS, year_text
from corpus.types import Block, Indicator, Initiative, Kind, Place, Report


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that stands at a place: its id, and what it is in words."""

    id: str
    text: str


def places_of(report: Report, item: str) -> list[Place]:
    """Return everything that is printed of an item, each place once, in the order of the file.

    `item` is an id: of a measure, initiative, block or indicator, of a narrative cell
    (①-2:R6の取組状況), a plain table (表1), or 集計, 総評, 評価区分. An unknown one has no places.
    """
    found = dict.fromkeys(place for id_, place in _everything(report) if id_ == item)
    return sorted(found, key=lambda one: (one.page, one.row, one.column))


def things_at(engine: Engine, place: Place) -> list[Thing]:
    """Return what stands at a place, in words: a value, a name, a narrative cell."""
    return list(dict.fromkeys(_things(engine, place)))


def _things(engine: Engine, place: Place) -> Iterator[Thing]:
    report, catalog = engine.report, engine.catalog
    for one in report.indicators:
        if one.place == place:
            yield Thing(one.id, f"{one.id}「{catalog.name(one.id)}」の指標名")
        for seen in one.observations:
            if seen.place == place:
                label = KIND_LABELS[seen.kind]
                when = "" if seen.kind is Kind.BASELINE else f"{year_text(seen.fiscal_year)}の"
                yield Thing(one.id, f"{one.id}「{catalog.name(one.id)}」の{when}{label}")
    for measure in report.measures:
        if measure.place == place:
            yield Thing(measure.id, f"{catalog.name(measure.id)}の名称")
        for initiative in measure.initiatives:
            if initiative.place == place:
                yield Thing(initiative.id, f"取組 {initiative.id}「{catalog.name(initiative.id)}」")
            for seen in initiative.grades:
                if seen.place == place:
                    what = f"{initiative.id}「{catalog.name(initiative.id)}」の{year_text(seen.fiscal_year)}の評価"
                    yield Thing(initiative.id, f"取組 {what}")
    for block in report.blocks:
        if block.department_place == place:
            yield Thing(catalog.initiative_of[block.id], f"{catalog.heading_path(block.id)}の担当課")
    for passage in report.passages:
        if passage.place == place:
            path = (
                f"{catalog.heading_path(passage.block_id)} ＞ " if passage.block_id in catalog.blocks else ""
            )
            yield Thing(
                catalog.initiative_of.get(passage.block_id, passage.source), f"{path}{passage.column}"
            )
    for meaning in report.legend:
        if meaning.place == place:
            yield Thing("評価区分", f"評価区分の「{meaning.grade}」")
    for row in report.totals:
        if row.place == place:
            yield Thing(
                "集計", f"報告書の集計（{catalog.name(row.measure_id) if row.measure_id else '計画全体'}）"
            )


def _everything(report: Report) -> Iterator[tuple[str, Place]]:
    """Yield each id with each place at which something of it is printed."""
    for measure in report.measures:
        yield measure.id, measure.place
        for initiative in measure.initiatives:
            yield from _of_initiative(initiative)
    for one in report.legend:
        yield "評価区分", one.place
    for row in report.totals:
        yield "集計", row.place
    for remark in report.remarks:
        yield remark.source, remark.place
        yield "総評", remark.place
    for table in report.plain_tables:
        yield table.id, table.place
        yield from ((table.id, place) for place, _ in table.rows)


def _of_initiative(initiative: Initiative) -> Iterator[tuple[str, Place]]:
    yield initiative.id, initiative.place
    yield from ((initiative.id, one.place) for one in initiative.grades if one.place is not None)
    for block in initiative.blocks:
        yield block.id, initiative.place
        for place in _of_block(block):
            yield initiative.id, place
            if block.id != initiative.id:
                yield block.id, place
        for passage in block.passages:
            yield passage.source, passage.place
        if block.department_place is not None:
            yield f"{initiative.id}:担当課", block.department_place
        for indicator in block.indicators:
            for place in _of_indicator(indicator):
                yield indicator.id, place


def _of_block(block: Block) -> Iterator[Place]:
    if block.department_place is not None:
        yield block.department_place
    yield from (one.place for one in block.passages)
    for indicator in block.indicators:
        yield from _of_indicator(indicator)


def _of_indicator(indicator: Indicator) -> Iterator[Place]:
    yield indicator.place
    yield from (one.place for one in indicator.observations if one.place is not None)
