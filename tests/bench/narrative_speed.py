"""Time of a narrative answer in a running process: `python tests/bench/narrative_speed.py [--reports N]`.

The bundled report alone, then among N made-up reports (default 500, some 30,000 passages). Each row
has a model of its own and asks every question once, so that no vector of a question comes from a cache.
Made-up vectors (`HashEmbeddings`) fill the large store, since embedding it would take half an hour;
the question itself is embedded by the real model beside it, as in the program.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from langchain_core.embeddings import Embeddings  # noqa: E402

from assistant.assistant import Assistant  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from corpus.parse import parse_report  # noqa: E402
from corpus.types import Report  # noqa: E402
from index.build import build_index, open_index  # noqa: E402
from index.embedding import HashEmbeddings, SentenceTransformerEmbeddings  # noqa: E402
from index.prepare import prepare_model  # noqa: E402

BUNDLED = ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"
QUESTIONS = ROOT / "tests" / "data" / "questions" / "narrative" / "niigata.jsonl"
OTHERS = [
    ROOT / "tests" / "data" / "reports" / name for name in ("asahi-kodomo-r5.txt", "minato-kankyo-r7.txt")
]


class TimedAsReal(Embeddings):
    """Hashed vectors for passages and questions, at the price of the real model for each question."""

    def __init__(self, model: SentenceTransformerEmbeddings) -> None:
        self._model = model
        self._hashed = HashEmbeddings(384)
        self.identity = self._hashed.identity

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._hashed.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        self._model.embed_query(text)
        return self._hashed.embed_query(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=500, help="how many made-up reports stand beside")
    options = parser.parse_args()
    bundled = parse_report(BUNDLED)
    print(
        "| 報告書 | 記載 | 文章の答え | 中央値 ms | 95% ms | 最大 ms |\n| --- | --- | --- | --- | --- | --- |"
    )
    _row([bundled], _model())
    if options.reports:
        _row([*_made_up(options.reports), replace(bundled, fiscal_year=2099)], TimedAsReal(_model()))


def _model() -> SentenceTransformerEmbeddings:
    model = SentenceTransformerEmbeddings(prepare_model(ROOT / ".model" / "e5-small"))
    model.warm_up()
    return model


def _made_up(number: int) -> list[Report]:
    """Return copies of two reports of other fields under other cities' names."""
    kinds = [parse_report(path) for path in OTHERS]
    return [
        replace(
            kind, name=f"{kind.name}-{at}", city=f"第{at}市", title=f"第{at}市{kind.title}", digest=f"{at}"
        )
        for at in range(number)
        for kind in [kinds[at % len(kinds)]]
    ]


def _row(reports: Sequence[Report], embeddings: Embeddings) -> None:
    cases = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        build_index(home, list(reports), embeddings)
        with closing(open_index(home, embeddings)) as index:
            assistant = Assistant(index, Settings(home=home))
            assistant.warm_up()
            assistant.ask("新潟市の地域福祉コーディネーターの課題は？")
            times: list[float] = []
            for case in cases:
                question = f"新潟市の{case['turns'][0]}" if len(reports) > 1 else case["turns"][0]
                started = time.perf_counter()
                answer = assistant.ask(question).answer
                if answer.quotations or answer.route == "narrative":
                    times.append((time.perf_counter() - started) * 1000)
    passages = sum(len(tuple(one.passages)) for one in reports)
    ordered = sorted(times)
    print(
        f"| {len(reports):,} | {passages:,} | {len(times)} | {statistics.median(times):.0f} |"
        f" {ordered[int(len(times) * 0.95)]:.0f} | {ordered[-1]:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
