"""Answers about money beside the 取組: amounts as printed, their sums, order, and what was left of budgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.draft import Draft
from assistant.phrasing import amount_text, year_text
from assistant.planning.scope import scope_text
from assistant.plans import MoneyPlan
from assistant.types import Answer, FigureTable, PrintedAt, Reason, Route, Status
from corpus.fiscal import era_label
from corpus.types import Amount, AmountKind
from index.money import MoneyColumn, execution_rate, money_columns, only_column, unspent

_MOST_LINES = 30  # a longer list is cut in the sentences; the table beside holds every row


def answer_money(plan: MoneyPlan, draft: Draft) -> Answer:
    """Answer with the amounts of the plan's scope, kinds and years; every one is cited."""
    catalog = draft.catalog
    amounts = [one for one in catalog.report.amounts if _inside(one, plan, draft)]
    columns = [
        column
        for column in money_columns(amounts)
        if column.kind in plan.kinds and column.fiscal_year in plan.years
    ]
    labels = "・".join(dict.fromkeys(one.label for one in columns))
    years = "・".join(map(era_label, plan.years))
    draft.reading = "・".join([years, scope_text(plan.scope, catalog), labels, _WHAT[plan.what]]).rstrip("・")
    for one in dict.fromkeys(amount.block_id for column in columns for amount in column.amounts):
        draft.blocks.append(one)
    if any(not column.unit for column in columns):
        draft.note("金額の単位は、表の見出しにも欄にも印字されていません。")
    joint = [one for one in plan.scope.departments if _is_joint(one, columns, draft)]
    if joint:
        draft.note(f"{'・'.join(joint)}がほかの課とともに担当する取組の額も、分けずに入れています。")
    match plan.what:
        case "difference" | "rate" if AmountKind.RATE not in plan.kinds:
            return _budget_and_settled(plan, columns, draft)
        case "rank":
            return _rank(plan, columns, draft)
        case "sum":
            return _sum(plan, columns, draft)
        case _:
            return _values(plan, columns, draft)


_WHAT = {"value": "", "sum": "合計", "rank": "順位", "difference": "予算と決算の差", "rate": ""}


def _inside(one: Amount, plan: MoneyPlan, draft: Draft) -> bool:
    catalog, scope = draft.catalog, plan.scope
    return (
        (not scope.measures or catalog.measure_of[one.block_id] in scope.measures)
        and (not scope.initiatives or catalog.initiative_of[one.block_id] in scope.initiatives)
        and (
            not scope.departments
            or bool(set(scope.departments) & set(catalog.blocks[one.block_id].departments))
        )
    )


def _is_joint(department: str, columns: Sequence[MoneyColumn], draft: Draft) -> bool:
    """Whether an amount of a department is that of a row with other departments, too."""
    of_rows = (draft.catalog.blocks[one.block_id].departments for each in columns for one in each.amounts)
    return any(department in names and len(names) > 1 for names in of_rows)


def _text(one: Amount) -> str:
    """Return an amount as printed, with its unit once."""
    printed = one.printed.replace("％", "%")
    return printed if not one.unit or printed.endswith(one.unit) else f"{printed}{one.unit}"


def _cite(one: Amount, draft: Draft) -> None:
    draft.source(draft.catalog.initiative_of[one.block_id])
    draft.cite_text(one.source, str(one.place), one.printed)


def _at(one: Amount, draft: Draft) -> PrintedAt:
    return PrintedAt(draft.catalog.report.name, str(one.place))


def _name(initiative: str, draft: Draft) -> str:
    return f"{initiative} {draft.catalog.name(initiative)}"


def _by_initiative(column: MoneyColumn, draft: Draft) -> dict[str, list[Amount]]:
    groups: dict[str, list[Amount]] = {}
    for one in column.amounts:
        groups.setdefault(draft.catalog.initiative_of[one.block_id], []).append(one)
    return groups


def _total(amounts: Sequence[Amount]) -> Decimal:
    return sum((one.value for one in amounts), Decimal(0))


def _shown(amounts: Sequence[Amount]) -> str:
    """Return what several cells of one 取組 come to: the one as printed, or their sum."""
    return _text(amounts[0]) if len(amounts) == 1 else amount_text(_total(amounts), amounts[0].unit)


# -- the amounts themselves ------------------------------------------------------------------


