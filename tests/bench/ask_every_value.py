#!/usr/bin/env python3
"""Asks for every printed value of generated reports by name, year and kind, and checks the answers.

    python tests/bench/ask_every_value.py                            # all layouts, seeds 0 and 1, xlsx
    python tests/bench/ask_every_value.py --layout trend --seed 3 --show
    python tests/bench/ask_every_value.py --format csv --sample 40   # 40 values of each report

An answer is right when it cites the very cell of the value and says the figure as it is printed (a
grade that says 「not rated」 is refused as such, with its cell). `asked back` counts questions that
needed a choice from the ones offered first; `refused` and `wrong` are what there must be none of.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "generator" / "layouts"))

from check_layouts import LAYOUTS, made
from layout_writers import WRITERS, write

from assistant.assistant import Assistant
from assistant.phrasing import KIND_LABELS, without_year
from assistant.settings import Settings
from assistant.types import Answer, Status
from corpus.fiscal import era_label
from corpus.parse import parse_report
from corpus.types import Indicator, Kind, Observation, Report
from index.build import build_index, open_index


@dataclass
class Score:
    """How the questions about some reports ended, with a line for each that is not right."""

    ends: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another score in."""
        self.ends += other.ends
        self.details += other.details


def question_for(indicator: Indicator, one: Observation) -> str:
    """The question a person would put for one printed value."""
    subject = f"{indicator.id}「{indicator.name}」" if indicator.name is None else indicator.name
    if one.kind is Kind.BASELINE:
        return f"{subject}の基準値は？"
    return f"{subject}の{era_label(one.fiscal_year)}の{KIND_LABELS[one.kind]}は？"


def plain(text: str) -> str:
    """Text without spaces, widths and sorts of dashes, for finding a figure in it."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.split()).replace("−", "-").replace("―", "-")


def says(answer: Answer, indicator: Indicator, one: Observation) -> bool:
    """Whether the answer cites the cell and says the figure, with its unit no more than once."""
    cited = any(
        seen.place == str(one.place) and plain(seen.quote) == plain(one.printed) for seen in answer.citations
    )
    text = plain(answer.answer)
    if one.grade == "-":
        return cited and answer.status is Status.NOT_IN_REPORT
    figure = plain(one.grade or without_year(one.printed))
    if one.value is not None:
        shown = f"{one.value.normalize():,f}"
        printed = plain(without_year(one.printed)).replace(",", "")
        if not any(each in text.replace(",", "") for each in (shown.replace(",", ""), printed)):
            return False
        unit = plain(indicator.unit or "")
        doubled = bool(unit) and any(f"{tail}{unit}" in text for tail in (unit, f"){unit}"))
        return cited and not doubled
    return cited and figure in text


def asked(report: Report, home: Path, sample: int | None = None) -> Score:
    """Ask for all values of one report (or a seeded sample of them)."""
    build_index(home, [report], None)
    index = open_index(home, None)
    talk = Assistant(index, Settings(home=home))
    values = [
        (indicator, one)
        for indicator in report.indicators
        for one in indicator.observations
        if one.place is not None
    ]
    if sample is not None and sample < len(values):
        values = random.Random(report.name).sample(values, sample)
    score = Score()
    for indicator, one in values:
        question = question_for(indicator, one)
        answer = talk.ask(question).answer
        end = "right"
        if answer.status is Status.CLARIFY:
            end = "asked back"
            answer = next(
                (each for choice in answer.choices if says(each := talk.ask(choice).answer, indicator, one)),
                answer,
            )
        if not says(answer, indicator, one):
            if answer.status is Status.ANSWERED:
                end = "wrong"
            else:
                end = "refused"
            score.details.append(
                f"{end} {report.name} {indicator.id} {one.fiscal_year} {one.kind.value} 「{one.printed}」\n"
                f"    {question}\n    {answer.status.value}: {answer.answer}"
            )
        score.ends[end] += 1
    index.close()
    return score


def main() -> int:
    """Run and print one line for each layout; exit status 1 where a value is refused or wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--format", default="xlsx", choices=list(WRITERS))
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    total = Score()
    print(f"{'layout':18}{'values':>8}{'right':>8}{'asked back':>12}{'refused':>9}{'wrong':>7}")
    for layout in options.layout or list(LAYOUTS):
        score = Score()
        for seed in options.seed or [0, 1]:
            with tempfile.TemporaryDirectory() as folder:
                path = write(made(layout, seed), options.format, Path(folder))
                report = parse_report(path, name=f"{layout}-{seed}")
                score.add(asked(report, Path(folder) / "home", options.sample))
        total.add(score)
        _print_line(layout, score)
        if options.show:
            print("\n".join(score.details))
    _print_line("all", total)
    return 1 if total.ends["refused"] + total.ends["wrong"] else 0


def _print_line(name: str, score: Score) -> None:
    ends = score.ends
    print(
        f"{name:18}{ends.total():8}{ends['right']:8}{ends['asked back']:12}{ends['refused']:9}{ends['wrong']:7}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
