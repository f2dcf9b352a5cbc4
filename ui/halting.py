"""How a person who stops waiting is heard by the one who works on the question."""

from __future__ import annotations

from threading import Event
from typing import Generic, TypeVar

T = TypeVar("T")
_PATIENCE_S = 1.0


class Halt(Generic[T]):
    """A sign between two threads. Who halts says what is to be shown instead of the answer.

    Gradio shows the last thing that a step yielded once more when the step ends, so both, who halts and
    who was halted, must end by showing the same.
    """

    def __init__(self) -> None:
        self._set = Event()
        self._heard = Event()
        self._instead: T | None = None

    def give(self, instead: T) -> None:
        """Stop the work; returns when the worker has heard it, or does not listen any more."""
        self._instead = instead
        self._set.set()
        self._heard.wait(_PATIENCE_S)

    def hear(self) -> T | None:
        """Return what is to be shown instead, None where nobody has stopped the work."""
        if not self._set.is_set():
            return None
        self._heard.set()
        return self._instead
