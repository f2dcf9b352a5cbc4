"""Searching the commentary."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ModelError, StoreError
from corpus.types import Report
from index import passages as passages_module
from index.build import build_index, open_index
from index.embedding import HashEmbeddings
from index.passages import PassageIndex
from index.query import PassageQuery
from index.retriever import PassageRetriever
from index.sentence_index import sentences_of

ROOT = Path(__file__).resolve().parents[2]
REPORT = "midori-kankyo-r6"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def search(home: Path, report: Report, embeddings: HashEmbeddings) -> PassageIndex:
    if not (home / "CURRENT").is_file():
        build_index(home, [report], embeddings)
    return open_index(home, embeddings).passages


def test_the_headings_over_a_cell_are_searched_with_each_sentence(report: Report) -> None:
    first, *_ = sentences_of(report)
    assert first.searched == "緑を増やす > 公園の緑化 > 事業概要\n公園に木を植える。"
    last = list(sentences_of(report))[-1]
    assert last.searched == "総評\n全体として概ね順調である。"


def test_each_cell_is_found_once_with_all_its_sentences_scored(search: PassageIndex) -> None:
    hits = search.search(PassageQuery(REPORT, "植樹祭を開催しましたか"))
    assert len({(hit.passage.block_id, hit.passage.column) for hit in hits}) == len(hits) == 5
    best = hits[0]
    assert best.passage.column == "R6の取組状況"
    assert [one.text for one in best.sentences] == [
        "・植樹祭を開催した。 ",
        "・ボランティア講座に32人が参加した。",
    ]
    assert [one.position for one in best.sentences] == [0, 1]
    assert best.sentences[0].score > best.sentences[1].score


def test_the_raw_scores_are_those_of_the_best_sentence(
    search: PassageIndex, report: Report, embeddings: HashEmbeddings
) -> None:
    question = "植樹祭を開催しましたか"
    (hit, *_) = search.search(PassageQuery(REPORT, question))
    searched = next(one.searched for one in sentences_of(report) if "植樹祭" in one.text)
    (passage_vector,) = embeddings.embed_documents([searched])
    cosine = sum(a * b for a, b in zip(embeddings.embed_query(question), passage_vector, strict=True))
    assert math.isclose(hit.cosine, cosine, abs_tol=1e-5)
    assert hit.lexical > 0


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        ({"initiatives": ("②-1",)}, {"②-1:課題"}),
        ({"blocks": ("①-1.1",)}, {"①-1:事業概要", "①-1:R6の取組状況", "①-1:課題"}),
        ({"kinds": ("issues",)}, {"①-1:課題", "②-1:課題"}),
        ({"kinds": ("issues",), "initiatives": ("①-1",)}, {"①-1:課題"}),
        ({"kinds": ("remarks",)}, {"総評"}),
        ({"initiatives": ("⑨-9",)}, set()),
        ({"limit": 0}, set()),
    ],
)
def test_filters_work_inside_the_search(
    search: PassageIndex, filters: dict[str, tuple[str, ...]], sources: set[str]
) -> None:
    query = PassageQuery(REPORT, "植樹祭", **{"limit": 3, **filters})  # type: ignore[arg-type]
    assert {hit.passage.source for hit in search.search(query)} == sources


def test_a_filter_does_not_change_the_scores(search: PassageIndex) -> None:
    everything = search.search(PassageQuery(REPORT, "担い手の高齢化"))
    filtered = search.search(PassageQuery(REPORT, "担い手の高齢化", kinds=("issues",)))
    assert [hit for hit in everything if hit.passage.kind == "issues"] == filtered


def test_a_question_that_shares_nothing_keeps_the_order_of_the_report(search: PassageIndex) -> None:
    search._embeddings = None
    hits = search.search(PassageQuery(REPORT, "xyz"))
    assert [hit.score for hit in hits] == [0.0] * 5
    assert hits[0].passage.source == "①-1:事業概要"
    assert hits[-1].passage.source == "総評"


def test_an_empty_question_finds_cells_without_failing(search: PassageIndex) -> None:
    assert len(search.search(PassageQuery(REPORT, ""))) == 5


def test_an_unknown_report_is_an_error(search: PassageIndex) -> None:
    with pytest.raises(StoreError, match="収録中: midori-kankyo-r6"):
        search.search(PassageQuery("x", "植樹祭"))


class _Missing(HashEmbeddings):
    def embed_query(self, text: str) -> list[float]:
        raise ModelError("モデルがありません。make setup を実行してください。")


def test_without_its_model_the_search_goes_by_words_and_says_so(search: PassageIndex, home: Path) -> None:
    by_words = open_index(home, _Missing()).passages
    hits = by_words.search(PassageQuery(REPORT, "植樹祭を開催しましたか"))
    assert hits[0].passage.source == "①-1:R6の取組状況"
    assert hits[0].cosine == 0.0
    assert not by_words.dense_available
    assert by_words.dense_problem == "モデルがありません。make setup を実行してください。"


@pytest.mark.parametrize(
    ("model", "problem"),
    [(None, "設定されていない"), (HashEmbeddings(64), r"別の埋め込みモデル（hash-256）.*現在: hash-64")],
)
def test_another_model_than_the_one_built_with_is_not_compared(
    search: PassageIndex, home: Path, model: HashEmbeddings | None, problem: str
) -> None:
    other = open_index(home, model).passages
    assert other.search(PassageQuery(REPORT, "植樹祭"))
    assert not other.dense_available
    with pytest.raises(AssertionError, match=problem):
        raise AssertionError(other.dense_problem)


def test_an_index_built_without_a_model_searches_by_words(
    tmp_path: Path, report: Report, embeddings: HashEmbeddings
) -> None:
    build_index(tmp_path, [report], None)
    search = open_index(tmp_path, embeddings).passages
    assert search.search(PassageQuery(REPORT, "植樹祭"))[0].passage.source == "①-1:R6の取組状況"
    assert not search.dense_available


@pytest.mark.parametrize("damage", ["lost", "overwritten"])
def test_a_damaged_chroma_leaves_the_search_by_words_and_a_rebuild_heals_it(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings, damage: str
) -> None:
    generation = build_index(tmp_path, [make_report()], embeddings)
    database = generation.search_path / "chroma" / "chroma.sqlite3"
    if damage == "lost":
        database.unlink()
    else:
        database.write_bytes(b"\x00" * database.stat().st_size)
    # Chroma keeps a database it has opened before, so what a new process meets is asked of one.
    program = (
        "import sys; from pathlib import Path; from index.build import open_index;"
        "from index.embedding import HashEmbeddings; from index.query import PassageQuery;"
        "search = open_index(Path(sys.argv[1]), HashEmbeddings()).passages;"
        f"hits = search.search(PassageQuery({REPORT!r}, '植樹祭'));"
        "print(hits[0].passage.source, '索引' in (search.dense_problem or ''))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "①-1:R6の取組状況 True"
    build_index(tmp_path, [make_report(digest="d2")], embeddings)
    search = open_index(tmp_path, embeddings).passages
    assert search.search(PassageQuery(REPORT, "植樹祭"))[0].cosine > 0
    assert search.dense_available


def test_a_report_without_commentary_finds_nothing(
    tmp_path: Path, make_report: Callable[..., Report], embeddings: HashEmbeddings
) -> None:
    from dataclasses import replace

    empty = replace(make_report(), measures=(), remarks=())
    build_index(tmp_path, [empty], embeddings)
    assert open_index(tmp_path, embeddings).passages.search(PassageQuery(REPORT, "植樹祭")) == []


def test_a_large_report_is_searched_among_the_nearest_with_the_filter_in_chroma(
    search: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = search.search(PassageQuery(REPORT, "植樹祭を開催しましたか", kinds=("status", "issues")))
    monkeypatch.setattr(passages_module, "_EXACT_UP_TO", 0)
    monkeypatch.setattr(passages_module, "_NEAREST", 3)
    nearest = search.search(PassageQuery(REPORT, "植樹祭を開催しましたか", kinds=("status", "issues")))
    assert nearest[0].passage == exact[0].passage
    assert math.isclose(nearest[0].cosine, exact[0].cosine, abs_tol=1e-6)


def test_the_search_is_a_langchain_retriever(search: PassageIndex) -> None:
    retriever = PassageRetriever(index=search, report=REPORT, kinds=("status",), limit=2)
    (document,) = retriever.invoke("植樹祭")
    assert document.page_content == "・植樹祭を開催した。 ・ボランティア講座に32人が参加した。"
    assert document.metadata | {"score": 0} == {
        "source": "①-1:R6の取組状況",
        "block_id": "①-1.1",
        "place": "8行 13列",
        "column": "R6の取組状況",
        "report": REPORT,
        "score": 0,
    }
