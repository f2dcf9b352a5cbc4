"""Writes a printed document as .xlsx, .xls, .ods, .csv, .tsv, .html or .pdf."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import odf.opendocument
import odf.style
import odf.table
import odf.text
import openpyxl
import xlwt
from layout_grid import Cell, Document, Grid, Paragraph
from openpyxl.styles import Alignment
from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer, Table
from reportlab.platypus import Paragraph as Flowing

FONT = "HeiseiKakuGo-W5"
FIGURE = re.compile(r"(?P<sign>[△▲-]?)(?P<digits>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<percent>%?)")


def number_and_format(text: str) -> tuple[float | int, str] | None:
    """A figure as a spreadsheet holds it, with the number format that shows it as printed."""
    found = FIGURE.fullmatch(text)
    if not found:
        return None
    decimals = len(found["decimals"] or "")
    value: float | int = float(found["digits"].replace(",", ""))
    if not decimals:
        value = int(value)
    if found["percent"]:
        value = round(value / 100, decimals + 4)
    if found["sign"]:
        value = -value
    shown = ("#,##0" if "," in found["digits"] else "0") + ("." + "0" * decimals if decimals else "")
    shown += found["percent"]
    if found["sign"] in ("△", "▲"):
        shown = f'{shown};"{found["sign"]}"{shown}'
    return value, shown


def held(document: Document, cell: Cell) -> tuple[float | int, str] | None:
    """The number that a spreadsheet cell holds, or None where it holds text."""
    if document.numbers == "text":
        return None
    if re.fullmatch(r"\d{1,4}", cell.text) and not cell.text.startswith("0"):
        return int(cell.text), "General"
    western = re.fullmatch(r"(\d{4})年度", cell.text)
    if western and document.numbers == "formatted":
        return int(western[1]), '0"年度"'
    united = re.fullmatch(r"(\d[\d,]*)([^\d,.%()（）]{1,4})", cell.text) if cell.value else None
    if united and document.numbers == "formatted":
        shown = "#,##0" if "," in united[1] else "0"
        return int(united[1].replace(",", "")), f'{shown}"{united[2]}"'
    if not cell.is_number:
        return None
    made = number_and_format(cell.text)
    if made and document.numbers == "number":
        if "%" in made[1] or made[1].endswith(";"):
            return made
        return made[0], made[1] if made[0] < 0 and "△" in cell.text else "General"
    return made


def write_xlsx(document: Document, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in document.sheets:
        page = book.create_sheet(sheet.name)
        top = 1
        for item in sheet.items:
            if isinstance(item, Paragraph):
                page.cell(top, 1, item.text)
                top += 2 if item.level == 1 else 1
                continue
            for (r, c), cell in item.cells.items():
                place = page.cell(top + r, 1 + c)
                number = held(document, cell)
                place.value = number[0] if number else cell.text
                place.number_format = number[1] if number else "@" if cell.value else "General"
                place.alignment = Alignment(wrap_text=True, vertical="center" if cell.rows > 1 else "top")
                if cell.rows > 1 or cell.cols > 1:
                    page.merge_cells(
                        start_row=top + r,
                        start_column=1 + c,
                        end_row=top + r + cell.rows - 1,
                        end_column=c + cell.cols,
                    )
            top += item.height + 1
    book.save(path)
    book.close()


def write_xls(document: Document, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, xlwt.XFStyle] = {}
    for sheet in document.sheets:
        page = book.add_sheet(sheet.name)
        top = 0
        for item in sheet.items:
            if isinstance(item, Paragraph):
                page.write(top, 0, item.text)
                top += 2 if item.level == 1 else 1
                continue
            for (r, c), cell in item.cells.items():
                number = held(document, cell)
                name = number[1] if number else "General"
                style = styles.setdefault(name, xlwt.easyxf(num_format_str=name))
                value = number[0] if number else cell.text
                if cell.rows > 1 or cell.cols > 1:
                    page.write_merge(top + r, top + r + cell.rows - 1, c, c + cell.cols - 1, value, style)
                else:
                    page.write(top + r, c, value, style)
            top += item.height + 1
    book.save(str(path))


def write_ods(document: Document, path: Path) -> None:
    book = odf.opendocument.OpenDocumentSpreadsheet()

    def texts(place: odf.table.TableCell, text: str) -> odf.table.TableCell:
        for line in text.split("\n"):
            place.addElement(odf.text.P(text=line))
        return place

    def row(table: odf.table.Table, *cells: odf.table.TableCell) -> None:
        line = odf.table.TableRow()
        for cell in cells:
            line.addElement(cell)
        table.addElement(line)

    for sheet in document.sheets:
        table = odf.table.Table(name=sheet.name)
        for item in sheet.items:
            if isinstance(item, Paragraph):
                row(table, texts(odf.table.TableCell(valuetype="string"), item.text))
                continue
            for cells in item.rows():
                made = []
                for cell in cells:
                    if cell is None:
                        made.append(odf.table.CoveredTableCell())
                        continue
                    spans = {}
                    if cell.rows > 1 or cell.cols > 1:
                        spans = {"numberrowsspanned": cell.rows, "numbercolumnsspanned": cell.cols}
                    number = held(document, cell)
                    if number and "%" in number[1]:
                        place = odf.table.TableCell(valuetype="percentage", value=number[0], **spans)
                    elif number:
                        place = odf.table.TableCell(valuetype="float", value=number[0], **spans)
                    elif cell.text:
                        place = odf.table.TableCell(valuetype="string", **spans)
                    else:
                        place = odf.table.TableCell(**spans)
                    made.append(texts(place, cell.text) if cell.text else place)
                row(table, *made)
            row(table, odf.table.TableCell())
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _flat_rows(document: Document, newline: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, sheet in enumerate(document.sheets):
        if number:
            rows.append([])
        for item in sheet.items:
            if isinstance(item, Paragraph):
                rows.append([item.text])
            else:
                rows += [[text.replace("\n", newline) for text in row] for row in item.texts()]
                rows.append([])
    return rows


def write_csv(document: Document, path: Path, encoding: str = "cp932") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(_flat_rows(document, "\n"))


def write_csv_bom(document: Document, path: Path) -> None:
    write_csv(document, path, "utf-8-sig")


def write_tsv(document: Document, path: Path) -> None:
    lines = ["\t".join(row) for row in _flat_rows(document, " ")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_html(document: Document, path: Path) -> None:
    parts = [
        "<!DOCTYPE html>",
        '<html lang="ja"><head><meta charset="utf-8">',
        f"<title>{html.escape(document.title)}</title>",
        "<style>td { border: 1px solid }</style></head><body>",
    ]

    def printed(text: str) -> str:
        return html.escape(text).replace("\n", "<br>")

    for sheet in document.sheets:
        for item in sheet.items:
            if isinstance(item, Paragraph):
                tag = {1: "h1", 2: "h2"}.get(item.level, "p")
                parts.append(f"<{tag}>{printed(item.text)}</{tag}>")
                continue
            parts.append('<table border="1">')
            for number, cells in enumerate(item.rows()):
                parts.append("<tr>")
                for cell in cells:
                    if cell is None:
                        continue
                    tag = "th" if document.th and (cell.head or number < item.head_rows) else "td"
                    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                    spans += f' colspan="{cell.cols}"' if cell.cols > 1 else ""
                    parts.append(f"<{tag}{spans}>{printed(cell.text)}</{tag}>")
                parts.append("</tr>")
            parts.append("</table>")
    parts.append("</body></html>")
    path.write_text("\n".join(parts), encoding="utf-8")


PAD = 2.0
TITLE_STYLE = ParagraphStyle("title", fontName=FONT, fontSize=14, leading=20, wordWrap="CJK")
HEADING_STYLE = ParagraphStyle("heading", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
TEXT_STYLE = ParagraphStyle("text", fontName=FONT, fontSize=8, leading=11, wordWrap="CJK")
PAPERS = {"A3": landscape(A3), "A4": landscape(A4)}
OPENING = set("（(「『【")
CLOSING = set("）)」』】、。，．!?！？ーっゃゅょ％%")


def folded(text: str, width: float, size: float) -> list[str]:
    """The lines of a cell: folded at its edge, no line beginning with a closing bracket or a comma."""
    lines = []
    for line in text.split("\n"):
        now = ""
        for letter in line:
            if now and pdfmetrics.stringWidth(now + letter, FONT, size) > width:
                moved = ""
                while len(now) > 1 and (moved + letter)[0] in CLOSING:
                    moved, now = now[-1] + moved, now[:-1]
                if now[-1] in OPENING and len(now) > 1:
                    moved, now = now[-1] + moved, now[:-1]
                lines.append(now)
                now = moved
            now += letter
        lines.append(now)
    return lines


@dataclass
class PdfTable:
    """A grid on its way to paper: widths, heights, and pieces of at most a page."""

    document: Document
    grid: Grid
    widths: list[float]
    size: float

    def lines(self, cell: Cell, col: int) -> list[str]:
        return folded(cell.text, sum(self.widths[col : col + cell.cols]) - 2 * PAD - 1, self.size)

    def need(self, cell: Cell, col: int) -> float:
        return len(self.lines(cell, col)) * self.size * 1.25 + 2 * PAD + 1

    def heights(self) -> list[float]:
        heights = [self.size * 1.25 + 2 * PAD] * self.grid.height
        for tall in (False, True):  # cells over several rows last: what is missing goes to the last row
            for (r, c), cell in self.grid.cells.items():
                if (cell.rows > 1) is not tall or not cell.text:
                    continue
                more = self.need(cell, c) - sum(heights[r : r + cell.rows])
                if more > 0:
                    heights[r + cell.rows - 1] += more
        return heights

    def tables(self, room: float) -> list[Table]:
        """The pieces, cut before the rows that Grid.keep names (or any, with split_items)."""
        grid, heights = self.grid, self.heights()
        head = sum(heights[: grid.head_rows])
        starts = range(grid.height) if self.document.split_items else sorted(set(grid.keep))
        breaks = [r for r in starts if r > grid.head_rows] + [grid.height]
        pieces: list[tuple[int, int]] = []
        begin = end = grid.head_rows
        used = head
        for stop in breaks:
            size = sum(heights[end:stop])
            if used + size > room and end > begin:
                pieces.append((begin, end))
                begin, used = end, head
            used += size
            end = stop
        pieces.append((begin, end))
        return [self.table(heights, piece, first=number == 0) for number, piece in enumerate(pieces)]

    def table(self, heights: list[float], piece: tuple[int, int], first: bool) -> Table:
        grid, again = self.grid, self.document.repeat_merged
        rows = list(range(grid.head_rows)) if first or self.document.repeat_head else []
        rows += range(*piece)
        at = {row: position for position, row in enumerate(rows)}
        shown = [heights[row] for row in rows]
        data: list[list[object]] = [[""] * grid.width for _ in rows]
        commands: list[tuple] = [
            ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONT", (0, 0), (-1, -1), FONT, self.size, self.size * 1.25),
            *((f"{side}PADDING", (0, 0), (-1, -1), PAD) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
        ]
        for (r, c), cell in grid.cells.items():
            covered = [at[row] for row in range(r, r + cell.rows) if row in at]
            if not covered:
                continue
            top, bottom = covered[0], covered[-1]
            if cell.text and (rows[top] == r or again):
                data[top][c] = "\n".join(self.lines(cell, c))
                more = self.need(cell, c) - sum(shown[top : bottom + 1])
                if more > 0:
                    shown[bottom] += more
            if bottom > top or cell.cols > 1:
                commands.append(("SPAN", (c, top), (c + cell.cols - 1, bottom)))
        return Table(data, colWidths=self.widths, rowHeights=shown, style=commands)


def register_font() -> None:
    """Make the Japanese letters known to reportlab, once."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def write_pdf(document: Document, path: Path) -> None:
    """Ruled tables with CID letters; a table longer than a page is cut, its header repeated or not."""
    register_font()
    size = PAPERS[document.paper]
    margin = 30
    width, room = size[0] - 2 * margin - 14, (size[1] - 2 * margin - 120) * document.room
    story: list[object] = []
    for number, sheet in enumerate(document.sheets):
        if number:
            story.append(PageBreak())
        for item in sheet.items:
            if isinstance(item, Paragraph):
                style = {1: TITLE_STYLE, 2: HEADING_STYLE}.get(item.level, TEXT_STYLE)
                story.append(Flowing(html.escape(item.text).replace("\n", "<br/>"), style))
                continue
            shares = [item.widths.get(c, 1.0) for c in range(item.width)]
            widths = [width * share / sum(shares) for share in shares]
            for piece, table in enumerate(PdfTable(document, item, widths, document.font).tables(room)):
                if piece:
                    story.append(PageBreak())
                story += [Spacer(1, 6), table]
            story.append(Spacer(1, 8))
    made = SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        invariant=1,
    )
    made.build(story)


Writer = Callable[[Document, Path], None]
WRITERS: dict[str, tuple[str, Writer]] = {
    "xlsx": (".xlsx", write_xlsx),
    "xls": (".xls", write_xls),
    "ods": (".ods", write_ods),
    "csv": (".csv", write_csv),
    "csv-bom": (".csv", write_csv_bom),
    "tsv": (".tsv", write_tsv),
    "html": (".html", write_html),
    "pdf": (".pdf", write_pdf),
}


def write(document: Document, kind: str, folder: Path, name: str = "shinchoku") -> Path:
    """Write the document; `kind` is a key of WRITERS. Returns the file."""
    suffix, writer = WRITERS[kind]
    path = folder / f"{name}{suffix}"
    folder.mkdir(parents=True, exist_ok=True)
    writer(document, path)
    return path
