"""The regression guard: the question files, judged by the project's own scorer with the real model."""

from __future__ import annotations

from assistant.evaluation import EvaluationReport

FRESH = ("fresh-niigata", "fresh-asahi", "fresh-minato")


def test_the_development_questions_stay_answered(runs: dict[str, EvaluationReport]) -> None:
    run = runs["dev"]
    print(run.render())
    assert len(run.outcomes) == 120
    assert run.right >= 112
    assert run.misleading == 0


def test_the_fresh_questions_stay_answered(runs: dict[str, EvaluationReport]) -> None:
    for name in FRESH:
        run = runs[name]
        print(f"# {name}: {run.right}/{len(run.outcomes)}\n\n{run.render()}\n")
    scores = {name: runs[name].right / len(runs[name].outcomes) for name in FRESH}
    assert {name: score for name, score in scores.items() if score < 0.88} == {}


def test_at_most_three_fresh_questions_mislead(runs: dict[str, EvaluationReport]) -> None:
    assert sum(runs[name].misleading for name in FRESH) <= 3


def test_no_question_of_the_files_ends_in_an_error(runs: dict[str, EvaluationReport]) -> None:
    failed = [
        one.case.id for run in runs.values() for one in run.outcomes if one.answer.status.value == "error"
    ]
    assert failed == []
