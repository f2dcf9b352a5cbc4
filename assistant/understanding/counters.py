"""Whether the counter of a question (何人, 何軒) and the unit of an indicator count the same things."""

from __future__ import annotations

import re
from functools import lru_cache

# Asked with one of these, an indicator in another unit is another thing.
STRICT = frozenset(
    "人 名 社 回 トン t kg キロ g グラム 世帯 円 万円 千円 台 棟 戸 軒 ha 校 園 店 冊 頭 本 組".split()
)
_LOOSE = frozenset("件 社 者 団体 法人 事業者 事業所 企業 か所 箇所 店 軒 施設 地点".split())
_ALIKE = {"グラム": "g", "キロ": "kg", "トン": "t", "名": "人", "箇所": "か所", "ヶ所": "か所", "パー": "%"}
_PERSONS = re.compile(r"(者|人|会員|委員|員|生|児童|職員)(の)?(延べ)?(人)?数$|人数")
_PEOPLE = frozenset(["人", "名", "者", "人人"])
_COMPANIES = frozenset(["社", "者", "事業者", "企業", "団体", "法人"])


@lru_cache(maxsize=1024)
def same_unit(asked: str, printed: str) -> bool:
    """Whether a counter asked with (名) and a printed unit (人) count the same things."""
    if asked == printed or asked in printed or printed in asked:
        return True
    return (asked in _PEOPLE and printed in _PEOPLE) or (asked in _COMPANIES and printed in _COMPANIES)


def counts_other(asked: str, printed: str, name: str) -> bool:
    """Whether an indicator of this unit and name counts other things than the strict counter asked with.

    A percentage may be of anything, and the name of an indicator of persons tells that it counts them.
    """
    if printed in ("%", "％") or same_unit(asked, printed):
        return False
    if _ALIKE.get(asked, asked) == _ALIKE.get(printed, printed) or (asked in _LOOSE and printed in _LOOSE):
        return False
    return not (asked in ("人", "名") and _PERSONS.search(name.split("※")[0].strip()))
