"""A report as it was printed, rebuilt as tables from its kept file, with the cited cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from corpus.places import parse_place
from corpus.printed import PrintedFile, PrintedLine
from corpus.types import Place
from ui.rendering import marked_text
from ui.web.cited import Thing, places_of, things_at
from ui.web.findings import ShownFinding, findings_at
from ui.web.frame import page
from ui.web.opened import Opened, opened
from ui.web.originals import Originals
from ui.web.printed_parts import Part, parts_of
from ui.web.site import Shelf, Site

_MOST_PARTS = 6  # shown at once, where the places cited are far apart
_FIRST_LINES = 100  # shown at most where nothing is cited, whole parts only
_DESCRIBED = 12  # places of which is told what stands there

Words = Annotated[list[str], Query()]


@dataclass(frozen=True, slots=True)
class Correction:
    """What officers say a printed value should have been, as the panel tells it; `when` is local time."""

    printed: str
    corrected: str
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place that the address cites: the text there, what it is, its whole line, findings and repairs.

    `corrections` are those that officers have recorded of it and that are in force. `number` is that of its mark in the table, `text` empty where the cell is blank.
    """

    number: int
    place: str
    text: str
    things: tuple[Thing, ...]
    raw: str
    notes: tuple[str, ...]
    findings: tuple[ShownFinding, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """What the links between the parts keep: the report, what is cited, and the panel."""

    report: str
    places: tuple[str, ...]
    quotes: tuple[str, ...]
    panel: bool

    def of(self, part: int = 0, *, whole: bool = False, panel: bool | None = None) -> str:
        """Return the address of a part, of the whole, or (neither) of the parts that are cited."""
        pairs = [("report", self.report)]
        pairs += [("place", one) for one in self.places]
        pairs += [("quote", one) for one in self.quotes]
        pairs += [("part", str(part))] if part else []
        pairs += [("whole", "1")] if whole else []
        pairs += [("panel", "1")] if (self.panel if panel is None else panel) else []
        return f"source?{urlencode(pairs)}"


def router(site: Site) -> APIRouter:
    """Return the page of a report as it was printed."""
    made = APIRouter(include_in_schema=False)
    originals = Originals(site.home)

    @made.get("/source")
    def source(
        request: Request,
        report: str = "",
        place: Words = [],  # noqa: B006  # FastAPI copies it
        id: str = "",  # as addressed
        quote: Words = [],  # noqa: B006
        part: str = "",
        whole: str = "",
        panel: str = "",
    ) -> HTMLResponse:
        name, item = _of_report(site.shelf(), report, id)
        one = opened(site.shelf(), name)
        file = originals.printed(one.info.digest)
        places, odd = _asked(one, file, place, item)
        parts = parts_of(file, one.engine.report.tables)
        shown = parts if whole else _shown(parts, places, part)
        quotes = tuple(each for each in quote if each)
        totals = [row.place for row in one.engine.report.totals if row.place in places]
        return page(
            request,
            "source.html",
            title="原文",
            active="plan",
            panel=bool(panel),
            info=one.info,
            cited=[_cited(one, file, each, at) for at, each in enumerate(places[:_DESCRIBED], start=1)],
            places=places,
            odd=odd,
            parts=parts,
            shown=[(each, each.grids(places, totals)) for each in shown],
            whole=bool(whole),
            lines=sum(len(each.lines) for each in parts),
            marked=lambda text: _marked(text, quotes),
            address=Address(one.info.name, tuple(map(str, places)), quotes, bool(panel)),
        )

    return made


def _of_report(shelf: Shelf, report: str, item: str) -> tuple[str, str]:
    """Return the report and the id there; answers write ids of older editions with their report (R5/①-2)."""
    before, slash, rest = item.partition("/")
    if slash and shelf.info(before) is not None:
        return before, rest
    return report, item


def _asked(
    one: Opened, file: PrintedFile, texts: Sequence[str], item: str
) -> tuple[tuple[Place, ...], list[str]]:
    """Return the places that the file has, each once, and sentences about those that it does not have."""
    found: dict[Place, None] = {}
    odd = []
    for text in texts:
        place = parse_place(text)
        if place is None:
            odd.append(f"「{text}」は場所として読み取れません。「13行 10列」のように指定してください。")
        elif why := _outside(file, place):
            odd.append(f"「{text}」は、この報告書にはありません。{why}")
        else:
            found[place] = None
    if item:
        held = places_of(one.engine.report, item)
        if not held:
            odd.append(f"「{item}」は、{one.info.title}にはありません。")
        found.update(dict.fromkeys(held))
    return tuple(found), odd


def _outside(file: PrintedFile, place: Place) -> str:
    """Say why a file has no such place; empty where it has it."""
    pages = {one.name: one for one in file.pages}
    if place.page not in pages:
        names = "、".join(list(pages)[:5]) + (" など" if len(pages) > 5 else "")
        return f"あるのは{names}です。" if any(pages) else "この報告書はページに分かれていません。"
    lines = pages[place.page].lines
    if not any(one.row == place.row for one in lines):
        return f"{place.page}の行は{lines[0].row}行から{lines[-1].row}行までです。"
    width = max(cell.column + cell.columns for one in lines for cell in one.cells)
    if place.column >= max(width, *(one.width for one in lines), 1):
        return f"{place.page}の列は{width - 1}列までです（0から数えます）。"
    return ""


def _shown(parts: tuple[Part, ...], places: Sequence[Place], asked: str) -> tuple[Part, ...]:
    """Return the part asked for, else those that hold the places, else the first ones."""
    if asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= len(parts):
        return (parts[int(asked) - 1],)
    holding = tuple(one for one in parts if any(one.holds(place) for place in places))
    if holding:
        return holding[:_MOST_PARTS]
    lines = list(accumulate(len(one.lines) for one in parts))
    return parts[: max(1, sum(1 for count in lines if count <= _FIRST_LINES))]


def _cited(one: Opened, file: PrintedFile, place: Place, number: int) -> CitedPlace:
    line = _line_at(file, place)
    cell = None if line is None else line.cell(place.column)
    things = tuple(things_at(one.engine, place))
    draft = one.engine.draft()
    for indicator in one.engine.report.indicators:
        for seen in indicator.observations:
            if seen.place == place:
                draft.cite(seen)
    items = {thing.id for thing in things}
    return CitedPlace(
        number,
        str(place),
        "" if cell is None else cell.text,
        things,
        "" if line is None else line.raw,
        tuple(draft.notes),
        tuple(findings_at(one.engine.report, {str(place)}, items)),
        tuple(
            Correction(cell.printed, each.corrected, each.reason, each.who, each.local_time)
            for each, cell in one.shelf.errata.at(one.info.name, str(place))
        ),
    )


def _line_at(file: PrintedFile, place: Place) -> PrintedLine | None:
    found = (line for one in file.pages if one.name == place.page for line in one.lines)
    return next((line for line in found if line.row == place.row), None)


def _marked(text: str, quotes: tuple[str, ...]) -> str:
    """Return the text of a cited cell as safe HTML with the words quoted from it marked; without such, all of it."""
    within = tuple(one for one in quotes if one in text)
    return marked_text(text, within or (text,))
