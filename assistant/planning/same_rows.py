"""Follow-ups about the commentary of the rows talked about: parts, siblings, the same rows again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.conditions import Condition
from assistant.conversation import Conversation
from assistant.planning.scope import indicators_in, scope_of
from assistant.planning.wanted import (
    columns_of,
    supposes,
    wants_narrative,
)
from assistant.plans import (
    FiguresPlan,
    ListPlan,
    NarrativePlan,
    Plan,
    RankPlan,
    RefusePlan,
    Scope,
)
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.question import fold
from assistant.understanding.reading import Reading
from corpus.types import Kind

if TYPE_CHECKING:
    from assistant.planning.context import Context

_YEAR_BESIDE = re.compile(r"その(前|次|翌|後)の?年")
_ITEM_SWAP = re.compile(r"^(じゃあ?|では|それでは|それなら|なら)|の(方|ほう)は|(は|も)[?？]?$")


def part_of_row(
    reading: Reading, figures: FiguresPlan, conversation: Conversation, context: Context
) -> Plan | None:
    """「そのうち女性は何人？」: a part that the same row states in its commentary, else it is not there."""
    nouns = context.nouns(reading)
    for one in context.stated.find(reading.words, reading.unit, conversation.blocks):
        if all(context.linker.degree(word, one.figure.folded) >= 0.6 for word in nouns):
            figure = one.figure
            return NarrativePlan(
                reading.folded,
                (),
                (figure.passage.block_id,),
                wants_number=True,
                strict=False,
                stated=(figure.passage.block_id, figure.passage.column, figure.position),
            )
    said = "".join(word.surface for word in reading.words)
    name = context.catalog.name(figures.indicators[0])
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"{name}のうち「{said}」の数は、この報告書にはありません。",
        reading=f"{name}・{said}",
    )


def sibling_row(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「高齢者の方は？」 after 障がい者の…: the same question of a sibling row that the new word names."""
    initiatives = {
        context.catalog.initiative_of[one]
        for one in conversation.blocks
        if one in context.catalog.initiative_of
    }
    siblings = [block.id for one in initiatives for block in context.catalog.initiatives[one].blocks]
    found = [one for one in context.linker.link(reading.words, (ItemKind.BLOCK,)) if one.item.id in siblings]
    found = [
        one for one in found if context.linker.names_all(reading.words, one.item.about or one.item.commentary)
    ]
    if not found:
        return None
    columns = conversation.plan.columns if isinstance(conversation.plan, NarrativePlan) else ()
    return NarrativePlan(
        f"{conversation.text} {reading.content}",
        columns,
        (found[0].item.id,),
        wants_number=conversation.wanted_number,
        strict=False,
    )


def names_the_row(reading: Reading, conversation: Conversation, context: Context) -> bool:
    """Whether a word names the row talked about (受講率 of its indicator) and no other row fits better."""
    rows = [context.catalog.blocks[one] for one in conversation.blocks if one in context.catalog.blocks]
    names = fold(" ".join(one.name or "" for row in rows for one in row.indicators))
    named = any(context.linker.degree(word, names) >= 0.6 for word in context.nouns(reading))
    return named and not fits_elsewhere(reading, conversation, context)


def fits_elsewhere(reading: Reading, conversation: Conversation, context: Context) -> bool:
    """Whether the words fit another block of the report better than those talked about."""
    found = context.linker.link(reading.words, (ItemKind.BLOCK,))
    if not found or found[0].item.id in conversation.blocks:
        return False
    here = next((one for one in found if one.item.id in conversation.blocks), None)
    return here is None or here.coverage < found[0].coverage - 0.15


def not_told(asked: str, conversation: Conversation, context: Context) -> Plan | None:
    """Refuse a detail (テーマ) that no cell of the rows talked about speaks of; None where one does."""
    told = " ".join(
        fold(passage.text)
        for block in conversation.blocks
        if block in context.catalog.blocks
        for passage in context.catalog.blocks[block].passages
    )
    if asked in told:
        return None
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"「{asked}」に当たる記載は、この取組の記述にはありません。",
        reading=f"{conversation.text}・{asked}",
    )


def narrative_again(reading: Reading, conversation: Conversation) -> NarrativePlan:
    """Return a search in the commentary of the rows talked about, with the last question\'s words."""
    return NarrativePlan(
        f"{conversation.text} {reading.folded}".strip(),
        columns_of(reading),
        conversation.blocks,
        wants_number=reading.asks_number,
        wants_reason=reading.has("narrative:reason"),
        direction=supposes(reading),
        years=reading.years.years,
        strict=False,
        grouped=len(conversation.blocks) > 1 and "それぞれ" in reading.folded and not reading.asks_number,
    )


def inside_shown(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「そのうち再犯防止のやつは」: of the list just shown, those that the words name."""
    last = conversation.plan
    if not isinstance(last, ListPlan | RankPlan) or not conversation.shown or wants_narrative(reading):
        return None
    if not re.match(r"(では、?)?[そこ]の(中|うち)(で|に|の|から|、)?", reading.folded) or reading.slot(
        "kind"
    ):
        return None
    scope = scope_of(reading, context.catalog, context.linker)
    if scope is None:
        return None
    named = {one.id for one in indicators_in(scope, context.catalog)}
    kept = tuple(one for one in conversation.shown if one in named)
    if not kept:
        return None
    if len(kept) == 1 and (reading.years.years or (reading.asks_number and reading.unit)):
        # 「そのうち小学校のは、R5は何％」: one row of them and a figure of it
        return FiguresPlan(kept, reading.years.years or last.years[-1:])
    condition = last.condition if isinstance(last, ListPlan) else Condition()
    return ListPlan(Scope(indicators=kept, described="直前に示したもの"), condition, last.years)


def baseline_again(reading: Reading, conversation: Conversation, context: Context) -> Plan | None:
    """「R1は？」 where R1 has no column but the indicator talked about prints a baseline of that year."""
    for one in conversation.shown[:1]:
        for printed in context.catalog.indicators[one].observations:
            if (
                printed.kind is Kind.BASELINE
                and printed.fiscal_year in reading.years.years
                and not reading.words
            ):
                return FiguresPlan((one,), reading.years.years, (Kind.BASELINE,))
    return None
