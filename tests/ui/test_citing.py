"""Links in the words of an answer: only where it is certain which cell a figure is from."""

from __future__ import annotations

import re

from assistant.types import Citation
from ui.citing import with_links
from ui.markdown import to_html

ACTUAL = Citation("①-1#1", "r6", "13行 10列", "1,605")
TARGET = Citation("①-1#1", "r6", "12行 10列", "1,631")


def linked(text: str, *citations: Citation) -> list[tuple[str, str]]:
    """Return the words that are links, each with the place that it opens."""
    html = with_links(to_html(text), citations)
    assert re.sub(r"<[^>]+>", "", html).replace("出典 ", "").startswith(re.sub(r"[*>-] ?|\n", "", text)[:5])
    found = re.findall(r'<a class="kk-cite" href="[^"]*place=(\d+)[^"]*"[^>]*>([^<]*)</a>', html)
    return [(shown, line) for line, shown in found]


def test_a_figure_that_one_cell_prints_opens_that_cell() -> None:
    assert linked("実績は**1,605人**、目標は1,631人です。", ACTUAL, TARGET) == [
        ("1,605", "13"),
        ("1,631", "12"),
    ]


def test_a_figure_that_two_cells_print_is_no_link() -> None:
    assert linked("実績は1,605人です。", ACTUAL, Citation("①-2#1", "r6", "20行 10列", "1,605")) == []


def test_a_figure_said_twice_in_one_line_is_no_link() -> None:
    assert linked("1,605人から1,605人へ変わりません。", ACTUAL) == []


def test_in_a_list_each_line_means_its_own_item() -> None:
    other = Citation("①-2#1", "r6", "20行 10列", "1,605")
    text = "次のとおりです。\n- ①-1#1 甲（実績1,605人）\n- ①-2#1 乙（実績1,605人）"
    assert linked(text, ACTUAL, other) == [("1,605", "13"), ("1,605", "20")]


def test_years_ranks_and_parts_of_numbers_are_no_figures() -> None:
    cited = [Citation("①-1#1", "r6", f"{number}行 1列", str(number)) for number in (10, 11, 12, 2024)]
    assert linked("令和10年度とR11と2024年度の3.12%、12番目、1,012人です。", *cited) == []


def test_a_place_that_is_told_opens_it() -> None:
    cited = Citation("①-2:取組状況", "r6", "8行 13列", "講座を増やした。")
    text = "次の記載があります。\n> 講座を増やした。\n（①-2:取組状況、8行 13列）"
    assert linked(text, cited) == [("8行 13列", "8")]


def test_a_quotation_whose_place_is_not_told_gets_one() -> None:
    cited = Citation("①-2:取組状況", "r6", "8行 13列", "<b>12</b>回の講座。")
    text = "次の記載があります。\n> <b>12</b>回の講座。"
    assert linked(text, cited, Citation("①-2#1", "r6", "9行 1列", "12")) == [("出典 8行 13列", "8")]
    assert "&lt;b&gt;12&lt;/b&gt;" in with_links(to_html(text), [cited])
