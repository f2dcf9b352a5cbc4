#!/usr/bin/env python3
"""Writes questions anew as other people type them, and measures what that costs in right answers.

    python tests/bench/perturb.py tests/data/dev.jsonl --out perturbed.jsonl
    python tests/bench/perturb.py tests/data/dev.jsonl --score --show
    python tests/bench/perturb.py CASES.jsonl --reports DIR --score --seed 3 --per-case 2

Each kind of change keeps the meaning and is drawn from the seed, the case's id and the kind alone, so
that adding a case moves no other. A case that a kind does not apply to has no variant of that kind.
`--score` asks originals and variants in one process, in a temporary store of each report; a kind's
variants are compared with the very questions they were made from. A case may name its report by
`"report": "STEM"`, a file in `--reports`; others are about `--report` (default: the bundled one).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.fiscal import ERA_OFFSETS, YearMention, find_years, kanji_to_int

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer

    from assistant.evaluation.report import Outcome

Json = dict[str, Any]
Change = Callable[[str, random.Random], str]
"""Returns a question in other words, or unchanged where the kind of change has nothing to do there."""

ID_MARK = "~"
"""Between the id of a case and the kind of its variant: dev-001~era."""

# -- widths ------------------------------------------------------------------------------------

_WIDE = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_NARROW = {wide: code for code, wide in _WIDE.items()}
_NARROW_KANA = {
    **{unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)},
    **{
        whole: chr(code) + mark
        for code in range(0xFF66, 0xFF9E)
        for mark in "\uff9e\uff9f"
        if len(whole := unicodedata.normalize("NFKC", chr(code) + mark)) == 1
    },
}


def narrow_kana(text: str, _rng: random.Random) -> str:
    """Katakana in half width: ﾎﾞﾗﾝﾃｨｱ."""
    return "".join(_NARROW_KANA.get(char, char) for char in text)


def wide_ascii(text: str, _rng: random.Random) -> str:
    """Latin letters and digits in full width: Ｒ６, ＣＳＷ."""
    return text.translate(_WIDE)


def narrow_ascii(text: str, _rng: random.Random) -> str:
    """Full-width Latin letters and digits in half width: R4 for Ｒ４."""
    return text.translate(_NARROW)


# -- numerals ----------------------------------------------------------------------------------

_DIGITS, _KANJI = "0123456789", "〇一二三四五六七八九"
_COUNTERS = "年連続|年間|[かカヶケ]年|つ|個|割"
# 令和6年度, 2024年度, 6年度, and small counts (3年連続, 2つ目); never ①-2, No.3, R7.3 or 1,052件.
_ARABIC = re.compile(
    r"(?:(?<=令和)|(?<=平成)|(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.,．，/／\-－#＃第]))"
    rf"(?:[0-9０-９]{{1,2}}(?=年度|年(?![0-9０-９度])|{_COUNTERS})|[12１２][0-9０-９]{{3}}(?=年))"
)
_NUMERAL = re.compile(
    rf"(?<![一二三四五六七八九十百千万〇第数])(?:[一二三四五六七八九〇]{{4}}(?=年)|[一二三四五六七八九十]{{1,3}}(?=年度?|{_COUNTERS}))"
)


def kanji_digits(text: str, _rng: random.Random) -> str:
    """Arabic years and small counts in kanji: 令和六年度, 二〇二四年度, 三年連続."""
    return _ARABIC.sub(lambda found: _in_kanji(unicodedata.normalize("NFKC", found[0])), text)


def arabic_digits(text: str, _rng: random.Random) -> str:
    """Kanji years and small counts in Arabic digits: 令和6年度, 3つ."""
    return _NUMERAL.sub(lambda found: _in_arabic(found[0]), text)


def _in_kanji(digits: str) -> str:
    if len(digits) == 4:
        return digits.translate(str.maketrans(_DIGITS, _KANJI))
    tens, ones = divmod(int(digits), 10)
    ten = ("" if tens == 1 else _KANJI[tens]) + "十" if tens else ""
    return (ten + (_KANJI[ones] if ones else "")) or "〇"


def _in_arabic(kanji: str) -> str:
    value = kanji_to_int(kanji)
    return kanji if value is None else str(value)


def years_meant(text: str) -> list[tuple[int, ...]]:
    """The fiscal years that a question names, in order, in whatever numerals they are written."""
    return [mention.years for mention in find_years(arabic_digits(text, random.Random(0)))]


# -- years -------------------------------------------------------------------------------------

_D = "[0-9０-９]"
_SPELLED_YEAR = re.compile(
    f"(?:(?:令和|平成|(?<![A-Za-zＡ-Ｚａ-ｚ])[RHＲＨ])(?:元|{_D}{{1,2}}|[一二三四五六七八九十]{{1,3}})|[12１２]{_D}{{3}}|(?:元|{_D}{{1,2}})(?=年度))(?:年度|年)?"
)
_MONTH = re.compile(f"[.．/／]{_D}")
_LATEST_BARE_YEAR = 12  # 6年度 is 令和; 30年度 may be 平成 or 2030


def other_calendar(text: str, rng: random.Random) -> str:
    """Each year in another spelling: R6, 令和6年度, 2024年度, Ｒ６, 令和六年度, 元年 where it is one."""
    changed = text
    style = rng.randrange(5)  # one spelling for all years of a question, as people write
    for mention in sorted(find_years(text), key=lambda one: -one.start):
        if _MONTH.match(text, mention.end):  # R7.3末 is a day
            continue
        written = _respelled(mention, style)
        candidate = changed[: mention.start] + written + changed[mention.end :]
        if years_meant(candidate) == years_meant(text):
            changed = candidate
    return changed


def _respelled(mention: YearMention, style: int) -> str:
    pieces = list(_SPELLED_YEAR.finditer(mention.text))
    ends = [mention.years[0]] if len(pieces) == 1 else [mention.years[0], mention.years[-1]]
    if mention.is_date or len(pieces) != len(ends) or (len(pieces) == 1 and len(mention.years) > 1):
        return mention.text
    written, done = "", 0
    for piece, year in zip(pieces, ends, strict=True):
        bare = re.match(f"{_D}{{1,2}}(?!{_D})", piece[0])
        if bare and int(unicodedata.normalize("NFKC", bare[0])) > _LATEST_BARE_YEAR:
            return mention.text
        written += mention.text[done : piece.start()] + _other_spelling(piece[0], year, style)
        done = piece.end()
    return written + mention.text[done:]


def _other_spelling(printed: str, year: int, style: int) -> str:
    spelled = _spellings(year)
    others = [one for one in spelled if one != printed]
    return spelled[style % len(spelled)] if spelled[style % len(spelled)] != printed else others[0]


def _spellings(year: int) -> list[str]:
    letter, name = ("R", "令和") if year >= 2019 else ("H", "平成")
    number = year - ERA_OFFSETS[letter]
    if number < 1:
        return [f"{year}年度"]
    short = f"{letter}{number}"
    in_kanji = "元" if number == 1 else _in_kanji(str(number))
    long = f"{name}{'元' if number == 1 else number}年度"
    return list(dict.fromkeys([f"{year}年度", short, long, short.translate(_WIDE), f"{name}{in_kanji}年度"]))


# -- particles ---------------------------------------------------------------------------------

_QUOTED = re.compile("「[^」]*」|『[^』]*』")
_ASKING = frozenset(
    "教える 示す 知る 出す 見せる 並べる 挙げる 上げる 比べる 纏める 願う 下さる 頼む 足す 列挙".split()
)
_ASKED_FOR = frozenset(
    "実績 目標 評価 推移 達成 課題 数 人数 件数 値 数字 担当 内訳 割合 一覧 指標 取組".split()
)
_NO_THINGS = frozenset("別 他 ほか 全部 すべて 次 前 今 本当".split())  # 別の数字 is not 別数字
_QUESTION_WORD = re.compile("何|なん|なに|いく|どれ|どの|どこ|どち|どう|誰|だれ|いつ|なぜ")


def without_particles(text: str, rng: random.Random) -> str:
    """Some of は, が, を and の left out, where a noun stands before and nothing is lost.

    Two nouns that would run together get a space: 保護司　R4　人数. What is quoted stays whole, and
    の goes only behind a year or before what is asked for, を only before a verb of asking: elsewhere
    they may be part of a name (社会を明るくする運動).
    """
    words = list(_tokenizer().tokenize(text))
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    years = {mention.end for mention in find_years(text)}
    found = [
        (before, word, after)
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
        if _is_dispensable(before, word, after, years)
        and not any(start <= word.begin() < end for start, end in quoted)
    ]
    if not found:
        return text
    kept = rng.choice(found)
    dropped = [one for one in found if one is kept or rng.random() < 0.6]
    for _, word, after in reversed(dropped):
        gap = "　" if _runs_together(word, after) else ""
        text = text[: word.begin()] + gap + text[word.end() :]
    return text


def _is_dispensable(before: Morpheme, word: Morpheme, after: Morpheme, years: set[int]) -> bool:
    part, following = word.part_of_speech(), after.part_of_speech()
    is_particle = part[0] == "助詞" and part[1] in ("係助詞", "格助詞")
    is_noun = before.part_of_speech()[0] in ("名詞", "接尾辞") and not _QUESTION_WORD.match(before.surface())
    is_letter = re.fullmatch("[A-Za-zＡ-Ｚａ-ｚ]", before.surface()) is not None  # C指標 is not Cの指標
    if not (is_particle and is_noun) or is_letter or following[0] in ("助詞", "助動詞"):
        return False
    match word.surface():
        case "は":
            return True
        case "が":
            return following[0] in ("名詞", "動詞", "形容詞", "代名詞")
        case "を":
            return after.normalized_form() in _ASKING or after.surface() in ("お", "御")
        case "の":
            is_thing = before.part_of_speech()[1] == "普通名詞" and before.surface() not in _NO_THINGS
            return before.end() in years or (is_thing and after.surface() in _ASKED_FOR)
    return False


def _runs_together(word: Morpheme, after: Morpheme) -> bool:
    is_noun = after.part_of_speech()[0] in ("名詞", "接頭辞") and not _QUESTION_WORD.match(after.surface())
    return is_noun and not (word.surface() == "の" and after.surface() in _ASKED_FOR)


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().tokenizer(mode=SplitMode.A)


# -- slips of the hand -------------------------------------------------------------------------

_KANA_ROWS = (
    "アイウエオ カキクケコ サシスセソ タチツテト ナニヌネノ ハヒフヘホ マミムメモ ヤユヨ ラリルレロ ガギグゲゴ ザジズゼゾ "
    "ダヂヅデド バビブベボ パピプペポ カガ キギ クグ ケゲ コゴ サザ シジ スズ セゼ ソゾ タダ ツヅ テデ トド ハバ ヒビ フブ "
    "ヘベ ホボ バパ ビピ ブプ ベペ ボポ ァア ィイ ゥウ ェエ ォオ ッツ ャヤ ュユ ョヨ ソン シツ"
).split()
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANA = re.compile("[ァ-ヴぁ-ゔー]")
# Another kanji of the same sound: what a conversion offers (民政) or people often write (訪門).
_HOMOPHONES = dict(
    pair.split("/")
    for pair in (
        "民生/民政 更生/更正 修了/終了 成年/青年 自立/自律 健診/検診 避難/非難 学習/学修 協力/強力 制度/精度 法人/邦人 会員/海員 "
        "委員/医員 後見/後件 地域/値域 対象/対照 体制/体勢 連携/連係 企業/起業 件数/軒数 保護司/保護士 公益/広益 保護/補護 "
        "育成/育生 訪問/訪門 登録/登禄 雇用/雇傭 高齢/高令 研修/研習 指標/指表 目標/目票 実績/実積 施策/試策 専門/専問 環境/環鏡 "
        "削減/策減 児童/児動 施設/施説 介護/介誤 講座/講坐 見守/身守 太陽/大陽 緑化/録化 権利/権理 整備/整美 講習/講修 補助/補除"
    ).split()
)
# Words that turn a question round when they are spoilt, and what only points at a year.
_TELLING = re.compile("以上|以下|未満|最|増|減|未|不|非|前|次|今|昨|来|年|[0-9０-９①-⑳A-Za-zＡ-Ｚａ-ｚ]")
_SHORTEST = 4
_LONG_KANA = re.compile(f"(?:{_KANA.pattern}){{{_SHORTEST},}}")  # プラン with a slip is プリン, another thing
_TITLES = frozenset("さん さま 様 くん ちゃん たち".split())


def doubled_kana(text: str, rng: random.Random) -> str:
    """One kana of a long noun typed twice: コーディネネーター."""
    return _slip(text, rng, lambda at: text[at] * 2)


def dropped_kana(text: str, rng: random.Random) -> str:
    """One kana of a long noun left out, never its first: コーディネター."""
    return _slip(text, rng, lambda at: "" if at and _KANA.match(text[at - 1]) else text[at])


def neighbouring_kana(text: str, rng: random.Random) -> str:
    """One kana of a long noun typed as its neighbour on the keys or in the table: ポランティア."""
    return _slip(text, rng, lambda at: rng.choice(_neighbours(text[at]) or [text[at]]))


def homophone(text: str, rng: random.Random) -> str:
    """One kanji of a long noun as another of the same sound: 訪門件数."""
    found = [
        (at, word)
        for start, end in _long_nouns(text)
        for word in _HOMOPHONES
        for at in range(start, end - len(word) + 1)
        if text.startswith(word, at)
    ]
    if not found:
        return text
    at, word = rng.choice(sorted(found))
    return text[:at] + _HOMOPHONES[word] + text[at + len(word) :]


def _slip(text: str, rng: random.Random, typed: Callable[[int], str]) -> str:
    places = [
        at
        for start, end in _long_nouns(text)
        for kana in _LONG_KANA.finditer(text, start, end)
        for at in range(*kana.span())
    ]
    rng.shuffle(places)
    slips = (text[:at] + typed(at) + text[at + 1 :] for at in places)
    return next((one for one in slips if one != text), text)


def _neighbours(kana: str) -> list[str]:
    """Kana beside one in its row of the table, voiced or not, small or large."""
    rows = [row for row in _KANA_ROWS for row in (row, row.translate(_TO_HIRAGANA)) if kana in row]
    beside = [
        row[at] for row in rows for at in (row.index(kana) - 1, row.index(kana) + 1) if 0 <= at < len(row)
    ]
    return list(dict.fromkeys(beside))


def _long_nouns(text: str) -> list[tuple[int, int]]:
    """Spans of compounds of four letters and more, without figures, years or words that decide the meaning."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    spans: list[tuple[int, int]] = []
    for word in _tokenizer().tokenize(text):
        part = word.part_of_speech()
        if part[0] not in ("名詞", "接尾辞", "接頭辞") or part[1] == "数詞" or part[2] == "副詞可能":
            continue
        if word.surface() in _TITLES or any(start <= word.begin() < end for start, end in quoted):
            continue
        if spans and spans[-1][1] == word.begin():
            spans[-1] = (spans[-1][0], word.end())
        else:
            spans.append((word.begin(), word.end()))
    return [
        (start, end)
        for start, end in spans
        if end - start >= _SHORTEST and not _TELLING.search(text[start:end])
    ]


