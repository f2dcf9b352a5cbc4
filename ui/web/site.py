"""What every page needs: the store in use, read again when another process publishes into it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assistant.errata_notes import ErrataNotes
from assistant.library import Library
from assistant.settings import Settings
from corpus.types import Report
from ui.asking import Asker

if TYPE_CHECKING:
    from assistant.engine import Engine
    from index.facts import ReportInfo


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of one generation, newest edition first; the whole of one is read when first asked for.

    `library` knows what belongs together: the editions of a plan, the same indicator in each.
    `errata` are the corrections that officers have recorded on printed values.
    """

    generation: str
    library: Library
    errata: ErrataNotes

    @property
    def infos(self) -> tuple[ReportInfo, ...]:
        """What is known of every report without reading it whole."""
        return self.library.infos

    def report(self, name: str) -> Report | None:
        """Return one report whole; None where the store holds none of that name."""
        return None if self.info(name) is None else self.library.report(name)

    def info(self, name: str) -> ReportInfo | None:
        """Return what is known of one report without reading it; None where there is none of that name."""
        return self.library.info(name)

    def engine(self, name: str) -> Engine | None:
        """Return the names, grades and standings of one report, as answers use them; None where there is none."""
        return None if self.info(name) is None else self.library.engine(name)


@runtime_checkable
class Librarian(Protocol):
    """An assistant that shows the reports it answers from, so that pages need not read them once more."""

    @property
    def library(self) -> Library:
        """The reports in use now."""
        ...


class Site:
    """The assistant, the settings, and the reports in the store. Safe to use from several threads."""

    def __init__(self, asker: Asker, settings: Settings, examples: Callable[[], tuple[str, ...]]) -> None:
        self.asker = asker
        self.settings = settings
        self.examples = examples
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None

    @property
    def home(self) -> Path:
        """The folder of the store."""
        return self.settings.home

    def shelf(self) -> Shelf:
        """Return the reports in use now; raises StoreError where there is none."""
        from index.build import open_index
        from index.generations import current_name

        name = current_name(self.home) or ""
        if isinstance(self.asker, Librarian):
            library = self.asker.library
            with self._lock:
                if self._shelf is None or self._shelf.library is not library:
                    self._shelf = self._of(name, library)
                return self._shelf
        with self._lock:
            if self._shelf is None or self._shelf.generation != name:
                # The old one is not closed: a page in another thread may still be reading it.
                index = open_index(self.home, None)
                library = Library(index.facts, lambda query: index.passages.search(query), self.home)
                self._shelf = self._of(name, library)
            return self._shelf

    def _of(self, generation: str, library: Library) -> Shelf:
        names = {one.name for one in library.infos}
        return Shelf(generation, library, ErrataNotes(self.home, names, library.report))
