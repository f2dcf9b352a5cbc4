"""The styles and the script of the pages, each at an address of its own."""

from __future__ import annotations

from fastapi import APIRouter, Response

from ui import theme
from ui.web.frame import ASSETS

router = APIRouter(include_in_schema=False)
_KEPT = {"cache-control": "no-cache"}  # asked again each time: an update of the program shows at once


@router.get("/look/pages.css")
def styles() -> Response:
    """Return the colours, the fonts and the look of the pages."""
    fonts = ", ".join(f'"{name}"' if " " in name else name for name in theme.FONTS)
    parts = (theme.colours(), theme.chart(), f"body {{ font-family: {fonts}; }}", _asset("pages.css"))
    return Response("\n".join(parts), media_type="text/css", headers=_KEPT)


@router.get("/look/taking.css")
def taking_styles() -> Response:
    """Return what the page of an answer adds, on paper too."""
    return Response(_asset("taking.css"), media_type="text/css", headers=_KEPT)


@router.get("/look/pages.js")
def script() -> Response:
    """Return the small script of the pages."""
    return Response(_asset("pages.js"), media_type="text/javascript", headers=_KEPT)


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
