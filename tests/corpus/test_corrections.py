"""What a corrected file changes: every changed number with both places, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.corrections import Change, changed_names, changed_values, correction, figure_agreement
from corpus.identity import is_same_edition, resembles_edition
from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Report
from tests.changed_reports import with_indicators

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests" / "data" / "reports" / "asahi-kodomo-r5.txt"
TEXT = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def before() -> Report:
    return parse_report(FILE)


def parsed(tmp_path: Path, text: str) -> Report:
    path = tmp_path / FILE.name
    path.write_text(text, encoding="utf-8")
    return parse_report(path)


def first_with_actual(report: Report) -> tuple[Indicator, str, int]:
    """An indicator with a 実績 that is printed once in its line, with that text and its row."""
    for one in report.indicators:
        seen = one.observation(report.fiscal_year, Kind.ACTUAL)
        if seen is not None and seen.value is not None and seen.place is not None and one.name:
            return one, seen.printed, seen.place.row
    raise AssertionError("the report has no 実績")


def with_cell(text: str, row: int, column: int, printed: str) -> str:
    lines = text.split("\n")
    cells = lines[row - 1].split("\t")
    cells[column] = printed
    lines[row - 1] = "\t".join(cells)
    return "\n".join(lines)


def test_the_same_file_changes_nothing(before: Report) -> None:
    assert correction(before, before).is_empty


def test_one_changed_number_is_the_only_change(before: Report, tmp_path: Path) -> None:
    indicator, printed, row = first_with_actual(before)
    seen = indicator.observation(before.fiscal_year, Kind.ACTUAL)
    assert seen is not None and seen.place is not None
    after = parsed(tmp_path, with_cell(TEXT, row, seen.place.column, "7,777"))
    (change,) = changed_values(before, after)
    assert (change.indicator_id, change.name, change.fiscal_year, change.kind, change.change) == (
        indicator.id,
        indicator.name,
        before.fiscal_year,
        Kind.ACTUAL,
        Change.CHANGED,
    )
    assert change.before is not None and change.after is not None
    assert (change.before.printed, change.after.printed) == (printed, "7,777")
    assert change.before.place == change.after.place == seen.place


def test_lines_put_in_front_move_places_but_change_no_value(before: Report, tmp_path: Path) -> None:
    after = parsed(tmp_path, "\n\n" + TEXT)
    assert correction(before, after).is_empty


def changed(report: Report, number: int, **fields: object) -> Report:
    """The report with one indicator (counted over the report) changed."""
    seen = iter(range(10_000))

    def each(one: Indicator) -> Indicator:
        return replace(one, **fields) if next(seen) == number else one  # type: ignore[arg-type]

    return with_indicators(report, each)


def test_a_value_printed_otherwise_is_no_change(before: Report) -> None:
    first = next(before.indicators)
    spelled = tuple(replace(one, printed=f" {one.printed} ") for one in first.observations)
    assert changed_values(before, changed(before, 0, observations=spelled)) == ()


def test_added_and_removed_values_are_told_apart(before: Report) -> None:
    first = next(before.indicators)
    shorter = changed(before, 0, observations=first.observations[1:])
    (removed,) = changed_values(before, shorter)
    (added,) = changed_values(shorter, before)
    assert (removed.change, removed.before, removed.after) == (Change.REMOVED, first.observations[0], None)
    assert (added.change, added.before, added.after) == (Change.ADDED, None, first.observations[0])


def test_indicators_whose_ids_moved_are_matched_by_their_names(before: Report) -> None:
    ids = [one.id for one in before.indicators]
    moved = before
    for number, following in enumerate([*ids[1:], "⑨-9#9"]):
        moved = changed(moved, number, id=following)
    assert correction(before, moved).is_empty


def test_a_lost_name_that_was_put_in_is_a_changed_name_not_a_new_indicator(before: Report) -> None:
    first = next(before.indicators)
    lost = changed(before, 0, name=None, printed_name=None)
    assert changed_values(lost, before) == ()
    (named,) = changed_names(lost, before)
    assert (named.indicator_id, named.before, named.after) == (first.id, None, first.printed_name)


def test_an_indicator_that_went_has_all_its_values_removed(before: Report) -> None:
    *kept, last = before.measures
    after = replace(before, measures=tuple(kept))
    changes = changed_values(before, after)
    assert {one.indicator_id for one in changes} == {one.id for one in last.indicators if one.observations}
    assert {one.change for one in changes} == {Change.REMOVED}


def test_changed_commentary_is_counted(before: Report, tmp_path: Path) -> None:
    passage = next(one for one in before.passages if len(one.text) > 20 and TEXT.count(one.printed) == 1)
    after = parsed(tmp_path, TEXT.replace(passage.printed, passage.printed + "以上です。"))
    found = correction(before, after)
    assert (found.passages_changed, found.passages_added, found.passages_removed) == (1, 0, 0)
    assert found.values == ()


def test_a_corrected_file_is_the_same_edition_even_without_its_title(before: Report) -> None:
    nameless = replace(before, city=None, plan=None, digest="other")
    corrected = replace(changed(nameless, 0, observations=()), digest="another")
    assert is_same_edition(nameless, corrected)


def test_two_towns_with_one_template_are_no_editions_of_each_other(before: Report) -> None:
    nameless = replace(before, city=None, plan=None, digest="other")
    other_town = nameless
    for number, one in enumerate(before.indicators):
        values = tuple(
            replace(seen, value=None if seen.value is None else seen.value + 1, grade=seen.grade and "Z")
            for seen in one.observations
        )
        other_town = changed(other_town, number, observations=values)
    other_town = replace(other_town, digest="another")
    assert figure_agreement(nameless, other_town) < 0.1
    assert resembles_edition(nameless, other_town)
    assert not is_same_edition(nameless, other_town)
    told = {"city": "あさひ市", "plan": "こども計画"}
    assert is_same_edition(replace(before, **told), replace(other_town, **told))
