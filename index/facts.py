"""The fact store: reports written once into SQLite, then only read, by typed queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Select, create_engine, func, or_, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool, QueuePool

from corpus.errors import StoreError
from corpus.levels import NO_HEADING
from corpus.types import Observation, Passage, Report
from index import rebuilding, schema
from index.compile import compile_observations
from index.query import ObservationQuery
from index.recording import RowWriter

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """What is known about a stored report without reading it whole. `ingested_at` is in UTC."""

    name: str
    title: str
    city: str | None
    plan: str | None
    fiscal_year: int
    measures: int
    initiatives: int
    indicators: int
    observations: int
    passages: int
    digest: str
    file_name: str
    ingested_at: datetime


class FactStore:
    """Everything the reports print, in one read-only file. Safe to share between threads."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def create(
        cls,
        path: Path,
        reports: Sequence[Report],
        ingested_at: Mapping[str, datetime] | None = None,
    ) -> FactStore:
        """Write `reports` into a new file at `path` and return it opened read-only.

        `ingested_at` gives the time of reports that were in an earlier store, by name; others
        get the present. All rows are written in one transaction, so a file holds all or nothing.

        Raises StoreError where `path` exists or two reports share a name.
        """
        if path.exists():
            raise StoreError(f"{path} は既にあります。別の場所を指定してください。")
        names = [report.name for report in reports]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise StoreError(f"同じ名前の報告書が2つ以上あります: {'、'.join(repeated)}")
        known_times = ingested_at or {}
        now = datetime.now(UTC)
        engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
        try:
            with engine.begin() as connection:
                schema.metadata.create_all(connection)
                writer = RowWriter(connection)
                for report in reports:
                    writer.write(report, known_times.get(report.name, now))
        except DatabaseError as error:
            raise StoreError(
                f"{path} に書き込めません（{error.orig}）。空き容量を確かめてください。"
            ) from error
        finally:
            engine.dispose()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> FactStore:
        """Open the file at `path` for reading only.

        SQLite is told that nobody changes the file (immutable=1), which holds for a published
        generation, and refuses every write (mode=ro and query_only, each enough alone).

        Raises StoreError where the file is missing or is no fact store.
        """
        if not path.is_file():
            raise StoreError(f"保存先に {path.name} がありません。もう一度 ingest してください。")
        engine = create_engine(
            "sqlite://", creator=lambda: _connect_read_only(path), poolclass=QueuePool, pool_size=4
        )
        store = cls(path, engine)
        try:
            store.reports()
        except DatabaseError as error:
            engine.dispose()
            raise StoreError(f"{path} は壊れているか、計画ナビの保存ファイルではありません。") from error
        return store

    def reports(self) -> list[ReportInfo]:
        """Return what is stored, in the order written."""
        report, measure, initiative = schema.report, schema.measure, schema.initiative
        block, indicator, observation = schema.block, schema.indicator, schema.observation
        of_report = select(func.count()).select_from(measure).where(measure.c.report_key == report.c.key)
        measures = of_report.where(measure.c.heading != NO_HEADING)
        initiatives = of_report.join(initiative, initiative.c.measure_key == measure.c.key)
        # as `corpus.levels`: indicators right under a measure hang on a row of its name that is not printed
        printed = initiatives.where(
            or_(
                initiative.c.heading.is_not(None),
                initiative.c.name.is_(None),
                initiative.c.name.is_distinct_from(measure.c.name),
            )
        )
        indicators = initiatives.join(block, block.c.initiative_key == initiative.c.key).join(
            indicator, indicator.c.block_key == block.c.key
        )
        observations = indicators.join(observation, observation.c.indicator_key == indicator.c.key)
        passages = select(func.count()).where(schema.passage.c.report_key == report.c.key)
        statement = select(
            report,
            measures.scalar_subquery().label("measures"),
            printed.scalar_subquery().label("initiatives"),
            indicators.scalar_subquery().label("indicators"),
            observations.scalar_subquery().label("observations"),
            passages.scalar_subquery().label("passages"),
        ).order_by(report.c.key)
        with self._engine.connect() as connection:
            return [
                ReportInfo(
                    name=row.name,
                    title=row.title,
                    city=row.city,
                    plan=row.plan,
                    fiscal_year=row.fiscal_year,
                    measures=row.measures,
                    initiatives=row.initiatives,
                    indicators=row.indicators,
                    observations=row.observations,
                    passages=row.passages,
                    digest=row.digest,
                    file_name=row.file_name,
                    ingested_at=datetime.fromisoformat(row.ingested_at),
                )
                for row in connection.execute(statement)
            ]

    def report(self, name: str) -> Report:
        """Return the whole report, equal to the one that was written.

        Raises StoreError where no report has this name; the message lists those held.
        """
        return self._read(lambda connection: rebuilding.read_report(connection, name), name)

    def passages(self, name: str) -> tuple[Passage, ...]:
        """Return the narrative cells of a report in the order of `Report.passages`."""
        return self._read(lambda connection: rebuilding.read_passages(connection, name), name)

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names of measures, initiatives and indicators that each report prints, by report."""
        report, measure, initiative = schema.report, schema.measure, schema.initiative
        block, indicator = schema.block, schema.indicator
        of_measures = select(report.c.name, measure.c.name).join_from(report, measure)
        of_initiatives = select(report.c.name, initiative.c.name).join_from(report, measure).join(initiative)
        of_indicators = (
            select(report.c.name, indicator.c.name)
            .join_from(report, measure)
            .join(initiative)
            .join(block)
            .join(indicator)
        )
        return self._texts_by_report(of_measures, of_initiatives, of_indicators)

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Return what else tells reports apart: their departments, headings (基本目標) and grades, by report."""
        report, measure, initiative = schema.report, schema.measure, schema.initiative
        block, indicator, observation = schema.block, schema.indicator, schema.observation
        department = schema.department
        headings = select(report.c.name, measure.c.heading).join_from(report, measure)
        of_blocks = select(report.c.name).join_from(report, measure).join(initiative).join(block)
        departments = of_blocks.add_columns(department.c.name).join(department)
        grades = of_blocks.add_columns(observation.c.grade).join(indicator).join(observation)
        return self._texts_by_report(headings, departments, grades.distinct())

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return the narrative cells, titles and names that each report prints, by report."""
        report, passage = schema.report, schema.passage
        narrative = select(report.c.name, passage.c.text).join_from(report, passage)
        found = self._texts_by_report(select(report.c.name, report.c.title), narrative)
        names = self.names()
        return {name: (*texts, *names.get(name, ())) for name, texts in found.items()}

    def _texts_by_report(self, *statements: Select[Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        with self._engine.connect() as connection:
            for statement in statements:
                for row in connection.execute(statement):
                    found.setdefault(row[0], {})[row[1] or ""] = None
        return {name: tuple(one for one in texts if one) for name, texts in found.items()}

    def run(self, query: ObservationQuery) -> tuple[Observation, ...]:
        """Return the values asked for, in the order of the report, oldest year first.

        An unknown report, indicator or year gives no rows, not an error.
        """
        statement: Select[tuple[object, ...]] = compile_observations(query)
        with self._engine.connect() as connection:
            return tuple(rebuilding.observation_of(row) for row in connection.execute(statement))

    def close(self) -> None:
        """Close all connections; the store can be used again and then reconnects."""
        self._engine.dispose()

    def __enter__(self) -> FactStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, reading: Callable[[Connection], Answer], name: str) -> Answer:
        with self._engine.connect() as connection:
            try:
                return reading(connection)
            except rebuilding.UnknownReportError:
                held = _listed(info.name for info in self.reports())
        raise StoreError(f"「{name}」という報告書はありません。収録中: {held}")


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "なし"


def _connect_read_only(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    with closing(connection.execute("PRAGMA query_only = 1")):
        return connection
