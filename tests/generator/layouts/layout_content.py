"""What a report says, and how a city spells it: content from the report generator, style from a seed."""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from report_generator import generate
from report_model import fiscal_year as western
from report_model import parsed

GRADES = {
    "ABCD": dict(zip("ABCD", "ABCD", strict=True)),
    "ABCD wide": dict(zip("ABCD", "ＡＢＣＤ", strict=True)),
    "SABC": dict(zip("ABCD", "SABC", strict=True)),
    "marks": dict(zip("ABCD", "◎○△×", strict=True)),
    "attained": {},
    "pace": dict(zip("ABCD", ["順調", "概ね順調", "遅れ", "大幅な遅れ"], strict=True)),
    "pace kana": dict(zip("ABCD", ["順調", "おおむね順調", "やや遅れている", "遅れている"], strict=True)),
}
MEANINGS = {
    "ABCD": ["目標を上回っている", "概ね目標どおり", "目標を下回っている", "目標を大きく下回っている"],
    "marks": ["目標達成", "概ね達成（８割以上）", "未達成（８割未満）", "実施できなかった"],
    "pace": [
        "目標の達成に向けて進んでいる",
        "一部に課題はあるが進んでいる",
        "計画より遅れている",
        "計画より大幅に遅れている",
    ],
}
NOT_RATED = ["－", "-", "―", "評価不可"]
NOTHING = ["－", "-", "―"]
SPELLINGS = [
    "R6",
    "R6",
    "R6年度",
    "令和6年度",
    "令和6年度",
    "令和６年度",
    "Ｒ６",
    "Ｒ６年度",
    "令和6年",
    "2024年度",
    "2024",
    "'24",
    "令和6(2024)年度",
    "2024(R6)",
    "2024年度（令和6年度）",
    "令和6年度\n(2024)",
]


def wide(text: str) -> str:
    """ASCII digits and letters as full-width ones."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def era(year: int) -> tuple[str, str, str]:
    """(letter, name, year in the era) of a fiscal year, 元 spelt as 1."""
    for letter, name, first in (("R", "令和", 2019), ("H", "平成", 1989), ("S", "昭和", 1926)):
        if year >= first:
            return letter, name, str(year - first + 1)
    raise ValueError(year)


def spelled(year: int, spelling: str, first_year: str = "1") -> str:
    """`year` as `spelling` would print it; `first_year` is 元 or 1."""
    letter, name, number = era(year)
    if number == "1":
        number = first_year
    west = str(year)
    match spelling:
        case "R6":
            return letter + number
        case "R6年度":
            return f"{letter}{number}年度"
        case "令和6年度":
            return f"{name}{number}年度"
        case "令和６年度":
            return f"{name}{wide(number)}年度"
        case "Ｒ６":
            return wide(letter + number)
        case "Ｒ６年度":
            return f"{wide(letter + number)}年度"
        case "令和6年":
            return f"{name}{number}年"
        case "2024年度":
            return f"{west}年度"
        case "2024":
            return west
        case "'24":
            return f"'{west[2:]}"
        case "令和6(2024)年度":
            return f"{name}{number}({west})年度"
        case "2024(R6)":
            return f"{west}({letter}{number})"
        case "2024年度（令和6年度）":
            return f"{west}年度（{name}{number}年度）"
        case "令和6年度\n(2024)":
            return f"{name}{number}年度\n({west})"
    raise ValueError(spelling)


@dataclass
class Item:
    """An indicator: printed texts by (kind, Western year)."""

    name: str
    unit: str
    note: str
    direction: str
    printed: dict[tuple[str, int], str]
    baseline: tuple[int, str] | None = None  # year and figure in the name's note
    baseline_note: str = ""
    again: bool = False

    def number(self, kind: str, year: int) -> float | None:
        value = number_of(self.printed.get((kind, year), ""))
        return value if isinstance(value, (int, float)) else None


@dataclass
class Work:
    """An initiative 取組 with its department, prose and indicators."""

    no: int
    name: str
    departments: list[str]
    overview: str
    status: str
    issue: str
    items: list[Item]


@dataclass
class Section:
    """A measure 施策."""

    mark: str
    name: str
    works: list[Work]


@dataclass
class Content:
    """A report's content, with all years Western."""

    city: str
    plan: str
    year: int
    years: list[int]
    prefix: str
    sections: list[Section]

    @property
    def works(self) -> list[Work]:
        return [work for section in self.sections for work in section.works]

    @property
    def items(self) -> list[Item]:
        return [item for work in self.works for item in work.items]

    @property
    def past(self) -> list[int]:
        return [year for year in self.years if year <= self.year]


def number_of(printed: str) -> int | float | None:
    """The number that a printed figure is (△ and ▲ are minus); None where it is none."""
    text = re.sub(r"^[△▲]", "-", printed.strip()).removesuffix("%")
    value = parsed(text)
    return value if isinstance(value, (int, float)) else None


