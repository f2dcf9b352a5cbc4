"""Links from the words of an answer to the cells that it cites, where it is certain which cell is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.types import Citation
from ui import addresses
from ui.markdown import escape

_TAG = re.compile(r"(<[^>]+>)")
# Where one line of an answer ends and the next begins, in the HTML of ui.markdown.
_LINE = re.compile(r"(<br>|</?(?:p|li|ul|ol|h3|tr|td|th|table|thead|tbody|blockquote)\b[^>]*>)")
_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
_FIGURE = re.compile(r"[△▲+-]?\d[\d,]*(?:\.\d+)?")
_SHORTEST = 2  # digits; one digit may be a year, a rank or a number of anything


def source_link(report: str, places: Iterable[str], shown: str, *, label: str = "") -> str:
    """Return a link to cells of a report; `shown` is HTML. The script opens it beside the chat (chat.js)."""
    name = f' aria-label="{escape(label)}"' if label else ""
    address = escape(addresses.source(report, places))
    return f'<a class="kk-cite" href="{address}"{name}>{shown}</a>'


def with_links(html: str, citations: Sequence[Citation]) -> str:
    """Return the HTML of an answer with its figures, places and quotations linked to their cells."""
    if not citations:
        return html
    quoted = _QUOTE.sub(lambda match: _quotation(match, html, citations), html)
    linked, in_quotation = [], False
    for one in _LINE.split(quoted):
        if _LINE.fullmatch(one):
            in_quotation = one == "<blockquote>" or (in_quotation and one != "</blockquote>")
        linked.append(one if in_quotation or _LINE.fullmatch(one) else _line(one, citations))
    return "".join(linked)


def _quotation(match: re.Match[str], html: str, citations: Sequence[Citation]) -> str:
    """Add the place behind a quotation that one cell holds, where the answer does not tell it itself."""
    said = [one for one in citations if escape_text(one.quote.strip()) == match[1].strip()]
    places = {(one.report, one.place) for one in said}
    if len(places) != 1 or _told_place(said[0]) in html:
        return match[0]
    ((report, place),) = places
    link = source_link(
        report, [place], f"出典 {escape_text(place)}", label=f"この引用の出典を開く（{place}）"
    )
    return f'<blockquote>{match[1]}<span class="kk-cited">{link}</span></blockquote>'


def _line(text: str, citations: Sequence[Citation]) -> str:
    """Link the figures of one line: to the cells of the items that it names, else to any cell cited."""
    if not text or "<a " in text:
        return text
    named = [one for one in citations if escape_text(one.source) in text]
    cited: dict[str, set[tuple[str, str]]] = {}
    for one in named or citations:
        cited.setdefault(one.quote.strip(), set()).add((one.report, one.place))
    for one in named:
        text = _place(text, one)
    return "".join(
        piece if piece.startswith("<") else _linked_figures(piece, text, cited) for piece in _TAG.split(text)
    )


def _place(text: str, cited: Citation) -> str:
    """Link 「（①-2:取組状況、8行 13列）」 to the cell."""
    told, place = _told_place(cited), escape_text(cited.place)
    if told not in text:
        return text
    link = source_link(cited.report, [cited.place], place, label=f"出典 {cited.place}を開く")
    return text.replace(told, f"{escape_text(cited.source)}、{link}", 1)


def _told_place(cited: Citation) -> str:
    """Return a place as answers tell it: ①-2:取組状況、8行 13列."""
    return f"{escape_text(cited.source)}、{escape_text(cited.place)}"


def _linked_figures(piece: str, line: str, cited: dict[str, set[tuple[str, str]]]) -> str:
    def link(match: re.Match[str]) -> str:
        figure = match[0]
        places = cited.get(figure, set())
        before, after = piece[: match.start()], piece[match.end() :]
        certain = (
            len(places) == 1
            and sum(one.isdigit() for one in figure) >= _SHORTEST
            and sum(1 for one in _FIGURE.finditer(line) if one[0] == figure) == 1
            and not re.search(r"[A-Za-z①-⑳#\d令和]-?$", before)
            and not re.match(r"\s*(年|月|日|行|列|ページ|位|番目)", after)
        )
        if not certain:
            return figure
        ((report, place),) = places
        return source_link(report, [place], figure, label=f"{figure}（出典 {place}を開く）")

    return _FIGURE.sub(link, piece)


def escape_text(text: str) -> str:
    """Return a text as ui.markdown writes it into HTML, where quotation marks stay as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
