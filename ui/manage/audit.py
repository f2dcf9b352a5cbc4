"""The record of what officers did: who (as typed at sign-in), when, what. Only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index import journal


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that was done. `what` is a sentence (Japanese); `details` are for a later look."""

    when: datetime
    who: str
    what: str
    details: Mapping[str, str] = field(default_factory=dict)


def record(home: Path, who: str, what: str, **details: str) -> None:
    """Record what an officer did. Raises StoreError where the disk refuses."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    journal.append(
        journal.journal_path(home, "audit"), {"when": when, "who": who, "what": what, "details": details}
    )


def latest(home: Path, most: int) -> list[Action]:
    """Return what was done last, newest first."""
    found = []
    for entry in reversed(journal.read(journal.journal_path(home, "audit")).entries):
        try:
            when = datetime.fromisoformat(str(entry["when"]))
            details = {str(key): str(value) for key, value in dict(entry.get("details", {})).items()}
            found.append(Action(when, str(entry["who"]), str(entry["what"]), details))
        except (KeyError, ValueError, TypeError):
            continue  # a line that somebody changed by hand
        if len(found) == most:
            break
    return found
