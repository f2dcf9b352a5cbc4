"""Answers from tables that are no indicator tables: their rows quoted with headings, title and place."""

from __future__ import annotations

from decimal import Decimal

from assistant.draft import Draft
from assistant.phrasing import number_text
from assistant.plans import PlainTablePlan
from assistant.types import Answer, FigureTable, Reason, Route, Status
from corpus.numerals import is_value_like, parse_printed_number
from corpus.types import Place, PlainTable

_NOT_INDICATORS = "指標の表ではない表"
_TOTALS = frozenset("合計 計 総計 総額 小計".split())
_MOST_ROWS = 40  # a longer list is cut in the sentence; the table beside it holds every row

Row = tuple[Place, tuple[str, ...]]


def answer_plain_table(plan: PlainTablePlan, draft: Draft) -> Answer:
    """Quote the rows asked for, or rank or add up one column of the table."""
    tables = draft.catalog.report.plain_tables
    table = next((one for one in tables if one.id == plan.table), None)
    if table is None:
        return _all_tables(draft)
    name = table.title or table.id
    asked = "・".join(_plain(table.headings[one]) for one in plan.columns if one < len(table.headings))
    draft.reading = "・".join(part for part in (f"{name}（{table.id}、{_NOT_INDICATORS}）", asked) if part)
    draft.note(f"「{name}」は指標の表ではありません。この表の数値は、指標の目標や実績ではありません。")
    rows = [table.rows[one] for one in plan.rows if one < len(table.rows)] or list(table.rows)
    if plan.what in ("highest", "lowest", "sum") and (column := _numeric(plan, table)) is not None:
        if plan.what == "sum":
            return _sum(table, rows, column, draft)
        return _extreme(table, rows, column, plan.what == "highest", draft)
    part = f"全{len(table.rows)}行のうち{len(rows)}行" if len(rows) < len(table.rows) else f"全{len(rows)}行"
    draft.say(f"{_NOT_INDICATORS}「{name}」（{table.id}）に、次の記載があります（{part}）。")
    columns = plan.columns if len(rows) > 1 else ()
    _say_rows(table, rows[:_MOST_ROWS], columns, draft)
    if len(rows) > _MOST_ROWS:
        draft.say(f"ほか{len(rows) - _MOST_ROWS}行は、下の表をご覧ください。")
    _show(table, rows, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _all_tables(draft: Draft) -> Answer:
    tables = draft.catalog.report.plain_tables
    draft.reading = _NOT_INDICATORS
    draft.say(f"{_NOT_INDICATORS}は{len(tables)}つあります。")
    for table in tables:
        draft.cite_text(table.id, str(table.place), table.title or "　".join(table.headings) or table.id)
        headings = "、".join(_plain(one) for one in table.headings if one.strip())
        beside = f"、見出し: {headings}" if headings else ""
        draft.say(
            f"- {table.id}「{table.title or '（題なし）'}」（{len(table.rows)}行{beside}、{table.place}）"
        )
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _say_rows(table: PlainTable, rows: list[Row], columns: tuple[int, ...], draft: Draft) -> None:
    label = _label_column(table)
    for place, cells in rows:
        wanted = list(dict.fromkeys((label, *columns))) if columns else range(len(cells))
        said = "、".join(
            _cell(table, cells, one) for one in wanted if one < len(cells) and cells[one].strip()
        )
        draft.cite_text(table.id, str(place), _quote(cells))
        draft.say(f"- {said}（{place}）")


def _cell(table: PlainTable, cells: tuple[str, ...], column: int) -> str:
    text = " ".join(cells[column].split())
    heading = _plain(table.headings[column]) if column < len(table.headings) else ""
    return f"{heading}: {text}" if heading else text


def _plain(heading: str) -> str:
    return "".join(heading.split())


def _quote(cells: tuple[str, ...]) -> str:
    return "　".join(cell for cell in cells if cell.strip())


def _label_column(table: PlainTable) -> int:
    """Return the first column that holds words: what a row is called."""
    width = max((len(cells) for _, cells in table.rows), default=0)
    for column in range(width):
        texts = [cells[column] for _, cells in table.rows if column < len(cells) and cells[column].strip()]
        if texts and sum(is_value_like(text) for text in texts) * 2 < len(texts):
            return column
    return 0


def _numeric(plan: PlainTablePlan, table: PlainTable) -> int | None:
    """Return the column to rank or add: one that is asked for, else the only one with figures."""
    width = max((len(cells) for _, cells in table.rows), default=0)
    numbered = [
        column
        for column in range(width)
        if sum(_number(cells, column) is not None for _, cells in table.rows) * 2 >= len(table.rows)
        and not _counts_rows(table, column)
    ]
    asked = [one for one in plan.columns if one in numbered]
    if asked:
        return asked[0]
    return numbered[0] if len(numbered) == 1 else None


def _counts_rows(table: PlainTable, column: int) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3 …"""
    values = [_number(cells, column) for _, cells in table.rows]
    return values == [Decimal(one) for one in range(1, len(values) + 1)]


def _number(cells: tuple[str, ...], column: int) -> Decimal | None:
    return parse_printed_number(cells[column]) if column < len(cells) else None


def _is_total(cells: tuple[str, ...]) -> bool:
    return any(_plain(cell) in _TOTALS for cell in cells)


def _extreme(table: PlainTable, rows: list[Row], column: int, highest: bool, draft: Draft) -> Answer:
    valued = [
        (value, row)
        for row in rows
        if (value := _number(row[1], column)) is not None and not _is_total(row[1])
    ]
    for place, cells in rows:
        draft.cite_text(table.id, str(place), _quote(cells))
    limit = (max if highest else min)(value for value, _ in valued)
    best = [row for value, row in valued if value == limit]
    heading = _plain(table.headings[column]) if column < len(table.headings) else f"{column + 1}列目"
    draft.say(
        f"{_NOT_INDICATORS}「{table.title or table.id}」（{table.id}）で、{heading}が最も{'大きい' if highest else '小さい'}行は次のとおりです。"
    )
    _say_rows(table, best, (), draft)
    _show(table, rows, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _sum(table: PlainTable, rows: list[Row], column: int, draft: Draft) -> Answer:
    heading = _plain(table.headings[column]) if column < len(table.headings) else f"{column + 1}列目"
    name = f"{_NOT_INDICATORS}「{table.title or table.id}」（{table.id}）"
    printed = [row for row in rows if _is_total(row[1]) and _number(row[1], column) is not None]
    if printed:
        draft.say(f"{name}の合計の行には、次の記載があります。")
        _say_rows(table, printed[-1:], (), draft)
        _show(table, rows, draft)
        return draft.finish(Status.ANSWERED, Route.TABLE)
    valued = [(value, row) for row in rows if (value := _number(row[1], column)) is not None]
    if not valued:
        draft.say(f"{name}の{heading}には、数値の記載がありません。")
        return draft.finish(Status.NOT_IN_REPORT, Route.TABLE, Reason.NOT_PRINTED)
    total = sum((value for value, _ in valued), Decimal(0))
    for _, (place, cells) in valued:
        draft.cite_text(table.id, str(place), cells[column])
    draft.say(f"{name}の{heading}を{len(valued)}行分足すと、{number_text(total)}になります。")
    draft.note("合計の行は表にないため、印字された値を足して計算しました。")
    _show(table, rows, draft)
    return draft.finish(Status.ANSWERED, Route.TABLE)


def _show(table: PlainTable, rows: list[Row], draft: Draft) -> None:
    width = max(len(table.headings), *(len(cells) for _, cells in rows))
    headings = [_plain(one) or "―" for one in table.headings]
    headings += [f"{position}列目" for position in range(len(headings) + 1, width + 1)]
    body = tuple(
        (*(" ".join(cell.split()) for cell in cells), *[""] * (width - len(cells)), str(place))
        for place, cells in rows
    )
    draft.table = FigureTable((*headings, "場所"), body)
