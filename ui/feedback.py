"""What people say about answers (役に立った / 違う), and the evaluation cases that officers make of it.

Both are journals beside the generations. Nothing tells who said it, and personal data is hidden.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.types import Status
from corpus.errors import KeikakuError, StoreError
from corpus.personal_data import without_personal_data
from index import journal

REASON_LIMIT = 500  # characters
ANSWER_LIMIT = 4000  # characters; a longer answer is kept up to there
TURN_LIMIT = 20
_LARGEST = 20_000_000  # bytes of the journal; anybody may write to it


class FeedbackError(KeikakuError):
    """The feedback cannot be taken as it was sent; the message says why."""


class Verdict(StrEnum):
    """What a person says of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"


class Settled(StrEnum):
    """What an officer made of it."""

    CASE = "case"  # an evaluation case
    CLOSED = "closed"  # nothing is to be done, or it was done otherwise


@dataclass(frozen=True, slots=True)
class Feedback:
    """One word on an answer; `questions` are the turns of the conversation up to it, `when` ISO 8601 in UTC.

    `answer` is what the sender says was answered; empty where it was not sent.
    """

    id: str
    questions: tuple[str, ...]
    verdict: Verdict
    reason: str
    when: str
    answer: str = ""
    settled: Settled | None = None
    settled_by: str = ""


def feedback_path(home: Path) -> Path:
    """Return the journal of the feedback of a store."""
    return journal.journal_path(home, "feedback")


def cases_path(home: Path) -> Path:
    """Return the evaluation cases of a store, in the form that `keikaku evaluate` reads."""
    return journal.journal_path(home, "cases")


def record_feedback(
    home: Path,
    questions: Sequence[str],
    verdict: Verdict,
    reason: str = "",
    answer: str = "",
    now: datetime | None = None,
) -> Feedback:
    """Keep a word on an answer. Raises FeedbackError where the journal is full, StoreError where the disk is."""
    path = feedback_path(home)
    if (size := journal.stamp(path)) is not None and size[1] > _LARGEST:
        raise FeedbackError("ご意見の受け付けがいっぱいです。お手数ですが、管理担当にお知らせください。")
    when = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    shown = tuple(without_personal_data(one) for one in questions)
    one = Feedback(
        secrets.token_hex(8),
        shown,
        verdict,
        without_personal_data(reason),
        when,
        without_personal_data(answer),
    )
    journal.append(
        path,
        {
            "id": one.id,
            "questions": list(shown),
            "verdict": verdict.value,
            "reason": one.reason,
            "answer": one.answer,
            "when": when,
        },
    )
    return one


def read_feedback(home: Path) -> tuple[Feedback, ...]:
    """Return all feedback, newest first, with what became of it."""
    found: dict[str, Feedback] = {}
    for entry in journal.read(feedback_path(home)).entries:
        if "settles" in entry:
            one = found.get(str(entry["settles"]))
            if one is not None and entry.get("as") in set(Settled):
                found[one.id] = replace(
                    one, settled=Settled(entry["as"]), settled_by=str(entry.get("who", ""))
                )
        elif (feedback := _feedback(entry)) is not None:
            found[feedback.id] = feedback
    return tuple(reversed(found.values()))


def settle_feedback(home: Path, feedback: Feedback, settled: Settled, who: str) -> None:
    """Record what an officer made of it."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    journal.append(
        feedback_path(home), {"settles": feedback.id, "as": settled.value, "who": who, "when": when}
    )


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What a right answer must hold; of each of `values` one alternative, none of `forbidden`."""

    status: Status
    values: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def add_case(home: Path, feedback: Feedback, expected: ExpectedAnswer, *, category: str, note: str) -> None:
    """Add an evaluation case; of two from one feedback the later one counts."""
    entry = {
        "id": f"feedback-{feedback.id}",
        "turns": list(feedback.questions),
        "category": category,
        "expect": {
            "status": expected.status.value,
            "values": [list(one) for one in expected.values],
            "forbidden": list(expected.forbidden),
            "sources": list(expected.sources),
            "min_rows": [],
        },
        "note": note,
    }
    journal.append(cases_path(home), entry)


def cases_jsonl(home: Path) -> bytes:
    """Return the cases as the content of a file for `keikaku evaluate`; empty where there are none."""
    latest: dict[str, Mapping[str, Any]] = {}
    for entry in journal.read(cases_path(home)).entries:
        latest.pop(str(entry.get("id")), None)
        latest[str(entry.get("id"))] = entry
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in latest.values()).encode()


def feedback_of(home: Path, wanted: str) -> Feedback:
    """Return one feedback by its id. Raises StoreError where there is none."""
    found = next((one for one in read_feedback(home) if one.id == wanted), None)
    if found is None:
        raise StoreError("この番号のご意見は記録されていません。一覧から選び直してください。")
    return found


def _feedback(entry: Mapping[str, Any]) -> Feedback | None:
    """Return the feedback of a line, None for a line of another version of the program."""
    questions, verdict = entry.get("questions"), entry.get("verdict")
    texts = [entry.get(key) for key in ("id", "reason", "when")]
    if not isinstance(questions, list) or not questions or verdict not in set(Verdict):
        return None
    if not all(isinstance(one, str) for one in (*questions, *texts)):
        return None
    found, reason, when = (str(one) for one in texts)
    answer = entry.get("answer", "")  # lines of earlier versions have none
    return Feedback(
        found,
        tuple(questions),
        Verdict(str(verdict)),
        reason,
        when,
        answer if isinstance(answer, str) else "",
    )
