"""Layouts that invite mistakes: columns of money and of whole initiatives, small tables of one indicator,
two layouts in one document, years of earlier eras, years that name their era only once."""

from __future__ import annotations

import random
from collections.abc import Callable

from layout_content import Content, Section, draw_style, figure
from layout_document import document, legend_lines, page, title_of
from layout_grid import Document, Grid, Paragraph, Sheet
from layout_printing import (
    At,
    Col,
    begin,
    department_column,
    left_columns,
    narrative_columns,
    print_table,
    value_column,
)
from layouts_columns import labels_of, one_row, stacked


def extra_columns(seed: int, rng: random.Random) -> Document:
    """Columns that are no indicator's values: 決算額, 前年度比, the initiative's 総合評価, 備考."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    content = ledger.content
    kinds = labels_of(style, style.rate)
    cols = left_columns(ledger)
    years = content.past[-rng.randint(1, 2) :]
    money = rng.random() < 0.7
    for year in years:
        cols += [value_column(ledger, (style.year(year), word), kind, year) for kind, word in kinds.items()]
        if money and rng.random() < 0.5:
            cols.append(Col((style.year(year), "決算額(千円)"), _amount(rng, 200, 90000), "work", value=True))
    extras = [
        Col(("前年度比",), _change(content), "item", 0.9, value=True),
        Col(("総合評価",), lambda at: "ABC"[len(at.work.name) % 3], "work", 0.8),
        Col(
            ("備考",),
            lambda at: "R6年度から集計方法を変更" if len(at.work.name) % 4 == 0 else "",
            "work",
            1.5,
        ),
    ]
    if money:
        extras.insert(0, Col(("予算額\n(千円)",), _amount(rng, 200, 90000), "work", 0.9, value=True))
    chosen = rng.sample(extras, rng.randint(1, len(extras)))
    cols += [*chosen, *narrative_columns(ledger)]
    return document(
        ledger, lambda sections: print_table(sections, cols, one_row, style, content=content, merged="merge")
    )


def _amount(rng: random.Random, low: int, high: int) -> Callable[[At], str]:
    amounts: dict[str, str] = {}
    return lambda at: amounts.setdefault(at.work.name, figure(rng.randint(low, high)))


def _change(content: Content) -> Callable[[At], str]:
    def change(at: At) -> str:
        if at.item is None:
            return ""
        now, before = (at.item.number("actual", year) for year in (content.year, content.year - 1))
        return figure(100 * now / before, 1) + "%" if now is not None and before else "－"

    return change


def cards(seed: int, rng: random.Random) -> Document:
    """A small table for each indicator, its name in the heading above or in the table's first row."""
    style = draw_style(rng)
    ledger = begin(seed, style, sections_at="paragraph", narrative=False, department=False)
    style.unit_at = "name" if style.unit_at == "column" else style.unit_at
    content = ledger.content
    kinds = labels_of(style, style.rate)
    inside = rng.random() < 0.5
    years = content.years if rng.random() < 0.5 else content.past
    title = title_of(ledger)
    items: list[Paragraph | Grid] = [Paragraph(title, 1), *legend_lines(ledger)]
    for section in content.sections:
        items.append(Paragraph(style.section(content, section), 2))
        for work in section.works:
            if not work.items:
                continue
            items.append(Paragraph(f"({work.no}) {work.name}"))
            for item in work.items:
                name = ledger.name(item, section, work).replace("\n", "")
                grid = Grid(widths={0: 1.5})
                top = 0
                if inside:
                    grid.put(0, 0, f"指標：{name}", 1, len(years) + 1, head=True)
                    top = 1
                else:
                    items.append(Paragraph(f"【指標】{name}"))
                grid.put(top, 0, "年度" if rng.random() < 0.5 else "区分", head=True)
                for c, year in enumerate(years, 1):
                    grid.put(top, c, style.year(year), head=True)
                grid.head_rows = top + 1
                for r, (kind, word) in enumerate(kinds.items(), top + 1):
                    grid.put(r, 0, word, head=True)
                    for c, year in enumerate(years, 1):
                        text = ledger.value(item, kind, year)
                        if text:
                            grid.put(r, c, text, value=True)
                items.append(grid)
            items.append(Paragraph(ledger.passage(work, "status", work.status)))
    ledger.truth.passages.clear()  # prose outside tables: kept where it can be, not asked for here
    ledger.count()
    return Document(
        title,
        [Sheet("進捗状況", items)],
        ledger.truth,
        numbers=rng.choice(["text", "number", "formatted"]),
        th=rng.random() < 0.6,
        **page(ledger, rng),
    )


