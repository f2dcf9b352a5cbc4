"""Wide questions about the commentary: where something is written, what each measure says of it, with which figures."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planning.aspects import aspect_of
from assistant.planning.context import Context
from assistant.planning.wanted import columns_of, kinds_of, wants_narrative
from assistant.plans import Aspect, ListPlan, MentionsPlan, NarrativePlan, Plan, RankPlan, WithCommentaryPlan
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import Word, words_of
from assistant.understanding.reading import Reading
from corpus.types import PassageKind

_WRITTEN = (
    r"(書(いて(?!(い)?な)|かれ(て)?)(い)?(る|た|ある|あり)?|記載(さ|が|の|し|は)|記述(さ|が|の|し|は)|述べ|触れ|言及|挙げ|指摘"
    r"|課題(と|に)(して|され|なって)|問題(と|に|視)(して|され|なって)?)"
)
_ROWS = r"(の|ところ|箇所|個所|部分|取組|取り組み|施策|事業|(担当)?課|部署|所管|指標|もの|やつ)"
# 「担い手不足と書いてあるのはどこ」「周知を課題に挙げている取組を全部」
_WHERE = re.compile(
    rf"(?P<topic>.+?)(と|って|が|を|も|に|は|について|に関して|に関する|のこと(が|を|に)?)?{_WRITTEN}[^。?]{{0,8}}?{_ROWS}"
    r"[^。?]{0,12}?(?P<asked>どこ|どれ|どの|全部|すべて|全て|一覧|挙げ|教え|並べ|ある|は\?|を\?|の(実績|評価|達成率|目標|数字|数値|指標|値))"
)
# 「担い手不足について各施策で何と書いている」
_EACH = re.compile(
    r"(?P<topic>.+?)(について|に関して|のこと|は|を|に)[^。]{0,4}"
    rf"((各|それぞれの|全(部の)?|すべての|どの)(施策|取組|取り組み|事業|課|担当課|部署)|(施策|取組|取り組み|事業|課|担当課|部署)(ごと|別|毎)|(報告書|計画|施策)(の)?(全体|全部))"
    rf"[^。]{{0,14}}({_WRITTEN}|どう|何|まとめ|教え|並べ|一覧)"
)
_FIGURES = re.compile(r"実績|評価|達成率|目標|数字|数値|指標の値|値は")
_REPORT_WORDS = frozenset(
    "報告書 計画 施策 取組 取り組み 課題 問題 指標 市 区 町 令和 年度 全体 中 方 他 こと もの".split()
)
_BY_MEASURE = re.compile(r"施策")


def plan_for_wide(reading: Reading, context: Context) -> Plan | None:
    """Return a plan that names every row whose commentary speaks of something, or None."""
    each = _EACH.search(reading.folded)
    found = each or _WHERE.search(reading.folded)
    if found is None or reading.initiatives or reading.indicators:
        return None
    if each is not None and not wants_narrative(reading) and not re.search(_WRITTEN, reading.folded):
        return None  # 「受け持つ取組は、どの施策の何ですか」 asks for no commentary
    start, end = found.span("topic")
    words = topic_words(reading.folded, start, end)
    if not any(one.part == "noun" for one in words):
        return None
    left = reading.folded[max(one.end for one in words) :]
    return MentionsPlan(
        reading.folded,
        words,
        (PassageKind.ISSUES.value,) if re.search(r"課題|問題", left) else (),
        tuple(
            block.id
            for block in context.catalog.report.blocks
            if (not reading.measures or context.catalog.measure_of[block.id] in reading.measures)
            and (not reading.departments or set(reading.departments) & set(block.departments))
        ),
        measures=_BY_MEASURE.search(left) is not None,
        figures=_FIGURES.search(left) is not None
        and bool(kinds_of(reading) or aspect_of(reading) is Aspect.RATE or re.search(r"数字|数値|値", left)),
    )


def topic_words(folded: str, start: int, end: int) -> tuple[Word, ...]:
    """Return the words of a topic in a folded question: all of them, for 不足 tells as much here as 担い手 does."""
    fillers = load_lexicon().fillers | _REPORT_WORDS
    return tuple(
        replace(one, start=start + one.start, end=start + one.end)
        for one in words_of(folded[start:end])
        if one.surface not in fillers and not any(char.isdigit() for char in one.surface)
    )


def with_commentary(plan: Plan, reading: Reading) -> Plan:
    """Add the commentary of exactly the rows that a list or ranking selects, where the question asks for it."""
    if not isinstance(plan, ListPlan | RankPlan):
        return plan
    reason = reading.has("narrative:reason")
    columns = tuple(one for one in columns_of(reading) if one != PassageKind.OVERVIEW.value)
    if not reason and not columns:
        return plan
    wanted = NarrativePlan(reading.folded, columns, wants_reason=reason, strict=False, grouped=True)
    return WithCommentaryPlan(plan, wanted)
