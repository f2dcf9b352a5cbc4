"""What a column of a table holds, told from its headings (top to bottom) and, in doubt, its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.amounts import AmountHeading, holds_amounts, is_amount_heading, read_amount_heading
from corpus.fiscal import find_years, parse_year_mark
from corpus.grade_words import is_grade_word
from corpus.kind_words import kind_of_word
from corpus.layout import canonical_grade, column_kind
from corpus.numerals import is_value_like
from corpus.text import is_dash, normalize
from corpus.types import Kind, PassageKind
from corpus.value_cells import read_dated, read_stated


class Part(StrEnum):
    """What a column tells about a row, other than values and commentary."""

    UPPER = "基本目標"  # the level over the column of 施策, where both stand left of the 取組
    MEASURE = "施策"
    NUMBER = "No."
    NAME = "取組"
    OVERVIEW = "事業概要"
    DEPARTMENT = "担当課"
    INDICATOR = "指標"
    BREAKDOWN = "内訳"  # 男性 / 女性: one indicator counted apart
    UNIT = "単位"
    YEAR = "年度"  # long form: the fiscal year of the row
    LABEL = "区分"  # long form: 目標, 実績 or 評価
    VALUE = "値"  # long form: the value that 区分 names


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column that names the row; `heading` as printed."""

    part: Part
    heading: str


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values. `fiscal_year` is None where no heading prints it; `unit` likewise.

    `is_period` tells that the heading names several years at once (R5〜R7). `year_column` is the
    column of the same group that prints the year of each row (基準値: 年度 | 値). `own_kind` tells
    that in a stacked table the heading names the kind, not the row; `of_initiative` that a grade is
    given to the 取組, not to its indicators.
    """

    kind: Kind
    heading: str
    fiscal_year: int | None
    unit: str | None = None
    is_period: bool = False
    year_column: int | None = None
    own_kind: bool = False
    of_initiative: bool = False


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of commentary, or of anything else: kept as text under its heading.

    `amount` tells what its cells are where the heading names money (決算額).
    """

    heading: str
    kind: PassageKind
    amount: AmountHeading | None = None


Meaning = PartColumn | ValueColumn | TextColumn

_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.NUMBER,
        re.compile(r"^(?:no\.?|№|番号|項番|通番|#|整理番号|(?:事業|取組|施策|指標)(?:番号|no\.?))$"),
    ),
    (Part.UNIT, re.compile(r"^(?:指標の?)?単位$")),
    (Part.YEAR, re.compile(r"^(?:年度|年|会計年度|対象年度|実施年度|評価年度|実績年度|年次)$")),
    (Part.LABEL, re.compile(r"^(?:区分|種別|種類|値の種類|項目区分|項目|内訳|目標・?/?実績|目標実績区分)$")),
    (
        Part.BREAKDOWN,
        re.compile(
            r"^(?:区分|内訳|性別|男女別|対象|対象者|学年|学校種別?|校種|年代|年齢|年齢層|属性|種別|地区|エリア)$"
        ),
    ),
    (Part.VALUE, re.compile(r"^(?:値|数値|数|データ|値\(数値\)|数量)$")),
    (
        Part.INDICATOR,
        re.compile(
            r"(?:指標|kpi)(?!の?(?:説明|考え方|算出|定義|解説|方向))|^評価項目|^数値目標(?:項目)?$|^目標項目$|^測定項目"
        ),
    ),
    (
        Part.DEPARTMENT,
        re.compile(r"担当|所管|主管|部署|課名|所属|実施主体|(?:関係|実施|関連)(?:課|部署|機関)|^課$"),
    ),
    (
        Part.OVERVIEW,
        re.compile(
            r"概要|^目的|事業の?内容|取組の?内容|施策の?内容|具体的な?取組内容|めざす姿|目指す姿|^内容$"
        ),
    ),
    (
        Part.MEASURE,
        re.compile(
            r"^(?:重点|基本|個別|主要|推進|分野別)?(?:施策|政策|目標|方針|柱|分野|戦略|基本施策|プロジェクト)"
            r"(?:名|の?柱|の?方向性?|目標|項目|体系|区分)?$|^(?:大|中)項目$|^(?:大|中)分類$|^章$"
        ),
    ),
    (Part.NAME, re.compile(r"取組|取り組み|取組み|事業|施策|項目|名称|^件名")),
)
_PROSE_HEADING = re.compile(
    r"状況|実績|課題|対応|今後|理由|説明|分析|コメント|意見|所見|備考|特記|改善|方針$|方向性$|成果|効果|予定|見直し"
)
# With room for spaces: without them, thirty letters are the most.
_LONGEST_HEADING = 100
_UNIT_BRACKET = re.compile(r"[(（]([^()（）]{1,8})[)）]")
_RANGE_AHEAD = re.compile(r"[\s年度]*[~〜～－\-–—ー]\s*(?:[RHSＲＨＳ令平昭]|\d|[０-９])")


