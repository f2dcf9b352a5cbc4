"""Answers about numbers of indicators by grade, reconciled with the report's own totals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

from assistant.draft import Draft
from assistant.phrasing import grade_text, year_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import GradesPlan, MeaningPlan, NotRatedPlan, Scope
from assistant.types import Answer, FigureTable, Reason, Route, Status
from corpus.fiscal import fiscal_year_label
from corpus.types import Kind, Observation, TotalsRow
from index.figures import percent_text

_BOUND = re.compile(r"[0-9０-９一二三四五六七八九十]\s*(割|[%％]|パーセント|ポイント)")


def grade_counts(scope: Scope, year: int, draft: Draft) -> Counter[str]:
    """Return how many indicators of a scope the tables give each grade in a year; blank ones are not counted."""
    found: Counter[str] = Counter()
    for indicator in indicators_in(scope, draft.catalog):
        grade = indicator.observation(year, Kind.GRADE)
        if grade is not None and grade.grade:
            found[grade.grade] += 1
    return found


def totals_row(scope: Scope, year: int, draft: Draft) -> TotalsRow | None:
    """Return the report's own row for a scope, where it prints one: only for its own year."""
    if year != draft.catalog.report.fiscal_year:
        return None
    if scope.initiatives or scope.indicators or scope.departments or scope.excluded_departments:
        return None
    if len(scope.measures) > 1:
        return None
    wanted = scope.measures[0] if scope.measures else None
    return next((row for row in draft.catalog.report.totals if row.measure_id == wanted), None)


def grade_letters(draft: Draft, counts: Counter[str]) -> list[str]:
    """Return the grades to show, best first: the report's own, and others that were counted."""
    legend = [one.grade for one in draft.catalog.report.legend]
    known = [one for one in draft.catalog.grades if one != "-" or one in legend or counts.get(one)]
    return known + [grade for grade in counts if grade not in known]


def difference_text(grade: str, printed: int, counted: int, blanks: int) -> str:
    """Return that the report's own totals and the tables give a grade different numbers, and the likely reason.

    `blanks` is the number of indicators for which the tables print no grade.
    """
    reason = (
        f"表の評価欄に空欄か抽出で失われた値が{blanks}件あるためと考えられます。"
        if blanks
        else "表の評価欄はすべて埋まっており、報告書の集計と表が食い違っています。原資料をご確認ください。"
    )
    return f"{grade}は、報告書の集計では{printed}件、表から数えると{counted}件です。{reason}"


def _read(scope: Scope, year: int, draft: Draft) -> tuple[Counter[str], int]:
    """Return the counts by grade and the number of indicators; the report's own totals are cited and compared."""
    counts = grade_counts(scope, year, draft)
    total = len(indicators_in(scope, draft.catalog))
    row = totals_row(scope, year, draft)
    blanks = total - sum(counts.values())
    if row is not None:
        draft.cite_totals(row)
        for grade, printed in row.counts:
            if printed != counts.get(grade, 0):
                told = difference_text(grade, printed, counts.get(grade, 0), blanks)
                draft.note(f"{told}集計の値でお答えしています。")
                counts[grade] = printed
        if row.total is not None:
            if row.total != total:
                draft.note(
                    f"指標の数は、報告書の集計では{row.total}件、表から数えると{total}件です。集計の値でお答えしています。"
                )
            total = row.total
    if row is None or not row.counts:
        for indicator in indicators_in(scope, draft.catalog):
            draft.cite(indicator.observation(year, Kind.GRADE))
        total = total if row is not None and row.total is not None else sum(counts.values())
    inferred = [
        one
        for indicator in indicators_in(scope, draft.catalog)
        if (one := indicator.observation(year, Kind.GRADE)) is not None and one.inferred
    ]
    if inferred:
        names = "、".join(f"{one.indicator_id}（{one.grade}）" for one in inferred)
        draft.note(f"表の評価欄が空欄で、報告書の集計から推定した指標を含みます: {names}。")
    return counts, total


