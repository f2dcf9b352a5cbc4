"""Measure retrieval on JSQuAD: `python tests/bench/retrieval.py FOLDER [--limit N] [--without-model]`.

FOLDER holds passages.jsonl (id, text) and queries.jsonl (text, passage_id). Each paragraph is one
text to find; its headings are not used. Printed are recall at 1 and the mean reciprocal rank up
to 10 of every leg of the search and of their fusion, as `PassageIndex` weighs them. A tie counts
against us. The dense scores come from Chroma, as in the program.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from index.embedding import SentenceTransformerEmbeddings  # noqa: E402
from index.lexical import Bm25, character_grams, normal_forms  # noqa: E402
from index.passages import Scores, fuse_scores  # noqa: E402
from index.prepare import prepare_model  # noqa: E402
from index.vectors import VectorStore  # noqa: E402

Leg = Callable[[str], Scores]
_BATCH = 64


def main() -> None:
    options = _read_options()
    passages = _read_lines(options.folder / "passages.jsonl")
    queries = _read_lines(options.folder / "queries.jsonl")[: options.limit]
    texts = [passage["text"] for passage in passages]
    places = {passage["id"]: place for place, passage in enumerate(passages)}

    words = _lexical_leg(texts, normal_forms)
    characters = _lexical_leg(texts, character_grams)
    ranks: dict[str, list[int]] = {"BM25 Sudachi A": [], "BM25 文字1+2": [], "語句のみ（融合）": []}
    with tempfile.TemporaryDirectory() as folder:
        dense = None if options.without_model else _dense_leg(texts, options.model, Path(folder))
        if dense is not None:
            ranks |= {"e5 (Chroma)": [], "融合 .6/.2/.2": []}
        start = time.perf_counter()
        for query in queries:
            gold = places[query["passage_id"]]
            by_words, by_characters = words(query["text"]), characters(query["text"])
            scored = {
                "BM25 Sudachi A": by_words,
                "BM25 文字1+2": by_characters,
                "語句のみ（融合）": fuse_scores(None, by_words, by_characters),
            }
            if dense is not None:
                cosines = dense(query["text"])
                scored["e5 (Chroma)"] = cosines
                scored["融合 .6/.2/.2"] = fuse_scores(cosines, by_words, by_characters)
            for name, scores in scored.items():
                ranks[name].append(_rank(scores, gold))
        seconds = time.perf_counter() - start
    _print_table(ranks, len(texts), len(queries), seconds)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder with passages.jsonl and queries.jsonl")
    parser.add_argument("--limit", type=int, default=None, help="only the first N queries")
    parser.add_argument("--without-model", action="store_true", help="the lexical legs only (seconds)")
    parser.add_argument("--model", type=Path, default=ROOT / ".model" / "e5-small")
    return parser.parse_args()


def _read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _lexical_leg(texts: Iterable[str], tokenise: Callable[[str], list[str]]) -> Leg:
    index = Bm25.build(tokenise(text) for text in texts)
    return lambda question: index.scores(tokenise(question))


def _dense_leg(texts: list[str], model: Path, folder: Path) -> Leg:
    embeddings = SentenceTransformerEmbeddings(prepare_model(model))
    start = time.perf_counter()
    vectors: list[list[float]] = []
    for first in range(0, len(texts), _BATCH):
        vectors += embeddings.embed_documents(texts[first : first + _BATCH])
        print(f"\r{len(vectors)}/{len(texts)}", end="", file=sys.stderr)
    print(f"\r{len(texts) / (time.perf_counter() - start):.1f} 段落/秒", file=sys.stderr)
    store = VectorStore(folder, create=True)
    store.add(0, vectors, list(range(len(texts))), texts)

    def score(question: str) -> Scores:
        cosines = np.zeros(len(texts))
        for place, cosine in store.similarities(0, embeddings.embed_query(question), len(texts)).items():
            cosines[place] = cosine
        return cosines

    return score


def _rank(scores: Scores, gold: int) -> int:
    return int((np.round(scores, 9) >= round(float(scores[gold]), 9)).sum())


def _print_table(ranks: dict[str, list[int]], passages: int, queries: int, seconds: float) -> None:
    print(f"{queries} 問 / {passages} 段落、1問 {1000 * seconds / queries:.1f} ms（全手法の合計）\n")
    print("| 手法 | R@1 | MRR@10 |\n|---|---|---|")
    for name, found in ranks.items():
        recall = sum(rank == 1 for rank in found) / queries
        reciprocal = sum(1 / rank for rank in found if rank <= 10) / queries
        print(f"| {name} | {recall:.4f} | {reciprocal:.4f} |")


if __name__ == "__main__":
    main()
