"""`/answer` and the files: the page of an answer, the same answer as every file, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pdfplumber
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.ui.taking.conftest import EVIL

WHICH = "あやめ市の見守り計画で目標を達成できなかった指標は？"
LOWEST = "その実績は？"


@pytest.mark.parametrize("name", ["/answer", "/answer.docx", "/answer.pdf", "/answer.xlsx", "/answer.csv"])
def test_without_a_question_it_says_so_and_offers_the_box(client: Any, name: str) -> None:
    page = client.get(name)
    assert page.status_code == 400
    assert "質問がありません" in page.text
    assert "<textarea" in page.text


def test_the_page_shows_the_answer_with_what_reproduces_it(client: Any) -> None:
    page = client.get("/answer", params={"q": [WHICH, LOWEST]})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for part in (
        WHICH,
        LOWEST,
        "-3.2人",
        "読み取り",
        "出典",
        "収録データの版",
        "gen-",
        "ayame-mimamori",
        "照合値",
    ):
        assert part in page.text, part
    assert "<details open" in page.text
    assert "<details class" not in page.text
    assert "conversation.docx?" in page.text
    assert "http://navi.example/answer?q=あやめ市" in page.text


def test_report_text_is_never_html(client: Any) -> None:
    page = client.get("/answer", params={"q": f"<script>alert(1)</script>{WHICH}"})
    assert "<script>alert" not in page.text
    assert 'href="http://evil.example' not in page.text


@pytest.mark.parametrize(
    ("questions", "told"),
    [(["あ" * 501], "500文字以内"), ([" "], "質問が入力されていません"), (["実績は？"] * 31, "30件まで")],
)
def test_too_much_is_refused_and_nothing_typed_is_lost(client: Any, questions: list[str], told: str) -> None:
    page = client.get("/answer", params={"q": questions})
    assert page.status_code == 400
    assert told in page.text
    assert page.text.count("<textarea") == len(questions)
    assert questions[0].strip() in page.text


def test_the_word_file_holds_the_answer_and_its_sources(client: Any) -> None:
    made = client.get("/answer.docx", params={"q": WHICH})
    assert "filename*=UTF-8''" in made.headers["content-disposition"]
    assert ".docx" in made.headers["content-disposition"]
    document = Document(io.BytesIO(made.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"-3.2人", "12人", "-3.2", f"{EVIL}数"} <= set(cells)


def test_the_pdf_holds_the_same(client: Any) -> None:
    made = client.get("/answer.pdf", params={"q": WHICH})
    assert made.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(made.content)) as document:
        told = "".join(page.extract_text() for page in document.pages)
    assert "-3.2人" in told
    assert "この文書について" in told


def test_the_csv_runs_nothing_and_keeps_numbers(client: Any) -> None:
    data = client.get("/answer.csv", params={"q": WHICH}).content
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["指標"] == f"'{EVIL}数"
    assert (row["実績"], row["実績（数値）"], row["実績の場所"]) == ("'-3.2人", "-3.2", "5行 7列")
    assert row["質問"] == WHICH


def test_the_workbook_holds_texts_as_texts(client: Any) -> None:
    book = load_workbook(io.BytesIO(client.get("/answer.xlsx", params={"q": WHICH}).content))
    assert book.sheetnames == ["回答", "数値", "出典"]
    head, row = book["数値"].iter_rows()
    values = dict(zip([cell.value for cell in head], row, strict=True))
    assert values["指標"].data_type == "s"
    assert (values["実績（数値）"].value, values["実績（数値）"].data_type) == (-3.2, "n")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_conversation_as_a_file_holds_all_turns(client: Any, form: str) -> None:
    made = client.get(f"/conversation.{form}", params={"q": [WHICH, LOWEST]})
    assert made.status_code == 200
    if form == "docx":
        headings = [one.text for one in Document(io.BytesIO(made.content)).paragraphs]
        assert f"1　{WHICH}" in headings
        assert f"2　{LOWEST}" in headings


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_draft_as_a_file_or_the_reason_why_there_is_none(client: Any, form: str) -> None:
    made = client.get(f"/brief.{form}", params={"question": "見守りの取組の課題は何ですか"})
    assert made.status_code == 200
    assert made.content.startswith(b"PK" if form == "docx" else b"%PDF")
    refused = client.get(f"/brief.{form}", params={"question": "宇宙船の数は？"})
    assert refused.status_code == 404
    assert "答弁案は作成していません" in refused.text


def test_a_filtered_list_of_indicators_as_every_file(client: Any) -> None:
    given = {"report": "ayame-mimamori", "met": "no"}
    (row,) = json.loads(client.get("/indicators.json", params=given).content)
    assert (row["indicator"], row["actual"]["value"], row["actual"]["place"]) == ("①-1#1", -3.2, "5行 7列")
    text = client.get("/indicators.csv", params=given).content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (line["指標"], line["実績（数値）"], line["目標の達成"]) == (f"'{EVIL}数", "-3.2", "未達成")
    book = load_workbook(io.BytesIO(client.get("/indicators.xlsx", params=given).content))
    assert book["指標"]["C2"].data_type == "s"
    assert len(list(book["指標"].iter_rows())) == 2
    assert client.get("/indicators.exe", params=given).status_code == 404
    assert client.get("/indicators.csv", params={"report": "どこにもない"}).status_code == 404
