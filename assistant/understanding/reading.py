"""A question as read: years, kinds, operations, conditions, items named outright, and the words left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.understanding.amounts import amounts_in
from assistant.understanding.catalog import Catalog
from assistant.understanding.clauses import remarks_in
from assistant.understanding.doing import only_done
from assistant.understanding.grade_mentions import MARKS_SAID, grades_in
from assistant.understanding.grammar import Match, load_grammar
from assistant.understanding.homophones import mend_homophones
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.mending import (
    join_abbreviations,
    joined_names,
    with_lexicon_phrases,
)
from assistant.understanding.orders import KANJI, ORDINAL, limit_in, ordinal_in, rank_position_in
from assistant.understanding.outsiders import (
    departments_in,
    other_places_in,
    unknown_departments_in,
    unknown_measures_in,
)
from assistant.understanding.printed_names import measure_positions
from assistant.understanding.question import Word, fold, words_of
from assistant.understanding.slips import mend_slips
from assistant.understanding.spoken import written_form
from assistant.understanding.wordings import covered
from assistant.understanding.years import YearsRead, arabic_numerals, read_years
from corpus.headings import ordinal, read_heading
from corpus.readers.lines import Line

_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RATE_WORD = re.compile(r"達成率|進捗率|到達率")
_COMPOUND = re.compile(r"[一-龥ァ-ヶー]{4,}")
_TELLING = re.compile(
    r"増|減|伸|達成|目標|評価|対策|課題|推移|平均|合計|最|率|差|実績|予測|効果|支援|対応|問題|方針|目的|役割|背景|成果|状況"
)
_ASKED_ALONE = frozenset(["目標達成", "目標達成率", "達成状況", "評価指標", "数値目標", "目標実績"])
_NUMBER_ASKED = re.compile(
    r"何\s?(路線|系統|時間|講座|教室|クラス|学級|チーム|グループ|サークル|地点|区画|区域|町会|自治会|コマ|ケース|ページ|か所|箇所|ヶ所|団体|法人|事業者|世帯|パーセント|パー|割合|ポイント|デシベル|キロメートル|メートル|キロ|グラム|トン|万円|千円|ヘクタール"
    r"|kwh|kw|kg|ha|km|[人名件社回者校園%割倍組日台店戸棟冊部本枚点頭匹羽基歳円tg店床室軒便杯着足艇艘隻輪株袋箱尾面席曲句通缶皿編話票駅班隊])(?!課|年|度|目|番)"
)
_HOW_MANY = re.compile(
    r"いくつ|いくら|どれ(だけ|くらい|ぐらい|ほど)|どの(くらい|ぐらい|程度)|数(は|って|を|が|も|と|、|教え|知り|見せ|お願い)|何(人|名|件|社|回|割|%)|数字|件数|人数"
)
_PRINTED_NUMBER = re.compile(
    r"(?<![\d.,a-z])(\d{1,3}(?:,\d{3})+|\d{2,})(?:\.\d+)?(?=\s?(人|件|社|名|者|法人|%|回|日|冊|台|校|組|か所|団体|世帯|ha|kg|円|点|っ|とい|と|は|の|って|に|、|・))"
)
_REFERS = re.compile(
    r"^(じゃあ?|では|それでは|それ(じゃ|なら)?|で、|で,|あと|そして|ちなみに|逆に|そ(の|こ|れ|っち|ちら)|同じ(く|ように)|あ(の|れ)|この|これ|こ(こ|ちら)|一方|だったら|なら)"
)
_REFERS_INSIDE = re.compile(
    r"そいつ|あいつ|そちらの|[そこ]の(中|うち)|その(課題|理由|背景|対応|担当|内訳|後|ほか|他|年|指標|取組|実績|目標|評価|数)|それ(は|を|の|って|に|が|と|ら)|そこ(の|は|で|に|を|が)|そちら|上の(表|もの)|先ほど|さっきの"
)
_CORRECTION = re.compile(r"(そう)?(じゃ|では)?なくて|(そう)?(では|じゃ)なく|違(う|って|くて)、|訂正")
_INITIATIVE_NUMBER = re.compile(
    r"(?:no\.|no(?=\s?\d{1,2}\s?の?(?:取組|取り組み|事業|施策|指標|$))|no\s(?=\d)|ナンバー|取組|取り組み|第)\s*(\d{1,2})(?!\d|年|月|つ|番|個|回|%|指標)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the surface of one question says, before it is decided what it means."""

    raw: str
    folded: str
    asked: str  # the folded question with every name said in full masked: what is left asks
    years: YearsRead
    matches: tuple[Match, ...]
    words: tuple[Word, ...]  # content words not explained by years or the grammar
    unknown: tuple[Word, ...]  # those that neither the report nor the lexicon knows
    repaired: tuple[tuple[str, str], ...]  # (as typed, as read) of abbreviations and typos
    grades: tuple[str, ...]
    grade_or_better: bool
    measures: tuple[str, ...]
    unknown_measures: tuple[str, ...]  # 施策9 of a plan that has five
    initiatives: tuple[str, ...]
    indicators: tuple[str, ...]
    initiative_number: int | None
    departments: tuple[str, ...]
    unknown_departments: tuple[str, ...]
    other_places: tuple[str, ...]
    ordinal: int | None
    unit: str
    asks_number: bool
    numbers: tuple[str, ...]
    refers: bool
    corrects: bool
    limit: int | None
    rank_position: int | None = None  # 2番目に高い: only the n-th of an order
    flags: frozenset[str] = field(default_factory=frozenset)
    nearest: str = ""  # the words that the indicator nearest in meaning was taken for

    def has(self, *names: str) -> bool:
        """Whether any of the grammar values (「operation:trend」) occurs."""
        return any(name in self.flags for name in names)

    def slot(self, slot: str) -> tuple[str, ...]:
        """Return the values found in one grammar slot, each once, in the order of the grammar."""
        return tuple(dict.fromkeys(match.value for match in self.matches if match.slot == slot))

    @property
    def content(self) -> str:
        """The words left, as they would be searched for."""
        return " ".join(word.surface for word in self.words)


