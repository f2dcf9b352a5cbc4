"""Answers from the commentary: the cell that fits, its sentences quoted character for character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.columns import column_years, leaning_bonus, leaning_of
from assistant.answering.everyday import EverydayWords
from assistant.answering.evidence import Evidence
from assistant.draft import Draft
from assistant.plans import NarrativePlan
from assistant.types import Answer, Reason, Route, Status
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word, fold
from corpus.fiscal import fiscal_year_label
from corpus.types import PassageKind
from index.query import Hit, PassageQuery
from index.sentences import split_sentences

Search = Callable[[PassageQuery], list[Hit]]

# A cell up to this long is quoted whole: a reader judges better with the whole cell than with a cut.
_WHOLE_CELL = 260
_SENTENCES = 4
# Added to the fused z-score of a cell: hand-set, only their order of size matters.
_COLUMN_BONUS = 2.5
_ISSUES_BONUS = 6.0  # 「課題は」 names the column outright; 「効果」 or 「何をした」 only hints at one
_WORDS_BONUS = 3.0
_NAME_BONUS = 1.2
_COMPOUND_BONUS = 0.5
_OTHER_YEAR = 10.0  # more than a column's: R3の取組状況 is no answer where R5's is asked for
_COMPOUND = re.compile(r"[一-龥]+|[ァ-ヶー]+")
_CAUSE = re.compile(
    r"ため|により|による|ことから|理由|背景|影響|要因|に伴い|もの(と|と考え)|考えられ|が原因|つながった|ことで"
)
# What gives a reason in so many words; 「…のために」 is a purpose and gives none.
_REASON = re.compile(
    r"ため(?!に)|により|によって|ことから|ことで|理由|影響|要因|原因|背景|に伴い|ものと(考え|見)|つながった|考えられ"
)
_UP = re.compile(r"増|伸び|拡大|上回|向上|改善|活発|順調")
_DOWN = re.compile(
    r"減|落ち|下回|低下|伸び悩|戻ら|戻って(い)?な|遅れ|届か|横ばい|進ま|難し|困難|できな|少な|不足"
)
_MOST_SAID = 0.6  # from this support on few words of weight are left over
_LACKING = re.compile(r"戻ら|戻りき|進ま|足り(な|ず)|でき(な|ず)|[かさたなまらわれえけせてねめ]ない")
_NUMBERED = re.compile(r"\d")
_folded = lru_cache(maxsize=4096)(fold)  # cells and headings are looked at again with every question


@dataclass(frozen=True, slots=True)
class Scored:
    """A cell found, with its final score and the share of the question's words that it holds."""

    hit: Hit
    score: float
    support: float


