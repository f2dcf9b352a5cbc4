"""The list of indicators: the same rows as the assistant's answers, and an address that reproduces it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.types import Reason
from ui.web import links
from ui.web.indicator_query import BLANK, IndicatorQuery, Met, Move, Sort, query_from
from ui.web.indicator_rows import NoSuchReportError, find, rows_for
from ui.web.list_question import question_for
from ui.web.site import Shelf

from .conftest import Web

BUNDLED = "niigata-chiiki-fukushi-r6"


@pytest.fixture(scope="module")
def assistant(web: Web) -> Assistant:
    return Assistant.open(web.settings)


def lists_of(shelf: Shelf, name: str) -> Iterator[IndicatorQuery]:
    """Yield every list of a report that one filter gives, alone or within a measure, department or year."""
    engine = shelf.library.engine(name)
    catalog, before = engine.catalog, engine.report.fiscal_year - 1
    scopes = [
        IndicatorQuery(name),
        *(IndicatorQuery(name, department=one) for one in catalog.departments[:3]),
    ]
    if catalog.has_measures:
        scopes += [IndicatorQuery(name, measure=one) for one in catalog.measures]
    for scope in scopes:
        yield scope
        yield from (IndicatorQuery(name, scope.measure, scope.department, (one,)) for one in catalog.grades)
        yield from (IndicatorQuery(name, scope.measure, scope.department, met=one) for one in Met)
    yield from (IndicatorQuery(name, move=one) for one in Move)
    yield from (IndicatorQuery(name, grades=(one,), year=before) for one in catalog.grades)


def test_every_list_has_the_rows_that_the_assistant_answers_its_question_with(
    web: Web, assistant: Assistant
) -> None:
    asked, different = 0, []
    for info in web.shelf.infos:
        if "script" in info.title or info.name == "ayame-mimamori":
            continue  # a department in angle brackets cannot be typed as a question
        for query in lists_of(web.shelf, info.name):
            found = find(web.shelf, query)
            question = question_for(web.shelf, query, found)
            if not question:
                continue
            asked += 1
            rows = {one.rpartition("/")[2] for one in assistant.ask(question).answer.rows}
            if rows != set(found.ids):
                different.append((question, sorted(rows), found.ids))
    assert asked > 200
    assert different == []


def test_no_filter_shows_every_indicator_in_the_order_of_the_report(web: Web) -> None:
    rows = rows_for(web.shelf, IndicatorQuery(BUNDLED))
    report = web.shelf.library.report(BUNDLED)
    assert [one.id for one in rows] == [one.id for one in report.indicators]


def test_the_figures_of_a_row_are_the_cells_of_the_report(web: Web, truth: dict[str, object]) -> None:
    report = web.shelf.library.report(BUNDLED)
    indicators = {one.id: one for one in report.indicators}
    for row in rows_for(web.shelf, IndicatorQuery(BUNDLED)):
        for figure in (row.target, row.actual, row.grade):
            if figure.observation is not None:
                assert figure.observation in indicators[row.id].observations
                assert figure.place == (str(figure.observation.place) if figure.observation.place else "")
            else:
                assert figure.reason is not None
                assert figure.note


def test_filters_are_alternatives_within_and_conditions_between(web: Web) -> None:
    def ids(**fields: object) -> set[str]:
        return {one.id for one in rows_for(web.shelf, IndicatorQuery(BUNDLED, **fields))}  # type: ignore[arg-type]

    assert ids(grades=("A", "B")) == ids(grades=("A",)) | ids(grades=("B",))
    assert ids(grades=("C",), met=Met.NO) == ids(grades=("C",)) & ids(met=Met.NO)
    assert ids(met=Met.YES) | ids(met=Met.NO) | ids(met=Met.UNKNOWN) == ids()
    assert not ids(met=Met.YES) & ids(met=Met.UNKNOWN)
    graded = set().union(*(ids(grades=(one,)) for one in ("A", "B", "C", "-")))
    assert ids(grades=(BLANK,)) == ids() - graded


@pytest.mark.parametrize(
    ("typed", "one_of_them"),
    [
        ("コーディネーター", "①-2#1"),
        ("ｺｰﾃﾞｨﾈｰﾀｰ", "①-2#1"),
        ("民生委員　協力員", "①-4#1"),
        ("①-5", "①-5#1"),
        ("生保", "④-5#2"),
    ],
)
def test_a_word_is_found_whatever_its_width_and_spelling(web: Web, typed: str, one_of_them: str) -> None:
    found = [one.id for one in rows_for(web.shelf, IndicatorQuery(BUNDLED, word=typed))]
    if typed == "生保":  # read as the lexicon reads it, or as it stands in 更生保護
        assert found
    else:
        assert one_of_them in found
    assert len(found) < 10


def test_a_word_that_stands_nowhere_finds_nothing_and_says_so(web: Web) -> None:
    page = web.page(links.indicators(IndicatorQuery(BUNDLED, word="宇宙ロケット")))
    assert "23件中0件" in page
    assert "条件をすべて外して" in page
    assert 'value="宇宙ロケット"' in page  # what was typed is not lost


@pytest.mark.parametrize("sort", [Sort.ACTUAL, Sort.RATE, Sort.CHANGE, Sort.GAP, Sort.TARGET])
def test_an_order_is_that_of_the_figures_shown_and_loses_no_row(web: Web, sort: Sort) -> None:
    everything = {one.id for one in rows_for(web.shelf, IndicatorQuery(BUNDLED))}
    for descending in (False, True):
        rows = rows_for(web.shelf, IndicatorQuery(BUNDLED, sort=sort, descending=descending))
        assert {one.id for one in rows} == everything
        shown = (
            [getattr(one, sort.value).value for one in rows]
            if sort is not Sort.GAP
            else [
                one.actual.value - one.target.value
                if one.actual.value is not None and one.target.value is not None
                else None
                for one in rows
            ]
        )
        numbers = [one for one in shown if one is not None]
        assert numbers == sorted(numbers, reverse=descending)
        assert all(one is None for one in shown[len(numbers) :])


def test_missing_figures_are_told_apart(web: Web) -> None:
    rows = {one.id: one for one in rows_for(web.shelf, IndicatorQuery(BUNDLED))}
    reasons = {one.actual.reason for one in rows.values()} | {one.grade.reason for one in rows.values()}
    assert {Reason.LOST_IN_SOURCE, Reason.NOT_PRINTED, Reason.NOT_RATED} <= reasons
    marks = {one.grade.mark for one in rows.values()} | {one.actual.mark for one in rows.values()}
    assert {"推定", "補正"} <= marks
    for row in rows.values():
        for figure in (row.target, row.actual, row.grade):
            assert not figure.mark or figure.note


def test_a_year_ahead_shows_its_targets_and_no_actuals(web: Web) -> None:
    rows = rows_for(web.shelf, IndicatorQuery(BUNDLED, year=2026))
    assert any(one.target.observation for one in rows)
    assert {one.actual.reason for one in rows} == {Reason.YEAR_OUTSIDE}


def test_only_a_later_target_is_what_all_are_held_against(web: Web) -> None:
    found = find(web.shelf, IndicatorQuery("asahi-danjo"))
    assert found.target_year == 2027
    rows = rows_for(web.shelf, IndicatorQuery("asahi-danjo", met=Met.NO))
    assert rows
    assert all(one.later_target is not None and one.later_target.text.startswith("R9 ") for one in rows)


def test_an_address_reproduces_its_list(web: Web) -> None:
    query = IndicatorQuery(
        BUNDLED, "①", "福祉総務課", ("B", "C"), 2023, Met.NO, Move.UP, "育成 総数", Sort.RATE, True
    )
    from urllib.parse import parse_qsl

    assert query_from(parse_qsl(query.address())) == query
    assert web.page(links.indicators(query)) == web.page(links.indicators(query))


def test_what_an_address_says_wrongly_is_told_and_asks_for_nothing(web: Web) -> None:
    page = web.page("indicators?report=" + BUNDLED + "&met=maybe&year=あした&sort=random&page=-3")
    assert "「maybe」は読み取れなかった" in page
    assert "「あした」は読み取れなかった" in page
    assert "「random」は読み取れなかった" in page
    assert "23件中23件" in page
    page = web.page("indicators?report=" + BUNDLED + "&measure=⑨&department=月面課&grade=Z")
    assert "施策「⑨」は、この報告書にはありません" in page
    assert "担当課「月面課」は、この報告書にはありません" in page
    assert "評価「Z」は、この報告書にはありません" in page


def test_a_report_that_is_not_there_is_told(web: Web) -> None:
    assert "報告書「nowhere」はありません" in web.page("indicators?report=nowhere", 404)
    with pytest.raises(NoSuchReportError):
        rows_for(web.shelf, IndicatorQuery("nowhere"))


def test_the_trend_is_told_in_words_and_breaks_at_a_gap(web: Web) -> None:
    page = web.page(links.indicators(IndicatorQuery(BUNDLED, word="学生ボランティア")))
    assert 'role="img"' in page
    assert "のグラフ。R2：実績" in page
    assert "kk-spark-alone" in page  # R2 stands alone: R3 has no 実績
