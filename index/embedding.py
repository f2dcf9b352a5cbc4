"""Sentence embeddings behind LangChain's `Embeddings`: the offline model, and a hashing stand-in.

Importing this module loads neither torch nor sentence-transformers; the first text does.
"""

from __future__ import annotations

import hashlib
import os
import threading
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from corpus.errors import ModelError
from index.prepare import STAMP, digest_files, prepare_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["HashEmbeddings", "SentenceTransformerEmbeddings", "identity_of", "prepare_model", "warm_up"]

_QUERY_CACHE_SIZE = 1024  # vectors; 384 numbers each, some 12 MB in Python floats
_MOST_THREADS = 4  # for passages
# A question of 20 tokens gains nothing from a second thread and loses much: where another process
# wants a core, the threads wait for each other at every layer (1.9 s instead of 40 ms on two cores).
_QUERY_THREADS = 1
_PASSAGE_BATCH = 32


class SentenceTransformerEmbeddings(Embeddings):
    """A sentence-transformers model on the CPU, loaded when the first text is embedded.

    `model` is a folder (the one that `prepare_model` makes, or any other sentence-transformers
    folder) or the name of a model in the local Hugging Face cache; nothing is downloaded
    unless `allow_download`. Vectors are float32 of length 1. Safe to share between threads.

    Everything that can fail raises ModelError with a message that says what to do.
    """

    def __init__(
        self, model: str | Path, *, allow_download: bool = False, threads: int | None = None
    ) -> None:
        self.model = str(model)
        self._allow_download = allow_download
        self._threads = threads
        self._loaded: SentenceTransformer | None = None
        self._identity: str | None = None
        self._lock = threading.Lock()
        self._query_vector = lru_cache(_QUERY_CACHE_SIZE)(self._encode_query)

    @property
    def identity(self) -> str:
        """Name and digest of the model: vectors of one identity can be compared. Loads no model.

        A model of the Hugging Face cache is known by its name alone.
        """
        if self._identity is None:
            self._identity = self._identify()
        return self._identity

    def warm_up(self) -> None:
        """Load the model now, so that the first question need not wait for it."""
        self._load()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, with the model's passage prompt."""
        return self._encode(
            texts, ("passage", "document"), self._threads or min(_available_cores(), _MOST_THREADS)
        )

    def embed_query(self, text: str) -> list[float]:
        """Embed one question, with the model's query prompt. Repeated questions come from a cache."""
        return list(self._query_vector(text))

    def _encode_query(self, text: str) -> tuple[float, ...]:
        return tuple(self._encode([text], ("query",), _QUERY_THREADS)[0])

    def _encode(self, texts: Sequence[str], prompt_names: Sequence[str], threads: int) -> list[list[float]]:
        if not texts:
            return []
        model = self._load()
        import torch

        prompt = self._prompt(model, prompt_names)
        with self._lock:  # the tokenizer keeps its truncation settings in itself: one thread at a time
            torch.set_num_threads(threads)
            vectors = model.encode(
                list(texts),
                prompt=prompt,
                batch_size=_PASSAGE_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return [[float(number) for number in vector] for vector in vectors]

    def _prompt(self, model: SentenceTransformer, names: Sequence[str]) -> str:
        """Return the prompt that the model declares; e5 models on the hub declare none but need theirs."""
        for name in names:
            if model.prompts.get(name):
                return str(model.prompts[name])
        return f"{names[0]}: " if "e5" in Path(self.model).name.lower() else ""

    def _identify(self) -> str:
        folder = Path(self.model)
        if not folder.is_dir():
            return self.model
        stamp = folder / STAMP
        weights = sorted(folder.rglob("*.safetensors")) + sorted(folder.rglob("tokenizer.json"))
        files = [stamp] if stamp.is_file() else weights
        if not files:
            raise ModelError(self._advice("フォルダーに重み（*.safetensors）がありません"))
        return f"{folder.name}@{digest_files(files)[:16]}"

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._open_model()
            return self._loaded

    def _open_model(self) -> SentenceTransformer:
        if not Path(self.model).is_dir() and Path(self.model).is_absolute():
            raise ModelError(self._advice("フォルダーがありません"))
        # Threads that wait for each other by spinning take the cores from those they wait for, where
        # other processes want them too: passages took 10 s instead of 4. Read when torch is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            import torch
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise ModelError(self._advice(f"{error.name} が入っていません")) from error
        transformers_logging.disable_progress_bar()
        try:
            return SentenceTransformer(
                self.model,
                device="cpu",
                local_files_only=not self._allow_download,
                # Stored as float16 to be small; computing in it is far slower on a CPU.
                model_kwargs={"dtype": torch.float32},
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise ModelError(self._advice(str(error).splitlines()[0] if str(error) else "")) from error

    def _advice(self, reason: str) -> str:
        return (
            f"埋め込みモデル「{self.model}」を読み込めません（{reason}）。"
            "「make setup」で同梱モデルを準備するか、"
            "設定で sentence-transformers 形式のフォルダーを指定してください。"
        )


class HashEmbeddings(Embeddings):
    """A stand-in without a model: character 1- to 3-grams hashed into a fixed number of places.

    For tests, and for machines where no model can be had. It sees shared characters, not
    meaning. The same text gives the same vector on every machine.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self._dimensions = dimensions
        self.identity = f"hash-{dimensions}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        folded = unicodedata.normalize("NFKC", text).casefold()
        vector = [0.0] * self._dimensions
        for size in (1, 2, 3):
            for start in range(len(folded) - size + 1):
                number = _stable_hash(folded[start : start + size])
                vector[number % self._dimensions] += 1.0 if number & (1 << 40) else -1.0
        length = sum(number * number for number in vector) ** 0.5
        if length == 0.0:  # an empty text, or one whose pieces cancel out
            return [1.0] + [0.0] * (self._dimensions - 1)
        return [number / length for number in vector]


def identity_of(embeddings: Embeddings) -> str:
    """Return what tells one embedding model from another, for any LangChain `Embeddings`.

    Ours say it themselves; of others the class and the name of the model are all that is known.
    """
    identity = getattr(embeddings, "identity", None)
    if isinstance(identity, str):
        return identity
    name = getattr(embeddings, "model_name", None) or getattr(embeddings, "model", "")
    return f"{type(embeddings).__name__}:{name}"


def warm_up(embeddings: Embeddings) -> None:
    """Load the model now where the `Embeddings` is ours; others load themselves when first used."""
    if isinstance(embeddings, SentenceTransformerEmbeddings):
        embeddings.warm_up()


def _stable_hash(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "little")


def _available_cores() -> int:
    count_usable: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(count_usable(0)) if count_usable else (os.cpu_count() or 1)
