"""The indicator nearest in meaning: what is never taken for it, and how often it is right with the real model.

The questions in tests/data/questions/naming were written by somebody who saw only the reports: 100 name an
indicator in other words than those printed, 40 ask for what looks alike and is not there. Without the
nearest name 49 of the 100 were right when first run; the limits are what was reached when last run.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.evaluation import evaluate
from assistant.planning.nearest import is_another, load_weights
from assistant.settings import Settings
from assistant.understanding.counters import counts_other, same_unit
from assistant.understanding.few_shot import FewShot
from assistant.understanding.reading import read_question
from corpus.parse import parse_report
from index.build import build_index, open_index

DATA = Path(__file__).resolve().parents[1] / "data"
NAMING = sorted((DATA / "questions" / "naming").glob("*.jsonl"))
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(parse_report(DATA / "reports" / "hoshino-kankyo.xlsx"), lambda _: (), lambda _: [])


def indicator(engine: Engine, part: str) -> str:
    return next(one.id for one in engine.catalog.indicators.values() if part in (one.name or ""))


@pytest.mark.parametrize(
    ("question", "name", "another"),
    [
        ("お店や会社から出るごみは一年で何トン？", "事業系ごみ", False),
        ("家庭から出るごみは一年で何トン？", "事業系ごみ", True),  # the name says 事業
        ("ホタルは何匹いましたか", "ホタル", True),  # counted in 地点
        ("フェスタに来た女性は何人？", "環境フェスタ", True),
        ("フェスタに来た人は何人？", "環境フェスタ", False),
        ("フェスタにはいくら使いましたか", "環境フェスタ", True),
        ("フェスタの満足率は何％？", "環境フェスタ", True),
        ("フェスタは続けるべきだと思いますか", "環境フェスタ", True),
    ],
)
def test_another_thing_is_told_apart(engine: Engine, question: str, name: str, another: bool) -> None:
    reading = read_question(question, engine.catalog, engine.linker)
    assert is_another(indicator(engine, name), reading, engine.planner) is another


@pytest.mark.parametrize(
    ("asked", "printed", "name", "other"),
    [
        ("人", "人", "来場者数", False),
        ("名", "人", "来場者数", False),
        ("人", "", "", False),
        ("人", "社", "企業数", True),
        ("人", "組", "参加者数", False),
        ("軒", "店", "協力店数", False),
        ("店", "店", "協力店数", False),
        ("件", "%", "割合", False),
    ],
)
def test_counters(asked: str, printed: str, name: str, other: bool) -> None:
    same = same_unit(asked, printed) if printed else True
    assert (counts_other(asked, printed, name) if printed else not same) is other


class Unasked(Embeddings):
    """A model that must not be asked."""

    identity = "e5-small@test"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError("a question that names its indicator needs no model")

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError("a question that names its indicator needs no model")


@pytest.mark.parametrize(
    "question",
    ["リサイクル率は？", "環境フェスタの来場者数のR5の目標は？", "遅れの指標は？", "フェスタの課題は？"],
)
def test_no_model_is_asked_where_the_words_name_what_is_meant(question: str) -> None:
    report = parse_report(DATA / "reports" / "hoshino-kankyo.xlsx")
    engine = Engine(report, lambda _: (), lambda _: [], operations=FewShot(Unasked()))
    engine.ask(question, Conversation())


def test_the_weights_are_of_the_model_that_is_shipped() -> None:
    weights = load_weights()
    assert weights.model == "e5-small" and len(weights.features) == 8
    assert 0.5 <= weights.least <= weights.least_of_stated < 1


def test_items_named_in_other_words(tmp_path_factory: pytest.TempPathFactory, real_model: Embeddings) -> None:
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for path in NAMING:
        home = tmp_path_factory.mktemp(path.stem)
        build_index(home, [parse_report(DATA / "reports" / f"{path.stem}.xlsx")], real_model)
        with closing(open_index(home, real_model)) as index:
            run = evaluate(Assistant(index, Settings(home=home), FewShot(real_model)), path)
        for one in run.outcomes:
            asked[one.case.category] += 1
            right[one.case.category] += not one.verdict.failures
    assert asked == {"lookup": 100, "out_of_scope": 40}
    assert right["lookup"] >= 72
    assert right["out_of_scope"] >= 19
