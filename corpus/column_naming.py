"""What the lines and cells around a table call its rows: 施策, 取組, and the numbers before their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.alignment import PlacedCell
from corpus.column_drafts import MeasureDraft
from corpus.column_meaning import Part
from corpus.column_rows import Record
from corpus.fiscal import find_years
from corpus.headings import MeasureHeading, ordinal, read_heading
from corpus.readers.lines import Line
from corpus.text import normalize
from corpus.types import Place

_NUMBERED = re.compile(
    r"^[(（【\[]?(?P<first>[①-⑳]|[0-9０-９]{1,2}|[Ⅰ-Ⅻ])(?:\s*[-－‐.．ー]\s*(?P<second>[0-9０-９]{1,2}))?"
    r"[)）】\]]?(?:[.．、:：)）\s　]+(?=\S)|(?=[^\s0-9０-９%％年月人件回か-]))(?P<name>.+)$"
)

# The levels of a plan above its 取組, as a column of them may be headed.
_LEVEL = re.compile(
    r"(?P<word>(?:重点|基本|政策|推進)?(?:目標|方針|政策|分野|戦略|柱|プロジェクト))(?:名称?|の?項目)?"
)


def caption_name(record: Record) -> PlacedCell | None:
    """Return the line above a table without a column for it that names the 取組."""
    table = record.table
    if table.column(Part.NAME) is not None:
        return None
    if table.work is not None:
        return PlacedCell(table.work.filled()[0][1], Place(table.work.number, table.work.filled()[0][0]))
    if table.caption is None or not table.states_indicators:
        return None
    column, text = table.caption.filled()[0]
    if find_years(text) or re.search(r"報告|計画|指標|目標$|。$", text.strip()):
        return None
    return PlacedCell(text, Place(table.caption.number, column))


def name_heading(record: Record) -> str | None:
    """Return what the column that names the 取組 is called, or None where there is none."""
    column = record.table.column(Part.NAME)
    return record.table.meanings[column].heading if column is not None else None


def sheet_heading(line: Line) -> MeasureHeading | None:
    """Read the name of a sheet as a measure heading (シート「施策1 見守り」), if it is one."""
    name = re.fullmatch(r"シート「(.*)」", line.page)
    if name is None:
        return None
    heading = read_heading(Line(line.number, (name[1],)))
    number = re.fullmatch(r"([0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2})?)[\s　_＿.．:：]*(.{0,40})", name[1])
    if heading is None and number is not None:
        title = number[2].strip() or None
        return MeasureHeading(Place(line.number, 0), "施策", normalize(number[1]), title, name[1])
    return heading


def plain_name(text: str) -> str:
    """Return the name of an indicator without the mark 再掲, for comparing."""
    return normalize(re.sub(r"[(（【〔\[]?再掲[)）】〕\]]?", "", text))


def measure_words(record: Record, cell: PlacedCell) -> tuple[str, str | None, str | None]:
    """Part a cell of the column of measures into word, number and name.

    Where the cell prints no word of its own (「1 しごとをつくる」), the heading of its column names it.
    """
    text = cell.text.strip()
    word, number, name = numbered(text)
    if read_heading(Line(0, (text,))) is None:
        column = record.table.column(Part.MEASURE)
        heading = normalize(record.table.meanings[column].heading) if column is not None else ""
        level = _LEVEL.fullmatch(heading)
        word = level["word"] if level is not None else word
    return word, number, name


def measure_of_pair(text: str, measures: Sequence[MeasureDraft]) -> MeasureDraft | None:
    """「1-2」 alone in a column 施策: an item of the measure 1, where one with items stands already."""
    pair = re.fullmatch(r"\s*([0-9０-９]{1,2})\s*[-－‐.．]\s*[0-9０-９]{1,2}\s*", text)
    if pair is None:
        return None
    number = ordinal(normalize(pair[1]))
    return next((one for one in measures if one.initiatives and ordinal(one.id) == number), None)


def level_above(record: Record, measure: str | None) -> str | None:
    """Return the printed heading of the level over a record's measure of that name (基本目標１ …), or None."""
    if (level := record.text(Part.UPPER)) is not None:
        return _level_words(record, level)
    upper, cell = record.table.upper, record.cells.get(Part.MEASURE)
    own = record.section or record.table.heading
    if upper is None and cell is not None and isinstance(own, MeasureHeading):
        upper = own  # a line 基本目標１ … over rows that have a column 施策
    if upper is None or (cell is None and own is upper):
        return None
    same = cell is not None and upper.name is not None and normalize(upper.name) in normalize(cell.text)
    itself = measure is not None and normalize(measure) in normalize(upper.printed)
    return None if same or itself else upper.printed


def _level_words(record: Record, text: str) -> str:
    """Return a cell of the column of the level over 施策, with the column's word where the cell prints none."""
    column = record.table.column(Part.UPPER)
    if column is None or read_heading(Line(0, (text,))) is not None:
        return text
    heading = _LEVEL.fullmatch(normalize(record.table.meanings[column].heading))
    return f"{heading['word']}{text}" if heading is not None else text


def numbered(text: str, second: bool = False) -> tuple[str, str | None, str | None]:
    """Part a heading into its word, number and name: 「施策1 見守り」, 「(2) 見守り」, 「1-3 見守り」.

    With `second`, the number behind the hyphen counts (the 取組 of 施策1 is 3).
    """
    heading = read_heading(Line(0, (text,)))
    if heading is not None:
        return heading.word, heading.number, heading.name
    match = _NUMBERED.match(text)
    if match is None:
        return "施策", None, text
    number = match["second"] if second and match["second"] else match["first"]
    if match["second"] and not second:
        number = f"{normalize(match['first'])}-{normalize(match['second'])}"
    return "施策", number, match["name"].strip()
