"""Putting a question to the assistant, the same at every door: terminal, chat and HTTP."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from assistant.types import Answer, ReadingSlot, Route, Status
from corpus.errors import KeikakuError

if TYPE_CHECKING:
    from assistant.briefing.brief import Brief

DEFAULT_LIMIT = 500  # characters; the longest real questions have about 120


class Reply(Protocol):
    """One answer and the conversation to hand to the next question."""

    @property
    def answer(self) -> Answer: ...
    @property
    def conversation(self) -> Any: ...


class Asker(Protocol):
    """What the faces need of the assistant; tests put a scripted one in its place."""

    def ask(self, question: str, conversation: Any = None) -> Reply:
        """Answer one question; `conversation` is what the turn before handed over."""
        ...


@runtime_checkable
class Drafter(Protocol):
    """What can write council answer drafts, too."""

    def brief(self, question: str) -> Brief | Answer:
        """Return the draft on a question, or the answer that stands instead of one."""
        ...


@runtime_checkable
class Replaying(Protocol):
    """What tells a question asked for the first time from an earlier turn that only leads to the last."""

    def ask_again(self, question: str, conversation: Any = None) -> Reply:
        """Answer a question of an earlier turn once more."""
        ...


@runtime_checkable
class Rereader(Protocol):
    """What can tell how a question was read, part by part, with questions that change a part."""

    def reading(self, question: str, reply: Any, before: Any = None) -> tuple[ReadingSlot, ...]:
        """Return the reading of a question that was just answered; `before` is what it was asked with."""
        ...


@runtime_checkable
class Guide(Protocol):
    """What knows the reports in use: their title, and questions that work with them."""

    @property
    def title(self) -> str: ...
    def examples(self) -> tuple[str, ...]:
        """Return questions that work with the reports in use."""
        ...


@runtime_checkable
class Warming(Protocol):
    """What loads a model in the background and tells when it is there."""

    @property
    def warm(self) -> bool: ...


class QuestionError(KeikakuError):
    """The text cannot be taken as a question; the message says why."""


def checked_question(text: str, limit: int | None = None) -> str:
    """Return the question on one line, without control characters; raise QuestionError where unusable.

    Without `limit` the length is left to the assistant, which answers what to do.
    """
    visible = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text)
    question = " ".join(visible.split())
    if not question:
        raise QuestionError("質問が入力されていません。質問を日本語で入力してください。")
    if limit is not None and len(question) > limit:
        raise QuestionError(
            f"質問は{limit}文字以内で入力してください（いま{len(question)}文字）。"
            "質問を短く分けて、1つずつお尋ねください。"
        )
    return question


def ask_turns(asker: Asker, turns: Iterable[str]) -> Reply:
    """Ask the turns one after the other in a fresh conversation and return the last reply."""
    questions = [checked_question(turn) for turn in turns]
    if not questions:
        raise QuestionError("質問が入力されていません。")
    again = asker.ask_again if isinstance(asker, Replaying) else asker.ask
    conversation: Any = None
    for question in questions[:-1]:
        conversation = again(question, conversation).conversation
    return asker.ask(questions[-1], conversation)


def error_answer(message: str) -> Answer:
    """Return an Answer that says in Japanese what went wrong."""
    return Answer(status=Status.ERROR, route=Route.NONE, answer=message, interpretation="")
