"""Which cell of the commentary answers: the row by what it is about, then its column by what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.columns import Leaning, asked_columns, column_years, leaning_of
from assistant.answering.everyday import EverydayWords
from assistant.plans import NarrativePlan
from assistant.understanding.catalog import Catalog
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold
from corpus.types import Passage, PassageKind
from index.query import Hit, PassageQuery
from index.sentences import split_sentences

Search = Callable[[PassageQuery], list[Hit]]

# Added to the fused z-score of a cell: hand-set, only their order of size matters.
_COLUMN_BONUS = 2.5
_OVERVIEW = 1.5  # lost by an overview that is not asked for: it tells what is meant to be done, not what was
_OTHER_COLUMN = 1.0  # lost by an overview, beyond what it always loses, where another column is asked for
_ISSUES_BONUS = 6.0  # 「課題は」 names the column outright; 「効果」 or 「何をした」 only hints at one
_WORDS_BONUS = 3.0
_NAME_BONUS = 1.2
_COMPOUND_BONUS = 0.5
_OTHER_YEAR = 10.0  # more than a column's: R3の取組状況 is no answer where R5's is asked for
_COMPOUND = re.compile(r"[一-龥]+|[ァ-ヶー]+")
CAUSE = re.compile(
    r"ため|により|による|ことから|こともあり|理由|背景|影響|要因|に伴い|もの(と|と考え)|考えられ|が原因|つながった|ことで"
)
UP = re.compile(r"増|伸び|拡大|上回|上が|向上|改善|活発|順調|回復|普及|浸透|押し上げ")
DOWN = re.compile(
    r"減|落ち|下回|下が|低下|伸び悩|退会|やめ|離れ|離職|中止|休止|閉鎖|廃止|戻ら|戻って(い)?な|遅れ|届か|横ばい|進ま|難し|困難|できな|少な|不足"
)
_LACKING = re.compile(r"戻ら|戻りき|進ま|足り(な|ず)|でき(な|ず)|[かさたなまらわれえけせてねめ]ない")
NUMBERED = re.compile(r"\d")
_REFERS = re.compile(r"再掲|(計画|別表|別紙|資料|報告書)に記載")
_NOTHING_WRITTEN = frozenset(["-", "－", ""])


@dataclass(frozen=True, slots=True)
class Scored:
    """A cell found, with the share of the question's words that it holds.

    `score` tells what its row is worth, `fit` how well it answers among the cells of its row.
    """

    hit: Hit
    score: float
    support: float
    fit: float = 0.0


class _Row:
    """What the cells of one row (Block) share, folded once: the names and the overview above them."""

    def __init__(self, block_id: str, catalog: Catalog) -> None:
        block = catalog.blocks.get(block_id)
        self.path = fold(catalog.heading_path(block_id))
        self.names = self.overview = ""
        if block is not None:
            self.names = fold(
                " ".join([catalog.name(block_id), *(one.name or "" for one in block.indicators)])
            )
            told = (one.text for one in block.passages if one.kind is PassageKind.OVERVIEW)
            self.overview = " ".join(fold(one) for one in told)


class _Cell:
    """What every question looks at in one cell, worked out once."""

    def __init__(self, passage: Passage, row: _Row) -> None:
        self._raw = passage.text
        self.text = fold(passage.text)
        self.with_headings = f"{row.path} {self.text} {row.overview}"
        self.with_overview = self.text + row.overview
        self.years = column_years(passage.column)
        self.numbered = NUMBERED.search(self.text) is not None
        self.only_refers = len(passage.text) < 60 and _REFERS.search(self.text) is not None

    @cached_property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """The sentences, each as printed and folded."""
        return tuple((one, fold(one)) for one in split_sentences(self._raw))


class CellRanking:
    """Ranks the commentary of one report. What it works out of a cell is kept for the next question."""

    def __init__(self, search: Search, linker: Linker, catalog: Catalog) -> None:
        self._search = search
        self._linker = linker
        self._catalog = catalog
        self._rows: dict[str, _Row] = {}
        self._cells: dict[tuple[str, str, str], _Cell] = {}
        self._last: tuple[tuple[str, tuple[Word, ...]], EverydayWords] | None = None

    @cached_property
    def _printed(self) -> str:
        report = self._catalog.report
        names = (self._catalog.heading_path(one.id) for one in report.blocks)
        return fold(" ".join([*names, *(one.text for one in report.passages)]))

    @cached_property
    def _told_years(self) -> frozenset[int]:
        """The years in the headings of the narrative columns (R3 取組状況 beside R5 取組状況)."""
        columns = {one.column for one in self._catalog.report.passages}
        return frozenset(year for column in columns for year in column_years(column))

    def asked(self, plan: NarrativePlan, words: tuple[Word, ...]) -> EverydayWords:
        """Return the question's words with what this report calls them."""
        key = (plan.text, words)
        last = self._last  # another thread may put its own there meanwhile
        if last is None or last[0] != key:
            last = key, EverydayWords(fold(plan.text), words, self._printed, self._linker)
            self._last = last
        return last[1]

    def ranked(self, plan: NarrativePlan, words: tuple[Word, ...]) -> list[Scored]:
        """Return the cells, best first: the row is chosen by what it is about, then the column by what is asked."""
        asked = self.asked(plan, words)
        hits = self._search(
            PassageQuery(
                self._catalog.report.name,
                f"{plan.text} {asked.search_text}".strip(),
                initiatives=plan.initiatives,
                blocks=plan.blocks,
                limit=200,
            )
        )
        compounds = [one for one in dict.fromkeys(_COMPOUND.findall(fold(plan.text))) if len(one) >= 4]
        names: dict[str, float] = {}
        rows: dict[str, list[Scored]] = {}
        for hit in hits:
            passage = hit.passage
            if passage.text.strip() in _NOTHING_WRITTEN or passage.kind is PassageKind.TABLE_ROW:
                continue  # rows of plain tables are asked for as such, never quoted as commentary
            block_id, cell = passage.block_id, self._cell(passage)
            if block_id not in names:
                names[block_id] = self._linker.support(words, self._row(block_id).names)
            support = asked.support(cell.with_headings)
            score = hit.score + _WORDS_BONUS * (0.5 * asked.support(cell.text) + 0.3 * support)
            score += _NAME_BONUS * names[block_id]
            score += _COMPOUND_BONUS * sum(one in cell.with_overview for one in compounds)
            if plan.wants_number and not cell.numbered:
                score -= 1.0
            if passage.kind is PassageKind.REMARKS and "総評" not in plan.text:
                score -= 2.5  # the closing remarks repeat what a row says better
            if cell.only_refers:
                score -= 1.5
            rows.setdefault(block_id, []).append(Scored(hit, score, support))
        leaning, columns = leaning_of(plan.text), asked_columns(plan.text, plan.columns)
        best_first = sorted(rows.values(), key=lambda row: -max(one.score for one in row))
        fitted = [
            [replace(one, fit=self._in_row(one, plan, columns, asked, leaning)) for one in row]
            for row in best_first
        ]
        return [one for row in fitted for one in sorted(row, key=lambda one: -one.fit)]

    def explains(self, passage: Passage, plan: NarrativePlan, asked: EverydayWords) -> float:
        """Return how well a cell gives a reason: a sentence with a cause and the direction asked about counts most."""
        falls = plan.direction < 0 or (not plan.direction and _LACKING.search(plan.text) is not None)
        direction = UP if plan.direction > 0 else DOWN if falls else None
        best = 0.0
        for sentence, folded in self._cell(passage).sentences:
            cause = CAUSE.search(sentence) is not None
            moved = direction is not None and direction.search(sentence) is not None
            topic = asked.support(folded)
            best = max(best, 0.6 * cause + 0.6 * moved + 1.2 * (cause and moved) + 1.2 * topic * cause)
        return best

    def _in_row(
        self,
        one: Scored,
        plan: NarrativePlan,
        columns: tuple[str, ...],
        asked: EverydayWords,
        leaning: Leaning,
    ) -> float:
        """Return the score of a cell among the cells of its row; `columns` are those asked for."""
        passage = one.hit.passage
        score = one.score
        # 「新しく始めたことは」 ends as a definition does and asks for what was done.
        if plan.definition and leaning.to is PassageKind.STATUS:
            columns = ()
        to_overview = leaning.to is PassageKind.OVERVIEW
        if to_overview and not leaning.named:
            columns = ()  # 「悩みに寄り添う役目は」 asks for a purpose, whatever else its words hint at
        if passage.kind.value in columns:
            bonus = _ISSUES_BONUS if passage.kind is PassageKind.ISSUES else _COLUMN_BONUS
            score += bonus * (1.0 if passage.kind.value == columns[0] else 0.7)
        elif columns and passage.kind is PassageKind.OVERVIEW and not to_overview:
            score -= _OTHER_COLUMN
        if plan.wants_reason:
            score += self.explains(passage, plan, asked)
        else:
            score += leaning.bonus(passage.kind)
        years = self._cell(passage).years
        if years and not years & self._wanted_years(plan):
            score -= _OTHER_YEAR
        if passage.kind is PassageKind.OVERVIEW and not (to_overview or "overview" in columns):
            score -= _OVERVIEW
        return score

    def _wanted_years(self, plan: NarrativePlan) -> set[int]:
        """「R3 取組状況」 beside 「R5 取組状況」: the year asked about, else the report's own."""
        if len(self._told_years) < 2:
            return set(self._told_years)
        return set(plan.years) or {self._catalog.report.fiscal_year}

    def _row(self, block_id: str) -> _Row:
        row = self._rows.get(block_id)
        if row is None:
            row = self._rows[block_id] = _Row(block_id, self._catalog)
        return row

    def _cell(self, passage: Passage) -> _Cell:
        key = (passage.block_id, passage.column, passage.text)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = _Cell(passage, self._row(passage.block_id))
        return cell
