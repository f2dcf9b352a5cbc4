"""Numbers of indicators that fulfil a condition, and means of a quantity, for the whole or by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from assistant.answering.grade_moves import note_further_steps
from assistant.answering.rates import note_rates
from assistant.answering.selection import cite_test, select, set_query
from assistant.conditions import PERCENTAGES, QUANTITY_LABELS, Condition, condition_text
from assistant.draft import Draft
from assistant.phrasing import amount_text, number_text, year_text, years_text
from assistant.planning.scope import indicators_in, scope_text
from assistant.plans import AveragePlan, Scope, TallyPlan
from assistant.types import Answer, FigureTable, Reason, Route, Status
from corpus.fiscal import fiscal_year_label
from index.figures import percent_text, rounded, standing
from index.set_query import Quantity, SetQuery

_LISTED = 30  # indicators named below a count
_GROUP_LABELS = {"measure": "施策", "initiative": "取組", "department": "担当課", "year": "年度"}


def groups_of(
    group: str, scope: Scope, years: tuple[int, ...], draft: Draft
) -> list[tuple[str, str, Scope, tuple[int, ...]]]:
    """Return (id, name, scope, years) of each group inside a scope; one for the whole where none is named."""
    catalog = draft.catalog
    match group:
        case "measure":
            ids = scope.measures or tuple(catalog.measures)
            return [(one, catalog.name(one), replace(scope, measures=(one,)), years) for one in ids]
        case "initiative":
            return [
                (one, f"{one} {catalog.name(one)}", replace(scope, initiatives=(one,)), years)
                for one in scope.initiatives or tuple(catalog.initiatives)
            ]
        case "department":
            names = scope.departments or catalog.departments
            return [("", one, replace(scope, departments=(one,)), years) for one in names]
        case "year":
            return [("", year_text(year), scope, (year,)) for year in years]
        case _:
            return [("", scope_text(scope, catalog), scope, years)]


def answer_tally(plan: TallyPlan, draft: Draft) -> Answer:
    """Count the indicators of a scope that fulfil a condition, give their share, or rank groups by it."""
    where = scope_text(plan.scope, draft.catalog)
    asked = "指標" if plan.condition.empty else condition_text(plan.condition, plan.years)
    if plan.target_year:
        asked = f"{fiscal_year_label(plan.target_year)}の{asked}"
    label = years_text(plan.years) if len(plan.years) > 1 else fiscal_year_label(plan.years[-1])
    by = f"・{_GROUP_LABELS[plan.group]}別" if plan.group else ""
    draft.reading = f"{label}・{where}・{asked}{by}の{'割合' if plan.what == 'share' else '件数'}"
    if plan.group == "department" and not draft.catalog.departments:
        draft.say("担当課の記載がないため、担当課別の件数は分かりません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    if plan.group:
        return _tally_groups(plan, asked, draft)
    found, undecided, total = _counted(plan.scope, plan.condition, plan.years, draft, plan.target_year)
    for one in found:
        draft.rows.append(one)
        cite_test(plan.condition, draft.catalog.indicators[one], plan.years, draft)
    attributive = attributive_text(asked)
    if plan.what == "share":
        if not total:
            draft.say(f"{where}には、指標がありません。")
            return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
        if plan.judged_only and undecided and total > len(undecided):
            _say_share_of_judged(label, where, attributive, len(found), total, len(undecided), draft)
            _name(found, attributive, draft)
            return draft.finish(Status.ANSWERED, Route.TABLE)
        share = Decimal(len(found)) / Decimal(total) * 100
        draft.say(
            f"{label}の{where}で、{attributive}指標は{total}件中{len(found)}件で、割合は{percent_text(share)}です。"
        )
        if undecided:
            told = total - len(undecided)
            draft.note(
                f"分母は、目標や実績の記載がない、または数値でないために判定できない{len(undecided)}件を含む{total}件です。"
                + (
                    f"判定できる{told}件を分母とすると{percent_text(Decimal(len(found)) / Decimal(told) * 100)}です。"
                    if told
                    else ""
                )
            )
    else:
        draft.say(
            f"{label}の{where}で、{attributive}指標は{len(found)}件です。"
            + (
                f"全体{total}件中{len(found)}件で、{percent_text(Decimal(len(found)) / Decimal(total) * 100)}に当たります。"
                if found
                else f"全体は{total}件です。"
            )
            if not plan.condition.empty
            else f"{where}の指標は{len(found)}件です。"
        )
        if undecided:
            draft.note(
                f"目標や実績の記載がない、または数値でないために判定できない指標が{len(undecided)}件あり、数えていません。"
            )
    note_further_steps(plan, draft)
    _name(found, attributive, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _say_share_of_judged(
    label: str, where: str, attributive: str, part: int, total: int, undecided: int, draft: Draft
) -> None:
    """Give the share among what can be judged first, then that of all beside it."""
    told = total - undecided
    draft.say(
        f"{label}の{where}で、判定できない{undecided}件を除くと、{attributive}指標は{told}件中{part}件で、"
        f"割合は{percent_text(Decimal(part) / Decimal(told) * 100)}です。"
    )
    draft.note(
        f"判定できない{undecided}件（目標や実績の記載がない、または数値でない）を含めると、{total}件中{part}件で、"
        f"{percent_text(Decimal(part) / Decimal(total) * 100)}です。"
    )


def _name(found: list[str], attributive: str, draft: Draft) -> None:
    for one in found[:_LISTED]:
        draft.say(f"- {one} {draft.catalog.name(one)}")
    if len(found) > _LISTED:
        draft.say(
            f"ほか{len(found) - _LISTED}件です。一覧は「{attributive}指標を全部教えて」とお尋ねください。"
        )


def attributive_text(asked: str) -> str:
    """Return a condition as it stands before 指標: 評価がCの, 実績が前年度より減った."""
    return asked if asked.endswith(("た", "る", "い", "の")) else f"{asked}の"


def _counted(
    scope: Scope, condition: Condition, years: tuple[int, ...], draft: Draft, target_year: int = 0
) -> tuple[list[str], tuple[str, ...], int]:
    query = set_query(scope, condition, years, target_year)
    found = [one.indicator for one in draft.standings.select(query)]
    undecided = tuple(one for one in draft.standings.undecided(query) if one not in found)
    return found, undecided, len(indicators_in(scope, draft.catalog))


def _tally_groups(plan: TallyPlan, asked: str, draft: Draft) -> Answer:
    counted = []
    for item, name, scope, years in groups_of(plan.group, plan.scope, plan.years, draft):
        if plan.group == "year":
            years = _years_back(plan, years[0])
        found, _, total = _counted(scope, plan.condition, years, draft, plan.target_year)
        for one in found:
            cite_test(plan.condition, draft.catalog.indicators[one], years, draft)
        if total:
            counted.append((item, name, len(found), total))
    if not counted:
        draft.say("お尋ねの範囲に当たる指標は、この報告書にはありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
    share = plan.what == "share"
    label = _GROUP_LABELS[plan.group]
    attributive = "" if plan.condition.empty else attributive_text(asked)
    when = "" if plan.group == "year" or plan.condition.empty else f"{_when(plan.years)}に"

    def measured(row: tuple[str, str, int, int]) -> Decimal:
        return Decimal(row[2]) / Decimal(row[3]) if share else Decimal(row[2])

    def shown(row: tuple[str, str, int, int]) -> str:
        text = f"{row[3]}件中{row[2]}件" if share else f"{row[2]}件"
        if not share:
            return text
        percent = Decimal(row[2]) / Decimal(row[3]) * 100
        exact = percent == percent.to_integral_value()
        return f"{text}（{int(percent)}%）" if exact else f"{text}（{percent_text(percent)}）"

    if plan.order:
        counted.sort(key=lambda row: -plan.order * measured(row))
        if plan.limit == 1:
            counted_first = [row for row in counted if measured(row) == measured(counted[0])]
            names = "と".join(row[1] for row in counted_first)
            most = (
                "最も" + ("多い" if plan.order > 0 else "少ない")
                if not share
                else ("割合が最も高い" if plan.order > 0 else "割合が最も低い")
            )
            draft.say(
                f"{when}{attributive}指標{'の' if share else 'が'}{most}{label}は、{names}で、"
                f"{'いずれも' if len(counted_first) > 1 else ''}{shown(counted_first[0])}です。"
            )
            draft.rows.extend(row[0] for row in counted_first if row[0])
        else:
            draft.say(
                f"{when}{attributive}指標が{'多い' if plan.order > 0 else '少ない'}{label}から並べると、次のとおりです。"
            )
            draft.rows.extend(row[0] for row in counted if row[0])
    else:
        draft.say(f"{when}{attributive}指標の{label}別の{'割合' if share else '件数'}は、次のとおりです。")
        draft.rows.extend(row[0] for row in counted if row[0])
        if plan.group != "year" and len(counted) == 2:
            draft.say(_which_has_more(counted, measured, share))
        if plan.group == "year" and not share and len(counted) == 2:
            draft.say(f"{counted[0][1]}の{counted[0][2]}件から{_moved_text(counted[1][2] - counted[0][2])}。")
        elif plan.group == "year" and not share and len(counted) > 2:
            draft.say(f"延べ{sum(row[2] for row in counted)}件です。")
        if plan.group == "measure" and not share:
            found, _, total = _counted(plan.scope, plan.condition, plan.years, draft, plan.target_year)
            draft.say(f"合わせて、指標{total}件のうち{len(found)}件です。")
    if not (plan.order and plan.limit == 1):
        draft.say(*(f"- {row[1]}: {shown(row)}" for row in counted[: plan.limit or len(counted)]))
    draft.table = FigureTable(
        (label, f"{attributive}指標", "指標の数"),
        tuple((row[1], str(row[2]), str(row[3])) for row in counted),
    )
    if plan.group == "department" and any(len(one.departments) > 1 for one in draft.catalog.report.blocks):
        draft.note("担当課が複数ある指標は、それぞれの課に数えています。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _which_has_more(
    counted: list[tuple[str, str, int, int]],
    measured: Callable[[tuple[str, str, int, int]], Decimal],
    share: bool,
) -> str:
    """Of two groups, which has more and by how many; that they are level is an answer, too."""
    first, second = counted
    if measured(first) == measured(second):
        return "割合はどちらも同じです。" if share else f"どちらも{first[2]}件で同数です。"
    ahead = first if measured(first) > measured(second) else second
    if share:
        return f"{ahead[1]}のほうが割合が高くなっています。"
    return f"{ahead[1]}のほうが{abs(first[2] - second[2])}件多くなっています。"


def _moved_text(change: int) -> str:
    return (
        f"{abs(change)}件{'増えています' if change > 0 else '減っています'}" if change else "変わっていません"
    )


def _when(years: tuple[int, ...]) -> str:
    return years_text(years) if len(years) > 1 else year_text(years[-1])


def _years_back(plan: TallyPlan, year: int) -> tuple[int, ...]:
    del plan
    return (year,)


def answer_average(plan: AveragePlan, draft: Draft) -> Answer:
    """Average a rate over indicators, for the whole or by group; what cannot be computed is left out and said."""
    catalog = draft.catalog
    where = scope_text(plan.scope, catalog)
    label = QUANTITY_LABELS[plan.quantity]
    by = f"・{_GROUP_LABELS[plan.group]}別" if plan.group else ""
    draft.reading = f"{fiscal_year_label(plan.year)}・{where}{by}・{label}の平均"
    means = []
    table: list[tuple[str, ...]] = []
    for item, name, scope, _ in groups_of(plan.group, plan.scope, (plan.year,), draft):
        query = replace(set_query(scope, Condition(), (plan.year,)), year=plan.year, order_by=plan.quantity)
        values = _exact(query, name, table, draft)
        if values:
            means.append(
                (
                    item,
                    name,
                    sum(values, Decimal(0)) / len(values),
                    len(values),
                    len(indicators_in(scope, catalog)),
                )
            )
    if not means:
        draft.say(f"{fiscal_year_label(plan.year)}の{where}には、{label}を計算できる指標がありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    draft.table = FigureTable((_GROUP_LABELS.get(plan.group, "範囲"), "番号", "指標", label), tuple(table))
    if plan.order:
        means.sort(key=lambda one: -plan.order * one[2])
    if not plan.group:
        _, _, mean, used, total = means[0]
        draft.say(
            f"{year_text(plan.year)}の{where}の指標の{label}の平均は{_mean_text(mean, plan.quantity)}です（{label}のある{used}件の単純平均）。"
        )
        if used < total:
            draft.note(f"{label}のない指標{total - used}件は、計算に含めていません。")
    elif plan.order and plan.limit == 1:
        first = [one for one in means if rounded(one[2]) == rounded(means[0][2])]
        high = "高い" if plan.order > 0 else "低い"
        draft.say(
            f"{year_text(plan.year)}の{label}の平均が最も{high}{_GROUP_LABELS[plan.group]}は、"
            f"{'と'.join(one[1] for one in first)}で、{_mean_text(first[0][2], plan.quantity)}です（{first[0][3]}件の平均）。"
        )
        draft.rows.extend(one[0] for one in first if one[0])
    if plan.group:
        if not (plan.order and plan.limit == 1):
            draft.say(
                f"{year_text(plan.year)}の{_GROUP_LABELS[plan.group]}別の{label}の平均は、次のとおりです。"
            )
            kept = means[: plan.limit] if plan.order and plan.limit else means
            draft.rows.extend(one[0] for one in kept if one[0])
        shown = means[: plan.limit] if plan.order and plan.limit and plan.limit > 1 else means
        draft.say(*(f"- {one[1]}: {_mean_text(one[2], plan.quantity)}（{one[3]}件の平均）" for one in shown))
        draft.note(f"{label}のない指標は、計算に含めていません。")
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _exact(query: SetQuery, group: str, table: list[tuple[str, ...]], draft: Draft) -> list[Decimal]:
    """The exact values of the indicators that the query selects, cited and entered into the table beside."""
    values = []
    standings = []
    for selected in select(query, draft):
        one = standing(draft.catalog.indicators[selected.indicator], query.year, draft.catalog.scale)
        for seen in (one.printed_rate if query.order_by is Quantity.RATE else None, one.actual, one.target):
            draft.cite(seen)
        value = one.rate if query.order_by is Quantity.RATE else selected.value
        if value is not None:
            values.append(value)
            standings.append(one)
            name = draft.catalog.name(selected.indicator)
            table.append((group, selected.indicator, name, percent_text(value)))
    if query.order_by is Quantity.RATE:
        note_rates(standings, draft)
    return values


def _mean_text(value: Decimal, quantity: Quantity) -> str:
    return (
        percent_text(value)
        if quantity in PERCENTAGES
        else amount_text(rounded(value), "") or number_text(value)
    )
