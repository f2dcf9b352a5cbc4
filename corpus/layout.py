"""Which line and column is what, found from headings, labels and year marks, never from fixed positions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from corpus.fiscal import parse_year_mark
from corpus.grade_words import WORD_PATTERN, is_grade_word, read_grade
from corpus.grade_words import canonical_grade as canonical_grade
from corpus.headings import MeasureHeading, read_heading
from corpus.numerals import parse_printed_number
from corpus.readers.lines import Line
from corpus.text import is_dash, normalize
from corpus.types import Kind, PassageKind, Place

LABELS = {
    **dict.fromkeys(("目標", "目標値", "計画", "計画値", "目標値(計画値)", "数値目標"), Kind.TARGET),
    **dict.fromkeys(("実績", "実績値", "実数", "実績値(見込)"), Kind.ACTUAL),
    **dict.fromkeys(("達成率", "目標達成率", "達成率(%)", "進捗率", "進捗率(%)"), Kind.RATE),
    **dict.fromkeys(
        ("評価", "達成度", "達成状況", "進捗", "進捗評価", "進捗状況", "自己評価", "判定"), Kind.GRADE
    ),
}


class Role(StrEnum):
    """What a column left of the label holds."""

    NUMBER = "No."
    NAME = "取組内容"
    OVERVIEW = "事業概要"
    DEPARTMENT = "担当課"
    INDICATOR = "指標"
    UNIT = "単位"


ROLES = tuple(Role)
_ROLE_WORDS = {
    Role.NUMBER: ("no", "no.", "番号", "№", "項番", "通番", "#"),
    Role.OVERVIEW: ("概要", "目的", "事業内容", "具体的"),
    Role.UNIT: ("単位",),
    Role.DEPARTMENT: (
        "関係課",
        "関連課",
        "実施課",
        "担当",
        "所管",
        "部署",
        "所属",
        "主管",
        "課名",
        "実施主体",
    ),
    Role.INDICATOR: ("指標", "kpi", "評価項目"),
    Role.NAME: ("取組", "取り組み", "事業", "施策", "項目", "名称", "内容"),
}


@dataclass(frozen=True, slots=True)
class RightColumn:
    """A narrative column after the years: where a normal row prints it, and its heading."""

    column: int
    heading: str
    kind: PassageKind


@dataclass(frozen=True, slots=True)
class Table:
    """A header row read as columns, corrected to where the rows under it stand.

    `label_column` is where a normal row prints 目標/実績/評価; the years follow it one by one.
    `gap_missing` tells that the heading lacks the blank column over the label, so that its own
    year marks stand one column left of the values.
    """

    row: int
    roles: dict[Role, int]
    headings: dict[Role, str]
    label_column: int
    years: tuple[int, ...]
    right: tuple[RightColumn, ...]
    gap_missing: bool

    @property
    def first_year_column(self) -> int:
        """The column of the first year in a normal row."""
        return self.label_column + 1


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A line with a label cell: one of the 目標, 実績 or 評価 rows of a group."""

    line: Line
    kind: Kind
    label_column: int

    @property
    def number(self) -> int:
        """The line's number in the file, from 1."""
        return self.line.number


@dataclass(frozen=True, slots=True)
class TotalsTable:
    """The lines of the report's own totals: a header of grade letters and 計, and rows of counts."""

    header: Line
    rows: tuple[Line, ...]


_USUAL_LABEL_COLUMN = 5  # before the first header
Event = MeasureHeading | Table | LabelledRow


@dataclass(slots=True)
class Layout:
    """A report's lines, sorted by what they are, in the order printed."""

    preface: list[Line] = field(default_factory=list)
    legend: list[Line] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    totals: list[TotalsTable] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)


