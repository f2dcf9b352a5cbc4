"""A scripted assistant: answers of every shape without a store or a model."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.types import (
    Answer,
    Citation,
    FigureTable,
    Quotation,
    Reason,
    Route,
    Series,
    SeriesPoint,
    Status,
)

ROOT = Path(__file__).resolve().parents[2]
CELL = "・研修会を3回開いた。 【課題】 担い手が<br>足りない*。 そのため、講座を*年2回*に増やす。"


def table_answer() -> Answer:
    """Return an answer about the figures of an imagined indicator over the years."""
    figures = [
        (2020, None, None),
        (2021, 10, 9),
        (2022, 20, 22),
        (2023, 30, None),
        (2024, 40, 35),
        (2025, 50, None),
    ]
    points = tuple(
        SeriesPoint(
            year,
            Decimal(target) if target is not None else None,
            Decimal(actual) if actual is not None else None,
            "B" if year == 2024 else None,
        )
        for year, target, actual in figures
    )
    return Answer(
        status=Status.ANSWERED,
        route=Route.TABLE,
        answer="令和6年度の実績は**35人**です。",
        interpretation="令和6年度・見守り協力員数・実績",
        rows=("①-1#1",),
        sources=("①-1#1",),
        citations=(Citation("①-1#1", "sample-r6", "5行 10列", "35"),),
        notes=("累計の値です。",),
        elapsed_ms=1.25,
        table=FigureTable(
            ("年度", "目標", "実績", "評価"),
            (("R3", "10", "9", ""), ("R4", "20", "22", ""), ("R5", "30", "", ""), ("R6", "40", "35", "B")),
        ),
        series=(Series("①-1#1", "見守り協力員数", "人", points),),
    )


def narrative_answer() -> Answer:
    """Return an answer that quotes a cell with characters that Markdown and HTML would eat."""
    quote = "担い手が<br>足りない*。"
    return Answer(
        status=Status.ANSWERED,
        route=Route.NARRATIVE,
        answer=f"課題は次のとおりです。\n\n> {quote}",
        interpretation="令和6年度・見守り協力員・課題",
        sources=("①-1:課題",),
        citations=(Citation("①-1:課題", "sample-r6", "5行 13列", quote),),
        quotations=(
            Quotation("①-1:課題", "施策① 見守り > 1 協力員 > 福祉課 > 課題", "5行 13列", (quote,), CELL),
        ),
    )


def clarification() -> Answer:
    """Return an answer that offers two readings."""
    return Answer(
        status=Status.CLARIFY,
        route=Route.TABLE,
        answer="どちらの協力員ですか。",
        interpretation="令和6年度・協力員",
        choices=("見守り協力員の実績は？", "配食協力員の実績は？"),
    )


def refusal() -> Answer:
    """Return an answer that says why the report does not hold it."""
    return Answer(
        status=Status.NOT_IN_REPORT,
        route=Route.NONE,
        answer="令和12年度は、この報告書に収録されていません。",
        interpretation="令和12年度",
        reason=Reason.YEAR_OUTSIDE,
    )


@dataclass(frozen=True)
class ScriptedReply:
    """What the scripted assistant hands back."""

    answer: Answer
    conversation: Any


@dataclass
class ScriptedAssistant:
    """Answers by a word of the question; the conversation is the tuple of the questions so far."""

    title: str = "見守り計画 令和6年度"
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def ask(self, question: str, conversation: Any = None) -> ScriptedReply:
        """Answer one question; a question with 故障 raises, as a fault in the program would."""
        self.asked.append((question, conversation))
        shapes: dict[str, Callable[[], Answer]] = {
            "課題": narrative_answer,
            "どれ": clarification,
            "令和12": refusal,
        }
        if "故障" in question:
            raise ZeroDivisionError("secret detail")
        if "遅い" in question:
            time.sleep(8 if "とても" in question else 2.5)
        make = next((shape for word, shape in shapes.items() if word in question), table_answer)
        return ScriptedReply(make(), (*(conversation or ()), question))

    def examples(self) -> tuple[str, ...]:
        """Return questions that work."""
        return ("見守り協力員数の推移は？", "見守り協力員の課題は？", "協力員はどれくらい？")


@pytest.fixture
def scripted() -> ScriptedAssistant:
    """Return a fresh scripted assistant."""
    return ScriptedAssistant()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the bundled report in it, ingested as a user does; made once, only read."""
    folder = tmp_path_factory.mktemp("store") / "home"
    files = sorted((ROOT / "corpus" / "reports").glob("*.txt"))
    command = [sys.executable, "-m", "ui.cli", "--home", str(folder), "ingest", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder
