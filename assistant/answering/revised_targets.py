"""Answers about targets that the report says were changed on the way, with its own words."""

from __future__ import annotations

from assistant.answering.tables import standing_table
from assistant.draft import Draft
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import RevisedTargetsPlan
from assistant.types import Answer, Route, Status
from corpus.types import Kind

_WAYS = {1: "引き上げた", -1: "引き下げた", 0: "途中で変更した"}


def answer_revised_targets(plan: RevisedTargetsPlan, draft: Draft) -> Answer:
    """List or count the indicators whose target a remark says to have been changed, each with the remark."""
    catalog = draft.catalog
    where, way = scope_text(plan.scope, catalog), _WAYS[plan.direction]
    draft.reading = f"{where}・目標を{way}との記載がある指標{'の件数' if plan.what == 'count' else ''}"
    inside = {one.id for one in indicators_in(plan.scope, catalog)}
    found = [
        one
        for one in catalog.revised_targets
        if (not plan.direction or one.direction == plan.direction)
        and (inside & set(one.indicators) if one.indicators else plan.scope.measures == ())
    ]
    named = dict.fromkeys(each for one in found for each in one.indicators if each in inside)
    number = len(named) + sum(not one.indicators for one in found)
    if not found:
        draft.say(f"目標を{way}との記載がある指標は、{where}にはありません。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    draft.say(f"目標を{way}との記載がある指標は、{where}で{number}件です。")
    for one in found:
        ids = [each for each in one.indicators if each in inside]
        subject = "、".join(f"{each} {catalog.name(each)}" for each in ids) or catalog.row_name(one.block)
        draft.rows.extend(each for each in ids if each not in draft.rows)
        draft.say(f"- {subject}: 「{one.quote}」（{one.passage.column}）")
        for each in ids:
            draft.source(each)
            draft.cite(catalog.indicators[each].observation(catalog.report.fiscal_year, Kind.TARGET))
        draft.quote(one.passage, (one.quote,))
    draft.note(
        "報告書の記述（備考など）に目標を変更したと書かれているものです。計画であらかじめ年度ごとに定められた目標の増減は含みません。"
    )
    draft.table = standing_table(draft.rows, (catalog.report.fiscal_year,), catalog)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def note_by_design(found: int, total: int, draft: Draft) -> None:
    """Warn where most targets change: a plan sets them for every year in advance, and nothing was revised."""
    if found * 2 > total:
        draft.note(
            "年度ごとの目標の値を比べたものです。計画であらかじめ定められた毎年の目標の増減を含み、"
            "途中で変更されたかどうかは報告書に記載がありません。"
        )
