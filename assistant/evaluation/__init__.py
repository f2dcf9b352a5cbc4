"""How well questions are answered: cases with expectations, the judge, and the report of a run."""

from assistant.evaluation.cases import Case, CasesFileError, Expectation, load_cases
from assistant.evaluation.report import EvaluationReport, Outcome, evaluate
from assistant.evaluation.scoring import Verdict, judge

__all__ = [
    "Case",
    "CasesFileError",
    "EvaluationReport",
    "Expectation",
    "Outcome",
    "Verdict",
    "evaluate",
    "judge",
    "load_cases",
]
