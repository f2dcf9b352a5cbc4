"""A file on its way: handed in, read, looked at by an officer, published or given up."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from fastapi import APIRouter, Request, Response

from corpus.entered import Entered
from corpus.fiscal import era_label, parse_year_mark
from ui.arrivals import Wishes
from ui.manage import audit
from ui.manage.check_view import check_view
from ui.manage.desk import Desk, go_to
from ui.manage.forms import Form, FormError
from ui.manage.gate import form_of, is_right_token, officers_router, stale, visit_of
from ui.manage.jobs import Job, Stage
from ui.manage.overview import overview_page
from ui.manage.uploads import TokenError, TooLargeError, receive
from ui.manage.work import Consent, carried_out, overtaken_by, publishing, reading, require_consent

_NAME_LIMIT = 100

STAGE_WORDS = {
    Stage.WAITING: "順番を待っています",
    Stage.READING: "読み取っています",
    Stage.CHECKED: "確認を待っています",
    Stage.QUEUED: "順番を待っています",
    Stage.WORKING: "作業しています",
    Stage.DONE: "終わりました",
    Stage.FAILED: "できませんでした",
    Stage.CANCELLED: "取りやめました",
}


def router(desk: Desk) -> APIRouter:
    """Return the routes of these screens."""
    router = officers_router(desk)

    @router.post("/upload")
    async def upload(request: Request) -> Response:
        who = visit_of(request).session.who
        try:
            taken = await receive(
                request,
                desk.home,
                desk.settings.upload_limit_mb,
                lambda token: is_right_token(request, token),
            )
        except TokenError:
            return stale(desk, request)
        except TooLargeError as error:
            return overview_page(desk, request, str(error), 413)
        except FormError as error:
            return overview_page(desk, request, str(error), 400)
        with ExitStack() as unfinished:
            unfinished.callback(taken.discard)  # without a job nobody would know the file any more
            job = desk.jobs.begin(taken.path.name, who, reading(desk.settings, Wishes()), upload=taken)
            unfinished.pop_all()
        return go_to(request, f"manage/jobs/{job.id}")

    @router.get("/jobs/{wanted}")
    def show(request: Request, wanted: str) -> Response:
        return _job_page(desk, request, desk.jobs.find(wanted))

    @router.get("/jobs/{wanted}/state")
    def state(wanted: str) -> dict[str, Any]:
        job = desk.jobs.find(wanted)
        now = job.told.now
        return {
            "stage": job.stage.value,
            "step": now.step or STAGE_WORDS[job.stage],
            "done": now.done,
            "total": now.total,
            "left": now.left,
        }

    @router.post("/jobs/{wanted}/read")
    def read_again(request: Request, wanted: str) -> Response:
        job = _decided(desk, wanted)
        try:
            wishes = wishes_of(form_of(request))
        except FormError as error:
            return _job_page(desk, request, job, str(error), 400)
        job.typed = wishes
        desk.jobs.go_on(job, reading(desk.settings, wishes), Stage.READING)
        return go_to(request, f"manage/jobs/{job.id}")

    @router.post("/jobs/{wanted}/again")
    def compare_again(request: Request, wanted: str) -> Response:
        job = _decided(desk, wanted)
        desk.jobs.go_on(job, reading(desk.settings, job.wishes), Stage.READING)
        return go_to(request, f"manage/jobs/{job.id}")

    @router.post("/jobs/{wanted}/publish")
    def publish(request: Request, wanted: str) -> Response:
        job, form, who = _decided(desk, wanted), form_of(request), visit_of(request).session.who
        consent = Consent(form.ticked("personal_data"), form.ticked("large_change"))
        assert job.arrival is not None
        try:
            require_consent(job.arrival, consent)
        except FormError as error:
            return _job_page(desk, request, job, str(error), 400)
        desk.jobs.go_on(job, publishing(desk.settings, consent, who), Stage.WORKING)
        return go_to(request, f"manage/jobs/{job.id}")

    @router.post("/jobs/{wanted}/cancel")
    def cancel(request: Request, wanted: str) -> Response:
        job, session = desk.jobs.find(wanted), visit_of(request).session
        if not job.can_be_cancelled:
            raise FormError("もう取りやめられません。公開した内容は、「直前の状態に戻す」で元に戻せます。")
        desk.jobs.cancel(job)
        audit.record(desk.home, session.who, f"取りやめ：{job.what}")
        session.told.append(f"「{job.what}」を取りやめました。公開中の内容は変わっていません。")
        return go_to(request, "manage")

    return router


def wishes_of(form: Form) -> Wishes:
    """Return what an officer entered about a file. Raises FormError where the year or the name cannot be."""
    name = form.text("name", "報告書の名前", _NAME_LIMIT)
    if any(one in name for one in "/\\"):  # it stands in addresses and names of files
        raise FormError("「報告書の名前」に / と \\ は使えません。")
    typed = form.text("fiscal_year", "年度", 20)
    year = parse_year_mark(typed) if typed else None
    if typed and year is None:
        raise FormError(f"「年度」は、令和6年度・R6・2024 のように入力してください（いま「{typed}」）。")
    city, plan = form.text("city", "市町村名", 100), form.text("plan", "計画名", 100)
    return Wishes(name or None, Entered(city or None, plan or None, year))


def _decided(desk: Desk, wanted: str) -> Job:
    """Return a job that waits for a person's decision. Raises NotWaitingError for any other."""
    job = desk.jobs.find(wanted)
    desk.jobs.require_waiting(job)
    return job


def _job_page(desk: Desk, request: Request, job: Job, problem: str = "", status: int = 200) -> Response:
    arrival = job.arrival if job.stage is Stage.CHECKED else None
    entered = job.typed.entered
    form: Form | None = getattr(request.state, "form", None) if problem else None
    kept = {
        "name": job.typed.name or "",
        "city": entered.city or "",
        "plan": entered.plan or "",
        "fiscal_year": era_label(entered.fiscal_year) if entered.fiscal_year else "",
    }
    return desk.page(
        request,
        "job.html",
        title=job.what,
        section="overview",
        status=status,
        job=job,
        stage_words=STAGE_WORDS[job.stage],
        now=job.told.now,
        check=check_view(arrival) if arrival is not None else None,
        overtaken_by=overtaken_by(desk.settings, job) if arrival is not None else "",
        carried_out=carried_out(desk.settings, arrival) if arrival is not None else 0,
        problem=problem,
        typed={
            key: form.raw(key) if form is not None and "city" in form.names else kept[key] for key in kept
        },
    )
