"""The front door: one assistant over all reports in a store, one question at a time."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from assistant.conversation import Conversation
from assistant.engine import Engine
from assistant.grounding import ungrounded_figures, ungrounded_quotations
from assistant.settings import Settings
from assistant.types import Answer, Citation, Reason, Route, Status
from assistant.understanding.question import fold
from corpus.errors import ModelError, StoreError
from corpus.fiscal import find_years
from index.build import Index, open_index

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.runnables import Runnable

    from index.facts import ReportInfo
    from index.query import Hit, PassageQuery

_log = logging.getLogger(__name__)

# Another report is asked only when it explains this much more of the question than the newest.
_OTHER_REPORT_MARGIN = 0.3
_PLACE = re.compile(r"[ぁ-んァ-ヶー一-龥]{2,5}?(?:市|町|村)")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the conversation to hand to the next question."""

    answer: Answer
    conversation: Conversation


class Assistant:
    """Answers questions over the reports of one store. Safe to use from several threads."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._infos: list[ReportInfo] = sorted(
            index.facts.reports(), key=lambda one: (-one.fiscal_year, one.name)
        )
        if not self._infos:
            raise StoreError(
                "報告書がまだ読み込まれていません。「keikaku ingest 報告書のファイル」で読み込んでください。"
            )
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Open the store of the settings; raises StoreError where it is empty. Loads no model."""
        return cls(open_index(settings.home, cast("Embeddings", _LazyEmbeddings(settings))), settings)

    @property
    def title(self) -> str:
        """The title of the newest report, and how many others there are."""
        others = len(self._infos) - 1
        return self._infos[0].title + (f" ほか{others}件" if others else "")

    def examples(self) -> tuple[str, ...]:
        """Return questions that work, made from the names in the newest report."""
        return self._engine(self._infos[0].name).planner.examples()

    def warm_up(self) -> None:
        """Compose the LangChain chains and load the dictionary and the embedding model.

        A server calls this once; the first question is then not slow.
        """
        from assistant.chain import build_chain
        from index.query import PassageQuery

        for info in self._infos:
            engine = self._engine(info.name)
            engine.run = build_chain(engine).invoke
        self._engine(self._infos[0].name).fit(self.examples()[0])

        self._search(PassageQuery(self._infos[0].name, "取組の課題", limit=1))

    def ask(self, question: str, conversation: Conversation | None = None) -> Reply:
        """Answer one question, leaning on the conversation where the question does.

        Never raises for what a person typed: an empty or overlong question is answered with
        what to do. ModelError and StoreError of a broken installation are raised.
        """
        before = conversation or Conversation()
        problem = self._unusable(question)
        if problem is not None:
            return Reply(problem, before)
        info = self._report_for(question, before)
        if len(self._infos) > 1:
            question = _without_report(question, info)
        answer, after = self._engine(info.name).ask(
            question, before if before.report in ("", info.name) else Conversation()
        )
        broken = ungrounded_quotations(answer) or ungrounded_figures(answer, question)
        if broken:
            _log.error("withheld: %r of %r is in no cited evidence", broken[:3], question)
            answer = Answer(
                Status.ERROR,
                Route.NONE,
                "回答に用いた数値または引用を報告書の記載と照合できなかったため、回答を控えます。"
                "お手数ですが、管理担当にお知らせください。",
                answer.interpretation,
            )
        return Reply(self._named(answer, info), replace(after, report=info.name))

    def as_runnable(self) -> Runnable[dict[str, Any], Reply]:
        """Return this assistant as a LangChain Runnable over {"question", "conversation"}."""
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(lambda given: self.ask(given["question"], given.get("conversation")))

    # -- inside --------------------------------------------------------------------------

    def _unusable(self, question: str) -> Answer | None:
        if not question.strip():
            return Answer(
                Status.CLARIFY, Route.NONE, "質問を入力してください。", "入力なし", choices=self.examples()
            )
        if len(question) > self._settings.question_limit:
            return Answer(
                Status.NOT_IN_REPORT,
                Route.NONE,
                f"質問が長すぎます（{len(question)}文字）。{self._settings.question_limit}文字以内に分けてお尋ねください。",
                "質問が長すぎる",
                Reason.NOT_UNDERSTOOD,
            )
        return None

    def _engine(self, name: str) -> Engine:
        with self._lock:
            if name not in self._engines:
                self._engines[name] = Engine(
                    self._index.facts.report(name), self._index.facts.run, self._search
                )
            return self._engines[name]

    def _search(self, query: PassageQuery) -> list[Hit]:
        return self._index.passages.search(query)

    def _report_for(self, question: str, conversation: Conversation) -> ReportInfo:
        """Choose the report: the one named, the one talked about, else the newest that the words fit."""
        if len(self._infos) == 1:
            return self._infos[0]
        folded = fold(question)
        pool = [one for one in self._infos if _names(one, folded)]
        if not pool:
            places = _PLACE.findall(folded)
            holding = [
                one
                for one in self._infos
                if any(place in self._engine(one.name).catalog.text for place in places)
            ]
            pool = holding if len(holding) < len(self._infos) else []
        if pool:
            return _edition(pool, folded) or pool[0]
        edition = _edition(self._infos, folded)
        if edition is not None:
            return edition
        talked = next((one for one in self._infos if one.name == conversation.report), None)
        fits = [(self._engine(one.name).fit(question), -position) for position, one in enumerate(self._infos)]
        base = talked or self._infos[0]
        best, position = max(fits)
        if best > fits[self._infos.index(base)][0] + _OTHER_REPORT_MARGIN:
            return self._infos[-position]
        return base

    def _named(self, answer: Answer, info: ReportInfo) -> Answer:
        """With several reports, say which one answers, and write the ids of other editions in full."""
        if len(self._infos) == 1:
            return answer
        answer = replace(
            answer,
            interpretation=f"{info.title}・{answer.interpretation}",
            answer=f"{answer.answer}\n（報告書: {info.title}）",
        )
        if info.name == self._infos[0].name:
            return answer
        return replace(
            answer,
            rows=tuple(f"{info.name}/{one}" for one in answer.rows),
            sources=tuple(f"{info.name}/{one}" for one in answer.sources),
            citations=tuple(
                Citation(f"{info.name}/{one.source}", one.report, one.place, one.quote)
                for one in answer.citations
            ),
        )


