"""Bad files and damaged reports: each becomes a report or a refusal in Japanese, and nothing else happens."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from bad_archives import overlapping
from bad_file import BadFile
from bad_files import SLOW, bad_files
from good_files import good_files, parts_of
from mutations import mutations
from outcomes import Outcome, outcome_of

from corpus.isolation import Limits, ReportReader
from corpus.parse import parse_report

# Many times what any good report needs, and short enough for every test run.
LIMITS = Limits(cpu_seconds=10, wall_seconds=20)
# All of them are read by tests/bench/robustness.py; here every sixth of the quick ones.
EVERY = 6
MUTATIONS = 150
MOST_GROWTH = 50_000_000  # bytes
MOST_SLIPS = 10


@pytest.fixture(scope="module")
def reader() -> Iterator[ReportReader]:
    with ReportReader(LIMITS) as made:
        yield made


def chosen_bad_files() -> list[BadFile]:
    return [one for one in bad_files() if one.in_suite][::EVERY]


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def outcomes_of(
    reader: ReportReader, files: Iterable[BadFile], folder: Path
) -> Iterator[tuple[str, Outcome]]:
    """Each label with what became of the file; stops after ten that went wrong, which say enough."""
    slips = 0
    for number, one in enumerate(files):
        place = folder / str(number)
        place.mkdir()
        outcome = outcome_of(reader, one.make(place), must_be_refused=one.refused)
        yield one.label, outcome
        slips += bool(outcome.wrong)
        if slips == MOST_SLIPS:
            return


def slips(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {label: one.wrong for label, one in outcomes.items() if one.wrong}


# --- what goes in -----------------------------------------------------------------------------


def test_there_are_three_hundred_bad_files_each_with_its_own_label() -> None:
    labels = [one.label for one in bad_files()]
    assert len(labels) >= 300
    assert len(set(labels)) == len(labels)
    assert set(labels) >= SLOW


def test_every_group_is_among_the_chosen() -> None:
    endings = {one.file_name.rpartition(".")[2] for one in chosen_bad_files()}
    assert endings >= {"txt", "csv", "xlsx", "xls", "ods", "pdf", "html"}


@pytest.mark.parametrize("name", sorted(good_files()))
def test_the_good_files_that_the_bad_ones_are_made_from_are_good(
    reader: ReportReader, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(good_files()[name])
    report = reader.read(path)
    expected = parse_report(Path(__file__).parents[1] / "data" / "reports" / "asahi-kodomo-r5.txt")
    assert report.years == expected.years
    read, printed = [one.name for one in report.indicators], [one.name for one in expected.indicators]
    if name.endswith(".pdf"):  # holds the first lines only, and the beginnings of the cells
        read, printed = [(one or "")[:5] for one in read], [(one or "")[:5] for one in printed[: len(read)]]
    assert read == printed
    assert len(read) >= 5


def test_mutations_are_the_same_for_the_same_seed() -> None:
    assert list(mutations(16, 50)) == list(mutations(16, 50))
    assert list(mutations(16, 50)) != list(mutations(16, 51))


def test_the_overlapping_bomb_is_one() -> None:
    bomb = overlapping(20, 100_000)
    assert len(bomb) < 5_000
    assert len(parts_of(overlapping(1, 100_000))["xl/s0000.xml"]) == 100_000


# --- what comes out ---------------------------------------------------------------------------


def test_bad_files_end_in_a_report_or_a_refusal(reader: ReportReader, tmp_path: Path) -> None:
    outcomes = dict(outcomes_of(reader, chosen_bad_files(), tmp_path))
    assert not slips(outcomes)
    assert len(outcomes) >= 130


def test_damaged_reports_end_in_a_report_or_a_refusal_and_the_parent_stays_small(
    reader: ReportReader, tmp_path: Path
) -> None:
    made = (BadFile(one.label, one.file_name, one.content) for one in mutations(MUTATIONS))
    outcomes = dict(outcomes_of(reader, islice(made, MUTATIONS // 3), tmp_path))
    before = resident_bytes()
    (tmp_path / "rest").mkdir()
    outcomes |= outcomes_of(reader, made, tmp_path / "rest")
    assert not slips(outcomes)
    assert len(outcomes) == MUTATIONS
    assert {"published", "ReportFileError", "ReportFormatError"} <= {one.kind for one in outcomes.values()}
    assert resident_bytes() - before < MOST_GROWTH


def test_a_folder_that_may_not_be_entered_ends_in_a_message(reader: ReportReader, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        outcome = outcome_of(reader, closed / "report.txt")
    finally:
        closed.chmod(0o700)
    # The superuser may enter and finds nothing there.
    assert outcome.kind == "ReportFileError"
    assert not outcome.wrong
