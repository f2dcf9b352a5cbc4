"""Learn when the indicator nearest in meaning is meant, and say how well it is told.

Run by hand: `.venv/bin/python -m tests.bench.nearest [--write]`. It takes the questions in
tests/data/questions that no rule can link to an indicator: those about one indicator as examples of it,
those about what the report does not hold as examples against. Each report is judged with weights learnt
from the others; `--write` keeps the weights learnt from all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.planning import nearest
from assistant.plans import FiguresPlan
from assistant.settings import Settings
from assistant.understanding.few_shot import FewShot
from assistant.understanding.reading import read_question
from corpus.parse import parse_report

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "tests" / "data" / "questions"
KINDS = ("council", "naming", "answerable")
REPORTS = (ROOT / "tests" / "data" / "reports", ROOT / "corpus" / "reports")
WEIGHTS = ROOT / "assistant" / "data" / "nearest_weights.toml"
RIDGE = 3.0  # of the logistic regression, on features at unit spread
LEAST, LEAST_OF_STATED = 0.6, 0.65


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield (report, question, id of the indicator or empty) of single questions about one item or none."""
    for path in sorted(one for kind in KINDS for one in QUESTIONS.glob(f"{kind}/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            expect, category = case["expect"], case["category"]
            ids = expect.get("sources", [])
            if len(case["turns"]) > 1:
                continue
            named = len(ids) == 1 and "#" in ids[0] and ":" not in ids[0]
            if category in ("lookup", "target_vs_actual", "trend") and named:
                yield path.stem, case["turns"][0], ids[0]
            elif category in ("out_of_scope", "unanswerable") and expect.get("status") == "not_in_report":
                yield path.stem, case["turns"][0], ""


def report_of(stem: str) -> Path | None:
    """Return the file of a report that questions are about."""
    found = [one for folder in REPORTS for one in folder.glob(f"{stem}*")]
    return found[0] if found else None


def examples(operations: FewShot) -> tuple[list[tuple[float, ...]], list[bool], list[str]]:
    """Return the features, whether the nearest is meant, and the report, of what the rules leave open."""
    features, meant, reports = [], [], []
    engines: dict[str, Engine] = {}
    for stem, question, gold in cases():
        path = report_of(stem)
        if path is None:
            continue
        if stem not in engines:
            engines[stem] = Engine(parse_report(path), lambda _: (), lambda _: [], operations=operations)
        engine = engines[stem]
        reading = read_question(question, engine.catalog, engine.linker)
        plan = engine.planner.plan(reading, Conversation())
        names = engine.planner.names
        if names is None or not names.usable or not nearest.is_open(plan, reading):
            continue
        if isinstance(plan, FiguresPlan):
            continue
        near = names.nearness(question)
        if nearest.is_another(nearest.first_of(near, reading, engine.planner), reading, engine.planner):
            continue
        features.append(nearest.features_of(near, reading, engine.planner))
        meant.append(bool(gold) and nearest.first_of(near, reading, engine.planner) == gold)
        reports.append(stem)
    return features, meant, reports


def learnt(features: Any, meant: Any) -> tuple[float, Any]:
    """Return offset and weights of a ridge logistic regression in which both classes weigh alike."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    inputs = np.c_[np.ones(len(features)), (features - mean) / spread]
    share = meant.mean()
    sample = np.where(meant, 0.5 / share, 0.5 / (1 - share))
    penalty = np.diag([0.0, *[RIDGE] * features.shape[1]])
    weights = np.zeros(inputs.shape[1])
    for _ in range(50):  # Newton's method
        guess = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (sample * (guess - meant)) + penalty @ weights
        curve = (inputs * (sample * guess * (1 - guess))[:, None]).T @ inputs + penalty
        weights = weights - np.linalg.solve(curve, slope)
    scaled = weights[1:] / spread
    return float(weights[0] - scaled @ mean), scaled


def main() -> None:
    """Print what is accepted of either kind at several limits; keep the weights if told to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    operations = FewShot(Settings(home=ROOT).embeddings())
    found, meant_list, reports_list = examples(operations)
    features, meant, reports = np.array(found), np.array(meant_list), np.array(reports_list)
    print(f"left open by the rules: {len(meant)}, the nearest is meant in {meant.sum()}")
    sure = np.zeros(len(meant))
    for report in sorted(set(reports_list)):
        held = reports == report
        offset, weights = learnt(features[~held], meant[~held])
        sure[held] = 1 / (1 + np.exp(-offset - features[held] @ weights))
    print("least  meant and accepted  not meant but accepted  (each report by the others' weights)")
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(f"{least:5}  {(sure[meant] >= least).mean():18.0%}  {(sure[~meant] >= least).mean():22.0%}")
    if arguments.write:
        offset, weights = learnt(features, meant)
        kept = ", ".join(f"{one:.4f}" for one in weights)
        WEIGHTS.write_text(
            "# Learnt by `python -m tests.bench.nearest --write` from tests/data/questions; not edited by hand.\n"
            f'model = "e5-small"\noffset = {offset:.4f}\nfeatures = [{kept}]\n'
            f"least = {LEAST}\nleast_of_stated = {LEAST_OF_STATED}\n",
            encoding="utf-8",
        )
        print(f"written: {WEIGHTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
