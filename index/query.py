"""Typed questions to the store and what comes back; nothing here knows SQL or Chroma."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Kind, Passage


@dataclass(frozen=True, slots=True)
class ObservationQuery:
    """Which printed values to fetch. Every empty tuple means "all of them".

    `fiscal_years` are Western years (2024 is 令和6年度). `grades` and `printed` keep only
    values with one of these grade letters or exact printed texts. Rows come back in the
    order of the report, then oldest year first.
    """

    report: str
    indicators: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    grades: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageQuery:
    """A search in the commentary. Filters work inside the search; an empty tuple means no filter.

    `text` is the question as asked. `initiatives`, `blocks` and `kinds` (PassageKind values)
    restrict the cells; `limit` is the number of cells wanted.
    """

    report: str
    text: str
    initiatives: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    limit: int = 10


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """One sentence of a cell: its exact text, its position in the cell from 0, and its scores."""

    text: str
    position: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One narrative cell found. `score` is the fused score (comparable within one search only).

    `cosine` (dense) and `lexical` (BM25 over character n-grams) are the raw scores of its best
    sentence in each, for deciding whether anything was found at all; `bare` is the cosine of its best
    sentence without the headings over it, 0 where no model took part. `sentences` are all
    sentences of the cell in the order printed, each with its own score beside the others.
    """

    passage: Passage
    score: float
    cosine: float
    lexical: float
    sentences: tuple[SentenceHit, ...]
    bare: float = 0.0
