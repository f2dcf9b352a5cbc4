"""Slips of typing: a compound or a katakana word one letter off what the report or the lexicon prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from assistant.understanding.lexicon import Lexicon, load_lexicon
from assistant.understanding.question import Word, dictionary_words, readings_of, words_of

if TYPE_CHECKING:
    from assistant.understanding.catalog import Catalog
    from assistant.understanding.linker import Linker

_RUN = re.compile(r"[一-龥ァ-ヶー々]{3,}")
_VERB_GOES_ON = re.compile(r"[一-龥々][えやっらりるいきけげしせちみめべびぶむ]")
_KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
_SHORTEST = 4  # of what is meant: in shorter words one letter makes another word
_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


def mend_slips(folded: str, catalog: Catalog, linker: Linker) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a folded question with slips put right, and (as typed, as meant) of each.

    Only runs of letters with a word that neither the report nor the lexicon knows are looked at; a
    word of the dictionary is no slip for another one.
    """
    mended: list[tuple[str, str]] = []
    for run in dict.fromkeys(_runs(folded)):
        if run in catalog.text or run.startswith("何"):  # 何経営体 asks, and is no slip for 導入経営体
            continue
        found = _mended_katakana(run, catalog) or _mended_compound(run, catalog, linker)
        if found is not None:
            folded = folded.replace(*found)
            mended.append(found)
    return folded, tuple(mended)


def _runs(folded: str) -> Iterator[str]:
    """The runs of letters, without a last one that begins a verb: 協力雇用主増えて."""
    for match in _RUN.finditer(folded):
        verb = _VERB_GOES_ON.match(folded, match.end() - 1)
        yield match.group()[:-1] if verb else match.group()


def _mended_katakana(run: str, catalog: Catalog) -> tuple[str, str] | None:
    """Find the one katakana word, of the report or known through the lexicon, that is a letter away."""
    for typed in _KATAKANA.findall(run):
        if typed in catalog.katakana:
            continue
        near = [one for one in catalog.katakana if _same_word(typed, one)]
        if not near and not any(word == typed for word, _, _ in dictionary_words(typed)):
            near = [one for one in catalog.katakana if _one_letter(typed, one)]
        if len(near) == 1:
            return typed, near[0]
    return None


def _same_word(typed: str, meant: str) -> bool:
    """Whether only small letters and a long last vowel differ: マネージヤ for マネージャー."""
    return typed.translate(_SMALL).rstrip("ー") == meant.translate(_SMALL).rstrip("ー")


def _one_letter(typed: str, meant: str) -> bool:
    if len(meant) < _SHORTEST or abs(len(typed) - len(meant)) > 1:
        return False
    return typed[0] == meant[0] and OSA.distance(typed, meant, score_cutoff=1) == 1


def _mended_compound(run: str, catalog: Catalog, linker: Linker) -> tuple[str, str] | None:
    lexicon = load_lexicon()
    if len(run) < _SHORTEST or not any(_doubtful(word, lexicon, linker) for word in words_of(run)):
        return None
    for name in catalog.printed.names_like(run):
        if fuzz.partial_ratio(run, name) < 74:
            continue
        for length in (len(run), len(run) + 1, len(run) - 1):
            for start in range(len(name) - length + 1):
                meant = name[start : start + length]
                if length >= _SHORTEST and _one_slip(run, meant):
                    return run, meant
    for phrase in lexicon.phrases:
        if len(phrase) == len(run) and _one_slip(run, phrase):
            return run, phrase
    return None


def _doubtful(word: Word, lexicon: Lexicon, linker: Linker) -> bool:
    """Whether a word may be what a slip has left: unknown, or a single letter (協力顧用主)."""
    if len(word.surface) == 1:
        return True
    passed_over = word.surface in lexicon.generic or word.surface in lexicon.fillers
    return word.part == "noun" and not passed_over and not linker.known(word)


def _one_slip(said: str, meant: str) -> bool:
    """Whether one letter is wrong, and not because another word is said: 男性職員 is no slip for 女性職員."""
    if Levenshtein.distance(said, meant, score_cutoff=1) != 1:
        return False
    if len(said) != len(meant):
        return said not in meant and meant not in said
    at = next(place for place, (one, two) in enumerate(zip(said, meant, strict=True)) if one != two)
    other = next((one for one, start, end in dictionary_words(said) if start <= at < end), "")
    return len(other) < 2 or _sound(said) == _sound(meant)


def _sound(text: str) -> str:
    return "".join(said for _, said in readings_of(text))
