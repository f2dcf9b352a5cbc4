"""Lays content out as tables: columns with headings on several levels, rows an indicator, and the ledger
that writes down the truth as each value is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from layout_content import (
    Content,
    Item,
    Section,
    Style,
    Work,
    draw_content,
    number_of,
    wide,
)
from layout_grid import Grid, Truth

NOT_RATED = {"－", "-", "―", "評価不可"}
DASHES = {"－", "-", "―", "…"}
KINDS = ("target", "actual", "grade")


@dataclass
class Ledger:
    """Prints the values and notes each in the truth."""

    content: Content
    style: Style
    truth: Truth

    _known: dict[tuple, dict] = field(default_factory=dict)
    _printed_items: set[int] = field(default_factory=set)
    _measures: set[str] = field(default_factory=set)
    _works: set[str] = field(default_factory=set)

    def name(self, item: Item, section: Section, work: Work, note: bool | None = None) -> str:
        """The indicator's cell; counts the indicator."""
        self.seen(item, section, work)
        text = item.name
        if self.style.break_names and len(text) > 8:
            at = len(text) // 2
            text = f"{text[:at]}\n{text[at:]}"
        if self.style.unit_at == "name":
            left, right = self.style.brackets
            text += f"{left}{item.unit}{right}"
        if (self.style.note if note is None else note) and item.note:
            text += f" {item.note}"
        if item.again:
            text += self.style.odd.get("again", "（再掲）")
        return text

    def seen(self, item: Item, section: Section, work: Work) -> None:
        if id(item) not in self._printed_items:
            self._printed_items.add(id(item))
            if item.again:
                self.truth.printed_again += 1
            else:
                self.truth.indicators += 1
        if not item.again:
            if self.style.unit_at != "value":
                self.truth.units[item.name] = item.unit
            if self.style.department:
                self.truth.departments[item.name] = list(work.departments)
        self.stand(section, work)

    def stand(self, section: Section, work: Work) -> None:
        self._measures.add(section.name)
        self._works.add(work.name)

    def count(self, works: bool = True) -> None:
        """Write the counts of measures and initiatives into the truth."""
        self.truth.measures = len(self._measures) if self.style.sections_at != "none" else None
        self.truth.initiatives = len(self._works) if works else None

    def departments(self, work: Work) -> str:
        return self.style.department_between.join(work.departments)

    def passage(self, work: Work, kind: str, text: str) -> str:
        entry = {"initiative": work.name, "kind": kind, "text": text}
        if text and entry not in self.truth.passages:
            self.truth.passages.append(entry)
        return text

    def value(self, item: Item, kind: str, year: int, unit: bool | None = None, as_kind: str = "") -> str:
        """The printed value, noted in the truth; blank where there is none.

        `as_kind` is what the layout shows it as (an 実績 of an early year as 基準値).
        """
        text = item.printed.get((kind, year), "")
        if kind == "rate" and year not in self.content.past:
            text = ""
        if not text:
            return ""
        number = number_of(text)
        shown = text
        if kind in ("target", "actual"):
            if self.style.wide_digits:
                shown = wide(shown) if number is not None else shown
            counted = number is not None or text.startswith("約")
            if (self.style.unit_at == "value" if unit is None else unit) and counted:
                shown += item.unit
                self.truth.units[item.name] = item.unit
        self.note(item, as_kind or kind, year, shown, text)
        return shown

    def note(self, item: Item, kind: str, year: int, shown: str, text: str) -> None:
        number = number_of(text)
        entry: dict = {
            "indicator": item.name,
            "unit": item.unit,
            "fiscal_year": year,
            "kind": kind,
            "printed": shown,
            "value": number,
            "values": [number],
            "optional": False,
        }
        if kind == "grade":
            entry["value"] = text
            entry["values"] = [text, "-"] if text in NOT_RATED else [text]
        elif text in DASHES:
            entry["optional"] = True
        elif text.startswith("約"):
            entry["values"] = [None, number_of(text[1:])]
        elif running := re.fullmatch(r"(\d+)\(\d+\)", text):
            entry["values"] = [None, number_of(running[1])]  # proven only where two years stand side by side
        key = (item.name, kind, year)
        known = self._known.get(key)
        if known is None:
            self._known[key] = entry
            self.truth.observations.append(entry)
        else:
            assert known["value"] == entry["value"], (known, entry)