def figure(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}"


@dataclass
class Style:
    """How one city prints: drawn once a document."""

    rng: random.Random
    spelling: str
    first_year: str
    scheme: str
    not_rated: str
    nothing: str
    unit_at: str  # name column value
    brackets: str
    note: bool
    sections_at: str  # row column paragraph none
    merged: str  # merge repeat first
    narrative: bool
    overview: bool
    department: bool
    department_between: str
    rate: bool
    rate_style: str  # percent plain over
    target_words: str
    actual_words: str
    grade_words: str
    rate_words: str
    item_words: str
    work_words: str
    department_words: str
    number_words: str
    wide_digits: bool
    break_names: bool
    legend: bool
    minus: str
    numbered: str
    section_form: str
    again: bool = False
    shift: int = 0  # by how many years the whole report is moved
    odd: dict[str, str] = field(default_factory=dict)

    def year(self, year: int) -> str:
        return spelled(year, self.spelling, self.first_year)

    def section(self, content: Content, section: Section) -> str:
        return self.section_form.format(prefix=content.prefix, mark=section.mark, name=section.name)

    def number(self, section: Section, work: Work) -> str:
        return {
            "1": str(work.no),
            "1-1": f"{section.mark}-{work.no}" if section.mark else str(work.no),
            "(1)": f"({work.no})",
            "": "",
        }[self.numbered]


def draw_style(rng: random.Random) -> Style:
    """A city's habits."""
    value_words = rng.random() < 0.4
    return Style(
        rng=rng,
        spelling=rng.choice(SPELLINGS),
        first_year=rng.choice(["1", "元"]),
        scheme=rng.choice(
            ["ABCD", "ABCD", "ABCD wide", "SABC", "marks", "marks", "attained", "pace", "pace kana"]
        ),
        not_rated=rng.choice(NOT_RATED),
        nothing=rng.choice(NOTHING),
        unit_at=rng.choice(["name", "name", "column", "column", "value"]),
        brackets=rng.choice(["()", "（）"]),
        note=rng.random() < 0.5,
        sections_at=rng.choice(["row", "column", "paragraph", "paragraph", "none"]),
        merged=rng.choice(["merge", "merge", "merge", "repeat", "first"]),
        narrative=rng.random() < 0.5,
        overview=rng.random() < 0.3,
        department=rng.random() < 0.7,
        department_between=rng.choice(["、", "\n", "・", "，"]),
        rate=rng.random() < 0.4,
        rate_style=rng.choice(["percent", "percent", "percent", "plain", "over"]),
        target_words="目標値" if value_words else "目標",
        actual_words="実績値" if value_words else "実績",
        grade_words=rng.choice(["評価", "評価", "達成状況", "進捗評価", "達成度"]),
        rate_words=rng.choice(["達成率", "達成率", "目標達成率", "達成率(%)"]),
        item_words=rng.choice(["指標", "指標名", "成果指標", "評価指標", "数値目標（指標）", "KPI"]),
        work_words=rng.choice(["取組内容", "取組", "事業名", "主な取組", "具体的な取組"]),
        department_words=rng.choice(["担当課", "所管課", "担当部署", "担当", "関係課"]),
        number_words=rng.choice(["No.", "No", "番号", "№"]),
        wide_digits=rng.random() < 0.06,
        break_names=rng.random() < 0.4,
        legend=rng.random() < 0.6,
        minus=rng.choice(["△", "△", "▲", "-"]),
        numbered=rng.choice(["1", "1", "1-1", "(1)", ""]),
        section_form=rng.choice(
            ["{prefix}{mark} {name}", "{prefix}{mark}　{name}", "{prefix}{mark}：{name}"]
        ),
    )


def draw_content(seed: int, style: Style) -> Content:
    """The generator's report of this seed in this style's values: its grades, its odd values."""
    rng = style.rng
    made = generate(seed).report
    plan = made.subject.removeprefix(made.city).split(" R")[0].split(" H")[0].strip()
    content = Content(
        made.city, plan, western(made.report_year), [western(y) for y in made.years], made.prefix, []
    )
    for measure in made.measures:
        works = []
        for initiative in measure.initiatives:
            block = initiative.blocks[0]
            if block.reference:
                continue
            items = [_item(style, n) for n in block.indicators]
            names = block.department.split(" ")
            works.append(
                Work(initiative.no, initiative.name, names, block.overview, block.status, block.issue, items)
            )
        if works:
            content.sections.append(Section(measure.mark, measure.name, works))
    _add_odd_items(rng, style, content)
    _odd_values(rng, content)
    for item in content.items:
        _rate_and_grade(style, content, item)
    if style.shift:
        _move(content, style.shift)
    if style.again and len(content.sections) > 1:
        _print_again(rng, content)
    return content


