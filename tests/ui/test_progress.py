"""How slow steps tell where they are: one renewed line on a terminal, few lines in a log."""

from __future__ import annotations

import io

import pytest

from ui import progress
from ui.textwidth import width


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that stands still until its one value is changed."""
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_a_log_gets_the_beginning_the_end_and_a_line_every_few_seconds(clock: list[float]) -> None:
    log = io.StringIO()
    told = progress.Progress(log)
    for done in range(11):
        told("計算", done, 10)
        clock[0] += 1.0
    told("保存")
    told.close()
    assert log.getvalue().splitlines() == ["計算　0/10", "計算　5/10　残り10秒以内", "計算　10/10", "保存"]


def test_a_terminal_gets_one_line_that_renews_itself(clock: list[float]) -> None:
    screen = Terminal()
    told = progress.Progress(screen)
    told("計算", 0, 10)
    told("計算", 1, 10)  # too soon
    clock[0] += 0.2
    told("計算", 2, 10)
    told.close()
    assert screen.getvalue() == "\r\033[K計算　0/10\r\033[K計算　2/10\n"


def test_an_archive_shows_the_file_the_count_and_the_time_left(clock: list[float]) -> None:
    log = io.StringIO()
    told = progress.Progress(log)
    for number in range(40):
        told("報告書を読んでいます", number, 40, f"報告書{number + 1}.pdf")
        clock[0] += 4.0
    told("報告書を読んでいます", 40, 40)
    lines = log.getvalue().splitlines()
    assert lines[0] == "報告書を読んでいます　0/40　報告書1.pdf"
    assert lines[1] == "報告書を読んでいます　2/40　報告書3.pdf　残り約3分"
    assert lines[-2] == "報告書を読んでいます　38/40　報告書39.pdf　残り10秒以内"
    assert lines[-1] == "報告書を読んでいます　40/40"
    assert len(lines) <= 40 * 4.0 / 5.0 + 2


def test_the_estimate_follows_the_pace_of_the_step_that_runs(clock: list[float]) -> None:
    log = io.StringIO()
    told = progress.Progress(log)
    told("読み", 0, 2)
    clock[0] += 1000.0
    told("読み", 2, 2)
    told("計算", 0, 100)
    clock[0] += 6.0
    told("計算", 10, 100)
    assert log.getvalue().splitlines()[-1] == "計算　10/100　残り約50秒"


def test_no_time_is_told_before_the_pace_is_known(clock: list[float]) -> None:
    screen = Terminal()
    told = progress.Progress(screen)
    told("計算", 0, 10)
    clock[0] += 2.9
    told("計算", 1, 10)
    clock[0] += 60.0
    told("モデルを読み込んでいます")
    clock[0] += 60.0
    told("モデルを読み込んでいます")
    assert "残り" not in screen.getvalue()


def test_a_terminal_shortens_a_long_file_name_to_its_width(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    screen = Terminal()
    progress.Progress(screen)("報告書を読んでいます", 3, 40, "とても長い名前の報告書" * 5 + ".pdf")
    shown = screen.getvalue().removeprefix("\r\033[K")
    assert shown.startswith("報告書を読んでいます　3/40　とても") and shown.endswith("…")
    assert width(shown) < 50


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "10秒以内"),
        (12, "約10秒"),
        (47, "約50秒"),
        (58, "約1分"),
        (125, "約2分"),
        (3500, "約58分"),
        (3700, "約1時間"),
        (4300, "約1時間10分"),
    ],
)
def test_lengths_of_time_are_told_as_estimates(seconds: float, said: str) -> None:
    assert progress.duration_text(seconds) == said
