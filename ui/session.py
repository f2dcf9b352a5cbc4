"""What one browser tab has asked so far; every step returns a new session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from assistant.types import Answer, ReadingSlot, Status
from ui.halting import Halt

# A long conversation is sent to the browser whole with each answer; older turns scroll out of the log.
_KEPT_TURNS = 30


@dataclass(frozen=True, slots=True)
class Context:
    """What a question leans on: the assistant's conversation, opaque here, and the questions that led to it."""

    conversation: Any = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; the answer is None while it is being worked out, or was stopped.

    `halt` is how who works on it learns that it is not waited for any longer.
    """

    number: int
    question: str
    before: Context = Context()
    answer: Answer | None = None
    conversation: Any = None  # as the answer left it
    reading: tuple[ReadingSlot, ...] = ()
    stopped: bool = False
    halt: Halt[Session] = field(default_factory=Halt, compare=False, repr=False)

    @property
    def chain(self) -> tuple[str, ...]:
        """The questions that reproduce the answer when a fresh conversation asks them, this one last."""
        return (*self.before.chain, self.question)

    @property
    def after(self) -> Context:
        """What the next question leans on; one that failed or was stopped leaves no trace."""
        if self.answer is None or self.answer.status is Status.ERROR:
            return self.before
        return Context(self.conversation, self.chain)


@dataclass(frozen=True, slots=True)
class Session:
    """The turns of one conversation; `editing` is the number of the question that is being rewritten."""

    turns: tuple[Turn, ...] = ()
    editing: int | None = None

    @property
    def last(self) -> Turn | None:
        """The last turn, None at the start of a conversation."""
        return self.turns[-1] if self.turns else None

    @property
    def after(self) -> Context:
        """What the next question leans on."""
        return self.turns[-1].after if self.turns else Context()

    def turn(self, number: int) -> Turn | None:
        """Return the turn of this number; None where there is none, or none any longer."""
        return next((one for one in self.turns if one.number == number), None)

    def asked(self, question: str, before: Context) -> Session:
        """Return the session with a question that waits for its answer; nothing is being rewritten then."""
        number = self.turns[-1].number + 1 if self.turns else 1
        return Session((*self.turns, Turn(number, question, before))[-_KEPT_TURNS:])

    def answered(self, answer: Answer, conversation: Any, reading: tuple[ReadingSlot, ...] = ()) -> Session:
        """Return the session with the last question answered."""
        *before, last = self.turns
        return Session((*before, replace(last, answer=answer, conversation=conversation, reading=reading)))

    def given_up(self) -> Session:
        """Stop working on a question that still waits, and return the session with it marked as stopped."""
        if not self.turns or self.turns[-1].answer is not None or self.turns[-1].stopped:
            return self
        *before, last = self.turns
        stopped = Session((*before, replace(last, stopped=True)))
        last.halt.give(stopped)
        return stopped

    def left(self) -> Session:
        """Stop working on a question that still waits, and return the session of a new conversation."""
        if self.turns and self.turns[-1].answer is None and not self.turns[-1].stopped:
            self.turns[-1].halt.give(Session())
        return Session()

    def until(self, number: int) -> Session:
        """Return the session as it was before a turn: that turn and those after it are gone."""
        return Session(tuple(one for one in self.turns if one.number < number))

    def rewriting(self, number: int | None) -> Session:
        """Return the session with the question of a turn being rewritten, or none."""
        known = number is not None and self.turn(number) is not None
        return replace(self, editing=number if known else None)
