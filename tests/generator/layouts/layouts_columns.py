"""Layouts with one row an indicator, and the stacked one of the first report."""

from __future__ import annotations

import random

from layout_content import Content, Style, draw_style
from layout_document import document
from layout_grid import Document
from layout_printing import (
    At,
    Col,
    Ledger,
    begin,
    department_column,
    item_columns,
    left_columns,
    narrative_columns,
    print_table,
    value_column,
)


def labels_of(style: Style, rate: bool) -> dict[str, str]:
    """Kind -> printed word, in the style's order."""
    words = {"target": style.target_words, "actual": style.actual_words}
    if style.rng.random() < 0.3:
        words = dict(reversed(words.items()))
    if rate:
        words["rate"] = style.rate_words
    return words | {"grade": style.grade_words}


def one_row(_: object) -> list:
    return [""]


def stacked(
    seed: int, rng: random.Random, *, rate: bool = False, shift: int = 0, spelling: str = ""
) -> Document:
    """目標, 実績 and 評価 in rows below each other, the years in columns."""
    style = draw_style(rng)
    ledger = begin(
        seed,
        style,
        **({"spelling": spelling, "shift": shift, "narrative": False, "overview": False} if shift else {}),
    )
    labels = labels_of(style, rate)
    heads = rng.random() < 0.5

    def row_value(year: int) -> Col:
        return Col(
            (style.year(year),),
            lambda at: ledger.value(at.item, str(at.row), year) if at.item else "",
            width=0.8,
            value=True,
        )

    left = left_columns(ledger)
    label = Col(
        ("区分",) if heads else ("",),
        lambda at: labels[str(at.row)],
        width=0.8,
        join=not heads and style.unit_at != "column",
    )
    cols = [*left, label, *(row_value(year) for year in ledger.content.years), *narrative_columns(ledger)]
    merged = rng.choice(["merge", "first"])
    each = rng.random() < 0.5
    return document(
        ledger,
        lambda sections: print_table(
            sections,
            cols,
            lambda _: list(labels),
            style,
            content=ledger.content,
            merged=merged,
            bare_works=style.narrative and rng.random() < 0.5,
            heads_each=each,
            heads_first=False,
        ),
    )


def stacked_rate(seed: int, rng: random.Random) -> Document:
    """The same with a row 達成率."""
    return stacked(seed, rng, rate=True)


def _one_row_table(ledger: Ledger, cols: list[Col], **more: object) -> Document:
    style = ledger.style
    rng = style.rng
    each = rng.random() < 0.3
    bare = style.narrative and rng.random() < 0.3
    return document(
        ledger,
        lambda sections: print_table(
            sections,
            cols,
            one_row,
            style,
            content=ledger.content,
            bare_works=bare,
            heads_each=each,
            heads_first=rng.random() < 0.5,
        ),
        **more,
    )


def _kinds_of(style: Style, rng: random.Random, rate: bool | None = None) -> dict[str, str]:
    return labels_of(style, style.rate if rate is None else rate)


def _future_targets(content: Content, rng: random.Random) -> list[int]:
    """Years after the report's own for which targets are shown: often only the last."""
    future = [year for year in content.years if year > content.year]
    if len(future) > 1 and rng.random() < 0.6:
        return future[-1:]
    return future


