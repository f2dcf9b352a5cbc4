"""What seems to be missing from a file: rows of an indicator, measures, the end of the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.headings import number_like
from corpus.layout import LabelledRow, Layout
from corpus.outline import Outline
from corpus.rows import KIND_NAMES, RowGroup
from corpus.types import Finding, FindingKind, Kind, Place, TotalsRow

# A kind of row that this share of the indicators print is expected of each.
_USUAL = 0.8
_ENOUGH = 3
_MEASURES_AHEAD = 3


def missing_parts(
    layout: Layout, groups: Sequence[RowGroup], outline: Outline, totals: Sequence[TotalsRow]
) -> list[Finding]:
    """Tell which rows and measures the file should hold and does not; a cut file is named as such."""
    return [
        *_missing_rows(layout, groups),
        *_cut_after_heading(layout),
        *_missing_measures(layout, outline, totals),
    ]


def _missing_rows(layout: Layout, groups: Sequence[RowGroup]) -> list[Finding]:
    valued = [group for group in groups if group.has_values]
    counts: Counter[Kind] = Counter(kind for group in valued for kind in group.rows)
    if len(valued) < _ENOUGH:
        return []
    usual = [kind for kind, number in counts.items() if number >= _USUAL * len(valued)]
    ends_there = layout.events[-1] if layout.events else None
    found = []
    for group in valued:
        lost = [KIND_NAMES[kind] for kind in usual if kind not in group.rows]
        if not lost:
            continue
        rows = "・".join(lost)
        last = [*group.rows.values()][-1]
        if last is ends_there and not layout.totals and not layout.remarks:
            found.append(
                Finding(
                    FindingKind.BLANK_VALUE,
                    f"{group.line_numbers}の指標には{rows}の行がないまま表が終わっています。ファイルが途中で切れている"
                    "おそれがあります。原資料の続きを確かめてください。",
                    f"ほかの指標は{rows}の行を印字しており、この後に集計表や総評もない。",
                    Place(last.number, last.label_column),
                )
            )
        else:
            found.append(
                Finding(
                    FindingKind.BLANK_VALUE,
                    f"{group.line_numbers}の指標には{rows}の行が見当たりません。",
                    f"値のある指標{len(valued)}件のうち、ほとんどは{rows}の行を印字している。",
                    Place(last.number, last.label_column),
                )
            )
    return found


def _cut_after_heading(layout: Layout) -> list[Finding]:
    last = layout.events[-1] if layout.events else None
    if last is None or isinstance(last, LabelledRow):
        return []
    place = last.place if not hasattr(last, "row") else Place(last.row, 0)
    return [
        Finding(
            FindingKind.STRAY_ROW,
            f"{place.row}行の見出しの後に指標の行がありません。ファイルが途中で切れているおそれがあります。",
            "見出しの後に目標・実績・評価の行が続いていない。",
            place,
        )
    ]


def _missing_measures(layout: Layout, outline: Outline, totals: Sequence[TotalsRow]) -> list[Finding]:
    known = {measure.ordinal: measure for measure in outline.measures}
    if not known:
        return []
    sample = outline.measures[0]
    ids = {measure.id for measure in outline.measures}
    found = []
    in_totals = [row for row in totals if row.measure_id is not None]
    for row in in_totals:
        if row.measure_id not in ids:
            found.append(
                Finding(
                    FindingKind.TOTALS_MISMATCH,
                    f"集計表には{sample.word}{row.measure_id}がありますが、その表が見当たりません。",
                    f"表のある{sample.word}は{'・'.join(measure.id for measure in outline.measures)}。"
                    "ファイルから欠けているか、見出しが失われている。",
                    row.place,
                )
            )
    gaps = [number for number in range(1, max(known)) if number not in known] if min(known) == 1 else []
    ahead = [] if in_totals else _mentioned_ahead(layout, outline, max(known))
    for number in [*gaps, *ahead]:
        name = f"{sample.word}{number_like(sample.id, number)}"
        why = "前後の番号の表はある" if number in gaps else "本文にはその名が出てくる"
        found.append(
            Finding(
                FindingKind.LOST_NAME,
                f"{name}の表が見当たりません。ファイルが途中で切れているか、見出しが失われているおそれがあります。",
                f"表のある{sample.word}は{'・'.join(measure.id for measure in outline.measures)}。{why}。",
                outline.measures[-1].place,
            )
        )
    return found


def _mentioned_ahead(layout: Layout, outline: Outline, last: int) -> list[int]:
    """Return the numbers after the last measure that the text names as measures (「施策⑥」)."""
    sample = outline.measures[0]
    texts = [
        cell
        for event in layout.events
        if isinstance(event, LabelledRow)
        for _, cell in event.line.filled()
        if sample.word in cell
    ]
    ahead = range(last + 1, last + 1 + _MEASURES_AHEAD)
    return [
        number
        for number in ahead
        if any(f"{sample.word}{number_like(sample.id, number)}" in text for text in texts)
    ]
