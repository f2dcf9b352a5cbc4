"""Remarks around a question: what was heard, read or feared before it, and says nothing of what is asked.

「市民から『多すぎる』と言われたんですが、相談件数は何件？」 asks for 相談件数; nothing is asked of 市民.
"""

from __future__ import annotations

import re

_FINITE = r"(?:た|だ|る|い|す|う|ん|の|く|ぬ|ない|です|ます|や)"
# Where one clause ends and another begins, so that the first may be a remark.
_BOUNDARY = re.compile(
    rf"[。!！]+|\?(?=.)|\s{{2,}}|{_FINITE}(?:ものです)?(?:けれども|けれど|けども|けど|が|ので|から|のに|し)(?:ね|さ|な)?[、,]"
    r"|(?:まして|おって|ていて|てて|てたら|ますと|でして|言われて(?:しもて|しまって)?|聞いて|聞かれて|頼まれて|尋ねられて|伺って)[、,。]"
    r"|(?:ですよ|ますよ|ですね|んですわ|んじゃ|のう|なあ|やで|もんで(?:なあ|ね|すから)?)[、,。]"
    r"|(?:って|と|て)(?:いう|言う|聞い|言っ|言わ|書い|書か|思っ|噂|話だ)[^、。?]{0,8}[、。]"
)
# 「水族館のことですが、」 names the subject: no remark.
_TOPIC = re.compile(
    r"(?:[一-龥ァ-ヶー]|の(?:こと|件|話|ほう|方|分)|について|ところ)(?:なん|なの)?(?:です|だ|や|でした|じゃ)?(?:けれども|けれど|けども|けど|が)(?:ね|さ|な)?[、,]$"
)


def remarks_in(folded: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of a folded question that are remarks beside what is asked; none where it is one clause.

    The last clause always asks; a clause that only names the subject, or asks itself, is no remark.
    """
    begin, found = 0, []
    for boundary in _BOUNDARY.finditer(folded):
        clause = folded[begin : boundary.end()]
        rest = folded[boundary.end() :]
        if rest.strip("。、?! ") and not _TOPIC.search(clause) and not _ASKS.search(clause):
            found.append((begin, boundary.end()))
        begin = boundary.end()
    return tuple(found)


_ASKS = re.compile(
    r"いくつ|いくら|何(?!か|と(?:か|も)|も|でも|より|度も|回も|しろ|せ)|どれ(?!も)|どの(?!みち|道)|どう(?!せ|も|やら|しても)|どっち|どちら|いつ(?!も)|誰|だれ|\?|教えて|ください|知りたい|並べて|見せて"
)
