"""Grades that are words (概ね順調, 遅れ, 未達成), found in a question in the spellings that people use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.question import fold

_NEARLY = "(?:概ね|おおむね|ほぼ)"
_SLIGHTLY = "(?:やや|少し|若干)"
# 達成率 and 達成できなかった name no grade 達成.
_NOT_BEHIND = r"(?!率|度|状況|でき|し(?:て(?:い)?)?(?:な|ませ))"
_LATE = re.compile(r"(?<!やや)(?<!少し)遅れ(?!を)|遅延")
_ON_COURSE = re.compile(r"(?<!概ね)(?<!おおむね)(?<!ほぼ)順調")


def grade_words_in(folded: str, scale: Sequence[str]) -> list[tuple[str, tuple[int, int]]]:
    """Return the word grades of `scale` that a folded question says, each with its span.

    A question that says only 遅れている where the report grades やや遅れ and 大幅な遅れ means all
    that are late; so does 順調 where the report has no plain 順調.
    """
    found: list[tuple[str, tuple[int, int]]] = []
    rest = folded
    for grade in sorted((one for one in scale if len(one) > 1), key=len, reverse=True):
        match = _pattern(grade).search(rest)
        if match is not None:
            found.append((grade, match.span()))
            rest = f"{rest[: match.start()]}{'□' * len(match.group())}{rest[match.end() :]}"
    if found:
        return sorted(found, key=lambda one: scale.index(one[0]))
    for generic, words in ((_LATE, ("遅れ", "遅延")), (_ON_COURSE, ("順調",))):
        match = generic.search(folded)
        if match is not None:
            return [(one, match.span()) for one in scale if any(word in one for word in words)]
    return []


def says_not(folded: str, scale: Sequence[str]) -> bool:
    """Whether a question asks for what has another grade than the word that it says: 順調でない."""
    spans = [span for _, span in grade_words_in(folded, scale)]
    return any(
        re.match(
            r"[」』]?(の)?(評価)?(以外|じゃな|ではな|でな|でもな|とは?(言|い)えな|て?(い)?な(い|く|かっ))",
            folded[end:],
        )
        for _, end in spans
    )


def _pattern(grade: str) -> re.Pattern[str]:
    plain = fold(grade)
    stem = re.sub(r"(て(い)?る|である)$", "", plain)
    text = re.escape(stem)
    for spellings in (_NEARLY, _SLIGHTLY):
        text = re.sub(rf"^{spellings}", spellings.replace("\\", ""), text)
    ending = r"(?:て(?:い)?る|である)?" if stem != plain else ""
    return re.compile(rf"(?<![未不]){text}{ending}{_NOT_BEHIND}")
