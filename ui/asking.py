"""Putting a question to the assistant, the same at every door: terminal, chat and HTTP."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from assistant.types import Answer, Route, Status
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
    reply: Reply | None = None
    for turn in turns:
        reply = asker.ask(checked_question(turn), reply.conversation if reply else None)
    if reply is None:
        raise QuestionError("質問が入力されていません。")
    return reply


def error_answer(message: str) -> Answer:
    """Return an Answer that says in Japanese what went wrong."""
    return Answer(status=Status.ERROR, route=Route.NONE, answer=message, interpretation="")
