#!/usr/bin/env python3
"""Reads many generated reports with the program itself and counts what it got right.

    python tests/generator/fuzz.py --seeds 20 --damage 6                       # corpus.parse.parse_report
    python tests/generator/fuzz.py --seeds 20 --command .venv/bin/keikaku      # ingest and export

Each seed gets a fresh store (or none); a report that is not read perfectly prints its damages and first slips.
Exit 1 where any observation is wrong, missing or extra.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from compare import Comparison, compare
from report_generator import GeneratedReport, damage, generate, write

FIELDS = ("right", "wrong", "missing", "extra", "inferred_right", "inferred_wrong", "misplaced", "misnamed")


def read_back(command: str, made: GeneratedReport, folder: Path) -> list[dict]:
    """The rows that `keikaku export` gives after `keikaku ingest` of this one report."""
    text, _ = write(made, folder)
    home = ["--home", str(folder / "home")]
    subprocess.run([command, "ingest", str(text), *home], check=True, capture_output=True)
    shown = subprocess.run(
        [command, "export", "--format", "json", "--report", made.name, *home],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return (
        json.loads(shown)
        if shown.lstrip().startswith("[")
        else [json.loads(line) for line in shown.splitlines() if line.strip()]
    )


def read_directly(path: Path) -> list[dict]:
    """The same rows from the front door of `corpus`, without a store."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from corpus.parse import parse_report

    return [
        {
            "indicator": one.id,
            "name": one.name,
            "unit": one.unit,
            "fiscal_year": seen.fiscal_year,
            "kind": str(seen.kind),
            "value": seen.grade or seen.value,
            "printed": seen.printed,
            "inferred": seen.inferred,
            "place": str(seen.place),
        }
        for one in parse_report(path).indicators
        for seen in one.observations
    ]


def slips(result: Comparison) -> list[str]:
    return [
        f"  {name}: {entry}"
        for name in FIELDS
        if not name.endswith("right")
        for entry in getattr(result, name)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--damage", type=int, default=6)
    parser.add_argument("--kinds", help="only these kinds of damage, separated by commas")
    parser.add_argument("--command", help="read through this command, not through corpus.parse")
    parser.add_argument("--show", type=int, default=6, help="slips printed for each report")
    options = parser.parse_args()
    sums: Counter[str] = Counter()
    for seed in range(options.first, options.first + options.seeds):
        made = generate(seed)
        if options.damage:
            kinds = options.kinds.split(",") if options.kinds else None
            made = damage(made, seed, kinds, count=options.damage)
        with tempfile.TemporaryDirectory() as folder:
            try:
                rows = (
                    read_back(options.command, made, Path(folder))
                    if options.command
                    else read_directly(write(made, Path(folder))[0])
                )
            except Exception as failure:  # any failure to read is counted, with its own words
                sums["unread"] += 1
                print(f"seed {seed} {made.name}: not read: {getattr(failure, 'stderr', failure)!r:.300}")
                continue
        result = compare(rows, made.truth)
        sums.update({name: len(getattr(result, name)) for name in FIELDS})
        if not result.perfect:
            print(f"seed {seed} {made.name}: {result.summary()}")
            print("  damage:", ", ".join(f"{d['kind']}({d['target']})" for d in made.truth["damage"]))
            print("\n".join(slips(result)[: options.show]))
    print(dict(sums))
    return 1 if sums["unread"] or sums["wrong"] or sums["missing"] or sums["extra"] else 0


if __name__ == "__main__":
    sys.exit(main())