# -- endings -----------------------------------------------------------------------------------

_STOP = re.compile(r"[\s　。．.？?！!]*$")
_PLEASE = (
    "教えて",
    "おしえて",
    "教えてください",
    "おしえてください",
    "教えてほしい",
    "を示されたい",
    "知りたいです",
)
_ASK = r"(?:お?教えて?(?:て)?|おしえて)(?:ください|下さい|くださいませんか|ほしい|欲しい|頂戴|ね)?|(?:が|を)?知りたい(?:です|んですが)?|を?示されたい"
_COUNTED = r"(?:何(?:人|件|社|回|法人|者|割|倍|年度|指標|か所|個|％|%|パー(?:セント)?)|いくつ|どれ|どこ|いつ|どう|いくら|誰)"
_BRIEF = 8  # letters; 「R5は？」 leans on the turn before and asks for no more than that
# (the end of a question, how else it may end); the first that fits decides. \1 is what stays.
_ENDINGS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern + "$"), ways)
    for pattern, ways in (
        (rf"()を(?:{_ASK})", ("を教えて", "をおしえて", "を教えてください", "を示されたい", "は？", "をお願いします")),
        (rf"(を?)(?:{_ASK})", _PLEASE[:5]),
        (r"((?<=[はが])(?:なん|何))(?:ですか|でしょうか|なの)?", ("ですか", "でしょうか", "なの？")),
        (r"(な)(?:んですか|んでしょうか?|のでしょうか|の)", ("の？", "んですか", "のでしょうか")),
        (rf"({_COUNTED})(?:ですか|でしょうか)?", ("", "？", "ですか", "でしょうか", "か教えてください", "か示されたい")),
        (rf"({_COUNTED})(?:でしたか|だった(?:の)?)", ("でしたか", "だった？", "だったの？", "だったか教えて")),
        (r"([るたい])(?:んですか|のですか|んでしょうか?|のでしょうか|の)", ("の？", "んですか", "のでしょうか", "のか教えてください")),
    )
)  # fmt: skip
_NAMED_ONLY = re.compile("(?<!こんにち)(?<!こんばん)は$")
_AFTER_A_NAME: tuple[str, ...] = ("は？", "は", "を教えてください", "をおしえて", "を示されたい")
_AFTER_A_BRIEF_NAME: tuple[str, ...] = ("は？", "は", "はどうですか", "はどうでしょうか")
_QUESTION_MARK = re.compile("[？?]$")


