"""Questions about one row of a plain table of projects: who is in charge of it, its 課題, its 方針.

The tree of 施策 and 取組 answers first: a plain table is asked only for what the tree does not hold.
"""

from __future__ import annotations

import re

from assistant.planning.context import Context
from assistant.plans import PlainTablePlan, Plan
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading
from corpus.types import PassageKind, PlainTable

_NAME = re.compile(r"(?:事業|取組|取り組み|施策|項目)(?:名|名称|の名称)?$|^名称$|^件名$")
_DEPARTMENT = re.compile(r"担当|所管|主管|部署|課$")
# What a question asks for -> the headings of columns that tell it.
_COLUMNS = (
    ("narrative:issues", re.compile(r"課題|問題"), PassageKind.ISSUES),
    ("narrative:future", re.compile(r"今後|方針|方向|対応|改善"), PassageKind.ISSUES),
    ("narrative:status", re.compile(r"実施|状況|取組内容|実績|成果"), PassageKind.STATUS),
    ("narrative:overview", re.compile(r"概要|目的|内容"), PassageKind.OVERVIEW),
)
_MOST_ROWS = 3  # words that more rows say name none of them


def plan_for_named_rows(reading: Reading, context: Context) -> Plan | None:
    """Return a plan that quotes the row of a project, or None where no row or no column fits."""
    tables = context.catalog.report.plain_tables
    nouns = tuple(word for word in context.nouns(reading) if not _DEPARTMENT.search(word.surface))
    if not tables or not nouns or reading.other_places or reading.unknown or reading.grades:
        return None
    if reading.indicators or reading.initiatives or reading.measures or reading.has("narrative:reason"):
        return None
    department = reading.has("operation:department")
    for table in tables:
        name = _column(table, _NAME)
        if name is None:
            continue
        if department and not context.catalog.has_departments:
            column = _column(table, _DEPARTMENT)
            found = _rows(table, nouns, context, name) or _rows(table, nouns, context, None)
        else:
            column = _column_asked(reading, table, nouns, context)
            found = _rows(table, nouns, context, name)
        if column is not None and 0 < len(found) <= _MOST_ROWS:
            return PlainTablePlan(table.id, found, tuple(sorted({name, column})))
    return None


def _column_asked(
    reading: Reading, table: PlainTable, nouns: tuple[Word, ...], context: Context
) -> int | None:
    """Return the column of commentary that is asked for, where the tree holds none of its kind for the words."""
    if reading.asks_number or reading.slot("kind"):
        return None
    for asked, heading, kind in _COLUMNS:
        if reading.has(asked) and not _told_in_tree(kind, nouns, context):
            return _column(table, heading)
    return None


def _told_in_tree(kind: PassageKind, nouns: tuple[Word, ...], context: Context) -> bool:
    catalog = context.catalog
    found = context.linker.link(nouns, (ItemKind.INITIATIVE, ItemKind.INDICATOR))
    if not found:
        return False
    item = found[0].item.id
    initiative = catalog.initiatives[catalog.initiative_of.get(item, item)]
    return any(passage.kind is kind for block in initiative.blocks for passage in block.passages)


def _column(table: PlainTable, heading: re.Pattern[str]) -> int | None:
    return next((at for at, one in enumerate(table.headings) if heading.search(fold(one).strip())), None)


def _rows(
    table: PlainTable, nouns: tuple[Word, ...], context: Context, column: int | None
) -> tuple[int, ...]:
    """Return the rows whose cell of a column (None: any of their cells) says every noun."""
    found = []
    for position, (_, cells) in enumerate(table.rows):
        text = fold(" ".join(cells) if column is None else cells[column])
        if all(len(word.surface) > 1 and context.linker.degree(word, text) >= 0.8 for word in nouns):
            found.append(position)
    return tuple(found)
