"""What repairing an indicator's rows has to tell a person: what was moved, left out or held back, and why."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.fiscal import era_label
from corpus.grades import GradeScale, evidence_for
from corpus.placed import PlacedIndicator, moved_columns
from corpus.placing import Placing
from corpus.row_edits import Edit
from corpus.rows import KIND_NAMES, Cell
from corpus.types import Finding, FindingKind, Kind, Place


def findings_of(one: PlacedIndicator, report_year: int, scale: GradeScale) -> list[Finding]:
    """Tell every repair of an indicator and every value held back; rows without a reading are held back whole."""
    group = one.group
    if one.chosen is None:
        rows = [kind for kind in group.rows if group.values.get(kind)]
        one.held |= set(rows)
        return [
            _held_back(
                one,
                kind,
                "見出しの年度のどこに当てはめても、報告年度より後の実績・評価になるか、列が足りない。",
            )
            for kind in rows
        ]
    found = []
    for kind, placing in one.chosen.placings.items():
        doubtful = [year for year in placing.years if (kind, year) in one.doubtful]
        if kind in one.held or (doubtful and len(doubtful) == len(placing.years)):
            if kind not in group.held:
                one.held.add(kind)
                found.append(_held_back(one, kind, _why_held(one, kind)))
            continue
        if doubtful:
            found.append(_held_in_part(one, kind, placing, doubtful))
        unread = sorted(year for other, year in one.doubtful if other is kind and year not in placing.years)
        if unread and not doubtful and not placing.dropped:
            found.append(_perhaps_unread(one, kind, unread))
        if placing.dropped:
            found.append(_left_out(one, kind, placing.dropped))
        moved = moved_columns(group, kind, placing)
        if placing.surplus:
            found.append(_surplus(one, kind, placing))
        if placing.edit is not None and placing.edit is not Edit.STRAY:
            found.append(_rearranged(one, kind, placing, scale))
        elif moved or placing.shift:
            found.append(_shifted(one, kind, placing, moved, report_year, scale))
    return found


def _year_span(years: Sequence[int]) -> str:
    if not years:
        return "（なし）"
    first, last = era_label(years[0]), era_label(years[-1])
    return first if first == last else f"{first}〜{last}"


def _held_back(one: PlacedIndicator, kind: Kind, reason: str) -> Finding:
    row, cells = one.group.rows[kind], one.group.values[kind]
    return Finding(
        FindingKind.HELD_BACK,
        f"{row.number}行の{KIND_NAMES[kind]}の値はどの年度のものか確定できないため、収録していません。",
        f"{reason}印字されている値: {'/'.join(text for _, text in cells)}（{cells[0][0]}〜{cells[-1][0]}列）。",
        Place(row.number, cells[0][0]),
        one.draft.id,
    )


def _held_in_part(one: PlacedIndicator, kind: Kind, placing: Placing, years: Sequence[int]) -> Finding:
    cells = [cell for year, cell in zip(placing.years, placing.cells, strict=True) if year in years]
    row = one.group.rows[kind]
    return Finding(
        FindingKind.HELD_BACK,
        f"{row.number}行の{KIND_NAMES[kind]}のうち「{'/'.join(text for _, text in cells)}」はどの年度のものか"
        "確定できないため、収録していません。この行のほかの値は収録しました。",
        f"{_why_held(one, kind)}印字されている値: {_printed(one.group.values[kind])}。",
        Place(row.number, cells[0][0]),
        one.draft.id,
    )


def _perhaps_unread(one: PlacedIndicator, kind: Kind, years: Sequence[int]) -> Finding:
    row, cells = one.group.rows[kind], one.group.values[kind]
    return Finding(
        FindingKind.HELD_BACK,
        f"{row.number}行の{KIND_NAMES[kind]}に{_year_span(years)}の値があるかどうか確定できないため、"
        f"{_year_span(years)}は収録していません。",
        f"{_why_held(one, kind)}印字されている値: {_printed(cells)}。",
        Place(row.number, cells[0][0]),
        one.draft.id,
    )


def _left_out(one: PlacedIndicator, kind: Kind, dropped: Sequence[Cell]) -> Finding:
    row = one.group.rows[kind]
    return Finding(
        FindingKind.HELD_BACK,
        f"{row.number}行の{KIND_NAMES[kind]}にある「{'/'.join(text for _, text in dropped)}」は、この行の値として"
        "読めないため、収録していません。この行のほかの値は収録しました。",
        f"{KIND_NAMES[kind]}の値ではないか、この年度にはあり得ない。印字されている値: {_printed(one.group.values[kind])}。",
        Place(row.number, dropped[0][0]),
        one.draft.id,
    )


def _printed(cells: Sequence[Cell]) -> str:
    return f"{'/'.join(text for _, text in cells)}（{cells[0][0]}〜{cells[-1][0]}列）"


def _rearranged(one: PlacedIndicator, kind: Kind, placing: Placing, scale: GradeScale) -> Finding:
    row = one.group.rows[kind]
    assert placing.edit is not None
    return Finding(
        FindingKind.SURPLUS_VALUE if placing.edit is Edit.COPY else FindingKind.SHIFTED_ROW,
        f"{row.number}行の{KIND_NAMES[kind]}（{'/'.join(text for _, text in placing.cells)}）は、{placing.edit}"
        f"{_year_span(placing.years)}として読みました。",
        f"印字のままでは年度の欄に収まらないか、ほかの行と合わない。印字されている値: "
        f"{_printed(one.group.values[kind])}。{_proofs(one, scale)}",
        Place(row.number, placing.cells[0][0]),
        one.draft.id,
    )


def _proofs(one: PlacedIndicator, scale: GradeScale) -> str:
    """Return the check that the chosen reading passes: its latest years, where they bear it out."""
    assert one.chosen is not None
    proofs = [
        f"{era_label(year)} {text}"
        for year in sorted(one.chosen.values.get(Kind.GRADE, {}), reverse=True)
        if (text := evidence_for(one.chosen.values, year, scale)) is not None
    ]
    return f"検算: {'、'.join(proofs[:2])}。" if proofs else "ほかの行・ほかの指標の年度の並びと一致する。"


def _why_held(one: PlacedIndicator, kind: Kind) -> str:
    spans = dict.fromkeys(
        _year_span(reading.placings[kind].years) for reading in one.alternatives() if kind in reading.placings
    )
    if len(spans) == 1 and kind is Kind.TARGET:
        return (
            f"位置どおりに読むと{next(iter(spans))}になるが、ほかの指標がそろって目標を印字している最初または最後の年度が"
            "欠け、行全体がずれているおそれがある。"
        )
    if len(spans) > 1:
        return f"どの年度の値か決められない（{'、または'.join([*spans][:3])}の読み方がある）。"
    return f"最もましな読み方（{next(iter(spans), 'なし')}）でも、同じ指標のほかの行や評価と食い違う。"


def _surplus(one: PlacedIndicator, kind: Kind, placing: Placing) -> Finding:
    row, cells = one.group.rows[kind], one.group.values[kind]
    dropped = cells[len(placing.cells) : len(placing.cells) + placing.surplus]
    narrative = [column for number, (column, _) in one.group.narrative if number == row.number]
    moved = f" この行の文章の欄も{narrative[0]}列へずれている。" if narrative else ""
    return Finding(
        FindingKind.SURPLUS_VALUE,
        f"{row.number}行の{KIND_NAMES[kind]}は値が{len(cells)}個あり、年度の欄より多いため、"
        f"末尾の{placing.surplus}個を余分な写しとして除きました。",
        f"末尾の「{'/'.join(text for _, text in dropped)}」は左隣と同じ値で、{_year_span(placing.years)}の後に続く。{moved}".strip(),
        Place(row.number, dropped[0][0]),
        one.draft.id,
    )


def _shifted(
    one: PlacedIndicator, kind: Kind, placing: Placing, moved: int, report_year: int, scale: GradeScale
) -> Finding:
    group, row, cells = one.group, one.group.rows[kind], one.group.values[kind]
    name, normal = KIND_NAMES[kind], group.table.label_column
    kept = [text for _, text in placing.cells]
    by_label = row.label_column - normal
    parts = []
    if by_label:
        side = "左" if by_label < 0 else "右"
        parts.append(
            f"「{name}」の語が通常の{normal}列より{abs(by_label)}列{side}（{row.label_column}列）にある。"
        )
    natural = [column - group.table.first_year_column for column, _ in placing.cells]
    years = group.table.years
    if placing.shift and not moved:
        parts.append("値は動いておらず、見出しの列どおりに並んでいる。")
    elif placing.shift:
        spans = [years[index] for index in natural if 0 <= index < len(years)]
        over = [year for year in spans if year > report_year]
        parts.append(f"{len(kept)}個の値は見出しの列では{_year_span(spans)}に当たる。")
        if kind is not Kind.TARGET and over:
            parts.append(
                f"{era_label(report_year)}の報告書に{'・'.join(map(era_label, over))}の{name}はあり得ない。"
            )
        elif natural and (natural[0] < 0 or natural[-1] >= len(years)):
            parts.append("見出しの年度の外にはみ出す。")
    parts.append(_proofs(one, scale))
    if moved:
        side = "右" if moved > 0 else "左"
        action = f"{abs(moved)}列{side}に読み替えて{_year_span(placing.years)}としました"
    else:
        action = f"語の位置によらず見出しの列で読み、{_year_span(placing.years)}としました"
    return Finding(
        FindingKind.SHIFTED_ROW,
        f"{row.number}行の{name}（{'/'.join(kept)}）は位置がずれているため、{action}。",
        "".join(parts),
        Place(row.number, cells[0][0]),
        one.draft.id,
    )
