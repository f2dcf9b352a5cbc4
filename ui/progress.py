"""How slow steps say on stderr that they are working."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Called with a text, or with done and total; draws one line that renews itself on a terminal.

    In a log (no terminal) a line is written for each new step, at its end, and every few seconds between.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        # More often than 10 times a second helps nobody and slows the work; a log is to stay short.
        self._pause = 0.1 if self._live else 5.0
        self._drawn = ""
        self._step = ""
        self._last = 0.0

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say that `step` (Japanese) has `done` of `total` parts ready; total 0 means not counted."""
        finished = total > 0 and done >= total
        now = time.monotonic()
        if step == self._step and not finished and now - self._last < self._pause:
            return
        text = f"{step}　{done}/{total}" if total else step
        if self._live:
            self._stream.write(f"\r\033[K{text}")
            self._drawn = text
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
        self._step, self._last = step, now

    def close(self) -> None:
        """End the renewed line, so that what follows starts on its own."""
        if self._drawn:
            self._stream.write("\n")
            self._stream.flush()
            self._drawn = ""


def tell(message: str) -> None:
    """Write one message for people to stderr."""
    print(message, file=sys.stderr, flush=True)
