"""The last check before an answer is shown: every quotation and figure stands in the cited evidence."""

from __future__ import annotations

import re

from assistant.types import Answer

_QUOTED_LINE = re.compile(r"^> (.+)$", re.MULTILINE)


def ungrounded_quotations(answer: Answer) -> list[str]:
    """Return the quoted lines of an answer that are not character for character in a cell it cites."""
    texts = [one.text for one in answer.quotations]
    cited = [one.quote for one in answer.citations]
    return [
        line
        for line in _QUOTED_LINE.findall(answer.answer)
        if not any(line in text or line in text.replace("\n", " ") for text in texts)
        and not any(line in quote for quote in cited)
    ]


def uncited_figures(answer: Answer, computed: frozenset[str] = frozenset()) -> list[str]:
    """Return the figures with thousands separators in an answer that no citation prints and nothing computed.

    Only figures that could not be anything else are looked at (1,605); the full check is in
    the tests, where each answer is compared with the report.
    """
    evidence = " ".join(one.quote for one in answer.citations) + " ".join(
        one.text for one in answer.quotations
    )
    figures = re.findall(r"\d{1,3}(?:,\d{3})+", answer.answer)
    return [
        one
        for one in figures
        if one not in evidence and one.replace(",", "") not in evidence and one not in computed
    ]
