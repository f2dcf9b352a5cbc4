"""Numbers held against something: 「80%未満」「千を超える」「9割を切る」「10%以上減った」."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from index.set_query import Comparison

_NUMBER = r"(?:(?<![\da-z])(?:マイナス|-|▲)?\d[\d,]*(?:\.\d+)?[千万百]?|[一二三四五六七八九十百千万]{1,7})"
_UNIT = (
    r"(?:割(?!れ|り|る|込|っ)(?:\d分)?|%|パーセント|パー|ポイント|pt|か所|箇所|ヶ所|団体|法人|事業者|事業所|世帯|"
    r"t-co2|千円|万円|億円|ヘクタール|トン|キロ|グラム|kwh|kw|kg|ha|[人名件社回者校園倍台店戸棟冊部本点頭羽基t円g床室軒])?"
)
_WORDS: tuple[tuple[Comparison, str], ...] = (
    (
        Comparison.AT_LEAST,
        r"以上|に(?:達し|届い|到達|乗|のっ|載)(?:た|て|っ)?(?!な|い?ない|い?ません|ませ|き?ませ|きな)|を?キープ",
    ),
    (Comparison.AT_MOST, r"以下|以内|まで(?=の(?:指標|もの)|しか)|に(?:とど|留)ま"),
    (
        Comparison.LESS,
        r"未満|を?切(?:る|っ|り|れ)|を?割(?:り込|る|っ|れ|り|込)|を?下回|に?(?:満た|届か|達し(?:て)?(?:い)?な|いか|行か|届い(?:て)?(?:い)?な|届(?:い(?:て)?(?:い)?|き)ません|達し(?:て)?(?:い)?ません)|"
        r"(?:に|にも|も)?(?:まだ)?(?:満た|届か|届い(?:て)?(?:い)?な|達し(?:て)?(?:い)?な|いって(?:い)?な|行って(?:い)?な|乗って(?:い)?な)|より(?:少|小|低|下)|ない(?=指標|もの)|足らず|弱",
    ),
    (Comparison.MORE, r"を?超(?:え|す|過)?|を?こえ|を?上回|より(?:多|大|高|上)|オーバー|越え|強"),
)
_COMPARED = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})\s*(?P<filler>(?:の(?:大台|ライン|水準))?(?:に|を|も|は|すら|さえ|にも|台)?)\s*(?:"
    + "|".join(f"(?P<c{index}>{words})" for index, (_, words) in enumerate(_WORDS))
    + ")"
)
_MOVES = re.compile(
    r"^(?:の幅で|の|えて|て|も|ほど|くらい|ぐらい|ずつ)?\s*(?:(?P<down>減|下が|落ち|下落|低下|マイナス|縮小|目減り|悪化)|(?P<up>増|上が|伸び|上昇|プラス|拡大|改善))"
)
# 超えていない, 切っていない, 100人以上ではない: the other way round.
_DENIED = re.compile(
    r"^(?:え|て|って|っ|ら|し|い)*(?:い)?(?:な[いかく]|ません)|^(?:え)?(?:て)?(?:い)?ない|^(?:じゃ|では|で)(?:な|あり)"
)
_SHORT_OF = re.compile(r"満た|届|達し|いか|行か|いって|行って|乗って|少$")
_OPPOSITE = {
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE,
    Comparison.EQUAL: Comparison.NOT_EQUAL,
    Comparison.NOT_EQUAL: Comparison.EQUAL,
}
_EXACT = re.compile(rf"(?:ちょうど|ぴったり|丁度)\s*(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit and how it is held against; `moves` is -1 or +1 where a change is measured.

    `unit` is as written: % for percentages; 割 has been made percent.
    """

    number: Decimal
    unit: str
    comparison: Comparison
    start: int
    end: int
    moves: int = 0


