"""Which plan or city a question names: in full, by the file's name, or shortened."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.occurring import Occurring
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


class PlanNames:
    """What the reports of a store are called; prepared once, since a store may hold hundreds.

    `printing` returns the names of the reports that print one of some folded texts anywhere.
    """

    def __init__(
        self, infos: Sequence[ReportInfo], printing: Callable[[Sequence[str]], Collection[str]]
    ) -> None:
        self._infos = tuple(infos)
        self._printing = printing
        self._ways = tuple(_Ways(self._infos, names) for names in (_file_and_title, _city, _plan))

    def named(self, folded: str) -> NamedPlans | None:
        """Return the reports whose name, city or plan a folded question says; None where it says none.

        City and plan narrow each other down. A shortened plan (環境計画) that another report itself
        speaks of is a thing in that report, and the town of a report whose text has no title naming
        it is looked for in what it prints.
        """
        pool, spans = self._infos, list[Span]()
        for ways in self._ways:
            said = ways.said(folded, pool)
            longest = max((span[1] - span[0] for _, span in said), default=0)
            hits = tuple(one for one, span in said if span[1] - span[0] == longest)
            if hits:
                pool = hits
                spans += [span for _, span in said]
        if len({(one.city, one.plan) for one in pool}) > 1 and (short := self._shortened(folded, pool)):
            return NamedPlans(short.infos, (*spans, *short.spans))
        return NamedPlans(pool, tuple(spans)) if spans else self._in_their_texts(folded)

    def _in_their_texts(self, folded: str) -> NamedPlans | None:
        places = list(_PLACE.finditer(folded))
        held = self._printing([place.group() for place in places]) if places else ()
        holding = tuple(one for one in self._infos if one.name in held)
        if not holding or len(holding) == len(self._infos):
            return None
        known = [place for place in places if self._printing([place.group()])]
        tails = [_TAIL.match(folded, place.end()) for place in known]
        return NamedPlans(
            holding,
            tuple(
                (place.start(), tail.end() if tail else place.end())
                for place, tail in zip(known, tails, strict=True)
            ),
        )

    def _shortened(self, folded: str, pool: Sequence[ReportInfo]) -> NamedPlans | None:
        for match in _SHORTENED.finditer(folded):
            said = match.group(1)
            for begin in range(len(said) - 1):
                fitting = tuple(one for one in pool if one.plan and _shortens(said[begin:], _stem(one.plan)))
                whole = match.group()[begin:]
                if not fitting:
                    continue
                others = {one.name for one in pool if one not in fitting}
                if others and others & set(self._printing([whole])):
                    continue
                tail = _TAIL.match(folded, match.end())
                span = (match.start() + begin, tail.end() if tail else match.end())
                return NamedPlans(fitting, (span,))
        return None


class _Ways:
    """One way to name a report: the texts that do, each with the pattern it must fulfil in a question."""

    def __init__(
        self, infos: Sequence[ReportInfo], names: Callable[[ReportInfo], Sequence[tuple[str, str]]]
    ) -> None:
        self._of = [(one.name, pattern) for one in infos for _, pattern in names(one)]
        self._texts = Occurring(text for one in infos for text, _ in names(one))

    def said(self, folded: str, pool: Sequence[ReportInfo]) -> list[tuple[ReportInfo, Span]]:
        """Return those of the pool that a folded question names so, each with its longest span."""
        spans: dict[str, Span] = {}
        for at in self._texts.positions(folded):
            name, pattern = self._of[at]
            match = re.search(f"{pattern}{_PARTICLE}", folded)
            if match and (name not in spans or _length(match.span()) > _length(spans[name])):
                spans[name] = match.span()
        return [(one, spans[one.name]) for one in pool if one.name in spans] if spans else []


def _file_and_title(info: ReportInfo) -> tuple[tuple[str, str], ...]:
    return _anywhere(info.name), _anywhere(info.title)


def _city(info: ReportInfo) -> tuple[tuple[str, str], ...]:
    """The town with its ending anywhere; without it (若葉台の…) only where a clause begins."""
    if not info.city:
        return ()
    bare = re.sub(r"[市町村区]$", "", fold(info.city))
    clause = (bare, rf"(?:^|(?<=[、,。])){re.escape(bare)}(?=の|では|で(?!き))")
    return (_anywhere(info.city), clause) if len(bare) >= 2 else (_anywhere(info.city),)


def _plan(info: ReportInfo) -> tuple[tuple[str, str], ...]:
    return (_anywhere(info.plan),) if info.plan else ()


def _anywhere(name: str) -> tuple[str, str]:
    return fold(name), re.escape(fold(name))


def _length(span: Span) -> int:
    return span[1] - span[0]


@lru_cache(maxsize=4096)
def _stem(plan: str) -> str:
    return re.sub(r"(計画|プラン)$", "", fold(plan))


def _shortens(said: str, name: str) -> bool:
    """Whether a text shortens a plan's name: a part of it (環境), or its letters in order (地福)."""
    if said in name:
        return True
    letters = iter(name)
    return name.startswith(said[0]) and all(char in letters for char in said)
