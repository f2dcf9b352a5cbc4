"""A 基準値 whose year a remark beside it corrects: 備考「基準値はR3の値」 under a heading 基準値（R4）."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.column_rows import Record
from corpus.fiscal import era_label, find_years
from corpus.text import shorten
from corpus.types import Finding, FindingKind, Kind, Observation

_REMARK = re.compile(r"基準(?:値|年度?)?(?:は|が|[：:＝=])\s*(?P<rest>.{2,20})")


def baseline_as_remarked(value: Observation, record: Record, findings: list[Finding]) -> Observation:
    """Return a 基準値 in the year that a remark of its own row names, with a finding; any other value as it is."""
    if value.kind is not Kind.BASELINE:
        return value
    for _, meaning, cell in record.texts:
        said = _REMARK.search(cell.text) if "備考" in meaning.heading else None
        years = find_years(said["rest"]) if said is not None else []
        if said is None or not years or len(years[0].years) != 1 or said["rest"][: years[0].start].strip():
            continue
        year = years[0].years[0]
        if year == value.fiscal_year:
            return value
        findings.append(
            Finding(
                FindingKind.METADATA,
                f"{value.place}の基準値「{value.printed}」は、備考に従って{era_label(year)}の値として収録しました。",
                f"備考は「{shorten(cell.text)}」（{cell.place}）、列の見出しでは{era_label(value.fiscal_year)}。",
                value.place,
            )
        )
        return replace(value, fiscal_year=year)
    return value
