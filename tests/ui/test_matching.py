"""`keikaku matches`: what a person should settle between editions, and what became of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.parse import parse_report
from index.build import build_index
from index.decisions import read_decisions
from ui.cli import BAD_USAGE, DONE, main
from ui.matching import (
    MatchNumberError,
    decision_text,
    doubtful_matches,
    matches_json,
    matches_text,
    settle,
)
from ui.store import NothingIngestedError

FOLDER = Path(__file__).resolve().parents[1] / "data" / "editions"
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store with the editions of R5 and R6."""
    files = [FOLDER / f"wakabadai-fukushi-{year}.txt" for year in ("r5", "r6")]
    build_index(tmp_path, [parse_report(one) for one in files], None)
    return tmp_path


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingIngestedError):
        doubtful_matches(tmp_path)


def test_doubtful_matches_are_listed_with_their_evidence(home: Path) -> None:
    listed = doubtful_matches(home)
    assert matches_text(listed).splitlines()[:5] == [
        "同じ指標かどうか確定できない対応が1件あります。",
        "",
        "1. wakabadai-fukushi-r5 ②-1#2「ひきこもり相談の実人数」",
        "   wakabadai-fukushi-r6 ②-1#2「ひきこもり相談の実人数」",
        "   根拠：指標名「ひきこもり相談の実人数」が同じ。両方に値のあるR2・R3・R4・R5・R6・R7の"
        "10個の目標・実績のうち0個が一致、10個が不一致。同じ取組にある。",
    ]
    assert matches_json(listed)[0]["older"] == {
        "report": "wakabadai-fukushi-r5",
        "indicator": "②-1#2",
        "name": "ひきこもり相談の実人数",
    }


@pytest.mark.parametrize(("same", "verdict"), [(True, "同じ指標"), (False, "別の指標")])
def test_a_settled_match_is_recorded_and_listed_no_more(home: Path, same: bool, verdict: str) -> None:
    decision = settle(home, 1, same=same, who="福祉総務課", reason="数え方が変わった", now=NOW)
    assert (decision.same, decision.when) == (same, "2026-04-01T09:00:00+00:00")
    assert decision_text(decision).endswith(f"{verdict}として記録しました。")
    assert doubtful_matches(home) == []
    assert matches_text([]) == "判断を待つ指標の対応はありません。"


def test_a_decision_survives_reading_the_reports_again(home: Path) -> None:
    settle(home, 1, same=False, who="福祉総務課", now=NOW)
    build_index(home, [parse_report(FOLDER / f"wakabadai-fukushi-{one}.txt") for one in ("r5", "r6")], None)
    assert doubtful_matches(home) == []


def test_an_unknown_number_is_refused_with_those_there_are(home: Path) -> None:
    with pytest.raises(MatchNumberError) as caught:
        settle(home, 7, same=True, who="福祉総務課")
    assert str(caught.value) == (
        "番号7の対応はありません。1から1までの番号を指定してください。"
        "一覧は「keikaku matches」で表示できます。"
    )


def test_the_command_lists_and_records(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "matches"]) == DONE
    assert "1. wakabadai-fukushi-r5 ②-1#2" in capsys.readouterr().out
    recorded = [
        "matches",
        "--home",
        str(home),
        "--different",
        "1",
        "--who",
        "福祉総務課",
        "--reason",
        "定義が違う",
    ]
    assert main(recorded) == DONE
    assert "別の指標として記録しました。" in capsys.readouterr().out
    kept = read_decisions(home)[0]
    assert (kept.same, kept.who, kept.reason) == (False, "福祉総務課", "定義が違う")
    assert main(["--home", str(home), "matches", "--json"]) == DONE
    assert json.loads(capsys.readouterr().out) == {"matches": []}


@pytest.mark.parametrize("given", [["--same", "5"], ["--reason", "定義が違う"]])
def test_the_command_refuses_what_cannot_be_recorded(
    home: Path, capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    assert main(["--home", str(home), "matches", *given]) == BAD_USAGE
    assert capsys.readouterr().err.startswith("エラー：")
    assert read_decisions(home) == ()


def test_both_verdicts_at_once_are_refused_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["matches", "--same", "1", "--different", "2"])
    assert caught.value.code == BAD_USAGE
    assert "--different と --same は同時に使えません。" in capsys.readouterr().err
