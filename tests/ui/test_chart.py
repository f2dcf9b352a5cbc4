"""The drawing of a series: bars from zero, gaps as gaps, and the same figures in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from assistant.types import Answer, FigureTable, Route, Series, SeriesPoint, Status
from ui import chart, rendering


def series(*figures: tuple[int, str | None, str | None, str | None], unit: str = "人") -> Series:
    points = tuple(
        SeriesPoint(year, Decimal(target) if target else None, Decimal(actual) if actual else None, grade)
        for year, target, actual, grade in figures
    )
    return Series("①-1#1", "協力員<数>", unit, points)


def drawn(one: Series) -> ElementTree.Element:
    return ElementTree.fromstring(chart.figure_html(one))


def test_a_year_without_a_number_has_no_bar_and_interrupts_the_target_line() -> None:
    figure = drawn(
        series(
            (2020, "10", "9", None),
            (2021, "20", None, None),
            (2022, None, "22", None),
            (2023, "30", "25", None),
            (2024, "40", "35", "B"),
        )
    )
    bars = [one for one in figure.iter("rect") if one.get("class") == "kk-bar"]
    lines = list(figure.iter("polyline"))
    assert len(bars) == 4
    assert [len((one.get("points") or "").split()) for one in lines] == [2, 2]


def test_bars_start_at_zero_even_where_all_values_are_large() -> None:
    scale = chart.scale_for(series((2023, None, "1478", None), (2024, None, "1605", None)).points)
    assert scale.low == 0
    assert scale.high >= 1605
    assert 3 <= len(scale.ticks) <= 7


@pytest.mark.parametrize(
    "values", [("-5", "3"), ("0", "0"), ("0.2", "0.35"), ("98.5", "99.1"), ("123456789", "5")]
)
def test_every_value_lies_between_the_first_and_the_last_grid_line(values: tuple[str, str]) -> None:
    one = series((2023, values[0], None, None), (2024, None, values[1], None))
    scale = chart.scale_for(one.points)
    assert scale.low <= min(Decimal(value) for value in values)
    assert max(Decimal(value) for value in values) <= scale.high
    assert scale.ticks[0] == scale.low
    assert scale.ticks[-1] == scale.high
    assert 2 <= len(scale.ticks) <= 8
    drawn(one)  # well-formed


def test_the_drawing_is_told_in_words_for_those_who_do_not_see_it() -> None:
    one = series((2023, "30", None, None), (2024, "1605", "35.5", "B"), (2025, None, None, None))
    assert chart.describe(one) == ("協力員<数>のグラフ。R5：目標 30人、R6：目標 1,605人 実績 35.5人 評価 B")
    svg = drawn(one).find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == chart.describe(one)


def test_hovering_a_bar_names_year_kind_value_and_unit() -> None:
    titles = [one.text for one in drawn(series((2019, "2", "10", None), (2024, "3", "4", "A"))).iter("title")]
    assert "令和元年度 実績 10人" in titles
    assert "令和6年度 評価 A" in titles


def test_years_that_hold_only_a_target_are_named() -> None:
    ahead = series(
        (2023, "4", "5", "A"), (2024, "4", "5", "A"), (2025, "6", None, None), (2026, "7", None, None)
    )
    assert "R7・R8は目標のみ（実績はR6まで）" in "".join(drawn(ahead).itertext())
    # A blank 実績 of a year that was rated, or no 実績 at all, is not a year that is still to come.
    rated = series((2023, "4", "5", "A"), (2024, "4", None, "A（推定）"))
    never = series((2023, "4", None, None), (2024, "5", None, None))
    assert "目標のみ" not in chart.figure_html(rated) + chart.figure_html(never)
    assert [one.text for one in drawn(rated).iter("text") if one.get("class") == "kk-grade-letter"] == [
        "A",
        "A",
    ]


def test_one_number_alone_is_not_worth_a_drawing() -> None:
    assert not chart.drawable(series((2023, None, None, None), (2024, None, "5", "A")))
    assert chart.drawable(series((2023, "4", None, None), (2024, None, "5", "A")))


def test_a_grade_in_words_is_drawn_in_short_lines_and_told_whole() -> None:
    figure = drawn(
        series((2023, "10", "9", "おおむね順調"), (2024, "12", "12", "達成"), (2025, None, None, "A"))
    )
    words = [one.text for one in figure.iter("text") if one.get("class") == "kk-grade-word"]
    assert words == ["おおむ", "ね順調", "達成"]
    titles = [one.text for one in figure.iter("title")]
    assert "令和5年度 評価 おおむね順調" in titles
    assert max(len(word or "") for word in words) <= 4


def test_the_figures_of_the_drawing_are_a_table_where_the_one_beside_it_lacks_years() -> None:
    one = series((2023, "30", "1205.5", None), (2024, "35", None, "A"), (2025, None, None, None))
    data = chart.data_table(one)
    assert data.rows == (("R5", "30人", "1,205.5人", "―"), ("R6", "35人", "―", "A"))
    year = FigureTable(("番号", "年度", "実績"), (("①-1#1", "R6", "―"),))
    given = Answer(Status.ANSWERED, Route.TABLE, "増えました。", "", table=year, series=(one,))
    assert "グラフの値を表で見る" in rendering.answer_html(given)
    both = FigureTable(year.headings, (("①-1#1", "R5", "1,205.5人"), *year.rows))
    assert "グラフの値を表で見る" not in rendering.answer_html(replace(given, table=both))
