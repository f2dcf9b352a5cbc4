"""Indicators that a question leaves out of a list or ranking: 「不登校の二つは除いて」「累計ものは抜きで」."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.planning.scope import indicators_in
from assistant.plans import AveragePlan, GradesPlan, ListPlan, Plan, RankPlan, Scope, TallyPlan
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading
from corpus.types import Accumulation, Direction

if TYPE_CHECKING:
    from assistant.planning.context import Context

_LEFT_OUT = re.compile(
    r"(?:以外(?=で|の|から)|(?:を|は|も)?除(?:い(?:て|た)|く|き|外)|(?:は|を)?(?:計算|対象|集計)から外し?|(?:は|を)?対象外|(?:は|を)?含め(?:ない|ず)|(?:は|を)?(?:数え|カウントし)(?:ない|ず)|(?:は|を)?別(?:と|に)して)"
)
_CUMULATIVE = re.compile(r"累計|累積|足し上げ")
_LESS_IS_BETTER = re.compile(r"(少な|低|小さ)い(ほど|ほうが|方が)(良|い|よ)")


def excepted(reading: Reading, context: Context) -> tuple[Reading, tuple[str, ...], str]:
    """Return the reading without what it leaves out, the indicators left out, and the words that said so.

    Nothing is left out where the words before 以外 or を除いて name no indicator.
    """
    match = _LEFT_OUT.search(reading.folded)
    if match is None or reading.departments or reading.measures:
        return reading, (), ""
    if any(match.start() < end and at < match.end() for at, end in _names_in(reading.folded, context)):
        return reading, (), ""  # a name may say 「…を除く…」 itself
    start = max(reading.folded.rfind(mark, 0, match.start()) for mark in "。、?(") + 1
    if not reading.folded[start : match.start()].strip():
        start = reading.folded.rfind("、", 0, max(0, start - 1)) + 1
    words = tuple(one for one in reading.words if start <= one.start and one.end <= match.end())
    said = reading.folded[start : match.start()]
    found = dict.fromkeys(one for group in _groups(words, reading.folded) for one in _named(group, context))
    if _CUMULATIVE.search(said):
        found |= dict.fromkeys(
            one.id
            for one in context.catalog.report.indicators
            if one.accumulation is Accumulation.CUMULATIVE or "累計" in (one.name or "")
        )
    if _LESS_IS_BETTER.search(said) and not words:
        found |= dict.fromkeys(
            one.id for one in context.catalog.report.indicators if one.direction is Direction.DOWN
        )
    if not found:
        return reading, (), ""
    kept = tuple(one for one in reading.words if one not in words)
    unknown = tuple(one for one in reading.unknown if one not in words)
    reading = masked(reading, start, match.end())
    names = "・".join(context.catalog.name(one) for one in list(found)[:3]) + (
        "など" if len(found) > 3 else ""
    )
    return replace(reading, words=kept, unknown=unknown), tuple(found), names


def masked(reading: Reading, start: int, end: int) -> Reading:
    """The reading with a part of the question blanked, so that it asks for nothing."""
    blank = "□" * (end - start)
    matches = tuple(one for one in reading.matches if one.end <= start or end <= one.start)
    return replace(
        reading,
        asked=f"{reading.asked[:start]}{blank}{reading.asked[end:]}",
        folded=f"{reading.folded[:start]}{blank}{reading.folded[end:]}",
        matches=matches,
        flags=frozenset(f"{one.slot}:{one.value}" for one in matches),
    )


def _names_in(folded: str, context: Context) -> list[tuple[int, int]]:
    """The spans of what reads like an exception but stands so in a printed name."""
    spans = []
    for match in _LEFT_OUT.finditer(folded):
        begin = max(0, match.start() - 2)
        if folded[begin : match.end()] in context.catalog.names_text:
            spans.append((begin, match.end()))
    return spans


def leaving_out(plan: Plan | None, left_out: tuple[str, ...], said: str, context: Context) -> Plan | None:
    """Return a plan over many indicators that ranges over all of its scope but some."""
    if not left_out or not isinstance(plan, AveragePlan | GradesPlan | ListPlan | RankPlan | TallyPlan):
        return plan
    inside = tuple(one.id for one in indicators_in(plan.scope, context.catalog) if one.id not in left_out)
    scope = Scope(indicators=inside, described=f"{said}以外")
    return replace(plan, scope=scope)


def _groups(words: tuple[Word, ...], folded: str) -> list[tuple[Word, ...]]:
    groups: list[list[Word]] = []
    last: int | None = None
    for word in words:
        gap = folded[last : word.start] if last is not None else "、"
        if re.search(r"[と、,・]", gap):
            groups.append([])
        groups[-1].append(word)
        last = word.end
    return [tuple(one) for one in groups]


def _named(words: tuple[Word, ...], context: Context) -> tuple[str, ...]:
    """The indicators that a group of words names best: a compound said whole goes before its parts."""
    nouns = tuple(one for one in words if one.part == "noun")
    if not nouns:
        return ()
    every = context.linker.named_by_all(nouns, ItemKind.INDICATOR)
    found = [one for one in context.linker.link(nouns, (ItemKind.INDICATOR,)) if one.item.id in every]
    return tuple(
        one.item.id
        for one in found
        if one.phrases >= found[0].phrases - 0.01 and one.name_coverage >= found[0].name_coverage - 0.02
    )
