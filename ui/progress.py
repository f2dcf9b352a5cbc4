"""How slow steps say on stderr that they are working, how far they are, and how long it will take."""

from __future__ import annotations

import shutil
import sys
from time import monotonic
from typing import Protocol, TextIO

from ui.textwidth import width

# The pace of the first moments says little: a model is being loaded, the first file is a small one.
_SURE_AFTER = 3.0  # seconds


class Telling(Protocol):
    """What slow work tells how far it is."""

    def __call__(self, step: str, done: int = 0, total: int = 0, item: str = "") -> None:
        """Say that `step` (Japanese) has `done` of `total` parts ready; total 0 means not counted."""

    def close(self) -> None:
        """End: nothing more is told."""


class Pace:
    """How fast a step goes, and so how long it will still take."""

    def __init__(self) -> None:
        self._step = ""
        self._begun = 0.0
        self._done_then = 0

    def time_left(self, now: float, step: str, done: int, total: int) -> str:
        """Return 「残り約2分」 by the pace since the step began; empty where nothing can be said."""
        if step != self._step:
            self._step, self._begun, self._done_then = step, now, done
        elapsed, made = now - self._begun, done - self._done_then
        if elapsed < _SURE_AFTER or made <= 0 or done >= total:
            return ""
        return f"残り{duration_text(elapsed / made * (total - done))}"


class Progress:
    """Called with a text, or with done and total; draws one line that renews itself on a terminal.

    In a log (no terminal) a line is written for each new step, at its end, and every few seconds between.
    After some seconds of a step the line ends with an estimate of the time that it still needs.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        # More often than 10 times a second helps nobody and slows the work; a log is to stay short.
        self._pause = 0.1 if self._live else 5.0
        self._drawn = ""
        self._step = ""
        self._last = 0.0
        self._pace = Pace()

    def __call__(self, step: str, done: int = 0, total: int = 0, item: str = "") -> None:
        """Say that `step` (Japanese) has `done` of `total` parts ready; total 0 means not counted.

        `item` names what is worked on now, such as a file.
        """
        finished = total > 0 and done >= total
        now = monotonic()
        left = self._pace.time_left(now, step, done, total)
        if step == self._step and not finished and now - self._last < self._pause:
            return
        told = [f"{step}　{done}/{total}" if total else step, left]
        parts = [told[0], *([item] if item and not finished else []), *([told[1]] if told[1] else [])]
        text = "　".join(parts)
        if self._live:
            if item and (excess := width(text) - _columns()) > 0:
                # A line that wraps cannot be renewed: what stood on the first row would stay.
                parts[1] = _shortened(item, width(item) - excess)
                text = "　".join(parts)
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


def duration_text(seconds: float) -> str:
    """Return a length of time as an estimate: 約20秒, 約2分, 約1時間10分."""
    if seconds < 10:
        return "10秒以内"
    if seconds < 55:
        return f"約{round(seconds / 10) * 10}秒"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"約{minutes}分"
    hours, rest = divmod(round(minutes / 10) * 10, 60)
    return f"約{hours}時間{rest}分" if rest else f"約{hours}時間"


def tell(message: str) -> None:
    """Write one message for people to stderr."""
    print(message, file=sys.stderr, flush=True)


def _columns() -> int:
    return shutil.get_terminal_size().columns - 1


def _shortened(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns, with … at its end."""
    while text and width(text) + width("…") > columns:
        text = text[:-1]
    return f"{text}…"