# 「来ている生徒数？」: は left out before the mark.
_ENDS_BARE = re.compile(r"([一-龥ァ-ヶー]{2}|の方|のほう)\?$")


def read_question(question: str, catalog: Catalog, linker: Linker) -> Reading:
    """Read one question against the vocabulary of one report."""
    report = catalog.report
    folded = _ENDS_BARE.sub(r"\1は?", arabic_numerals(fold(question.strip())))
    folded = written_form(folded, catalog.names_text)
    for typed, printed in catalog.dotted.items():
        folded = folded.replace(typed, printed)
    folded, converted = mend_homophones(folded, catalog)
    folded, slips = mend_slips(folded, catalog, linker)  # 更正保護女性会
    nameless = _without_names(folded, catalog)
    years = read_years(nameless, report.fiscal_year, report.years)
    matches = load_grammar().find(nameless)
    measures = _measures(folded, catalog)
    initiatives, indicators = catalog.printed.ids(fold(question))
    indicators = indicators or catalog.printed.full_names(folded)
    departments, masked = departments_in(folded, catalog)
    grades, or_better, grade_spans = grades_in(folded, catalog)
    # What only a year or a counter can be is never a name; what the grammar claims may be one.
    plan = fold(report.plan or "")
    certain = [one.span() for one in re.finditer(re.escape(plan), folded)] if len(plan) > 3 else []
    certain += [*years.spans, *[one.span() for one in _NUMBER_ASKED.finditer(folded)]]
    certain += [one.span() for one in catalog.units_asked.finditer(folded)]
    if len(years.years) > 1:
        certain += [one.span() for one in _TIMES_COUNTED.finditer(folded)]
    claimed = [*grade_spans]
    claimed += [(one.start, one.end) for one in matches if one.slot not in ("outside",)]
    claimed += [
        one.span()
        for pattern in (ORDINAL, _REFERS_INSIDE, _INITIATIVE_NUMBER, _HOW_MANY)
        for one in pattern.finditer(folded)
    ]
    claimed += [
        one.span()
        for one in re.finditer(
            r"施策|取組|取り組み|指標|担当課|各?(?:基本|重点)(?:目標|方針|政策)|政策(?![一-龥])", folded
        )
    ]
    claimed += covered(nameless)
    claimed += [(one.start, one.end + 8) for one in amounts_in(folded, years.spans)]
    lexicon = load_lexicon()
    words: list[Word] = []
    unknown: list[Word] = []
    repaired: list[tuple[str, str]] = [*converted, *slips]
    for word in joined_names(with_lexicon_phrases(masked, words_of(masked)), masked, catalog):
        filler = word.surface in lexicon.fillers or word.normal in lexicon.fillers
        if filler and not _in_a_name(word, masked, catalog):
            continue
        if any(word.start < end and start < word.end for start, end in certain):
            continue
        generic = word.surface in lexicon.generic or word.normal in lexicon.generic
        if generic and (word.surface in _EMPTY or not _printed_some_way(word.surface, catalog)):
            continue
        if any(start <= word.start and word.end <= end for start, end in claimed):
            # A claimed word may still belong to a name (周知, 効果): keep it when the name needs it.
            if len(word.surface) == 1 or word.surface not in catalog.names_text:
                continue
            if word.surface in ("評価", "目標", "実績", "達成率", "達成", "率"):
                continue
        if word.surface[0] in "全各" and word.surface[1:] in lexicon.fillers:
            continue
        slip = len(word.surface) <= 2 and re.fullmatch(r"[ぁ-ん]+", word.surface) is not None
        if (slip or word.surface in MARKS_SAID) and not linker.known(word):
            continue
        if len(word.surface) == 1 and (
            word.surface.isascii() or word.surface in "人件名回者課月日割国市区町何子対"
        ):
            continue
        if len(word.surface) > 1 and not linker.known(word):
            stands_for = linker.resolve(word)
            if stands_for is not None:
                repaired.append((word.surface, stands_for.surface))
                word = stands_for
            elif only_done(word, masked):
                continue
            elif word.part == "noun":
                unknown.append(word)
        words.append(word)
    words, unknown = _without_remarks(words, unknown, remarks_in(folded), linker)
    words, joined = join_abbreviations(words, catalog, linker)
    words = [one for one in words if len(one.surface) > 1 or one.surface not in "社"]
    repaired.extend(joined)
    ordinal = ordinal_in(folded)
    unit_match = _NUMBER_ASKED.search(folded) or catalog.units_asked.search(folded)
    unit = unit_match.group(1) if unit_match else ""
    number_match = _INITIATIVE_NUMBER.search(folded)
    limit = limit_in(folded)
    return Reading(
        raw=question,
        folded=folded,
        asked=nameless,
        years=years,
        matches=matches,
        words=tuple(words),
        unknown=tuple(unknown),
        repaired=tuple(repaired),
        grades=grades,
        grade_or_better=or_better,
        measures=measures,
        unknown_measures=unknown_measures_in(folded, catalog) if not measures else (),
        initiatives=initiatives,
        indicators=indicators,
        initiative_number=int(number_match.group(1)) if number_match and not initiatives else None,
        departments=departments,
        unknown_departments=unknown_departments_in(masked, catalog),
        other_places=other_places_in(folded, catalog),
        ordinal=ordinal,
        unit=_unit_asked(unit, folded),
        asks_number=bool(_HOW_MANY.search(folded)) or unit_match is not None,
        numbers=tuple(
            one.group().replace(",", "") for one in _PRINTED_NUMBER.finditer(_mask(folded, list(years.spans)))
        ),
        refers=bool(_REFERS.search(folded) or _REFERS_INSIDE.search(folded)),
        corrects=bool(_CORRECTION.search(folded)),
        limit=limit,
        rank_position=rank_position_in(folded),
        flags=frozenset(f"{one.slot}:{one.value}" for one in matches),
    )


