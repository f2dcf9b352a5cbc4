"""Which item of the report the words of a question mean: candidates with scores and what they explain."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from assistant.understanding.asked_words import Asked, Computed, Explained
from assistant.understanding.catalog import Catalog, Item, ItemKind
from assistant.understanding.counters import same_unit
from assistant.understanding.degrees import Degrees
from assistant.understanding.held_texts import HeldTexts
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import Word, words_of

_NAME, _NEAR, _MEASURE, _ABOUT, _COMMENTARY = range(5)  # where in an item a text stands
# How much a word counts by where it is found: the name itself, the names above it, its own
# overview, its commentary, the measure. Set once by hand and kept: only their order matters.
_COUNTS = {_NAME: 1.0, _NEAR: 0.85, _ABOUT: 0.5, _COMMENTARY: 0.35, _MEASURE: 0.6}
_SAYS = 0.6  # from this degree on a text says a word
_GENERIC = frozenset(
    "事業 支援 活動 推進 制度 利用 参加 実施 取組 取り組み 件数 人数 相談 育成 登録 作成 開催 促進 充実 整備 向上 強化".split()
)
_TYPO_RATIO = 78.0


class Candidate(NamedTuple):
    """An item with its score: `coverage` of the question's weighted words (0–1), and how much of the
    item's own name the question said (`precision`, 0–1). `unexplained` are the words left over."""

    item: Item
    score: float
    coverage: float
    name_coverage: float
    precision: float
    phrases: float  # share of the question's compounds (参加支援) that stand whole in its names
    unexplained: tuple[Word, ...]


