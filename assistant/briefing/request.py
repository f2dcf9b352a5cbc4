"""Telling a request for an answer draft (「…の答弁案を作って」) from a question, and what it is about."""

from __future__ import annotations

import re

_DRAFT = (
    r"(?:議会(?:の|での)?)?(?:想定)?答弁(?:書|資料|用)?の?"
    r"(?:素案|案文|案|下書き|原案|原稿|たたき台|叩き台|骨子|草案|草稿|ドラフト)|答弁書"
)
_MAKE = (
    r"(?:を|の|が)?\s*(?:作成|作っ|作り|作れ|つくっ|つくり|書い|書け|用意|準備|まとめ|出し|出せ|下書き|起案|起草|起こし"
    r"|くださ|下さ|ください|ほしい|欲しい|お願い|頼|たのむ|願い|見せ|示し)[^。：:]*"
)
_END = r"[\s。．.！!？?]*"
_QUESTION = r"(?:という|との)(?:ご|御)?質問(?:に対する|についての|に対して|について|への|の)?"
# 「Xの答弁案を作って」, 「X。答弁案をお願いします」, 「X 答弁案」
_BEHIND = re.compile(
    rf"(?P<topic>.*?)(?P<joint>{_QUESTION}|に対する|に対して|に係る|への|[のをで、，,])?\s*(?:{_DRAFT})(?:{_MAKE})?{_END}"
)
# 「答弁案を作って：X」, 「答弁案を作ってください。X」
_BEFORE = re.compile(rf"\s*(?:{_DRAFT})(?:{_MAKE})?[\s。：:、]+(?P<topic>.+)")
_BRACKETS = re.compile(r"[「『](?P<inside>[^「」『』]+)[」』]")
_POINTING = re.compile(
    r"(?:(?:では|じゃあ|それでは|次に)[、,]?)?(?:(?:これ|それ|この|その|今|いま|上記|先ほど|さっき|直前)(?:の)?"
    r"(?:こと|件|内容|質問|回答|答え|話)?(?:について|に関して|に基づいて|をもとに|で|を|から|に)?)?[、,]?"
)


def draft_topic(question: str) -> str | None:
    """Return what an answer draft is asked for, in the words of the question; None where none is asked for.

    Empty where the request points at the question before (「その答弁案を作って」).

    >>> draft_topic("見守り協力員の確保について、答弁案を作ってください")
    '見守り協力員の確保について'
    >>> draft_topic("見守り協力員の確保について答弁願います") is None
    True
    """
    match = _BEHIND.fullmatch(question) or _BEFORE.fullmatch(question)
    if match is None:
        return None
    topic = match["topic"].strip(" 　、，,")
    if bracketed := _BRACKETS.fullmatch(topic):
        topic = bracketed["inside"].strip()
    joined = topic + (match.groupdict().get("joint") or "")  # of 「その答弁案」 the の belongs to その
    return "" if _POINTING.fullmatch(topic) or _POINTING.fullmatch(joined) else topic
