"""The tables of the fact store: one row per thing a report says, in the order it was printed.

report ─┬─ measure ── initiative ── block ─┬─ department      (initiative_grade hangs on initiative)
        │                                  ├─ indicator ── observation
        │                                  └─ passage (closing remarks hang on the report alone)
        ├─ grade_meaning, totals, cross_reference, prose_figure, amount
        ├─ table_summary, plain_table
        └─ finding

Rows are numbered by `key` in the order written, so that ordering by `key` is the order of the
report. Parents are named by `key` too, never by the printed ids: a report may repeat a number.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

SCHEMA_VERSION = 6
"""Raise it when a table or a file of a generation changes its meaning; older builds are then rebuilt."""


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal kept as its digits: SQLite has no decimal type, and 0.1 must stay 0.1 and 1.0 stay 1.0."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


metadata = MetaData()


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)


def _parent(table: str, nullable: bool = False) -> Column[int]:
    return Column(f"{table}_key", ForeignKey(f"{table}.key"), nullable=nullable, index=True)


def _text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable)


def _place(prefix: str = "", nullable: bool = False) -> tuple[Column[Any], ...]:
    """Line (from 1), cell (from 0) and page (empty in a text file) in the file that was read."""
    return (
        Column(f"{prefix}row", Integer, nullable=nullable),
        Column(f"{prefix}column", Integer, nullable=nullable),
        Column(f"{prefix}page", String, nullable=nullable),
    )


report = Table(
    "report",
    metadata,
    _key(),
    Column("name", String, nullable=False, unique=True),
    _text("title"),
    _text("city", nullable=True),
    _text("plan", nullable=True),
    Column("fiscal_year", Integer, nullable=False),
    Column("years", JSON, nullable=False),  # all fiscal years with a column, oldest first
    _text("digest"),
    _text("file_name"),
    _text("ingested_at"),  # ISO 8601, UTC
)

measure = Table(
    "measure",
    metadata,
    _key(),
    _parent("report"),
    _text("id"),
    _text("name", nullable=True),
    _text("heading"),
    _text("above", nullable=True),
    *_place(),
)

initiative = Table(
    "initiative",
    metadata,
    _key(),
    _parent("measure"),
    _text("id"),
    Column("number", Integer),
    _text("name", nullable=True),
    _text("heading", nullable=True),
    *_place(),
)

initiative_grade = Table(
    "initiative_grade",
    metadata,
    _key(),
    _parent("initiative"),
    Column("fiscal_year", Integer, nullable=False),
    _text("printed"),
    _text("grade"),
    *_place(),
)

block = Table(
    "block",
    metadata,
    _key(),
    _parent("initiative"),
    _text("id"),
    _text("department_printed", nullable=True),
    *_place("department_", nullable=True),
    Column("overview_lost", Boolean, nullable=False),
)

department = Table("department", metadata, _key(), _parent("block"), _text("name"))

indicator = Table(
    "indicator",
    metadata,
    _key(),
    _parent("block"),
    _text("id"),
    _text("name", nullable=True),
    _text("printed_name", nullable=True),
    _text("unit", nullable=True),
    _text("note", nullable=True),
    _text("accumulation"),
    _text("direction"),
    *_place(),
)

observation = Table(
    "observation",
    metadata,
    _key(),
    _parent("indicator"),
    _text("indicator_id"),
    Column("fiscal_year", Integer, nullable=False),
    _text("kind"),
    _text("printed"),
    Column("value", ExactDecimal),
    _text("grade", nullable=True),
    *_place(nullable=True),
    Column("column_shift", Integer, nullable=False),
    _text("inferred_from", nullable=True),
)

passage = Table(
    "passage",
    metadata,
    _key(),
    _parent("report"),
    _parent("block", nullable=True),  # NULL: a closing remark, which belongs to the whole report
    _text("block_id"),
    _text("source"),
    _text("heading"),  # the column heading as printed (`column` is the place of the cell)
    _text("kind"),
    _text("printed"),
    _text("text"),
    *_place(),
)

grade_meaning = Table(
    "grade_meaning", metadata, _key(), _parent("report"), _text("grade"), _text("meaning"), *_place()
)

totals = Table(
    "totals",
    metadata,
    _key(),
    _parent("report"),
    _text("measure_id", nullable=True),
    Column("counts", JSON, nullable=False),  # [[grade, number], ...] in the order of the columns
    Column("total", Integer),
    *_place(),
)

cross_reference = Table(
    "cross_reference",
    metadata,
    _key(),
    _parent("report"),
    _text("block_id"),
    _text("printed"),
    _text("target_id", nullable=True),
    _text("target_block", nullable=True),
    *_place(),
)

prose_figure = Table(
    "prose_figure",
    metadata,
    _key(),
    _parent("report"),
    _text("block_id"),
    _text("source"),
    _text("label"),
    _text("context"),
    _text("printed"),
    Column("value", ExactDecimal, nullable=False),
    _text("unit"),
    Column("fiscal_year", Integer, nullable=False),
    *_place(),
)

amount = Table(
    "amount",
    metadata,
    _key(),
    _parent("report"),
    _text("block_id"),
    _text("source"),
    _text("kind"),
    _text("label"),
    _text("printed"),
    Column("value", ExactDecimal, nullable=False),
    _text("unit"),
    Column("fiscal_year", Integer, nullable=False),
    *_place(),
)

table_summary = Table(
    "table_summary",
    metadata,
    _key(),
    _parent("report"),
    *_place(),
    _text("kind"),
    _text("title", nullable=True),
    Column("indicators", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)

plain_table = Table(
    "plain_table",
    metadata,
    _key(),
    _parent("report"),
    _text("id"),
    _text("title", nullable=True),
    *_place(),
    Column("headings", JSON, nullable=False),
    Column("rows", JSON, nullable=False),  # [[row, column, page, [cell, ...]], ...]
)

finding = Table(
    "finding",
    metadata,
    _key(),
    _parent("report"),
    _text("kind"),
    _text("message"),
    _text("evidence"),
    *_place(nullable=True),
    _text("item_id", nullable=True),
)
