"""Which indicators a list, count or ranking ranges over, from numbers, departments and names."""

from __future__ import annotations

import re

from assistant.plans import Scope
from assistant.understanding.catalog import Catalog, ItemKind
from assistant.understanding.linker import Linker
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading
from corpus.types import Indicator


def scope_of(reading: Reading, catalog: Catalog, linker: Linker) -> Scope | None:
    """Return the scope that a question names; None where its words fit nothing in the report."""
    excluded = excludes(reading)
    measures = reading.measures
    if measures and re.search(r"[①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ\d](の)?(以外|を除|のほか)", reading.folded):
        measures = tuple(one for one in catalog.measures if one not in measures)
    named = Scope(
        measures=measures,
        initiatives=reading.initiatives,
        departments=() if excluded else reading.departments,
        excluded_departments=reading.departments if excluded else (),
        without=excluded and _TAKES_NO_PART.search(reading.folded) is not None,
        indicators=reading.indicators,
    )
    nouns = tuple(word for word in reading.words if word.part == "noun")
    if not nouns or named.measures or named.initiatives:
        return named
    several = _measures_named(reading, linker)
    if len(several) > 1:
        said = "と".join("".join(word.surface for word in group) for group in _joined(reading))
        return Scope(several, (), named.departments, named.excluded_departments, named.without, (), said)
    for kind in (ItemKind.MEASURE, ItemKind.INITIATIVE):
        fitting = [one for one in linker.link(nouns, (kind,)) if one.name_coverage >= 0.85]
        if fitting:
            best = fitting[0].name_coverage + 0.2 * fitting[0].precision
            ids = tuple(
                one.item.id for one in fitting if one.name_coverage + 0.2 * one.precision >= best - 0.02
            )
            said = "".join(word.surface for word in nouns)
            if kind is ItemKind.MEASURE:
                return Scope(ids, (), named.departments, named.excluded_departments, named.without, (), said)
            return Scope((), ids, named.departments, named.excluded_departments, named.without, (), said)
    matching = linker.named_by_all(nouns, ItemKind.INDICATOR)
    if matching:
        said = "・".join(word.surface for word in nouns)
        return Scope((), (), named.departments, named.excluded_departments, named.without, matching, said)
    return None


def _joined(reading: Reading) -> list[tuple[Word, ...]]:
    """The nouns in groups, cut where と, 、 or brackets stand between them."""
    groups: list[list[Word]] = []
    last: int | None = None
    for word in reading.words:
        if word.part != "noun":
            continue
        gap = reading.folded[last : word.start] if last is not None else "、"
        if last is None or re.search(r"[と、,・」』]", gap):
            groups.append([])
        groups[-1].append(word)
        last = word.end
    return [tuple(group) for group in groups]


def _measures_named(reading: Reading, linker: Linker) -> tuple[str, ...]:
    """Measures named by their words beside each other: 「しごと」と「ひとの流れ」."""
    found: dict[str, None] = {}
    groups = _joined(reading)
    if len(groups) < 2:
        return ()
    for group in groups:
        best = next(
            (one for one in linker.link(group, (ItemKind.MEASURE,)) if one.name_coverage >= 0.85), None
        )
        if best is None:
            return ()
        found[best.item.id] = None
    return tuple(found)


def excludes(reading: Reading) -> bool:
    """Whether the departments named are those that are not asked for: 〜以外, 〜が入っていない."""
    return bool(reading.departments) and _EXCLUDES.search(reading.folded) is not None


_TAKES_NO_PART = re.compile(r"(入って|関わって|担当して|含まれて|載って|携わって)(い)?な")
_EXCLUDES = re.compile(
    r"(課|室|局|所|会|センター)(の)?(以外|を除|のほかに|の他に|ほかには|ではない|でもない|でない|じゃない)|以外|を除|のほかに|の他に|ほかには|ではない課|"
    r"(課|室|局|所|会)(が|は|の)?(担当|所管|名前)?(に|が|で|して)?(は)?(入って|関わって|担当して|含まれて|載って)?(い)?な(い|く)(?!か|です)"
)


def indicators_in(scope: Scope, catalog: Catalog) -> list[Indicator]:
    """Return the indicators of a scope in the order of the report."""
    found = []
    for indicator in catalog.report.indicators:
        if scope.measures and catalog.measure_of[indicator.id] not in scope.measures:
            continue
        if scope.initiatives and catalog.initiative_of[indicator.id] not in scope.initiatives:
            continue
        if scope.indicators and indicator.id not in scope.indicators:
            continue
        departments = catalog.blocks[catalog.block_of[indicator.id]].departments
        if scope.departments and not set(scope.departments) & set(departments):
            continue
        if scope.without and set(scope.excluded_departments) & set(departments):
            continue
        if scope.excluded_departments and set(departments) <= set(scope.excluded_departments):
            continue
        found.append(indicator)
    return found


def scope_text(scope: Scope, catalog: Catalog) -> str:
    """Return a scope in words: 施策① …, 福祉課が担当, or 計画全体."""
    parts = [catalog.name(one) for one in scope.measures]
    parts += [f"{one} {catalog.name(one)}" for one in scope.initiatives]
    if scope.departments:
        parts.append("・".join(scope.departments) + "の担当")
    if scope.excluded_departments:
        parts.append("・".join(scope.excluded_departments) + "以外の担当")
    if scope.indicators and not parts:
        if scope.described.startswith("直前"):
            parts.append(f"直前に示した{len(scope.indicators)}件")
        elif scope.described.endswith("以外"):
            parts.append(f"{scope.described}の指標")
        else:
            parts.append(f"「{scope.described}」に当たる指標" if scope.described else "示した指標")
    return "、".join(parts) or "計画全体"
