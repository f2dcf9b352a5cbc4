"""Check every quotation of narrative answers: `python tests/bench/quotations.py [--answers 1000] [--show]`.

Asked for is every row of the reports of tests/data and of generated ones: its work, its problems, why,
what it is, and what is written about words of its own sentences. A quotation is right when every
character of it stands, as quoted, in the cell of the report at the source and place cited. The search
goes by words alone: what is quoted does not depend on what found it. Ends with 1 if one is wrong.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "generator"))

from report_generator import generate, write  # noqa: E402

from assistant.assistant import Assistant  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from assistant.types import Answer  # noqa: E402
from corpus.parse import parse_report  # noqa: E402
from corpus.types import Report  # noqa: E402
from index.build import build_index, open_index  # noqa: E402
from index.sentences import split_sentences  # noqa: E402

FILES = [
    ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    *sorted(
        path
        for path in (ROOT / "tests" / "data" / "reports").iterdir()
        if path.suffix in (".txt", ".xlsx", ".tsv")
    ),
]
_ASKED = (
    "の課題は？",
    "の取組状況は？",
    "とは何ですか？",
    "について何と書いてありますか？",
    "が増えた理由は？",
    "の今後の対応は？",
)
_QUOTED_LINE = re.compile(r"^> (.+)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--answers", type=int, default=1000, help="how many answers with a quotation")
    parser.add_argument("--show", action="store_true", help="name every wrong quotation")
    options = parser.parse_args()
    answers, quotations, reports = 0, 0, 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for report in _reports(Path(folder)):
            if answers >= options.answers:
                break
            reports += 1
            for question, answer in _answers(report, Path(folder) / f"store-{reports}"):
                if not answer.quotations or answers >= options.answers:
                    continue
                answers += 1
                quotations += sum(len(one.quotes) for one in answer.quotations)
                wrong += [f"{report.name}: {question}: {line}" for line in wrong_quotations(report, answer)]
    print(f"{reports}報告書、引用のある答え{answers}件、引用{quotations}件、原文と違う引用{len(wrong)}件")
    if options.show:
        print("\n".join(wrong))
    return 1 if wrong or answers < options.answers else 0


def wrong_quotations(report: Report, answer: Answer) -> list[str]:
    """Return what an answer quotes or shows as quoted that is not in the cell at its source and place."""
    cells: dict[tuple[str, str], list[str]] = {}
    for one in report.passages:
        cells.setdefault((one.source, str(one.place)), []).extend((one.text, one.printed))
    quoted = [
        (line, cells.get((one.source, one.place), [])) for one in answer.quotations for line in one.quotes
    ]
    cited = [text for one in answer.quotations for text in cells.get((one.source, one.place), [])]
    shown = [(line, cited) for line in _QUOTED_LINE.findall(answer.answer)]
    return [line for line, texts in (*quoted, *shown) if not any(line in text for text in texts)]


def _reports(folder: Path) -> Iterator[Report]:
    for path in FILES:
        yield parse_report(path)
    seed = 0
    while True:
        path, _ = write(generate(seed), folder, f"made-{seed}")
        yield parse_report(path)
        seed += 1


def _answers(report: Report, home: Path) -> Iterator[tuple[str, Answer]]:
    build_index(home, [report], None)
    rng = random.Random(report.name)
    with closing(open_index(home, None)) as index:
        assistant = Assistant(index, Settings(home=home))
        for question in _questions(report, rng):
            yield question, assistant.ask(question).answer


def _questions(report: Report, rng: random.Random) -> Iterator[str]:
    for initiative in report.initiatives:
        for asked in _ASKED:
            if initiative.name:
                yield initiative.name + asked
    for passage in report.passages:
        sentence = rng.choice(split_sentences(passage.text) or [""])
        words = re.findall(r"[一-龥ァ-ヶー]{3,}", sentence)
        if words:
            yield f"{'の'.join(words[:2])}について何と書いてありますか？"


if __name__ == "__main__":
    raise SystemExit(main())
