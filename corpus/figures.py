"""Figures stated in prose (「受講者数：101人」), each with the words that say what it counts.

A figure without such words is left out: a label that is not printed would be a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.fiscal import YearMention, find_years
from corpus.types import Passage, PassageKind, ProseFigure

_UNITS = (
    "t-CO2|千円|百万円|億円|万円|円|千人|万人|人|名|件|社|団体|法人|事業者|事業所|事業|か所|カ所|ヶ所|ヵ所|箇所|世帯|回|点|台|校|園|"
    "店舗|店|戸|棟|冊|部|枚|本|基|食|地点|地区|地域|区|施設|機関|企業|講座|教室|指標|コース|クラブ|日間|時間|ポイント|％|%|"
    "トン|キロ|kg|km|ha|kWh|kW|㎡|ｔ|t|者|組|票|品|頭|匹|羽|便|路線|圏域|グループ|チーム|名義|g"
)
_FIGURE = re.compile(
    r"(?P<about>約|およそ|概ね|延べ|のべ|計|合計|全|年間|年|月平均|うち)*"
    r"(?<![0-9０-９.,，．/／\-－①-⑳A-Za-z第])"
    r"(?P<number>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?)"
    rf"(?P<unit>{_UNITS})"
    r"(?!目|ひとり|1人|一人|当たり|あたり|[0-9０-９]日当|協議|以内|以上|未満|以下|[~〜～－]|[A-Za-z])"
    r"(?P<change>の?増加?|の?減少?)?"
)
_RANGE_BEFORE = re.compile(r"(?:[~〜～\-－]|[0-9０-９][、・]|[年月週日]に|第)$")
_PREFIX = re.compile(
    r"(?:約|およそ|概ね|延べ|のべ|合計|計|全|年間|年|月平均|うち|新たに|さらに|また|に比べ|より|から|比べて?|と比較して)+$"
)
_GENERIC = re.compile(r"(?:年度?)?(?:の)?(?:実績値?|結果|件数等|内訳|数値)?")
_NOUN_RUN = re.compile(
    r"(?:[一-龥々〆ァ-ヴーｱ-ﾝA-Za-zＡ-Ｚａ-ｚ・]|(?<=[一-龥々ァ-ヴー])の(?=[一-龥々ァ-ヴーA-Z])|への)+(?:[(（][^()（）]{1,12}[)）])?$"
)
_PARTICLE = re.compile(r"(?:では|には|とは|[をがはもでにと])$")
_ITEM = re.compile(r"(?:(?<=^)|(?<=\s))[・※](?=\S)|[●◆■◇□◎▼▶](?=\s*\S)|【[^【】]{1,30}】")
_SENTENCE = re.compile(r"[^。]*。?")
_FOLLOWING = re.compile(r"^(?:[がをにはで]|の)?(?P<noun>[一-龥々ァ-ヴー]{2,12})")


@dataclass(frozen=True, slots=True)
class _Item:
    """A stretch of a cell under one bullet: its text, its own title, and the titles above it."""

    text: str
    title: str
    above: str


def prose_figures_of(passages: Sequence[Passage], fiscal_year: int) -> tuple[ProseFigure, ...]:
    """Find the labelled figures of the narrative cells, in the order printed.

    `fiscal_year` is the report's own year, for figures beside which no year is named.
    """
    return tuple(
        figure
        for passage in passages
        if passage.kind is not PassageKind.OVERVIEW
        for figure in _figures_of(passage, fiscal_year)
    )


def _figures_of(passage: Passage, fiscal_year: int) -> Iterator[ProseFigure]:
    for item in _items(passage.text):
        group = ""
        for match in _FIGURE.finditer(item.text):
            start = match.start("number")
            before = item.text[: match.start()]
            if _RANGE_BEFORE.search(item.text[:start]) or _is_date_part(item.text, match):
                continue
            found = _label(item, before, item.text[match.end() :])
            if passage.kind is PassageKind.REMARKS:
                found = _predicate(before, item.text[match.end() :]) or found
            if found is None:
                continue
            label, label_start, is_attached = found
            group = _group_before(item.text[:label_start], group) if is_attached else ""
            change = (match["change"] or "").removeprefix("の")[:1]
            printed = item.text[min(label_start, match.start()) : match.end()].strip()
            if len(printed) > 60 or printed not in passage.printed:
                printed = match[0]
            context = next((one for one in (group, item.title, item.above) if one and one != label), "")
            yield ProseFigure(
                block_id=passage.block_id,
                source=passage.source,
                label=f"{label}（{change}）" if change else label,
                context=context,
                printed=printed,
                value=_value(match["number"]),
                unit=match["unit"],
                fiscal_year=_year_of(before, fiscal_year),
                place=passage.place,
            )


def _items(text: str) -> Iterator[_Item]:
    """Cut a cell at its bullets; the title of ● stands above the ・ that follow it."""
    marks = list(_ITEM.finditer(text))
    starts = [0, *(mark.start() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    section = heading = ""
    for start, end, mark in zip(starts, ends, [None, *marks], strict=True):
        if mark is None:
            body = text[start:end]
            # 「協議会を実施 日時：1/30（年1回）」: the words before the first space are the title.
            first = body.split(maxsplit=1)
            titled = len(first) == 2 and len(first[0]) <= 30 and "。" not in first[0] and "：" in first[1]
            yield _Item(body, _title(body) if titled else "", "")
            continue
        body = text[mark.end() : end]
        if mark[0].startswith("【"):
            section, heading = mark[0].strip("【】"), ""
            yield _Item(body, "", section)
        elif mark[0] in "・※":
            yield _Item(body, _title(body), heading or section)
        else:
            heading = _title(body)
            yield _Item(body, heading, section)


def _title(body: str) -> str:
    """Return what a bullet is about: its first words, up to a space, a colon or the sentence's end."""
    first = re.split(r"[\s　：:。]", body.strip(), maxsplit=1)[0]
    first = re.sub(r"[(（][^()（）]*[)）]?$", "", first)
    if _FIGURE.search(first):
        first = _FIGURE.split(first)[0]
    first = re.sub(r"(?:した|しました|を行った|を実施(?:した)?)$", "", first).rstrip("をがは")
    first = _strip_years(first)
    return first if len(first) <= 60 and first.count("「") == first.count("」") else ""


