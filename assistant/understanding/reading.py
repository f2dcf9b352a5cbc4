"""A question as read: years, kinds, operations, conditions, items named outright, and the words left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.understanding.amounts import amounts_in
from assistant.understanding.catalog import Catalog, ItemKind
from assistant.understanding.grade_words import grade_words_in
from assistant.understanding.grammar import Match, load_grammar
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.linker import Linker
from assistant.understanding.mending import join_abbreviations, mended_compound, with_lexicon_phrases
from assistant.understanding.question import Word, fold, words_of
from assistant.understanding.wordings import covered
from assistant.understanding.years import YearsRead, read_years

_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RATE_WORD = re.compile(r"達成率|進捗率|到達率")
_COMPOUND = re.compile(r"[一-龥ァ-ヶー]{4,}")
_TELLING = re.compile(
    r"増|減|伸|達成|目標|評価|対策|課題|推移|平均|合計|最|率|差|実績|予測|効果|支援|対応|問題|方針|目的|役割|背景|成果|状況"
)
_ASKED_ALONE = frozenset(["目標達成", "目標達成率", "達成状況", "評価指標", "数値目標", "目標実績"])
_ORDINAL = re.compile(
    r"(\d+|[一二三四五六七八九])(つ目|番目|個目|本目)|第(\d+|[一二三四五])指標|もう(一つ|1つ|ひとつ)"
)
_KANJI = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}
_NUMBER_ASKED = re.compile(
    r"何\s?(か所|箇所|ヶ所|団体|法人|事業者|世帯|パーセント|パー|割合|ポイント|デシベル|キロ|グラム|トン|万円|千円|ヘクタール"
    r"|kwh|kw|kg|[人名件社回者校園%割倍日台店戸棟冊部本枚点頭匹羽基歳円tg店床室軒])(?!課|年|度|目|番)"
)
_HOW_MANY = re.compile(
    r"いくつ|いくら|どれ(だけ|くらい|ぐらい|ほど)|どの(くらい|ぐらい|程度)|数(は|って|を|が|も|と|、)|何(人|名|件|社|回|割|%)|数字|件数|人数"
)
_PRINTED_NUMBER = re.compile(
    r"(?<![\d.,a-z])(\d{1,3}(?:,\d{3})+|\d{2,})(?:\.\d+)?(?=\s?(人|件|社|名|者|法人|%|回|っ|とい|と|は|の|って|に|、|・))"
)
_GRADE_WORD = re.compile(
    r"(?<![a-z])([sabcde])(?![a-z])(?=[」』]?\s?(じゃ|ラン|まで|から|へ|のまま|だけ|しか|ばかり|より|以外|以下|未満|取|:|で|て|以上|または|又は|もしくは|か[a-e]|評価|判定|ランク|を|が|は|の|って|と|、|や|だ|に|な|,|・|/|も|合|$|\?))"
)
_REFERS = re.compile(
    r"^(じゃあ?|では|それでは|それ(じゃ|なら)?|で、|で,|あと|そして|ちなみに|逆に|そ(の|こ|れ|っち|ちら)|同じ(く|ように)|あ(の|れ)|この|これ|こ(こ|ちら)|一方|だったら|なら)"
)
_REFERS_INSIDE = re.compile(
    r"[そこ]の(中|うち)|その(課題|理由|背景|対応|担当|内訳|後|ほか|他|年|指標|取組|実績|目標|評価|数)|それ(は|を|の|って|に|が|と|ら)|そこ(の|は|で|に|を|が)|そちら|上の(表|もの)|先ほど|さっきの"
)
_CORRECTION = re.compile(r"(そう)?(じゃ|では)?なくて|(そう)?(では|じゃ)なく|違(う|って|くて)、|訂正")
_INITIATIVE_NUMBER = re.compile(
    r"(?:no\.?|ナンバー|取組|取り組み|第)\s*(\d{1,2})(?!\d|年|月|つ|番|個|回|%|指標)"
)
_DEPARTMENT_LIKE = re.compile(
    r"(?!所管課|主管課|担当課)[一-龥ァ-ヶー・]{2,12}?(課|室|局|事務所|出張所)(?![題程金外目])"
)
_PLACE = re.compile(
    r"([一-龥]{2,4}?|[ァ-ヶー]{2,6})(市|町|村|県|府|都)(?!民|長|営|内|外|区|議|税|立|道|全|報|役|全体|社協|職員|hp|政|の(取|担|対|見|考|方|計|報|施|課|評|目|実|説|方針|立場|動|窓))"
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


def read_question(question: str, catalog: Catalog, linker: Linker) -> Reading:
    """Read one question against the vocabulary of one report."""
    report = catalog.report
    folded = fold(question.strip())
    nameless = _without_names(folded, catalog)
    years = read_years(nameless, report.fiscal_year, report.years)
    matches = load_grammar().find(nameless)
    measures = _measures(folded, catalog)
    initiatives, indicators = _printed_ids(question, catalog)
    indicators = indicators or _full_names(folded, catalog)
    departments, masked = _departments(folded, catalog)
    grades, or_better, grade_spans = _grades(folded, catalog)
    # What only a year or a counter can be is never a name; what the grammar claims may be one.
    certain = [*years.spans, *[one.span() for one in _NUMBER_ASKED.finditer(folded)]]
    claimed = [*grade_spans]
    claimed += [(one.start, one.end) for one in matches if one.slot not in ("outside",)]
    claimed += [
        one.span()
        for pattern in (_ORDINAL, _REFERS_INSIDE, _INITIATIVE_NUMBER, _HOW_MANY)
        for one in pattern.finditer(folded)
    ]
    claimed += [
        one.span() for one in re.finditer(r"施策|取組|取り組み|指標|担当課|基本目標|基本方針", folded)
    ]
    claimed += covered(nameless)
    claimed += [(one.start, one.end + 8) for one in amounts_in(folded, years.spans)]
    lexicon = load_lexicon()
    words: list[Word] = []
    unknown: list[Word] = []
    repaired: list[tuple[str, str]] = []
    for word in with_lexicon_phrases(masked, words_of(masked)):
        if word.surface in lexicon.fillers or word.normal in lexicon.fillers:
            continue
        if any(word.start < end and start < word.end for start, end in certain):
            continue
        if word.surface in lexicon.generic or word.normal in lexicon.generic:
            named = any(
                word.surface in item.name for item in catalog.items if item.kind is not ItemKind.BLOCK
            )
            if not named or len(word.surface) == 1:
                continue
        if any(start <= word.start and word.end <= end for start, end in claimed):
            # A claimed word may still belong to a name (周知, 効果): keep it when the name needs it.
            if not any(len(word.surface) > 1 and word.surface in item.name for item in catalog.items):
                continue
            if word.surface in ("評価", "目標", "実績", "達成率", "達成", "率"):
                continue
        if word.surface[0] in "全各" and word.surface[1:] in lexicon.fillers:
            continue
        if len(word.surface) == 1 and (
            word.surface.isascii() or word.surface in "人件名回者課月日割国市区町何"
        ):
            continue
        if len(word.surface) > 1 and not linker.known(word):
            stands_for = linker.resolve(word)
            if stands_for is not None:
                repaired.append((word.surface, stands_for.surface))
                word = stands_for
            elif word.part == "noun" and (mended := mended_compound(word, masked, catalog)):
                repaired.append(mended)  # 更正保護女性会: read as the name that is one letter away
                words.append(Word(mended[1], mended[1], "noun", word.start, word.end))
                continue
            elif word.part == "noun":
                unknown.append(word)
        words.append(word)
    words, joined = join_abbreviations(words, catalog, linker)
    words = [one for one in words if len(one.surface) > 1 or one.surface not in "社"]
    repaired.extend(joined)
    ordinal = _ordinal(folded)
    unit_match = _NUMBER_ASKED.search(folded)
    unit = unit_match.group(1) if unit_match else ""
    number_match = _INITIATIVE_NUMBER.search(folded)
    limit = _limit(folded)
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
        initiatives=initiatives,
        indicators=indicators,
        initiative_number=int(number_match.group(1)) if number_match and not initiatives else None,
        departments=departments,
        unknown_departments=_unknown_departments(masked, catalog),
        other_places=_other_places(folded, catalog),
        ordinal=ordinal,
        unit=_unit_asked(unit, folded),
        asks_number=bool(_HOW_MANY.search(folded)) or unit_match is not None,
        numbers=tuple(
            one.group().replace(",", "") for one in _PRINTED_NUMBER.finditer(_mask(folded, list(years.spans)))
        ),
        refers=bool(_REFERS.search(folded) or _REFERS_INSIDE.search(folded)),
        corrects=bool(_CORRECTION.search(folded)),
        limit=limit,
        rank_position=_rank_position(folded),
        flags=frozenset(f"{one.slot}:{one.value}" for one in matches),
    )


def _without_names(folded: str, catalog: Catalog) -> str:
    """Mask the names of items said in full: 対策 in 自殺対策の推進 asks for no countermeasure."""
    headings = [fold(one.heading) for one in catalog.measures.values()]
    for name in (*catalog.full_names, *headings, "基本目標", "重点目標"):
        if len(name) > 2 and name in folded:
            folded = folded.replace(name, "□" * len(name))
    for match in _COMPOUND.finditer(folded):
        # 社会増減 is part of a name and asks for no change.
        run = match.group()
        if (
            _TELLING.search(run)
            and run not in _ASKED_ALONE
            and any(run in name for name in catalog.full_names)
        ):
            folded = f"{folded[: match.start()]}{'□' * len(run)}{folded[match.end() :]}"
    for match in _RATE_WORD.finditer(folded):
        # 環境基準達成率 is part of a name; 達成率 alone is what is asked.
        before = folded[max(0, match.start() - 2) : match.start()]
        if len(before) == 2 and any(before + match.group() in name for name in catalog.full_names):
            folded = f"{folded[: match.start()]}{'□' * len(match.group())}{folded[match.end() :]}"
    return folded


def _unit_asked(counter: str, folded: str) -> str:
    """Return the unit that a question asks in: its counter, or what 割合, 人数 or 件数 imply."""
    if counter:
        return "%" if counter in ("パー", "パーセント") else counter
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


def _measures(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """Measures named by their printed number: 施策①, 施策1, 基本目標Ⅰ, ①と②."""
    found: dict[str, None] = {}
    ids = {fold(measure.id): measure.id for measure in catalog.measures.values()}
    ordinals = {str(position): measure for position, measure in enumerate(catalog.measures, start=1)}
    headings = "|".join(
        {re.escape(fold(one.heading)) for one in catalog.measures.values()} | {"施策", "基本目標"}
    )
    for match in re.finditer(
        rf"(?:{headings})\s*(\d{{1,2}}|[{_MARKS}ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[一二三四五六七八九])(?![-\d]|つ|本|個|指標)",
        folded,
    ):
        mark = match.group(1)
        if mark in ids:
            found[ids[mark]] = None
        elif mark in ordinals:
            found[ordinals[mark]] = None
        elif mark in _MARKS and str(_MARKS.index(mark) + 1) in ordinals:
            found[ordinals[str(_MARKS.index(mark) + 1)]] = None
        elif mark in _KANJI and str(_KANJI[mark]) in ordinals:
            found[ordinals[str(_KANJI[mark])]] = None
    for match in re.finditer(
        rf"(?:{headings})\s*(?:\d{{1,2}}|[一二三四五六七八九])((?:\s*(?:と|、|・|および|及び|,)\s*(?:\d{{1,2}}|[一二三四五六七八九])(?![\d年人件社つ%割番個位]))+)",
        folded,
    ):
        for said in re.findall(r"\d{1,2}|[一二三四五六七八九]", match.group(1)):
            number = said if said.isdigit() else str(_KANJI[said])
            if number in ids or number in ordinals:
                found[ids.get(number, ordinals.get(number, ""))] = None
    for match in re.finditer(rf"[{_MARKS}](?!-?\d)", folded):
        if match.group() in ids:
            found[ids[match.group()]] = None
    return tuple(found)


def _full_names(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """Indicators whose whole name the question says; a name inside a longer one said does not count."""
    said = [
        (fold(one.name), one.id)
        for one in catalog.indicators.values()
        if one.name and len(one.name) >= 4 and fold(one.name) in folded
    ]
    return tuple(
        item_id for name, item_id in said if not any(name != other and name in other for other, _ in said)
    )


def _printed_ids(question: str, catalog: Catalog) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Initiatives and indicators named by id: ①-5, ①-5#2, 施策1の取組5."""
    folded = fold(question)
    initiatives: dict[str, None] = {}
    indicators: dict[str, None] = {}
    for item_id in catalog.indicators:
        if re.search(rf"(?<![\d-]){re.escape(fold(item_id))}(?!\d)", folded):
            indicators[item_id] = None
    ordinal_of = {measure_id: position for position, measure_id in enumerate(catalog.measures, start=1)}
    for item_id, initiative in catalog.initiatives.items():
        measure_id = catalog.measure_of[item_id]
        number = initiative.number if initiative.number is not None else 0
        marks = f"(?:{re.escape(fold(measure_id))}|{ordinal_of[measure_id]})"
        joint = r"\s*(?:-|の(?:取組|取り組み|no\.?)?\s*|、?(?:取組|取り組み|no\.?)\s*)"
        printed = rf"(?<![\d-]){re.escape(fold(item_id))}(?![\d#])"
        spelled = rf"(?:施策|基本目標|目標|方針)\s*{marks}{joint}{number}(?![\d#])"
        marked = rf"{re.escape(fold(measure_id))}の?{number}番(?!目)"
        if re.search(printed, folded) or re.search(spelled, folded) or re.search(marked, folded):
            initiatives[item_id] = None
    return tuple(initiatives), tuple(indicators)