@dataclass(frozen=True, slots=True)
class _Year:
    fiscal_year: int | None
    is_period: bool


def is_heading_like(cell: str) -> bool:
    """True where a cell could be a heading: a year mark, a kind, or a word for a part of a row."""
    text = cell.strip()
    return len(text) <= _LONGEST_HEADING and _is_heading_like(text)


@lru_cache(maxsize=16_384)  # asked for every cell of every line, and few of those are different
def _is_heading_like(cell: str) -> bool:
    plain = normalize(cell)
    if not plain or len(plain) > 30 or plain.endswith("。"):
        return False
    if parse_year_mark(cell) is not None:
        return True
    if is_grade_word(cell) or (is_value_like(cell) and kind_of_word(cell) is None):
        return False
    return (
        kind_of_word(_without_years(cell)) is not None
        or any(pattern.search(plain) for _, pattern in _PARTS)
        or _PROSE_HEADING.search(plain) is not None
        or (bool(find_years(cell)) and len(plain) <= 16)
        or is_amount_heading(cell)
    )


def is_year_of_group(path: Sequence[str], cells: Sequence[str]) -> bool:
    """True for a column 年度 under a heading such as 基準値: it dates the value beside it."""
    return (
        len(path) >= 2
        and re.search(r"^(?:年度?|時点|年次|測定年度?)$", normalize(path[-1])) is not None
        and kind_of_word(_without_years(path[0])) is not None
        and _mostly(cells, lambda cell: bool(_row_year(cell)))
    )


def is_long_heading(cell: str) -> bool:
    """True for the headings 年度 and 区分, under which a year or a kind is no further heading."""
    plain = normalize(cell)
    return bool(plain) and any(
        part in (Part.YEAR, Part.LABEL) and pattern.search(plain) for part, pattern in _PARTS
    )


def names_indicators(cell: str) -> bool:
    """True for the heading of a column of indicators (指標, KPI, 評価項目)."""
    pattern = next(pattern for part, pattern in _PARTS if part is Part.INDICATOR)
    return len(cell.strip()) <= 20 and pattern.search(normalize(cell)) is not None


def names_a_part(cell: str) -> bool:
    """True for a heading that names the rows: No., 施策, 取組, 指標."""
    plain = normalize(cell)
    return any(
        part in (Part.NUMBER, Part.MEASURE, Part.NAME, Part.INDICATOR) and pattern.search(plain)
        for part, pattern in _PARTS
    )


def meaning_of(path: Sequence[str], cells: Sequence[str], inherited_year: int | None = None) -> Meaning:
    """Tell what a column holds: `path` its headings from top to bottom, `cells` what stands under them.

    `inherited_year` is the year of the column to the left, for headings that count on (R3|4|5).
    """
    # A heading folded within a number: 「目標（202 6）」.
    path = [re.sub(r"(?<=[0-9０-９])\s+(?=[0-9０-９])", "", part) for part in path]
    bottom = path[-1].strip() if path else ""
    year = _year_of(path, inherited_year)
    heading = " ".join(dict.fromkeys(part.strip() for part in path if part.strip()))
    amount = read_amount_heading(path)
    if amount is not None and holds_amounts(cells, amount):
        shown = heading if year.fiscal_year is not None else bottom
        return TextColumn(shown, column_kind(shown), amount)
    words = normalize(_without_years(bottom))
    kind = _kind_of(path, year, cells)
    part = None if kind is not None and year.fiscal_year is not None else _part_of(words, cells)
    if part is not None:
        return PartColumn(part, bottom)
    if kind is not None and _holds(kind, cells):
        return ValueColumn(kind, heading, year.fiscal_year, _unit_in(path), year.is_period)
    if kind is Kind.GRADE and _rather_values(cells) and not _mostly(cells, _is_grade):
        # 中間評価（令和4年度） over figures is what was measured then; without a year nobody can tell.
        if year.fiscal_year is not None:
            return ValueColumn(Kind.ACTUAL, heading, year.fiscal_year, _unit_in(path), year.is_period)
    elif kind is Kind.GRADE and _mostly(cells, _is_short):
        return ValueColumn(kind, heading, year.fiscal_year, None, year.is_period)
    shown = heading if year.fiscal_year is not None else bottom or heading
    return TextColumn(shown, column_kind(shown))


def _part_of(words: str, cells: Sequence[str]) -> Part | None:
    if not words:
        return None
    for part, pattern in _PARTS:
        if not pattern.search(words):
            continue
        if part in _TOLD_BY_CELLS:
            if not _mostly(cells, _TOLD_BY_CELLS[part]):
                continue
            return part
        if part in (Part.MEASURE, Part.NAME, Part.OVERVIEW):
            if _PROSE_HEADING.search(words) and not words.endswith(("方針", "方向性", "方向")):
                return None
            if kind_of_word(words) is not None and _mostly(cells, _is_value):
                return None
        if part is Part.INDICATOR and _rather_values(cells):
            return None
        return part
    return None


