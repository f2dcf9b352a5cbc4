"""Items named as they are printed: by id, by number within a measure, by their whole name."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.understanding.question import fold
from corpus.types import Report


@pytest.mark.parametrize(
    ("report", "question", "initiatives", "indicators"),
    [
        ("niigata", "①-5の実績は？", ("①-5",), ()),
        ("niigata", "①-5#2の実績は？", (), ("①-5#2",)),
        ("niigata", "①-5#2と①-5の違いは？", ("①-5",), ("①-5#2",)),
        ("niigata", "施策1の取組5は？", ("①-5",), ()),
        ("niigata", "施策①取組５は？", ("①-5",), ()),
        ("niigata", "①の5番は？", ("①-5",), ()),
        ("niigata", "①の5番目は？", (), ()),
        ("niigata", "施策1-50は？", (), ()),
        ("niigata", "施策1の取組5と施策2の取組1は？", ("①-5", "②-1"), ()),
        ("niigata", "R6の目標は？", (), ()),
        ("minato", "2-3と12-3は？", ("2-3",), ()),
        ("asahi", "３-1#1は？", (), ("３-1#1",)),
    ],
)
def test_ids_and_numbers_name_items(
    desks: dict[str, Any],
    report: str,
    question: str,
    initiatives: tuple[str, ...],
    indicators: tuple[str, ...],
) -> None:
    assert desks[report].engine.catalog.printed.ids(fold(question)) == (initiatives, indicators)


@pytest.mark.parametrize("name", ["niigata", "asahi", "minato"])
def test_every_id_and_every_whole_name_is_found(
    desks: dict[str, Any], reports: dict[str, Report], name: str
) -> None:
    printed = desks[name].engine.catalog.printed
    for one in reports[name].initiatives:
        assert printed.ids(fold(f"{one.id}について")) == ((one.id,), ())
    for each in reports[name].indicators:
        assert printed.ids(fold(f"{each.id}について")) == ((), (each.id,))
        if each.name and len(each.name) >= 5:
            assert each.id in printed.full_names(fold(f"{each.name}は？"))
            assert fold(each.name) in printed.names_in(fold(f"{each.name}は？"))
