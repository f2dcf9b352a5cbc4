"""A run over the cases and its report: score per category, routes taken, every failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.scoring import Verdict, judge
from assistant.types import Answer, Route, Status
from corpus.errors import KeikakuError


class Reply(Protocol):
    """One answer and the conversation to hand to the next question."""

    @property
    def answer(self) -> Answer:
        """What the person is shown."""
        ...

    @property
    def conversation(self) -> Any:
        """What the next turn needs to know."""
        ...


class Asker(Protocol):
    """What is evaluated: the Assistant, or a scripted one in tests."""

    def ask(self, question: str, conversation: Any = None) -> Reply:
        """Answer one question; `conversation` is what the turn before handed over."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, the answer to its last turn, and the verdict."""

    case: Case
    answer: Answer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The outcomes of a run, in the order of the cases."""

    outcomes: tuple[Outcome, ...]

    @property
    def right(self) -> int:
        """The number of cases answered as expected."""
        return sum(one.verdict.right for one in self.outcomes)

    @property
    def misleading(self) -> int:
        """The number of cases with a wrong figure stated as fact."""
        return sum(one.verdict.misleading for one in self.outcomes)

    @property
    def by_category(self) -> dict[str, list[Outcome]]:
        """The outcomes of each category, in the order the categories first appear."""
        grouped: dict[str, list[Outcome]] = {}
        for one in self.outcomes:
            grouped.setdefault(one.case.category, []).append(one)
        return grouped

    @property
    def routes(self) -> Counter[tuple[str, str]]:
        """How often each (expected route, route taken) came; of several expected, the one taken counts."""
        return Counter(
            (taken if taken in expected or not expected else expected[0], taken)
            for expected, taken in ((one.case.expect.routes, one.answer.route.value) for one in self.outcomes)
        )

    def render(self) -> str:
        """Return the whole report as Markdown in Japanese."""
        parts = [self._scores(), self._confusion(), self._failures()]
        return "\n\n".join(part for part in parts if part)

    def _scores(self) -> str:
        rows = [_score_row(category, group) for category, group in self.by_category.items()]
        rows.append(_score_row("計", self.outcomes))
        return "## 区分ごとの結果\n\n" + _table(("区分", "正解", "問", "誤導", "中央値 ms", "最大 ms"), rows)

    def _confusion(self) -> str:
        names = [route.value for route in Route]
        rows = [
            (expected, *(str(self.routes[expected, taken]) for taken in names))
            for expected in names
            if any(self.routes[expected, taken] for taken in names)
        ]
        return "## 経路（行：期待、列：実際）\n\n" + _table(("", *names), rows)

    def _failures(self) -> str:
        failed = [one for one in self.outcomes if not one.verdict.right]
        if not failed:
            return ""
        rows = [
            (
                one.case.id,
                one.case.category,
                " → ".join(one.case.turns),
                ("誤導 " if one.verdict.misleading else "") + " ".join(one.verdict.failures),
                _shortened(one.answer.answer),
            )
            for one in failed
        ]
        return f"## 不正解 {len(failed)}問\n\n" + _table(("id", "区分", "質問", "理由", "答え"), rows)


def evaluate(asker: Asker, path: Path) -> EvaluationReport:
    """Hold each case of a JSONL file as a conversation of its own and judge its last answer.

    Raises CasesFileError where the file is no file of cases.
    """
    return EvaluationReport(tuple(_outcome(asker, case) for case in load_cases(path)))


def _outcome(asker: Asker, case: Case) -> Outcome:
    answer = _last_answer(asker, case.turns)
    return Outcome(case, answer, judge(case.expect, answer))


def _last_answer(asker: Asker, turns: Sequence[str]) -> Answer:
    conversation = None
    try:
        for turn in turns:
            reply = asker.ask(turn, conversation)
            conversation = reply.conversation
    except KeikakuError as error:
        return Answer(status=Status.ERROR, route=Route.NONE, answer=str(error), interpretation="")
    return reply.answer


def _score_row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    elapsed = [one.answer.elapsed_ms for one in outcomes]
    return (
        name,
        str(sum(one.verdict.right for one in outcomes)),
        str(len(outcomes)),
        str(sum(one.verdict.misleading for one in outcomes)),
        f"{median(elapsed):.0f}",
        f"{max(elapsed):.0f}",
    )


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _shortened(text: str, length: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
