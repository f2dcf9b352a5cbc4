"""The store as the faces use it: what is in it, adding files, and the bundled report for a start."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReportFileError, StoreError
from corpus.types import Report
from ui.progress import Progress, tell

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.facts import FactStore, ReportInfo


class NothingIngestedError(StoreError):
    """There is no report in the store yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"報告書がまだ読み込まれていません（{home}）。"
            "「keikaku ingest 報告書のファイル」で読み込んでください。"
        )


@dataclass(frozen=True, slots=True)
class Ingested:
    """A report that `ingest` was given; `changed` is False where the store held the same one already."""

    report: Report
    changed: bool


def named_home(given: Path | None) -> Path | None:
    """Return the folder that the person named, with --home or KEIKAKU_HOME; None for the default."""
    if given is not None:
        return given
    named = os.environ.get("KEIKAKU_HOME", "")
    return Path(named) if named else None


def holds_reports(home: Path) -> bool:
    """True where the store has something to answer from."""
    from index.generations import current_name

    return current_name(home) is not None


def stored_reports(home: Path) -> list[ReportInfo]:
    """Return what is in the store, newest edition first; raise NothingIngestedError where it is empty."""
    with _opened(home) as facts:
        return sorted(facts.reports(), key=lambda one: -one.fiscal_year)


def stored_report(home: Path, name: str) -> Report:
    """Return one stored report whole."""
    with _opened(home) as facts:
        return facts.report(name)


def ingest(settings: Settings, files: Sequence[Path]) -> list[Ingested]:
    """Read all files, then publish them together; an error in one leaves the store as it was."""
    from corpus.parse import parse_report
    from index import build, generations

    progress = Progress()
    try:
        reports = []
        for number, file in enumerate(files):
            progress("報告書を読んでいます", number, len(files))
            reports.append(parse_report(file))
        progress("報告書を読んでいます", len(files), len(files))
        _refuse_namesakes(reports, files)
        before = _held(settings.home, [report.name for report in reports])
        for file in files:
            generations.keep_original(settings.home, file)
        build.add_reports(settings.home, reports, settings.embeddings(progress), progress)
    finally:
        progress.close()
    return [Ingested(report, before.get(report.name) != report) for report in reports]


def ingest_bundled(settings: Settings) -> None:
    """Fill an empty store with the report that comes with the program."""
    tell("はじめての起動です。同梱の報告書を読み込みます。")
    ingest(settings, bundled_reports())


def bundled_reports() -> list[Path]:
    """Return the report files that come with the program."""
    import corpus

    folder = Path(corpus.__file__).parent / "reports"
    return sorted(folder.glob("*.txt"))


def _opened(home: Path) -> FactStore:
    from index.build import open_index

    if not holds_reports(home):
        raise NothingIngestedError(home)
    return open_index(home, None).facts


def _held(home: Path, names: Sequence[str]) -> dict[str, Report]:
    """Return those of the named reports that the store holds now."""
    if not holds_reports(home):
        return {}
    with _opened(home) as facts:
        held = {one.name for one in facts.reports()}
        return {name: facts.report(name) for name in names if name in held}


def _refuse_namesakes(reports: Sequence[Report], files: Sequence[Path]) -> None:
    by_name: dict[str, list[str]] = {}
    for report, file in zip(reports, files, strict=True):
        by_name.setdefault(report.name, []).append(str(file))
    for name, same in by_name.items():
        if len(same) > 1:
            raise ReportFileError(
                f"同じ名前「{name}」の報告書が{len(same)}つあります（{'、'.join(same)}）。"
                "ファイル名を変えてから読み込んでください。"
            )
