"""Questions about tables that are no indicator tables: a budget list, a list of names.

Such a table answers only where its title, one of its headings or a role in it is said, and never
where 目標, 実績, 評価 or 達成率 is asked for: its figures are no indicator's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation import Conversation
from assistant.planning.aspects import aspect_of
from assistant.planning.context import Context
from assistant.planning.structure import plan_for_structure
from assistant.planning.wanted import wants_narrative
from assistant.plans import PlainTablePlan, Plan, RefusePlan
from assistant.types import Reason
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading
from corpus.fiscal import era_label, find_years, fiscal_year_label
from corpus.numerals import is_value_like
from corpus.types import PlainTable

_OTHER_TABLES = re.compile(
    r"指標(の表)?(以外|でない|ではない).{0,8}表|(ほか|他)(の|に).{0,4}表|どんな表|表の一覧"
)
_WHO = re.compile(r"誰|だれ|どなた|メンバー|名前|氏名|所属|顔ぶれ|構成")
_ENDING = re.compile(r"(一覧|名簿|リスト|表|の?状況|の?概要|の?内訳|について)+$")
_AMOUNT = re.compile(r"(額|数|費|名)$")
# Headings and titles of this kind are said in many questions about indicators, so they select no table.
_COMMON = frozenset(
    "事業 事業名 取組 取り組み 取組名 施策 施策名 指標 指標名 計画 評価 実績 目標 達成率 基準値 課題 進捗 担当 担当課 所管 所管課 名称 "
    "番号 年度 備考 区分 内容 項目 単位 no no. 件 数 名 市 課 総額 合計 金額 全体 内訳 一覧 表 メンバー 顔ぶれ 構成".split()
)
_DEPARTMENT = re.compile(r"担当|所管|主管|部署")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a question says of one table: its title or the core of it, headings by position, rows by position."""

    table: PlainTable
    whole_title: bool
    title: bool
    headings: tuple[int, ...]
    rows: tuple[int, ...]
    unexplained: tuple[Word, ...]


