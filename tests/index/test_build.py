"""Building, opening and rebuilding the whole store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.types import Report
from index import generations
from index.build import Provenance, add_reports, build_index, is_current, open_index, remove_report
from index.embedding import HashEmbeddings
from index.query import ObservationQuery, PassageQuery

ROOT = Path(__file__).resolve().parents[2]


def test_a_built_index_answers_from_tables_and_from_commentary(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    build_index(tmp_path, [report], embeddings)
    index = open_index(tmp_path, embeddings)
    values = index.facts.run(ObservationQuery(report.name, indicators=("②-1#1",)))
    assert [value.printed for value in values] == ["８５．０"]
    (hit, *_) = index.passages.search(PassageQuery(report.name, "水やりをする人が高齢になっている"))
    assert hit.passage.source == "①-1:課題"
    assert index.passages.dense_available


def test_opening_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="keikaku ingest"):
        open_index(tmp_path, None)


def test_a_build_that_fails_leaves_the_old_index_answering(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings
) -> None:
    old = build_index(tmp_path, [make_report()], embeddings)

    class InterruptedBuildError(RuntimeError):
        pass

    for moment in (
        "表を保存しています",
        "文の意味を計算しています",
        "索引に書き込んでいます",
        "切り替えています",
    ):

        def interrupt(message: str, _done: int, _of: int, moment: str = moment) -> None:
            if message == moment:
                raise InterruptedBuildError

        changed = make_report(digest="d2", planted=1)
        other = HashEmbeddings(128)  # another model, so that every stage has work to do
        with pytest.raises(InterruptedBuildError):
            build_index(tmp_path, [changed], other, interrupt)
        index = open_index(tmp_path, embeddings)
        assert index.generation.name == old.name
        assert index.facts.report(changed.name) == make_report()
        assert index.passages.search(PassageQuery(changed.name, "植樹祭"))
        index.close()
    new = build_index(tmp_path, [make_report(digest="d2", planted=1)], embeddings)
    assert open_index(tmp_path, embeddings).generation.name == new.name
    assert [folder.name for folder in sorted((tmp_path / "generations").iterdir())] == [old.name, new.name]


_CHILD = """
import pickle, sys, time
from pathlib import Path
from index.build import build_index
from index.embedding import HashEmbeddings
report = pickle.loads(Path(sys.argv[2]).read_bytes())
def stop(message, done, of):
    if message == sys.argv[3]:
        print("here", flush=True)
        time.sleep(60)
build_index(Path(sys.argv[1]), [report], HashEmbeddings(128), stop)
"""


@pytest.mark.parametrize("moment", ["文の意味を計算しています", "切り替えています"])
def test_a_killed_build_leaves_the_old_index_answering_and_the_lock_free(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings, moment: str
) -> None:
    import pickle

    home = tmp_path / "home"
    old = build_index(home, [make_report()], embeddings)
    (tmp_path / "report").write_bytes(pickle.dumps(make_report(digest="d2", planted=1)))
    arguments = [sys.executable, "-c", _CHILD, str(home), str(tmp_path / "report"), moment]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        with pytest.raises(StoreError, match="別の取り込みが進行中"):
            build_index(home, [make_report()], embeddings)
        os.kill(child.pid, signal.SIGKILL)
    index = open_index(home, embeddings)
    assert index.generation.name == old.name
    assert index.facts.report("midori-kankyo-r6") == make_report()
    index.close()
    new = build_index(home, [make_report(digest="d3", planted=2)], embeddings)
    assert open_index(home, embeddings).facts.report("midori-kankyo-r6").digest == "d3"
    assert sorted(path.name for path in (home / "generations").iterdir()) == [old.name, new.name]


def test_opening_and_table_questions_load_no_heavy_package(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    build_index(tmp_path, [report], embeddings)
    program = """
import sys
from pathlib import Path
from index.build import open_index
from index.embedding import SentenceTransformerEmbeddings
from index.query import ObservationQuery
index = open_index(Path(sys.argv[1]), SentenceTransformerEmbeddings("any-model"))
assert index.facts.run(ObservationQuery(sys.argv[2]))
heavy = ("torch", "transformers", "sentence_transformers", "chromadb", "numpy", "sudachipy", "langsmith",
         "langchain_core.retrievers", "langchain_core.documents", "langchain")
print([name for name in heavy if name in sys.modules])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), report.name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


