"""Which plan or city a question names: in full, by the file's name, or shortened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.understanding.question import fold
from index.facts import ReportInfo

Span = tuple[int, int]

_PARTICLE = r"(?:の(?:進捗)?(?:評価)?(?:報告書|報告|計画))?(?:では|には|での|だと|なら|で|の|は|に|、|,)?"
_TAIL = re.compile(_PARTICLE)
_SHORTENED = re.compile(r"([ぁ-んァ-ヶー一-龥々・]{2,12})(?:計画|プラン)(?=の|で|に|は|だと|なら|、|,)")
_PLACE = re.compile(r"[ぁ-んァ-ヶー一-龥]{2,5}?(?:市|町|村)")


@dataclass(frozen=True, slots=True)
class NamedPlans:
    """The reports that fit what is named, and the parts of the folded question that name them."""

    infos: tuple[ReportInfo, ...]
    spans: tuple[Span, ...]


def named_plans(folded: str, infos: Sequence[ReportInfo], text_of: Callable[[str], str]) -> NamedPlans | None:
    """Return the reports whose name, city or plan a folded question says; None where it says none.

    City and plan narrow each other down. `text_of` gives the folded words of a report: a shortened
    plan (環境計画) that another report itself speaks of is a thing in that report, and the town of a
    report whose text has no title naming it is looked for there.
    """
    pool, spans = list(infos), list[Span]()
    for names in (_file_and_title, _city, _plan):
        said = {one.name: _longest(names(one), folded) for one in pool}
        longest = max((span[1] - span[0] for span in said.values() if span), default=0)
        hits = [one for one in pool if (span := said[one.name]) and span[1] - span[0] == longest]
        if hits:
            pool = hits
            spans += [span for span in said.values() if span]
    if len({(one.city, one.plan) for one in pool}) > 1 and (short := _shortened(folded, pool, text_of)):
        return NamedPlans(short.infos, (*spans, *short.spans))
    if spans:
        return NamedPlans(tuple(pool), tuple(spans))
    places = list(_PLACE.finditer(folded))
    holding = [one for one in infos if any(place.group() in text_of(one.name) for place in places)]
    if holding and len(holding) < len(infos):
        known = [place for place in places if any(place.group() in text_of(one.name) for one in holding)]
        tails = [_TAIL.match(folded, place.end()) for place in known]
        return NamedPlans(
            tuple(holding),
            tuple(
                (place.start(), tail.end() if tail else place.end())
                for place, tail in zip(known, tails, strict=True)
            ),
        )
    return None


def _file_and_title(info: ReportInfo) -> tuple[str, ...]:
    return re.escape(fold(info.name)), re.escape(fold(info.title))


def _city(info: ReportInfo) -> tuple[str, ...]:
    """The town with its ending anywhere; without it (若葉台の…) only where a clause begins."""
    if not info.city:
        return ()
    bare = re.sub(r"[市町村区]$", "", fold(info.city))
    short = (rf"(?:^|(?<=[、,。])){re.escape(bare)}(?=の|では|で(?!き))",) if len(bare) >= 2 else ()
    return re.escape(fold(info.city)), *short


def _plan(info: ReportInfo) -> tuple[str, ...]:
    return (re.escape(fold(info.plan)),) if info.plan else ()


def _longest(patterns: Sequence[str], folded: str) -> Span | None:
    found = [match.span() for one in patterns if (match := re.search(f"{one}{_PARTICLE}", folded))]
    return max(found, key=lambda span: span[1] - span[0], default=None)


def _shortened(folded: str, pool: Sequence[ReportInfo], text_of: Callable[[str], str]) -> NamedPlans | None:
    for match in _SHORTENED.finditer(folded):
        said = match.group(1)
        for begin in range(len(said) - 1):
            fitting = [one for one in pool if one.plan and _shortens(said[begin:], fold(one.plan))]
            whole = match.group()[begin:]
            if not fitting or any(whole in text_of(one.name) for one in pool if one not in fitting):
                continue
            tail = _TAIL.match(folded, match.end())
            return NamedPlans(tuple(fitting), ((match.start() + begin, tail.end() if tail else match.end()),))
    return None


def _shortens(stem: str, plan: str) -> bool:
    """Whether a stem shortens a plan's name: a part of it (環境), or its letters in order (地福)."""
    name = re.sub(r"(計画|プラン)$", "", plan)
    if stem in name:
        return True
    letters = iter(name)
    return name.startswith(stem[0]) and all(char in letters for char in stem)
