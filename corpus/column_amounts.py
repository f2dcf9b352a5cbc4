"""Money beside the 取組 of column tables: each cell hung on its block, once, in the year that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.alignment import PlacedCell
from corpus.amounts import AmountHeading, read_amount
from corpus.column_drafts import BlockDraft, InitiativeDraft
from corpus.column_meaning import Part, TextColumn, row_year
from corpus.column_rows import Record
from corpus.column_table import ColumnTable
from corpus.text import normalize, shorten
from corpus.types import Amount, AmountKind, Finding, FindingKind

_SUBTOTAL = re.compile(r"^(?:計|.{0,12}(?:小計|合計|総計)|施策.{0,3}計)$")
_NAMING = (Part.MEASURE, Part.NUMBER, Part.NAME, Part.INDICATOR)


@dataclass(frozen=True, slots=True)
class _Printed:
    """One cell with an amount: `named` where its own row prints the name of the 取組 (again)."""

    initiative: InitiativeDraft
    block: BlockDraft
    cell: PlacedCell
    amount: Amount  # its block and source are known when the tree is finished
    heading: str
    named: bool


class AmountDrafts:
    """Collects the amounts of all records while the tree is built."""

    def __init__(self, report_year: int, findings: list[Finding]) -> None:
        self._report_year = report_year
        self._findings = findings
        self._printed: list[_Printed] = []
        self._undated: set[tuple[int, int]] = set()  # columns told of: table, column

    def add(self, record: Record, initiative: InitiativeDraft, block: BlockDraft) -> None:
        """Keep what one row prints of money; what cannot be told stays text, with a finding."""
        if any(
            part in record.own and _SUBTOTAL.match(normalize(record.text(part) or "")) for part in _NAMING
        ):
            return
        for heading, meaning, cell in record.texts:
            found = self._read(record, heading, meaning, cell)
            if found is not None:
                named = Part.NAME in record.own or record.table.column(Part.NAME) is None
                self._printed.append(_Printed(initiative, block, cell, found, heading, named))

    def _read(self, record: Record, heading: str, meaning: TextColumn, cell: PlacedCell) -> Amount | None:
        if meaning.amount is None:
            return None
        read = read_amount(cell.text, meaning.amount)
        if read is None:
            return None
        if _covers_several(record, cell):
            self._hold(
                cell,
                heading,
                "は複数の取組または欄にまたがる結合セルのため、どの取組の額か決められず、金額としては収録していません。",
                "結合された行に、ほかの取組の名称が印字されている。",
            )
            return None
        year = self._year_of(record, meaning.amount)
        if year is None:
            column = (id(record.table), cell.place.column)
            if column not in self._undated:
                self._undated.add(column)
                self._hold(
                    cell,
                    heading,
                    "と同じ列の額は、年度が印字されていないため、金額としては収録していません。",
                    "同じ表のほかの金額の列には年度がある。",
                )
            return None
        value, unit = read
        return Amount(
            "",
            "",
            meaning.amount.kind,
            meaning.amount.label,
            cell.text.strip(),
            value,
            unit or record.table.money_unit or "",
            year,
            cell.place,
        )

    def _year_of(self, record: Record, heading: AmountHeading) -> int | None:
        if heading.fiscal_year is not None:
            return heading.fiscal_year
        year_cell = record.cells.get(Part.YEAR)
        if year_cell is not None:
            return row_year(year_cell.text)
        dated = {one.fiscal_year for one in _headings(record.table)} - {None}
        if dated:
            # 執行率 beside R6予算額 and R6決算額 is theirs; an undated 予算額 may be the next year's.
            return dated.pop() if heading.kind is AmountKind.RATE and len(dated) == 1 else None
        return record.table.caption_year if record.table.caption_year is not None else self._report_year

    def _hold(self, cell: PlacedCell, heading: str, why: str, evidence: str) -> None:
        message = f"{cell.place}の「{shorten(cell.text)}」（{shorten(heading)}）{why}"
        self._findings.append(Finding(FindingKind.HELD_BACK, message, evidence, cell.place))

    def finished(self, block_ids: Mapping[int, str], initiative_ids: Mapping[int, str]) -> tuple[Amount, ...]:
        """Return the amounts in the order printed; both maps give the ids by `id()` of the drafts.

        Where each row prints both the name of its 取組 and the same amount, the amount is the
        取組's, printed again; where the name stands once over rows with amounts of their own, each
        counts, equal or not.
        """
        groups: dict[tuple[int, str, int], list[_Printed]] = {}
        for one in self._printed:
            groups.setdefault((id(one.initiative), one.heading, one.amount.fiscal_year), []).append(one)
        kept = [one for group in groups.values() for one in (group[:1] if _is_one(group) else group)]
        return tuple(
            replace(
                one.amount,
                block_id=block_ids[id(one.block)],
                source=f"{initiative_ids[id(one.initiative)]}:{one.heading}",
            )
            for one in sorted(kept, key=lambda one: (one.cell.place.row, one.cell.place.column))
        )


def _is_one(group: list[_Printed]) -> bool:
    return all(one.named for one in group) and len({one.amount.value for one in group}) == 1


def _headings(table: ColumnTable) -> list[AmountHeading]:
    return [one.amount for one in table.meanings.values() if isinstance(one, TextColumn) and one.amount]


def _covers_several(record: Record, cell: PlacedCell) -> bool:
    """True where a merged cell stands for another column of money too, or for the rows of another 取組."""
    table = record.table
    begin, line = next((at, one) for at, one in enumerate(table.rows) if one.number == cell.place.row)
    rows, columns = line.spans.get(cell.place.column, (1, 1))
    right = range(cell.place.column + 1, cell.place.column + columns)
    if any(isinstance(one := table.meanings.get(at), TextColumn) and one.amount for at in right):
        return True
    name = table.column(Part.NAME)
    own = normalize(record.text(Part.NAME) or "")
    if rows <= 1 or name is None:
        return False
    below = [one.cells[name].strip() for one in table.rows[begin + 1 : begin + rows] if name < len(one.cells)]
    return any(text and normalize(text) != own for text in below)
