#!/usr/bin/env python3
"""Judge the rows of `keikaku export --format json` by a truth: right, wrong and missing observations.

    python tests/generator/compare.py ROWS.json TRUTH.json [--quiet]

An observation is keyed by indicator id, fiscal year and kind. Grades that only the totals table gives
are judged apart (`inferred`), and so are places, names and units. Exit 1 where anything is not right.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[str, int, str]


@dataclass
class Comparison:
    right: list[Key] = field(default_factory=list)
    wrong: list[tuple[Key, object, object]] = field(default_factory=list)  # key, expected, given
    missing: list[Key] = field(default_factory=list)
    extra: list[tuple[Key, object]] = field(default_factory=list)  # nothing is printed there
    inferred_right: list[Key] = field(default_factory=list)
    inferred_wrong: list[tuple[Key, object, object]] = field(default_factory=list)
    misplaced: list[tuple[Key, str, object]] = field(default_factory=list)
    misnamed: list[tuple[str, object, object]] = field(default_factory=list)

    @property
    def perfect(self) -> bool:
        return not (
            self.wrong or self.missing or self.extra or self.inferred_wrong or self.misplaced or self.misnamed
        )

    def summary(self) -> str:
        return (
            f"right {len(self.right)} wrong {len(self.wrong)} missing {len(self.missing)} "
            f"extra {len(self.extra)} | inferred right {len(self.inferred_right)} "
            f"wrong {len(self.inferred_wrong)} | misplaced {len(self.misplaced)} "
            f"misnamed {len(self.misnamed)}"
        )


def flat(text: object) -> str:
    return unicodedata.normalize("NFKC", "" if text is None else str(text)).replace(",", "").strip()


def western(era: str, calendar: dict[str, int]) -> int:
    return calendar.get(era) or int(era[1:]) + (1988 if era[0] == "H" else 2018)


def same(expected: dict, row: dict) -> bool:
    value, given = expected["value"], row.get("value")
    if isinstance(value, (int, float)):
        return given is not None and _number(given) == float(value)
    return flat(value) in (flat(given), flat(row.get("printed")))


def _number(given: object) -> float | None:
    try:
        return float(flat(given))
    except ValueError:
        return None


def compare(rows: list[dict], truth: dict, report: str | None = None) -> Comparison:
    """Compare export rows (of `report` only, where named) with a truth."""
    result = Comparison()
    calendar = truth["report"]["calendar"]
    given: dict[Key, dict] = {}
    for row in rows:
        if report is None or row.get("report") == report:
            given[(row["indicator"], int(row["fiscal_year"]), row["kind"])] = row
    names = {row["indicator"]: row for row in given.values()}
    seen: set[Key] = set()
    for indicator in (
        n for m in truth["measures"] for i in m["initiatives"] for b in i["blocks"] for n in b["indicators"]
    ):
        row = names.get(indicator["id"])
        if row is not None:
            for column in ("name", "unit"):
                if flat(row.get(column)) != flat(indicator[column]):
                    result.misnamed.append((indicator["id"], indicator[column], row.get(column)))
        for era, kinds in indicator["values"].items():
            for kind, expected in kinds.items():
                key = (indicator["id"], western(era, calendar), kind)
                _judge(result, key, expected, given.get(key))
                seen.add(key)
        base = indicator["baseline"]
        if base:
            key = (indicator["id"], western(base["year"], calendar), "baseline")
            seen.add(key)
            _judge(result, key, {"value": base["value"], "raw": str(base["value"])}, given.get(key))
    result.extra += [
        (key, row.get("printed") or row.get("value")) for key, row in given.items() if key not in seen
    ]
    return result


def _judge(result: Comparison, key: Key, expected: dict, row: dict | None) -> None:
    if expected.get("inferred"):
        value = row.get("value") or row.get("printed") if row else None
        if row and row.get("inferred") and flat(value) == expected["inferred"]:
            result.inferred_right.append(key)
        else:
            result.inferred_wrong.append((key, expected["inferred"], value))
    elif not expected["raw"]:
        if row is not None and row.get("inferred"):
            result.inferred_wrong.append((key, None, row.get("value")))
        elif row is not None:
            result.extra.append((key, row.get("printed") or row.get("value")))
    elif row is None:
        result.missing.append(key)
    elif not same(expected, row) or row.get("inferred"):
        result.wrong.append((key, expected["value"], row.get("value") or row.get("printed")))
    else:
        result.right.append(key)
        if "seed_line" in expected:
            place = f"{expected['seed_line']}行 {expected['seed_col']}列"
            if flat(row.get("place")).replace(" ", "") != flat(place).replace(" ", ""):
                result.misplaced.append((key, place, row.get("place")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=Path, help="export as a JSON list or one object a line; - for stdin")
    parser.add_argument("truth", type=Path)
    parser.add_argument("--report", help="judge rows of this report only")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    text = sys.stdin.read() if str(options.rows) == "-" else options.rows.read_text(encoding="utf-8")
    rows = (
        json.loads(text)
        if text.lstrip().startswith("[")
        else [json.loads(line) for line in text.splitlines() if line.strip()]
    )
    result = compare(rows, json.loads(options.truth.read_text(encoding="utf-8")), options.report)
    if not options.quiet:
        for title in ("wrong", "missing", "extra", "inferred_wrong", "misplaced", "misnamed"):
            for entry in getattr(result, title):
                print(title, *entry if title != "missing" else [entry])
    print(result.summary())
    return 0 if result.perfect else 1


if __name__ == "__main__":
    sys.exit(main())