def _label(item: _Item, before: str, after: str) -> tuple[str, int, bool] | None:
    """Return the words that say what a figure counts, where they start, and whether they touch it."""
    clause = before[_clause_start(before) :]
    core = _strip_years(_PREFIX.sub("", clause.rstrip())).rstrip()

    def at(label: str, *, attached: bool = False) -> tuple[str, int, bool]:
        found = before.rfind(label)
        return label, found if found >= 0 else len(before), attached

    if core.endswith(("：", ":")):
        words = core.rstrip("：:").split()
        label = _strip_years(words[-1]) if words else ""
        if label and not _GENERIC.fullmatch(label):
            return at(label)
        title = item.title if item.title and not item.above else _sentence_title(item, before)
        return (title, len(before), False) if title else None
    if clause.endswith((" ", "　")) and core.split():
        label = _strip_years(core.split()[-1])
        if _is_noun_like(label):
            return at(label)
    particle = _PARTICLE.search(core)
    stem = core[: particle.start()] if particle else core
    run = _NOUN_RUN.search(stem)
    # 「荒天で1回を中止」: the words before で, に and と are where or why, not what is counted.
    counted = particle is None or particle[0] in ("を", "が", "は", "も", "には", "では")
    if run is not None and counted and _is_noun_like(run[0]):
        # 「参加者数：専門職等10団体」 counts the 参加者数.
        titled = re.search(r"(?:^|[\s　])([^\s　：:]{2,20})[：:][^\s　：:]*$", stem[: run.start()])
        if titled and _is_noun_like(titled[1]):
            return at(titled[1])
        return at(run[0], attached=particle is None)
    spoken = re.search(r"[^\s、。をがはでにとも]{2,30}$", stem) if particle and counted else None
    if spoken and _is_noun_like(spoken[0]) and re.match(r"[一-龥々ァ-ヴーA-Za-z]", spoken[0]):
        return at(spoken[0])
    quoted = re.search(r"「([^「」]+)」$", before.rstrip())
    if quoted:
        return at(quoted[1])
    subject = _subject(before[: _clause_start(before)])
    if subject is not None and (not stem or _FIGURE.search(clause)):
        return subject, len(before), False
    if not stem and item.title:
        return item.title, len(before), False
    following = _FOLLOWING.match(after)
    return (following["noun"], len(before), False) if following else None


