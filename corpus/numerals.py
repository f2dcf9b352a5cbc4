"""Printed cells as numbers: 1,234 / １，２３４ / △3.5 / 約130人 / 57.2%, and words that stand for none."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from corpus.text import DASHES

# Words printed in a year column instead of a number. Closed: anything else must prove itself by its place.
VALUE_WORDS = frozenset(
    "中止 延期 休止 廃止 終了 完了 達成 未達成 継続 実施 実施中 実施なし 実施無し 未実施 不実施 検討 検討中 準備中 策定 "
    "策定済 策定済み 作成 作成中 整備 整備中 設置 設置済 開始 着手 未着手 未定 増加 減少 増 減 維持 現状維持 前年度以上 "
    "前年以上 前年度より増加 前年度より減少 増加傾向 減少傾向 横ばい 向上 拡大 拡充 充実 推進 未集計 集計中 集計なし "
    "調査中 調査なし 未調査 調査未実施 確認中 算出不可 算定不可 不明 皆増 皆減 なし 無し 有 無 あり 該当なし 非公表 未公表 "
    "公表前 未確定 未発表 データなし 未把握 把握不可 − … *".split()
)
RISING_WORDS = frozenset("増加 増 増加傾向 前年度以上 前年以上 前年度より増加 向上 拡大 拡充".split())
FALLING_WORDS = frozenset("減少 減 減少傾向 前年度より減少".split())

_NUMBER = re.compile(
    r"(?P<about>約|およそ|概ね|延べ|のべ|計)?"
    r"(?P<sign>[△▲\-+±]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>[万億]?)"
    r"(?P<unit>人口\d{0,3}[千万]人?(?:対|当たり|あたり)|(?![のはをがにへとも])[^\d\s,.~\-/:;()、。]{0,6}(?:-?CO2)?(?:/[^\d\s,.~\-:;()、。]{1,4})?)"
    r"(?P<bound>以上|以下|未満|超|程度)?"
)
_BOUND = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?[^\d\s]{0,4}(?:超|未満)")  # 100%超, 0%未満
_APART = re.compile(r"\d\s+\d")  # 10 20: two numbers, or one that was torn
_SPACES = re.compile(r"\s+")
# Longer cells are sentences: no figure, and nothing to keep in memory.
_LONGEST_REMEMBERED = 200
# More digits than any printed figure has: beyond 28 a Decimal would be rounded, far beyond overflow.
_MOST_DIGITS = 20
_TO_HYPHEN = {ord(dash): "-" for dash in DASHES if dash != "ー"}
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "億": Decimal(100_000_000)}


def plain_cell(printed: str) -> str:
    """Return a cell in one width without spaces, dashes as `-`, for reading (never for showing)."""
    return _plained(printed) if len(printed) <= _LONGEST_REMEMBERED else _plain(printed)


def _plain(printed: str) -> str:
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", printed))
    return folded.translate(_TO_HYPHEN)


_plained = lru_cache(maxsize=16_384)(_plain)  # repair asks for the same few cells thousands of times


def parse_printed_number(printed: str) -> Decimal | None:
    """Read the number of a cell; None where it holds no number, a range, or more than one.

    △ and ▲ before a figure mean minus; a unit behind it is ignored (千円 stays in 千円),
    万 and 億 are multiplied out. A year mark such as R6 is no number, and neither is an open
    bound: 100%超 is not 100%. More than 20 digits are no figure either, but digits run
    together; digits with a space between them are two numbers, or one that nobody can be sure of.
    """
    text = printed if len(printed) <= _LONGEST_REMEMBERED else printed.strip()
    return _parsed(text) if len(text) <= _LONGEST_REMEMBERED else None


@lru_cache(maxsize=16_384)
def _parsed(printed: str) -> Decimal | None:
    if _APART.search(printed):
        return None
    plain = plain_cell(printed)
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1]
    match = _NUMBER.fullmatch(plain)
    if match is None or match["unit"].startswith(("年", "月")) or plain.endswith(("超", "未満")):
        return None
    digits = match["digits"].replace(",", "")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        return None
    value = Decimal(digits) * _SCALES[match["scale"]]
    return -value if match["sign"] in ("△", "▲", "-") and match["sign"] else value


def printed_unit(printed: str) -> str | None:
    """Return the unit that a cell prints behind its number (40人 -> 人), or None."""
    match = _NUMBER.match(plain_cell(printed))
    unit = re.sub(r"(?:以上|以下|未満|超|程度)$", "", match["unit"]) if match is not None else ""
    return unit or None


def is_value_word(printed: str) -> bool:
    """True for a word of the closed list that stands in a year column (中止, 増加, 実施なし)."""
    return plain_cell(printed) in VALUE_WORDS


def is_value_like(printed: str) -> bool:
    """True where a cell reads as a value of a year: a number, a dash or a word of the closed list."""
    text = printed if len(printed) <= _LONGEST_REMEMBERED else printed.strip()
    if len(text) > _LONGEST_REMEMBERED:
        return False
    plain = plain_cell(text)
    return (
        plain == "-"
        or plain in VALUE_WORDS
        or _parsed(text) is not None
        or (_BOUND.fullmatch(plain) is not None)
    )