def mixed(seed: int, rng: random.Random) -> Document:
    """The first measure with a trend table, the others with the report's year side by side."""
    style = draw_style(rng)
    ledger = begin(seed, style, sections_at="paragraph")
    content = ledger.content
    first, last = content.past[0], content.years[-1]
    kinds = labels_of(style, style.rate)
    trend = left_columns(ledger, department=False)
    base = style.year(first).replace("\n", "")
    trend.append(value_column(ledger, (f"基準値（{base}）",), "actual", first, as_kind="baseline"))
    trend += [
        value_column(ledger, (style.actual_words, style.year(year)), "actual", year)
        for year in content.past[1:]
    ]
    goal = style.year(last).replace("\n", "")
    trend.append(value_column(ledger, (f"{style.target_words}（{goal}）",), "target", last))
    if style.department:
        trend.append(department_column(ledger))
    sides = left_columns(ledger)
    sides += [
        value_column(ledger, (style.year(content.year), word), kind, content.year)
        for kind, word in kinds.items()
    ]
    sides += narrative_columns(ledger)

    def table(sections: list[Section]) -> Grid:
        cols = trend if sections[0] is content.sections[0] else sides
        return print_table(sections, cols, one_row, style, content=content)

    return document(ledger, table)


def transposed(seed: int, rng: random.Random) -> Document:
    """One table an initiative: the years in rows, each indicator's 目標 and 実績 in columns."""
    style = draw_style(rng)
    ledger = begin(seed, style, sections_at="paragraph", narrative=False, overview=False, department=False)
    style.unit_at = "name" if style.unit_at == "column" else style.unit_at
    content = ledger.content
    kinds = labels_of(style, style.rate)
    title = title_of(ledger)
    items: list[Paragraph | Grid] = [Paragraph(title, 1), *legend_lines(ledger)]
    for section in content.sections:
        items.append(Paragraph(style.section(content, section), 2))
        for work in section.works:
            if not work.items:
                continue
            items.append(Paragraph(f"({work.no}) {work.name}"))
            grid = Grid(head_rows=2)
            grid.put(0, 0, "年度", 2, 1, head=True)
            for at, item in enumerate(work.items):
                left = 1 + at * len(kinds)
                grid.put(0, left, ledger.name(item, section, work), 1, len(kinds), head=True)
                for c, (kind, word) in enumerate(kinds.items(), left):
                    grid.put(1, c, word, head=True)
                    for r, year in enumerate(content.past, 2):
                        text = ledger.value(item, kind, year)
                        if text:
                            grid.put(r, c, text, value=True)
            for r, year in enumerate(content.past, 2):
                grid.put(r, 0, style.year(year))
                grid.keep.append(r)
            items.append(grid)
    ledger.count()
    return Document(
        title,
        [Sheet("進捗状況", items)],
        ledger.truth,
        numbers=rng.choice(["text", "number", "formatted"]),
        th=rng.random() < 0.6,
        **page(ledger, rng),
    )


def era_once(seed: int, rng: random.Random) -> Document:
    """「令和3年度 | 4年度 | 5年度」: the columns after the first leave their era out."""
    style = draw_style(rng)
    ledger = begin(seed, style, spelling=rng.choice(["令和6年度", "R6年度", "令和６年度"]))
    content = ledger.content
    kinds = labels_of(style, rate=False)
    cols = left_columns(ledger)
    shown: dict[str, list[int]] = {
        "target": [*content.past[-2:], content.years[-1]],
        "actual": content.past[-rng.randint(3, 5) :],
        "grade": content.past[-2:],
    }
    for kind, word in kinds.items():
        heads = [style.year(year) for year in shown[kind]]
        for year, head in zip(shown[kind], _once(heads), strict=True):
            cols.append(value_column(ledger, (word, head), kind, year))
    cols += narrative_columns(ledger)
    return document(ledger, lambda sections: print_table(sections, cols, one_row, style, content=content))


def _once(heads: list[str]) -> list[str]:
    """The era's name only where it changes."""
    printed, before = [], ""
    for head in heads:
        letters = head[0] if head[0].isascii() else head[:2]
        printed.append(head.removeprefix(letters) if letters == before else head)
        before = letters
    return printed


def earlier_eras(seed: int, rng: random.Random) -> Document:
    """A stacked report of 昭和 and 平成."""
    return stacked(
        seed, rng, shift=rng.choice([-33, -34, -35]), spelling=rng.choice(["R6年度", "令和6年度", "R6"])
    )