def _without_remarks(
    words: list[Word], unknown: list[Word], remarks: tuple[tuple[int, int], ...], linker: Linker
) -> tuple[list[Word], list[Word]]:
    """Drop the words of remarks that name no item, where what is left names one; what narrows stays."""
    narrowing = load_lexicon().narrowing

    def idle(word: Word) -> bool:
        beside = any(start <= word.start and word.end <= end for start, end in remarks)
        return beside and not linker.names(word) and word.surface not in narrowing

    kept = [word for word in words if not idle(word)]
    if len(kept) == len(words) or not any(word.part == "noun" and linker.names(word) for word in kept):
        known = [word for word in words if word not in unknown or not idle(word)]
        if not any(word.part == "noun" and linker.known(word) for word in known):
            return words, unknown
        kept = known
    return kept, [word for word in unknown if not idle(word)]


def _printed_some_way(surface: str, catalog: Catalog) -> bool:
    """Whether a name says a word without content of its own, or what it stands for: 市全体, 市域."""
    names = catalog.names_text
    return surface in names or (
        len(surface) >= 3
        and any(len(one) >= 2 and one in names for one in load_lexicon().alternatives(surface))
    )


# One-letter words that say nothing even where a name has them.
_EMPTY = frozenset(
    "俗倍儘文実孫有誠逆際上下中丸主事今他件例係値側元先内処列別前勘印号問型域増外奥奴姿室局差巷市幅年形後念急所数文旨昔時更有期末柱桁欄次段比気注減無物略皆真章筈筋策緒行術表裏要訳評話課諸謎軸逆部量間際頁頃項順類"
)
_COUNTED = frozenset("件数 人数 者数 回数 総数 割合 比率 数値 実績 目標 評価 指標 状況 達成 年度".split())


