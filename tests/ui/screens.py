"""Every screen of the web application with something on it: what is checked for accessibility and pictured."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from assistant.settings import Settings
from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Observation, Report
from index.errata import record_erratum
from tests.ui.browsing import answered, sign_in
from ui.feedback import Verdict, record_feedback
from ui.live import LiveAssistant
from ui.usage import UsageLog

ROOT = Path(__file__).resolve().parents[2]
REPORT = next(iter(sorted((ROOT / "corpus" / "reports").glob("*.txt"))))

TREND = "成年後見制度利用者数の推移は？"
FIGURE = "2,501人"  # in the table of that answer
LIST = "R6にC評価だった指標を全部教えて"
UNCLEAR = "参加者数は？"
REFUSED = "成年後見制度利用者数の令和12年度の実績は？"
INITIATIVE = "③-3"
WHO = "企画課 山田"

Open = Callable[[Page, str], None]
"""Brings a page to a screen; the second is the address of the server."""


@dataclass(frozen=True)
class Screen:
    """One screen: its name in file names, how to get there, and whether an officer must be signed in."""

    name: str
    open: Open
    officers: bool = False


def furnished(empty: Path, home: Path) -> Path:
    """Copy a store with the bundled report and add a correction, feedback and usage; return the copy.

    Beside the copy lies `訂正版.txt`, the report with one value changed, to be handed in.
    """
    shutil.copytree(empty, home)
    report = parse_report(REPORT)
    indicator, value = latest_actual(report)
    assert value.value is not None
    record_erratum(home, report, indicator, value, f"{value.value + 1:,}", reason="正誤表による", who=WHO)
    record_feedback(home, [TREND], Verdict.HELPFUL)
    record_feedback(home, [LIST, "理由は？"], Verdict.WRONG, "理由のない指標がある")
    settings = Settings(home=home)
    live, usage = LiveAssistant(settings), UsageLog(home, settings.usage_days)
    for question in (TREND, UNCLEAR, REFUSED):
        usage.note(question, live.ask(question).answer)
    usage.close()
    (home.parent / "訂正版.txt").write_text(_with(report, value, f"{value.value + 2:,}"), encoding="utf-8")
    return home


def latest_actual(report: Report) -> tuple[Indicator, Observation]:
    """Return the first 実績 of the report's own year that is a printed number, and its indicator."""
    return next(
        (indicator, one)
        for indicator in report.indicators
        for one in indicator.observations
        if one.kind is Kind.ACTUAL
        and one.fiscal_year == report.fiscal_year
        and one.value is not None
        and one.place is not None
    )


def screens(handed_in: Path) -> tuple[Screen, ...]:
    """Return every screen, in the order of a visit; `handed_in` is the file that an officer hands in."""
    name = REPORT.stem
    report = parse_report(REPORT)
    indicator, value = latest_actual(report)
    department = next(block.departments[0] for block in report.blocks if block.departments)
    at = f"place={value.place}"
    return (
        Screen("chat", _chat()),
        Screen("chat-answer", _chat(TREND)),
        Screen("chat-list", _chat(LIST)),
        Screen("chat-clarify", _chat(UNCLEAR)),
        Screen("chat-refused", _chat(REFUSED)),
        Screen("chat-source", _with_source),
        Screen("indicators", _at("indicators")),
        Screen("plan", _at("plan")),
        Screen("initiative", _at(f"initiative?report={name}&id={INITIATIVE}")),
        Screen("department", _at(f"department?report={name}&name={department}")),
        Screen("source", _at(f"source?report={name}&{at}")),
        Screen("answer", _at(f"answer?q={TREND}")),
        Screen("api", _at("api/v1/")),
        Screen("error", _at("nothing-here")),
        Screen("manage-sign-in", _at("manage/sign-in")),
        Screen("manage-overview", _at("manage"), officers=True),
        Screen("manage-check", _hand_in(handed_in), officers=True),
        Screen("manage-corrections", _at("manage/corrections"), officers=True),
        Screen(
            "manage-correct",
            _at(f"manage/corrections/new?report={name}&indicator={indicator.id.replace('#', '%23')}"),
            officers=True,
        ),
        Screen("manage-feedback", _at("manage/feedback"), officers=True),
        Screen("manage-case", _first_feedback, officers=True),
        Screen("manage-usage", _at("manage/usage"), officers=True),
        Screen("manage-matches", _at("manage/matches"), officers=True),
        Screen("manage-log", _at("manage/log"), officers=True),
        Screen("manage-rollback", _at("manage/rollback"), officers=True),
        Screen("manage-withdraw", _at(f"manage/withdraw?report={name}"), officers=True),
    )


def signed_in(page: Page, address: str) -> None:
    """Sign an officer in."""
    sign_in(page, address, WHO)


def _at(path: str) -> Open:
    def open_(page: Page, address: str) -> None:
        page.goto(f"{address}/{path}")
        page.locator("main h1").first.wait_for()

    return open_


def _chat(question: str = "") -> Open:
    def open_(page: Page, address: str) -> None:
        page.goto(f"{address}/?q={question}" if question else address)
        if question:
            answered(page)
        else:
            page.locator(".kk-start button").first.wait_for(timeout=30_000)

    return open_


def _with_source(page: Page, address: str) -> None:
    _chat(TREND)(page, address)
    page.locator("td a.kk-cite", has_text=FIGURE).click()
    page.frame_locator("#kk-source iframe").locator("mark").first.wait_for()


def _hand_in(file: Path) -> Open:
    def open_(page: Page, address: str) -> None:
        page.goto(f"{address}/manage")
        page.get_by_label("報告書のファイル").set_input_files(str(file))
        page.get_by_role("button", name="読み込んで確認する").click()
        page.get_by_role("heading", name="公開中の版との違い").wait_for(timeout=60_000)

    return open_


def _first_feedback(page: Page, address: str) -> None:
    page.goto(f"{address}/manage/feedback")
    page.locator("main a", has_text=re.compile("評価用の質問")).first.click()
    page.locator("main form").first.wait_for()


def _with(report: Report, value: Observation, text: str) -> str:
    """Return the text of the bundled report with one cell changed."""
    assert value.place is not None and value.place.row is not None and value.place.column is not None
    lines = REPORT.read_text(encoding="utf-8").split("\n")
    cells = lines[value.place.row - 1].split("\t")
    cells[value.place.column] = text
    lines[value.place.row - 1] = "\t".join(cells)
    return "\n".join(lines)
