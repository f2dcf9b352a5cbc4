"""The reading of a question as chips: each opens the other values that the question can be asked with."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import ReadingChange, ReadingSlot
from ui.markdown import escape


def chips_html(slots: Sequence[ReadingSlot], turn: int) -> str:
    """Return a group of chips; `turn` is the number of the question that a change may lean on.

    A chip is a <details>: its <summary> is a button to the keyboard and to screen readers, and shows
    whether it is open. The chips of one answer share a name, so that one is open at a time.
    """
    if not slots:
        return ""
    chips = "".join(_chip(one, turn) for one in slots)
    return f'<div class="kk-chips" role="group" aria-label="読み取りを変えて聞き直す">{chips}</div>'


def _chip(slot: ReadingSlot, turn: int) -> str:
    shown = f'<span class="kk-chip-label">{escape(slot.label)}</span>{escape(slot.value)}'
    if not slot.changes:
        return f'<span class="kk-chip kk-chip-fixed">{shown}</span>'
    choices = "".join(f"<li>{_choice(one, turn)}</li>" for one in slot.changes)
    return (
        f'<details class="kk-chip" name="kk-chip-{turn}"><summary>{shown}</summary>'
        f'<div class="kk-chip-menu"><p>{escape(slot.label)}を変えて聞き直す</p><ul>{choices}</ul></div></details>'
    )


def _choice(change: ReadingChange, turn: int) -> str:
    order = f'data-kk-do="follow" data-kk-turn="{turn}"' if change.follows else 'data-kk-do="fresh"'
    return (
        f'<button type="button" {order} data-kk-question="{escape(change.question)}"'
        f' title="{escape(change.question)}">{escape(change.value)}</button>'
    )
