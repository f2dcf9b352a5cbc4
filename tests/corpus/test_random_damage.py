"""Random damage: whatever happens to the rows, a stored value is right, or held back with a finding."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.fiscal import era_label
from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "generator"))

from damage_run import run  # noqa: E402
from report_generator import damage, generate  # noqa: E402
from row_damage import ROW_KINDS  # noqa: E402

REPORT_FILE = ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
TRUTH: dict[str, Any] = json.loads(
    (ROOT / "tests" / "data" / f"{REPORT_FILE.stem}.json").read_text(encoding="utf-8")
)
LINES = REPORT_FILE.read_text(encoding="utf-8").split("\n")
LABELS = ("目標", "実績", "評価")
Lines = list[str]


def groups() -> list[list[int]]:
    """Indexes of the lines of each sound group with values (rows of a printed name, label in column 5)."""
    found = []
    for index, line in enumerate(LINES[:-2]):
        cells = line.split("\t")
        if len(cells) > 6 and cells[5:6] == ["目標"] and cells[4].strip() not in ("", "-"):
            rows = [index, index + 1, index + 2]
            labels = [LINES[row].split("\t")[5:6] for row in rows]
            if labels == [["目標"], ["実績"], ["評価"]]:
                found.append(rows)
    return found


def drop_leading_tabs(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The rows of a further indicator lose one to three leading tabs."""
    count = rng.randint(1, 3)
    if all(lines[row].startswith("\t" * count) for row in rows):
        for row in rows:
            lines[row] = lines[row][count:]


def add_leading_tab(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """All three rows gain a leading tab."""
    for row in rows:
        lines[row] = "\t" + lines[row]


def drop_name(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The indicator's cell is blanked."""
    cells = lines[rows[0]].split("\t")
    cells[4] = ""
    lines[rows[0]] = "\t".join(cells)


def blank_department(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The department's cell is blanked."""
    cells = lines[rows[0]].split("\t")
    cells[3] = ""
    lines[rows[0]] = "\t".join(cells)


def copy_last_target(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The last target is copied over the columns behind it, or pushes the narrative right."""
    cells = lines[rows[0]].split("\t")
    if len(cells) > 14 and cells[12].strip():
        if cells[13].strip():
            cells.insert(13, cells[12])
        else:
            cells[13] = cells[12]
        lines[rows[0]] = "\t".join(cells)


def move_actuals_right(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The actuals stand one column late."""
    cells = lines[rows[1]].split("\t")
    if not cells[12].strip():
        cells.insert(6, "")
        lines[rows[1]] = "\t".join(cells)


def move_label_left(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """A 実績 or 評価 row, word and all, stands one column to the left."""
    row = rows[rng.choice((1, 2))]
    if lines[row].startswith("\t"):
        lines[row] = lines[row][1:]


def drop_heading_column(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """The page's heading loses the blank column over the labels."""
    head = max(row for row in range(rows[0]) if lines[row].startswith("No.\t"))
    lines[head] = lines[head].replace("指標\t\t", "指標\t")


def stray_target(lines: Lines, rows: list[int], rng: random.Random) -> None:
    """A 目標 row with nothing on it stands where the blank line of a page was."""
    lines[rows[0]] += "\t\t"


DAMAGES: tuple[Callable[[Lines, list[int], random.Random], None], ...] = (
    drop_leading_tabs, add_leading_tab, drop_name, blank_department, copy_last_target,
    move_actuals_right, move_label_left, drop_heading_column, stray_target,
)  # fmt: skip


def true_values(truth: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    """(indicator, era, kind) -> printed text, or the letter that only the totals give."""
    return {
        (one["id"], era, kind): cell["raw"] or cell["inferred"]
        for measure in truth["measures"]
        for initiative in measure["initiatives"]
        for block in initiative["blocks"]
        for one in block["indicators"]
        for era, kinds in one["values"].items()
        for kind, cell in kinds.items()
        if cell["raw"] or cell.get("inferred")
    }


def assert_right_or_held_back(report: Report, truth: dict[tuple[str, str, str], str], note: object) -> None:
    stored = {
        (one.id, era_label(seen.fiscal_year), str(seen.kind)): seen.printed or seen.grade
        for one in report.indicators
        for seen in one.observations
        if seen.kind is not Kind.BASELINE
    }
    wrong = {key: (value, truth.get(key)) for key, value in stored.items() if truth.get(key) != value}
    assert not wrong, note
    told = {
        one.item_id for one in report.findings if one.kind in (FindingKind.HELD_BACK, FindingKind.BLANK_VALUE)
    }
    mismatched = {one.item_id for one in report.findings if one.kind is FindingKind.TOTALS_MISMATCH}
    missing = {key[0] for key in truth if key not in stored}
    silent = {one for one in missing if one not in told and one.split("-")[0] not in told | mismatched}
    assert not silent, note


@pytest.mark.parametrize("seed", range(24))
def test_bundled_report_with_random_damage_stores_nothing_wrong(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = list(LINES)
    done = []
    for rows in rng.sample(groups(), 6):
        hurt = rng.choice(DAMAGES)
        hurt(lines, rows, rng)
        done.append((hurt.__name__, rows[0] + 1))
    path = tmp_path / "damaged.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert_right_or_held_back(parse_report(path), true_values(TRUTH), done)


@pytest.mark.parametrize("seed", range(2000, 2016))
def test_generated_reports_of_other_fields_store_nothing_wrong(tmp_path: Path, seed: int) -> None:
    made = damage(generate(seed), seed, count=10)
    path = tmp_path / f"{made.name}.txt"
    path.write_text(made.text, encoding="utf-8")
    assert_right_or_held_back(parse_report(path), true_values(made.truth), made.truth.get("damages"))


@pytest.mark.parametrize("name", ["asahi-kodomo-r5", "minato-kankyo-r7"])
def test_hand_written_reports_of_other_fields_are_read_completely(name: str) -> None:
    folder = ROOT / "tests" / "data" / "reports"
    truth = true_values(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
    report = parse_report(folder / f"{name}.txt")
    assert_right_or_held_back(report, truth, name)
    stored = sum(one.kind is not Kind.BASELINE for each in report.indicators for one in each.observations)
    assert stored == len(truth)


@pytest.mark.parametrize("first", range(5001, 5041, 10))
def test_reports_with_up_to_twelve_damages_lose_nothing_silently(tmp_path: Path, first: int) -> None:
    right = total = 0
    for seed in range(first, first + 10):
        made, verdict = run(seed, tmp_path)
        assert not verdict.wrong, made.truth["damage"]
        assert not verdict.silent, made.truth["damage"]
        right += len(verdict.right)
        total += len(verdict.right) + len(verdict.held)
    assert right >= 0.95 * total


@pytest.mark.parametrize("kind", sorted(ROW_KINDS))
def test_each_kind_of_row_damage_stores_nothing_wrong(tmp_path: Path, kind: str) -> None:
    for seed in (6001, 6002, 6003):
        made, verdict = run(seed, tmp_path, (kind,), 2)
        assert not verdict.wrong, made.truth["damage"]
        assert not verdict.silent, made.truth["damage"]
