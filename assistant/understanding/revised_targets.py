"""Targets that the report says in words to have been changed on the way: 「R5目標を17件から18件に引上げ」.

A plan's targets may rise every year by design; only such a remark tells that one was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.understanding.question import fold
from corpus.types import Block, Indicator, Kind, Passage, Report

_UP = r"引き?上げ|上方修正|上積み"
_DOWN = r"引き?下げ|下方修正"
_EITHER = r"見直し|変更|修正|改定|改訂|改め|設定し直し"
_CHANGED = rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<either>{_EITHER}))"
_REVISED = re.compile(
    rf"目標(?:値|数値|の値)?[^。\n]{{0,30}}?から(?P<new>[^。、\n]{{1,20}}?)(?:に|へ|と){_CHANGED}"
    rf"|目標(?:値|数値|の値)?(?:を|は|が|も)?[^。、\n]{{0,16}}?{_CHANGED.replace('(?P<up>', '(?P<up2>').replace('(?P<down>', '(?P<down2>').replace('(?P<either>', '(?P<either2>')}"
    r"(?:した|してい(?:る|た)|され(?:た|てい)|られた|た|済|て?おり|を行(?:った|い|って)|\(|\)|$|」|※)"
)
_NOT_YET = re.compile(
    r"検討|予定|必要|今後|べき|考え|視野|求め(?:られ)?|図る|場合|要する|望まし|難し|困難|していない|しない"
)
_SENTENCE = re.compile(r"[^。\n※]+[。]?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class RevisedTarget:
    """A remark that a target was changed: of which indicators, which way (0: not said), in which words."""

    block: str
    indicators: tuple[str, ...]
    direction: int
    passage: Passage
    quote: str


def revised_targets(report: Report) -> tuple[RevisedTarget, ...]:
    """Return what the report's cells say of targets changed on the way, in its order."""
    return tuple(one for block in report.blocks for one in _of_block(block))


def _of_block(block: Block) -> Iterator[RevisedTarget]:
    for passage in block.passages:
        for sentence in _SENTENCE.findall(passage.text):
            said = fold(sentence.strip().removesuffix("。"))
            match = _REVISED.search(said)
            if match is None or _NOT_YET.search(said):
                continue
            found = _meant(block, passage, said)
            yield RevisedTarget(
                block.id, tuple(one.id for one in found), _direction(match), passage, sentence.strip()
            )


def _direction(match: re.Match[str]) -> int:
    if match["up"] or match["up2"]:
        return 1
    if match["down"] or match["down2"]:
        return -1
    numbers = [_value(one) for one in _NUMBER.findall(match.group())]
    old, new = (numbers[-2], numbers[-1]) if len(numbers) > 1 and match["new"] else (None, None)
    if old is None or new is None or old == new:
        return 0
    return 1 if new > old else -1


def _meant(block: Block, passage: Passage, said: str) -> tuple[Indicator, ...]:
    """The indicators that a remark is of: of its own row, the only one of the block, or by the number it says."""
    own = tuple(
        one
        for one in block.indicators
        if (one.place.page, one.place.row) == (passage.place.page, passage.place.row)
    )
    if len(own) == 1 and _prints_targets_in_rows(block):
        return own
    if len(block.indicators) == 1:
        return block.indicators
    numbers = {_value(one) for one in _NUMBER.findall(said)}
    printing = tuple(
        one
        for one in block.indicators
        if any(seen.kind is Kind.TARGET and seen.value in numbers for seen in one.observations)
    )
    if len(printing) == 1:
        return printing
    named = tuple(one for one in block.indicators if one.name and fold(one.name) in said)
    return named or own


def _prints_targets_in_rows(block: Block) -> bool:
    """Whether each indicator of a block has a row of its own, so that a cell beside it is of it alone."""
    rows = {(one.place.page, one.place.row) for one in block.indicators}
    return (len(rows) == len(block.indicators) and len(block.passages) > 1) or len(block.indicators) == 1


def _value(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
