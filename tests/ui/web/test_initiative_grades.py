"""Grades that a report gives to its 取組 as wholes: on the pages, in the files and in the HTTP API."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from openpyxl import Workbook

from corpus.parse import parse_report
from index.build import build_index
from index.generations import keep_original
from ui.export import export_rows
from ui.web import links
from ui.web.grade_matrix import Graded, matrices_of
from ui.web.indicator_query import BLANK, IndicatorQuery

from .conftest import Web, serving

NAME = "akane-dokusho"
SHEET = [
    ["基本方針1 読む"],
    ["番号", "事業名", "担当課", "指標名", "区分", "R5", "R6", "評価", "課題"],
    ["1-1", "読み聞かせ", "図書館", "参加者数（人）", "目標", "300", "320", "◎", "会場が手狭である。"],
    [None, None, None, None, "実績", "290", "331", None, None],
    [None, None, None, "会場数（か所）", "目標", "8", "8", None, None],
    [None, None, None, None, "実績", "8", "8", None, None],
    ["1-2", "学校支援", "学校教育課", "司書の人数（人）", "目標", "4", "5", "△", "採用が難しい。"],
    [None, None, None, None, "実績", "3", "4", None, None],
]
TITLE = ["令和6年度 あかね市読書推進計画 進捗状況報告書"]
LEGEND = [TITLE, ["記号", "意味"], ["◎", "進んでいる"], ["△", "遅れている"]]
TOTALS = [
    TITLE,
    ["基本方針", "◎", "△", "計"],
    ["基本方針1 読む", "1", "1", "2"],
]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The application over one report that grades its 取組, with totals that count them."""
    home = tmp_path_factory.mktemp("graded")
    book = Workbook()
    for name, rows in (("概要", LEGEND), ("集計", TOTALS), ("基本方針1", SHEET)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in "A3:A6 B3:B6 C3:C6 H3:H6 I3:I6 D3:D4 D5:D6 A7:A8 B7:B8 C7:C8 D7:D8 H7:H8 I7:I8".split():
        book["基本方針1"].merge_cells(cells)
    del book["Sheet"]
    file = home / f"{NAME}.xlsx"
    book.save(file)
    keep_original(home, file)
    build_index(home, [parse_report(file)], None)
    with serving(home) as opened:
        yield opened


def source(place: str) -> str:
    """Return the link to a cell of the report."""
    return f"/{links.source(NAME, place)}#cited"


def test_the_matrix_counts_the_initiatives_and_agrees_with_the_totals(graded: Web) -> None:
    (matrix,) = matrices_of(graded.shelf.library.engine(NAME))
    assert (matrix.of, matrix.grades) == (Graded.INITIATIVES, ("◎", "△"))
    whole = matrix.rows[-1]
    assert ([cell.count for cell in whole.cells], whole.blank, whole.total) == ([1, 1], 0, 2)
    page = graded.read(links.plan(NAME))
    assert "取組の数" in page.text
    assert "一致" in page.text
    assert {source("シート「基本方針1」 H3"), source("シート「基本方針1」 H7")} <= set(page.links)


def test_a_count_of_the_matrix_leads_to_the_initiatives_with_that_grade(graded: Web) -> None:
    address = links.plan(NAME, "1", "△")
    assert f"/{address}#measures" in graded.read(links.plan(NAME)).links
    page = graded.read(address)
    assert "評価が「△」の取組は1件です" in page.text
    listed = page.text[page.text.index("評価が「△」の取組は1件です") :]
    assert "学校支援" in listed
    assert "読み聞かせ" not in listed
    assert "評価のない取組は0件です" in graded.read(links.plan(NAME, grade=BLANK)).text


def test_an_initiative_and_a_department_show_the_grade_with_its_meaning_and_place(graded: Web) -> None:
    for address in (links.initiative(NAME, "1-2"), links.department(NAME, "学校教育課")):
        page = graded.read(address)
        assert "評価△「遅れている」" in page.text, page.text[page.text.index("取組の評価") :][:200]
        assert source("シート「基本方針1」 H7") in page.links


def test_the_list_of_indicators_says_whose_grade_it_shows(graded: Web) -> None:
    page = graded.read(links.indicators(IndicatorQuery(NAME)))
    assert page.text.count("取組の評価") == 3
    assert page.links.count(source("シート「基本方針1」 H3")) == 2
    assert 'name="grade"' not in graded.page(links.indicators(IndicatorQuery(NAME)))


def test_the_cell_of_a_grade_is_told_on_the_printed_report(graded: Web) -> None:
    assert "取組 1-2「学校支援」の令和6年度" in graded.page(links.source(NAME, "シート「基本方針1」 H7"))
    assert "シート「基本方針1」 H7" in graded.page(links.source_of(NAME, "1-2"))


def test_files_and_the_api_hold_the_grades(graded: Web) -> None:
    rows = [one for one in export_rows([graded.shelf.library.report(NAME)]) if one["kind"] == "grade"]
    assert [(one["indicator"], one["name"], one["value"], one["place"]) for one in rows] == [
        ("1-1", "読み聞かせ", "◎", "シート「基本方針1」 H3"),
        ("1-2", "学校支援", "△", "シート「基本方針1」 H7"),
    ]
    made = graded.client.get(f"/{links.indicators(IndicatorQuery(NAME), 'csv')}").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(made)))
    assert [one["取組の評価"] for one in lines] == ["◎", "◎", "△"]
    assert lines[2]["取組の評価の場所"] == "シート「基本方針1」 H7"
    told = graded.client.get("/api/v1/initiatives").json()
    assert told["count"] == 2
    assert told["initiatives"][1]["grades"] == [
        {"fiscal_year": 2024, "era": "R6", "value": "△", "printed": "△", "place": "シート「基本方針1」 H7"}
    ]
    listed = graded.client.get("/api/v1/indicators").json()["rows"]
    assert [one["initiative_grade"]["text"] for one in listed] == ["◎", "◎", "△"]


def test_a_report_that_grades_its_indicators_shows_nothing_of_initiatives(web: Web) -> None:
    for info in web.shelf.infos:
        (matrix,) = matrices_of(web.shelf.library.engine(info.name))
        assert matrix.of is Graded.INDICATORS
        assert "取組の評価" not in web.page(links.plan(info.name))
