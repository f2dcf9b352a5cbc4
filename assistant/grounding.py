"""The last check before an answer is shown: quotations and figures must stand in the cited evidence.

A figure is grounded when a citation, a quoted cell or a name in the answer prints it, or when it
is the difference, ratio, sum, mean or count of figures that do. Anything else is not shown.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.derived_figures import DerivedFigures
from assistant.types import Answer, Status
from assistant.understanding.amounts import amounts_in
from assistant.understanding.question import fold
from index.figures import rounded

_QUOTED_LINE = re.compile(r"^> (.+)$", re.MULTILINE)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.,])\d+(?:\.\d+)?")
# Years, places, ids and list numbers are no figures of the report.
_NOT_FIGURES = re.compile(
    r"(令和|平成|昭和)\d+年度|(令和|平成|昭和)元年度|[rhs]\d+|(19|20)\d\d年度|((\d+ページ|表\d+) )?\d+行 ?\d+列|シート「[^」]*」 [a-z]{1,3}\d+"
    r"|[①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ\d]+-\d+(\.\d+)?(#\d+)?|^\d+\. |no\.\d+|第\d+指標|\d+(つ|番)目|\d+年度分|\d+年続けて",
    re.MULTILINE,
)
_PART = re.compile(r"(\d+)件中(\d+)件")
_COUNTED = re.compile(r"(?<![\d.,])(\d[\d,]*)件")
# Counts of indicators and the like are small; they are computed by len() and need no cell.
_SMALL = Decimal(60)
# A mean of exact rates and the mean of the same rates as shown, with one decimal, differ by no more.
_MEAN_SLACK = Decimal("0.1")
_RATES = "達成率"


def ungrounded_quotations(answer: Answer) -> list[str]:
    """Return the quoted lines of an answer that are not character for character in a cell it cites."""
    texts = [one.text for one in answer.quotations]
    cited = [one.quote for one in answer.citations]
    return [
        line
        for line in _QUOTED_LINE.findall(answer.answer)
        if not any(line in text for text in texts) and not any(line in quote for quote in cited)
    ]


def ungrounded_figures(answer: Answer, question: str = "", counted: int = 0) -> list[str]:
    """Return the figures of an answer that no evidence prints and that follow from none by arithmetic.

    `question` may name figures itself (「109件は何年度？」); repeating those is no claim. Whole
    numbers up to 60 or the number of rows listed are let pass, since a count is no cell; so is a
    number of 件 up to `counted`, the indicators of a report that has more.
    """
    if answer.status is not Status.ANSWERED:
        return []
    own_words = _QUOTED_LINE.sub("", answer.answer)
    said = _numbers(own_words)
    if not said:
        return []
    evidence = [one.quote for one in answer.citations]
    evidence += [one.text for one in answer.quotations] + [one.name for one in answer.series]
    printed = (
        {value for text in evidence for value in _numbers(text)} | set(_numbers(question)) | _said(question)
    )
    printed |= {value for row in (answer.table.rows if answer.table else ()) for value in _numbers(row[1])}
    figures = [value for one in answer.citations for value in _signed(one.quote)]
    most = max(_SMALL, Decimal(len(answer.rows)))
    missing = [one for one in said if one not in printed and not _is_count(one, most)]
    if missing and counted > most:
        counts = {Decimal(one.replace(",", "")) for one in _COUNTED.findall(own_words)}
        missing = [one for one in missing if one not in counts or not _is_count(one, Decimal(counted))]
    if not missing:
        return []
    derived, shares = DerivedFigures(figures), _shares(own_words)
    means, rates = _of_rates(answer)
    return [
        str(one)
        for one in missing
        if one not in shares
        and not derived.has(one)
        and not any(abs(one - mean) <= _MEAN_SLACK for mean in means)
        and not rates.has_difference_near(one, _MEAN_SLACK)
    ]


def _of_rates(answer: Answer) -> tuple[list[Decimal], DerivedFigures]:
    """Return the means of the rates in the table beside, whole and by name, and the rates for their differences."""
    table = answer.table
    if table is None or _RATES not in table.headings:
        return [], DerivedFigures(())
    at = table.headings.index(_RATES)
    groups: dict[str, list[Decimal]] = {}
    for row in table.rows:
        for value in _numbers(row[at]):
            groups.setdefault(row[0], []).append(value)
    every = [value for values in groups.values() for value in values]
    means = [sum(values, Decimal(0)) / len(values) for values in (*groups.values(), every) if values]
    return means, DerivedFigures(every)


def _said(question: str) -> set[Decimal]:
    """Return the numbers that a question compares with, as an answer repeats them: 9割 as 90, 千 as 1000."""
    found = {one.number for one in amounts_in(fold(question))}
    return found | {100 - one for one in found} | {100 + one for one in found}


def _numbers(text: str) -> list[Decimal]:
    plain = _NOT_FIGURES.sub(" ", fold(text))
    return [Decimal(match.replace(",", "")) for match in _NUMBER.findall(plain)]


def _signed(text: str) -> list[Decimal]:
    """The numbers of a cited cell, both ways where a sign stands before one: from 938 to ▲98 it is 1,036."""
    values = _numbers(text)
    if re.match(r"\s*[-−－△▲]\s*\d", text) and len(values) == 1:
        return [*values, -values[0]]
    return values


def _is_count(value: Decimal, limit: Decimal) -> bool:
    return value == value.to_integral_value() and value <= limit


def _shares(text: str) -> set[Decimal]:
    """Return the percentages of counts that the answer itself states: 14件中2件 is 14.3%."""
    found = set()
    for whole, part in _PART.findall(text):
        if Decimal(whole):
            found.add(rounded(Decimal(part) / Decimal(whole) * 100))
    return found
