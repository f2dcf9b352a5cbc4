"""Work that takes a while: reading a file that was handed in, publishing it, withdrawing a report.

One thread of the server does it, one piece after the other, so that answers go on meanwhile. A page asks
how far it is. Jobs are in memory: a server that ends forgets them, and what was published stays.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from corpus.errors import KeikakuError
from ui.arrivals import Wishes
from ui.manage.uploads import Upload, clear_forgotten
from ui.progress import Pace

if TYPE_CHECKING:
    from ui.arrivals import Arrival

_log = logging.getLogger(__name__)
_MOST = 20  # files that wait for a decision; each may be as large as the limit
_KEPT_S = 2 * 60 * 60
_SWITCHING = "切り替えています"  # from here on the work is done whatever is asked


class Stage(StrEnum):
    """Where a job is."""

    WAITING = "waiting"  # for its turn to be read
    READING = "reading"
    CHECKED = "checked"  # a person decides now
    QUEUED = "queued"  # decided; waits for its turn to be carried out
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_OVER = frozenset({Stage.DONE, Stage.FAILED, Stage.CANCELLED})
RUNNING = frozenset({Stage.WAITING, Stage.READING, Stage.QUEUED, Stage.WORKING})


class TooManyError(KeikakuError):
    """Too many files wait for a decision."""


class JobGoneError(KeikakuError):
    """The job is not known: it is over since long, or the server was started anew."""


class NotWaitingError(KeikakuError):
    """The job does not wait for a decision (any more)."""


class _CancelledError(Exception):
    """Ends the work of a job that was cancelled; never leaves this module."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """What a job said last of its progress; `total` 0 means not counted."""

    step: str = ""
    done: int = 0
    total: int = 0
    left: str = ""


class Told:
    """Takes what the work says of its progress."""

    def __init__(self) -> None:
        self.now = HowFar()
        self.is_cancelled = threading.Event()
        self._pace = Pace()

    def __call__(self, step: str, done: int = 0, total: int = 0, item: str = "") -> None:
        """Keep how far the work is; end it where it was cancelled and can still be."""
        if self.is_cancelled.is_set() and step != _SWITCHING:
            raise _CancelledError
        self.now = HowFar(step, done, total, self._pace.time_left(monotonic(), step, done, total))

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Job:
    """One piece of work. Of an upload, `arrival` is what was understood, against the store `generation`.

    `wishes` is what was entered for that, `typed` what was entered last, which may have been refused.
    """

    id: str
    what: str  # the file, or the report, as a person knows it
    who: str
    begun: datetime
    stage: Stage
    upload: Upload | None = None
    wishes: Wishes = field(default_factory=Wishes)
    typed: Wishes = field(default_factory=Wishes)
    arrival: Arrival | None = None
    generation: str = ""
    message: str = ""
    result: str = ""
    told: Told = field(default_factory=Told)

    @property
    def is_running(self) -> bool:
        """Whether there is something to wait for."""
        return self.stage in RUNNING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in _OVER

    @property
    def can_be_cancelled(self) -> bool:
        """Whether nothing is published yet."""
        return not self.is_over and self.told.now.step != _SWITCHING


Work = Callable[[Job], None]
"""Does one step of a job, and sets the stage that it ends in."""


class Jobs:
    """The jobs of a server."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._held: dict[str, Job] = {}
        self._waiting: queue.Queue[tuple[Job, Work, Stage]] = queue.Queue()
        self._worker: threading.Thread | None = None

    def begin(self, what: str, who: str, work: Work, *, upload: Upload | None = None) -> Job:
        """Start a job: of an upload the reading, else the work at once. Raises TooManyError."""
        stage = Stage.WAITING if upload is not None else Stage.QUEUED
        job = Job(secrets.token_hex(8), what, who, datetime.now(UTC), stage, upload)
        with self._lock:
            self._forget_old()
            if sum(not one.is_over for one in self._held.values()) >= _MOST:
                raise TooManyError(
                    f"公開を待っているファイルが{_MOST}個あります。先に公開するか取りやめてから、もう一度選んでください。"
                )
            self._held[job.id] = job
            self._queue(job, work, Stage.READING if upload is not None else Stage.WORKING)
        return job

    def go_on(self, job: Job, work: Work, stage: Stage) -> None:
        """Do the next step of a job that was checked, with `stage` while it is done.

        Raises NotWaitingError where somebody else has decided on it in the meantime.
        """
        with self._lock:
            self.require_waiting(job)
            self._queue(job, work, stage)

    def require_waiting(self, job: Job) -> None:
        """Raise NotWaitingError where a job does not wait for a decision."""
        if job.stage is not Stage.CHECKED:
            raise NotWaitingError(
                "この作業は、いまは操作できません（進行中か、終わっています）。画面を開き直してください。"
            )

    def _queue(self, job: Job, work: Work, stage: Stage) -> None:
        """Put a step behind those that wait; the lock is held."""
        job.stage = Stage.WAITING if stage is Stage.READING else Stage.QUEUED
        job.message = ""
        job.told.now = HowFar("順番を待っています")
        self._waiting.put((job, work, stage))
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="manage", daemon=True)
            self._worker.start()

    def find(self, wanted: str) -> Job:
        """Return one job. Raises JobGoneError where it is not known."""
        with self._lock:
            job = self._held.get(wanted)
        if job is None:
            raise JobGoneError(
                "この作業は残っていません（時間がたったか、計画ナビが起動し直されました）。"
                "公開済みの内容は変わっていません。続けるときは、ファイルをもう一度選んでください。"
            )
        return job

    def listed(self) -> list[Job]:
        """Return the jobs, newest first."""
        with self._lock:
            self._forget_old()
            return sorted(self._held.values(), key=lambda one: one.begun, reverse=True)

    def cancel(self, job: Job) -> None:
        """Give a job up, unless it is published already; its file is removed."""
        with self._lock:
            job.told.is_cancelled.set()
            if job.stage is Stage.CHECKED:
                self._end(job, Stage.CANCELLED)

    def _work(self) -> None:
        while True:
            job, work, stage = self._waiting.get()
            try:
                if job.told.is_cancelled.is_set():
                    raise _CancelledError
                job.stage = stage
                job.told.now = HowFar()
                work(job)
                if job.told.is_cancelled.is_set() and not job.is_over:
                    raise _CancelledError
            except _CancelledError:
                self._end(job, Stage.CANCELLED)
            except KeikakuError as error:
                job.message = _without_folder(str(error), job)
                self._end(job, Stage.FAILED)
            except Exception:
                # The thread goes on for the jobs after it; what went wrong is for the operator's log.
                _log.exception("job failed")
                job.message = (
                    "処理中に問題が起きました。公開済みの内容は変わっていません。管理担当にお知らせください。"
                )
                self._end(job, Stage.FAILED)
            if job.is_over and job.upload is not None:
                job.upload.discard()

    def _end(self, job: Job, stage: Stage) -> None:
        job.stage = stage
        if job.upload is not None:
            job.upload.discard()

    def _forget_old(self) -> None:
        """Forget jobs that nobody came back to, with their files."""
        oldest = datetime.now(UTC) - timedelta(seconds=_KEPT_S)
        for job in [one for one in self._held.values() if one.begun < oldest and not one.is_running]:
            self._end(job, job.stage if job.is_over else Stage.CANCELLED)
            del self._held[job.id]
        folders = {one.upload.path.parent for one in self._held.values() if one.upload is not None}
        clear_forgotten(self._home, folders)


def _without_folder(message: str, job: Job) -> str:
    """Return a message with the file as the officer knows it, not as it lies on the server."""
    if job.upload is None:
        return message
    return message.replace(str(job.upload.path), job.upload.path.name)
