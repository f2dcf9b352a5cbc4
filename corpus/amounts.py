"""Columns of money beside the 取組 (予算額, 決算額, 事業費, 執行率): what a heading means, what a cell says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.fiscal import find_years
from corpus.numerals import parse_printed_number, printed_unit
from corpus.readers.lines import Line
from corpus.text import is_dash, normalize
from corpus.types import SHEET, AmountKind

_UNIT = r"千円|百万円|十億円|億円|万円|円"
_UNIT_BRACKET = re.compile(
    rf"[(（\[［]\s*(?:単位\s*[:：]?\s*)?(?P<unit>{_UNIT}|[%％])\s*[)）\]］]|[、,・\s]?単位\s*[:：]\s*(?P<said>{_UNIT})"
)
_UNIT_SAID = re.compile(rf"単位\s*[:：]?\s*(?P<unit>{_UNIT})")
_UNIT_NEAR = 4  # lines above a table where its unit of money may stand
_LONGEST_LINE = 120  # a longer line is prose, or a row of a table
_YEAR_WORDS = re.compile(r"^[\s　・:：の]*(?:年度|年)?(?:末|分)?[\s　・:：の]*")
_RATE = re.compile(r"^(?:予算|決算|事業費)?(?:の)?(?:執行|消化)率$")
# What may stand around the word: 当初予算額, 補正後予算額, 予算現額, 決算見込額, 事業費実績.
_AROUND = r"(?:当初|補正後|補正|現計|最終|歳出|概算|年間|直接|事業|計画|予定|執行|支出|実績|見込み?|計上|配当|確定|現|済み?|額)*"
_MONEY = re.compile(rf"^{_AROUND}(?P<word>予算|決算|事業費|経費|費用|コスト|執行済?額|支出済?額){_AROUND}$")
_BELOW = re.compile(r"^(?:当初|補正後|補正|現計|最終|計画|予定|実績|見込み?|執行|支出|現|済み?|額|値)*$")
# 前年度決算額 counts from a year that nobody can tell, 総事業費 holds several years.
_NO_YEAR = re.compile(r"(?:前|昨|今|本|次|来|翌|当|当該|前々)年度?|累計|期間|総事業費|全体|うち|内訳|財源")


@dataclass(frozen=True, slots=True)
class AmountHeading:
    """What a column of money holds: its words as printed, without year and unit, and what they print of both.

    `fiscal_year` and `unit` are None where no heading prints them.
    """

    kind: AmountKind
    label: str
    fiscal_year: int | None
    unit: str | None


def read_amount_heading(path: Sequence[str]) -> AmountHeading | None:
    """Read the headings of a column, top to bottom; None where they name no money, or of no single year."""
    parts = [part for part in path if part.strip()]
    if not parts or any(_NO_YEAR.search(normalize(part)) for part in parts):
        return None
    years = {year for part in parts for one in find_years(part) for year in one.years}
    if len(years) > 1:
        return None
    words = [_words(part) for part in parts]
    named = [word for word in words if word]
    if not named:
        return None
    kind = _kind_of(named[-1])
    if kind is not None:
        label = named[-1]
    elif len(named) >= 2 and (kind := _kind_of(named[-2])) is not None and _BELOW.match(named[-1]):
        label = f"{named[-2]} {named[-1]}"
    else:
        return None
    unit = (
        "%" if kind is AmountKind.RATE else next((one for one in map(_unit_in, reversed(parts)) if one), None)
    )
    return AmountHeading(kind, label, years.pop() if years else None, unit)


def is_amount_heading(cell: str) -> bool:
    """True for a heading that names money by itself (R6決算額, 事業費(千円), 執行率)."""
    return len(cell.strip()) <= 30 and read_amount_heading([cell]) is not None


def read_amount(cell: str, heading: AmountHeading) -> tuple[Decimal, str | None] | None:
    """Return the number of a cell with the unit that it prints itself or its heading does, else None.

    None too for a dash, and where the cell counts something else than its heading says.
    """
    value = None if is_dash(cell) else parse_printed_number(cell)
    if value is None:
        return None
    own = printed_unit(cell)
    if own is not None:
        own = own.replace("％", "%")
        if (own == "%") is not (heading.kind is AmountKind.RATE) or (
            own != "%" and not re.fullmatch(_UNIT, own)
        ):
            return None
    return value, own or heading.unit


def holds_amounts(cells: Sequence[str], heading: AmountHeading) -> bool:
    """True where what stands under a heading can be money: most cells that are not blank read as amounts."""
    filled = [cell for cell in cells if cell.strip() and not is_dash(cell)]
    return sum(read_amount(cell, heading) is not None for cell in filled) * 2 >= len(filled)


def names_unit(line: Line) -> bool:
    """True for a line that names a unit of money for what stands below it (単位：千円)."""
    return _unit_said(line) is not None


def unit_over(header: Line, line: Line | None) -> str | None:
    """Return the unit that a line names for the table of a header just below it; else None."""
    if line is None or header.number - line.number > _UNIT_NEAR:
        return None
    if header.page.startswith(SHEET) and line.page != header.page:
        return None
    return _unit_said(line)


def _unit_said(line: Line) -> str | None:
    cells = [cell for _, cell in line.filled() if len(cell) <= _LONGEST_LINE]
    found = [match["unit"] for cell in cells if (match := _UNIT_SAID.search(normalize(cell))) is not None]
    return found[-1] if found else None


def _kind_of(words: str) -> AmountKind | None:
    if _RATE.match(words):
        return AmountKind.RATE
    match = _MONEY.match(words)
    if match is None:
        return None
    if "決算" in words or re.search(r"執行済?額|支出済?額|予算執行", words):
        return AmountKind.SETTLED
    return AmountKind.BUDGET if "予算" in words else AmountKind.COST


def _words(heading: str) -> str:
    """Return the words of a heading without year, unit and brackets, in one width."""
    rest = heading
    for mention in reversed(find_years(heading)):
        rest = rest[: mention.start] + _YEAR_WORDS.sub("", rest[mention.end :])
    return re.sub(r"[()（）\[\]［］【】\s]", "", normalize(_UNIT_BRACKET.sub("", rest)))


def _unit_in(heading: str) -> str | None:
    match = _UNIT_BRACKET.search(heading)
    return (match["unit"] or match["said"]).replace("％", "%") if match is not None else None
