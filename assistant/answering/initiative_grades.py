"""Answers about the grades of 取組, where a report grades these as wholes: listed, counted, told of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from assistant.answering.grades import difference_text, grade_letters, totals_row
from assistant.draft import Draft
from assistant.phrasing import grade_text, year_text
from assistant.planning.scope import scope_text
from assistant.plans import InitiativeGradesPlan
from assistant.types import Answer, FigureTable, Reason, Route, Status
from corpus.fiscal import fiscal_year_label
from corpus.types import Initiative, Observation
from index.figures import percent_text

_Graded = tuple[Initiative, Observation]


def answer_initiative_grades(plan: InitiativeGradesPlan, draft: Draft) -> Answer:
    """List or count the 取組 of a scope by their grades, or tell the grade of those that are named."""
    catalog = draft.catalog
    where = scope_text(plan.scope, catalog)
    letters = "・".join(map(grade_text, plan.grades))
    what = {"list": "一覧", "count": "件数と割合", "value": ""}[plan.what]
    draft.reading = (
        f"{fiscal_year_label(plan.year)}・{where}・取組の評価{letters}{f'の{what}' if what else ''}"
    )
    inside = _inside(plan, draft)
    graded = [(one, seen) for one in inside for seen in one.grades if seen.fiscal_year == plan.year]
    if not graded:
        years = sorted({seen.fiscal_year for one in catalog.initiatives.values() for seen in one.grades})
        held = "、".join(map(fiscal_year_label, years))
        draft.say(
            f"{year_text(plan.year)}の{where}には、評価の記載がありません。取組の評価の記載は{held}にあります。"
        )
        for one in inside:
            draft.source(one.id)
        reason = Reason.YEAR_OUTSIDE if plan.year not in years else Reason.NOT_PRINTED
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, reason)
    if plan.what == "value":
        return _told(plan, graded, draft)
    if plan.what == "count":
        return _counted(plan, where, inside, graded, draft)
    return _listed(plan, where, graded, draft)


def _inside(plan: InitiativeGradesPlan, draft: Draft) -> list[Initiative]:
    catalog, scope = draft.catalog, plan.scope
    of_indicators = {catalog.initiative_of[one] for one in scope.indicators}
    found = []
    for one in catalog.initiatives.values():
        out_of_items = (scope.initiatives and one.id not in scope.initiatives) or (
            of_indicators and one.id not in of_indicators
        )
        measure = catalog.measure_of[one.id]
        if out_of_items or (scope.measures and measure not in scope.measures):
            continue
        if scope.departments and not set(scope.departments) & set(one.departments):
            continue
        if scope.excluded_departments and set(one.departments) <= set(scope.excluded_departments):
            continue
        if scope.without and set(one.departments) & set(scope.excluded_departments):
            continue
        found.append(one)
    return found


def _told(plan: InitiativeGradesPlan, graded: Sequence[_Graded], draft: Draft) -> Answer:
    catalog = draft.catalog
    if plan.scope.indicators:
        names = "、".join(f"「{catalog.name(one)}」" for one in plan.scope.indicators)
        draft.say(
            f"この報告書の評価は、指標ごとではなく取組ごとに付けられており、指標{names}だけの評価はありません。"
        )
        for indicator in plan.scope.indicators:
            draft.source(indicator)
    for one, seen in graded:
        _show(one, seen, draft)
        meaning = next((each for each in catalog.report.legend if each.grade == seen.grade), None)
        explained = f"（{meaning.meaning}）" if meaning is not None else ""
        if meaning is not None:
            draft.cite_text("評価区分", str(meaning.place), f"{meaning.grade} {meaning.meaning}")
        draft.say(
            f"{one.id} {catalog.name(one.id)}の{year_text(plan.year)}の評価は、{grade_text(seen.grade or '')}{explained}です。"
        )
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _listed(plan: InitiativeGradesPlan, where: str, graded: Sequence[_Graded], draft: Draft) -> Answer:
    found = [(one, seen) for one, seen in graded if not plan.grades or seen.grade in plan.grades]
    asked = f"評価が{'または'.join(map(grade_text, plan.grades))}の" if plan.grades else "評価のある"
    if not found:
        for _, seen in graded:
            draft.cite(seen)
        draft.say(f"{year_text(plan.year)}の{where}に、{asked}取組はありません。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    draft.say(f"{year_text(plan.year)}の{where}で、{asked}取組は{len(found)}件です。")
    for one, seen in found:
        _show(one, seen, draft)
        grade = f": {grade_text(seen.grade or '')}" if len(plan.grades) != 1 else ""
        draft.say(f"- {one.id} {draft.catalog.name(one.id)}{grade}")
    draft.table = FigureTable(
        ("取組", "評価", "担当課"),
        tuple(
            (
                f"{one.id} {draft.catalog.name(one.id)}",
                grade_text(seen.grade or ""),
                "、".join(one.departments),
            )
            for one, seen in found
        ),
    )
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _counted(
    plan: InitiativeGradesPlan,
    where: str,
    inside: Sequence[Initiative],
    graded: Sequence[_Graded],
    draft: Draft,
) -> Answer:
    """Count by grade; the report's own totals are cited, and a difference from them is told."""
    counts = Counter(seen.grade or "" for _, seen in graded)
    total = len(graded)
    row = totals_row(plan.scope, plan.year, draft)
    if row is not None:
        draft.cite_totals(row)
        for grade, printed in row.counts:
            if printed != counts.get(grade, 0):
                draft.note(difference_text(grade, printed, counts.get(grade, 0), len(inside) - total))
    for _, seen in graded:
        draft.cite(seen)
    when = year_text(plan.year)
    if not plan.grades:
        said = "、".join(f"{grade_text(one)} {counts.get(one, 0)}件" for one in grade_letters(draft, counts))
        draft.say(f"{when}の{where}の取組の評価の内訳は、{said}で、計{total}件です。")
    else:
        part = sum(counts.get(one, 0) for one in plan.grades)
        draft.say(
            f"{when}の{where}で、評価が{'または'.join(map(grade_text, plan.grades))}の取組は{total}件中{part}件で、"
            f"割合は{percent_text(Decimal(part) / Decimal(total) * 100)}です。"
        )
        for one, seen in graded:
            if seen.grade in plan.grades:
                draft.rows.append(one.id)
                draft.say(f"- {one.id} {draft.catalog.name(one.id)}: {grade_text(seen.grade or '')}")
    if plan.by_measure:
        _by_measure(plan, graded, draft)
    ungraded = sum(one.id in draft.catalog.counted for one in inside) - total
    if ungraded:
        draft.note(f"評価の欄が空欄の取組が、ほかに{ungraded}件あります。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _by_measure(plan: InitiativeGradesPlan, graded: Sequence[_Graded], draft: Draft) -> None:
    catalog = draft.catalog
    wanted = plan.grades or catalog.grades
    counts = {
        measure: sum(catalog.measure_of[one.id] == measure and seen.grade in wanted for one, seen in graded)
        for measure in catalog.measures
        if not plan.scope.measures or measure in plan.scope.measures
    }
    if plan.grades and counts:
        most = max(counts.values())
        names = "、".join(catalog.name(one) for one, number in counts.items() if number == most)
        draft.say(f"最も多いのは、{names}で、{most}件です。")
    draft.say(*(f"- {catalog.name(one)}: {number}件" for one, number in counts.items()))


def _show(one: Initiative, seen: Observation, draft: Draft) -> None:
    draft.rows.append(one.id)
    draft.blocks.extend(block.id for block in one.blocks)
    draft.cite(seen)
