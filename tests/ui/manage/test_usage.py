"""利用状況: what is counted and what is not, how long, and that counting never costs an answer."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Answer, Reason, Route, Status
from tests.ui.manage.conftest import Officer
from ui.asking import ask_turns
from ui.manage.usage_page import spans_of
from ui.usage import Count, Recorded, UsageLog

TODAY = date(2026, 11, 23)  # a Monday
PATH = "records/usage.sqlite"


@dataclass
class Reply:
    """An answer of the scripted assistant."""

    answer: Answer
    conversation: Any = None


class Scripted:
    """Refuses what names 給食, fails at 故障, and answers all else."""

    def ask(self, question: str, conversation: Any = None) -> Reply:
        """Answer one question."""
        if "故障" in question:
            raise ZeroDivisionError
        if "給食" in question:
            return Reply(
                Answer(Status.NOT_IN_REPORT, Route.NONE, "ありません。", "", Reason.NO_SUCH_ITEM), question
            )
        return Reply(Answer(Status.ANSWERED, Route.TABLE, "3です。", ""), question)

    def brief(self, question: str) -> Answer:
        """Draft nothing."""
        return self.ask(question).answer


@pytest.fixture
def usage(tmp_path: Path) -> Iterator[UsageLog]:
    """Counts of a store, on one day."""
    log = UsageLog(tmp_path, 365, today=lambda: TODAY)
    yield log
    log.close()


def asked(usage: UsageLog, *questions: str) -> None:
    recorded = Recorded(Scripted(), usage)
    for one in questions:
        recorded.ask(one)
    usage.close()


def test_questions_are_counted_by_day_status_and_reason(usage: UsageLog) -> None:
    asked(usage, "施策は？", "指標は？", "給食費は？")
    assert usage.counts(TODAY) == [
        Count(TODAY, Status.ANSWERED, "", 2),
        Count(TODAY, Status.NOT_IN_REPORT, "no_such_item", 1),
    ]
    asked(usage, "施策は？")  # after a pause the counting goes on
    assert usage.counts(TODAY)[0].count == 3


def test_only_what_was_not_answered_is_kept_in_words_with_personal_data_hidden(
    usage: UsageLog, tmp_path: Path
) -> None:
    asked(usage, "施策は？", "給食費は？", "給食費は？", "給食の山田さん090-1234-5678は？")
    found = usage.unanswered(TODAY, 10)
    assert [(one.question, one.count) for one in found] == [
        ("給食費は？", 2),
        ("給食の山田さん［電話番号］は？", 1),
    ]
    content = (tmp_path / PATH).read_bytes()
    assert "施策は".encode() not in content and b"090" not in content and b"5678" not in content


def test_a_fault_is_counted_as_an_error_and_goes_on_to_the_caller(usage: UsageLog) -> None:
    with pytest.raises(ZeroDivisionError):
        Recorded(Scripted(), usage).ask("故障")
    usage.close()
    assert usage.counts(TODAY) == [Count(TODAY, Status.ERROR, "", 1)]


def test_earlier_turns_that_are_only_asked_again_are_not_counted(usage: UsageLog) -> None:
    recorded = Recorded(Scripted(), usage)
    assert ask_turns(recorded, ["施策は？", "給食費は？", "指標は？"]).answer.status is Status.ANSWERED
    recorded.brief("施策は？")
    usage.close()
    assert sum(one.count for one in usage.counts(TODAY)) == 1


def test_counts_are_forgotten_after_the_days_set(tmp_path: Path) -> None:
    day = [TODAY - timedelta(days=31)]
    log = UsageLog(tmp_path, 30, today=lambda: day[0])
    asked(log, "給食費は？")
    day[0] = TODAY - timedelta(days=30)
    asked(log, "給食費は？")
    day[0] = TODAY
    asked(log, "施策は？")
    assert [one.day for one in log.counts(date.min)] == [TODAY - timedelta(days=30), TODAY]
    assert [one.count for one in log.unanswered(date.min, 10)] == [1]


def test_a_disk_that_refuses_costs_counts_and_no_answer(
    usage: UsageLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "records").write_text("in the way", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        asked(usage, *["施策は？"] * 5)
    assert caplog.text.count("利用状況を記録できません") == 1  # once, not for each
    (tmp_path / "records").unlink()
    asked(usage, "施策は？")
    assert usage.counts(TODAY) == [Count(TODAY, Status.ANSWERED, "", 1)]


def test_noting_takes_no_time_even_while_the_file_is_locked(usage: UsageLog, tmp_path: Path) -> None:
    asked(usage, "施策は？")
    holder = sqlite3.connect(tmp_path / PATH)
    holder.execute("BEGIN EXCLUSIVE")
    answer = Answer(Status.ANSWERED, Route.TABLE, "3です。", "")
    started = time.perf_counter()
    for _ in range(1_000):
        usage.note("施策は？", answer)
    each = (time.perf_counter() - started) / 1_000
    holder.rollback()
    holder.close()
    assert each < 0.001, f"{each * 1e6:.0f} µs a question"


def test_a_damaged_file_is_told_on_the_page(officer: Officer, home: Path) -> None:
    (home / "records").mkdir(exist_ok=True)
    (home / PATH).write_bytes(b"no database" * 100)
    page = officer.get("/manage/usage")
    assert page.status_code == 400 and "読めません" in page.text
    assert officer.client.app.state.asker.ask("施策はいくつある？").answer.status is Status.ANSWERED


def test_the_page_shows_days_reasons_and_unanswered_questions(officer: Officer) -> None:
    asker, log = officer.client.app.state.asker, officer.client.app.state.usage
    asker.ask("施策はいくつある？")
    asker.ask("<b>小学校の給食費</b>はいくらですか")
    log.close()
    page = officer.get("/manage/usage").text
    assert "質問の数　2件" in page and "&lt;b&gt;小学校の給食費" in page and "<b>小学校" not in page
    assert "?q=%3Cb%3E" in page
    for address in ("?by=week&days=365", "?days=7", "?days=5000", "?days=x"):
        assert "質問の数　2件" in officer.get(f"/manage/usage{address}").text


def test_weeks_begin_on_monday() -> None:
    counts = [
        Count(TODAY - timedelta(days=1), Status.ANSWERED, "", 1),
        Count(TODAY, Status.ANSWERED, "", 2),
        Count(TODAY + timedelta(days=6), Status.CLARIFY, "", 2),
    ]
    weeks = spans_of(counts, by_week=True)
    assert [(one.label, one.total, one.share) for one in weeks] == [
        ("2026年11月23日（月）からの週", 4, 100),
        ("2026年11月16日（月）からの週", 1, 25),
    ]
    assert len(spans_of(counts, by_week=False)) == 3