@dataclass
class At:
    """Where in the content a row stands."""

    section: Section
    work: Work
    item: Item | None
    row: Hashable


@dataclass
class Col:
    """A column: headings from the top down, and what it prints for a row.

    `scope` is what one cell covers: section, work, item or row. `join`: its heading is one with the
    column to the left.
    """

    heads: tuple[str, ...]
    cell: Callable[[At], str]
    scope: str = "row"
    width: float = 1.0
    value: bool = False
    join: bool = False


Rows = Callable[[Item | None], list]


def walk(sections: list[Section], rows: Rows, bare_works: bool, by_item: bool) -> Iterator[At]:
    for section in sections:
        for work in section.works:
            items: list[Item | None] = list(work.items) or ([None] if bare_works else [])
            if not by_item:
                items = [None] if work.items or bare_works else []
            for item in items:
                for row in rows(item):
                    yield At(section, work, item, row)


def put_heads(grid: Grid, cols: list[Col], top: int) -> int:
    """The header rows from `top`; returns how many."""
    height = max(len(col.heads) for col in cols)
    starts = [at for at, col in enumerate(cols) if not col.join]
    taken: set[tuple[int, int]] = set()
    for at, col in enumerate(cols):
        if col.join:
            continue
        joined = 1
        while at + joined < len(cols) and cols[at + joined].join:
            joined += 1
        for level, head in enumerate(col.heads):
            if (level, at) in taken:
                continue
            leaf = level == len(col.heads) - 1
            if leaf:
                grid.put(top + level, at, head, height - level, joined, head=True)
                continue
            end = at + joined
            while (
                end < len(cols)
                and cols[end].heads[: level + 1] == col.heads[: level + 1]
                and (len(cols[end].heads) > level + 1)
            ):
                end += 1
            grid.put(top + level, at, head, 1, end - at, head=True)
            taken |= {(level, c) for c in range(at, end)}
    assert starts
    return height


def print_table(
    sections: list[Section],
    cols: list[Col],
    rows: Rows,
    style: Style,
    *,
    content: Content,
    merged: str = "",
    item_merged: str = "",
    bare_works: bool = False,
    by_item: bool = True,
    heading_rows: bool | None = None,
    heads_each: bool = False,
    heads_first: bool = True,
) -> Grid:
    """One table. `merged` and `item_merged` say how a cell over several rows is printed (Style.merged).

    With `heading_rows` each section begins with a row that is merged over the table; `heads_each`
    prints the header again below it, `heads_first` says whether the first header stands above it.
    Without `by_item` an initiative has one row, whatever its indicators.
    """
    grid = Grid(widths={at: col.width for at, col in enumerate(cols)})
    heading_rows = style.sections_at == "row" if heading_rows is None else heading_rows
    modes = dict.fromkeys(("section", "work"), merged or style.merged)
    modes |= {"item": item_merged or merged or style.merged, "row": "repeat"}
    top = 0
    if not (heading_rows and heads_each and not heads_first):
        top = grid.head_rows = put_heads(grid, cols, 0)
    for number, section in enumerate(sections):
        places = list(walk([section], rows, bare_works, by_item))
        if not places:
            continue
        if heading_rows:
            grid.put(top, 0, style.section(content, section), 1, len(cols))
            grid.keep.append(top)
            top += 1
            if heads_each and (number or not heads_first):
                top += put_heads(grid, cols, top)
        keys = {
            "section": lambda at: id(at.section),
            "work": lambda at: id(at.work),
            "item": lambda at: (id(at.work), id(at.item)),
        }
        for index, col in enumerate(cols):
            if col.scope == "row":
                for offset, at in enumerate(places):
                    text = col.cell(at)
                    if text:
                        grid.put(top + offset, index, text, value=col.value)
                continue
            offset = 0
            for _, group in groupby(places, keys[col.scope]):
                members = list(group)
                text = col.cell(members[0])
                if modes[col.scope] == "merge" and len(members) > 1:
                    grid.put(top + offset, index, text, len(members), value=col.value)
                elif text:
                    times = len(members) if modes[col.scope] == "repeat" else 1
                    for more in range(times):
                        grid.put(top + offset + more, index, text, value=col.value)
                offset += len(members)
        before = None
        for offset, at in enumerate(places):
            if (id(at.work), id(at.item)) != before:
                grid.keep.append(top + offset)
            before = (id(at.work), id(at.item))
        top += len(places)
    return grid


