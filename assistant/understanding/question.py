"""A question cut into folded text and words, ready for comparing with names of the report."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# NFKC would turn ① into 1 and Ⅱ into II, but a report's measures are numbered with these marks.
_KEPT = set("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ")
_DASHES = str.maketrans({"〜": "~", "～": "~", "−": "-", "－": "-", "–": "-", "—": "-", "→": "→", "‐": "-"})
# Words of quantity that people also type in kana, and spoken forms, as the grammar writes them.
_WRITTEN = (
    ("いちばん", "一番"),
    ("おためし", "お試し"),
    ("ふえ", "増え"),
    ("ふやし", "増やし"),
    ("ふやす", "増やす"),
    ("へっ", "減っ"),
    ("へり", "減り"),
    ("へら", "減ら"),
    ("おおい", "多い"),
    ("すくな", "少な"),
    ("たりな", "足りな"),
    ("たりて", "足りて"),
    ("とどい", "届い"),
    ("とどか", "届か"),
    ("くらべ", "比べ"),
    ("さがっ", "下がっ"),
    ("あがっ", "上がっ"),
    ("のびて", "伸びて"),
    ("のびた", "伸びた"),
    ("もとはど", "元はど"),
    ("もとの取", "元の取"),
    ("どうゆう", "どういう"),
    ("ゆってる", "言ってる"),
    ("お子さん", "子ども"),
    ("ちがう", "違う"),
    ("ちがい", "違い"),
    ("つづけて", "続けて"),
    ("つづき", "続き"),
    ("お子様", "子ども"),
    ("ふたつ目", "2つ目"),
    ("ふたつめ", "2つ目"),
    ("みっつ目", "3つ目"),
    ("ひとり一日", "1人1日"),
    ("一人一日", "1人1日"),
    ("1人一日", "1人1日"),
    ("もっとも", "最も"),
    ("たっせい", "達成"),
    ("もくひょう", "目標"),
    ("じっせき", "実績"),
    ("ひょうか", "評価"),
    ("たんとう", "担当"),
    ("とうとう", "到頭"),
    ("達成りつ", "達成率"),
    ("ひくい", "低い"),
    ("たかい", "高い"),
    ("わるい", "悪い"),
    ("まいとし", "毎年"),
    ("きょねん", "去年"),
    ("ことし", "今年"),
)
_SAID = re.compile(r"(?<=[一-龥ァ-ヶー]{2})って(?![るたていきくもまらんよねのおし])")
_POLITE = frozenset(["どの", "さん", "さま", "様", "ちゃん", "達", "たち"])
_BARE_NOUNS = frozenset("率数主員会者費額司士師生所家団")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` for comparing: NFKC (circled numerals kept), one dash, lower-case Latin letters.

    Half-width kana become full-width; the result is never shown to a person.
    """
    pieces: list[str] = []
    run: list[str] = []
    for char in text:
        if char in _KEPT:
            pieces.append(unicodedata.normalize("NFKC", "".join(run)).lower())
            pieces.append(char)
            run.clear()
        else:
            run.append(char)
    pieces.append(unicodedata.normalize("NFKC", "".join(run)).lower())
    folded = "".join(pieces).translate(_DASHES)
    for spoken, written in _WRITTEN:
        folded = folded.replace(spoken, written)
    return folded


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its folded surface, dictionary form, part of speech, and span in the folded text."""

    surface: str
    normal: str
    part: str  # noun | verb | adjective
    start: int
    end: int
    proper: bool = False  # a name of a place or person, by the dictionary
    action: bool = False  # a noun that makes a verb with する (分析, 相談): what is done, not a thing


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    return Dictionary().tokenizer(mode=SplitMode.A)


@lru_cache(maxsize=8192)
def words_of(folded: str) -> tuple[Word, ...]:
    """Return the content words of folded text, suffixes joined to their nouns (高齢+者 → 高齢者).

    Particles, auxiliaries, symbols, pronouns and numerals are left out.
    """
    found: list[Word] = []
    prefix: tuple[str, int] | None = None
    # Same length, so that places stay: 保護司って would be cut before 司っ.
    for token in _tokenizer().tokenize(_SAID.sub("、、", folded)):
        surface, parts = token.surface(), token.part_of_speech()
        start, end = token.begin(), token.end()
        if parts[0] == "接頭辞":
            prefix = (surface, start)
            continue
        joins = found and found[-1].end == start and found[-1].part == "noun"
        is_suffix = parts[0] == "接尾辞" and parts[1] == "名詞的"
        if is_suffix and surface in _POLITE:
            prefix = None
            continue
        if joins and (is_suffix or surface in _BARE_NOUNS):
            last = found[-1]
            found[-1] = Word(
                last.surface + surface, last.normal + surface, "noun", last.start, end, last.proper
            )
        elif parts[0] == "名詞" and parts[1] != "数詞":
            head = prefix[0] if prefix else ""
            begin = prefix[1] if prefix else start
            proper = parts[1] == "固有名詞" and parts[2] in ("地名", "人名")
            action = parts[2] == "サ変可能"
            found.append(
                Word(head + surface, head + token.normalized_form(), "noun", begin, end, proper, action)
            )
        elif parts[0] in ("形状詞",):
            found.append(Word(surface, token.normalized_form(), "adjective", start, end))
        elif parts[0] == "動詞" and parts[1] == "一般":
            found.append(Word(surface, token.normalized_form(), "verb", start, end))
        elif parts[0] == "形容詞" and parts[1] == "一般":
            found.append(Word(surface, token.normalized_form(), "adjective", start, end))
        prefix = None
    return tuple(found)


@lru_cache(maxsize=16384)
def readings_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a text with their readings in katakana, as the dictionary gives them."""
    return tuple((token.surface(), token.reading_form()) for token in _tokenizer().tokenize(text))


@lru_cache(maxsize=4096)
def dictionary_words(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a text that the dictionary holds, with their spans; names of persons and places are none."""
    return tuple(
        (token.surface(), token.begin(), token.end())
        for token in _tokenizer().tokenize(text)
        if not token.is_oov() and token.part_of_speech()[2] not in ("地名", "人名")
    )
