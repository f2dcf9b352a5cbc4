"""利用者の声: what people said of answers, and making evaluation cases of it."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response

from assistant.types import Answer, Status
from corpus.errors import KeikakuError
from ui import addresses
from ui.asking import ask_turns, error_answer
from ui.feedback import (
    ExpectedAnswer,
    Feedback,
    Settled,
    Verdict,
    add_case,
    cases_jsonl,
    feedback_of,
    read_feedback,
    settle_feedback,
)
from ui.manage import audit
from ui.manage.desk import Desk, go_to
from ui.manage.forms import Form, FormError
from ui.manage.gate import form_of, officers_router, visit_of
from ui.manage.usage_page import STATUSES
from ui.usage import Recorded

_SHOWN = 300
_SOURCES = 30
VERDICTS = {Verdict.HELPFUL: "役に立った", Verdict.WRONG: "違う"}
SETTLED = {Settled.CASE: "評価用の質問にした", Settled.CLOSED: "確認済み"}


def router(desk: Desk) -> APIRouter:
    """Return the routes of these screens."""
    router = officers_router(desk)

    @router.get("/feedback")
    def listed(request: Request, only: str = "") -> Response:
        found = read_feedback(desk.home)
        shown = [one for one in found if only != "open" or one.settled is None]
        return desk.page(
            request,
            "feedback.html",
            title="利用者の声",
            section="feedback",
            lines=[
                (
                    one,
                    VERDICTS[one.verdict],
                    SETTLED[one.settled] if one.settled else "",
                    _when(one),
                    addresses.chat(one.questions),
                )
                for one in shown[:_SHOWN]
            ],
            only=only,
            count=len(shown),
            most=_SHOWN,
            cases=cases_jsonl(desk.home).count(b"\n"),
        )

    @router.get("/cases.jsonl")
    def cases() -> Response:
        named = {"content-disposition": "attachment; filename=cases.jsonl"}
        return Response(cases_jsonl(desk.home), media_type="application/x-ndjson", headers=named)

    @router.get("/feedback/{wanted}")
    def ask_case(request: Request, wanted: str) -> Response:
        return _case_page(desk, request, feedback_of(desk.home, wanted))

    @router.post("/feedback/{wanted}/case")
    def make_case(request: Request, wanted: str) -> Response:
        form, session = form_of(request), visit_of(request).session
        feedback = feedback_of(desk.home, wanted)
        try:
            expected = expected_of(form)
            category = form.text("category", "分類", 40) or "feedback"
            note = form.text("note", "覚え書き", 200)
        except FormError as error:
            return _case_page(desk, request, feedback, form, str(error))
        add_case(desk.home, feedback, expected, category=category, note=note)
        settle_feedback(desk.home, feedback, Settled.CASE, session.who)
        audit.record(desk.home, session.who, f"評価用の質問にした：{feedback.questions[-1]}")
        session.told.append("評価用の質問にしました。")
        return go_to(request, "manage/feedback")

    @router.post("/feedback/{wanted}/close")
    def close(request: Request, wanted: str) -> Response:
        session = visit_of(request).session
        feedback = feedback_of(desk.home, wanted)
        settle_feedback(desk.home, feedback, Settled.CLOSED, session.who)
        audit.record(desk.home, session.who, f"利用者の声を確認済みにした：{feedback.questions[-1]}")
        session.told.append("確認済みにしました。")
        return go_to(request, "manage/feedback")

    return router


def expected_of(form: Form) -> ExpectedAnswer:
    """Return what a right answer must hold, as an officer chose it. Raises FormError where nothing judges it."""
    status = form.raw("status")
    if status not in {Status.ANSWERED, Status.CLARIFY, Status.NOT_IN_REPORT}:
        raise FormError("正しい答え方を選んでください。")
    values = tuple(
        tuple(part.strip() for part in line.replace("｜", "|").split("|") if part.strip())
        for line in form.lines("values", "答えに必ず含む語", 200)
    )
    sources = (*form.all("sources"), *form.lines("more_sources", "ほかの出典", 200))
    expected = ExpectedAnswer(
        Status(status),
        tuple(one for one in values if one),
        form.lines("forbidden", "答えに含んではならない語", 200),
        tuple(dict.fromkeys(sources)),
    )
    if expected.status is Status.ANSWERED and not (expected.values or expected.sources):
        raise FormError("「回答した」を選んだときは、必ず含む語か出典を、1つ以上指定してください。")
    return expected


def _case_page(
    desk: Desk, request: Request, feedback: Feedback, form: Form | None = None, problem: str = ""
) -> Response:
    answer = _answer_now(desk, feedback)
    fields = ("status", "values", "forbidden", "more_sources", "category", "note")
    typed = {key: form.raw(key) if form is not None else "" for key in fields}
    chosen = set(form.all("sources")) if form is not None else set(answer.sources[:1])
    return desk.page(
        request,
        "case.html",
        title="評価用の質問にする",
        section="feedback",
        status=400 if problem else 200,
        feedback=feedback,
        verdict=VERDICTS[feedback.verdict],
        answer=answer,
        status_words=STATUSES[answer.status],
        choices=[(one.value, STATUSES[one]) for one in STATUSES if one is not Status.ERROR],
        sources=[(one, one in chosen) for one in answer.sources[:_SOURCES]],
        problem=problem,
        typed={**typed, "status": typed["status"] or answer.status.value},
        again=addresses.chat(feedback.questions),
    )


def _answer_now(desk: Desk, feedback: Feedback) -> Answer:
    """Return what is answered now; it is no question of a visitor, so it is not counted."""
    asker = desk.site.asker
    try:
        return ask_turns(asker.uncounted if isinstance(asker, Recorded) else asker, feedback.questions).answer
    except KeikakuError as error:
        return error_answer(str(error))


def _when(one: Feedback) -> datetime:
    return datetime.fromisoformat(one.when).astimezone()
