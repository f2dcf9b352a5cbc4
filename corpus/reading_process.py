"""The child process that reads report files for `corpus.isolation`, under limits and without network.

It answers requests until their pipe is closed. Where a file exhausts it, or something unforeseen
happens, it simply ends: its exit status and its standard error tell the parent why.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from corpus.errors import KeikakuError, ReportFileError
from corpus.printed import read_printed
from corpus.transfer import Ending, Reply, Wanted, printed_to_bytes, receive, report_to_bytes, send
from corpus.types import Report

# A file that is read opens a handful of files; standard error is the only one written to.
_OPEN_FILES = 64
_WRITTEN_BYTES = 1_000_000
# What malicious content would want, and no reader of files needs.
_FORBIDDEN_EVENTS = frozenset(
    "os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn os.startfile pty.spawn os.remove os.rename "
    "os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown os.kill os.killpg webbrowser.open".split()
)
_FORBIDDEN_MODULES = frozenset("socket subprocess shutil urllib ftplib http smtplib tempfile".split())
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ForbiddenError(RuntimeError):
    """Something tried what no reader of files needs; no OSError, so that nobody takes it for a bad file."""


class Read(Protocol):
    """Reads one file; `corpus.parse.parse_report` is the one that counts."""

    def __call__(self, path: Path, *, name: str | None = None, fiscal_year: int | None = None) -> Report:
        """Return the report, or raise a KeikakuError."""


def main(arguments: list[str], read: Read) -> int:
    """Answer requests until their pipe ends, and return the exit status.

    `arguments`: descriptors of the pipes of requests and of replies, bytes of memory and seconds
    of processor time that one file may use.
    """
    request_pipe, reply_pipe, memory, seconds = map(int, arguments)
    with os.fdopen(request_pipe, "rb") as requests, os.fdopen(reply_pipe, "wb") as replies:
        _limit(resource.RLIMIT_AS, memory)
        _limit(resource.RLIMIT_FSIZE, _WRITTEN_BYTES)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        sys.dont_write_bytecode = True
        sys.addaudithook(_refuse_to_leave)
        try:
            while request := receive(requests.read):
                _allow_time(seconds)
                send(replies, _answer(request, read))
        except MemoryError:
            return Ending.MEMORY
        except RecursionError:
            return Ending.DEPTH
    return 0


def _answer(request: bytes, read: Read) -> bytes:
    wanted, path, *told = json.loads(request)
    try:
        if wanted == Wanted.PRINTED:
            return bytes([Reply.PRINTED]) + printed_to_bytes(read_printed(Path(path)))
        name, fiscal_year = told
        report = read(Path(path), name=name, fiscal_year=fiscal_year)
        return bytes([Reply.REPORT]) + report_to_bytes(report)
    except KeikakuError as error:
        return _refusal(type(error).__name__, str(error))
    except OSError as error:
        if error.filename is None:
            raise
        # A folder that may not be entered, a name that is too long.
        return _refusal(
            ReportFileError.__name__,
            f"「{Path(path).name}」を開けません（{error.strerror}）。"
            "ファイルの場所と名前、読み取りの権限を確かめてから、もう一度読み込んでください。",
        )


def _refusal(error: str, message: str) -> bytes:
    return bytes([Reply.REFUSED]) + json.dumps([error, message]).encode("ascii")


def _allow_time(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds, hard=False)


def _limit(which: int, amount: int, *, hard: bool = True) -> None:
    """Set a limit no higher than it is; a system that does not know it goes on without."""
    _, highest = resource.getrlimit(which)
    if highest != resource.RLIM_INFINITY:
        amount = min(amount, highest)
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (amount, amount if hard else highest))


def _refuse_to_leave(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: no network, no other program, nothing written or removed."""
    forbidden = event in _FORBIDDEN_EVENTS or event.partition(".")[0] in _FORBIDDEN_MODULES
    if event == "open":
        flags = arguments[2]
        forbidden = isinstance(flags, int) and bool(flags & _WRITING)
    if forbidden:
        raise ForbiddenError(event)


if __name__ == "__main__":
    # Before the limits and the audit hook: what all files need must not count as one file's.
    from corpus.parse import parse_report

    sys.exit(main(sys.argv[1:], parse_report))
