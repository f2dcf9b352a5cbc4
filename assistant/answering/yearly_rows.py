"""Answers from plain tables whose columns are fiscal years: a row's values, their course, and rows beside each other."""

from __future__ import annotations

from itertools import pairwise

from assistant.draft import Draft
from assistant.phrasing import amount_text, year_text
from assistant.plans import YearlyRowsPlan
from assistant.types import Answer, FigureTable, PrintedAt, Reason, Route, Status
from corpus.fiscal import era_label
from index.yearly_rows import YearlyTable, yearly_tables

_MOST_ROWS = 12  # a longer table is cut in the sentences; the table beside holds every row
_NOTE = (
    "この表は指標の表ではないため、数値は印字された行の名前で示しています（指標の目標や実績ではありません）。"
)


def answer_yearly_rows(plan: YearlyRowsPlan, draft: Draft) -> Answer:
    """Answer with the cells of the rows and years asked for, each cited, and what lies between them."""
    tables = {one.id: one for one in yearly_tables(draft.catalog.report.plain_tables)}
    chosen = [(tables[table], row) for table, row in plan.rows]
    years = plan.years or _own_year(chosen, draft)
    titles = "、".join(dict.fromkeys(f"{one.title}（{one.id}）" for one, _ in chosen))
    names = "・".join(dict.fromkeys(table.label(row) for table, row in chosen))
    draft.reading = f"{'・'.join(map(era_label, years))}・{titles}・{names}"
    draft.note(_NOTE)
    printed = [(table, row, year) for table, row in chosen for year in years if table.printed(row, year)]
    for table, row, year in printed:
        draft.cite_text(table.id, str(table.place(row, year)), table.printed(row, year))
    draft.table = _beside(chosen, years, draft)
    if not printed:
        draft.say(f"{titles}の{names}は、{'・'.join(map(year_text, years))}の欄が空欄です。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    if len(chosen) > _MOST_ROWS:
        draft.say(
            f"{titles}には{len(chosen)}行あります。先頭の{_MOST_ROWS}行は次のとおりです。ほかは下の表をご覧ください。"
        )
    for table, row in chosen[:_MOST_ROWS]:
        match plan.what:
            case "trend":
                _say_course(table, row, years, draft)
            case "extreme":
                _say_extreme(table, row, years, plan.highest, draft)
            case _:
                _say_values(table, row, years, draft)
    if plan.what == "value" and len(chosen) == 2 and chosen[0][0] is chosen[1][0] and len(years) == 1:
        _say_which(chosen[0][0], (chosen[0][1], chosen[1][1]), years[0], draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _own_year(chosen: list[tuple[YearlyTable, int]], draft: Draft) -> tuple[int, ...]:
    """Return the report's own year where the tables have it, else the last that they have."""
    held = {year for table, _ in chosen for year in table.years}
    own = draft.catalog.report.fiscal_year
    return (own if own in held else max(held),)


def _name(table: YearlyTable, row: int) -> str:
    return f"{table.title}の{table.label(row)}"


def _cell(table: YearlyTable, row: int, year: int) -> str:
    """Return a cell as printed, with its unit once; what is no number stands in 「」."""
    printed, unit = table.printed(row, year), table.unit(row)
    if not printed:
        return "（空欄）"
    if table.value(row, year) is None:
        return f"「{printed}」"
    return printed if printed.endswith(unit) else f"{printed}{unit}"


def _say_values(table: YearlyTable, row: int, years: tuple[int, ...], draft: Draft) -> None:
    here = [year for year in years if year in table.years]
    if len(here) == 1:
        draft.say(f"{year_text(here[0])}の{_name(table, row)}は、{_cell(table, row, here[0])}です。")
    elif here:
        said = "、".join(f"{year_text(year)}が{_cell(table, row, year)}" for year in here)
        draft.say(f"{_name(table, row)}は、{said}です。")


def _say_course(table: YearlyTable, row: int, years: tuple[int, ...], draft: Draft) -> None:
    here = [year for year in years if year in table.years]
    course = " → ".join(f"{era_label(year)} {_cell(table, row, year)}" for year in here)
    draft.say(f"{_name(table, row)}は、{course}です。")
    if len(here) < 2:
        return
    change = table.change(row, here[0], here[-1])
    if change is not None:
        moved = "増えました" if change > 0 else "減りました"
        said = f"{amount_text(abs(change), table.unit(row))}{moved}" if change else "変わっていません"
        draft.say(f"{year_text(here[0])}から{year_text(here[-1])}までで{said}。")
    steps = [table.change(row, one, two) for one, two in pairwise(here)]
    if len(here) > 2 and None not in steps:
        if all(step is not None and step > 0 for step in steps):
            draft.say("毎年度増えています。")
        elif all(step is not None and step < 0 for step in steps):
            draft.say("毎年度減っています。")


def _say_extreme(table: YearlyTable, row: int, years: tuple[int, ...], highest: bool, draft: Draft) -> None:
    valued = [(value, year) for year in years if (value := table.value(row, year)) is not None]
    if not valued:
        draft.say(f"{_name(table, row)}には、数値の記載がありません。")
        return
    limit = (max if highest else min)(value for value, _ in valued)
    best = [year for value, year in valued if value == limit]
    draft.say(
        f"{_name(table, row)}が最も{'多い' if highest else '少ない'}のは{'・'.join(map(year_text, best))}の"
        f"{_cell(table, row, best[0])}です。"
    )


def _say_which(table: YearlyTable, rows: tuple[int, int], year: int, draft: Draft) -> None:
    """Say which of two rows of one table is larger, where they count in the same unit."""
    first, second = (table.value(row, year) for row in rows)
    if first is None or second is None or table.unit(rows[0]) != table.unit(rows[1]):
        return
    if first == second:
        draft.say("二つは同じ数です。")
        return
    larger = rows[0] if first > second else rows[1]
    gap = amount_text(abs(first - second), table.unit(rows[0]))
    draft.say(f"{table.label(larger)}のほうが{gap}多くなっています。")


def _beside(chosen: list[tuple[YearlyTable, int]], years: tuple[int, ...], draft: Draft) -> FigureTable:
    report = draft.catalog.report.name
    rows, places = [], []
    for table, row in chosen:
        for year in years:
            if year not in table.years:
                continue
            rows.append((table.label(row), _cell(table, row, year), era_label(year), table.title))
            place = PrintedAt(report, str(table.place(row, year))) if table.printed(row, year) else None
            places.append((None, place, None, None))
    return FigureTable(("行", "値", "年度", "表"), tuple(rows), tuple(places))
