"""Small files of every kind, made on the spot, and how to look at what was read from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Table

from corpus.readers.lines import Source

FONT = "HeiseiKakuGo-W5"
Read = Callable[[str, bytes], Source]


def cells(source: Source) -> list[tuple[str, ...]]:
    """The cells of every line."""
    return [line.cells for line in source.lines]


def places(source: Source) -> list[str]:
    """Where each line stands, as messages print it."""
    return [str(line.number) for line in source.lines]


def messages(source: Source) -> list[str]:
    """What the reader found odd."""
    return [finding.message for finding in source.findings]


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A zip with entries replaced, added, or (None) left out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, body in changes.items():
            if body is not None:
                new.writestr(name, body)
    return made.getvalue()


def part(content: bytes, name: str) -> str:
    """One entry of a zip as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def ruled_table(rows: Sequence[Sequence[str]], *styles: tuple[object, ...], **options: object) -> Table:
    """A table with all its lines drawn, in a font with Japanese letters."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 8)]
    return Table(rows, style=[*grid, *styles], **options)


def pdf(*story: Flowable, furniture: Callable[[Canvas, object], None] | None = None) -> bytes:
    """A PDF of flowing content; `furniture` draws the head and foot of each page."""
    made = io.BytesIO()
    draw = furniture or (lambda canvas, document: None)
    SimpleDocTemplate(made, pagesize=A4).build(list(story), onFirstPage=draw, onLaterPages=draw)
    return made.getvalue()


def drawn_pdf(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF drawn by hand; the font is set before each drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.save()
    return made.getvalue()
