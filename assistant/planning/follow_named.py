"""Follow-ups that pick one of the items just shown by a word: 「2つのうちスマート農業のほう、なんで伸びないの」.

The one meant is among those shown: by the words of its name and of the names above it, and by what is
written of it; where these say nothing, by the embedding model if it is at hand. Where two are said
equally well, it is asked back which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.planning.follow_shown import asked_of_one
from assistant.planning.same_rows import narrative_again
from assistant.planning.wanted import wants_figure, wants_narrative
from assistant.plans import (
    ClarifyPlan,
    DepartmentsOfPlan,
    ListPlan,
    MarksPlan,
    NarrativePlan,
    Plan,
    RankPlan,
)
from assistant.understanding.catalog import ItemKind
from assistant.understanding.grade_mentions import grades_in
from assistant.understanding.question import Word, fold
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_AMONG = re.compile(
    r"(?:[そこあ]の|この|今の|いまの|上の|これらの?|それらの?|(?:\d{1,2}|[二三四五六七八九十両])(?:つ|件|個|指標|者|方)?の?)"
    r"(?:うち|中|なか)(?:の(?!1つ|ひとつ|一つ)|で(?:は|も)?|から|だと|に|、|,)*"
)
_ONE_OF_THEM = r"(?:ほう|方|やつ|ヤツ|もの|もん|指標|件|事業|取組|取り組み)"
# 「道路のほう、」 「給食のやつ、」 「道路の指標だけ」: what stands before it picks the one.
_THE_ONE = re.compile(
    rf"(?:の|[いるたな](?=ほう|方|やつ|ヤツ|もの|もん)){_ONE_OF_THEM}"
    r"(?=だけ|のみ|に関して|に絞|について|に(?:は|も)|は|が|も|を|、|,|って|で(?:は|すが|すけど|も)?|の|な[んぜ]|何|どう|どこ|\d|$|\?)"
)
# Without 「のほう」: 「そのうち道路は何があって」.
_TOPIC = re.compile(r"(?:は|が|って|、|だけ|について)")
_WHICH_ONES = re.compile(r"(?:どれ|どの|何)[^、。?]{0,8}$|^\s*$")
_MOVES = re.compile(r"増|減|落|下が|上が|伸び|悪|良|高|低")
_SAID = 0.45  # of the weight of the words, by what is written of the item
_AHEAD = 0.12  # by which the best must lead
_NAMED_OUTRIGHT = 0.9  # an item that was not shown and says it all is another subject
_NEAR_AHEAD = 0.012  # of the sum of two cosines, by which the nearest must lead the second
_MORE = re.compile(r"詳し|くわし|もう少し|もっと|深く|掘り下げ|どう(?:です|なの|でし|$|[?])")


@dataclass(frozen=True, slots=True)
class _Pointed:
    """Where the words stand that pick one, and whether 「そのうち」 says that it is one of those shown."""

    start: int
    end: int
    after: int
    among: bool


def picked_by_name(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """Return what is asked of the one of the items shown that words pick, or None where none is picked."""
    pointed = _pointed(reading.folded)
    if pointed is None or not _shown_before(conversation, pointed.among):
        return None
    words = tuple(one for one in reading.words if pointed.start <= one.start and one.end <= pointed.end)
    if not words or _is_condition(reading, pointed, context):
        return None
    rest = _without(reading, words, pointed)
    if not conversation.shown or isinstance(conversation.plan, MarksPlan):
        return _of_a_row(words, rest, conversation, context)
    chosen = _chosen(words, reading.folded[pointed.start : pointed.end], pointed, conversation, context)
    if not chosen:
        return None
    if len(chosen) > 1:
        return _which(chosen, rest, context) if _asks(rest) else None
    if not _asks(rest) and not (_MORE.search(rest.folded) or (pointed.among and len(conversation.shown) > 1)):
        return None
    return asked_of_one(chosen[0], rest, conversation, context, in_full=not _asks(rest))


def _pointed(folded: str) -> _Pointed | None:
    among = _AMONG.search(folded)
    start = among.end() if among is not None and among.start() <= _EARLY else 0
    the_one = _THE_ONE.search(folded, start)
    if the_one is not None and not re.search(r"[。?]", folded[start : the_one.start()]):
        clause = max(folded.rfind(mark, start, the_one.start()) for mark in "、,") + 1
        begin = max(start, clause if not folded[start:clause].strip("では、,じゃあなら ") else start)
        return _Pointed(begin, the_one.start() + 1, the_one.end(), start > 0)
    if start:
        topic = _TOPIC.search(folded, start)
        if topic is not None and topic.start() > start:
            return _Pointed(start, topic.start(), topic.end(), True)
    return None


_EARLY = 8  # characters: 「では、そのうち…」


def _shown_before(conversation: Conversation, among: bool) -> bool:
    """Whether the turn before showed several items, or a list of one that 「そのうち」 refers to."""
    if len(conversation.shown) > 1:
        return True
    listed = isinstance(conversation.plan, ListPlan | RankPlan)
    if conversation.shown:
        return among and listed
    return len(conversation.blocks) > 1


def _is_condition(reading: Reading, pointed: _Pointed, context: Context) -> bool:
    """Whether the words before 「もの」 tell a class of things rather than one: 「そのうち目標に届いたもの」."""
    inside = [
        one
        for one in reading.matches
        if pointed.start <= one.start and one.end <= pointed.after and one.slot in ("condition", "kind")
    ]
    said = reading.folded[pointed.start : pointed.end]
    if any(one.slot == "condition" for one in inside) or re.search(r"評価|以上|以下|未満|超え", said):
        return True
    if any(fold(one) in said for one in reading.departments) or grades_in(said, context.catalog)[0]:
        return True
    return bool(inside) and _MOVES.search(said) is not None


def _without(reading: Reading, words: tuple[Word, ...], pointed: _Pointed) -> Reading:
    """The reading of what is asked of the one picked: the words that pick it are gone."""
    gone = set(words)
    blank = "□" * (pointed.after - pointed.start)
    matches = tuple(one for one in reading.matches if one.end <= pointed.start or pointed.after <= one.start)
    return replace(
        reading,
        words=tuple(one for one in reading.words if one not in gone),
        unknown=tuple(one for one in reading.unknown if one not in gone),
        indicators=(),
        initiatives=(),
        matches=matches,
        flags=frozenset(f"{one.slot}:{one.value}" for one in matches),
        folded=f"{reading.folded[: pointed.start]}{blank}{reading.folded[pointed.after :]}",
    )


def _asks(rest: Reading) -> bool:
    """Whether something is asked of the one picked, and not only which it is."""
    asked = wants_figure(rest) or wants_narrative(rest) or rest.has("operation:department")
    return asked or bool(rest.years.years)


def _chosen(
    words: tuple[Word, ...], said: str, pointed: _Pointed, conversation: Conversation, context: Context
) -> tuple[str, ...]:
    """Return the indicator meant of those shown, two or more where words fit them equally, none where no one."""
    shown = conversation.shown
    if not pointed.among and _another_is_named(words, shown, context):
        return ()
    scores = {one: _score(words, one, context) for one in shown}
    ranked = sorted(shown, key=lambda one: -scores[one])
    if scores[ranked[0]] >= _SAID:
        tied = tuple(one for one in ranked if scores[one] > scores[ranked[0]] - _AHEAD)
        if len(tied) == 1:
            return tied
        nearest = _nearest(said, tied, context)
        return (nearest,) if nearest else tied
    nearest = _nearest(said, shown, context)
    return (nearest,) if nearest else ()


def _score(words: tuple[Word, ...], indicator: str, context: Context) -> float:
    """How much of the words the indicator's name says, less what only the names above it or its row say."""
    catalog, linker = context.catalog, context.linker
    name = fold(catalog.name(indicator))
    above = f"{name} {fold(catalog.name(catalog.initiative_of[indicator]))}"
    block = catalog.blocks[catalog.block_of[indicator]]
    alone = len(block.indicators) == 1
    told = fold(" ".join(one.text for one in block.passages)) if alone else ""
    return max(
        linker.support(words, name),
        0.8 * linker.support(words, above),
        0.7 * linker.support(words, f"{above} {told}"),
    )


