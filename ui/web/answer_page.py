"""`/answer?q=…&q=…`: the last answer of these questions on a page of its own, to share and to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Query, Request, Response

from corpus.errors import KeikakuError
from ui import addresses, rendering
from ui.taking.documents import origin_lines
from ui.taking.transcript import Transcript, transcript_of
from ui.web.frame import page, root_of
from ui.web.refusing import refused
from ui.web.site import Site

ANSWER_FORMS = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))
CONVERSATION_FORMS = (("docx", "会話全体（Word）"), ("pdf", "会話全体（PDF）"))
Questions = Annotated[tuple[str, ...], Query()]
"""The questions of an address (`?q=…&q=…`), in order."""

FRESH = {"cache-control": "no-store"}  # the same address tells something else once a correction is published


def router(site: Site) -> APIRouter:
    """Return the page of an answer."""
    made = APIRouter(include_in_schema=False)

    @made.get("/answer")
    def answer(request: Request, q: Questions = ()) -> Response:
        try:
            told = transcript_of(site, q, site.settings.question_limit, address_of(request, q))
        except KeikakuError as error:
            return refused(request, error, [one for one in q if one.strip()] or [""])
        response = _shown(request, told, q)
        response.headers.update(FRESH)
        return response

    return made


def address_of(request: Request, questions: Sequence[str]) -> str:
    """Return the whole address at which the answer to these questions is shown, to be read by people.

    Japanese letters stand as they are, which browsers take; what is special in an address stays quoted.
    """
    whole = f"{request.url.scheme}://{request.url.netloc}{root_of(request)}{addresses.answer(questions)}"
    return re.sub(r"(?:%[89A-F][0-9A-F])+", lambda found: unquote(found[0]), whole)


def _shown(request: Request, told: Transcript, questions: tuple[str, ...]) -> Response:
    files = [(addresses.answer(questions, form), name) for form, name in ANSWER_FORMS]
    if len(questions) > 1:
        files += [(addresses.conversation(questions, form), name) for form, name in CONVERSATION_FORMS]
    html = rendering.answer_html(told.last.answer)
    return page(
        request,
        "answer.html",
        title="回答",
        before=[one.question for one in told.turns[:-1]],
        question=told.last.question,
        # Everything stands open: on paper nothing can be unfolded.
        answer=html.replace("<details ", "<details open "),
        origin=[line.split("：", 1) for line in origin_lines(told)],
        files=files,
        chat=addresses.chat(questions),
    )
