"""The officers' first screen, the record of what was done, and taking a report or a state back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.corrections import correction
from corpus.errors import KeikakuError, StoreError
from corpus.fiscal import fiscal_year_label
from index.build import open_index
from index.facts import FactStore, ReportInfo
from index.generations import before, current_name
from ui import store
from ui.changes import ChangedCell, changed_cells
from ui.manage import audit
from ui.manage.desk import Desk, go_to
from ui.manage.forms import FormError
from ui.manage.gate import form_of, officers_router, visit_of
from ui.manage.work import withdrawing

_LATEST = 5
_LOGGED = 300
_SHOWN = 100


def router(desk: Desk) -> APIRouter:
    """Return the routes of these screens."""
    router = officers_router(desk)

    @router.get("")
    @router.get("/")
    def overview(request: Request) -> Response:
        return overview_page(desk, request)

    @router.get("/log")
    def log(request: Request) -> Response:
        return desk.page(
            request,
            "log.html",
            title="操作の記録",
            section="log",
            actions=audit.latest(desk.home, _LOGGED),
            most=_LOGGED,
        )

    @router.get("/withdraw")
    def ask_withdraw(request: Request, report: str = "") -> Response:
        info = next((one for one in held_reports(desk) if one.name == report), None)
        if info is None:
            raise StoreError(f"「{report}」という報告書は公開されていません。")
        return desk.page(
            request,
            "withdraw.html",
            title="報告書を取り下げる",
            section="overview",
            report=info,
            year=fiscal_year_label(info.fiscal_year),
            is_last=len(held_reports(desk)) == 1,
            generation=current_name(desk.home) or "",
        )

    @router.post("/withdraw")
    def withdraw(request: Request) -> Response:
        form, who = form_of(request), visit_of(request).session.who
        name = form.needed("report", "報告書", 300)
        work = withdrawing(desk.settings, name, form.raw("generation"), who)
        job = desk.jobs.begin(f"「{name}」の取り下げ", who, work)
        return go_to(request, f"manage/jobs/{job.id}")

    @router.get("/rollback")
    def ask_rollback(request: Request) -> Response:
        found = store.rollback_preview(desk.home)
        if found is None:
            raise StoreError("これより前の状態は残っていないため、戻せません。")
        return desk.page(
            request,
            "rollback.html",
            title="直前の状態に戻す",
            section="overview",
            found=found,
            cells=_changed_back(desk, [one.name for one in found.replaced]),
            most=_SHOWN,
            generation=current_name(desk.home) or "",
        )

    @router.post("/rollback")
    def roll_back(request: Request) -> Response:
        form, session = form_of(request), visit_of(request).session
        if form.raw("generation") != (current_name(desk.home) or ""):
            raise FormError(
                "確認のあとに、別の公開・取り下げ・差し戻しがありました。何も戻していません。"
                "もう一度、何が変わるかを確かめてください。"
            )
        done = store.roll_back(desk.home)
        told = rollback_text(done)
        audit.record(desk.home, session.who, f"差し戻し：{told}", generation=current_name(desk.home) or "")
        session.told.append(f"直前の状態に戻しました。{told}")
        return go_to(request, "manage")

    return router


def overview_page(desk: Desk, request: Request, problem: str = "", status: int = 200) -> Response:
    """Return the first screen; `problem` says why a file was not taken."""
    reports = held_reports(desk)
    return desk.page(
        request,
        "overview.html",
        title="管理",
        section="overview",
        status=status,
        problem=problem,
        reports=[(one, fiscal_year_label(one.fiscal_year)) for one in reports],
        jobs=[one for one in desk.jobs.listed() if not one.is_over],
        actions=audit.latest(desk.home, _LATEST),
        can_go_back=can_go_back(desk),
        limit=desk.settings.upload_limit_mb,
    )


def held_reports(desk: Desk) -> list[ReportInfo]:
    """Return what is published; nothing where the store is empty. Raises StoreError where it is damaged."""
    return store.stored_reports(desk.home) if store.holds_reports(desk.home) else []


def can_go_back(desk: Desk) -> bool:
    """Whether an earlier state is left, and whole."""
    try:
        return before(desk.home) is not None
    except KeikakuError:
        return False


def rollback_text(done: store.Rollback) -> str:
    """Return what a rollback changes, in a sentence."""
    parts = [
        f"{label}：{'、'.join(one.name for one in entries)}"
        for label, entries in (
            ("戻る報告書", done.came),
            ("なくなる報告書", done.went),
            ("前の内容に戻る報告書", done.replaced),
        )
        if entries
    ]
    return "　".join(parts) or "報告書に違いはありません。"


def _changed_back(desk: Desk, names: list[str]) -> list[tuple[str, list[ChangedCell], int]]:
    """Return for each report that would become another what changes in it."""
    earlier = before(desk.home)
    if earlier is None or not names:
        return []
    with FactStore.open(earlier.facts_path) as then, open_index(desk.home, None).facts as now:
        pairs = [(name, correction(now.report(name), then.report(name))) for name in names]
    return [(name, changed_cells(found)[:_SHOWN], len(found.values)) for name, found in pairs]
