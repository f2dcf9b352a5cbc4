"""Figures of very many digits, or with spaces inside: exact, or no figure at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.numerals import is_value_like, parse_printed_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12345678901234567890", "12345678901234567890"),
        ("△12345678901234567890億円", "-1234567890123456789000000000"),
        ("0.1234567890123456789", "0.1234567890123456789"),
        ("12,345,678,901,234,567,890", "12345678901234567890"),
    ],
)
def test_twenty_digits_are_exact(printed: str, value: str) -> None:
    assert str(parse_printed_number(printed)) == str(Decimal(value))


@pytest.mark.parametrize("printed", ["10 20", "1 605", "98　105", "１０ ２０人", "12\n15"])
def test_digits_with_a_space_between_them_are_no_one_figure(printed: str) -> None:
    assert parse_printed_number(printed) is None


@pytest.mark.parametrize(
    "printed",
    ["123456789012345678901", "9" * 30 + "億", "0." + "0" * 20 + "1", "９" * 3_000, "1" * 2_000_000],
)
def test_more_digits_than_any_figure_has_are_no_value(printed: str) -> None:
    assert parse_printed_number(printed) is None
    assert not is_value_like(printed)
