"""What every planning step needs: the report's vocabulary, the linker, and what a question names."""

from __future__ import annotations

from functools import cached_property

from assistant.planning.aspects import aspect_of
from assistant.planning.prose import StatedFigures
from assistant.planning.wanted import (
    kinds_of,
)
from assistant.plans import (
    Aspect,
)
from assistant.understanding.catalog import Catalog, ItemKind
from assistant.understanding.few_shot import FewShot
from assistant.understanding.linker import Candidate, Linker
from assistant.understanding.name_vectors import NameVectors
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading
from corpus.fiscal import era_label
from corpus.types import Kind

# Below this share of the question's words an initiative is not what was asked about.
_ACCEPT = 0.5


class Context:
    """The vocabulary of one report with the means to find what a question names in it."""

    def __init__(self, catalog: Catalog, linker: Linker, operations: FewShot | None = None) -> None:
        self.operations = operations
        self.catalog = catalog
        self.linker = linker
        self.stated = StatedFigures(catalog, linker)

    @cached_property
    def names(self) -> NameVectors | None:
        """The names of the indicators as the embedding model sees them; None where there is no model."""
        return NameVectors(self.catalog, self.operations.embeddings) if self.operations is not None else None

    def nouns(self, reading: Reading) -> tuple[Word, ...]:
        """Return the nouns among the words of a question."""
        return tuple(word for word in reading.words if word.part == "noun")

    def named_share(self, reading: Reading, best: Candidate) -> float:
        """Return how much of the words the indicator's own name and the names above it say."""
        return self.linker.support(reading.words, f"{best.item.name} {best.item.near} {best.item.measure}")

    def best(self, reading: Reading) -> Candidate | None:
        """Return the indicator that explains most of the words, or None."""
        found = self.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
        return found[0] if found else None

    def asked_tail(self, reading: Reading) -> str:
        """Return what was asked as the end of a ready question: の R6の実績は？"""
        year = f"{era_label(reading.years.years[0])}の" if len(reading.years.years) == 1 else ""
        kinds = kinds_of(reading)
        labels = {
            Kind.TARGET: "目標",
            Kind.ACTUAL: "実績",
            Kind.GRADE: "評価",
            Kind.BASELINE: "基準値",
            Kind.RATE: "達成率",
        }
        asked = "と".join(labels[one] for one in kinds) if kinds else "実績"
        if aspect_of(reading) is Aspect.RATE:
            asked = "達成率"
        elif aspect_of(reading) is Aspect.TREND:
            asked = "推移"
        return f"の{year}{asked}は？"

    def holds(self, indicator_id: str, number: str) -> bool:
        """Whether an indicator prints a number in any year."""
        return any(
            one.printed.replace(",", "") == number
            for one in self.catalog.indicators[indicator_id].observations
        )

    def blocks_named(self, reading: Reading) -> tuple[str, ...]:
        """Return the blocks that a question is about: by id, by indicator, by initiative, by their text."""
        if reading.indicators:
            return tuple(dict.fromkeys(self.catalog.block_of[one] for one in reading.indicators))
        if reading.initiatives:
            return tuple(
                block.id for one in reading.initiatives for block in self.catalog.initiatives[one].blocks
            )
        words = reading.words
        indicators = self.linker.link(words, (ItemKind.INDICATOR,), reading.unit)
        initiatives = self.linker.link(words, (ItemKind.INITIATIVE,))
        if indicators and indicators[0].name_coverage >= 0.7:
            own = self.catalog.block_of[indicators[0].item.id]
            if initiatives and initiatives[0].name_coverage >= 0.7 and self._stands_alone(own):
                named = self.catalog.initiatives[initiatives[0].item.id]
                return tuple(block.id for block in named.blocks)
            return (own,)
        blocks = self.linker.link(words, (ItemKind.BLOCK,))
        if initiatives and initiatives[0].name_coverage >= 0.75:
            return tuple(block.id for block in self.catalog.initiatives[initiatives[0].item.id].blocks)
        ranked = sorted(blocks, key=lambda one: -self.said(words, one))
        if ranked and self.said(words, ranked[0]) >= 0.6:
            return (ranked[0].item.id,)
        return ()

    def _stands_alone(self, block: str) -> bool:
        """Whether the indicators of a block hang on the 施策 itself, so that 取組 have rows of their own."""
        initiative = self.catalog.initiatives[self.catalog.initiative_of[block]]
        return initiative.name == self.catalog.groups[self.catalog.measure_of[block]].name

    def said(self, words: tuple[Word, ...], candidate: Candidate) -> float:
        """Return how much of the words a row says, its names and overview weighing more."""
        item = candidate.item
        own = f"{item.near} {item.about} {item.commentary}"
        about = self.linker.support(words, f"{item.near} {item.about}")
        return 0.7 * self.linker.support(words, own) + 0.3 * about

    def initiative_named(self, reading: Reading) -> str | None:
        """Return the initiative that the words name, by itself or through an indicator of it."""
        if reading.initiatives:
            return reading.initiatives[0]
        found = self.linker.link(reading.words, (ItemKind.INITIATIVE,))
        indicators = self.linker.link(reading.words, (ItemKind.INDICATOR,))
        if indicators and (not found or indicators[0].coverage > found[0].coverage):
            return self.catalog.initiative_of[indicators[0].item.id]
        return found[0].item.id if found and found[0].coverage >= _ACCEPT else None

    def with_references(self, blocks: tuple[str, ...]) -> tuple[str, ...]:
        """Add the blocks that 再掲 notes of these blocks point to."""
        result = list(blocks)
        for reference in self.catalog.report.cross_references:
            if reference.block_id in blocks and reference.target_id:
                if reference.target_block:
                    result.append(reference.target_block)
                else:
                    result.extend(block.id for block in self.catalog.initiatives[reference.target_id].blocks)
        return tuple(dict.fromkeys(result))

    def examples(self) -> tuple[str, ...]:
        """Return questions that work on this report, made from its own names."""
        report = self.catalog.report
        year = era_label(report.fiscal_year)
        numeric = [
            one
            for one in report.indicators
            if one.name
            and (actual := one.observation(report.fiscal_year, Kind.ACTUAL))
            and actual.value is not None
        ]
        found: list[str] = []
        if numeric:
            found.append(f"{numeric[0].name}の{year}の実績は？")
        worst = next(
            (g.grade for g in reversed(report.legend) if len(g.grade) == 1 and g.grade.isalpha()), None
        )
        if worst:
            found.append(f"{year}に{worst}評価だった指標を全部教えて")
        elif len(self.catalog.scale) > 1:
            found.append(f"{year}の評価が「{self.catalog.scale[-1]}」の指標を全部教えて")
        if len(numeric) > 1:
            found.append(f"{numeric[len(numeric) // 2].name}の推移を教えて")
        issue = next(
            (one for one in report.initiatives if one.name and len(one.blocks) == 1 and one.indicators), None
        )
        if issue:
            found.append(f"{issue.name}の課題は何ですか")
        return tuple(found)
