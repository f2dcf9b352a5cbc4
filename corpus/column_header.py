"""Header rows of a column table: where they end, and what they make of each column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from corpus.alignment import PlacedCell
from corpus.column_meaning import (
    Meaning,
    Part,
    PartColumn,
    TextColumn,
    ValueColumn,
    is_heading_like,
    is_long_heading,
    is_value_cell,
    is_year_of_group,
    meaning_of,
    states_indicators,
)
from corpus.fiscal import find_years, parse_year_mark
from corpus.kind_words import kind_of_word
from corpus.layout import LABELS, column_kind
from corpus.numerals import is_value_like
from corpus.readers.lines import Line
from corpus.text import is_dash, normalize
from corpus.types import Kind, Place

_PROSE = 40  # letters on average from which a column holds sentences, no names


def header_size(block: Sequence[Line]) -> int:
    """Return how many of the first lines make up a header.

    Merged cells tell it; else every further line that holds headings alone, and none that the
    line above has filled in the same column unless that is a group heading.
    """
    spans = [rows for column, (rows, _) in block[0].spans.items() if block[0].cells[column].strip()]
    size = min(max(spans, default=1), len(block))
    while size < len(block):
        line = block[size]
        filled = line.filled()
        if not filled or not _goes_on(filled):
            break
        if len(filled) == 1 and not _is_year_or_unit(filled[0][1]):
            break  # a measure heading printed across the table
        long_columns = {
            column for above in block[:size] for column, cell in above.filled() if is_long_heading(cell)
        }
        if any(column in long_columns for column, _ in filled):
            break  # a year or a kind under 年度 or 区分 is data
        size += 1
    return size


def _goes_on(filled: Sequence[tuple[int, str]]) -> bool:
    """True for a further row of headings: nothing but headings, or kinds among them and no figures."""
    like = [_is_sub_heading(cell) for _, cell in filled]
    if all(like):
        return True
    kinds = {kind_of_word(cell) for _, cell in filled} - {None}
    figures = any(is_value_like(cell) and not one for one, (_, cell) in zip(like, filled, strict=True))
    return len(kinds) >= 2 and sum(like) * 2 >= len(like) and not figures


def _is_year_or_unit(cell: str) -> bool:
    plain = normalize(cell)
    return parse_year_mark(cell) is not None or (
        len(plain) <= 16 and (plain[0] in "(（" or bool(find_years(cell)))
    )


def _is_sub_heading(cell: str) -> bool:
    return (
        is_heading_like(cell)
        or re.fullmatch(r"[(（][^()（）]{1,10}[)）]|\d{1,2}|元", normalize(cell)) is not None
    )


def texts_of(line: Line) -> tuple[tuple[int, str], ...]:
    """Return the normalized texts of a line with their columns: two rows of headings are the same by them."""
    return tuple((column, normalize(cell)) for column, cell in line.filled())


def may_be_header(line: Line) -> bool:
    """True where a line reads as a row of headings: words for columns, and no figures."""
    filled = line.filled()
    like = [is_heading_like(cell) for _, cell in filled]
    if len(filled) < 2 or sum(like) * 5 < len(filled) * 3:
        return False
    # A row of figures is none, whatever words stand beside them; a year mark is a heading.
    return not any(
        len(cell) > 60 or (is_value_like(cell) and not one)
        for one, (_, cell) in zip(like, filled, strict=True)
    )


def opens_transposed(lines: Sequence[Line]) -> bool:
    """True where 年度 stands beside the names of indicators, and their kinds stand in the line below."""
    if len(lines) < 2 or len(lines[0].filled()) < 2:
        return False
    below = lines[1].filled()
    return (
        normalize(lines[0].filled()[0][1]) in ("年度", "年")
        and len(below) >= 2
        and all(kind_of_word(cell) is not None for _, cell in below)
    )


def is_all_headings(line: Line) -> bool:
    """True for a line of three or more headings and nothing else, from the left edge on."""
    filled = line.filled()
    return len(filled) >= 3 and filled[0][0] <= 1 and all(is_heading_like(cell) for _, cell in filled)


def column_meanings(header: Sequence[Line], body: Sequence[Line]) -> dict[int, Meaning]:
    """Join the header rows column by column, and tell what each column holds."""
    width = max((len(line.cells) for line in (*header, *body)), default=0)
    paths = _paths(header, width)
    meanings: dict[int, Meaning] = {}
    year: int | None = None
    dated: dict[str, int] = {}  # group heading -> the column that prints the years of its values
    for column in range(width):
        cells = [line.cells[column] for line in body if column < len(line.cells)]
        if is_year_of_group(paths[column], cells):
            dated[paths[column][0]] = column
    for column in range(width):
        cells = [line.cells[column] for line in body if column < len(line.cells)]
        path = paths[column]
        if not path or column in dated.values():
            continue
        meaning = meaning_of(path, cells, year)
        if isinstance(meaning, ValueColumn) and meaning.fiscal_year is not None:
            year = meaning.fiscal_year
        if isinstance(meaning, ValueColumn) and meaning.fiscal_year is None:
            meaning = replace(meaning, year_column=dated.get(path[0]))
        elif isinstance(meaning, PartColumn) and meaning.part is Part.VALUE and path[0] in dated:
            kind = kind_of_word(path[0]) or Kind.ACTUAL
            meaning = ValueColumn(kind, " ".join(path), None, year_column=dated[path[0]])
        meanings[column] = meaning
    return _settled(meanings, body)


def _paths(header: Sequence[Line], width: int) -> list[tuple[str, ...]]:
    """Return each column's headings from top to bottom; a group heading stands over all it covers."""
    merged = any(line.spans for line in header)
    grid = [[""] * width for _ in header]
    for row, line in enumerate(header):
        for column, cell in line.filled():
            rows, columns = line.spans.get(column, (1, 1))
            for r in range(row, min(row + rows, len(header))):
                for c in range(column, min(column + columns, width)):
                    grid[r][c] = cell
    if not merged:
        for row in range(len(header) - 1):
            _carry_groups(grid, row)
    return [
        tuple(dict.fromkeys(grid[row][column] for row in range(len(header)) if grid[row][column].strip()))
        for column in range(width)
    ]


