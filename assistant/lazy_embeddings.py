"""The embedding model of the settings, found only when a text is embedded: a table question needs none."""

from __future__ import annotations

import threading
from typing import Any

from assistant.settings import Settings


class LazyEmbeddings:
    """Stands for the model of the settings with LangChain's Embeddings interface."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: Any = None
        self._lock = threading.Lock()

    def _model(self) -> Any:
        with self._lock:
            if self._found is None:
                self._found = self._settings.embeddings()
            return self._found

    @property
    def identity(self) -> str:
        """What tells the model's vectors from those of another model."""
        return str(self._model().identity)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, one vector each."""
        found: list[list[float]] = self._model().embed_documents(texts)
        return found

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        found: list[float] = self._model().embed_query(text)
        return found
