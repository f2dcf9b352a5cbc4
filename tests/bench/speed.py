"""Accuracy and speed of the installed command on the bundled questions, as Markdown tables.

Run by `make bench`. Everything goes through the command itself, as a user would, in a store of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("keikaku")
CASES = ROOT / "tests" / "data" / "dev.jsonl"
REPORT = ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"


def keikaku(*arguments: str, home: Path) -> tuple[float, str]:
    """Run the command; return its wall time in milliseconds and what it printed."""
    started = time.perf_counter()
    result = subprocess.run(
        [COMMAND, *arguments],
        env=os.environ | {"KEIKAKU_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return (time.perf_counter() - started) * 1000, result.stdout


def first_question(category: str) -> str:
    """Return the first bundled question of a category that takes a single turn."""
    cases = (json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines() if line)
    return next(one["turns"][0] for one in cases if one["category"] == category and len(one["turns"]) == 1)


def row(name: str, times: list[float]) -> str:
    """Return one line of the table: how often, median, slowest."""
    return f"| {name} | {len(times)} | {median(times):,.0f} | {max(times):,.0f} |"


def main() -> None:
    """Print the score of the bundled questions, then how long each kind of use takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ingest, _ = keikaku("ingest", str(REPORT), home=home)
        cold = {
            category: [keikaku("ask", first_question(category), home=home)[0] for _ in range(5)]
            for category in ("lookup", "narrative")
        }
        _, printed = keikaku("ask", "--batch", str(CASES), home=home)
        answers = [json.loads(line) for line in printed.splitlines()]
        warm: dict[str, list[float]] = {}
        for answer in answers:
            warm.setdefault(answer["route"], []).append(answer["elapsed_ms"])

        print(keikaku("evaluate", str(CASES), home=home)[1])
        print("## 速さ\n")
        print("| 何を | 回数 | 中央値 ms | 最大 ms |\n| --- | --- | --- | --- |")
        print(row("ingest（新しいプロセス）", [ingest]))
        print(row("ask 数値の質問（新しいプロセス）", cold["lookup"]))
        print(row("ask 文章の質問（新しいプロセス、モデル読み込みを含む）", cold["narrative"]))
        for route, times in sorted(warm.items()):
            print(row(f"質問1件、経路 {route}（同じプロセス）", times))


if __name__ == "__main__":
    main()
