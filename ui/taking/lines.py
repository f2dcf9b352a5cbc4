"""Japanese text set in lines on a PDF page, every letter and space as given.

reportlab's own paragraphs fold spaces (the full-width one too) and let a line begin with 。.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib import colors
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

# Rules of Japanese typesetting (JIS X 4051): what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset(
    "、。，．,.・：；:;？！?!）)〕］]｝}〉》」』】’”々ー〜～‐％%℃゛゜ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…―"
)
_NOT_LAST = frozenset("（(〔［[｛{〈《「『【‘“")
_UNIT = re.compile(
    r"[0-9A-Za-z.,%#/_:&=?~+-]+|.", re.DOTALL
)  # a number or a word of Latin letters stays whole
_BACKWARDS = 4  # units that a break moves back at most; longer rows of brackets are no text
_FRAME_PADDING = 6.0

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set; lengths in points. `right` flushes right, `centred` centres, `framed` draws a box."""

    font: str
    size: float
    leading: float
    before: float = 0
    after: float = 0
    indent: float = 0
    indent_right: float = 0
    right: bool = False
    centred: bool = False
    framed: bool = False


def broken(text: str, room: float, measure: Measure) -> list[str]:
    """Return the lines of a text; together they are the text, less its own line ends."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        units = _units(paragraph, room, measure)
        line: list[str] = []
        used = 0.0
        for unit in units:
            needed = measure(unit)
            if line and used + needed > room and not unit.isspace():
                kept = _break(line, unit)
                lines.append("".join(line[:kept]))
                line = line[kept:]
                used = sum(measure(one) for one in line)
            line.append(unit)
            used += needed
        lines.append("".join(line))
    return lines


def _units(text: str, room: float, measure: Measure) -> list[str]:
    units: list[str] = []
    for one in _UNIT.findall(text):
        units += [one] if measure(one) <= room else list(one)
    return units


def _break(line: list[str], following: str) -> int:
    """Return how many units stay on the line when `following` no longer fits."""
    for back in range(min(_BACKWARDS, len(line))):
        kept = len(line) - back
        first = line[kept] if back else following
        if first[0] not in _NOT_FIRST and line[kept - 1][-1] not in _NOT_LAST:
            return kept
    return len(line)


class TextBlock(Flowable):  # type: ignore[misc]  # reportlab tells no types
    """A paragraph, a heading or the text of a cell. `mark` stands before its first line, in the indent.

    `level` tells a heading, which becomes a bookmark and stays with what follows.
    """

    def __init__(
        self, text: str, look: Look, *, mark: str = "", level: int | None = None, leads: bool = False
    ) -> None:
        super().__init__()
        self.text = text
        self.level = level
        self.keepWithNext = leads or level is not None
        self._look = look
        self._mark = mark
        self._lines: list[str] = []

    def getSpaceBefore(self) -> float:  # noqa: N802 (the names of these are reportlab's)
        """Return the room above."""
        return self._look.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Return the room below."""
        return self._look.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Set the lines for a width, and return the room that they take."""
        look = self._look
        room = width - look.indent - look.indent_right - 2 * self._padding
        self._lines = broken(self.text, room, lambda one: float(stringWidth(one, look.font, look.size)))
        self.width = width
        self.height = len(self._lines) * look.leading + 2 * self._padding
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """Return what fits on this page and what goes on on the next; nothing where two lines do not fit."""
        self.wrap(width, height)
        fitting = int((height - 2 * self._padding) // self._look.leading)
        if fitting >= len(self._lines):
            return [self]
        if fitting < 2:
            return []
        above = "\n".join(self._lines[:fitting])
        rest = "\n".join(self._lines[fitting:])
        return [
            TextBlock(above, replace(self._look, after=0), mark=self._mark, level=self.level),
            TextBlock(rest, replace(self._look, before=0)),
        ]

    def draw(self) -> None:
        """Draw the lines on the page, the last one lowest."""
        look, canvas = self._look, self.canv
        if look.framed:
            canvas.setStrokeColor(colors.HexColor("#7f7f7f"))
            canvas.setLineWidth(0.8)
            canvas.rect(0, 0, self.width, self.height)
        canvas.setFont(look.font, look.size)
        left, right = look.indent + self._padding, self.width - look.indent_right - self._padding
        y = self.height - self._padding - look.size - (look.leading - look.size) / 2 + look.size * 0.12
        if self._mark:
            canvas.drawString(0, y, self._mark)
        for line in self._lines:
            if look.right:
                canvas.drawRightString(right, y, line)
            elif look.centred:
                canvas.drawCentredString((left + right) / 2, y, line)
            else:
                canvas.drawString(left, y, line)
            y -= look.leading

    @property
    def _padding(self) -> float:
        return _FRAME_PADDING if self._look.framed else 0.0
