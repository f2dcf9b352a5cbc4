"""Small reports for tests: a table of another city and field, built line by line so that damage shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.parse import parse_report
from corpus.types import FindingKind, Indicator, Kind, Report

YEARS = ("H30", "R元", "R2", "R3", "R4", "R5", "R6")
RIGHT = ("R4の実施状況", "今後の方向性")
LEGEND = "【評価区分】\n A：順調 B：概ね順調 C：遅れている -：評価不可\n"

Row = Sequence[str]


def header(years: Sequence[str] = YEARS, *, gap: bool = True, right: Sequence[str] = RIGHT) -> str:
    """A header row; without `gap` it lacks the blank column over 目標/実績/評価."""
    return "\t".join(
        ["No.", "取組内容", "事業概要", "担当課", "指標", *([""] if gap else []), *years, *right]
    )


def line(left: Row, label: str, values: Row, right: Row = ()) -> str:
    """A labelled row: five left-hand cells (fewer are filled up in front), label, values, narrative."""
    return "\t".join([*[""] * (5 - len(left)), *left, label, *values, *right])


def group(left: Row, targets: Row, actuals: Row, grades: Row, right: Row = ("", "")) -> list[str]:
    """The three rows of an undamaged indicator."""
    return [
        line(left, "目標", targets, right),
        line([], "実績", actuals, ("", "")),
        line([], "評価", grades, ("", "")),
    ]


TARGETS = ("", "10", "20", "30", "40", "50", "60")
ACTUALS = ("8", "12", "18", "33", "41", "", "")
GRADES = ("", "A", "B", "A", "A", "", "")
PROSE = (
    "講座を年3回開催し、住民の参加を促した。広報紙でも周知した。",
    "参加者の固定化が課題であり、引き続き周知に努める。",
)
FIRST = (
    "1",
    "水辺の保全",
    "市民団体と協力して水辺の清掃と生き物の調査を行い、自然環境を守る。",
    "環境課",
    "清掃の参加者数(人) ※年度",
)


def sound_indicators(count: int = 4, start: int = 2) -> list[str]:
    """Undamaged initiatives, so that the report has usual years to compare with."""
    rows: list[str] = []
    for number in range(start, start + count):
        left = (
            str(number),
            f"取組その{number}",
            f"{number}番目の取組として、地域の住民とともに計画を進めていくものである。",
            "緑政課",
            f"実施件数その{number}(件) ※年度",
        )
        rows += group(left, TARGETS, ACTUALS, GRADES, PROSE)
    return rows


def report_text(
    rows: Sequence[str],
    *,
    heading: str = "施策1 自然との共生",
    head: str | None = None,
    totals: str = "",
) -> str:
    """A whole report of one measure."""
    return f"{LEGEND}\n{heading}\n{head or header()}\n" + "\n".join(rows) + f"\n\n{totals}"


def read(folder: Path, text: str, name: str = "kawabe-midori-r4.txt") -> Report:
    """Write a text to a file and parse it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return parse_report(path)


def indicator(report: Report, indicator_id: str) -> Indicator:
    """The indicator with an id."""
    return next(one for one in report.indicators if one.id == indicator_id)


def printed(report: Report, indicator_id: str, kind: Kind) -> dict[int, str]:
    """What is stored of one row: fiscal year -> printed text."""
    return {
        one.fiscal_year: one.printed
        for one in indicator(report, indicator_id).observations
        if one.kind is kind
    }


def kinds(report: Report) -> set[FindingKind]:
    """The classes of all findings."""
    return {one.kind for one in report.findings}