def sort_lines(lines: tuple[Line, ...]) -> Layout:
    """Tell every line of a report apart: headings, header rows, labelled rows, totals, prose."""
    layout = Layout()
    filled_lines = [line for line in lines if line.filled()]
    in_legend = in_remarks = in_totals = False
    usual_label_column = _USUAL_LABEL_COLUMN
    for index, line in enumerate(filled_lines):
        filled = line.filled()
        if in_totals and _is_totals_row(filled):
            last = layout.totals[-1]
            layout.totals[-1] = TotalsTable(last.header, (*last.rows, line))
            continue
        in_totals = False
        event = _read_event(line, filled_lines[index + 1 : index + 5], usual_label_column)
        if event is not None:
            if isinstance(event, Table):
                usual_label_column = event.label_column
            layout.events.append(event)
            in_legend = in_remarks = False
        elif is_legend_title(filled):
            layout.legend.append(line)
            in_legend = True
        elif is_totals_header(filled):
            layout.totals.append(TotalsTable(line, ()))
            in_totals = in_remarks = True
        elif is_legend_line(filled) and (in_legend or not in_remarks):
            layout.legend.append(line)
        else:
            in_legend = False
            if in_remarks:
                layout.remarks.append(line)
            elif not layout.events:
                layout.preface.append(line)
            elif len(filled) == 1:
                layout.prose.append(line)
                in_remarks = "総評" in filled[0][1] and len(filled[0][1]) < 40
            else:
                layout.unread.append(line)
    return layout


def _read_event(line: Line, following: list[Line], usual_label_column: int) -> Event | None:
    """Read a header row, a labelled row, or a measure heading that a table follows."""
    table = read_header(line)
    if table is not None:
        return table
    row = read_label(line, usual_label_column)
    if row is not None:
        return row
    heading = read_heading(line)
    if heading is not None and any(
        read_header(one) or read_label(one, usual_label_column) for one in following
    ):
        return heading
    return None


def read_header(line: Line) -> Table | None:
    """Read a header row (two or more neighbouring year marks); None for any other line."""
    marks = [(column, year) for column, cell in line.filled() if (year := parse_year_mark(cell)) is not None]
    if len(marks) < 2 or marks[-1][0] - marks[0][0] > 30:
        return None
    years = _fill_years(marks)
    if years is None:
        return None
    first, last = marks[0][0], marks[-1][0]
    left = [(column, cell.strip()) for column, cell in line.filled() if column < first]
    right = [(column, cell.strip()) for column, cell in line.filled() if column > last]
    if left and normalize(left[-1][1]) in ("区分", "種別", "項目") and len(left) > 1:
        label_column = left.pop()[0]
    else:
        label_column = max(left[-1][0] + 1 if left else 0, first - 1)
    offset = label_column + 1 - first
    roles = assign_roles(left)
    return Table(
        row=line.number,
        roles={role: column for role, (column, _) in roles.items()},
        headings={role: heading for role, (_, heading) in roles.items()},
        label_column=label_column,
        years=years,
        right=tuple(RightColumn(column + offset, text, column_kind(text)) for column, text in right),
        gap_missing=offset > 0,
    )


def _fill_years(marks: list[tuple[int, int]]) -> tuple[int, ...] | None:
    """Return the years of the columns from the first mark to the last; None where they contradict."""
    years = [marks[0][1]]
    for (column, year), (next_column, next_year) in pairwise(marks):
        width = next_column - column
        if next_year <= year or (width > 1 and next_year - year != width):
            return None
        years.extend(range(year + 1, next_year) if width > 1 else ())
        years.append(next_year)
    return tuple(years)


def assign_roles(left: list[tuple[int, str]]) -> dict[Role, tuple[int, str]]:
    """Tell which of the left-hand headings is No., 取組内容, 事業概要, 担当課 and 指標."""
    found: dict[Role, tuple[int, str]] = {}
    free = list(left)
    for role in (Role.NUMBER, Role.UNIT, Role.INDICATOR, Role.DEPARTMENT, Role.OVERVIEW, Role.NAME):
        for word in _ROLE_WORDS[role]:
            match = next(
                (one for one in free if word == normalize(one[1]) or word in normalize(one[1])), None
            )
            if match is not None and not (role is Role.NUMBER and len(match[1]) > 4):
                found[role] = match
                free.remove(match)
                break
    # 取組名 | 取組内容: the second is what the work is about.
    if Role.OVERVIEW not in found and Role.NAME in found:
        rest = [one for one in free if one[0] > found[Role.NAME][0]]
        if rest:
            found[Role.OVERVIEW] = rest[0]
    return found


