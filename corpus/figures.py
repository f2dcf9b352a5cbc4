"""Figures stated in prose."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Passage, ProseFigure


def prose_figures_of(passages: Sequence[Passage], fiscal_year: int) -> tuple[ProseFigure, ...]:
    """Find figures."""
    return ()
