"""The part of an answer that says what was asked, for comparing it word for word."""

from __future__ import annotations


def without_reference(text: str) -> str:
    """Return an answer without the lines that put the other cells of the row beside it."""
    lines = text.split("\n")
    return "\n".join(one for one in lines if not one.startswith(("参考（", "この間の実績: ")))
