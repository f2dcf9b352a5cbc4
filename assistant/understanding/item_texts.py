"""The folded texts of a catalogue's items, each held once and found by the characters it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.understanding.catalog import Item

NAME, NEAR, MEASURE, ABOUT, COMMENTARY = range(5)
"""Where in an item a text stands."""


class ItemTexts:
    """All texts of the items without repetition.

    `texts` are the different texts; `places` tell for each of them in which items it stands (by their
    position) and where in them. Thousands of indicators share the names and overviews above them, and
    a word stands in few of all texts: the ones that lack a character of it are never looked at.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        places: dict[str, list[tuple[int, int]]] = {}
        for position, item in enumerate(items):
            for where, text in enumerate((item.name, item.near, item.measure, item.about, item.commentary)):
                if text:
                    places.setdefault(text, []).append((position, where))
        self.texts = tuple(places)
        self.places = tuple(tuple(one) for one in places.values())
        self._having = _having(self.texts)

    def holding(self, parts: Iterable[str]) -> Iterator[int]:
        """Yield the numbers of the texts that may hold one of the parts: all that do, and some that do not."""
        found = 0
        for part in parts:
            with_all = -1
            for char in set(part):
                with_all &= self._having.get(char, 0)
            found |= with_all if part else 0
        marks = f"{found:b}"[::-1]
        at = marks.find("1")
        while at >= 0:
            yield at
            at = marks.find("1", at + 1)


def _having(texts: Sequence[str]) -> dict[str, int]:
    """Return for each character the texts that have it, as the bits of one number."""
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for char in set(text):
            numbers.setdefault(char, []).append(number)
    found = {}
    for char, having in numbers.items():
        bits = bytearray(len(texts) // 8 + 1)
        for number in having:
            bits[number >> 3] |= 1 << (number & 7)
        found[char] = int.from_bytes(bits, "little")
    return found
