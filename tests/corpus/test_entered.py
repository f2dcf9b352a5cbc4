"""What a person enters about a report wins over what was guessed, and only that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.entered import Entered, entered_from, renamed, with_entered
from corpus.parse import parse_report
from corpus.types import Finding, FindingKind, Report

ROOT = Path(__file__).resolve().parents[2]
GUESS = Finding(
    FindingKind.METADATA,
    "表題は印字されていません。本文の語から「北町 緑の計画」の報告書と推定しました。",
    "本文",
)
YEAR = Finding(
    FindingKind.METADATA, "報告書の年度が印字されていないため、令和5年度の報告書として読みました。", ""
)


@pytest.fixture(scope="module")
def report() -> Report:
    """A report whose city and plan were guessed."""
    read = parse_report(ROOT / "tests" / "data" / "reports" / "asahi-kodomo-r5.txt")
    title = "北町 緑の計画 令和5年度 進捗評価"
    return replace(read, city="北町", plan="緑の計画", title=title, findings=(GUESS, YEAR))


def test_city_and_plan_replace_the_guess_and_its_finding_goes(report: Report) -> None:
    told = with_entered(report, Entered("南町", "水の計画"))
    assert (told.city, told.plan, told.title) == ("南町", "水の計画", "南町 水の計画 令和5年度 進捗評価")
    assert told.findings == (YEAR,)


def test_what_is_still_a_guess_is_still_said(report: Report) -> None:
    told = with_entered(report, Entered(city="南町"))
    assert (told.city, told.plan) == ("南町", "緑の計画")
    assert (
        told.findings[0].message == "表題は印字されていません。本文の語から計画名「緑の計画」と推定しました。"
    )


def test_a_printed_title_stays(report: Report) -> None:
    printed = replace(report, title="緑の計画 進捗状況報告書")
    assert with_entered(printed, Entered(city="南町")).title == "緑の計画 進捗状況報告書"


def test_nothing_entered_changes_nothing(report: Report) -> None:
    assert with_entered(report, Entered()) is report


def test_what_was_entered_can_be_kept_and_added_to() -> None:
    for one in (Entered(), Entered(city="南町"), Entered("南町", "緑の計画", 2024)):
        assert entered_from(one.as_mapping()) == one
    assert Entered(city="南町").over(Entered("北町", "緑の計画")) == Entered("南町", "緑の計画")


def test_a_new_name_is_the_title_only_where_there_is_no_other(report: Report) -> None:
    assert renamed(report, "r5").title == report.title
    assert renamed(replace(report, title=report.name), "r5").title == "r5"
