#!/usr/bin/env python3
"""Makes progress reports of other fields, cities and years, in the layout of the first report.

    python tests/generator/report_generator.py --seed 3 --field kankyo --damage 5 --out DIR

writes NAME.txt and NAME.json. `generate(seed)` gives a clean report, `damage(report, seed)` a damaged
one; the truth of both says where every value stands. Same seed, same report.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # so that loading by path finds the siblings

from report_damage import KINDS, damage
from report_fields import CITIES, COMMON, FIELDS, GENERAL_MEASURES
from report_model import (
    Block,
    GeneratedReport,
    Indicator,
    Initiative,
    Measure,
    Report,
    assembled,
    era_of,
    printed_lines,
    printed_number,
)

__all__ = ["FIELDS", "KINDS", "GeneratedReport", "damage", "generate"]
MARKS = {
    "施策①": ("施策", "①②③④⑤⑥⑦⑧⑨"),
    "基本目標１": ("基本目標", "１２３４５６７８９"),
    "施策1": ("施策", "123456789"),
}
LAST_REPORT_YEAR = 2025
CITY_KEYS = ["asahi", "minato", "shirakaba", "yamabuki", "hibari", "izumino", "umikaze", "kohaku"]


def generate(seed: int, field: str | None = None) -> GeneratedReport:
    """A clean report; `field` is a key of FIELDS, drawn from the seed when None."""
    rng = random.Random(f"report-{seed}")
    key = field or rng.choice(sorted(FIELDS))
    bank = FIELDS[key]
    first = rng.randint(2018, 2021)  # H30..R3
    years = [era_of(y) for y in range(first, first + rng.randint(6, 8))]
    report_year = years[rng.randint(3, min(len(years) - 2, LAST_REPORT_YEAR - first))]
    letters = ["A", "B", "C", "D"] if rng.random() < 0.35 else ["A", "B", "C"]
    prefix, marks = MARKS[rng.choice(sorted(MARKS))]
    city = rng.randrange(len(CITIES))
    report = Report(
        f"{CITY_KEYS[city]}-{key}-{report_year.lower()}",
        f"{CITIES[city]} {bank['plan']} {report_year} 進捗評価",
        CITIES[city],
        years,
        report_year,
        letters,
        prefix,
        [],
    )
    if "R1" in years and rng.random() < 0.4:
        report.year_spelling["R1"] = "R元"
    if rng.random() < 0.2:
        report.issue_heading = "課題と今後の対応"
    report.measures = _measures(rng, bank, marks, report)
    report.number()
    _fill_references(rng, report)
    _lay_out_pages(rng, report)
    _renumber_figures(report)
    report.closing = closing_remarks(report)
    return assembled(report, printed_lines(report))


def _measures(rng: random.Random, bank: dict, marks: str, report: Report) -> list[Measure]:
    chosen = list(bank["measures"])
    rng.shuffle(chosen)
    chosen = chosen[: rng.randint(2, len(chosen))]
    chosen += [(name, []) for name in rng.sample(GENERAL_MEASURES, rng.randint(0, 3))]
    common = list(COMMON)
    rng.shuffle(common)
    measures = []
    for mark, (name, initiatives) in zip(marks, chosen, strict=False):
        listed = list(initiatives)
        wanted = rng.randint(1, 6)
        while common and len(listed) < wanted and (not listed or rng.random() < 0.6):
            title, overview, indicators, status, issue = common.pop()
            listed.append(
                (
                    title,
                    rng.choice(bank["departments"]),
                    overview.replace("{field}", bank["subject"]),
                    indicators,
                    status,
                    issue,
                )
            )
        if not listed:
            continue
        if len(listed) > 2 and rng.random() < 0.3:
            listed[:2] = [_joined(listed[0], listed[1])]
        measures.append(
            Measure(
                mark, name, [_initiative(rng, bank, report, no, entry) for no, entry in enumerate(listed, 1)]
            )
        )
    return measures


def _joined(one: tuple, other: tuple) -> tuple:
    """Two initiatives as one, which then has up to four indicators."""
    return (
        f"{one[0]}・{other[0]}",
        one[1],
        one[2] + other[2],
        [*one[3], *other[3]],
        one[4] + " " + other[4],
        one[5] + other[5],
    )


def _initiative(rng: random.Random, bank: dict, report: Report, no: int, entry: tuple) -> Initiative:
    title, department, overview, indicators, status, issue = entry
    made = [_indicator(rng, spec, report) for spec in indicators[: rng.randint(1, 4)]]
    if rng.random() < 0.12:
        made = []
    block = Block(
        _departments(rng, bank, department),
        overview,
        _prose(rng, status, report),
        _prose(rng, issue, report),
        made,
    )
    others = [
        other for other in rng.sample(bank["departments"], 2) if other != department and rng.random() < 0.22
    ]
    blocks = [block, *(_second_block(rng, title, other, report) for other in others)]
    return Initiative(no, title, blocks)


def _second_block(rng: random.Random, title: str, department: str, report: Report) -> Block:
    """Another department's row of the same initiative, without indicators."""
    status = (
        f"{department}では、関係する事業を{{{department}の事業|2-9|回}}実施し、"
        f"{{{department}の事業の参加者|30-420|人}}が参加した。"
    )
    return Block(
        department,
        f"{department}において、{title}に関する所管の事業を行う。",
        _prose(rng, status, report),
        "引き続き、関係課と連携して取り組む。",
    )


