"""Questions to go on with: examples at the start, and follow-ups that were tried before they are offered."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from assistant.types import Answer, Status
from corpus.errors import KeikakuError
from ui.asking import Asker, Replaying, Warming
from ui.markdown import escape
from ui.session import Turn

_OFFERED = 4
_TIME_S = 0.3  # for trying; a slow search is not worth keeping a processor from other people's questions
_ONE = ("推移は？", "前年度と比べると？", "目標との差は？", "担当課は？")
_SEVERAL = ("その中で達成率が一番低いのは？", "担当課ごとの件数は？")
_TOLD = ("理由は？", "課題は？", "答弁案を作って")


def follow_ups(asker: Asker, turn: Turn) -> tuple[str, ...]:
    """Return short questions that the assistant answers next, about what this turn was about."""
    answer = turn.answer
    if answer is None or answer.status is not Status.ANSWERED or not answer.sources or answer.drafted:
        return ()
    until = time.perf_counter() + _TIME_S
    found: list[str] = []
    seen = {answer.answer}
    for question in _candidates(asker, answer):
        if len(found) == _OFFERED or time.perf_counter() > until:
            break
        tried = _tried(asker, question, turn)
        if tried is not None and tried.answer not in seen and _continues(answer, tried):
            seen.add(tried.answer)
            found.append(question)
    return tuple(found)


def examples_html(examples: tuple[str, ...]) -> str:
    """Return what an empty page offers: what can be asked, and questions known to work."""
    lead = "報告書の数値と記述について、ふだんの言葉でお尋ねください。"
    return f'<section class="kk-start" aria-label="質問の例"><p>{lead}たとえば：</p>{_buttons(examples)}</section>'


def follow_ups_html(questions: tuple[str, ...], turn: int) -> str:
    """Return the follow-ups as buttons; they lean on the answer that they were made for."""
    if not questions:
        return ""
    return (
        '<section class="kk-next" aria-label="続けて聞く"><p>続けて聞く</p>'
        f"{_buttons(questions, turn)}</section>"
    )


def _candidates(asker: Asker, answer: Answer) -> Iterator[str]:
    # Commentary is searched with the model: before that is loaded, trying would take seconds.
    told = _TOLD if isinstance(asker, Warming) and asker.warm else ()
    yield from told[:1]
    yield from (_ONE if len(answer.rows) <= 1 else _SEVERAL)
    yield from told[1:]


def _tried(asker: Asker, question: str, turn: Turn) -> Answer | None:
    ask = (
        asker.ask_again if isinstance(asker, Replaying) else asker.ask
    )  # nobody has asked: it is not counted
    try:
        return ask(question, turn.conversation).answer
    except (KeikakuError, ArithmeticError, LookupError, ValueError):
        return None  # what fails is not offered; a person asking it would be told


def _continues(before: Answer, after: Answer) -> bool:
    """Whether an answer is about the items of the one before."""
    if after.status is not Status.ANSWERED:
        return False
    return bool(after.drafted) or bool(_items(before) & _items(after))


def _items(answer: Answer) -> set[str]:
    """Return the initiatives that an answer rests on: ①-2 of ①-2#1 and ①-2:取組状況."""
    return {re.split(r"[#:.]", one)[0] for one in answer.sources}


def _buttons(questions: tuple[str, ...], turn: int = 0) -> str:
    order = f'data-kk-do="follow" data-kk-turn="{turn}"' if turn else 'data-kk-do="ask"'
    items = "".join(
        f'<li><button type="button" class="kk-offer" {order} data-kk-question="{escape(one)}">'
        f"{escape(one)}</button></li>"
        for one in questions
    )
    return f'<ul class="kk-offers">{items}</ul>'
