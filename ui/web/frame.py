"""The frame of every page: its templates, its navigation, and pages that say what is not there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.phrasing import year_text
from corpus.fiscal import era_label
from ui.web import links
from ui.web.sparkline import sparkline

_FOLDER = Path(__file__).parent / "templates"
ASSETS = Path(__file__).resolve().parent.parent / "assets"

NAVIGATION = (
    ("chat", "", "質問する"),
    ("indicators", "indicators", "指標を探す"),
    ("plan", "plan", "計画を見る"),
)


def page(
    request: Request,
    template: str,
    *,
    title: str,
    active: str = "",
    status: int = 200,
    panel: bool = False,
    **values: Any,
) -> HTMLResponse:
    """Return a page made from a template of ours; what the templates print is escaped.

    `title` is its heading and, with the program's name, the title of the window; `active` the key of the
    entry in NAVIGATION that it belongs to. A `panel` is the page without its frame, to stand beside the chat.
    """
    text = (
        environment()
        .get_template(template)
        .render(
            title=title, active=active, navigation=NAVIGATION, root=root_of(request), panel=panel, **values
        )
    )
    return HTMLResponse(text, status_code=status)


def missing(request: Request, what: str) -> HTMLResponse:
    """Return the page for something that the store does not hold; `what` is a whole sentence."""
    return page(request, "missing.html", title="ページがありません", status=404, what=what)


def root_of(request: Request) -> str:
    """Return the address that the pages' links start with; ends with a slash."""
    return str(request.scope.get("root_path", "")).rstrip("/") + "/"


def anchor(item: str) -> str:
    """Return the name by which a page marks an item (①-2#1), for a link to it."""
    return item.replace("#", "-").replace(":", "-")


@cache
def environment() -> Environment:
    """Return the templates; a name that a page did not give is an error, never an empty text."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(anchor=anchor)
    made.globals.update(links=links, sparkline=sparkline, era=era_label, year_text=year_text)
    return made
