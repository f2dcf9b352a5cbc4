"""Files to take along: an answer, a conversation, an answer draft, a list of indicators."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response

from assistant.types import Answer
from corpus.errors import KeikakuError
from ui.asking import Drafter, checked_question
from ui.taking.paper import Paper
from ui.taking.transcript import Transcript, transcript_of
from ui.web.answer_page import FRESH, Questions, address_of
from ui.web.refusing import refused
from ui.web.site import Site

_SHORT = 24  # letters of a question in the name of a file
_NOT_IN_NAMES = frozenset('\\/:*?"<>|.%')


class NoDraftError(KeikakuError):
    """There is nothing to draft an answer from; the message says why."""


def router(site: Site) -> APIRouter:
    """Return the addresses of the files."""
    made = APIRouter(include_in_schema=False)
    _offer_answers(made, site)
    _offer_conversations(made, site)
    _offer_indicators(made, site)
    return made


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """Return a file under a Japanese name; browsers that do not know such names get one in ASCII."""
    ending = name.rpartition(".")[2]
    named = f"attachment; filename=\"keikaku.{ending}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"content-disposition": named, **FRESH})


def draft_router(drafter: Drafter, question_limit: int) -> APIRouter:
    """Return the addresses that the chat links to below an answer draft."""
    made = APIRouter(include_in_schema=False)

    def drafted_file(request: Request, question: str, form: str) -> Response:
        from ui.brief_document import paper_of

        try:
            drafted = drafter.brief(checked_question(question, question_limit))
            if isinstance(drafted, Answer):
                raise NoDraftError(f"答弁案は作成していません。{drafted.answer}")
        except KeikakuError as error:
            response = refused(request, error)
            response.status_code = 404 if isinstance(error, NoDraftError) else response.status_code
            return response
        return _paper_file(paper_of(drafted), form, "答弁案")

    @made.get("/brief.docx")
    def brief_docx(request: Request, question: str) -> Response:
        return drafted_file(request, question, "docx")

    @made.get("/brief.pdf")
    def brief_pdf(request: Request, question: str) -> Response:
        return drafted_file(request, question, "pdf")

    return made


def _offer_answers(made: APIRouter, site: Site) -> None:
    def as_paper(form: str) -> Callable[[Transcript], Response]:
        def write(told: Transcript) -> Response:
            from ui.taking.documents import answer_paper

            return _paper_file(answer_paper(told), form, _name("回答", told))

        return write

    @made.get("/answer.docx")
    def answer_docx(request: Request, q: Questions = ()) -> Response:
        return _taken(site, request, q, as_paper("docx"))

    @made.get("/answer.pdf")
    def answer_pdf(request: Request, q: Questions = ()) -> Response:
        return _taken(site, request, q, as_paper("pdf"))

    @made.get("/answer.csv")
    def answer_csv(request: Request, q: Questions = ()) -> Response:
        from ui.taking import answer_sheets, sheets

        return _taken(
            site,
            request,
            q,
            lambda told: file_response(
                sheets.to_csv(answer_sheets.answer_sheet(told)), sheets.CSV_TYPE, f"{_name('回答', told)}.csv"
            ),
        )

    @made.get("/answer.xlsx")
    def answer_xlsx(request: Request, q: Questions = ()) -> Response:
        from ui.taking import answer_sheets, sheets

        return _taken(
            site,
            request,
            q,
            lambda told: file_response(
                sheets.to_xlsx(answer_sheets.answer_sheets(told)),
                sheets.XLSX_TYPE,
                f"{_name('回答', told)}.xlsx",
            ),
        )


def _offer_conversations(made: APIRouter, site: Site) -> None:
    def write(told: Transcript, form: str) -> Response:
        from ui.taking.documents import conversation_paper

        return _paper_file(conversation_paper(told), form, _name("会話", told))

    @made.get("/conversation.docx")
    def conversation_docx(request: Request, q: Questions = ()) -> Response:
        return _taken(site, request, q, lambda told: write(told, "docx"))

    @made.get("/conversation.pdf")
    def conversation_pdf(request: Request, q: Questions = ()) -> Response:
        return _taken(site, request, q, lambda told: write(told, "pdf"))


def _offer_indicators(made: APIRouter, site: Site) -> None:
    @made.get("/indicators.{form}")
    def indicators(request: Request, form: str) -> Response:
        from ui.export import to_json
        from ui.taking import sheets
        from ui.taking.indicator_sheet import indicator_json, indicator_sheet
        from ui.web.indicator_query import query_from
        from ui.web.indicator_rows import rows_for

        if form not in {"csv", "xlsx", "json"}:
            raise HTTPException(404)
        try:
            rows = rows_for(site.shelf(), query_from(request.query_params.multi_items()))
        except KeikakuError as error:
            return refused(request, error)
        name = f"指標一覧_{_today()}.{form}"
        match form:
            case "csv":
                return file_response(sheets.to_csv(indicator_sheet(rows)), sheets.CSV_TYPE, name)
            case "xlsx":
                return file_response(sheets.to_xlsx([indicator_sheet(rows)]), sheets.XLSX_TYPE, name)
            case _:
                return file_response(to_json(map(indicator_json, rows)), "application/json", name)


def _taken(site: Site, request: Request, q: Questions, write: Callable[[Transcript], Response]) -> Response:
    try:
        told = transcript_of(site, q, site.settings.question_limit, address_of(request, q))
    except KeikakuError as error:
        return refused(request, error, [one for one in q if one.strip()] or [""])
    return write(told)


def _paper_file(paper: Paper, form: str, name: str) -> Response:
    if form == "docx":
        from ui.taking import word

        return file_response(word.to_docx(paper), word.DOCX_TYPE, f"{name}.docx")
    from ui.taking import pdf

    return file_response(pdf.to_pdf(paper), pdf.PDF_TYPE, f"{name}.pdf")


def _name(what: str, told: Transcript) -> str:
    """Return a name that tells in a folder what it was: 回答_実績は_20261123."""
    allowed = (one for one in told.last.question if one not in _NOT_IN_NAMES)
    question = "".join(one for one in allowed if unicodedata.category(one)[0] not in "CZ")[:_SHORT]
    return "_".join(part for part in (what, question, f"{told.made:%Y%m%d}") if part)


def _today() -> str:
    return f"{datetime.now().astimezone():%Y%m%d}"
