"""Whether a sentence of the commentary gives a reason: a cause in so many words, beside what it explains."""

from __future__ import annotations

import re

from assistant.answering.cell_ranking import DOWN, UP

# 「…のために」 and 「周知をするため」 are purposes and give no reason.
_CAUSE = re.compile(
    r"(?<!する)(?<!図る)ため(?!に|の)|(減少|増加|低下)するため|により|によって|ことから|ことで|理由|影響|要因|原因|背景"
    r"|に伴い|ものと(考え|見|思)|つながった|考えられ|(こともあり|重なり)"
)
# One thing fell, and with it what is asked about: 「読む人が減って、率は下がった」.
_FOLLOWED = re.compile(
    r"(減|増え|落ち込|伸び|下が|上が)[^、。]{0,3}(て|り|み|び)(?!い)[^。]*(は|が)[^。]*(た|る|いる)$"
)


_FELL = re.compile(
    r"減|落ち|下回|下が|低下|伸び悩|戻ら|遅れ|届か|横ばい|進ま|少な|不足|退会|やめ|離れ|離職|中止|休止|廃止|困難で|できなかった"
)
_ROSE = re.compile(r"増|伸び|拡大|上回|上が|向上|改善|回復|普及|浸透")


def explains_movement(sentence: str, direction: int) -> bool:
    """Whether a sentence, as printed, gives a cause and says that something rose or fell for it.

    Stricter than `gives_reason`: for rows that no one named, where a cause of anything else misleads.
    """
    moved = _ROSE if direction > 0 else _FELL
    return _CAUSE.search(sentence) is not None and moved.search(sentence) is not None


def gives_reason(sentence: str, direction: int, on_topic: bool) -> bool:
    """Whether a sentence, as printed, gives a reason of what is asked.

    `direction`: +1 why it rose, -1 why it fell or was not reached, 0 either. `on_topic`: the sentence
    says the words of what is explained; else a movement in that direction must stand in it.
    """
    if on_topic and _FOLLOWED.search(sentence.strip().rstrip("。")):
        return True
    if _CAUSE.search(sentence) is None:
        return False
    moves = {1: (UP,), -1: (DOWN,), 0: (UP, DOWN)}[direction]
    return on_topic or any(one.search(sentence) for one in moves)
