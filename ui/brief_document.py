"""A council answer draft as a Word or PDF file: 案 stands on every page."""

from __future__ import annotations

from assistant.briefing.brief import TITLE, Brief
from ui.taking import word
from ui.taking.paper import Paper


def to_docx(brief: Brief) -> bytes:
    """Return the draft as the bytes of a .docx file; the same draft gives the same bytes."""
    return word.to_docx(paper_of(brief))


def paper_of(brief: Brief) -> Paper:
    """Return the draft as a document that Word and PDF files are made from."""
    return Paper(
        f"{TITLE} {brief.question}",
        brief.report_title,
        "案。担当課の職員が原資料と照合し、内容を確認してください。",
        brief.footer,
        brief.elements,
    )