def answer_grades(plan: GradesPlan, draft: Draft) -> Answer:
    """Count, share, break down, compare or rank indicators by grade."""
    catalog = draft.catalog
    where = _where(plan, draft)
    letters = "・".join(grade_text(one) for one in plan.grades) if plan.grades else "評価"
    labels = {
        "count": "件数",
        "share": "割合",
        "breakdown": "内訳",
        "compare": "比較",
        "rank": "件数の順" if plan.by_upper_level else "施策別の順",
        "departments": "担当課別の内訳",
    }
    draft.reading = f"{fiscal_year_label(plan.year)}・{where}・評価{'' if not plan.grades else letters}の{labels[plan.what]}"
    if plan.year > catalog.report.fiscal_year:
        draft.say(
            f"{year_text(plan.year)}の評価は、この報告書にはありません。評価の記載は"
            f"{fiscal_year_label(catalog.report.fiscal_year)}までです。"
        )
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.YEAR_OUTSIDE)
    if plan.what == "compare" or (plan.what == "count" and len(_places(plan, draft)) > 1):
        return _compare(plan, draft)
    if plan.what == "rank":
        return _rank(plan, draft)
    if plan.what == "departments":
        return _by_department(plan, draft)
    counts, total = _read(plan.scope, plan.year, draft)
    if not total:
        draft.say(f"{year_text(plan.year)}の{where}には、評価の記載がありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    draft.table = _table([(where, counts, total)], grade_letters(draft, counts))
    if plan.what == "breakdown" or not plan.grades:
        said = "、".join(f"{_grade_name(one)}{counts.get(one, 0)}件" for one in grade_letters(draft, counts))
        draft.say(f"{year_text(plan.year)}の{where}の評価の内訳は、{said}で、計{total}件です。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    part = sum(counts.get(one, 0) for one in plan.grades)
    if plan.what == "count":
        each = (
            "（" + "、".join(f"{grade_text(one)} {counts.get(one, 0)}件" for one in plan.grades) + "）"
            if len(plan.grades) > 1
            else ""
        )
        draft.say(
            f"{year_text(plan.year)}の{where}で、評価が{_either(plan.grades)}の指標は{part}件です{each}。"
            + (
                f"全体{total}件中{part}件で、{percent_text(Decimal(part) / Decimal(total) * 100)}に当たります。"
                if part
                else f"全体は{total}件です。"
            )
        )
        _note_rated(plan, part, total, counts, draft)
        _note_neighbours(plan.grades, counts, draft)
        return draft.finish(Status.ANSWERED, Route.TABLE)
    unrated = counts.get("-", 0) if "-" not in plan.grades else 0
    if plan.judged_only and total > unrated:
        return _share_of_rated(plan, where, part, (total, unrated), draft)
    share = Decimal(part) / Decimal(total) * 100
    draft.say(
        f"{year_text(plan.year)}の{where}で、評価が{_either(plan.grades)}の指標は{total}件中{part}件で、"
        f"割合は{percent_text(share)}です。"
    )
    _note_rated(plan, part, total, counts, draft)
    if not plan.scope.measures:
        _cite_remark(percent_text(share), draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _share_of_rated(
    plan: GradesPlan, where: str, part: int, numbers: tuple[int, int], draft: Draft
) -> Answer:
    """Give the share among the indicators that were rated, with that among all beside it."""
    total, unrated = numbers
    rated = total - unrated
    draft.say(
        f"{year_text(plan.year)}の{where}で、評価不可（-）を除くと、評価が{_either(plan.grades)}の指標は"
        f"{rated}件中{part}件で、割合は{percent_text(Decimal(part) / Decimal(rated) * 100)}です。"
    )
    if unrated:
        told = percent_text(Decimal(part) / Decimal(total) * 100)
        draft.say(f"評価不可（-）{unrated}件を含めると、{total}件中{part}件で、{told}です。")
    else:
        draft.say("評価不可（-）の指標はありません。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _note_rated(plan: GradesPlan, part: int, total: int, counts: Counter[str], draft: Draft) -> None:
    """State the denominator, and the share among the indicators that were rated."""
    unrated = counts.get("-", 0)
    if not unrated or "-" in plan.grades or total <= unrated or not part:
        return
    rated = total - unrated
    draft.say(
        f"分母は評価不可（-）{unrated}件を含む{total}件です。評価不可を除くと{rated}件中{part}件で、"
        f"{percent_text(Decimal(part) / Decimal(rated) * 100)}です。"
    )


def _grade_name(grade: str) -> str:
    return "評価不可（-）" if grade == "-" else grade_text(grade)


def _either(grades: tuple[str, ...]) -> str:
    return "または".join(grade_text(one) for one in grades)


def _note_neighbours(grades: tuple[str, ...], counts: Counter[str], draft: Draft) -> None:
    """Name grades whose words hold those asked for (概ね順調 beside 順調), for they were not counted."""
    for one, count in counts.items():
        if one not in grades and any(len(asked) > 1 and _core(asked) in one for asked in grades):
            draft.note(f"ほかに評価が「{one}」の指標が{count}件あります（含めていません）。")


def _core(grade: str) -> str:
    return re.sub(r"^(未|不)|(て(い)?る|である)$", "", grade)


def _cite_remark(figure: str, draft: Draft) -> None:
    for remark in draft.catalog.report.remarks:
        if figure in remark.text:
            draft.cite_text(remark.source, str(remark.place), remark.text.strip())
            return


def _table(rows: list[tuple[str, Counter[str], int]], letters: list[str]) -> FigureTable:
    return FigureTable(
        ("範囲", *letters, "計"),
        tuple(
            (name, *(str(counts.get(one, 0)) for one in letters), str(total)) for name, counts, total in rows
        ),
    )


def _places(plan: GradesPlan, draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is set side by side, each with its measures: the measures, or the headings over them."""
    catalog = draft.catalog
    measures = plan.scope.measures
    if not plan.by_upper_level:
        return [(catalog.name(one), (one,)) for one in measures]
    under: dict[str, list[str]] = {}
    for one in measures:
        under.setdefault(catalog.measures[one].above or catalog.name(one), []).append(one)
    return [(above, tuple(inside)) for above, inside in under.items()]


def _where(plan: GradesPlan, draft: Draft) -> str:
    if plan.by_upper_level and plan.scope.measures:
        return "、".join(name for name, _ in _places(plan, draft))
    return scope_text(plan.scope, draft.catalog)


def _compare(plan: GradesPlan, draft: Draft) -> Answer:
    rows = []
    for name, measures in _places(plan, draft):
        counts, total = _read(Scope(measures=measures), plan.year, draft)
        rows.append((name, counts, total))
        draft.rows.extend(() if plan.by_upper_level else measures)
    letters = grade_letters(draft, rows[0][1])
    draft.table = _table(rows, letters)
    if plan.grades:
        asked = _either(plan.grades)
        values = [sum(counts.get(one, 0) for one in plan.grades) for _, counts, _ in rows]
        said = "、".join(f"{name}が{value}件" for (name, _, _), value in zip(rows, values, strict=True))
        best = max(values)
        ahead = [name for (name, _, _), value in zip(rows, values, strict=True) if value == best]
        if len(ahead) == len(values):
            draft.say(f"評価が{asked}の指標の数は同じです。{said}です（{year_text(plan.year)}）。")
        else:
            draft.say(
                f"評価が{asked}の指標は、{'と'.join(ahead)}のほうが多くなっています。{said}です（{year_text(plan.year)}）。"
            )
        if len(values) > 2:
            draft.say(f"合わせて{sum(values)}件です。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    for name, counts, total in rows:
        said = "、".join(f"{_grade_name(one)}{counts.get(one, 0)}件" for one in letters)
        draft.say(f"{year_text(plan.year)}の{name}の評価の内訳は、{said}で、計{total}件です。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _by_department(plan: GradesPlan, draft: Draft) -> Answer:
    """Break the grades down by department; an indicator of several departments counts for each."""
    catalog = draft.catalog
    if not catalog.departments:
        draft.say("担当課の記載がないため、担当課別の件数は分かりません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    rows = []
    for name in catalog.departments:
        scope = replace(plan.scope, departments=(name,))
        counts, total = _read(scope, plan.year, draft)
        if total:
            rows.append((name, counts, total))
    if not rows:
        draft.say(f"{year_text(plan.year)}の評価は、この報告書には記載がありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    every: Counter[str] = Counter()
    for _, counts, _ in rows:
        every += counts
    letters = [one for one in grade_letters(draft, every) if not plan.grades or one in plan.grades]
    draft.table = _table(rows, letters)
    draft.say(f"{year_text(plan.year)}の担当課別の評価の内訳は、次のとおりです。")
    for name, counts, total in rows:
        said = "、".join(f"{_grade_name(one)}{counts.get(one, 0)}件" for one in letters)
        draft.say(f"- {name}: {said}（評価のある指標{total}件）")
    if any(len(block.departments) > 1 for block in catalog.report.blocks):
        draft.note("担当課が複数ある指標は、それぞれの課に数えています。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _rank(plan: GradesPlan, draft: Draft) -> Answer:
    catalog = draft.catalog
    if not plan.scope.measures:
        plan = replace(plan, scope=replace(plan.scope, measures=tuple(catalog.measures)))
    grades = plan.grades or catalog.scale[:1]
    if not grades:
        draft.say(f"{year_text(plan.year)}の評価は、この報告書には記載がありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    counted = []
    rows = []
    for name, measures in _places(plan, draft):
        counts, total = _read(Scope(measures=measures), plan.year, draft)
        counted.append((sum(counts.get(one, 0) for one in grades), name, measures))
        rows.append((name, counts, total))
    ordered = sorted(counted, key=lambda pair: -pair[0] if plan.highest else pair[0])
    asked = _either(grades)
    if plan.only_first:
        ordered = [one for one in ordered if one[0] == ordered[0][0]]
        names = "、".join(name for _, name, _ in ordered)
        draft.say(
            f"{year_text(plan.year)}に評価が{asked}の指標が最も{'多い' if plan.highest else '少ない'}のは、{names}で、{ordered[0][0]}件です。"
        )
        draft.rows.extend(one for _, _, inside in ordered for one in inside if not plan.by_upper_level)
        draft.table = _table(rows, grade_letters(draft, Counter()))
        return draft.finish(Status.ANSWERED, Route.TABLE)
    draft.say(
        f"{year_text(plan.year)}に評価が{asked}の指標が{'多い' if plan.highest else '少ない'}{'順に' if plan.by_upper_level else '施策から'}並べると、次のとおりです。"
    )
    for position, (value, name, inside) in enumerate(ordered, start=1):
        draft.rows.extend(() if plan.by_upper_level else inside)
        draft.say(f"{position}. {name} {value}件")
    draft.table = _table(rows, grade_letters(draft, Counter()))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def answer_meaning(plan: MeaningPlan, draft: Draft) -> Answer:
    """Say what grades mean by quoting the legend."""
    legend = draft.catalog.report.legend
    wanted = [one for one in legend if not plan.grades or one.grade in plan.grades]
    draft.reading = f"評価区分{'・'.join(plan.grades)}の意味"
    if plan.levels and (rated := draft.catalog.scale):
        said = "、".join(grade_text(one) for one in rated)
        draft.say(f"評価は{len(rated)}段階で、{said}です。")
        for grade in rated:
            draft.cite(_first_with(grade, draft))
        for one in legend:
            draft.cite_text("評価区分", str(one.place), one.meaning)
            draft.say(f"- {one.grade}：「{one.meaning}」")
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)
    if not legend:
        return _no_legend(draft)
    if not wanted:
        draft.say("その評価の説明は、この報告書の評価区分にはありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.NO_SUCH_ITEM)
    for one in wanted:
        draft.cite_text("評価区分", str(one.place), one.meaning)
        draft.say(f"評価{grade_text(one.grade)}は、報告書の評価区分で「{one.meaning}」とされています。")
    return draft.finish(Status.ANSWERED, Route.NARRATIVE)


def _first_with(grade: str, draft: Draft) -> Observation | None:
    """A cell of the tables that prints a grade."""
    return next(
        (
            one
            for indicator in draft.catalog.report.indicators
            for one in indicator.observations
            if one.grade == grade and one.place is not None
        ),
        None,
    )


def _no_legend(draft: Draft) -> Answer:
    """Say that the report explains its grades nowhere, and which grades its tables use."""
    used: dict[str, Observation] = {}
    for indicator in draft.catalog.report.indicators:
        for one in indicator.observations:
            if one.grade is not None and one.place is not None:
                used.setdefault(one.grade, one)
    if not used:
        draft.say("この報告書には、評価の記載も、評価の区分の説明もありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.NOT_PRINTED)
    for one in used.values():
        draft.cite(one)
    said = "、".join(_grade_name(one) for one in draft.catalog.grades if one in used)
    draft.say(
        "評価の意味を説明する評価区分（凡例）は、この報告書には記載がありません。"
        f"表で使われている評価は、{said}です。"
    )
    return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.NOT_PRINTED)


def answer_criteria(draft: Draft) -> Answer:
    """Quote the rule that the legend prints for its grades, else say that there is none and what there is."""
    draft.reading = "評価の基準"
    legend = draft.catalog.report.legend
    said = "、".join(f"{one.grade}「{one.meaning}」" for one in legend)
    for one in legend:
        draft.cite_text("評価区分", str(one.place), one.meaning)
    if any(_BOUND.search(one.meaning) for one in legend):
        draft.say(f"報告書の評価区分には、次のように記載されています: {said}。")
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)
    draft.say(
        "何%でどの評価になるかという数値の基準は、この報告書には記載がありません。"
        + (f"記載されているのは評価区分の言葉だけです（{said}）。" if said else "")
    )
    return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.NOT_PRINTED)


def answer_not_rated(plan: NotRatedPlan, draft: Draft) -> Answer:
    """List the indicators without a rating, telling printed dashes from blanks that the totals imply."""
    catalog = draft.catalog
    draft.reading = f"{fiscal_year_label(plan.year)}・計画全体・評価不可（-）の指標"
    lines = []
    for indicator in catalog.report.indicators:
        grade = indicator.observation(plan.year, Kind.GRADE)
        if grade is None or grade.grade != "-":
            continue
        draft.rows.append(indicator.id)
        draft.cite(grade)
        how = "表の欄は空欄で、集計から推定" if grade.inferred else f"表に「{grade.printed.strip()}」と記載"
        lines.append(f"- {indicator.id} {catalog.name(indicator.id)}（{how}）")
    row = totals_row(Scope(), plan.year, draft)
    if row is not None:
        draft.cite_totals(row)
        printed = row.count("-")
        if printed != len(lines):
            draft.note(f"報告書の集計では評価不可は{printed}件で、示した{len(lines)}件と一致しません。")
    if not lines:
        draft.say(f"{year_text(plan.year)}に評価不可（-）とされた指標は、表にはありません。")
        return draft.finish(Status.ANSWERED, Route.TABLE)
    total = sum(1 for _ in catalog.report.indicators)
    draft.say(
        f"{year_text(plan.year)}に評価不可（-）に当たる指標は、全{total}件の指標のうち{len(lines)}件です。",
        *lines,
    )
    return draft.finish(Status.ANSWERED, Route.TABLE)
