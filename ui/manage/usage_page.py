"""利用状況: how many questions were asked, how they ended, and which stayed unanswered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from assistant.types import Reason, Status
from ui import addresses
from ui.manage.desk import Desk
from ui.manage.gate import officers_router
from ui.rendering import REASONS
from ui.usage import Count

_SHOWN = 200
_SPANS = (7, 30, 90, 365)
STATUSES = {
    Status.ANSWERED: "回答した",
    Status.CLARIFY: "聞き返した",
    Status.NOT_IN_REPORT: "報告書にない",
    Status.ERROR: "エラー",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The questions of one day or week. `share` is its number against the largest, 0 to 100."""

    label: str
    counts: tuple[int, ...]
    total: int
    share: int


def router(desk: Desk) -> APIRouter:
    """Return the routes of this screen."""
    router = officers_router(desk)

    @router.get("/usage")
    def usage(request: Request, days: str = "30", by: str = "day") -> Response:
        span = next((one for one in _SPANS if str(one) == days), 30)
        today = date.today()  # noqa: DTZ011  # the days of people here, as they were recorded
        since = today - timedelta(days=span - 1)
        counts = desk.usage.counts(since)
        by_week = by == "week"
        reasons = Counter[str]()
        for one in counts:
            if one.status is Status.NOT_IN_REPORT:
                reasons[one.reason] += one.count
        return desk.page(
            request,
            "usage.html",
            title="利用状況",
            section="usage",
            is_on=desk.settings.usage_days > 0,
            kept_days=desk.settings.usage_days,
            days=span,
            spans=_SPANS,
            by_week=by_week,
            statuses=list(STATUSES.values()),
            rows=spans_of(counts, by_week=by_week),
            total=sum(one.count for one in counts),
            totals=[sum(one.count for one in counts if one.status is status) for status in STATUSES],
            reasons=[(reason_text(reason), count) for reason, count in reasons.most_common()],
            unanswered=[
                (
                    one,
                    reason_text(one.reason) if one.reason else STATUSES[one.status],
                    addresses.chat([one.question]),
                )
                for one in desk.usage.unanswered(since, _SHOWN)
            ],
            most=_SHOWN,
        )

    return router


def spans_of(counts: list[Count], *, by_week: bool) -> list[Span]:
    """Return the days or weeks (from Monday) on which something was asked, newest first."""
    grouped: dict[date, Counter[Status]] = {}
    for one in counts:
        start = one.day - timedelta(days=one.day.weekday()) if by_week else one.day
        grouped.setdefault(start, Counter())[one.status] += one.count
    largest = max((each.total() for each in grouped.values()), default=1)
    return [
        Span(
            day_text(start) + ("からの週" if by_week else ""),
            tuple(found[status] for status in STATUSES),
            found.total(),
            round(100 * found.total() / largest),
        )
        for start, found in sorted(grouped.items(), reverse=True)
    ]


def day_text(day: date) -> str:
    """Return a day as it is written here: 2026年11月23日（月）."""
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"


def reason_text(reason: str) -> str:
    """Return a reason in words; what an earlier version of the program recorded stays as it is."""
    return REASONS[Reason(reason)] if reason in set(Reason) else reason or "―"
