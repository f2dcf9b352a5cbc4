"""When a reading must not be answered: a word, head or subset that the item found does not cover."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.planning.context import Context
from assistant.planning.wanted import (
    wants_figure,
    wants_narrative,
)
from assistant.plans import (
    Plan,
    RefusePlan,
)
from assistant.types import Reason
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Candidate
from assistant.understanding.question import Word
from assistant.understanding.reading import Reading

_AGENT = re.compile(r"(員|者|主|司|師|士|生|会|人|団体|家|隊|長)$")


_COMPOUNDED = re.compile(r"[一-龥ァ-ヶー]+")


def years_differ(reading: Reading, context: Context) -> bool:
    """Whether the question names only years that the commentary is not about."""
    report_year = context.catalog.report.fiscal_year
    return all(year not in (report_year, report_year + 1) for year in reading.years.years)


def subset_asked(reading: Reading, best: Candidate | None) -> bool:
    """「協力員のうち女性は」: a part that the indicator's own words do not name."""
    if best is None or not re.search(r"のうち|の中で|内訳", reading.folded):
        return False
    return any(word.part == "noun" for word in best.unexplained)


def head_mismatch(reading: Reading, best: Candidate | None) -> bool:
    """The person or body asked for is only the beginning of a longer one (民生委員 in 民生委員協力員)."""
    if best is None or not best.item.name or reading.indicators or reading.initiatives:
        return False
    if reading.has("kind:grade") and not reading.asks_number:
        return False  # a grade is of the whole row, not of the persons counted in it
    said = "".join(word.surface for word in reading.words)
    nouns = [word for word in reading.words if word.part == "noun"]
    if not nouns or not _AGENT.search(nouns[-1].surface):
        return False
    name = re.split(r"[\s(※]", best.item.name)[0]
    at = name.find(said)
    if at < 0:
        return False
    rest = re.match(r"[一-龥ァ-ヶー]+", name[at + len(said) :])
    if not rest:
        return False
    following = re.sub(r"(数|件数|総数|人数|割合|率|等)$", "", rest.group())
    return bool(following) and _AGENT.search(following) is not None and len(following) >= 2


def head_unexplained(reading: Reading, best: Candidate | None, context: Context) -> bool:
    """The last noun, what is counted (年齢 in 保護司の平均年齢), is nowhere in the indicator or its row."""
    nouns = context.nouns(reading)
    if best is None or not nouns or wants_narrative(reading) or reading.indicators or reading.initiatives:
        return False
    item = best.item
    whole = f"{item.name} {item.near} {item.measure} {item.about} {item.unit}"
    return context.linker.degree(nouns[-1], whole) < 0.5


def place_unexplained(reading: Reading, best: Candidate | None, context: Context) -> bool:
    """A part of the town is named (西区の…) that the indicator and its row say nothing of."""
    if best is None:
        return False
    item = best.item
    whole = f"{item.name} {item.near} {item.measure} {item.about}"
    return any(
        (word.proper or re.search(r"(区|地区|校区|町|丁目)$", word.surface))
        and len(word.surface) >= 2
        and word.surface not in whole
        and re.match(r"(の|で|に|は|だけ|内)", reading.folded[word.end :]) is not None
        for word in reading.words
    )


def compound_mismatch(reading: Reading, best: Candidate | None, context: Context) -> bool:
    """Half of a compound (自然増減) is the indicator's (社会増減), the other half nowhere in its row: another thing."""
    if best is None:
        return False
    item = best.item
    whole = f"{item.name} {item.near} {item.measure} {item.about}"
    for one, two in pairwise(reading.words):
        if one.end != two.start or (one.part, two.part) != ("noun", "noun"):
            continue
        if not (_COMPOUNDED.fullmatch(one.surface) and _COMPOUNDED.fullmatch(two.surface)):
            continue  # 生まれた|赤ちゃん is no compound, nor is 土砂|さらい a name
        degrees = [context.linker.degree(word, item.name) for word in (one, two)]
        elsewhere = [context.linker.degree(word, whole) for word in (one, two)]
        if max(degrees) >= 0.6 and min(elsewhere) < 0.4 and len(one.surface) >= 2 and len(two.surface) >= 2:
            return True
    return False


_ALL_THERE_ARE = re.compile(
    r"((市|町|村|区|県)内に|全部で|全体で|総数).{0,10}何.{1,3}?(ある|あり|いる|います|いるん)|何.{1,3}?(ある|あり|いる|います).{0,6}(市|町|村|区)内"
)
_COUNT_ENDS = re.compile(r"(の)?(延べ|総|実)?(者|件|戸|軒|棟|人|団体|か所|箇所|組織|施設|登録)?数?(\(.*)?$")


def counts_all_of(reading: Reading, name: str) -> bool:
    """「市内に空き家は何軒あるか」 of 空き家バンク成約件数: all there are, where the name counts what became of some."""
    if len(reading.words) != 1 or _ALL_THERE_ARE.search(reading.folded) is None:
        return False
    said = reading.words[0].surface
    at = name.find(said)
    rest = _COUNT_ENDS.sub("", name[at + len(said) :]) if at >= 0 else ""
    return re.match(r"[一-龥ァ-ヶー]{2,}", rest) is not None


_NOT_DOING = re.compile(
    r"(?P<stem>[一-龥]{1,4})[ぁ-ん]{0,3}ない(?=人|子|方|者|市民|町民|村民|区民|世帯|児童|生徒|企業|(の)?割合|って|と答え)"
)
_SAYS_NOT = re.compile(r"ない|なかった|未|不|欠|非")


