"""Search in the commentary: meaning (Chroma) and words, of sentences and of whole cells, one hit per cell."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import KeikakuError, StoreError
from corpus.types import Passage
from index.facts import FactStore
from index.query import Hit, PassageQuery, SentenceHit
from index.ranking import Leg, Ranker, Scores, fuse
from index.sentence_index import CELLS_FILE, VECTORS_FOLDER

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from index.vectors import VectorStore

# Up to here all vectors of a report are read from Chroma once and compared in memory (0.2 ms where
# Chroma, asked for all of 300, takes 4), and the fusion is exact.
_EXACT_UP_TO = 6000
_MATRICES = 32  # reports whose vectors are held, the last asked about: 300 vectors are 0.5 MB
_NEAREST = 500  # of a larger report; the others count as no nearer than the last of these


@dataclass(frozen=True, slots=True)
class _ReportIndex:
    """What is held in memory of one report."""

    number: int
    passages: tuple[Passage, ...]
    initiatives: list[str]  # of each cell
    sentences: list[tuple[int, int, str]]  # cell, position, text
    held: NDArray[np.int64]  # the cells that have a sentence, ascending: the texts that are ranked
    first: NDArray[np.int64]  # the number of the first sentence of each of these, and one past the last
    ranker: Ranker


_Cosines = tuple[Scores | None, Scores | None, Scores | None]


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
        self._matrices: dict[int, NDArray[np.float32]] = {}
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
        sentence_cosines, cell_cosines, bare_cosines = self._cosines(report, query.text, allowed)
        legs = report.ranker.legs(query.text, sentence_cosines, cell_cosines, bare_cosines)
        fused = fuse(legs)
        by_sentence = report.ranker.sentence_scores(query.text, sentence_cosines)
        hits = [
            _hit(report, int(place), float(fused[place]), legs, by_sentence)
            for place in np.flatnonzero(allowed)
        ]
        # Rounding makes cells that are equal but for float noise keep the order of the report.
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
        held, first, text_of = np.unique(
            np.array([cell for cell, _, _ in sentences], np.int64), return_index=True, return_inverse=True
        )
        return _ReportIndex(
            number=number,
            passages=self._facts.passages(name),
            initiatives=content["initiatives"],
            sentences=sentences,
            held=held,
            first=np.append(first, len(sentences)),
            ranker=Ranker.load(folder, text_of),
        )

    def _cosines(self, report: _ReportIndex, text: str, allowed: NDArray[np.bool_]) -> _Cosines:
        """Return the cosines of the sentences, the cells and the bare sentences; None where there are no such legs.

        A generation written before bare sentences were kept has none.
        """
        if self.dense_problem is not None or self._embeddings is None:
            return None, None, None
        try:
            vector = self._embeddings.embed_query(text)
            store = self._vector_store()
        except KeikakuError as error:
            self._dense_problem = str(error)
            return None, None, None
        sentences = len(report.sentences)
        bare = sentences + len(report.held)
        size = bare + sentences
        if size <= _EXACT_UP_TO:
            exact = np.asarray(self._matrix(report.number) @ _unit(vector), np.float64)
            return exact[:sentences], exact[sentences:bare], exact[bare:] if len(exact) == size else None
        cells = None if allowed.all() else [int(cell) for cell in report.held[allowed]]
        found = store.similarities(report.number, vector, _NEAREST, cells)
        cosines = np.full(size, min(found.values(), default=0.0))
        for entry, cosine in found.items():
            cosines[entry] = cosine
        held_bare = any(entry >= bare for entry in found)
        return cosines[:sentences], cosines[sentences:bare], cosines[bare:] if held_bare else None

    def _matrix(self, report_number: int) -> NDArray[np.float32]:
        """Return the vectors of a report, held for the reports last asked about."""
        store = self._vector_store()
        with self._lock:
            matrix = self._matrices.pop(report_number, None)
            if matrix is None:
                matrix = store.matrix(report_number)
            self._matrices[report_number] = matrix  # the last in the order of the dict
            if len(self._matrices) > _MATRICES:
                del self._matrices[next(iter(self._matrices))]
            return matrix

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


def _unit(vector: Sequence[float]) -> NDArray[np.float32]:
    """Return the vector brought to length 1."""
    asked = np.asarray(vector, np.float32)
    return asked / max(float(np.linalg.norm(asked)), 1e-12)


def _allowed_cells(report: _ReportIndex, query: PassageQuery) -> NDArray[np.bool_]:
    """Return which of the cells with a sentence pass the filters."""
    return np.array(
        [
            (not query.initiatives or report.initiatives[cell] in query.initiatives)
            and (not query.blocks or report.passages[cell].block_id in query.blocks)
            and (not query.kinds or report.passages[cell].kind.value in query.kinds)
            for cell in report.held
        ],
        np.bool_,
    )


def _hit(report: _ReportIndex, place: int, score: float, legs: dict[Leg, Scores], by_sentence: Scores) -> Hit:
    numbers = range(report.first[place], report.first[place + 1])
    meaning, bare = legs.get(Leg.SENTENCE_MEANING), legs.get(Leg.BARE_MEANING)
    return Hit(
        passage=report.passages[report.held[place]],
        score=score,
        cosine=0.0 if meaning is None else float(meaning[place]),
        lexical=float(legs[Leg.SENTENCE_CHARACTERS][place]),
        sentences=tuple(
            SentenceHit(report.sentences[number][2], report.sentences[number][1], float(by_sentence[number]))
            for number in numbers
        ),
        bare=0.0 if bare is None else float(bare[place]),
    )
