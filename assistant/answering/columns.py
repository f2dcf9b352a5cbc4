"""Which column of commentary a question means: by the years in its heading, and by what it leans to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.grammar import load_grammar
from assistant.understanding.question import fold
from corpus.fiscal import find_years
from corpus.types import PassageKind

COLUMN_LABELS = {
    PassageKind.STATUS.value: "取組状況",
    PassageKind.ISSUES.value: "課題・対応策",
    PassageKind.OVERVIEW.value: "事業概要",
}
"""What answers call the kinds of narrative column."""

# How a question that names no column leans, and how much a cell of that column gains, as the bonuses
# of `cell_ranking` are: to a purpose, to what is to be done, to what is lacking, to what was done.
_INTENDED = re.compile(r"役目|役割|狙い|ねらい|目指し|方針|考え(方)?(は|[?？])|何のため")
_TO_BE_DONE = re.compile(
    r"どう(やって)?(す|直|防|改|変|補|応|向き|働きかけ|手|てこ|支え|整え|対)|手を打|手立て|打ち手|どこに働きかけ|これから"
    r"|(問題|(?<!何)件|点)(は|への|に)|やめる|出るのは|ためらう|つもり"
)
_LACKING = re.compile(
    r"足り(な|ず)|困って|ためら|断ら|(でき|進ま|届か|集まら|来)(ない|ず)|(ない|う|る|ず)(の|ん)は[?？]$"
)
_GOING_ON = re.compile(r"(?<![いあ])[うくすつぶむぐる](の|か|のか|んですか)?[?？]$")
_DONE = re.compile(
    r"[たっ](た|だ)?(の|か|んですか)?[?？]$|たことは|何(件|人|回|か所|度)|どれくらい|どのくらい"
)
_LEANINGS = (
    (_INTENDED, PassageKind.OVERVIEW, 3.5),
    (_TO_BE_DONE, PassageKind.ISSUES, 3.5),
    (_LACKING, PassageKind.ISSUES, 2.0),
    (_DONE, PassageKind.STATUS, 1.0),  # 効果はあった？ may be answered anywhere
    (_GOING_ON, PassageKind.ISSUES, 1.5),
)
_COLUMN_NAMED = re.compile(r"課題|取り?組|状況|概要|内容|効果|成果")
# Who or what is spoken of, not what is asked: 「家探しに困っている人の相談は」 asks for no 課題.
_SPOKEN_OF = re.compile(
    r"(困っ(て(い)?(る|た)|た)|悩(む|んで(い)?る)|難しい|大変な|ためらう|足りない|来ない|(で)?きない)"
    r"(?=(お|ひとり)?(人|方|家|世帯|家庭|子|親|者|若|女|男|高齢|年寄り|会社|事業者|地域|学校))"
    r"|困り(事|ごと)|悩み(?=を|に|の|相談)"
)
_WHAT_KIND = re.compile(r"どんな|何を")


@dataclass(frozen=True, slots=True)
class Leaning:
    """The column that a question leans to, None if to none, and what a cell of it gains.

    It gains nothing where the question names a column outright (`named`).
    """

    to: PassageKind | None
    gain: float = 0.0
    named: bool = False

    def bonus(self, kind: PassageKind) -> float:
        """Return what a cell of this kind of column gains."""
        return self.gain if kind is self.to and not self.named else 0.0


@lru_cache(maxsize=1024)
def column_years(column: str) -> frozenset[int]:
    """Return the fiscal years that the heading of a narrative column names (令和5年度 取組状況)."""
    return frozenset(year for one in find_years(fold(column)) for year in one.years)


def asked_columns(question: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that a folded question asks for, of those that its words named.

    Words that only tell of whom it speaks (困っている人) name none.
    """
    if PassageKind.ISSUES.value not in columns or _SPOKEN_OF.search(question) is None:
        return columns
    left = load_grammar().find(_SPOKEN_OF.sub("、", question))
    if any(one.slot == "narrative" and one.value in ("issues", "future") for one in left):
        return columns
    return tuple(one for one in columns if one != PassageKind.ISSUES.value)


def leaning_of(question: str) -> Leaning:
    """Return the column that a question leans to: どう防ぐ？ or 何件あった？."""
    question = _SPOKEN_OF.sub("、", question)
    named = _COLUMN_NAMED.search(question) is not None
    for wording, kind, gain in _LEANINGS:
        if wording is _GOING_ON and _WHAT_KIND.search(question):
            continue  # 「どんな専門家が話を聞いてくれるの」 is told of anywhere
        if wording.search(question):
            return Leaning(kind, gain, named)
    return Leaning(None, 0.0, named)