def _predicate(before: str, after: str) -> tuple[str, int, bool] | None:
    """Return what a closing remark says of a count: 「14指標が「A」であった」, 「3指標は…（施策①）、」."""
    match = re.match(
        r"(?:にあたる[0-9０-９]+[^\s0-9０-９がは]{1,4})?[がは](.{2,60}?)(?:、[0-9０-９]|であ|とな|だっ|。)",
        after,
    )
    if match is None or _FIGURE.search(match[1]) or re.search(r"」$", before):
        return None
    return match[1], len(before), False


def _clause_start(before: str) -> int:
    """Return where the clause of a figure starts: behind a stop, or an open bracket not closed again."""
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        char = before[index]
        if char in "。「」、\n":
            return index + 1
        if char in ")）":
            depth += 1
        elif char in "(（":
            if depth == 0:
                return index + 1
            depth -= 1
    return 0


def _subject(before: str) -> str | None:
    """Return the subject of the sentence so far: the words before its last が、 or は、."""
    sentence = before[before.rfind("。") + 1 :]
    found = re.findall(r"(?:^|[\s　、])([^\s　、。]{2,40}?)(?:について)?[はが]、", sentence)
    if not found:
        return None
    subject = re.sub(r"^.*[をがは](?=[^をがは]{3,}$)", "", found[-1])
    return subject if _is_noun_like(subject) else None


def _sentence_title(item: _Item, before: str) -> str:
    """Return the bullet's title, or where the bullet is a sentence, the sentence before the figure."""
    if item.title and not item.text.strip().startswith(item.title + "した"):
        return item.title
    sentences = [one for one in _SENTENCE.findall(before) if one.strip()]
    last = sentences[-2] if len(sentences) >= 2 else ""
    title = re.sub(r"(?:した|しました|を行った)?。$", "", last.strip())
    return title if len(title) <= 60 else item.title


def _is_noun_like(label: str) -> bool:
    plain = re.sub(r"[(（].*", "", label)
    return (
        2 <= len(plain) <= 40
        and not plain.endswith(("。", "、", "し", "て", "た", "る", "する", "から", "より", "など"))
        and re.search(r"[一-龥々ァ-ヴーA-Za-z]", plain) is not None
        and plain
        not in (
            "年度",
            "令和",
            "平成",
            "合計",
            "約",
            "延べ",
            "現在",
            "前年度",
            "昨年度",
            "今年度",
            "前年",
            "市内",
            "本市",
        )
    )


def _strip_years(text: str) -> str:
    """Take the years off both ends of a label: 「R6相談件数」 is 相談件数 of R6."""
    stripped = text.strip()
    for mention in reversed(find_years(stripped)):
        if mention.start == 0 or mention.end == len(stripped):
            stripped = (stripped[: mention.start] + stripped[mention.end :]).strip()
    return re.sub(r"^(?:年度|の|末|現在|、)+", "", stripped)


def _group_before(before: str, current: str) -> str:
    """Return the short heading without a figure in front of figures that touch their labels."""
    tokens = before.split()
    if not tokens:
        return ""
    last = tokens[-1]
    if _FIGURE.search(last):
        return current
    return last if _is_noun_like(last) and len(last) <= 20 and "。" not in last else ""


def _is_date_part(text: str, match: re.Match[str]) -> bool:
    return any(mention.start <= match.start("number") < mention.end for mention in find_years(text)) or text[
        match.end() : match.end() + 1
    ] in ("/", "／")


def _year_of(before: str, fiscal_year: int) -> int:
    """Return the fiscal year named in front of a figure in its sentence, else the report's own."""
    sentence = before[max(before.rfind("。"), before.rfind("※"), before.rfind("・")) + 1 :]
    tail = re.split(r"[\s　]", sentence)[-1] if re.search(r"[\s　]", sentence) else sentence
    if re.search(r"(?:前年度|昨年度|前年)(?:の|は|には|実績)?[：:]?約?$", before):
        return fiscal_year - 1
    mentions: list[YearMention] = find_years(tail, reference=fiscal_year)
    if not mentions:
        return fiscal_year
    last = mentions[-1]
    # 「R5より2件増」 tells what it is compared with, not what it is about.
    if re.match(r"(?:より|から|に比べ|と比べ|比)", tail[last.end :]):
        return fiscal_year
    return fiscal_year if fiscal_year in last.years else last.years[-1]


def _value(number: str) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", number).replace(",", ""))
