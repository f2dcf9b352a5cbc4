"""The steps of one question: plain and as a LangChain chain alike, and light where no model is needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from main_text import without_reference

from assistant.assistant import Assistant
from assistant.chain import build_chain
from assistant.conversation import Conversation
from assistant.engine import Engine, Turn
from index.build import open_index
from index.query import PassageQuery

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = [
    "民生委員協力員の令和6年度の目標と実績は？",
    "R6で達成率の高い指標トップ3は？",
    "A評価って全部で何指標？",
    "Ｃ評価だった指標を全部あげて",
    "民生委員の負担を軽くするために市は何をした？",
    "更生保護女性会の会員数、R5とR6の数と減った背景は？",
    "保護司の担当課は？",
    "市長申立の件数を教えて",
    "平成28年度の協力雇用主数は？",
    "こんにちは",
    "C評価はどういう意味？",
    "多機関協働事業はどこの再掲？",
]


@pytest.fixture(scope="session")
def engine(open_store: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return an engine over the bundled report with the word search of a real store."""
    assistant = open_store("niigata")
    index = open_index(assistant._settings.home, None)

    def search(query: PassageQuery) -> Any:
        return index.passages.search(query)

    name = index.facts.reports()[0].name
    yield Engine(index.facts.report(name), index.facts.run, search)
    index.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_chain_gives_the_same_answer_as_the_plain_run(engine: Engine, question: str) -> None:
    plain, after = engine.ask(question, Conversation())
    turn = build_chain(engine).invoke(Turn(question, Conversation()))
    assert turn.answer is not None
    assert replace(turn.answer, elapsed_ms=0) == replace(plain, elapsed_ms=0)
    assert turn.plan is not None
    assert after.plan in (turn.plan, None)


def test_a_step_of_the_chain_can_be_followed_by_ones_own(engine: Engine) -> None:
    chain = build_chain(engine) | (lambda turn: without_reference(turn.answer.answer))
    assert chain.invoke(Turn("民生委員協力員の令和5年度の実績は？", Conversation())) == (
        "令和5年度（R5）の民生委員協力員数の実績は67人です。"
    )


def test_the_whole_assistant_is_a_runnable(assistants: dict[str, Assistant]) -> None:
    runnable = assistants["niigata"].as_runnable()
    first = runnable.invoke({"question": "保護司のR5の実績は？"})
    second = runnable.invoke({"question": "R6は？", "conversation": first.conversation})
    assert without_reference(second.answer.answer) == "令和6年度（R6）の保護司数の実績は289人です。"


def test_each_answer_says_how_long_it_took(engine: Engine) -> None:
    answer, _ = engine.ask("保護司の実績は？", Conversation())
    assert 0 < answer.elapsed_ms < 5000


def test_fit_tells_whose_words_a_question_uses(engine: Engine) -> None:
    assert engine.fit("保護司の人数は？") == pytest.approx(1.0)
    assert engine.fit("宇宙飛行士の人数は？") < 0.5
    assert engine.fit("？") == 0.0


@pytest.mark.parametrize(
    "question", ["民生委員協力員の令和6年度の達成率は？", "R6でC評価の指標は？", "長岡市の保護司は？"]
)
def test_a_cold_table_question_loads_neither_model_nor_vector_store_nor_runnables(
    assistants: dict[str, Assistant], question: str
) -> None:
    heavy = ("torch", "transformers", "chromadb", "gradio", "pandas", "langchain_core.runnables")
    code = (
        "import sys; from pathlib import Path;"
        "from assistant.assistant import Assistant; from assistant.settings import Settings;"
        f"assistant = Assistant.open(Settings(home=Path({str(assistants['niigata']._settings.home)!r})));"
        f"print(assistant.ask({question!r}).answer.status.value);"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    status, loaded = done.stdout.splitlines()
    assert status in ("answered", "not_in_report")
    assert loaded == "[]"
