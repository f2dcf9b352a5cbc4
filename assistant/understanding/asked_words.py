"""The words of one question held against the items of a catalogue: what each item explains of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeVar

from assistant.understanding.question import Word

Key = TypeVar("Key")
Value = TypeVar("Value")
Explained = tuple[float, float]
"""How much a word explains of an item, and how surely the item's own name says it (both 0–1)."""

_NOTHING: Explained = (0.0, 0.0)
_UNEXPLAINED = 0.2  # below this a word is left over
# A word that stands as such in the names of an item explains at least this much of it.
_IN_NAMES = 0.85


class Share(NamedTuple):
    """What an item explains of all the words, by their weight; the same for all items with the same words."""

    coverage: float
    named: float
    unexplained: tuple[Word, ...]
    compound: bool  # whether its names may print two neighbouring words together


class Computed(dict[Key, Value]):
    """Values by key, each computed when it is first looked up."""

    def __init__(self, compute: Callable[[Key], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._compute(key)
        return value


class Asked:
    """Words with their weights, and what they find.

    `found` tells for each word what it explains of the items that say it, by their positions; `said`
    the weight of a word of an item's own name if the question says it, else 0.
    """

    def __init__(
        self,
        words: tuple[Word, ...],
        weights: tuple[float, ...],
        found: tuple[Mapping[int, Explained], ...],
        said: Computed[str, float],
    ) -> None:
        self.said = said
        # The items that say one of the words to any degree, in the report's order.
        self.positions = sorted(set().union(*found))
        neighbours = ((one, two) for one, two in pairwise(words) if one.end == two.start)
        self.compounds = tuple(one.surface + two.surface for one, two in neighbours)
        self._words, self._weights, self._found = words, weights, found
        self._shares = Computed(self._share_of)

    def share(self, position: int) -> Share:
        """Return what the item at a position explains."""
        return self._shares[tuple([one.get(position, _NOTHING) for one in self._found])]

    def _share_of(self, values: tuple[Explained, ...]) -> Share:
        gained = in_name = 0.0
        for weight, (explained, named) in zip(self._weights, values, strict=True):
            gained += weight * explained
            in_name += weight * named
        total = sum(self._weights)
        said = zip(self._words, values, strict=True)
        return Share(
            gained / total if total else 0.0,
            in_name / total if total else 0.0,
            tuple(word for word, (explained, _) in said if explained < _UNEXPLAINED),
            bool(self.compounds) and sum(explained >= _IN_NAMES for explained, _ in values) >= 2,
        )
