"""The addresses that answers link to: relative, so that they work under any path of a server."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs, quote, urlencode

_MAX_TURNS = 30  # more questions in one address than a conversation keeps


def source(report: str, places: Iterable[str]) -> str:
    """Return the address of the cells of a report as it was printed."""
    return _address("source", [("report", report), *(("place", one) for one in dict.fromkeys(places))])


def answer(turns: Iterable[str], form: str = "") -> str:
    """Return the address of the last answer of these questions as a page, or as a file (docx, pdf, csv, xlsx)."""
    return _address(f"answer.{form}" if form else "answer", _questions(turns))


def conversation(turns: Iterable[str], form: str) -> str:
    """Return the address of a whole conversation as a file (docx, pdf)."""
    return _address(f"conversation.{form}", _questions(turns))


def chat(turns: Iterable[str]) -> str:
    """Return the address that opens the chat and asks these questions."""
    return _address("", _questions(turns))


def questions_in(search: str) -> tuple[str, ...]:
    """Return the questions of an address's query string (`?q=…&q=…`), in order."""
    return tuple(parse_qs(search.removeprefix("?")).get("q", ())[:_MAX_TURNS])


def _questions(turns: Iterable[str]) -> list[tuple[str, str]]:
    return [("q", one) for one in turns]


def _address(path: str, given: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(given, quote_via=quote)}"
