"""Records of column tables hung into the tree 施策 / 取組 / 担当課 / 指標, with every value in its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.alignment import PlacedCell, read_number
from corpus.baseline_remarks import baseline_as_remarked
from corpus.column_amounts import AmountDrafts
from corpus.column_drafts import BlockDraft, InitiativeDraft, MeasureDraft
from corpus.column_indicator import DraftIndicator, finished_indicator
from corpus.column_meaning import Part
from corpus.column_measures import MeasureDrafts
from corpus.column_naming import (
    caption_name,
    level_above,
    name_heading,
    numbered,
    plain_name,
)
from corpus.column_rows import PrintedValue, Record
from corpus.departments import split_departments
from corpus.grade_words import read_grade
from corpus.headings import ordinal
from corpus.initiative_grades import given_to, grades_without_indicator, keep_grades
from corpus.numerals import parse_printed_number
from corpus.outline import is_same_name
from corpus.text import clean_markup, is_dash, normalize, shorten
from corpus.types import (
    Amount,
    Block,
    CrossReference,
    Finding,
    FindingKind,
    Indicator,
    Initiative,
    Kind,
    Measure,
    Observation,
    Passage,
    PassageKind,
    Place,
)

_OPEN_ENDED = re.compile(r"最終|将来|中間|長期|計画終了|期末")


def build_measures(
    records: Sequence[Record],
    report_year: int,
    default_name: str,
    taken: Sequence[str],
    findings: list[Finding],
) -> tuple[tuple[Measure, ...], tuple[CrossReference, ...], tuple[Amount, ...]]:
    """Build the tree of all records, with what it prints again (再掲) and its sums of money.

    `taken` are ids of measures that stacked tables use already.

    `default_name` names the one measure of a report that prints none.
    """
    builder = _Builder(report_year, default_name, list(taken), findings)
    for record in records:
        builder.add(record)
    measures = builder.finish()
    amounts = builder.amounts.finished(builder.block_ids, builder.initiative_ids)
    return measures, builder.references(), amounts


def _is_slip(one: InitiativeDraft, name: str | None, heading: str | None, record: Record) -> bool:
    """True where another table prints a name with a slip.

    Alike names side by side in one table (…整備事業, …運営事業), under unlike headings (施策, 事業名) or
    with unlike numbers (第1…, 第2…) are names of unlike things.
    """
    if one.name is None or name is None or one.table is record.table:
        return False
    if one.heading is not None and heading is not None and normalize(one.heading) != normalize(heading):
        return False
    same_numbers = re.findall(r"\d+", normalize(one.name)) == re.findall(r"\d+", normalize(name))
    return same_numbers and is_same_name(one.name, name)


class _Builder:
    def __init__(
        self, report_year: int, default_name: str, taken: list[str], findings: list[Finding]
    ) -> None:
        self.report_year = report_year
        self.findings = findings
        self.measures = MeasureDrafts(default_name, taken)
        self.printed_again: list[tuple[BlockDraft, PlacedCell, InitiativeDraft]] = []
        self.block_ids: dict[int, str] = {}
        self.initiative_ids: dict[int, str] = {}
        self.has_departments = False
        self.number_of_indicators = 0
        self.amounts = AmountDrafts(report_year, findings)

    # -- hanging a record into the tree ----------------------------------------------------

    def add(self, record: Record) -> None:
        measure = self.measures.of(record)
        measure.above = measure.above or level_above(record, measure.name)
        initiative = self._initiative(measure, record)
        block = self._block(initiative, record)
        self._add_texts(block, record)
        self.amounts.add(record, initiative, block)
        keep_grades(initiative.grades, [self._settled(one, record) for one in record.grades], self.findings)
        if record.values or record.text(Part.INDICATOR):
            self._add_indicator(initiative, block, record)

    def _initiative(self, measure: MeasureDraft, record: Record) -> InitiativeDraft:
        cell, number_cell = record.cells.get(Part.NAME) or caption_name(record), record.text(Part.NUMBER)
        number = read_number(number_cell) if number_cell else None
        if cell is None or not cell.text.strip():
            return self._unnamed_initiative(measure, record)
        _, own_number, name = numbered(cell.text.strip(), second=True)
        if number is None and own_number is not None:
            number = ordinal(own_number)
        else:
            name = cell.text.strip()
        heading = name_heading(record)
        named = [one for one in measure.initiatives if number is None or one.number in (None, number)]
        equal = (one for one in named if normalize(one.name or "") == normalize(name or "") != "")
        known = next(equal, None) or next(
            (one for one in named if _is_slip(one, name, heading, record)), None
        )
        if known is not None:
            return known
        initiative = InitiativeDraft(number, name, cell.place, heading=heading, table=record.table)
        measure.initiatives.append(initiative)
        return initiative

    def _unnamed_initiative(self, measure: MeasureDraft, record: Record) -> InitiativeDraft:
        """Indicators that hang on the measure itself stand under one 取組 of the measure's name."""
        if not measure.initiatives or record.table.column(Part.NAME) is None:
            name = measure.name or self.measures.default_name
            known = next((one for one in measure.initiatives if one.name == name), None)
            if known is not None:
                return known
            initiative = InitiativeDraft(None, name, Place(record.line.number, 0))
            measure.initiatives.append(initiative)
            return initiative
        return measure.initiatives[-1]

    def _block(self, initiative: InitiativeDraft, record: Record) -> BlockDraft:
        cell = record.cells.get(Part.DEPARTMENT)
        if cell is not None and is_dash(cell.text):
            cell = None
        self.has_departments |= cell is not None
        if initiative.blocks and self._comments_apart(initiative.blocks[-1], record):
            block = BlockDraft(cell or initiative.blocks[-1].department)
            initiative.blocks.append(block)
            return block
        if initiative.blocks:
            if cell is None:
                return initiative.blocks[-1]
            for block in initiative.blocks:
                if block.department is not None and normalize(block.department.text) == normalize(cell.text):
                    return block
            if initiative.blocks[-1].department is None:
                initiative.blocks[-1].department = cell
                return initiative.blocks[-1]
        block = BlockDraft(cell)
        initiative.blocks.append(block)
        return block

    def _comments_apart(self, block: BlockDraft, record: Record) -> bool:
        """True where each row prints commentary of its own: it belongs to that row's indicator alone."""
        if (
            Part.INDICATOR not in record.own
            or Part.NAME in record.own
            or not record.texts
            or not block.indicators
        ):
            return False
        printed = {(heading, normalize(cell.text)) for heading, _, cell in block.passages}
        same_table = any(one.table is record.table for one in block.indicators[-1].records)
        new = any((heading, normalize(cell.text)) not in printed for heading, _, cell in record.texts)
        return same_table and new and bool(block.passages) and not record.table.is_long

    def _add_texts(self, block: BlockDraft, record: Record) -> None:
        texts: list[tuple[str, PassageKind, PlacedCell]] = []
        overview = record.cells.get(Part.OVERVIEW)
        if overview is not None and Part.OVERVIEW in record.own:
            column = record.table.column(Part.OVERVIEW)
            heading = record.table.meanings[column].heading if column is not None else Part.OVERVIEW.value
            texts.append((heading, PassageKind.OVERVIEW, overview))
        texts.extend((heading, meaning.kind, cell) for heading, meaning, cell in record.texts)
        for heading, kind, cell in texts:
            known = any(
                h == heading and normalize(c.text) == normalize(cell.text) for h, _, c in block.passages
            )
            if not known and not is_dash(cell.text):
                block.passages.append((heading, kind, cell))

    def _add_indicator(self, initiative: InitiativeDraft, block: BlockDraft, record: Record) -> None:
        cell = record.cells.get(Part.INDICATOR)
        if cell is not None and is_dash(cell.text):
            if not any(v.kind in (Kind.TARGET, Kind.ACTUAL) and not is_dash(v.text) for v in record.values):
                self.findings.extend(grades_without_indicator(record, cell))
                return
            cell = None
        if cell is None and not record.values:
            return
        values = [one for one in (self._settled(value, record) for value in record.values) if one is not None]
        values = [baseline_as_remarked(value, record, self.findings) for value in values]
        if cell is not None and self._is_printed_again(block, cell, values):
            return
        known = self._known_indicator(initiative, cell, record, values)
        if known is None:
            place = cell.place if cell is not None else Place(record.line.number, 0)
            known = DraftIndicator(cell, record.text(Part.UNIT), place, self.number_of_indicators)
            self.number_of_indicators += 1
            block.indicators.append(known)
            if cell is None:
                self._note(
                    FindingKind.LOST_NAME,
                    f"{record.line.number}行の指標は名称が印字されていません。値だけを収録しました。",
                    "指標の欄が空で、値の欄だけが埋まっている。",
                    place,
                )
        known.records.append(record)
        known.unit = known.unit or record.text(Part.UNIT)
        for value in values:
            self._keep(known, value)

    def _is_printed_again(self, block: BlockDraft, cell: PlacedCell, values: list[Observation]) -> bool:
        """True for an indicator marked 再掲 whose values stand under another 取組 already."""
        if "再掲" not in cell.text:
            return False
        name = plain_name(cell.text)
        for place, one in self._all_indicators():
            if one.cell is None or plain_name(one.cell.text) != name:
                continue
            known = {(seen.fiscal_year, seen.kind): normalize(seen.printed) for seen in one.observations}
            if all(known.get((v.fiscal_year, v.kind)) == normalize(v.printed) for v in values):
                self.printed_again.append((block, cell, place))
                return True
        return False

    def _all_indicators(self) -> Iterator[tuple[InitiativeDraft, DraftIndicator]]:
        for measure in self.measures.all:
            for initiative in measure.initiatives:
                for block in initiative.blocks:
                    yield from ((initiative, one) for one in block.indicators)

    def _known_indicator(
        self, initiative: InitiativeDraft, cell: PlacedCell | None, record: Record, values: list[Observation]
    ) -> DraftIndicator | None:
        """Find the indicator that an earlier row or table is about, if this row only goes on with it."""
        if cell is None:
            return None
        for block in initiative.blocks:
            for one in block.indicators:
                if one.cell is None or normalize(one.cell.text) != normalize(cell.text):
                    continue
                if (
                    one.unit
                    and record.text(Part.UNIT)
                    and normalize(one.unit) != normalize(record.text(Part.UNIT) or "")
                ):
                    continue
                seen = {(seen.fiscal_year, seen.kind): seen.printed for seen in one.observations}
                clash = any(seen.get((v.fiscal_year, v.kind), v.printed) != v.printed for v in values)
                same_table = any(earlier.table is record.table for earlier in one.records)
                if clash and same_table and not record.table.is_long:
                    continue  # two indicators of one name in one table
                return one
        return None

    # -- values ----------------------------------------------------------------------------

    def _settled(self, value: PrintedValue, record: Record) -> Observation | None:
        """Return the observation of a value, or None (with a finding) where its year cannot be told."""
        year = value.fiscal_year if value.fiscal_year is not None else self._unprinted_year(value, record)
        if year is None:
            self._note(
                FindingKind.HELD_BACK,
                f"{value.place}の「{shorten(value.printed)}」（{shorten(value.heading)}）は年度が印字されていないため、収録していません。",
                "見出しにも欄にも年度がなく、ほかの列には年度がある。原資料で年度を確かめ、見出しに年度を書き加えてください。",
                value.place,
            )
            return None
        is_grade = value.kind is Kind.GRADE
        return Observation(
            "",
            year,
            value.kind,
            value.printed,
            value=None if is_grade else parse_printed_number(value.text),
            grade=read_grade(value.text) if is_grade else None,
            place=value.place,
        )

    def _unprinted_year(self, value: PrintedValue, record: Record) -> int | None:
        if value.kind is Kind.BASELINE or _OPEN_ENDED.search(value.heading):
            return None
        table = record.table
        dated = {(one.kind, one.fiscal_year) for one in record.values if one.fiscal_year is not None} | {
            (one.kind, one.fiscal_year)
            for one in table.value_columns.values()
            if one.fiscal_year is not None and (one.own_kind or not table.stacked)
        }
        own_year = table.caption_year if table.caption_year is not None else self.report_year
        actual_years = {year for kind, year in dated if kind is Kind.ACTUAL}
        if not actual_years:
            return own_year if not any(kind is value.kind for kind, _ in dated) else None
        if value.kind is Kind.TARGET:
            return None
        # 評価 beside 実績 of several years is about the report's own.
        return own_year if (value.kind, own_year) not in dated and own_year >= max(actual_years) else None

    def _keep(self, indicator: DraftIndicator, value: Observation) -> None:
        for position, seen in enumerate(indicator.observations):
            if (seen.fiscal_year, seen.kind) != (value.fiscal_year, value.kind):
                continue
            if normalize(seen.printed) != normalize(value.printed) and not (
                seen.value is not None and seen.value == value.value
            ):
                del indicator.observations[position]
                name = indicator.cell.text if indicator.cell else "名称なし"
                self._note(
                    FindingKind.HELD_BACK,
                    f"「{shorten(name)}」の同じ年度の値が二通り印字されているため、どちらも収録していません。",
                    f"{seen.place}は「{shorten(seen.printed)}」、{value.place}は「{shorten(value.printed)}」。",
                    value.place,
                )
            return
        indicator.observations.append(value)

    def _note(self, kind: FindingKind, message: str, evidence: str, place: Place | None) -> None:
        self.findings.append(Finding(kind, message, evidence, place))

    # -- ids and the finished tree -----------------------------------------------------------

    def finish(self) -> tuple[Measure, ...]:
        """Return the tree with its ids."""
        return tuple(self._finished(measure) for measure in self.measures.all)

    def references(self) -> tuple[CrossReference, ...]:
        """Return the indicators printed again under another 取組; call it after `finish`."""
        found = []
        for block, cell, target in self.printed_again:
            block_id, target_id = self.block_ids[id(block)], self.initiative_ids[id(target)]
            found.append(CrossReference(block_id, cell.text.strip(), target_id, None, cell.place))
            self.findings.append(
                Finding(
                    FindingKind.CROSS_REFERENCE,
                    f"{cell.place}の「{shorten(cell.text)}」は {target_id} の指標の再掲として読み、重ねて数えていません。",
                    "再掲と印字され、名称と値が同じである。",
                    cell.place,
                    block_id,
                )
            )
        return tuple(found)

    def _finished(self, measure: MeasureDraft) -> Measure:
        used: set[int] = {one.number for one in measure.initiatives if one.number is not None}
        initiatives = []
        ids: set[str] = set()
        following = 1
        for one in measure.initiatives:
            if one.number is None:
                while following in used:
                    following += 1
                one.number = following
                used.add(following)
            initiative_id = f"{measure.id}-{one.number}"
            while initiative_id in ids:
                initiative_id += "′"
            ids.add(initiative_id)
            self.initiative_ids[id(one)] = initiative_id
            drafts = (each for block in one.blocks for each in block.indicators)
            # A department's rows may stand apart, others' between them: the numbers follow the printed rows.
            position = {
                id(each): at for at, each in enumerate(sorted(drafts, key=lambda each: each.order), start=1)
            }
            blocks = []
            for at, block in enumerate(one.blocks, start=1):
                self.block_ids[id(block)] = f"{initiative_id}.{at}"
                indicators = tuple(
                    finished_indicator(f"{initiative_id}#{position[id(each)]}", each)
                    for each in block.indicators
                )
                blocks.append(self._finished_block(f"{initiative_id}.{at}", initiative_id, block, indicators))
            made = Initiative(initiative_id, one.number, one.name, one.place, tuple(blocks))
            grades = given_to(initiative_id, one.grades)
            initiatives.append(replace(made, grades=grades, heading=one.heading))
        found = tuple(initiatives)
        return Measure(measure.id, measure.name, measure.word, measure.place, found, measure.above)

    def _finished_block(
        self, block_id: str, initiative_id: str, block: BlockDraft, indicators: tuple[Indicator, ...]
    ) -> Block:
        department = block.department
        if department is None and self.has_departments:
            self.findings.append(
                Finding(
                    FindingKind.LOST_DEPARTMENT,
                    f"取組{initiative_id}には担当課が印字されていません。担当課は不明として扱います。",
                    "前後の行と同じ課とは限らないため補っていない。",
                    indicators[0].place if indicators else None,
                    block_id,
                )
            )
        return Block(
            id=block_id,
            departments=split_departments(department.text) if department else (),
            department_printed=department.text.strip() if department else None,
            department_place=department.place if department else None,
            overview_lost=False,
            passages=tuple(
                Passage(
                    block_id,
                    f"{initiative_id}:{heading}",
                    heading,
                    kind,
                    cell.text,
                    clean_markup(cell.text),
                    cell.place,
                )
                for heading, kind, cell in block.passages
            ),
            indicators=indicators,
        )