class Linker:
    """Links words to the items of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lexicon = load_lexicon()
        self._degrees = Degrees(catalog.abbreviations)
        self._weight = lru_cache(maxsize=8192)(self._weight_of)
        self._saying = lru_cache(maxsize=512)(self._saying_of)
        self._found = lru_cache(maxsize=512)(self._found_of)
        self._asked = lru_cache(maxsize=64)(self._asked_of)
        self._linked = lru_cache(maxsize=64)(self._link)
        self._own_words = lru_cache(maxsize=100_000)(self._own_words_of)

    @cached_property
    def _texts(self) -> HeldTexts:
        return HeldTexts(
            (one.name, one.near, one.measure, one.about, one.commentary) for one in self._catalog.items
        )

    @cached_property
    def _counted(self) -> tuple[bool, ...]:
        """Which items' texts tell how common a word is: a name above many rows counts once for each."""
        return tuple(one.kind in (ItemKind.BLOCK, ItemKind.INDICATOR) for one in self._catalog.items)

    # -- words ---------------------------------------------------------------------------

    def known(self, word: Word) -> bool:
        """Whether the report uses the word, a part of it, or another way to say it."""
        found = any(degree >= _SAYS for _, degree in self._saying(_bare(word)))
        return found or self._degrees.of(word, self._catalog.text_beside_items) >= _SAYS

    def names(self, word: Word) -> bool:
        """Whether the name of an item, of what stands above it, or its overview says the word."""
        places = (_NAME, _NEAR, _MEASURE, _ABOUT)
        return any(
            degree >= _SAYS and any(where in places for _, where in self._texts.places[number])
            for number, degree in self._saying(_bare(word))
        )

    def degree(self, word: Word, text: str) -> float:
        """How surely a folded text says a word: 1 itself, less through a synonym, a stem or a part, 0 not."""
        return self._degrees.of(word, text)

    def names_all(self, words: tuple[Word, ...], text: str) -> bool:
        """Whether a folded text says every one of the words, as such or in another way."""
        return all(self._degrees.of(word, text) >= _SAYS for word in words)

    def named_by_all(self, words: tuple[Word, ...], kind: ItemKind) -> tuple[str, ...]:
        """Return the items of a kind whose name, with the names above it, says every one of the words."""
        names = (_NAME, _NEAR, _MEASURE)
        fitting: set[int] | None = None
        for word in words:
            places = {
                position
                for number, degree in self._saying(_bare(word))
                if degree >= _SAYS
                for position, where in self._texts.places[number]
                if where in names
            }
            fitting = places if fitting is None else fitting & places
        items = self._catalog.items
        return tuple(items[one].id for one in sorted(fitting or ()) if items[one].kind is kind)

    def support(self, words: tuple[Word, ...], text: str) -> float:
        """Return the weighted share of the words that a folded text says (1 where there are no words)."""
        total = sum(self.weight(word) for word in words)
        if not total:
            return 1.0
        return sum(self.weight(word) * self._degrees.of(word, text) for word in words) / total

    def weight(self, word: Word) -> float:
        """How much a word tells: rare words more, words the report never uses most."""
        return self._weight(_bare(word))

    def _weight_of(self, word: Word) -> float:
        holding = {
            position
            for number, degree in self._saying(word)
            if degree >= _SAYS
            for position, where in self._texts.places[number]
            if where != _MEASURE and self._counted[position]
        }
        weight = math.log(1 + sum(self._counted) / (len(holding) + 0.5))
        if word.part != "noun":
            weight *= 0.5
        elif word.surface in _GENERIC:
            weight *= 0.6
        return weight

    def saying(self, word: Word, texts: HeldTexts) -> dict[int, float]:
        """Return the texts that say a word to any degree, by their numbers, each with the degree."""
        return dict(self._degrees.saying(word, texts))

    def _saying_of(self, word: Word) -> tuple[tuple[int, float], ...]:
        return self._degrees.saying(word, self._texts)

    def _found_of(self, word: Word) -> dict[int, Explained]:
        """How much a word explains of the items that say it, by their positions."""
        explained: dict[int, float] = {}
        named: dict[int, float] = {}
        for number, degree in self._saying(word):
            for position, where in self._texts.places[number]:
                value = _COUNTS[where] * degree
                if value > explained.get(position, 0.0):
                    explained[position] = value
                if where == _NAME:
                    named[position] = degree
        pairs: dict[Explained, Explained] = {}
        found = ((at, (value, named.get(at, 0.0))) for at, value in explained.items())
        return {at: pairs.setdefault(pair, pair) for at, pair in found}

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        phrases = self._catalog.phrases
        return tuple(
            dict.fromkeys(one.surface for phrase in phrases for one in phrase if len(one.surface) >= 3)
        )

    @cached_property
    def _beginning(self) -> dict[str, list[tuple[Word, ...]]]:
        """Every run of four words of the names and overviews, by the first character."""
        found: dict[str, dict[tuple[str, ...], tuple[Word, ...]]] = {}
        for phrase in self._catalog.phrases:
            for begin, first in enumerate(phrase):
                run = phrase[begin : begin + 4]
                # The span tells how far apart words stand: the same words are kept once for each.
                gaps = tuple(f"{one.surface} {one.end - first.start}" for one in run)
                found.setdefault(first.surface[0], {}).setdefault(gaps, run)
        return {char: list(runs.values()) for char, runs in found.items()}

    def resolve(self, word: Word) -> Word | None:
        """Return what an unknown word stands for in this report: an abbreviation or a typo, else None."""
        expanded = self._abbreviated(word)
        if expanded:
            return expanded
        if len(word.surface) < 3 or word.part != "noun":
            return None
        best, ratio = "", 0.0
        for known in self._vocabulary:
            if abs(len(known) - len(word.surface)) > 2:
                continue
            score = fuzz.ratio(word.surface, known)
            if score > ratio:
                best, ratio = known, score
        if ratio >= _TYPO_RATIO:
            return replace(word, surface=best, normal=best)
        return None

    def _abbreviated(self, word: Word) -> Word | None:
        """Find consecutive words of a name whose beginnings join to the word (社+明 of 社会を明るく…)."""
        surface = word.surface
        if not 2 <= len(surface) <= 6 or re.fullmatch(r"[a-z0-9]+", surface):
            return None
        for run in self._beginning.get(surface[0], ()):
            used = _parts(surface, tuple(one.surface for one in run))
            if used >= 2 and run[used - 1].end - run[0].start <= 24:
                joined = "".join(one.surface for one in run[:used])
                return replace(word, surface=joined, normal=run[0].surface)
        return None

    # -- items ---------------------------------------------------------------------------

    def link(self, words: tuple[Word, ...], kinds: tuple[ItemKind, ...], unit: str = "") -> list[Candidate]:
        """Return the items of the wanted kinds that explain some of the words, best first.

        `unit` is the counter that the question asks with (人 in 何人), or empty.
        """
        return list(self._linked(words, kinds, unit)) if words else []

    def _link(self, words: tuple[Word, ...], kinds: tuple[ItemKind, ...], unit: str) -> tuple[Candidate, ...]:
        asked = self._asked(words)
        items, own_words, said = self._catalog.items, self._own_words, asked.said.__getitem__
        found = []
        for position in asked.positions:
            item = items[position]
            if item.kind not in kinds:
                continue
            coverage, named, unexplained, compound = asked.share(position)
            own, total = own_words(item.name)
            precision = sum(map(said, own)) / total if total else 0.0
            phrases = _phrase_share(item, asked.compounds) if compound else 0.0
            score = coverage + 0.25 * precision + 0.15 * phrases
            if unit and item.unit and item.kind is ItemKind.INDICATOR:
                score += 0.12 if same_unit(unit, item.unit) else -0.12
            if score > 0.05:
                found.append(Candidate(item, score, coverage, named, precision, phrases, unexplained))
        found.sort(key=attrgetter("score"), reverse=True)
        return tuple(found)

    def _asked_of(self, words: tuple[Word, ...]) -> Asked:
        said = self._said(words)

        def weight_if_said(key: str) -> float:
            word = _word_of(key)
            says = self._degrees.at_first_sight(word, said) >= _SAYS
            return self._weight(word) if says else 0.0

        return Asked(
            words,
            tuple(self.weight(word) for word in words),
            tuple(self._found(_bare(word)) for word in words),
            Computed(weight_if_said),
        )

    def _own_words_of(self, name: str) -> tuple[tuple[str, ...], float]:
        """The words of a name without its footnote, each as one text to look it up by; and their weight together."""
        own = words_of(name.split("※")[0])
        return tuple(_key_of(one) for one in own), sum(self.weight(one) for one in own)

    def _said(self, words: tuple[Word, ...]) -> str:
        """All that the words say: themselves, other ways to say them, and what they shorten."""
        surfaces = {word.surface for word in words}
        return " ".join(
            [word.surface for word in words]
            + [word.normal for word in words]
            + [other for word in words for other in self._lexicon.alternatives(word.surface)]
            + [long_form for long_form, short_form in self._catalog.abbreviations if short_form in surfaces]
        )


def _phrase_share(item: Item, compounds: tuple[str, ...]) -> float:
    """Return the share of neighbouring words of the question that the item's names print together."""
    names = f"{item.name} {item.near}"
    return sum(one in names for one in compounds) / len(compounds)


def _bare(word: Word) -> Word:
    """The word without its place in a question: what is found out about it holds in every question."""
    return Word(word.surface, word.normal, word.part, 0, 0)


def _key_of(word: Word) -> str:
    return f"{word.surface}\0{word.normal}\0{word.part}"


def _word_of(key: str) -> Word:
    surface, normal, part = key.split("\0")
    return Word(surface, normal, part, 0, 0)


def _parts(surface: str, words: tuple[str, ...]) -> int:
    """Return how many of `words`, from the first, give `surface` as their joined beginnings, else 0."""
    if not words:
        return 0
    head = words[0]
    for length in range(min(len(head), len(surface)), 0, -1):
        if not surface.startswith(head[:length]):
            continue
        if length == len(surface):
            return 1
        rest = _parts(surface[length:], words[1:])
        if rest:
            return rest + 1
    return 0