def _departments(folded: str, catalog: Catalog) -> tuple[tuple[str, ...], str]:
    """Departments of the report named in the question, and the question with their names masked."""
    found: dict[str, None] = {}
    masked = folded
    for name in sorted(catalog.departments, key=len, reverse=True):
        plain = fold(name)
        if plain in masked:
            found[name] = None
            masked = masked.replace(plain, "。" * len(plain))
            continue
        for short in load_lexicon().alternatives(plain):
            if (
                len(short) >= 2
                and short in masked
                and plain not in "".join(one.name for one in catalog.items)
            ):
                found[name] = None
                masked = masked.replace(short, "。" * len(short))
    return tuple(found), masked


def _unknown_departments(masked: str, catalog: Catalog) -> tuple[str, ...]:
    found = []
    for match in _DEPARTMENT_LIKE.finditer(masked):
        tail = re.split(r"[、。のはがをに]|という|って", match.group())[-1]
        if (
            len(tail) < 3
            or re.search(r"(どの|どこ|何|なに|担当|所管|主管|各|関係|同じ|他)(の)?(課|室|局)$", tail)
            or tail in catalog.text
        ):
            continue
        found.append(tail)
    return tuple(dict.fromkeys(found))


def _other_places(folded: str, catalog: Catalog) -> tuple[str, ...]:
    """Municipalities and prefectures that the report's text never names."""
    found: dict[str, None] = {}
    for match in _PLACE.finditer(folded):
        name = match.group()
        if (
            name in catalog.text
            or match.group(1) in ("本", "当", "各", "同", "全", "他")
            or match.group(1) in catalog.text
        ):
            continue
        if not any(
            word.proper and word.start >= match.start() and word.end <= match.end()
            for word in words_of(folded)
        ):
            continue
        found[name] = None
    for word in words_of(folded):
        written = re.search(r"[一-龥ァ-ヶ]", word.surface) is not None  # a slip of the keys is no place
        unknown = word.proper and written and len(word.surface) >= 2 and word.surface not in catalog.text
        if unknown and not any(word.surface in name for name in found):
            found[word.surface] = None
    return tuple(found)