def _in_a_name(word: Word, folded: str, catalog: Catalog) -> bool:
    """Whether a word without content of its own stands inside a compound that a name prints: 関連イベント."""
    if len(word.surface) < 2 or word.part != "noun" or word.surface in _COUNTED:
        return False
    for match in _COMPOUND.finditer(folded):
        if match.start() <= word.start and word.end <= match.end() and match.group() != word.surface:
            return catalog.printed.is_part_of_a_name(match.group())
    return False


def _without_names(folded: str, catalog: Catalog) -> str:
    """Mask the names of items said in full: 対策 in 自殺対策の推進 asks for no countermeasure."""
    headings = [fold(one.heading) for one in catalog.measures.values()]
    for department in map(fold, catalog.departments):
        if len(department) > 2 and department in folded:  # 対策 in 鳥獣対策室 asks for no countermeasure
            folded = folded.replace(department, "□" * (len(department) - 1) + department[-1])
    for name in (*catalog.printed.names_in(folded), *headings, "基本目標", "重点目標"):
        if len(name) > 2 and name in folded:
            folded = folded.replace(name, "□" * len(name))
    for match in _COMPOUND.finditer(folded):
        # 社会増減 is part of a name and asks for no change.
        run = match.group()
        if _TELLING.search(run) and run not in _ASKED_ALONE and catalog.printed.is_part_of_a_name(run):
            folded = f"{folded[: match.start()]}{'□' * len(run)}{folded[match.end() :]}"
    for match in _RATE_WORD.finditer(folded):
        # 環境基準達成率 is part of a name; 達成率 alone is what is asked.
        before = folded[max(0, match.start() - 2) : match.start()]
        if len(before) == 2 and catalog.printed.is_part_of_a_name(before + match.group()):
            folded = f"{folded[: match.start()]}{'□' * len(match.group())}{folded[match.end() :]}"
    return folded


_WRITTEN_OUT = {
    "パー": "%",
    "パーセント": "%",
    "ポイント": "%",
    "グラム": "g",
    "キロ": "kg",
    "トン": "t",
    "ヘクタール": "ha",
    "メートル": "m",
    "キロメートル": "km",
}
# 「目標に対する割合」 is a rate of any indicator, not an indicator in %.
_PART_OF_TARGET = re.compile(r"(目標|計画)(値)?(に対する|との|に占める|の)(割合|比率)")


def _unit_asked(counter: str, folded: str) -> str:
    """Return the unit that a question asks in: its counter, or what 割合, 人数 or 件数 imply."""
    if counter:
        return _WRITTEN_OUT.get(counter, counter)
    folded = _PART_OF_TARGET.sub("", folded)
    for word, unit in (
        ("割合", "%"),
        ("人数", "人"),
        ("者数", "人"),
        ("会員数", "人"),
        ("件数", "件"),
        ("回数", "回"),
    ):
        if word in folded:
            return unit
    return (
        "%" if re.search(r"[^確効倍能比]率(は|が|を|って|の|$|\?)", folded) and "達成率" not in folded else ""
    )


def _mask(folded: str, spans: list[tuple[int, int]]) -> str:
    chars = list(folded)
    for start, end in spans:
        chars[start:end] = "。" * (end - start)
    return "".join(chars)


def _levels_over(catalog: Catalog) -> list[tuple[str, str, str]]:
    """Return (word, number, measure) of the level over each measure: 基本目標, 2, the id of a 施策."""
    levels = []
    for measure in catalog.measures.values():
        heading = read_heading(Line(0, (measure.above,))) if measure.above else None
        number = ordinal(heading.number) if heading is not None else None
        if heading is not None and number is not None:
            levels.append((fold(heading.word), str(number), measure.id))
    return levels


def _spellings(number: str) -> str:
    """Return how the number of a level may be typed: 2, Ⅱ, ②, 二."""
    at = int(number) - 1
    marks = [one[at] for one in ("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", _MARKS, "一二三四五六七八九") if at < len(one)]
    return "|".join([number, *marks])


