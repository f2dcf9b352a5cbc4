"""Two items set beside each other: which they are, and what they are compared in."""

from __future__ import annotations

import re

from assistant.planning.amount_tests import BASELINE_SAID
from assistant.planning.context import Context
from assistant.planning.wanted import (
    quantity_of,
)
from assistant.plans import (
    ComparePlan,
    Plan,
    RefusePlan,
)
from assistant.types import Reason
from assistant.understanding.catalog import ItemKind
from assistant.understanding.counters import same_unit
from assistant.understanding.linker import Candidate
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading
from corpus.types import Kind
from index.figures import baseline_of
from index.set_query import Quantity

# Below this share of the question's words an indicator is not what was asked about.
_ACCEPT = 0.5


def plan_for_comparison(reading: Reading, context: Context) -> Plan | None:
    """Two items set beside each other: 「保護司と協力雇用主、どちらが…」 cut at と or 、."""
    beside = reading.has("operation:compare", "operation:sum") or _EACH.search(reading.folded) is not None
    if not beside or len(reading.words) < 2:
        return None
    groups = _groups(reading)
    if len(groups) < 2:
        return None
    if len(groups) > 2 and len(_equals(groups[0], reading, context)) > 1:
        # 「いじめの解消率、小学校と中学校それぞれ」: what both are of is said first.
        groups = [(*groups[0], *group) for group in groups[1:]]
    elif len(groups) > 2 and len(_equals(groups[-1], reading, context)) > 1:
        # 「里山と海岸清掃、参加者は」: the last words belong to both, they are no third item.
        groups = [(*group, *groups[-1]) for group in groups[:-1]]
    chosen: list[str] = []
    for group in groups:
        equal = _equals(group, reading, context)
        if group is not groups[0] and (len(equal) != 1 or equal[0].coverage < 0.7 or _is_level(group)):
            # 「いじめの解消率、小学校と中学校それぞれ」: the second says only in what it differs.
            borrowed = _equals((*groups[0][:-1], *group), reading, context)
            if len(borrowed) == 1 and borrowed[0].coverage >= 0.7:
                equal = borrowed
            elif _is_level(group):
                equal = _equals((*groups[0], *group), reading, context)
        if len(equal) > 1 and group is not groups[-1]:
            tail = tuple(one for one in groups[-1][-1:] if one not in group)
            equal = _equals((*group, *tail), reading, context)
        if (not equal or equal[0].coverage < _ACCEPT + 0.1) and group is groups[-1] and len(group) > 1:
            # 「図書館と公民館、来る人は」: the last words are of both; the place alone, in the unit asked, may say it.
            alone = _equals(group[:-1], reading, context)
            of_unit = [one for one in alone if reading.unit and same_unit(reading.unit, one.item.unit)]
            equal = of_unit if len(of_unit) == 1 else equal
        if equal and equal[0].coverage >= _ACCEPT + 0.1:
            chosen.append(equal[0].item.id)
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) < 2:
        return None
    if reading.has("operation:sum") and len({context.catalog.unit(one) for one in chosen}) > 1:
        names = "と".join(context.catalog.name(one) for one in chosen)
        return RefusePlan(
            Reason.OUT_OF_SCOPE,
            f"{names}は単位の異なる指標のため、足し合わせた値には意味がなく、示しません。それぞれの値はお答えできます。",
            tuple(chosen),
            reading=f"{names}の合算",
        )
    years = reading.years.years or (context.catalog.report.fiscal_year,)
    quantity = compared_quantity(reading)
    if _BY_GRADE.search(reading.asked) and not reading.has("kind:rate", "kind:gap"):
        quantity = Quantity.GRADE_RANK if context.catalog.scale else Quantity.RATE
    quantity, years = since_baseline(tuple(chosen), quantity, years, reading, context)
    return ComparePlan(tuple(chosen), years, quantity, together=reading.has("operation:sum"))


