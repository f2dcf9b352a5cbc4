"""A document as a PDF that any reader shows alike: A4, its own Japanese letters, its footer on every page.

The only module that knows reportlab.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer, Table

from assistant.briefing.elements import Element, Grid, Heading, Listed, Quoted, Warned, Words
from ui.taking.letters import MISSING, Face, font_file, settable
from ui.taking.lines import Look, TextBlock
from ui.taking.paper import Paper, column_widths, heads_next

PDF_TYPE = "application/pdf"

_MARGIN = 25 * mm
_TEXT_WIDTH = A4[0] - 2 * _MARGIN
_CELL_SIZE = 8.5  # pt
_CELL_PADDING = 3  # pt
_LINE = colors.HexColor("#7f7f7f")
_SHADE = colors.HexColor("#e7e6e6")
_SERIF, _SANS = "kk-serif", "kk-sans"

_WORDS = Look(_SERIF, 10.5, 17, after=5)
_WARNED = Look(_SANS, 10, 16, before=4, after=10, framed=True)
_QUOTED = Look(_SERIF, 10.5, 17, after=2, indent=6 * mm, indent_right=6 * mm)
_PLACE = Look(_SERIF, 9.5, 15, after=7, right=True)
_ITEM = Look(_SERIF, 10.5, 17, after=2, indent=5 * mm)
_CELL = Look(_SERIF, _CELL_SIZE, _CELL_SIZE * 1.4)
_HEAD_CELL = Look(_SANS, _CELL_SIZE, _CELL_SIZE * 1.4)
_FIGURE = Look(_SERIF, _CELL_SIZE, _CELL_SIZE * 1.4, right=True)
_HEADINGS = {
    1: Look(_SANS, 16, 24, after=8, centred=True),
    2: Look(_SANS, 13, 20, before=12, after=5),
    3: Look(_SANS, 11.5, 17, before=8, after=4),
    4: Look(_SANS, 10.5, 16, before=6, after=3),
}

# reportlab keeps fonts by name for the whole process, and each document brings its own letters.
_ONE_AT_A_TIME = threading.Lock()


def to_pdf(paper: Paper) -> bytes:
    """Return the document as the bytes of a PDF file.

    A letter that the font lacks is set as 〓, and the last paragraph says which one it was.
    """
    texts = list(_texts(paper))
    lacking = settable("".join(texts)).missing
    elements = (*paper.elements, *_said_to_lack(lacking))
    letters = settable("".join([*texts, *_texts(Paper("", "", "", "", elements))])).text
    written = io.BytesIO()
    with _ONE_AT_A_TIME, _fonts_with(letters):
        document = _Numbered(written, paper)
        document.build(
            list(_story(elements)),
            canvasmaker=partial(Canvas, initialFontName=_SERIF, lang="ja-JP"),
        )
    return written.getvalue()


class _Numbered(BaseDocTemplate):  # type: ignore[misc]  # reportlab tells no types
    """A4 pages with the footer and the page's number, and the headings as bookmarks."""

    def __init__(self, written: io.BytesIO, paper: Paper) -> None:
        super().__init__(
            written,
            pagesize=A4,
            title=paper.title,
            author="計画ナビ",
            creator="計画ナビ",
            subject=paper.subject,
            keywords=paper.remark,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN,
        )
        frame = Frame(
            _MARGIN, _MARGIN, _TEXT_WIDTH, A4[1] - 2 * _MARGIN, 0, 0, 0, 0, id="text", showBoundary=0
        )
        self._footer = settable(paper.footer).text
        self.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=self._foot)])

    def _foot(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(_SERIF, 9)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, f"{self._footer}　{document.page}")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (the name is reportlab's)
        """Bookmark a heading that was just set."""
        level = getattr(flowable, "level", None)
        if level is not None:
            self._level = min(level - 1, self._level + 1)
            key = f"heading-{self.page}-{id(flowable)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.text, key, self._level)

    _level = -1  # of the last bookmark; the next may be deeper by one only


def _story(elements: tuple[Element, ...]) -> Iterator[Flowable]:
    for position, element in enumerate(elements):
        yield from _flowables(element, leads=heads_next(elements, position))


def _flowables(element: Element, *, leads: bool) -> Iterator[Flowable]:
    match element:
        case Heading(level, text):
            yield TextBlock(_set(text), _HEADINGS[level], level=level)
        case Words():
            yield TextBlock(_set(element.with_refs), _WORDS, leads=leads)
        case Warned(text):
            yield TextBlock(_set(text), _WARNED)
        case Quoted(text, where, ref):
            yield TextBlock(_set(text), _QUOTED, leads=bool(where))
            if where:
                yield TextBlock(_set(f"（出典{ref}：{where}）"), _PLACE)
        case Listed(items):
            for one in items:
                yield TextBlock(_set(one), _ITEM, mark="・")
        case Grid():
            yield _table(element)
            yield Spacer(1, 8)


def _table(grid: Grid) -> Table:
    widths = column_widths(grid, _TEXT_WIDTH, _CELL_SIZE / 2, 2 * _CELL_PADDING + 2)
    head = [TextBlock(_set(one), _HEAD_CELL) for one in grid.headings]
    rows = [
        [TextBlock(_set(text), _FIGURE if i in grid.right else _CELL) for i, text in enumerate(row)]
        for row in grid.rows
    ]
    # splitInRow: a cell longer than a page goes on on the next one instead of being refused.
    table = Table([head, *rows], colWidths=widths, repeatRows=1, splitByRow=1, splitInRow=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return table


def _set(text: str) -> str:
    return settable(text).text


def _texts(paper: Paper) -> Iterator[str]:
    yield f"{paper.footer}　0123456789・（出典：）"
    for element in paper.elements:
        match element:
            case Heading() | Warned():
                yield element.text
            case Words():
                yield element.with_refs
            case Quoted():
                yield element.text + element.where
            case Listed():
                yield from element.items
            case Grid():
                yield from element.headings
                for row in element.rows:
                    yield from row


def _said_to_lack(missing: Iterable[str]) -> tuple[Element, ...]:
    codes = "、".join(f"U+{ord(one):04X}" for one in missing if not one.isspace() and one.isprintable())
    if not codes:
        return ()
    said = (
        f"次の文字は、このPDFの書体にないため「{MISSING}」で示すか、字形の指定を省いています（{codes}）。"
        "原文の表記は、画面またはWordファイルで確かめられます。"
    )
    return (Listed((said,)),)


@contextmanager
def _fonts_with(letters: str) -> Iterator[None]:
    """Register the fonts of one document; reportlab would go on with those of the document before."""
    fonts = [
        ttfonts.TTFont(name, io.BytesIO(font_file(face, letters)))
        for name, face in ((_SERIF, Face.SERIF), (_SANS, Face.SANS))
    ]
    try:
        for one in fonts:
            pdfmetrics.registerFont(one)
        yield
    finally:
        for one in fonts:
            one.unregister()


_to_unicode = ttfonts.makeToUnicodeCMap


def _in_utf16(font: str, letters: list[int]) -> str:
    # reportlab writes U+20BB7 as <20BB7>, and readers then copy U+20BB; the format wants UTF-16.
    return re.sub(
        r"<([0-9A-F]{5,6})>",
        lambda found: f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>",
        str(_to_unicode(font, letters)),
    )


ttfonts.makeToUnicodeCMap = _in_utf16
