"""Which fiscal years a question names: era and Western spellings, relative words, ranges.

Relative words count from the report's own year (contract, "Years"), never from today.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.fiscal import YearMention, find_years, fiscal_year_of_date, kanji_to_int

_FROM = re.compile(r"^\s*(年度?)?\s*(から|~|-|ー|以降|以後|より)\s*")
_PAIR = re.compile(r"^\s*(年度?)?\s*(→|⇒|>|と|、|,|・|および|及び|and|&|vs|対)\s*")
_OPEN_END = re.compile(r"^\s*(から(?!何|どれ|どの|いく|減|増|比|見|下|上|落|目標)|以降|以後|~)")
_MONTH = re.compile(r"^[./](1[0-2]|[1-9])(?!\d)(月?末|月|時点|現在)?")
_RELATIVE: tuple[tuple[str, int], ...] = (
    (r"一昨年度?|おととし|2年前|前々年度?", -2),
    (r"3年前", -3),
    (r"昨年度?|前年度?|去年度?|前の年度?|(?<!\d)1年前|昨季", -1),
    (r"再来年度?", 2),
    (r"来年度?|次年度|翌年度(?!\d*4月)|次の年", 1),
    (r"直近(?!の?\d)(の年度)?|現時点|足元", 0),
    (r"今年度?|本年度|当年度|今期|報告年度|最新(年度)?", 0),
)
_LAST_N = re.compile(
    r"(?:(?:直近|過去|ここ|最近|この)の?(\d+|[二三四五])(?:か|ヶ|カ|箇)?年(?!連続|続|前)(?:間|度)?|(?<![年度\d])(\d|[二三四五])(?:か|ヶ|カ|箇)年(?!連続|続|前)(?:間|度)?(?=の|で|を|分|ぶん|、|合わせ|合計|通|足|トータル|平均))"
)
# 令和4・5・6年度: the era is said once for all of them.
_ENUMERATED = re.compile(
    r"(?P<era>令和|平成|昭和|r|h|s)(?P<first>元|\d{1,2})(?:年度?)?(?P<more>(?:[・,、と](?:元|\d{1,2})(?!\d|月|日|人|件|つ))+)(?:年度|(?<=・\d)(?!年))"
)
_AS_MANY = re.compile(r"(?<![\d年])(?:[2-9]|[二三四五])(?:(?:か|ヶ|カ|箇)年(?:間|度|分)?|年(?:間|分))")
# 「コロナ前(令和元年度)」: what is said before the brackets is the year, no item.
_DESCRIBED = re.compile(
    r"(?<![一-龥ァ-ヶー])[一-龥ァ-ヶー]{1,10}の?(前|後|禍|下|時|当時|年|直前|直後|以前|以降|期|年度|元年|頃|ころ)の?(年度?)?[(〔［]$"
)
_ALL = re.compile(r"全(て|部)?の?年度?(?!間)|毎年|年(度)?ごと|各年度?|これまでの推移|全期間|計画期間")
_FINAL = re.compile(r"最終的(に|には)|(計画)?(の)?(最終|終了|最後の)(年度|年|目標)|計画終期")
_FIRST = re.compile(r"(計画)?(の)?(初年度|最初の年度?|開始年度?|当初年度)")
# 「前年度より減った」 compares, it does not ask for last year's value.
_COMPARES = re.compile(
    r"^\s*(の(実績|数|値|数字))?(の(\d+(\.\d+)?|何)(倍|割|%)|より|から|と(見?比|較|どう|の差|照ら|並べ)|に(比|対)|比|を(上|下)回|差|割れ|並み|と同じ)"
)


@dataclass(frozen=True, slots=True)
class YearsRead:
    """The fiscal years that a question names.

    `years` is oldest first and empty where none is named. `is_range` marks a run of years;
    `all_years` a wish for every year held; `versus_previous` a comparison with the year
    before; `relative` that a word such as 昨年度 was used (the answer then names the year).
    `spans` are the parts of the folded question that were explained.
    """

    years: tuple[int, ...] = ()
    is_range: bool = False
    all_years: bool = False
    versus_previous: bool = False
    relative: bool = False
    spans: tuple[tuple[int, int], ...] = ()


_KANJI_YEAR = re.compile(r"[一二][〇零一二三四五六七八九]{3}(?=年)")
_KANJI_COUNT = re.compile(
    r"(?<![一-龥])[一二三四五六七八九十]{1,3}(?=年度|割|年連続|年続|か年|ヶ年)|(?<=令和|平成|昭和)[一二三四五六七八九十]{1,3}(?=年)"
)
_ZERO_TO_NINE = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}


def arabic_numerals(folded: str) -> str:
    """Write kanji numerals before 年度, 割 and the like as digits: 二〇二四年度 is 2024年度, 八割 8割."""
    folded = _KANJI_YEAR.sub(lambda match: "".join(_ZERO_TO_NINE[char] for char in match.group()), folded)
    return _KANJI_COUNT.sub(lambda match: str(kanji_to_int(match.group()) or match.group()), folded)


def read_years(folded: str, report_year: int, held: tuple[int, ...]) -> YearsRead:
    """Read the fiscal years of a folded question; `held` are the years that the report has columns for."""
    spans: list[tuple[int, int]] = []
    years: list[int] = []
    is_range = all_years = versus_previous = relative = False

    for several in list(_ENUMERATED.finditer(folded)):
        first = several["first"]
        for number in [first, *re.findall(r"元|\d{1,2}", several["more"])]:
            years.extend(one for each in find_years(f"{several['era']}{number}年度") for one in each.years)
        spans.append(several.span())
        folded = f"{folded[: several.start()]}{'□' * len(several.group())}{folded[several.end() :]}"
    mentions = find_years(folded, reference=report_year)
    index = 0
    while index < len(mentions):
        mention = mentions[index]
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        spans.append((mention.start, mention.end))
        if following and _between(folded, mention, following, _FROM):
            low, high = sorted((mention.years[0], following.years[-1]))
            years.extend(_years_between(low, high, held))
            is_range = True
            spans.append((mention.end, following.end))
            index += 2
            continue
        rest = folded[mention.end :]
        if (month := _MONTH.match(rest)) and len(mention.years) == 1:
            # R7.3末 is a day, in the fiscal year before when it lies in January to March.
            years.append(fiscal_year_of_date(mention.years[0], int(month.group(1))))
            spans.append((mention.end, mention.end + month.end()))
            index += 1
            continue
        years.extend(mention.years)
        is_range = is_range or mention.is_range
        if following is None and len(years) == 1 and (opened := _OPEN_END.match(rest)):
            years.extend(_years_between(years[0], max(report_year, years[0]), held)[1:])
            is_range = True
            spans.append((mention.end, mention.end + opened.end()))
        elif following and (paired := _PAIR.match(rest)) and paired.end() == following.start - mention.end:
            spans.append((mention.end, following.start))
        index += 1

    for mention in mentions:
        described = _DESCRIBED.search(folded[: mention.start])
        if described and folded[mention.end : mention.end + 1] in (")", "〕", "］"):
            spans.append((described.start(), mention.end + 1))  # コロナ前(令和元年度)
    taken = list(spans)
    for pattern, offset in _RELATIVE:
        for match in re.finditer(pattern, folded):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            spans.append(match.span())
            if offset == -1 and _COMPARES.match(folded[match.end() :]):
                versus_previous = True
            else:
                years.append(report_year + offset)
                relative = True
    if last := _LAST_N.search(folded):
        said = last.group(1) or last.group(2)
        count = int(said) if said.isdigit() else "一二三四五".index(said) + 1
        if len(set(years)) != count:  # 「令和4・5・6年度の3か年」 has said which they are
            years.extend(range(report_year - count + 1, report_year + 1))
        is_range = True
        spans.append(last.span())
    if len(set(years)) > 1:
        spans += [one.span() for one in _AS_MANY.finditer(folded)]  # 「4・5・6年度の3か年」
    if final := _FINAL.search(folded):
        spans.append(final.span())
        if held and not years:
            years.append(held[-1])
            relative = True
    if first := _FIRST.search(folded):
        spans.append(first.span())
        if held and not years:
            years.append(held[0])
            relative = True
    if every := _ALL.search(folded):
        spans.append(every.span())
        all_years = True
    return YearsRead(tuple(sorted(set(years))), is_range, all_years, versus_previous, relative, tuple(spans))


def _years_between(low: int, high: int, held: tuple[int, ...]) -> list[int]:
    """The years of a range; where the report has columns for both ends, only those it has columns for."""
    every = list(range(low, high + 1))
    return [one for one in every if one in held] if low in held and high in held else every


def _between(folded: str, first: YearMention, second: YearMention, joint: re.Pattern[str]) -> bool:
    gap = folded[first.end : second.start]
    match = joint.match(gap)
    return match is not None and match.end() == len(gap)
