"""BM25 over two readings of a text: its character 1- and 2-grams, and its Sudachi normal forms.

The two err differently: characters find parts of compounds and unknown names, normal forms see
through spelling (子供 = こども, 附属 = 付属). Weights are worked out once and kept as arrays,
so that a search is a few additions and opening the index costs one file read.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sudachipy import Tokenizer

# Lucene's usual constants; no other pair did better on JSQuAD for both readings at once.
_K1 = 1.2
_B = 0.75


class Bm25:
    """An inverted index with finished weights: the score of a text is a sum over the question's tokens."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        starts: NDArray[np.int64],
        texts: NDArray[np.int32],
        weights: NDArray[np.float32],
        size: int,
    ) -> None:
        """`texts[starts[i]:starts[i + 1]]` are the texts that hold `vocabulary[i]`, of `size` in all."""
        self._numbers = {token: number for number, token in enumerate(vocabulary)}
        self._starts = starts
        self._texts = texts
        self._weights = weights
        self._size = size

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]]) -> Bm25:
        """Index texts given as their tokens. A text without tokens is kept and never scores.

        Lucene's formula: ln(1 + (N - n + 0.5) / (n + 0.5)) * tf / (tf + k1 (1 - b + b length / mean)).
        """
        counts = [Counter(tokens) for tokens in documents]
        lengths = [counted.total() for counted in counts]
        mean_length = sum(lengths) / len(lengths) if sum(lengths) else 1.0
        holders: dict[str, list[tuple[int, int]]] = {}
        for text, counted in enumerate(counts):
            for token, frequency in counted.items():
                holders.setdefault(token, []).append((text, frequency))
        texts: list[int] = []
        weights: list[float] = []
        starts = [0]
        for held_by in holders.values():
            rarity = math.log(1 + (len(counts) - len(held_by) + 0.5) / (len(held_by) + 0.5))
            for text, frequency in held_by:
                damping = _K1 * (1 - _B + _B * lengths[text] / mean_length)
                texts.append(text)
                weights.append(rarity * frequency / (frequency + damping))
            starts.append(len(texts))
        return cls(
            list(holders),
            np.array(starts, np.int64),
            np.array(texts, np.int32),
            np.array(weights, np.float32),
            len(counts),
        )

    def scores(self, tokens: Iterable[str]) -> NDArray[np.float64]:
        """Return the score of every text; 0 where no token is shared. A repeated token counts twice."""
        scores = np.zeros(self._size)
        for token in tokens:
            number = self._numbers.get(token)
            if number is not None:
                held = slice(self._starts[number], self._starts[number + 1])
                scores[self._texts[held]] += self._weights[held]
        return scores

    def coverage(self, tokens: Iterable[str]) -> NDArray[np.float64]:
        """Return for every text the share (0-1) of the different tokens that it holds, by rarity.

        A token counts with ln(1 + (N - n + 0.5) / (n + 0.5)), N texts, n of them with it: one
        that no text holds counts most, so that a question of unknown words is covered by none.
        """
        scores = np.zeros(self._size)
        total = 0.0
        for token in dict.fromkeys(tokens):
            number = self._numbers.get(token)
            held = slice(0, 0) if number is None else slice(self._starts[number], self._starts[number + 1])
            holders = int(held.stop - held.start)
            rarity = math.log(1 + (self._size - holders + 0.5) / (holders + 0.5))
            total += rarity
            scores[self._texts[held]] += rarity
        return scores / total if total else scores

    def save(self, path: Path) -> None:
        """Write the index to one .npz file (plain arrays, no pickle)."""
        # One joined text instead of an array of strings, which numpy pads to the longest token.
        joined = "\x00".join(self._numbers).encode()
        np.savez(
            path,
            vocabulary=np.frombuffer(joined, np.uint8),
            starts=self._starts,
            texts=self._texts,
            weights=self._weights,
            size=np.int64(self._size),
        )

    @classmethod
    def load(cls, path: Path) -> Bm25:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            joined = arrays["vocabulary"].tobytes().decode()
            return cls(
                joined.split("\x00") if joined else [],
                arrays["starts"],
                arrays["texts"],
                arrays["weights"],
                int(arrays["size"]),
            )


def fold(text: str) -> str:
    """Return the form in which texts are compared: NFKC (全角 = 半角), lower case."""
    return unicodedata.normalize("NFKC", text).lower()


_RUN = re.compile(r"[^\W_]+")  # letters, kana, kanji and digits; marks and spaces part them


def character_grams(text: str) -> list[str]:
    """Return every character and every pair of neighbours within a run of letters.

    >>> character_grams("DX、会議")
    ['d', 'x', 'dx', '会', '議', '会議']
    """
    grams: list[str] = []
    for run in _RUN.findall(fold(text)):
        grams.extend(run)
        grams.extend(run[start : start + 2] for start in range(len(run) - 1))
    return grams


def bigrams(text: str) -> list[str]:
    """Return every pair of neighbouring characters within a run of letters.

    >>> bigrams("DX、会議室")
    ['dx', '会議', '議室']
    """
    return [run[start : start + 2] for run in _RUN.findall(fold(text)) for start in range(len(run) - 1)]


_EMPTY_WORDS = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})


def normal_forms(text: str) -> list[str]:
    """Return the Sudachi normal forms of the short units (A), without particles and marks.

    >>> normal_forms("子供への取組み")
    ['子供', '取り組み']
    """
    with _sudachi_lock:  # one tokenizer holds one work space
        morphemes = _sudachi().tokenize(fold(text)[:_LONGEST_TEXT])
        return [one.normalized_form() for one in morphemes if one.part_of_speech()[0] not in _EMPTY_WORDS]


_LONGEST_TEXT = 12_000  # characters; Sudachi refuses more than 49,149 bytes
_sudachi_lock = threading.Lock()


@lru_cache(maxsize=1)
def _sudachi() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="core").tokenizer(SplitMode.A)
