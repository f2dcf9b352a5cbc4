"""PDF files to lines: the rows of ruled tables and the text around them, page by page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from corpus.errors import ReportFileError
from corpus.readers.damage import refusing_damage
from corpus.readers.lines import Line, LineNumber
from corpus.readers.pdf_page import PageContent, PageRow, read_page
from corpus.types import Finding, FindingKind, Place

MAX_PAGES = 500
# Of one page. A page of a report has some 3,000 letters, and up to 16,000 edges where each border is a box.
MAX_LETTERS = 50_000
MAX_EDGES = 100_000
# More objects than any file of a size that is read could number.
_MOST_OBJECTS = 10_000_000
# What pdfminer would follow for ever: an object that is nothing but a reference, and cross
# references without width or without end. They are never compressed, so that they can be seen.
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\s*(\d{1,10})\s+\d{1,5}\s+R\b")
_NO_WIDTHS = re.compile(rb"/W\s*\[\s*0+\s+0+\s+0+\s*\]")
_INDEX = re.compile(rb"/Index\s*\[([\d\s]{1,200})\]")
_ADVICE = "PDF を開けることを確かめ、作成元の文書から書き出し直してから、もう一度読み込んでください。"
_LOCKED = ("PDFPasswordIncorrect", "PDFEncryptionError")
# pdfminer is a part of pdfplumber here: it is pinned as one of what that brings along.
_pdfminer = pdfplumber.pdfminer
resolve1, settings = _pdfminer.pdftypes.resolve1, _pdfminer.settings
_DAMAGED = (PdfminerException, MalformedPDFException, _pdfminer.psexceptions.PSException)
# A letter that the file draws without saying which one it is.
_UNMAPPED = re.compile(r"\(cid:\d+\)|\ufffd")
_MOST_UNMAPPED = 0.1
_PAGE_NUMBER = re.compile(
    r"[-－−―–‐~〜\[(（\s]*(?:p(?:age)?\.?\s*)?\d{1,4}(?:\s*(?:/|／|of)\s*\d{1,4})?\s*(?:ページ|頁)?[-－−―–‐~〜\])）\s]*",
    re.IGNORECASE,
)
# pdfminer writes a line to the log for each colour and glyph that it does not know.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(content: bytes, name: str) -> tuple[list[Line], list[Finding]]:
    """Return the lines of all pages: a table row's cells, or a line of text as its one cell.

    Page numbers and running heads are left out, the first heading of a kind excepted. Raises
    ReportFileError on a file that is damaged, protected, too long, or holds pictures of text only.
    """
    with refusing_damage(name, _ADVICE, _DAMAGED):
        pages = _pages(content, name)
    if not any(page.rows for page in pages):
        reason = (
            "画像だけの PDF（スキャンした紙など）"
            if any(page.is_picture for page in pages)
            else "文字のない PDF"
        )
        raise ReportFileError(
            f"「{name}」は{reason}で、文字の情報がないため読み取れません。元の Excel や Word から PDF に書き出し直すか、"
            "OCR（文字認識）で文字を付けて内容を確かめてから、もう一度読み込んでください。"
        )
    _refuse_unmapped(pages, name)
    findings = _pictures(pages)
    lines: list[Line] = []
    running: set[str] = set()
    repeated = _repeated_edges(pages)
    for page in pages:
        title = f"{page.number}ページ"
        for row, found in enumerate(_without_edges(page, repeated, running), start=1):
            number = LineNumber(len(lines) + 1, title, row)
            cells = tuple(_readable(cell) for cell in found.cells)
            findings.extend(_unmapped(title, row, found.cells))
            lines.append(Line(number, cells, found.spans))
    return lines, findings


def _pages(content: bytes, name: str) -> list[PageContent]:
    _check_references(content)
    pages: list[PageContent] = []
    try:
        # One more than is read tells that there are more.
        document = pdfplumber.open(io.BytesIO(content), pages=list(range(1, MAX_PAGES + 2)))
    except PdfminerException as error:
        if any(type(cause).__name__ in _LOCKED for cause in error.args):
            raise ReportFileError(
                f"「{name}」にはパスワードがかかっています。パスワードを外した PDF を用意して、もう一度読み込んでください。"
            ) from error
        raise
    with document:
        if len(document.pages) > MAX_PAGES:
            raise ReportFileError(
                f"「{name}」は {MAX_PAGES} ページを超えているため読み込みません。報告書のページだけの PDF に分けてください。"
            )
        _check_whole(document)
        for page in document.pages:
            _refuse_crowded(page, name)
            pages.append(read_page(page))
            page.close()  # the letters of 500 pages are too many to be kept
    return pages


def _check_references(content: bytes) -> None:
    """Raise, for `refusing_damage`, where references run in a circle or cross references make no sense."""
    targets = {int(found[1]): int(found[2]) for found in _REFERENCE.finditer(content)}
    for start in targets:
        seen = {start}
        while (start := targets.get(start, -1)) >= 0:
            if start in seen:
                raise ValueError("an object refers to itself")
            seen.add(start)
    if _NO_WIDTHS.search(content):
        raise ValueError("cross references without width")
    for found in _INDEX.finditer(content):
        if any(int(number) > _MOST_OBJECTS for number in found[1].split()):
            raise ValueError("cross references without end")


def _refuse_crowded(page: Page, name: str) -> None:
    for count, limit, what in ((len(page.chars), MAX_LETTERS, "文字"), (len(page.edges), MAX_EDGES, "線")):
        if count > limit:
            raise ReportFileError(
                f"「{name}」の{page.page_number}ページは{what}が多すぎて読み取れません（{count:,} 個、上限は {limit:,} 個）。"
                "地図などの図のページや不要なページを除いた PDF を用意して、もう一度読み込んでください。"
            )


def _check_whole(document: PDF) -> None:
    """Raise where a page or the drawing of one is lost, which pdfminer takes for an empty page.

    Raises what `refusing_damage` turns into the message for people.
    """
    root = resolve1(document.doc.catalog.get("Pages"))
    declared = resolve1(root.get("Count"))
    if isinstance(declared, int) and declared > len(document.pages):
        raise EOFError("pages")
    strict = settings.STRICT
    settings.STRICT = True  # a stream that cannot be inflated is an error, not an empty one
    try:
        for page in document.pages:
            forms = resolve1(page.page_obj.resources.get("XObject")) or {}
            for reference in (*page.page_obj.contents, *forms.values()):
                stream = resolve1(reference)
                subtype = getattr(stream.attrs.get("Subtype"), "name", "Form")
                if subtype == "Form":
                    stream.get_data()
    finally:
        settings.STRICT = strict


def _refuse_unmapped(pages: Sequence[PageContent], name: str) -> None:
    text = "".join(cell for page in pages for row in page.rows for cell in row.cells)
    unmapped = _UNMAPPED.findall(text)
    letters = len(_UNMAPPED.sub("", text)) + len(unmapped)
    if len(unmapped) > _MOST_UNMAPPED * letters:
        raise ReportFileError(
            f"「{name}」は文字の情報が欠けた PDF のため読み取れません（{letters:,} 字のうち {len(unmapped):,} 字）。"
            "元の Excel や Word を用意するか、そこから PDF に書き出し直してから、もう一度読み込んでください。"
        )


def _pictures(pages: Sequence[PageContent]) -> list[Finding]:
    numbers = [page.number for page in pages if page.is_picture and not page.rows]
    if not numbers:
        return []
    which = "、".join(map(str, numbers))
    return [
        Finding(
            FindingKind.HELD_BACK,
            f"{which}ページは画像だけで文字の情報がないため、読み込んでいません。"
            "必要なページであれば、元の文書から書き出し直してください。",
            f"文字のないページ：{which}",
            Place(1, 0, f"{numbers[0]}ページ"),
        )
    ]


def _readable(cell: str) -> str:
    """A cell with an unknown letter is left blank: 1(cid:3)5 is not fifteen."""
    return "" if _UNMAPPED.search(cell) else cell


def _unmapped(title: str, row: int, cells: Sequence[str]) -> Iterator[Finding]:
    for column, cell in enumerate(cells):
        if _UNMAPPED.search(cell):
            place = Place(row, column, title)
            yield Finding(
                FindingKind.HELD_BACK,
                f"{place}に読めない文字があるため、この欄を読み込んでいません。原資料を確かめてください。",
                _UNMAPPED.sub("〓", cell)[:60],
                place,
            )


# --- page numbers and running heads -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    """The text lines at the top and at the bottom of a page that stand outside of its tables."""

    top: Sequence[int]
    bottom: Sequence[int]


def _edge(page: PageContent) -> _Edge:
    texts = [row.is_text for row in page.rows]
    first_table = texts.index(False) if False in texts else len(texts)
    after_table = len(texts) - texts[::-1].index(False) if False in texts else 0
    # Two lines: the name of the report and the number of the page.
    return _Edge(range(min(first_table, 2)), range(max(after_table, len(texts) - 2), len(texts)))


def _repeated_edges(pages: Sequence[PageContent]) -> set[str]:
    found = Counter(
        text
        for page in pages
        for text in {page.rows[index].cells[0] for index in (*_edge(page).top, *_edge(page).bottom)}
    )
    return {text for text, times in found.items() if times > max(1, len(pages) // 3)}


def _without_edges(page: PageContent, repeated: set[str], running: set[str]) -> list[PageRow]:
    """Return the rows of a page without its number and without what stood on a page before."""
    edge = _edge(page)
    at_edge = {*edge.top, *edge.bottom}
    kept = []
    for index, row in enumerate(page.rows):
        if index in at_edge:
            text = row.cells[0]
            if row.is_in_margin and _PAGE_NUMBER.fullmatch(text):
                continue
            if text in running:
                continue
            if text in repeated:
                running.add(text)
        kept.append(row)
    return kept
