"""Why a figure is missing: after the report's year, lost with its row, or blank; in a sentence for each."""

from __future__ import annotations

from assistant.draft import Draft
from assistant.phrasing import (
    KIND_LABELS,
    observation_text,
    year_text,
)
from assistant.types import Reason
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import FindingKind, Indicator, Kind, Observation


class Missing(Exception):
    """Raised while answering: nothing printed answers, for a reason that is told."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def label_of(indicator: Indicator, draft: Draft) -> str:
    """Return what an indicator is called."""
    return draft.catalog.name(indicator.id)


def unit_of(indicator: Indicator) -> str:
    """Return the unit with a half-width percent sign, or an empty string."""
    return (indicator.unit or "").replace("％", "%")


def gap_message(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> Missing:
    """Return why a value is missing: after the report's year, lost with its row, or blank."""
    report = draft.catalog.report
    label, kind_label = label_of(indicator, draft), KIND_LABELS[kind]
    if kind is not Kind.TARGET and year > report.fiscal_year:
        target = indicator.observation(year, Kind.TARGET)
        draft.cite(target)
        beside = (
            f"{era_label(year)}の目標は{observation_text(target, unit_of(indicator))}です。" if target else ""
        )
        return Missing(
            Reason.YEAR_OUTSIDE,
            f"{year_text(year)}の{label}の{kind_label}は、この報告書にはありません。"
            f"{kind_label}の記載は{fiscal_year_label(report.fiscal_year)}までです。{beside}",
        )
    back = next(
        (
            one
            for one in report.findings
            if one.kind is FindingKind.HELD_BACK
            and one.item_id in (indicator.id, draft.catalog.block_of[indicator.id])
        ),
        None,
    )
    if back is not None:
        where = f"（{back.place}）" if back.place else ""
        return Missing(
            Reason.LOST_IN_SOURCE,
            f"{year_text(year)}の{label}の{kind_label}は、印字された値がどの年度のものか確定できないため、"
            f"収録していません{where}。原資料をご確認ください。",
        )
    held = [
        one for one in indicator.observations if one.kind is kind and one.fiscal_year <= report.fiscal_year
    ]
    if not held and indicator.name is None:
        return Missing(
            Reason.LOST_IN_SOURCE,
            f"{label}の{kind_label}は、抽出の際に行ごと失われており、記載を確認できません。",
        )
    if not held:
        return Missing(Reason.NOT_PRINTED, f"{label}の{kind_label}は、この報告書には記載がありません。")
    last = min(held, key=lambda one: (abs(one.fiscal_year - year), -one.fiscal_year))
    draft.cite(last)
    return Missing(
        Reason.NOT_PRINTED,
        f"{year_text(year)}の{label}の{kind_label}は、報告書の表で空欄になっており、記載がありません。"
        f"記載がある近い年度は{fiscal_year_label(last.fiscal_year)}で、{observation_text(last, unit_of(indicator))}です。",
    )


def need(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> Observation:
    """Return a printed value, or raise Missing with the reason why there is none."""
    found = indicator.observation(year, kind)
    if found is None:
        raise gap_message(indicator, year, kind, draft)
    return found
