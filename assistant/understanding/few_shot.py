"""What a question about one indicator asks for, guessed from examples where the grammar knows no wording.

Questions and examples are compared as sentence vectors. Examples are lines of
`assistant/data/operation_examples.toml`; names and years are masked first, so that only the
wording counts. A guess is for wordings that `grammar.toml` does not hold, never against it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import tempfile
import threading
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant.understanding.question import fold

_log = logging.getLogger(__name__)
_ITEM = "指標"
_YEAR = "年度"
_BETWEEN_ITEMS = re.compile(r"[\sの・]*")
_NUMBERED = re.compile(r"\d|元年|[一二三四五六七八九十]年")
_RANGE = re.compile(r"から|~|-|ー|より|直近|過去|ここ|最近|この")
_OPEN_RANGE = re.compile(r"(から|~|以降|以後)\s*$")
_PAIR = re.compile(r"と|、|,|・|および|及び|and|&|対|vs|→|⇒|>")

# Chosen by leave-one-out over the examples, printed by tests/bench/few_shot.py.
WIDTH = 1.0  # of the kernel exp(WIDTH * (cosine - 1)) between centred vectors
RIDGE = 0.3  # what is added to the kernel's diagonal: larger trusts single examples less
LEAST_MARGIN = 0.15  # between the first and the second label, in votes; below it nothing is said

Span = tuple[int, int]
Matrix = np.ndarray[Any, np.dtype[np.floating[Any]]]


class Operation(StrEnum):
    """What is asked of one indicator; OTHER is what a report cannot say (opinions, money, forecasts)."""

    VALUE = "value"
    TARGET = "target"
    TARGET_AND_ACTUAL = "target_and_actual"
    MET = "met"
    RATE = "rate"
    GAP = "gap"
    CHANGE = "change"
    DIRECTION = "direction"
    TREND = "trend"
    YEARLY = "yearly"
    SUM = "sum"
    AVERAGE = "average"
    BEST_YEAR = "best_year"
    WORST_YEAR = "worst_year"
    GRADE = "grade"
    GRADE_HISTORY = "grade_history"
    BASELINE = "baseline"
    DEPARTMENT = "department"
    DEFINITION = "definition"
    REASON = "reason"
    ISSUES = "issues"
    FUTURE = "future"
    STATUS = "status"
    OTHER = "other"


LABELS = tuple(Operation)  # the order of the columns of votes


class Embedder(Protocol):
    """The part of LangChain's `Embeddings` that is used here."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, one vector each."""

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a wording most likely asks for.

    `score` is the vote for the label, about 0 (none of its examples is near) to 1 (it is one
    of them). `margin` is its lead over the second label, from 0, in the same votes: the better
    sign of a right guess.
    """

    label: Operation
    score: float
    margin: float


@dataclass(frozen=True, slots=True)
class Examples:
    """The wordings of the data file: folded texts, and what each of them asks, in the same order."""

    texts: tuple[str, ...]
    labels: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the examples weigh, once they are embedded."""

    mean: Matrix
    vectors: Matrix  # centred, of length 1: (examples, dimension)
    weights: Matrix  # (examples, labels)


class FewShot:
    """Guesses what is asked from the nearness to examples; share one between threads.

    The examples are embedded when the first question comes (some seconds for 700 of them) and
    kept in memory, and in a file of the folder `kept_in` where one is given, so that a one-shot
    command does not wait again. Vectors are compared with the prompt of passages on both sides.
    """

    def __init__(
        self,
        embeddings: Embedder,
        examples: Examples | None = None,
        least_margin: float = LEAST_MARGIN,
        kept_in: Path | None = None,
    ) -> None:
        """Take the model and, in tests, other examples than those of the package; embeds nothing yet."""
        self._kept_in = kept_in
        self._embeddings = embeddings
        self._examples = examples
        self._least_margin = least_margin
        self._votes: _Votes | None = None
        self._lock = threading.Lock()

    def guess(self, masked: str) -> Guess | None:
        """Return what a masked question (see `mask`) asks for, None where that is not clear enough.

        `Operation.OTHER` is a guess, too: the question asks what a report does not hold.
        Raises ModelError where the embedding model cannot be loaded.
        """
        best = self.best(masked)
        return best if best.margin >= self._least_margin else None

    def best(self, masked: str) -> Guess:
        """Return the likeliest label however unclear it is. Raises ModelError as `guess` does."""
        votes = self._ready()
        vector = unit_rows(np.asarray(self._embeddings.embed_documents([core_of(fold(masked))])) - votes.mean)
        return guess_of((nearness(vector, votes.vectors) @ votes.weights)[0])

    @property
    def embeddings(self) -> Embedder:
        """The model behind the guesses."""
        return self._embeddings

    def warm_up(self) -> None:
        """Embed the examples now, so that the first question need not wait for them."""
        self._ready()

    def _ready(self) -> _Votes:
        with self._lock:
            if self._votes is None:
                examples = self._examples or load_examples()
                vectors = self._embedded(examples)
                mean: Matrix = vectors.mean(axis=0)
                centred = unit_rows(vectors - mean)
                weights = np.linalg.solve(
                    nearness(centred, centred) + RIDGE * np.eye(len(centred)), wanted_votes(examples)
                )
                self._votes = _Votes(mean, centred, weights)
            return self._votes

    def _embedded(self, examples: Examples) -> Matrix:
        """Return the vectors of the examples, from the file where one of the same model and examples is kept."""
        if self._kept_in is None:
            return embed_examples(self._embeddings, examples)
        identity = getattr(self._embeddings, "identity", "")
        digest = hashlib.sha256("\n".join((identity, *map(core_of, examples.texts))).encode()).hexdigest()
        path = self._kept_in / f"examples-{digest[:16]}.npy"
        kept = _read(path, len(examples.texts))
        if kept is not None:
            return kept
        vectors = embed_examples(self._embeddings, examples)
        _write(path, vectors)
        return vectors


