"""The report as it was printed: every citation leads to the cell that it quotes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest

from assistant.assistant import Assistant
from corpus.printed import PrintedCell, PrintedFile, PrintedLine, PrintedPage, read_printed
from corpus.text import clean_markup
from corpus.types import Place, TableKind, TableSummary
from ui.web import links
from ui.web.originals import Originals
from ui.web.printed_parts import parts_of

from .conftest import DATA, Page, Web

BUNDLED = "niigata-chiiki-fukushi-r6"


def cited(web: Web, report: str, place: str) -> Page:
    return web.read(links.source(report, place))


def test_every_citation_of_the_development_questions_is_shown_where_it_says(
    web: Web, dev_cases: Path
) -> None:
    assistant = Assistant.open(web.settings)
    found = {}
    for line in dev_cases.read_text(encoding="utf-8").splitlines():
        conversation = None
        for turn in json.loads(line)["turns"]:
            reply = assistant.ask(turn, conversation)
            conversation = reply.conversation
            for one in reply.answer.citations:
                found[one.report, one.place, one.quote, one.source.rpartition("/")[2]] = turn
    wrong = []
    for (report, place, quote, source), turn in found.items():
        page = cited(web, report, place)
        if source == "集計":  # its quotation is made of the cells of the line: all of it is marked
            cells = quote.replace("・", " ").split()
            good = 'class="kk-cited-row"' in web.page(links.source(report, place)) and all(
                one in page.text for one in cells
            )
        else:
            good = quote in page.text_of.get("cited", "")
        if not good:
            wrong.append((turn, report, place, quote, page.text_of.get("cited")))
    assert len(found) > 150
    assert wrong == []


def test_every_value_and_passage_of_every_report_is_at_its_place(web: Web) -> None:
    originals = Originals(web.site.home)
    for info in web.shelf.infos:
        report = web.shelf.library.report(info.name)
        lines = {
            (page.name, line.row): line
            for page in originals.printed(info.digest).pages
            for line in page.lines
        }
        printed = [
            *(
                (one.place, one.printed)
                for each in report.indicators
                for one in each.observations
                if one.place
            ),
            *((one.place, one.printed) for one in report.passages),
        ]
        assert printed
        for place, text in printed:
            cell = lines[place.page, place.row].cell(place.column)
            shown = "" if cell is None else cell.text
            joined = lines[place.page, place.row].raw
            assert text in shown or text.strip() in clean_markup(shown) or text in joined, (info.name, place)


def test_the_box_above_tells_what_is_cited(web: Web) -> None:
    row = next(web.shelf.library.report(BUNDLED).indicators)
    seen = next(one for one in row.observations if one.place and not one.column_shift)
    page = cited(web, BUNDLED, str(seen.place))
    assert f"{row.id}「{row.name}」の" in page.text
    assert "取り出したままの行" in page.text


def test_a_moved_value_says_on_what_evidence(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    moved = next(one for each in report.indicators for one in each.observations if one.column_shift)
    assert "補正して読んでいます" in cited(web, BUNDLED, str(moved.place)).text


def test_several_places_are_marked_in_their_order(web: Web) -> None:
    page = web.read(links.source(BUNDLED, "13行 10列", "12行 10列"))
    assert page.text_of["cited"].strip() == "1,605"
    assert page.text_of["cited-2"].strip() == "1,631"


def test_an_id_marks_everything_of_the_item(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    indicator = next(one for one in report.indicators if one.id == "①-2#1")
    page = web.read(links.source_of(BUNDLED, "①-2#1"))
    marked = [page.text_of[name] for name in page.ids if name.startswith("cited")]
    for one in indicator.observations:
        assert one.printed in marked
    for item in ("①-2", "①-2:R6の取組状況", "集計", "総評", "評価区分", "①"):
        assert "cited" in web.read(links.source_of(BUNDLED, item)).ids, item
    assert "「⑨-9」は" in web.page(links.source_of(BUNDLED, "⑨-9"))


def test_an_id_of_another_edition_is_written_with_its_report(web: Web) -> None:
    answer = web.client.get("source?" + urlencode({"id": "wakabadai-fukushi-r5/①-1#1"}))
    assert "令和5年度" in answer.text
    assert 'id="cited"' in answer.text


@pytest.mark.parametrize(
    ("report", "place", "told"),
    [
        (BUNDLED, "999行 3列", "行は1行から193行まで"),
        (BUNDLED, "13行 999列", "列は"),
        (BUNDLED, "3ページ 5行 3列", "この報告書はページに分かれていません"),
        (BUNDLED, "どこか", "場所として読み取れません"),
        ("asahi-danjo", "シート「なし」 C5", "あるのはシート「進捗状況」"),
        ("asahi-danjo", "シート「進捗状況」 C999", "行は1行から"),
    ],
)
def test_a_place_that_does_not_exist_is_told(web: Web, report: str, place: str, told: str) -> None:
    page = web.page(links.source(report, place))
    assert told in page
    assert 'role="alert"' in page
    assert 'class="kk-print"' in page  # the report is still shown


def test_a_sheet_keeps_its_letters_and_merged_cells(web: Web) -> None:
    html = web.page(links.source("asahi-danjo", "シート「進捗状況」 H18"))
    assert 'rowspan="2"' in html
    assert 'colspan="3"' in html
    assert '<th scope="col">H</th>' in html


def test_only_the_words_quoted_are_marked_within_a_long_cell(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    passage = next(one for one in report.passages if len(one.text) > 100)
    words = passage.printed[10:30]
    address = f"{links.source(BUNDLED, str(passage.place))}&{urlencode({'quote': words})}"
    assert f"<mark>{words}</mark>" in web.page(address)
    elsewhere = f"{links.source(BUNDLED, str(passage.place))}&{urlencode({'quote': '無い言葉'})}"
    assert f"<mark>{words}</mark>" not in web.page(elsewhere)


def test_the_panel_has_no_frame_and_may_stand_in_our_own_page_only(web: Web) -> None:
    answer = web.client.get(links.source(BUNDLED, "13行 10列", panel=True))
    assert "<header" not in answer.text
    assert "kk-panel" in answer.text
    assert 'id="cited"' in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_a_file_is_read_once(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    originals = Originals(web.site.home)
    digest = web.shelf.infos[0].digest
    first = originals.printed(digest)
    monkeypatch.setattr("ui.web.originals.ReportReader", None)
    assert originals.printed(digest) is first


def test_a_file_that_is_gone_is_told(own_web: Web) -> None:
    for file in (own_web.site.home / "originals").iterdir():
        file.unlink()
    page = own_web.page(links.source(BUNDLED, "13行 10列"), 404)
    assert "元のファイルが保存先に残っていない" in page


def test_the_file_is_shown_line_by_line_as_it_is() -> None:
    file = DATA / "editions" / "wakabadai-fukushi-r6.txt"
    (page,) = read_printed(file).pages
    texts = file.read_text(encoding="utf-8").split("\n")
    assert [line.raw for line in page.lines] == texts[: len(page.lines)]


def long_file(lines: int) -> PrintedFile:
    head = PrintedLine(1, 3, tuple(PrintedCell(at, text) for at, text in enumerate(("指標", "R5", "R6"))))
    body = [
        PrintedLine(
            row, 3, (PrintedCell(0, f"指標{row}", rows=2 if row % 2 == 0 else 1), PrintedCell(2, str(row)))
        )
        for row in range(2, lines + 1)
    ]
    return PrintedFile("x.xlsx", "0", (PrintedPage("シート「表」", (head, *body)),))


def test_a_long_table_is_cut_under_repeated_headings_and_not_through_merged_cells() -> None:
    table = TableSummary(Place(1, 0, "シート「表」"), TableKind.COLUMNS, "一覧", 900, 900, 0)
    parts = parts_of(long_file(1000), (table,))
    assert len(parts) > 3
    assert [line.row for part in parts for line in part.lines] == list(range(1, 1001))
    for part in parts[1:]:
        (grid,) = part.grids(())
        assert [cell.text for cell in grid.heading[0].cells] == ["指標", "R5", "R6"]
        assert grid.is_repeated
        assert part.first % 2 == 0  # odd rows are the second of a merged cell
