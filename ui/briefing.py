"""`keikaku brief`: a council answer draft on a question, as Markdown or as a Word file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.types import Answer
from ui.asking import checked_question
from ui.progress import tell
from ui.publishing import CANNOT, DONE

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.briefing.brief import Brief

_DOCX, _MARKDOWN = "docx", "md"


def brief(arguments: Namespace, open_assistant: Callable[[], Assistant], write: Callable[..., None]) -> int:
    """Write the draft; where the report holds nothing to draft from, say so on stderr and make no file."""
    question = checked_question(arguments.question)
    form = _form(arguments.format, arguments.out)
    drafted = open_assistant().brief(question)
    if isinstance(drafted, Answer):
        from ui.rendering import answer_text

        tell(f"答弁案は作成していません。\n{answer_text(drafted)}")
        return CANNOT
    write(_bytes(drafted, form), arguments.out, binary=form == _DOCX)
    return DONE


def _form(asked: str | None, out: Path | None) -> str:
    """The form asked for, else what the file's name says, else Markdown."""
    if asked is not None:
        return asked
    return _DOCX if out is not None and out.suffix.lower() == ".docx" else _MARKDOWN


def _bytes(drafted: Brief, form: str) -> bytes:
    if form == _DOCX:
        from ui.brief_document import to_docx

        return to_docx(drafted)
    from assistant.briefing.markdown import to_markdown

    return f"{to_markdown(drafted.elements)}\n".encode()
