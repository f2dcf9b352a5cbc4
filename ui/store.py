"""The store as the faces use it: what is in it, adding and withdrawing, and the bundled report for a start."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.entered import entered_from
from corpus.errors import KeikakuError, ModelError, ReportFileError, ReportFormatError, StoreError
from corpus.types import Report
from ui import arrivals
from ui.arrivals import Arrival, Held, RefusedError, Wishes
from ui.progress import Progress, Telling, tell

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.facts import FactStore, ReportInfo
    from index.manifest import Manifest, ReportEntry


class NothingIngestedError(StoreError):
    """There is no report in the store yet."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"報告書がまだ読み込まれていません（{home}）。"
            "「keikaku ingest 報告書のファイル」で読み込んでください。"
        )


class NotPublishedError(StoreError):
    """Everything was read, but the store or the model failed; the store is as it was."""


class UnknownReportError(KeikakuError):
    """No report of the store has the name that was given."""

    def __init__(self, name: str, held: Sequence[str]) -> None:
        super().__init__(f"報告書「{name}」はありません。あるもの：{'、'.join(held)}")


class ReadFile(Protocol):
    """Reads one report file, with its own fiscal year where a person gave that."""

    def __call__(self, file: Path, fiscal_year: int | None = None) -> Report:
        """Return the report, named after the file; raise ReportFileError or ReportFormatError."""


@dataclass(frozen=True, slots=True)
class Ingestion:
    """What `ingest` made of the files it was given, in their order.

    `published` is False where personal data holds them (`held`), and for a trial.
    """

    arrivals: tuple[Arrival, ...]
    held: tuple[Arrival, ...]
    published: bool


@dataclass(frozen=True, slots=True)
class Rollback:
    """Which reports came back, went, and have another content than before the rollback."""

    came: tuple[ReportEntry, ...]
    went: tuple[ReportEntry, ...]
    replaced: tuple[ReportEntry, ...]


def named_home(given: Path | None) -> Path | None:
    """Return the folder that the person named, with --home or KEIKAKU_HOME; None for the default."""
    if given is not None:
        return given
    named = os.environ.get("KEIKAKU_HOME", "")
    return Path(named) if named else None


def holds_reports(home: Path) -> bool:
    """True where the store has something to answer from (or is damaged, which opening it tells)."""
    from index.generations import held_names

    return held_names(home) != ()


def is_unused(home: Path) -> bool:
    """True where nothing was ever published; a store whose reports were all withdrawn is not."""
    from index.generations import current_name

    return current_name(home) is None


def stored_reports(home: Path) -> list[ReportInfo]:
    """Return what is in the store, newest edition first; raise NothingIngestedError where it is empty."""
    with _opened(home) as facts:
        return sorted(facts.reports(), key=lambda one: -one.fiscal_year)


def stored_report(home: Path, name: str) -> Report:
    """Return one stored report whole."""
    with _opened(home) as facts:
        return facts.report(name)


@contextmanager
def reading() -> Iterator[ReadFile]:
    """Give the one way in which the faces read report files: in a process of its own, with limits.

    That process ends with the block.
    """
    from corpus.isolation import ReportReader

    with ReportReader() as reader:

        def read(file: Path, fiscal_year: int | None = None) -> Report:
            _refuse_folder(file)
            # A file name from a Mac has か and ゛ apart; typed in a command they are one letter.
            name = unicodedata.normalize("NFC", file.stem)
            return reader.read(file, name=name, fiscal_year=fiscal_year)

        yield read


def inspect(home: Path, file: Path, wishes: Wishes | None = None) -> Arrival:
    """Read one file without publishing it, and tell what `ingest` would make of it.

    A store that cannot be opened is told on stderr and counts as empty: the file itself can be
    checked without it. A correction that changes most values is let pass. Raises RefusedError where
    the name that was wished for is taken.
    """
    wished = wishes or Wishes()
    year = wished.entered.fiscal_year
    with reading() as read:
        report = read(file, year)
        try:
            held = _held(home, [report])
        except StoreError as error:
            tell(f"注意：収録済みの報告書とは比べていません。{error}")
            held = Held()
        if year is None:
            report = _in_entered_year(report, file, held, read)
    return arrivals.decide([(file, report)], held, replace(wished, replaces=True))[0]


def ingest(
    settings: Settings,
    files: Sequence[Path],
    *,
    wishes: Wishes | None = None,
    personal_data_confirmed: bool = False,
    is_trial: bool = False,
    progress: Telling | None = None,
) -> Ingestion:
    """Read all files, then publish them together; an error in one leaves the store as it was.

    Files with personal data are held, and with them all others, until they are confirmed.
    `is_trial` does everything but publish. How far it is goes to `progress`, else to stderr.
    Raises RefusedError where a file cannot be read, is given twice, or two of them are one edition.
    """
    arrivals.refuse_repeated_paths(files)
    progress = progress or Progress()
    try:
        with reading() as read_one:
            year = wishes.entered.fiscal_year if wishes is not None else None
            read = _read_all(files, read_one, year, progress)
            held = _held_or_damaged(settings.home, [report for _, report in read])
            if year is None:
                read = [(file, _in_entered_year(one, file, held, read_one)) for file, one in read]
        found = tuple(arrivals.decide(read, held, wishes))
        in_doubt = tuple(one for one in found if one.personal_data and not one.was_confirmed)
        if is_trial or (in_doubt and not personal_data_confirmed):
            return Ingestion(found, () if personal_data_confirmed else in_doubt, published=False)
        _publish(settings, found, held, progress)
    except (StoreError, ModelError) as error:
        raise NotPublishedError(f"{error}\n何も取り込んでいません。") from error
    finally:
        progress.close()
    return Ingestion(found, (), published=True)


