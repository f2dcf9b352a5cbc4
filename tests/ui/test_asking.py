"""What is taken as a question, and cases from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ui import batch
from ui.asking import DEFAULT_LIMIT, QuestionError, ask_turns, checked_question


@pytest.mark.parametrize("text", ["", "　 \n", "\x00\x07"])
def test_a_text_without_words_is_no_question(text: str) -> None:
    with pytest.raises(QuestionError, match="入力されていません"):
        checked_question(text)


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionError, match=f"{DEFAULT_LIMIT}文字以内.*いま{DEFAULT_LIMIT + 1}文字"):
        checked_question("あ" * (DEFAULT_LIMIT + 1), DEFAULT_LIMIT)
    assert checked_question("あ" * DEFAULT_LIMIT, DEFAULT_LIMIT)


def test_line_breaks_and_control_characters_become_blanks() -> None:
    assert checked_question(" 令和6年度の\n実績は\x07？ ") == "令和6年度の 実績は ？"


def test_the_turns_of_a_case_share_a_conversation(scripted: Any) -> None:
    ask_turns(scripted, ["一つ目", "二つ目"])
    assert scripted.asked == [("一つ目", None), ("二つ目", ("一つ目",))]


def test_every_case_is_a_fresh_conversation_and_bad_ones_do_not_stop_the_others(
    scripted: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        "\ufeff"
        + "\n".join(
            [
                json.dumps({"id": "a", "turns": ["実績は？", "では課題は？"], "category": "無視される"}),
                "{壊れた行",
                json.dumps({"id": "c", "turns": []}),
                json.dumps({"id": "d", "turns": ["故障"]}),
                "",
                json.dumps({"id": "e", "turns": ["\n"]}),
                json.dumps({"id": "f", "turns": ["令和12年度は？"]}),
            ]
        ),
        encoding="utf-8",
    )
    given = list(batch.answers(scripted, batch.read_cases(str(cases))))
    assert [(one["id"], one["status"]) for one in given] == [
        ("a", "answered"),
        ("line-2", "error"),
        ("c", "error"),
        ("d", "error"),
        ("e", "error"),
        ("f", "not_in_report"),
    ]
    assert given[0]["route"] == "narrative"
    assert "secret" not in given[3]["answer"]
    assert scripted.asked[-1] == ("令和12年度は？", None)
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"\x82\xa0\xff"])
def test_an_unreadable_file_of_cases_says_so(content: bytes | None, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    if content is not None:
        cases.write_bytes(content)
    with pytest.raises(batch.CasesError, match="質問のファイル"):
        list(batch.read_cases(str(cases)))
