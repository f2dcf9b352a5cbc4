"""Layouts with a row a year or value, KPI in sentences, and workbooks of several sheets."""

from __future__ import annotations

import random

from layout_content import Item, draw_style, number_of, spelled
from layout_document import document, legend_lines, page, title_of
from layout_grid import Cell, Document, Grid, Paragraph, Sheet
from layout_printing import (
    At,
    Col,
    Ledger,
    begin,
    left_columns,
    narrative_columns,
    print_table,
    value_column,
)
from layouts_columns import labels_of


def long_by_year(seed: int, rng: random.Random) -> Document:
    """One row an indicator and year."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    content = ledger.content
    kinds = labels_of(style, style.rate)
    years = content.past[-rng.randint(2, 4) :]
    if rng.random() < 0.5:
        years = [*years, *[y for y in content.years if y > content.year][-1:]]
    cols = left_columns(ledger)
    cols.append(Col(("年度",), lambda at: style.year(int(str(at.row))), width=0.9))

    def cell(kind: str) -> Col:
        return Col(
            (kinds[kind],),
            lambda at: ledger.value(at.item, kind, int(str(at.row))) if at.item else "",
            width=0.9,
            value=True,
        )

    cols += [cell(kind) for kind in kinds]
    cols += narrative_columns(ledger)
    mode = rng.choice(["merge", "repeat", "first"])
    return document(
        ledger,
        lambda sections: print_table(
            sections,
            cols,
            lambda _: years,
            style,
            content=content,
            merged="first" if style.narrative and mode == "repeat" else mode,
            item_merged=mode,
        ),
    )


def long_full(seed: int, rng: random.Random) -> Document:
    """One row a value: 指標, 年度, 区分, 値."""
    style = draw_style(rng)
    ledger = begin(seed, style, narrative=False, overview=False)
    content = ledger.content
    kinds = labels_of(style, style.rate)
    years = content.past[-rng.randint(2, 4) :]
    mode = rng.choice(["repeat", "repeat", "merge", "first"])
    cols = left_columns(ledger)
    cols.append(Col(("年度",), lambda at: style.year(at.row[0]), width=0.9))
    cols.append(Col((rng.choice(["区分", "種別", "項目"]),), lambda at: kinds[at.row[1]], width=0.9))
    cols.append(
        Col(
            (rng.choice(["値", "数値"]),),
            lambda at: ledger.value(at.item, at.row[1], at.row[0]) if at.item else "",
            width=0.9,
            value=True,
        )
    )

    def rows(item: Item | None) -> list:
        return [(year, kind) for year in years for kind in kinds if item and item.printed.get((kind, year))]

    return document(
        ledger,
        lambda sections: print_table(
            sections, cols, rows, style, content=content, merged=mode, item_merged=mode
        ),
    )


SENTENCES = [
    "{name} {target}（{target_year}） {actual}（{actual_year}）",
    "{name}　{target}（{target_year}）　{actual}（{actual_year}）",
    "{name}：{target}（{target_year}）、{actual}（{actual_year}）",
    "{name} {target}（{target_year}）→{actual}（{actual_year}）",
    "{name}（{target_year}{target}／{actual_year}{actual}）",
]


def _sentence(ledger: Ledger, item: Item, section: object, work: object, form: str) -> str:
    style, content = ledger.style, ledger.content
    target_year = content.year if "odd" not in style.odd else content.years[-1]
    if not item.printed.get(("target", target_year)) or not item.printed.get(("actual", content.year)):
        return ""
    target = ledger.value(item, "target", target_year, unit=True)
    actual = ledger.value(item, "actual", content.year, unit=True)
    ledger.seen(item, section, work)
    name = item.name + ("（再掲）" if item.again else "")
    colon = style.odd.get("colon", " ")
    return form.format(
        name=name,
        target=f"{style.target_words}{colon}{target}",
        actual=f"{style.actual_words}{colon}{actual}",
        target_year=style.year(target_year),
        actual_year=style.year(content.year),
    )


def sentences(seed: int, rng: random.Random) -> Document:
    """A cell of each initiative states its KPI in words."""
    style = draw_style(rng)
    ledger = begin(
        seed,
        style,
        unit_at="value",
        rate=False,
        break_names=False,
        wide_digits=False,
        spelling=rng.choice(["R6", "R6", "令和6年度", "R6年度", "2024年度"]),
    )
    style.odd = {"colon": rng.choice([" ", "　", "：", ""])} | ({"odd": "1"} if rng.random() < 0.3 else {})
    form = rng.choice(SENTENCES)
    bullet = rng.choice(["", "・", "・", "○"])
    commas = "、" in form or any("、" in item.name for item in ledger.content.items)
    between = "\n" if commas or rng.random() < 0.7 else "、"
    bullet = "" if between == "、" else bullet

    def cell(at: At) -> str:
        ledger.stand(at.section, at.work)
        said = [_sentence(ledger, item, at.section, at.work, form) for item in at.work.items]
        return between.join(bullet + one for one in said if one)

    cols = left_columns(ledger, item=False)
    bare = rng.random() < 0.5
    cols.append(
        Col(
            (rng.choice(["KPI", "指標と実績", "成果指標（目標・実績）", "数値目標の状況"]),),
            cell,
            "work",
            4.0,
        )
    )
    cols += narrative_columns(ledger)
    return document(
        ledger,
        lambda sections: print_table(
            sections,
            cols,
            lambda _: [""],
            style,
            content=ledger.content,
            merged="merge",
            bare_works=bare,
            by_item=False,
        ),
    )


def sentence_list(seed: int, rng: random.Random) -> Document:
    """No table at all: headings, and KPI as list items."""
    style = draw_style(rng)
    ledger = begin(
        seed,
        style,
        unit_at="value",
        rate=False,
        break_names=False,
        wide_digits=False,
        department=False,
        sections_at="paragraph",
        spelling=rng.choice(["R6", "R6", "令和6年度", "R6年度", "2024年度"]),
    )
    style.odd = {"colon": rng.choice([" ", "　", "：", ""])} | ({"odd": "1"} if rng.random() < 0.3 else {})
    form = rng.choice(SENTENCES)
    content = ledger.content
    title = title_of(ledger)
    items: list[Paragraph | Grid] = [Paragraph(title, 1)]
    for section in content.sections:
        items.append(Paragraph(style.section(content, section), 2))
        for work in section.works:
            ledger.stand(section, work)
            items.append(Paragraph(f"({work.no}) {work.name}"))
            for item in work.items:
                said = _sentence(ledger, item, section, work, form)
                if said:
                    items.append(Paragraph(f"・{said}"))
            items.append(Paragraph(work.status))  # kept where it can be, but not asked for here
    ledger.count(works=False)
    return Document(title, [Sheet("進捗状況", items)], ledger.truth)


def _plain_table(heads: list[str], rows: list[list[str]]) -> Grid:
    grid = Grid(head_rows=1)
    for col, head in enumerate(heads):
        grid.put(0, col, head, head=True)
    for r, row in enumerate(rows, 1):
        grid.keep.append(r)
        for c, text in enumerate(row):
            if text:
                grid.cells[r, c] = Cell(text, value=True)
    return grid


MEMBERS = [
    ["会長", "大学教授", "学識経験者"],
    ["副会長", "社会福祉協議会会長", "福祉関係団体"],
    ["委員", "自治会連合会理事", "地域団体"],
    ["委員", "商工会議所専務理事", "経済団体"],
    ["委員", "公募市民", "市民"],
]


def workbook(seed: int, rng: random.Random) -> Document:
    """A cover, a sheet for each measure, the totals, a budget list and a list of members."""
    style = draw_style(rng)
    ledger = begin(seed, style, sections_at="paragraph")
    content = ledger.content
    kinds = labels_of(style, style.rate)
    cols = left_columns(ledger)
    stacking = rng.random() < 0.4
    if stacking:
        cols.append(Col(("",), lambda at: kinds[str(at.row)], width=0.8, join=style.unit_at != "column"))
        for year in content.years:
            cols.append(
                Col(
                    (style.year(year),),
                    lambda at, year=year: ledger.value(at.item, str(at.row), year) if at.item else "",
                    width=0.8,
                    value=True,
                )
            )
    else:
        for year in content.past[-2:]:
            cols += [
                value_column(ledger, (style.year(year), word), kind, year) for kind, word in kinds.items()
            ]
    cols += narrative_columns(ledger)
    title = title_of(ledger)
    cover = Sheet("表紙", [Paragraph(title, 1), Paragraph(content.city), *legend_lines(ledger)])
    sheets = [cover]
    heading_inside = rng.random() < 0.6
    merged = rng.choice(["merge", "first"]) if stacking else ""
    for section in content.sections:
        heading = style.section(content, section)
        grid = print_table(
            [section],
            cols,
            lambda _: list(kinds) if stacking else [""],
            style,
            content=content,
            merged=merged,
        )
        if grid.height == grid.head_rows:
            continue
        name = f"{content.prefix}{section.mark}" if heading_inside else heading[:31]
        sheets.append(Sheet(name, [Paragraph(heading, 2), grid] if heading_inside else [grid]))
    sheets.append(_totals(ledger))
    sheets.append(_budget(ledger))
    rows = [[str(n), *member] for n, member in enumerate(MEMBERS, 1)]
    sheets.append(
        Sheet(
            "委員名簿",
            [Paragraph("推進委員会　委員名簿", 2), _plain_table(["No.", "役職", "所属", "区分"], rows)],
        )
    )
    ledger.truth.plain_tables = 2
    ledger.count()
    return Document(
        title,
        sheets,
        ledger.truth,
        numbers=rng.choice(["text", "number", "formatted"]),
        th=rng.random() < 0.6,
        repeat_head=rng.random() < 0.7,
        **page(ledger, rng),
    )


def _totals(ledger: Ledger) -> Sheet:
    content = ledger.content
    grades = {
        (one["indicator"]): one["value"]
        for one in ledger.truth.observations
        if one["kind"] == "grade" and one["fiscal_year"] == content.year
    }
    words = list(dict.fromkeys(grades.values()))
    rows = []
    for section in content.sections:
        names = [i.name for work in section.works for i in work.items if not i.again]
        counts = [sum(grades.get(name) == word for name in names) for word in words]
        rows.append([f"{content.prefix}{section.mark}", *map(str, counts), str(sum(counts))])
    sums = [str(sum(int(row[c]) for row in rows)) for c in range(1, len(words) + 2)]
    return Sheet(
        "集計", [Paragraph("評価の集計", 2), _plain_table(["", *words, "計"], [*rows, ["計", *sums]])]
    )


def _budget(ledger: Ledger) -> Sheet:
    rng, content = ledger.style.rng, ledger.content
    rows = []
    for work in content.works[:8]:
        planned = rng.randint(200, 90000)
        rows.append(
            [work.name, f"{planned:,}", f"{int(planned * rng.uniform(0.7, 1)):,}", work.departments[0]]
        )
    year = spelled(content.year, "令和6年度", ledger.style.first_year)
    heads = ["事業名", "予算額(千円)", "決算額(千円)", "担当課"]
    return Sheet("事業費", [Paragraph(f"{year} 事業費一覧", 2), _plain_table(heads, rows)])


__all__ = ["long_by_year", "long_full", "number_of", "sentence_list", "sentences", "workbook"]
