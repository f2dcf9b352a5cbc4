"""Nouns that only say what is being done or where a figure comes from: no thing that is asked for."""

from __future__ import annotations

import re

from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.question import Word

_DONE = re.compile(
    r"(し(て|た|ま|な|よ|つつ|ちゃ)|す(る|べ)|され|でき|出来|いただ|頂|願|下さ|くださ|を(し|お願|願|いただ))"
)


_INQUIRIES = frozenset("調査 アンケート 統計 意識調査 世論調査 実態調査".split())


def only_done(word: Word, folded: str) -> bool:
    """Whether an unknown noun is only what is being done (承知している, 設定した): no thing that is asked for."""
    if word.surface in _INQUIRIES and re.match(
        r"(では|によ|にお|で(?!は)|の(結果|時点))", folded[word.end :]
    ):
        return True
    if not word.action or word.surface in load_lexicon().narrowing:
        return False
    done = _DONE.match(folded[word.end :])
    if done is None:
        return False
    rest = folded[word.end + done.end() :]
    # 「参加を辞退した人は何人」: what those people did says who is asked about.
    return re.match(r"[ぁ-ん]{0,3}(人|者|方|件|世帯|企業|団体|事業者|児童|生徒|数)", rest) is None
