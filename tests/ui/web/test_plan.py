"""The pages of a plan, an initiative and a department."""

from __future__ import annotations

import html
import itertools

from corpus.types import Kind, PassageKind
from index.errata import record_erratum
from ui.web import links
from ui.web.grade_matrix import matrices_of
from ui.web.history import past_editions, restated_values
from ui.web.indicator_query import BLANK, IndicatorQuery
from ui.web.indicator_rows import find, rows_for

from .conftest import Web

BUNDLED = "niigata-chiiki-fukushi-r6"


def test_each_count_of_the_matrix_is_the_list_that_it_leads_to(web: Web) -> None:
    for info in web.shelf.infos:
        matrix = matrices_of(web.shelf.library.engine(info.name))[0]
        for row in matrix.rows:
            for cell in row.cells:
                query = IndicatorQuery(info.name, row.measure, grades=(cell.grade,))
                assert len(find(web.shelf, query).ids) == cell.count, (info.name, row.name, cell)
            blank = IndicatorQuery(info.name, row.measure, grades=(BLANK,))
            assert len(find(web.shelf, blank).ids) == row.blank
            assert len(find(web.shelf, IndicatorQuery(info.name, row.measure)).ids) == row.total


def test_the_matrix_agrees_with_the_reports_own_totals_or_says_why_not(web: Web) -> None:
    for info in web.shelf.infos:
        report = web.shelf.library.report(info.name)
        for row in matrices_of(web.shelf.library.engine(info.name))[0].rows:
            own = next((one for one in report.totals if (one.measure_id or "") == row.measure), None)
            if own is None:
                continue
            unlike = [
                cell
                for cell in row.cells
                if cell.grade in dict(own.counts) and own.count(cell.grade) != cell.count
            ]
            assert [cell.printed for cell in unlike] == [own.count(cell.grade) for cell in unlike]
            assert all(any(cell.grade in told for told in row.differences) for cell in unlike)


