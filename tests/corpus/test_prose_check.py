"""The commentary compared with the table."""

from __future__ import annotations

from pathlib import Path

from corpus.parse import parse_report
from corpus.types import Finding, FindingKind

HEAD = (
    "令和6年度 ひばり市防災計画 進捗状況報告書\n施策1 備え\n"
    "No.\t取組\t担当課\t指標\t単位\tR5実績\tR6目標\tR6実績\tR6の取組状況\n"
)


def contradictions(tmp_path: Path, status: str) -> list[Finding]:
    path = tmp_path / "bosai-r6.tsv"
    path.write_text(
        HEAD + f"1\t訓練\t防災課\t訓練の参加者数\t人\t100\t120\t131\t{status}\n", encoding="utf-8"
    )
    return [one for one in parse_report(path).findings if one.kind is FindingKind.PROSE_CONTRADICTS]


def test_another_figure_in_the_text_is_told_with_both_places(tmp_path: Path) -> None:
    (finding,) = contradictions(tmp_path, "訓練の参加者数：113人であった。")
    assert finding.message == (
        "1-1#1「訓練の参加者数」のR6の実績は、表では「131」、文章では「訓練の参加者数：113人」です。どちらも印字のまま収録しました。"
    )
    assert finding.evidence == "文章は4行 8列、表は4行 7列。"


def test_the_same_figure_or_another_label_is_no_contradiction(tmp_path: Path) -> None:
    assert contradictions(tmp_path, "訓練の参加者数：131人であった。") == []
    assert contradictions(tmp_path, "研修の参加者数：40人であった。") == []


def test_a_figure_of_another_year_is_compared_with_that_year(tmp_path: Path) -> None:
    assert contradictions(tmp_path, "R5訓練の参加者数：100人であった。") == []