def _move(content: Content, by: int) -> None:
    """Move every year; the prose, which names years, is left out."""
    content.year += by
    content.years = [year + by for year in content.years]
    for work in content.works:
        work.overview = work.status = work.issue = ""
        for item in work.items:
            item.printed = {(kind, year + by): text for (kind, year), text in item.printed.items()}


def _item(style: Style, made: object) -> Item:
    printed = {}
    for kind, table in (("target", made.targets), ("actual", made.actuals), ("grade", made.grades)):
        for year, text in table.items():
            printed[kind, western(year)] = text
    found = re.search(r"([HR]\d+|R元)[^：:]*[：:]\s*([\d,.]+)", made.baseline)
    baseline = (western(found[1].replace("元", "1")), found[2]) if found else None
    return Item(made.name, made.unit, made.note, made.direction, printed, baseline, made.baseline)


ODD_ITEMS = [
    ("市民税収入の対前年度増減率", "%", "minus"),
    ("人口の社会増減数", "人", "minus"),
    ("制度の新規利用者数", "人", "both"),
    ("関連イベントの来場者数", "人", "about"),
]


def _add_odd_items(rng: random.Random, style: Style, content: Content) -> None:
    """Indicators whose values are negative, 「20(40)」 or 「約130」."""
    for name, unit, sort in rng.sample(ODD_ITEMS, rng.choice([0, 1, 1, 2])):
        printed: dict[tuple[str, int], str] = {}
        both = 0
        for year in content.years:
            if sort == "minus":
                decimals = 1 if unit == "%" else 0
                size = rng.uniform(0.2, 6) if decimals else rng.randint(3, 1600)
                sign = style.minus if rng.random() < 0.6 else ""
                target = figure(0.5, 1) if decimals else "10"
                actual = sign + figure(size, decimals)
            elif sort == "both":
                now = rng.randint(8, 60)
                both += now
                target, actual = str(30), f"{now}({both})"
            else:
                target, actual = "1,500", f"約{figure(rng.randint(11, 29) * 100)}"
            printed["target", year] = target
            if year <= content.year:
                printed["actual", year] = actual
                if year != content.years[0]:
                    printed["grade", year] = _odd_grade(actual, target)
        work = rng.choice(content.works)
        work.items.append(Item(name, unit, "", "up", printed))


def _odd_grade(actual: str, target: str) -> str:
    reached = number_of(actual.removeprefix("約").split("(")[0]) or 0
    aim = number_of(target) or 0
    return "A" if reached >= 1.05 * aim else "B" if reached >= aim else "C"


def _odd_values(rng: random.Random, content: Content) -> None:
    """中止, 実施なし, 未集計 and dashes here and there."""
    for item in content.items:
        for year in content.past[1:]:
            if ("actual", year) not in item.printed or rng.random() > 0.05:
                continue
            item.printed["actual", year] = rng.choice(["中止", "実施なし", "未集計", "集計中", "－"])
            if ("grade", year) in item.printed:
                item.printed["grade", year] = "-"


def _rate_and_grade(style: Style, content: Content, item: Item) -> None:
    words = GRADES[style.scheme]
    for year in content.past:
        target, actual = item.number("target", year), item.number("actual", year)
        letter = item.printed.get(("grade", year))
        if letter and letter != "-":
            if style.scheme == "attained":
                good = letter in "AB"
                if target is not None and actual is not None:
                    good = actual <= target if item.direction == "down" else actual >= target
                item.printed["grade", year] = "達成" if good else "未達成"
            else:
                item.printed["grade", year] = words[letter]
        elif letter:
            item.printed["grade", year] = style.not_rated
        if target is None and actual is None:
            continue
        small = target is not None and target <= 10 and item.unit != "%"
        if (
            target is None
            or actual is None
            or target <= 1
            or small
            or (item.direction == "down" and actual <= 0)
        ):
            item.printed["rate", year] = style.nothing
            continue
        share = 100 * (target / actual if item.direction == "down" else actual / target)
        text = figure(share, 1)
        item.printed["rate", year] = text if "(%)" in style.rate_words else f"{text}%"
        if style.rate_style == "plain" and "(%)" not in style.rate_words:
            item.printed["rate", year] = f"{figure(share)}%"
        if style.rate_style == "over" and "(%)" not in style.rate_words:
            if share > 100:
                item.printed["rate", year] = "100%超"
            elif share < 0:
                item.printed["rate", year] = "0%未満"


def _print_again(rng: random.Random, content: Content) -> None:
    """A later measure lists an earlier one's indicator again, marked 再掲."""
    here = [item for work in content.sections[0].works for item in work.items]
    there = [work for section in content.sections[1:] for work in section.works if work.items]
    if here and there:
        first = rng.choice(here)
        rng.choice(there).items.append(
            Item(first.name, first.unit, first.note, first.direction, first.printed, again=True)
        )
