"""Free-text search among the indicators of a report, in the words that the assistant compares with."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from assistant.understanding.catalog import Catalog
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import fold, words_of


class Words:
    """The indicators of one report with everything that a word may name them by.

    That is the number, the names of indicator, initiative and measure, the department and the unit
    with its note. Commentary is left out: it is asked for in the chat.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._texts = {one: _text(catalog, one) for one in catalog.indicators}
        self._normals: dict[str, str] = {}  # made when first needed: the dictionary takes its time

    def matching(self, typed: str) -> set[str]:
        """Return the ids of the indicators that every word typed names, whatever its width or spelling.

        A word is found as it is typed, in the dictionary's spelling of its words (こども, 子供), or in
        another way to say it that the lexicon holds (生保, 生活保護).
        """
        wanted = [one for one in fold(typed).split() if one]
        return {one for one, text in self._texts.items() if self._names(one, text, wanted)}

    def _names(self, indicator_id: str, text: str, wanted: list[str]) -> bool:
        missing = [one for one in wanted if one not in text]
        if not missing:
            return True
        if indicator_id not in self._normals:
            self._normals[indicator_id] = _normal(text)
        return all(_said(one, text, self._normals[indicator_id]) for one in missing)


HELD: WeakKeyDictionary[Catalog, Words] = WeakKeyDictionary()
"""The search of each report that was asked for."""


def words_in(catalog: Catalog) -> Words:
    """Return the search among a report's indicators, made once for as long as the report is held."""
    found = HELD.get(catalog)
    if found is None:
        found = HELD[catalog] = Words(catalog)
    return found


def _text(catalog: Catalog, indicator_id: str) -> str:
    indicator = catalog.indicators[indicator_id]
    block = catalog.blocks[catalog.block_of[indicator_id]]
    return fold(
        "\n".join(
            (
                indicator_id,
                catalog.name(indicator_id),
                indicator.printed_name or "",
                indicator.unit or "",
                catalog.name(catalog.initiative_of[indicator_id]),
                catalog.name(catalog.measure_of[indicator_id]),
                *block.departments,
            )
        )
    )


def _said(word: str, text: str, normal: str) -> bool:
    if any(other in text for other in load_lexicon().alternatives(word)):
        return True
    parts = words_of(word)
    return bool(parts) and all(one.normal in normal or one.surface in text for one in parts)


def _normal(text: str) -> str:
    return "\n".join(one.normal for one in words_of(text))
