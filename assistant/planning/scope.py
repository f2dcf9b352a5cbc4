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
    fields = _fields_named(reading, nouns, linker)
    if fields is not None:
        measures, initiatives = fields
        said = "・".join(word.surface for word in nouns)
        return Scope(
            measures, initiatives, named.departments, named.excluded_departments, named.without, (), said
        )
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


# 「防災・交通安全の柱と、福祉や子育ての柱」: what stands before each of these words is one field.
_FIELD = re.compile(
    r"([^、。?()]{1,24}?)の(?:柱|施策|基本目標|基本方針|方針|政策|分野|領域|部門|ところ)(?:\([^)]*\))?(?=と|や|、|で|は|が|の|に|を|\?|$)"
)


def _fields_named(
    reading: Reading, nouns: tuple[Word, ...], linker: Linker
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the measures, or the initiatives, of fields said with their level; None unless each is one of them."""
    matches = list(_FIELD.finditer(reading.folded))
    groups = [
        tuple(word for word in nouns if one.start() <= word.start and word.end <= one.end(1))
        for one in matches
    ]
    if not groups or not all(groups) or sum(map(len, groups)) < len(nouns):
        return None
    for kind in (ItemKind.MEASURE, ItemKind.INITIATIVE):
        found: dict[str, None] = {}
        for group in groups:
            fitting = [one for one in linker.link(group, (kind,)) if one.name_coverage >= 0.85]
            parts = [] if fitting else _of_parts(group, reading.folded, kind, linker)
            ids = [one.item.id for one in fitting[:1]] or parts
            found |= dict.fromkeys(ids)
            if not ids:
                break
        else:
            if len(groups) == 1 or len(found) >= len(groups):
                ids = list(found)
                return (tuple(ids), ()) if kind is ItemKind.MEASURE else ((), tuple(ids))
    return None


def _of_parts(group: tuple[Word, ...], folded: str, kind: ItemKind, linker: Linker) -> list[str]:
    """「図書館や読書のところ」: the one item that any of the parts names, where none names another."""
    if not any(re.match(r"(や|とか|・|、)", folded[word.end :]) for word in group[:-1]):
        return []
    found: dict[str, None] = {}
    for word in group:
        fitting = [one for one in linker.link((word,), (kind,)) if one.name_coverage >= 0.85]
        found |= dict.fromkeys(one.item.id for one in fitting[:1])
    return list(found) if len(found) == 1 else []


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
    return bool(reading.departments) and any(
        _LEAVES_OUT_ELSE.search(reading.folded[: one.start()]) is None
        for one in _EXCLUDES.finditer(reading.folded)
    )


# 「企画課のKPIで、A以外の評価のもの」: what is left out is a grade, a number or a measure.
_LEAVES_OUT_ELSE = re.compile(
    r"((?<![a-z])[sa-e]|[◎○△×☆①-⑳\d%\-]|評価不可|順調|遅れ|達成|維持|増加|減少|累計|単年度?)[」』]?(評価|判定|ランク|の(もの|指標|やつ))?は?$"
)

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
        elif scope.described.endswith("良い指標"):
            parts.append(scope.described)
        elif scope.described.endswith("以外"):
            parts.append(f"{scope.described}の指標")
        else:
            parts.append(f"「{scope.described}」に当たる指標" if scope.described else "示した指標")
    return "、".join(parts) or "計画全体"
