"""Questions written apart from the code, on the bundled report and on reports of other fields.

Writers who saw only the reports wrote them (tests/data/questions/council, one file a report); the
limits below are what was reached when they were last run, so that nothing is lost unseen.
No embedding model is used: they are about figures, which need none.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation import EvaluationReport, evaluate
from assistant.settings import Settings
from corpus.parse import parse_report
from index.build import build_index, open_index

ROOT = Path(__file__).resolve().parents[2]
TEST_DATA = Path(__file__).resolve().parents[1] / "data"
CASES = sorted((TEST_DATA / "questions" / "council").glob("*.jsonl"))
TALK = sorted((TEST_DATA / "questions" / "colloquial").glob("*.jsonl"))
BUNDLED = {"niigata": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"}


def report_file(name: str) -> Path:
    """The report that a file of questions is about."""
    if name in BUNDLED:
        return BUNDLED[name]
    return next(path for path in (TEST_DATA / "reports").glob(f"{name}.*") if path.suffix != ".json")


def run_all(cases: list[Path], factory: pytest.TempPathFactory) -> dict[str, EvaluationReport]:
    """Ask every file of questions of its own report."""
    done = {}
    for path in cases:
        home = factory.mktemp(path.stem)
        build_index(home, [parse_report(report_file(path.stem))], None)
        with closing(open_index(home, None)) as index:
            done[path.stem] = evaluate(Assistant(index, Settings(home=home)), path)
    return done


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EvaluationReport]:
    """Questions in every style, asked of their reports."""
    return run_all(CASES, tmp_path_factory)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EvaluationReport]:
    """Corridor talk, dialect, slang and preambles: what is hardest to read."""
    return run_all(TALK, tmp_path_factory)


def test_questions_of_every_category_stay_answered(council: dict[str, EvaluationReport]) -> None:
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for run in council.values():
        for one in run.outcomes:
            asked[one.case.category] += 1
            right[one.case.category] += one.verdict.right
    shares = {category: right[category] / number for category, number in asked.items()}
    print({category: f"{right[category]}/{asked[category]}" for category in asked})
    assert sum(asked.values()) >= 900
    assert {category: share for category, share in shares.items() if share < 0.86} == {}
    assert sum(right.values()) / sum(asked.values()) >= 0.92


def test_few_of_them_mislead(council: dict[str, EvaluationReport]) -> None:
    assert sum(run.misleading for run in council.values()) <= 10


def test_none_ends_in_an_error(council: dict[str, EvaluationReport]) -> None:
    failed = [
        one.case.id for run in council.values() for one in run.outcomes if one.answer.status.value == "error"
    ]
    assert failed == []


def test_talk_is_read_as_well_as_it_was(talk: dict[str, EvaluationReport]) -> None:
    asked = sum(len(run.outcomes) for run in talk.values())
    right = sum(one.verdict.right for run in talk.values() for one in run.outcomes)
    misleading = sum(run.misleading for run in talk.values())
    print(f"{right}/{asked}, {misleading} misleading")
    assert asked >= 280
    assert right / asked >= 0.60
    assert misleading <= 35


def test_talk_never_ends_in_an_error(talk: dict[str, EvaluationReport]) -> None:
    failed = [
        one.case.id for run in talk.values() for one in run.outcomes if one.answer.status.value == "error"
    ]
    assert failed == []
