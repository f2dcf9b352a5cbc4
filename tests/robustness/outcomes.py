"""What became of a bad file: a report, a refusal in Japanese, or something that must never happen."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import KeikakuError, ReportFileError
from corpus.isolation import ReportReader
from corpus.transfer import report_to_bytes
from corpus.types import Report

# How the messages of corpus.isolation begin to differ; each of them means that the child was lost.
_LOST = {
    "予期しない問題": "unforeseen exception",
    "異常終了": "crash",
    "メモリー": "memory",
    "終わらなかった": "time",
    "計算時間": "processor time",
    "入れ子が深すぎる": "depth",
    "内容が多すぎる": "reply too large",
}

SECRET = Path(__file__).with_name("secret.txt").read_text(encoding="utf-8").strip()
"""What some bad files try to have read into the report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one file ended. `kind` is 「published」, the error's class, or why the child was lost.

    `wrong` says in words what must never happen, and is empty where all is well.
    """

    kind: str
    message: str
    wrong: str = ""


class LastLog(logging.Handler):
    """Keeps what corpus.isolation logged last: the traceback of an exception that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text = self.format(record)


def outcome_of(reader: ReportReader, path: Path, *, must_be_refused: bool = False) -> Outcome:
    """Read a file and judge how it ended."""
    log = LastLog()
    logger = logging.getLogger("corpus.isolation")
    logger.addHandler(log)
    try:
        report = reader.read(path)
    except KeikakuError as error:
        return _judged(error, log.text)
    finally:
        logger.removeHandler(log)
    wrong = "published, though it must be refused" if must_be_refused else ""
    return Outcome("published", "", wrong or _wrong_with(report))


def _judged(error: KeikakuError, logged: str) -> Outcome:
    message = str(error)
    if SECRET in message:
        return Outcome(type(error).__name__, message, "the message shows another file's content")
    lost = (
        next((name for words, name in _LOST.items() if words in message), "")
        if isinstance(error, ReportFileError)
        else ""
    )
    if lost in ("unforeseen exception", "crash"):
        return Outcome(lost, message, f"{lost}\n{logged[-1500:]}")
    if not re.search("[ぁ-ん]", message) or "ください" not in message:
        return Outcome(
            lost or type(error).__name__, message, "the message does not say in Japanese what to do"
        )
    return Outcome(lost or type(error).__name__, message)


def _wrong_with(report: Report) -> str:
    """A published report must be one that a store can hold: its text is text, its years are years."""
    try:
        if SECRET in report_to_bytes(report).decode("utf-8"):
            return "published with another file's content"
    except UnicodeDecodeError:
        return "published with half a letter in it"
    if not all(1926 <= year <= 2100 for year in report.years):
        return f"published with the years {report.years}"
    return ""
