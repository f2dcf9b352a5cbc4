"""The hand-kept public-administration lexicon: ways to say one thing, and words without content."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from assistant.understanding.question import fold

# What may be left of a word beside a group's member without changing what it is about:
# 高齢者数 is about 高齢者, but 高齢化率 is not.
_EMPTY_RESTS = frozenset(
    ["者", "数", "者数", "人", "人数", "件数", "さん", "等", "たち", "法人", "委員", "事業"]
)


@dataclass(frozen=True, slots=True, eq=False)  # one object: looked up by itself, not by its 5,000 words
class Lexicon:
    """Synonym groups and filler words, folded for comparing."""

    groups: tuple[tuple[str, ...], ...]
    fillers: frozenset[str]
    phrases: tuple[str, ...] = ()  # members of three or more characters, longest first
    generic: frozenset[str] = (
        frozenset()
    )  # words that say nothing of what is asked about, unless a name has them
    narrowing: frozenset[str] = frozenset()  # words that change what is asked about and are never passed over

    def alternatives(self, word: str) -> tuple[str, ...]:
        """Return other ways to say a folded word (without the word itself), none if it has no group.

        A word belongs to a group when it contains a member of two or more characters.
        """
        return _alternatives(self, word)


@lru_cache(maxsize=8192)
def _alternatives(lexicon: Lexicon, word: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for group in lexicon.groups:
        member = next((one for one in group if word == one), None)
        if member is None:
            member = next((one for one in group if len(one) >= 2 and one in word), None)
        if member is None:
            continue
        rest = word.replace(member, "", 1)
        for other in group:
            if other != word:
                found[word.replace(member, other, 1)] = None
                if not rest or rest in _EMPTY_RESTS:
                    found[other] = None
    found.pop(word, None)
    return tuple(found)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon shipped with the package."""
    raw = tomllib.loads((files("assistant") / "data" / "lexicon.toml").read_text(encoding="utf-8"))
    groups = tuple(tuple(fold(word) for word in group) for group in raw["groups"])
    phrases = sorted(
        {word for group in groups for word in group if len(word) >= 3}, key=lambda one: (-len(one), one)
    )
    return Lexicon(
        groups,
        frozenset(fold(word) for word in raw["fillers"].split()),
        tuple(phrases),
        _words("generic_words.txt"),
        _words("narrowing_words.txt"),
    )


def _words(name: str) -> frozenset[str]:
    """Read a word list: one word a line, # begins a comment."""
    lines = (files("assistant") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(fold(one.strip()) for one in lines if one.strip() and not one.startswith("#"))
