"""The tree 施策 / 取組 / 担当課の行 / 指標, joined over page breaks and lost cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from corpus.alignment import LeftCells, NarrativeCell, PlacedCell, align_left, align_narrative, read_number
from corpus.headings import MeasureHeading, number_like, ordinal
from corpus.layout import Role
from corpus.rows import RowGroup
from corpus.text import is_dash, normalize, shorten
from corpus.types import Finding, FindingKind, Place


@dataclass(slots=True)
class DraftIndicator:
    """An indicator before its values are placed: its rows and its name's cell (None where lost)."""

    group: RowGroup
    cell: PlacedCell | None
    id: str = ""


@dataclass(slots=True)
class DraftBlock:
    """A department's row of an initiative, as its cells were found."""

    group: RowGroup
    overview: PlacedCell | None
    department: PlacedCell | None
    narrative: list[NarrativeCell]
    indicators: list[DraftIndicator] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class DraftInitiative:
    """An initiative; `number` is None until a lost one is told from its neighbours."""

    number: int | None
    name: str | None
    place: Place
    number_lost: bool = False
    blocks: list[DraftBlock] = field(default_factory=list)
    id: str = ""

    @property
    def indicators(self) -> list[DraftIndicator]:
        """The indicators of all blocks in the order printed."""
        return [indicator for block in self.blocks for indicator in block.indicators]


@dataclass(slots=True)
class DraftMeasure:
    """A measure; `heading` is None where the line of its heading was lost."""

    ordinal: int
    id: str
    word: str
    name: str | None
    place: Place
    heading_lost: bool = False
    initiatives: list[DraftInitiative] = field(default_factory=list)

    @property
    def last_number(self) -> int:
        """The highest initiative number so far, 0 where there is none."""
        return max((one.number for one in self.initiatives if one.number is not None), default=0)


