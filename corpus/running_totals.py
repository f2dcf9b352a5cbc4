"""Values printed with their running total in brackets: 「21(169)」 is 21 of the year, 169 of all years so far.

The brackets are read so only where the report's own numbers prove it: the bracket of a year is the
bracket of the year before plus the value of the year, in every pair of years that can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.completing import with_indicators
from corpus.fiscal import era_label
from corpus.types import Finding, FindingKind, Indicator, Kind, Measure, Observation

_BRACKETED = re.compile(r"\s*([\d,，]+(?:\.\d+)?)\s*[(（]\s*([\d,，]+(?:\.\d+)?)\s*[)）]\s*")


def read_running_totals(measures: Sequence[Measure]) -> tuple[tuple[Measure, ...], list[Finding]]:
    """Return the measures with such values read as the year's own, and a finding for each indicator.

    The printed text stays as it is. An indicator with one such value alone, or a pair that does not
    add up, is left as it was: its values stay words.
    """
    findings: list[Finding] = []

    def read(indicator: Indicator) -> Indicator:
        values = _proven(indicator)
        if not values:
            return indicator
        findings.append(_finding(indicator, values))
        return replace(
            indicator,
            observations=tuple(
                replace(one, value=values[one.fiscal_year])
                if one.kind is Kind.ACTUAL and one.value is None and one.fiscal_year in values
                else one
                for one in indicator.observations
            ),
        )

    return tuple(with_indicators(one, read) for one in measures), findings


def _proven(indicator: Indicator) -> dict[int, Decimal]:
    """Return the values by fiscal year where every two years in a row add up, and there are such two; else none."""
    pairs: dict[int, tuple[Decimal, Decimal]] = {}
    for one in indicator.observations:
        match = _BRACKETED.fullmatch(one.printed)
        if one.kind is Kind.ACTUAL and one.value is None and match:
            pairs[one.fiscal_year] = (_number(match[1]), _number(match[2]))
    following = [year for year in pairs if year - 1 in pairs]
    if not following:
        return {}
    if any(pairs[year][1] != pairs[year - 1][1] + pairs[year][0] for year in following):
        return {}
    compared = {year for each in following for year in (each - 1, each)}
    return {year: own for year, (own, _) in pairs.items() if year in compared}


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("，", ""))


def _finding(indicator: Indicator, values: dict[int, Decimal]) -> Finding:
    shown = {one.fiscal_year: one for one in indicator.observations if one.kind is Kind.ACTUAL}
    told = "、".join(f"{era_label(year)}「{shown[year].printed.strip()}」" for year in sorted(values))
    first: Observation = shown[max(values)]
    return Finding(
        FindingKind.BRACKETED_TOTAL,
        f"{indicator.id}「{indicator.name or '名称なし'}」の実績は、括弧の前をその年度の値、括弧内を累計と読みました。",
        f"{told}。括弧内の数は、前の年度の括弧内の数にその年度の値を加えたものと一致します。",
        first.place,
        indicator.id,
    )
