"""Japanese letters for a PDF: a subset of a free font that comes as a package, so that no reader needs one.

The font has cubic outlines, which PDF writers and text extractors handle badly in Japanese fonts; the
letters that a document uses are turned into TrueType outlines.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import pylopdf_fonts_jp
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

_ACCURACY = 1.0  # units of 1,000 to the height of a letter; what a curve may differ
MISSING = "〓"  # what printers set for a letter that they do not have


class Face(Enum):
    """The two typefaces: one for reading, one for headings and tables."""

    SERIF = "serif"
    SANS = "sans"


@dataclass(frozen=True, slots=True)
class Settable:
    """A text with only letters that the font has, and those that it has not."""

    text: str
    missing: tuple[str, ...]


def settable(text: str) -> Settable:
    """Return a text with 〓 for every letter that the font lacks, so that none vanishes unsaid.

    A mark that chooses the shape of the letter before it (a variation selector) is left out: the letter
    stays, in its usual shape, and the mark is told among the missing.
    """
    held = _held()
    out: list[str] = []
    missing: dict[str, None] = {}
    for one in text:
        if ord(one) in held or one == "\n":
            out.append(one)
            continue
        missing[one] = None
        if not _is_selector(one):
            out.append(MISSING)
    return Settable("".join(out), tuple(missing))


def font_file(face: Face, letters: Iterable[str]) -> bytes:
    """Return a TrueType font with these letters (and those of ASCII) of one typeface."""
    wanted = {ord(one) for one in letters} | set(range(0x20, 0x7F)) | {ord(MISSING)}
    options = Options(
        layout_features=[], drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    written = io.BytesIO()
    with TTFont(_path(face), lazy=True) as font:
        subsetter.subset(font)
        _make_quadratic(font)
        font.save(written)
    return written.getvalue()


def _make_quadratic(font: TTFont) -> None:
    """Replace the cubic outlines of a font by quadratic ones; the way of fontTools' own otf2ttf."""
    order = font.getGlyphOrder()
    shapes = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, _ACCURACY, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    table.compile(font)
    del font["CFF "]
    metrics = font["hmtx"]
    metrics.metrics = {name: (metrics[name][0], getattr(glyphs[name], "xMin", 0)) for name in order}
    limits = font["maxp"] = newTable("maxp")
    limits.tableVersion, limits.numGlyphs = 0x00010000, len(order)
    for unused in ("maxZones", "maxComponentElements"):
        setattr(limits, unused, 1)
    for unused in (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
        "maxSizeOfInstructions maxPoints maxContours maxCompositePoints maxCompositeContours "
        "maxComponentDepth"
    ).split():
        setattr(limits, unused, 0)
    limits.compile(font)
    names = font["post"]
    names.formatType, names.extraNames, names.mapping, names.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\000\001\000\000"


@cache
def _held() -> frozenset[int]:
    """The letters that both typefaces have."""
    sets = []
    for face in Face:
        with TTFont(_path(face), lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)


def _path(face: Face) -> Path:
    return pylopdf_fonts_jp.serif_path() if face is Face.SERIF else pylopdf_fonts_jp.sans_path()


def _is_selector(letter: str) -> bool:
    return 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF
