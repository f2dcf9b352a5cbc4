"""Words put right before linking: phrases joined, abbreviations of two words."""

from __future__ import annotations

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
