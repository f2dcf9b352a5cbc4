"""Answers from the commentary: what is found is quoted where it answers, else named as related."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.cell_ranking import NUMBERED, CellRanking, Scored, Search
from assistant.answering.columns import COLUMN_LABELS, asked_columns, leaning_of
from assistant.answering.everyday import EverydayWords
from assistant.answering.evidence import Evidence
from assistant.answering.number_asked import asks_number, counts_it, narrows, tells_part
from assistant.answering.quoting import Quoter
from assistant.draft import Draft
from assistant.plans import NarrativePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.catalog import Catalog
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold
from corpus.types import PassageKind
from index.sentences import split_sentences

# A number is given where few words of weight are left over, or where all speaks for the row.
_MOST_SAID = 0.6
_ALL_BUT_SAID = 0.8  # of a question whose own words are out of scope (給料), the row must say this much
_SAID_OTHERWISE = 0.3  # a saying that much of the report says tells nothing
_LEANS_SURELY = 2.0
_ROW_NAMED = re.compile(r"[①-⑳\d]-\d")
_IN_ONE_SENTENCE = 0.4  # of the words of the question, where one sentence is to give the number
_SURELY = 1.0  # in log odds; set by hand, so that アライグマは何頭 is not answered with 36基


class Narrator:
    """Answers narrative plans over one report: ranks its cells, judges what was found, quotes it."""

    def __init__(self, search: Search, linker: Linker, catalog: Catalog) -> None:
        self._ranking = CellRanking(search, linker, catalog)
        self._linker = linker
        self._quoter = Quoter(linker, self._ranking)
        self.ranked = self._ranking.ranked
        self.quote_into = self._quoter.quote_into

    def answer(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> Answer:
        """Quote the cell that answers, or say that nothing in the report does."""
        plan = self._unpinned(plan, words)
        draft.reading = reading_text(plan, draft)
        if plan.grouped:
            return self._every_row(plan, draft)
        found = self._pinned(plan, self.ranked(plan, words))
        if not found or (plan.strict and not self.evidence(plan, words, found, draft).answers):
            return self._refuse(found, draft)
        narrowed = narrows(plan.text, plan.wants_number) and not plan.wants_reason
        counted = not plan.strict or counts_it(plan.text, _said(found))
        if narrowed and not (counted and self._of_part(plan, words, found)):
            return self._refuse(found, draft)
        self.quote_into(plan, words, found, draft)
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)

    def instead(
        self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft, *, surely: bool = False
    ) -> tuple[list[Scored], bool]:
        """Return the cells found for a question that rules would refuse, and whether they answer it.

        With `surely`, where rules would ask back, much must speak for the row.

        A number, and what a word narrows that the report does not know (女性), is given only where
        everyday words stand for something that the report says.
        """
        asked = self._ranking.asked(plan, words)
        wants_number = plan.wants_number and asks_number(plan.text)
        if (asked.narrowed or wants_number or plan.otherwise_said) and not asked.spoken:
            return [], False
        found = self.ranked(plan, words)
        if not found:
            return [], False
        evidence = self.evidence(plan, words, found, draft)
        if plan.otherwise_said and (evidence.support < _ALL_BUT_SAID or evidence.sayings < _SAID_OTHERWISE):
            return [], False
        # 「数が増えたのはなぜ」 asks for no number, nor does 「足りないのをどうする」.
        number = wants_number and not plan.wants_reason
        if number and not (
            counts_it(plan.text, _said(found))
            and self._states_it(found, asked)
            and self._of_part(plan, words, found)
        ):
            return found, False
        if number and evidence.support < _MOST_SAID and evidence.log_odds < _SURELY:
            return found, False
        return found, evidence.answers and not (surely and evidence.log_odds < _SURELY)

    def _states_it(self, found: list[Scored], asked: EverydayWords) -> bool:
        """Whether a sentence of the first row has a number and speaks of what is asked, in any words."""
        return any(
            NUMBERED.search(folded)
            and (asked.support(folded) >= _IN_ONE_SENTENCE or asked.sayings(folded) > 0)
            for text in _texts(found)
            for folded in map(fold, split_sentences(text))
        )

    def _of_part(self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored]) -> bool:
        """Whether the first row gives a number of the part, or by the groups, that the question names."""
        sentences = [fold(one) for text in _texts(found) for one in split_sentences(text)]
        return tells_part(plan.text, words, sentences, self._linker)

    def evidence(
        self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored], draft: Draft
    ) -> Evidence:
        """Return what speaks for the first row of the cells found (at least one)."""
        block = found[0].hit.passage.block_id
        row = [one for one in found if one.hit.passage.block_id == block]
        said = " ".join(fold(one.hit.passage.text) for one in row)
        best: dict[str, float] = {}
        for one in found:
            other = one.hit.passage.block_id
            best[other] = max(best.get(other, one.score), one.score)
        score = best.pop(block)
        asked = self._ranking.asked(plan, words)
        return Evidence(
            support=asked.support(f"{fold(draft.catalog.heading_path(block))} {said}"),
            # A store of before holds no sentences without headings.
            cosine=max(one.hit.bare or one.hit.cosine for one in row),
            score=score,
            margin=score - max(best.values(), default=0.0),
            sayings=asked.sayings(said),
            pool=len(found),
        )

    def _pinned(self, plan: NarrativePlan, found: list[Scored]) -> list[Scored]:
        """Put the cell first whose sentence states the figure, where planning found it."""
        if plan.stated is None:
            return found
        leaning = leaning_of(plan.text)
        if (
            not asks_number(plan.text)
            and leaning.gain >= _LEANS_SURELY
            and found
            and found[0].hit.passage.kind is leaning.to
        ):
            return found  # 「工事をためらうのは」 asks for no figure
        block, column, _ = plan.stated
        first = [
            one for one in found if (one.hit.passage.block_id, one.hit.passage.column) == (block, column)
        ]
        return first + [one for one in found if one not in first]

    def _unpinned(self, plan: NarrativePlan, words: tuple[Word, ...]) -> NarrativePlan:
        """Search the whole report where what the question says in everyday words stands in another row.

        Planning found the sentence with the figure by the printed words of the question alone.
        """
        if plan.stated is None or len(plan.blocks) != 1 or _ROW_NAMED.search(plan.text):
            return plan
        asked = self._ranking.asked(plan, words)
        if not asked.spoken:
            return plan
        freed = replace(plan, blocks=(), stated=None, strict=True)
        found = self.ranked(freed, words)
        if not found:
            return plan
        rows: dict[str, list[Scored]] = {}
        for one in found:
            rows.setdefault(one.hit.passage.block_id, []).append(one)
        best, stated = found[0].hit.passage.block_id, plan.stated[0]
        said = {
            row: asked.sayings(" ".join(fold(one.hit.passage.text) for one in rows.get(row, ())))
            for row in (best, stated)
        }
        return freed if best != stated and said[best] > said[stated] + _SAID_OTHERWISE else plan

    def _every_row(self, plan: NarrativePlan, draft: Draft) -> Answer:
        """Quote the wanted columns of every row of the plan, complete, by measure, in the order of the report."""
        catalog = draft.catalog
        asked = [one for one in asked_columns(plan.text, plan.columns) if one != PassageKind.OVERVIEW.value]
        wanted = asked or plan.columns[:1] or (PassageKind.STATUS.value,)
        cells = [
            passage
            for block in plan.blocks
            for passage in catalog.blocks[block].passages
            if passage.kind.value in wanted
            and len(passage.text.strip()) > 1
            and "再掲" not in passage.text[:12]
        ]
        if not cells:
            return self._refuse([], draft)
        measures = list(dict.fromkeys(catalog.measure_of[one.block_id] for one in cells))
        draft.say(f"{len(cells)}件の記載があります。")
        for measure in measures:
            if len(measures) > 1:
                draft.say("", f"**{catalog.name(measure)}**")
            for passage in cells:
                if catalog.measure_of[passage.block_id] == measure:
                    draft.quote(passage, (passage.text,))
                    draft.say(
                        f"{catalog.row_name(passage.block_id)}の「{passage.column}」（{passage.source}、{passage.place}）",
                        f"> {passage.text.strip()}",
                    )
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)

    def _refuse(self, found: list[Scored], draft: Draft) -> Answer:
        draft.say("お尋ねの内容に当たる記載は、この報告書にはありません。")
        self.related(found, draft)
        return draft.finish(Status.NOT_IN_REPORT, Route.NARRATIVE, Reason.NO_SUCH_ITEM)

    def related(self, found: list[Scored], draft: Draft) -> None:
        """Name the nearest passage as 関連する記載, without claiming that it answers."""
        for one in found[:1]:
            passage = one.hit.passage
            draft.source(passage.source)
            where = draft.catalog.row_name(passage.block_id)
            initiative = draft.catalog.initiative_of.get(passage.block_id)
            if initiative and passage.kind.value in COLUMN_LABELS and not draft.choices:
                draft.choices.append(f"{initiative}の{COLUMN_LABELS[passage.kind.value]}は？")
            draft.say(
                f"関連する記載として、{where}の「{passage.column}」（{passage.source}、{passage.place}）があります。"
            )


def reading_text(plan: NarrativePlan, draft: Draft) -> str:
    """Return how a narrative question was read."""
    columns = "・".join(COLUMN_LABELS[one] for one in plan.columns if one in COLUMN_LABELS)
    if plan.blocks:
        names = dict.fromkeys(draft.catalog.name(one) for one in plan.blocks)
        where = "、".join(list(names)[:3]) + ("ほか" if len(names) > 3 else "")
    else:
        where = "報告書の記述から検索"
    wants = "記述の中の数値" if plan.wants_number else "理由" if plan.wants_reason else ""
    return "・".join(part for part in (where, columns, wants) if part)


def _texts(found: list[Scored]) -> list[str]:
    """Return the cells of the row that was found first."""
    block = found[0].hit.passage.block_id
    return [one.hit.passage.text for one in found if one.hit.passage.block_id == block]


def _said(found: list[Scored]) -> str:
    """Return what the row that was found first says, folded."""
    return " ".join(fold(one) for one in _texts(found))