def test_a_plan_quotes_its_legend_and_remarks(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    page = web.read(links.plan(BUNDLED))
    for one in report.legend:
        assert f"「{one.meaning}」" in page.text
    for remark in report.remarks:
        assert remark.text in page.text
    for initiative in report.initiatives:
        assert "/" + links.initiative(BUNDLED, initiative.id) in page.links
    for name in {name for block in report.blocks for name in block.departments}:
        assert "/" + links.department(BUNDLED, name) in page.links


def test_every_initiative_shows_its_cells_character_for_character(web: Web) -> None:
    for info in web.shelf.infos:
        for initiative in web.shelf.library.report(info.name).initiatives:
            page = web.page(links.initiative(info.name, initiative.id))
            for block in initiative.blocks:
                for passage in block.passages:
                    assert f"<blockquote>{html.escape(passage.text, quote=False)}</blockquote>".replace(
                        '"', "&#34;"
                    ) in page.replace("&#39;", "'"), (info.name, passage.source)


def test_an_initiative_shows_every_printed_figure_with_its_place(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    for initiative in report.initiatives:
        page = web.read(links.initiative(BUNDLED, initiative.id))
        for indicator in initiative.indicators:
            for one in indicator.observations:
                if one.place is not None and one.kind is not Kind.BASELINE:
                    assert f"/{links.source(BUNDLED, str(one.place))}#cited" in page.links


def test_a_row_that_points_elsewhere_leads_there(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    for one in report.cross_references:
        if one.target_id is not None:
            initiative = next(
                each for each in report.initiatives if any(block.id == one.block_id for block in each.blocks)
            )
            page = web.read(links.initiative(BUNDLED, initiative.id))
            assert "/" + links.initiative(BUNDLED, one.target_id) in page.links
            assert one.printed in page.text


def test_the_history_of_an_initiative_follows_it_through_its_numbers(web: Web) -> None:
    library = web.shelf.library
    newest = library.info("wakabadai-fukushi-r6")
    assert newest is not None
    past = past_editions(library, newest, "①-2")
    assert [one.info.fiscal_year for one in past] == [2024, 2023, 2022]
    assert [one.initiative.id for one in past] == ["①-2", "①-1", "①-1"]
    assert past[-1].cells[0].since is None
    for edition, older in itertools.pairwise(past):
        for cells in edition.cells:
            assert cells.since is not None
            here = "".join(one.text for one in cells.passages)
            there = "".join(
                one.text
                for block in older.initiative.blocks
                for one in block.passages
                if one.kind in (PassageKind.STATUS, PassageKind.ISSUES)
            )
            assert all(one in here for one in cells.since.new)
            assert all(one in there for one in cells.since.dropped)
    page = web.page(links.initiative("wakabadai-fukushi-r6", "①-2"))
    assert "年度版ごとの記述" in page
    assert "旧版" in page  # figures of years that only older editions print


def test_a_value_that_another_edition_prints_differently_is_shown_with_both(web: Web) -> None:
    library = web.shelf.library
    info = library.info("wakabadai-fukushi-r6")
    assert info is not None
    found = restated_values(library, info, frozenset(["①-2#2"]))
    assert [(one.report, "1,480人" in one.text, "1,512人" in one.text) for one in found] == [
        ("wakabadai-fukushi-r5", True, True)
    ]
    page = web.read(links.source(found[0].report, found[0].place))
    assert page.text_of["cited"].strip() == "1,480"


def test_a_department_has_everything_that_it_does(web: Web) -> None:
    report = web.shelf.library.report(BUNDLED)
    for name in {name for block in report.blocks for name in block.departments}:
        page = web.read(links.department(BUNDLED, name))
        for block in report.blocks:
            if name in block.departments:
                assert all(one.text in page.text for one in block.passages)
                assert all(one.id in page.text for one in block.indicators)


def test_editions_lead_to_each_other(web: Web) -> None:
    page = web.read(links.plan("wakabadai-fukushi-r5"))
    assert "/" + links.plan("wakabadai-fukushi-r4") in page.links
    assert "/" + links.plan("wakabadai-fukushi-r6") in page.links
    there = web.shelf.library.report("wakabadai-fukushi-r6")
    name = next(name for block in there.blocks for name in block.departments)
    assert "ほかの年度版での取組" in web.page(links.department("wakabadai-fukushi-r6", name))


def test_a_correction_is_shown_beside_the_printed_value_on_every_page(own_web: Web) -> None:
    report = own_web.shelf.library.report(BUNDLED)
    indicator = next(one for one in report.indicators if one.id == "①-2#1")
    printed = next(
        one
        for one in indicator.observations
        if (one.kind, one.fiscal_year) == (Kind.ACTUAL, report.fiscal_year)
    )
    record_erratum(
        own_web.site.home, report, indicator, printed, "1,606", reason="集計の誤り", who="福祉総務課"
    )
    rows = {one.id: one for one in rows_for(own_web.shelf, IndicatorQuery(BUNDLED))}
    assert rows["①-2#1"].actual.text.startswith(printed.printed)
    assert rows["①-2#1"].actual.mark == "訂正あり"
    assert [one for one in rows if "訂正あり" in (rows[one].actual.mark, rows[one].target.mark)] == ["①-2#1"]
    for address in (
        links.indicators(IndicatorQuery(BUNDLED)),
        links.initiative(BUNDLED, "①-2"),
        links.department(BUNDLED, "福祉総務課"),
        links.source(BUNDLED, str(printed.place)),
    ):
        page = own_web.read(address).text
        assert "訂正後 1,606" in page, address
        assert printed.printed in page
    source = own_web.page(links.source(BUNDLED, str(printed.place)))
    assert "訂正の記録（1件）" in source
    assert f"原資料の表記 <b>{printed.printed}</b> → 訂正後 <b>1,606</b>" in source
    assert "理由：集計の誤り" in source and "記録者：福祉総務課　日時：20" in source
    assert "この箇所には、読み取りで直したところはありません。" in source
