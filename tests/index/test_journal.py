"""Journals: nothing that was recorded is lost, and a damaged line costs no other."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index import journal


def test_entries_come_back_in_the_order_recorded(tmp_path: Path) -> None:
    path = journal.journal_path(tmp_path, "x")
    assert journal.read(path) == journal.Journal() and journal.stamp(path) is None
    for number in range(3):
        journal.append(path, {"number": number, "text": "改行\nと\u2028"})
    assert [one["number"] for one in journal.read(path).entries] == [0, 1, 2]
    assert journal.read(path).entries[0]["text"] == "改行\nと\u2028"


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path = journal.journal_path(tmp_path, "x")
    journal.append(path, {"number": 1})
    with path.open("ab") as file:
        file.write(b'{"number": 2, "te')  # what a power cut leaves
    journal.append(path, {"number": 3})
    with path.open("ab") as file:
        file.write(b"[1]\n\xff\n")
    found = journal.read(path)
    assert [one["number"] for one in found.entries] == [1, 3]
    assert found.unreadable == 3


def test_several_writers_tear_no_line(tmp_path: Path) -> None:
    path = journal.journal_path(tmp_path, "x")
    writers = [
        threading.Thread(
            target=lambda who=who: [journal.append(path, {"who": who, "n": "あ" * 2000}) for _ in range(20)]
        )
        for who in range(4)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    found = journal.read(path)
    assert len(found.entries) == 80 and found.unreadable == 0


def test_a_disk_that_refuses_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = journal.journal_path(tmp_path, "x")
    journal.append(path, {"number": 1})
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="空き容量"):
        journal.append(path, {"number": 2})
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="書き込めません"):
        journal.append(journal.journal_path(tmp_path, "x"), {})
    assert journal.read(journal.journal_path(tmp_path, "x")) == journal.Journal()
