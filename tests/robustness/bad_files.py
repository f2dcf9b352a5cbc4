"""All the bad files, each under a label of its own; they are made, not kept, so that none can do harm lying about."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from bad_archives import bad_archives
from bad_file import BadFile
from bad_pages import bad_pages
from bad_paths import bad_paths
from bad_pdfs import bad_pdfs
from bad_texts import bad_texts

# These take seconds, and some of them only the limits end.
SLOW = frozenset(
    (
        "pdf: letters from range of 4 billion",
        "pdf: ten thousand pages",
        "pdf: text of 100 KB in a line",
        "pdf: font with widths garbage",
        "pdf: font with widths of a billion",
        "pdf: saved and never restored",
        "pdf: stream with predictor of a billion columns",
    )
)


@cache
def bad_files() -> tuple[BadFile, ...]:
    """Every bad file of every group."""
    made = (*bad_texts(), *bad_archives(), *bad_pages(), *bad_pdfs(), *bad_paths())
    return tuple(replace(one, in_suite=False) if one.label in SLOW else one for one in made)