class _LazyEmbeddings:
    """The embedding model of the settings, found only when a text is embedded."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: Any = None
        self._lock = threading.Lock()

    def _model(self) -> Any:
        with self._lock:
            if self._found is None:
                self._found = self._settings.embeddings()
            return self._found

    @property
    def identity(self) -> str:
        return str(self._model().identity)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self._model().embed_documents(texts)
        return found

    def embed_query(self, text: str) -> list[float]:
        found: list[float] = self._model().embed_query(text)
        return found


def _without_report(question: str, info: ReportInfo) -> str:
    """Take the words that named the report out of the question, so that they are no subject of it."""
    for name in (info.name, info.title, info.plan, info.city):
        if name:
            question = re.sub(rf"{re.escape(name)}(の報告書|の計画)?(では|で|の|、)?", "", question)
    return re.sub(r"^[^、。]{0,14}の報告書(では|で|の|、)", "", question) or question


def _names(info: ReportInfo, folded: str) -> bool:
    return any(one and fold(one) in folded for one in (info.name, info.plan, info.city))


def _edition(infos: list[ReportInfo], folded: str) -> ReportInfo | None:
    """Return the edition that a question names (「R5の報告書」, 「昨年の報告書」), if one is in the store."""
    if "報告書" not in folded and "版" not in folded:
        return None
    match = re.search(r"(.{0,12})(の報告書|年度?版)", folded)
    if not match:
        return None
    mentions = find_years(match.group(1) + "度")
    wanted = mentions[-1].years[-1] if mentions else None
    if wanted is None and re.search(r"(昨|前)年度?$|去年$", match.group(1)):
        wanted = infos[0].fiscal_year - 1
    return next((one for one in infos if one.fiscal_year == wanted), None)


__all__ = ["Assistant", "ModelError", "Reply"]