_MARKS_SAID = {
    "◎": r"二重丸|にじゅうまる|ニジュウマル",
    "○": r"(?<!二重)(?<!花)丸(?=が|の|は|を|印|と|で|、|を)|まる(?=が|の|は|を|印|\()",
    "△": r"三角|さんかく|サンカク",
    "×": r"ばつ(?=が|の|は|を|印)|バツ|ペケ",
    "☆": r"星印",
}


def _grades(folded: str, catalog: Catalog) -> tuple[tuple[str, ...], bool, list[tuple[int, int]]]:
    """Grades named by letter (C評価) or by their meaning in the legend (概ね予定通り), and 「以上」."""
    legend = {fold(one.grade): one for one in catalog.report.legend}
    known = {fold(one): one for one in catalog.grades}
    found: dict[str, int] = {}
    spans = []
    for match in _GRADE_WORD.finditer(folded):
        letter = match.group(1)
        if letter in known:
            found.setdefault(known[letter], match.end())
            spans.append(match.span())
    for grade, span in grade_words_in(folded, catalog.scale):
        found.setdefault(grade, span[1])
        spans.append(span)
    wordings = {letter: _wordings(one.meaning) for letter, one in legend.items()}
    for letter, one in legend.items():
        others = {said for other, told in wordings.items() if other != letter for said in told}
        for said in wordings[letter]:
            # 「予定より」 is how two meanings begin: only what tells them apart names a grade.
            if len(said) < 4 or said in others:
                continue
            if re.search(rf"{re.escape(said)}(?!率|度|状況)", folded):
                at = folded.index(said)
                found.setdefault(one.grade, at + len(said))
                spans.append((at, at + len(said)))
                break
        if not letter.isascii() and len(letter) == 1 and letter in folded and letter not in "-－○△×":
            found.setdefault(one.grade, folded.index(letter) + 1)
    if "-" in known and re.search(
        r"[「『\"](-|ー)[」』\"]|評価不可|評価(が|を|の)?(なし|できな|されな|(付|つ)(いて|か|け)(い|られ)?な)|横棒|ハイフン",
        folded,
    ):
        found.setdefault("-", len(folded))
    for mark, said in _MARKS_SAID.items():
        if mark not in known:
            continue
        drawn = re.search(rf"{mark}|{said}", folded)
        if drawn is not None:
            found.setdefault(known[mark], drawn.end())
            spans.append(drawn.span())
    or_better = any(re.match(r"[」』]?\s?(評価)?以上", folded[end:]) for end in found.values())
    return tuple(found), or_better, spans