def _departments(rng: random.Random, bank: dict, department: str) -> str:
    others = [d for d in bank["departments"] if d != department]
    return " ".join([department, *rng.sample(others, rng.choice([0, 0, 0, 1, 2]))])


def _prose(rng: random.Random, template: str, report: Report) -> str:
    """Fill {label|low-high|unit}; the figures go to `report.figures`, keyed to the text for now."""
    begin = len(report.figures)

    def drawn(found: re.Match[str]) -> str:
        label, low, high, unit = found.groups()
        value = rng.randint(int(low), int(high))
        shown = printed_number(value) if rng.random() < 0.7 else str(value)
        report.figures.append({"label": label, "value": value, "unit": unit, "raw": shown + unit})
        return shown + unit

    text = re.sub(r"\{([^|{}]+)\|(\d+)-(\d+)\|([^|{}]+)\}", drawn, template)
    for figure in report.figures[begin:]:
        figure["text"] = text
    return text


def _renumber_figures(report: Report) -> None:
    """Give each figure its block and cell, now that the ids are known."""
    homes = {}
    for block in report.blocks():
        for text, heading in ((block.status, report.status_heading), (block.issue, report.issue_heading)):
            homes[text] = (block.id, f"{block.id.split('.')[0]}:{heading}")
    kept = []
    for figure in report.figures:
        home = homes.get(figure.pop("text"))
        if home:
            kept.append({"block": home[0], "source": home[1], **figure})
    report.figures = kept


def _indicator(rng: random.Random, spec: tuple, report: Report) -> Indicator:
    name, unit, note, start, step, direction, decimals, style = spec
    baseline, note = (note, "") if note.startswith("(") else ("", note)
    indicator = Indicator(name, unit, note, baseline, direction, brackets=rng.choice(["()", "（）", "()"]))
    years = report.years
    last = years.index(report.report_year)
    value = float(start)
    late = rng.random() < 0.08  # an indicator that begins some years later
    for at, era in enumerate(years):
        goal = start + step * at * rng.choice([1.0, 1.0, 1.05])
        if late and at < 2:
            continue
        if at:
            wish = "減少" if direction == "down" else "増加"
            in_words = style in ("words", "survey")
            indicator.targets[era] = wish if in_words else printed_number(max(goal, 0), decimals)
        if at <= last:
            swing = rng.uniform(-0.6, 1.9) if style != "sum" else rng.uniform(0.4, 1.6)
            if rng.random() < 0.06 and style != "sum":
                swing = rng.uniform(-5, 6)
            value = max(value + step * swing, 0) if at else value
            if style == "survey" and at % 3:
                indicator.actuals[era] = "実施なし"
            elif style == "level" and rng.random() < 0.03 and era not in (years[0], report.report_year):
                indicator.actuals[era] = "中止"
            else:
                indicator.actuals[era] = printed_number(value, decimals)
            if at:
                indicator.grades[era] = grade(report, indicator, at)
    return indicator


