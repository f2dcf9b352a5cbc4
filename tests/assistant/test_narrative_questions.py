"""Questions about the commentary: in words that the report does not use, and about what it does not say.

They were written from the reports alone, before the program was asked one (tests/data/questions/
narrative, one file a report): 150 reworded, 100 in the report's words, 100 that nothing answers.
Those under held_out/, 30 more in other words, are no material for the word list. Those under
fresh/, 30 on three reports that nothing was tuned on, came to this when first run: the right cell
first for 9, 17 refused, 3 asked back. One general mend made it 10; they are unseen no longer. The
limits are what was reached when they were last run, so that nothing is lost unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from langchain_core.embeddings import Embeddings

from assistant.answering.everyday import printed_for
from assistant.assistant import Assistant
from assistant.evaluation.cases import Case, load_cases
from assistant.settings import Settings
from assistant.types import Answer, Status
from corpus.parse import parse_report
from index.build import build_index, open_index

ROOT = Path(__file__).resolve().parents[2]
TEST_DATA = ROOT / "tests" / "data"
CASES = sorted((TEST_DATA / "questions" / "narrative").rglob("*.jsonl"))
BUNDLED = {"niigata": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt"}
# Some 700 sentences and 350 questions are embedded where no earlier run has kept their vectors.
pytestmark = pytest.mark.timeout(1200)


class Asked(NamedTuple):
    """One question with its answer, and the texts of the cells of its report by source and place."""

    case: Case
    answer: Answer
    cells: dict[tuple[str, str], str]

    @property
    def quoted(self) -> list[str]:
        """The cells that the answer quotes, in their order."""
        return [one.source for one in self.answer.quotations]


def report_file(name: str) -> Path:
    """The report that a file of questions is about."""
    if name in BUNDLED:
        return BUNDLED[name]
    folders = (TEST_DATA / "reports", TEST_DATA / "editions")
    return next(path for one in folders for path in one.glob(f"{name}.*") if path.suffix != ".json")


def ask_all(path: Path, home: Path, model: Embeddings) -> Iterator[Asked]:
    report = parse_report(report_file(path.stem))
    cells: dict[tuple[str, str], str] = {}
    for one in report.passages:
        place = (one.source, str(one.place))
        cells[place] = cells.get(place, "") + one.text + "\n" + one.printed + "\n"
    build_index(home, [report], model)
    with closing(open_index(home, model)) as index:
        assistant = Assistant(index, Settings(home=home))
        for case in load_cases(path):
            yield Asked(case, assistant.ask(case.turns[-1]).answer, cells)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, real_model: Embeddings) -> dict[str, list[Asked]]:
    """Every question asked of its own report, by category."""
    found: dict[str, list[Asked]] = {}
    for path in CASES:
        for one in ask_all(path, tmp_path_factory.mktemp(path.stem), real_model):
            found.setdefault(one.case.category, []).append(one)
    return found


def share(asked: list[Asked], right: Counter[bool]) -> float:
    return right[True] / len(asked)


def test_questions_in_other_words_quote_the_right_cell(asked: dict[str, list[Asked]]) -> None:
    questions = asked["paraphrase"]
    first = Counter(
        (one.quoted[:1] and one.quoted[0] in one.case.expect.sources) or False for one in questions
    )
    print(f"first {first[True]}/{len(questions)}")
    assert len(questions) == 150
    assert share(questions, first) >= FIRST_REWORDED


def test_other_questions_in_other_words_quote_the_right_cell(asked: dict[str, list[Asked]]) -> None:
    questions = asked["held-out"]
    first = Counter(one.quoted[:1] == list(one.case.expect.sources)[:1] for one in questions)
    print(f"first {first[True]}/{len(questions)}")
    assert len(questions) == 30
    assert share(questions, first) >= FIRST_HELD_OUT


def test_the_right_cell_is_among_the_first_three_quoted(asked: dict[str, list[Asked]]) -> None:
    questions = asked["paraphrase"]
    near = Counter(any(cell in one.case.expect.sources for cell in one.quoted[:3]) for one in questions)
    print(f"in the first three {near[True]}/{len(questions)}")
    assert share(questions, near) >= IN_THREE_REWORDED


def test_questions_on_reports_that_nothing_was_tuned_on(asked: dict[str, list[Asked]]) -> None:
    questions = asked["fresh"]
    first = Counter(one.quoted[:1] == list(one.case.expect.sources)[:1] for one in questions)
    elsewhere = [
        one.case.id
        for one in questions
        if one.quoted and not {cell.partition(":")[0] for cell in one.quoted} & _rows(one)
    ]
    print(f"first {first[True]}/{len(questions)}, other rows quoted {elsewhere}")
    assert len(questions) == 30
    assert share(questions, first) >= FIRST_FRESH
    assert len(elsewhere) <= 2


def _rows(one: Asked) -> set[str]:
    return {cell.partition(":")[0] for cell in one.case.expect.sources}


def test_questions_in_the_words_of_the_report_are_not_refused(asked: dict[str, list[Asked]]) -> None:
    questions = asked["answerable"]
    refused = Counter(one.answer.status is Status.NOT_IN_REPORT for one in questions)
    first = Counter(
        (one.quoted[:1] and one.quoted[0] in one.case.expect.sources) or False for one in questions
    )
    print(f"refused {refused[True]}, first {first[True]} of {len(questions)}")
    assert len(questions) == 100
    assert share(questions, refused) <= 0.03
    assert share(questions, first) >= FIRST_IN_ITS_WORDS


def test_what_the_report_does_not_say_is_refused(asked: dict[str, list[Asked]]) -> None:
    questions = asked["unanswerable"]
    refused = Counter(one.answer.status is Status.NOT_IN_REPORT for one in questions)
    near = Counter("関連する記載" in one.answer.answer for one in questions)
    print(f"refused {refused[True]}, with what is near {near[True]} of {len(questions)}")
    assert len(questions) == 100
    assert share(questions, refused) >= 0.95
    assert share(questions, near) >= 0.8


def test_nothing_is_quoted_that_is_not_in_the_cell_character_for_character(
    asked: dict[str, list[Asked]],
) -> None:
    wrong = [
        (one.case.id, line)
        for category in asked.values()
        for one in category
        for quotation in one.answer.quotations
        for line in quotation.quotes
        if line not in one.cells[quotation.source, quotation.place]
    ]
    assert wrong == []


def test_the_everyday_words_are_tied_to_no_report() -> None:
    """What is printed for a saying is a word, never a sentence of a report."""
    assert max(len(other) for _, others in printed_for() for other in others) <= 15


FIRST_REWORDED = 0.87
IN_THREE_REWORDED = 0.9
FIRST_HELD_OUT = 0.73
FIRST_FRESH = 0.3
FIRST_IN_ITS_WORDS = 0.88
