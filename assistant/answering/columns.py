"""Which column of commentary a question means: by the years in its heading, and by what it leans to."""

from __future__ import annotations

import re

from assistant.understanding.question import fold
from corpus.fiscal import find_years
from corpus.types import PassageKind

# How a question that names no column leans: to what is to be done, to what was done, to a purpose.
_TO_BE_DONE = re.compile(
    r"どう(やって)?(す|直|防|改|変|補|応|向き|働きかけ|手|てこ|支え|整え|対)|手を打|手立て|打ち手|どこに働きかけ|これから"
    r"|(問題|件|点)(は|への|に)|やめる|出るのは|ためらう|つもり"
)
_DONE = re.compile(
    r"[たっ](た|だ)?(の|か|んですか)?[?？]$|たことは|何(件|人|回|か所|度)|どれくらい|どのくらい"
)
_INTENDED = re.compile(r"役目|役割|狙い|ねらい|目指し|方針|考え(方)?(は|[?？])|何のため")
_COLUMN_NAMED = re.compile(r"課題|取り?組|状況|概要|内容|効果|成果")
# Added to the score of a cell of the column, as the bonuses of `narrate` are.
_BONUS = 3.5
_DONE_BONUS = 1.0  # 効果はあった？ may be answered anywhere


def column_years(column: str) -> set[int]:
    """Return the fiscal years that the heading of a narrative column names (令和5年度 取組状況)."""
    return {year for one in find_years(fold(column)) for year in one.years}


def leaning_of(question: str) -> PassageKind | None:
    """Return the column that a question leans to: どう防ぐ？ or 何件あった？; None if to none."""
    if _INTENDED.search(question):
        return PassageKind.OVERVIEW
    if _TO_BE_DONE.search(question):
        return PassageKind.ISSUES
    return PassageKind.STATUS if _DONE.search(question) else None


def leaning_bonus(question: str, kind: PassageKind) -> float:
    """Return what a cell of this kind of column gains; 0 where the question names a column outright."""
    if _COLUMN_NAMED.search(question) or kind is not leaning_of(question):
        return 0.0
    return _DONE_BONUS if kind is PassageKind.STATUS else _BONUS