@lru_cache(maxsize=16_384)
def _row_year(cell: str) -> tuple[int, ...]:
    years = {one.years for one in find_years(cell)}  # 2021年度（令和3年度） names one year twice
    return years.pop() if len(years) == 1 else ()


def row_year(cell: str) -> int | None:
    """Return the fiscal year that a cell of the column 年度 names; None for none, or for several."""
    years = _row_year(cell)
    return years[0] if len(years) == 1 else None


def _year_of(path: Sequence[str], inherited: int | None) -> _Year:
    for text in reversed(path):
        mentions = find_years(text)
        if mentions:
            mention = mentions[0]
            several = len({year for one in mentions for year in one.years}) > 1
            if several or _RANGE_AHEAD.match(text[mention.end :]):
                return _Year(None, True)
            return _Year(mention.years[0], False)
        number = re.fullmatch(r"(\d{1,2}|元)(?:年度?)?", normalize(text))
        if number is not None and inherited is not None and _counts_on(number[1], inherited):
            return _Year(inherited + 1, False)
    return _Year(None, False)


def _counts_on(number: str, year_before: int) -> bool:
    """True where a bare number is the next year after `year_before`, in its era or in the century."""
    value = 1 if number == "元" else int(number)
    following = year_before + 1
    return value in (following - 2018, following - 1988, following % 100)


def _kind_of(path: Sequence[str], year: _Year, cells: Sequence[str]) -> Kind | None:
    for text in reversed(path):
        kind = kind_of_word(_without_years(text))
        if kind is not None:
            return kind
        if re.sub(r"最終(?:年度)?|目標年度", "", _without_years(text)).strip(" 　()（）"):
            break
    bare = not _without_years(path[-1]).strip(" 　()（）年度末時点現在") if path else False
    return Kind.ACTUAL if bare and year.fiscal_year is not None and _mostly(cells, _is_value) else None


def _without_years(text: str) -> str:
    """Take the year marks out of a heading, with the brackets and 年度 that belong to them."""
    mentions = find_years(text)
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    if not mentions:
        return text
    rest = re.sub(r"[(（]\s*[)）]", "", rest)
    return re.sub(r"^[\s　・:：の]*(?:年度|年)?[\s　・:：の]*", "", rest)


def _unit_in(path: Sequence[str]) -> str | None:
    for text in reversed(path):
        for match in _UNIT_BRACKET.finditer(_without_years(text)):
            if not re.search(r"[年度値見込目標実績評価]", match[1]) or match[1] in ("年",):
                return match[1].strip()
    return None


def _holds(kind: Kind, cells: Sequence[str]) -> bool:
    """True where the cells of a column can be values of this kind (an empty column can)."""
    if kind is Kind.GRADE:
        return _mostly(cells, _is_grade)
    return _mostly(cells, _is_value)


def _mostly(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    filled = _filled(cells)
    return sum(1 for cell in filled if holds(cell)) * 2 >= len(filled)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip() and not is_dash(cell)]


def _rather_values(cells: Sequence[str]) -> bool:
    """True where a column surely holds values: there are some, and most are."""
    return any(_is_value(cell) and not is_dash(cell) for cell in cells) and _mostly(cells, _is_value)


@lru_cache(maxsize=16_384)  # tables under one header are looked at together, each time another begins
def _is_value(cell: str) -> bool:
    return is_value_like(read_dated(cell).text) or (
        len(cell.strip()) <= 12 and any(c.isdigit() for c in cell)
    )


def _is_grade(cell: str) -> bool:
    return canonical_grade(cell) is not None or is_grade_word(cell)


def is_value_cell(cell: str) -> bool:
    """True where a cell reads as a value of any kind: a figure, a word for none, or a grade."""
    return _is_value(cell) or _is_grade(cell)


def _is_short(cell: str) -> bool:
    return is_dash(cell) or len(cell.strip()) <= 8


def states_indicators(cells: Sequence[str]) -> bool:
    """True where a column states its indicators in sentences (「目標 40人（R6） 実績 68人（R6）」)."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(bool(read_stated(cell)) for cell in filled) * 2 >= len(filled)


_TOLD_BY_CELLS: dict[Part, Callable[[str], bool]] = {
    Part.LABEL: lambda cell: kind_of_word(cell) is not None,
    Part.YEAR: lambda cell: bool(_row_year(cell)),
    Part.BREAKDOWN: lambda cell: len(cell.strip()) <= 14 and not _is_value(cell),
    Part.VALUE: lambda cell: _is_value(cell) or _is_grade(cell),
}
