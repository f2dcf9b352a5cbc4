"""Whether one department is in charge of an item or several: 「一つの課でやっているのですか、それとも複数ですか」."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation import Conversation
from assistant.planning.refusals import no_such_item
from assistant.plans import DepartmentsOfPlan, Plan
from assistant.understanding.catalog import ItemKind
from assistant.understanding.reading import Reading
from corpus.types import PassageKind

if TYPE_CHECKING:
    from assistant.planning.context import Context

_SECTION = r"(?:担当課|担当部署|担当|課|部署|所管|部局|部門|セクション)"
_A = r"(?:1|一|ひと|単一|単独)(?:つ|か所|箇所)?"
_ONE = rf"(?:{_A}の?{_SECTION}|{_SECTION}(?:は|って|が|も)?{_A}(?!番|位|年|月|人)|単独|単一)"
_SEVERAL = r"(?:複数|いくつか|いくつも|(?<!\d)(?:2|二|ふた|3|三)(?:つ|課|部署)|共同|連携して|またが|手分け|ほかの(?:課|部署)|他の(?:課|部署)|何課も)"
_WHICHEVER = re.compile(rf"{_ONE}[^。]{{0,24}}{_SEVERAL}|{_SEVERAL}[^。]{{0,24}}{_ONE}")
_ONLY = r"(?:だけ|のみ|しか|単独|で完結|一手に)"
_ONLY_ONE = re.compile(
    rf"{_A}の?{_SECTION}\s?(?:だけ|のみ|しか|で|が|に)|{_SECTION}(?:は|って|が){_A}(?:だけ|のみ|です|でしょう|なの|か|$|\?)"
    rf"|{_A}課(?:だけ|のみ|で|単独|が)|単独の?(?:{_SECTION})?(?:で|です|なの|か|$|\?)"
)
_ALONE = re.compile(
    rf"(?:課|室|局|館|所|署|部|係|センター|。)(?:が|は|の|で)?(?:{_ONLY}|(?:1|一|ひと)り?(?:人)?で)"
)
_MORE_THAN_ONE = re.compile(
    rf"{_SEVERAL}の?{_SECTION}?(?:が|で|に|の)?[^。?]{{0,10}}(?:やって|関わ|担当|受け持|またが|進め|所管|共同|共管|です|ます)"
)
_HOW_MANY = re.compile(
    rf"(?:どの|どこの|何)(?:課|部署)と[、]?(?:(?:どの|どこの|何)(?:課|部署)|どこ)|どことどこ|(?:いくつ|何個|何か所)の{_SECTION}"
    rf"|何(?:課|部署)(?:が|で|に|も|と|くらい|ぐらい|ほど)?[^。?]{{0,8}}(?:関わ|関係|携わ|参加|やって|担当|ある|絡|あたって|当たって|受け持)"
)
_DOING = re.compile(
    r"やって|やる|担当|所管|受け持|進め|実施|行って|行う|取り組|関わ|抱え|運営|見て|持って|課"
)
_WORK = re.compile(r"事業|取組|取り組み|プロジェクト|推進|仕事|活動")
# 「福祉課だけでやっている事業は？」 asks for the items.
_ITEMS_ASKED = re.compile(
    r"(?:(?:取組|取り組み|事業|指標|施策|もの|やつ)(?:は|って|を[^。]{0,8})?|の(?:は|って|を[^。]{0,8}))(?:何|どれ|どんな[^?]{0,4}|ありますか|ある|教えて)?(?:です|でしょう)?か?[?。]*$"
)
# Words of the question itself, which name nothing in the report.
_ASKING = frozenset("単独 単一 複数 共同 連携 課 部署 所管 部局 部門 完結 仕事 一つ 二つ".split())
_NAMED = 0.6


def plan_for_number_of_departments(
    reading: Reading, conversation: Conversation, context: Context
) -> Plan | None:
    """Return a plan for the departments of one item, with whether one or several are asked for."""
    if not context.catalog.has_departments or reading.grades or reading.slot("kind"):
        return None
    asked = _asked(reading)
    if not asked:
        return None
    words = tuple(one for one in reading.words if one.surface not in _ASKING)
    reading = replace(reading, words=words)
    if words or reading.initiatives or reading.indicators:
        blocks = _rows(reading, context)
        if not blocks:
            return no_such_item(reading, context) if asked in ("whichever", "count") else None
    elif _of_the_last(conversation) and not reading.measures:
        blocks = conversation.blocks
    else:
        return None
    said = (*reading.departments, *reading.unknown_departments) if asked == "only" else ()
    return DepartmentsOfPlan(blocks, (), reading.indicators, asked, said)


def _asked(reading: Reading) -> str:
    """Return what is asked of the number of departments: whichever, one, only, several, count; or nothing."""
    folded = reading.folded
    if not _DOING.search(folded) or re.search(
        r"(?:どの|何の|どれ|ほかの)(?:取組|取り組み|事業|指標|施策)", folded
    ):
        return ""
    if _WHICHEVER.search(folded):
        return "whichever"
    named = reading.departments or reading.unknown_departments
    if named:
        return "only" if _ALONE.search(folded) and not _ITEMS_ASKED.search(folded) else ""
    if _ONLY_ONE.search(folded):
        return "one"
    if _HOW_MANY.search(folded):
        return "count"
    return "several" if _MORE_THAN_ONE.search(folded) else ""


def _rows(reading: Reading, context: Context) -> tuple[str, ...]:
    """Return the rows of the item named; of work that is done, of a 取組 rather than of an indicator."""
    if not reading.indicators and not reading.initiatives:
        found = context.linker.link(reading.words, (ItemKind.INITIATIVE,))
        told = [one for one in found if _is_told(one.item.id, context) or _WORK.search(reading.folded)]
        if told and told[0].name_coverage >= _NAMED:
            return tuple(one.id for one in context.catalog.initiatives[told[0].item.id].blocks)
    return context.blocks_named(reading)


def _is_told(initiative: str, context: Context) -> bool:
    """Whether the report says in words what is done in an initiative."""
    blocks = context.catalog.initiatives[initiative].blocks
    return any(one.kind is not PassageKind.OTHER for block in blocks for one in block.passages)


def _of_the_last(conversation: Conversation) -> bool:
    """Whether the turn before was about one row, which 「それ」 or nothing at all stands for."""
    return len(conversation.blocks) == 1