def _wordings(meaning: str) -> list[str]:
    """Return the ways in which a question may say what a grade means, the longest first."""
    whole = fold(meaning)
    core = re.sub(r"(い|し)?(て|で)?いる$|する$|です$", "", whole)
    short = re.sub(r"(進んで|進ん|遅れて|遅れ)$", "", core)
    return sorted({whole, core, short}, key=len, reverse=True)


def _ordinal(folded: str) -> int | None:
    match = _ORDINAL.search(folded)
    if not match:
        return None
    said = match.group(1) or match.group(3)
    if said is None:
        return 2  # もう一つ: the one beside the first
    return int(said) if said.isdigit() else _KANJI.get(said)


_RANK_POSITION = re.compile(
    r"(?:上から|下から|ワースト|ベスト|トップ)?\s?(\d{1,2}|[二三四五六七八九])(?:番目|位|番手)(?:に|の|は|なの|で|が|って|、|と|$|\?)"
    r"(?=.{0,14}(?:高|低|多|少|大き|小さ|良|悪|遠|近|伸|増|減|落|進|遅|達成率|到達|順位|指標|kpi|もの|施策|どれ|何|$|\?))"
)
_ORDERED = re.compile(
    r"高|低|多|少な|大き|小さ|良い|悪い|遠|近|伸び|増え|減|落ち込|進ん|遅れ|上から|下から|ワースト|ベスト|順位|ランキング|率|位"
)


