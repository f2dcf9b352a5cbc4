"""The list of the reports in the store, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus import fiscal
from ui import textwidth

if TYPE_CHECKING:
    from index.facts import ReportInfo

_HEADINGS = (
    "報告書",
    "計画",
    "市",
    "年度",
    "施策",
    "取組",
    "指標",
    "数値",
    "文章",
    "読み込み日時",
    "照合値",
)


def reports_text(held: Sequence[ReportInfo]) -> str:
    """Return the table of the reports, in the order given."""
    return "\n".join(textwidth.aligned(_HEADINGS, [_cells(one) for one in held]))


def _cells(one: ReportInfo) -> tuple[str, ...]:
    numbers = (one.measures, one.initiatives, one.indicators, one.observations, one.passages)
    return (
        one.name,
        one.plan or "―",
        one.city or "―",
        fiscal.era_label(one.fiscal_year),
        *map(str, numbers),
        f"{one.ingested_at.astimezone():%Y-%m-%d %H:%M}",
        one.digest[:12],
    )


def report_json(one: ReportInfo) -> dict[str, Any]:
    """Return what `keikaku reports --json` says about one report."""
    return {
        "report": one.name,
        "title": one.title,
        "city": one.city,
        "plan": one.plan,
        "fiscal_year": one.fiscal_year,
        "counts": {
            "measures": one.measures,
            "initiatives": one.initiatives,
            "indicators": one.indicators,
            "observations": one.observations,
            "passages": one.passages,
        },
        "file": one.file_name,
        "digest": one.digest,
        "ingested_at": one.ingested_at.isoformat(),
    }
