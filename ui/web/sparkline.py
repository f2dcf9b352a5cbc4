"""A trend in the size of a word: 実績 over the years as a line, 目標 as a faint one, gaps as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.types import Series
from ui.chart import describe
from ui.markdown import escape

_WIDTH, _HEIGHT, _EDGE = 96, 28, 4


def sparkline(series: Series) -> str:
    """Return the line as SVG (safe HTML) with its figures in words; empty where fewer than two years have a number."""
    actuals = [one.actual for one in series.points]
    targets = [one.target for one in series.points]
    values = [one for one in (*actuals, *targets) if one is not None]
    if sum(1 for one in series.points if one.actual is not None or one.target is not None) < 2:
        return ""
    low, high = min(values), max(values)
    drawn = "".join(
        [
            *(_line(run, "kk-spark-target") for run in _runs(targets, low, high)),
            *(_line(run, "kk-spark-actual") for run in _runs(actuals, low, high)),
            _end(actuals, low, high),
        ]
    )
    return (
        f'<svg class="kk-spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-label="{escape(describe(series))}">{drawn}</svg>'
    )


Point = tuple[float, float]


def _runs(values: Sequence[Decimal | None], low: Decimal, high: Decimal) -> list[list[Point]]:
    """Return the points of unbroken years; a year without a number ends a run."""
    runs: list[list[Point]] = [[]]
    for position, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(_point(position, len(values), value, low, high))
    return [one for one in runs if one]


def _point(position: int, count: int, value: Decimal, low: Decimal, high: Decimal) -> Point:
    x = _EDGE + (_WIDTH - 2 * _EDGE) * position / max(1, count - 1)
    share = float((value - low) / (high - low)) if high > low else 0.5
    return x, _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)


def _line(run: Sequence[Point], name: str) -> str:
    if len(run) == 1:
        x, y = run[0]
        return f'<circle class="{name} kk-spark-alone" cx="{x:.1f}" cy="{y:.1f}" r="1.6"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return f'<polyline class="{name}" points="{points}"/>'


def _end(values: Sequence[Decimal | None], low: Decimal, high: Decimal) -> str:
    """Mark the last number, the one that the row shows."""
    last = next((at for at in range(len(values) - 1, -1, -1) if values[at] is not None), None)
    if last is None:
        return ""
    value = values[last]
    assert value is not None
    x, y = _point(last, len(values), value, low, high)
    return f'<circle class="kk-spark-end" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>'
