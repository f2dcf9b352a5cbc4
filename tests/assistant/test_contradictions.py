"""A figure that the text states otherwise than the table: both are shown with the answer that gives one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.parse import parse_report
from index.build import build_index, open_index

REPORT = (
    "令和6年度 ひばり市防災計画 進捗状況報告書\n施策1 備え\n"
    "No.\t取組\t担当課\t指標\t単位\tR5実績\tR6目標\tR6実績\tR6の取組状況\n"
    "1\t訓練\t防災課\t訓練の参加者数\t人\t100\t120\t131\t訓練の参加者数：113人であった。\n"
    "2\t備蓄\t防災課\t備蓄倉庫の数\tか所\t10\t12\t11\t倉庫を1か所に建てた。\n"
)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Assistant]:
    path = tmp_path / "bosai-r6.tsv"
    path.write_text(REPORT, encoding="utf-8")
    build_index(tmp_path / "home", [parse_report(path)], None)
    index = open_index(tmp_path / "home", None)
    yield Assistant(index, Settings(home=tmp_path / "home"))
    index.close()


@pytest.mark.parametrize("question", ["訓練の参加者数の実績は？", "訓練の取組状況は？"])
def test_both_figures_are_shown_with_their_places(city: Assistant, question: str) -> None:
    answer = city.ask(question).answer
    assert any("表では「131」（4行 7列）" in one and "113人」" in one for one in answer.notes)
    places = {(one.source, one.place) for one in answer.citations}
    assert ("1-1#1", "4行 7列") in places
    assert ("1-1:R6の取組状況", "4行 8列") in places


def test_other_answers_say_nothing_of_it(city: Assistant) -> None:
    assert not any("文章では" in one for one in city.ask("備蓄倉庫の数の実績は？").answer.notes)
