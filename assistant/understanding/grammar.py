"""The closed grammar of questions: surface patterns kept in a data file, one line per wording."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Match:
    """One grammar entry found in a question: its slot and value, and its span in the folded text."""

    slot: str  # kind | operation | condition | narrative | talk | outside
    value: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """All patterns, compiled: (slot, value, pattern) in the order of the data file."""

    entries: tuple[tuple[str, str, re.Pattern[str]], ...]

    def find(self, folded: str) -> tuple[Match, ...]:
        """Return every occurrence of every entry in the folded question."""
        return tuple(
            Match(slot, value, match.start(), match.end(), match.group())
            for slot, value, pattern in self.entries
            for match in pattern.finditer(folded)
            if match.end() > match.start()
        )


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Read the grammar shipped with the package."""
    raw = tomllib.loads((files("assistant") / "data" / "grammar.toml").read_text(encoding="utf-8"))
    return Grammar(
        tuple(
            (slot, value, re.compile("|".join(f"(?:{one})" for one in patterns)))
            for slot, values in raw.items()
            for value, patterns in values.items()
        )
    )
