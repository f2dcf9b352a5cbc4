"""One indicator over the years as an SVG drawing: 実績 as bars, 目標 as a line, 評価 as letters.

Drawn by us rather than by a chart library: it is there with the answer (a library is 4 MB of
script to load first), prints, follows the page's colours and dark mode, and needs no looser
Content-Security-Policy. The figures stand in the table beside it, for screen readers too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from assistant.types import FigureTable, Series, SeriesPoint
from corpus import fiscal
from ui.markdown import escape

# Drawn for a phone's width and scaled up by the page, so that the letters stay readable there.
_WIDTH, _HEIGHT = 340, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 6, 10, 52
_FLOOR = _HEIGHT - _BOTTOM
_MAX_GRADE = 8  # characters of a grade in words that fit into its frame
_MAX_LABEL = 7  # characters of a figure that still fit into a bar


@dataclass(frozen=True, slots=True)
class Scale:
    """The vertical axis: from `low` to `high` in equal steps, both on a grid line."""

    low: Decimal
    high: Decimal
    step: Decimal

    def y(self, value: Decimal) -> float:
        """Return the height of a value in the drawing, downwards from the top."""
        share = (value - self.low) / (self.high - self.low)
        return _FLOOR - float(share) * (_FLOOR - _TOP)

    @property
    def ticks(self) -> list[Decimal]:
        """The values at the grid lines, lowest first."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


def drawable(series: Series) -> bool:
    """True where at least two years hold a number, so that a drawing tells more than the sentence."""
    return sum(1 for one in series.points if one.target is not None or one.actual is not None) >= 2


def scale_for(points: Sequence[SeriesPoint]) -> Scale:
    """Return an axis that starts at zero (bars would mislead otherwise) with 3 to 6 round steps."""
    values = [value for one in points for value in (one.target, one.actual) if value is not None]
    top, bottom = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    span = top - bottom or Decimal(1)
    rough = span / 4
    unit = Decimal(10) ** rough.adjusted()
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    high = (top / step).to_integral_value(ROUND_CEILING) * step
    low = -((-bottom / step).to_integral_value(ROUND_CEILING)) * step
    return Scale(low, high if high > low else low + step, step)


def figure_html(series: Series) -> str:
    """Return a <figure> with the drawing and its caption."""
    points = series.points
    scale = scale_for(points)
    slot = (_WIDTH - _LEFT - _RIGHT) / len(points)
    centres = [_LEFT + slot * (position + 0.5) for position in range(len(points))]
    unit = series.unit
    graded = any(one.grade for one in points)
    parts = [
        _grid(scale),
        *(_bar(one, x, slot, scale, unit) for one, x in zip(points, centres, strict=True)),
        _target_line(points, centres, scale, unit),
        *(_year(one, x) for one, x in zip(points, centres, strict=True)),
        *(_grade(one, x) for one, x in zip(points, centres, strict=True)),
        f'<text class="kk-tick" x="{_LEFT - 8}" y="{_FLOOR + 37}" text-anchor="end">評価</text>'
        if graded
        else "",
    ]
    title = f"{series.name}（{unit}）" if unit else series.name
    height = _HEIGHT if graded else _HEIGHT - 26
    return (
        '<figure class="kk-chart">'
        f'<figcaption><span class="kk-chart-title">{escape(title)}</span>{_legend(points)}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(describe(series))}">'
        f"{''.join(parts)}</svg>{_years_ahead(points)}</figure>"
    )


def data_table(series: Series) -> FigureTable:
    """Return the figures of the drawing as a table, a row for each year that holds any."""
    unit = series.unit.replace("％", "%")
    rows = tuple(
        (
            fiscal.era_label(one.fiscal_year),
            "―" if one.target is None else f"{_figure(one.target)}{unit}",
            "―" if one.actual is None else f"{_figure(one.actual)}{unit}",
            one.grade or "―",
        )
        for one in series.points
        if one.target is not None or one.actual is not None or one.grade
    )
    return FigureTable(("年度", "目標", "実績", "評価"), rows)


def describe(series: Series) -> str:
    """Return the drawing in words, for those who do not see it."""
    said = "、".join(_words(one, series.unit) for one in series.points if _words(one, series.unit))
    return f"{series.name}のグラフ。{said}"


def _years_ahead(points: Sequence[SeriesPoint]) -> str:
    """Return a line that explains the missing bars of the years after the last 実績, if there are any."""
    told = [one.fiscal_year for one in points if one.actual is not None]
    if not told:
        return ""
    ahead = [
        one for one in points if one.fiscal_year > max(told) and one.target is not None and not one.grade
    ]
    if not ahead:
        return ""
    years = "・".join(fiscal.era_label(one.fiscal_year) for one in ahead)
    return f'<p class="kk-chart-note">{years}は目標のみ（実績は{fiscal.era_label(max(told))}まで）</p>'


