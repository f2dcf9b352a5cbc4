"""Reports written into the fact store and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from corpus.errors import StoreError
from corpus.types import Kind, Report
from index.facts import FactStore
from index.query import ObservationQuery


@pytest.fixture
def facts(tmp_path: Path, report: Report) -> FactStore:
    return FactStore.create(tmp_path / "facts.sqlite", [report])


def test_a_report_comes_back_equal_to_what_was_written(facts: FactStore, report: Report) -> None:
    assert facts.report(report.name) == report


def test_several_reports_come_back_each_whole(tmp_path: Path, make_report: Callable[..., Report]) -> None:
    reports = [make_report(), make_report("other-r6", planted=7), make_report("third-r6", planted=8)]
    with FactStore.create(tmp_path / "facts.sqlite", reports) as facts:
        assert [facts.report(one.name) for one in reports] == reports


def test_decimals_keep_their_digits(facts: FactStore, report: Report) -> None:
    (value,) = facts.run(ObservationQuery(report.name, indicators=("①-1#2",), kinds=(Kind.TARGET,)))
    assert str(value.value) == "1.50"
    (rate,) = facts.run(ObservationQuery(report.name, indicators=("②-1#1",)))
    assert (rate.value, rate.printed) == (Decimal("85.0"), "８５．０")


def test_passages_come_in_the_order_of_the_report_with_the_remarks_last(
    facts: FactStore, report: Report
) -> None:
    assert facts.passages(report.name) == tuple(report.passages)


def test_reports_are_listed_with_counts(tmp_path: Path, report: Report) -> None:
    then = datetime(2025, 4, 1, 9, 30, tzinfo=UTC)
    facts = FactStore.create(tmp_path / "facts.sqlite", [report], {report.name: then})
    (info,) = facts.reports()
    assert (info.name, info.title, info.city, info.plan) == (
        "midori-kankyo-r6",
        "みどりの基本計画 進捗状況",
        "みどり市",
        None,
    )
    counts = (info.measures, info.initiatives, info.indicators, info.observations, info.passages)
    assert counts == (2, 2, 3, 9, 5)
    assert (info.fiscal_year, info.digest, info.file_name) == (2024, "d1", "midori-kankyo-r6.txt")
    assert info.ingested_at == then


def test_an_unknown_report_is_an_error_that_lists_those_held(facts: FactStore) -> None:
    with pytest.raises(StoreError, match="「x」という報告書はありません。収録中: midori-kankyo-r6"):
        facts.report("x")
    with pytest.raises(StoreError, match="収録中"):
        facts.passages("x")


@pytest.mark.parametrize(
    "statement", ["DELETE FROM observation", "UPDATE report SET name = 'x'", "CREATE TABLE t (a)"]
)
def test_an_opened_store_refuses_every_write(facts: FactStore, statement: str) -> None:
    with facts._engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text(statement))


def test_creating_over_an_existing_file_is_refused(facts: FactStore, report: Report) -> None:
    with pytest.raises(StoreError, match="既にあります"):
        FactStore.create(facts.path, [report])


def test_a_missing_file_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"facts\.sqlite がありません"):
        FactStore.open(tmp_path / "facts.sqlite")
    (tmp_path / "notes.txt").write_text("これはデータベースではありません。" * 100, "utf-8")
    with pytest.raises(StoreError, match="壊れているか"):
        FactStore.open(tmp_path / "notes.txt")
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(StoreError, match="壊れているか"):
        FactStore.open(tmp_path / "other.sqlite")


def test_threads_share_one_store(facts: FactStore, report: Report) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(facts.run(ObservationQuery(report.name))) for _ in range(20))

    threads = [Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [9] * 120


def test_a_path_with_marks_that_urls_reserve_can_be_opened(tmp_path: Path, report: Report) -> None:
    folder = tmp_path / "計画 100%?#1"
    folder.mkdir()
    assert FactStore.create(folder / "facts.sqlite", [report]).report(report.name) == report