def grade(report: Report, indicator: Indicator, at: int) -> str:
    """The grade a city would give: by ratio to the target, or by the change where it says 増加/減少."""
    era = report.years[at]
    numbers = {
        k: _number(table.get(era, ""))
        for k, table in (("target", indicator.targets), ("actual", indicator.actuals))
    }
    lower_is_better = indicator.direction == "down"
    actual, target = numbers["actual"], numbers["target"]
    if actual is None:
        return "-"
    if target is None:
        earlier = [_number(indicator.actuals.get(y, "")) for y in report.years[:at]]
        before = next((n for n in reversed(earlier) if n is not None), None)
        if before is None:
            return "B"
        better = actual <= before if lower_is_better else actual >= before
        return "B" if better else "C"
    ratio = (target / actual if lower_is_better else actual / target) if actual and target else 1.0
    if ratio >= 1.05:
        return "A"
    if ratio >= 0.95:
        return "B"
    return "C" if ratio >= 0.8 or "D" not in report.letters else "D"


def _number(printed: str) -> float | None:
    try:
        return float(printed.replace(",", ""))
    except ValueError:
        return None


def _fill_references(rng: random.Random, report: Report) -> None:
    """Turn one or two later blocks without indicators into 再掲 of an earlier initiative."""
    initiatives = [i for m in report.measures for i in m.initiatives]
    empty = [b for i in initiatives[1:] for b in i.blocks if not b.indicators]
    for block in rng.sample(empty, min(len(empty), rng.choice([0, 1, 1, 2]))):
        earlier = [i for i in initiatives if i.id < block.id.split(".")[0] and i.blocks[0].indicators]
        if not earlier:
            continue
        target = rng.choice(earlier)
        words = rng.choice(
            [f"({report.prefix}{target.id}再掲)", f"（再掲） ・{report.prefix}{target.id}{target.name}"]
        )
        block.overview = block.status = block.issue = words
        block.reference, block.blank_indicator = target.id, rng.random() < 0.3


def _lay_out_pages(rng: random.Random, report: Report) -> None:
    for at, measure in enumerate(report.measures):
        if at and rng.random() < 0.4:
            report.same_page.add(measure.mark)
        rows = 0
        for initiative in measure.initiatives:
            size = sum(3 * max(len(b.indicators), 1) for b in initiative.blocks)
            if rows and rows + size > rng.randint(15, 24):
                report.pages.add(initiative.blocks[0].id)
                rows = 0
            rows += size


def closing_remarks(report: Report) -> list[str]:
    """The remarks under the totals, with the counts and share that the totals give."""
    total = report.totals()["計"]
    good = total["A"] + total["B"]
    share = f"{100 * good / total['計']:.1f}" if total["計"] else "0.0"
    lines = [
        f"- ◆ 計{total['計']}指標のうち、{share}%にあたる{good}指標が「A: 予定より進んでいる」"
        "又は「B: 概ね予定通り進んでいる」であった。",
        f"{report.subject.split(' R')[0].replace(' ', '')}に基づき、次年度以降も引き続き事業を実施していく。",
    ]
    for letter in [x for x in report.letters if x not in "B"]:
        names = [
            f"{n.name}（{report.prefix}{n.id.split('-')[0]}）"
            for n in report.indicators()
            if n.grades.get(report.report_year) == letter
        ]
        if names:
            lines.append(
                f"- ◆ 「{letter}」{len(names)}指標は、{'、'.join(names[:4])}"
                f"{'など' if len(names) > 4 else ''}である。"
            )
    report.figures.append(
        {
            "block": "総評",
            "source": "総評",
            "label": "A又はBの指標の割合",
            "value": float(share),
            "unit": "%",
            "raw": f"{share}%にあたる{good}指標",
        }
    )
    return lines


def write(made: GeneratedReport, folder: Path, name: str | None = None) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    name = name or made.name
    text, truth = folder / f"{name}.txt", folder / f"{name}.json"
    text.write_text(made.text, encoding="utf-8")
    truth.write_text(json.dumps(made.truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return text, truth


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--field", choices=sorted(FIELDS))
    parser.add_argument("--damage", type=int, default=0, help="how many damages to apply")
    parser.add_argument("--kinds", help="which kinds, separated by commas: " + ", ".join(KINDS))
    parser.add_argument("--out", type=Path, default=Path())
    options = parser.parse_args()
    made = generate(options.seed, options.field)
    if options.damage:
        kinds = options.kinds.split(",") if options.kinds else None
        made = damage(made, options.seed, kinds, count=options.damage)
    for path in write(made, options.out, f"{made.name}-s{options.seed}"):
        print(path)
    for entry in made.truth["damage"]:
        print(entry["kind"], entry["target"], entry["lines"], entry["note"], file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