@dataclass(slots=True)
class Outline:
    """The whole tree with what was odd while it was built."""

    measures: list[DraftMeasure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def indicators(self) -> list[DraftIndicator]:
        """All indicators in the order printed."""
        return [one for measure in self.measures for part in measure.initiatives for one in part.indicators]


def build_outline(groups: Sequence[RowGroup]) -> Outline:
    """Hang every row group into the tree; oddities become findings."""
    builder = _Builder(groups)
    for group in groups:
        builder.add(group)
    builder.number_all()
    builder.outline.findings.extend(finding for group in groups for finding in group.findings)
    return builder.outline


class _Builder:
    """Walks the row groups in order and remembers the current measure, initiative and block."""

    def __init__(self, groups: Sequence[RowGroup]) -> None:
        self.outline = Outline()
        self.headings = [heading for group in groups for heading in group.headings]
        self.measure: DraftMeasure | None = None
        self.initiative: DraftInitiative | None = None
        self.block: DraftBlock | None = None

    def add(self, group: RowGroup) -> None:
        left = align_left(group)
        narrative = list(align_narrative(group))
        place = Place(group.lead.number, group.lead.label_column)
        if group.headings:
            self._open_measure(group.headings[-1])
            if not group.starts_table:
                self._note(
                    FindingKind.MISSING_HEADING_COLUMN,
                    f"{group.headings[-1].place.row}行の「{shorten(group.headings[-1].printed)}」の表には見出し行がありません。"
                    f"{group.table.row}行の見出しで読みました。",
                    f"見出し行のないまま{group.lead.number}行から値の行が始まる。",
                    group.headings[-1].place,
                )
        if not left.cells and not narrative and not group.has_values:
            self._note(
                FindingKind.STRAY_ROW,
                f"{group.line_numbers}に値も名称もない行があります。指標として数えていません。",
                "同じ行に指標名・値・説明のいずれも印字されていない。",
                place,
            )
            return
        self._note_moved_cells(group, left, narrative, place)
        number_cell, name = left.cells.get(Role.NUMBER), left.text(Role.NAME)
        number = read_number(number_cell.text) if number_cell else None
        if number_cell is not None or name is not None:
            self._open_initiative(group, left, number, name, place)
        if self.initiative is None:
            self._open_lost_initiative(place)
        opens_block = Role.OVERVIEW in left.cells or Role.DEPARTMENT in left.cells or bool(narrative)
        if self.block is None or (opens_block and not self._continues_block(left, narrative)):
            self._open_block(group, left, narrative, place)
        self._add_indicator(group, left, place)

    def number_all(self) -> None:
        """Give every part its id once the whole tree is known."""
        for measure in self.outline.measures:
            _number_initiatives(measure, self.outline.findings)

    def _note(self, kind: FindingKind, message: str, evidence: str, place: Place | None) -> None:
        self.outline.findings.append(Finding(kind, message, evidence, place))

    def _note_moved_cells(
        self, group: RowGroup, left: LeftCells, narrative: list[NarrativeCell], place: Place
    ) -> None:
        if group.swapped is not None:
            self._note(
                FindingKind.SWAPPED_CELLS,
                f"{group.line_numbers}は「目標・実績・評価」の語と指標欄の「{shorten(group.swapped[1][1], 20)}」が"
                "入れ替わって印字されています。",
                f"{group.lead.label_column}列目に区分の語、その右の{group.swapped[1][0]}列目に指標欄がある。",
                place,
            )
        if left.moved:
            cells = "、".join(f"{role.value}={cell.place.column}列" for role, cell in left.cells.items())
            self._note(
                FindingKind.MISPLACED_CELLS,
                f"{group.lead.number}行は左側の欄が見出しと違う列にあります。並びと内容から読み替えました。",
                f"{cells}（区分の語は{group.lead.label_column}列、通常は{group.table.label_column}列）。",
                place,
            )
        for cell in left.unplaced:
            self._note(
                FindingKind.MISPLACED_CELLS,
                f"{cell.place}の「{shorten(cell.text)}」はどの欄のものか決められず、使っていません。",
                "見出しの列より左側の欄が多いか、同じ欄が二度印字されている。",
                cell.place,
            )
        moved = [one for one in narrative if one.moved or not one.certain]
        if moved:
            cells = "、".join(f"{one.cell.place.column}列を「{one.column.heading}」" for one in moved)
            usual = "、".join(f"{one.column.column}列" for one in moved)
            doubt = "" if all(one.certain for one in moved) else "どの欄か確実ではありません。"
            self._note(
                FindingKind.MISPLACED_CELLS,
                f"{moved[0].cell.place.row}行の文章は見出しと違う列にあります。{cells}として読みました。{doubt}",
                f"通常の行では{usual}にある。行内の文章の並び順と位置から判断した。",
                moved[0].cell.place,
            )

    def _open_measure(self, heading: MeasureHeading) -> None:
        number = ordinal(heading.number)
        known = next((one for one in self.outline.measures if one.ordinal == number), None)
        if known is not None and (
            known.name is None or heading.name is None or is_same_name(known.name, heading.name)
        ):
            known.name = known.name or heading.name
            if known is not self.measure:
                self.measure, self.initiative, self.block = known, None, None
            return
        measure_id = heading.number
        while any(one.id == measure_id for one in self.outline.measures):
            # 施策1 under each of several 基本目標: the id must still name one measure.
            measure_id += "′"
        self._enter(
            DraftMeasure(
                number if number is not None else len(self.outline.measures) + 1,
                measure_id,
                heading.word,
                heading.name,
                heading.place,
            )
        )
        if heading.name is None:
            self._note(
                FindingKind.LOST_NAME,
                f"{heading.place.row}行の「{heading.printed}」には名称が印字されていません。",
                "見出しの行に番号だけがある。",
                heading.place,
            )

    def _enter(self, measure: DraftMeasure) -> None:
        self.outline.measures.append(measure)
        self.measure, self.initiative, self.block = measure, None, None

    def _open_lost_measure(self, place: Place, evidence: str) -> DraftMeasure:
        value = self.measure.ordinal + 1 if self.measure else 1
        sample = self.headings[0] if self.headings else None
        if self.measure is None and sample is not None:
            value = max(1, (ordinal(sample.number) or 2) - 1)
        measure = DraftMeasure(
            value,
            number_like(sample.number, value) if sample else str(value),
            sample.word if sample else "施策",
            None,
            place,
            heading_lost=True,
        )
        while any(one.id == measure.id for one in self.outline.measures):
            measure.id += "′"
        self._note(
            FindingKind.LOST_NAME,
            f"{place.row}行から始まる{measure.word}の見出しが失われています。「{measure.word}{measure.id}」として扱いました。"
            "名称は、別のページの見出しに印字があればそれにより、なければ不明のままです。",
            evidence,
            place,
        )
        self._enter(measure)
        return measure

    def _open_initiative(
        self, group: RowGroup, left: LeftCells, number: int | None, name: str | None, place: Place
    ) -> None:
        if self.measure is None:
            self._open_lost_measure(place, "最初の表の前に見出しの行がない。")
        assert self.measure is not None
        known = self._known_initiative(number, name)
        if known is not None:
            narrative = list(align_narrative(group))
            if known is not self.initiative or not self._continues_block(left, narrative):
                self.block = None
            self.initiative = known
            known.name = known.name or name
            self._note(
                FindingKind.REPEATED_INITIATIVE,
                f"{group.lead.number}行で同じ取組「{shorten(known.name or str(number))}」が再び印字されています。"
                "一つの取組としてまとめました。",
                f"No.{number if number is not None else '（なし）'}と取組名が{known.place.row}行と同じ。",
                place,
            )
            return
        last = self.measure.last_number
        restarts = (
            number is not None
            and self.measure.initiatives
            and number <= last
            and (number == 1 or group.starts_table)
        )
        if restarts and not group.headings:
            self._open_lost_measure(place, f"No.が{last}から{number}に戻り、取組名も違う。見出しの行はない。")
        cell = left.cells.get(Role.NAME) or left.cells.get(Role.NUMBER)
        assert cell is not None
        self.initiative = DraftInitiative(number, name, cell.place, number_lost=number is None)
        self.measure.initiatives.append(self.initiative)
        self.block = None

    def _known_initiative(self, number: int | None, name: str | None) -> DraftInitiative | None:
        """Find the initiative of the current measure that a page break repeats, if it is one."""
        assert self.measure is not None
        for one in reversed(self.measure.initiatives):
            same_number = number is None or one.number is None or one.number == number
            if name is not None and one.name is not None:
                if same_number and is_same_name(one.name, name):
                    return one
            elif number is not None and one.number == number and one is self.initiative:
                return one
        return None

    def _open_lost_initiative(self, place: Place) -> None:
        if self.measure is None:
            self._open_lost_measure(place, "最初の表の前に見出しの行がない。")
        assert self.measure is not None
        self.initiative = DraftInitiative(None, None, place, number_lost=True)
        self.measure.initiatives.append(self.initiative)
        self.block = None

    def _continues_block(self, left: LeftCells, narrative: Sequence[NarrativeCell]) -> bool:
        """True where the cells only repeat the current block over a page break."""
        if self.block is None:
            return False
        known = [self.block.overview, self.block.department, *(one.cell for one in self.block.narrative)]
        texts = {normalize(cell.text) for cell in known if cell is not None}
        printed = [
            left.text(Role.OVERVIEW),
            left.text(Role.DEPARTMENT),
            *(one.cell.text for one in narrative),
        ]
        present = [normalize(text) for text in printed if text is not None]
        if not present:
            return left.text(Role.INDICATOR) is not None
        return left.text(Role.OVERVIEW) is not None and all(text in texts for text in present)

    def _open_block(
        self, group: RowGroup, left: LeftCells, narrative: list[NarrativeCell], place: Place
    ) -> None:
        assert self.initiative is not None
        overview, department = left.cells.get(Role.OVERVIEW), left.cells.get(Role.DEPARTMENT)
        self.block = DraftBlock(group, overview, department, narrative)
        self.initiative.blocks.append(self.block)
        roles = group.table.roles
        if department is None and Role.DEPARTMENT in roles:
            self._note(
                FindingKind.LOST_DEPARTMENT,
                f"{group.line_numbers}の行には担当課が印字されていません。担当課は不明として扱います。",
                "前後の行と同じ課とは限らないため補っていない。",
                place,
            )
        if overview is None and Role.OVERVIEW in roles:
            self._note(
                FindingKind.LOST_OVERVIEW,
                f"{group.line_numbers}の行には事業概要が印字されていません。",
                "前後の行から補っていない。",
                place,
            )

    def _add_indicator(self, group: RowGroup, left: LeftCells, place: Place) -> None:
        assert self.block is not None
        cell = left.cells.get(Role.INDICATOR)
        named = cell is not None and not is_dash(cell.text)
        if not named and not group.has_values:
            return
        self.block.indicators.append(DraftIndicator(group, cell if named else None))
        if not named:
            self._note(
                FindingKind.LOST_NAME,
                f"{group.line_numbers}の指標は名称と単位が印字されていません。値だけを収録しました。",
                f"区分の語の左（指標欄）が{'「-」' if cell is not None else '空'}で、値の行だけが残っている。",
                place,
            )


def is_same_name(one: str, other: str) -> bool:
    """True where two printings name the same thing, a slip of a character allowed."""
    left, right = normalize(one), normalize(other)
    return left == right or (
        min(len(left), len(right)) >= 6 and SequenceMatcher(None, left, right).ratio() >= 0.85
    )


def _hold_nameless_before_gap(measure: DraftMeasure, initiative: DraftInitiative) -> None:
    """Hold back an indicator without a name that stands right before a number that is missing.

    The line that opens the missing initiative may be the one that was lost between its rows.
    """
    position = measure.initiatives.index(initiative)
    before = measure.initiatives[position - 1].indicators if position else []
    if before and before[-1].cell is None and len(before[-1].group.rows) > 1:
        group = before[-1].group
        group.held |= set(group.rows)
        group.findings.extend(
            Finding(
                FindingKind.HELD_BACK,
                f"{row.number}行の値は、どの指標のものか分からないため収録していません。",
                "指標名がなく、直後の取組の番号が飛んでいる。失われた取組の行がまじっているおそれがある。",
                Place(row.number, row.label_column),
            )
            for row in group.rows.values()
        )


def _number_initiatives(measure: DraftMeasure, findings: list[Finding]) -> None:
    """Fill in lost numbers between known ones, then give all parts of a measure their ids."""
    taken = {one.number for one in measure.initiatives if one.number is not None}
    previous = 0
    for initiative in measure.initiatives:
        if initiative.number is None:
            candidate = previous + 1
            while candidate in taken:
                candidate += 1
            initiative.number = candidate
            taken.add(candidate)
            findings.append(
                Finding(
                    FindingKind.LOST_NAME,
                    f"{initiative.place.row}行の取組は No. が印字されていません。並び順から No.{candidate} としました。",
                    f"直前の取組は No.{previous or '（なし）'}。",
                    initiative.place,
                    f"{measure.id}-{candidate}",
                )
            )
        elif initiative.number > previous + 1 and not measure.heading_lost:
            _hold_nameless_before_gap(measure, initiative)
            findings.append(
                Finding(
                    FindingKind.LOST_NAME,
                    f"{measure.word}{measure.id}には No.{previous + 1}"
                    f"{'' if initiative.number == previous + 2 else f'〜{initiative.number - 1}'} の取組が見当たりません。",
                    f"No.{previous or '（なし）'} の次に No.{initiative.number} が印字されている。"
                    "失われたか、直前の取組の行に紛れているかもしれない。",
                    initiative.place,
                    measure.id,
                )
            )
        previous = initiative.number
    used: set[str] = set()
    for initiative in measure.initiatives:
        initiative.id = f"{measure.id}-{initiative.number}"
        while initiative.id in used:
            initiative.id += "′"
        used.add(initiative.id)
        if initiative.name is None:
            findings.append(
                Finding(
                    FindingKind.LOST_NAME,
                    f"{initiative.place.row}行の取組（{initiative.id}）は取組名が印字されていません。",
                    "No. はあるが取組名の欄が空である。",
                    initiative.place,
                    initiative.id,
                )
            )
        for position, block in enumerate(initiative.blocks, start=1):
            block.id = f"{initiative.id}.{position}"
        for position, indicator in enumerate(initiative.indicators, start=1):
            indicator.id = f"{initiative.id}#{position}"
