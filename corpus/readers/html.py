"""Web pages (.html) to lines: each table row by row, and the text between the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree, html

from corpus.errors import ReportFileError
from corpus.readers.damage import refusing_damage
from corpus.readers.lines import Line, LineNumber
from corpus.readers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from corpus.readers.text import decode
from corpus.readers.wrapping import is_japanese, join_wrapped
from corpus.types import Finding, FindingKind, Place

_ADVICE = "ブラウザーで開けることを確かめ、保存し直してから、もう一度読み込んでください。"
MAX_SPAN = 1_000
# Deeper pages are cut off by the parser without a word.
MAX_DEPTH = 200
TEXT_PAGE = "本文"
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.I,
)
# By the names that Japanese pages use; any other is left to the strict order of text files.
_CODECS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "eucjp"), "euc_jp"),
    "iso-2022-jp": "iso2022_jp",
}
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_LEFT_OUT = {
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "svg",
    "iframe",
    "object",
    "textarea",
    "select",
    "rt",
    "rp",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "details", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
}  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_UNSEEN_SOURCE = re.compile(r"<!--.*?-->|<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_TABLE_BEGIN = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
Element: TypeAlias = Any  # lxml tells no types


def read_html(content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines of a page: tables as 表1, 表2, …, what stands between them as 本文.

    Scripts and what the page hides are left out; hidden rows with text are named in a Finding.
    Nothing is fetched. Raises ReportFileError on a page that cannot be read or shows nothing.
    """
    text = _decoded(content, name)
    with refusing_damage(name, _ADVICE, (etree.LxmlError,)):
        root = _parsed(text)
    if root is None or not text.strip():
        raise _nothing(name)
    if _is_cut_off(text):
        raise ReportFileError(
            f"「{name}」は表の途中で切れています（終わりの </table> がありません）。"
            "ページを最後まで表示してから保存し直して、もう一度読み込んでください。"
        )
    if _depth(root) > MAX_DEPTH:
        raise ReportFileError(
            f"「{name}」は要素が {MAX_DEPTH} 段より深く重なっていて、途中までしか読み取れません。"
            "表を Excel に貼り付けて .xlsx で保存し、もう一度読み込んでください。"
        )
    walk = _Walk(name)
    walk.block(root)
    walk.end_text()
    if not any(line.filled() for line in walk.lines):
        raise _nothing(name)
    return walk.lines, walk.findings()


def _nothing(name: str) -> ReportFileError:
    return ReportFileError(
        f"「{name}」には読み取れる文字がありません。表が表示されているページを HTML として保存し直してから、"
        "もう一度読み込んでください。"
    )


def _decoded(content: bytes, name: str) -> str:
    """Decode by the byte order mark, else by what the page declares, else UTF-8, else Shift_JIS."""
    if not content.startswith(_BOMS) and (found := _CHARSET.search(content[:4096])):
        declared = (found[1] or found[2]).decode("latin-1").lower()
        if codec := _CODECS.get(declared):
            # A template may declare it wrongly; the strict order decides then.
            with suppress(UnicodeDecodeError):
                return content.decode(codec)
    return decode(content, name)


def _parsed(text: str) -> Element | None:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    # As bytes, since a declaration inside would contradict what a str is.
    return html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)


def _is_cut_off(text: str) -> bool:
    seen = _UNSEEN_SOURCE.sub("", text)
    return len(_TABLE_BEGIN.findall(seen)) > len(_TABLE_END.findall(seen))


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or _INVISIBLE.search(element.get("style") or "") is not None


