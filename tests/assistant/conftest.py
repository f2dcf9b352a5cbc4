"""The three reports, an assistant over each, and one run over all question files that several tests share."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.assistant import Assistant
from assistant.conversation import Conversation
from assistant.engine import Engine, Turn
from assistant.evaluation import EvaluationReport, evaluate
from assistant.plans import Plan
from assistant.settings import Settings
from assistant.types import Answer
from assistant.understanding.reading import Reading
from corpus.parse import parse_report
from corpus.types import Report
from index.build import build_index, open_index
from index.embedding import SentenceTransformerEmbeddings, prepare_model

sys.path.insert(0, str(Path(__file__).resolve().parent))  # main_text

ROOT = Path(__file__).resolve().parents[2]
TEST_DATA = Path(__file__).resolve().parents[1] / "data"

REPORT_FILES = {
    "niigata": ROOT / "corpus" / "reports" / "niigata-chiiki-fukushi-r6.txt",
    "asahi": TEST_DATA / "reports" / "asahi-kodomo-r5.txt",
    "minato": TEST_DATA / "reports" / "minato-kankyo-r7.txt",
}
QUESTION_FILES = {
    "dev": ("niigata", TEST_DATA / "dev.jsonl"),
    "fresh-niigata": ("niigata", TEST_DATA / "questions" / "fresh-niigata.jsonl"),
    "fresh-asahi": ("asahi", TEST_DATA / "questions" / "fresh-asahi.jsonl"),
    "fresh-minato": ("minato", TEST_DATA / "questions" / "fresh-minato.jsonl"),
}


@dataclass(frozen=True)
class Talk:
    """A person at the screen: asks one question after the other and reads the last answer."""

    assistant: Assistant

    def __call__(self, *turns: str) -> Answer:
        """Hold a fresh conversation of these turns; returns the answer to the last."""
        conversation: Conversation | None = None
        for turn in turns:
            reply = self.assistant.ask(turn, conversation)
            conversation = reply.conversation
        return reply.answer


@dataclass(frozen=True)
class Desk:
    """What a question is read and planned as in one report, without any store."""

    engine: Engine

    def read(self, question: str) -> Reading:
        """Return the reading of one question."""
        reading = self.engine.read(Turn(question, Conversation())).reading
        assert reading is not None
        return reading

    def plan(self, question: str) -> Plan:
        """Return the plan of a first question."""
        plan = self.engine.decide(self.engine.read(Turn(question, Conversation()))).plan
        assert plan is not None
        return plan


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    """The bundled report and the two fictional ones, parsed."""
    return {name: parse_report(path) for name, path in REPORT_FILES.items()}


@pytest.fixture(scope="session")
def desks(reports: dict[str, Report]) -> dict[str, Desk]:
    """Reading and planning over each report."""
    return {
        name: Desk(Engine(report, lambda query: (), lambda query: [])) for name, report in reports.items()
    }


@pytest.fixture(scope="session")
def open_store(
    tmp_path_factory: pytest.TempPathFactory, reports: dict[str, Report]
) -> Iterator[Callable[..., Assistant]]:
    """Build a store of the named reports and open an assistant over it."""
    opened = []

    def build(*names: str, embeddings: Embeddings | None = None) -> Assistant:
        home = tmp_path_factory.mktemp("store")
        build_index(home, [reports[name] for name in names], embeddings)
        index = open_index(home, embeddings)
        opened.append(index)
        return Assistant(index, Settings(home=home))

    yield build
    for index in opened:
        index.close()


@pytest.fixture(scope="session")
def assistants(open_store: Callable[..., Assistant]) -> dict[str, Assistant]:
    """One assistant per report, without the embedding model: all that a table question needs."""
    return {name: open_store(name) for name in REPORT_FILES}


@pytest.fixture(scope="session")
def ask(assistants: dict[str, Assistant]) -> dict[str, Talk]:
    """Conversations with each of the model-free assistants."""
    return {name: Talk(assistant) for name, assistant in assistants.items()}


class RememberedEmbeddings(Embeddings):
    """The real model, with its vectors kept between test runs: embedding takes most of a minute.

    Vectors are kept by the model's identity and the exact text, so a new model or text is embedded anew.
    """

    def __init__(self, model: SentenceTransformerEmbeddings, folder: Path | None) -> None:
        self._model = model
        self.identity = model.identity
        self._file = folder / f"{hash_of(model.identity):x}.pickle" if folder else None
        self._held: dict[tuple[str, str], list[float]] = {}
        if self._file and self._file.is_file():
            self._held = pickle.loads(self._file.read_bytes())
        self._known = len(self._held)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        missing = [one for one in dict.fromkeys(texts) if ("passage", one) not in self._held]
        if missing:
            vectors = self._model.embed_documents(missing)
            self._held |= {("passage", text): one for text, one in zip(missing, vectors, strict=True)}
        return [self._held["passage", one] for one in texts]

    def embed_query(self, text: str) -> list[float]:
        if ("query", text) not in self._held:
            self._held["query", text] = self._model.embed_query(text)
        return self._held["query", text]

    def keep(self) -> None:
        """Write what is new, in one step, so that two test runs cannot leave half a file."""
        if self._file and len(self._held) > self._known:
            fresh = self._file.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(pickle.dumps(self._held))
            fresh.replace(self._file)


def hash_of(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@pytest.fixture(scope="session")
def real_model(pytestconfig: pytest.Config) -> Iterator[RememberedEmbeddings]:
    """The real model with the vectors of earlier test runs."""
    cache = pytestconfig.cache
    folder = cache.mkdir("keikaku-vectors") if cache is not None else None
    model = RememberedEmbeddings(
        SentenceTransformerEmbeddings(prepare_model(ROOT / ".model" / "e5-small")), folder
    )
    yield model
    model.keep()


@pytest.fixture(scope="session")
def runs(
    open_store: Callable[..., Assistant], real_model: RememberedEmbeddings
) -> dict[str, EvaluationReport]:
    """All question files, asked once with the real model; the slow part of this folder."""
    opened = {name: open_store(name, embeddings=real_model) for name in REPORT_FILES}
    return {name: evaluate(opened[report], path) for name, (report, path) in QUESTION_FILES.items()}
