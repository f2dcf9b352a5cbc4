"""A draft as Markdown, as it stands in the chat and in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.briefing.elements import Element, Grid, Heading, Listed, Quoted, Warned, Words

# Report words keep their characters in a quotation; in our own lines and in tables these would be formatting.
_FORMATTING = re.compile(r"[\\`*<>|]")
_IN_TABLE = re.compile(r"[\\|]")


def to_markdown(elements: Iterable[Element]) -> str:
    """Return the elements as Markdown; quotations stand unchanged behind 「> 」."""
    return "\n\n".join(_text_of(one) for one in elements)


def _text_of(element: Element) -> str:
    match element:
        case Heading(level, text):
            return f"{'#' * level} {_escaped(text)}"
        case Words():
            return _escaped(element.with_refs)
        case Warned(text):
            return f"**{_escaped(text)}**"
        case Quoted(text, where, ref):
            lines = [f"> {line}" for line in text.splitlines() if line.strip()]
            return "\n".join([*lines, "", f"（出典{ref}：{_escaped(where)}）"])
        case Listed(items):
            return "\n".join(f"- {_escaped(one)}" for one in items)
        case Grid(headings, rows, right):
            rule = ["---:" if i in right else "---" for i in range(len(headings))]
            return "\n".join(_line(cells) for cells in (headings, rule, *rows))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_IN_TABLE.sub(r"\\\g<0>", " ".join(one.split("\n"))) for one in cells) + " |"


def _escaped(text: str) -> str:
    return _FORMATTING.sub(r"\\\g<0>", text)
