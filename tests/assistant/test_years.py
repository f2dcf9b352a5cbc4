"""Every way to name a fiscal year; the report is of R6 (2024) and has columns for R2 to R8."""

from __future__ import annotations

import pytest

from assistant.understanding.question import fold
from assistant.understanding.years import YearsRead, read_years

HELD = tuple(range(2020, 2027))


def years_in(question: str) -> YearsRead:
    return read_years(fold(question), 2024, HELD)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("令和6年度の実績は", 2024),
        ("令和６年度の実績は", 2024),
        ("令和六年度の実績は", 2024),
        ("令和6年の実績は", 2024),
        ("R6の実績は", 2024),
        ("r6の実績は", 2024),
        ("Ｒ６の実績は", 2024),
        ("R6年度の実績は", 2024),
        ("2024年度の実績は", 2024),
        ("２０２４年度の実績は", 2024),
        ("24年度の実績は", 2024),
        ("6年度の実績は", 2024),
        ("５年度の実績は", 2023),
        ("令和元年度の実績は", 2019),
        ("R元の実績は", 2019),
        ("平成30年度の実績は", 2018),
        ("H30の実績は", 2018),
        ("Ｈ２８の実績は", 2016),
        ("平成三十年度の実績は", 2018),
        ("令和十二年度の目標は", 2030),
    ],
)
def test_spelling_of_one_year(said: str, year: int) -> None:
    assert years_in(said).years == (year,)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("今年度の実績は", 2024),
        ("本年度の目標は", 2024),
        ("最新の実績は", 2024),
        ("直近の実績は", 2024),
        ("昨年度の実績は", 2023),
        ("前年度はいくつでしたか", 2023),
        ("去年の実績は", 2023),
        ("一昨年度の実績は", 2022),
        ("おととしの実績は", 2022),
        ("2年前の実績は", 2022),
        ("3年前の実績は", 2021),
        ("来年度の目標は", 2025),
        ("次年度の目標は", 2025),
        ("最終年度の目標は", 2026),
        ("計画の最終年度の目標は", 2026),
        ("初年度の実績は", 2020),
    ],
)
def test_relative_year_counts_from_the_report_and_not_from_today(said: str, year: int) -> None:
    read = years_in(said)
    assert (read.years, read.relative) == ((year,), True)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("R3〜R6の推移", (2021, 2022, 2023, 2024)),
        ("R3～R6の推移", (2021, 2022, 2023, 2024)),
        ("R3-R6の推移", (2021, 2022, 2023, 2024)),
        ("R3からR6の推移", (2021, 2022, 2023, 2024)),
        ("R3からR6まで", (2021, 2022, 2023, 2024)),
        ("令和3年度から令和6年度まで", (2021, 2022, 2023, 2024)),
        ("2021年度〜2023年度の推移", (2021, 2022, 2023)),
        ("R2から", (2020, 2021, 2022, 2023, 2024)),
        ("R4以降の実績", (2022, 2023, 2024)),
        ("直近3年の実績", (2022, 2023, 2024)),
        ("直近の3年間の実績", (2022, 2023, 2024)),
        ("過去2年の実績", (2023, 2024)),
    ],
)
def test_a_run_holds_every_year_in_it(said: str, years: tuple[int, ...]) -> None:
    read = years_in(said)
    assert (read.years, read.is_range) == (years, True)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("R5→R6でどう変わった", (2023, 2024)),
        ("令和5・6年度の実績", (2023, 2024)),
        ("R5とR6を比べて", (2023, 2024)),
        ("R2とR6を比べて", (2020, 2024)),
        ("R2、R4、R6の実績", (2020, 2022, 2024)),
        ("令和2年度と2024年度", (2020, 2024)),
    ],
)
def test_years_named_side_by_side_are_those_alone(said: str, years: tuple[int, ...]) -> None:
    assert years_in(said).years == years


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("R7.3末で何社", 2024),
        ("R7.4時点で何社", 2025),
        ("令和7年1月29日の参加者", 2024),
        ("令和6年8月19日の受講者", 2024),
    ],
)
def test_a_day_lies_in_the_fiscal_year_that_began_in_april(said: str, year: int) -> None:
    assert years_in(said).years == (year,)


@pytest.mark.parametrize(
    "said",
    ["前年度より減った指標は", "前年度と比べてどう", "前年度から何人増えた", "前年度比は", "昨年度に比べて"],
)
def test_last_year_as_a_measure_is_a_comparison_and_no_year_asked_for(said: str) -> None:
    read = years_in(said)
    assert (read.years, read.versus_previous) == ((), True)


@pytest.mark.parametrize(
    "said", ["毎年の実績", "年度ごとの実績", "年ごとにどう動いた", "全年度の実績", "各年度の値"]
)
def test_every_year_is_asked_for_without_naming_one(said: str) -> None:
    read = years_in(said)
    assert (read.years, read.all_years) == ((), True)


@pytest.mark.parametrize(
    "said", ["実績は何人", "No.3の目標値は", "施策①の指標は", "100人以上の指標", "3つ目の指標", "12,609件"]
)
def test_other_numbers_are_no_years(said: str) -> None:
    assert years_in(said) == YearsRead()


def test_what_was_read_as_a_year_is_marked_so_that_no_name_is_sought_in_it() -> None:
    question = fold("令和５年度の実績と昨年度の目標")
    spans = sorted(read_years(question, 2024, HELD).spans)
    assert [question[start:end] for start, end in spans] == ["令和5年度", "昨年度"]


def test_years_with_dots_and_their_number_name_just_these() -> None:
    assert years_in("令和4・5・6年度の3か年合わせて延べ何人").years == (2022, 2023, 2024)


def test_what_a_year_in_brackets_is_called_before_it_is_part_of_the_year() -> None:
    said = fold("コロナ前（令和2年度）の水準には戻った")
    read = read_years(said, 2024, HELD)
    assert read.years == (2020,)
    assert any(said[start:end].startswith("コロナ前") for start, end in read.spans)
