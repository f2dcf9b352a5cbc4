"""Reading a report in a child process with limits, so that a bad file ends in a message and nothing else."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

from corpus.errors import KeikakuError, ReportFileError, ReportFormatError
from corpus.printed import PrintedFile
from corpus.text import shorten
from corpus.transfer import (
    LENGTH_BYTES,
    Ending,
    Reply,
    Wanted,
    printed_from_bytes,
    report_from_bytes,
    send,
)
from corpus.types import Report

_log = logging.getLogger(__name__)
# Where a program sets up no logging, Python would print the child's traceback to the user's terminal.
_log.addHandler(logging.NullHandler())

_ERRORS: dict[str, type[KeikakuError]] = {
    error.__name__: error for error in (ReportFileError, ReportFormatError)
}
_READING_PROCESS = ("-m", "corpus.reading_process")
# Nothing of the parent's: no secret of its settings, and nothing that changes what libraries do.
_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    "RUST_BACKTRACE": "0",  # the library for .xls would spend seconds on one for each damaged file
    "OPENBLAS_NUM_THREADS": "1",  # numpy would set aside memory for a thread on each processor
}
# A child that closed its pipe is about to end; one that has not after so long never will.
_SECONDS_TO_END = 5
_LOGGED_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may use; a report of 40 KB needs 0.1 s and 100 MB."""

    memory_bytes: int = 2_000_000_000  # of the child's address space
    cpu_seconds: int = 60
    wall_seconds: float = 90
    reply_bytes: int = 64_000_000  # of what the child hands back; such a report gives 0.2 MB


def read_report(path: Path, *, name: str | None = None, fiscal_year: int | None = None) -> Report:
    """Read one report as `corpus.parse.parse_report` does, but in a child process with limits.

    Raises what it raises, and ReportFileError where a file exhausts or crashes the child.
    """
    with ReportReader() as reader:
        return reader.read(path, name=name, fiscal_year=fiscal_year)