def since_baseline(
    indicators: tuple[str, ...],
    quantity: Quantity,
    years: tuple[int, ...],
    reading: Reading,
    context: Context,
) -> tuple[Quantity, tuple[int, ...]]:
    """Read a change since 基準値, or since a year that prints no 実績 but 基準値, as the change since that.

    「令和2年度からの伸びはどっちが大きい」, where 令和2年度 is the year of the 基準値.
    """
    own_year = context.catalog.report.fiscal_year
    moves = quantity in (*_MOVES, *_SINCE_BASELINE) or _MOVED.search(reading.asked) is not None
    held = [context.catalog.indicators[one] for one in indicators]
    said = BASELINE_SAID.search(reading.asked) is not None
    of_year = any(
        (base := baseline_of(one)) is not None
        and base.fiscal_year == years[0]
        and one.observation(years[0], Kind.ACTUAL) is None
        for one in held
    )
    if not moves or not (said or of_year):
        return quantity, years
    later = (
        [one for one in years[1:] if one <= own_year]
        if of_year
        else [one for one in years if one <= own_year]
    )
    by_rate = quantity in (Quantity.CHANGE_RATE, Quantity.SINCE_BASELINE_RATE)
    return (
        Quantity.SINCE_BASELINE_RATE if by_rate else Quantity.SINCE_BASELINE,
        (later[-1] if later else own_year,),
    )


_MOVES = (Quantity.CHANGE, Quantity.CHANGE_RATE, Quantity.PROGRESS)
_SINCE_BASELINE = (
    Quantity.SINCE_BASELINE,
    Quantity.SINCE_BASELINE_RATE,
    Quantity.PROGRESS_SINCE_BASELINE,
)
_MOVED = re.compile(r"増|減|伸|上が|下が|落ち|変化|変わ|動い|改善|進んだ|アップ|ダウン|比べ")


# 「進み具合がいいのはどちら」: the report's own grades say how far each has come.
_BY_GRADE = re.compile(
    r"(進み具合|進み方|進捗(状況|具合)?|順調さ|評価|判定)(が|の|は)[^、。?]{0,6}(良|よ|い[いー]|悪|高|低|上|進|遅|まし|優|劣)"
    r"|(進んで|遅れて|順調)(い)?(る|な)[^、。?]{0,4}(どちら|どっち)|(どちら|どっち)[^、。?]{0,6}(進んで|遅れて|順調)"
)


_EACH = re.compile(
    r"それぞれ|それとも|何ポイントずつ|何[人件社回]ずつ|並べ(て|る|ると)|両方|どれ(だけ|くらい|ほど)(の)?(違|差)|違い|ともに|共に"
)


def compared_quantity(reading: Reading) -> Quantity:
    """What two items are set beside each other in: 「どれだけ違う」 is no change over the years."""
    quantity = quantity_of(reading)
    moved = re.search(r"増|減|伸|前年|昨年|去年|落ち|上が|下が", reading.asked)
    if quantity in (Quantity.CHANGE, Quantity.CHANGE_RATE) and not moved and len(reading.years.years) < 2:
        return Quantity.ACTUAL
    if re.search(
        r"(どっち|どちら)[^、。?]{0,6}(悪|良|よ[いく]|優れ|劣|まし|成績)", reading.asked
    ) and quantity in (
        Quantity.ACTUAL,
        Quantity.GRADE_RANK,
    ):
        return Quantity.RATE  # 「どちらが悪い」: not which has the smaller number
    if quantity is Quantity.NEARNESS:
        return Quantity.RATE  # 「どちらが目標に近い」: the rates say it, and how far each is
    if quantity is Quantity.TARGET and re.search(r"近|遠|比|対し", reading.asked):
        return Quantity.RATE
    return quantity


def _is_level(group: tuple[Word, ...]) -> bool:
    return len(group) == 1 and len(group[0].surface) <= 3


def _equals(group: tuple[Word, ...], reading: Reading, context: Context) -> list[Candidate]:
    """Return the indicators whose names say a group of words equally well, best first."""
    found = context.linker.link(group, (ItemKind.INDICATOR,), reading.unit)
    return [
        one
        for one in found
        if one.name_coverage >= found[0].name_coverage - 0.02 and one.phrases >= found[0].phrases - 0.01
    ]


def _groups(reading: Reading) -> list[tuple[Word, ...]]:
    groups: list[list[Word]] = []
    last_end = None
    # 「A、令和4・5・6年度の合計」 sums up years: only と puts two items beside each other.
    over_years = reading.has("operation:sum") and len(reading.years.years) > 1
    for word in reading.words:
        gap = reading.folded[last_end : word.start] if last_end is not None else ""
        if last_end is None or re.search(
            rf"(と(?!いう|して){'' if over_years else '|、|,'}|vs|および|及び|より|か、?(?:それとも|または)|それとも)|^は[^、。]{1, 8}(て|が|のに|けど|し)$",
            gap,
        ):
            groups.append([])
        groups[-1].append(word)
        last_end = word.end
    return [tuple(group) for group in groups if any(word.part == "noun" for word in group)]
