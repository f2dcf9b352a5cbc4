"""Numbers that belong to a name: 週60時間以上 is not 週40時間以上, and 小6 is not 小5."""

from __future__ import annotations

import re

_MEASURED = re.compile(r"(\d+(?:\.\d+)?)\s?(時間|分(?!の|野)|歳|か月|カ月|ヶ月|ケ月|年生|学年|kg|km|級)")
_SCHOOL = re.compile(r"(小|中|高)(?:学校?|校)?(\d)(?=年生|[^\d年]|$)")
_MONTHS = str.maketrans({"カ": "か", "ヶ": "か", "ケ": "か"})


def says_other_number(folded: str, name: str) -> bool:
    """Whether a folded question measures by another number than a folded name does: no year or count is meant."""
    said, printed = _numbers(folded), _numbers(name)
    return any(said[unit].isdisjoint(printed[unit]) for unit in said.keys() & printed.keys())


def _numbers(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, unit in _MEASURED.findall(text):
        found.setdefault(unit.translate(_MONTHS), set()).add(number)
    for school, grade in _SCHOOL.findall(text):
        found.setdefault(school, set()).add(grade)
    return found