class Narrator:
    """Answers narrative plans by searching, scoring by column and words, and quoting."""

    def __init__(self, search: Search, linker: Linker) -> None:
        self._search = search
        self._linker = linker
        self._printed: str | None = None
        self._last: tuple[tuple[str, tuple[Word, ...]], EverydayWords] | None = None

    def answer(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> Answer:
        """Quote the cell that answers, or say that nothing in the report does."""
        draft.reading = reading_text(plan, draft)
        if plan.grouped:
            return self._every_row(plan, draft)
        found = self._pinned(plan, self.ranked(plan, words, draft))
        if not found or (plan.strict and not self.evidence(plan, words, found, draft).answers):
            return self._refuse(found, draft)
        self.quote_into(plan, words, found, draft)
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)

    def instead(
        self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft
    ) -> tuple[list[Scored], bool]:
        """Return the cells found for a question that rules would refuse, and whether they answer it.

        A number, and what a word narrows that the report does not know (女性), is given only where
        everyday words stand for something that the report says.
        """
        asked = self._asked(plan, words, draft)
        if (asked.narrowed or plan.wants_number) and not asked.spoken:
            return [], False
        found = self.ranked(plan, words, draft)
        if not found:
            return [], False
        evidence = self.evidence(plan, words, found, draft)
        if plan.wants_number and evidence.support < _MOST_SAID:
            return found, False
        return found, evidence.answers

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
        asked = self._asked(plan, words, draft)
        return Evidence(
            support=asked.support(f"{fold(draft.catalog.heading_path(block))} {said}"),
            cosine=max(one.hit.cosine for one in row),
            score=score,
            margin=score - max(best.values(), default=0.0),
            sayings=asked.sayings(said),
        )

    def _every_row(self, plan: NarrativePlan, draft: Draft) -> Answer:
        """Quote the wanted column of every row of the plan, complete and in the order of the report."""
        wanted = plan.columns[:1] or (PassageKind.STATUS.value,)
        cells = [
            passage
            for block in plan.blocks
            for passage in draft.catalog.blocks[block].passages
            if passage.kind.value in wanted
            and len(passage.text.strip()) > 1
            and "再掲" not in passage.text[:12]
        ]
        if not cells:
            return self._refuse([], draft)
        draft.say(f"{len(cells)}件の記載があります。")
        for passage in cells:
            draft.quote(passage, (passage.text,))
            draft.say(
                f"{draft.catalog.row_name(passage.block_id)}の「{passage.column}」（{passage.place}）",
                f"> {passage.text.strip()}",
            )
        return draft.finish(Status.ANSWERED, Route.NARRATIVE)

    def quote_into(
        self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored], draft: Draft
    ) -> None:
        """Add the quotations of the best cell (and of a second one where two columns were asked) to the draft."""
        chosen = self._cells(plan, words, found, draft)
        self._say_without_column(plan, draft)
        for one in chosen:
            passage = one.hit.passage
            quotes = self._sentences(one.hit, plan, words)
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
        direction = _UP if plan.direction > 0 else _DOWN
        for quotation in draft.quotations:
            for quote in quotation.quotes:
                for sentence in split_sentences(quote):
                    topic = self._linker.support(words, fold(sentence)) >= 0.5
                    if _REASON.search(sentence) and (direction.search(sentence) or topic):
                        return True
        return False

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

    def ranked(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> list[Scored]:
        """Return the cells, best first: the row is chosen by what it is about, then the column by what is asked."""
        report = draft.catalog.report
        asked = self._asked(plan, words, draft)
        text = f"{plan.text} {asked.search_text}".strip()
        hits = self._search(
            PassageQuery(report.name, text, initiatives=plan.initiatives, blocks=plan.blocks, limit=200)
        )
        cells: dict[str, list[Scored]] = {}
        compounds = [one for one in dict.fromkeys(_COMPOUND.findall(fold(plan.text))) if len(one) >= 4]
        for hit in hits:
            passage = hit.passage
            if passage.text.strip() in ("-", "－", "") or passage.kind is PassageKind.TABLE_ROW:
                continue  # rows of plain tables are asked for as such, never quoted as commentary
            path = _folded(draft.catalog.heading_path(passage.block_id))
            own = asked.support(_folded(passage.text))
            support = asked.support(
                f"{path} {_folded(passage.text)} {self._overview(passage.block_id, draft)}"
            )
            names = self._linker.support(words, self._names(passage.block_id, draft))
            said = _folded(passage.text) + self._overview(passage.block_id, draft)
            score = hit.score + _WORDS_BONUS * (0.5 * own + 0.3 * support) + _NAME_BONUS * names
            score += _COMPOUND_BONUS * sum(one in said for one in compounds)
            if plan.wants_number and not _NUMBERED.search(_folded(passage.text)):
                score -= 1.0
            if passage.kind is PassageKind.REMARKS and "総評" not in plan.text:
                score -= 2.5  # the closing remarks repeat what a row says better
            if "再掲" in passage.text and len(passage.text) < 60:
                score -= 1.5
            cells.setdefault(passage.block_id, []).append(Scored(hit, score, support))
        rows = sorted(cells.values(), key=lambda row: -max(one.score for one in row))
        # 「R3 取組状況」 beside 「R5 取組状況」: the year asked about, else the report's own.
        told = {year for one in report.passages for year in column_years(one.column)}
        wanted = (set(plan.years) or {report.fiscal_year}) if len(told) > 1 else told
        return [
            one
            for row in rows
            for one in sorted(row, key=lambda one: -self._in_row(one, plan, asked, wanted))
        ]

    def _asked(self, plan: NarrativePlan, words: tuple[Word, ...], draft: Draft) -> EverydayWords:
        """Return the question's words with what this report calls them."""
        if self._printed is None:
            self._printed = fold(" ".join(one.text for one in draft.catalog.report.passages))
        key = (plan.text, words)
        last = self._last  # another thread may put its own there meanwhile
        if last is None or last[0] != key:
            last = key, EverydayWords(fold(plan.text), words, self._printed, self._linker)
            self._last = last
        return last[1]

    def _pinned(self, plan: NarrativePlan, found: list[Scored]) -> list[Scored]:
        """Put the cell first whose sentence states the figure, where planning found it."""
        if plan.stated is None:
            return found
        block, column, _ = plan.stated
        first = [
            one for one in found if (one.hit.passage.block_id, one.hit.passage.column) == (block, column)
        ]
        return first + [one for one in found if one not in first]

    def _in_row(
        self, one: Scored, plan: NarrativePlan, asked: EverydayWords, wanted_years: set[int]
    ) -> float:
        """Return the score of a cell among the cells of its row."""
        passage = one.hit.passage
        score = one.score
        leaning = leaning_of(plan.text)
        # 「新しく始めたことは」 ends as a definition does and asks for what was done.
        columns = () if plan.definition and leaning is PassageKind.STATUS else plan.columns
        if passage.kind.value in columns:
            bonus = _ISSUES_BONUS if passage.kind is PassageKind.ISSUES else _COLUMN_BONUS
            score += bonus * (1.0 if passage.kind.value == columns[0] else 0.7)
        elif columns and passage.kind is PassageKind.OVERVIEW and leaning is not PassageKind.OVERVIEW:
            score -= _COLUMN_BONUS
        if not plan.wants_reason:
            score += leaning_bonus(plan.text, passage.kind)
        if years := column_years(passage.column):
            score -= 0.0 if years & wanted_years else _OTHER_YEAR
        if plan.wants_reason:
            score += self._explains(passage.text, plan, asked)
        overview_asked = "overview" in columns or leaning is PassageKind.OVERVIEW
        if passage.kind is PassageKind.OVERVIEW and not overview_asked:
            score -= _COLUMN_BONUS
        return score

    def _explains(self, text: str, plan: NarrativePlan, asked: EverydayWords) -> float:
        """Return how well a cell gives a reason: a sentence with a cause and the direction asked about counts most."""
        falls = plan.direction < 0 or (not plan.direction and _LACKING.search(plan.text) is not None)
        direction = _UP if plan.direction > 0 else _DOWN if falls else None
        best = 0.0
        for sentence in split_sentences(text):
            cause = _CAUSE.search(sentence) is not None
            moved = direction is not None and direction.search(sentence) is not None
            topic = asked.support(fold(sentence))
            best = max(best, 0.6 * cause + 0.6 * moved + 1.2 * (cause and moved) + 1.2 * topic * cause)
        return best

    def _names(self, block_id: str, draft: Draft) -> str:
        """Return what a row is called: its initiative and its indicators."""
        block = draft.catalog.blocks.get(block_id)
        if block is None:
            return ""
        names = [draft.catalog.name(block_id), *(one.name or "" for one in block.indicators)]
        return _folded(" ".join(names))

    def _overview(self, block_id: str, draft: Draft) -> str:
        block = draft.catalog.blocks.get(block_id)
        if block is None:
            return ""
        return " ".join(_folded(one.text) for one in block.passages if one.kind is PassageKind.OVERVIEW)

    def _cells(
        self, plan: NarrativePlan, words: tuple[Word, ...], found: list[Scored], draft: Draft
    ) -> list[Scored]:
        best = found[0]
        row = [one for one in found if one.hit.passage.block_id == best.hit.passage.block_id]
        chosen: list[Scored] = []
        if plan.wants_reason and not plan.wants_number:
            told = [one for one in row if one.hit.passage.kind is not PassageKind.OVERVIEW]
            asked = self._asked(plan, words, draft)
            chosen += sorted(told, key=lambda one: -self._explains(one.hit.passage.text, plan, asked))[:1]
        for column in plan.columns:
            if len(plan.columns) > 1 or plan.wants_reason:
                chosen += [one for one in row if one.hit.passage.kind.value == column][:1]
        if not chosen or plan.stated is not None:
            chosen.insert(0, best)
        if plan.columns and plan.stated is None:
            chosen += self._sister_rows(plan, words, chosen[0], found)
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

    def _sentences(self, hit: Hit, plan: NarrativePlan, words: tuple[Word, ...]) -> tuple[str, ...]:
        """Return the sentences to quote in their order; the whole cell where it is short."""
        text = hit.passage.text
        sentences = split_sentences(text)
        if len(text) <= _WHOLE_CELL or len(sentences) <= 2:
            return (text,)
        scores = {one.position: one.score for one in hit.sentences}
        ranked = []
        for position, sentence in enumerate(sentences):
            folded = fold(sentence)
            score = scores.get(position, 0.0) + 2.5 * self._linker.support(words, folded)
            if plan.wants_number and _NUMBERED.search(folded):
                score += 0.8
            if plan.wants_reason and _CAUSE.search(sentence):
                score += 0.5
            ranked.append((score, position))
        best = (
            plan.stated[2]
            if plan.stated is not None and plan.stated[1] == hit.passage.column
            else max(ranked)[1]
        )
        keep = {position for _, position in sorted(ranked, reverse=True)[:_SENTENCES]}
        keep |= {best}
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
            draft.say(
                f"関連する記載として、{where}の「{passage.column}」（{passage.source}、{passage.place}）があります。"
            )


def reading_text(plan: NarrativePlan, draft: Draft) -> str:
    """Return how a narrative question was read."""
    labels = {"status": "取組状況", "issues": "課題・対応策", "overview": "事業概要"}
    columns = "・".join(labels[one] for one in plan.columns if one in labels)
    if plan.blocks:
        names = dict.fromkeys(draft.catalog.name(one) for one in plan.blocks)
        where = "、".join(list(names)[:3]) + ("ほか" if len(names) > 3 else "")
    else:
        where = "報告書の記述から検索"
    wants = "記述の中の数値" if plan.wants_number else "理由" if plan.wants_reason else ""
    return "・".join(part for part in (where, columns, wants) if part)
