"""Normal forms for comparing texts, and the removal of left-over markup; printed text stays as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DASHES = frozenset("-‐‑‒–—―ー－−ｰ─")
_SPACES = re.compile(r"\s+")
# Headings and labels are looked at again and again, and few are different; sentences would fill the memory.
_LONGEST_REMEMBERED = 60
_TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|div|span|b|i|u|strong|em|table|tr|td|th|tbody|thead|font|sup|sub|a|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def normalize(text: str) -> str:
    """Return the form in which two printings of the same words are equal: NFKC, no spaces, no case."""
    return _normalized(text) if len(text) <= _LONGEST_REMEMBERED else _normalize(text)


def _normalize(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


_normalized = lru_cache(maxsize=16_384)(_normalize)


def is_dash(text: str) -> bool:
    """True where a cell holds nothing but one dash of any kind."""
    return text.strip() in DASHES


def has_markup(printed: str) -> bool:
    """True where an HTML tag was left over in a cell."""
    return _TAG.search(printed) is not None


def clean_markup(printed: str) -> str:
    """Return the cell for showing: left-over HTML tags and outer spaces removed, all else exact.

    The extraction leaves list tags such as `<ul style="list-style-type: none">` unclosed.
    """
    return _TAG.sub("", printed).strip()


def shorten(text: str, limit: int = 30) -> str:
    """Return the beginning of a text for a message, with … where something was cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
