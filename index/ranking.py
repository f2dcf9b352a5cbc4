"""Ranking texts for a question: five legs over whole texts and their sentences, summed by learnt weights.

A leg gives every text one score; legs are made comparable as z-scores over all texts. Meaning and
characters look at the best sentence, for what answers is seldom longer; meaning and coverage look
at the whole text as well, for the sentence that answers seldom says what the text is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical import Bm25, bigrams, character_grams, normal_forms

Scores = NDArray[np.float64]


class Leg(StrEnum):
    """What a text is scored by."""

    MEANING = "meaning"  # cosine of the whole text
    SENTENCE_MEANING = "sentence_meaning"  # cosine of its best sentence
    BARE_MEANING = "bare_meaning"  # the same without the headings over it, where there are any
    SENTENCE_CHARACTERS = "sentence_characters"  # BM25 over characters of its best sentence
    WORDS_COVERED = "words_covered"  # share of the question's words, by rarity, that it holds
    BIGRAMS_COVERED = "bigrams_covered"  # the same of its pairs of characters


# Learnt by tests/bench/learn_ranking.py, one half on sentences taken apart into questions (Debian's
# Japanese manuals), one half on the questions of tests/data; BM25 of whole texts, over characters
# and over words, and of sentences over words got no weight beside these.
WEIGHTS: Mapping[Leg, float] = {
    Leg.MEANING: 0.226,
    Leg.SENTENCE_MEANING: 0.127,
    Leg.BARE_MEANING: 0.14,  # set by hand, of 0.08, 0.14 and 0.2; JSQuAD has no headings and so not this leg
    Leg.SENTENCE_CHARACTERS: 0.322,
    Leg.WORDS_COVERED: 0.110,
    Leg.BIGRAMS_COVERED: 0.216,
}
DENSE = (Leg.MEANING, Leg.SENTENCE_MEANING, Leg.BARE_MEANING)
# Which sentence of a text found answers best: meaning, then characters.
_SENTENCE_WEIGHTS = (0.6, 0.4)

_SENTENCES_FILE = "sentences.npz"
_WORDS_FILE = "words.npz"
_BIGRAMS_FILE = "bigrams.npz"


class Ranker:
    """The lexical indexes over texts and their sentences. Texts are numbered from 0 in their order."""

    def __init__(self, text_of: NDArray[np.int64], sentences: Bm25, words: Bm25, bigram_index: Bm25) -> None:
        """`text_of[i]` is the text that sentence `i` stands in: ascending, every text at least once."""
        self.text_of = text_of
        self._starts = np.flatnonzero(np.diff(text_of, prepend=-1))
        self._sentences = sentences
        self._words = words
        self._bigrams = bigram_index

    @classmethod
    def build(cls, texts: Sequence[str], sentences: Sequence[Sequence[str]]) -> Ranker:
        """Index texts and, for each, its sentences (at least one)."""
        return cls(
            np.repeat(np.arange(len(texts)), [len(one) for one in sentences]),
            Bm25.build(character_grams(sentence) for text in sentences for sentence in text),
            Bm25.build(normal_forms(text) for text in texts),
            Bm25.build(bigrams(text) for text in texts),
        )

    def save(self, folder: Path) -> None:
        """Write the three indexes into the folder."""
        self._sentences.save(folder / _SENTENCES_FILE)
        self._words.save(folder / _WORDS_FILE)
        self._bigrams.save(folder / _BIGRAMS_FILE)

    @classmethod
    def load(cls, folder: Path, text_of: NDArray[np.int64]) -> Ranker:
        """Read what `save` wrote."""
        files = (_SENTENCES_FILE, _WORDS_FILE, _BIGRAMS_FILE)
        return cls(text_of, *(Bm25.load(folder / one) for one in files))

    def sentence_characters(self, question: str) -> Scores:
        """Return the BM25 score of every sentence."""
        return self._sentences.scores(character_grams(question))

    def best_of_each(self, sentence_scores: Scores) -> Scores:
        """Return for every text the score of its best sentence."""
        if not len(self._starts):
            return np.zeros(0)
        return np.asarray(np.maximum.reduceat(sentence_scores, self._starts))

    def words_covered(self, question: str) -> Scores:
        """Return the share (0-1) of the question's words that each text holds, rare ones counting more."""
        return self._words.coverage(normal_forms(question))

    def legs(
        self,
        question: str,
        sentence_cosines: Scores | None,
        text_cosines: Scores | None,
        bare_cosines: Scores | None = None,
    ) -> dict[Leg, Scores]:
        """Return the legs of a question over all texts; without cosines the lexical ones alone.

        `bare_cosines` are those of the sentences without headings, where the others have them.
        """
        legs = {
            Leg.SENTENCE_CHARACTERS: self.best_of_each(self.sentence_characters(question)),
            Leg.WORDS_COVERED: self.words_covered(question),
            Leg.BIGRAMS_COVERED: self._bigrams.coverage(bigrams(question)),
        }
        if sentence_cosines is not None and text_cosines is not None:
            legs[Leg.MEANING] = text_cosines
            legs[Leg.SENTENCE_MEANING] = self.best_of_each(sentence_cosines)
        if bare_cosines is not None:
            legs[Leg.BARE_MEANING] = self.best_of_each(bare_cosines)
        return legs

    def sentence_scores(self, question: str, cosines: Scores | None) -> Scores:
        """Return how well each sentence alone fits the question, for choosing what to quote."""
        characters = z_scores(self.sentence_characters(question))
        if cosines is None:
            return characters
        dense, lexical = _SENTENCE_WEIGHTS
        return dense * z_scores(cosines) + lexical * characters


def fuse(legs: Mapping[Leg, Scores]) -> Scores:
    """Return the weighted mean of the z-scores of the legs that there are."""
    total = sum(WEIGHTS[leg] for leg in legs)
    return np.asarray(sum(WEIGHTS[leg] / total * z_scores(scores) for leg, scores in legs.items()))


def z_scores(scores: Scores) -> Scores:
    """Return (score - mean) / standard deviation; all 0 where every score is the same."""
    if not scores.size or float(scores.std()) < 1e-12:
        return np.zeros(scores.shape)
    return np.asarray((scores - scores.mean()) / scores.std())
