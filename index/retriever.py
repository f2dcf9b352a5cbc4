"""The search in the commentary as a LangChain retriever, for chains that others put together."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.passages import PassageIndex
from index.query import Hit, PassageQuery


class PassageRetriever(BaseRetriever):
    """Returns narrative cells of one report as Documents, best first.

    The metadata names where a cell stands: source, block_id, column, place, report, and the score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: PassageIndex
    report: str
    initiatives: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.index.search(
            PassageQuery(
                report=self.report,
                text=query,
                initiatives=self.initiatives,
                blocks=self.blocks,
                kinds=self.kinds,
                limit=self.limit,
            )
        )
        return [_document(self.report, hit) for hit in hits]


def _document(report: str, hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=f"{report}/{passage.block_id}:{passage.column}",
        page_content=passage.text,
        metadata={
            "source": passage.source,
            "block_id": passage.block_id,
            "place": str(passage.place),
            "column": passage.column,
            "report": report,
            "score": hit.score,
        },
    )