def other_ending(text: str, rng: random.Random) -> str:
    """Polite for blunt and blunt for polite: ですか, でしょうか, 教えてください, おしえて, を示されたい, は？."""
    stop = _STOP.search(text)
    bare = text[: stop.start()] if stop else text
    if _NAMED_ONLY.search(bare):
        after_name = _AFTER_A_NAME if len(bare) > _BRIEF else _AFTER_A_BRIEF_NAME
        return rng.choice([one for way in after_name if (one := bare[:-1] + way) != text])
    for pattern, ways in _ENDINGS:
        found = pattern.search(bare)
        if found:
            others = [bare[: found.start()] + found[1] + way for way in ways]
            return rng.choice([one for one in others if one != text])
    asks_anyway = _QUESTION_WORD.search(bare) or bare.endswith(("か", "の"))
    return bare if _QUESTION_MARK.search(text) and asks_anyway else text


# -- variants of cases -------------------------------------------------------------------------

CHANGES: Mapping[str, Change] = {
    "narrow-kana": narrow_kana,
    "wide-ascii": wide_ascii,
    "narrow-ascii": narrow_ascii,
    "kanji-digits": kanji_digits,
    "arabic-digits": arabic_digits,
    "era": other_calendar,
    "particles": without_particles,
    "ending": other_ending,
    "typo-doubled": doubled_kana,
    "typo-dropped": dropped_kana,
    "typo-neighbour": neighbouring_kana,
    "typo-homophone": homophone,
}


