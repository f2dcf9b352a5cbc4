"""Engines without commentary search over reports that the tests hold, each made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.types import Answer
from corpus.parse import parse_report
from corpus.types import Report

HELD = Path(__file__).resolve().parents[1] / "data" / "reports"


def engine_over(report: Report) -> Engine:
    """Return an engine that answers from the tables of one report alone."""
    return Engine(report, lambda query: (), lambda query: [])


@cache
def engine_of(name: str) -> Engine:
    """Return the engine over a held workbook by its stem."""
    return engine_over(parse_report(HELD / f"{name}.xlsx"))


def ask(engine: Engine, question: str) -> Answer:
    """Ask one question of its own."""
    return engine.ask(question, Conversation())[0]
