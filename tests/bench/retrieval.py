"""Measure retrieval on JSQuAD: `python tests/bench/retrieval.py FOLDER [--sample N] [--without-model]`.

FOLDER holds passages.jsonl (id, text) and queries.jsonl (text, passage_id). Each paragraph is one
text to find; its headings are not used. Printed are recall at 1 and the mean reciprocal rank up
to 10 of every leg of the search and of their sum as the program weighs them (`index.ranking`).
A tie counts against us. The vectors come from Chroma and are compared in memory, as in the program.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from index.embedding import SentenceTransformerEmbeddings  # noqa: E402
from index.prepare import prepare_model  # noqa: E402
from index.ranking import DENSE, WEIGHTS, Leg, Ranker, Scores, fuse  # noqa: E402
from index.sentences import split_sentences  # noqa: E402
from index.vectors import VectorStore  # noqa: E402

Cosines = Callable[[str], tuple[Scores, Scores]]
_BATCH = 64
_NAMES = {
    Leg.MEANING: "e5 段落",
    Leg.SENTENCE_MEANING: "e5 最良の文",
    Leg.SENTENCE_CHARACTERS: "BM25 文字1+2 最良の文",
    Leg.WORDS_COVERED: "語の被覆率（Sudachi）",
    Leg.BIGRAMS_COVERED: "文字2の被覆率",
}


def main() -> None:
    options = _read_options()
    passages = _read_lines(options.folder / "passages.jsonl")
    queries = _read_lines(options.folder / "queries.jsonl")[: options.sample]
    texts = [passage["text"] for passage in passages]
    places = {passage["id"]: place for place, passage in enumerate(passages)}
    sentences = [split_sentences(text) for text in texts]
    ranker = Ranker.build(texts, sentences)

    ranks: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        cosines = None if options.without_model else _cosines(texts, sentences, options.model, Path(folder))
        start = time.perf_counter()
        for query in queries:
            gold = places[query["passage_id"]]
            by_sentence, by_text = cosines(query["text"]) if cosines else (None, None)
            legs = ranker.legs(query["text"], by_sentence, by_text)
            lexical = {leg: scores for leg, scores in legs.items() if leg not in DENSE}
            scored = {f"{_NAMES[leg]} ×{WEIGHTS[leg]:.3f}": scores for leg, scores in sorted(legs.items())}
            scored |= {"語句のみ（和）": fuse(lexical), "全体": fuse(legs)}
            for name, scores in scored.items():
                ranks.setdefault(name, []).append(_rank(scores, gold))
        seconds = time.perf_counter() - start
    _print_table(ranks, len(texts), len(queries), seconds)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder with passages.jsonl and queries.jsonl")
    parser.add_argument("--sample", type=int, default=None, help="the first N questions, among all texts")
    parser.add_argument("--without-model", action="store_true", help="the lexical legs only (seconds)")
    parser.add_argument("--model", type=Path, default=ROOT / ".model" / "e5-small")
    return parser.parse_args()


def _read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _cosines(texts: list[str], sentences: list[list[str]], model: Path, folder: Path) -> Cosines:
    """Embed sentences and texts into Chroma; return what looks the cosines of a question up."""
    embeddings = SentenceTransformerEmbeddings(prepare_model(model))
    entries = [one.strip() for each in sentences for one in each] + texts
    numbers = [number for number, each in enumerate(sentences) for _ in each] + list(range(len(texts)))
    start = time.perf_counter()
    vectors: list[list[float]] = []
    for first in range(0, len(entries), _BATCH):
        vectors += embeddings.embed_documents(entries[first : first + _BATCH])
        print(f"\r{len(vectors)}/{len(entries)}", end="", file=sys.stderr)
    print(f"\r{len(entries) / (time.perf_counter() - start):.1f} 文・段落/秒", file=sys.stderr)
    store = VectorStore(folder, create=True)
    store.add(0, vectors, numbers, entries)
    matrix = store.matrix(0)
    parted = len(entries) - len(texts)

    def score(question: str) -> tuple[Scores, Scores]:
        cosines = np.asarray(matrix @ np.asarray(embeddings.embed_query(question), np.float32), np.float64)
        return cosines[:parted], cosines[parted:]

    return score


def _rank(scores: Scores, gold: int) -> int:
    return int((np.round(scores, 9) >= round(float(scores[gold]), 9)).sum())


def _print_table(ranks: dict[str, list[int]], passages: int, queries: int, seconds: float) -> None:
    print(f"{queries} 問 / {passages} 段落、1問 {1000 * seconds / queries:.1f} ms（埋め込みを含む）\n")
    print("| 手法 | R@1 | MRR@10 |\n|---|---|---|")
    for name, found in ranks.items():
        recall = sum(rank == 1 for rank in found) / queries
        reciprocal = sum(1 / rank for rank in found if rank <= 10) / queries
        print(f"| {name} | {recall:.4f} | {reciprocal:.4f} |")


if __name__ == "__main__":
    main()
