"""現状: how indicators stand, in sentences and as tables, every figure with the number of its cell."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.gaps import gap_message, label_of, unit_of
from assistant.answering.rates import COMPUTED, PRINTED, rate_sentence, rate_text
from assistant.briefing.elements import Element, Grid, Heading, Sentence, Words, refs_text, words
from assistant.briefing.sources import Sources
from assistant.phrasing import amount_text, change_text, grade_text, observation_text, without_year, year_text
from corpus.fiscal import era_label
from corpus.text import is_dash
from corpus.types import Accumulation, Direction, Indicator, Kind, Observation
from index.figures import Standing, baseline_of, direction_of, later_targets, standing, why_no_rate

_NONE = "―"
_BLANK = f"「{_NONE}」は、報告書に記載がないことを示します。"


def of_one(indicator: Indicator, year: int, sources: Sources) -> list[Element]:
    """Return one indicator: how it stands in a year, then its values over the years."""
    catalog = sources.draft.catalog
    one = standing(indicator, year, catalog.scale)
    missing = () if one.actual is not None else _missing(one, sources)
    series = _series(indicator, sources)  # first, so that its cells are numbered year by year
    said = _standing(one, sources) if one.actual is not None else missing
    paragraph = (*said, *_graded(one, sources), *_since_last_year(one, sources), *_ahead(one, sources))
    _note_meaning(indicator, sources)
    return [Heading(4, f"{catalog.name(indicator.id)}（{indicator.id}）"), Words(paragraph), *series]


def of_many(indicators: Sequence[Indicator], year: int, sources: Sources) -> list[Element]:
    """Return one table of many indicators in a year, with the year before."""
    draft = sources.draft
    rows: list[tuple[str, ...]] = []
    for indicator in indicators:
        one = standing(indicator, year, draft.catalog.scale)
        refs = sources.of(one.target, one.actual, one.printed_rate, one.grade, one.previous)
        _note_rate(one, sources)
        _note_meaning(indicator, sources)
        rows.append(
            (
                indicator.id,
                draft.catalog.name(indicator.id),
                *_cells(one),
                _shown(one.previous, unit_of(indicator)),
                refs_text(refs) or _NONE,
            )
        )
    headings = (
        "番号",
        "指標",
        "目標",
        "実績",
        "達成率",
        "評価",
        f"前年度（{era_label(year - 1)}）の実績",
        "出典",
    )
    lead = f"{year_text(year)}の値は次の表のとおりです。{_BLANK}"
    return [words(lead), _grid(headings, rows, figures={2, 3, 4, 6}, optional={4, 5, 6}, wide={1})]


def _missing(one: Standing, sources: Sources) -> tuple[Sentence, ...]:
    """Say why there is no 実績, with the 目標 beside."""
    indicator, year, draft = one.indicator, one.fiscal_year, sources.draft
    told = Sentence(*sources.during(lambda: gap_message(indicator, year, Kind.ACTUAL, draft).message))
    if one.target is None:
        return (told,)
    target = f"{year_text(year)}の目標は{observation_text(one.target, unit_of(indicator))}です。"
    return told, Sentence(target, sources.of(one.target))


def _standing(one: Standing, sources: Sources) -> tuple[Sentence, ...]:
    """Say 実績 beside 目標, and 達成率 or why there is none."""
    assert one.actual is not None
    indicator, draft = one.indicator, sources.draft
    unit = unit_of(indicator)
    actual = observation_text(one.actual, unit)
    said = f"{year_text(one.fiscal_year)}の{label_of(indicator, draft)}の実績は{actual}{_against_target(one, unit)}"
    rate = rate_sentence(one, draft)
    _note_rate(one, sources)
    if not rate and one.target is not None and (why := why_no_rate(indicator, one.target, one.actual)):
        rate = f"{why}。"
    return (Sentence(said + rate, sources.of(one.target, one.actual, one.printed_rate)),)


def _against_target(one: Standing, unit: str) -> str:
    """Return the rest of a sentence that gave 実績."""
    if one.target is None:
        return f"です。{year_text(one.fiscal_year)}の目標の記載はありません。"
    target = observation_text(one.target, unit)
    if one.gap is None:
        return f"で、目標は{target}です。"
    if one.gap == 0:
        return f"で、目標の{target}と同じ値です。"
    amount = amount_text(abs(one.gap), "ポイント" if unit == "%" else unit)
    return f"で、目標の{target}を{amount}{'上回っています' if one.gap > 0 else '下回っています'}。"


def _graded(one: Standing, sources: Sources) -> tuple[Sentence, ...]:
    catalog = sources.draft.catalog
    if one.grade is None:
        return (Sentence("評価の記載はありません。"),) if catalog.grades else ()
    refs = sources.of(one.grade)
    grade = one.grade.grade or one.grade.printed.strip()
    meaning = next((each for each in catalog.report.legend if each.grade == grade), None)
    told = ""
    if meaning is not None and meaning.meaning != grade:
        refs += (sources.text("評価区分", str(meaning.place), meaning.meaning, f"評価区分 {grade}"),)
        told = f"（{meaning.meaning}）"
    shown = "「-」" if grade == "-" else grade_text(grade)
    if one.grade.inferred:
        return (Sentence(f"評価の欄は空欄ですが、報告書の集計から{shown}{told}と推定されます。", refs),)
    return (Sentence(f"評価は{shown}{told}です。", refs),)


def _since_last_year(one: Standing, sources: Sources) -> tuple[Sentence, ...]:
    unit, year = unit_of(one.indicator), f"前年度（{era_label(one.fiscal_year - 1)}）"
    if one.previous is None:
        return (Sentence(f"{year}の実績の記載はありません。"),)
    before, refs = observation_text(one.previous, unit), sources.of(one.previous)
    if one.change is None:
        return (Sentence(f"{year}の実績は{before}です。", refs),)
    if one.change == 0:
        return (Sentence(f"{year}の実績は{before}で、変わっていません。", refs),)
    return (Sentence(f"{year}の実績{before}から{change_text(one.change, unit)}。", refs),)


def _ahead(one: Standing, sources: Sources) -> tuple[Sentence, ...]:
    """The last target of the years to come: what the plan is heading for."""
    ahead = later_targets(one.indicator, one.fiscal_year)
    if not ahead:
        return ()
    goal = ahead[-1]
    told = observation_text(goal, unit_of(one.indicator))
    return (Sentence(f"{year_text(goal.fiscal_year)}の目標は{told}です。", sources.of(goal)),)


def _series(indicator: Indicator, sources: Sources) -> list[Element]:
    """The table over the years; a kind that the report never prints for the indicator has no column."""
    unit = unit_of(indicator)
    rows: list[tuple[str, ...]] = []
    if (base := baseline_of(indicator)) is not None:
        refs = refs_text(sources.of(base))
        label = f"{era_label(base.fiscal_year)}（基準値）"
        rows.append((label, _NONE, _shown(base, unit), _NONE, _NONE, refs))
    years = sorted({one.fiscal_year for one in indicator.observations if one.kind is not Kind.BASELINE})
    for year in years:
        one = standing(indicator, year, sources.draft.catalog.scale)
        refs = refs_text(sources.of(one.target, one.actual, one.printed_rate, one.grade))
        rows.append((era_label(year), *_cells(one), refs or _NONE))
    if not rows:
        return [words("この指標には、目標・実績・評価の値が記載されていません。")]
    headings = ("年度", "目標", "実績", "達成率", "評価", "出典")
    table = _grid(headings, rows, figures={1, 2, 3}, optional={3, 4})
    return [words(f"年度ごとの値は次の表のとおりです。{_BLANK}"), table]


def _grid(
    headings: tuple[str, ...],
    rows: list[tuple[str, ...]],
    figures: set[int],
    optional: set[int],
    wide: set[int] | frozenset[int] = frozenset(),
) -> Grid:
    """Return a table without those of the optional columns that hold nothing."""
    kept = [i for i in range(len(headings)) if i not in optional or any(row[i] != _NONE for row in rows)]
    return Grid(
        tuple(headings[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in rows),
        frozenset(position for position, i in enumerate(kept) if i in figures),
        frozenset(position for position, i in enumerate(kept) if i in wide),
    )


def _cells(one: Standing) -> tuple[str, str, str, str]:
    """目標, 実績, 達成率 and 評価 as they are shown in a table."""
    unit = unit_of(one.indicator)
    return _shown(one.target, unit), _shown(one.actual, unit), rate_text(one) or _NONE, _shown(one.grade, "")


def _shown(observation: Observation | None, unit: str) -> str:
    if observation is None:
        return _NONE
    if observation.grade is None and observation.value is None:
        return without_year(observation.printed) or _NONE
    return observation_text(observation, unit)


def _note_rate(one: Standing, sources: Sources) -> None:
    if one.printed_rate is not None:
        if not is_dash(one.printed_rate.printed):
            sources.draft.note(PRINTED)
    elif one.computed_rate is not None:
        sources.draft.note(COMPUTED)


def _note_meaning(indicator: Indicator, sources: Sources) -> None:
    draft = sources.draft
    name = draft.catalog.name(indicator.id)
    if indicator.accumulation is Accumulation.CUMULATIVE and indicator.note:
        draft.note(f"{name}は累計の指標で、各年度の値に前年度までの分を含みます（{indicator.note}）。")
    elif indicator.accumulation is Accumulation.POINT_IN_TIME and indicator.note:
        draft.note(f"{name}は{indicator.note.lstrip('※ ')}の値です。")
    if indicator.name is None:
        draft.note(f"{indicator.id}は指標名と単位が抽出で失われており、何の数かは報告書から分かりません。")
    if direction_of(indicator) is Direction.DOWN:
        draft.note(f"{name}は、値が小さいほど良い指標です。")
