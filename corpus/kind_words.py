"""Words that say what a printed value is: 目標, 実績, 評価, 基準値, 達成率, in headings and labels."""

from __future__ import annotations

import re

from corpus.text import normalize
from corpus.types import Kind

# The first that matches decides: 目標達成率 is a rate, 目標の達成状況 a grade, 実績評価 a grade.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.RATE, re.compile(r"達成率|進捗率|達成割合|達成度[(\[]?%|進捗度[(\[]?%|^対目標|目標比")),
    (
        Kind.GRADE,
        re.compile(r"評価|判定|達成状況|達成度|達成区分|進捗状況|進捗度|進捗区分|進捗$|ランク|^達成$"),
    ),
    (Kind.TARGET, re.compile(r"目標|計画値|計画量|めざす値|目指す値|目指そう値|期待値|計画$")),
    (
        Kind.BASELINE,
        re.compile(
            r"基準値|基準年|基準時|^基準|当初値|計画当初|策定時|現況値|現状値|^現状|^現況|初期値|開始時"
        ),
    ),
    (Kind.ACTUAL, re.compile(r"実績|実測値|実数|結果|現在値|最新値|直近値|推移|達成値|実施値")),
)
_LEVEL = re.compile(
    r"(?:基本|重点|個別|政策|施策|推進|行動|大|中)目標(?!値)"
)  # a level of the plan, no value
_LONG = re.compile(
    r"取組|取り組み|内容|理由|説明|分析|概要|課題|今後|対応|方針|方向|予定|コメント|意見|所見|特記|備考"
)


def kind_of_word(text: str) -> Kind | None:
    """Return what a heading or label names; None for any other words.

    A heading that asks for prose (取組実績, 評価の理由) names no kind.
    """
    plain = re.sub(r"^(?:今後|次期|将来)の(?=目標|計画)", "", normalize(text))
    if not plain or _LONG.search(plain) or _LEVEL.search(plain):
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.search(plain)), None)