def variants(case: Json, seed: int = 0, per_case: int | None = None) -> Iterator[Json]:
    """Yield the case once for each kind that changes something in it, at most `per_case` of them.

    A slip of the hand is made in one turn only; every other change in all turns.
    """
    kinds = list(CHANGES)
    if per_case is not None:
        random.Random(f"{seed}-{case['id']}").shuffle(kinds)
    made = 0
    for kind in kinds:
        if made == per_case:
            return
        rng = random.Random(f"{seed}-{case['id']}-{kind}")
        turns = (
            _slipped(case["turns"], kind, rng) if kind.startswith("typo") else _all(case["turns"], kind, rng)
        )
        if turns != case["turns"]:
            made += 1
            yield {**case, "id": f"{case['id']}{ID_MARK}{kind}", "turns": turns}


def _all(turns: Sequence[str], kind: str, rng: random.Random) -> list[str]:
    return [_changed(turn, kind, rng) for turn in turns]


def _slipped(turns: Sequence[str], kind: str, rng: random.Random) -> list[str]:
    changed = _all(turns, kind, rng)
    places = [at for at, turn in enumerate(turns) if changed[at] != turn]
    chosen = rng.choice(places) if places else -1
    return [changed[at] if at == chosen else turn for at, turn in enumerate(turns)]


