"""The vocabulary of one report: everything that a question can be about, with the texts that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.understanding.homophones import compounds_by_sound
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.printed_names import PrintedNames
from assistant.understanding.question import Word, fold, words_of
from assistant.understanding.revised_targets import RevisedTarget, revised_targets
from assistant.understanding.row_marks import MarkColumn, mark_columns
from corpus.grade_words import in_order
from corpus.grades import grade_scale
from corpus.levels import Level, counted, levels_of
from corpus.types import Block, Indicator, Initiative, Kind, Measure, PassageKind, Report

_ABBREVIATION = re.compile(r"([一-龥ァ-ヶーぁ-ん]{3,30})\s*\(([a-z][a-z0-9]{1,7})\)")
_BELOW = re.compile(r"([一-龥ァ-ヶー]{3,30})\s*\((?:以下|略称)、?「([^」]{2,12})」")


class ItemKind(StrEnum):
    """What an item of the catalogue is."""

    INDICATOR = "indicator"
    BLOCK = "block"
    INITIATIVE = "initiative"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a question can be about, with folded texts by closeness to its name.

    `name` is what it is called; `near` the names above it (initiative, measure); `about` its
    overview; `commentary` what its narrative cells say.
    """

    kind: ItemKind
    id: str
    name: str
    near: str
    measure: str
    about: str
    commentary: str
    unit: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The edition that prints a value, and the id of the indicator there as answers write it."""

    report: str
    source: str


Origins = Mapping[tuple[str, int, Kind], Origin]
"""Where values are from that another edition prints, by indicator, fiscal year and kind."""


class Catalog:
    """All items of one report and the words it uses; built once per report.

    `origins` are the values that were taken over from other editions of the same plan.
    """

    def __init__(self, report: Report, origins: Origins | None = None) -> None:
        self.report = report
        self.origins: Origins = origins or {}
        self.groups: dict[str, Measure] = {}  # the measures, and what hangs under none of them
        self.measures: dict[str, Measure] = {}
        self.initiatives: dict[str, Initiative] = {}
        self.blocks: dict[str, Block] = {}
        self.indicators: dict[str, Indicator] = {}
        self.measure_of: dict[str, str] = {}
        self.initiative_of: dict[str, str] = {}
        self.block_of: dict[str, str] = {}
        items: list[Item] = []
        for measure in report.measures:
            self.groups[measure.id] = measure
            if measure.heading:
                self.measures[measure.id] = measure
                measure_name = fold(measure.name or "")
                items.append(Item(ItemKind.MEASURE, measure.id, measure_name, "", "", "", "", ""))
            for initiative in measure.initiatives:
                self.initiatives[initiative.id] = initiative
                self.measure_of[initiative.id] = measure.id
                items.extend(self._initiative_items(measure, initiative))
        self.items = tuple(items)
        self.scale, self.grades = _grades_of(report)
        self.departments = tuple(dict.fromkeys(name for block in report.blocks for name in block.departments))
        self.text_beside_items = "\n".join(
            [fold(report.title), *(fold(one.meaning) for one in report.legend)]
            + [fold(name) for name in self.departments]
            + [fold(one.text) for one in report.passages_outside_blocks]
            + [fold(" ".join([one.title or "", *one.headings])) for one in report.plain_tables]
        )
        self.names_text = "\n".join(item.name for item in items)
        self.text = "\n".join(
            [self.text_beside_items, *(f"{item.name}\n{item.about}\n{item.commentary}" for item in items)]
        )
        # A report without 施策 is held as one measure of the report's own title.
        self.has_measures = [one.name for one in self.measures.values()] != [report.title]
        given = {seen.grade for one in report.initiatives for seen in one.grades}
        to_indicators = {seen.grade for one in report.indicators for seen in one.observations if seen.grade}
        self.grades_initiatives = bool(given) and not to_indicators
        self.grades_of_initiatives_alone = frozenset(one for one in given - to_indicators if one)
        self.has_departments = any(block.department_printed is not None for block in report.blocks)
        self.abbreviations = self._abbreviations()
        names = [
            *(one.name for one in report.measures),
            *(one.name for one in report.initiatives),
            *(one.name for one in report.indicators),
        ]
        self.full_names = tuple(
            sorted({fold(name) for name in names if name and len(name) >= 5}, key=len, reverse=True)
        )

    def _initiative_items(self, measure: Measure, initiative: Initiative) -> list[Item]:
        measure_name, name = fold(measure.name or ""), fold(initiative.name or "")
        items = []
        abouts, comments = [], []
        for block in initiative.blocks:
            self.blocks[block.id] = block
            self.measure_of[block.id] = measure.id
            self.initiative_of[block.id] = initiative.id
            about = " ".join(fold(one.text) for one in block.passages if one.kind is PassageKind.OVERVIEW)
            comment = " ".join(
                fold(one.text) for one in block.passages if one.kind is not PassageKind.OVERVIEW
            )
            abouts.append(about)
            comments.append(comment)
            items.append(Item(ItemKind.BLOCK, block.id, "", name, measure_name, about, comment, ""))
            for indicator in block.indicators:
                self.indicators[indicator.id] = indicator
                self.measure_of[indicator.id] = measure.id
                self.initiative_of[indicator.id] = initiative.id
                self.block_of[indicator.id] = block.id
                items.append(
                    Item(
                        ItemKind.INDICATOR,
                        indicator.id,
                        fold(f"{indicator.name or ''} {indicator.note or ''}".strip()),
                        name,
                        measure_name,
                        f"{about} {fold(indicator.printed_name or '')}",
                        comment,
                        fold(indicator.unit or ""),
                    )
                )
        items.append(
            Item(
                ItemKind.INITIATIVE,
                initiative.id,
                name,
                "",
                measure_name,
                " ".join(abouts),
                " ".join(comments),
                "",
            )
        )
        return items

    def _abbreviations(self) -> tuple[tuple[str, str], ...]:
        """Pairs (long form, short form) that the report itself explains: 「…(CSW)」, 「…（以下「…」）」."""
        found: dict[tuple[str, str], None] = {}
        for pattern in (_ABBREVIATION, _BELOW):
            for match in pattern.finditer(self.text):
                found[(match.group(1), match.group(2))] = None
        return tuple(found)

    @cached_property
    def phrases(self) -> tuple[tuple[Word, ...], ...]:
        """Content words of every name and overview in order, for finding what an abbreviation shortens."""
        texts = dict.fromkeys(text for item in self.items for text in (item.name, item.about) if text)
        return tuple(words_of(text) for text in texts)

    @cached_property
    def printed(self) -> PrintedNames:
        """The ids and names as they are printed, for finding them in a question."""
        return PrintedNames(self)

    @cached_property
    def dotted(self) -> dict[str, str]:
        """Katakana compounds as printed with ・ (ワーク・ライフ・バランス), by how they are typed without."""
        found = re.findall(r"[ァ-ヶー]+(?:・[ァ-ヶー]+)+", self.names_text)
        return {one.replace("・", ""): one for one in dict.fromkeys(found)}

    @cached_property
    def katakana(self) -> frozenset[str]:
        """The katakana words that the report prints, and those of the lexicon that stand for what it prints."""
        printed = set(re.findall(r"[ァ-ヶー]{4,}", self.text))
        lexicon = load_lexicon()
        stands_for = (
            one
            for one in lexicon.phrases
            if re.fullmatch(r"[ァ-ヶー]{4,}", one)
            and any(other in self.text for other in lexicon.alternatives(one))
        )
        return frozenset(printed.union(stands_for))

    @cached_property
    def by_sound(self) -> dict[tuple[str, int], str]:
        """The compounds that the report prints, by reading and length."""
        return compounds_by_sound("\n".join([*self.full_names, *self.departments]), self.text)

    @cached_property
    def mark_columns(self) -> tuple[MarkColumn, ...]:
        """The columns that mark the 取組 with one of a few values (今後の方向: 拡充, 継続)."""
        return mark_columns(self.report)

    @cached_property
    def revised_targets(self) -> tuple[RevisedTarget, ...]:
        """What the report says in words of targets that were changed on the way."""
        return revised_targets(self.report)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The kinds of row under the measures that the report prints: 施策, 事業."""
        return levels_of(self.report)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The initiatives that the report prints as such, on any level."""
        return counted(self.report)

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of the indicators, folded."""
        return frozenset(fold(one) for one in {one.unit or "" for one in self.indicators.values()})

    @cached_property
    def units_asked(self) -> re.Pattern[str]:
        """How a question asks in a unit of this report that is no common counter: 何経営体, 何食."""
        units = sorted(
            (one for one in self.units if re.fullmatch(r"[一-龥ァ-ヶー]{1,6}", one)), key=len, reverse=True
        )
        return re.compile(rf"何({'|'.join(map(re.escape, units))})(?!度|目|番|課)" if units else r"(?!)()")

    @cached_property
    def words_for_values(self) -> dict[str, frozenset[Kind]]:
        """What is printed as a target or an actual without being a number (増加, 中止), with which of the two."""
        found: dict[str, set[Kind]] = {}
        for indicator in self.indicators.values():
            for one in indicator.observations:
                if one.value is None and one.kind in (Kind.TARGET, Kind.ACTUAL):
                    found.setdefault(one.printed.strip(), set()).add(one.kind)
        return {word: frozenset(kinds) for word, kinds in found.items() if len(word) >= 2}

    def name(self, item_id: str) -> str:
        """Return what an indicator, initiative, block or measure is called in answers.

        A lost name is said to be lost, with the position that identifies it.
        """
        if item_id in self.indicators:
            indicator = self.indicators[item_id]
            if indicator.name:
                return indicator.name
            initiative = self.initiatives[self.initiative_of[item_id]]
            position = item_id.rpartition("#")[2]
            return f"{initiative.name or initiative.id}の第{position}指標（名称不明）"
        if item_id in self.initiatives:
            return self.initiatives[item_id].name or f"取組{item_id}（名称不明）"
        if item_id in self.blocks:
            return self.name(self.initiative_of[item_id])
        if item_id in self.groups:
            measure = self.groups[item_id]
            if not self.has_measures:
                return "計画全体"
            if not measure.heading:
                return measure.name or item_id
            return f"{measure.heading}{measure.id} {measure.name or '（名称不明）'}"
        return item_id

    def calls_initiatives(self, word: str) -> bool:
        """Whether the report's own word for its 取組 is this: a column 施策 under 基本目標."""
        headings = [one.heading or "" for one in self.report.initiatives]
        return bool(headings) and all(fold(one).removesuffix("名") == word for one in headings)

    def unit(self, indicator_id: str) -> str:
        """Return the printed unit of an indicator, or an empty string where none is printed."""
        return self.indicators[indicator_id].unit or ""

    def row_name(self, block_id: str) -> str:
        """Return 番号 取組（担当課） of a block, short enough to lead a quotation."""
        if block_id not in self.blocks:
            return block_id
        block = self.blocks[block_id]
        initiative = self.initiatives[self.initiative_of[block_id]]
        name = f"{initiative.id} {initiative.name or '（名称不明）'}"
        if not block.departments:
            lost = self.has_departments and not block.department_printed
            return f"{name}（担当課は抽出で欠落）" if lost else name
        more = f"ほか{len(block.departments) - 1}課" if len(block.departments) > 1 else ""
        return f"{name}（{block.departments[0]}{more}）"

    def heading_path(self, block_id: str) -> str:
        """Return 施策 > 取組 > 担当課 of a block, as shown above a quotation; 基本目標 first where they stand over 施策."""
        block = self.blocks.get(block_id)
        if block is None:
            return block_id
        initiative = self.initiatives[self.initiative_of[block_id]]
        measure = self.groups[self.measure_of[block_id]]
        parts = [measure.above] if measure.above is not None else []
        parts += [self.name(measure.id)] if self.has_measures else []
        if initiative.name is None or initiative.name != measure.name:
            parts.append(f"{initiative.id} {initiative.name or '（名称不明）'}")
        if block.departments:
            parts.append("・".join(block.departments))
        elif block.department_printed:
            parts.append(block.department_printed)
        elif self.has_departments:
            parts.append("（担当課は抽出で欠落）")
        return " ＞ ".join(parts)


def _grades_of(report: Report) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the grades from best to worst, and all of them in the order to show, not-rated included.

    A report without a legend is taken at the grades that its tables use.
    """
    given = [one for each in report.indicators for one in each.observations]
    given += [one for each in report.initiatives for one in each.grades]
    used = dict.fromkeys(one.grade for one in given if one.grade is not None)
    legend = [one.grade for one in report.legend]
    words = [one for one in dict.fromkeys((*legend, *used)) if one != "-"]
    scale = list(grade_scale(legend, list(used)).letters) or in_order(words)
    scale += [one for one in in_order(words) if one not in scale]
    shown = [*legend, *(one for one in (*scale, *used) if one not in legend)]
    return tuple(scale), tuple(dict.fromkeys(shown))
