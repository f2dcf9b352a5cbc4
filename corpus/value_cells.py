"""Value cells that carry their own year (「40人（R6）」), and indicators stated in a sentence.

「見守り協力員数 目標 40人（R6） 実績 68人（R6）」 names an indicator, its kinds, values and years in
one cell or line; a table may print nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.fiscal import YearMention, find_years
from corpus.grade_words import canonical_grade, is_grade_word
from corpus.kind_words import kind_of_word
from corpus.numerals import is_value_like
from corpus.types import Kind

_SEPARATORS = " \n\t　:：、,，;；・-－「」/／→⇒|｜●○■◆。"
_OPEN, _CLOSE = "(（〔［[【", ")）〕］]】"
_BEFORE = re.compile(r"^\s*[(（〔［\[【]?\s*$")
_AFTER_YEAR = r"\s*(?:年度末|年度|年|度|末|時点|現在|実績|見込み?|目標)*\s*"
_KIND_WORD = r"(?:基準値|現状値|現況値|当初値|(?:中間|最終)?目標値?|計画値|実績値?|達成率|進捗率|評価)"
_STATED = re.compile(
    rf"(?P<lead>(?:(?:令和|平成|昭和|[RHS])\s*(?:\d{{1,2}}|元)(?:年度)?|\d{{4}}年度)の?\s*|(?<![一-龥々ァ-ヶーぁ-ん]))(?P<kind>{_KIND_WORD})\s*[:：は]?\s*"
    rf"(?P<value>[^\s()（）、。,，:：;；/／|｜]+(?:,\d{{3}})*[^\s()（）、。,，:：;；/／|｜]*"
    rf"(?:[(（][\d,.]+[)）])?)\s*(?:[(（](?P<year>[^()（）]{{1,14}})[)）])?"
)


@dataclass(frozen=True, slots=True)
class DatedText:
    """The value part of a cell, and the fiscal year printed beside it (None where there is none)."""

    text: str
    fiscal_year: int | None
    is_period: bool = False


@dataclass(frozen=True, slots=True)
class StatedIndicator:
    """An indicator stated in a sentence: its name as printed, and (kind, value with its year)."""

    name: str
    values: tuple[tuple[Kind, DatedText], ...]


def read_dated(cell: str) -> DatedText:
    """Part a cell into its value and the year beside it: 「40人（R6）」, 「R6：68人」, 「57.2%(R1.12.1時点)」."""
    text = cell.strip()
    mentions = find_years(text)
    if len(mentions) != 1:
        return DatedText(text, None)
    mention = mentions[0]
    before, after = text[: mention.start], text[mention.end :]
    # 57.2%（R1） and 57.2%（R1アンケート）: the year stands in a bracket behind the value.
    bracket = max((before.rfind(one) for one in _OPEN), default=-1)
    if bracket > 0 and after.rstrip()[-1:] in tuple(_CLOSE) and _is_remark(before[bracket + 1 :], after):
        return _dated(before[:bracket], mention)
    # R1アンケート結果：57.2%
    label, colon, value = after.replace("：", ":").partition(":")
    if not before.strip() and colon and len(label) <= 12 and value.strip():
        return _dated(value, mention)
    # （R6）40人, R6：40人, R6 40人
    leading = re.match(rf"{_AFTER_YEAR}[)）〕］\]】:：]?\s*(?=\S)", after)
    if _BEFORE.match(before) and leading is not None and leading.end() > 0:
        return _dated(after[leading.end() :], mention)
    return DatedText(text, None)


def _is_remark(inside_before: str, after: str) -> bool:
    return len(inside_before) <= 12 and len(after.strip()) <= 16 and "。" not in after


def _dated(value: str, mention: YearMention) -> DatedText:
    if len(mention.years) != 1:
        return DatedText(value.strip(), None, is_period=True)
    return DatedText(value.strip(), mention.years[0])


def read_stated(text: str) -> list[StatedIndicator]:
    """Read the indicators that a cell or line states, in order; empty where it states none.

    Every value must have its year, in brackets behind it or before its kind, and every word
    must belong to a name or a value: 「目標 40人（R6）を上回った。」 is prose, not read here.
    """
    found: list[StatedIndicator] = []
    name, end = "", 0
    values: list[tuple[Kind, DatedText]] = []
    for match in _STATED.finditer(text):
        # 「参加者数（R6目標 40人／R6実績 68人）」: the bracket opens before the values.
        between = text[end : match.start()].strip(_SEPARATORS).lstrip(")）").rstrip("(（").strip(_SEPARATORS)
        kind, years = kind_of_word(match["kind"]), find_years(match["year"] or match["lead"] or "")
        if kind is None or len(years) != 1 or len(years[0].years) != 1 or not _can_be(kind, match["value"]):
            return []
        if between or not end:
            if not _is_name(between):
                return []
            if values:
                found.append(StatedIndicator(name, tuple(values)))
            name, values = between, []
        values.append((kind, DatedText(match["value"].strip(), years[0].years[0])))
        end = match.end()
    if not values or text[end:].strip(_SEPARATORS + ")）"):
        return []
    return [*found, StatedIndicator(name, tuple(values))]


def _can_be(kind: Kind, value: str) -> bool:
    """True where words can be a value of a kind: 「令和6年度 実績報告」 states none."""
    if kind is Kind.GRADE:
        return canonical_grade(value) is not None or is_grade_word(value)
    return is_value_like(value) or (value[:1] not in "・（(" and value[0].isdigit())


def seems_stated(text: str) -> bool:
    """True where a cell prints a kind with a figure, whether or not `read_stated` can read it."""
    return any(any(char.isdigit() for char in match["value"]) for match in _STATED.finditer(text))


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= 80 and "。" not in text and re.match(r"[をはがにでともや]", text) is None
