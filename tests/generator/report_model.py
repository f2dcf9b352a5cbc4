"""A progress report as plain data, its printed lines, and the truth read back from those lines.

The lines carry references (`Cell.ref`), so that after any damage the truth is recomputed from where
each value really stands: what no cell refers to any more counts as lost.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field

LABELS = {"target": "目標", "actual": "実績", "grade": "評価"}
LEGEND_WORDS = {
    "A": "予定より進んでいる",
    "B": "概ね予定通り進んでいる",
    "C": "予定より遅れている",
    "D": "大幅に遅れている",
    "-": "評価不可",
}
Ref = tuple[str, ...]


def fiscal_year(era: str) -> int:
    """Western fiscal year of 'H30', 'R1', 'R6'."""
    return int(era[1:]) + (1988 if era[0] == "H" else 2018)


def era_of(year: int) -> str:
    return f"R{year - 2018}" if year >= 2019 else f"H{year - 1988}"


def long_era(era: str) -> str:
    name = "令和" if era[0] == "R" else "平成"
    return f"{name}{'元' if era == 'R1' else era[1:]}年度"


def printed_number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}"


def parsed(printed: str) -> int | float | str | None:
    """A number where one is printed, the words where something else is, None where nothing is."""
    text = printed.replace(",", "").strip()
    if not text:
        return None
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return text


@dataclass
class Indicator:
    name: str
    unit: str
    note: str = ""  # ※累計
    baseline: str = ""  # (R1アンケート結果：57.2%)
    direction: str = "up"
    targets: dict[str, str] = field(default_factory=dict)
    actuals: dict[str, str] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    id: str = ""
    brackets: str = "()"

    @property
    def raw_name(self) -> str:
        left, right = self.brackets
        parts = [f"{self.name}{left}{self.unit}{right}", self.note, self.baseline]
        return " ".join(part for part in parts if part)

    def printed(self, kind: str, era: str) -> str:
        return {"target": self.targets, "actual": self.actuals, "grade": self.grades}[kind].get(era, "")


@dataclass
class Block:
    department: str
    overview: str
    status: str
    issue: str
    indicators: list[Indicator] = field(default_factory=list)
    id: str = ""
    reference: str = ""  # id of the initiative that a 再掲 points at
    blank_indicator: bool = False  # 指標 cell empty instead of '-'


@dataclass
class Initiative:
    no: int
    name: str
    blocks: list[Block]
    id: str = ""


@dataclass
class Measure:
    mark: str  # ① １ 1
    name: str
    initiatives: list[Initiative]


@dataclass
class Report:
    name: str  # asahi-kodomo-r5
    subject: str
    city: str
    years: list[str]
    report_year: str
    letters: list[str]  # without '-'
    prefix: str  # 施策 / 基本目標
    measures: list[Measure]
    closing: list[str] = field(default_factory=list)
    issue_heading: str = "取組内容への課題とその対応策など"
    year_spelling: dict[str, str] = field(default_factory=dict)  # R1 -> R元
    figures: list[dict] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)  # block ids that begin a new page
    same_page: set[str] = field(default_factory=set)  # measure marks that follow on a page

    @property
    def status_heading(self) -> str:
        return f"{self.report_year}の取組状況"

    def number(self) -> None:
        """Give ids to everything, by position."""
        for measure in self.measures:
            for initiative in measure.initiatives:
                initiative.id = f"{measure.mark}-{initiative.no}"
                position = 0
                for at, block in enumerate(initiative.blocks, 1):
                    block.id = f"{initiative.id}.{at}"
                    for indicator in block.indicators:
                        position += 1
                        indicator.id = f"{initiative.id}#{position}"

    def blocks(self) -> list[Block]:
        return [b for m in self.measures for i in m.initiatives for b in i.blocks]

    def indicators(self, measure: Measure | None = None) -> list[Indicator]:
        chosen = [measure] if measure else self.measures
        return [n for m in chosen for i in m.initiatives for b in i.blocks for n in b.indicators]

    def totals(self) -> dict[str, dict[str, int]]:
        table: dict[str, dict[str, int]] = {}
        for measure in self.measures:
            counts = Counter(n.grades.get(self.report_year) or "-" for n in self.indicators(measure))
            row = {letter: counts[letter] for letter in [*self.letters, "-"]}
            table[measure.mark] = {**row, "計": sum(row.values())}
        columns = [*self.letters, "-", "計"]
        table["計"] = {c: sum(table[m.mark][c] for m in self.measures) for c in columns}
        return table


@dataclass
class Cell:
    text: str = ""
    ref: Ref | None = None


@dataclass
class Line:
    kind: str  # blank legend heading header row totals closing
    cells: list[Cell]
    owner: Ref | None = None  # ("indicator", id, kind) or ("block", id, kind)
    page: int = 0

    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)


def plain(kind: str, texts: list[str], page: int = 0) -> Line:
    return Line(kind, [Cell(text) for text in texts], page=page)


def fitted(cells: list[Cell], width: int) -> list[Cell]:
    """Pad with empty cells, or drop empty trailing ones, to `width`; never drop text."""
    cells = list(cells)
    while len(cells) > width and not cells[-1].text:
        cells.pop()
    return cells + [Cell() for _ in range(width - len(cells))]


def legend_lines(report: Report, style: int, page: int) -> list[Line]:
    colon = "：" if style % 2 == 0 else ": "
    words = " ".join(f"{k}{colon}{LEGEND_WORDS[k]}" for k in [*report.letters, "-"])
    lines = [plain("legend", ["【評価区分】"], page)]
    if style % 3 == 2:
        lines += [plain("blank", [""], page), plain("legend", [words], page)]
    else:
        lines += [plain("legend", [" " + words], page)]
    return [*lines, plain("blank", [""], page)]


def table_head(report: Report, measure: Measure, page: int) -> list[Line]:
    width = 6 + len(report.years) + 2
    years = [report.year_spelling.get(y, y) for y in report.years]
    heading = fitted(
        [Cell(f"{report.prefix}{measure.mark} {measure.name}", ("measure", measure.mark))], width
    )
    header = [
        "No.",
        "取組内容",
        "事業概要",
        "担当課",
        "指標",
        "",
        *years,
        report.status_heading,
        report.issue_heading,
    ]
    return [Line("heading", heading, page=page), plain("header", header, page)]


def block_lines(report: Report, initiative: Initiative, block: Block, named: bool, page: int) -> list[Line]:
    """The three rows of each indicator, or three rows with '-' where the block has none."""
    width = 6 + len(report.years) + 2
    lines: list[Line] = []
    groups: list[Indicator | None] = list(block.indicators) or [None]
    for at, indicator in enumerate(groups):
        for kind, label in LABELS.items():
            cells = [Cell() for _ in range(width)]
            owner = ("indicator", indicator.id, kind) if indicator else ("block", block.id, kind)
            cells[5] = Cell(label, ("label", *owner[1:]))
            if kind == "target":
                if at == 0:
                    if named:
                        cells[0] = Cell(str(initiative.no), ("no", initiative.id))
                        cells[1] = Cell(initiative.name, ("initiative", initiative.id))
                    cells[2] = Cell(block.overview, ("overview", block.id))
                    cells[3] = Cell(block.department, ("department", block.id))
                    cells[-2] = Cell(block.status, ("status", block.id))
                    cells[-1] = Cell(block.issue, ("issue", block.id))
                if indicator:
                    cells[4] = Cell(indicator.raw_name, ("name", indicator.id))
                else:
                    cells[4] = Cell("" if block.blank_indicator else "-")
            if indicator:
                for position, era in enumerate(report.years):
                    printed = indicator.printed(kind, era)
                    if printed:
                        cells[6 + position] = Cell(printed, ("value", indicator.id, era, kind))
            lines.append(Line("row", cells, owner, page))
    return lines


def printed_lines(report: Report) -> list[Line]:
    """Lay the report out like the first one: legend, heading, header, rows; totals; remarks."""
    page = 0
    lines = [plain("blank", [""]) for _ in range(2)]
    for measure_at, measure in enumerate(report.measures):
        if measure.mark in report.same_page:
            lines += [plain("blank", [""], page), *table_head(report, measure, page)]
        else:
            if measure_at:
                page += 1
                lines.append(plain("blank", [""], page))
            lines += legend_lines(report, page, page) + table_head(report, measure, page)
        fresh = True
        for initiative in measure.initiatives:
            for at, block in enumerate(initiative.blocks):
                if block.id in report.pages and not fresh:
                    page += 1
                    lines.append(plain("blank", [""], page))
                    lines += legend_lines(report, page, page) + table_head(report, measure, page)
                    fresh = True
                lines += block_lines(report, initiative, block, at == 0 or fresh, page)
                fresh = False
    page += 1
    lines.append(plain("blank", [""], page))
    lines += legend_lines(report, 2, page)
    lines += [
        plain("closing", [f"【{long_era(report.report_year)}の取り組み（集計・総評）】"], page),
        plain("blank", [""], page),
    ]
    columns = [*report.letters, "-", "計"]
    lines.append(plain("totals", ["", *columns], page))
    for mark, row in report.totals().items():
        name = mark if mark == "計" else f"{report.prefix}{mark}"
        lines.append(plain("totals", [name, *(str(row[c]) for c in columns)], page))
    lines.append(plain("blank", [""], page))
    lines += [plain("closing", [text], page) for text in report.closing]
    return lines


def text_of(lines: list[Line]) -> str:
    return "\n".join(line.text() for line in lines) + "\n"


@dataclass
class GeneratedReport:
    """`text` is what a person would hand in; `truth` is what a reader should make of it."""

    text: str
    truth: dict
    report: Report
    lines: list[Line]
    damages: list[dict] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.report.name


def assembled(report: Report, lines: list[Line], damages: list[dict] | None = None) -> GeneratedReport:
    damages = damages or []
    return GeneratedReport(text_of(lines), truth_of(report, lines, damages), report, lines, damages)


def copied(made: GeneratedReport) -> tuple[Report, list[Line], list[dict]]:
    """Deep copies that keep the damages pointing at the copied lines."""
    return copy.deepcopy((made.report, made.lines, made.damages))


def truth_of(report: Report, lines: list[Line], damages: list[dict]) -> dict:
    """The truth in the shape of shared/truth/*.json, with the places where things now stand."""
    places: dict[Ref, tuple[int, int, str]] = {}
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line.cells):
            if cell.ref and cell.ref not in places:
                places[cell.ref] = (number, column, cell.text)
    measures = [_measure_truth(report, measure, places) for measure in report.measures]
    numbers = {id(line): number for number, line in enumerate(lines, 1)}
    non_numeric = [
        {"indicator": n["id"], "kind": kind, "year": era, "raw": cell["raw"]}
        for m in measures
        for i in m["initiatives"]
        for b in i["blocks"]
        for n in b["indicators"]
        for era, by_kind in n["values"].items()
        for kind, cell in by_kind.items()
        if isinstance(cell["value"], str) and (kind != "grade" or cell["value"] == "-")
    ]
    references = [
        {"from": b.id, "text": b.status, "to": b.reference or None}
        for b in report.blocks()
        if b.reference or "再掲" in b.status
    ]
    years = sorted({fiscal_year(y) for y in report.years} | {fiscal_year(report.years[0]) - 1})
    return {
        "report": {
            "name": report.name,
            "subject": report.subject,
            "city": report.city,
            "report_year": report.report_year,
            "years": report.years,
            "calendar": {era_of(y): y for y in years},
            "legend": {k: LEGEND_WORDS[k] for k in [*report.letters, "-"]},
            "prefix": report.prefix,
            "seed": f"{report.name}.txt",
        },
        "measures": measures,
        "totals": report.totals(),
        "summary_text": report.closing,
        "cross_references": references,
        "non_numeric_values": non_numeric,
        "narrative_figures": report.figures,
        "damage": [
            {
                "kind": d["kind"],
                "target": d["target"],
                "lines": sorted(numbers[id(x)] for x in d["lines"] if id(x) in numbers),
                "note": d["note"],
            }
            for d in damages
        ],
    }


def _measure_truth(report: Report, measure: Measure, places: dict) -> dict:
    year = report.report_year
    inferred = _inferable_grades(report, measure, places)
    initiatives = []
    for initiative in measure.initiatives:
        blocks = []
        for block in initiative.blocks:
            department = places.get(("department", block.id))
            overview = places.get(("overview", block.id))
            named = department[2].split(" ") if department else []
            blocks.append(
                {
                    "id": block.id,
                    "department": department[2] if department else None,
                    "departments": [d for d in named if not d.startswith("他の")],
                    "department_lost": department is None,
                    "overview": block.overview if overview else None,
                    "overview_lost": overview is None,
                    "cells": {
                        heading: _cell_truth(text, places.get((key, block.id)))
                        for key, heading, text in (
                            ("status", report.status_heading, block.status),
                            ("issue", report.issue_heading, block.issue),
                        )
                    },
                    "indicators": [
                        _indicator_truth(report, n, places, inferred, year) for n in block.indicators
                    ],
                }
            )
        initiatives.append(
            {"id": initiative.id, "no": initiative.no, "name": initiative.name, "blocks": blocks}
        )
    return {"id": measure.mark, "name": measure.name, "initiatives": initiatives}


def _cell_truth(text: str, place: tuple[int, int, str] | None) -> dict:
    if place is None:
        return {"text": None, "raw": ""}
    return {"text": text, "raw": place[2], "seed_line": place[0], "seed_col": place[1]}


def _inferable_grades(report: Report, measure: Measure, places: dict) -> dict[str, str]:
    """Report-year grades that the totals table settles: what is left over must be one letter only."""
    year = report.report_year
    left = Counter({k: v for k, v in report.totals()[measure.mark].items() if k != "計"})
    missing = []
    for indicator in report.indicators(measure):
        place = places.get(("value", indicator.id, year, "grade"))
        if place:
            left[place[2]] -= 1
        else:
            missing.append(indicator.id)
    letters = [letter for letter, count in left.items() if count > 0]
    return dict.fromkeys(missing, letters[0]) if len(letters) == 1 else {}


def _indicator_truth(
    report: Report, indicator: Indicator, places: dict, inferred: dict[str, str], year: str
) -> dict:
    named = places.get(("name", indicator.id))
    base = re.search(r"([HR]\d+|R元)[^：:]*[：:]\s*([\d,.]+)", indicator.baseline)
    values: dict[str, dict] = {}
    for position, era in enumerate(report.years):
        values[era] = {}
        for kind in LABELS:
            place = places.get(("value", indicator.id, era, kind))
            cell: dict = {"value": None, "raw": ""}
            if place:
                cell = {
                    "value": parsed(place[2]),
                    "raw": place[2],
                    "seed_line": place[0],
                    "seed_col": place[1],
                    "nominal_shift": 6 + position - place[1],
                }
            elif kind == "grade" and era == year and indicator.id in inferred:
                cell |= {"inferred": inferred[indicator.id], "inferred_from": "集計表(施策別の件数)"}
            values[era][kind] = cell
    return {
        "id": indicator.id,
        "name": indicator.name if named else None,
        "label": indicator.name if named else f"{indicator.id}(名称欠落)",
        "name_lost": named is None,
        "raw_name": named[2] if named else None,
        "unit": indicator.unit if named else None,
        "timing_note": (indicator.note or None) if named else None,
        "baseline": {
            "year": base[1].replace("元", "1"),
            "value": parsed(base[2]),
            "raw": indicator.baseline.strip("()（）"),
        }
        if base and named
        else None,
        "direction": indicator.direction,
        "values": values,
        "grade_counted": indicator.grades.get(year) or "-",
    }
