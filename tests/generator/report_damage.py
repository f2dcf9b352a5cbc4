"""Damage as text extraction from a real report does it (A1-A18, B1, B4 of the known damage).

Each kind takes the damaged report and a random source, changes lines in place and returns what it
did, or None where the report offers no place for it. Targets are used once, so that no two kinds
hit the same rows; `where` picks the target by id instead of drawing one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from report_model import (
    Cell,
    GeneratedReport,
    Line,
    Report,
    assembled,
    block_lines,
    copied,
    fitted,
    legend_lines,
    plain,
    table_head,
)


@dataclass
class Patient:
    """A report under damage."""

    report: Report
    lines: list[Line]
    rng: random.Random
    used: set[str] = field(default_factory=set)
    where: str | None = None

    @property
    def width(self) -> int:
        return 6 + len(self.report.years) + 2

    def rows(self, target: str) -> list[Line]:
        return [x for x in self.lines if x.owner and x.owner[1] == target]

    def row(self, target: str, kind: str) -> Line:
        return next(x for x in self.rows(target) if x.owner and x.owner[2] == kind)

    def choose(self, candidates: list[str]) -> str | None:
        free = [c for c in candidates if c not in self.used and self.where in (None, c)]
        if not free:
            return None
        chosen = self.rng.choice(free)
        self.used.add(chosen)
        return chosen

    def first(self, indicator: str) -> bool:
        """Whether the indicator opens its block, so that its row carries the prose."""
        return any(c.ref and c.ref[0] == "status" for c in self.rows(indicator)[0].cells)

    def indicators(self, first: bool | None = None) -> list[str]:
        return [n.id for n in self.report.indicators() if first is None or self.first(n.id) is first]

    def printed(self, indicator: str, kind: str) -> list[str]:
        return [
            c.text
            for x in self.rows(indicator)
            if x.owner and x.owner[2] == kind
            for c in x.cells
            if c.ref and c.ref[0] == "value"
        ]

    def plain_blocks(self) -> list[str]:
        return [b.id for b in self.report.blocks() if not b.indicators]


Done = tuple[str, list[Line], str]


def label_column(line: Line) -> int:
    return next(i for i, c in enumerate(line.cells) if c.ref and c.ref[0] == "label")


def drop_leading(line: Line, count: int, width: int, keep_prose: bool) -> None:
    """Lose leading tabs; the prose cells stay in their columns where `keep_prose`."""
    del line.cells[:count]
    prose = [i for i, c in enumerate(line.cells) if c.ref and c.ref[0] in ("status", "issue")]
    if keep_prose and prose:
        line.cells[prose[0] : prose[0]] = [Cell() for _ in range(count)]
    line.cells = fitted(line.cells, width)


def tabs_lost_group(p: Patient) -> Done | None:
    """A5: three rows of a further indicator lose 1-3 leading tabs."""
    target = p.choose(p.indicators(first=False))
    if target is None:
        return None
    count = p.rng.randint(1, 3)
    for line in p.rows(target):
        drop_leading(line, count, p.width, True)
    return target, p.rows(target), f"先頭タブが{count}つ失われた"


def tabs_added_group(p: Patient) -> Done | None:
    """Three rows of a further indicator gain one leading tab."""
    target = p.choose(p.indicators(first=False))
    if target is None:
        return None
    for line in p.rows(target):
        line.cells = fitted([Cell(), *line.cells], p.width)
    return target, p.rows(target), "先頭タブが1つ増えた"


def tab_lost_row(p: Patient) -> Done | None:
    """A2: the grade row, word and all, stands one column to the left."""
    target = p.choose([n for n in p.indicators() if p.printed(n, "grade")])
    if target is None:
        return None
    line = p.row(target, "grade")
    drop_leading(line, 1, p.width, True)
    return target, [line], "評価行が語ごと1列左"


def values_right(p: Patient) -> Done | None:
    """A1: the actuals stand one column to the right of their years, the word does not move."""
    year = p.report.report_year
    candidates = [n.id for n in p.report.indicators() if n.actuals.get(year) and year != p.report.years[-1]]
    target = p.choose(candidates)
    if target is None:
        return None
    line = p.row(target, "actual")
    line.cells.insert(label_column(line) + 1, Cell())
    line.cells = fitted(line.cells, p.width)
    return target, [line], "実績の値だけ1列右"


def label_left(p: Patient) -> Done | None:
    """A4, target row: the word stands one column to the left, the values do not move."""
    last = p.report.years[-1]
    target = p.choose([n.id for n in p.report.indicators() if n.targets.get(last) and not p.first(n.id)])
    if target is None:
        return None
    line = p.row(target, "target")
    at = label_column(line)
    name = line.cells[at - 1]
    line.cells[at - 1], line.cells[at] = line.cells[at], Cell()
    name.ref = None
    return target, [line], "目標の語だけ1列左(指標名は失われた)"


def name_lost(p: Patient) -> Done | None:
    """A7, A4: the name of an indicator is gone; sometimes the rows stand one column to the left."""
    target = p.choose(p.indicators(first=False))
    if target is None:
        return None
    first = p.row(target, "target")
    at = label_column(first) - 1
    first.cells[at] = Cell()
    left = p.rng.random() < 0.5
    for line in p.rows(target) if left else []:
        drop_leading(line, 1, p.width, True)
    return target, p.rows(target), "指標名が失われた" + ("、3行とも1列左" if left else "")


def gutted(p: Patient) -> Done | None:
    """A3: of an indicator only the targets are left, one column to the left."""
    target = p.choose([n for n in p.indicators(first=False) if p.printed(n, "target")])
    if target is None:
        return None
    keep = p.row(target, "target")
    keep.cells[label_column(keep) - 1] = Cell()
    drop_leading(keep, 1, p.width, True)
    gone = [x for x in p.rows(target) if x is not keep]
    p.lines[:] = [x for x in p.lines if not any(x is g for g in gone)]
    return target, [keep], "目標行だけが残り、指標名・実績・評価が失われた"


def department_lost(p: Patient) -> Done | None:
    """A14: department and overview are gone; label and '-' are swapped; the rows moved left."""
    continued = [
        b.id
        for m in p.report.measures
        for i in m.initiatives
        for b in i.blocks[1:]
        if not b.indicators and not b.reference
    ]
    target = p.choose([b for b in continued if not _opens_page(p, b)])
    if target is None:
        return None
    for line in p.rows(target):
        at = label_column(line)
        label, rest = line.cells[at], line.cells[at + 1 :]
        line.cells = fitted([Cell(), Cell(), label, Cell("-"), *rest[1:]], p.width)
    return target, p.rows(target), "担当課と事業概要が失われ、行が左へ寄った"


def _opens_page(p: Patient, block: str) -> bool:
    return any(c.ref and c.ref[0] == "no" for c in p.rows(block)[0].cells)


def block_left(p: Patient) -> Done | None:
    """A11, A12: a further department's rows lose 1-2 leading tabs; the prose moves along or not."""
    continued = [
        b.id for m in p.report.measures for i in m.initiatives for b in i.blocks[1:] if not b.indicators
    ]
    target = p.choose([b for b in continued if not _opens_page(p, b)])
    if target is None:
        return None
    count, keep = p.rng.randint(1, 2), p.rng.random() < 0.5
    for line in p.rows(target):
        drop_leading(line, count, p.width, keep)
    return target, p.rows(target), f"先頭タブが{count}つ失われた(文章は{'元の列' if keep else '一緒に左'})"


