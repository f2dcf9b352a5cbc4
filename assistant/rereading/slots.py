"""The reading of an answered question as slots that can be changed to ask again.

A changed question is offered only where it was read back: it is put to the planner, and what the planner
decides must be the plan that was to be asked for. So nothing is offered that would be read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from assistant.answering.figures import answer_figures
from assistant.choosing import Choice, choose, plan_text
from assistant.conversation import Conversation
from assistant.library import Library
from assistant.plans import FiguresPlan, Plan, years_of
from assistant.rereading.changes import YEARS, Part, parts_of, same_reading
from assistant.rereading.wording import questions_for
from assistant.types import ReadingChange, ReadingSlot, Status
from assistant.understanding.catalog import ItemKind
from assistant.understanding.reading import Reading, read_question
from corpus.fiscal import era_label
from index.facts import ReportInfo

_NEAR = 4  # indicators that the words of the question fit as well
_KEPT = 4096  # ready questions whose meaning is kept
_LIKELY = 0.5  # share of the question's words that such an indicator must explain


class Rereader:
    """Tells how questions were read. Keeps what ready questions mean: many answers offer the same ones."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read_alone = lru_cache(maxsize=_KEPT)(self._read_first)

    def slots(self, question: str, after: Conversation) -> tuple[ReadingSlot, ...]:
        """Return the parts of the plan that answered a question, each with the changes that work.

        `after` is the conversation as the answer left it. Empty for plans without parts (help, structure).
        """
        info = self._library.info(after.report)
        if info is None or after.plan is None:
            return ()
        engine = self._library.engine(info.name)
        reading = read_question(question, engine.catalog, engine.linker)
        near = tuple(
            one.item.id
            for one in engine.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)[:_NEAR]
            if one.coverage >= _LIKELY
        )
        parts = parts_of(after.plan, near, engine.catalog)
        verifier = _Verifier(question, reading, after, info, self._library, self._read_alone)
        slots = [ReadingSlot(one.label, one.value, tuple(verifier.changes(one))) for one in parts]
        if self._library.several and parts:
            slots.insert(0, ReadingSlot("報告書", info.title))
        return tuple(slots)

    def _read_first(self, question: str) -> tuple[str, Plan] | None:
        return _read(question, Conversation(), self._library)


def _read(question: str, before: Conversation, library: Library) -> tuple[str, Plan] | None:
    """Return which report would answer a question, and by what plan; None where it would be asked back about."""
    choice = choose(question, before, library)
    if not isinstance(choice, Choice):
        return None
    if choice.plan is not None:
        return choice.info.name, choice.plan
    engine = library.engine(choice.info.name)
    reading = read_question(choice.question, engine.catalog, engine.linker)
    return choice.info.name, engine.planner.plan(reading, choice.before)


class _Verifier:
    """Finds for a changed plan a question that is read as just that plan."""

    def __init__(
        self,
        question: str,
        reading: Reading,
        after: Conversation,
        info: ReportInfo,
        library: Library,
        read_alone: Callable[[str], tuple[str, Plan] | None],
    ) -> None:
        self._question = question.strip()
        self._reading = reading
        self._after = after
        self._info = info
        self._library = library
        self._read_alone = read_alone

    def changes(self, part: Part) -> Iterator[ReadingChange]:
        """Yield the changes of a part that can be asked for."""
        for value, plan in part.others:
            found = self._change(part.label, value, plan)
            if found is not None:
                yield found

    def _change(self, label: str, value: str, plan: Plan) -> ReadingChange | None:
        if not self._held(plan):
            return None
        for question in self._alone(label, plan):
            if self._fits(self._read_alone(question), plan):
                return ReadingChange(value, question)
        for question in self._following(label, plan):
            if self._fits(_read(question, self._after, self._library), plan):
                return ReadingChange(value, question, follows=True)
        return None

    def _held(self, plan: Plan) -> bool:
        """Whether the report holds the figures that a changed plan asks for; lists may well be empty."""
        if not isinstance(plan, FiguresPlan):
            return True
        draft = self._library.engine(self._info.name).draft()
        return answer_figures(plan, draft).status is Status.ANSWERED

    def _fits(self, read: tuple[str, Plan] | None, plan: Plan) -> bool:
        return read is not None and read[0] == self._info.name and same_reading(read[1], plan)

    def _alone(self, label: str, plan: Plan) -> Iterator[str]:
        """Yield questions that stand alone, with the report named where it would not answer by itself."""
        catalog = self._library.engine(self._info.name).catalog
        written = [*questions_for(plan, catalog)]
        if label == YEARS and (typed := self._typed_with(years_of(plan))):
            written.append(typed)
        yield from written
        if self._library.several:
            newest = self._library.editions(self._info)[0] == self._info
            edition = "" if newest else f"{era_label(self._info.fiscal_year)}の報告書の"
            for one in written:
                yield f"{plan_text(self._info)}の{edition}{one}"

    def _typed_with(self, years: tuple[int, ...]) -> str | None:
        """Return the question as it was typed with its one year exchanged; None where it says none, or more."""
        spans = self._reading.years.spans
        # The spans count in the folded question; only where folding kept each character do they fit.
        if len(years) != 1 or len(spans) != 1 or len(self._reading.folded) != len(self._question):
            return None
        (start, end) = spans[0]
        after = self._question[end:]
        if re.match(r"年度?", after):
            return None
        return f"{self._question[:start]}{era_label(years[0])}{after}"

    def _following(self, label: str, plan: Plan) -> Iterator[str]:
        years = years_of(plan)
        if label == YEARS and len(years) == 1:
            yield f"{era_label(years[0])}は？"
