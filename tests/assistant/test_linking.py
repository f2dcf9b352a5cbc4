"""Which item of a report the words of a question mean: whole names, parts of names, ties."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.understanding.catalog import ItemKind
from assistant.understanding.linker import Candidate
from corpus.types import Report


def candidates(desk: Any, question: str, kind: ItemKind = ItemKind.INDICATOR) -> list[Candidate]:
    reading = desk.read(question)
    return desk.engine.linker.link(reading.words, (kind,), reading.unit)


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_every_printed_name_finds_its_own_indicator_first(
    desks: dict[str, Any], reports: dict[str, Report], name: str
) -> None:
    missed = {}
    for indicator in reports[name].indicators:
        if not indicator.name:
            continue
        reading = desks[name].read(f"{indicator.name}の実績は？")
        found = desks[name].engine.linker.link(reading.words, (ItemKind.INDICATOR,), reading.unit)
        first = reading.indicators or tuple(one.item.id for one in found[:1])
        if first != (indicator.id,):
            missed[indicator.name] = first
    assert missed == {}


@pytest.mark.parametrize(
    ("report", "question", "indicator"),
    [
        ("niigata", "民生委員協力員は何人？", "①-4#1"),
        ("niigata", "見守りネットの登録事業者は？", "①-3#1"),
        ("niigata", "高校進学率は？", "②-2#3"),
        ("niigata", "市民後見人の修了者は？", "③-3#4"),
        ("niigata", "学ボラの人数は？", "①-5#1"),
        ("niigata", "社明の参加者は？", "④-5#3"),
        ("niigata", "アウトリーチの訪問件数は？", "⑤-2#1"),
        ("asahi", "産後ケアを使った人は？", "３-1#1"),
        ("asahi", "ファミサポの提供会員は？", "２-2#1"),
        ("asahi", "育休の取得率は？", "５-2#1"),
        ("asahi", "学童の待機児童は？", "２-3#2"),
        ("asahi", "保育士の離職率は？", "１-2#2"),
        ("minato", "太陽光の補助件数は？", "1-1#1"),
        ("minato", "電動車の割合は？", "1-2#2"),
        ("minato", "浄化槽の転換は？", "4-1#2"),
        ("minato", "ごみの量は何グラム？", "2-1#1"),
    ],
)
def test_part_of_a_name_or_another_way_to_say_it_finds_the_indicator(
    desks: dict[str, Any], report: str, question: str, indicator: str
) -> None:
    assert candidates(desks[report], question)[0].item.id == indicator


@pytest.mark.parametrize(
    ("report", "question", "initiative"),
    [
        ("niigata", "ボランティアセンターの活動支援", "①-5"),
        ("niigata", "修学支援", "④-3"),
        ("asahi", "児童虐待の防止", "４-1"),
        ("minato", "食品ロスの削減", "2-3"),
        ("minato", "フードロス", "2-3"),
    ],
)
def test_an_initiative_is_found_by_its_name(
    desks: dict[str, Any], report: str, question: str, initiative: str
) -> None:
    assert candidates(desks[report], question, ItemKind.INITIATIVE)[0].item.id == initiative


@pytest.mark.parametrize(
    ("report", "question", "tied"),
    [
        ("asahi", "待機児童は？", {"１-1#2", "２-3#2"}),
        ("minato", "参加者数は？", {"2-4#1", "3-1#1", "3-2#1"}),
        ("niigata", "支援プランは？", {"①-1#1", "②-2#1"}),
    ],
)
def test_names_that_fit_equally_well_all_explain_the_whole_question(
    desks: dict[str, Any], report: str, question: str, tied: set[str]
) -> None:
    found = candidates(desks[report], question)
    assert tied <= {one.item.id for one in found if one.coverage >= 0.99}


def test_the_counter_of_the_question_decides_between_like_names(desks: dict[str, Any]) -> None:
    by_count = candidates(desks["minato"], "太陽光は何件？")[0]
    by_power = candidates(desks["minato"], "太陽光は何kW？")[0]
    assert (by_count.item.unit, by_power.item.unit) == ("件", "kw")


def test_words_of_no_item_find_nothing_and_are_left_over(desks: dict[str, Any]) -> None:
    assert candidates(desks["niigata"], "宇宙飛行士は？") == []
    left = candidates(desks["niigata"], "宇宙飛行士と協力雇用主")[0].unexplained
    assert {"宇宙", "飛行士"} <= {one.surface for one in left}


def test_no_words_link_to_nothing(desks: dict[str, Any]) -> None:
    assert desks["niigata"].engine.linker.link((), (ItemKind.INDICATOR,)) == []