def _carry_groups(grid: list[list[str]], row: int) -> None:
    """Stretch a group heading over the blank cells right of it, while headings stand below them."""
    group = ""
    for column, cell in enumerate(grid[row]):
        below = grid[row + 1][column].strip()
        if cell.strip():
            group = cell if below else ""
        elif group and below:
            grid[row][column] = group
        else:
            group = ""


def _settled(meanings: dict[int, Meaning], body: Sequence[Line]) -> dict[int, Meaning]:
    """Decide what single headings leave open: which of several names is the 取組, which is prose."""
    result = dict(meanings)

    def columns_of(part: Part) -> list[int]:
        return [c for c, one in result.items() if isinstance(one, PartColumn) and one.part is part]

    def lengths(column: int) -> float:
        cells = [line.cells[column].strip() for line in body if column < len(line.cells)]
        filled = [len(cell) for cell in cells if cell]
        return sum(filled) / len(filled) if filled else 0.0

    def as_text(column: int) -> None:
        heading = result[column].heading
        result[column] = TextColumn(heading, column_kind(heading))

    for part in (Part.INDICATOR, Part.DEPARTMENT, Part.UNIT, Part.YEAR, Part.LABEL, Part.VALUE, Part.NUMBER):
        for column in columns_of(part)[1:]:
            as_text(column)
    first_value = min((c for c, one in result.items() if isinstance(one, ValueColumn)), default=999)
    names = columns_of(Part.NAME)
    overviews = columns_of(Part.OVERVIEW)
    # 取組内容 alone, with short cells, is the name of the work; beside 取組名 it is what it is about.
    if not names and overviews and lengths(overviews[0]) < 40:
        result[overviews[0]] = PartColumn(Part.NAME, result[overviews[0]].heading)
        names, overviews = overviews[:1], overviews[1:]
    measures = columns_of(Part.MEASURE)
    if len(measures) > 1:
        if not names:
            result[measures[-1]] = PartColumn(Part.NAME, result[measures[-1]].heading)
            names = [measures[-1]]
            measures = measures[:-1]
        # 政策 | 基本目標 | 施策 | 事業: the last is the 施策, the one before it the level over them.
        prose = [column for column in measures if lengths(column) >= _PROSE]
        measures = [column for column in measures if column not in prose] or measures[:1]
        for column in [*prose, *measures[:-2]]:
            if column != measures[-1]:
                as_text(column)
        if len(measures) > 1:
            result[measures[-2]] = PartColumn(Part.UPPER, result[measures[-2]].heading)
        measures = measures[-1:]
    for column in names[1:]:
        if lengths(column) >= 25 and not overviews:
            result[column] = PartColumn(Part.OVERVIEW, result[column].heading)
            overviews = [column]
        elif not measures and column == names[1] and lengths(names[0]) < 40:
            result[names[0]] = PartColumn(Part.MEASURE, result[names[0]].heading)
            measures = [names[0]]
        else:
            as_text(column)
    for column in overviews[1:]:
        as_text(column)
    if not columns_of(Part.INDICATOR):
        _find_indicator(result, body, first_value)
    return result