def side_by_side(seed: int, rng: random.Random) -> Document:
    """A group heading for the year over 目標, 実績 and 評価."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    kinds = _kinds_of(style, rng)
    shown = ledger.content.past[-rng.randint(2, 4) :]
    cols = left_columns(ledger)
    for year in shown:
        cols += [value_column(ledger, (style.year(year), word), kind, year) for kind, word in kinds.items()]
    for year in _future_targets(ledger.content, rng):
        cols.append(value_column(ledger, (style.year(year), style.target_words), "target", year))
    return _one_row_table(ledger, cols + narrative_columns(ledger))


def kind_groups(seed: int, rng: random.Random) -> Document:
    """A group heading for 実績, 目標, 評価 over the years."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    past = ledger.content.past[-rng.randint(2, 5) :]
    years = {
        "actual": past,
        "target": [*past, *_future_targets(ledger.content, rng)] if rng.random() < 0.6 else [],
        "grade": past if rng.random() < 0.5 else past[-1:],
    }
    years["target"] = years["target"] or [ledger.content.year, ledger.content.years[-1]]
    words = labels_of(style, rate=False)
    cols = left_columns(ledger)
    for kind, word in words.items():
        cols += [value_column(ledger, (word, style.year(y)), kind, y) for y in years[kind]]
    return _one_row_table(ledger, cols + narrative_columns(ledger))


HEADING_FORMS = [
    "{year}{kind}",
    "{year}{kind}",
    "{year} {kind}",
    "{year}\n{kind}",
    "{kind}（{year}）",
    "{kind}\n({year})",
]


def single_header(seed: int, rng: random.Random) -> Document:
    """The year in each heading: 「R5目標値」「令和5年度実績」."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    kinds = _kinds_of(style, rng)
    form = rng.choice(HEADING_FORMS)
    space = " " if style.spelling in ("2024", "'24", "2024(R6)") and form == "{year}{kind}" else ""
    cols = left_columns(ledger)
    by_kind = rng.random() < 0.5
    past = ledger.content.past[-rng.randint(1, 4) :]
    pairs = (
        [(kind, year) for kind in kinds for year in past]
        if by_kind
        else [(kind, year) for year in past for kind in kinds]
    )
    pairs += [("target", year) for year in _future_targets(ledger.content, rng)]
    for kind, year in pairs:
        head = form.format(year=style.year(year).replace("\n", "") + space, kind=kinds[kind])
        cols.append(value_column(ledger, (head,), kind, year, width=1.0))
    return _one_row_table(ledger, cols + narrative_columns(ledger))


def trend(seed: int, rng: random.Random) -> Document:
    """基準値, the 実績 of some years under bare years or 「実績値の推移」, 目標値 of the last, one 評価."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    content = ledger.content
    first, *rest = content.past
    left = left_columns(ledger, department=False)
    base = style.year(first).replace("\n", "")
    group = rng.choice(["", style.actual_words, "実績値の推移", "実績の推移", "各年度の実績"])
    base_words = rng.choice(["基準値", "基準値", "策定時", "現状値", "計画策定時"])
    cols = [*left]
    if rng.random() < 0.8:
        heads = rng.choice(
            [(f"{base_words}（{base}）",), (f"{base_words}\n{base}",), (base_words, style.year(first))]
        )
        cols.append(value_column(ledger, heads, "actual", first, as_kind="baseline"))
    shown = rest[-rng.randint(2, 5) :]
    cols += [
        value_column(
            ledger, (group, style.year(year)) if group else (style.year(year),), "actual", year, width=0.8
        )
        for year in shown
    ]
    last = content.years[-1]
    between = [year for year in content.years if shown[-1] < year < last]
    if between and rng.random() < 0.35:
        middle = rng.choice(between)
        words = {middle: rng.choice(["中間目標", "中間目標値"]), last: rng.choice(["最終目標", "最終目標値"])}
    else:
        words = {last: style.target_words}
    for year, word in words.items():
        printed = style.year(year).replace("\n", "")
        heads = rng.choice([(f"{word}（{printed}）",), (f"{word}\n({printed})",), (word, style.year(year))])
        cols.append(value_column(ledger, heads, "target", year))
    cols.append(value_column(ledger, (style.grade_words,), "grade", content.year))
    if style.department:
        cols.append(department_column(ledger))
    return _one_row_table(ledger, cols + narrative_columns(ledger))