def _values(plan: MoneyPlan, columns: Sequence[MoneyColumn], draft: Draft) -> Answer:
    """Every amount of the scope, named with its 取組, heading and year."""
    rows, places = [], []
    printed = [(column, one) for column in columns for one in column.amounts]
    for column, one in printed:
        _cite(one, draft)
        initiative = draft.catalog.initiative_of[one.block_id]
        if initiative not in draft.rows:
            draft.rows.append(initiative)
        rows.append((_name(initiative, draft), _text(one), column.label, era_label(column.fiscal_year)))
        places.append((None, _at(one, draft), None, None))
    if len(printed) == 1:
        column, one = printed[0]
        name = _name(draft.rows[0], draft)
        draft.say(f"{year_text(column.fiscal_year)}の{name}の{column.label}は、{_text(one)}です。")
    else:
        draft.say(f"{scope_text(plan.scope, draft.catalog)}には、次の記載があります。")
        for row, (_, one) in zip(rows[:_MOST_LINES], printed, strict=False):
            draft.say(f"- {_row_name(one, draft)}の{row[2]}（{row[3]}）: {row[1]}")
        _say_changes(columns, draft)
        if len(draft.rows) == 1:
            _say_totals(columns, draft)
    draft.table = FigureTable(("取組", "額", "欄", "年度"), tuple(rows), tuple(places))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _row_name(one: Amount, draft: Draft) -> str:
    initiative = draft.catalog.initiative_of[one.block_id]
    block = draft.catalog.blocks[one.block_id]
    several = len(draft.catalog.initiatives[initiative].blocks) > 1 and block.departments
    who = f"（{'、'.join(block.departments)}）" if several else ""
    return f"{_name(initiative, draft)}{who}"


def _say_totals(columns: Sequence[MoneyColumn], draft: Draft) -> None:
    for column in columns:
        if len(column.amounts) > 1 and column.kind is not AmountKind.RATE:
            draft.say(
                f"{column.label}（{era_label(column.fiscal_year)}）の{len(column.amounts)}か所の合計は、"
                f"{amount_text(column.total, column.unit)}です。"
            )


def _say_changes(columns: Sequence[MoneyColumn], draft: Draft) -> None:
    """Say what changed between the first and the last year of one heading, where each is one cell."""
    by_label: dict[tuple[str, str], list[MoneyColumn]] = {}
    for column in columns:
        by_label.setdefault((column.label, column.unit), []).append(column)
    for (label, unit), found in by_label.items():
        found.sort(key=lambda one: one.fiscal_year)
        if len(found) < 2 or any(len(one.amounts) != 1 for one in found) or found[0].kind is AmountKind.RATE:
            continue
        first, last = found[0].amounts[0], found[-1].amounts[0]
        if draft.catalog.initiative_of[first.block_id] != draft.catalog.initiative_of[last.block_id]:
            continue
        change = last.value - first.value
        moved = "増えました" if change > 0 else "減りました"
        said = f"{amount_text(abs(change), unit)}{moved}" if change else "変わっていません"
        draft.say(f"{label}は{era_label(first.fiscal_year)}から{era_label(last.fiscal_year)}で{said}。")


# -- sums ------------------------------------------------------------------------------------


def _sum(plan: MoneyPlan, columns: Sequence[MoneyColumn], draft: Draft) -> Answer:
    if plan.group:
        return _by_group(plan, columns, draft)
    rows: list[tuple[str, ...]] = []
    places: list[tuple[PrintedAt | None, ...]] = []
    where = scope_text(plan.scope, draft.catalog)
    lead = "" if where == "計画全体" else f"{where}の"
    for column in columns:
        groups = _by_initiative(column, draft)
        if column.kind is AmountKind.RATE:
            continue
        total = amount_text(column.total, column.unit)
        head = f"{year_text(column.fiscal_year)}の{lead}{column.label}"
        if len(column.amounts) == 1:
            draft.say(f"{head}は、{total}です。記載があるのは1か所だけです。")
        else:
            draft.say(
                f"{head}は、記載のある{len(groups)}取組（{len(column.amounts)}か所）を足すと{total}です。"
            )
        rows.append(("合計", total, column.label, era_label(column.fiscal_year)))
        places.append((None, None, None, None))
        for initiative, amounts in groups.items():
            if initiative not in draft.rows:
                draft.rows.append(initiative)
            for one in amounts:
                _cite(one, draft)
                rows.append(
                    (_name(initiative, draft), _text(one), column.label, era_label(column.fiscal_year))
                )
                places.append((None, _at(one, draft), None, None))
            if len(groups) <= _MOST_LINES:
                draft.say(f"- {_name(initiative, draft)}: {_shown(amounts)}")
        _note_missing(column, plan, draft)
    draft.note("合計は、取組ごとに印字された額を足して計算したものです。結合された欄は1回だけ数えています。")
    draft.table = FigureTable(("取組", "額", "欄", "年度"), tuple(rows), tuple(places))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _note_missing(column: MoneyColumn, plan: MoneyPlan, draft: Draft) -> None:
    catalog, scope = draft.catalog, plan.scope
    held = {catalog.initiative_of[one.block_id] for one in column.amounts}
    missing = [
        one
        for one, initiative in catalog.initiatives.items()
        if one not in held
        and (not scope.measures or catalog.measure_of[one] in scope.measures)
        and (not scope.initiatives or one in scope.initiatives)
        and (not scope.departments or set(scope.departments) & set(initiative.departments))
    ]
    if missing:
        names = "、".join(missing[:6]) + ("など" if len(missing) > 6 else "")
        draft.note(
            f"{column.label}（{era_label(column.fiscal_year)}）の記載がない取組が{len(missing)}件あります（{names}）。"
        )


