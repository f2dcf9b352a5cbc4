"""Questions asked again for taking their answers along, with what is needed to reproduce them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.types import Answer, Status
from corpus.errors import KeikakuError
from ui.asking import Asker, QuestionError, Replaying, checked_question
from ui.web.site import Site

if TYPE_CHECKING:
    from index.facts import ReportInfo

MOST_TURNS = 30  # as many as a conversation in the chat keeps
_TRIES = 3  # until no publication falls between two questions


class TooManyQuestionsError(KeikakuError):
    """More questions than a conversation holds."""

    def __init__(self, given: int) -> None:
        super().__init__(
            f"質問が{given}件あります。一度に扱えるのは{MOST_TURNS}件までです。古い質問を除いて、もう一度開いてください。"
        )


class FailedAnswerError(KeikakuError):
    """No answer could be given; the message is the one that a person is shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its answer."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Transcript:
    """Questions and answers from one generation of the store.

    `generation` names it; with the reports (those cited, else the newest) it tells what was answered
    from. `made` is the time now, `address` where the same answer is shown again.
    """

    turns: tuple[Asked, ...]
    generation: str
    reports: tuple[ReportInfo, ...]
    made: datetime
    address: str

    @property
    def last(self) -> Asked:
        """The last question, which the others led to."""
        return self.turns[-1]


def transcript_of(site: Site, questions: Sequence[str], limit: int, address: str) -> Transcript:
    """Ask the questions in their order in a fresh conversation.

    Raises QuestionError, TooManyQuestionsError, FailedAnswerError or StoreError with what to do.
    """
    if not questions:
        raise QuestionError("質問がありません。質問する画面で質問してから、回答のページを開いてください。")
    if len(questions) > MOST_TURNS:
        raise TooManyQuestionsError(len(questions))
    asked = [checked_question(one, limit) for one in questions]
    for _ in range(_TRIES):
        shelf = site.shelf()
        turns = _answers(site.asker, asked)
        if site.shelf().generation == shelf.generation:
            break
    cited = {one.report for turn in turns for one in turn.answer.citations}
    reports = tuple(one for one in shelf.infos if one.name in cited) or shelf.infos[:1]
    return Transcript(
        tuple(turns),
        shelf.generation,
        reports,
        datetime.now().astimezone(),
        address,
    )


def _answers(asker: Asker, questions: Sequence[str]) -> list[Asked]:
    """Answer all questions; they were counted when they were asked in the chat, so they are not again."""
    ask = asker.ask_again if isinstance(asker, Replaying) else asker.ask
    conversation: Any = None
    turns: list[Asked] = []
    for question in questions:
        reply = ask(question, conversation)
        if reply.answer.status is Status.ERROR:
            raise FailedAnswerError(reply.answer.answer)
        conversation = reply.conversation
        turns.append(Asked(question, reply.answer))
    return turns