def header_gap(p: Patient) -> Done | None:
    """A10: the empty heading column before the years is gone; plain rows lose a column too."""
    pages = sorted({x.page for x in p.lines if x.kind == "header"})
    page = p.choose([f"page{n}" for n in pages])
    if page is None:
        return None
    number = int(page[4:])
    touched = []
    for line in (x for x in p.lines if x.page == number):
        if line.kind == "header":
            del line.cells[5]
            line.cells = fitted(line.cells, p.width)
            touched.append(line)
        elif line.owner and line.owner[0] == "block":
            at = label_column(line)
            free = p.where is not None or line.owner[1] not in p.used
            if free and len(line.cells) > at + 1 and not line.cells[at + 1].text:
                del line.cells[at + 1]
                line.cells = fitted(line.cells, p.width)
                touched.append(line)
    for line in touched:
        if line.owner:
            p.used.add(line.owner[1])
    return page, touched, "見出しの「指標」の次の空き列がない"


def trailing_copies(p: Patient) -> Done | None:
    """A5, A9: the last target is copied once or twice into the columns after it."""
    last = p.report.years[-1]
    target = p.choose([n.id for n in p.report.indicators() if n.targets.get(last)])
    if target is None:
        return None
    line = p.row(target, "target")
    at = next(i for i, c in enumerate(line.cells) if c.ref == ("value", target, last, "target"))
    text = line.cells[at].text
    if p.first(target):
        line.cells.insert(at + 1, Cell(text))  # pushes the prose one column to the right
        return target, [line], "最終年度の目標が1つ余分、文章が1列右"
    for extra in range(1, 3):
        line.cells[at + extra] = Cell(text)
    return target, [line], "最終年度の目標が2つ余分"


