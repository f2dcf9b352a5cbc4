"""The bundled report printed as other cities print theirs: other labels, grades, years, headings, columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.parse import parse_report
from corpus.types import Kind, Report

REPORT_FILE = Path(__file__).resolve().parents[2] / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
TEXT = REPORT_FILE.read_text(encoding="utf-8")
EXPECTED = parse_report(REPORT_FILE)
SYMBOLS = {"A": "◎", "B": "○", "C": "△", "-": "－"}


def cells(change: Callable[[str], str]) -> str:
    """The report with every cell changed alike."""
    return "\n".join("\t".join(change(cell) for cell in line.split("\t")) for line in TEXT.split("\n"))


def values(report: Report) -> list[tuple[object, ...]]:
    return [
        (seen.fiscal_year, seen.kind, seen.value, seen.place)
        for one in report.indicators
        for seen in one.observations
        if seen.kind is not Kind.GRADE
    ]


def grades(report: Report) -> list[tuple[object, ...]]:
    return [
        (seen.fiscal_year, seen.grade, seen.place, seen.inferred)
        for one in report.indicators
        for seen in one.observations
        if seen.kind is Kind.GRADE
    ]


def with_other_labels(cell: str) -> str:
    return {"目標": "目標値", "実績": "実 績", "評価": "達成度"}.get(cell, cell)


def with_long_years(cell: str) -> str:
    return re.sub(r"^R([2-8])$", r"令和\1年度", cell)


def with_western_years(cell: str) -> str:
    return re.sub(r"^R([2-8])$", lambda match: f"{2018 + int(match[1])}年度", cell)


def with_other_headings(cell: str) -> str:
    plain = {
        "No.": "番号", "取組内容": "事業名", "事業概要": "事業の目的・内容", "担当課": "所管課", "指標": "成果指標",
        "R6の取組状況": "令和6年度の実施状況", "取組内容への課題とその対応策など": "今後の方向性",
    }  # fmt: skip
    return plain.get(cell, cell)


def with_wide_digits(cell: str) -> str:
    wide = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    return cell.translate(wide) if re.fullmatch(r"[0-9,.]+", cell) else cell


@pytest.mark.parametrize(
    "change",
    [with_other_labels, with_long_years, with_western_years, with_other_headings, with_wide_digits],
)
def test_other_words_for_the_same_table_give_the_same_values(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    path = tmp_path / "other.txt"
    path.write_text(cells(change), encoding="utf-8")
    other, expected = parse_report(path), EXPECTED
    assert values(other) == values(expected)
    assert grades(other) == grades(expected)
    assert [block.departments for block in other.blocks] == [block.departments for block in expected.blocks]
    assert [one.kind for one in other.passages] == [one.kind for one in expected.passages]
    assert [one.name for one in other.initiatives] == [one.name for one in expected.initiatives]


def test_symbols_as_grades_are_read_with_their_legend(tmp_path: Path) -> None:
    text = cells(lambda cell: SYMBOLS.get(cell, cell) if cell != "-" else cell)
    for letter, symbol in (("A", "◎"), ("B", "○"), ("C", "△")):
        text = text.replace(f" {letter}：", f" {symbol}：").replace(f"{letter}: ", f"{symbol}: ")
    path = tmp_path / "symbols.txt"
    path.write_text(text, encoding="utf-8")
    other, expected = parse_report(path), EXPECTED
    assert values(other) == values(expected)
    back = {"◎": "A", "○": "B", "△": "C", "-": "-"}
    assert [(year, back[str(grade)], *rest) for year, grade, *rest in grades(other)] == grades(expected)
    assert [one.grade for one in other.legend] == ["◎", "○", "△", "-"]


@pytest.mark.parametrize(
    ("word", "numbers"),
    [("基本目標", "１２３４５"), ("基本方針", "ⅠⅡⅢⅣⅤ"), ("重点施策", "12345"), ("施策の方向", "一二三四五")],
)
def test_other_measure_headings_keep_their_printed_number(tmp_path: Path, word: str, numbers: str) -> None:
    text = TEXT
    for circled, number in zip("①②③④⑤", numbers, strict=True):
        text = text.replace(f"施策{circled}", f"{word}{number}")
    path = tmp_path / "headings.txt"
    path.write_text(text, encoding="utf-8")
    other = parse_report(path)
    assert [one.id for one in other.measures] == list(numbers)
    assert values(other) == values(EXPECTED)
    assert grades(other) == grades(EXPECTED)
    found = {one.block_id: one.target_block for one in other.cross_references}
    assert found[f"{numbers[3]}-1.2"] == f"{numbers[1]}-2.2"


def test_report_without_totals_reads_the_same_printed_values(tmp_path: Path) -> None:
    path = tmp_path / "no-totals.txt"
    path.write_text(TEXT[: TEXT.index("\tA\tB\tC")], encoding="utf-8")
    other = parse_report(path)
    assert values(other) == values(EXPECTED)
    assert not [one for one in grades(other) if one[-1]]
    assert not other.totals


def test_totals_and_legend_in_other_shapes_are_read(tmp_path: Path) -> None:
    text = TEXT.replace("\tA\tB\tC\t-\t計", "施策\tＡ\tＢ\tＣ\t－\t合計")
    text = text.replace("施策①\t3", "①地域福祉に関する事業の推進\t3").replace("計\t7\t7", "合計\t7\t7")
    text = text.replace(
        " A：予定より進んでいる B：概ね予定通り進んでいる C：予定より遅れている -：評価不可",
        "Ａ：予定より進んでいる\nＢ：概ね予定通り進んでいる\nＣ：予定より遅れている\n－：評価不可",
    )
    path = tmp_path / "shapes.txt"
    path.write_text(text, encoding="utf-8")
    other = parse_report(path)
    assert [dict(row.counts) for row in other.totals][:1] == [{"A": 3, "B": 2, "C": 3, "-": 0}]
    assert [row.measure_id for row in other.totals] == ["①", "②", "③", "④", "⑤", None]
    assert [one.grade for one in other.legend] == ["A", "B", "C", "-"]
    assert sum(one[-1] is True for one in grades(other)) == 4


def test_printed_title_tells_city_plan_and_year(tmp_path: Path) -> None:
    path = tmp_path / "titled.txt"
    path.write_text(
        "川辺市みどりの基本計画 令和6年度 進捗状況報告書\n" + TEXT.replace("新潟市", "本市"), encoding="utf-8"
    )
    other = parse_report(path)
    assert (other.title, other.city, other.plan, other.fiscal_year) == (
        "川辺市みどりの基本計画 令和6年度 進捗状況報告書", "川辺市", "みどりの基本計画", 2024,
    )  # fmt: skip
