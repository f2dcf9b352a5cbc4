"""What one turn hands to the next: the plan that was answered and what it was about."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.plans import Plan


@dataclass(frozen=True, slots=True)
class Conversation:
    """The slots of the last answered question; empty at the start of a conversation.

    `shown` are the indicators of the last answer in the order shown, `blocks` the blocks it
    was about, `text` the content words of the last question. A greeting, a clarification or a refusal
    leaves the slots of the turn before. `report` is the name of the report talked about.
    """

    plan: Plan | None = None
    shown: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    text: str = ""
    wanted_number: bool = False
    report: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was answered yet."""
        return self.plan is None
