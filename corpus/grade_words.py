"""Grades: letters and marks (A, ◎), words (達成, 遅れ), and the words that say a thing is not rated."""

from __future__ import annotations

import re

from corpus.numerals import plain_cell
from corpus.text import is_dash, normalize

GRADE_MARKS = frozenset("SABCDEF◎○〇△▲×✕☆★●")

# Each scale from the best to the worst; spellings of one grade stand together.
_SCALES: tuple[tuple[str, ...], ...] = (
    ("目標達成 達成 達成済 達成済み 目標を達成 達成した", "概ね達成 おおむね達成 ほぼ達成 概ね目標達成", "一部達成 部分達成", "未達成 不達成 目標未達成 未達 達成していない"),
    (
        "順調以上 計画以上 予定以上 予定より進んでいる 大変順調 非常に順調 極めて順調",
        "順調 順調に進捗 予定どおり 予定通り 計画どおり 計画通り 順調である",
        "概ね順調 おおむね順調 ほぼ順調 概ね順調に進捗 概ね予定どおり 概ね予定通り 概ね計画どおり 概ね計画通り",
        "やや遅れ やや遅れている やや遅延 やや不調 若干の遅れ 一部遅れ",
        "遅れ 遅れている 遅延 不調 停滞 大幅に遅れている 大幅な遅れ 大幅遅れ 予定より遅れている 計画より遅れている",
    ),
    ("完了 実施済 実施済み", "実施中 実施 着手 着手済 継続 継続中", "一部実施", "検討中 準備中 未実施 未着手 中止"),
    ("拡充 拡大", "改善", "維持 現状維持", "縮小", "廃止 休止"),
    ("上昇 向上 増加", "横ばい", "低下 減少 悪化"),
    ("高い 高", "やや高い", "中 普通", "やや低い", "低い 低"),
)  # fmt: skip
_RANK = {
    word: (scale, position)
    for scale, steps in enumerate(_SCALES)
    for position, step in enumerate(steps)
    for word in step.split()
}
WORD_PATTERN = "|".join(sorted(map(re.escape, _RANK), key=len, reverse=True))
"""A regular expression for every word that grades, the longer ones first."""

_NOT_RATED = frozenset(
    "評価不可 評価対象外 対象外 判定不能 判定不可 評価なし 評価せず 未評価 評価外 測定不能 集計中 未集計 未確定 評価保留 保留".split()
)


def canonical_grade(cell: str) -> str | None:
    """Return the grade letter of a cell (Ａ -> A, any dash -> -); None where it is no grade."""
    if is_dash(cell):
        return "-"
    plain = plain_cell(cell).upper()
    plain = {"〇": "○", "✕": "×"}.get(plain, plain)
    plain = plain.removesuffix("評価")
    return plain if plain in GRADE_MARKS else None


def is_grade_word(cell: str) -> bool:
    """True for a word that grades (順調) or says that there is no grade (評価不可)."""
    plain = _plain(cell)
    return plain in _RANK or plain in _NOT_RATED


def read_grade(cell: str) -> str:
    """Return the grade that a cell of a grade column prints: its letter, - where not rated, else the words."""
    letter = canonical_grade(cell)
    if letter is not None:
        return letter
    return "-" if _plain(cell) in _NOT_RATED else cell.strip()


def in_order(words: list[str]) -> list[str]:
    """Return grade words from the best to the worst; those that no scale knows come last, as given."""
    known = sorted((word for word in words if _plain(word) in _RANK), key=lambda word: _RANK[_plain(word)])
    return known + [word for word in words if _plain(word) not in _RANK]


def _plain(cell: str) -> str:
    return re.sub(r"[()\[\]「」『』【】。]", "", normalize(cell))
