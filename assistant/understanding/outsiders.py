"""Departments, places and measures in a question: those of the report, and those that it does not know."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from assistant.understanding.catalog import Catalog
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import fold, words_of

_DEPARTMENT_LIKE = re.compile(
    r"(?!所管課|主管課|担当課)[一-龥ァ-ヶー・]{2,12}?(課|室|局|事務所|出張所)(?![題程金外目])"
)


_PLACE = re.compile(
    r"([一-龥]{2,4}?|[ァ-ヶー]{2,6})(市|町|村|県|府|都)(?!民|長|営|内|外|区|議|税|立|道|全|報|役|全体|社協|職員|hp|政|の(取|担|対|見|考|方|計|報|施|課|評|目|実|説|方針|立場|動|窓))"
)


# A town written in kana, which no dictionary of places knows: うみかぜ市の, むらさき町は.
_KANA_PLACE = re.compile(
    r"(?:^|(?<=[、。「]))((?!いま|この|その|あの|わが|うちの|どの)[ぁ-ん]{2,6}(?:市|町|村))(?=の|で|は|って|に)"
)


def departments_in(folded: str, catalog: Catalog) -> tuple[tuple[str, ...], str]:
    """Departments of the report named in the question, and the question with their names masked."""
    found: dict[str, None] = {}
    masked = folded
    for name in sorted(catalog.departments, key=len, reverse=True):
        plain = fold(name)
        if plain in masked:
            found[name] = None
            masked = masked.replace(plain, "。" * len(plain))
            continue
        for short in load_lexicon().alternatives(plain):
            if len(short) >= 2 and short in masked and plain not in catalog.names_text:
                found[name] = None
                masked = masked.replace(short, "。" * len(short))
    for match in _DEPARTMENT_LIKE.finditer(masked):
        said = match.group()
        for name in catalog.departments:
            plain = fold(name)
            if (
                len(plain) >= 4
                and len(said) >= len(plain)
                and Levenshtein.distance(said[-len(plain) :], plain) == 1
            ):
                found[name] = None
                masked = masked.replace(said[-len(plain) :], "。" * len(plain))
                break
    return tuple(found), masked


def unknown_departments_in(masked: str, catalog: Catalog) -> tuple[str, ...]:
    """Return what looks like a department and is none of this report."""
    found = []
    for match in _DEPARTMENT_LIKE.finditer(masked):
        tail = re.split(r"[、。のはがをに]|という|って", match.group())[-1]
        if (
            len(tail) < 3
            or tail.endswith("教室")
            or re.search(r"(どの|どこ|何|なに|担当|所管|主管|各|関係|同じ|他)(の)?(課|室|局)$", tail)
            or tail in catalog.text
        ):
            continue
        found.append(tail)
    return tuple(dict.fromkeys(found))


def other_places_in(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """Municipalities and prefectures that the report's text never names."""
    found: dict[str, None] = {}
    for match in _PLACE.finditer(folded):
        name = match.group()
        if (
            name in catalog.text
            or match.group(1) in ("本", "当", "各", "同", "全", "他")
            or match.group(1) in catalog.text
        ):
            continue
        if not any(
            word.proper and word.start >= match.start() and word.end <= match.end()
            for word in words_of(folded)
        ):
            continue
        found[name] = None
    for match in _KANA_PLACE.finditer(folded):
        name = match.group(1)
        if name not in catalog.text and not load_lexicon().fillers & {name, name[:-1]}:
            found[name] = None
    for word in words_of(folded):
        written = re.search(r"[一-龥ァ-ヶ]", word.surface) is not None  # a slip of the keys is no place
        unknown = word.proper and written and len(word.surface) >= 2 and word.surface not in catalog.text
        unknown = unknown and word.surface[0] != "何"  # 何本立て
        if unknown and not any(word.surface in name for name in found):
            found[word.surface] = None
    return tuple(found)


def unknown_measures_in(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """A measure named by a number that none has: 基本目標9."""
    headings = {one.heading for one in catalog.measures.values()} & {
        "施策",
        "基本目標",
        "基本方針",
        "方針",
        "柱",
    }
    said = re.findall(
        rf"((?:{'|'.join(headings | {'施策', '基本目標', '基本方針'})})\s*(?:\d{{1,2}}|[①-⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[一二三四五六七八九](?![つ番])))(?![-\d年割%件つ本個番])",
        folded,
    )
    if any("-" in fold(one) for one in catalog.measures):
        pairs = re.findall(rf"((?:{'|'.join(headings | {'施策'})})\s*\d{{1,2}}-\d{{1,2}})(?![-\d#])", folded)
        said = [*said, *pairs]
    return tuple(dict.fromkeys(said))
