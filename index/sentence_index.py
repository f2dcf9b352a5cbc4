"""Writing the search files of a generation: sentences with their headings, BM25, and Chroma."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Report
from index.ranking import Ranker
from index.sentences import split_sentences

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

CELLS_FILE = "cells.json"
VECTORS_FOLDER = "chroma"

_EMBED_BATCH = 16  # sentences; a second or so of work, so that the progress is seen to move

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be found: its cell (counted over the report), its position there, its exact text.

    `searched` is what is indexed: the headings over the cell, then the sentence. `whole` is the
    same of the whole cell, and equal for all sentences of one.
    """

    cell: int
    position: int
    text: str
    searched: str
    whole: str

    @property
    def bare(self) -> str:
        """The sentence without the headings, which draw it towards everything else that stands under them."""
        return self.text.strip() or self.searched


def write_passages(
    folder: Path,
    reports: Sequence[Report],
    embeddings: Embeddings | None,
    known_vectors: dict[str, list[float]],
    progress: Progress,
) -> None:
    """Index the sentences of all reports under `folder`; without `embeddings` for words alone.

    `known_vectors` are vectors of the same model by text: what is in it is not embedded again.
    """
    sentences = [list(sentences_of(report)) for report in reports]
    for number, report in enumerate(reports):
        progress("語句の索引を作っています", number, len(reports))
        _write_lexical(folder / f"{number:04d}", report, sentences[number])
    if embeddings is not None:
        _write_vectors(folder / VECTORS_FOLDER, sentences, embeddings, known_vectors, progress)


def sentences_of(report: Report) -> Iterator[Sentence]:
    """Yield the sentences of a report in order, each with 「施策 > 取組 > 列見出し」 in front.

    The headings tell what a sentence is about when it does not: on 40 questions about a report
    34 were answered by the first hit with them and 31 without.
    """
    headings = dict(_headings(report))
    for cell, passage in enumerate(report.passages):
        path = " > ".join([*headings.get(cell, ()), passage.column])
        for position, text in enumerate(split_sentences(passage.text)):
            yield Sentence(cell, position, text, f"{path}\n{text.strip()}", f"{path}\n{passage.text.strip()}")


def _headings(report: Report) -> Iterator[tuple[int, list[str]]]:
    cell = 0
    for measure in report.measures:
        for initiative in measure.initiatives:
            names = [name for name in (measure.name, initiative.name) if name]
            for block in initiative.blocks:
                for _passage in block.passages:
                    yield cell, names
                    cell += 1


def _initiative_of_each_cell(report: Report) -> list[str]:
    """Return the initiative id of every cell; what stands outside the blocks has none (empty)."""
    ids = [
        initiative.id
        for initiative in report.initiatives
        for block in initiative.blocks
        for _ in block.passages
    ]
    return ids + [""] * len(tuple(report.passages_outside_blocks))


def _write_lexical(folder: Path, report: Report, sentences: Sequence[Sentence]) -> None:
    folder.mkdir(parents=True)
    content = {
        "initiatives": _initiative_of_each_cell(report),
        "sentences": [[one.cell, one.position, one.text] for one in sentences],
    }
    (folder / CELLS_FILE).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    cells = {one.cell: one.whole for one in sentences}
    searched: dict[int, list[str]] = {cell: [] for cell in cells}
    for one in sentences:
        searched[one.cell].append(one.searched)
    Ranker.build(list(cells.values()), list(searched.values())).save(folder)


def _write_vectors(
    folder: Path,
    reports: Sequence[Sequence[Sentence]],
    embeddings: Embeddings,
    known_vectors: dict[str, list[float]],
    progress: Progress,
) -> None:
    from index.embedding import warm_up
    from index.vectors import VectorStore

    texts = dict.fromkeys(
        text for sentences in reports for one in sentences for text in (one.searched, one.whole, one.bare)
    )
    unknown = [text for text in texts if text not in known_vectors]
    vectors = dict(known_vectors)
    if unknown:
        progress("埋め込みモデルを読み込んでいます", 0, 0)
        warm_up(embeddings)
    for start in range(0, len(unknown), _EMBED_BATCH):
        progress("文の意味を計算しています", start, len(unknown))
        batch = unknown[start : start + _EMBED_BATCH]
        vectors.update(zip(batch, embeddings.embed_documents(batch), strict=True))
    if unknown:
        progress("文の意味を計算しています", len(unknown), len(unknown))
    store = VectorStore(folder, create=True)
    try:
        for number, sentences in enumerate(reports):
            progress("索引に書き込んでいます", number, len(reports))
            # The sentences in order, the whole cells, the sentences without headings: `PassageIndex` counts on it.
            entries = [(one.cell, one.searched) for one in sentences]
            entries += list({one.cell: one.whole for one in sentences}.items())
            entries += [(one.cell, one.bare) for one in sentences]
            store.add(
                number,
                [vectors[text] for _, text in entries],
                [cell for cell, _ in entries],
                [text for _, text in entries],
            )
    finally:
        store.close()
