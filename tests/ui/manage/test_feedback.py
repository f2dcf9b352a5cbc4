"""利用者の声: what may be sent, what is kept of it, and how it becomes an evaluation case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation import evaluate, load_cases
from index import journal
from tests.ui.manage.conftest import Officer, Opened, corrected
from ui import feedback
from ui.feedback import Settled, Verdict, read_feedback

ASKED = "/api/v1/feedback"


@pytest.fixture
def visitor(open_screens: Opened) -> Any:
    """Somebody who is not signed in, at another machine."""
    return open_screens(client=("192.0.2.7", 1), base_url="http://navi.example").client


def test_a_word_on_an_answer_is_kept_without_who_said_it(visitor: Any, home: Path) -> None:
    body = {
        "questions": ["施策はいくつある？", "R4は？"],
        "verdict": "wrong",
        "reason": "数が違う\n090-1234-5678",
    }
    sent = visitor.post(ASKED, json=body)
    assert sent.status_code == 201
    (kept,) = read_feedback(home)
    assert kept.id == sent.json()["id"] and kept.questions == ("施策はいくつある？", "R4は？")
    assert kept.verdict is Verdict.WRONG and kept.reason == "数が違う ［電話番号］"
    assert "192.0.2.7" not in feedback.feedback_path(home).read_text("utf-8")


def test_the_answer_is_kept_with_the_word_on_it_and_shown(officer: Officer, home: Path) -> None:
    body = {"questions": ["②の実績は？"], "verdict": "wrong", "reason": "②が違う 025-123-4567"}
    answer = "1,605人です。\u0000\r\n（出典 <b>①-2</b>）"
    wanted = officer.client.post(ASKED, json={**body, "answer": answer}).json()["id"]
    (kept,) = read_feedback(home)
    assert kept.answer == "1,605人です。\n（出典 <b>①-2</b>）" and kept.reason == "②が違う ［電話番号］"
    for page in ("/manage/feedback", f"/manage/feedback/{wanted}"):
        shown = officer.get(page).text
        assert "そのときの答え" in shown and "1,605人です。" in shown and "<b>①-2" not in shown
    officer.client.post(ASKED, json={**body, "answer": ""})
    assert officer.client.post(ASKED, json={**body, "answer": "あ" * 4001}).status_code == 422
    assert officer.client.post(ASKED, json={**body, "answer": "あ" * 4000}).status_code == 201


def test_a_line_of_an_earlier_version_has_no_answer(officer: Officer, home: Path) -> None:
    line = {
        "id": "1",
        "questions": ["実績は？"],
        "verdict": "wrong",
        "reason": "",
        "when": "2026-01-01T00:00:00+00:00",
    }
    journal.append(feedback.feedback_path(home), line)
    assert "（記録されていません）" in officer.get("/manage/feedback/1").text
    assert "そのときの答え" not in officer.get("/manage/feedback").text


def test_officers_read_no_commands(officer: Officer) -> None:
    page = officer.get("/manage/feedback").text
    assert "keikaku evaluate" not in page and "<code>" not in page


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"questions": [], "verdict": "wrong"},
        {"questions": ["a"] * 21, "verdict": "wrong"},
        {"questions": ["あ" * 501], "verdict": "wrong"},
        {"questions": [" "], "verdict": "wrong"},
        {"questions": ["実績は？"], "verdict": "great"},
        {"questions": ["実績は？"], "verdict": "wrong", "reason": "あ" * 501},
        {"questions": ["実績は？"], "verdict": "wrong", "who": "x"},
        [],
    ],
)
def test_what_is_no_feedback_is_refused_in_japanese(visitor: Any, home: Path, body: Any) -> None:
    sent = visitor.post(ASKED, json=body)
    assert sent.status_code == 422 and "ください" in sent.json()["detail"]
    assert read_feedback(home) == ()


def test_a_body_of_any_size_is_not_read(visitor: Any, home: Path) -> None:
    sent = visitor.post(ASKED, content=b'{"reason": "' + b"x" * 100_000 + b'"}')
    assert sent.status_code == 413 and read_feedback(home) == ()


def test_too_many_in_a_minute_are_stopped(visitor: Any, home: Path) -> None:
    body = {"questions": ["実績は？"], "verdict": "helpful"}
    codes = [visitor.post(ASKED, json=body).status_code for _ in range(21)]
    assert codes == [201] * 20 + [429] and len(read_feedback(home)) == 20


def test_another_site_cannot_send(visitor: Any) -> None:
    body = {"questions": ["実績は？"], "verdict": "helpful"}
    assert visitor.post(ASKED, json=body, headers={"origin": "http://evil.example"}).status_code == 403


def test_a_full_journal_takes_no_more(visitor: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"questions": ["実績は？"], "verdict": "helpful"}
    assert visitor.post(ASKED, json=body).status_code == 201
    monkeypatch.setattr(feedback, "_LARGEST", 10)
    full = visitor.post(ASKED, json=body)
    assert full.status_code == 503 and "管理担当" in full.json()["detail"]


def test_it_becomes_a_case_that_evaluate_takes(officer: Officer, home: Path, tmp_path: Path) -> None:
    _, name, value = corrected()
    question = f"{name}の実績は？"
    body = {"questions": [question], "verdict": "wrong", "reason": "<img src=x onerror=alert(1)>"}
    wanted = officer.client.post(ASKED, json=body).json()["id"]
    listed = officer.get("/manage/feedback").text
    assert question in listed and "<img" not in listed and "［違う］" in listed

    page = officer.get(f"/manage/feedback/{wanted}").text
    assert value.printed in page and f'value="{value.indicator_id}" checked' in page
    refused = officer.send(f"/manage/feedback/{wanted}/case", status="answered", note="覚え")
    assert refused.status_code == 400 and "1つ以上指定" in refused.text and 'value="覚え"' in refused.text
    made = officer.send(
        f"/manage/feedback/{wanted}/case",
        status="answered",
        sources=[value.indicator_id],
        values=f"{value.printed}|{value.printed.replace(',', '')}\n",
        forbidden="98,765\n",
        category="lookup",
        note="利用者の声から",
    )
    assert made.status_code == 200 and "評価用の質問にした" in made.text

    saved = officer.get("/manage/cases.jsonl")
    path = tmp_path / "cases.jsonl"
    path.write_bytes(saved.content)
    (case,) = load_cases(path)
    assert case.turns == (question,) and case.category == "lookup"
    assert case.expect.sources == (value.indicator_id,) and case.expect.forbidden == ("98,765",)
    report = evaluate(officer.client.app.state.asker.uncounted, path)
    assert (report.right, len(report.outcomes)) == (1, 1)
    assert json.loads(saved.text)["expect"]["status"] == "answered"


def test_made_twice_the_later_case_counts(officer: Officer) -> None:
    sent = officer.client.post(ASKED, json={"questions": ["給食費は？"], "verdict": "wrong"})
    address = f"/manage/feedback/{sent.json()['id']}/case"
    officer.send(address, status="not_in_report")
    officer.send(address, status="clarify")
    assert officer.get("/manage/cases.jsonl").text.count("\n") == 1
    assert '"clarify"' in officer.get("/manage/cases.jsonl").text


def test_closing_takes_it_off_the_open_ones(officer: Officer, home: Path) -> None:
    sent = officer.client.post(ASKED, json={"questions": ["実績は？"], "verdict": "helpful"})
    assert "実績は？" in officer.get("/manage/feedback?only=open").text
    officer.send(f"/manage/feedback/{sent.json()['id']}/close")
    assert "実績は？" not in officer.get("/manage/feedback?only=open").text
    (kept,) = read_feedback(home)
    assert kept.settled is Settled.CLOSED and kept.settled_by == "企画課 山田"
    assert officer.get("/manage/feedback/none").status_code == 400


def test_opening_a_case_counts_no_question(officer: Officer) -> None:
    sent = officer.client.post(ASKED, json={"questions": ["施策はいくつある？"], "verdict": "wrong"})
    officer.get(f"/manage/feedback/{sent.json()['id']}")
    officer.client.app.state.usage.close()
    assert "この期間の記録はありません" in officer.get("/manage/usage").text
