"""The parts of a tree that column tables are hung into, while their rows are still being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.alignment import PlacedCell
from corpus.column_indicator import DraftIndicator
from corpus.column_table import ColumnTable
from corpus.types import Observation, PassageKind, Place


@dataclass(slots=True)
class BlockDraft:
    """A department's row of a 取組, while its rows are read."""

    department: PlacedCell | None
    passages: list[tuple[str, PassageKind, PlacedCell]] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)


@dataclass(slots=True)
class InitiativeDraft:
    """A 取組, while its rows are read; `number` is None until the whole measure is known."""

    number: int | None
    name: str | None
    place: Place
    blocks: list[BlockDraft] = field(default_factory=list)
    grades: list[Observation] = field(default_factory=list)
    heading: str | None = None
    table: ColumnTable | None = None  # the one that prints it first


@dataclass(slots=True)
class MeasureDraft:
    """A 施策, while its rows are read."""

    id: str
    word: str
    name: str | None
    place: Place
    initiatives: list[InitiativeDraft] = field(default_factory=list)
    above: str | None = None