def grade_blank(p: Patient) -> Done | None:
    """A6: the grade of the report's own year is blank; the totals table still counts it."""
    year = p.report.report_year
    candidates = [n.id for n in p.report.indicators() if n.grades.get(year) and _prints(p, n.id, year)]
    target = p.choose(_settled_first(p, candidates))
    if target is None:
        return None
    return target, [_blank(p, target, year, "grade")], f"{year}の評価が空欄"


def result_blank(p: Patient) -> Done | None:
    """A8: actual and grade of the report's own year are blank; the totals count it as '-'."""
    year = p.report.report_year
    candidates = [
        n.id
        for n in p.report.indicators()
        if n.actuals.get(year) and _prints(p, n.id, year) and len(n.actuals) > 2
    ]
    target = p.choose(candidates)
    if target is None:
        return None
    indicator = next(n for n in p.report.indicators() if n.id == target)
    indicator.actuals.pop(year)
    indicator.grades[year] = "-"
    touched = [_blank(p, target, year, kind) for kind in ("actual", "grade")]
    _rewrite_totals(p)
    return target, touched, f"{year}の実績と評価が空欄"


def _prints(p: Patient, indicator: str, era: str) -> bool:
    return any(c.ref == ("value", indicator, era, "grade") for x in p.lines for c in x.cells)


def _settled_first(p: Patient, candidates: list[str]) -> list[str]:
    """Prefer one indicator a measure, so that the totals table can settle the grade."""
    blank = {
        n.id.split("-")[0]
        for n in p.report.indicators()
        if n.grades.get(p.report.report_year) and not _prints(p, n.id, p.report.report_year)
    }
    alone = [c for c in candidates if c.split("-")[0] not in blank]
    return alone if alone and p.where is None and p.rng.random() < 0.85 else candidates


def _blank(p: Patient, target: str, era: str, kind: str) -> Line:
    line = p.row(target, kind)
    for cell in line.cells:
        if cell.ref == ("value", target, era, kind):
            cell.text, cell.ref = "", None
    return line


def _rewrite_totals(p: Patient) -> None:
    from report_generator import closing_remarks

    report = p.report
    columns = [*report.letters, "-", "計"]
    rows = iter([(m, report.totals()[m]) for m in report.totals()])
    for line in [x for x in p.lines if x.kind == "totals"][1:]:
        _, row = next(rows)
        line.cells[1:] = [Cell(str(row[c])) for c in columns]
    if report.closing and report.closing[0].startswith("- ◆ 計"):
        report.figures = [f for f in report.figures if f["block"] != "総評"]
        fresh = closing_remarks(report)
        old = [x for x in p.lines if x.kind == "closing"][1:]
        at = p.lines.index(old[0])
        p.lines[:] = [x for x in p.lines if not any(x is o for o in old)]
        p.lines[at:at] = [plain("closing", [text], old[0].page) for text in fresh]
        report.closing = fresh


def page_split(p: Patient) -> Done | None:
    """A16: a page ends inside an initiative; legend, heading, header, No. and name come again."""
    continued = [b.id for m in p.report.measures for i in m.initiatives for b in i.blocks[1:]]
    target = p.choose([b for b in continued if b not in p.report.pages and not _block_used(p, b)])
    if target is None:
        return None
    measure, initiative, block = next(
        (m, i, b) for m in p.report.measures for i in m.initiatives for b in i.blocks if b.id == target
    )
    owners = [n.id for n in block.indicators] or [block.id]
    at = next(i for i, x in enumerate(p.lines) if x.owner and x.owner[1] in owners)
    page = max(x.page for x in p.lines) + 1
    following = p.lines[at].page
    for line in p.lines[at:]:
        if line.page == following:
            line.page = page
    fresh = block_lines(p.report, initiative, block, True, page)
    old = [x for x in p.lines if x.owner and x.owner[1] in owners]
    p.lines[:] = [x for x in p.lines if not any(x is o for o in old)]
    head = [
        plain("blank", [""], page),
        *legend_lines(p.report, page, page),
        *table_head(p.report, measure, page),
    ]
    p.lines[at:at] = [*head, *fresh]
    p.used.add(target)
    return target, fresh, "取組の途中で改ページ(凡例・施策名・見出し・No.・取組内容が再掲)"


