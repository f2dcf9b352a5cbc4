"""Rows whose values stand in the wrong year columns, put right by constraints, or held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from corpus.fiscal import era_label
from corpus.grades import GradeScale, evidence_for
from corpus.outline import DraftIndicator, Outline
from corpus.placing import Placing, Profile, Reading, joint_readings, profile_of
from corpus.rows import RowGroup, is_readable_value
from corpus.types import Finding, FindingKind, Kind, Place, TotalsRow

# Two readings nearer than this are equally good, and dearer ones than this are not believed at all.
NEARLY_THE_SAME = 0.8
TOO_DEAR = 5.0
# How much dearer a reading may be that the report's own totals ask for.
WORTH_FOR_TOTALS = 1.6
KIND_NAMES = {Kind.TARGET: "目標", Kind.ACTUAL: "実績", Kind.GRADE: "評価", Kind.BASELINE: "基準値"}


@dataclass(slots=True)
class PlacedIndicator:
    """An indicator with the reading that was chosen; `held` are the rows that were not placed."""

    draft: DraftIndicator
    readings: list[Reading]
    chosen: Reading | None
    held: set[Kind] = field(default_factory=set)

    @property
    def group(self) -> RowGroup:
        """The rows as printed."""
        return self.draft.group

    def alternatives(self, margin: float) -> list[Reading]:
        """Return the readings that cost at most `margin` more than the cheapest."""
        return [one for one in self.readings if one.cost <= self.readings[0].cost + margin]


def place_values(
    outline: Outline, report_year: int, scale: GradeScale, totals: Mapping[int, TotalsRow]
) -> tuple[list[PlacedIndicator], list[Finding]]:
    """Decide for every indicator in which years its values belong.

    `totals` maps a measure's ordinal to its row of the report's own totals, only where that
    adds up. Every repair and every row held back comes with a finding.
    """
    findings: list[Finding] = []
    unreadable = [_drop_unreadable(draft, findings) for draft in outline.indicators]
    profile = _profile(outline.indicators, report_year, scale)
    placed: list[PlacedIndicator] = []
    for measure in outline.measures:
        members = []
        for draft in (one for initiative in measure.initiatives for one in initiative.indicators):
            readings = joint_readings(draft.group, report_year, scale, profile)
            members.append(PlacedIndicator(draft, readings, readings[0] if readings else None))
        _choose(members, totals.get(measure.ordinal), report_year, findings)
        placed.extend(members)
    for one, held in zip(placed, unreadable, strict=True):
        one.held |= held
    for one in placed:
        findings.extend(_findings_of(one, report_year, scale))
    return placed, findings


def _drop_unreadable(draft: DraftIndicator, findings: list[Finding]) -> set[Kind]:
    """Take out rows whose cells cannot be what their label says (figures under 評価)."""
    held = set()
    for kind, cells in draft.group.values.items():
        wrong = [text for _, text in cells if not is_readable_value(kind, text)]
        if wrong:
            row = draft.group.rows[kind]
            findings.append(
                Finding(
                    FindingKind.HELD_BACK,
                    f"{row.number}行の{KIND_NAMES[kind]}の値「{'/'.join(wrong)}」は{KIND_NAMES[kind]}として読めないため、"
                    "この行の値は収録していません。",
                    f"印字されている値: {'/'.join(text for _, text in cells)}",
                    Place(row.number, cells[0][0]),
                    draft.id,
                )
            )
            held.add(kind)
            draft.group.values[kind] = []
    return held


def _profile(drafts: Sequence[DraftIndicator], report_year: int, scale: GradeScale) -> Profile:
    """Learn from the rows that read cleanly in which years this report has values."""
    clean = []
    for draft in drafts:
        group = draft.group
        if group.has_values and all(group.anchor(kind) == group.table.label_column for kind in group.rows):
            readings = joint_readings(group, report_year, scale, Profile())
            if readings and readings[0].cost == 0:
                clean.append(readings[0])
    years = sorted({year for draft in drafts for year in draft.group.table.years})
    return profile_of(clean, years)


def _choose(
    members: list[PlacedIndicator], totals: TotalsRow | None, report_year: int, findings: list[Finding]
) -> None:
    """Choose a reading for each indicator of one measure, with the help of its totals where needed."""
    for one in members:
        if one.chosen is not None and one.chosen.cost > TOO_DEAR:
            one.held |= _repaired_rows(one.group, one.chosen)
    usable = totals if totals is not None and totals.total == len(members) else None
    fits = usable is None or _fits_totals(_counts(members, report_year), usable)
    margin = NEARLY_THE_SAME if fits else WORTH_FOR_TOTALS
    options = [_distinct(one.alternatives(margin)) if one.readings else [] for one in members]
    doubtful = [index for index, choice in enumerate(options) if len(choice) > 1]
    if not doubtful:
        return
    agreed: list[tuple[Reading, ...]] = []
    if usable is not None:
        for combination in _limited_product([options[index] for index in doubtful]):
            trial = [one.chosen for one in members]
            for index, reading in zip(doubtful, combination, strict=True):
                trial[index] = reading
            if _fits_totals(_count_readings(trial, report_year), usable):
                agreed.append(combination)
    for position, index in enumerate(doubtful):
        one = members[index]
        remaining = _distinct([combination[position] for combination in agreed]) or _distinct(
            one.alternatives(NEARLY_THE_SAME)
        )
        cheapest = min(remaining, key=lambda reading: reading.cost)
        if len(remaining) == 1 and agreed and cheapest is not one.readings[0]:
            findings.append(
                Finding(
                    FindingKind.SHIFTED_ROW,
                    f"{one.group.line_numbers}は値の年度の読み方が二通りあり、報告書の集計表に合う方を採りました。",
                    f"集計表の件数（{_print_counts(usable)}）を再現する読み方はこれだけである。",
                    Place(one.group.lead.number, one.group.lead.label_column),
                    one.draft.id,
                )
            )
        one.chosen = cheapest
        for other in remaining:
            if other.cost <= cheapest.cost + NEARLY_THE_SAME or agreed:
                one.held |= {kind for kind in cheapest.values if cheapest.differs(other, kind)}


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    found: list[Reading] = []
    for reading in readings:
        if all(reading.values != other.values for other in found):
            found.append(reading)
    return found


def _limited_product(options: list[list[Reading]]) -> list[tuple[Reading, ...]]:
    size = 1
    for choice in options:
        size *= len(choice)
    return list(product(*options)) if size <= 2000 else []


def _counts(members: Sequence[PlacedIndicator], year: int) -> Counter[str]:
    return _count_readings([one.chosen for one in members], year)


def _count_readings(readings: Sequence[Reading | None], year: int) -> Counter[str]:
    return Counter(
        grade for reading in readings if reading is not None and (grade := reading.grade(year)) is not None
    )


def _fits_totals(counts: Counter[str], totals: TotalsRow) -> bool:
    """True where no grade is counted more often than the report does; blanks may be any of the rest."""
    return all(number <= totals.count(grade) for grade, number in counts.items())


def _print_counts(totals: TotalsRow | None) -> str:
    return "、".join(f"{grade} {number}" for grade, number in totals.counts) if totals else ""


def _repaired_rows(group: RowGroup, reading: Reading) -> set[Kind]:
    return {
        kind
        for kind, placing in reading.placings.items()
        if placing.surplus or placing.shift or _moved_columns(group, kind, placing)
    }


def _findings_of(one: PlacedIndicator, report_year: int, scale: GradeScale) -> list[Finding]:
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
        if kind in one.held:
            found.append(_held_back(one, kind, _why_held(one, kind)))
            continue
        moved = _moved_columns(group, kind, placing)
        if placing.surplus:
            found.append(_surplus(one, kind, placing))
        if moved or placing.shift:
            found.append(_shifted(one, kind, placing, moved, report_year, scale))
    return found


def _moved_columns(group: RowGroup, kind: Kind, placing: Placing) -> int:
    """Return how many year columns a row was moved against the columns of a normal row."""
    return placing.shift - (group.anchor(kind) - group.table.label_column)


def column_shift(one: PlacedIndicator, kind: Kind) -> int:
    """Return how many columns right (negative: left) a placed row was moved to its years."""
    assert one.chosen is not None
    return _moved_columns(one.group, kind, one.chosen.placings[kind])


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


def _why_held(one: PlacedIndicator, kind: Kind) -> str:
    spans = dict.fromkeys(
        _year_span(reading.placings[kind].years)
        for reading in one.alternatives(NEARLY_THE_SAME)
        if kind in reading.placings
    )
    if len(spans) > 1:
        return f"どの年度の値か決められない（{'、または'.join([*spans][:3])}の読み方がある）。"
    return f"最もましな読み方（{next(iter(spans), 'なし')}）でも、同じ指標のほかの行や評価と食い違う。"


def _surplus(one: PlacedIndicator, kind: Kind, placing: Placing) -> Finding:
    row, cells = one.group.rows[kind], one.group.values[kind]
    dropped = cells[len(cells) - placing.surplus :]
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
    kept = [text for _, text in cells[: len(cells) - placing.surplus]]
    by_label = row.label_column - normal
    parts = []
    if by_label:
        side = "左" if by_label < 0 else "右"
        parts.append(
            f"「{name}」の語が通常の{normal}列より{abs(by_label)}列{side}（{row.label_column}列）にある。"
        )
    natural = [column - group.table.first_year_column for column, _ in cells[: len(kept)]]
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
    assert one.chosen is not None
    proofs = [
        f"{era_label(year)} {text}"
        for year in sorted(one.chosen.values.get(Kind.GRADE, {}), reverse=True)
        if (text := evidence_for(one.chosen.values, year, scale)) is not None
    ]
    parts.append(
        f"検算: {'、'.join(proofs[:2])}。" if proofs else "ほかの行・ほかの指標の年度の並びと一致する。"
    )
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
