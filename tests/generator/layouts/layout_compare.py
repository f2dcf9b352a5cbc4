"""Compares what a reader made of a file with the truth of the document that was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from layout_content import number_of
from layout_grid import Truth

SAME = str.maketrans(
    {"−": "-", "－": "-", "―": "-", "‐": "-", "—": "-", "–": "-", "〜": "~", "～": "~", "〇": "○", "◯": "○"}
)


def plain(text: str | None) -> str:
    """Text without spaces, widths and sorts of dashes."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "").translate(SAME)).translate(SAME)


def plain_name(text: str | None) -> str:
    return re.sub(r"[\(\[【《]?再掲[\)\]】》]?", "", plain(text))


@dataclass
class Result:
    """Counts of values; `details` has a line for each that is not right."""

    right: int = 0
    wrong: int = 0
    held: int = 0
    silent: int = 0
    details: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)  # names, units, counts, departments, passages
    error: str = ""

    def add(self, more: Result) -> None:
        self.right += more.right
        self.wrong += more.wrong
        self.held += more.held
        self.silent += more.silent


def _figure(printed: str) -> float | None:
    text = plain(printed)
    found = re.match(r"[-△▲]?\d[\d,]*(\.\d+)?", text)
    return number_of(found[0]) if found else None


def same_print(stored: str, truth: dict[str, Any]) -> bool:
    """The stored text is the cell's, with or without its unit and bracketed year, or the same number."""
    here, there = plain(stored), plain(truth["printed"])
    if here == there or here.startswith(there) or (here and here in there):
        return True
    value = truth["value"]
    return (
        isinstance(value, (int, float))
        and _figure(stored) is not None
        and abs(_figure(stored) - value) < 1e-9
    )


def same_value(observation: Any, truth: dict[str, Any]) -> bool:
    if truth["kind"] == "grade":
        said = {plain(observation.printed), plain(observation.grade)}
        return any(plain(str(value)) in said for value in truth["values"])
    for value in truth["values"]:
        if value is None and observation.value is None:
            return True
        if (
            value is not None
            and observation.value is not None
            and abs(float(observation.value) - value) < 1e-9
        ):
            return True
    return False


def _problem(key: tuple[str, int, str], one: Any, true: dict | None) -> str | None:
    """What is wrong with a stored observation; None where it is right."""
    told = f"{key}: {one.printed!r} {one.value} {one.grade} {one.place}"
    if true is None:
        return f"INVENTED {told}"
    if not same_value(one, true):
        return f"WRONG {told}; true {true['printed']!r}"
    if not one.inferred and not same_print(one.printed, true):
        return f"PRINTED {told}; true {true['printed']!r}"
    return None


def compare(report: Any, truth: Truth) -> Result:
    """Every observation of `report` (corpus.types.Report) against the truth."""
    result = Result()
    wanted: dict[tuple[str, int, str], dict] = {
        (plain_name(one["indicator"]), one["fiscal_year"], one["kind"]): one for one in truth.observations
    }
    names = {plain_name(one["indicator"]) for one in truth.observations}
    stored: dict[tuple[str, int, str], list[Any]] = {}
    found_names: list[str] = []
    for indicator in report.indicators:
        name = plain_name(indicator.name)
        if name not in names:
            like = [one for one in names if name and (one in name or name in one)]
            result.other.append(f"指標名: {indicator.name!r} ({indicator.printed_name!r})")
            name = like[0] if len(like) == 1 else f"?{name}"
        found_names.append(name)
        for one in indicator.observations:
            stored.setdefault((name, one.fiscal_year, str(one.kind)), []).append(one)
    said = _findings_text(report)
    for key, ones in stored.items():
        true = wanted.get(key)
        problems = [problem for one in ones if (problem := _problem(key, one, true))]
        result.wrong += len(problems)
        result.details += problems
        result.right += not problems
    for key, true in wanted.items():
        if key in stored:
            continue
        if true["optional"]:
            result.right += 1
        elif told(true, said, report):
            result.held += 1
            result.details.append(f"HELD {key}: {true['printed']!r}")
        else:
            result.silent += 1
            result.details.append(f"MISSING {key}: {true['printed']!r}")
    _compare_rest(report, truth, found_names, result)
    return result