def _changed(turn: str, kind: str, rng: random.Random) -> str:
    """Return the turn changed, or as it was where the change would make it name other years."""
    changed = CHANGES[kind](turn, rng)
    return changed if years_meant(changed) == years_meant(turn) else turn


# -- score -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """What became of a question as it was and as it was changed."""

    kind: str
    before: Outcome
    after: Outcome


def asked(report: Path, originals: Sequence[Json], changed: Sequence[Json]) -> list[Pair]:
    """Ask originals and variants about one report in a store of its own."""
    from assistant.assistant import Assistant
    from assistant.evaluation import evaluate
    from assistant.settings import load_settings
    from ui import store

    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(Path(folder) / "home")
        store.ingest(settings, [report], personal_data_confirmed=True)
        assistant = Assistant.open(settings)
        cases = Path(folder) / "cases.jsonl"
        cases.write_text(_jsonl([*originals, *changed]), encoding="utf-8")
        outcomes = {one.case.id: one for one in evaluate(assistant, cases).outcomes}
    pairs = []
    for one in changed:
        base, _, kind = str(one["id"]).rpartition(ID_MARK)
        pairs.append(Pair(kind, outcomes[base], outcomes[str(one["id"])]))
    return pairs


def table(pairs: Sequence[Pair]) -> str:
    """The score of each kind beside the score of the same questions unchanged, in Markdown."""
    lines = [
        "| 変え方 | 問 | 元の正解 % | 正解 % | 損失 点 | 元の誤導 | 誤導 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in (*CHANGES, "計"):
        group = [one for one in pairs if kind in (one.kind, "計")]
        if not group:
            continue
        before = 100 * sum(one.before.verdict.right for one in group) / len(group)
        after = 100 * sum(one.after.verdict.right for one in group) / len(group)
        misled = [
            sum(each.verdict.misleading for each in side)
            for side in zip(*((p.before, p.after) for p in group), strict=True)
        ]
        lines.append(
            f"| {kind} | {len(group)} | {before:.1f} | {after:.1f} | {before - after:.1f} | {misled[0]} | {misled[1]} |"
        )
    return "\n".join(lines)


def lost(pairs: Sequence[Pair]) -> str:
    """Each question that was right before it was changed, and why it is not any more."""
    return "\n".join(
        f"- {one.after.case.id}「{' → '.join(one.after.case.turns)}」（元：{' → '.join(one.before.case.turns)}）"
        f" {'誤導 ' if one.after.verdict.misleading else ''}{' '.join(one.after.verdict.failures)}"
        for one in pairs
        if one.before.verdict.right and not one.after.verdict.right
    )


def main() -> int:
    """Write the variants, or ask them and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=Path)
    parser.add_argument("--report", type=Path, help="the report of cases that name none")
    parser.add_argument("--reports", type=Path, help='the folder of the reports that cases name by "report"')
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--per-case", type=int, help="at most so many kinds of each case (default: all)")
    parser.add_argument("--out", type=Path, help="where the variants go (default: stdout, unless --score)")
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--show", action="store_true", help="with --score: list every question lost")
    options = parser.parse_args()

    text = options.cases.read_text(encoding="utf-8-sig")
    cases: list[Json] = [json.loads(line) for line in text.split("\n") if line.strip()]
    made = {str(case["id"]): list(variants(case, options.seed, options.per_case)) for case in cases}
    changed = _jsonl([one for each in made.values() for one in each])
    if options.out:
        options.out.write_text(changed, encoding="utf-8")
    elif not options.score:
        sys.stdout.write(changed)
    if not options.score:
        return 0

    by_report: dict[Path, list[Json]] = {}
    for case in cases:
        by_report.setdefault(_report_of(case, options.report, options.reports), []).append(case)
    pairs = [
        pair
        for report, group in by_report.items()
        for pair in asked(report, group, [one for case in group for one in made[str(case["id"])]])
    ]
    print(table(pairs))
    if options.show:
        print(f"\n{lost(pairs)}")
    return 0


def _report_of(case: Json, report: Path | None, folder: Path | None) -> Path:
    from ui import store

    named = case.get("report")
    if not named:
        return report or store.bundled_reports()[0]
    files = sorted(folder.glob(f"{named}.*")) if folder else []
    readable = [one for one in files if one.suffix != ".json"]  # NAME.json is the truth of NAME.txt
    if not readable:
        raise SystemExit(f"{case['id']}: --reports にファイル {named}.* がありません。")
    return readable[0]


def _jsonl(cases: Sequence[Json]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in cases)


if __name__ == "__main__":
    sys.exit(main())
