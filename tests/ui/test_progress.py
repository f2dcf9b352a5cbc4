"""How slow steps tell where they are: one renewed line on a terminal, few lines in a log."""

from __future__ import annotations

import io

import pytest

from ui import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that stands still until its one value is changed."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_log_gets_the_beginning_the_end_and_a_line_every_few_seconds(clock: list[float]) -> None:
    log = io.StringIO()
    told = progress.Progress(log)
    for done in range(11):
        told("計算", done, 10)
        clock[0] += 1.0
    told("保存")
    told.close()
    assert log.getvalue().splitlines() == ["計算　0/10", "計算　5/10", "計算　10/10", "保存"]


def test_a_terminal_gets_one_line_that_renews_itself(clock: list[float]) -> None:
    screen = Terminal()
    told = progress.Progress(screen)
    told("計算", 0, 10)
    told("計算", 1, 10)  # too soon
    clock[0] += 0.2
    told("計算", 2, 10)
    told.close()
    assert screen.getvalue() == "\r\033[K計算　0/10\r\033[K計算　2/10\n"