def _read(path: Path, rows: int) -> Matrix | None:
    """Return the kept vectors; None where there are none, or a file that was cut short."""
    try:
        kept: Matrix = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return kept if kept.ndim == 2 and len(kept) == rows else None


def _write(path: Path, vectors: Matrix) -> None:
    """Keep vectors, whole or not at all; a store that may not be written to goes without."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npy", delete=False) as file:
            np.save(file, vectors)
        Path(file.name).replace(path)
    except OSError:
        _log.info("the examples are not kept: %s cannot be written", path.parent)


def mask(folded: str, items: Iterable[Span], years: Iterable[Span]) -> str:
    """Return a folded question with its items as 「指標」 and its numbered years as 「年度」.

    `items` and `years` are (start, end) in `folded`, in any order, overlapping or not; a year
    inside an item's name belongs to the name. Items joined by 「の」 become one. A run of years
    becomes 「年度から年度」, two named together 「年度と年度」. Years without a number (前年度,
    毎年, 各年度) stay: they tell what is asked.
    """
    named = _merged(items, folded, _BETWEEN_ITEMS)
    dated = [
        span
        for span in _merged(years, folded, None)
        if not any(start < span[1] and span[0] < end for start, end in named)
    ]
    pieces: list[str] = []
    position = 0
    for start, end in sorted([*named, *dated]):
        pieces += [
            folded[position:start],
            _ITEM if (start, end) in named else _year_word(folded[start:end]),
        ]
        position = end
    return "".join([*pieces, folded[position:]])


def core_of(masked: str) -> str:
    """Return a masked, folded wording without politeness and without the item, itself if nothing is left."""
    core = masked
    for idle in _idle():
        core = idle.sub("", core)
    return core.strip("、。?! ") or masked


@lru_cache(maxsize=1)
def load_examples() -> Examples:
    """Read the wordings shipped with the package.

    Raises ValueError where the data file names a label that `Operation` does not know.
    """
    lines = [
        (fold(line.strip()), Operation(label))
        for label, wordings in _data()["examples"].items()
        for line in wordings.splitlines()
        if line.strip()
    ]
    return Examples(tuple(text for text, _ in lines), tuple(label for _, label in lines))


def embed_examples(embeddings: Embedder, examples: Examples) -> Matrix:
    """Embed the examples without politeness and items: shape (examples, dimension)."""
    return np.asarray(embeddings.embed_documents([core_of(text) for text in examples.texts]), dtype=float)


def unit_rows(vectors: Matrix) -> Matrix:
    """Return the rows at length 1; a row of nothing stays nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1.0)


def nearness(left: Matrix, right: Matrix) -> Matrix:
    """Return how near unit vectors are, 0 to 1, plus 1 that all pairs share: (len(left), len(right)).

    The shared 1 lets every label have a vote of its own that no example adds to.
    """
    near: Matrix = np.exp(WIDTH * (left @ right.T - 1.0)) + 1.0
    return near


def wanted_votes(examples: Examples) -> Matrix:
    """Return the votes that the examples should get, 1 for the own label: (examples, labels)."""
    votes = np.zeros((len(examples.labels), len(LABELS)))
    votes[np.arange(len(examples.labels)), [LABELS.index(label) for label in examples.labels]] = 1.0
    return votes


def guess_of(votes: Matrix) -> Guess:
    """Return the label that leads a row of votes, in the order of `LABELS`."""
    second, first = np.argsort(votes, kind="stable")[-2:]
    return Guess(LABELS[first], float(votes[first]), float(votes[first] - votes[second]))


def _merged(spans: Iterable[Span], text: str, between: re.Pattern[str] | None) -> list[Span]:
    """Join spans that overlap or touch, or that have only `between` between them."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        last = merged[-1] if merged else None
        if last and (start <= last[1] or (between and between.fullmatch(text, last[1], start))):
            merged[-1] = (last[0], max(last[1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def _year_word(text: str) -> str:
    if not _NUMBERED.search(text):
        return text
    if _OPEN_RANGE.search(text):
        return f"{_YEAR}以降"
    if _RANGE.search(text):
        return f"{_YEAR}から{_YEAR}"
    if _PAIR.search(text):
        return f"{_YEAR}と{_YEAR}"
    return _YEAR


@lru_cache(maxsize=1)
def _idle() -> Sequence[re.Pattern[str]]:
    return tuple(re.compile(pattern) for pattern in _data()["idle"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    source = files("assistant") / "data" / "operation_examples.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