# 「3か年合わせて延べ何人」: how people are counted over the years, no part of a name.
_TIMES_COUNTED = re.compile(r"(?:延べ|のべ)(?=で?何)")
_LEVEL = r"(?P<level>基本目標|基本方針|重点目標|方針|政策|施策|柱)"
_NUMBER_BEHIND = re.compile(
    rf"{_LEVEL}(?:の\s*(?=\d+番)|\((?=\d+(?:番目?)?\)))(?P<number>\d{{1,2}})(?:番目?)?\)?"
)
_NUMBER_BEFORE = re.compile(rf"(?<![-\d])(?P<number>\d{{1,2}})(?:番目?|つ目)の{_LEVEL}")


def _measures(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """Measures named by their printed number: 施策①, 施策1, 基本目標Ⅰ, ①と②."""
    found: dict[str, None] = {}
    ids = {fold(measure.id): measure.id for measure in catalog.measures.values()}
    ordinals = measure_positions(catalog)
    own = {fold(one.heading) for one in catalog.measures.values()}
    over = _levels_over(catalog)
    # 基本目標(4番), 4番の基本目標, 方針の2番目: the number beside the level.
    folded = _NUMBER_BEHIND.sub(r"\g<level>\g<number>", _NUMBER_BEFORE.sub(r"\g<level>\g<number>", folded))
    for word, number, measure in over:
        # 基本目標2 over 施策 is no measure: it stands for those under it.
        if word not in own and re.search(
            rf"{re.escape(word)}\s*の?(?:{_spellings(number)})(?![-\d])", folded
        ):
            found[measure] = None
    # Where the 取組 are called 施策, 施策3 is no measure.
    below = {"施策"} if own and "施策" not in own and catalog.calls_initiatives("施策") else set()
    own |= {"施策", "基本目標"} - {word for word, _, _ in over} - below
    for match in re.finditer(r"(?:基本目標|基本方針|政策)\s*の?(\d{1,2})(?![-\d])", folded):
        # 施策 numbered 2-1 and 2-2 stand under 基本目標2, though no level of that name is held.
        under = [one for id_, one in ids.items() if id_.startswith(f"{match.group(1)}-")]
        if under and match.group()[:2] not in {one[:2] for one in own - {"施策", "基本目標"}}:
            found |= dict.fromkeys(under)
            own -= {"基本目標"}
    headings = "|".join(map(re.escape, own))
    for match in re.finditer(
        rf"(?:{headings})\s*の?(\d{{1,2}}|[{_MARKS}ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[一二三四五六七八九])(?![-\d]|つ|本|個|指標|[覧部式致環]|番[^のはをがに])",
        folded,
    ):
        mark = match.group(1)
        if mark in ids:
            found[ids[mark]] = None
        elif mark in ordinals:
            found[ordinals[mark]] = None
        elif mark in _MARKS and str(_MARKS.index(mark) + 1) in ordinals:
            found[ordinals[str(_MARKS.index(mark) + 1)]] = None
        elif mark in KANJI and str(KANJI[mark]) in ordinals:
            found[ordinals[str(KANJI[mark])]] = None
    for match in re.finditer(
        rf"(?:{headings})\s*の?(?:\d{{1,2}}|[一二三四五六七八九])((?:\s*(?:と|、|・|および|及び|,)\s*(?:\d{{1,2}}|[一二三四五六七八九])(?![\d年人件社つ%割番個位]))+)",
        folded,
    ):
        for said in re.findall(r"\d{1,2}|[一二三四五六七八九]", match.group(1)):
            number = said if said.isdigit() else str(KANJI[said])
            if number in ids or number in ordinals:
                found[ids.get(number, ordinals.get(number, ""))] = None
    for match in re.finditer(r"(?<![\d-])\d{1,2}-\d{1,2}(?![-\d#])", folded):
        if match.group() in ids and match.group() not in catalog.initiatives:
            found[ids[match.group()]] = None
    for quoted in re.findall(r"[「『]([^」』]{2,20})[」』]", folded):
        inside = [one.id for one in catalog.measures.values() if quoted in fold(one.name or "")]
        if len(inside) == 1 and catalog.has_measures:
            found[inside[0]] = None
    for each in catalog.measures.values():
        name = fold(each.name or "")
        if len(name) >= 4 and name in folded and catalog.has_measures:
            others = [fold(one.name or "") for one in catalog.indicators.values()]
            if not any(other != name and name in other and other in folded for other in others):
                found[each.id] = None
    for match in re.finditer(rf"[{_MARKS}](?!-?\d)", folded):
        if match.group() in ids:
            found[ids[match.group()]] = None
    return tuple(found)
