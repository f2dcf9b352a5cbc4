"""Learn when a row found answers a question: `python tests/bench/learn_evidence.py`, some minutes.

Questions of tests/data that the commentary answers (dev, fresh-*: none of those under
questions/narrative) are asked of their own report, as they are and reworded by the list of everyday
words read backwards, and of the two reports of other fields, where nothing answers them. Beside them
stand the questions of tests/bench/evidence on four small reports made up for this: in words that the
report does not use, and, of the same field, what it does not say. Printed are
the weights of `assistant/answering/evidence.py` and the threshold at which one in twenty of the
questions without an answer is answered: each counts less than an answer withheld.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from assistant.answering.everyday import printed_for  # noqa: E402
from assistant.answering.evidence import Evidence  # noqa: E402
from assistant.conversation import Conversation  # noqa: E402
from assistant.engine import Engine, Turn  # noqa: E402
from assistant.evaluation.cases import load_cases  # noqa: E402
from assistant.planning.commentary import narrative_plan  # noqa: E402
from assistant.plans import NarrativePlan  # noqa: E402
from assistant.understanding.question import fold  # noqa: E402
from corpus.parse import parse_report  # noqa: E402
from index.build import build_index, open_index  # noqa: E402
from index.embedding import SentenceTransformerEmbeddings  # noqa: E402
from index.prepare import prepare_model  # noqa: E402

DATA = ROOT / "tests" / "data"
REPORTS = {
    "niigata": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    "asahi": DATA / "reports" / "asahi-kodomo-r5.txt",
    "minato": DATA / "reports" / "minato-kankyo-r7.txt",
}
FILES = {
    DATA / "dev.jsonl": "niigata",
    DATA / "questions" / "fresh-niigata.jsonl": "niigata",
    DATA / "questions" / "fresh-asahi.jsonl": "asahi",
    DATA / "questions" / "fresh-minato.jsonl": "minato",
}
SMALL = Path(__file__).parent / "evidence"
_WRONGLY_ANSWERED = 0.05
_STEPS, _RATE, _DECAY = 3000, 0.5, 0.01


def main() -> None:
    embeddings = SentenceTransformerEmbeddings(prepare_model(ROOT / ".model" / "e5-small"))
    with tempfile.TemporaryDirectory() as folder:
        engines: dict[str, Engine] = {}
        for name, path in REPORTS.items():
            home = Path(folder) / name
            build_index(home, [parse_report(path)], embeddings)
            search = open_index(home, embeddings).passages.search
            engines[name] = Engine(parse_report(path), lambda query: (), search)
        rows: list[tuple[Evidence, bool]] = []
        for path, own in FILES.items():
            for case in load_cases(path):
                question = case.turns[0]
                if (
                    len(case.turns) > 1
                    or case.expect.status != "answered"
                    or not _narrative(engines[own], question)
                ):
                    continue
                for name, engine in engines.items():
                    for text in {question, _reworded(question)}:
                        rows += [(one, name == own) for one in _evidence(engine, text)]
        apart = len(rows)
        for path in sorted(SMALL.glob("*.jsonl")):
            home = Path(folder) / path.stem
            report = parse_report(path.with_suffix(".xlsx"))
            build_index(home, [report], embeddings)
            engine = Engine(report, lambda query: (), open_index(home, embeddings).passages.search)
            for case in load_cases(path):
                found = _evidence(engine, case.turns[0])
                rows += [(one, case.expect.status == "answered") for one in found]
    x = np.array([one.signals for one, _ in rows])
    y = np.array([float(right) for _, right in rows])
    weights = _fit(x, y)
    odds = x @ weights[:-1] + weights[-1]
    threshold = _threshold(odds, y)
    for name, part in (("大きい報告書", slice(0, apart)), ("小さい報告書", slice(apart, None))):
        known, likely = y[part] > 0, odds[part]
        at = " ".join(
            f"{one:.1f}:{(likely[known] <= one).mean():.0%}/{(likely[~known] > one).mean():.0%}"
            for one in np.arange(-1.0, 1.6, 0.25)
        )
        print(f"{name}（しきい値:誤って断る/誤って答える）{at}")
    print(f"{int(y.sum())} 答えのある質問、{int(len(y) - y.sum())} 答えのない質問")
    print("重み", np.round(weights[:-1], 2).tolist(), "定数", round(float(weights[-1]), 2))
    print(
        f"しきい値 {threshold:.2f}：誤って断る {(odds[y > 0] <= threshold).mean():.1%}、誤って答える {(odds[y == 0] > threshold).mean():.1%}"
    )


def _narrative(engine: Engine, question: str) -> bool:
    return isinstance(engine.decide(engine.read(Turn(question, Conversation()))).plan, NarrativePlan)


def _evidence(engine: Engine, question: str) -> list[Evidence]:
    reading = engine.read(Turn(question, Conversation())).reading
    assert reading is not None
    plan = narrative_plan(reading, engine.planner)
    assert isinstance(plan, NarrativePlan)
    return [one for one in [engine.evidence(plan, reading)] if one is not None]


def _reworded(question: str) -> str:
    """Say the words of a question as people do, where the list of everyday words knows them."""
    text = fold(question)
    for said, printed in printed_for():
        for one in printed:
            if len(one) >= 2 and len(said) >= 2 and one in text:
                text = text.replace(one, said)
                break
    return text


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic model, both classes counting the same, the constant last."""
    with_one = np.c_[x, np.ones(len(x))]
    counts = np.where(y > 0, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    weights = np.zeros(with_one.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-with_one @ weights))
        weights -= _RATE * (with_one.T @ (counts * (likely - y)) + _DECAY * np.r_[weights[:-1], 0])
    return weights


def _threshold(odds: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the odds above which one in twenty of the questions lies that nothing answers."""
    return float(np.quantile(odds[y == 0], 1 - _WRONGLY_ANSWERED))


if __name__ == "__main__":
    main()