def report_year_only(seed: int, rng: random.Random) -> Document:
    """目標値, 実績値, 達成率, 評価 of the report's year, which only the title tells."""
    style = draw_style(rng)
    ledger = begin(seed, style)
    style.spelling = "令和6年度"
    kinds = _kinds_of(style, rng)
    year = ledger.content.year
    right = style.department and rng.random() < 0.5
    cols = left_columns(ledger, department=not right)
    cols += [value_column(ledger, (word,), kind, year) for kind, word in kinds.items()]
    cols += narrative_columns(ledger)
    if right:
        cols.append(department_column(ledger))
    return _one_row_table(ledger, cols)


def year_in_brackets(seed: int, rng: random.Random) -> Document:
    """「40人（R6）」: the year beside the value, headings without years."""
    style = draw_style(rng)
    unit_at = rng.choice(["value", "name", "column"])
    ledger = begin(
        seed, style, unit_at=unit_at, spelling=rng.choice(["R6", "R6年度", "令和6年度", "2024年度", "Ｒ６"])
    )
    content = ledger.content
    left, right = rng.choice(["（）", "()", "（）"])
    between = rng.choice(["", "", "\n"])
    earlier = rng.random() < 0.3  # some actuals are of the year before

    def bracketed(kind: str, year: int, as_kind: str = "") -> Col:
        def cell(at: At) -> str:
            if at.item is None:
                return ""
            when = year
            if earlier and kind == "actual" and not as_kind and len(at.item.name) % 3 == 0:
                when = year - 1
            text = ledger.value(at.item, kind, when, as_kind=as_kind)
            return f"{text}{between}{left}{style.year(when)}{right}" if text else ""

        words = {"baseline": "基準値", "target": style.target_words, "actual": style.actual_words}
        return Col((words[as_kind or kind],), cell, "item", 1.2)

    cols = left_columns(ledger)
    if rng.random() < 0.7:
        cols.append(bracketed("actual", content.past[0], "baseline"))
    pair = [bracketed("target", content.years[-1]), bracketed("actual", content.year)]
    cols += pair if rng.random() < 0.5 else pair[::-1]
    if rng.random() < 0.6:
        cols.append(value_column(ledger, (style.grade_words,), "grade", content.year))
    return _one_row_table(ledger, cols + narrative_columns(ledger))


def year_blocks(seed: int, rng: random.Random) -> Document:
    """Wide sheets that repeat a block for each year, the commentary of the year included."""
    style = draw_style(rng)
    ledger = begin(seed, style, narrative=True)
    content = ledger.content
    kinds = labels_of(style, style.rate)
    cols = left_columns(ledger)
    for year in content.past[-rng.randint(2, 3) :]:
        cols += [value_column(ledger, (style.year(year), word), kind, year) for kind, word in kinds.items()]
        words = "取組状況"
        own = year == content.year

        def status(at: At, own: bool = own) -> str:
            if own:
                return ledger.passage(at.work, "status", at.work.status)
            return f"{at.work.name}について、計画どおり実施した。"

        cols.append(Col((style.year(year), words), status, "work", 3.0))
    return _one_row_table(ledger, cols)


def unit_in_heading(seed: int, rng: random.Random) -> Document:
    """A table whose indicators share one unit, which stands in the headings: 「実績値（人）」."""
    style = draw_style(rng)
    ledger = begin(seed, style, unit_at="heading", sections_at="none", narrative=False)
    content = ledger.content
    unit = "人" if any(item.unit == "人" for item in content.items) else content.items[0].unit
    for work in content.works:
        work.items = [item for item in work.items if item.unit == unit]
    for section in content.sections:
        section.works = [work for work in section.works if work.items]
    cols = left_columns(ledger, item=False) + item_columns(ledger)
    past = content.past[-rng.randint(1, 3) :]
    for year in past:
        for kind, word in (("target", style.target_words), ("actual", style.actual_words)):
            cols.append(value_column(ledger, (style.year(year), f"{word}（{unit}）"), kind, year))
        cols.append(value_column(ledger, (style.year(year), style.grade_words), "grade", year))
    return _one_row_table(ledger, cols)