def _another_is_named(words: tuple[Word, ...], shown: tuple[str, ...], context: Context) -> bool:
    """Whether an indicator that was not shown says all the words, and none of those shown does."""
    named = set(context.linker.named_by_all(words, ItemKind.INDICATOR))
    if not named or named & set(shown):
        return False
    best = max(_score(words, one, context) for one in shown)
    return best < _NAMED_OUTRIGHT


def _nearest(said: str, among: tuple[str, ...], context: Context) -> str | None:
    """Return the one of several whose name is nearest in meaning to what was said, if it leads clearly."""
    if context.operations is None or context.names is None or not context.names.usable:
        return None
    near = context.names.nearness(said)
    score = {
        one: float(near.by_name[at] + near.by_path[at]) for at, one in enumerate(near.ids) if one in among
    }
    ranked = sorted(score, key=lambda one: -score[one])
    if len(ranked) < 2 or score[ranked[0]] - score[ranked[1]] < _NEAR_AHEAD:
        return None
    return ranked[0]


def _which(chosen: tuple[str, ...], rest: Reading, context: Context) -> ClarifyPlan:
    """Ask back which of those that the words fit equally is meant."""
    tail = "の担当課は？" if rest.has("operation:department") else context.asked_tail(rest)
    tail = "の理由は？" if rest.has("narrative:reason") else tail
    choices = tuple(f"{context.catalog.name(one)}{tail}" for one in chosen[:4])
    return ClarifyPlan("当てはまるものが複数あります。どれについてお尋ねですか。", choices)


def _of_a_row(
    words: tuple[Word, ...], rest: Reading, conversation: Conversation, context: Context
) -> Plan | None:
    """「住み替えの補助のほう、6年度は何世帯に出たの」 after a list of 取組: that one's row."""
    catalog, linker = context.catalog, context.linker
    rows = [one for one in conversation.blocks if one in catalog.blocks]
    scores = {one: linker.support(words, fold(catalog.heading_path(one))) for one in rows}
    ranked = sorted(rows, key=lambda one: -scores[one])
    if not ranked or scores[ranked[0]] < _SAID:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _AHEAD:
        return None
    row = ranked[0]
    if rest.has("operation:department"):
        return DepartmentsOfPlan((row,))
    if not _asks(rest):
        return None
    if rest.slot("kind") and catalog.blocks[row].indicators:
        return None
    plan = narrative_again(rest, replace(conversation, blocks=(row,), text=catalog.name(row)))
    return replace(plan, wants_number=rest.asks_number) if isinstance(plan, NarrativePlan) else plan
