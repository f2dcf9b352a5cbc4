"""A remark before the question: 「達成率、トップは診断が増えたやつですよね。じゃあ2位は何ですか」.

The question is the last sentence. Where it names nothing itself (2位は何, その前は), its subject is the
topic of the remark: what stands before the first は or comma.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.planning.wanted import supposes
from assistant.understanding.reading import Reading, read_question
from corpus.fiscal import era_label

if TYPE_CHECKING:
    from assistant.planning.context import Context

# What ends a remark: a presupposition, hearsay, or what is known already.
_REMARK = re.compile(
    r"(?:よね|でしょう?|ですね|ますね|だね|ですが|ますが|でしたが|ましたが|たが|(?:です|ます|でした|ました|る|た)けど|けれど|聞(?:い|き)[^。、]{0,6}|らしい[^。、]{0,4}|そうです|みたい[^。、]{0,4}"
    r"|(?:と|って)思[^。、]{0,8}|(?:知|分か|わか)(?:って|り)[^。、]{0,8}|です|ます|でした|ました)[ね]?[。?、!]+"
)
# 「…のチェックですけど、」 names the subject and supposes nothing.
_SUPPOSED = re.compile(r"よね|でしょ|聞[いき]|らしい|そうで|みたい|思[いうっ]|(?:知|分か|わか)(?:って|り)")
# What stands before は is the subject of the remark; before が only where it is said to have moved.
_SUBJECT = re.compile(
    r"^[^。、?]{1,24}?(?:は|って|も|、|に関して|について|が(?=[^、。が]{0,8}(?:増|減|落|上が|下が|伸び|多|少な)))"
)
_LEAD = re.compile(r"^(?:じゃあ?|では|それでは|それなら|だったら|なら|で|それで|ちなみに|となると|すると)、?")
_ASKS = re.compile(
    r"何|いくつ|いくら|どれ|どの|どこ|どう|どっち|どちら|いつ|誰|なぜ|教えて|は[?]?$|か[?]?$|\?$|の$"
)
_TOPIC = re.compile(r"^(?P<topic>[^。、?]{1,24}?)(?:は|が|って|も|、|に関して|について|なのは)")
_PLACE_IN_ORDER = r"(?:第?[\d一二三]+位|1番目|トップ|首位|最下位|最高|最低|ワースト\d*|ビリ|びり|(?:一番|1番|最も|いちばん)(?:高い|低い|良い|いい|悪い|上|下)?)"
_PLACE = re.compile(rf"(?:の|が|で)?{_PLACE_IN_ORDER}(?:の|な)?(?:もの|やつ|指標|ところ)?(?:な?の)?$")
_NEXT = re.compile(
    r"^(?:その)?次(?:点|に(?:高い|低い|良い|いい|悪い|多い|少ない)(?:もの|やつ|指標)?の?)?(?:は|って|が)"
)
_FROM_BELOW = re.compile(r"最下位|最低|ワースト|ビリ|びり|(?:一番|1番|最も|いちばん)(?:低|悪|下)")
_BEFORE = re.compile(r"^(?:その|1つ|ひとつ)?前(?:の年度?|年度?)?(?:は|って|だと|も)")
_RANK_ASKED = re.compile(r"[\d一二三四五六七八九十]+(?:位|番目|番手)|次点")


def question_after_remark(reading: Reading, context: Context) -> Reading | None:
    """Return the reading of what is asked after a remark, with the remark's topic; None where there is no such."""
    split = _split(reading.folded)
    if split is None:
        return None
    remark, question = split
    told = read_question(remark, context.catalog, context.linker)
    if _BEFORE.search(question) and not told.words:
        # 「R6は落ちてますよね。その前は？」: the year before the one that the remark names, if it names one.
        year = told.years.years[0] if told.years.years else 0
        before = f"{era_label(year - 1)}は?" if year else question
        return read_question(before, context.catalog, context.linker)
    topic = _TOPIC.search(remark)
    if topic is None or not _ASKS.search(question):
        return None
    alone = read_question(question, context.catalog, context.linker)
    if alone.indicators or alone.initiatives or alone.departments or alone.measures or alone.refers:
        return None
    if any(one.part == "noun" for one in alone.words):
        return None
    order = re.search(_PLACE_IN_ORDER, remark) is not None
    if order and (_NEXT.search(question) or _RANK_ASKED.search(question)):
        return _in_order(topic["topic"], remark, question, context)
    subject = topic["topic"]
    supposed = _SUPPOSED.search(remark) is not None and _SUBJECT.search(remark) is not None
    if order or not supposed or told.grades or alone.slot("narrative"):
        return None
    # 「増えたみたいですね。どのくらい？」 asks how much it rose.
    amount = alone.asks_number and not supposes(told)
    if not (amount or alone.slot("kind") or alone.years.years):
        return None
    if not any(
        one.part == "noun" for one in read_question(f"{subject}は", context.catalog, context.linker).words
    ):
        return None
    return read_question(f"{subject}は、{question}", context.catalog, context.linker)


def _split(folded: str) -> tuple[str, str] | None:
    """The remark and the question after it, where there are both."""
    ends = [one.end() for one in _REMARK.finditer(folded) if one.end() < len(folded)]
    if not ends:
        return None
    remark, question = folded[: ends[-1]], _LEAD.sub("", folded[ends[-1] :].strip())
    return (remark, question) if question.strip("。?、") else None


def _in_order(topic: str, remark: str, question: str, context: Context) -> Reading:
    """The place in an order asked for, in the order that the remark speaks of."""
    quantity = _PLACE.sub("", topic)
    question = _NEXT.sub("2番目は", question)
    if _FROM_BELOW.search(remark) and not re.search(r"下から|ワースト|低|悪", question):
        question = f"下から{question}"
    said = quantity if not _PLACE.fullmatch(topic) else ""
    return read_question(f"{said}が{question}" if said else question, context.catalog, context.linker)