def withdraw(settings: Settings, name: str, progress: Telling | None = None) -> None:
    """Publish a generation without one report; its file stays among the originals.

    Raises UnknownReportError, whose message lists the names held.
    """
    from index import build

    held = [one.name for one in stored_reports(settings.home)]
    if name not in held:
        raise UnknownReportError(name, held)
    progress = progress or Progress()
    try:
        build.remove_report(settings.home, name, settings.embeddings(progress), progress)
    finally:
        progress.close()


def roll_back(home: Path) -> Rollback:
    """Let the generation before the present one answer again, and tell what that changed."""
    from index import generations

    present = _present_manifest(home)
    return _difference(present, generations.rollback(home).manifest)


def rollback_preview(home: Path) -> Rollback | None:
    """Tell what `roll_back` would change; None where no earlier generation is left.

    Raises StoreError where the one before is damaged.
    """
    from index import generations

    before = generations.before(home)
    return _difference(_present_manifest(home), before.manifest) if before is not None else None


def _present_manifest(home: Path) -> Manifest | None:
    from index import generations

    try:
        return generations.current(home).manifest
    except StoreError:
        return None  # damaged: then everything comes


def _difference(present: Manifest | None, after: Manifest) -> Rollback:
    then = {one.name: one for one in present.reports} if present is not None else {}
    now = {one.name: one for one in after.reports}
    return Rollback(
        tuple(one for name, one in now.items() if name not in then),
        tuple(one for name, one in then.items() if name not in now),
        tuple(one for name, one in now.items() if name in then and one != then[name]),
    )


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


def _read_all(
    files: Sequence[Path], read_one: ReadFile, fiscal_year: int | None, progress: Telling
) -> list[tuple[Path, Report]]:
    """Read every file, so that all that is wrong is told at once; raise RefusedError for any."""
    read: list[tuple[Path, Report]] = []
    failed: list[tuple[Path, KeikakuError]] = []
    for number, file in enumerate(files):
        progress("報告書を読んでいます", number, len(files), file.name)
        try:
            read.append((file, read_one(file, fiscal_year)))
        except (ReportFileError, ReportFormatError) as error:
            failed.append((file, error))
    progress("報告書を読んでいます", len(files), len(files))
    if not failed:
        return read
    if len(files) == 1:
        raise RefusedError(f"{failed[0][1]}\n何も取り込んでいません。")
    others = f"（ほかの{len(read)}個は問題なく読めました）" if read else ""
    listed = "".join(f"\n  {file}：{error}" for file, error in failed)
    raise RefusedError(
        f"{len(files)}個のファイルのうち{len(failed)}個を取り込めないため、何も取り込んでいません{others}。{listed}"
    )


def _in_entered_year(report: Report, file: Path, held: Held, read_one: ReadFile) -> Report:
    """Read a file that the store holds once more, where a person entered its year when it came in."""
    for one in held.reports.values():
        entry = held.entries.get(one.name)
        if one.digest == report.digest and entry is not None:
            year = entered_from(entry.entered).fiscal_year
            if year is not None and year != report.fiscal_year:
                return read_one(file, year)
    return report


def _publish(settings: Settings, found: Sequence[Arrival], held: Held, progress: Telling) -> None:
    from index import build, generations

    try:
        for one in found:
            if generations.original_of(settings.home, one.report.digest) is None:
                kept = generations.keep_original(settings.home, one.file)
                if kept.stem != one.report.digest:
                    raise StoreError(
                        f"「{one.file}」は、読み取っている間に書き換えられました。もう一度実行してください。"
                    )
    except OSError as error:
        raise StoreError(
            f"保存先 {settings.home} に書き込めません（{error.strerror}）。権限と空き容量を確かめてください。"
        ) from error
    provenance: Mapping[str, build.Provenance] = {
        one.report.name: build.Provenance(bool(one.personal_data), one.entered.as_mapping()) for one in found
    }
    build.add_reports(
        settings.home,
        [one.report for one in found],
        settings.embeddings(progress),
        progress,
        provenance=provenance,
        decided_on=held.generation,
    )


def _held(home: Path, read: Sequence[Report]) -> Held:
    """Return what the store holds; reports whole only where one could be the edition of one `read`."""
    from index import generations
    from index.facts import FactStore

    if is_unused(home):
        return Held()
    name = generations.current_name(home)
    present = generations.current(home)
    digests, years = {one.digest for one in read}, {one.fiscal_year for one in read}
    with FactStore.open(present.facts_path) as facts:
        infos = facts.reports()
        alike = [one.name for one in infos if one.digest in digests or one.fiscal_year in years]
        reports = {name: facts.report(name) for name in alike}
    entries = {one.name: one for one in present.manifest.reports}
    return Held(name or "", tuple(one.name for one in infos), reports, entries)


def _held_or_damaged(home: Path, read: Sequence[Report]) -> Held:
    """Return what the store holds; nothing where it cannot be opened, for then it begins anew."""
    from index import generations

    try:
        return _held(home, read)
    except StoreError:
        return Held(generations.current_name(home) or "")


def _refuse_folder(file: Path) -> None:
    if not file.is_dir():
        return
    from corpus.readers.opening import SUFFIXES

    inside = sorted(one.name for one in file.iterdir() if one.suffix.lower() in SUFFIXES)
    shown = "、".join(inside[:3]) + (" など" if len(inside) > 3 else "")
    there = f"中には{shown}があります。" if inside else "中に報告書として読める種類のファイルはありません。"
    raise ReportFileError(
        f"「{file}」はフォルダーです。{there}フォルダーの中の報告書のファイルを指定してください。"
    )
