"""Which indicator of one edition is which of the next, when numbers and wording changed in between.

The values of years that both editions print decide above all; then the name, the unit and the row it
stands in. What stays open is a doubtful match, and a person's decision on it is final.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.fiscal import era_label
from corpus.text import normalize
from corpus.types import Indicator, Initiative, Kind, Report

# Names of which this share of letter pairs is common say much the same (参加者数, 延べ参加者数).
_SIMILAR_NAME = 0.5
# Of the values printed by both, the share that must be equal: a restated year or two is usual.
_MOSTLY_EQUAL = 0.6
_NEARLY_ALL_EQUAL = 0.8
# Different values that must agree before figures alone tie two differently named indicators:
# three may agree by chance among short counts, four over three years or more hardly do.
_TELLING_VALUES = 4
_FEW_VALUES = 2
# Candidates closer than this in the order of assignment are no clear winner.
_TIE = 0.15
_PRINTED_NUMBERS = (Kind.TARGET, Kind.ACTUAL)
_SAME_UNITS = {"名": "人", "か所": "箇所", "ヶ所": "箇所", "ヵ所": "箇所", "カ所": "箇所", "ケ所": "箇所"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about two indicators of two editions: `same`, or not.

    The reports' names with the ids and names of the indicators are the key; an id may change when
    a file is read again, so a name that occurs once is enough. `when` is an ISO date and time.
    """

    older_report: str
    newer_report: str
    older_id: str
    newer_id: str
    older_name: str
    newer_name: str
    same: bool
    who: str
    when: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two indicators taken for one: surely, or doubtfully and on what evidence (Japanese)."""

    older_id: str
    newer_id: str
    certain: bool
    evidence: str
    decided: bool = False


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two indicators print for the same years and kinds: how much is equal."""

    equal: int
    different: int
    distinct: int  # different numbers among the equal ones; 100, 100, 100 tells no more than one
    actuals_equal: int
    actuals_different: int
    years: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.equal + self.different

    @property
    def share(self) -> float:
        return self.equal / self.total if self.total else 0.0

    @property
    def actuals_hold(self) -> bool:
        """Targets are revised with a plan; what was counted stays counted."""
        return self.actuals_equal >= _FEW_VALUES and not self.actuals_different


@dataclass(frozen=True, slots=True)
class _Pair:
    older: Indicator
    newer: Indicator
    similarity: float
    same_unit: bool | None  # None where one edition prints no unit
    same_row: bool
    shared: _Shared

    @property
    def same_name(self) -> bool:
        return self.similarity == 1.0

    @property
    def score(self) -> float:
        """The order in which pairs are assigned; only comparisons of it mean anything."""
        values = 2.0 * self.shared.share * min(self.shared.distinct, _TELLING_VALUES) / _TELLING_VALUES
        unit = 0.0 if self.same_unit is None else 0.3 if self.same_unit else -0.6
        return values + self.similarity + 0.3 * self.same_name + unit + 0.2 * self.same_row


def match_indicators(older: Report, newer: Report, decisions: Collection[Decision] = ()) -> tuple[Match, ...]:
    """Return the indicators of two editions that are one, in the order of the newer edition.

    Each indicator is in one match at most. Those decided by a person come as decided; a pair that
    a person told apart is never matched again. Decisions on other reports are passed over.
    """
    same, different = _decided(older, newer, decisions)
    found = {
        (one, two): Match(one, two, True, evidence, decided=True) for (one, two), evidence in same.items()
    }
    taken_older = {one for one, _ in found}
    taken_newer = {two for _, two in found}
    pairs = [
        pair
        for pair in _pairs(older, newer)
        if pair.older.id not in taken_older
        and pair.newer.id not in taken_newer
        and (pair.older.id, pair.newer.id) not in different
    ]
    pairs.sort(key=lambda pair: -pair.score)
    for doubtful in (False, True):  # nothing doubtful may take away what is certain
        for pair in pairs:
            if pair.older.id in taken_older or pair.newer.id in taken_newer:
                continue
            match = _judged(pair, pairs, taken_older, taken_newer)
            if match is not None and (match.certain or doubtful):
                found[pair.older.id, pair.newer.id] = match
                taken_older.add(pair.older.id)
                taken_newer.add(pair.newer.id)
    order = {one.id: position for position, one in enumerate(newer.indicators)}
    return tuple(sorted(found.values(), key=lambda one: order[one.newer_id]))