def _by_group(plan: MoneyPlan, columns: Sequence[MoneyColumn], draft: Draft) -> Answer:
    """Sums by measure or department, and which of two or more is the larger where they are compared."""
    catalog = draft.catalog
    rows: list[tuple[str, ...]] = []
    by_measure = plan.group == "measure"
    for column in columns:
        if column.kind is AmountKind.RATE:
            continue
        groups = _groups_of(column, plan, draft)
        draft.say(
            f"{year_text(column.fiscal_year)}の{column.label}の{_group_name(plan, draft)}別の合計は次のとおりです。"
        )
        totals = []
        for key, amounts in groups.items():
            name = catalog.name(key) if by_measure else key
            totals.append((_total(amounts), name))
            for one in amounts:
                _cite(one, draft)
            if by_measure:
                draft.rows.append(key)
            shown = amount_text(_total(amounts), column.unit)
            draft.say(f"- {name}: {shown}（{len(amounts)}か所）")
            rows.append((name, shown, column.label, era_label(column.fiscal_year)))
        if len(totals) == 2:
            _say_larger(totals, column, rows, draft)
        _note_missing(column, plan, draft)
    draft.note("合計は、取組ごとに印字された額を足して計算したものです。結合された欄は1回だけ数えています。")
    if not by_measure:
        draft.note("担当課が複数ある取組の額は、分けずに「、」でつないだ課の欄に入れています。")
    draft.table = FigureTable(("区分", "合計", "欄", "年度"), tuple(rows))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _group_name(plan: MoneyPlan, draft: Draft) -> str:
    if plan.group == "measure":
        return draft.catalog.report.measures[0].heading
    return "担当課" if plan.group else "取組"


def _groups_of(column: MoneyColumn, plan: MoneyPlan, draft: Draft) -> dict[str, list[Amount]]:
    catalog = draft.catalog

    def department(one: Amount) -> str:
        return "、".join(catalog.blocks[one.block_id].departments) or "（担当課の記載なし）"

    def measure(one: Amount) -> str:
        return catalog.measure_of[one.block_id]

    key: Callable[[Amount], str] = measure if plan.group == "measure" else department
    groups: dict[str, list[Amount]] = {}
    for one in column.amounts:
        groups.setdefault(key(one), []).append(one)
    return groups


def _say_larger(
    totals: list[tuple[Decimal, str]], column: MoneyColumn, rows: list[tuple[str, ...]], draft: Draft
) -> None:
    (least, _), (most, name) = sorted(totals)
    if least == most:
        draft.say("二つの合計は同じです。")
        return
    shown = amount_text(most - least, column.unit)
    draft.say(f"{name}のほうが{shown}大きくなっています。")
    rows.append(("差", shown, column.label, era_label(column.fiscal_year)))


# -- order -----------------------------------------------------------------------------------


