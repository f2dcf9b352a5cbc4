"""Search in the commentary: meaning (Chroma) and words (BM25) fused over sentences, one hit per cell."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import KeikakuError, StoreError
from corpus.types import Passage
from index.facts import FactStore
from index.lexical import Bm25, character_grams, normal_forms
from index.query import Hit, PassageQuery, SentenceHit
from index.sentence_index import CELLS_FILE, CHARACTERS_FILE, VECTORS_FOLDER, WORDS_FILE

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from index.vectors import VectorStore

# Weights of the z-scores: dense, Sudachi BM25, character BM25. The best of a grid fixed beforehand
# on JSQuAD, and best on JaQuAD without retuning; equal-weight RRF loses to BM25 alone at rank 1.
_WEIGHTS = (0.6, 0.2, 0.2)
# Up to here Chroma is asked for every sentence and the fusion is exact (4,000: some 20 ms).
_EXACT_UP_TO = 4000
_NEAREST = 500  # of a larger report; the others count as no nearer than the last of these


Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _ReportIndex:
    """What is held in memory of one report."""

    number: int
    passages: tuple[Passage, ...]
    initiatives: list[str]  # of each cell
    sentences: list[tuple[int, int, str]]  # cell, position, text
    cells: NDArray[np.int64]  # of each sentence
    characters: Bm25
    words: Bm25


class PassageIndex:
    """Finds narrative cells for a question. Safe to share between threads; loads what it needs when asked."""

    def __init__(
        self, folder: Path, facts: FactStore, embeddings: Embeddings | None, built_with: str | None
    ) -> None:
        """`built_with` is the identity of the model whose vectors are in `folder`, None if there are none."""
        self._folder = folder
        self._facts = facts
        self._embeddings = embeddings
        self._built_with = built_with
        self._numbers = {info.name: number for number, info in enumerate(facts.reports())}
        self._open_reports: dict[str, _ReportIndex] = {}
        self._vectors: VectorStore | None = None
        self._lock = threading.Lock()
        self._dense_problem: str | None = None

    @property
    def dense_available(self) -> bool:
        """False where searches go by words alone; `dense_problem` says why."""
        return self.dense_problem is None

    @property
    def dense_problem(self) -> str | None:
        """Why the meaning of a question cannot be compared (Japanese), or None where it can.

        A model that cannot be loaded shows at the first search, since nothing is loaded before.
        """
        if self._dense_problem is None and self._vectors is None:
            self._dense_problem = self._check_model()
        return self._dense_problem

    def search(self, query: PassageQuery) -> list[Hit]:
        """Return the best cells, best first, at most `query.limit`; equal scores keep the report's order.

        Scores are compared over all sentences of the report, whatever the filters, so that a
        filtered search ranks as the whole one does. A report that is not held raises StoreError.
        """
        report = self._report(query.report)
        allowed = _allowed_cells(report, query)
        if not allowed.any() or query.limit < 1:
            return []
        words = report.words.scores(normal_forms(query.text))
        characters = report.characters.scores(character_grams(query.text))
        cosines = self._cosines(report, query.text, allowed)
        fused = fuse_scores(cosines, words, characters)
        hits = [_hit(report, int(cell), fused, cosines, characters) for cell in np.flatnonzero(allowed)]
        # Rounding makes sentences that are equal but for float noise keep the order of the report.
        hits.sort(key=lambda hit: -round(hit.score, 6))
        return hits[: query.limit]

    def close(self) -> None:
        """Release Chroma's files; a later search opens them again."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.close()
                self._vectors = None

    def _report(self, name: str) -> _ReportIndex:
        with self._lock:
            if name not in self._open_reports:
                if name not in self._numbers:
                    held = "、".join(self._numbers) or "なし"
                    raise StoreError(f"「{name}」という報告書はありません。収録中: {held}")
                self._open_reports[name] = self._read_report(name, self._numbers[name])
            return self._open_reports[name]

    def _read_report(self, name: str, number: int) -> _ReportIndex:
        folder = self._folder / f"{number:04d}"
        content = json.loads((folder / CELLS_FILE).read_text("utf-8"))
        sentences = [(cell, position, text) for cell, position, text in content["sentences"]]
        return _ReportIndex(
            number=number,
            passages=self._facts.passages(name),
            initiatives=content["initiatives"],
            sentences=sentences,
            cells=np.array([cell for cell, _, _ in sentences], np.int64),
            characters=Bm25.load(folder / CHARACTERS_FILE),
            words=Bm25.load(folder / WORDS_FILE),
        )

    def _cosines(self, report: _ReportIndex, text: str, allowed: NDArray[np.bool_]) -> Scores | None:
        """Return the cosine of every sentence, or None where the dense leg cannot take part."""
        if self.dense_problem is not None or self._embeddings is None:
            return None
        try:
            vector = self._embeddings.embed_query(text)
            store = self._vector_store()
        except KeikakuError as error:
            self._dense_problem = str(error)
            return None
        size = len(report.sentences)
        if size <= _EXACT_UP_TO:
            found = store.similarities(report.number, vector, size)
        else:
            cells = None if allowed.all() else [int(cell) for cell in np.flatnonzero(allowed)]
            found = store.similarities(report.number, vector, _NEAREST, cells)
        cosines = np.full(size, min(found.values(), default=0.0))
        for sentence, cosine in found.items():
            cosines[sentence] = cosine
        return cosines

    def _vector_store(self) -> VectorStore:
        from index.vectors import VectorStore

        with self._lock:
            if self._vectors is None:
                self._vectors = VectorStore(self._folder / VECTORS_FOLDER)
            return self._vectors

    def _check_model(self) -> str | None:
        if self._embeddings is None:
            return "埋め込みモデルが設定されていないため、語句だけで検索しています。"
        if self._built_with is None:
            return "この索引は埋め込みモデルなしで作られたため、語句だけで検索しています。"
        from index.embedding import identity_of

        try:
            present = identity_of(self._embeddings)
        except KeikakuError as error:
            return str(error)
        if present != self._built_with:
            return (
                f"索引は別の埋め込みモデル（{self._built_with}）で作られました（現在: {present}）。"
                "語句だけで検索しています。ingest し直すと意味でも検索できます。"
            )
        return None