def amounts_in(folded: str, years: tuple[tuple[int, int], ...] = ()) -> tuple[Amount, ...]:
    """Return every compared number of a folded question; what spells a year (`years`, spans) is none."""
    masked = list(folded)
    for start, end in years:
        masked[start:end] = "。" * (end - start)
    text = "".join(masked)
    found = []
    for match in _COMPARED.finditer(text):
        comparison = next(one for index, (one, _) in enumerate(_WORDS) if match[f"c{index}"] is not None)
        amount = _amount(match, comparison)
        if amount is None:
            continue
        rest = text[match.end() :]
        short_of = comparison is Comparison.LESS and _SHORT_OF.search(match.group())  # 満たない denies once
        if _DENIED.match(rest) and not short_of:
            amount = replace(amount, comparison=_OPPOSITE[comparison])
        moved = _MOVES.match(rest)
        if moved is None or (comparison in (Comparison.LESS,) and "未満" not in match.group()):
            found.append(amount)
            continue
        found.append(
            Amount(
                amount.number,
                amount.unit,
                amount.comparison,
                amount.start,
                match.end() + moved.end(),
                -1 if moved["down"] else 1,
            )
        )
    for match in _BAND.finditer(text):
        if not any(one.start <= match.start() < one.end for one in found):  # 「80%台を割り込んだ」
            found += _band(match)
    for match in _EXACT.finditer(text):
        amount = _amount(match, Comparison.EQUAL)
        if amount is not None and not any(one.start <= amount.start < one.end for one in found):
            found.append(amount)
    return tuple(sorted(found, key=lambda one: one.start))


# 9割台, 80%台, 200人台: from the number up to the next of its leading digit.
_BAND = re.compile(
    r"(?<![\d.,])(?P<number>\d[\d,]*)\s*(?P<unit>割|%|パーセント|人|件|社|回|校|世帯|か所|団体)台(?!風|数|帳|紙|本)"
)


def _band(match: re.Match[str]) -> list[Amount]:
    number, unit = Decimal(match["number"].replace(",", "")), match["unit"]
    if unit == "割":
        number, unit = number * 10, "%"
    unit = "%" if unit == "パーセント" else unit
    digits = len(str(int(number)))
    width = Decimal(10) ** (digits - 1) if number % (Decimal(10) ** (digits - 1)) == 0 else Decimal(10)
    return [
        Amount(number, unit, Comparison.AT_LEAST, match.start(), match.end()),
        Amount(number + width, unit, Comparison.LESS, match.start(), match.end()),
    ]


def _amount(match: re.Match[str], comparison: Comparison) -> Amount | None:
    number = _value(match["number"])
    if number is None:
        return None
    unit = match["unit"] or ""
    if unit.startswith("割"):
        number = number * 10 + (Decimal(unit[1]) if len(unit) > 1 else 0)
        unit = "%"
    elif unit in ("パーセント", "パー"):
        unit = "%"
    return Amount(number, unit, comparison, match.start(), match.end())


def _value(text: str) -> Decimal | None:
    plain = text.replace(",", "").replace("マイナス", "-").replace("▲", "-")
    scale = {"百": 100, "千": 1000, "万": 10_000}
    if plain and plain[-1] in scale and plain[:-1] and plain[0].isdigit():
        return Decimal(plain[:-1]) * scale[plain[-1]]
    try:
        return Decimal(plain)
    except InvalidOperation:
        return _kanji_value(plain)


def _kanji_value(text: str) -> Decimal | None:
    """Read 千, 二百, 一万五千; None where it is no number."""
    digits = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
    scales = {"十": 10, "百": 100, "千": 1000}
    total = section = digit = 0
    for char in text:
        if char in digits:
            digit = digits[char]
        elif char in scales:
            section += (digit or 1) * scales[char]
            digit = 0
        elif char == "万":
            total += ((section + digit) or 1) * 10_000
            section = digit = 0
        else:
            return None
    value = total + section + digit
    return Decimal(value) if value else None
