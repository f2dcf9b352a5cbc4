"""What every page needs: the store in use, read again when another process publishes into it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.types import Report
from ui.asking import Asker

if TYPE_CHECKING:
    from index.facts import FactStore, ReportInfo


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of one generation, newest edition first; the whole of one is read when first asked for."""

    generation: str
    infos: tuple[ReportInfo, ...]
    _facts: FactStore
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _read: dict[str, Report] = field(default_factory=dict)

    def report(self, name: str) -> Report | None:
        """Return one report whole; None where the store holds none of that name."""
        with self._lock:
            if name not in self._read and any(one.name == name for one in self.infos):
                self._read[name] = self._facts.report(name)
            return self._read.get(name)

    def info(self, name: str) -> ReportInfo | None:
        """Return what is known of one report without reading it; None where there is none of that name."""
        return next((one for one in self.infos if one.name == name), None)


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
        with self._lock:
            if self._shelf is None or self._shelf.generation != name:
                # The old one is not closed: a page in another thread may still be reading it.
                facts = open_index(self.home, None).facts
                infos = sorted(facts.reports(), key=lambda one: -one.fiscal_year)
                self._shelf = Shelf(name, tuple(infos), facts)
            return self._shelf