def _block_used(p: Patient, block: str) -> bool:
    found = next(b for b in p.report.blocks() if b.id == block)
    return any(n.id in p.used for n in found.indicators)


def dash_swap(p: Patient) -> Done | None:
    """A13: in rows without values the word 目標 and the '-' changed places."""
    target = p.choose(
        [b for b in p.plain_blocks() if not next(x for x in p.report.blocks() if x.id == b).blank_indicator]
    )
    if target is None:
        return None
    for line in p.rows(target):
        at = label_column(line)
        line.cells[at - 1], line.cells[at] = line.cells[at], Cell("-")
    return target, p.rows(target), "指標の「-」と語が入れ替わり"


def stray_target(p: Patient) -> Done | None:
    """A15: a row with nothing but the word 目標 follows an indicator."""
    target = p.choose(p.indicators())
    if target is None:
        return None
    after = p.lines.index(p.rows(target)[-1])
    stray = Line(
        "row", fitted([Cell() for _ in range(5)] + [Cell("目標")], p.width), None, p.lines[after].page
    )
    p.lines.insert(after + 1, stray)
    return target, [stray], "値のない「目標」行が余分"


def html_left(p: Patient) -> Done | None:
    """B4: an HTML list opens in the prose and never closes."""
    target = p.choose([f"{b.id}:html" for b in p.report.blocks() if not b.reference])
    if target is None:
        return None
    line, cell = _prose_cell(p, target.split(":")[0], "status")
    cell.text = '<ul style="list-style-type: none"> ' + cell.text + " "
    return target.split(":")[0], [line], "取組状況にHTMLの断片"


def prose_twice(p: Patient) -> Done | None:
    """B1: a sentence of the prose is pasted a second time at its end."""
    target = p.choose([f"{b.id}:twice" for b in p.report.blocks() if not b.reference and "。" in b.status])
    if target is None:
        return None
    line, cell = _prose_cell(p, target.split(":")[0], "status")
    sentence = next(b for b in p.report.blocks() if b.id == target.split(":")[0]).status.split("。")[0]
    cell.text = f"{cell.text} {sentence}。"
    return target.split(":")[0], [line], "取組状況の一文が二重"


def _prose_cell(p: Patient, block: str, which: str) -> tuple[Line, Cell]:
    return next((x, c) for x in p.lines for c in x.cells if c.ref == (which, block))


def indicator_blank(p: Patient) -> Done | None:
    """A17: the indicator cell of a row without values is empty instead of '-'."""
    target = p.choose([b for b in p.plain_blocks() if any(c.text == "-" for c in p.rows(b)[0].cells)])
    if target is None:
        return None
    for cell in p.rows(target)[0].cells:
        if cell.text == "-":
            cell.text = ""
    return target, p.rows(target)[:1], "指標欄が空欄"


KINDS: dict[str, Callable[[Patient], Done | None]] = {
    kind.__name__: kind
    for kind in (
        tabs_lost_group,
        tabs_added_group,
        tab_lost_row,
        values_right,
        label_left,
        name_lost,
        gutted,
        department_lost,
        block_left,
        header_gap,
        trailing_copies,
        grade_blank,
        result_blank,
        page_split,
        dash_swap,
        stray_target,
        html_left,
        prose_twice,
        indicator_blank,
    )
}


def damage(
    made: GeneratedReport,
    seed: int,
    kinds: list[str] | None = None,
    count: int = 6,
    where: dict[str, str] | None = None,
) -> GeneratedReport:
    """A damaged copy of the report, with the truth of what can still be read from it.

    `kinds` are names from KINDS (drawn by seed when None, `count` of them; a name may come twice);
    `where` maps a kind to the id it must hit. A kind that finds no place is passed over.
    """
    rng = random.Random(f"damage-{seed}")
    report, lines, damages = copied(made)
    patient = Patient(report, lines, rng, {d["target"] for d in damages})
    wanted = list(kinds) if kinds else rng.sample(sorted(KINDS), min(count, len(KINDS)))
    # page breaks first: they lay the rows of a block anew
    for kind in sorted(wanted, key=lambda k: k != "page_split"):
        patient.where = (where or {}).get(kind)
        done = KINDS[kind](patient)
        if done:
            damages.append({"kind": kind, "target": done[0], "lines": done[1], "note": done[2]})
    return assembled(report, lines, damages)
