"""Years in every printed form."""

from __future__ import annotations

import pytest

from corpus.fiscal import era_label, find_years, fiscal_year_label, parse_year_mark


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("R2", 2020),
        ("Ｒ２", 2020),
        ("r6", 2024),
        ("R元", 2019),
        ("R1", 2019),
        ("H28", 2016),
        ("Ｈ３０年度", 2018),
        ("S63", 1988),
        ("令和6年度", 2024),
        ("令和元年度", 2019),
        ("令和六年度", 2024),
        ("平成二十八年度", 2016),
        ("令和 6 年度", 2024),
        ("2024", 2024),
        ("２０２４年度", 2024),
        ("R2(2020)", 2020),
        ("令和2年度（2020年度）", 2020),
        ("R2(2021)", None),
        ("R6の取組状況", None),
        ("指標", None),
        ("12", None),
        ("1,024", None),
        ("R", None),
        ("", None),
    ],
)
def test_year_mark_is_read_only_where_it_is_nothing_but_a_year(text: str, year: int | None) -> None:
    assert parse_year_mark(text) == year


@pytest.mark.parametrize(
    ("year", "short", "long"),
    [
        (2024, "R6", "令和6年度"),
        (2019, "R1", "令和元年度"),
        (2018, "H30", "平成30年度"),
        (1989, "H1", "平成元年度"),
        (1988, "S63", "昭和63年度"),
    ],
)
def test_year_is_printed_in_its_era(year: int, short: str, long: str) -> None:
    assert era_label(year) == short
    assert fiscal_year_label(year) == long
    assert parse_year_mark(short) == parse_year_mark(long) == year


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和6年度の実績", [(2024,)]),
        ("Ｒ４までの累計", [(2022,)]),
        ("R2からR6まで", [(2020, 2021, 2022, 2023, 2024)]),
        ("R2～R4の推移", [(2020, 2021, 2022)]),
        ("令和2〜4年度", [(2020, 2021, 2022)]),
        ("2020〜22年度", [(2020, 2021, 2022)]),
        ("令和5・6年度入札", [(2023, 2024)]),
        ("令和5年度と令和6年度", [(2023,), (2024,)]),
        ("令和3年はどうだった", [(2021,)]),
        ("6年度の目標", [(2024,)]),
        ("24年度", [(2024,)]),
        ("２０２４年度", [(2024,)]),
        ("H30ニーズ調査", [(2018,)]),
        ("令和7年1月29日", [(2024,)]),
        ("R7.3.31現在", [(2024,)]),
        ("R1. 12. 1時点", [(2019,)]),
        ("PR6件", []),
        ("前年度より12件増", []),
        ("第6年度", []),
        ("1,024件", []),
    ],
)
def test_years_are_found_in_running_text(text: str, years: list[tuple[int, ...]]) -> None:
    found = find_years(text, reference=2024)
    assert [one.years for one in found] == years
    assert all(text[one.start : one.end] == one.text for one in found)


def test_day_counts_for_the_fiscal_year_it_lies_in() -> None:
    (mention,) = find_years("令和6年3月31日")
    assert mention.years == (2023,) and mention.is_date
