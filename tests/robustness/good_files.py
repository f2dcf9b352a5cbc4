"""One report in every format that is read, small and the same on every run: what bad files are made from."""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "tests" / "data" / "reports" / "asahi-kodomo-r5.txt"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml"
_PDF_COLUMN = 75
_PDF_LINE = 12
_PDF_LINES_A_PAGE = 25
# A page takes many times as long to read as the same lines of text.
_PDF_LINES = 45

Rows = list[list[str]]


@cache
def text() -> str:
    """The report as tab-separated text."""
    return REPORT.read_text(encoding="utf-8")


def rows() -> Rows:
    """The report's cells; every call gives a list of its own."""
    return [line.split("\t") for line in text().split("\n")]


@cache
def csv(encoding: str = "cp932") -> bytes:
    """The report as Excel saves it as CSV."""
    lines = (",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows())
    return "\r\n".join(lines).encode(encoding)


def workbook_of(cells: Rows) -> bytes:
    """An .xlsx of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(cells, start=1):
        for column, cell in enumerate(row, start=1):
            if cell:
                sheet.cell(number, column, int(cell) if cell.isascii() and cell.isdigit() else cell)
    made = io.BytesIO()
    book.save(made)
    parts = parts_of(made.getvalue())
    del parts["docProps/core.xml"]  # holds the time of saving
    return zip_of(_with_shared_strings(parts))


def _with_shared_strings(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same workbook with its texts in a part of their own, where Excel writes them."""
    texts: list[str] = []

    def shared(inline: re.Match[str]) -> str:
        texts.append(inline[1])
        return f't="s"><v>{len(texts) - 1}</v></c>'

    sheet = re.sub('t="inlineStr"><is>(.*?)</is></c>', shared, parts[SHEET].decode(), flags=re.DOTALL)
    strings = "".join(f"<si>{text}</si>" for text in texts)
    relation = (
        f'<Relationship Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
    )
    kind = f'<Override PartName="/{STRINGS}" ContentType="application/{_SPREADSHEET}.sharedStrings+xml"/></Types>'
    return {
        **parts,
        SHEET: sheet.encode(),
        STRINGS: f'<?xml version="1.0"?><sst xmlns="{MAIN}">{strings}</sst>'.encode(),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", relation.encode()),
        TYPES: parts[TYPES].replace(b"</Types>", kind.encode()),
    }


@cache
def xlsx() -> bytes:
    """The report as a workbook."""
    return workbook_of(rows())


def zip_of(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, the same on every run."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def parts_of(archive: bytes) -> dict[str, bytes]:
    """The parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@cache
def xls() -> bytes:
    """The report as a workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("指標")
    for number, row in enumerate(rows()):
        for column, cell in enumerate(row):
            if cell:
                sheet.write(number, column, int(cell) if cell.isascii() and cell.isdigit() else cell)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@cache
def ods() -> bytes:
    """The report as an OpenDocument spreadsheet."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="指標")
    for row in rows():
        line = TableRow()
        for cell in row:
            made = TableCell(valuetype="string")
            made.addElement(P(text=cell))
            line.addElement(made)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    saved = io.BytesIO()
    book.save(saved)
    parts = {name: part for name, part in parts_of(saved.getvalue()).items() if name != "meta.xml"}
    return zip_of(parts)


@cache
def pdf() -> bytes:
    """The first lines of the report as a PDF with ruled cells over two pages, its drawing not packed."""
    registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(_PDF_COLUMN * 16, _PDF_LINE * 45), invariant=1, pageCompression=0)
    for start in range(0, _PDF_LINES, _PDF_LINES_A_PAGE):
        canvas.setFont("HeiseiKakuGo-W5", 7)
        for number, row in enumerate(rows()[start : min(start + _PDF_LINES_A_PAGE, _PDF_LINES)]):
            height = _PDF_LINE * (43 - number)
            for column, cell in enumerate(row):
                if len(row) > 1:
                    canvas.rect(10 + column * _PDF_COLUMN, height - 3, _PDF_COLUMN, _PDF_LINE)
                canvas.drawString(12 + column * _PDF_COLUMN, height, cell if len(row) == 1 else cell[:9])
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def page_of(cells: Rows, head: str = '<meta charset="utf-8">') -> bytes:
    """An HTML page of one table."""
    lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in cells)
    table = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<!DOCTYPE html><html><head>{head}</head><body><table>\n{table}\n</table></body></html>".encode()


@cache
def page() -> bytes:
    """The report as an HTML page."""
    return page_of(rows())


@cache
def good_files() -> dict[str, bytes]:
    """File names with their contents, one for each ending and encoding."""
    return {
        "good.txt": text().encode(),
        "good.csv": csv(),
        "good.tsv": text().encode("utf-16"),
        "good.xlsx": xlsx(),
        "good.xls": xls(),
        "good.ods": ods(),
        "good.pdf": pdf(),
        "good.html": page(),
    }
