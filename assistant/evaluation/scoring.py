"""The judge: whether an answer holds what its case expects, and whether a wrong one misleads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evaluation.cases import Expectation
from assistant.types import Answer, Status

_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])")
_BLOCK_POSITION = re.compile(r"\.\d+")  # the .2 of ③-3.2
_KEPT_BLANK = "\x00"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reasons for failing, none where the answer is right.

    `misleading` is the worst way to fail: answered as if known, though a figure that had to
    be there is missing or one that had to be absent is there.
    """

    failures: tuple[str, ...] = ()
    misleading: bool = False

    @property
    def right(self) -> bool:
        """True where nothing failed."""
        return not self.failures


def judge(expect: Expectation, answer: Answer) -> Verdict:
    """Judge one answer. The route is no part of it: several may lead to the same figures."""
    text = plain(answer.answer)
    wrong_status = [] if answer.status in expect.accepted_statuses else [f"status:{answer.status}"]
    wrong_text = [*_missing_values(expect, answer, text), *_forbidden(expect, text)]
    failures = (*wrong_status, *wrong_text, *_uncited(expect, answer), *_wrong_rows(expect, answer))
    return Verdict(failures, misleading=answer.status is Status.ANSWERED and bool(wrong_text))


def plain(text: str) -> str:
    """Return a text as it is compared: NFKC, one minus sign, no white space.

    A blank between two Latin letters or digits stays as one blank, since R2 270 is not R2270.
    """
    compatible = _BETWEEN_LATIN.sub(_KEPT_BLANK, unicodedata.normalize("NFKC", text))
    return "".join(compatible.split()).replace(_KEPT_BLANK, " ").replace("\N{MINUS SIGN}", "-")


def occurs(wanted: str, text: str) -> bool:
    """Whether `wanted` stands in the plain `text` as a phrase, a whole number or a lone grade letter.

    605 does not occur in 1,605 or 605.5, nor the grade C in CPU.
    """
    phrase = plain(wanted)
    if re.fullmatch("[A-Z]", phrase):
        before, after = "(?<![A-Za-z])", "(?![A-Za-z])"
    else:
        before = r"(?<!\d)(?<!\d[.,])" if phrase[:1].isdigit() else ""
        after = r"(?!\d)(?![.,]\d)" if phrase[-1:].isdigit() else ""
    return re.search(before + re.escape(phrase) + after, text) is not None


def lies_inside(source: str, wanted: str) -> bool:
    """Whether a cited id is the wanted one or a part of it: ①-2#1, ①-2.1 and ①-2:… lie inside ①-2."""
    whole = _BLOCK_POSITION.sub("", unicodedata.normalize("NFC", source))
    is_measure = len(wanted) == 1
    return (
        whole == wanted
        or whole.startswith((f"{wanted}:", f"{wanted}#"))
        or (is_measure and whole.startswith(wanted))
    )


def _missing_values(expect: Expectation, answer: Answer, text: str) -> Iterator[str]:
    if answer.status is Status.CLARIFY:  # a question back holds no figures yet
        return
    for alternatives in expect.values:
        if not any(occurs(one, text) for one in alternatives):
            yield f"value:{alternatives[0]}"


def _forbidden(expect: Expectation, text: str) -> Iterator[str]:
    return (f"forbidden:{one}" for one in expect.forbidden if occurs(one, text))


def _uncited(expect: Expectation, answer: Answer) -> Iterator[str]:
    if not (expect.sources and expect.status == Status.ANSWERED == answer.status):
        return
    if not any(lies_inside(cited, wanted) for cited in answer.sources for wanted in expect.sources):
        yield "source:" + ",".join(answer.sources[:3])


def _wrong_rows(expect: Expectation, answer: Answer) -> Iterator[str]:
    if not expect.rows:
        return
    given = [row for row in answer.rows if row not in expect.optional_rows]
    wanted = [row for row in expect.rows if row not in expect.optional_rows]
    if given != wanted if expect.rows_ordered else set(given) != set(wanted):
        yield "rows:" + ",".join(given)
