"""What one turn hands to the next: the plan that was answered and what it was about."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.plans import Plan
from assistant.understanding.question import Word


@dataclass(frozen=True, slots=True)
class Conversation:
    """The slots of the last answered question; empty at the start of a conversation.

    `shown` are the indicators of the last answer in the order shown, `blocks` the blocks it
    was about, `text` the content words of the last question. A greeting, a clarification or a refusal
    leaves the slots of the turn before. `report` is the name of the report talked about, and
    `report_named` whether a person asked for just that edition. `years_said` tells a year that was
    asked for from the report's own, which changes with the edition. `compared` is the topic of
    a comparison of two editions that was just given, else empty. `years_before` are the years of the
    turn before the last, where it was about the same items. `asked_back` are the words of a question
    that fitted several items and was asked back about: the next turn may say which. `question` is the
    last question that was answered, as it was typed.
    """

    plan: Plan | None = None
    shown: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    text: str = ""
    wanted_number: bool = False
    report: str = ""
    report_named: bool = False
    years_said: bool = False
    compared: str = ""
    years_before: tuple[int, ...] = ()
    asked_back: tuple[Word, ...] = ()
    question: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was answered yet."""
        return self.plan is None