def decision_of(
    older: Report, newer: Report, match: Match, *, same: bool, who: str, when: str, reason: str = ""
) -> Decision:
    """Return the decision on a match as it is kept."""
    names = [
        next((one.name or "" for one in report.indicators if one.id == item_id), "")
        for report, item_id in ((older, match.older_id), (newer, match.newer_id))
    ]
    return Decision(
        older.name, newer.name, match.older_id, match.newer_id, names[0], names[1], same, who, when, reason
    )


def same_unit(one: str | None, other: str | None) -> bool | None:
    """Whether two printed units mean the same (人, 名); None where one is not printed."""
    if not one or not other:
        return None
    plain = [_SAME_UNITS.get(normalize(unit), normalize(unit)) for unit in (one, other)]
    return plain[0] == plain[1]


def name_similarity(one: str | None, other: str | None) -> float:
    """Return how alike two names are, 0-1: 1 for the same words, else the share of common letter pairs."""
    plain = [_letters(name or "") for name in (one, other)]
    if not all(plain):
        return 0.0
    if plain[0] == plain[1]:
        return 1.0
    grams = [Counter(name[at : at + 2] for at in range(max(1, len(name) - 1))) for name in plain]
    common = sum((grams[0] & grams[1]).values())
    return min(0.99, 2 * common / (grams[0].total() + grams[1].total()))


def same_printed(one: Decimal | None, one_text: str, other: Decimal | None, other_text: str) -> bool:
    """Whether two printings say the same value: numbers as numbers, words as words."""
    if one is not None and other is not None:
        return one == other
    return one is None and other is None and normalize(one_text) == normalize(other_text)


# -- inside ------------------------------------------------------------------------------


def _decided(
    older: Report, newer: Report, decisions: Collection[Decision]
) -> tuple[dict[tuple[str, str], str], set[tuple[str, str]]]:
    same: dict[tuple[str, str], str] = {}
    different: set[tuple[str, str]] = set()
    for one in decisions:  # in the order made: a later decision on the same pair wins
        if (one.older_report, one.newer_report) != (older.name, newer.name):
            continue
        pair = (_held(older, one.older_id, one.older_name), _held(newer, one.newer_id, one.newer_name))
        if pair[0] is None or pair[1] is None:
            continue
        key = (pair[0], pair[1])
        same = {known: text for known, text in same.items() if known != key}
        different.discard(key)
        if one.same:
            same = {known: text for known, text in same.items() if known[0] != key[0] and known[1] != key[1]}
            because = f"（理由：{one.reason}）" if one.reason else ""
            same[key] = f"{one.who}が{one.when[:10]}に同じ指標と判断した{because}。"
        else:
            different.add(key)
    return same, different


def _held(report: Report, item_id: str, name: str) -> str | None:
    """Return the id, in the report as it is now, of the indicator that a decision was about."""
    named = [one.id for one in report.indicators if normalize(one.name or "") == normalize(name)]
    if item_id in named:
        return item_id
    return named[0] if len(named) == 1 and name else None


def _pairs(older: Report, newer: Report) -> Iterator[_Pair]:
    """Yield every pair that could be one indicator at all."""
    rows = [_rows(older), _rows(newer)]
    values = [{one.id: _numbers(one) for one in report.indicators} for report in (older, newer)]
    for old in older.indicators:
        for new in newer.indicators:
            shared = _shared(values[0][old.id], values[1][new.id])
            similarity = name_similarity(old.name, new.name)
            if similarity < _SIMILAR_NAME and shared.distinct < _FEW_VALUES:
                continue
            yield _Pair(
                old,
                new,
                similarity,
                same_unit(old.unit, new.unit),
                _same_row(rows[0][old.id], rows[1][new.id]),
                shared,
            )


