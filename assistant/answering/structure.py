"""Answers about the report's shape: departments, what they do, lists of items, cross-references."""

from __future__ import annotations

from decimal import Decimal

from assistant.answering.number_of_departments import said_of_number
from assistant.draft import Draft
from assistant.phrasing import KIND_LABELS, observation_text
from assistant.plans import (
    DepartmentsOfPlan,
    IndicatorsOfPlan,
    ItemsOfPlan,
    ReferencePlan,
    SameNumberPlan,
    TalkPlan,
)
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.catalog import Catalog
from assistant.understanding.question import fold
from corpus.fiscal import era_label
from corpus.types import Block, Kind, PassageKind


def answer_departments_of(plan: DepartmentsOfPlan, draft: Draft) -> Answer:
    """Say which departments are in charge of the blocks; a lost department is said to be lost."""
    catalog = draft.catalog
    blocks = [catalog.blocks[one] for one in plan.blocks if one in catalog.blocks]
    initiatives = tuple(dict.fromkeys(catalog.initiative_of[one.id] for one in blocks))
    names = "、".join(f"{one} {catalog.name(one)}" for one in initiatives)
    draft.reading = f"{names}・担当課"
    draft.rows.extend(initiatives)
    lost = []
    said: list[str] = []
    for block in blocks:
        draft.blocks.append(block.id)
        source = f"{catalog.initiative_of[block.id]}:担当課"
        if block.departments and block.department_place is not None:
            shown = [one for one in block.departments if one not in plan.excluded]
            draft.cite_text(source, str(block.department_place), block.department_printed or "")
            said.extend(one for one in shown if one not in said)
        elif block.department_printed and block.department_place is not None:
            draft.cite_text(source, str(block.department_place), block.department_printed)
            draft.note(
                f"{catalog.name(block.id)}の担当課欄には「{block.department_printed}」と記載されています。"
            )
        else:
            lost.append(block)
            draft.source(catalog.initiative_of[block.id])
    if said:
        other = f"{'・'.join(plan.excluded)}のほかに、" if plan.excluded else ""
        for one in (*initiatives, *plan.indicators):
            draft.source(one)
        number = said_of_number(plan, said, catalog.departments, lost=bool(lost))
        draft.say(number.lead)
        if len(blocks) > 1:
            draft.say(f"{names}の担当課は、{other}{'、'.join(said)}{number.tail}です。")
            for block in blocks:
                if block.departments:
                    draft.say(f"- {'、'.join(block.departments)}: {_gist(block)}")
                    _cite_gist(block, draft)
        else:
            draft.say(f"{names}の担当課は、{other}{'、'.join(said)}{number.tail}です。")
        if lost:
            draft.note(f"同じ取組のうち{len(lost)}行は、担当課の欄が抽出で失われています。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    if not catalog.has_departments:
        draft.say(f"担当課の記載は、この報告書にはありません（{names}）。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    if lost:
        for block in lost:
            for passage in block.passages[:1]:
                draft.cite_text(passage.source, str(passage.place), passage.text[:40])
        draft.say(f"{names}のこの部分の担当課は、報告書の抽出で欄が失われており、記載を確認できません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.LOST_IN_SOURCE)
    draft.say(f"{names}には、担当課の記載がありません。")
    draft.say(*draft.notes)
    return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)


def _gist(block: Block) -> str:
    for passage in block.passages:
        if passage.kind is PassageKind.OVERVIEW and passage.text.strip():
            text = passage.text.strip()
            end = text.find("。")
            return f"「{text[: end + 1] if 0 < end < 80 else text[:60] + '…'}」"
    names = "、".join(one.name for one in block.indicators if one.name)
    return names or ("（事業概要は抽出で失われています）" if block.overview_lost else "")


def _cite_gist(block: Block, draft: Draft) -> None:
    """Cite the overview that `_gist` quotes; names of indicators need no citation."""
    for passage in block.passages:
        if passage.kind is PassageKind.OVERVIEW and passage.text.strip():
            draft.cite_text(passage.source, str(passage.place), _gist(block).strip("「」…"))
            return
    for one in block.indicators:
        if one.name:
            draft.cite_text(one.id, str(one.place), one.printed_name or one.name)


def answer_items_of(plan: ItemsOfPlan, draft: Draft) -> Answer:
    """List the initiatives that departments are in charge of, with what they do there."""
    catalog = draft.catalog
    who = "・".join(plan.departments)
    draft.reading = f"{who}{'以外' if plan.excluded else 'だけ' if plan.alone else ''}が担当する取組"
    found: dict[str, list[Block]] = {}
    for block in catalog.report.blocks:
        mine = bool(set(plan.departments) & set(block.departments))
        if plan.excluded:
            mine = not set(block.departments) <= set(plan.departments)
        elif plan.alone:
            mine = mine and set(block.departments) <= set(plan.departments)
        if mine:
            found.setdefault(catalog.initiative_of[block.id], []).append(block)
            draft.blocks.append(block.id)
            if block.department_place is not None:
                draft.cite_text(
                    f"{catalog.initiative_of[block.id]}:担当課",
                    str(block.department_place),
                    block.department_printed or "",
                )
    if plan.together:
        found = {one: blocks for one, blocks in found.items() if _all_take_part(plan, one, catalog)}
        who = "と".join(plan.departments)
    who += "だけ" if plan.alone else ""
    if not found:
        draft.say(f"{who}が{'ともに' if plan.together else ''}担当する取組は、この報告書にはありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
    right_under = {one: found.pop(one) for one in list(found) if one not in catalog.counted}
    whose = f"{who}{'以外の課' if plan.excluded else ''}が{'ともに' if plan.together else ''}担当する"
    if found:
        draft.say(f"{whose}取組は{len(found)}件です。")
    if found and len(plan.departments) > 1 and not (plan.excluded or plan.together):
        each = "、".join(f"{one}が{_number_of(one, found)}件" for one in plan.departments)
        draft.say(f"課ごとには、{each}です（両方が担当する取組は、それぞれに数えています）。")
    for initiative, blocks in found.items():
        draft.rows.append(initiative)
        said = _gist(blocks[0]) if len(found) <= 6 else ""
        gist = f": {said}" if said else ""
        department = (
            f"（{'、'.join(dict.fromkeys(d for b in blocks for d in b.departments))}）"
            if plan.excluded
            else ""
        )
        draft.say(f"- {initiative} {catalog.name(initiative)}{department}{gist}")
        for block in blocks:
            for passage in block.passages:
                if passage.kind is PassageKind.OVERVIEW and len(found) <= 6:
                    draft.cite_text(passage.source, str(passage.place), _gist(block).strip("「」…"))
                    break
        if plan.indicators:
            for one in (each for block in blocks for each in block.indicators):
                draft.rows.append(one.id)
                draft.cite_text(one.id, str(one.place), one.printed_name or one.name or one.id)
                draft.say(f"  - 指標 {one.id} {catalog.name(one.id)}")
    _say_right_under(right_under, f"{whose}指標", draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _say_right_under(found: dict[str, list[Block]], whose: str, draft: Draft) -> None:
    """The indicators of a department that stand right under a measure, on no initiative that is printed."""
    indicators = [one for blocks in found.values() for block in blocks for one in block.indicators]
    if not indicators:
        return
    draft.say(f"{whose}は{len(indicators)}件です。")
    for one in indicators:
        draft.rows.append(one.id)
        draft.cite_text(one.id, str(one.place), one.printed_name or one.name or one.id)
        draft.say(f"- {one.id} {draft.catalog.name(one.id)}")


def _all_take_part(plan: ItemsOfPlan, initiative: str, catalog: Catalog) -> bool:
    together = set(plan.departments) <= set(catalog.initiatives[initiative].departments)
    return together and initiative in catalog.counted


def _number_of(department: str, found: dict[str, list[Block]]) -> int:
    return sum(any(department in block.departments for block in blocks) for blocks in found.values())


def answer_indicators_of(plan: IndicatorsOfPlan, draft: Draft) -> Answer:
    """List the indicators of an initiative, or name the n-th; a lost name is said to be lost."""
    catalog = draft.catalog
    initiative = catalog.initiatives[plan.initiative]
    indicators = initiative.indicators
    draft.reading = f"{plan.initiative} {catalog.name(plan.initiative)}・指標"
    draft.source(plan.initiative)
    draft.rows.extend(one.id for one in indicators)
    draft.blocks.extend(block.id for block in initiative.blocks)
    head = f"{plan.initiative} {catalog.name(plan.initiative)}の指標は{len(indicators)}つです。"
    if not indicators:
        draft.say(f"{plan.initiative} {catalog.name(plan.initiative)}には、指標が設けられていません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    if plan.ordinal is not None and plan.ordinal > len(indicators):
        draft.say(f"{head}{plan.ordinal}つ目の指標は、この報告書にはありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
    draft.say(head)
    lost = False
    for position, one in enumerate(indicators, start=1):
        values = []
        for kind in (Kind.TARGET, Kind.ACTUAL):
            printed = [each for each in one.observations if each.kind is kind]
            if one.name is None and printed:
                for each in printed:
                    draft.cite(each)
                shown = "、".join(
                    f"{era_label(each.fiscal_year)} {observation_text(each, '')}" for each in printed
                )
                values.append(f"{KIND_LABELS[kind]}は{shown}")
        if one.name is None:
            lost = lost or plan.ordinal in (None, position)
            beside = f"残っている値は、{'。'.join(values)}です。" if values else ""
            draft.say(
                f"- {position}つ目（{one.id}）は、指標名と単位が抽出で失われており、記載を確認できません。{beside}"
            )
        else:
            draft.cite_text(one.id, str(one.place), one.printed_name or one.name)
            draft.say(f"- {position}つ目（{one.id}）は「{one.name}」です。")
    if plan.ordinal is not None and lost:
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.LOST_IN_SOURCE)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def answer_reference(plan: ReferencePlan, draft: Draft) -> Answer:
    """Follow 再掲 notes to where they point, and quote the overview found there."""
    catalog = draft.catalog
    draft.reading = "再掲の参照先"
    answered = False
    for reference in catalog.report.cross_references:
        if reference.block_id not in plan.blocks:
            continue
        source = catalog.initiative_of[reference.block_id]
        name = f"{source} {catalog.name(source)}"
        draft.cite_text(source, str(reference.place), reference.printed)
        if reference.target_id is None:
            draft.say(f"{name}には「{reference.printed}」とあり、内容はこの報告書の外にあります。")
            continue
        answered = True
        draft.rows.append(reference.target_id)
        draft.say(
            f"{name}には「{reference.printed}」とあり、元は{reference.target_id} {catalog.name(reference.target_id)}です。"
        )
        blocks = [reference.target_block] if reference.target_block else []
        blocks = blocks or [block.id for block in catalog.initiatives[reference.target_id].blocks]
        for block_id in blocks[:1]:
            draft.blocks.append(block_id)
            for passage in catalog.blocks[block_id].passages:
                if passage.kind is PassageKind.OVERVIEW:
                    draft.quote(passage, (passage.text.strip(),))
                    draft.say(f"> {passage.text.strip()}", f"（{passage.source}、{passage.place}）")
    if answered:
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)
    return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.OUT_OF_SCOPE)


def answer_same_number(plan: SameNumberPlan, draft: Draft) -> Answer:
    """Say whether two figures are the same number, and where each is printed."""
    draft.reading = f"{'と'.join(plan.numbers)}は同じ数か"
    same = len({Decimal(one) for one in plan.numbers}) == 1
    places = []
    for number in dict.fromkeys(plan.numbers):
        for block in draft.catalog.report.blocks:
            for passage in block.passages:
                for written in (number, f"{int(number):,}"):
                    plain = fold(passage.text)
                    at = plain.find(written)
                    while at >= 0 and (
                        plain[at - 1 : at].isdigit()
                        or plain[at + len(written) : at + len(written) + 1].isdigit()
                    ):
                        at = plain.find(written, at + 1)
                    if at >= 0:
                        places.append((passage.source, str(passage.place), written))
                        draft.cite_text(passage.source, str(passage.place), written)
                        if block.id not in draft.blocks:
                            draft.blocks.append(block.id)
    if not places:
        for indicator in draft.catalog.report.indicators:
            for one in indicator.observations:
                if one.printed.replace(",", "") in plan.numbers:
                    draft.cite(one)
                    places.append((indicator.id, str(one.place), one.printed))
    where = "、".join(
        f"{source}（{place}）に「{written}」" for source, place, written in dict.fromkeys(places)
    )
    if same:
        draft.say(
            f"同じ数字です。桁区切りの有無など、書き方だけが異なります。{f'{where}とあります。' if where else ''}"
        )
    else:
        draft.say(f"別の数字です。{f'{where}とあります。' if where else ''}")
    return draft.finish(Status.ANSWERED, Route.NARRATIVE if places else Route.NONE)


def answer_talk(plan: TalkPlan, draft: Draft, examples: tuple[str, ...]) -> Answer:
    """Answer a greeting, thanks, or a question about what can be asked."""
    report = draft.catalog.report
    draft.reading = "あいさつ・使い方"
    if plan.kind == "thanks":
        draft.say("どういたしまして。ほかにもお調べになりたいことがあれば、お尋ねください。")
        return draft.finish(Status.ANSWERED, Route.NONE)
    head = "こんにちは。" if plan.kind == "greeting" else ""
    draft.say(
        f"{head}「{report.title}」に記載された指標の目標・実績・評価と、取組の状況や課題についてお答えします。",
        "次のようにお尋ねください。",
        *(f"- {one}" for one in examples),
    )
    draft.choices.extend(examples)
    return draft.finish(Status.ANSWERED, Route.NONE)
