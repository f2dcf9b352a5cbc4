"""Plans that search the commentary or quote a figure stated in it."""

from __future__ import annotations

from assistant.planning.context import Context
from assistant.planning.prose import StatedMatch
from assistant.planning.refusals import (
    refuse_unknown,
)
from assistant.planning.wanted import (
    columns_of,
    supposes,
    wants_narrative,
)
from assistant.plans import (
    ClarifyPlan,
    NarrativePlan,
    Plan,
)
from assistant.understanding.question import fold, words_of
from assistant.understanding.reading import Reading
from corpus.types import PassageKind


def definition_plan(reading: Reading, context: Context) -> Plan | None:
    """Return a search for what a thing is, in the overviews first."""
    if reading.unknown and len(context.nouns(reading)) == len(reading.unknown):
        return refuse_unknown(reading, context.best(reading), context)
    return NarrativePlan(reading.folded, ("overview",), definition=True)


def narrative_plan(reading: Reading, context: Context, *, grouped: bool = False) -> Plan:
    """Return a search in the commentary, inside the items named by number."""
    blocks: tuple[str, ...] = ()
    if reading.initiatives:
        blocks = tuple(
            block.id for one in reading.initiatives for block in context.catalog.initiatives[one].blocks
        )
    elif reading.measures:
        blocks = tuple(
            block.id
            for measure in reading.measures
            for one in context.catalog.measures[measure].initiatives
            for block in one.blocks
        )
    return NarrativePlan(
        reading.folded,
        columns_of(reading),
        context.with_references(blocks),
        wants_number=reading.asks_number,
        wants_reason=reading.has("narrative:reason"),
        direction=supposes(reading),
        grouped=grouped,
        years=reading.years.years,
    )


def narrative_of_rows(reading: Reading, indicators: tuple[str, ...], context: Context) -> NarrativePlan:
    """Return a search in the commentary of exactly the rows of these indicators."""
    blocks = tuple(dict.fromkeys(each for one in indicators for each in _blocks_about(one, context)))
    return NarrativePlan(
        reading.folded,
        columns_of(reading),
        blocks,
        wants_reason=reading.has("narrative:reason"),
        direction=supposes(reading),
        strict=False,
    )


# From this share of an indicator's own words on the name of a 取組 speaks of it.
_SPEAKS_OF = 0.3


def _blocks_about(indicator: str, context: Context) -> tuple[str, ...]:
    """The rows whose commentary is about an indicator: its own or, where that row has none, those beside it.

    Where a report prints its indicators in one table and its 取組 with the commentary in another, an
    indicator hangs on the 施策 itself, and the 取組 of the 施策 whose name says most of its words explain it.
    """
    catalog = context.catalog
    own = catalog.block_of[indicator]
    measure = catalog.groups[catalog.measure_of[indicator]]
    told = any(one.kind is not PassageKind.OTHER for one in catalog.blocks[own].passages)
    if told and catalog.name(catalog.initiative_of[indicator]) != measure.name:
        return (own,)
    words = words_of(fold(catalog.name(indicator)))
    said = {
        block.id: context.linker.support(words, fold(one.name or ""))
        for one in measure.initiatives
        for block in one.blocks
        if not block.indicators and block.passages
    }
    most = max(said.values(), default=0.0)
    beside = tuple(block for block, share in said.items() if share == most) if most >= _SPEAKS_OF else ()
    if not beside and not catalog.blocks[own].passages and catalog.has_measures:
        return (own, *said)
    return (own, *beside)


def stated_in_prose(reading: Reading, context: Context) -> list[StatedMatch]:
    """Return the figures stated in prose that explain the question, best first."""
    if not reading.words:
        return []
    blocks = tuple(
        block.id
        for block in context.catalog.report.blocks
        if set(reading.departments) & set(block.departments)
    )
    found = context.stated.find(reading.words, reading.unit, blocks, reading.numbers)
    if reading.has("outside:money"):
        found = [one for one in found if any("円" in unit for unit in one.figure.units)]
    if "のうち" in reading.folded:
        # 「389件のうち警察からの通告は」: the part asked for must be said in the sentence itcontext.
        begin = reading.folded.index("のうち")
        part = [word for word in reading.words if word.part == "noun" and word.start > begin]
        found = [
            one
            for one in found
            if all(context.linker.degree(word, one.figure.folded) >= 0.6 for word in part)
        ]
    if reading.measures:
        found = [
            one
            for one in found
            if context.catalog.measure_of.get(one.figure.passage.block_id) in reading.measures
        ]
    return found


def stated_plan(reading: Reading, stated: list[StatedMatch], context: Context) -> Plan:
    """Return a plan that quotes a stated figure, or a question back where rows are equally good."""
    refused = refuse_unknown(reading, context.best(reading), context)
    if refused:
        return refused
    best = stated[0]
    rivals = [
        one
        for one in stated
        if one.score >= best.score - 0.03 and one.figure.passage.block_id != best.figure.passage.block_id
    ]
    if rivals and best.score >= 0.6:
        seen: dict[str, StatedMatch] = {}
        for one in [best, *rivals]:
            seen.setdefault(one.figure.passage.block_id, one)
        said = "".join(word.surface for word in reading.words)
        choices = tuple(f"{context.catalog.row_name(block)}の{said}は？" for block in list(seen)[:4])
        if len(set(choices)) > 1:
            return ClarifyPlan(
                f"「{said}」に当たる記載が複数の取組にあります。どれについてお尋ねですか。", choices, said
            )
    return NarrativePlan(
        reading.folded,
        columns_of(reading),
        (best.figure.passage.block_id,),
        wants_number=True,
        years=reading.years.years,
        strict=False,
        stated=(best.figure.passage.block_id, best.figure.passage.column, best.figure.position),
    )


def plan_for_the_rest(reading: Reading, context: Context) -> Plan:
    """Return what is left: a search, a refusal that names the unknown word, or a question back."""
    if wants_narrative(reading) and reading.words:
        return narrative_plan(reading, context)
    if reading.unknown:
        refused = refuse_unknown(reading, context.best(reading), context)
        if refused:
            return refused
    if reading.has("kind:rate") and not reading.words:
        first = next((one.name for one in context.catalog.report.indicators if one.name), None)
        choices = (f"{first}の達成率は？",) if first else ()
        return ClarifyPlan(
            "どの指標の達成率をお尋ねですか。計画全体を並べることもできます。",
            (*choices, "達成率の高い順に並べて", "達成率の低い順に並べて"),
            "達成率（指標の指定なし）",
        )
    return ClarifyPlan(
        "何についてのお尋ねか、もう少し教えてください。次のような聞き方ができます。",
        context.examples(),
        reading.content or "項目の指定なし",
    )