def left_columns(ledger: Ledger, *, item: bool = True, department: bool = True) -> list[Col]:
    """Section, number, initiative, overview, department, indicator, unit: what the style prints."""
    style, content = ledger.style, ledger.content
    cols: list[Col] = []
    if style.sections_at == "column":
        cols.append(Col((content.prefix,), lambda at: style.section(content, at.section), "section", 1.6))
    if style.numbered:
        cols.append(Col((style.number_words,), lambda at: style.number(at.section, at.work), "work", 0.6))
    cols.append(Col((style.work_words,), lambda at: at.work.name, "work", 2.0))
    if style.overview:
        cols.append(
            Col(("事業概要",), lambda at: ledger.passage(at.work, "overview", at.work.overview), "work", 3.0)
        )
    if style.department and department:
        cols.append(department_column(ledger))
    if item:
        cols += item_columns(ledger)
    return cols


def department_column(ledger: Ledger) -> Col:
    return Col((ledger.style.department_words,), lambda at: ledger.departments(at.work), "work", 1.3)


def item_columns(ledger: Ledger) -> list[Col]:
    style = ledger.style

    def name(at: At) -> str:
        if at.item is None:
            ledger.stand(at.section, at.work)
            return style.nothing
        return ledger.name(at.item, at.section, at.work)

    cols = [Col((style.item_words,), name, "item", 2.2)]
    if style.unit_at == "column":
        cols.append(Col(("単位",), lambda at: at.item.unit if at.item else "", "item", 0.7))
    return cols


def narrative_columns(ledger: Ledger) -> list[Col]:
    if not ledger.style.narrative:
        return []
    rng, year = ledger.style.rng, ledger.style.year(ledger.content.year).split("\n")[0]
    status = rng.choice([f"{year}の取組状況", "取組状況", "取組実績", "取組の実施状況"])
    issue = rng.choice(["課題と今後の対応", "課題・今後の方向性", "課題とその対応策", "今後の課題"])
    return [
        Col((status,), lambda at: ledger.passage(at.work, "status", at.work.status), "work", 4.0),
        Col((issue,), lambda at: ledger.passage(at.work, "issues", at.work.issue), "work", 4.0),
    ]


def value_column(
    ledger: Ledger, heads: tuple[str, ...], kind: str, year: int, *, as_kind: str = "", width: float = 0.9
) -> Col:
    """One row an indicator: this kind and year."""
    return Col(
        heads,
        lambda at: ledger.value(at.item, kind, year, as_kind=as_kind) if at.item else "",
        "item",
        width,
        value=True,
    )


def flattened(content: Content) -> Content:
    """The content without measures: one section, the initiatives numbered through."""
    works = [replace(work, no=no) for no, work in enumerate(content.works, 1)]
    return replace(content, sections=[Section("", "", works)])


def begin(seed: int, style: Style, **changes: object) -> Ledger:
    """Content and ledger of a seed in a style; `changes` are made to the style first."""
    for name, value in changes.items():
        setattr(style, name, value)
    style.again = style.rng.random() < 0.25
    content = draw_content(seed, style)
    if style.sections_at == "none":
        content = flattened(content)
    return Ledger(content, style, Truth(content.year, content.city, content.plan))
