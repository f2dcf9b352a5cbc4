"""Decisions on indicators of two editions: kept in one file beside the generations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.editions import Decision
from corpus.errors import StoreError
from index.decisions import DECISIONS_FILE, add_decisions, decisions_stamp, read_decisions
from index.generations import writing

ONE = Decision(
    "a-r5", "a-r6", "①-1#1", "①-2#1", "設置数", "設置か所数", True, "福祉課", "2026-04-01T00:00:00+00:00"
)
TWO = Decision(
    "a-r5",
    "a-r6",
    "②-1#1",
    "②-1#1",
    "件数",
    "件数",
    False,
    "福祉課",
    "2026-04-02T00:00:00+00:00",
    "定義が違う",
)


def test_nothing_is_decided_in_an_empty_store(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none") == ()
    assert decisions_stamp(tmp_path) is None


def test_decisions_come_back_in_the_order_made(tmp_path: Path) -> None:
    add_decisions(tmp_path, [ONE])
    first = decisions_stamp(tmp_path)
    add_decisions(tmp_path, [TWO])
    assert read_decisions(tmp_path) == (ONE, TWO)
    assert decisions_stamp(tmp_path) != first
    assert sorted(one.name for one in tmp_path.iterdir()) == ["LOCK", DECISIONS_FILE]


def test_japanese_stays_readable_in_the_file(tmp_path: Path) -> None:
    add_decisions(tmp_path, [TWO])
    assert "定義が違う" in (tmp_path / DECISIONS_FILE).read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"version": 2, "decisions": []}', '{"version": 1, "decisions": [{"same": "はい"}]}'],
)
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / DECISIONS_FILE
    path.write_text(content, "utf-8")
    with pytest.raises(StoreError, match="判断の記録"):
        read_decisions(tmp_path)
    with pytest.raises(StoreError):
        add_decisions(tmp_path, [ONE])
    assert path.read_text("utf-8") == content


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(StoreError, match="進行中"):
        add_decisions(tmp_path, [ONE])
    assert read_decisions(tmp_path) == ()


def test_unknown_keys_of_a_later_version_are_passed_over(tmp_path: Path) -> None:
    add_decisions(tmp_path, [ONE])
    path = tmp_path / DECISIONS_FILE
    content = json.loads(path.read_text("utf-8"))
    content["decisions"][0]["later"] = 1
    path.write_text(json.dumps(content), "utf-8")
    assert read_decisions(tmp_path) == (ONE,)
