"""The command: its exit statuses, what goes to stdout and what to stderr, all in Japanese."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ui import cli
from ui.arguments import build_parser


@pytest.fixture
def answering(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let `ask` be answered by the scripted assistant."""
    monkeypatch.setattr(cli, "_assistant", lambda _arguments: scripted)
    return scripted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "使い方"),
        (["検索"], "'検索' は使えません"),
        (["check"], "次の引数が必要です：FILE"),
        (["ingest"], "次の引数が必要です：FILE"),
        (["export", "--format", "pdf"], "--format に 'pdf' は使えません"),
        (["serve", "--port", "70000"], "0から65535まで"),
        (["serve", "--port"], "--port には値を1つ付けてください"),
        (["reports", "--jsn"], "知らない引数です：--jsn"),
        (["ask"], "質問か --batch のどちらか一方"),
        (["ask", "実績は？", "--batch", "cases.jsonl"], "質問か --batch のどちらか一方"),
    ],
)
def test_a_wrong_call_is_explained_in_japanese_with_status_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = cli.main(arguments)
    except SystemExit as left:  # argparse leaves by itself
        status = int(str(left.code))
    printed = capsys.readouterr()
    assert status == 2
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("arguments", [["--home", "X", "reports"], ["reports", "--home", "X"]])
def test_home_is_taken_before_and_after_the_command(arguments: list[str]) -> None:
    assert build_parser().parse_args(arguments).home == Path("X")


def test_help_is_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["ask", "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "使い方" in said and "オプション" in said
    assert "usage" not in said and "show this help" not in said


def test_ask_prints_the_answer_as_text(answering: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "見守り協力員数の実績は？"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("令和6年度の実績は35人です。")
    assert "読み取り：令和6年度・見守り協力員数・実績" in said


def test_ask_json_prints_the_object_of_the_contract(
    answering: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "--json", "担い手の課題は？"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert list(body) == [
        "status",
        "reason",
        "route",
        "answer",
        "interpretation",
        "rows",
        "sources",
        "citations",
        "choices",
        "notes",
        "elapsed_ms",
    ]
    assert body["citations"][0]["quote"] == "担い手が<br>足りない*。"


def test_that_the_report_does_not_hold_it_is_an_answer(answering: Any) -> None:
    assert cli.main(["ask", "令和12年度の実績は？"]) == 0


def test_an_empty_question_is_bad_usage(answering: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "  "]) == 2
    assert "質問が入力されていません" in capsys.readouterr().err


def test_batch_prints_one_object_a_line_in_order(
    answering: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"id": "a", "turns": ["実績は？"]}\n{"id": "b", "turns": ["課題は？"]}\n', encoding="utf-8"
    )
    assert cli.main(["ask", "--batch", str(cases)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["route"]) for one in lines] == [("a", "table"), ("b", "narrative")]


@pytest.mark.parametrize("command", [["ask", "実績は？"], ["export"], ["reports"]])
def test_an_empty_named_store_says_what_to_do_with_status_1(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--home", str(tmp_path / "home")]) == 1
    printed = capsys.readouterr()
    assert "keikaku ingest" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("文字化け.txt", bytes(range(128, 256)) * 20),
        ("買い物.txt", "牛乳\tパン\n卵\n".encode()),
        ("ない.txt", None),
        ("画像.png", b"\x89PNG"),
    ],
)
@pytest.mark.parametrize("command", ["check", "ingest"])
def test_what_is_no_report_is_refused_in_japanese_and_nothing_is_stored(
    command: str, name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    home = tmp_path / "home"
    assert cli.main([command, str(file), "--home", str(home)]) == 2
    printed = capsys.readouterr()
    assert "エラー：" in printed.err and name in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert not home.exists() or not any(home.rglob("*.sqlite*"))


def test_a_busy_port_is_told_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui.listening import listen

    monkeypatch.setattr(cli, "_settings", lambda _arguments: SimpleNamespace(home=tmp_path, host="127.0.0.1"))
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"ポート {port} は使えません" in said
    assert "--port 7861" in said
