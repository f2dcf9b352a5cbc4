"""Which reports belong together: editions of one plan, and two files of one edition."""

from __future__ import annotations

from corpus.corrections import figure_agreement
from corpus.text import normalize
from corpus.types import Report

# Two editions of a plan keep most indicators; two plans of one city share hardly any.
SAME_PLAN_OVERLAP = 0.3
SAME_EDITION_OVERLAP = 0.5
# A corrected or damaged file keeps nearly all figures (60 of 60 damaged copies: 0.99 and more);
# two towns of one template share at most some (0.59 where the generator drew both from one bank).
SAME_EDITION_AGREEMENT = 0.8


def is_same_plan(one: Report, other: Report) -> bool:
    """True where two reports are about the same plan of the same city, of whatever year.

    City and plan decide where both reports tell them; else the names of the indicators do.
    """
    if _differ(one.city, other.city) or _differ(one.plan, other.plan):
        return False
    if one.city and other.city and one.plan and other.plan:
        return True
    return indicator_overlap(one, other) >= SAME_PLAN_OVERLAP


def is_same_edition(one: Report, other: Report) -> bool:
    """True where two files are the same year's report on the same plan, one perhaps corrected.

    Where a file does not tell its city or plan, most of the figures must be the same, too: two
    cities may follow one template, and one must never replace the other.
    """
    if one.digest == other.digest:
        return True
    if not resembles_edition(one, other):
        return False
    is_told = one.city and other.city and one.plan and other.plan
    return bool(is_told) or figure_agreement(one, other) >= SAME_EDITION_AGREEMENT


def resembles_edition(one: Report, other: Report) -> bool:
    """True where two files look like one edition by year, plan and names, whatever their figures are."""
    if one.fiscal_year != other.fiscal_year or not is_same_plan(one, other):
        return False
    return indicator_overlap(one, other) >= SAME_EDITION_OVERLAP


def indicator_overlap(one: Report, other: Report) -> float:
    """Return the share (0-1) of the shorter list of indicator names that the other report has, too."""
    names = [{normalize(each.name) for each in report.indicators if each.name} for report in (one, other)]
    shorter = min(len(names[0]), len(names[1]))
    return len(names[0] & names[1]) / shorter if shorter else 0.0


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and normalize(one or "") != normalize(other or "")