def _judged(pair: _Pair, pairs: list[_Pair], taken_older: set[str], taken_newer: set[str]) -> Match | None:
    """Return the match that a pair makes, certain or doubtful, or None where they are two things."""
    certain = _is_certain(pair)
    if not certain and not _is_possible(pair):
        return None
    rival = next(
        (
            one
            for one in pairs
            if one is not pair
            and (one.older.id == pair.older.id) != (one.newer.id == pair.newer.id)
            and one.older.id not in taken_older
            and one.newer.id not in taken_newer
            and one.score > pair.score - _TIE
            and _is_possible(one)
        ),
        None,
    )
    evidence = _evidence(pair)
    if rival is not None:
        other = rival.newer if rival.older.id == pair.older.id else rival.older
        evidence += f"「{other.name or other.id}」も同じ程度に当てはまる。"
    return Match(pair.older.id, pair.newer.id, certain and rival is None, evidence)


def _is_certain(pair: _Pair) -> bool:
    shared = pair.shared
    if pair.same_unit is False:
        return False
    if pair.same_name:
        return not shared.total or shared.share >= _MOSTLY_EQUAL or shared.actuals_hold
    enough = shared.share >= _NEARLY_ALL_EQUAL or shared.actuals_hold
    if pair.similarity >= _SIMILAR_NAME:
        return enough and shared.distinct >= _FEW_VALUES
    return enough and shared.distinct >= _TELLING_VALUES and len(shared.years) >= 3


def _is_possible(pair: _Pair) -> bool:
    shared = pair.shared
    if pair.same_name:
        return True
    if pair.same_unit is False:
        return pair.similarity >= _SIMILAR_NAME and shared.share >= _NEARLY_ALL_EQUAL and shared.equal > 0
    if pair.similarity >= _SIMILAR_NAME:
        # Similar words beside other figures are often two measures of one thing: only in one row.
        return pair.same_row or not shared.total or shared.share >= _MOSTLY_EQUAL
    return shared.distinct >= _FEW_VALUES and shared.share >= _NEARLY_ALL_EQUAL


def _evidence(pair: _Pair) -> str:
    """Return in Japanese what speaks for and against a pair."""
    old, new, shared = pair.older, pair.newer, pair.shared
    if pair.same_name:
        told = f"指標名「{new.name}」が同じ"
    elif old.name and new.name:
        told = f"指標名は「{old.name}」から「{new.name}」に変わっている"
    else:
        told = "一方の指標名が失われている"
    if pair.same_unit is False:
        told += f"。単位が「{old.unit}」と「{new.unit}」で違う"
    if not shared.total:
        told += "。両方に値のある年度がない"
    else:
        years = "・".join(era_label(year) for year in shared.years)
        told += f"。両方に値のある{years}の{shared.total}個の目標・実績のうち{shared.equal}個が一致"
        if shared.different:
            told += f"、{shared.different}個が不一致"
    told += "。" + ("同じ取組にある。" if pair.same_row else "別の取組にある。")
    return told


def _shared(older: dict[tuple[Kind, int], Decimal], newer: dict[tuple[Kind, int], Decimal]) -> _Shared:
    both = [key for key in newer if key in older]
    equal = [key for key in both if older[key] == newer[key]]
    actuals = [key for key in both if key[0] is Kind.ACTUAL]
    actuals_equal = sum(older[key] == newer[key] for key in actuals)
    return _Shared(
        len(equal),
        len(both) - len(equal),
        len({newer[key] for key in equal if newer[key]}),
        actuals_equal,
        len(actuals) - actuals_equal,
        tuple(sorted({year for _, year in both})),
    )


def _numbers(indicator: Indicator) -> dict[tuple[Kind, int], Decimal]:
    return {
        (one.kind, one.fiscal_year): one.value
        for one in indicator.observations
        if one.kind in _PRINTED_NUMBERS and one.value is not None
    }


def _rows(report: Report) -> dict[str, tuple[Initiative, frozenset[str]]]:
    return {
        indicator.id: (initiative, frozenset(block.departments))
        for initiative in report.initiatives
        for block in initiative.blocks
        for indicator in block.indicators
    }


def _same_row(one: tuple[Initiative, frozenset[str]], other: tuple[Initiative, frozenset[str]]) -> bool:
    """Whether two indicators stand in the same piece of work: by its name, or by department where lost."""
    if one[0].name and other[0].name:
        return name_similarity(one[0].name, other[0].name) >= 0.8
    return bool(one[1] & other[1])


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", normalize(name))
