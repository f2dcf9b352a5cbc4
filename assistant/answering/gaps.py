"""Why a figure is missing: after the report's year, lost with its row, or blank; in a sentence for each."""

from __future__ import annotations

import re

from assistant.draft import Draft
from assistant.phrasing import (
    KIND_LABELS,
    grade_text,
    observation_text,
    year_text,
    years_text,
)
from assistant.types import Reason
from corpus.fiscal import era_label, fiscal_year_label
from corpus.types import FindingKind, Indicator, Kind, Observation
from index.figures import later_targets


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
        one
        for one in indicator.observations
        if one.kind is kind and (kind is Kind.TARGET or one.fiscal_year <= report.fiscal_year)
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
    if not _has_column(year, kind, draft):
        return Missing(
            Reason.NOT_PRINTED,
            f"{year_text(year)}の{label}の{kind_label}は、この報告書には記載がありません。"
            f"{kind_label}の記載がある年度は{years_text(one.fiscal_year for one in held)}で、"
            f"{fiscal_year_label(last.fiscal_year)}は{_shown(last, indicator)}です。",
        )
    return Missing(
        Reason.NOT_PRINTED,
        f"{year_text(year)}の{label}の{kind_label}は、報告書の表で空欄になっており、記載がありません。"
        f"記載がある近い年度は{fiscal_year_label(last.fiscal_year)}で、{observation_text(last, unit_of(indicator))}です。",
    )


def _shown(one: Observation, indicator: Indicator) -> str:
    text = observation_text(one, unit_of(indicator))
    return grade_text(text) if one.kind is Kind.GRADE and not one.inferred else text


def _has_column(year: int, kind: Kind, draft: Draft) -> bool:
    """Whether any indicator prints a value of this kind and year, so that a missing one is a blank cell."""
    return any(one.observation(year, kind) is not None for one in draft.catalog.report.indicators)


def targets_ahead(indicator: Indicator, year: int, draft: Draft) -> str:
    """Return the targets of later years in a sentence, cited, where a year has none; else empty."""
    ahead = later_targets(indicator, year)
    if not ahead:
        return ""
    for one in ahead:
        draft.cite(one)
    said = "、".join(
        f"{year_text(one.fiscal_year)}が{observation_text(one, unit_of(indicator))}" for one in ahead
    )
    return f"{label_of(indicator, draft)}の{fiscal_year_label(year)}の目標は記載がなく、記載されている目標は{said}です。"


def last_number(indicator: Indicator, year: int, draft: Draft) -> str:
    """Return 「数値の記載がある直近の年度は…」, cited, where neither the year nor the one before has a number."""
    kinds = (Kind.ACTUAL, Kind.BASELINE)
    held = [
        one
        for one in indicator.observations
        if one.kind in kinds and one.value is not None and one.fiscal_year < year
    ]
    if not held:
        return _said_beside(indicator, draft)
    last = max(held, key=lambda one: (one.fiscal_year, one.kind is Kind.ACTUAL))
    if last.fiscal_year == year - 1 and last.kind is Kind.ACTUAL:
        return ""  # told beside, as the value of the year before
    draft.cite(last)
    base = "基準値" if last.kind is Kind.BASELINE else "実績"
    return (
        f"数値の記載がある直近の年度は{year_text(last.fiscal_year)}で、"
        f"{base}は{observation_text(last, unit_of(indicator))}です。"
    )


_OF_A_SURVEY = re.compile(r"調査|集計|公表|算定|確定")


def _said_beside(indicator: Indicator, draft: Draft) -> str:
    """Quote what the row says of its last survey, with a number in this indicator's own unit; else empty."""
    block = draft.catalog.blocks[draft.catalog.block_of[indicator.id]]
    unit = unit_of(indicator)
    if not unit or sum(unit_of(one) == unit for one in block.indicators) > 1:
        return ""
    for passage in block.passages:
        for sentence in re.findall(r"[^。]+。?", passage.text):
            number = re.search(rf"[\d０-９][\d０-９,.，．]*\s*{re.escape(unit)}", sentence.replace("％", "%"))
            if number and _OF_A_SURVEY.search(sentence):
                draft.quote(passage, (sentence.strip(),))
                return f"同じ取組の{passage.column}には「{sentence.strip()}」とあります（{passage.source}、{passage.place}）。"
    return ""


def need(indicator: Indicator, year: int, kind: Kind, draft: Draft) -> Observation:
    """Return a printed value, or raise Missing with the reason why there is none."""
    found = indicator.observation(year, kind)
    if found is None:
        raise gap_message(indicator, year, kind, draft)
    return found