def _rank(plan: MoneyPlan, columns: Sequence[MoneyColumn], draft: Draft) -> Answer:
    """The 取組, measures or departments in the order of one heading; cells of one are added first."""
    column = columns[-1]
    if column.kind is AmountKind.RATE and len(_by_initiative(column, draft)) < len(column.amounts):
        return _values(plan, columns, draft)  # several rates of one 取組 make no rate of it
    if len(columns) > 1:
        others = "、".join(f"{one.label}（{era_label(one.fiscal_year)}）" for one in columns[:-1])
        draft.note(
            f"{column.label}（{era_label(column.fiscal_year)}）の順です。ほかに{others}の記載があります。"
        )
    catalog = draft.catalog
    groups = _groups_of(column, plan, draft) if plan.group else _by_initiative(column, draft)
    what = _group_name(plan, draft)

    def name(key: str) -> str:
        return key if plan.group == "department" else (catalog.name(key) if plan.group else _name(key, draft))

    ordered = sorted(groups.items(), key=lambda one: _total(one[1]), reverse=plan.highest)
    for _, amounts in ordered:
        for one in amounts:
            _cite(one, draft)
    first = _total(ordered[0][1])
    if plan.nth is not None:
        if plan.nth > len(ordered):
            draft.say(f"{column.label}の記載がある{what}は{len(ordered)}件で、{plan.nth}番目はありません。")
            return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NO_SUCH_ITEM)
        chosen = ordered[plan.nth - 1 : plan.nth]
    elif plan.limit is not None:
        chosen = ordered[: plan.limit]
    else:
        chosen = ordered
    draft.rows.extend(key for key, _ in chosen if plan.group != "department")
    side = "大きい" if plan.highest else "小さい"
    head = f"{year_text(column.fiscal_year)}の{column.label}"
    ahead = [one for one in ordered if _total(one[1]) == first]
    if plan.nth is not None:
        key, amounts = chosen[0]
        draft.say(f"{head}が{plan.nth}番目に{side}{what}は、{name(key)}の{_shown(amounts)}です。")
    else:
        best = "、".join(name(key) for key, _ in ahead)
        draft.say(f"{head}が最も{side}{what}は、{best}の{_shown(ahead[0][1])}です。")
        for position, (key, amounts) in enumerate(chosen[:_MOST_LINES], start=1):
            draft.say(f"{position}. {name(key)}: {_shown(amounts)}")
    rows = tuple((name(key), _shown(amounts), column.label) for key, amounts in ordered)
    places = tuple(
        (None, _at(amounts[0], draft) if len(amounts) == 1 else None, None) for _, amounts in ordered
    )
    draft.table = FigureTable((what, "額", "欄"), rows, places)
    # What is asked next (その課題は) is asked of the first, unless several were asked for.
    named = chosen if plan.limit is not None else chosen[:1]
    draft.blocks[:] = dict.fromkeys(one.block_id for _, amounts in named for one in amounts)
    _note_missing(column, plan, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


# -- what was left of budgets ----------------------------------------------------------------


def _budget_and_settled(plan: MoneyPlan, columns: Sequence[MoneyColumn], draft: Draft) -> Answer:
    """Budget, settlement, what is between them and how much was spent, where both are printed once."""
    rows: list[tuple[str, ...]] = []
    for year in plan.years:
        budget = only_column(columns, AmountKind.BUDGET, year)
        settled = only_column(columns, AmountKind.SETTLED, year)
        if budget is None or settled is None or budget.unit != settled.unit:
            labels = "、".join(f"{one.label}（{one.unit or '単位なし'}）" for one in columns)
            draft.say(
                f"{year_text(year)}は、予算と決算の欄を一つずつに決められないため、差を計算していません（{labels}）。"
            )
            return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
        before, after = _by_initiative(budget, draft), _by_initiative(settled, draft)
        both = [one for one in before if one in after]
        if not both:
            draft.say(f"{year_text(year)}は、{budget.label}と{settled.label}の両方がある取組がありません。")
            return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
        for key in both:
            for one in (*before[key], *after[key]):
                _cite(one, draft)
            draft.rows.append(key)
        sums = (
            sum((_total(before[key]) for key in both), Decimal(0)),
            sum((_total(after[key]) for key in both), Decimal(0)),
        )
        if len(both) > 1:
            draft.say(
                f"{year_text(year)}の{scope_text(plan.scope, draft.catalog)}では、{budget.label}と{settled.label}の両方がある"
                f"{len(both)}取組で、{_between(*sums, budget.unit)}"
            )
            rows.extend(_rows_of("合計", *sums, budget.unit, year))
        for key in both:
            named = (_total(before[key]), _total(after[key]))
            lead = "- " if len(both) > 1 else f"{year_text(year)}の"
            draft.say(f"{lead}{_name(key, draft)}: {_between(*named, budget.unit)}")
            rows.extend(_rows_of(_name(key, draft), *named, budget.unit, year))
        if len(both) < len(before.keys() | after.keys()):
            draft.note("予算と決算の片方しか記載がない取組は、差と執行率に入れていません。")
    draft.note("差（予算−決算）と執行率（決算÷予算）は、印字された額から計算したものです。")
    draft.table = FigureTable(("取組", "額", "欄", "年度"), tuple(rows))
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _between(budget: Decimal, settled: Decimal, unit: str) -> str:
    left = unspent(budget, settled)
    rate = execution_rate(budget, settled)
    side = "決算が予算を下回る" if left > 0 else "決算が予算を上回る"
    gap = f"差は{amount_text(abs(left), unit)}（{side}）" if left else "差はない"
    said = f"予算{amount_text(budget, unit)}、決算{amount_text(settled, unit)}、{gap}"
    return f"{said}、執行率{amount_text(rate, '%')}。" if rate is not None else f"{said}。"


def _rows_of(name: str, budget: Decimal, settled: Decimal, unit: str, year: int) -> list[tuple[str, ...]]:
    rate = execution_rate(budget, settled)
    rows: list[tuple[str, ...]] = [
        (name, amount_text(budget, unit), "予算", era_label(year)),
        (name, amount_text(settled, unit), "決算", era_label(year)),
        (name, amount_text(unspent(budget, settled), unit), "差", era_label(year)),
    ]
    if rate is not None:
        rows.append((name, amount_text(rate, "%"), "執行率", era_label(year)))
    return rows
