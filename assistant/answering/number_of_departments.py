"""One department or several: what is said first of an item's departments, and an answer with them beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.plans import DepartmentsOfPlan
from assistant.types import Answer, Route, Status
from assistant.understanding.question import fold

# 「関係各課」 and 「各区健康福祉課」 are more than one department in one name.
_OF_MANY = re.compile(r"各|全(?:課|部|庁)|関係|ほか|他|等$|など")


@dataclass(frozen=True, slots=True)
class SaidOfNumber:
    """The sentence before the departments, and the number behind them; empty where none is asked."""

    lead: str = ""
    tail: str = ""


def said_of_number(
    plan: DepartmentsOfPlan, said: Sequence[str], departments: Sequence[str], *, lost: bool
) -> SaidOfNumber:
    """Say whether it is one department or several, as far as the report tells.

    Nothing is said where a cell is `lost`: there may be one more; nor where a name begins with another of
    the report's `departments`: two names may stand in one cell without a gap (中央図書館こども育成課).
    """
    lost = lost or any(one != each and one.startswith(each) for one in said for each in departments)
    many = any(_OF_MANY.search(one) for one in said)
    several = len(said) > 1 or many
    if not plan.asked or (lost and not several):
        return SaidOfNumber()
    tail = "" if many or not several else f"の{len(said)}つ"
    if plan.asked == "count":
        return SaidOfNumber("", tail)
    if plan.asked == "only":
        return SaidOfNumber(_only(plan, said, lost), tail)
    if plan.asked == "one":
        lead = "いいえ、一つの課だけではありません。" if several else "はい、一つの課だけです。"
    elif plan.asked == "several":
        lead = "はい、複数の課です。" if several else "いいえ、一つの課です。"
    else:
        lead = "複数の課です。" if several else "一つの課です。"
    return SaidOfNumber(lead, tail)


def _only(plan: DepartmentsOfPlan, said: Sequence[str], lost: bool) -> str:
    """Say whether the departments named are the only ones; a name that the report does not print is no いいえ."""
    named = {fold(one) for one in plan.alone}
    printed = {fold(one) for one in said}
    who = "・".join(plan.alone)
    if not named <= printed:
        return f"「{who}」の記載は、担当課の欄にはありません。"
    if named < printed:
        return f"いいえ、{who}だけではありません。"
    return "" if lost else f"はい、{who}だけです。"


def with_departments_named(first: Answer, theirs: Answer) -> Answer:
    """Return an answer with the departments after it, and the evidence of both."""
    sentences = [one for one in (first.answer, theirs.answer) if one]
    answered = Status.ANSWERED in (first.status, theirs.status)
    return replace(
        first,
        status=Status.ANSWERED if answered else first.status,
        route=first.route if first.route is not Route.NONE else theirs.route,
        reason=None if answered else first.reason,
        answer="\n".join(sentences),
        interpretation=f"{first.interpretation}、担当課",
        sources=tuple(dict.fromkeys((*first.sources, *theirs.sources))),
        citations=tuple(dict.fromkeys((*first.citations, *theirs.citations))),
        notes=tuple(dict.fromkeys((*first.notes, *theirs.notes))),
    )
