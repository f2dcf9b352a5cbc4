"""Which report a page is about, by the name in its address."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.engine import Engine
from index.facts import ReportInfo
from ui.web.indicator_rows import NoSuchReportError
from ui.web.site import Shelf


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with what is known of it and the engine over it."""

    shelf: Shelf
    info: ReportInfo
    engine: Engine


def opened(shelf: Shelf, name: str) -> Opened:
    """Return the report of a name, the newest without one; raises NoSuchReportError."""
    info = shelf.info(name) if name else shelf.library.newest
    if info is None:
        raise NoSuchReportError(name)
    return Opened(shelf, info, shelf.library.engine(info.name))
