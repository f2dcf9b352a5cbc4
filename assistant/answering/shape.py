"""Answers about the report's own shape: its measures, initiatives, indicators, departments and years."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.draft import Draft
from assistant.phrasing import years_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import Scope, StructurePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.question import fold
from corpus.fiscal import find_years, fiscal_year_label
from corpus.levels import INITIATIVE
from corpus.types import Initiative, Kind, Passage

_LABELS = {
    "measures": "施策",
    "initiatives": "取組",
    "indicators": "指標",
    "departments": "担当課",
    "years": "収録年度",
    "without_indicators": "指標のない取組",
    "remarks": "総評",
    "shared": "二つ以上の担当課がある取組",
    "above": "基本目標など",
    "period": "計画の期間",
    "steps": "施策",
    "all": "概要",
}


def answer_structure(plan: StructurePlan, draft: Draft) -> Answer:
    """Say how many measures, initiatives or indicators there are, which departments, which years."""
    where = scope_text(plan.scope, draft.catalog)
    levels = "・".join(_LABELS[one] for one in (plan.what, *plan.also))
    draft.reading = "・".join(["報告書の構成", *([where] if where != "計画全体" else []), levels])
    refused: Reason | None = None
    route = Route.TABLE
    for what in (plan.what, *plan.also):
        match what:
            case "measures":
                refused = _measures(plan.scope, draft)
            case "initiatives" if plan.scope.described.startswith("二つ以上の課"):
                _shared(Scope(measures=plan.scope.measures), draft)
            case "initiatives":
                refused = _initiatives(plan, draft)
            case "indicators":
                _indicators(plan, draft)
            case "shared":
                _shared(plan.scope, draft)
            case "period":
                refused = _period(draft)
            case "steps":
                _steps(plan.scope, draft)
            case "above":
                _above(draft)
            case "without_indicators":
                _without_indicators(plan.scope, draft)
            case "departments":
                refused = _departments(plan.scope, draft)
            case "years":
                _years(draft)
            case "remarks":
                refused, route = _remarks(draft), Route.NARRATIVE
            case _:
                _whole(draft)
    if refused is not None and not plan.also:
        return draft.finish(Status.NOT_IN_REPORT, route, refused)
    return draft.finish(Status.ANSWERED, route)


def _above(draft: Draft) -> None:
    """The level over the measures (基本目標 over 施策), with what stands under each."""
    report = draft.catalog.report
    under: dict[str, list[str]] = {}
    for measure in draft.catalog.measures.values():
        under.setdefault(measure.above or "", []).append(measure.id)
    held = [one for one in under if one]
    heading = _heading_of(held[0]) or "大きな柱"
    draft.say(
        f"この報告書の{heading}は{len(held)}件で、その下の{report.measures[0].heading}は{len(draft.catalog.measures)}件です。"
    )
    for above in held:
        names = "、".join(draft.catalog.name(one) for one in under[above])
        draft.say(f"- {above}（{names}）")
        for one in under[above]:
            draft.source(one)


def _period(draft: Draft) -> Reason | None:
    """The years of the plan as its title prints them, else only those of which the tables print figures."""
    report = draft.catalog.report
    title = report.title
    printed = len({year for one in find_years(fold(title)) for year in one.years}) > 1
    if printed:
        draft.say(f"報告書の表題は「{title}」です。")
    ahead = max(report.years, default=report.fiscal_year) > report.fiscal_year
    if not printed and not ahead:
        draft.say("計画期間は、表題からも表の年度からも読み取れません。原資料をご確認ください。")
        _years(draft)
        return Reason.NOT_PRINTED
    draft.note("計画期間そのものではなく、表に値の記載がある年度をお答えしています。")
    _years(draft)
    return None


def _steps(scope: Scope, draft: Draft) -> None:
    """The 施策 of a plan of 基本目標, printed in a column beside its 取組."""
    catalog = draft.catalog
    found: dict[str, Passage] = {}
    for initiative in _initiatives_in(scope, draft):
        for block in initiative.blocks:
            for passage in block.passages:
                if passage.column == "施策" and passage.text.strip():
                    found.setdefault(passage.text.strip(), passage)
    lead = _lead(scope, draft) if scope.measures else ""
    draft.say(f"{lead}施策は{len(found)}件です。")
    for text, passage in found.items():
        draft.cite_text(passage.source, str(passage.place), text)
        draft.rows.append(catalog.initiative_of[passage.block_id])
        draft.say(f"- {text}")


def _heading_of(above: str) -> str:
    """Return what a level is called: 基本目標 of 「基本目標１　…」."""
    found = re.match(r"[^\d０-９Ⅰ-Ⅹ①-⑳一二三四五六七八九\s]+", above)
    return found.group() if found else ""


def _shared(scope: Scope, draft: Draft) -> None:
    """Initiatives with two or more departments in charge."""
    catalog = draft.catalog
    found = [
        (one, names)
        for one in _initiatives_in(scope, draft)
        if one.id in catalog.counted
        and len(names := tuple(dict.fromkeys(name for block in one.blocks for name in block.departments))) > 1
    ]
    lead = _lead(scope, draft)
    if not found:
        draft.say(
            f"二つ以上の担当課が記載されている取組は、{lead.removesuffix('の') or 'この報告書'}にはありません。"
        )
        return
    draft.say(f"二つ以上の担当課が記載されている取組は、{lead}{len(found)}件です。")
    for initiative, names in found:
        draft.rows.append(initiative.id)
        draft.source(initiative.id)
        for block in initiative.blocks:
            if block.departments and block.department_place is not None:
                draft.cite_text(
                    f"{initiative.id}:担当課", str(block.department_place), block.department_printed or ""
                )
        draft.say(f"- {initiative.id} {catalog.name(initiative.id)}（{'、'.join(names)}）")


def _measures(scope: Scope, draft: Draft) -> Reason | None:
    catalog, report = draft.catalog, draft.catalog.report
    if not catalog.has_measures:
        total = len(catalog.counted)
        draft.say(f"施策などの区分は、この報告書には記載がありません。取組は{total}件です。")
        return Reason.NOT_PRINTED
    measures = [one for one in catalog.measures.values() if not scope.measures or one.id in scope.measures]
    above = {one.above for one in measures}
    only = next(iter(above)) if scope.measures and len(above) == 1 else None
    lead = f"{only}の" if only else ("お尋ねの" if scope.measures else "この報告書の")
    draft.say(f"{lead}{report.measures[0].heading}は{len(measures)}件です。")
    for measure in measures:
        draft.rows.append(measure.id)
        draft.cite_text(measure.id, str(measure.place), measure.name or measure.id)
        draft.say(
            f"- {f'{measure.above} ＞ ' if measure.above else ''}{catalog.name(measure.id)}"
            f"（{_numbers({one.id for one in measure.initiatives}, draft)}指標{len(measure.indicators)}件）"
        )
    beside = [one for one in catalog.groups if one not in catalog.measures]
    if beside and not scope.measures:
        ids = {one.id for group in beside for one in catalog.groups[group].initiatives}
        names = "」「".join(catalog.name(one) for one in beside)
        draft.note(
            f"「{names}」の{_numbers(ids, draft).rstrip('、')}は、どの{report.measures[0].heading}のものか記載がありません。"
        )
    return None


def _initiatives_in(scope: Scope, draft: Draft) -> list[Initiative]:
    catalog = draft.catalog
    return [
        one
        for one in catalog.initiatives.values()
        if (not scope.measures or catalog.measure_of[one.id] in scope.measures)
        and (not scope.initiatives or one.id in scope.initiatives)
        and (
            not scope.departments
            or any(set(scope.departments) & set(block.departments) for block in one.blocks)
        )
    ]


def _lead(scope: Scope, draft: Draft) -> str:
    where = scope_text(scope, draft.catalog)
    return "" if where == "計画全体" else f"{where}の"


def _say_initiatives(found: list[Initiative], draft: Draft, *, departments: bool = False) -> None:
    """List initiatives; with `departments` with who is in charge of each instead of how many indicators."""
    measured = any(one.indicators for one in found) and not departments
    for initiative in found:
        draft.rows.append(initiative.id)
        draft.cite_text(initiative.id, str(initiative.place), initiative.name or initiative.id)
        number = f"（指標{len(initiative.indicators)}件）" if measured else ""
        if departments:
            number = f"（{_in_charge(initiative, draft)}）"
        draft.say(f"- {initiative.id} {draft.catalog.name(initiative.id)}{number}")


def _in_charge(initiative: Initiative, draft: Draft) -> str:
    """The departments of an initiative, each cited; none where the cell is empty or was lost."""
    for block in initiative.blocks:
        if block.department_printed and block.department_place is not None:
            draft.cite_text(f"{initiative.id}:担当課", str(block.department_place), block.department_printed)
    names = dict.fromkeys(name for block in initiative.blocks for name in block.departments)
    return "、".join(names) or "担当課の記載を確認できません"


def _initiatives(plan: StructurePlan, draft: Draft) -> Reason | None:
    """How many rows there are on the level asked for, else on each level that the report prints."""
    catalog, report = draft.catalog, draft.catalog.report
    if not catalog.counted:
        heading = report.measures[0].heading if catalog.has_measures else "表"
        draft.say(f"この報告書には、{heading}の下に取組としての記載はありません。")
        draft.say(
            f"記載があるのは、{heading}{len(catalog.measures)}件と指標{len(catalog.indicators)}件です。"
        )
        return Reason.NOT_PRINTED
    inside = [one for one in _initiatives_in(plan.scope, draft) if one.id in catalog.counted]
    lead = _lead(plan.scope, draft)
    if len(catalog.levels) == 1:
        word = plan.level or INITIATIVE
        if plan.whole_too:
            draft.say(f"{word}は計画全体で{len(catalog.counted)}件です。")
        draft.say(f"{lead}{word}は{len(inside)}件です。")
        _say_initiatives(inside, draft, departments=plan.departments)
        return None
    held = {one.id for one in inside}
    levels = [
        one
        for one in catalog.levels
        if one.word == plan.level or (not plan.level and held & set(one.initiatives))
    ]
    if not plan.level:
        said = "、".join(
            f"{one.word}が{sum(each.id in one.initiatives for each in inside)}件" for one in levels
        )
        draft.say(f"{lead or 'この報告書の'}記載は、{said}です。")
    for level in levels:
        mine = [one for one in inside if one.id in level.initiatives]
        if plan.level and plan.whole_too:
            draft.say(f"{level.word}は計画全体で{len(level.initiatives)}件です。")
        draft.say(f"{lead}{level.word}は{len(mine)}件です。" if plan.level else f"**{level.word}**")
        _say_initiatives(mine, draft, departments=plan.departments)
    return None


def _numbers(inside: Collection[str], draft: Draft) -> str:
    """Say how many initiatives of each level are among these: 「施策2件、事業4件、」."""
    levels = draft.catalog.levels
    alone = len(levels) == 1
    return "".join(
        f"{INITIATIVE if alone else one.word}{number}件、"
        for one in levels
        if (number := sum(each in inside for each in one.initiatives))
    )


def _without_indicators(scope: Scope, draft: Draft) -> None:
    """Initiatives for which the report prints no indicator."""
    inside = [one for one in _initiatives_in(scope, draft) if one.id in draft.catalog.counted]
    found = [one for one in inside if not one.indicators]
    total = len(inside)
    lead = _lead(scope, draft)
    if not found:
        draft.say(f"指標が記載されていない取組は、{lead.removesuffix('の') or '計画全体'}にはありません。")
        return
    of = INITIATIVE if len(levels := draft.catalog.levels) == 1 else "・".join(one.word for one in levels)
    draft.say(f"指標が記載されていない取組は、{lead}{of}{total}件のうち{len(found)}件です。")
    _say_initiatives(found, draft)


def _indicators(plan: StructurePlan, draft: Draft) -> None:
    catalog, report = draft.catalog, draft.catalog.report
    inside = indicators_in(plan.scope, catalog)
    row = next((one for one in report.totals if one.measure_id is None), None)
    if plan.whole_too:
        draft.say(f"指標は計画全体で{len(catalog.indicators)}件です。")
    draft.say(f"{_lead(plan.scope, draft)}指標は{len(inside)}件です。")
    if row is not None and plan.scope == Scope():
        draft.cite_totals(row)
        if row.total is not None and row.total != len(inside):
            draft.note(f"報告書の集計では{row.total}件とされています。")
    by_measure: dict[str, list[str]] = {}
    for indicator in inside:
        by_measure.setdefault(catalog.measure_of[indicator.id], []).append(indicator.id)
    for measure, ids in by_measure.items():
        if catalog.has_measures:
            draft.say(f"- {catalog.name(measure)}: {len(ids)}件")
        for one in ids:
            draft.rows.append(one)
            named = catalog.indicators[one]
            draft.cite_text(one, str(named.place), named.printed_name or named.name or one)
            draft.say(f"{'  ' if catalog.has_measures else ''}- {one} {catalog.name(one)}")


def _departments(scope: Scope, draft: Draft) -> Reason | None:
    catalog, report = draft.catalog, draft.catalog.report
    if not catalog.departments:
        draft.say("担当課の記載は、この報告書にはありません。")
        return Reason.NOT_PRINTED
    inside = {one.id for one in _initiatives_in(scope, draft)}
    blocks = [one for one in report.blocks if catalog.initiative_of[one.id] in inside]
    names = tuple(dict.fromkeys(name for one in blocks for name in one.departments))
    draft.say(f"{_lead(scope, draft)}担当課として記載があるのは、{'、'.join(names)}の{len(names)}件です。")
    for block in blocks:
        if block.departments and block.department_place is not None:
            draft.cite_text(
                f"{catalog.initiative_of[block.id]}:担当課",
                str(block.department_place),
                block.department_printed or "",
            )
    if any(not block.departments and block.department_printed is None for block in blocks):
        draft.note("担当課の欄が抽出で失われた行があるため、ほかにも担当課がある可能性があります。")
    return None


def _years(draft: Draft) -> None:
    report = draft.catalog.report
    seen = {
        kind: sorted(
            {
                one.fiscal_year
                for each in report.indicators
                for one in each.observations
                if one.kind is kind and one.place is not None
            }
        )
        for kind in (Kind.ACTUAL, Kind.TARGET, Kind.GRADE)
    }
    labels = {Kind.ACTUAL: "実績", Kind.TARGET: "目標", Kind.GRADE: "評価"}
    parts = [
        f"{labels[kind]}は{fiscal_year_label(years[0])}から{fiscal_year_label(years[-1])}まで（{years_text(years)}）"
        if len(years) > 1
        else f"{labels[kind]}は{fiscal_year_label(years[0])}"
        for kind, years in seen.items()
        if years
    ]
    draft.say(f"記載がある年度は、{'、'.join(parts)}です。指標によって欠ける年度があります。")


def _remarks(draft: Draft) -> Reason | None:
    report = draft.catalog.report
    titles = {one.title for one in report.plain_tables}  # a table's title under the totals is no remark
    remarks = [one for one in report.remarks if one.text.strip() not in titles]
    if not remarks:
        draft.say("この報告書には、総評の記載がありません。")
        return Reason.NOT_PRINTED
    draft.say("報告書の総評には、次の記載があります。")
    for remark in remarks:
        draft.quote(remark, (remark.text,))
        draft.say(f"> {remark.text.strip()}")
    return None


def _whole(draft: Draft) -> None:
    catalog, report = draft.catalog, draft.catalog.report
    heading = report.measures[0].heading if report.measures else "施策"
    draft.say(
        f"この報告書は「{report.title}」です。"
        + (f"{len(catalog.measures)}の{heading}、" if catalog.has_measures else "")
        + "".join(
            f"{len(one.initiatives)}の{INITIATIVE if len(catalog.levels) == 1 else one.word}、"
            for one in catalog.levels
        )
        + f"{sum(1 for _ in report.indicators)}の指標があり、"
        f"{years_text(report.years)}の目標・実績・評価と、取組の状況・課題の記述を収めています。"
    )
