"""Chroma, wrapped: the vectors of all sentences, one collection per report. Nothing else imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_HNSW = {
    "space": "cosine",
    # High from the start: a later change has no effect in the running process, and with the default
    # of 100 near-identical sentences hide each other (recall@10 .48 on such a corpus, .74 with 1000).
    "ef_search": 1000,
    "ef_construction": 200,
    "max_neighbors": 32,
}
_BATCH = 500  # entries a call; Chroma itself allows some 5,000


class VectorStore:
    """The vectors in one folder. A folder is written by one process, once, and then only searched."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the folder. Raises StoreError where it is missing and `create` is not said."""
        if not create and not (folder / "chroma.sqlite3").is_file():
            raise StoreError(f"検索用の索引（{folder}）がありません。もう一度 ingest してください。")
        import chromadb
        from chromadb.config import Settings

        self._folder = folder
        with self._store_errors():
            self._client: ClientAPI = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
        self._collections: dict[int, Any] = {}

    def add(
        self,
        report_number: int,
        vectors: Sequence[Sequence[float]],
        cells: Sequence[int],
        texts: Sequence[str],
    ) -> None:
        """Store one vector per sentence; `cells[i]` is the cell that sentence `i` stands in."""
        with self._store_errors():
            collection = self._client.create_collection(
                _collection_name(report_number), embedding_function=None, configuration={"hnsw": _HNSW}
            )
            for start in range(0, len(texts), _BATCH):
                batch = range(start, min(start + _BATCH, len(texts)))
                collection.add(
                    ids=[str(number) for number in batch],
                    embeddings=[vectors[number] for number in batch],
                    metadatas=[{"cell": cells[number]} for number in batch],
                    documents=[texts[number] for number in batch],
                )

    def similarities(
        self, report_number: int, vector: Sequence[float], limit: int, cells: Sequence[int] | None = None
    ) -> dict[int, float]:
        """Return the cosine of the `limit` nearest sentences by sentence number, only of `cells` if given."""
        with self._store_errors():
            found = self._collection(report_number).query(
                query_embeddings=[list(vector)],
                n_results=limit,
                where=None if cells is None else {"cell": {"$in": list(cells)}},
                include=["distances"],
            )
        return {
            int(number): 1.0 - float(distance)
            for number, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        }

    def matrix(self, report_number: int) -> NDArray[np.float32]:
        """Return all vectors of a report in the order in which they were added, each row of length 1."""
        with self._store_errors():
            held = self._collection(report_number).get(include=["embeddings"])
        order = np.argsort(np.array([int(one) for one in held["ids"]], np.int64))
        vectors = np.asarray(held["embeddings"], np.float32)[order]
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12))

    def vectors_by_text(self) -> dict[str, list[float]]:
        """Return all vectors by the text that was embedded, so that a rebuild need not embed it again."""
        known: dict[str, list[float]] = {}
        with self._store_errors():
            for listed in self._client.list_collections():
                collection = self._client.get_collection(listed.name, embedding_function=None)
                held = collection.get(include=["documents", "embeddings"])
                known.update(
                    (text, [float(number) for number in vector])
                    for text, vector in zip(held["documents"], held["embeddings"], strict=True)
                )
        return known

    def close(self) -> None:
        """Release the files."""
        self._collections.clear()
        self._client.close()

    @contextmanager
    def _store_errors(self) -> Iterator[None]:
        """Say for people what Chroma says for programmers."""
        from chromadb.errors import ChromaError

        try:
            yield
        except ChromaError as error:
            raise StoreError(
                f"検索用の索引（{self._folder}）を読み書きできません（{error}）。もう一度 ingest してください。"
            ) from error

    def _collection(self, report_number: int) -> Any:
        if report_number not in self._collections:
            self._collections[report_number] = self._client.get_collection(
                _collection_name(report_number), embedding_function=None
            )
        return self._collections[report_number]


def _collection_name(report_number: int) -> str:
    return f"report-{report_number:04d}"  # Chroma allows no Japanese in names
