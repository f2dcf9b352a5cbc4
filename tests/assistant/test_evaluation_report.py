"""Cases are read or refused with their line; a run is held turn by turn and reported whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation import CasesFileError, evaluate, load_cases
from assistant.types import Answer, Route, Status
from corpus.errors import StoreError


@dataclass(frozen=True)
class Reply:
    answer: Answer
    conversation: tuple[str, ...]


class Scripted:
    """Answers from a table, and remembers in the conversation which questions came before."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any]] = []

    def ask(self, question: str, conversation: tuple[str, ...] | None = None) -> Reply:
        self.asked.append((question, conversation))
        if question not in self.answers:
            raise StoreError("データがありません。")
        return Reply(self.answers[question], (*(conversation or ()), question))


def answered(text: str, route: Route = Route.TABLE, elapsed_ms: float = 4) -> Answer:
    return Answer(status=Status.ANSWERED, route=route, answer=text, interpretation="", elapsed_ms=elapsed_ms)


def write_cases(path: Path, *cases: dict[str, Any]) -> Path:
    path.write_text(
        "\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n\n", encoding="utf-8"
    )
    return path


def case(name: str, *turns: str, category: str = "lookup", **expect: Any) -> dict[str, Any]:
    whole = {
        "status": "answered",
        "route": "table",
        "values": [],
        "forbidden": [],
        "sources": [],
        "min_rows": [],
    }
    return {"id": name, "category": category, "turns": list(turns), "expect": {**whole, **expect}, "note": ""}


def test_the_bundled_cases_are_read(dev_cases: Path) -> None:
    cases = load_cases(dev_cases)
    assert len(cases) == 120
    assert len({one.id for one in cases}) == 120
    assert sum(len(one.turns) > 1 for one in cases) > 5
    assert {status for one in cases for status in one.expect.accepted_statuses} <= set(Status)
    assert {route for one in cases for route in one.expect.routes} <= set(Route)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "質問が1件もありません"),
        ('{"id": "a", "turns": ["x"], "expect": {"status": "answered"}}\nnot json', "2行目"),
        ('{"id": "a", "turns": [], "expect": {"status": "answered"}}', "1行目"),
        ('{"id": "a", "turns": "x", "expect": {"status": "answered"}}', "1行目"),
        ('{"id": "a", "turns": ["x"]}', "1行目"),
        ('{"id": "a", "turns": ["x"], "expect": {"status": "answered", "values": [[]]}}', "1行目"),
        ("[1]", "1行目"),
    ],
)
def test_what_is_no_case_is_refused_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CasesFileError, match=message):
        load_cases(path)


def test_missing_and_undecodable_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesFileError, match="読めません"):
        load_cases(tmp_path / "none.jsonl")
    sjis = tmp_path / "sjis.jsonl"
    sjis.write_bytes("質問".encode("cp932"))
    with pytest.raises(CasesFileError, match="UTF-8"):
        load_cases(sjis)


def test_turns_share_a_conversation_and_cases_do_not(tmp_path: Path) -> None:
    asker = Scripted({"実績は": answered("10人"), "R5は": answered("9人"), "目標は": answered("11人")})
    path = write_cases(tmp_path / "c.jsonl", case("a", "実績は", "R5は", values=[["9"]]), case("b", "目標は"))
    report = evaluate(asker, path)
    assert asker.asked == [("実績は", None), ("R5は", ("実績は",)), ("目標は", None)]
    assert [one.answer.answer for one in report.outcomes] == ["9人", "11人"]
    assert report.right == 2


def test_report_shows_scores_routes_and_failures(tmp_path: Path) -> None:
    asker = Scripted(
        {
            "実績は": answered("10人", elapsed_ms=3),
            "目標は": answered("99人", elapsed_ms=5),
            "課題は": answered("人手|不足", Route.NARRATIVE, elapsed_ms=40),
        }
    )
    path = write_cases(
        tmp_path / "c.jsonl",
        case("a", "実績は", values=[["10"]]),
        case("b", "目標は", values=[["12"]]),
        case("c", "課題は", category="narrative", route=["narrative", "both"], sources=["①-2"]),
        case("d", "店は", category="narrative", status="not_in_report", route="none"),
    )
    assert (
        evaluate(asker, path).render()
        == """\
## 区分ごとの結果

| 区分 | 正解 | 問 | 誤導 | 中央値 ms | 最大 ms |
| --- | --- | --- | --- | --- | --- |
| lookup | 1 | 2 | 1 | 4 | 5 |
| narrative | 0 | 2 | 0 | 20 | 40 |
| 計 | 1 | 4 | 1 | 4 | 40 |

## 経路（行：期待、列：実際）

|  | table | narrative | both | none |
| --- | --- | --- | --- | --- |
| table | 2 | 0 | 0 | 0 |
| narrative | 0 | 1 | 0 | 0 |
| none | 0 | 0 | 0 | 1 |

## 不正解 3問

| id | 区分 | 質問 | 理由 | 答え |
| --- | --- | --- | --- | --- |
| b | lookup | 目標は | 誤導 value:12 | 99人 |
| c | narrative | 課題は | source: | 人手\\|不足 |
| d | narrative | 店は | status:error | データがありません。 |"""
    )
