#!/usr/bin/env python3
"""Reads generated reports in every layout and format and counts right, wrong, held back and missing values.

    python tests/generator/layouts/check_layouts.py                       # all layouts x formats, 3 seeds
    python tests/generator/layouts/check_layouts.py --seeds 20 --layout trend --format xlsx
    python tests/generator/layouts/check_layouts.py --layout stacked --format pdf --seed 7 --show
    python tests/generator/layouts/check_layouts.py --layout long_full --format csv --seed 2 --keep DIR

--seed N is one seed, --seeds N are the seeds 0..N-1; --layout and --format may be given several times.
--show prints every value that is not right (WRONG: another value, INVENTED: the document has none for
that indicator, year and kind, PRINTED: the value is right and its text is not, HELD: missing and a finding
tells of it, MISSING: missing without a word) and what else differs (names, units, departments, passages,
counts, report year). --keep DIR leaves the files there, and beside each its truth as .json and, with the
format txt, the grid as text. --grid prints the document as text, which needs no parser.

The same (layout, seed) is the same document in every format.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))  # so that loading by path finds the siblings

import layouts_columns as columns
import layouts_more as more
import layouts_rows as rows
from layout_compare import Result, compare
from layout_grid import Document, Paragraph
from layout_writers import WRITERS, write

LAYOUTS: dict[str, Callable[[int, random.Random], Document]] = {
    "stacked": columns.stacked,
    "stacked_rate": columns.stacked_rate,
    "side_by_side": columns.side_by_side,
    "kind_groups": columns.kind_groups,
    "single_header": columns.single_header,
    "trend": columns.trend,
    "report_year_only": columns.report_year_only,
    "year_in_brackets": columns.year_in_brackets,
    "year_blocks": columns.year_blocks,
    "unit_in_heading": columns.unit_in_heading,
    "long_by_year": rows.long_by_year,
    "long_full": rows.long_full,
    "sentences": rows.sentences,
    "sentence_list": rows.sentence_list,
    "workbook": rows.workbook,
    "extra_columns": more.extra_columns,
    "mixed": more.mixed,
    "era_once": more.era_once,
    "earlier_eras": more.earlier_eras,
    "cards": more.cards,
    "transposed": more.transposed,
}


def made(layout: str, seed: int) -> Document:
    """The document of a layout and seed."""
    return LAYOUTS[layout](seed, random.Random(f"{layout}-{seed}"))


def as_text(document: Document) -> str:
    """The document for people to look at."""
    lines = []
    for sheet in document.sheets:
        lines.append(f"=== {sheet.name}")
        for item in sheet.items:
            if isinstance(item, Paragraph):
                lines.append(f"{'#' * item.level} {item.text}".strip())
                continue
            for row in item.rows():
                cells = []
                for cell in row:
                    text = "↑" if cell is None else cell.text.replace("\n", "⏎")
                    text = text if len(text) < 24 else text[:22] + "…"
                    if cell and (cell.rows > 1 or cell.cols > 1):
                        text += f"⟨{cell.rows}x{cell.cols}⟩"
                    cells.append(text)
                lines.append(" | ".join(cells))
            lines.append("")
    return "\n".join(lines)


def checked(document: Document, path: Path) -> Result:
    """What parse_report makes of the file, against the truth."""
    from corpus.errors import KeikakuError
    from corpus.parse import parse_report

    try:
        report = parse_report(path)
    except KeikakuError as refused:
        result = Result(error=f"{type(refused).__name__}: {refused}")
        result.held = len(document.truth.observations)
        return result
    return compare(report, document.truth)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--format", action="append", choices=list(WRITERS))
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--grid", action="store_true", help="print the documents and stop")
    options = parser.parse_args()
    layouts = options.layout or list(LAYOUTS)
    formats = options.format or list(WRITERS)
    seeds = options.seed if options.seed is not None else list(range(options.seeds))
    if options.grid:
        for layout in layouts:
            for seed in seeds:
                print(f"##### {layout} {seed}\n{as_text(made(layout, seed))}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _run(layouts, formats, seeds, options.keep or Path(folder), options.show)


def _run(layouts: list[str], formats: list[str], seeds: list[int], folder: Path, show: bool) -> int:
    total = Result()
    others: Counter[str] = Counter()
    print(
        f"{'layout':18}{'format':9}{'right':>7}{'wrong':>7}{'held':>7}{'missing':>8}{'refused':>8}{'crash':>6}{'other':>6}{'s':>6}"
    )
    for layout in layouts:
        documents = {seed: made(layout, seed) for seed in seeds}
        for kind in formats:
            began = time.monotonic()
            row, refused, crashed, other, notes = Result(), 0, 0, 0, []
            for seed, document in documents.items():
                path = write(document, kind, folder / f"{layout}-{seed}" / kind)
                truth = json.dumps(dataclasses.asdict(document.truth), ensure_ascii=False, indent=1)
                path.with_suffix(".json").write_text(truth, encoding="utf-8")
                try:
                    result = checked(document, path)
                except Exception:  # a crash is what this script is to count
                    result = Result(
                        silent=len(document.truth.observations), error=traceback.format_exc(limit=-3)
                    )
                    crashed += 1
                else:
                    refused += bool(result.error)
                row.add(result)
                other += len(result.other)
                others.update(line.split(":")[0] for line in result.other)
                if show and (result.error or result.details or result.other):
                    notes.append(f"--- {layout} {kind} seed {seed}: {path}")
                    notes += [
                        f"    {line}" for line in [result.error, *result.details, *result.other] if line
                    ]
            total.add(row)
            print(
                f"{layout:18}{kind:9}{row.right:7}{row.wrong:7}{row.held:7}{row.silent:8}{refused:8}{crashed:6}{other:6}"
                f"{time.monotonic() - began:6.1f}",
                flush=True,
            )
            for line in notes:
                print(line)
    whole = total.right + total.wrong + total.held + total.silent
    print(
        f"{'all':18}{'':9}{total.right:7}{total.wrong:7}{total.held:7}{total.silent:8}  right {total.right / max(whole, 1):.1%}"
    )
    print("other:", dict(others))
    return 1 if total.wrong or total.silent else 0


if __name__ == "__main__":
    sys.exit(main())
