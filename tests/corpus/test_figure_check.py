"""Figures compared with each other: unread cells, 達成率 and 評価 that the figures do not bear out."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.figure_check import figure_findings
from corpus.grades import grade_scale
from corpus.numerals import parse_printed_number
from corpus.parse import parse_report
from corpus.types import Finding, FindingKind, Kind, Report

REPORTS = Path(__file__).parents[1] / "data" / "reports"
HEAD = (
    "令和6年度 ひばり市防災計画 進捗状況報告書\n施策1 備え\n"
    "No.\t取組\t担当課\t指標\t単位\tR6目標\tR6実績\tR6達成率\tR6評価\n"
)
# name, 目標, 実績, 達成率, 評価
ROWS = [
    ("訓練の参加者数", "120", "132", "110.0%", "A"),
    ("備蓄の食数", "2,000", "1,500", "75.0%", "C"),
    ("防災士の人数", "50", "45", "90.0%", "B"),
    ("耐震化率", "92.0", "88.5", "96.2%", "B"),
    ("講座の回数", "12", "13", "108.3%", "A"),
    ("組織の結成率", "80", "62.2", "77.7%", "C"),
    ("登録の世帯数", "300", "330", "110.0%", "A"),
    ("協定の件数", "40", "36", "90.0%", "B"),
    ("避難所の点検数", "20", "20", "100.0%", "A"),
]
LEGEND = "【評価区分】\nA：達成率100％以上\nB：達成率80％以上100％未満\nC：達成率80％未満\n"


def findings(tmp_path: Path, rows: list[tuple[str, ...]], legend: str = LEGEND) -> list[Finding]:
    path = tmp_path / "bosai-r6.tsv"
    lines = [f"{at}\t取組{at}\t防災課\t{row[0]}\t件\t" + "\t".join(row[1:]) for at, row in enumerate(rows, 1)]
    path.write_text(HEAD + "\n".join(lines) + "\n" + legend, encoding="utf-8")
    return list(parse_report(path).findings)


def changed(position: int, **cells: str) -> list[tuple[str, ...]]:
    names = ("name", "target", "actual", "rate", "grade")
    row = tuple(cells.get(name, text) for name, text in zip(names, ROWS[position], strict=True))
    return [*ROWS[:position], row, *ROWS[position + 1 :]]


def of(kind: FindingKind, found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.kind is kind]


def test_a_report_whose_figures_agree_gives_none(tmp_path: Path) -> None:
    found = findings(tmp_path, ROWS)
    kinds = {FindingKind.UNREAD_NUMBER, FindingKind.RATE_MISMATCH, FindingKind.GRADE_CONTRADICTS}
    assert not [one for one in found if one.kind in kinds]


def test_a_mistyped_cell_among_numbers_is_told_with_its_place(tmp_path: Path) -> None:
    (one,) = of(FindingKind.UNREAD_NUMBER, findings(tmp_path, changed(2, actual="4４.I％")))
    assert "R6の実績「4４.I％」は、数として読み取れません" in one.message
    assert str(one.place) == "6行 6列"
    assert one.item_id is not None


def test_a_value_word_is_no_mistyped_number(tmp_path: Path) -> None:
    assert not of(FindingKind.UNREAD_NUMBER, findings(tmp_path, changed(2, actual="未集計", rate="－")))


def test_swapped_digits_show_in_the_rate(tmp_path: Path) -> None:
    (one,) = of(FindingKind.RATE_MISMATCH, findings(tmp_path, changed(5, actual="26.2")))
    assert "達成率「77.7%」は、目標「80」と実績「26.2」から計算した値と合いません" in one.message
    assert one.evidence.startswith("実績÷目標は32.8％。")


@pytest.mark.parametrize("rate", ["131.3%", "68.8%"])
def test_where_less_is_better_either_usual_formula_will_do(tmp_path: Path, rate: str) -> None:
    rows = [*ROWS, ("火災の件数", "16", "21", rate, "－")]
    assert not of(FindingKind.RATE_MISMATCH, findings(tmp_path, rows))


def test_shares_and_rates_cut_at_a_hundred_are_rates(tmp_path: Path) -> None:
    rows = [
        (name, target, actual, str(Decimal(rate[:-1]) / 100), grade)
        for name, target, actual, rate, grade in ROWS
    ]
    rows[0] = (*rows[0][:3], "1", "A")
    assert not of(FindingKind.RATE_MISMATCH, findings(tmp_path, rows))


def test_rates_that_mean_something_else_are_left_alone(tmp_path: Path) -> None:
    rows = [
        (name, target, actual, f"{at}7.3%", grade)
        for at, (name, target, actual, _, grade) in enumerate(ROWS, 2)
    ]
    assert not of(FindingKind.RATE_MISMATCH, findings(tmp_path, rows))


def test_a_grade_outside_its_printed_band_is_told(tmp_path: Path) -> None:
    (one,) = of(FindingKind.GRADE_CONTRADICTS, findings(tmp_path, changed(1, grade="B")))
    assert "評価Bは、評価区分の「達成率80％以上100％未満」と合わないように見えます" in one.message
    assert one.evidence.startswith("達成率は75.0％。")


def test_a_legend_in_words_judges_nothing(tmp_path: Path) -> None:
    legend = "【評価区分】\nA：順調\nB：おおむね順調\nC：遅れている\n"
    assert not of(FindingKind.GRADE_CONTRADICTS, findings(tmp_path, changed(1, grade="B"), legend))


RATED = ["araregaya-nougyou", "hibari-kankyo", "izumino-kenko", "kawabe-sogo", "kinutagaura-sogosenryaku"]


@pytest.mark.parametrize("name", [*RATED, "minato-danjo", "sakurai-koreisha", "yamabuki-kenko"])
def test_nine_in_ten_swapped_digits_are_noticed(name: str) -> None:
    """Each 実績 with a printed 達成率 has its first two unlike digits exchanged, one at a time."""
    report = parse_report(REPORTS / f"{name}.xlsx")
    noticed = [_is_noticed(report, at, year) for at, year in _rated(report)]
    assert len(noticed) >= 9
    assert sum(noticed) >= 0.9 * len(noticed)
    kinds = {FindingKind.UNREAD_NUMBER, FindingKind.RATE_MISMATCH}
    assert not [one for one in report.findings if one.kind in kinds]


def _rated(report: Report) -> list[tuple[int, int]]:
    return [
        (at, seen.fiscal_year)
        for at, one in enumerate(report.indicators)
        for seen in one.observations
        if seen.kind is Kind.ACTUAL
        and seen.value
        and (rate := one.observation(seen.fiscal_year, Kind.RATE)) is not None
        and rate.value
        and _swapped(seen.printed) != seen.printed
    ]


def _swapped(printed: str) -> str:
    places = [at for at, letter in enumerate(printed) if letter.isdigit()]
    for left, right in itertools.pairwise(places):
        if printed[left] != printed[right]:
            letters = list(printed)
            letters[left], letters[right] = letters[right], letters[left]
            return "".join(letters)
    return printed


def _is_noticed(report: Report, position: int, year: int) -> bool:
    indicators = list(report.indicators)
    one = indicators[position]
    actual = one.observation(year, Kind.ACTUAL)
    assert actual is not None
    text = _swapped(actual.printed)
    wrong = replace(actual, printed=text, value=parse_printed_number(text))
    indicators[position] = replace(
        one, observations=tuple(wrong if seen is actual else seen for seen in one.observations)
    )
    scale = grade_scale([each.grade for each in report.legend], [])
    return any(each.item_id == one.id for each in figure_findings(indicators, report.legend, scale))
