"""Telling the sentences of 課題 and of 対応 apart: by the heading they stand under, else by their wording.

Nothing is rewritten: a sentence is only put under one heading, under both, or under neither.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from corpus.types import Passage, PassageKind
from index.sentences import split_sentences


class Part(Enum):
    """What a sentence states."""

    ISSUE = "課題"
    RESPONSE = "対応"
    BOTH = "課題と対応"
    NEITHER = "いずれでもない"


_ISSUE_HEADING = re.compile(r"課題|問題点|問題|反省点")
_RESPONSE_HEADING = re.compile(
    r"対応|対策|改善|方向性|今後の(?:取組|取り組み|予定|方針|展開|見通し)|次年度|来年度|方針"
)
# 【課題】, （対応策）, 課題： at the beginning of a sentence heads it and those behind it.
_INNER = re.compile(
    r"\s*(?:[【〔（(＜<\[]\s*(?P<framed>[^】〕）)＞>\]]{1,16})\s*[】〕）)＞>\]]|[・■●○◆]?\s*(?P<plain>[^\s：:。、]{2,10})[：:])"
)

_TAIL = re.compile(r"[\s。．.！!]+$|[（(][^（）()]*[）)]$")
_RESPONSE_END = re.compile(
    r"(?:て|で)(?:いく|いきます|まいります|参ります|いきたい|まいりたい|いく予定である|いく予定です)$"
    r"|(?:に|を|へ)(?:努め|取り組|取組|図|進め|目指|検討|実施|推進|継続)[^、。]{0,5}$"
    r"|予定(?:である|です|だ|)$|(?:方針|考え|こと)(?:である|です|とする|としている)$|(?:こと|もの)とする$|みなす$|ことが重要である$"
    r"|(?:強化|検討|推進|実施|周知|継続|拡充|見直し|改善|導入|働きかけ|啓発|支援|促進|図る|充実|整備|活用|連携)$"
)
# What still is to be done is an issue of the report's and tells what is meant to be done, too.
_TO_BE_DONE = re.compile(
    r"(?:ていく|でいく|続けていく|継続する|図る|進める|行う|努める|取り組む|見直す|高める)(?:必要|こと)が?(?:ある|あります|必要)"
)
_ISSUE_END = re.compile(
    r"(?:課題|問題|不足|必要|困難|低下|減少|伸び悩み|遅れ|状況|傾向|要因|原因)(?:である|です|だ|となっている|となっています|)$"
    r"|必要(?:が|性が|と)[^、。]{0,8}$|求められ[^、。]{0,6}$|懸念[^、。]{0,6}$"
)
_STATE_END = re.compile(
    r"(?:て|で)い(?:る|ます)$|(?:て|で)おります$|(?:て|で)い(?:ない|ません)$|(?:が|も|は|で|に|も)(?:ある|あります|ない|ありません)$"
    r"|ない$|ません$|(?:しい|くい|ない|多い|少ない|低い|高い|弱い|重い|薄い|大きい|小さい|長い|遅い|悪い|強い|若い|無い)(?:です)?$"
    r"|(?:見られ|みられ|考えられ|思われ|見込まれ|望まれ|言え|いえ|限られ|迫られ)(?:る|ます)$"
    r"|(?:なる|続く|残る|目立つ|生じる|かかる|要する|とどまる|増える|減る|異なる|できる|である|です|だ)$"
)
_PAST_END = re.compile(r"(?:た|[んい]だ)$")
_VERB_END = re.compile(r"[うくぐすつぬぶむる]$")
_TROUBLE = re.compile(
    r"課題(?:は|が|も|と|で)|不足|足り(?:ず|ない)|困難|難し|できず|できな|進ま|伸びて(?:い)?な|伸び悩|届か|下回|低下|減少|減って|遅れ|横ばい"
    r"|高齢化|固定化|偏|負担(?:が|の)(?:重|大|増)|とどまっ|落ち込|少な|多くない|必要(?:が|で|な)|追いつか|足踏み|減り|下が"
    r"|増加に転じ|つながらな|取りにく|しにく|得られな|生じ(?:て|た)|届いていな|悪く|悪化|高騰"
)
# The clause before the last of these tells why; what follows it tells what is done.
_JOINT = re.compile(
    r"(?:ため|ことから|であり|ており|ものの|一方で?|ない中|いるが|あるが|たが|ないが|である?が|なが?ら?)[、,]"
)
_PLAIN_RESPONSE = re.compile(
    r"(?:て|で)(?:いく|いきます|まいります|参ります)$|に努め(?:る|ます|ていく)$|検討(?:する|します|していく)$|予定(?:である|です)?$"
    r"|(?:今後|引き続き|来年度|次年度)[^。]*[うくぐすつぬぶむる]$"
)
_PLAIN_ISSUE = re.compile(
    r"課題(?:で|と|が|は)|必要が?(?:ある|あります|性)|不足して|困難(?:で|な)|伸び悩|懸念"
)
_REFERENCE = re.compile(r"^[\s（(・]*(?:施策|基本目標|基本方針|目標)?[^。]{0,14}再掲")


def is_blank(passage: Passage) -> bool:
    """Whether a cell holds nothing to quote: a dash, or a mere pointer to another row (再掲)."""
    text = passage.text.strip()
    return len(text) <= 1 or ("再掲" in text and len(text) < 80 and _REFERENCE.match(text) is not None)


def heads_issues(passage: Passage) -> bool:
    """Whether the column of a cell is for 課題 or 対応, alone or together."""
    return passage.kind is PassageKind.ISSUES or _column_part(passage.column) is not None


def parts_of(passage: Passage, *, has_response_column: bool = False) -> list[tuple[str, Part]]:
    """Return the sentences of a cell in order, each with what it states.

    A column of 対応 alone decides. A column of 課題 alone decides where the row has another one for
    対応; else 「今後の課題」 holds both, and the wording tells. In any other column (取組状況) only plain
    words count.
    """
    column = _column_part(passage.column)
    if column is None and passage.kind is PassageKind.ISSUES:
        column = Part.BOTH
    if column is Part.ISSUE and not has_response_column:
        column = Part.BOTH
    inner: Part | None = None
    found: list[tuple[str, Part]] = []
    for sentence in split_sentences(passage.text):
        heading = _INNER.match(sentence)
        if heading is not None:
            named = _column_part(heading["framed"] or heading["plain"])
            if named is not None or heading["framed"]:
                inner = named
        if inner is not None and inner is not Part.BOTH:
            part: Part = inner
        elif column is Part.BOTH or inner is Part.BOTH:
            part = by_wording(sentence)
        elif column is not None:
            part = column
        else:
            part = _plainly(sentence)
        found.append((sentence, part))
    return found


def by_wording(sentence: str) -> Part:
    """Return what a sentence of a column for 課題 and 対応 states, by how it ends and what stands before.

    A state (…が少ない, …している, …が必要である) is an issue, an intention (…していく, …に努める, …を検討する,
    …を設ける) a response; a report of what was done is neither, unless it tells of a trouble.
    """
    end = _ending(sentence)
    trouble = _TROUBLE.search(end) is not None
    if _TO_BE_DONE.search(end[-24:]):
        return Part.BOTH
    if _PAST_END.search(end):  # 「…に取り組んだ」 is no intention
        return Part.ISSUE if trouble else Part.NEITHER
    if _ISSUE_END.search(end):
        return Part.ISSUE
    if _RESPONSE_END.search(end):
        return Part.BOTH if _tells_why(end) else Part.RESPONSE
    if _STATE_END.search(end):
        return Part.ISSUE
    if _VERB_END.search(end):
        return Part.BOTH if _tells_why(end) else Part.RESPONSE
    return Part.ISSUE if trouble else Part.NEITHER


def runs_of(sentences: list[tuple[str, Part]], *wanted: Part) -> tuple[str, ...]:
    """Return the neighbouring sentences of the parts wanted, joined as they stand in the cell."""
    runs: list[str] = []
    joined = False
    for sentence, part in sentences:
        if part in wanted:
            if joined:
                runs[-1] += sentence
            else:
                runs.append(sentence)
        joined = part in wanted
    return tuple(run.strip() for run in runs if run.strip())


def _plainly(sentence: str) -> Part:
    end = _ending(sentence)
    if _PAST_END.search(end):
        return Part.NEITHER
    if _PLAIN_ISSUE.search(end) and not _PLAIN_RESPONSE.search(end):
        return Part.ISSUE
    return Part.RESPONSE if _PLAIN_RESPONSE.search(end) else Part.NEITHER


def _tells_why(end: str) -> bool:
    """Whether the clauses before the last one tell of a trouble in so many words."""
    joints = list(_JOINT.finditer(end))
    return bool(joints) and _TROUBLE.search(end[: joints[-1].end()]) is not None


def _ending(sentence: str) -> str:
    text = unicodedata.normalize("NFKC", sentence).strip()
    while (cut := _TAIL.sub("", text)) != text:
        text = cut.rstrip()
    return text


def _column_part(heading: str) -> Part | None:
    issue = _ISSUE_HEADING.search(heading) is not None
    response = _RESPONSE_HEADING.search(heading) is not None
    if issue and response:
        return Part.BOTH
    return Part.ISSUE if issue else Part.RESPONSE if response else None