def _find_indicator(result: dict[int, Meaning], body: Sequence[Line], first_value: int) -> None:
    """Without a heading 指標: a column of sentences that state indicators, else the last name left of the values."""
    for column, meaning in result.items():
        cells = [line.cells[column] for line in body if column < len(line.cells)]
        if states_indicators(cells):
            result[column] = PartColumn(Part.INDICATOR, meaning.heading)
            return
    for wanted in (Part.NAME, Part.MEASURE):
        for column in sorted(result, reverse=True):
            meaning = result[column]
            if column < first_value and isinstance(meaning, PartColumn) and meaning.part is wanted:
                result[column] = PartColumn(Part.INDICATOR, meaning.heading)
                return


def is_indicator_table(meanings: dict[int, Meaning], body: Sequence[Line]) -> bool:
    """True where the columns name indicators and give values of a kind, or state them in sentences."""
    parts = {one.part: c for c, one in meanings.items() if isinstance(one, PartColumn)}
    if Part.INDICATOR not in parts or not body:
        return False
    indicator = [
        line.cells[parts[Part.INDICATOR]] for line in body if parts[Part.INDICATOR] < len(line.cells)
    ]
    if states_indicators(indicator):
        return True
    if Part.VALUE in parts and Part.LABEL in parts:
        return True
    values = {column: one for column, one in meanings.items() if isinstance(one, ValueColumn)}
    if not any(is_value_cell(cell) for line in body for at, cell in line.filled() if at in values):
        return False  # words under 実績 and 評価, no value among them
    kinds = {one.kind for one in values.values()}
    named = isinstance(meanings[parts[Part.INDICATOR]], PartColumn) and re.search(
        r"指標|kpi|目標項目|評価項目|数値目標|測定", normalize(meanings[parts[Part.INDICATOR]].heading)
    )
    figures = kinds & {Kind.TARGET, Kind.ACTUAL}
    if named:
        return bool(figures) or (Kind.BASELINE in kinds)
    # 事業名 | 目標 | 実績: no column is called 指標, so both must be there.
    return figures == {Kind.TARGET, Kind.ACTUAL}


def indicator_groups(
    header: Sequence[Line], meanings: Mapping[int, Meaning]
) -> list[tuple[set[int], PlacedCell]]:
    """Return the columns that stand under one indicator's name, for each name in a group heading."""
    width = max((*(len(line.cells) for line in header), *(column + 1 for column in meanings)), default=0)
    paths = _paths(header, width)
    first = {
        normalize(cell): (line.number, at, cell) for line in reversed(header) for at, cell in line.filled()
    }
    groups: dict[str, set[int]] = {}
    for column, meaning in meanings.items():
        path = paths[column]
        if isinstance(meaning, ValueColumn) and len(path) >= 2 and not _is_group_heading(path[0]):
            groups.setdefault(normalize(path[0]), set()).add(column)
    found = []
    for name, columns in groups.items():
        number, at, cell = first[name]
        found.append((columns, PlacedCell(cell, Place(number, at))))
    return found


def _is_group_heading(cell: str) -> bool:
    """True for a year or a kind (実績値の推移); an indicator's name may end in such a word."""
    plain = normalize(cell)
    return bool(find_years(cell)) or (len(plain) <= 7 and kind_of_word(cell) is not None)


def is_stacked(body: Sequence[Line]) -> bool:
    """True where 目標 and 実績 stand in rows under each other: the stacked layout, read elsewhere."""
    seen: dict[int, set[Kind]] = {}
    for line in body[:12]:
        for column, cell in line.filled():
            kind = LABELS.get(normalize(cell))
            if kind is not None:
                seen.setdefault(column, set()).add(kind)
    enough = 2 if len(body) > 2 else 1
    stacked = any(len(kinds) >= enough for kinds in seen.values())
    return stacked and not _has_long_labels(body) and not labels_group_named_rows(body)


