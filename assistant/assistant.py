"""The front door: one assistant over all reports in a store, one question at a time."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from assistant.briefing.brief import Brief
from assistant.briefing.drafting import draft_from, shown_in_chat
from assistant.briefing.request import draft_topic
from assistant.choosing import Choice, choose
from assistant.conversation import Conversation
from assistant.editions.answers import answer_about_editions, catalogue
from assistant.editions.elsewhere import Answered, answer_over_editions
from assistant.errata_notes import ErrataNotes
from assistant.grounding import ungrounded_figures, ungrounded_quotations
from assistant.lazy_embeddings import LazyEmbeddings
from assistant.library import Library
from assistant.rereading.slots import Rereader
from assistant.settings import Settings
from assistant.types import Answer, ReadingSlot, Reason, Route, Status
from assistant.understanding.few_shot import FewShot
from corpus.errors import ModelError
from index.build import Index, open_index

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.runnables import Runnable

    from index.query import Hit, PassageQuery

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the conversation to hand to the next question."""

    answer: Answer
    conversation: Conversation


class Assistant:
    """Answers questions over the reports of one store. Safe to use from several threads."""

    def __init__(self, index: Index, settings: Settings, operations: FewShot | None = None) -> None:
        self._index = index
        self._settings = settings
        self._operations = operations
        self._library = Library(index.facts, self._search, settings.home, self._operations)
        self._rereader = Rereader(self._library)
        names = {one.name for one in self._library.infos}
        self._errata = ErrataNotes(settings.home, names, self._library.report)

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Open the store of the settings; raises StoreError where it is empty. Loads no model."""
        embeddings = LazyEmbeddings(settings)  # one model for searching and for guessing
        index = open_index(settings.home, cast("Embeddings", embeddings))
        return cls(index, settings, FewShot(embeddings, kept_in=settings.home))

    @property
    def title(self) -> str:
        """The title of the newest report, and how many others there are."""
        others = len(self._library.infos) - 1
        return self._library.newest.title + (f" ほか{others}件" if others else "")

    @property
    def library(self) -> Library:
        """The reports that are answered from, with what is known of each."""
        return self._library

    def examples(self) -> tuple[str, ...]:
        """Return questions that work, made from the names in the newest report."""
        return self._library.engine(self._library.newest.name).planner.examples()

    def warm_up(self) -> None:
        """Compose the LangChain chains and load the dictionary and the embedding model.

        A server calls this once; the first question is then not slow.
        """
        from assistant.chain import build_chain
        from index.query import PassageQuery

        # The search first: a question about the commentary waits for the model, one about figures for nothing.
        newest = self._library.newest.name
        self._search(PassageQuery(newest, "取組の課題", limit=1))
        for info in self._library.infos:
            engine = self._library.engine(info.name)
            engine.run = build_chain(engine).invoke
        self._library.engine(newest).fit(self.examples()[0])
        if self._operations is not None:
            self._operations.warm_up()

    def ask(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer one question, leaning on the conversation where the question does.

        Never raises for what a person typed: an empty or overlong question is answered with
        what to do. ModelError and StoreError of a broken installation are raised.
        """
        before = conversation or Conversation()
        topic = draft_topic(question)
        if topic is not None and self._unusable(question) is None:
            drafted, after = self._drafted(topic, before)
            return Reply(shown_in_chat(drafted) if isinstance(drafted, Brief) else drafted, after)
        direct = self._unusable(question) or catalogue(question, self._library)
        if direct is not None:
            return Reply(direct, before)
        choice = choose(question, before, self._library)
        if isinstance(choice, Answer):
            return Reply(choice, before)
        found = answer_about_editions(question, choice, self._library)
        if found is None:
            found = answer_over_editions(choice, self._library)
        held = self._library.engine(found.info.name).planner.catalog.indicators
        answer = _grounded(found.answer, question, len(held))
        named = choice.named and found.info == choice.info
        after = replace(found.after, report=found.info.name, report_named=named)
        if answer.status is not Status.CLARIFY:
            after = replace(after, question=question)
        named_answer = self._named(replace(found, answer=answer), choice)
        return Reply(self._errata.noted(named_answer), after)

    def brief(self, question: str) -> Brief | Answer:
        """Return the council answer draft on a question, or the refusal or question back that stands instead.

        A request around the question (「…の答弁案を作って」) is taken off.
        """
        topic = draft_topic(question)
        return self._drafted(question if topic is None else topic, Conversation())[0]

    def reading(
        self, question: str, reply: Reply, before: Conversation | None = None
    ) -> tuple[ReadingSlot, ...]:
        """Return how a question was read, part by part, with ready questions that change one part.

        `before` is the conversation that the question was asked in. Empty where no plan was answered.
        """
        after = reply.conversation
        unanswered = reply.answer.status in (Status.CLARIFY, Status.ERROR) or reply.answer.drafted
        if unanswered or (before is not None and after.plan is before.plan):
            return ()
        return self._rereader.slots(question, after)

    def as_runnable(self) -> Runnable[dict[str, Any], Reply]:
        """Return this assistant as a LangChain Runnable over {"question", "conversation"}."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(lambda given: self.ask(given["question"], given.get("conversation")))

    # -- inside --------------------------------------------------------------------------

    def _drafted(self, topic: str, before: Conversation) -> tuple[Brief | Answer, Conversation]:
        """Draft an answer on a topic, or on the question before where none is named."""
        if topic or before.plan is None or not before.question:
            question, reply = topic, self.ask(topic, before)
        else:
            engine = self._library.engine(before.report)
            answer, after = engine.ask(before.question, before, before.plan)
            answer = _grounded(answer, before.question, len(engine.catalog.indicators))
            after = replace(after, report=before.report, report_named=before.report_named)
            question, reply = before.question, Reply(answer, replace(after, question=before.question))
        made = draft_from(question, reply.answer, reply.conversation, self._library)
        if isinstance(made, Answer):
            return made, reply.conversation
        held = self._library.engine(reply.conversation.report).planner.catalog.indicators
        checked = _grounded(made.to_check, question, len(held))
        if checked.status is not Status.ANSWERED:
            return checked, reply.conversation
        # What the answer itself cites is noted in the draft already; the draft cites more.
        told = set(reply.answer.notes)
        notes = [one for one in self._errata.notes(made.answer.citations) if one not in told]
        return made.with_remarks(notes), reply.conversation

    def _unusable(self, question: str) -> Answer | None:
        if not question.strip():
            return Answer(
                Status.CLARIFY, Route.NONE, "質問を入力してください。", "入力なし", choices=self.examples()
            )
        if len(question) > self._settings.question_limit:
            return Answer(
                Status.NOT_IN_REPORT,
                Route.NONE,
                f"質問が長すぎます（{len(question)}文字）。{self._settings.question_limit}文字以内に分けてお尋ねください。",
                "質問が長すぎる",
                Reason.NOT_UNDERSTOOD,
            )
        return None

    def _search(self, query: PassageQuery) -> list[Hit]:
        return self._index.passages.search(query)

    def _named(self, found: Answered, choice: Choice) -> Answer:
        """With several reports, say which ones answer."""
        answer = found.answer
        if choice.note and answer.status is Status.ANSWERED:
            answer = replace(answer, notes=(*answer.notes, choice.note))
        if not self._library.several or not found.titled:
            return answer
        cited = {one.report for one in answer.citations} or {found.info.name}
        first = [found.info, *self._library.infos]
        titles = "、".join(dict.fromkeys(one.title for one in first if one.name in cited))
        return replace(
            answer,
            interpretation=f"{found.info.title}・{answer.interpretation}",
            answer=f"{answer.answer}\n（報告書: {titles}）",
        )


def _grounded(answer: Answer, question: str, counted: int) -> Answer:
    """Return the answer, or one that says nothing where a figure or quotation is in no cited evidence."""
    broken = ungrounded_quotations(answer) or ungrounded_figures(answer, question, counted)
    if not broken:
        return answer
    _log.error("withheld: %r of %r is in no cited evidence", broken[:3], question)
    return Answer(
        Status.ERROR,
        Route.NONE,
        "回答に用いた数値または引用を報告書の記載と照合できなかったため、回答を控えます。"
        "お手数ですが、管理担当にお知らせください。",
        answer.interpretation,
    )


__all__ = ["Assistant", "Brief", "ModelError", "Reply"]
