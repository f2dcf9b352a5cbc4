"""「途中で目標値を引き上げた指標は」: what the report itself says of targets that were changed on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.planning.conditions import PLURAL
from assistant.planning.ordering import ranks
from assistant.planning.scope import scope_of
from assistant.planning.whole_groups import COUNT, LIST_TOO
from assistant.planning.whole_scope import says_nothing_of_a_scope
from assistant.plans import Plan, RevisedTargetsPlan, Scope
from assistant.understanding.reading import Reading

if TYPE_CHECKING:
    from assistant.planning.context import Context

_TARGET = r"目標(?:値|の値|の数値|数値|の数字)?"
_RAISED = re.compile(
    rf"{_TARGET}(?:そのもの)?(?:を|が|は|の)?[^、。?]{{0,14}}?(?:引き?上げ|上げ(?:た|ら)|上方修正|上積み|高く(?:し|な|設定)|厳しく|増やし)"
)
_LOWERED = re.compile(
    rf"{_TARGET}(?:そのもの)?(?:を|が|は|の)?[^、。?]{{0,14}}?(?:引き?下げ|下げ(?:た|ら)|下方修正|低く(?:し|な|設定)|緩め|緩く|甘く|減らし)"
)
_CHANGED = re.compile(
    rf"{_TARGET}(?:そのもの)?(?:を|が|は|の|に|も)?[^、。?]{{0,8}}?(?:見直|変更|改定|改訂|修正|変わった|変え(?:た|ら)|動かし)(?!の?予定|する|すべ)"
)
_THINGS = re.compile(
    r"指標|kpi|項目|もの|もん|やつ|どれ|ある(?:か|の|$|\?)|あり(?:ます|ませ)|のは|いくつ|何(?:件|個|つ|本)"
)


def plan_for_revised_targets(reading: Reading, context: Context) -> Plan | None:
    """Return a plan over the remarks on changed targets; None where the report has none, or none that way."""
    folded = reading.asked
    remarks = context.catalog.revised_targets
    if not remarks or reading.indicators or reading.initiatives or reading.grades or ranks(reading):
        return None
    if not (PLURAL.search(folded) or _THINGS.search(folded)) or reading.has("narrative:reason"):
        return None
    if re.search(r"(?:下げ|上げ|修正|見直|変更)[^。?]*(?:達成|届|クリア|未達)", folded):
        return None
    direction = 1 if _RAISED.search(folded) else -1 if _LOWERED.search(folded) else 0
    if not direction and not _CHANGED.search(folded):
        return None
    if not any(one.direction == direction or not direction for one in remarks):
        return None
    if not any(one.part == "noun" for one in reading.words):
        scope: Scope | None = Scope(measures=reading.measures, departments=reading.departments)
    else:
        scope = scope_of(reading, context.catalog, context.linker)
        if scope is None and says_nothing_of_a_scope(reading, context):
            scope = Scope(measures=reading.measures, departments=reading.departments)
    if scope is None:
        return None
    counts = COUNT.search(folded) is not None and not LIST_TOO.search(folded)
    return RevisedTargetsPlan(scope, direction, "count" if counts else "list")