def test_ingesting_the_same_report_again_changes_nothing(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    first = add_reports(tmp_path, [report], embeddings)
    pointer = (tmp_path / "CURRENT").stat().st_mtime_ns
    again = add_reports(tmp_path, [report], embeddings)
    assert again.name == first.name
    assert (tmp_path / "CURRENT").stat().st_mtime_ns == pointer


def test_a_store_is_current_only_for_the_same_files_and_the_same_model(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    digests = {report.name: report.digest}
    assert not is_current(tmp_path, digests, embeddings.identity)
    build_index(tmp_path, [report], embeddings)
    assert is_current(tmp_path, digests, embeddings.identity)
    assert not is_current(tmp_path, {report.name: "other"}, embeddings.identity)
    assert not is_current(tmp_path, {**digests, "another": "d9"}, embeddings.identity)
    assert not is_current(tmp_path, digests, "other-model")
    assert not is_current(tmp_path, digests, None)


def test_a_new_edition_joins_the_store_and_a_changed_file_replaces_its_report(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings
) -> None:
    add_reports(tmp_path, [make_report()], embeddings)
    first_time = open_index(tmp_path, embeddings).facts.reports()[0].ingested_at
    time.sleep(0.01)
    add_reports(tmp_path, [make_report("midori-kankyo-r7", "d7")], embeddings)
    index = open_index(tmp_path, embeddings)
    assert [info.name for info in index.facts.reports()] == ["midori-kankyo-r6", "midori-kankyo-r7"]
    assert index.facts.reports()[0].ingested_at == first_time
    assert index.facts.reports()[1].ingested_at > first_time
    add_reports(tmp_path, [make_report(digest="d2", planted=1)], embeddings)
    facts = open_index(tmp_path, embeddings).facts
    assert [info.digest for info in facts.reports()] == ["d2", "d7"]
    assert facts.reports()[0].ingested_at > first_time
    for name in ("midori-kankyo-r6", "midori-kankyo-r7"):
        hits = open_index(tmp_path, embeddings).passages.search(PassageQuery(name, "植樹祭"))
        assert hits[0].passage.source == "①-1:R6の取組状況"


def test_a_rebuild_embeds_only_sentences_it_has_not_seen(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    class Counting(HashEmbeddings):
        embedded = 0

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            self.embedded += len(texts)
            return super().embed_documents(texts)

    model = Counting()
    add_reports(tmp_path, [make_report()], model)
    once = model.embedded
    add_reports(tmp_path, [make_report("midori-kankyo-r7", "d7")], model)
    assert once > 0
    assert model.embedded == once


def test_two_reports_of_one_name_are_refused_before_anything_is_written(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    with pytest.raises(StoreError, match="同じ名前"):
        build_index(tmp_path, [report, report], embeddings)
    assert generations.current_name(tmp_path) is None
    with pytest.raises(StoreError, match="報告書がありません"):
        build_index(tmp_path, [], embeddings)


def test_a_store_that_cannot_be_read_begins_anew_and_says_so(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    old = add_reports(tmp_path, [make_report()], None)
    (old.path / "facts.sqlite").write_bytes(b"")
    told: list[str] = []
    add_reports(tmp_path, [make_report("other-r6")], None, lambda message, _done, _of: told.append(message))
    assert told[0].startswith("前の索引を読めない")
    assert [info.name for info in open_index(tmp_path, None).facts.reports()] == ["other-r6"]


def test_a_report_that_is_removed_leaves_the_others_and_can_come_back(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings
) -> None:
    add_reports(tmp_path, [make_report(), make_report("midori-kankyo-r7", "d7")], embeddings)
    remove_report(tmp_path, "midori-kankyo-r6", embeddings)
    index = open_index(tmp_path, embeddings)
    assert [info.name for info in index.facts.reports()] == ["midori-kankyo-r7"]
    assert index.passages.search(PassageQuery("midori-kankyo-r7", "植樹祭"))
    index.close()
    with pytest.raises(
        StoreError, match="「midori-kankyo-r6」という報告書はありません。収録中: midori-kankyo-r7"
    ):
        remove_report(tmp_path, "midori-kankyo-r6", embeddings)
    generations.rollback(tmp_path)
    assert len(open_index(tmp_path, embeddings).facts.reports()) == 2


def test_the_last_report_can_be_removed_and_leaves_an_empty_store(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    assert generations.held_names(tmp_path) == ()
    add_reports(tmp_path, [report], embeddings)
    assert generations.held_names(tmp_path) == (report.name,)
    remove_report(tmp_path, report.name, embeddings)
    assert generations.held_names(tmp_path) == ()
    assert open_index(tmp_path, embeddings).facts.reports() == []
    add_reports(tmp_path, [report], embeddings)
    index = open_index(tmp_path, embeddings)
    assert index.passages.search(PassageQuery(report.name, "植樹祭"))
    index.close()


def test_what_a_person_decided_is_kept_in_the_manifest_for_as_long_as_the_file_is_the_same(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    decided = {"midori-kankyo-r6": Provenance(True, {"city": "みどり市"})}
    first = add_reports(tmp_path, [make_report()], None, provenance=decided)
    assert add_reports(tmp_path, [make_report()], None, provenance=decided).name == first.name
    add_reports(tmp_path, [make_report("midori-kankyo-r7", "d7")], None)
    kept = generations.current(tmp_path).manifest.entry("midori-kankyo-r6")
    assert kept is not None
    assert (kept.personal_data_confirmed, kept.entered) == (True, {"city": "みどり市"})
    add_reports(tmp_path, [make_report(digest="d2", planted=1)], None)
    corrected = generations.current(tmp_path).manifest.entry("midori-kankyo-r6")
    assert corrected is not None
    assert (corrected.personal_data_confirmed, corrected.entered) == (False, {})


def test_a_decision_about_a_store_that_has_changed_since_is_refused(
    tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    first = add_reports(tmp_path, [make_report()], None, decided_on="")
    add_reports(tmp_path, [make_report("midori-kankyo-r7", "d7")], None, decided_on=first.name)
    with pytest.raises(StoreError, match="別の取り込みがありました"):
        add_reports(tmp_path, [make_report("midori-kankyo-r8", "d8")], None, decided_on=first.name)
    assert len(open_index(tmp_path, None).facts.reports()) == 2