def counts_opposite(reading: Reading, name: str) -> bool:
    """「満足していない町民は何%」 of 満足している町民の割合: those who do, where those who do not are asked for."""
    asked = _NOT_DOING.search(reading.folded)
    return asked is not None and asked["stem"] in name and _SAYS_NOT.search(name) is None


_KINDS = re.compile(r"[一-龥ァ-ヶー]*がん|[一-龥ァ-ヶー]{3,}")
_SAYS_NO_KIND = re.compile(r"[数率者人件回額量等]$|事業$|計画$|施設$|活動$|制度$|年生$|^\d")
_COMMON_END = 2  # characters that two compounds of one kind share at their end: がん
_SAME = 0.8  # from this degree on a name says the word itself, if in another way


def rival_of(reading: Reading, name: str, context: Context) -> bool:
    """子宮頸がん of a report of 大腸がん検診: of the same kind as the name, and another, nowhere in the report."""
    printed = _KINDS.findall(name)
    for word in reading.words:
        asked = word.surface
        if word.part != "noun" or len(asked) < 3 or asked in context.catalog.text:
            continue
        if context.linker.degree(word, name) >= _SAME:
            continue
        if any(_of_one_kind(asked, one) for one in printed):
            return True
    return False


def _of_one_kind(one: str, other: str) -> bool:
    """Whether two compounds end alike and begin otherwise: 子宮頸がん, 大腸がん."""
    end = 0
    while end < min(len(one), len(other)) and one[-1 - end] == other[-1 - end]:
        end += 1
    kind, own, others = one[len(one) - end :], one[: len(one) - end], other[: len(other) - end]
    if end < _COMMON_END or _SAYS_NO_KIND.search(kind) or not own or not others:
        return False
    return (
        own not in others
        and others not in own
        and all(re.search(r"[一-龥ァ-ヶー]$", part) for part in (own, others))
    )


# What an indicator's own name must explain of a question before words that restrict nothing are passed over.
_SURE = 0.3
_RESTRICTING = re.compile(
    r"(の(?!に|は|が|を|も|か|で(す|しょ)|ん)|における|に(お|関|対|限|よ)|向け|別|ごと|用の|で(?!す|し|しょ|き|あ)|では|のうち|の(中|なか|内)|だけ|のみ|以外)"
)
_ASKED_OF = re.compile(
    r"(は|って|が|も|を|の(数|件|人|額|率)[^、。]{0,3}|、)*(いくつ|いくら|何|どれ|どの|どう|\?|$)"
)
_DOING = re.compile(r"[がをにとも][^、。?]{0,10}?(た|る|ない|いる|れる|ている)$")


def restricts(word: Word, reading: Reading) -> bool:
    """Whether an unknown noun may narrow what is asked: 「水族館の入館者数」, 「水族館では」, 「水族館は何人」.

    It does not where it stands apart from the words of the item, as part of a remark or of the way of
    asking: 「入館者数、広報に載せたいのですが何人？」.
    """
    folded = reading.folded
    if word.surface in load_lexicon().narrowing:
        return True
    after = folded[word.end :]
    if _RESTRICTING.match(after) or _ASKED_OF.match(after):
        return True
    for other in reading.words:
        if other in reading.unknown:
            continue
        if other.end == word.start or other.start == word.end:
            return True
        if other.end < word.start and re.fullmatch(r"の|における|と|や|・", folded[other.end : word.start]):
            return True
        if word.end < other.start and _DOING.fullmatch(folded[word.end : other.start]):
            return True
    return False


def refuse_unknown(reading: Reading, best: Candidate | None, context: Context) -> Plan | None:
    """A noun that the report never uses decides: what was asked is not there."""
    figure = wants_figure(reading) or not wants_narrative(reading)
    nouns = [
        word
        for word in reading.unknown
        if word.part == "noun" and len(word.surface) >= 2 and (figure or not word.action)
    ]
    if figure and not wants_narrative(reading) and best is not None and best.name_coverage >= _SURE:
        nouns = [word for word in nouns if restricts(word, reading)]
    if not nouns:
        return None
    said = "・".join(dict.fromkeys(f"「{_whole_word(word, reading.folded)}」" for word in nouns))
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"{said}に当たる記載は、この報告書にはありません。{_near(best, context)}",
        reading=reading.content,
    )


def _whole_word(word: Word, folded: str) -> str:
    """Return the compound around a word, as it was typed: 子ども食堂, not 食堂."""
    for match in re.finditer(r"(?:子ども|こども|障がい)?[一-龥ァ-ヶーa-z0-9・]+", folded):
        if match.start() <= word.start and word.end <= match.end():
            return match.group().strip("・")
    return word.surface


def _near(best: Candidate | None, context: Context) -> str:
    """Name the nearest indicator, only where its own name shares the question's words."""
    if best is None or best.name_coverage < 0.4 or best.item.id not in context.catalog.indicators:
        return ""
    return f"近いものに、{context.catalog.name(best.item.id)}（{best.item.id}）があります。"


def no_such_item(reading: Reading, context: Context, best: Candidate | None = None) -> Plan:
    """Return a refusal that says what was not found and names what is near."""
    nouns = [word.surface for word in reading.words if word.part == "noun"]
    said = "".join(nouns) or reading.raw
    near = _near(best, context)
    counted = reading.asks_number and nouns and not reading.unknown
    told = "について、お尋ねの数の記載" if counted else "そのものに当たる指標や記載"
    return RefusePlan(
        Reason.NO_SUCH_ITEM,
        f"「{said}」{told}は、この報告書にはありません。{near}",
        reading=said,
    )
