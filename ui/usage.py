"""How often people ask and what stays unanswered: counts by day, without anything that tells who asked.

Kept in HOME/records/usage.sqlite: for each day how many questions ended how, and the words of those that
were not answered, with personal data hidden. No address, no session, no time of day. Writing is done in
a thread of its own: an answer never waits for it, and a disk that refuses costs counts, never an answer.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.types import Answer, ReadingSlot, Status
from corpus.errors import StoreError
from corpus.personal_data import without_personal_data
from index.journal import RECORDS
from ui.asking import Asker, Drafter, Guide, Reply, Rereader, Warming

if TYPE_CHECKING:
    from assistant.briefing.brief import Brief

_log = logging.getLogger(__name__)
_MOST_WAITING = 2_000  # counts that wait for a slow disk; more are dropped
_TABLES = """
CREATE TABLE IF NOT EXISTS asked (
    day TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, status, reason)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unanswered (
    day TEXT NOT NULL, question TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (day, question, status, reason)) WITHOUT ROWID;
"""
_COUNT_ONE = "ON CONFLICT DO UPDATE SET count = count + 1"


class Live(Asker, Drafter, Rereader, Guide, Warming, Protocol):
    """What the chat asks of the assistant of a running server."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many questions of one day ended in one way; `reason` is empty where they were answered."""

    day: date
    status: Status
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was not answered: how often in the days asked for, and when last."""

    question: str
    status: Status
    reason: str
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class _Entry:
    day: date
    question: str
    status: Status
    reason: str


class UsageLog:
    """The counts of one store. `days` says how long they are kept. Safe to share between threads."""

    def __init__(self, home: Path, days: int, today: Callable[[], date] = date.today) -> None:
        self._path = home / RECORDS / "usage.sqlite"
        self._days = days
        self._today = today
        self._waiting: queue.Queue[_Entry | None] = queue.Queue(_MOST_WAITING)
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._cleared: date | None = None
        self._has_failed = False

    def note(self, question: str, answer: Answer | None) -> None:
        """Count a question; `answer` is None where a fault ended it. Returns at once and never raises."""
        status = answer.status if answer is not None else Status.ERROR
        reason = answer.reason.value if answer is not None and answer.reason is not None else ""
        try:
            self._waiting.put_nowait(_Entry(self._today(), question, status, reason))
        except queue.Full:
            return
        if self._writer is None:
            self._start()

    def close(self) -> None:
        """Write what still waits, and end the writing."""
        with self._lock:
            writer, self._writer = self._writer, None
        if writer is not None:
            self._waiting.put(None)
            writer.join(timeout=5)

    def counts(self, since: date) -> list[Count]:
        """Return the counts from a day on, oldest first. Raises StoreError where they cannot be read."""
        with self._reading() as held:
            rows = held.execute(
                "SELECT day, status, reason, count FROM asked WHERE day >= ? ORDER BY day",
                (since.isoformat(),),
            ).fetchall()
        return [Count(date.fromisoformat(row[0]), Status(row[1]), row[2], row[3]) for row in rows]

    def unanswered(self, since: date, limit: int) -> list[Unanswered]:
        """Return what was not answered from a day on, most frequent first. Raises StoreError as `counts`."""
        with self._reading() as held:
            rows = held.execute(
                "SELECT question, status, reason, SUM(count) AS times, MAX(day) AS last FROM unanswered"
                " WHERE day >= ? GROUP BY question, status, reason ORDER BY times DESC, last DESC, question"
                " LIMIT ?",
                (since.isoformat(), limit),
            ).fetchall()
        return [
            Unanswered(row[0], Status(row[1]), row[2], row[3], date.fromisoformat(row[4])) for row in rows
        ]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path if self._path.is_file() else ":memory:")) as held:
                held.executescript(_TABLES)
                yield held
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}（利用状況の記録）を読めません（{error}）。") from error

    def _start(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_all, name="usage", daemon=True)
                self._writer.start()

    def _write_all(self) -> None:
        while (entry := self._waiting.get()) is not None:
            try:
                self._write(entry)
                self._has_failed = False
            except (sqlite3.Error, OSError) as error:
                if not self._has_failed:  # once: a full disk would fill the log, too
                    _log.warning("利用状況を記録できません：%s（%s）", self._path, error)
                self._has_failed = True

    def _write(self, entry: _Entry) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        day = entry.day.isoformat()
        with closing(sqlite3.connect(self._path)) as held, held:
            held.executescript(_TABLES)
            held.execute(
                f"INSERT INTO asked VALUES (?, ?, ?, 1) {_COUNT_ONE}", (day, entry.status, entry.reason)
            )
            if entry.status is not Status.ANSWERED:
                question = without_personal_data(entry.question)
                held.execute(
                    f"INSERT INTO unanswered VALUES (?, ?, ?, ?, 1) {_COUNT_ONE}",
                    (day, question, entry.status, entry.reason),
                )
            if self._cleared != entry.day:
                oldest = (entry.day - timedelta(days=self._days)).isoformat()
                held.execute("DELETE FROM asked WHERE day < ?", (oldest,))
                held.execute("DELETE FROM unanswered WHERE day < ?", (oldest,))
                self._cleared = entry.day


class Recorded:
    """An assistant whose questions are counted; `uncounted` is the same without the counting."""

    def __init__(self, asker: Live, usage: UsageLog) -> None:
        self.uncounted = asker
        self._usage = usage

    def ask(self, question: str, conversation: Any = None) -> Reply:
        """Answer one question, and count it."""
        answer: Answer | None = None
        try:
            reply = self.uncounted.ask(question, conversation)
            answer = reply.answer
            return reply
        finally:
            self._usage.note(question, answer)

    def ask_again(self, question: str, conversation: Any = None) -> Reply:
        """Answer a question of an earlier turn once more; it was counted when it was asked."""
        return self.uncounted.ask(question, conversation)

    @property
    def title(self) -> str:
        """What the reports in use are, in words."""
        return self.uncounted.title

    @property
    def warm(self) -> bool:
        """Whether the embedding model is loaded."""
        return self.uncounted.warm

    def examples(self) -> tuple[str, ...]:
        """Return questions that work with the reports in use."""
        return self.uncounted.examples()

    def reading(self, question: str, reply: Reply, before: Any = None) -> tuple[ReadingSlot, ...]:
        """Return how a question was read; nothing is asked, so nothing is counted."""
        return self.uncounted.reading(question, reply, before)

    def brief(self, question: str) -> Brief | Answer:
        """Return the council answer draft on a question; the question itself was asked and counted before."""
        return self.uncounted.brief(question)
