"""Numbers and dates as a sheet shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.readers.number_format import exact, is_date_code, plain, shown_number, shown_serial


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1605", "General", "1605"),
        ("1605", "#,##0", "1,605"),
        ("1234567", "#,##0", "1,234,567"),
        ("0.572", "0.0%", "57.2%"),
        ("0.5", "0%", "50%"),
        ("2.345", "0.00", "2.35"),
        ("2", "0.0", "2.0"),
        ("5", "0.##", "5"),
        ("12", "000", "012"),
        ("1605", '#,##0"人"', "1,605人"),
        ("3", 'General"回"', "3回"),
        ("5", '"第"0"回"', "第5回"),
        ("98.4", '0.0"%"', "98.4%"),
        ("1605", "#,##0_ ", "1,605"),
        ("1605", "[$¥-411]#,##0", "¥1,605"),
        ("1234567", '#,##0,"千円"', "1,235千円"),
        ("-5", "General", "-5"),
        ("-1234", "#,##0", "-1,234"),
        ("-5", '#,##0;"△"#,##0', "△5"),
        ("-5", "#,##0;▲#,##0", "▲5"),
        ("-1234", "#,##0_);(#,##0)", "(1,234)"),
        ("-1234", "#,##0;[Red]-#,##0", "-1,234"),
        ("0", '#,##0;▲#,##0;"－"', "－"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("-0.4", "0", "0"),
        ("0", "#,##0;;", ""),
    ],
)
def test_number_is_shown_as_its_format_says(value: str, code: str, shown: str) -> None:
    assert shown_number(Decimal(value), code) == shown
    assert not is_date_code(code)


def test_negative_that_only_a_colour_tells_keeps_its_sign() -> None:
    assert shown_number(Decimal(-1234), "#,##0;[Red]#,##0") == "-1,234"


@pytest.mark.parametrize("code", ["# ?/?", "[>=1000]#,##0;0", "[DBNum1]#,##0", "0.00E+00", "@", "000-0000"])
def test_format_that_is_not_understood_shows_the_plain_number(code: str) -> None:
    assert shown_number(Decimal("1605.25"), code) == "1605.25"


def test_format_longer_than_excel_takes_is_ignored() -> None:
    longest = '0.0"' + "件" * 250 + '"'
    assert shown_number(Decimal(5), longest) == "5.0" + "件" * 250
    assert shown_number(Decimal(5), longest + "0") == "5"
    assert is_date_code("y" * 255)
    assert not is_date_code("y" * 256)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1605.0, "1605"),
        (57.2, "57.2"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (-0.0, "0"),
    ],
)
def test_plain_number_has_neither_exponent_nor_the_errors_of_binary(value: float, text: str) -> None:
    assert plain(exact(value)) == text


@pytest.mark.parametrize(
    ("serial", "code", "shown"),
    [
        (45523.0, "yyyy/m/d", "2024/8/19"),
        (45523.0, 'yyyy"年"m"月"d"日"', "2024年8月19日"),
        (45523.0, '[$-411]ggge"年"m"月"d"日"', "令和6年8月19日"),
        (45523.0, "[$-411]ge.m.d;@", "R6.8.19"),
        (43600.0, '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "令和元年5月15日"),
        (43585.0, '[$-411]ggge"年"', "平成31年"),
        (45523.0, 'm"月"d"日"(aaa)', "8月19日(月)"),
        (45523.5625, "yyyy/m/d h:mm", "2024/8/19 13:30"),
        (0.5625, "h:mm AM/PM", "1:30 PM"),
        (1.5, "[h]:mm", "36:00"),
        (45523.0, "mmm-yy", "Aug-24"),
        (31.0, "yyyy/m/d", "1900/1/31"),
    ],
)
def test_date_is_shown_as_its_format_says(serial: float, code: str, shown: str) -> None:
    assert is_date_code(code)
    assert shown_serial(serial, code, since_1904=False) == shown


def test_day_beyond_the_calendar_is_shown_as_its_number() -> None:
    assert shown_serial(1e9, "yyyy/m/d", since_1904=False) == "1000000000"


def test_calendar_of_old_macintoshes_counts_from_1904() -> None:
    assert shown_serial(44061.0, "yyyy/m/d", since_1904=True) == "2024/8/19"
