"""The note on an answer that cites a corrected value; the figure of the answer stays the printed one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, Brief
from assistant.settings import Settings
from assistant.types import Answer
from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Observation, Report
from index.build import build_index, open_index
from index.errata import errata_path, read_errata, record_erratum, withdraw_erratum
from ui.rendering import answer_html

DATA = Path(__file__).resolve().parents[1] / "data" / "editions"
FILES = [DATA / f"wakabadai-fukushi-{year}.txt" for year in ("r5", "r6")]


@pytest.fixture
def reports() -> list[Report]:
    """Two editions of one plan."""
    return [parse_report(file) for file in FILES]


@pytest.fixture
def assistant(tmp_path: Path, reports: list[Report]) -> Iterator[Assistant]:
    """An assistant over both, searched by words alone."""
    build_index(tmp_path, reports, None)
    index = open_index(tmp_path, None)
    yield Assistant(index, Settings(home=tmp_path))
    index.close()


def value_of(report: Report, kind: Kind = Kind.ACTUAL) -> tuple[Indicator, Observation]:
    names = [one.name for one in report.indicators]
    return next(
        (indicator, one)
        for indicator in report.indicators
        for one in indicator.observations
        if one.kind is kind
        and one.fiscal_year == report.fiscal_year
        and one.value is not None
        and one.place is not None
        and names.count(indicator.name) == 1
    )


def notes_of(answer: Answer) -> list[str]:
    return [one for one in answer.notes if "訂正後" in one]


def unmarked(answer: Answer) -> Answer:
    """The answer without its notes, its time and the marks of its table."""
    table = answer.table
    if table is not None:
        rows = tuple(tuple(one and replace(one, is_corrected=False) for one in row) for row in table.places)
        table = replace(table, places=rows)
    return replace(answer, notes=(), elapsed_ms=0, table=table)


def test_the_figure_of_the_table_is_marked_and_stays_the_printed_one(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    indicator, value = value_of(reports[1])
    made = record_erratum(tmp_path, reports[1], indicator, value, "98,765", reason="誤り。", who="佐藤")
    answer = assistant.ask(f"{indicator.name}の推移は？").answer
    assert answer.table is not None
    marked = [one for row in answer.table.places for one in row if one is not None and one.is_corrected]
    assert [(one.report, one.place) for one in marked] == [(reports[1].name, str(value.place))]
    html = answer_html(answer)
    assert html.count('<span class="kk-badge">訂正あり</span>') == 1
    assert "（理由：誤り、記録者" in notes_of(answer)[0]
    withdraw_erratum(tmp_path, made, who="佐藤")
    assert "訂正あり" not in answer_html(assistant.ask(f"{indicator.name}の推移は？").answer)


def test_an_answer_with_the_value_tells_the_correction_and_keeps_the_figure(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    indicator, value = value_of(reports[1])
    question = f"{indicator.name}の実績は？"
    before = assistant.ask(question).answer
    assert notes_of(before) == []
    made = record_erratum(
        tmp_path, reports[1], indicator, value, "98,765", reason="集計の誤り", who="福祉課 佐藤"
    )
    after = assistant.ask(question).answer
    (note,) = notes_of(after)
    assert indicator.name is not None and note.startswith(
        f"{indicator.name}の令和6年度の実績には訂正の記録があります"
    )
    assert "訂正後 98,765（理由：集計の誤り、記録者：福祉課 佐藤、日時：" in note
    assert note.endswith(f"原資料の表記は {value.printed} です。")
    assert unmarked(after) == unmarked(before)
    withdraw_erratum(tmp_path, made, who="佐藤")
    assert notes_of(assistant.ask(question).answer) == []


def test_other_values_and_other_editions_carry_no_note(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    indicator, value = value_of(reports[0])
    record_erratum(tmp_path, reports[0], indicator, value, "98,765", reason="誤り", who="佐藤")
    answer = assistant.ask(f"{indicator.name}の令和6年度の実績は？").answer
    assert all(one.report == reports[1].name for one in answer.citations) and notes_of(answer) == []
    older = assistant.ask(f"R5の報告書で、{indicator.name}の実績は？").answer
    assert {one.report for one in older.citations} == {reports[0].name}
    assert len(notes_of(older)) == 1


def test_a_list_and_a_ranking_tell_it_too(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    indicator, value = value_of(reports[1], Kind.ACTUAL)
    record_erratum(tmp_path, reports[1], indicator, value, "98,765", reason="誤り", who="佐藤")
    for question in (f"{indicator.name}の推移は？", "達成率が高い順に全部教えて"):
        answer = assistant.ask(question).answer
        cited = any((one.place, one.quote) == (str(value.place), value.printed) for one in answer.citations)
        assert cited and len(notes_of(answer)) == 1, question


def test_many_corrections_are_counted_not_all_told(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    for indicator in reports[1].indicators:
        for one in indicator.observations:
            if one.kind is Kind.ACTUAL and one.place is not None and one.value is not None:
                record_erratum(tmp_path, reports[1], indicator, one, "98,765", reason="誤り", who="佐藤")
    answer = assistant.ask("達成率が高い順に全部教えて").answer
    assert len(notes_of(answer)) == 5
    assert any(one.startswith("このほか") and "訂正の記録" in one for one in answer.notes)


def test_an_answer_draft_tells_it_at_its_end(
    assistant: Assistant, reports: list[Report], tmp_path: Path
) -> None:
    indicator, value = value_of(reports[1])
    record_erratum(tmp_path, reports[1], indicator, value, "98,765", reason="誤り", who="佐藤")
    brief = assistant.brief(f"{indicator.name}の実績と課題は？")
    assert isinstance(brief, Brief)
    from assistant.briefing.markdown import to_markdown

    text = to_markdown(brief.elements)
    assert text.count("訂正の記録があります：訂正後 98,765") == 1


def test_a_journal_that_cannot_be_read_leaves_answers_as_they_are(
    assistant: Assistant, reports: list[Report], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    indicator, _ = value_of(reports[1])
    errata_path(tmp_path).mkdir(parents=True)  # not a file: reading it fails
    with caplog.at_level(logging.WARNING):
        answer = assistant.ask(f"{indicator.name}の実績は？").answer
    assert answer.status == "answered" and "読めません" in caplog.text


def test_nothing_is_read_while_nobody_records(
    assistant: Assistant, reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator, value = value_of(reports[1])
    record_erratum(tmp_path, reports[1], indicator, value, "98,765", reason="誤り", who="佐藤")
    reads = []
    monkeypatch.setattr(
        "assistant.errata_notes.read_errata", lambda home: reads.append(home) or read_errata(home)
    )
    for _ in range(3):
        assert len(notes_of(assistant.ask(f"{indicator.name}の実績は？").answer)) == 1
    assert len(reads) == 1