def plan_for_plain_tables(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return a plan that quotes rows of a plain table, or None where the question means none of them."""
    tables = context.catalog.report.plain_tables
    if not tables or reading.other_places:
        return None
    if plan_for_structure(reading, context) is not None and "表" not in reading.folded:
        return None
    if _OTHER_TABLES.search(reading.folded) and not reading.words:
        return PlainTablePlan("")
    last = conversation.plan.table if isinstance(conversation.plan, PlainTablePlan) else None
    said = [_said(one, reading, context) for one in tables]
    said.sort(key=lambda one: -_weight(one, last))
    best = said[0]
    if best.whole_title:
        return _plan(best, reading, conversation)
    if _of_indicators(reading, context):
        return None
    who = _WHO.search(reading.folded) is not None
    department = (
        reading.has("operation:department")
        and not context.catalog.has_departments
        and bool(best.rows)
        and any(_DEPARTMENT.search(one) for one in best.table.headings)
    )
    again = last == best.table.id and bool(best.headings or best.rows) and not best.unexplained
    if (
        best.title
        and not best.headings
        and not best.whole_title
        and (reading.asks_number or reading.has("operation:department"))
    ):
        return None  # the table is there, but no column of it holds what is asked for
    if best.headings or best.title or (who and best.rows and not best.unexplained) or department or again:
        return _plan(best, reading, conversation)
    return None


def plain_rows_of_words(reading: Reading, context: Context) -> Plan | None:
    """Return the rows that print every noun of a question that nothing else in the report answers."""
    nouns = context.nouns(reading)
    if not nouns or _of_indicators(reading, context):
        return None
    if reading.asks_number or reading.has("operation:department", "outside:money"):
        return None  # the row is there, but nothing says that one of its cells is what is asked for
    for table in context.catalog.report.plain_tables:
        rows = tuple(
            position for position, (_, cells) in enumerate(table.rows) if _prints_all(cells, nouns, context)
        )
        if rows:
            return PlainTablePlan(table.id, rows)
    return None


def _of_indicators(reading: Reading, context: Context) -> bool:
    """Whether a question is about an indicator or the commentary, so that no plain table may answer it."""
    if reading.slot("kind") or reading.indicators or reading.grades or wants_narrative(reading):
        return True
    if reading.has("condition:met", "condition:unmet"):
        return True
    best = context.best(reading)
    if best is None:
        return False
    if best.name_coverage >= 0.6 and best.precision >= 0.4 and "表" not in reading.folded:
        return reading.asks_number or aspect_of(reading) is not None or bool(reading.years.years)
    return best.name_coverage >= 0.85 and best.precision >= 0.5


def _weight(said: _Said, last: str | None) -> float:
    return (
        4.0 * said.whole_title
        + 2.0 * bool(said.headings)
        + 1.5 * said.title
        + 1.0 * bool(said.rows)
        + 0.5 * (said.table.id == last)
        - 0.2 * len(said.unexplained)
    )


def _said(table: PlainTable, reading: Reading, context: Context) -> _Said:
    folded = reading.folded
    title = _without_years(fold(table.title or ""))
    parts = [one for one in re.split(r"[\s・、:：]+", title) if len(one) >= 2]
    cores = [core for one in parts if len(core := _ENDING.sub("", one)) >= 2 and core not in _COMMON]
    whole = any(len(one) >= 4 and one in folded for one in parts) or (table.id in folded)
    headings = tuple(
        position for position, one in enumerate(table.headings) if _heading_said(fold(one), folded)
    )
    cells = {
        fold(cell)
        for _, row in table.rows
        for cell in row
        if len(cell.strip()) >= 2
        and not is_value_like(cell)
        and fold(cell) in folded
        and fold(cell) not in title
    }
    longest = {one for one in cells if not any(one != other and one in other for other in cells)}
    rows = [
        position
        for position, (_, row) in enumerate(table.rows)
        if longest and longest <= {fold(cell) for cell in row}
    ]
    names = " ".join([title, *(fold(one) for one in table.headings), *longest])
    left = tuple(
        word
        for word in context.nouns(reading)
        if context.linker.degree(word, names) < 0.8 and word.surface not in _COMMON
    )
    if left:
        told = [
            position
            for position in (rows or range(len(table.rows)))
            if _prints_all(table.rows[position][1], left, context)
        ]
        if told:
            rows, left = told, ()
    return _Said(table, whole, any(one in folded for one in cores), headings, tuple(rows), left)


def _prints_all(cells: tuple[str, ...], words: tuple[Word, ...], context: Context) -> bool:
    """Whether the cells of a row say every word; one letter (長 in 課長) says nothing of a row."""
    text = fold(" ".join(cells))
    return all(len(word.surface) > 1 and context.linker.degree(word, text) >= 0.8 for word in words)


def _heading_said(heading: str, folded: str) -> bool:
    core = re.sub(r"\s|\(.*", "", _without_years(heading))
    if len(core) < 2 or core in _COMMON:
        return False
    stem = _AMOUNT.sub("", core)
    return core in folded or (len(stem) >= 2 and stem not in _COMMON and stem in folded)


def _without_years(folded: str) -> str:
    for one in reversed(find_years(folded)):
        folded = folded[: one.start] + folded[one.end :]
    return folded.strip()


def _plan(said: _Said, reading: Reading, conversation: Conversation) -> Plan:
    table, headings = said.table, said.headings
    asked = reading.years.years if not reading.years.relative else ()
    printed = {year for one in find_years(fold(table.title or "")) for year in one.years}
    by_column = {
        position: {year for one in find_years(fold(heading)) for year in one.years}
        for position, heading in enumerate(table.headings)
    }
    of_year = tuple(position for position, years in by_column.items() if years & set(asked))
    if asked and of_year:
        headings = tuple(one for one in headings if one in of_year) or of_year
    elif asked and (printed or any(by_column.values())) and not set(asked) & printed:
        years = "・".join(f"{fiscal_year_label(one)}（{era_label(one)}）" for one in asked)
        return RefusePlan(
            Reason.YEAR_OUTSIDE,
            f"{years}の記載は、指標の表ではない表「{table.title or table.id}」（{table.id}）にはありません。",
            reading=f"{table.title or table.id}・{years}",
        )
    if said.unexplained and not said.whole_title:
        words = "・".join(f"「{one.surface}」" for one in said.unexplained)
        return RefusePlan(
            Reason.NO_SUCH_ITEM,
            f"{words}に当たる行は、指標の表ではない表「{table.title or table.id}」（{table.id}、{len(table.rows)}行）にはありません。",
            reading=f"{table.title or table.id}・{words}",
        )
    rows = said.rows
    if not rows and headings and isinstance(conversation.plan, PlainTablePlan):
        rows = conversation.plan.rows if conversation.plan.table == table.id else ()
    what = "rows"
    if reading.has("operation:sum") or re.search(r"総額|全体で(いくら|何)", reading.folded):
        what = "sum"
    elif reading.has("operation:highest"):
        what = "highest"
    elif reading.has("operation:lowest"):
        what = "lowest"
    elif re.search(r"何(人|名|件|行)|人数|いくつ", reading.folded) and not headings:
        what = "count"
    return PlainTablePlan(table.id, rows, headings, what)
