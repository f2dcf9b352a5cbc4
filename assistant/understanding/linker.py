"""Which item of the report the words of a question mean: candidates with scores and what they explain."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.understanding.catalog import Catalog, Item, ItemKind
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import Word, words_of

# How much a word counts by where it is found: the name itself, the names above it, its own
# overview, its commentary, the measure. Set once by hand and kept: only their order matters.
_NAME, _NEAR, _ABOUT, _COMMENTARY, _MEASURE = 1.0, 0.85, 0.5, 0.35, 0.6
_SUFFIX = re.compile(r"(件数|者数|人数|総数|数|率|等|さん|たち|側|分|者|の割合)$")
_GENERIC = frozenset(
    "事業 支援 活動 推進 制度 利用 参加 実施 取組 取り組み 件数 人数 相談 育成 登録 作成 開催 促進 充実 整備 向上 強化".split()
)
_OKURIGANA = re.compile(r"([一-龥]{2,})[ぁ-ん]{1,2}")  # 申立て is 申立
_TYPO_RATIO = 78.0
# Tables print the level of a school as one letter behind a name: 小, 中3.
_SCHOOL_LEVELS = {
    long_form: short
    for short, forms in {
        "小": "小学校 小学 小学生",
        "中": "中学校 中学 中学生",
        "高": "高校 高等学校 高校生",
    }.items()
    for long_form in forms.split()
}


@lru_cache(maxsize=8)
def _level_pattern(level: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![一-龥]){level}(?![一-龥ぁ-ん])")


@dataclass(frozen=True, slots=True)
class Candidate:
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
        self._texts = tuple(
            f"{item.name} {item.near} {item.about} {item.commentary}"
            for item in catalog.items
            if item.kind is ItemKind.BLOCK or item.kind is ItemKind.INDICATOR
        )
        self._degree = lru_cache(maxsize=200_000)(self._degree_of)
        self._weight = lru_cache(maxsize=8192)(self._weight_of)
        self._vocabulary: tuple[str, ...] | None = None

    # -- words ---------------------------------------------------------------------------

    def known(self, word: Word) -> bool:
        """Whether the report uses the word, a part of it, or another way to say it."""
        return self._degree(word, self._catalog.text) >= 0.6

    def degree(self, word: Word, text: str) -> float:
        """How surely a folded text says a word: 1 itself, less through a synonym, a stem or a part, 0 not."""
        return self._degree(word, text)

    def names_all(self, words: tuple[Word, ...], text: str) -> bool:
        """Whether a folded text says every one of the words, as such or in another way."""
        return all(self._degree(word, text) >= 0.6 for word in words)

    def support(self, words: tuple[Word, ...], text: str) -> float:
        """Return the weighted share of the words that a folded text says (1 where there are no words)."""
        total = sum(self.weight(word) for word in words)
        if not total:
            return 1.0
        return sum(self.weight(word) * self._degree(word, text) for word in words) / total

    def weight(self, word: Word) -> float:
        """How much a word tells: rare words more, words the report never uses most."""
        return self._weight(word)

    def _weight_of(self, word: Word) -> float:
        holding = sum(1 for text in self._texts if self._degree(word, text) >= 0.6)
        weight = math.log(1 + len(self._texts) / (holding + 0.5))
        if word.part != "noun":
            weight *= 0.5
        elif word.surface in _GENERIC:
            weight *= 0.6
        return weight

    def _degree_of(self, word: Word, text: str) -> float:
        """How surely a folded text says a word: 1 itself, less through a synonym, a stem or a part."""
        if not text:
            return 0.0
        if word.surface in text or (len(word.normal) > 1 and word.normal in text):
            return 1.0
        for long_form, short_form in self._catalog.abbreviations:
            if word.surface == short_form and long_form in text:
                return 0.98
            if word.surface == long_form and short_form in text:
                return 0.98
        if any(other in text for other in self._lexicon.alternatives(word.surface)):
            return 0.9
        level = _SCHOOL_LEVELS.get(word.surface)
        if level is not None and _level_pattern(level).search(text):
            return 0.95
        if (kanji := _OKURIGANA.fullmatch(word.surface)) and kanji.group(1) in text:
            return 0.95
        if word.part == "verb":
            stem = word.normal[:-1]
            return 0.8 if re.search(r"[一-龥]", stem) and stem in text else 0.0
        stem = _SUFFIX.sub("", word.surface)
        if stem != word.surface and len(stem) >= 2 and stem in text:
            return 0.85
        if len(word.surface) >= 4:
            for cut in range(len(word.surface) - 1, max(2, math.ceil(len(word.surface) * 0.6)) - 1, -1):
                if word.surface[:cut] in text or word.surface[-cut:] in text:
                    return 0.65 * cut / len(word.surface)
        return 0.0

    def resolve(self, word: Word) -> Word | None:
        """Return what an unknown word stands for in this report: an abbreviation or a typo, else None."""
        expanded = self._abbreviated(word)
        if expanded:
            return expanded
        if len(word.surface) < 3 or word.part != "noun":
            return None
        if self._vocabulary is None:
            self._vocabulary = tuple(
                dict.fromkeys(
                    one.surface for phrase in self._catalog.phrases for one in phrase if len(one.surface) >= 3
                )
            )
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
        for phrase in self._catalog.phrases:
            for begin, first in enumerate(phrase):
                if first.surface[0] != surface[0]:
                    continue
                used = _parts(surface, tuple(one.surface for one in phrase[begin : begin + 4]))
                if used >= 2:
                    joined = "".join(one.surface for one in phrase[begin : begin + used])
                    last = phrase[begin + used - 1]
                    if last.end - first.start <= 24:
                        return replace(word, surface=joined, normal=first.surface)
        return None

    # -- items ---------------------------------------------------------------------------

    def link(self, words: tuple[Word, ...], kinds: tuple[ItemKind, ...], unit: str = "") -> list[Candidate]:
        """Return the items of the wanted kinds that explain some of the words, best first.

        `unit` is the counter that the question asks with (人 in 何人), or empty.
        """
        if not words:
            return []
        total = sum(self.weight(word) for word in words)
        found = []
        for item in self._catalog.items:
            if item.kind not in kinds:
                continue
            candidate = self._candidate(item, words, total, unit)
            if candidate.score > 0.05:
                found.append(candidate)
        return sorted(found, key=lambda one: -one.score)

    def _candidate(self, item: Item, words: tuple[Word, ...], total: float, unit: str) -> Candidate:
        gained = in_name = 0.0
        unexplained = []
        for word in words:
            weight = self.weight(word)
            name = self._degree(word, item.name)
            best = max(
                _NAME * name,
                _NEAR * self._degree(word, item.near),
                _MEASURE * self._degree(word, item.measure),
                _ABOUT * self._degree(word, item.about),
                _COMMENTARY * self._degree(word, item.commentary),
            )
            gained += weight * best
            in_name += weight * name
            if best < 0.2:
                unexplained.append(word)
        coverage = gained / total if total else 0.0
        name_coverage = in_name / total if total else 0.0
        precision = self._precision(item, words)
        phrases = self._phrase_share(item, words)
        score = coverage + 0.25 * precision + 0.15 * phrases
        if unit and item.kind is ItemKind.INDICATOR and item.unit:
            score += 0.12 if same_unit(unit, item.unit) else -0.12
        return Candidate(item, score, coverage, name_coverage, precision, phrases, tuple(unexplained))

    def _phrase_share(self, item: Item, words: tuple[Word, ...]) -> float:
        """Return the share of neighbouring words of the question that the item's names print together."""
        pairs = [(one, two) for one, two in itertools.pairwise(words) if one.end == two.start]
        if not pairs:
            return 0.0
        names = f"{item.name} {item.near}"
        return sum((one.surface + two.surface) in names for one, two in pairs) / len(pairs)

    def _precision(self, item: Item, words: tuple[Word, ...]) -> float:
        own = words_of(item.name.split("※")[0])
        if not own:
            return 0.0
        said = " ".join(
            [word.surface for word in words]
            + [word.normal for word in words]
            + [other for word in words for other in self._lexicon.alternatives(word.surface)]
            + [
                long_form
                for long_form, short_form in self._catalog.abbreviations
                if any(word.surface == short_form for word in words)
            ]
        )
        total = sum(self.weight(word) for word in own)
        hit = sum(self.weight(word) for word in own if self._degree(word, said) >= 0.6)
        return hit / total if total else 0.0


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


def same_unit(asked: str, printed: str) -> bool:
    """Whether a counter asked with (名) and a printed unit (人) count the same things."""
    people = {"人", "名", "者", "人人"}
    companies = {"社", "者", "事業者", "企業", "団体", "法人"}
    if asked == printed or asked in printed or printed in asked:
        return True
    return (asked in people and printed in people) or (asked in companies and printed in companies)
