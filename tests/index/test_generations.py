"""Generations on disk: publishing, damage, rollback, retention, originals."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.types import Report
from index import generations
from index.build import build_index, open_index

_Maker = Callable[..., Report]


def _build(home: Path, make_report: _Maker, planted: int) -> generations.Generation:
    return build_index(home, [make_report(digest=f"d{planted}", planted=planted)], None)


def _digest_held(home: Path) -> str:
    return open_index(home, None).facts.reports()[0].digest


def test_the_newest_build_answers_and_three_are_kept(tmp_path: Path, make_report: _Maker) -> None:
    names = [_build(tmp_path, make_report, planted).name for planted in range(1, 6)]
    assert _digest_held(tmp_path) == "d5"
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == names[2:]


def test_the_manifest_names_model_reports_and_counts(tmp_path: Path, make_report: _Maker) -> None:
    _build(tmp_path, make_report, 1)
    manifest = generations.current(tmp_path).manifest
    assert manifest.model is None
    assert manifest.schema_version == generations.SCHEMA_VERSION
    (entry,) = manifest.reports
    assert (entry.name, entry.file_name, entry.digest) == ("midori-kankyo-r6", "midori-kankyo-r6.txt", "d1")
    assert entry.counts["observations"] == 9
    assert "facts.sqlite" in manifest.files


def test_rollback_lets_the_build_before_answer_until_there_is_none(
    tmp_path: Path, make_report: _Maker
) -> None:
    for planted in (1, 2):
        _build(tmp_path, make_report, planted)
    generations.rollback(tmp_path)
    assert _digest_held(tmp_path) == "d1"
    with pytest.raises(StoreError, match="これより前の世代"):
        generations.rollback(tmp_path)
    _build(tmp_path, make_report, 3)
    assert _digest_held(tmp_path) == "d3"


def test_a_build_after_a_rollback_follows_the_one_that_answered_not_the_one_rolled_back(
    tmp_path: Path, make_report: _Maker
) -> None:
    names = [_build(tmp_path, make_report, planted).name for planted in (1, 2, 3)]
    generations.rollback(tmp_path)
    generations.rollback(tmp_path)
    assert _digest_held(tmp_path) == "d1"
    last = _build(tmp_path, make_report, 4).name
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == [names[0], last]
    generations.rollback(tmp_path)
    assert _digest_held(tmp_path) == "d1"


def test_a_rollback_to_a_damaged_generation_changes_nothing(tmp_path: Path, make_report: _Maker) -> None:
    first = _build(tmp_path, make_report, 1)
    _build(tmp_path, make_report, 2)
    (first.path / "facts.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match=r"前の世代には戻せません.*変えていません"):
        generations.rollback(tmp_path)
    assert _digest_held(tmp_path) == "d2"


def test_the_manifest_of_an_earlier_version_is_still_read(tmp_path: Path, make_report: _Maker) -> None:
    for planted in (1, 2):
        generation = _build(tmp_path, make_report, planted)
        path = generation.path / "manifest.json"
        content = json.loads(path.read_text("utf-8"))
        del content["follows"]
        for entry in content["reports"]:
            del entry["personal_data_confirmed"], entry["entered"]
        path.write_text(json.dumps(content), "utf-8")
    assert _digest_held(tmp_path) == "d2"
    generations.rollback(tmp_path)
    assert _digest_held(tmp_path) == "d1"


@pytest.mark.parametrize("file", ["facts.sqlite", "search/0000/words.npz", "manifest.json"])
def test_a_damaged_generation_is_noticed_and_the_one_before_answers(
    tmp_path: Path, make_report: _Maker, file: str
) -> None:
    _build(tmp_path, make_report, 1)
    damaged = _build(tmp_path, make_report, 2).path / file
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(bytes(content))
    assert _digest_held(tmp_path) == "d1"


def test_when_every_generation_is_damaged_the_message_says_what_to_do(
    tmp_path: Path, make_report: _Maker
) -> None:
    generation = _build(tmp_path, make_report, 1)
    (generation.path / "facts.sqlite").write_bytes(b"")
    with pytest.raises(StoreError, match=r"facts\.sqlite が作成時と違います.*もう一度 ingest"):
        open_index(tmp_path, None)


def test_a_store_of_another_schema_is_to_be_built_again(
    tmp_path: Path, make_report: _Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(tmp_path, make_report, 1)
    monkeypatch.setattr(generations, "SCHEMA_VERSION", generations.SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match="別の版の計画ナビ"):
        open_index(tmp_path, None)


def test_an_unfinished_pointer_file_does_not_matter(tmp_path: Path, make_report: _Maker) -> None:
    _build(tmp_path, make_report, 1)
    (tmp_path / ".CURRENT-abc").write_text("gen-0")
    assert _digest_held(tmp_path) == "d1"


def test_one_writer_at_a_time(tmp_path: Path, make_report: _Maker) -> None:
    with generations.writing(tmp_path), pytest.raises(StoreError, match="別の取り込みが進行中"):
        _build(tmp_path, make_report, 1)
    _build(tmp_path, make_report, 1)


def test_originals_are_kept_under_their_digest(tmp_path: Path) -> None:
    handed_in = tmp_path / "報告書.TXT"
    handed_in.write_text("施策①", "utf-8")
    digest = hashlib.sha256(handed_in.read_bytes()).hexdigest()
    kept = generations.keep_original(tmp_path / "home", handed_in)
    assert kept == tmp_path / "home" / "originals" / f"{digest}.txt"
    assert kept.read_bytes() == handed_in.read_bytes()
    assert generations.keep_original(tmp_path / "home", handed_in) == kept
    assert generations.original_of(tmp_path / "home", digest) == kept
    assert generations.original_of(tmp_path / "home", "0" * 64) is None


def test_a_home_that_cannot_be_written_is_an_error_for_people(tmp_path: Path, make_report: _Maker) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="書き込めません"):
        _build(tmp_path / "file" / "home", make_report, 1)
    with pytest.raises(StoreError, match="書き込めません"):
        _build(tmp_path / "file", make_report, 1)


def test_a_full_disk_is_an_error_for_people_and_the_old_build_answers(
    tmp_path: Path, make_report: _Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(tmp_path, make_report, 1)

    def refuse(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(StoreError, match="空き容量"):
        patch.setattr("index.generations.os.fsync", refuse)
        _build(tmp_path, make_report, 2)
    assert _digest_held(tmp_path) == "d1"
    _build(tmp_path, make_report, 3)
    assert _digest_held(tmp_path) == "d3"
