"""Whether a passage with a number gives the number asked for: in that counter, of that part, by those groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.linker import Linker
from assistant.understanding.question import Word

# What is counted with these is printed with one of them: 「何頭捕まえた」 is not told by 「わなを36基」.
_COUNTERS = (("頭", "匹", "羽"), ("人", "名"), ("円",), ("台",), ("冊",), ("校",), ("園",), ("トン", "t"))
_COUNTED = re.compile(r"何\s?(頭|匹|羽|人|名|円|台|冊|校|園|トン|kwh|kw|kg|km|ha|便|世帯|時間)")
_PRICE = re.compile(r"いくら(?!か|でも|で?も)")
_SOLD_BY = re.compile(r"\d[^。]{0,4}円|無料|無償")
_ASKED = re.compile(r"何|いくつ|いくら|どれ(だけ|くらい|ぐらい|ほど)|どの(くらい|ぐらい)|数|割合|率")
_OF_WHICH = re.compile(r"のうち|の内(?=、|で|、?[一-龥])|の(中|なか)で(?!も)|のなかに")
_BY_GROUP = re.compile(r"(?P<group>[一-龥ァ-ヶー]{1,6})(ごと|別)(?=の|に|で|は|、|だ)|内訳")
_NAMES_ASKED = re.compile(
    r"(名前|名称|団体名|企業名|社名)(を|は|も)?、?(全部|ぜんぶ|すべて|挙げ|教え|列挙|何)"
)
_LEFT_OVER = re.compile(r"(残り|のこり|あと)(は|が|、)?(何|いくつ|どれ|どの)")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?!末|期|まで)")
# A rate of its own (老朽化率) must be said; 達成率 is made of figures.
_OWN_RATE = re.compile(
    r"(?!達成|進捗|到達|目標|増加|減少|伸び|成長|変化)([一-龥]{2,})率(?=は|が|を|って|の|$|\?|、)"
)
_NUMBER = re.compile(r"\d")
_SAID = 0.6  # from this degree on a sentence speaks of a part


def asks_number(question: str) -> bool:
    """Whether a folded question asks for a number at all."""
    return _ASKED.search(question) is not None


def narrows(question: str, wants_number: bool) -> bool:
    """Whether what is quoted must give a number of what the question narrows: one is asked for, or the parts of one."""
    return (
        wants_number
        or "内訳" in question
        or any(one.search(question) is not None for one in (_OWN_RATE, _MONTH, _NAMES_ASKED))
    )


def counts_it(question: str, row: str) -> bool:
    """Whether a row (folded) prints a number of what the question counts (何頭); True where it names no counter."""
    if _PRICE.search(question) and not _SOLD_BY.search(row):
        return False
    counted = _COUNTED.search(question)
    if counted is None:
        return True
    same = next((one for one in _COUNTERS if counted.group(1) in one), (counted.group(1),))
    return re.search(rf"\d\s*({'|'.join(same)})", row) is not None


def tells_part(question: str, words: Sequence[Word], sentences: Sequence[str], linker: Linker) -> bool:
    """Whether what a question narrows (のうち市外の人, 地区ごとの内訳, 残り) is said by a sentence with a number.

    `question` and `sentences` are folded, `words` are those of the question, with their places in it.
    True where the question narrows nothing in this way.
    """
    numbered = [one for one in sentences if _NUMBER.search(one)]
    if (month := _MONTH.search(question)) and not any(f"{month[1]}月" in one for one in sentences):
        return False
    if (rate := _OWN_RATE.search(question)) and not any(
        rate[1][:2] in one and re.search(r"率|割合|%|割(?!合)", one) for one in numbered
    ):
        return False
    if _LEFT_OVER.search(question) and not any(re.search(r"残|あと", one) for one in numbered):
        return False
    if _NAMES_ASKED.search(question) and not any(
        re.search(r"「|・|など|、[^、]*、", one) for one in sentences
    ):
        return False
    if by := _BY_GROUP.search(question):
        several = [one for one in numbered if len(re.findall(r"\d[\d,.]*", one)) > 1]
        group = by["group"]
        if not any(group is None or group in one for one in several):
            return False
    if of_which := _OF_WHICH.search(question):
        part = [one for one in words if one.start >= of_which.end() and one.part == "noun"]
        if part and not any(all(_says_part(one, said, linker) for one in part) for said in numbered):
            return False
    return True


def _says_part(part: Word, sentence: str, linker: Linker) -> bool:
    """Whether a sentence speaks of a part; where it says うち, the beginning of the word is enough (救急車, 救急出動)."""
    begins = len(part.surface) >= 3 and part.surface[:2] in sentence and "うち" in sentence
    return begins or linker.degree(part, sentence) >= _SAID
