"""The HTTP API for other programs, under /api/v1: questions, drafts, and what the reports hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from assistant.types import Answer
from corpus.errors import KeikakuError
from ui.asking import Asker, Drafter, ask_turns, checked_question, error_answer
from ui.web.api_models import MOST_TURNS, AnswerOut, AskBody, BriefBody, BriefOut
from ui.web.frame import page
from ui.web.refusing import ErrorBody, error_json, status_of

PREFIX = "/api/v1"
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorBody, "description": told}
    for code, told in (
        (404, "指定したものがありません"),
        (422, "項目がないか、読み取れません"),
        (429, "短い時間に質問が集中しています。Retry-After の秒数だけお待ちください"),
        (503, "報告書を読めません"),
    )
}


def router(asker: Asker, question_limit: int) -> APIRouter:
    """Return the addresses that questions are put to."""
    made = APIRouter(prefix=PREFIX, responses=ERRORS)

    def answered(questions: Sequence[str]) -> dict[str, Any]:
        try:
            answer = ask_turns(asker, [checked_question(one, question_limit) for one in questions]).answer
        except KeikakuError as error:
            answer = error_answer(str(error))
        return answer.to_json()

    @made.post("/ask", response_model=AnswerOut, summary="質問する", tags=["質問"])
    def ask(body: AskBody) -> dict[str, Any]:
        """質問に答えます。会話の続きとして尋ねるときは、それまでの質問を turns に入れます。

        質問として受け付けられない文（空、長すぎる）には、status が error の回答を返します。
        """
        return answered((*body.turns, body.question))

    @made.get("/ask", response_model=AnswerOut, summary="質問する（アドレスだけで）", tags=["質問"])
    def ask_by_address(
        q: Annotated[
            list[str],
            Query(
                min_length=1, max_length=MOST_TURNS + 1, description="質問。続けて尋ねるときは q を並べます"
            ),
        ],
    ) -> dict[str, Any]:
        """最後の q に答えます。それより前の q は、同じ会話で先に尋ねた質問です。"""
        return answered(q)

    if isinstance(asker, Drafter):
        _offer_drafts(made, asker, question_limit)

    @made.get("/", include_in_schema=False)
    def explained(request: Request) -> Response:
        from ui.web.api_page import described

        return page(
            request,
            "api.html",
            title="ほかのプログラムから使う（HTTP API）",
            operations=described(request.app.openapi()),
            host=f"{request.url.scheme}://{request.url.netloc}",
        )

    return made


def _offer_drafts(made: APIRouter, drafter: Drafter, question_limit: int) -> None:
    @made.post("/brief", response_model=BriefOut, summary="答弁案を作る", tags=["質問"])
    def brief(body: Annotated[BriefBody, Body()]) -> Any:
        """質問について、報告書の記載だけから答弁書の案を作ります。作れないときは、理由とともに 404 を返します。"""
        from assistant.briefing.markdown import to_markdown

        try:
            drafted = drafter.brief(checked_question(body.question, question_limit))
        except KeikakuError as error:
            return error_json(str(error), status_of(error))
        if isinstance(drafted, Answer):
            hint = "報告書にある指標や取組の名前を入れて、質問し直してください。"
            return error_json(f"答弁案は作成していません。{drafted.answer}", 404, hint)
        return {
            "question": drafted.question,
            "interpretation": drafted.reading,
            "report_title": drafted.report_title,
            "fiscal_year": drafted.fiscal_year,
            "markdown": to_markdown(drafted.elements),
            "sources": drafted.sources,
        }
