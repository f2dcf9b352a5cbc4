"""What a person or a program is told where a question or an address cannot be answered."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from corpus.errors import KeikakuError
from ui.asking import QuestionError
from ui.taking.transcript import TooManyQuestionsError
from ui.web.frame import page
from ui.web.indicator_rows import NoSuchReportError

_TITLE = "表示できません"
_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "unreadable",
    429: "too_many_requests",
    500: "failed",
    503: "unavailable",
}
_HINTS = {
    404: "使えるアドレスと項目は /api/v1/ にあります。",
    405: "使えるアドレスと項目は /api/v1/ にあります。",
    422: "項目の名前と形は /api/v1/ にあります。",
    429: "Retry-After の秒数だけ待ってから、もう一度送ってください。",
    503: "報告書の読み込みの状態を、管理担当に確かめてください。",
}


class ErrorBody(BaseModel):
    """エラー。"""

    detail: str = Field(description="何が起きたか（日本語の文）")
    code: str = Field(description="エラーの種類（プログラムで見分けるための英字）")
    hint: str = Field(description="どうすればよいか。空のこともあります")


def refused(request: Request, error: KeikakuError, questions: Sequence[str] = ()) -> Response:
    """Return the page for an error of ours; the questions that were asked stay in its boxes."""
    return page(
        request,
        "refused.html",
        title=_TITLE,
        status=status_of(error),
        what=str(error),
        questions=list(questions),
    )


def error_json(
    message: str, status: int, hint: str = "", headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return an error as the HTTP API tells it."""
    body = ErrorBody(detail=message, code=_CODES.get(status, "failed"), hint=hint or _HINTS.get(status, ""))
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)


def status_of(error: KeikakuError) -> int:
    """Return the HTTP status of an error of ours."""
    match error:
        case QuestionError() | TooManyQuestionsError():
            return 400
        case NoSuchReportError():
            return 404
        case _:
            return 503
