"""Words put right before linking: phrases joined, abbreviations of two words, names with one letter wrong."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from assistant.understanding.catalog import Catalog
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word


def with_lexicon_phrases(folded: str, words: tuple[Word, ...]) -> list[Word]:
    """Join the words inside a lexicon phrase (生活|保護, 社会を明るくする運動) into one."""
    spans: list[tuple[int, int]] = []
    for phrase in load_lexicon().phrases:
        at = folded.find(phrase)
        if at >= 0 and not any(at < end and start < at + len(phrase) for start, end in spans):
            spans.append((at, at + len(phrase)))
    result: list[Word] = []
    done: set[tuple[int, int]] = set()
    for word in words:
        span = next((one for one in spans if one[0] <= word.start and word.end <= one[1]), None)
        if span is None:
            result.append(word)
        elif span not in done:
            done.add(span)
            text = folded[span[0] : span[1]]
            result.append(Word(text, text, "noun", span[0], span[1]))
    return result


def joined_names(words: list[Word], folded: str, catalog: Catalog) -> list[Word]:
    """Join two short words with の between them where a name prints them so: 通いの場 is one thing."""
    result: list[Word] = []
    for word in words:
        last = result[-1] if result else None
        if last is not None and folded[last.end : word.start] == "の" and word.end - last.start <= 6:
            whole = folded[last.start : word.end]
            short = len(word.surface) == 1 or len(last.surface) == 1
            if short and catalog.printed.is_part_of_a_name(whole):
                result[-1] = Word(whole, whole, "noun", last.start, word.end)
                continue
        result.append(word)
    return result


def join_abbreviations(
    words: list[Word], catalog: Catalog, linker: Linker
) -> tuple[list[Word], list[tuple[str, str]]]:
    """Read neighbouring short words as one abbreviation where the lexicon or a name knows it (社|明, 学|ボラ)."""
    lexicon = load_lexicon()
    joined: list[tuple[str, str]] = []
    result: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else None
        if following and word.end == following.start and len(word.surface) + len(following.surface) <= 5:
            both = Word(
                word.surface + following.surface,
                word.surface + following.surface,
                "noun",
                word.start,
                following.end,
            )
            known_whole = both.surface in catalog.text
            other = next((one for one in lexicon.alternatives(both.surface) if one in catalog.text), None)
            short = len(word.surface) == 1 or len(following.surface) == 1
            both_known = not short and linker.known(word) and linker.known(following)
            if not known_whole and not both_known and (other or short):
                stands_for = other or (found.surface if (found := linker.resolve(both)) else None)
                if stands_for:
                    joined.append((both.surface, stands_for))
                    result.append(Word(stands_for, stands_for, "noun", word.start, following.end))
                    index += 2
                    continue
        result.append(word)
        index += 1
    return result, joined


def mended_compound(word: Word, folded: str, catalog: Catalog) -> tuple[str, str] | None:
    """Return (as typed, as meant) where the compound around an unknown word is one letter off a part of a name."""
    compound = next(
        (
            match.group()
            for match in re.finditer(r"[一-龥ァ-ヶー]{4,}", folded)
            if match.start() <= word.start and word.end <= match.end()
        ),
        None,
    )
    if compound is None:
        return None
    for name in catalog.printed.names_like(compound):
        found = fuzz.partial_ratio_alignment(compound, name, score_cutoff=74)
        if found is None:
            continue
        meant = name[found.dest_start : found.dest_end]
        said = compound[found.src_start : found.src_end]
        if min(len(said), len(meant)) >= 4 and Levenshtein.distance(said, meant) == 1:
            return said, meant
    return None
