"""What a reading asks for, apart from the item: aspect, kinds, columns of commentary, years."""

from __future__ import annotations

import re

from assistant.planning.aspects import aspect_of
from assistant.understanding.reading import Reading
from corpus.types import Kind, PassageKind, Report
from index.set_query import Quantity

_YES_NO = re.compile(
    r"(て|で)(い)?(る|た|ます|ました)(の|ん)?(です|でしょう)?(か)?[?]?$|(の|ん)?(です|でしょう|ます|ました|でした)(か|よね)[?。]?|(る|た|だ)の\?$|よね|[るた]\?$"
)


def kinds_of(reading: Reading) -> tuple[Kind, ...]:
    """Return the kinds of value named outright: 目標, 実績, 評価, 基準値."""
    found = [kind for kind in Kind if reading.has(f"kind:{kind.value}")]
    return tuple(found)


def columns_of(reading: Reading) -> tuple[str, ...]:
    """Return the kinds of narrative column that the wording prefers, most telling first."""
    found: list[str] = []
    if reading.has("narrative:issues"):
        found.append(PassageKind.ISSUES.value)
    if reading.has("narrative:future"):
        found.append(PassageKind.ISSUES.value)
    if reading.has("narrative:overview", "operation:definition"):
        found.append(PassageKind.OVERVIEW.value)
    if reading.has("narrative:status"):
        found.append(PassageKind.STATUS.value)
    return tuple(dict.fromkeys(found))


def quantity_of(reading: Reading) -> Quantity:
    """Return what indicators are to be ranked or compared by."""
    folded = reading.asked
    since_baseline = reading.has("kind:baseline")
    ratio = re.search(r"伸び率|増加率|減少率|増減率|前年(度)?比|成長率|変化率|何倍", folded) is not None
    moves = (
        reading.has("operation:change", "operation:yearly", "condition:increased", "condition:decreased")
        or reading.years.versus_previous
    )
    if re.search(
        r"目標(値)?(を|が|の)?.{0,12}(引き?上げ|引き?下げ|上方修正|下方修正|上げ(た|幅)|下げ(た|幅))", folded
    ):
        return Quantity.TARGET_CHANGE
    if ratio and (moves or "率" in folded) and not re.search(r"達成率|進捗率|到達率", folded):
        return Quantity.SINCE_BASELINE_RATE if since_baseline else Quantity.CHANGE_RATE
    if re.search(r"目標(値)?に(は)?(一番|最も)?近|(一番|最も)目標(値)?に近", folded):
        return Quantity.NEARNESS
    if reading.has("kind:rate") and re.search(
        r"(上げ|下げ|増加|減少|落ち|伸び|変化)幅|(達成|進捗|到達)率が?.{0,8}(落ち|下が|上が|伸び|改善|悪化|低下)",
        folded,
    ):
        return Quantity.RATE_CHANGE
    if reading.has("kind:rate"):
        return Quantity.RATE
    if reading.has("kind:gap") and re.search(r"率で", folded):
        return Quantity.RATE
    if reading.has("kind:gap") and re.search(r"目標|計画", folded):
        return Quantity.GAP
    if moves:
        return Quantity.SINCE_BASELINE if since_baseline else Quantity.CHANGE
    if reading.has("kind:target") and re.search(r"目標(値)?(に|から|まで|との|へ)", folded):
        return Quantity.RATE
    if reading.has("kind:target"):
        return Quantity.TARGET
    if reading.has("kind:grade"):
        return Quantity.GRADE_RANK
    return Quantity.ACTUAL


def wants_figure(reading: Reading) -> bool:
    """Whether the wording asks for a figure, grade or series at all."""
    return bool(
        reading.asks_number
        or reading.slot("kind")
        or aspect_of(reading) is not None
        or reading.has("condition:met", "condition:unmet")
        or "数字" in reading.folded
    )


def wants_narrative(reading: Reading) -> bool:
    """Whether the wording asks for what the report says in words."""
    return bool(reading.slot("narrative"))


def only_movement(reading: Reading) -> bool:
    """Whether 「どう動いた」 alone makes the question one of figures and of deeds at once."""
    if reading.slot("narrative") != ("status",):
        return False
    said = [one for one in reading.matches if one.slot == "narrative"]
    moves = all(re.search(r"どう(動|な|推移)", reading.folded[one.start : one.end + 2]) for one in said)
    stands = re.search(r"どうな(って|りま|った|りました)", reading.folded) is not None
    return moves and bool(stands or wants_figure(reading) or reading.years.years)


def supposes(reading: Reading) -> int:
    """Return +1 where the question supposes a rise, -1 a fall, 0 nothing."""
    if re.search(r"減(っ|り|少)|[激急]減|落ち|下が", reading.folded):
        return -1
    if re.search(r"増(え|加)|伸び|上が|倍増|[激急]増", reading.folded):
        return 1
    return 0


def is_yes_no(reading: Reading) -> bool:
    """Whether はい or いいえ is an answer to the question."""
    if re.search(r"増え.{0,6}減|減.{0,8}増え", reading.folded):
        return False  # 「増えてる？減ってる？」 is no yes/no question
    if re.search(r"何|いくつ|どれ|どの|どこ|いつ|なぜ|どう|いくら|誰", reading.folded):
        return False
    return _YES_NO.search(reading.folded) is not None


def years_outside(years: tuple[int, ...], report: Report) -> tuple[int, ...]:
    """Return the years that the report has no column for."""
    return tuple(year for year in years if year not in report.years)
