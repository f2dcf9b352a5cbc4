#!/usr/bin/env python3
"""Reads every bad file and 2,000 damaged reports in the reading process, and prints how each kind ended.

    python tests/bench/robustness.py                           # all of them: some fifteen minutes
    python tests/bench/robustness.py --files bomb --mutations 0   # the bad files whose label holds a word
    python tests/bench/robustness.py --files none --mutations 500 --first-seed 2000

Exit 1 where a file ended otherwise than as a report or a refusal in Japanese.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "robustness")]

from bad_file import BadFile  # noqa: E402
from bad_files import bad_files  # noqa: E402
from mutations import mutations  # noqa: E402
from outcomes import Outcome, outcome_of  # noqa: E402

from corpus.isolation import Limits, ReportReader  # noqa: E402

SHOWN_SLOWEST = 10


def candidates(arguments: argparse.Namespace) -> Iterator[tuple[str, BadFile]]:
    """Every file to read with the kind that it is counted under."""
    for one in bad_files():
        if arguments.files in one.label or arguments.files == "all":
            yield f"bad .{one.file_name.rpartition('.')[2].lower()[:5]}", one
    for made in mutations(arguments.mutations, arguments.first_seed):
        yield f"mutated {made.file_name}", BadFile(made.label, made.file_name, made.content)


def resident_bytes() -> int:
    """Memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def run(arguments: argparse.Namespace) -> int:
    """Read them all, print the tables, and return how many ended in a way that must not be."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: list[tuple[float, str, Outcome]] = []
    wrong: list[tuple[str, Outcome]] = []
    grown = 0
    limits = Limits(wall_seconds=arguments.wall_seconds)
    with ReportReader(limits) as reader, tempfile.TemporaryDirectory() as folder:
        for number, (kind, one) in enumerate(candidates(arguments)):
            place = Path(folder) / str(number)
            place.mkdir()
            path = one.make(place)
            before, started = resident_bytes(), time.monotonic()
            outcome = outcome_of(reader, path, must_be_refused=one.refused)
            seconds.append((time.monotonic() - started, one.label, outcome))
            # The first reads fill caches; what the making of a file needs is no growth of the reader.
            grown += resident_bytes() - before if number > 20 else 0
            table[kind][outcome.kind] += 1
            if outcome.wrong:
                wrong.append((one.label, outcome))
            if arguments.verbose or outcome.wrong:
                print(
                    f"{seconds[-1][0]:6.2f} s  {one.label}: {outcome.kind} {outcome.wrong or outcome.message}",
                    flush=True,
                )
            if path.is_file() and not path.is_symlink():
                path.unlink()
    _print(table, seconds, grown, len(wrong))
    return len(wrong)


def _print(
    table: dict[str, Counter[str]], seconds: list[tuple[float, str, Outcome]], grown: int, wrong: int
) -> None:
    kinds = [kind for kind, _ in sum(table.values(), Counter()).most_common()]
    print("\n| files | " + " | ".join(kinds) + " |\n|---" * 1 + "|---:" * len(kinds) + "|")
    for name, counts in sorted(table.items()):
        print(f"| {name} | " + " | ".join(str(counts[kind]) for kind in kinds) + " |")
    totals = sum(table.values(), Counter())
    print("| all | " + " | ".join(str(totals[kind]) for kind in kinds) + " |")
    spent = sorted(seconds, key=lambda one: -one[0])
    print(
        f"\n{len(seconds)} files in {sum(one[0] for one in seconds):.0f} s; wrong: {wrong}; parent grew by {grown / 1e6:.1f} MB"
    )
    for taken, label, outcome in spent[:SHOWN_SLOWEST]:
        print(f"{taken:6.1f} s  {label}: {outcome.kind}")


def main() -> int:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--files", default="all", help="all, none, or a word in the label of the bad files to read"
    )
    parser.add_argument("--mutations", type=int, default=2_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--wall-seconds", type=float, default=Limits().wall_seconds)
    parser.add_argument("--verbose", action="store_true", help="every file, as it ends")
    return 1 if run(parser.parse_args()) else 0


if __name__ == "__main__":
    sys.exit(main())
