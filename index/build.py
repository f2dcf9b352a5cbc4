"""Building the store and opening it: the front door of `index`.

A build writes a whole new generation and then swaps one pointer. Until that moment, and after
any failure or kill, the generation before it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from corpus.types import Report
from index import generations
from index.facts import FactStore, ReportInfo
from index.generations import Generation
from index.manifest import Manifest, ReportEntry

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from index.passages import PassageIndex

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Japanese), how much of it is done, and of how much."""


class Index:
    """An opened generation. Opening loads the facts only; `passages` loads the rest when first used."""

    def __init__(self, generation: Generation, facts: FactStore, embeddings: Embeddings | None) -> None:
        self.generation = generation
        self.facts = facts
        self._embeddings = embeddings

    @cached_property
    def passages(self) -> PassageIndex:
        """The search in the commentary."""
        from index.passages import PassageIndex

        generation = self.generation
        return PassageIndex(generation.search_path, self.facts, self._embeddings, generation.manifest.model)

    def close(self) -> None:
        """Release all files."""
        self.facts.close()
        if "passages" in self.__dict__:
            self.passages.close()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a person decided about a report that is published; it is kept in the manifest.

    `entered` is what was entered in place of what the text says (city, plan, fiscal_year).
    """

    personal_data_confirmed: bool = False
    entered: Mapping[str, str] = field(default_factory=dict)


def build_index(
    home: Path,
    reports: Sequence[Report],
    embeddings: Embeddings | None,
    progress: Progress | None = None,
) -> Generation:
    """Store exactly these reports as a new generation under `home`, and let it answer.

    Without `embeddings` the commentary can be searched by words alone. Sentences that the
    present generation holds are not embedded again when its model is the same.

    Raises StoreError where another process writes, or two reports share a name, or there is
    no report; ModelError where the model cannot be loaded.
    """
    if not reports:
        raise StoreError("取り込む報告書がありません。")
    with generations.writing(home):
        return _build(home, reports, embeddings, progress or _silent, {})


def add_reports(
    home: Path,
    new_reports: Sequence[Report],
    embeddings: Embeddings | None,
    progress: Progress | None = None,
    *,
    provenance: Mapping[str, Provenance] | None = None,
    decided_on: str | None = None,
) -> Generation:
    """Add reports to those in the store; one of the same name replaces the old. All or nothing.

    Where the store already holds exactly these, built with the same model, nothing is written
    and the present generation is returned. Where no generation can be read (damage, another
    version of the program) the store begins anew with `new_reports`, and `progress` says so:
    the files of the others are still under HOME/originals.

    `provenance` is kept by the report's name; of a report without one, what the store has of the
    same file stays. `decided_on` is the generation in which the names were looked up, empty where
    there was none: StoreError is raised where another process has published since.
    """
    tell, told = progress or _silent, provenance or {}
    with generations.writing(home):
        _refuse_if_overtaken(home, decided_on)
        present = _present(home)
        if present is None:
            if generations.current_name(home) is not None:
                tell("前の索引を読めないため、新しく作ります（ほかの報告書は取り込み直してください）", 0, 1)
            return _build(home, new_reports, embeddings, tell, told)
        held = _stored_reports(present)
        merged = {**{report.name: report for report in held}, **{one.name: one for one in new_reports}}
        is_same = list(merged.values()) == held and _provenance(present, held) == {
            **_provenance(present, held),
            **told,
        }
        if is_same and present.manifest.model == _model_of(embeddings):
            return present
        return _build(home, list(merged.values()), embeddings, tell, told)


def remove_report(
    home: Path,
    name: str,
    embeddings: Embeddings | None,
    progress: Progress | None = None,
) -> Generation:
    """Publish a generation without the named report; the last one leaves an empty store.

    The original file and the generation before stay, so that it can come back. Raises StoreError
    where no report has this name; the message lists those held.
    """
    with generations.writing(home):
        held = _stored_reports(generations.current(home))
        kept = [one for one in held if one.name != name]
        if len(kept) == len(held):
            names = "、".join(one.name for one in held) or "なし"
            raise StoreError(f"「{name}」という報告書はありません。収録中: {names}")
        return _build(home, kept, embeddings, progress or _silent, {})


def open_index(home: Path, embeddings: Embeddings | None) -> Index:
    """Open the generation that answers. Imports neither torch nor chromadb, and loads no model.

    Raises StoreError where the store is empty or damaged.
    """
    generation = generations.current(home)
    return Index(generation, FactStore.open(generation.facts_path), embeddings)


def is_current(home: Path, report_digests: Mapping[str, str], model_identity: str | None) -> bool:
    """True where the store holds these files (report name -> SHA-256), indexed with this model.

    Then reading the same files again changes nothing, unless the reader itself has changed.
    """
    present = _present(home)
    if present is None or present.manifest.model != model_identity:
        return False
    held = {entry.name: entry.digest for entry in present.manifest.reports}
    return all(held.get(name) == digest for name, digest in report_digests.items())


def _build(
    home: Path,
    reports: Sequence[Report],
    embeddings: Embeddings | None,
    progress: Progress,
    told: Mapping[str, Provenance],
) -> Generation:
    from index.sentence_index import write_passages

    present = _present(home)
    model = _model_of(embeddings)
    provenance = {**_provenance(present, reports), **told}
    folder = generations.begin(home)
    progress("表を保存しています", 0, len(reports))
    with FactStore.create(
        generations.facts_path(folder), reports, _ingestion_times(present, reports)
    ) as facts:
        entries = tuple(_entry(info, provenance.get(info.name, Provenance())) for info in facts.reports())
    known_vectors = _known_vectors(present, model)
    write_passages(generations.search_path(folder), reports, embeddings, known_vectors, progress)
    progress("切り替えています", 0, 1)
    follows = present.name if present is not None else None
    return generations.publish(home, folder, Manifest(datetime.now(UTC), model, entries, follows=follows))


def _refuse_if_overtaken(home: Path, decided_on: str | None) -> None:
    if decided_on is not None and (generations.current_name(home) or "") != decided_on:
        raise StoreError("読み取っている間に、別の取り込みがありました。もう一度実行してください。")


def _provenance(present: Generation | None, reports: Sequence[Report]) -> dict[str, Provenance]:
    """Return what is known about each of the reports that the store holds from the same file."""
    if present is None:
        return {}
    digests = {report.name: report.digest for report in reports}
    return {
        one.name: Provenance(one.personal_data_confirmed, one.entered)
        for one in present.manifest.reports
        if digests.get(one.name) == one.digest
    }


def _present(home: Path) -> Generation | None:
    """Return the generation that answers, or None for an empty store or one to be rebuilt."""
    try:
        return generations.current(home)
    except StoreError:
        return None


def _stored_reports(generation: Generation) -> list[Report]:
    with FactStore.open(generation.facts_path) as facts:
        return [facts.report(info.name) for info in facts.reports()]


def _ingestion_times(present: Generation | None, reports: Sequence[Report]) -> dict[str, datetime]:
    """Return when each report that is already held, from the same file, came into the store."""
    if present is None:
        return {}
    digests = {report.name: report.digest for report in reports}
    with FactStore.open(present.facts_path) as facts:
        return {
            info.name: info.ingested_at for info in facts.reports() if digests.get(info.name) == info.digest
        }


def _known_vectors(present: Generation | None, model: str | None) -> dict[str, list[float]]:
    if present is None or model is None or present.manifest.model != model:
        return {}
    from index.sentence_index import VECTORS_FOLDER
    from index.vectors import VectorStore

    try:
        store = VectorStore(present.search_path / VECTORS_FOLDER)
        try:
            return store.vectors_by_text()
        finally:
            store.close()
    except StoreError:  # damaged: the new build heals it by embedding everything again
        return {}


def _entry(info: ReportInfo, provenance: Provenance) -> ReportEntry:
    counts = {
        "measures": info.measures,
        "initiatives": info.initiatives,
        "indicators": info.indicators,
        "observations": info.observations,
        "passages": info.passages,
    }
    return ReportEntry(
        info.name,
        info.file_name,
        info.digest,
        counts,
        provenance.personal_data_confirmed,
        provenance.entered,
    )


def _model_of(embeddings: Embeddings | None) -> str | None:
    if embeddings is None:
        return None
    from index.embedding import identity_of

    return identity_of(embeddings)


def _silent(_message: str, _done: int, _of: int) -> None:
    """Say nothing."""
