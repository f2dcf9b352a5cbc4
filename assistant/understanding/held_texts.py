"""Many texts held so that the ones which may say a word are found without reading all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


class HeldTexts:
    """The folded texts of rows (the items of a catalogue, sentences), each different text once.

    `texts` are the different texts; `places` tell for each the rows that it stands in, and in which
    column of the row; `numbers` tell for each row which texts it has (-1: an empty one). Thousands of
    indicators share the names and overviews above them, and a word stands in few of all texts: the
    ones that lack a character of it are never looked at.
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        number_of: dict[str, int] = {}
        numbers: list[tuple[int, ...]] = []
        for row in rows:
            numbers.append(tuple(number_of.setdefault(text, len(number_of)) if text else -1 for text in row))
        places: list[list[tuple[int, int]]] = [[] for _ in number_of]
        for at, held in enumerate(numbers):
            for column, number in enumerate(held):
                if number >= 0:
                    places[number].append((at, column))
        self.texts = tuple(number_of)
        self.numbers = tuple(numbers)
        self.places = tuple(tuple(one) for one in places)
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
