"""Grades held against those of an earlier year: 評価が悪くなった, 記号の上がった, ワンランク下がった, 変わらない."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.conditions import Wanted, moved
from index.set_query import Comparison, NumberTest, Quantity

_GRADE = r"(?:評価|判定|ランク|成績|記号|マーク|格付け?|等級|グレード|評定)"
_UP = r"(?:上が|上げ|上昇|良くな|よくな|改善|アップ|好転|昇格|格上げ|持ち直|盛り返|回復|挽回)"
_DOWN = r"(?:下が|下げ|落ち|落と|悪くな|悪化|低下|ダウン|後退|降格|格下げ|転落|陥落)"
_SAME = r"(?:変わら(?:な|ず)|変わって(?:い)?な|変化(?:の|が|は)?な|同じ(?=だ|で|の|まま|もの|指標)|据え?置|横ばい|動(?:か|いて(?:い)?)な)"
# What may stand between, but no other thing that moves: 「評価がAで実績が下がった」 moves no grade.
_BETWEEN = r"(?:(?!目標|実績|達成|率|数値|件数|人数|理由|[sa-e◎○△×☆](?![a-z])|が|、|の指標).){0,12}?"
_MOVE = re.compile(
    rf"{_GRADE}(?:の{_GRADE})?(?:が|は|の|も|を|、)?{_BETWEEN}(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>{_SAME}))"
)
_STEPS = re.compile(
    r"(?P<number>ワン|ひと|ツー|[1-4一二三四])(?:つ)?(?:ランク|段階?|等級|階級|グレード)(?:も|の|だけ|分)?(?P<more>以上)?(?:も|の)?"
    rf"(?:評価(?:が|を|は))?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
)
_NUMBERS = {"ワン": 1, "ひと": 1, "一": 1, "ツー": 2, "二": 2, "三": 3, "四": 4}


def move_spans(folded: str) -> list[tuple[int, int]]:
    """Return the spans of a folded question that say how grades moved."""
    return [one.span() for pattern in (_MOVE, _STEPS) for one in pattern.finditer(folded)]


def grade_move(folded: str) -> Wanted | None:
    """Return how the grade is to have moved since the earlier year; None where no grade moves.

    「ワンランク下がった」 is exactly one step; 「2段階下がった」 and 「1段階以上」 are that many at least.
    """
    if steps := _STEPS.search(folded):
        said = steps["number"]
        number = _NUMBERS.get(said) or int(said)
        sign = -1 if steps["down"] else 1
        exact = number == 1 and steps["more"] is None
        further = Comparison.AT_MOST if sign < 0 else Comparison.AT_LEAST
        comparison = Comparison.EQUAL if exact else further
        return Wanted(NumberTest(Quantity.GRADE_STEPS, comparison, Decimal(sign * number)))
    move = _MOVE.search(folded)
    if move is None:
        return None
    if move["same"]:
        return Wanted(NumberTest(Quantity.GRADE_STEPS, Comparison.EQUAL, Decimal(0)))
    return moved(Quantity.GRADE_STEPS, -1 if move["down"] else 1)