def _words(point: SeriesPoint, unit: str) -> str:
    said = []
    if point.target is not None:
        said.append(f"目標 {_figure(point.target)}{unit}")
    if point.actual is not None:
        said.append(f"実績 {_figure(point.actual)}{unit}")
    if point.grade:
        said.append(f"評価 {point.grade}")
    return f"{fiscal.era_label(point.fiscal_year)}：{' '.join(said)}" if said else ""


def _legend(points: Sequence[SeriesPoint]) -> str:
    keys = []
    if any(one.actual is not None for one in points):
        keys.append('<span class="kk-key kk-key-actual">実績</span>')
    if any(one.target is not None for one in points):
        keys.append('<span class="kk-key kk-key-target">目標</span>')
    return f'<span class="kk-legend" aria-hidden="true">{"".join(keys)}</span>'


def _grid(scale: Scale) -> str:
    lines = []
    for tick in scale.ticks:
        y = scale.y(tick)
        name = "kk-axis" if tick == 0 else "kk-grid"
        lines.append(
            f'<line class="{name}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="kk-tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">'
            f"{_figure(tick)}</text>"
        )
    return "".join(lines)


def _bar(point: SeriesPoint, x: float, slot: float, scale: Scale, unit: str) -> str:
    if point.actual is None:
        return ""
    width = min(slot * 0.72, 34.0)
    zero, end = scale.y(Decimal(0)), scale.y(point.actual)
    top, height = min(zero, end), max(abs(zero - end), 1.0)
    label = _figure(point.actual)
    fits = height >= 14 and len(label) <= _MAX_LABEL and len(label) * 4.9 <= width
    text = (
        f'<text class="kk-value" x="{x:.1f}" y="{zero - 5:.1f}" text-anchor="middle">{label}</text>'
        if fits
        else ""
    )
    return (
        f"<g><title>{_year_title(point)} 実績 {label}{escape(unit)}</title>"
        f'<rect class="kk-bar" x="{x - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}"/>'
        f"{text}</g>"
    )


def _target_line(points: Sequence[SeriesPoint], centres: Sequence[float], scale: Scale, unit: str) -> str:
    """Draw the targets joined by a line; a year without one interrupts it."""
    runs: list[list[tuple[float, float]]] = [[]]
    marks = []
    for point, x in zip(points, centres, strict=True):
        if point.target is None:
            runs.append([])
            continue
        y = scale.y(point.target)
        runs[-1].append((x, y))
        diamond = f"M{x:.1f} {y - 4.5:.1f}l4.5 4.5l-4.5 4.5l-4.5 -4.5z"
        marks.append(
            f"<g><title>{_year_title(point)} 目標 {_figure(point.target)}{escape(unit)}</title>"
            f'<path class="kk-target-mark" d="{diamond}"/></g>'
        )
    lines = "".join(
        f'<polyline class="kk-target" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>'
        for run in runs
        if len(run) > 1
    )
    return lines + "".join(marks)


def _year(point: SeriesPoint, x: float) -> str:
    label = fiscal.era_label(point.fiscal_year)
    return f'<text class="kk-tick" x="{x:.1f}" y="{_FLOOR + 15}" text-anchor="middle">{label}</text>'


def _grade(point: SeriesPoint, x: float) -> str:
    if not point.grade:
        return ""
    # 「A（推定）」 is wider than its year: the letter in a broken frame, the words on hovering and in the table.
    letter, *inferred = point.grade.split("（")
    name = "kk-grade kk-grade-inferred" if inferred else "kk-grade"
    return (
        f"<g><title>{_year_title(point)} 評価 {escape(point.grade)}</title>"
        f'<rect class="{name}" x="{x - (9 if len(letter) < 2 else 14):.1f}" y="{_FLOOR + 24}"'
        f' width="{18 if len(letter) < 2 else 28}" height="18" rx="2"/>'
        f"{_grade_letters(letter, x)}</g>"
    )


def _grade_letters(letter: str, x: float) -> str:
    """Return a letter in its frame; a word (概ね順調) in two short lines, the rest of a long one on hovering."""
    if len(letter) < 2:
        return (
            f'<text class="kk-grade-letter" x="{x:.1f}" y="{_FLOOR + 37}" text-anchor="middle">'
            f"{escape(letter)}</text>"
        )
    word = letter if len(letter) <= _MAX_GRADE else f"{letter[: _MAX_GRADE - 1]}…"
    half = len(word) if len(word) <= 3 else (len(word) + 1) // 2
    lines = [one for one in (word[:half], word[half:]) if one]
    size = 8 if len(lines) == 1 else 7
    top = _FLOOR + 36 if len(lines) == 1 else _FLOOR + 32
    return "".join(
        f'<text class="kk-grade-word" x="{x:.1f}" y="{top + row * 8}" font-size="{size}" fill="currentColor" text-anchor="middle">'
        f"{escape(line)}</text>"
        for row, line in enumerate(lines)
    )


def _year_title(point: SeriesPoint) -> str:
    return fiscal.fiscal_year_label(point.fiscal_year)


def _figure(value: Decimal) -> str:
    return f"{value.normalize():,f}"
