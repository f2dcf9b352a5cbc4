"""A conversation with one small report, for tests that make the report themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.settings import Settings
from assistant.types import Answer
from corpus.parse import parse_report
from index.build import build_index, open_index

Ask = Callable[..., Answer]
"""Holds a fresh conversation of the turns given; returns the answer to the last."""


@contextmanager
def asked_of(report: Path) -> Iterator[Ask]:
    """Read a report into a store beside it, and let it be asked."""
    home = report.parent / "home"
    build_index(home, [parse_report(report)], None)
    index = open_index(home, None)
    assistant = Assistant(index, Settings(home=home))

    def ask(*turns: str) -> Answer:
        conversation: Conversation | None = None
        for turn in turns:
            reply = assistant.ask(turn, conversation)
            conversation = reply.conversation
        return reply.answer

    try:
        yield ask
    finally:
        index.close()
