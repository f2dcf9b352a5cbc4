"""The look of the chat: system Japanese fonts, one accent colour, and the page's own style and script."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gradio as gr

_ASSETS = Path(__file__).parent / "assets"

# Only fonts that the machines of a city hall have; a web font would be a request to another host.
FONTS = ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "sans-serif")


def theme() -> gr.themes.Base:
    """Return Gradio's plain theme with our fonts and colours."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_sm,
        font=[gr.themes.Font(name) for name in FONTS],
        font_mono=[gr.themes.Font("Noto Sans Mono CJK JP"), gr.themes.Font("monospace")],
    )


@cache
def css() -> str:
    """Return the style sheet of the chat."""
    return colours() + chart() + (_ASSETS / "chat.css").read_text(encoding="utf-8")


@cache
def colours() -> str:
    """Return the colours of every screen, as variables of a style sheet."""
    return (_ASSETS / "colours.css").read_text(encoding="utf-8")


@cache
def chart() -> str:
    """Return the style of drawings."""
    return (_ASSETS / "chart.css").read_text(encoding="utf-8")


@cache
def head() -> str:
    """Return what goes into <head>: the script has to run before Gradio's own (ui.shell)."""
    script = "".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("waiting.js", "chat.js"))
    fonts = ", ".join(f'"{name}"' if " " in name else name for name in FONTS)
    style = f"{colours()}\n:root {{ --kk-fonts: {fonts}; }}\n{(_ASSETS / 'around.css').read_text(encoding='utf-8')}"
    return (
        f'<meta name="color-scheme" content="light dark">\n<style>{style}</style>\n<script>{script}</script>'
    )
