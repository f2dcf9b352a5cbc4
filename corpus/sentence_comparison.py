"""Two wordings of one commentary set beside each other, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.text import normalize

# 「…を進める。」 and 「…を広げる。」 are one sentence, edited; below this they are two.
SIMILAR = 0.9
_FIGURE = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """One sentence as the older and as the newer edition prints it, character for character."""

    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class SentenceComparison:
    """What became of the sentences: `kept` and `changed` in the order of the newer edition, as `new` is;
    `dropped` in that of the older one."""

    kept: tuple[SentencePair, ...]
    changed: tuple[SentencePair, ...]
    new: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def unchanged(self) -> bool:
        """Whether both editions say the same sentences."""
        return not (self.changed or self.new or self.dropped)


def compare_sentences(older: Iterable[str], newer: Iterable[str]) -> SentenceComparison:
    """Compare the sentences of two editions, each given already cut and in its printed order.

    A sentence is kept where it is equal after NFKC without spaces, and changed where it is at
    least 0.9 alike, or would be with its figures left out (「12件」 for 「19件」). Each sentence has
    one counterpart at most, the most alike first. Empty pieces are left out.
    """
    before = [one.strip() for one in older if one.strip()]
    after = [one.strip() for one in newer if one.strip()]
    kept = _equal(before, after)
    changed = _similar(before, after, kept)
    paired_before = {*kept.values(), *changed.values()}
    return SentenceComparison(
        tuple(SentencePair(before[old], after[new]) for new, old in sorted(kept.items())),
        tuple(SentencePair(before[old], after[new]) for new, old in sorted(changed.items())),
        tuple(one for at, one in enumerate(after) if at not in kept and at not in changed),
        tuple(one for at, one in enumerate(before) if at not in paired_before),
    )


def likeness(one: str, other: str) -> float:
    """Return how alike two sentences are, 0-1; figures that changed do not count against them."""
    plain = [normalize(sentence) for sentence in (one, other)]
    best = 0.0
    for texts in (plain, [_FIGURE.sub("0", text) for text in plain]):
        matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
        if matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR:
            best = max(best, matcher.ratio())
    return best


def _equal(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    places: dict[str, list[int]] = {}
    for at, one in enumerate(before):
        places.setdefault(normalize(one), []).append(at)
    found: dict[int, int] = {}
    for at, one in enumerate(after):
        waiting = places.get(normalize(one))
        if waiting:
            found[at] = waiting.pop(0)
    return found


def _similar(before: Sequence[str], after: Sequence[str], kept: dict[int, int]) -> dict[int, int]:
    candidates = [
        (alike, new, old)
        for new, after_text in enumerate(after)
        if new not in kept
        for old, before_text in enumerate(before)
        if old not in kept.values() and (alike := likeness(before_text, after_text)) >= SIMILAR
    ]
    found: dict[int, int] = {}
    for _, new, old in sorted(candidates, key=lambda one: (-one[0], one[1], one[2])):
        if new not in found and old not in found.values():
            found[new] = old
    return found
