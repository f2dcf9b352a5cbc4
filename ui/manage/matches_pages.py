"""指標の対応: the indicators of two editions that may be one, and officers' word on them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from index.decisions import read_decisions
from ui.manage import audit
from ui.manage.desk import Desk, go_to
from ui.manage.forms import FormError
from ui.manage.gate import form_of, officers_router, visit_of
from ui.manage.overview import held_reports
from ui.matching import DoubtfulMatch, decision_text, doubtful_matches, record_word

_SHOWN = 200


def router(desk: Desk) -> APIRouter:
    """Return the routes of these screens."""
    router = officers_router(desk)

    @router.get("/matches")
    def listed(request: Request) -> Response:
        found = doubtful_matches(desk.home) if held_reports(desk) else []
        decisions = list(reversed(read_decisions(desk.home)))
        return desk.page(
            request,
            "matches.html",
            title="指標の対応",
            section="matches",
            found=[(one, _key(one)) for one in found[:_SHOWN]],
            count=len(found),
            decisions=[(one, decision_text(one)) for one in decisions[:_SHOWN]],
        )

    @router.post("/matches")
    def decide(request: Request) -> Response:
        form, session = form_of(request), visit_of(request).session
        word = form.raw("word")
        if word not in {"same", "different"}:
            raise FormError("同じ指標か、別の指標かを選んでください。何も記録していません。")
        found = doubtful_matches(desk.home) if held_reports(desk) else []
        chosen = next((one for one in found if _key(one) == form.raw("match")), None)
        if chosen is None:
            raise FormError(
                "この対応は、ほかの人がすでに判断したか、報告書が変わって、なくなりました。一覧を開き直してください。"
            )
        reason = form.text("reason", "理由", 200)
        made = record_word(desk.home, chosen, same=word == "same", who=session.who, reason=reason)
        audit.record(desk.home, session.who, f"指標の対応：{decision_text(made)}")
        session.told.append(decision_text(made))
        return go_to(request, "manage/matches")

    return router


def _key(one: DoubtfulMatch) -> str:
    """Return what tells one match from the others, whatever its number is by now."""
    return "\t".join((one.older.name, one.match.older_id, one.newer.name, one.match.newer_id))
