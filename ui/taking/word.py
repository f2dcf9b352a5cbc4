"""A document as a Word file: real headings, real tables with a header row, its footer on every page.

The only module that knows python-docx. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from assistant.briefing.elements import Element, Grid, Heading, Listed, Quoted, Warned, Words
from ui.taking.paper import Paper, column_widths, heads_next

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Word takes the first that is installed; the others are named in the font table of the file.
_BODY, _BODY_ELSE = "游明朝", "Yu Mincho,ＭＳ 明朝,MS Mincho,Hiragino Mincho ProN,Noto Serif CJK JP"
_HEADS, _HEADS_ELSE = "游ゴシック", "Yu Gothic,ＭＳ ゴシック,MS Gothic,Hiragino Sans,Noto Sans CJK JP"
_INK = RGBColor(0, 0, 0)
_HEADING_SIZES = {1: 16, 2: 13, 3: 11.5, 4: 10.5}
_TEXT_WIDTH_MM = 160  # A4 less two margins of 25 mm
_LETTER_MM = 1.65  # half-width, in the size of tables
_MARGINS_MM = 5.5  # left and right in a cell
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can tell
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_docx(paper: Paper) -> bytes:
    """Return the document as the bytes of a .docx file."""
    document = Document()
    _set_up_page(document, paper)
    _set_up_styles(document)
    for position, element in enumerate(paper.elements):
        _write(element, document)
        if heads_next(paper.elements, position):
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    _describe(document, paper)
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _write(element: Element, document: WordDocument) -> None:
    match element:
        case Heading(level, text):
            paragraph = document.add_heading(_clean(text), level=level)
            if level == 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        case Words():
            document.add_paragraph(_clean(element.with_refs))
        case Warned(text):
            paragraph = document.add_paragraph()
            paragraph.add_run(_clean(text)).bold = True
            _frame(paragraph)
        case Quoted(text, where, ref):
            document.add_paragraph(_clean(text), style="Quote")
            if not where:
                return
            place = document.add_paragraph(_clean(f"（出典{ref}：{where}）"))
            place.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        case Listed(items):
            for one in items:
                document.add_paragraph(_clean(one), style="List Bullet")
        case Grid():
            _write_table(element, document)


def _write_table(grid: Grid, document: WordDocument) -> None:
    table = document.add_table(rows=1, cols=len(grid.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = column_widths(grid, _TEXT_WIDTH_MM, _LETTER_MM, _MARGINS_MM)
    _fill(table.rows[0], grid.headings, frozenset(), widths, bold=True)
    _repeat_on_each_page(table.rows[0])
    for row in grid.rows:
        _fill(table.add_row(), row, grid.right, widths)
    for row in table.rows:
        _keep_whole(row)
    for column, column_mm in zip(table.columns, widths, strict=True):
        column.width = Mm(column_mm)
    document.add_paragraph(style="Table Text")  # two tables without it would grow together


def _fill(
    row: _Row, texts: Iterable[str], right: frozenset[int], widths: list[float], *, bold: bool = False
) -> None:
    for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(widths[position])
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Text"
        paragraph.add_run(_clean(text)).bold = bold
        if position in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if bold:
            _shade(cell)


def _set_up_page(document: WordDocument, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(_clean(f"{paper.footer}　"))
    _add_page_number(footer)


def _set_up_styles(document: WordDocument) -> None:
    styles = document.styles
    normal = _paragraph_style(document, "Normal")
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.25
    for name in ("Normal", "Quote", "List Bullet", "Footer"):
        _use_fonts(_paragraph_style(document, name), _BODY)
    for level, size in _HEADING_SIZES.items():
        style = _paragraph_style(document, f"Heading {level}")
        _use_fonts(style, _HEADS)
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = _INK
        style.paragraph_format.space_before = Pt(14 if level < 3 else 10)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    quote = _paragraph_style(document, "Quote")
    quote.font.italic = False  # Japanese has no italics
    quote.font.color.rgb = _INK
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Mm(6)
    quote.paragraph_format.keep_with_next = True
    _rule_left(quote)
    cells = styles.add_style("Table Text", 1)
    assert isinstance(cells, ParagraphStyle)
    cells.base_style = normal
    cells.font.size = Pt(9)
    cells.paragraph_format.space_after = Pt(0)
    cells.paragraph_format.line_spacing = 1.0
    _use_fonts(cells, _BODY)
    _set_language(document)
    _name_fallbacks(document)


def _paragraph_style(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _use_fonts(style: ParagraphStyle, font: str) -> None:
    """Name one Japanese font for all letters; the theme's fonts would win, so they go."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _set_language(document: WordDocument) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "ja-JP")
        language.set(qn("w:eastAsia"), "ja-JP")


def _name_fallbacks(document: WordDocument) -> None:
    """Say in the file's font table what stands in where a font is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="80"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, others, family in ((_BODY, _BODY_ELSE, "roman"), (_HEADS, _HEADS_ELSE, "swiss"))
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _describe(document: WordDocument, paper: Paper) -> None:
    """Fill in title and author; the template's dates are those of the template and go."""
    properties = document.core_properties
    properties.title = _clean(paper.title)[:255]
    properties.author = properties.last_modified_by = "計画ナビ"
    properties.subject = _clean(paper.subject)[:255]
    properties.comments = _clean(paper.remark)[:255]
    properties.language = "ja-JP"
    for element in list(properties._element):
        if element.tag.endswith(("}created", "}modified")):
            properties._element.remove(element)


def _without_times(data: bytes) -> bytes:
    """Return a ZIP file whose entries all carry the same time, in the same order."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, before.read(name))
    return written.getvalue()


def _add_page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "1"), ("end", "")):
        if kind == "shown":
            run.add_text(text)
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


def _repeat_on_each_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(_flag("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(_flag("w:cantSplit"))


def _flag(name: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    return element


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E7E6E6")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _frame(paragraph: Paragraph) -> None:
    _border(paragraph._p.get_or_add_pPr(), ("top", "left", "bottom", "right"), "8")


def _rule_left(style: ParagraphStyle) -> None:
    _border(style.element.get_or_add_pPr(), ("left",), "18")


def _border(properties: BaseOxmlElement, sides: Iterable[str], size: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "4"), ("color", "7F7F7F")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The schema wants the borders before spacing, indents and alignment.
    first = next((one for one in properties if one.tag in {qn(f"w:{name}") for name in _AFTER_BORDERS}), None)
    if first is None:
        properties.append(borders)
    else:
        first.addprevious(borders)


_AFTER_BORDERS = (
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot hold; a report's own stay otherwise as they are."""
    return _NOT_IN_XML.sub("", text)
