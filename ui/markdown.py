"""The small Markdown that answers are written in, as HTML or plain text.

Answers quote reports character for character, and a full Markdown renderer would change such
words (「1.」, 「*」, 「~」, 「<br>」). So only what our own phrasing uses is formatting here: headings,
「- 」 and 「1. 」 lists, 「> 」 quotes, pipe tables, **bold** and line breaks. All else stays as it stands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("heading", re.compile(r"#{1,6}\s+(.*)")),
    ("list", re.compile(r"[-*]\s+(.*)")),
    ("numbered", re.compile(r"\d{1,3}\.\s+(.*)")),
    ("quote", re.compile(r">\s?(.*)")),
    ("table", re.compile(r"(\|.*\|)")),
)


def to_html(text: str) -> str:
    """Return the HTML of an answer's Markdown; nothing in `text` can become a tag or a link."""
    return "".join(_block_html(kind, lines) for kind, lines in blocks(text))


def to_plain(text: str) -> str:
    """Return the text without the marks that only a screen needs (bold, escapes)."""
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"\1", text))


def escape(text: str) -> str:
    """Return `text` for use inside HTML, quotation marks included, so also inside attributes."""
    return html.escape(text, quote=True)


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Cut the text into runs of lines of one kind (paragraph, heading, list, numbered, quote, table).

    A blank line ends a paragraph. The lines of a list or quote come without its marks.
    """
    marked = [_kind_of(line.rstrip()) for line in text.strip().splitlines()]
    for kind, run in groupby(marked, key=lambda one: one[0]):
        if kind != "blank":
            yield kind, [content for _, content in run]


def _kind_of(line: str) -> tuple[str, str]:
    if not line.strip():
        return "blank", ""
    for kind, pattern in _KINDS:
        if match := pattern.fullmatch(line.lstrip(" ")):
            return kind, match.group(1)
    return "paragraph", line


def _block_html(kind: str, lines: list[str]) -> str:
    match kind:
        case "heading":
            return "".join(f"<h3>{_inline(line)}</h3>" for line in lines)
        case "list":
            return f"<ul>{''.join(f'<li>{_inline(line)}</li>' for line in lines)}</ul>"
        case "numbered":
            return f"<ol>{''.join(f'<li>{_inline(line)}</li>' for line in lines)}</ol>"
        case "quote":
            return f"<blockquote>{'<br>'.join(map(_inline, lines))}</blockquote>"
        case "table":
            return _table_html(lines)
        case _:
            return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def table_rows(lines: list[str]) -> list[list[str]]:
    """Return the cells of a pipe table, its headings first."""
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])]
        for line in lines
        if not _TABLE_RULE.fullmatch(line)
    ]


def _table_html(lines: list[str]) -> str:
    rows = table_rows(lines)
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in rows[0]) if rows else ""
    body = "".join(f"<tr>{''.join(f'<td>{_inline(c)}</td>' for c in row)}</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(text: str) -> str:
    # Escapes are taken out last, on already escaped HTML, so 「\*\*」 cannot turn bold.
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"<strong>\1</strong>", html.escape(text, quote=False)))