def _rank_position(folded: str) -> int | None:
    """Return n where only the n-th of an order is asked for: 達成率が2番目に高い, 上から3番目."""
    match = _RANK_POSITION.search(folded)
    if match is None or not _ORDERED.search(folded):
        return None
    if re.search(r"(番目|つ目)の(取組|施策)|番目の(やつ|もの|の)?(を|の|は)", folded) and not re.search(
        r"高|低|多|少な|大き|小さ|率", folded
    ):
        return None
    said = match.group(1)
    return int(said) if said.isdigit() else _KANJI.get(said)


def _limit(folded: str) -> int | None:
    kana = re.search(r"(?:トップ|ワースト|ベスト)(スリー|ファイブ|ワン|テン)", folded)
    if kana:
        return {"ワン": 1, "スリー": 3, "ファイブ": 5, "テン": 10}[kana.group(1)]
    match = (
        re.search(
            r"(?:トップ|ワースト|ベスト|上位|下位|上から|下から)\s?(\d{1,2}|[一二三四五六七八九])(?!番目|位|番手|\d)",
            folded,
        )
        or re.search(
            r"(?:高い|低い|多い|少ない|良い|いい|悪い|大きい|小さい|近い|遠い)(?:もの|指標|順|の|方|ほう|やつ)?(?:から|に|で|を|、)*\s?(\d{1,2}|[一二三四五六七八九])(?:つ|個|指標|位|件|本)",
            folded,
        )
        or re.search(
            r"(\d{1,2}|[一二三四五六七八九])(?:つ|個|指標|位|件|本)(?:、|を|まで|ほど|だけ|挙げ|あげ)?、?(?:高い|低い|多い|少ない|良い|悪い|大きい|小さい|近い|遠い)(?:もの|順|方|ほう|の)",
            folded,
        )
    )
    if not match:
        return None
    return int(match.group(1)) if match.group(1).isdigit() else _KANJI[match.group(1)]
