"""Quoting a cell of the commentary: which cells of the row, which of their sentences, and what is said around."""

from __future__ import annotations

from assistant.answering.cell_ranking import CAUSE, DOWN, NUMBERED, UP, CellRanking, Scored
from assistant.answering.columns import asked_columns, column_years
from assistant.answering.reasons import gives_reason
from assistant.draft import Draft
from assistant.plans import NarrativePlan
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold
from corpus.fiscal import fiscal_year_label
from corpus.types import PassageKind
from index.query import Hit
from index.sentences import split_sentences

# A cell up to this long is quoted whole: a reader judges better with the whole cell than with a cut.
_WHOLE_CELL = 260
_SHORT_CELL = 120  # a second cell is quoted whole up to this length
_SENTENCES = 4
# A cell of the same row is quoted as well where it fits by no more less than this (see `cell_ranking`).
_NEARLY_AS_GOOD = 3.0
_EXPLAINS = 1.8  # a sentence that gives a cause for what is asked, or for its direction


class Quoter:
    """Quotes the cells that answer, character for character, into the draft of an answer."""

    def __init__(self, linker: Linker, ranking: CellRanking) -> None:
        self._linker = linker
        self._ranking = ranking

    def quote_into(
        self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored], draft: Draft
    ) -> None:
        """Add the quotations of the best cell (and of a second one where two columns were asked) to the draft."""
        chosen = self._cells(plan, words, found)
        self._say_without_column(plan, draft)
        for one in chosen:
            passage = one.hit.passage
            quotes = self._sentences(one.hit, plan, words, beside=one is not chosen[0] and not plan.columns)
            where = draft.catalog.row_name(passage.block_id)
            if passage.block_id not in draft.catalog.blocks:
                lead = f"報告書の{passage.column}には、次の記載があります。"
            elif plan.stated is not None and plan.stated[:2] == (passage.block_id, passage.column):
                lead = f"{where}の「{passage.column}」に「{self._stated(plan, words, draft)}」と記載されています。"
            else:
                lead = f"{where}の「{passage.column}」には、次の記載があります。"
            draft.quote(passage, quotes)
            draft.say(
                lead, *(f"> {quote.strip()}" for quote in quotes), f"（{passage.source}、{passage.place}）"
            )
        if plan.wants_reason and not self._gives_reason(plan, words, draft):
            draft.note("理由を直接述べた記載は見当たりません。関連する記載を引用しています。")
        year = draft.catalog.report.fiscal_year
        quoted = {each for one in chosen for each in column_years(one.hit.passage.column)}
        if plan.years and year not in plan.years and not quoted & set(plan.years):
            draft.note(f"取組状況や課題の記述は、{fiscal_year_label(year)}の報告書に記載されたものです。")

    def _say_without_column(self, plan: NarrativePlan, draft: Draft) -> None:
        """Say that the report has no column for what is asked (課題), before quoting something else."""
        held = {one.kind for block in draft.catalog.report.blocks for one in block.passages}
        if plan.stated is not None or plan.wants_number:
            return
        if plan.columns[:1] == (PassageKind.ISSUES.value,) and PassageKind.ISSUES not in held:
            draft.say("課題を記載する欄は、この報告書にはありません。同じ取組の記載は次のとおりです。")
        told = {PassageKind.STATUS, PassageKind.OTHER} & held
        if plan.columns[:1] == (PassageKind.STATUS.value,) and not told:
            draft.say("取組状況を記載する欄は、この報告書にはありません。同じ取組の記載は次のとおりです。")

    def _gives_reason(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> bool:
        """Whether a quoted sentence states a cause of what was asked: a cause beside its direction or its words."""
        direction = 1 if plan.direction > 0 else -1
        return any(
            gives_reason(sentence, direction, self._linker.support(words, fold(sentence)) >= 0.5)
            for quotation in draft.quotations
            for quote in quotation.quotes
            for sentence in split_sentences(quote)
        )

    def _stated(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> str:
        """Return the words that state the figure asked for, exactly as printed: as few as are sure, else the sentence."""
        assert plan.stated is not None
        block_id, column, position = plan.stated
        passage = next(
            one
            for one in draft.catalog.blocks[block_id].passages
            if one.column == column and one.block_id == block_id
        )
        sentence = split_sentences(passage.text)[position].strip()
        scored = sorted(
            (
                (self._linker.support(words, fold(f"{one.context} {one.label} {one.printed}")), one.printed)
                for one in draft.catalog.report.prose_figures
                if one.block_id == block_id and one.source == passage.source and one.printed in sentence
            ),
            reverse=True,
        )
        if scored and scored[0][0] >= 0.6 and (len(scored) == 1 or scored[0][0] > scored[1][0] + 0.1):
            return scored[0][1]
        return sentence

    def _cells(self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored]) -> list[Scored]:
        """Return the cells to quote, the best first.

        Beside it the other column asked for, the cell that gives the reason, what fits nearly as well
        in the row, the same column of other departments, and the rows that say as much.
        """
        best = found[0]
        if plan.stated is not None:
            return [best]
        row = [one for one in found if one.hit.passage.block_id == best.hit.passage.block_id]
        columns = asked_columns(plan.text, plan.columns)
        chosen = [best]
        if len(columns) > 1 or plan.wants_reason:
            chosen += [one for column in columns for one in _of_column(row, column)[:1]]
        if plan.wants_reason and not plan.wants_number:
            asked = self._ranking.asked(plan, words)
            told = [one for one in row if one.hit.passage.kind is not PassageKind.OVERVIEW]
            explaining = max(
                told, key=lambda one: self._ranking.explains(one.hit.passage, plan, asked), default=best
            )
            if self._ranking.explains(explaining.hit.passage, plan, asked) >= _EXPLAINS:
                chosen.append(explaining)
        chosen += [one for one in row[1:] if one.fit >= best.fit - _nearly_as_good(one)]
        if plan.columns:
            chosen += self._sister_rows(plan, words, best, found)
        return list({id(one): one for one in chosen}.values())

    def _sister_rows(
        self, plan: NarrativePlan, words: tuple[Word, ...], best: Scored, found: list[Scored]
    ) -> list[Scored]:
        """Return the same column of the other departments' rows that fit the words as well as the best one."""
        initiative = best.hit.passage.source.partition(":")[0]
        return [
            one
            for one in found
            if one.hit.passage.source.partition(":")[0] == initiative
            and one.hit.passage.block_id != best.hit.passage.block_id
            and one.hit.passage.kind is best.hit.passage.kind
            and one.hit.passage.kind.value in plan.columns
            and words
            and one.support >= best.support - 0.05
            and "再掲" not in one.hit.passage.text[:12]
        ]

    def _sentences(
        self, hit: Hit, plan: NarrativePlan, words: tuple[Word, ...], *, beside: bool = False
    ) -> tuple[str, ...]:
        """Return the sentences to quote in their order; the whole cell where it is short.

        Of a cell that stands `beside` the one that answers, only what fits best.
        """
        text = hit.passage.text
        sentences = split_sentences(text)
        if len(text) <= (_SHORT_CELL if beside else _WHOLE_CELL) or len(sentences) <= 2:
            return (text,)
        scores = {one.position: one.score for one in hit.sentences}
        ranked = []
        for position, sentence in enumerate(sentences):
            folded = fold(sentence)
            score = scores.get(position, 0.0) + 2.5 * self._linker.support(words, folded)
            if plan.wants_number and NUMBERED.search(folded):
                score += 0.8
            if plan.wants_reason and CAUSE.search(sentence):
                score += 0.5
                if plan.direction and (UP if plan.direction > 0 else DOWN).search(sentence):
                    score += 0.7
            ranked.append((score, position))
        best = (
            plan.stated[2]
            if plan.stated is not None and plan.stated[1] == hit.passage.column
            else max(ranked)[1]
        )
        keep = {position for _, position in sorted(ranked, reverse=True)[:_SENTENCES]}
        keep = {best} if beside else keep | {best}
        if best + 1 < len(sentences):
            keep.add(best + 1)
        if best > 0:
            keep.add(best - 1)
        runs: list[list[int]] = []
        for position in sorted(keep):
            if runs and position == runs[-1][-1] + 1:
                runs[-1].append(position)
            else:
                runs.append([position])
        return tuple("".join(sentences[position] for position in run) for run in runs)


def _nearly_as_good(one: Scored) -> float:
    """How much less a cell may fit to be quoted beside the best: what is meant to be done repeats the rest."""
    overview = one.hit.passage.kind is PassageKind.OVERVIEW
    return _NEARLY_AS_GOOD / 2 if overview else _NEARLY_AS_GOOD


def _of_column(row: list[Scored], column: str) -> list[Scored]:
    return [one for one in row if one.hit.passage.kind.value == column]