def _findings_text(report: Any) -> list[str]:
    return [plain(f"{one.kind} {one.item_id} {one.message} {one.evidence}") for one in report.findings]


HOLDING = (
    "held_back",
    "shifted_row",
    "lost_name",
    "merged_cell",
    "stray_row",
    "surplus_value",
    "plain_table",
)


def told(true: dict[str, Any], said: Iterable[str], report: Any) -> bool:
    """A finding of a holding kind names the value's indicator, its id, or its printed text.

    A table kept as plain rows tells of all that stands in it.
    """
    name = plain_name(true["indicator"])
    ids = [plain(one.id) for one in report.indicators if plain_name(one.name) == name]
    figure = re.compile(rf"(?<![\d.,]){re.escape(plain(true['printed']))}(?![\d.,])")
    plain_tables = False
    for text in said:
        if not text.startswith(HOLDING):
            continue
        plain_tables = plain_tables or text.startswith("plain_table")
        if name in text or any(one in text for one in ids) or figure.search(text):
            return True
    kept = [plain("".join(cells)) for table in report.plain_tables for _, cells in table.rows]
    heads = [plain("".join(table.headings)) for table in report.plain_tables]
    return plain_tables and any(name in row for row in [*kept, *heads])


def _compare_rest(report: Any, truth: Truth, found_names: list[str], result: Result) -> None:
    other = result.other
    if report.fiscal_year != truth.fiscal_year:
        other.append(f"年度: {report.fiscal_year}, true {truth.fiscal_year}")
    if report.city != truth.city:
        other.append(f"市: {report.city}, true {truth.city}")
    if plain(report.plan) != plain(truth.plan):
        other.append(f"計画: {report.plan}, true {truth.plan}")
    count = len(found_names)
    if not truth.indicators <= count <= truth.indicators + truth.printed_again:
        other.append(f"指標数: {count}, true {truth.indicators}(+{truth.printed_again})")
    if truth.measures is not None and len(report.measures) != truth.measures:
        other.append(f"施策数: {[m.name for m in report.measures]}, true {truth.measures}")
    initiatives = sum(1 for _ in report.initiatives)
    if truth.initiatives is not None and initiatives != truth.initiatives:
        other.append(f"取組数: {[i.name for i in report.initiatives]}, true {truth.initiatives}")
    if truth.plain_tables and len(report.plain_tables) - truth.plain_tables not in (0, 1):  # 集計 may be one
        other.append(f"その他の表: {[t.title for t in report.plain_tables]}, true {truth.plain_tables}")
    departments: dict[str, list[str]] = {}
    for block in report.blocks:
        for indicator in block.indicators:
            name = plain_name(indicator.name)
            departments.setdefault(name, []).extend(plain(one) for one in block.departments)
            unit = next((u for n, u in truth.units.items() if plain_name(n) == name), None)
            if unit is not None and plain(indicator.unit) != plain(unit):
                other.append(f"単位: {indicator.name}: {indicator.unit!r}, true {unit!r}")
    for true_name, wanted in truth.departments.items():
        got = departments.get(plain_name(true_name))
        if got is not None and not {plain(one) for one in wanted} <= set(got):
            other.append(f"担当課: {true_name}: {got}, true {wanted}")
    texts: dict[str, set[str]] = {}
    for passage in report.passages:
        texts.setdefault(str(passage.kind), set()).add(plain(passage.text))
    for one in truth.passages:
        if plain(one["text"]) not in texts.get(one["kind"], set()):
            at = [kind for kind, those in texts.items() if plain(one["text"]) in those]
            other.append(f"本文: {one['initiative']} {one['kind']}: {one['text'][:20]}… found as {at}")