def _tag(element: Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _text(element: Element) -> str:
    """Return what an element shows as one line."""
    return _one_line(_pieces(element))


def _one_line(pieces: Iterable[str]) -> str:
    """Join pieces of source text: its spaces and line ends count as one space, \\n is a real break."""
    lines = [_collapsed(line) for line in "".join(pieces).split("\v")]
    return join_wrapped("\n".join(lines)).strip()


def _collapsed(text: str) -> str:
    """A line end of the source between Japanese letters is no space."""

    def gap(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        is_wrap = "\n" in found[0] and before and after and is_japanese(before) and is_japanese(after)
        return "" if is_wrap else " "

    return _SPACES.sub(gap, text).strip(" ")


def _pieces(element: Element) -> Iterator[str]:
    """Return the text inside an element; a vertical tab stands for a break that the page shows."""
    tag = _tag(element)
    if tag in _LEFT_OUT or not tag or _is_hidden(element):
        return
    if tag == "br":
        yield "\v"
    is_block = tag in _BLOCKS
    if is_block:
        yield "\v"
    if tag == "li":
        yield "・"
    yield (element.text or "").replace("\v", " ")
    for child in element:
        yield from _pieces(child)
        yield (child.tail or "").replace("\v", " ")
    if is_block:
        yield "\v"


@dataclass(slots=True)
class _Walk:
    """The page from top to bottom, and the lines that it gave so far."""

    name: str
    lines: list[Line] = field(default_factory=list)
    _hidden: list[tuple[Place, str]] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _tables: int = 0
    _texts: int = 0
    _cells: int = 0

    def block(self, element: Element) -> None:
        """Read an element that may hold blocks of text and tables."""
        tag = _tag(element)
        if not tag or tag in _LEFT_OUT:
            return
        if _is_hidden(element):
            self._note_hidden(element, Place(self._texts + 1, 0, TEXT_PAGE))
            return
        if tag == "table":
            self.end_text()
            if not _is_layout(element):
                self._table(element)
                return
        if tag == "br" or tag in _BLOCKS:
            self.end_text()
        if tag == "li":
            self._words.append("・")
        self._words.append(element.text or "")
        for child in element:
            self.block(child)
            self._words.append(child.tail or "")
        if tag in _BLOCKS:
            self.end_text()

    def end_text(self) -> None:
        """Make the words read since the last block one line."""
        text = _one_line(self._words)
        self._words.clear()
        if text and text != "・":
            self._texts += 1
            self._add(TEXT_PAGE, self._texts, (text,), {})

    def findings(self) -> list[Finding]:
        """Return one Finding a place where something hidden was left out."""
        return [
            Finding(
                FindingKind.HIDDEN_CELLS,
                f"{place.page}の{place.row}行付近に、画面に表示されない内容があり、読み込みませんでした。",
                text[:60],
                place,
            )
            for place, text in self._hidden
        ]

    def _note_hidden(self, element: Element, place: Place) -> None:
        shown = _SPACES.sub(" ", " ".join(element.itertext())).strip()
        if shown and _tag(element) not in _LEFT_OUT:
            self._hidden.append((place, shown))

    def _add(self, page: str, row: int, cells: tuple[str, ...], spans: dict[int, tuple[int, int]]) -> None:
        self._cells += len(cells)
        if len(self.lines) >= MAX_ROWS or self._cells > MAX_CELLS:
            raise ReportFileError(
                f"「{self.name}」の表は大きすぎます（{len(self.lines):,} 行）。報告書の部分だけのファイルに分けてください。"
            )
        self.lines.append(Line(LineNumber(len(self.lines) + 1, page, row), cells, spans))

    def _table(self, table: Element) -> None:
        """Read one table; a merged cell stands in its first place and leaves the others blank."""
        self._tables += 1
        page = f"表{self._tables}"
        for caption in table.iterchildren("caption"):
            self.block(caption)
        rows = list(_rows(table))
        hidden = [any(map(_is_hidden, (element, *_ancestors(element, table)))) for element in rows]
        covered: dict[int, int] = {}  # by column: how many of the next rows a cell above covers
        row = 0
        for index, element in enumerate(rows):
            if hidden[index]:
                self._note_hidden(element, Place(row + 1, 0, page))
                _row_is_past(covered)
                continue
            row += 1
            shown, spans = self._row(element, covered, Place(row, 0, page))
            # A merged cell counts the hidden rows that it covers; the lines do not.
            seen = {
                column: (down - sum(hidden[index : index + down]), across)
                for column, (down, across) in spans.items()
            }
            self._add(page, row, shown, {column: span for column, span in seen.items() if span != (1, 1)})

    def _row(
        self, element: Element, covered: dict[int, int], place: Place
    ) -> tuple[tuple[str, ...], dict[int, tuple[int, int]]]:
        shown: dict[int, str] = {}
        spans: dict[int, tuple[int, int]] = {}
        above = set(covered)
        column = 0
        for cell in element.iterchildren("td", "th"):
            if _is_hidden(cell):
                self._note_hidden(cell, place)
                continue
            while column in above:
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if column + across > MAX_COLUMNS * 2:
                raise ReportFileError(
                    f"「{self.name}」の{place.page}の{place.row}行は {MAX_COLUMNS} 列を大きく超えています。"
                    "報告書の表だけのファイルにしてください。"
                )
            if text := _text(cell):
                shown[column] = text
                if (down, across) != (1, 1):
                    spans[column] = (down, across)
            if down > 1:
                covered.update(dict.fromkeys(range(column, column + across), down))
            column += across
        _row_is_past(covered)
        return tuple(shown.get(one, "") for one in range(max(shown, default=-1) + 1)), spans


def _row_is_past(covered: dict[int, int]) -> None:
    for column in list(covered):
        covered[column] -= 1
        if not covered[column]:
            del covered[column]


def _span(cell: Element, attribute: str) -> int:
    found = re.match(r"\s*(\d{1,6})", cell.get(attribute) or "")
    return min(max(int(found[1]), 1), MAX_SPAN) if found else 1


def _rows(table: Element) -> Iterator[Element]:
    """Return the rows of a table, not those of the tables inside it."""
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _ancestors(element: Element, table: Element) -> Iterator[Element]:
    parent = element.getparent()
    while parent is not None and parent is not table:
        yield parent
        parent = parent.getparent()


def _is_layout(table: Element) -> bool:
    """True of a table that only arranges others: most of what it shows stands in those."""
    inner = [one for one in table.iterdescendants("table") if len(list(_rows(one))) > 1]
    if not inner:
        return False
    inside = sum(len(list(one.iterdescendants("td", "th"))) for one in inner)
    own = sum(len(list(row.iterchildren("td", "th"))) for row in _rows(table))
    return inside > own