def labels_group_named_rows(body: Sequence[Line]) -> bool:
    """True where 計画 and 実績 only group rows that have names of their own: 計画 | 量の見込み, 実績 | 利用者数.

    In a stacked table the rows of an indicator bear its name once, or all the same.
    """
    names: list[str] = []
    for line in body[:12]:
        filled = line.filled()
        at = next((place for place, (_, cell) in enumerate(filled) if normalize(cell) in LABELS), None)
        if at is None:
            continue
        behind = filled[at + 1][1] if at + 1 < len(filled) else ""
        if at > 0 or not behind or is_value_cell(behind):
            return False
        names.append(normalize(behind))
    return len(names) >= 2 and len(set(names)) == len(names)


def stacked_meanings(header: Sequence[Line], body: Sequence[Line]) -> dict[int, Meaning] | None:
    """Return the columns of a stacked table whose every row stands where the headings say, else None.

    The kind of a value is in its row (`Part.LABEL`); the columns of years get their year alone.
    """
    counts: dict[int, int] = {}
    for line in body:
        for column, cell in line.filled():
            counts[column] = counts.get(column, 0) + (LABELS.get(normalize(cell)) is not None)
    label = max(counts, key=lambda column: counts[column], default=-1)
    if label < 0 or counts[label] < 2:
        return None
    width = max((len(line.cells) for line in (*header, *body)), default=0)
    paths = _paths(header, width)
    years = {
        column: marks[0]
        for column in range(label + 1, width)
        if (marks := [year for part in paths[column] if (year := parse_year_mark(part)) is not None])
    }
    if not years or list(years.values()) != sorted(set(years.values())):
        return None
    kinds = {LABELS.get(normalize(line.cells[label])) for line in body if label < len(line.cells)}
    meanings: dict[int, Meaning] = {}
    for column in range(width):
        if column == label:
            meanings[column] = PartColumn(Part.LABEL, paths[column][-1] if paths[column] else "")
        elif column in years:
            meanings[column] = ValueColumn(Kind.ACTUAL, " ".join(paths[column]), years[column])
        elif paths[column]:
            cells = [line.cells[column] for line in body if column < len(line.cells)]
            meaning = meaning_of(paths[column], cells)
            if isinstance(meaning, ValueColumn) and not _is_beside_rows(meaning, kinds, years.values()):
                meaning = TextColumn(paths[column][-1], column_kind(paths[column][-1]))
            elif isinstance(meaning, ValueColumn):
                meaning = replace(meaning, own_kind=True)
            meanings[column] = meaning
    meanings = _settled(meanings, body)
    return meanings if all(stands_aligned(line, meanings) for line in body) else None


def _is_beside_rows(meaning: ValueColumn, kinds: Collection[Kind | None], years: Collection[int]) -> bool:
    """True where a heading beside the years names a kind and year that no row of the table gives: R8目標, 評価."""
    if meaning.is_period or meaning.kind is Kind.ACTUAL:
        return False
    year = meaning.fiscal_year
    return (meaning.kind not in kinds) if year is None or year in years else True


def stands_aligned(line: Line, meanings: Mapping[int, Meaning]) -> bool:
    """True where a row of a stacked table has its label, values and texts under their headings."""
    label = next(
        column for column, one in meanings.items() if isinstance(one, PartColumn) and one.part is Part.LABEL
    )
    if label >= len(line.cells) or LABELS.get(normalize(line.cells[label])) is None:
        return False
    for column, cell in line.filled():
        meaning = meanings.get(column)
        is_value = isinstance(meaning, ValueColumn) and not meaning.own_kind
        if meaning is None or (is_value and len(cell.strip()) > 20):
            return False
        if (
            isinstance(meaning, PartColumn)
            and meaning.part is Part.INDICATOR
            and is_value_like(cell)
            and not is_dash(cell)
        ):
            return False
    return True


def _has_long_labels(body: Sequence[Line]) -> bool:
    """True where the rows that print 目標/実績 hold one value each (long form), not one a year."""
    values, years = [], []
    for line in body:
        filled = line.filled()
        label = next((column for column, cell in filled if normalize(cell) in LABELS), None)
        if label is not None:
            values.append(sum(1 for column, _ in filled if column > label))
            years.append(any(find_years(cell) for _, cell in filled))
    return bool(values) and max(values) <= 1 and any(years)


def caption_year(caption: Line | None, page: str) -> int | None:
    """Return the one fiscal year that a caption or the name of a sheet prints, or None."""
    for text in ([caption.filled()[0][1]] if caption is not None else []) + [page]:
        years = {
            year for one in find_years(text) if not one.is_range and not one.is_date for year in one.years
        }
        if len(years) == 1:
            return years.pop()
    return None
