"""Figures stated in prose: which sentence with a number a question means, before any search by meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.understanding.catalog import Catalog
from assistant.understanding.held_texts import HeldTexts
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold
from corpus.types import Passage, PassageKind
from index.sentences import split_sentences

_NUMBER = re.compile(r"\d")
_COUNTED = re.compile(
    r"(\d[\d,.]*)\s*(人|名|件|社|回|か所|箇所|ヶ所|団体|法人|事業者|者|世帯|校|園|%|割|倍|日間|日|台|店|戸|棟|冊|本|枚|頭|匹|羽|基|本|トン|t|kg|kwh|ha|円|千円|万円|億円|ポイント|点|区|地区|機能|年"
    r"|便|路線|系統|時間|講座|教室|クラス|学級|チーム|グループ|サークル|地点|区画|区域|町会|自治会|コマ|ケース|足|着|隻|株|袋|箱|席|曲|通|票|駅|班|隊)"
)
_PEOPLE = frozenset(["人", "名"])
_SURELY = 0.8  # from this degree on a text speaks of what is counted, not of something like it
_BESIDE_COUNTED = (0, 1, 4)  # the columns of a figure's texts: its sentence, its heading, the sentence before


# Nouns that only say how a thing is counted, with the counter they ask for.
_COUNTS_ONLY = {"回数": "回", "件数": "件", "人数": "人", "開催回数": "回", "実施回数": "回"}


_PEOPLE_COUNTED = re.compile(
    r"([一-龥ァ-ヶー]{2,})(?:を|が|は|に)(?:計|合計|新たに|約|延べ)?\d[\d,]*(?:人|名)"
)


def _counts_others(words: tuple[Word, ...], sentence: str) -> bool:
    """Whether every number of persons in a sentence is of others: 「…を統括する事業マネージャーを2名」 tells of no CSW."""
    counted = _PEOPLE_COUNTED.findall(sentence)
    alike = load_lexicon().alternatives
    said = {form for word in words for form in (word.surface, *alike(word.surface))}
    return bool(counted) and not any(form in one or one in form for one in counted for form in said)


def _compound_of(nouns: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the nouns that stand together with the last one (支援|調整|会議): all of it is one thing."""
    run = [nouns[-1]]
    for word in reversed(nouns[:-1]):
        if run[0].start != word.end:
            break
        run.insert(0, word)
    return tuple(run) if len(run) > 1 else ()


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A sentence of a cell that states a counted number, with the text around it for matching."""

    passage: Passage
    position: int
    sentence: str
    folded: str
    around: str  # the sentences before and after it in the cell, folded
    before: str  # the sentence before it under the same heading, folded
    section: str  # the last ●/【】 heading above it, folded
    path: str  # names above the cell and its overview, folded
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class StatedMatch:
    """A stated figure with how much of the question it explains (0–1, a matching unit adds a little)."""

    figure: StatedFigure
    score: float


class StatedFigures:
    """All sentences with counted numbers in the commentary of one report."""

    def __init__(self, catalog: Catalog, linker: Linker) -> None:
        self._linker = linker
        figures = []
        for block in catalog.report.blocks:
            overview = " ".join(one.text for one in block.passages if one.kind is PassageKind.OVERVIEW)
            path = fold(f"{catalog.heading_path(block.id)} {overview}")
            for passage in block.passages:
                sentences = split_sentences(passage.text)
                folded = [fold(one) for one in sentences]
                section = ""
                for position, sentence in enumerate(folded):
                    if heading := re.match(r"\s*(?:[●○◯◎■□◆◇]|【)(.{2,40}?)(?:】|[\s:]|$)", sentence):
                        section = heading.group(1)
                    units = frozenset(match.group(2) for match in _COUNTED.finditer(sentence))
                    if not units or not _NUMBER.search(sentence):
                        continue
                    starts = re.match(r"\s*[●○◯◎■□◆◇・【]", sentence) is not None
                    before = "" if starts or position == 0 else folded[position - 1]
                    around = " ".join(
                        folded[max(0, position - 2) : position] + folded[position + 1 : position + 2]
                    )
                    figures.append(
                        StatedFigure(
                            passage,
                            position,
                            sentences[position],
                            sentence,
                            around,
                            before,
                            section,
                            path,
                            units,
                        )
                    )
        self._figures = tuple(figures)
        self._of_block: dict[str, list[int]] = {}
        for at, figure in enumerate(figures):
            self._of_block.setdefault(figure.passage.block_id, []).append(at)
        self._degrees = lru_cache(maxsize=512)(self._degrees_of)

    @cached_property
    def _texts(self) -> HeldTexts:
        return HeldTexts((one.folded, one.section, one.around, one.path, one.before) for one in self._figures)

    def _degrees_of(self, surface: str, normal: str, part: str) -> dict[int, float]:
        return self._linker.saying(Word(surface, normal, part, 0, 0), self._texts)

    def _saying(self, head: Word, blocks: tuple[str, ...]) -> list[int]:
        """The figures, of these blocks if any, whose sentence, heading or sentence before says the head noun."""
        texts = self._texts
        found: set[int] = set()
        for number, degree in self._degrees(head.surface, head.normal, head.part).items():
            if degree >= _SURELY:
                found.update(at for at, column in texts.places[number] if column in _BESIDE_COUNTED)
        if blocks:
            found &= {at for block in blocks for at in self._of_block.get(block, ())}
        return sorted(found)

    def find(
        self,
        words: tuple[Word, ...],
        unit: str = "",
        blocks: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
    ) -> list[StatedMatch]:
        """Return the stated figures that explain the words, best first; `blocks` restricts them.

        The last noun is what is counted (職員 in 「支援センターの職員は何人」): it must stand in the
        sentence itself, in its heading, or beside a sentence that says another of the words.
        `numbers` are figures that the question names; a sentence that prints one is preferred.
        """
        nouns = tuple(word for word in words if word.part == "noun") or words
        if not nouns:
            return []
        if len(nouns) > 1 and nouns[-1].surface in _COUNTS_ONLY:
            # 「支援調整会議の回数」 counts the meeting: a sentence need not say 回数, but must give 回.
            unit = unit or _COUNTS_ONLY[nouns[-1].surface]
            words = tuple(word for word in words if word is not nouns[-1])
            nouns = nouns[:-1]
        head = nouns[-1]
        compound = _compound_of(nouns)
        weights = [self._linker.weight(word) for word in words]
        degrees = [self._degrees(word.surface, word.normal, word.part) for word in words]
        of_head = self._degrees(head.surface, head.normal, head.part)
        total = sum(weights)
        found = []
        for at in self._saying(head, blocks):
            figure = self._figures[at]
            if unit and not (unit in figure.units or (unit in _PEOPLE and _PEOPLE & figure.units)):
                continue
            if unit in _PEOPLE and _counts_others(words, figure.folded):
                continue
            sentence, section, around, path, before = self._texts.numbers[at]
            score = 0.0
            said = False
            others = 0
            foreign = False
            for word, weight, of_word in zip(words, weights, degrees, strict=True):
                degree, in_section = of_word.get(sentence, 0.0), of_word.get(section, 0.0)
                said = said or degree >= 0.6 or in_section >= _SURELY
                others += word is not head and degree >= 0.6
                best = max(
                    degree,
                    0.95 * in_section,
                    0.7 * of_word.get(around, 0.0),
                    0.6 * of_word.get(path, 0.0),
                )
                score += weight * best
                foreign = foreign or (word in nouns and best < 0.25)
                beside = max(degree, in_section, of_word.get(around, 0.0), of_word.get(path, 0.0))
                foreign = foreign or (word in compound and beside < 0.6)
            counted = (
                of_head.get(sentence, 0.0) >= _SURELY
                or of_head.get(section, 0.0) >= _SURELY
                or (others and of_head.get(before, 0.0) >= _SURELY)
            )
            if said and counted:
                score += total * 0.12 * self._phrases(words, figure)
                named = any(number in figure.folded.replace(",", "") for number in numbers)
                share = (score / total if total else 0.0) * (0.6 if foreign else 1.0)
                found.append(StatedMatch(figure, share + (0.5 if named and not foreign else 0.0)))
        return sorted(found, key=lambda one: -one.score)

    def _phrases(self, words: tuple[Word, ...], figure: StatedFigure) -> float:
        """Return the share of neighbouring words (支援|会議) that the sentence prints together."""
        pairs = [(one, two) for one, two in pairwise(words) if one.end == two.start]
        if not pairs:
            return 0.0
        near = f"{figure.folded} {figure.section}"
        return sum((one.surface + two.surface) in near for one, two in pairs) / len(pairs)
