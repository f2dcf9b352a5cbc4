"""Puts tables into a document: title, legend, the lines around them, paper and letters."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from layout_content import GRADES, MEANINGS, Section, era, spelled
from layout_grid import Document, Grid, Paragraph, Sheet
from layout_printing import Ledger


def title_of(ledger: Ledger) -> str:
    """The title line, which names city, plan and fiscal year."""
    content, rng = ledger.content, ledger.style.rng
    year = spelled(content.year, rng.choice(["令和6年度", "令和６年度"]), ledger.style.first_year)
    return rng.choice(
        [
            f"{year} {content.city}{content.plan} 進捗状況報告書",
            f"{content.city}{content.plan}　{year}進捗評価",
            f"{content.city}　{content.plan}　進捗管理シート（{year}実績）",
            f"{content.city}{content.plan}の進捗状況について（{year}）",
        ]
    )


def legend_lines(ledger: Ledger) -> list[Paragraph]:
    style = ledger.style
    if not style.legend:
        return []
    words = GRADES[style.scheme]
    if style.scheme == "attained":
        return [Paragraph("【評価区分】　達成：目標値を上回った　未達成：目標値を下回った")]
    used = [i for i, letter in enumerate("ABCD") if letter != "D" or uses(ledger, words["D"])]
    meanings = MEANINGS["marks" if style.scheme == "marks" else "pace" if "pace" in style.scheme else "ABCD"]
    text = "　".join(f"{list(words.values())[i]}：{meanings[i]}" for i in used)
    return [Paragraph("【評価区分】"), Paragraph(text)]


def uses(ledger: Ledger, grade: str) -> bool:
    return any(
        text == grade
        for item in ledger.content.items
        for (kind, _), text in item.printed.items()
        if kind == "grade"
    )


def document(
    ledger: Ledger,
    table: Callable[[list[Section]], Grid],
    *,
    works: bool = True,
    sheet: str = "進捗状況",
    under_title: list[Paragraph] | None = None,
) -> Document:
    """Title, legend and one table, or one table a section below its heading."""
    style, content = ledger.style, ledger.content
    title = title_of(ledger)
    before, after = around(ledger)
    items: list[Paragraph | Grid] = [
        Paragraph(title, 1),
        *(under_title or []),
        *before,
        *legend_lines(ledger),
    ]
    if style.sections_at == "paragraph":
        for section in content.sections:
            grid = table([section])
            if grid.height > grid.head_rows:
                items += [Paragraph(style.section(content, section), 2), grid]
    else:
        items.append(table(content.sections))
    items += after
    ledger.count(works)
    rng = style.rng
    return Document(
        title,
        [Sheet(sheet, items)],
        ledger.truth,
        numbers=rng.choice(["text", "number", "formatted"]),
        th=rng.random() < 0.6,
        repeat_head=rng.random() < 0.7,
        repeat_merged=rng.random() < 0.3,
        split_items=rng.random() < 0.1,
        **page(ledger, rng),
    )


def around(ledger: Ledger) -> tuple[list[Paragraph], list[Paragraph]]:
    """Lines above and below the tables that name other years: when published, the plan's period, notes."""
    content, style = ledger.content, ledger.style
    rng = random.Random(f"{content.city}{content.plan}{content.year}{style.spelling}{len(content.items)}")
    before, after = [], []
    if rng.random() < 0.35:
        _, name, number = era(content.year + 1)
        before.append(Paragraph(f"{name}{number}年{rng.randint(6, 11)}月　{content.city}"))
    if rng.random() < 0.25:
        first, last = (spelled(year, "令和6年度") for year in (content.years[0], content.years[-1]))
        before.append(Paragraph(f"本計画の期間は、{first}から{last}までです。"))
    if rng.random() < 0.3:
        after.append(Paragraph("※ 実績値には速報値を含みます。"))
    if rng.random() < 0.2:
        after.append(
            Paragraph(f"※ {spelled(content.year - 1, '令和6年度')}の数値は、確定値に置き換えています。")
        )
    return before, after


def page(ledger: Ledger, rng: random.Random) -> dict[str, Any]:
    """Paper and letters of a PDF: large letters and small sheets make several pages."""
    paper = "A3" if ledger.style.narrative else rng.choice(["A3", "A4"])
    sizes = [6.5, 8.0, 9.0] if paper == "A3" else [6.0, 7.0]
    return {"paper": paper, "font": rng.choice(sizes), "room": rng.choice([1.0, 0.6, 0.4])}
