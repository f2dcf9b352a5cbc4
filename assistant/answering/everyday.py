"""Everyday words of a question and what reports print instead (お年寄り: 高齢), for finding commentary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold

# How surely a text speaks of a word when it prints one of the other ways to say it.
_SAID_OTHERWISE = 0.85
# How many words of a report are searched besides the question, for each saying and in all.
_SEARCHED, _SEARCHED_IN_ALL = 2, 4
_UNHEARD = "\0"  # a word that no report prints
_TELLS_NOTHING = 0.3  # of the weight of a word that no text prints


@lru_cache(maxsize=1)
def printed_for() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the word list: what is said, longest first, with what is printed for it; all folded."""
    found: dict[str, list[str]] = {}
    lines = (files("assistant") / "data" / "everyday_words.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.strip() and not line.startswith("#"):
            said, _, printed = line.partition("=")
            for one in said.split():
                others = (fold(other) for other in printed.split())
                found.setdefault(fold(one), []).extend(other for other in others if other != fold(one))
    ordered = sorted(found.items(), key=lambda one: -len(one[0]))
    return tuple((said, tuple(dict.fromkeys(printed))) for said, printed in ordered)


def sayings_in(question: str) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """Return the sayings of a folded question with what is printed for each, and the question without them.

    A longer saying hides the shorter in it; what is left keeps its places.
    """
    found = []
    for said, printed in printed_for():
        if said in question:
            question = question.replace(said, "\0" * len(said))
            found.append((said, printed))
    return found, question


@dataclass(frozen=True, slots=True)
class Asked:
    """A content word of a question, its weight, and other ways in which this report says it."""

    word: Word
    weight: float
    others: tuple[str, ...]


class EverydayWords:
    """What the words of one question may be called in one report."""

    def __init__(self, question: str, words: tuple[Word, ...], printed: str, linker: Linker) -> None:
        """`question` is folded; `printed` is all commentary of the report, folded."""
        self._linker = linker
        self._supports: dict[str, float] = {}  # the same rows are looked at for choosing and for quoting
        said, _ = sayings_in(question)
        held = ((one, tuple(other for other in others if other in printed)) for one, others in said)
        self.spoken = tuple((one, others) for one, others in held if others)
        lexicon = load_lexicon()
        self.asked = tuple(self._asked(word, printed) for word in words)
        self._alternatives = tuple(
            one
            for word in words
            if word.surface not in printed
            for one in lexicon.alternatives(word.surface)
            if one in printed
        )

    @property
    def narrowed(self) -> bool:
        """Whether a word that narrows the question (女性, 地区別) is said nowhere in the report, in no way."""
        narrowing = load_lexicon().narrowing
        return any(
            (one.word.surface in narrowing or one.word.proper)
            and not one.others
            and not self._linker.known(one.word)
            for one in self.asked
        )

    @property
    def search_text(self) -> str:
        """Return what is searched besides the question: the report's words for those of the question.

        Few of each saying, for every word more takes time to embed and draws the meaning away.
        """
        others = [one for _, held in self.spoken for one in held[:_SEARCHED]]
        found = list(dict.fromkeys([*others, *self._alternatives[:_SEARCHED]]))
        apart = [one for one in found if not any(one in other and one != other for other in found)]
        apart.sort(key=lambda one: -self._rarity(one))
        return " ".join(apart[:_SEARCHED_IN_ALL])

    def _rarity(self, printed: str) -> float:
        return self._linker.weight(Word(printed, printed, "noun", 0, 0))

    def support(self, text: str) -> float:
        """Return the weighted share (0-1) of the question's words that a folded text says, in any way."""
        if text not in self._supports:
            total = sum(one.weight for one in self.asked)
            said = sum(one.weight * self._degree(one, text) for one in self.asked)
            self._supports[text] = said / total if total else 1.0
        return self._supports[text]

    def sayings(self, text: str) -> float:
        """Return how many of the everyday sayings a folded text says in its own words.

        What much of the report says (増加, 支援) counts for less than one, down to nothing.
        """
        said = (
            max((self._telling(one) for one in held if one in text), default=0.0) for _, held in self.spoken
        )
        return sum(said)

    def _telling(self, printed: str) -> float:
        """How much it tells (0-1) that a text prints this: 1 where no other text of the report does."""
        rarest = self._linker.weight(Word(_UNHEARD, _UNHEARD, "noun", 0, 0))
        return max(0.0, (self._rarity(printed) / rarest - _TELLS_NOTHING) / (1 - _TELLS_NOTHING))

    def _degree(self, asked: Asked, text: str) -> float:
        degree = self._linker.degree(asked.word, text)
        if degree < _SAID_OTHERWISE and any(one in text for one in asked.others):
            return _SAID_OTHERWISE
        return degree

    def _asked(self, word: Word, printed: str) -> Asked:
        others = tuple(
            other
            for said, held in self.spoken
            if word.surface in said or said in word.surface
            for other in held
        )
        weight = self._linker.weight(word)
        if others:  # no rarer than the commonest of what it stands for
            weight = min([weight, *map(self._rarity, others)])
        return Asked(word, weight, others)