class ReportReader:
    """Reads report files in one child process, which is started again where a file ended it.

    Use it as a context manager. Several threads may share one; they read one after the other.
    `program` is what the child's Python runs, for tests.
    """

    def __init__(self, limits: Limits | None = None, *, program: Sequence[str] = _READING_PROCESS) -> None:
        """Start nothing yet: the child starts with the first file."""
        self._limits = limits or Limits()
        self._program = tuple(program)
        self._child: _Child | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Return the reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child, after the file that is being read; a later `read` starts another."""
        with self._lock:
            self._drop()

    def read(self, path: Path, *, name: str | None = None, fiscal_year: int | None = None) -> Report:
        """Read one report; `name` becomes its id (default: the file's stem).

        `fiscal_year` is the report's own year where a person gives it; else the text tells it.
        Raises ReportFileError and ReportFormatError as `corpus.parse.parse_report` does, and
        ReportFileError, too, where a limit was reached or the child ended unexpectedly; the
        reason of the latter is logged.
        """
        answer = self._answer(Path(path), Wanted.REPORT, name, fiscal_year)
        if not isinstance(answer, Report):
            raise ReportFileError(_unforeseen(Path(path)))
        return answer

    def read_printed(self, path: Path) -> PrintedFile:
        """Read a file as it is printed, line by line; raises ReportFileError as `read` does."""
        answer = self._answer(Path(path), Wanted.PRINTED)
        if not isinstance(answer, PrintedFile):
            raise ReportFileError(_unforeseen(Path(path)))
        return answer

    def _answer(self, path: Path, wanted: Wanted, *told: str | int | None) -> Report | PrintedFile:
        _refuse_odd_name(path)
        request = json.dumps([wanted, str(path.absolute()), *told]).encode("ascii")
        with self._lock:
            answered = False
            try:
                answer = self._ask(path, request)
                answered = True
            except _LostError as lost:
                raise ReportFileError(lost.message) from lost
            finally:
                # After KeyboardInterrupt, too: an answer that nobody waited for must not pass for the next.
                if not answered:
                    self._drop()
        if isinstance(answer, KeikakuError):
            raise answer
        return answer

    def _ask(self, path: Path, request: bytes) -> Report | PrintedFile | KeikakuError:
        """Return what was read or the reason why the file was refused; raise _LostError without an answer."""
        deadline = time.monotonic() + self._limits.wall_seconds
        used_before = self._child is not None
        try:
            return self._ask_once(path, request, deadline)
        except _EndedError:
            if not used_before:
                raise
            # What an earlier file left behind in the child may be the reason: ask a new one.
            self._drop()
            return self._ask_once(path, request, deadline)

    def _ask_once(self, path: Path, request: bytes, deadline: float) -> Report | PrintedFile | KeikakuError:
        child = self._child = self._child or _started(self._program, self._limits, path)
        try:
            child.send(request)
            length = int.from_bytes(child.receive(LENGTH_BYTES, deadline))
            if length > self._limits.reply_bytes:
                raise _LostError(_too_much(path))
            reply = child.receive(length, deadline)
        except TimeoutError as error:
            raise _LostError(_too_slow(path, f"{self._limits.wall_seconds:g}秒で終わらなかった")) from error
        except (BrokenPipeError, EOFError) as error:
            status = child.status_at_end()
            _log.error("reading %s ended with status %s\n%s", path, status, child.last_words())
            raise _EndedError(_why_ended(path, status, self._limits)) from error
        try:
            return _opened(reply)
        except ValueError as error:
            _log.exception("the answer about %s is no answer", path)
            raise _LostError(_unforeseen(path)) from error

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


class _LostError(Exception):
    """The child gave no usable answer and must be killed; `message` is for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class _EndedError(_LostError):
    """The child ended by itself instead of answering."""


class _Child:
    """A running child with its pipes and its standard error; `kill` closes them all."""

    def __init__(self, program: Sequence[str], limits: Limits) -> None:
        with ExitStack() as held:
            # A file, not a pipe: nobody need read it meanwhile, and the child's own limit bounds its size.
            self._errors = held.enter_context(tempfile.TemporaryFile())
            child_reads, self._requests = os.pipe()
            held.callback(os.close, self._requests)
            with ExitStack() as given:
                given.callback(os.close, child_reads)
                self._replies, child_writes = os.pipe()
                held.callback(os.close, self._replies)
                given.callback(os.close, child_writes)
                given_limits = (limits.memory_bytes, limits.cpu_seconds)
                self._process = subprocess.Popen(
                    # -P: a json.py that lies beside the report must not be taken for Python's own.
                    [sys.executable, "-P", "-X", "utf8", "-X", "faulthandler", *program]
                    + [str(one) for one in (child_reads, child_writes, *given_limits)],
                    env=_ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    pass_fds=(child_reads, child_writes),
                    start_new_session=True,
                )
            self._held = held.pop_all()

    def send(self, request: bytes) -> None:
        """Send a request; raise BrokenPipeError where the child has ended."""
        # Child and parent share one position in this file: what is written from now on is about this file.
        self._errors.seek(0)
        self._errors.truncate()
        with open(self._requests, "wb", buffering=0, closefd=False) as pipe:
            send(pipe, request)

    def receive(self, length: int, deadline: float) -> bytes:
        """Return so many bytes; raise TimeoutError at the deadline, EOFError where the child has ended."""
        poll = select.poll()
        poll.register(self._replies, select.POLLIN)
        received = bytearray()
        while len(received) < length:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise TimeoutError
            part = os.read(self._replies, min(length - len(received), 1_000_000))
            if not part:
                raise EOFError
            received += part
        return bytes(received)

    def status_at_end(self) -> int | None:
        """Wait for the end: the exit status, a signal's number made negative, or None where it goes on."""
        try:
            return self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return None

    def last_words(self) -> str:
        """Return the end of what the child wrote to its standard error, a traceback perhaps."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _LOGGED_BYTES))
        return self._errors.read().decode("utf-8", "replace")

    def kill(self) -> None:
        """End the child, with all that it may have started, and close everything."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._held.close()


def _started(program: Sequence[str], limits: Limits, path: Path) -> _Child:
    try:
        return _Child(program, limits)
    except OSError as error:
        _log.exception("the reading process cannot be started")
        raise _LostError(
            f"「{_shown(path)}」を読み取る処理を始められません（{error.strerror}）。"
            "空いているメモリーとディスクを確かめてから、もう一度読み込んでください。"
        ) from error


def _opened(reply: bytes) -> Report | PrintedFile | KeikakuError:
    """Return what a reply holds; raise ValueError where it is none."""
    kind, content = Reply(reply[0] if reply else 0), reply[1:]
    if kind is Reply.REPORT:
        return report_from_bytes(content)
    if kind is Reply.PRINTED:
        return printed_from_bytes(content)
    match json.loads(content):
        case [str(error), str(message)]:
            return _ERRORS.get(error, ReportFileError)(message)
    raise ValueError("a refusal without its reason")


# --- messages ---------------------------------------------------------------------------------


def _refuse_odd_name(path: Path) -> None:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReportFileError(
            f"「{_shown(path)}」は、ファイル名に読み取れない文字が含まれています（「?」の箇所）。"
            "ファイル名を付け直してから、もう一度読み込んでください。"
        ) from error


def _why_ended(path: Path, status: int | None, limits: Limits) -> str:
    if status == -signal.SIGXCPU:
        return _too_slow(path, f"計算時間の上限（{limits.cpu_seconds}秒）を超えた")
    # Linux sends SIGKILL to what uses the most when the memory of the whole machine runs out.
    if status in (Ending.MEMORY, -signal.SIGKILL):
        return (
            f"「{_shown(path)}」の読み取りに使えるメモリーの上限（{limits.memory_bytes / 1e9:g}GB）を超えたため中止しました。"
            "ファイルを章やシートごとに分けるか、表だけを CSV で保存し直してから、もう一度読み込んでください。"
        )
    if status == Ending.DEPTH:
        return (
            f"「{_shown(path)}」は、中の要素の入れ子が深すぎるため読み取りを中止しました。"
            "元のソフトで開いて保存し直すか、表だけを CSV で保存し直してから、もう一度読み込んでください。"
        )
    if status is not None and status < 0:
        return (
            f"「{_shown(path)}」の読み取り中に処理が異常終了したため中止しました。ファイルが壊れているおそれがあります。"
            "元のソフトで開いて保存し直してから、もう一度読み込んでください。"
        )
    return _unforeseen(path)


def _unforeseen(path: Path) -> str:
    return (
        f"「{_shown(path)}」の読み取り中に予期しない問題が起きたため中止しました（詳しい内容は記録に残しました）。"
        "元のソフトで開いて保存し直すか、表だけを CSV で保存し直してから、もう一度読み込んでください。"
    )


def _too_slow(path: Path, reason: str) -> str:
    return (
        f"「{_shown(path)}」の読み取りが{reason}ため中止しました。"
        "ファイルを章やシートごとに分けるか、表だけを CSV で保存し直してから、もう一度読み込んでください。"
    )


def _too_much(path: Path) -> str:
    return (
        f"「{_shown(path)}」から読み取った内容が多すぎるため中止しました。"
        "報告書のファイルかどうかを確かめ、章やシートごとに分けてから、もう一度読み込んでください。"
    )


def _shown(path: Path) -> str:
    """Return a file's name for a message: what cannot be shown, or turns the line around, as 「?」."""
    return shorten("".join(letter if letter.isprintable() else "?" for letter in path.name), 60)