def _allowed_cells(report: _ReportIndex, query: PassageQuery) -> NDArray[np.bool_]:
    """Return which cells pass the filters and hold any sentence."""
    has_text = set(report.cells.tolist())
    return np.array(
        [
            cell in has_text
            and (not query.initiatives or report.initiatives[cell] in query.initiatives)
            and (not query.blocks or passage.block_id in query.blocks)
            and (not query.kinds or passage.kind.value in query.kinds)
            for cell, passage in enumerate(report.passages)
        ],
        np.bool_,
    )


def fuse_scores(cosines: Scores | None, words: Scores, characters: Scores) -> Scores:
    """Return the weighted sum of z-scores; without cosines the words alone, at the same scale."""
    dense_weight, words_weight, characters_weight = _WEIGHTS
    lexical = words_weight * _z_scores(words) + characters_weight * _z_scores(characters)
    if cosines is None:
        return lexical / (words_weight + characters_weight)
    return dense_weight * _z_scores(cosines) + lexical


def _z_scores(scores: Scores) -> Scores:
    """Return (score - mean) / standard deviation; all 0 where every score is the same."""
    spread = float(scores.std())
    if spread < 1e-12:
        return np.zeros(scores.shape)
    return np.asarray((scores - scores.mean()) / spread)


def _hit(report: _ReportIndex, cell: int, fused: Scores, cosines: Scores | None, characters: Scores) -> Hit:
    numbers = np.flatnonzero(report.cells == cell)
    best = int(numbers[np.argmax(np.round(fused[numbers], 6))])
    return Hit(
        passage=report.passages[cell],
        score=float(fused[best]),
        cosine=0.0 if cosines is None else float(cosines[best]),
        lexical=float(characters[best]),
        sentences=tuple(
            SentenceHit(report.sentences[number][2], report.sentences[number][1], float(fused[number]))
            for number in numbers
        ),
    )
