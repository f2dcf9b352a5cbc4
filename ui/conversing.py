"""The steps of a conversation: what a person's order (ask, ask again, rewrite) does to the session."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from assistant.types import Answer, ReadingSlot
from corpus.errors import KeikakuError
from ui.asking import Asker, Reply, Rereader, checked_question, error_answer
from ui.session import Context, Session

_log = logging.getLogger(__name__)
# Answers are worked out here, so that a person who stops waiting is free at once to ask something else.
_WORKERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="answer")
_LOOK_S = 0.02  # how often it is looked whether the question was stopped
_FAULT = "処理中に問題が起きました。言い方を変えて、もう一度お尋ねください。"


@dataclass(frozen=True, slots=True)
class Order:
    """What a person wants: `do` is ask, fresh, follow, retry, rewrite or keep (rewrite no longer).

    `fresh` asks without what was asked before, `follow` with the conversation as turn `turn` left it;
    `retry` and `rewrite` are about the question of turn `turn`.
    """

    do: str = "ask"
    question: str = ""
    turn: int = 0

    @classmethod
    def parse(cls, text: str) -> Order | None:
        """Return the order that the page's script wrote; None for anything else."""
        try:
            given = json.loads(text)
            return cls(str(given["do"]), str(given.get("question", "")), int(given.get("turn") or 0))
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class Step:
    """The session after a step; `box` is what the question box holds then, None where it is left alone."""

    session: Session
    box: str | None = None
    complaint: str = ""

    def undrawn(self) -> Step:
        """Return the step with its answer exchanged for one that says that it failed."""
        last = self.session.last
        kept = self.session.until(last.number) if last else self.session
        failed = kept.asked(last.question, last.before).answered(error_answer(_FAULT), None) if last else kept
        return Step(failed, self.box, self.complaint)


def steps(asker: Asker, order: Order, session: Session, limit: int) -> Iterator[Step]:
    """Yield the session first with the question alone, then with its answer; the box is emptied at once.

    A text that is no question leaves the conversation as it was and stays in the box.
    """
    turn = session.turn(order.turn)
    match order.do:
        case "rewrite" if turn is not None:
            yield Step(session.rewriting(turn.number), turn.question)
        case "keep":
            yield Step(session.rewriting(None), "")
        case "retry" if turn is not None:
            yield from _asked(asker, turn.question, session.until(turn.number), turn.before)
        case "follow" if turn is not None:
            yield from _checked(asker, order.question, session, turn.after, limit)
        case "fresh":
            yield from _checked(asker, order.question, session, Context(), limit)
        case "ask":
            rewritten = session.turn(session.editing or 0)
            before = rewritten.before if rewritten else session.after
            yield from _checked(asker, order.question, session, before, limit)
        case _:
            yield Step(session)


def replay(asker: Asker, questions: tuple[str, ...], limit: int) -> Iterator[Step]:
    """Yield the steps of a conversation that an address asks for, question by question."""
    session = Session()
    for question in questions:
        for step in _checked(asker, question, session, session.after, limit):
            session = step.session
            yield step
        if session.last is None or session.last.stopped:
            return


def _checked(asker: Asker, text: str, session: Session, before: Context, limit: int) -> Iterator[Step]:
    try:
        question = checked_question(text, limit)
    except KeikakuError as error:
        yield Step(session, complaint=str(error) if text.strip() else "")
        return
    if session.editing is not None:
        session = session.until(session.editing)
    yield from _asked(asker, question, session, before)


def _asked(asker: Asker, question: str, session: Session, before: Context) -> Iterator[Step]:
    asked = session.asked(question, before)
    yield Step(asked, "")
    halt = asked.turns[-1].halt
    work = _WORKERS.submit(_answer, asker, question, before.conversation)
    while not wait([work], timeout=_LOOK_S).done:
        if halt.hear() is not None:
            break  # what was begun ends unheard
    instead = halt.hear()
    yield Step(asked.answered(*work.result()) if instead is None else instead)


def _answer(asker: Asker, question: str, conversation: Any) -> tuple[Answer, Any, tuple[ReadingSlot, ...]]:
    try:
        reply = asker.ask(question, conversation)
    except KeikakuError as error:
        return error_answer(str(error)), conversation, ()
    except Exception:
        # The page must say something whatever went wrong; details are for the operator's log only.
        _log.exception("question failed")
        return error_answer(_FAULT), conversation, ()
    return reply.answer, reply.conversation, _reading(asker, question, reply, conversation)


def _reading(asker: Asker, question: str, reply: Reply, before: Any) -> tuple[ReadingSlot, ...]:
    if not isinstance(asker, Rereader):
        return ()
    try:
        return asker.reading(question, reply, before)
    except Exception:
        # The answer is there and right; without its chips it is still whole.
        _log.exception("reading of a question failed")
        return ()
