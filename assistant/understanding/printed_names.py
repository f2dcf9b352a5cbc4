"""Items that a question names exactly as the report prints them: by id, by number, by their whole name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.understanding.held_texts import HeldTexts
from assistant.understanding.occurring import Occurring
from assistant.understanding.question import fold

if TYPE_CHECKING:
    from assistant.understanding.catalog import Catalog

_SHORTEST_NAME = 4  # 進学率 may be part of a question without being a name
_LEVEL = r"(?:施策|基本目標|目標|方針)\s*"
_JOINT = r"\s*(?:-|の(?:取組|取り組み|no\.?)?\s*|、?(?:取組|取り組み|no\.?)\s*)"


def measure_positions(catalog: Catalog) -> dict[str, str]:
    """Return the measures by their position among all, from 1; one numbered 1-2 is never called by its position."""
    numbered = enumerate(catalog.measures, start=1)
    return {str(position): one for position, one in numbered if "-" not in fold(one)}


class PrintedNames:
    """The ids and names of one catalogue, prepared so that a question is not held against each of them."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def ids(self, folded: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the initiatives and the indicators named by id: ①-5, ①-5#2, 施策1の取組5."""
        indicators, initiatives = self._indicator_ids, self._initiative_ids
        first = [
            item_id
            for item_id, text in (indicators[at] for at in self._indicator_texts.positions(folded))
            if re.search(rf"(?<![\d-]){re.escape(text)}(?!\d)", folded)
        ]
        named = {
            item_id
            for item_id, text in (initiatives[at] for at in self._initiative_texts.positions(folded))
            if re.search(rf"(?<![\d-]){re.escape(text)}(?![\d#])", folded)
        }
        named.update(self._spelled_out(folded))
        return tuple(one for one, _ in initiatives if one in named) if named else (), tuple(first)

    def full_names(self, folded: str) -> tuple[str, ...]:
        """Return the indicators whose whole name is said; a name inside a longer one said does not count."""
        said = [self._indicator_names[at] for at in self._names_of_indicators.positions(folded)]
        return tuple(
            item_id for name, item_id in said if not any(name != other and name in other for other, _ in said)
        )

    def names_in(self, folded: str) -> tuple[str, ...]:
        """Return the names of measures, initiatives and indicators that are said in full, longest first."""
        names = self._catalog.full_names
        return tuple(names[at] for at in self._all_names.positions(folded))

    def is_part_of_a_name(self, folded: str) -> bool:
        """Whether some name, of five characters or more, has this text in it."""
        return folded in self._joined_names

    def names_like(self, folded: str) -> Iterator[str]:
        """Yield the names that may share two neighbouring characters with a text, longest first."""
        pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
        return (self._held_names.texts[number] for number in self._held_names.holding(pairs))

    # -- inside ----------------------------------------------------------------------------

    @cached_property
    def _indicator_ids(self) -> list[tuple[str, str]]:
        return [(one, fold(one)) for one in self._catalog.indicators]

    @cached_property
    def _initiative_ids(self) -> list[tuple[str, str]]:
        return [(one, fold(one)) for one in self._catalog.initiatives]

    @cached_property
    def _indicator_texts(self) -> Occurring:
        return Occurring(text for _, text in self._indicator_ids)

    @cached_property
    def _initiative_texts(self) -> Occurring:
        return Occurring(text for _, text in self._initiative_ids)

    @cached_property
    def _indicator_names(self) -> list[tuple[str, str]]:
        named = [one for one in self._catalog.indicators.values() if one.name]
        return [(fold(one.name or ""), one.id) for one in named if len(one.name or "") >= _SHORTEST_NAME]

    @cached_property
    def _names_of_indicators(self) -> Occurring:
        return Occurring(name for name, _ in self._indicator_names)

    @cached_property
    def _all_names(self) -> Occurring:
        return Occurring(self._catalog.full_names)

    @cached_property
    def _held_names(self) -> HeldTexts:
        return HeldTexts((name,) for name in self._catalog.full_names)

    @cached_property
    def _joined_names(self) -> str:
        return "\n".join(self._catalog.full_names)

    def _spelled_out(self, folded: str) -> Iterator[str]:
        """Initiatives by their number within a measure: 施策1の取組5, ①の5番."""
        if self._any_spelled.search(folded) is None and "番" not in folded:
            return
        for measure_id, patterns in self._patterns.items():
            for pattern in patterns:
                for match in pattern.finditer(folded):
                    yield from self._by_number.get((measure_id, match.group(1)), ())

    @cached_property
    def _marks(self) -> dict[str, tuple[str, ...]]:
        """What a measure is called by: its own mark, and its position among all (never one numbered 1-2)."""
        positions = {one: position for position, one in measure_positions(self._catalog).items()}
        return {
            one: (re.escape(fold(one)), *([positions[one]] if one in positions else []))
            for one in self._catalog.measures
        }

    @cached_property
    def _any_spelled(self) -> re.Pattern[str]:
        every = "|".join(dict.fromkeys(mark for marks in self._marks.values() for mark in marks))
        return re.compile(rf"{_LEVEL}(?:{every}){_JOINT}\d")

    @cached_property
    def _patterns(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        # Nothing is consumed, so that a match never hides another one that begins inside it.
        return {
            one: (
                *(re.compile(rf"(?={_LEVEL}{mark}{_JOINT}(\d+)(?![\d#]))") for mark in marks),
                re.compile(rf"(?={marks[0]}の?(\d+)番(?!目))"),
            )
            for one, marks in self._marks.items()
        }

    @cached_property
    def _by_number(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for one in self._catalog.initiatives.values():
            number = one.number if one.number is not None else 0
            found.setdefault((self._catalog.measure_of[one.id], str(number)), []).append(one.id)
        return found
