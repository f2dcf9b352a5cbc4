"""Answers as documents and tables: all that was said is in them, with what reproduces it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document

from assistant.briefing.elements import Grid, Heading, Listed, Quoted
from assistant.types import Answer
from tests.ui.conftest import clarification, narrative_answer, refusal, table_answer
from ui.taking import word
from ui.taking.answer_sheets import answer_sheet, answer_sheets
from ui.taking.documents import answer_paper, conversation_paper
from ui.taking.transcript import Asked, Transcript

REPORT: Any = SimpleNamespace(
    name="sample-r6", title="見守り計画 令和6年度", file_name="sample-r6.txt", digest="0123456789abcdef"
)


def told(*answers: Answer) -> Transcript:
    turns = tuple(Asked(f"質問{number}", one) for number, one in enumerate(answers, start=1))
    made = datetime(2026, 4, 1, 9, 5, tzinfo=UTC)
    return Transcript(turns, "gen-000007", (REPORT,), made, "http://navi.example/answer?q=質問1")


def texts(elements: tuple[Any, ...]) -> str:
    parts: list[str] = []
    for one in elements:
        match one:
            case Grid():
                parts += [*one.headings, *(cell for row in one.rows for cell in row)]
            case Listed():
                parts += one.items
            case _:
                parts.append(one.with_refs if hasattr(one, "with_refs") else one.text)
    return "\n".join(parts)


def test_a_document_holds_question_answer_reading_figures_notes_and_sources() -> None:
    shown = texts(answer_paper(told(refusal(), table_answer())).elements)
    answer = table_answer()
    for part in (
        "質問1",
        "質問2",
        "令和6年度の実績は35人です。",
        answer.interpretation,
        "累計の値です。",
        "5行 10列",
        "見守り計画 令和6年度（sample-r6、ファイル sample-r6.txt、照合値 0123456789ab）",
        "gen-000007",
        "2026年4月1日 9時05分",
        "http://navi.example/answer?q=質問1",
    ):
        assert part in shown, part
    assert "**" not in shown


def test_a_quotation_is_in_the_document_character_for_character() -> None:
    quoted = [one.text for one in answer_paper(told(narrative_answer())).elements if isinstance(one, Quoted)]
    assert quoted == [narrative_answer().quotations[0].quotes[0]]


def test_a_question_back_lists_what_can_be_asked() -> None:
    shown = texts(answer_paper(told(clarification())).elements)
    assert all(one in shown for one in clarification().choices)


def test_a_conversation_holds_every_turn_in_its_order() -> None:
    elements = conversation_paper(told(table_answer(), refusal())).elements
    headings = [one.text for one in elements if isinstance(one, Heading) and one.level == 2]
    assert headings == ["1　質問1", "2　質問2", "この文書について"]
    assert "収録されていない年度です" in texts(elements)


def test_the_word_file_opens_with_the_figures_as_a_table() -> None:
    document = Document(io.BytesIO(word.to_docx(answer_paper(told(table_answer())))))
    figures, sources = document.tables
    assert [cell.text for cell in figures.rows[0].cells] == ["年度", "目標", "実績", "評価"]
    assert [cell.text for cell in sources.rows[1].cells] == ["①-1#1", "5行 10列", "35"]
    assert "2026年4月1日" in document.sections[0].footer.paragraphs[0].text


def test_a_workbook_has_a_sheet_for_words_figures_and_sources() -> None:
    words, figures, sources = answer_sheets(told(table_answer()))
    assert ("質問", "質問1") in words.rows
    assert ("収録データの版", "gen-000007") in words.rows
    assert figures.headings == ("年度", "目標", "目標（数値）", "実績", "実績（数値）", "評価")
    assert figures.rows[3] == ["R6", "40", 40, "35", 35, "B"]
    assert sources.rows == [("①-1#1", "sample-r6", "5行 10列", "35")]


@pytest.mark.parametrize(
    ("answer", "first"),
    [(table_answer(), "年度"), (narrative_answer(), "項目"), (refusal(), "回答")],
)
def test_each_row_of_the_csv_says_where_it_is_from(answer: Answer, first: str) -> None:
    sheet = answer_sheet(told(answer))
    assert sheet.headings[0] == first
    assert sheet.headings[-6:] == ("質問", "読み取り", "注", "報告書", "収録データの版", "作成日時")
    assert all(len(row) == len(sheet.headings) and row[-2] == "gen-000007" for row in sheet.rows)
