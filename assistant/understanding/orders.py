"""Positions and numbers of things in a question: 2番目, トップ3, 低い順に3つ, 2番目に高い."""

from __future__ import annotations

import re

from corpus.fiscal import kanji_to_int

_COUNT = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
ORDINAL = re.compile(
    rf"{_COUNT}(つ目|つめ|番目|番め|個目|本目)|第(\d+|[一二三四五])指標|もう(一つ|1つ|ひとつ)|(最初|はじめ|初め)の(もの|やつ|ほう|方|指標|取組|施策)"
)
KANJI = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


def _count(said: str) -> int | None:
    return int(said) if said.isdigit() else kanji_to_int(said)


def ordinal_in(folded: str) -> int | None:
    """Return n of 「2番目のもの」「第3指標」; もう一つ is the second."""
    match = ORDINAL.search(folded)
    if not match:
        return None
    said = match.group(1) or match.group(3)
    if said is None:
        return 2 if match.group(4) else 1  # もう一つ: the one beside the first
    return _count(said)


_RANK_POSITION = re.compile(
    rf"(?:上から|下から|ワースト|ベスト|トップ)?\s?{_COUNT}(?:番目|位|番手)(?:に|の|は|なの|だ|を|で|が|って|、|と|$|\?)"
    r"(?=.{0,14}(?:高|低|多|少|大き|小さ|良|悪|遠|近|伸|増|減|落|進|遅|達成率|到達|順位|指標|kpi|もの|施策|どれ|何|$|\?))"
)
_ORDERED = re.compile(
    r"高|低|多|少な|大き|小さ|良い|悪い|遠|近|伸び|増え|減|落ち込|進ん|遅れ|上から|下から|ワースト|ベスト|順位|ランキング|率|位"
)


def rank_position_in(folded: str) -> int | None:
    """Return n where only the n-th of an order is asked for: 達成率が2番目に高い, 上から3番目."""
    match = _RANK_POSITION.search(folded)
    if _first_positions(folded):
        return None
    if match is None or not _ORDERED.search(folded):
        return None
    if re.search(r"(番目|つ目)の(取組|施策)|番目の(やつ|もの|の)?(を|の|は)", folded) and not re.search(
        r"高|低|多|少な|大き|小さ|率", folded
    ):
        return None
    return _count(match.group(1))


# 「一番上回ったのと、その次は」「1位と2位は」: the first two of an order.
_AND_THE_NEXT = re.compile(
    r"(?:一番|最も|最大|最高|最低|トップ|ワースト|1位|首位)[^。?]{0,24}(?:と|、|で|,)(?:その|次に|つづ|続)?(?:次点|次(?:[はもをにのがま]|に[^、。?]{0,6}(?:は|も|を|の)|$|\?)|いて|2番目|二番目|2位)"
    r"|(?:1位|首位|トップ)(?:と|、|・)(?:2位|二位|次点)"
)


_FIRST_IS_KNOWN = re.compile(r"知っ|分かっ|わかっ|以外|除|別に|置い|いいから|聞い")
_POSITIONS = re.compile(rf"(?<![\d一二三四五六七八九十]){_COUNT}(?:位|番目|番手)(?P<until>から|~|-)?")


def _first_positions(folded: str) -> int | None:
    """Return n where the first n of an order are named one by one, or from the first to the n-th: 1位と2位."""
    both = _AND_THE_NEXT.search(folded)
    if both is not None and _FIRST_IS_KNOWN.search(both.group()) is None:
        return 2
    found = list(_POSITIONS.finditer(folded))
    named = [_count(one.group(1)) for one in found]
    if len(named) < 2 or named[0] != 1:
        return None
    if named == list(range(1, len(named) + 1)):
        return len(named)
    return named[1] if len(named) == 2 and found[0]["until"] else None


def limit_in(folded: str) -> int | None:
    """Return how many of an order are asked for: トップ3, 悪いほうから2つ."""
    if first := _first_positions(folded):
        return first
    kana = re.search(r"(?:トップ|ワースト|ベスト)(スリー|ファイブ|ワン|テン)", folded)
    if kana:
        return {"ワン": 1, "スリー": 3, "ファイブ": 5, "テン": 10}[kana.group(1)]
    match = (
        re.search(
            rf"(?:トップ|ワースト|ベスト|上位|下位|上から|下から|最下位から|(?:びり|ビリ)から|どん底から)(?:順に|の)?、?\s?{_COUNT}(?!番目|番手|年|割|\d|位(?!まで|以内))",
            folded,
        )
        or re.search(
            rf"(?:高い|低い|多い|少ない|良い|いい|よい|悪い|大きい|小さい|近い|遠い|進んだ|遅れた|出来た|できた)(?:もの|指標|順|の|方|ほう|やつ|ところ)?(?:から|に|で|を|、)*\s?{_COUNT}(?:つ|個|指標|位|件|本)",
            folded,
        )
        or re.search(
            rf"(?<!\d){_COUNT}(?:つ|個|指標|位|件|本)(?:、|を|まで|ほど|だけ|挙げ|あげ)?、?(?:高い|低い|多い|少ない|良い|いい|悪い|大きい|小さい|近い|遠い)(?:もの|順|方|ほう|の)",
            folded,
        )
        or re.search(
            rf"(?:多|少な|高|低|良|悪|大き|小さ)(?:い|かった)(?:施策|課|担当課|部署|取組|年度?)(?:を|から|、|は)*\s?{_COUNT}(?:つ|個|件|課)",
            folded,
        )
        or re.search(rf"{_COUNT}位(?:まで|以内)", folded)
        or re.search(rf"順(?:番)?(?:に|で|から)?、?\s?{_COUNT}(?:つ|個|指標|件|本)(?!目|番|ずつ)", folded)
    )
    if not match:
        return None
    return _count(match.group(1))
