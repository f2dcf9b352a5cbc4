"""Slips of kana-kanji conversion: 自律支援プラン for 自立支援プラン reads the same and is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.understanding.question import readings_of

if TYPE_CHECKING:
    from assistant.understanding.catalog import Catalog

_RUN = re.compile(r"[一-龥ァ-ヶー々]{2,}")
# Words of every report, written wrong as often as names are.
_COMMON = "目標 実績 評価 達成率 指標 施策 取組 担当課 推移 前年度 件数 人数 割合 基準値"
_LONGEST = 5  # words joined
_MOST_TEXT = 300_000  # characters read for their compounds; what follows is only looked up as it stands


def mend_homophones(folded: str, catalog: Catalog) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a folded question with mis-converted compounds put right, and (as typed, as meant) of each.

    A compound is put right where the report does not print it, but prints one of the same
    reading and length. The text keeps its length.
    """
    mended: list[tuple[str, str]] = []
    for match in _RUN.finditer(folded):
        run = match.group()
        if run in catalog.text or run in _COMMON.split() or "年" in run:
            continue
        words = readings_of(run)
        for size in range(min(len(words), _LONGEST), 0, -1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                typed = "".join(surface for surface, _ in part)
                if len(typed) < 2 or typed in catalog.text or typed in _COMMON.split():
                    continue
                reading = "".join(said for _, said in part)
                meant = catalog.by_sound.get((reading, len(typed)))
                if meant is not None and meant != typed and _alike(typed, meant):
                    folded = folded.replace(typed, meant)
                    mended.append((typed, meant))
                    words = readings_of(run.replace(typed, meant))
                    break
            else:
                continue
            break
    return folded, tuple(mended)


def _alike(typed: str, meant: str) -> bool:
    """One character differs in a short word, two at most in a long one; two-letter words only if common."""
    differing = sum(one != two for one, two in zip(typed, meant, strict=True))
    if len(typed) == 2:
        return differing == 1 and meant in _COMMON.split()
    return differing <= (1 if len(typed) < 5 else 2)


def compounds_by_sound(names: str, text: str) -> dict[tuple[str, int], str]:
    """Return the compounds that names and a report's text print, by reading and length; the first one wins."""
    found: dict[tuple[str, int], str] = {}
    runs = dict.fromkeys([*_COMMON.split(), *_RUN.findall(names), *_RUN.findall(text[:_MOST_TEXT])])
    for run in runs:
        words = readings_of(run)
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                part = words[start:end]
                surface = "".join(one for one, _ in part)
                if len(surface) >= 3 or surface in _COMMON.split():
                    found.setdefault(("".join(said for _, said in part), len(surface)), surface)
    return found
