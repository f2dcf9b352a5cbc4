#!/usr/bin/env python3
"""Damages generated reports at random and counts what the reader made of each printed value.

    python tests/generator/damage_run.py --seeds 1000

A value is judged by the place where it still stands in the damaged file: right (stored with its year,
kind and indicator), held (not stored, a Finding names its indicator), silent (not stored, no Finding)
or WRONG (stored as something else). Prints the share of right values among all that are printed, and
exits 1 where a value is wrong or silent.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).absolute().parent))
sys.path.insert(0, str(Path(__file__).absolute().parents[2]))

from compare import flat, western
from report_generator import generate
from report_model import GeneratedReport
from row_damage import harm, variant

from corpus.errors import KeikakuError
from corpus.parse import parse_report
from corpus.types import FindingKind, Kind, Observation, Report

Key = tuple[str, int, str]  # indicator of the clean report, fiscal year, kind
TELLS = {FindingKind.HELD_BACK, FindingKind.MERGED_CELL, FindingKind.STRAY_ROW}


@dataclass
class Verdict:
    """What became of the printed values of one damaged report."""

    right: set[Key] = field(default_factory=set)
    held: set[Key] = field(default_factory=set)
    silent: set[Key] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def printed_values(made: GeneratedReport) -> tuple[dict[Key, str], dict[tuple[int, int], list[Key]]]:
    """Return every value that the file still prints, and which values each cell (line, column) holds."""
    calendar = made.truth["report"]["calendar"]
    texts: dict[Key, str] = {}
    cells: dict[tuple[int, int], list[Key]] = {}

    def take(place: tuple[int, int], ref: Any, text: str) -> None:
        if ref and ref[0] == "value" and text:
            key = (ref[1], western(ref[2], calendar), ref[3])
            texts[key] = text
            cells.setdefault(place, []).append(key)

    for number, line in enumerate(made.lines, 1):
        for column, cell in enumerate(line.cells):
            match cell.ref:
                case ("glued", one, text, other, more):
                    take((number, column), one, text)
                    take((number, column), other, more)
                case ("part", ref, text):
                    take((number, column), ref, text)
                case ("rest", *_):
                    pass
                case _:
                    take((number, column), cell.ref, cell.text)
    return texts, cells


def alike(one: str, other: str) -> bool:
    """True where two printings are the same value."""
    return flat(one).replace(" ", "") == flat(other).replace(" ", "")


def judge(made: GeneratedReport, report: Report) -> Verdict:
    """Compare what was stored with what the damaged file still prints."""
    texts, cells = printed_values(made)
    verdict = Verdict()
    names = {n.id: n.name for n in made.report.indicators()}
    # The same value printed for two years (増加/増加) is right wherever its cell was taken from.
    clean = {
        (n.id, western(era, made.truth["report"]["calendar"]), kind): text
        for n in made.report.indicators()
        for kind, row in (("target", n.targets), ("actual", n.actuals), ("grade", n.grades))
        for era, text in row.items()
    }
    grades = {n.id: n.grades.get(made.report.report_year) or "-" for n in made.report.indicators()}
    homes: dict[str, set[str]] = {}
    for one in report.indicators:
        owners: Counter[str] = Counter()
        inferred: list[Observation] = []
        for seen in one.observations:
            if seen.kind is Kind.BASELINE:
                continue
            if seen.inferred:
                inferred.append(seen)
                continue
            assert seen.place is not None
            keys = cells.get((seen.place.row, seen.place.column), [])
            shown = f"{one.id} {seen.fiscal_year} {seen.kind} {seen.printed!r} at {seen.place}"
            fits = [
                key
                for key in keys
                if key[1:] == (seen.fiscal_year, str(seen.kind)) and alike(texts[key], seen.printed)
            ] or [
                (key[0], seen.fiscal_year, str(seen.kind))
                for key in keys
                if alike(clean.get((key[0], seen.fiscal_year, str(seen.kind)), ""), seen.printed)
            ]
            if not fits:
                verdict.wrong.append(f"{shown}: stands for {[(k, texts[k]) for k in keys] or 'nothing'}")
                continue
            owners[fits[0][0]] += 1
            verdict.right.add(fits[0])
        if len(owners) > 1:
            verdict.wrong.append(f"{one.id} mixes {dict(owners)}")
        for owner in owners:
            homes.setdefault(owner, set()).update((one.id, one.id.split("#")[0]))
            if one.name is not None and one.name != names[owner]:
                verdict.wrong.append(f"{one.id} is named {one.name}, but is {names[owner]}")
            verdict.wrong.extend(
                f"{one.id} inferred {seen.grade}, is {grades[owner]}"
                for seen in inferred
                if seen.grade != grades[owner]
            )
    told = [one for one in report.findings if one.kind in TELLS]
    rows = {one.place.row for one in told if one.place is not None}
    for key in texts.keys() - verdict.right:
        lines = {
            number for number, line in enumerate(made.lines, 1) if line.owner and line.owner[1] == key[0]
        }
        ids = homes.get(key[0], set())
        covered = bool(lines & rows) or any(one.item_id in ids for one in told if one.item_id)
        (verdict.held if covered else verdict.silent).add(key)
    verdict.right &= texts.keys()
    return verdict


def damaged(seed: int, kinds: tuple[str, ...] | None = None, count: int | None = None) -> GeneratedReport:
    """The damaged report of a seed: field, city, years, order of rows and damages are drawn from it."""
    drawn = random.Random(f"count-{seed}").randint(1, 12)
    return harm(variant(generate(seed), seed), seed, count or drawn, kinds)


def run(
    seed: int, folder: Path, kinds: tuple[str, ...] | None = None, count: int | None = None
) -> tuple[GeneratedReport, Verdict]:
    """Damage, write, read and judge the report of one seed."""
    made = damaged(seed, kinds, count)
    path = folder / f"{made.name}.txt"
    path.write_text(made.text, encoding="utf-8")
    return made, judge(made, parse_report(path))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, help="damages a report; drawn from 1 to 12 when left out")
    parser.add_argument("--kinds", help="only these kinds of damage, separated by commas")
    parser.add_argument("--show", type=int, default=3, help="slips printed for each report")
    parser.add_argument("--held", action="store_true", help="print what was held back too")
    options = parser.parse_args()
    kinds = tuple(options.kinds.split(",")) if options.kinds else None
    sums: Counter[str] = Counter()
    blame: Counter[str] = Counter()
    for seed in range(options.first, options.first + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            try:
                made, verdict = run(seed, Path(folder), kinds, options.count)
            except KeikakuError as refusal:
                sums["refused"] += 1
                print(f"seed {seed}: REFUSED {refusal}")
                continue
        sums.update(
            right=len(verdict.right),
            held=len(verdict.held),
            silent=len(verdict.silent),
            wrong=len(verdict.wrong),
        )
        hurt = {d["target"]: d["kind"] for d in made.truth["damage"]}
        for name in ("held", "silent"):
            for key in getattr(verdict, name):
                blame[f"{name} {hurt.get(key[0], 'elsewhere')}"] += 1
        slips = [f"  WRONG {text}" for text in verdict.wrong]
        slips += [f"  silent {key}" for key in sorted(verdict.silent)]
        slips += [f"  held {key}" for key in sorted(verdict.held)] if options.held else []
        if slips:
            print(
                f"seed {seed}:",
                ", ".join(
                    f"{d['kind']}({d['target']} {d['lines']} {d['note']})" for d in made.truth["damage"]
                ),
            )
            print("\n".join(slips[: options.show]))
    total = sums["right"] + sums["held"] + sums["silent"]
    for cause, number in blame.most_common():
        print(f"{number:6} {cause}")
    print(
        f"{options.seeds} reports, {total} values: right {sums['right']} ({sums['right'] / max(total, 1):.1%}), "
        f"held back with a finding {sums['held']}, missing without a finding {sums['silent']}, WRONG {sums['wrong']}; reports refused {sums['refused']}"
    )
    return 1 if sums["wrong"] or sums["silent"] or sums["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
