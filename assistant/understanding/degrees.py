"""How surely a text says a word: as such, abbreviated, by another word, a stem or a part of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.understanding.held_texts import HeldTexts
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import Word

_SUFFIX = re.compile(r"(件数|者数|人数|総数|数|率|等|さん|たち|側|分|者|の割合)$")
_OKURIGANA = re.compile(r"([一-龥]{2,})[ぁ-ん]{1,2}")  # 申立て is 申立
_KANJI = re.compile(r"[一-龥]")
_SCHOOL_YEAR = re.compile(r"(小|中|高)(?:学校?|校)?(\d)(?:年生?)?")  # 小5 is 小学5年生
_POLITE = re.compile(r"[おご]([一-龥]+)")  # お茶 is 茶
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


class Degrees:
    """The degrees by the lexicon and the abbreviations that one report explains."""

    def __init__(self, abbreviations: tuple[tuple[str, str], ...]) -> None:
        self._lexicon = load_lexicon()
        self._short: dict[str, list[str]] = {}
        for long_form, short_form in abbreviations:
            self._short.setdefault(short_form, []).append(long_form)
            self._short.setdefault(long_form, []).append(short_form)
        self._degree = lru_cache(maxsize=200_000)(self._degree_of)

    def of(self, word: Word, text: str) -> float:
        """How surely a folded text says a word: 1 itself, less through a synonym, a stem or a part, 0 not."""
        return self._degree(word.surface, word.normal, word.part, text)

    def saying(self, word: Word, held: HeldTexts) -> tuple[tuple[int, float], ...]:
        """Return the texts that say a word to any degree, by their numbers, each with the degree."""
        surface, normal, part = word.surface, word.normal, word.part
        found = (
            (number, self._degree_of(surface, normal, part, held.texts[number]))
            for number in held.holding(self._parts(word))
        )
        return tuple(one for one in found if one[1])

    def at_first_sight(self, word: Word, text: str) -> float:
        """Return what `of` does, without keeping it: for texts that are not looked at again."""
        return self._degree_of(word.surface, word.normal, word.part, text)

    def _parts(self, word: Word) -> Iterator[str]:
        """Yield texts of which one stands in every text that says the word to any degree."""
        surface = word.surface
        yield surface
        if len(word.normal) > 1:
            yield word.normal
        yield from self._short.get(surface, ())
        yield from self._lexicon.alternatives(surface)
        if surface in _SCHOOL_LEVELS:
            yield _SCHOOL_LEVELS[surface]
        if kanji := _OKURIGANA.fullmatch(surface):
            yield kanji.group(1)
        if polite := _POLITE.fullmatch(surface):
            yield polite.group(1)
        if school := _SCHOOL_YEAR.fullmatch(surface):
            yield school.group(2)
        if word.part == "verb":
            yield word.normal[:-1]
            return
        stem = _SUFFIX.sub("", surface)
        if len(stem) >= 2:
            yield stem
        for cut in _cuts(surface):
            yield surface[:cut]
            yield surface[-cut:]

    def _degree_of(self, surface: str, normal: str, part: str, text: str) -> float:
        if not text:
            return 0.0
        if surface in text or (len(normal) > 1 and normal in text):
            return 1.0
        if any(other in text for other in self._short.get(surface, ())):
            return 0.98
        if any(other in text for other in self._lexicon.alternatives(surface)):
            return 0.9
        level = _SCHOOL_LEVELS.get(surface)
        if level is not None and _level_pattern(level).search(text):
            return 0.95
        if (kanji := _OKURIGANA.fullmatch(surface)) and kanji.group(1) in text:
            return 0.95
        if (school := _SCHOOL_YEAR.fullmatch(surface)) and _school_year(*school.groups()).search(text):
            return 0.98
        if (polite := _POLITE.fullmatch(surface)) and _ends_a_word(polite.group(1)).search(text):
            return 0.95
        if part == "verb":
            stem = normal[:-1]
            return 0.8 if _KANJI.search(stem) and stem in text else 0.0
        stem = _SUFFIX.sub("", surface)
        if stem != surface and len(stem) >= 2 and stem in text:
            return 0.85
        for cut in _cuts(surface):
            if surface[:cut] in text or surface[-cut:] in text:
                return 0.65 * cut / len(surface)
        return 0.0


def _cuts(surface: str) -> range:
    """The lengths to which a long word may be cut at either end, longest first: six tenths of it, two at least."""
    if len(surface) < 4:
        return range(0)
    return range(len(surface) - 1, max(2, math.ceil(len(surface) * 0.6)) - 1, -1)


@lru_cache(maxsize=1024)
def _ends_a_word(bare: str) -> re.Pattern[str]:
    """What finds a noun without its polite お: wherever it stands or, of one letter, at the end of a word (荒茶)."""
    return re.compile(bare if len(bare) > 1 else rf"{bare}(?![一-龥])")


@lru_cache(maxsize=32)
def _school_year(level: str, year: str) -> re.Pattern[str]:
    return re.compile(rf"{level}(?:学校?|校)?(?:第)?{year}(?:年|(?![0-9]))")


@lru_cache(maxsize=8)
def _level_pattern(level: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![一-龥]){level}(?![一-龥ぁ-ん])")
