"""POST /api/v1/feedback: a word on an answer, from the chat, a page or another program."""

from __future__ import annotations

import math

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import KeikakuError
from ui.asking import QuestionError, checked_question
from ui.feedback import ANSWER_LIMIT, REASON_LIMIT, TURN_LIMIT, Verdict, record_feedback
from ui.manage.forms import FormError, one_line, read_limited, several_lines
from ui.manage.limits import RateLimit
from ui.web.limits import client_key
from ui.web.refusing import error_json
from ui.web.site import Site

_A_MINUTE = 20  # from one address, which may be that of a proxy for a whole town hall
_LARGEST = 80_000  # bytes


class FeedbackBody(BaseModel):
    """答えについての一言。questions は、その答えまでの質問を順に並べたもの。answer は、画面にあった答え。"""

    model_config = ConfigDict(extra="forbid")

    questions: list[str] = Field(min_length=1, max_length=TURN_LIMIT)
    verdict: Verdict
    reason: str = Field(default="", max_length=REASON_LIMIT)
    answer: str = Field(default="", max_length=ANSWER_LIMIT)


def router(site: Site) -> APIRouter:
    """Return the route."""
    router = APIRouter()
    limit = RateLimit(_A_MINUTE)
    body = {"content": {"application/json": {"schema": FeedbackBody.model_json_schema()}}, "required": True}

    # The body is read here, not by FastAPI, which would read one of any size.
    @router.post(
        "/api/v1/feedback",
        status_code=201,
        openapi_extra={"requestBody": body},
        summary="回答への意見を送る",
        tags=["質問"],
    )
    async def feedback(request: Request) -> Response:
        """答えが役に立ったか（helpful）、違っていたか（wrong）を記録します。記録の番号を返します。"""
        address = client_key(request.scope)
        wait = limit.wait(address)
        if wait > 0:
            told = (
                f"続けて送られたため、受け付けを止めています。{math.ceil(wait)}秒たってから送ってください。"
            )
            return error_json(told, 429, headers={"retry-after": str(math.ceil(wait))})
        limit.count(address)
        try:
            given = FeedbackBody.model_validate_json(await read_limited(request, _LARGEST))
            questions = [checked_question(one, site.settings.question_limit) for one in given.questions]
        except FormError as error:
            return error_json(str(error), 413)
        except QuestionError as error:
            return error_json(str(error), 422)
        except ValidationError:
            return error_json(
                f"questions（質問を1件から{TURN_LIMIT}件）、verdict（helpful か wrong）、"
                f"reason（{REASON_LIMIT}文字以内、なくてもよい）、"
                f"answer（{ANSWER_LIMIT}文字以内、なくてもよい）を送ってください。",
                422,
            )
        try:
            kept = await run_in_threadpool(
                record_feedback,
                site.home,
                questions,
                given.verdict,
                one_line(given.reason),
                several_lines(given.answer),
            )
        except KeikakuError as error:
            return error_json(str(error), 503)
        return JSONResponse({"id": kept.id}, 201)

    return router
