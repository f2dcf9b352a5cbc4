"""Sentences of several editions quoted in one answer, each cited at its place in its edition."""

from __future__ import annotations

from dataclasses import replace

from assistant.library import Library
from assistant.types import Citation, Quotation
from corpus.fiscal import era_label
from corpus.types import Passage
from index.facts import ReportInfo


class EditionQuotes:
    """The lines of an answer over several editions, with what they quote and cite."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.lines: list[str] = []
        self.citations: list[Citation] = []
        self.quotations: list[Quotation] = []

    def quote(self, passages: tuple[Passage, ...], info: ReportInfo, text: str) -> None:
        """Quote a sentence of one of the cells of an edition, with its place below."""
        passage = self.cite(passages, info, text)
        self.lines += [f"> {line}" for line in text.splitlines() if line.strip()]
        source = self.library.qualified(info.name, passage.source)
        self.lines.append(f"（{era_label(info.fiscal_year)}: {source}、{passage.place}）")

    def cite(self, passages: tuple[Passage, ...], info: ReportInfo, text: str) -> Passage:
        """Cite a sentence without showing it; returns the cell that it stands in."""
        passage = next(one for one in passages if text in one.text)
        self.add(passage, info, text)
        return passage

    def add(self, passage: Passage, info: ReportInfo, text: str) -> None:
        """Cite a text of a cell and keep it as quoted."""
        source = self.library.qualified(info.name, passage.source)
        citation = Citation(source, info.name, str(passage.place), text)
        if citation not in self.citations:
            self.citations.append(citation)
        for at, one in enumerate(self.quotations):
            if (one.source, one.place) == (source, str(passage.place)):
                if text not in one.quotes:
                    self.quotations[at] = replace(one, quotes=(*one.quotes, text))
                return
        path = self.library.engine(info.name).catalog.heading_path(passage.block_id)
        heading = f"{era_label(info.fiscal_year)} ＞ {path} ＞ {passage.column}"
        self.quotations.append(Quotation(source, heading, str(passage.place), (text,), passage.text))
