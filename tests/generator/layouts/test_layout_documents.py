"""The layouts keep their promises: what the truth says is printed, and the same seed prints the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_layouts import LAYOUTS, made
from layout_compare import plain
from layout_content import number_of, spelled
from layout_grid import Document, Grid
from layout_writers import WRITERS, folded, number_and_format, register_font, write

# Their figures stand in sentences, or beside figures that are no indicator's.
WITHOUT_VALUE_CELLS = {"sentences", "sentence_list", "workbook", "extra_columns", "year_in_brackets"}


def cell_texts(document: Document) -> list[str]:
    return [
        plain(one.text)
        for sheet in document.sheets
        for item in sheet.items
        for one in (item.cells.values() if isinstance(item, Grid) else [item])
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_true_value_is_printed(layout: str) -> None:
    for seed in range(5):
        document = made(layout, seed)
        texts = cell_texts(document)
        everything = "\n".join(texts)
        for one in document.truth.observations:
            assert plain(one["printed"]) in everything
            assert plain(one["indicator"]) in everything
        years = {one["fiscal_year"] for one in document.truth.observations}
        assert document.truth.fiscal_year in years


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - WITHOUT_VALUE_CELLS))
def test_a_table_prints_one_cell_for_each_true_value(layout: str) -> None:
    for seed in range(5):
        document = made(layout, seed)
        if document.truth.printed_again:
            continue
        values = [
            cell
            for sheet in document.sheets
            for item in sheet.items
            if isinstance(item, Grid)
            for cell in item.cells.values()
            if cell.value and cell.text
        ]
        assert len(values) == len(document.truth.observations)


def test_the_same_seed_prints_the_same() -> None:
    for layout in LAYOUTS:
        one, other = made(layout, 5), made(layout, 5)
        assert cell_texts(one) == cell_texts(other)
        assert one.truth == other.truth


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_is_written(kind: str, tmp_path: Path) -> None:
    assert write(made("workbook", 3), kind, tmp_path).stat().st_size > 1000


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [
        ("1,234", 1234, "#,##0"),
        ("57.2%", 0.572, "0.0%"),
        ("△3.5", -3.5, '0.0;"△"0.0'),
        ("80.0", 80.0, "0.0"),
    ],
)
def test_a_figure_is_held_as_a_number_whose_format_prints_it(printed: str, value: float, shown: str) -> None:
    assert number_and_format(printed) == (value, shown)


def test_years_are_spelled_as_cities_spell_them() -> None:
    spellings = ["R6", "令和６年度", "2024年度", "'24", "令和6(2024)年度"]
    assert [spelled(2024, one) for one in spellings] == spellings
    assert spelled(2018, "令和6年度") == "平成30年度"
    assert spelled(1988, "R6") == "S63"
    assert spelled(2019, "令和6年度", "元") == "令和元年度"


def test_minus_signs_of_japanese_tables_are_minus() -> None:
    assert [number_of(text) for text in ("△3.5", "▲1,200", "-4", "57.2%", "増加")] == [
        -3.5,
        -1200,
        -4,
        57.2,
        None,
    ]


def test_folded_lines_do_not_begin_with_a_closing_bracket() -> None:
    register_font()
    for width in range(20, 60, 3):
        lines = folded("目標値（令和8年度）、実績", float(width), 6.5)
        assert "".join(lines) == "目標値（令和8年度）、実績"
        assert all(line and (line[0] not in "）、" or len(line) == 1) for line in lines)
