"""More damage than `report_damage` knows: rows shifted, stretched, torn, repeated, reordered, unlabelled.

Each kind takes a `Patient` and returns what it did, or None where the report offers no place for it.
Cells keep their `ref` while they still stand for the value they were printed for. A cell that the
damage glued carries ("glued", ref, text, ref, text), a cut one ("part", ref, whole text); a cell that
now says something else (a stray, a value moved into a neighbour's row, an altered copy) has no value
ref any more, so that storing it counts as wrong.

Left out on purpose, because the damaged file reads as well one way as the other and a person could
not know better: whole rows exchanged for other plausible rows; two neighbouring values exchanged; one
digit changed for another; a stray figure in a year that may well have one; three neighbouring lines
lost, so that the rest of two indicators joins into one that looks sound; a 実績 or 評価 lost with its
tab, so that the row merely seems to end a year early, as rows do whose last result is not out yet
(nor, in a report without 評価, a row of 実績 moved left); and the loss of a 目標 in most rows of a small
report alike, which is then how that report prints them.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from report_damage import KINDS, Done, Patient, damage, label_column
from report_model import Cell, GeneratedReport, Line, Report, assembled, copied, fitted, plain

ORDERS = (("target", "grade", "actual"), ("actual", "target", "grade"), ("actual", "grade", "target"))


def _values(line: Line) -> list[int]:
    return [i for i, c in enumerate(line.cells) if c.ref and c.ref[0] == "value"]


def _valued_row(p: Patient, least: int, *kinds: str) -> tuple[str, Line] | None:
    """Draw an unused indicator, and one of its rows that prints at least so many values."""
    found = [
        n
        for n in p.indicators()
        if any(x.owner and x.owner[2] in kinds and len(_values(x)) >= least for x in p.rows(n))
    ]
    target = p.choose(found)
    if target is None:
        return None
    rows = [x for x in p.rows(target) if x.owner and x.owner[2] in kinds and len(_values(x)) >= least]
    return target, p.rng.choice(rows)


def _year_end(p: Patient, line: Line) -> int:
    """The column of the last year in this row, counted from its label."""
    return label_column(line) + len(p.report.years)


def _close(line: Line, column: int, p: Patient) -> None:
    """Take a cell out; the cells behind it move left, the prose stays in its columns."""
    end = _year_end(p, line)
    del line.cells[column]
    line.cells.insert(end, Cell())


def _open(line: Line, column: int, cell: Cell, p: Patient) -> None:
    """Put a cell in; what stands behind it moves right, prose too where no blank is left."""
    line.cells.insert(column, cell)
    end = _year_end(p, line)
    blank = next(
        (i for i in range(end + 1, column, -1) if i < len(line.cells) and not line.cells[i].text), None
    )
    if blank == end + 1:
        del line.cells[blank]
    else:
        line.cells = fitted(line.cells, p.width)


def target_late(p: Patient) -> Done | None:
    """The 目標 row stands a column to the right and its last value is lost."""
    drawn = _valued_row(p, 3, "target")
    if drawn is None:
        return None
    target, line = drawn
    columns = _values(line)
    if columns[-1] != _year_end(p, line):
        return None
    del line.cells[columns[-1]]
    line.cells.insert(columns[0], Cell())
    return target, [line], "目標が1列右へずれ、最後の値が失われた"


def shift_row(p: Patient) -> Done | None:
    """A row's values stand one or two columns to the left or right of their years, none lost."""
    drawn = _valued_row(p, 2, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    at, end, columns = label_column(line), _year_end(p, line), _values(line)
    steps = [s for s in (-2, -1, 1, 2) if columns[0] + s > at and columns[-1] + s <= end]
    if not any(x.owner and x.owner[2] == "grade" for x in p.rows(target)):
        steps = [s for s in steps if s > 0]
    if not steps:
        return None
    step = p.rng.choice(steps)
    years = line.cells[at + 1 : end + 1]
    moved = [Cell() for _ in years]
    for i, cell in enumerate(years):
        if cell.text:
            moved[i + step] = cell
    line.cells[at + 1 : end + 1] = moved
    return target, [line], f"値が{step:+}列ずれた"


def stretch(p: Patient) -> Done | None:
    """An empty column stands in the middle of a row."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    column = p.rng.choice(_values(line)[1:])
    _open(line, column, Cell(), p)
    return target, [line], f"{column}列に空の列が入った"


def shrink(p: Patient) -> Done | None:
    """A 目標 is lost with its tab: what stands behind it moves left."""
    drawn = _valued_row(p, 4, "target")
    if drawn is None:
        return None
    target, line = drawn
    column = p.rng.choice(_values(line)[:-1])
    _close(line, column, p)
    return target, [line], f"{column}列の値がタブごと失われた"


def double_tabs(p: Patient) -> Done | None:
    """Every value of a row is followed by an empty column."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    for column in reversed(_values(line)[1:]):
        line.cells.insert(column, Cell())
    line.cells = fitted(line.cells, p.width)
    return target, [line], "値の間のタブが二重"


def blank_value(p: Patient) -> Done | None:
    """One value is blank."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    column = p.rng.choice(_values(line))
    line.cells[column] = Cell()
    return target, [line], f"{column}列の値が空欄"


def duplicate_value(p: Patient) -> Done | None:
    """A value is printed twice, and the rest moves right."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    column = p.rng.choice(_values(line)[:-1])
    _open(line, column + 1, copy.deepcopy(line.cells[column]), p)
    return target, [line], f"{column}列の値が二度"


def glue_values(p: Patient) -> Done | None:
    """Two values stand in one cell; the cell of the second is blank, or the rest moves left."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    pairs = [i for i in _values(line) if i + 1 in _values(line)]
    if not pairs:
        return None
    column = p.rng.choice(pairs)
    one, other = line.cells[column], line.cells[column + 1]
    line.cells[column] = Cell(f"{one.text} {other.text}", ("glued", one.ref, one.text, other.ref, other.text))  # type: ignore[arg-type]
    line.cells[column + 1] = Cell()
    if p.rng.random() < 0.5:
        _close(line, column + 1, p)
    return target, [line], f"{column}列に二つの値"


def move_value(p: Patient) -> Done | None:
    """A value stands in the row above or below, where that has a blank in its year."""
    target = p.choose(p.indicators())
    if target is None:
        return None
    rows = p.rows(target)
    moves = [
        (a, b, i)
        for a in rows
        for b in rows
        if a is not b and abs(rows.index(a) - rows.index(b)) == 1 and len(_values(a)) > 2
        for i in _values(a)
        if i < len(b.cells) and not b.cells[i].text
    ]
    if not moves:
        return None
    source, sink, column = p.rng.choice(moves)
    sink.cells[column] = Cell(source.cells[column].text)
    source.cells[column] = Cell()
    return target, [source, sink], f"{column}列の値が隣の行へ"


def break_thousands(p: Patient) -> Done | None:
    """「1,234」 stands as 「1,」 and 「234」 in two cells."""
    found = [
        (n, x, i)
        for n in p.indicators()
        for x in p.rows(n)
        for i in _values(x)
        if x.cells[i].text.count(",") == 1
    ]
    target = p.choose(sorted({n for n, _, _ in found}))
    if target is None:
        return None
    _, line, column = p.rng.choice([one for one in found if one[0] == target])
    whole = line.cells[column]
    head, tail = whole.text.split(",")
    after = p.rng.random() < 0.5
    _open(line, column + 1, Cell(tail if after else f",{tail}", ("rest", whole.ref, whole.text)), p)  # type: ignore[arg-type]
    line.cells[column] = Cell(f"{head}," if after else head, ("part", whole.ref, whole.text))  # type: ignore[arg-type]
    return target, [line], f"{column}列の桁区切りで二つの欄に分かれた"


def split_digits(p: Patient) -> Done | None:
    """A space, or a tab, stands between the digits of a value."""
    found = [
        (n, x, i)
        for n in p.indicators()
        for x in p.rows(n)
        for i in _values(x)
        if x.cells[i].text.isdigit() and len(x.cells[i].text) >= 3
    ]
    target = p.choose(sorted({n for n, _, _ in found}))
    if target is None:
        return None
    _, line, column = p.rng.choice([one for one in found if one[0] == target])
    whole = line.cells[column]
    cut = p.rng.randint(1, len(whole.text) - 1)
    if p.rng.random() < 0.5:
        line.cells[column] = Cell(f"{whole.text[:cut]} {whole.text[cut:]}", ("part", whole.ref, whole.text))  # type: ignore[arg-type]
        return target, [line], f"{column}列の数字の間に空白"
    _open(line, column + 1, Cell(whole.text[cut:], ("rest", whole.ref, whole.text)), p)  # type: ignore[arg-type]
    line.cells[column] = Cell(whole.text[:cut], ("part", whole.ref, whole.text))  # type: ignore[arg-type]
    return target, [line], f"{column}列の数字が二つの欄に分かれた"


def stray_cell(p: Patient) -> Done | None:
    """A figure, a word or a letter stands in a blank cell of a row."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    at, end = label_column(line), _year_end(p, line)
    blanks = [i for i in range(at + 1, end + 1) if i < len(line.cells) and not line.cells[i].text]
    if not blanks:
        return None
    column = p.rng.choice(blanks)
    # A figure or 中止 in a year that may have a value is one, for all that anybody can tell.
    over = column - at - 1 > p.report.years.index(p.report.report_year)
    kind = line.owner[2] if line.owner else ""
    fits_nowhere = kind == "grade" or (kind == "actual" and over)
    texts = ["7", "1,250", "38.5", "中止"] if fits_nowhere else ["A", "※", "P12"]
    line.cells[column] = Cell(p.rng.choice(texts))
    return target, [line], f"{column}列に余分な「{line.cells[column].text}」"


def repeat_row(p: Patient) -> Done | None:
    """A row is printed twice, sometimes with another value in the copy."""
    drawn = _valued_row(p, 3, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    again = copy.deepcopy(line)
    for i, cell in enumerate(again.cells):
        if not (cell.ref and cell.ref[0] in ("value", "label")):
            again.cells[i] = Cell()
    p.lines.insert(p.lines.index(line) + 1, again)
    if p.rng.random() < 0.4:
        column = p.rng.choice(_values(line))
        old = again.cells[column].text
        again.cells[column] = Cell("C" if old != "C" and len(old) == 1 and not old.isdigit() else "17")
        return target, [line, again], "行が二度、値が一つ違う"
    return target, [line, again], "行が二度"


def lose_row(p: Patient) -> Done | None:
    """One row of an indicator is lost whole."""
    target = p.choose(p.indicators())
    if target is None:
        return None
    line = p.rng.choice(p.rows(target))
    before = p.lines[p.lines.index(line) - 1].owner
    if line is p.rows(target)[0] and before and len(p.rows(before[1])) < len(p.rows(target)):
        return None  # with rows lost on both sides, what is left of two indicators looks like one
    p.lines[:] = [x for x in p.lines if x is not line]
    return target, p.rows(target), "行が一つ失われた"


def lose_label(p: Patient) -> Done | None:
    """The word 目標, 実績 or 評価 of a row is gone."""
    drawn = _valued_row(p, 1, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    line.cells[label_column(line)].text = ""
    return target, [line], "区分の語が失われた"


def tear_row(p: Patient) -> Done | None:
    """A line break stands in a row: between two cells, or inside one."""
    drawn = _valued_row(p, 2, "target", "actual", "grade")
    if drawn is None:
        return None
    target, line = drawn
    filled = [i for i, c in enumerate(line.cells) if c.text]
    column = p.rng.choice(filled)
    cell = line.cells[column]
    cut = p.rng.randint(0, len(cell.text)) if cell.ref and cell.ref[0] != "label" else 0
    head, tail = Cell(cell.text[:cut]), Cell(cell.text[cut:])
    if cut == 0:
        tail.ref = cell.ref
    elif cut == len(cell.text):
        head.ref = cell.ref
    elif cell.ref:
        head.ref = ("part", cell.ref, cell.text)  # type: ignore[assignment]
    rest = Line("torn", [tail, *line.cells[column + 1 :]], line.owner, line.page)
    line.cells = [*line.cells[:column], head]
    p.lines.insert(p.lines.index(line) + 1, rest)
    return target, [line, rest], f"{column}列で行が二つに分かれた"


def page_break(p: Patient) -> Done | None:
    """A page ends at any row: blank line, heading and header come again, the cells do not."""
    rows = [i for i, x in enumerate(p.lines) if x.kind == "row" and p.lines[i - 1].kind == "row"]
    if not rows:
        return None
    at = p.rng.choice(rows)
    target = p.lines[at].owner
    if target is None or target[1] in p.used:
        return None
    p.used.add(target[1])
    above = [x for x in p.lines[:at] if x.kind in ("heading", "header")]
    heads = [next((x for x in reversed(above) if x.kind == kind), None) for kind in ("heading", "header")]
    again = [plain("blank", [""]), *(copy.deepcopy(x) for x in heads if x is not None)]
    p.lines[at:at] = again
    return target[1], again, "行の途中で改ページ"


def drop_heading(p: Patient) -> Done | None:
    """The line of a measure's heading is lost."""
    found = [x for x in p.lines if x.kind == "heading"]
    if len(found) < 2:
        return None
    line = p.rng.choice(found[1:])
    p.lines[:] = [x for x in p.lines if x is not line]
    return "heading", [], "施策の見出しが失われた"


def drop_header(p: Patient) -> Done | None:
    """The header row of a page is lost."""
    found = [x for x in p.lines if x.kind == "header"]
    if len(found) < 2:
        return None
    line = p.rng.choice(found[1:])
    p.lines[:] = [x for x in p.lines if x is not line]
    return "header", [], "見出し行が失われた"


def blank_department(p: Patient) -> Done | None:
    """The cell of a department is blank."""
    found = [(x, c) for x in p.lines for c in x.cells if c.ref and c.ref[0] == "department"]
    if not found:
        return None
    line, cell = p.rng.choice(found)
    cell.text, cell.ref = "", None
    return "department", [line], "担当課が空欄"


def drop_totals(p: Patient) -> Done | None:
    """The totals table is lost."""
    p.lines[:] = [x for x in p.lines if x.kind != "totals"]
    return "totals", [], "集計表が失われた"


def truncate(p: Patient) -> Done | None:
    """The file ends in the middle of an indicator."""
    rows = [i for i, x in enumerate(p.lines) if x.kind == "row"]
    if len(rows) < 9:
        return None
    at = p.rng.choice(rows[len(rows) // 2 :])
    del p.lines[at:]
    return "end", [], "途中でファイルが終わる"


ROW_KINDS: dict[str, Callable[[Patient], Done | None]] = {
    kind.__name__: kind
    for kind in (
        target_late, shift_row, stretch, shrink, double_tabs, blank_value, duplicate_value, glue_values,
        move_value, break_thousands, split_digits, stray_cell, repeat_row, lose_row, lose_label, tear_row,
        page_break, drop_heading, drop_header, blank_department, drop_totals, truncate,
    )
}  # fmt: skip
ALIKE = ("target_late", "shrink")
"""Kinds that are seen only because other rows of 目標 stand otherwise: one of them for each report."""
LAST = ("tear_row", "page_break", "drop_heading", "drop_header", "truncate")
"""Kinds that cut lines or take them away, so that others no longer find their rows."""


def reordered(made: GeneratedReport, order: tuple[str, ...]) -> GeneratedReport:
    """The same report printing its rows in another order; `order` may leave out 評価."""
    report, lines, damages = copied(made)
    starts = [i for i, x in enumerate(lines) if x.owner and x.owner[2] == "target"]
    for at in reversed(starts):
        old = lines[at : at + 3]
        new = [next(x for x in old if x.owner and x.owner[2] == kind) for kind in order]
        left, prose = old[0].cells[:5], old[0].cells[-2:]
        for line in old:
            line.cells[:5], line.cells[-2:] = [Cell() for _ in range(5)], [Cell(), Cell()]
        new[0].cells[:5], new[0].cells[-2:] = left, prose
        lines[at : at + 3] = new
    return assembled(report, lines, damages)


def variant(made: GeneratedReport, seed: int) -> GeneratedReport:
    """The report with its rows in the order that the seed draws (most keep 目標・実績・評価)."""
    rng = random.Random(f"order-{seed}")
    draw = rng.random()
    if draw < 0.6:
        return made
    if draw < 0.7:
        return reordered(made, ("target", "actual"))
    return reordered(made, rng.choice(ORDERS))


def harm(
    made: GeneratedReport, seed: int, count: int, kinds: tuple[str, ...] | None = None
) -> GeneratedReport:
    """A damaged copy: `count` damages of both modules, drawn by seed, no two on one indicator."""
    rng = random.Random(f"harm-{seed}")
    names = sorted({**ROW_KINDS, **KINDS})
    drawn = [rng.choice(kinds or names) for _ in range(count)]
    alike = [at for at, name in enumerate(drawn) if name in ALIKE]
    drawn = [name for at, name in enumerate(drawn) if at not in alike[1:]]
    standard = made.lines and all(
        x.owner is None or x.owner[2] != "actual" or not any(c.text for c in x.cells[:5]) for x in made.lines
    )
    old = [name for name in drawn if name in KINDS] if standard else []
    hurt = made
    for index, name in enumerate(sorted(old, key=lambda name: name != "page_split")):
        try:
            hurt = damage(hurt, seed * 31 + index, [name])
        except (StopIteration, IndexError):
            continue  # the report offers no place for it (a report without 評価 rows)
    report, lines, damages = copied(hurt)
    patient = Patient(report, lines, rng, {d["target"] for d in damages})
    for name in sorted(
        (n for n in drawn if n in ROW_KINDS), key=lambda n: LAST.index(n) if n in LAST else -1
    ):
        done = ROW_KINDS[name](patient)
        if done:
            damages.append({"kind": name, "target": done[0], "lines": done[1], "note": done[2]})
    return assembled(report, lines, damages)


__all__ = ["ORDERS", "ROW_KINDS", "Report", "harm", "reordered", "variant"]
