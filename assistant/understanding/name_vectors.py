"""How near a question is in meaning to the name of each indicator of one report, by the embedding model."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.understanding.catalog import Catalog
from assistant.understanding.few_shot import Embedder, Matrix, unit_rows

_MOST_NAMES = 1_500  # of more names the vectors are not made: it would take minutes on one core

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of one question with each indicator: its name, and its name below that of its 取組."""

    ids: tuple[str, ...]
    by_name: Vector
    by_path: Vector


class NameVectors:
    """The vectors of a report's indicator names, made when first needed. Safe to use from several threads."""

    def __init__(self, catalog: Catalog, embeddings: Embedder) -> None:
        self._catalog = catalog
        self._embeddings = embeddings
        self._lock = threading.Lock()
        self._vectors: tuple[Matrix, Matrix] | None = None
        self._ids = tuple(one.id for one in catalog.indicators.values() if one.name)

    @property
    def model(self) -> str:
        """Name of the model: what was learnt with its cosines holds for no other."""
        return str(getattr(self._embeddings, "identity", "")).partition("@")[0]

    @property
    def usable(self) -> bool:
        """Whether there are names to compare, and few enough to make their vectors while somebody waits."""
        return 3 <= len(self._ids) <= _MOST_NAMES

    def nearness(self, question: str) -> Nearness:
        """Return how near a question is to every name. Raises ModelError where the model cannot be loaded."""
        names, paths = self._ready()
        asked = unit_rows(np.asarray([self._embeddings.embed_query(question)], dtype=float))[0]
        return Nearness(self._ids, names @ asked, paths @ asked)

    def warm_up(self) -> None:
        """Make the vectors now, so that no question need wait for them."""
        if self.usable:
            self._ready()

    def _ready(self) -> tuple[Matrix, Matrix]:
        with self._lock:
            if self._vectors is None:
                names = [self._catalog.indicators[one].name or "" for one in self._ids]
                above = [self._catalog.name(self._catalog.initiative_of[one]) for one in self._ids]
                self._vectors = (
                    self._embedded(names),
                    self._embedded([f"{over} {name}" for over, name in zip(above, names, strict=True)]),
                )
            return self._vectors

    def _embedded(self, texts: Sequence[str]) -> Matrix:
        return unit_rows(np.asarray(self._embeddings.embed_documents(list(texts)), dtype=float))