def column_kind(heading: str) -> PassageKind:
    """Tell from a heading what its narrative column holds."""
    plain = normalize(heading)
    if any(
        word in plain
        for word in ("課題", "対応", "今後", "方向", "改善", "次年度", "翌年度", "見直し", "予定")
    ):
        return PassageKind.ISSUES
    if any(word in plain for word in ("状況", "実施", "実績", "取組", "取り組み", "説明", "成果", "結果")):
        return PassageKind.STATUS
    if any(word in plain for word in ("概要", "目的", "内容")):
        return PassageKind.OVERVIEW
    return PassageKind.OTHER


def read_label(line: Line, usual_column: int) -> LabelledRow | None:
    """Find the 目標/実績/評価 cell of a line; the one nearest to the usual column where there are two."""
    labels = [
        (abs(column - usual_column), column, LABELS[plain])
        for column, cell in line.filled()
        if (plain := normalize(cell)) in LABELS
    ]
    if not labels or len(labels) > 2:
        return None
    _, column, kind = min(labels)
    return LabelledRow(line, kind, column)


def is_legend_title(filled: list[tuple[int, str]]) -> bool:
    """True for a line that says only that grades are explained below it: 【凡例】, 評価の区分."""
    plain = normalize(filled[0][1])
    return (
        len(filled) == 1
        and len(plain) <= 30
        and any(
            word in plain
            for word in ("評価区分", "評価基準", "評価の区分", "評価の基準", "凡例", "評価の目安")
        )
        and "集計" not in plain
    )


_MARK = r"[SＳA-FＡ-Ｆ◎○〇△▲×✕☆★●\-‐－―ー—–]"
_LEGEND_ENTRY = re.compile(
    rf"(?:^|(?<=[\s　、,，／/(（「】]))(?P<grade>{_MARK}|{WORD_PATTERN})\s*[：:＝=…]\s*"
)
_LEGEND_TITLE = re.compile(r"^[【\[]?(?:評価|判定|進捗|達成)[^】\]：:]{0,8}[】\]][\s　]*")


def is_legend_line(filled: list[tuple[int, str]]) -> bool:
    """True for a line that explains grades: 「A：予定より進んでいる B：…」, one letter or several.

    Words grade in other lines, too (継続：…), so that two of them must stand side by side.
    """

    def explains(cell: str) -> bool:
        text = _LEGEND_TITLE.sub("", cell.strip())
        first = _LEGEND_ENTRY.match(text)
        if first is None:
            return False
        return canonical_grade(first["grade"]) is not None or len(_LEGEND_ENTRY.findall(text)) >= 2

    return all(explains(cell) for _, cell in filled)


def legend_entries(line: Line) -> list[tuple[str, str, Place]]:
    """Return (grade, meaning, place) of the grades that a line explains."""
    entries: list[tuple[str, str, Place]] = []
    for column, cell in line.filled():
        matches = list(_LEGEND_ENTRY.finditer(cell))
        ends = [*(match.start() for match in matches[1:]), len(cell)] if matches else []
        for match, end in zip(matches, ends, strict=True):
            meaning = cell[match.end() : end].strip(" 　、,，／/")
            if meaning:
                entries.append((read_grade(match["grade"]), meaning, Place(line.number, column)))
    return entries


def is_totals_header(filled: list[tuple[int, str]]) -> bool:
    """True for the header of the report's own totals: two or more grades, 計, and no other heading."""
    cells = [cell for _, cell in filled]
    grades = [cell for cell in cells if canonical_grade(cell) is not None or is_grade_word(cell)]
    others = [normalize(cell) for cell in cells if cell not in grades]
    known = (
        "計",
        "合計",
        "総計",
        "指標数",
        "施策",
        "区分",
        "評価",
        "施策名",
        "基本目標",
        "基本方針",
        "施策区分",
    )
    # 評価 | A | B | C may be the grades of three years; the totals then have a 計.
    is_row = any(other in LABELS for other in others) and not any("計" in other for other in others)
    once = len(set(grades)) == len(grades) >= 2
    return once and not is_row and len(others) <= 2 and all(other in known for other in others)


def _is_totals_row(filled: list[tuple[int, str]]) -> bool:
    first, rest = filled[0][1], filled[1:]
    return (
        parse_printed_number(first) is None
        and bool(rest)
        and all(parse_printed_number(cell) is not None or is_dash(cell) for _, cell in rest)
    )
