"""What a bad file is: a name that says what is wrong with it, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Content = bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class BadFile:
    """One bad file. `label` says what is wrong; `file_name` is what the person calls it.

    `content` are its bytes, or makes them; `place` makes what is no ordinary file at a path.
    `in_suite`: it is one of those that the tests choose from; the others take long or have many
    likes, and are for tests/bench/robustness.py. `refused`: it must never be published.
    """

    label: str
    file_name: str
    content: Content = b""
    place: Callable[[Path], None] | None = None
    in_suite: bool = True
    refused: bool = False

    def make(self, folder: Path) -> Path:
        """Make it in a folder of its own and return its path."""
        path = folder / self.file_name
        if self.place is not None:
            self.place(path)
        else:
            path.write_bytes(self.content if isinstance(self.content, bytes) else self.content())
        return path


def truncations(label: str, file_name: str, whole: bytes) -> list[BadFile]:
    """A file cut off at every 5 % of its length."""
    return [
        BadFile(
            f"{label} cut off at {percent} %",
            file_name,
            whole[: len(whole) * percent // 100],
            None,
            percent % 15 == 5,
        )
        for percent in range(5, 100, 5)
    ]
