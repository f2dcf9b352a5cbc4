"""Spoken forms of a question written as the grammar reads them: なんぼ, いけた, 届かずじまい, 増えとる."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the pairs shipped with the package, in their order."""
    raw = tomllib.loads((files("assistant") / "data" / "spoken.toml").read_text(encoding="utf-8"))
    return tuple((re.compile(pattern), written) for pattern, written in raw["rewrites"])


@lru_cache(maxsize=4096)
def _matched(folded: str) -> bool:
    return any(pattern.search(folded) for pattern, _ in _rewrites())


def written_form(folded: str, names: str) -> str:
    """Return a folded question with its spoken forms rewritten; what `names`, the report's own names, print stays.

    Where nothing is spoken the text is returned as it is.
    """
    if not _matched(folded):
        return folded
    for pattern, written in _rewrites():
        folded = _rewritten(folded, pattern, written, names)
    return folded


def _rewritten(folded: str, pattern: re.Pattern[str], written: str, names: str) -> str:
    return pattern.sub(lambda match: match.group() if _named(match, names) else match.expand(written), folded)


def _named(match: re.Match[str], names: str) -> bool:
    """Whether the match, with the character on either side, stands in a name of the report."""
    said = match.group()
    if len(said) < 2 or said not in names:
        return False
    start, end = max(0, match.start() - 1), min(len(match.string), match.end() + 1)
    return match.string[start : match.end()] in names or match.string[match.start() : end] in names
