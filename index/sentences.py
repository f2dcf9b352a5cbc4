"""Cutting a narrative cell into sentences without losing a character."""

from __future__ import annotations

import re

# A sentence ends after 。！？, with the closing bracket behind it; 「…した。」と続く is no end. It
# begins at a bullet or at a 【heading】. Text extraction often leaves no line breaks, so 「・A ・B」
# stands on one line: a ・ is a bullet only after white space or a stop; inside a word it is a
# middle dot (複雑化・複合化, 19日・20日) and does not cut.
_STOP = r"(?<=[。！？])(?![。！？」』）)】])|(?<=[。！？][）)])(?![。！？])|(?<=[。！？][」』])(?=\s)"
_BULLET = r"(?<=[\s。】])(?=[・●○◯◎■□◆◇▼▽▲△※★☆▶➢✓①-⑳])"
_HEADING = r"(?=[【〔])|(?<=[】〕])(?=\s)"
_LINE = r"(?<=\n)(?!\n)"
_CUT = re.compile("|".join((_STOP, _BULLET, _HEADING, _LINE)))
_HEADING_ONLY = re.compile(r"\s*[【〔][^】〕]*[】〕]\s*")
# 「label：12件」 with nothing after it, or one pair of brackets and nothing else.
_ADDITION = re.compile(
    r"\s*[^\s。：:・●]{0,12}[：:]\s*[0-9０-９][0-9０-９,，.．]*\s*[^\s0-9。]{0,3}\s*|\s*[(（][^()（）。]*[)）]\s*"
)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a cell in order; joined they are `text` again, character for character.

    White space stays at the end of the sentence before it. A 【heading】 alone, or a piece of
    only marks and spaces, is kept with the sentence that follows; a figure or a remark in brackets
    that stands alone (「R6年度実績：11件」「(再掲)」) with the one before, which says what it is about.

    >>> split_sentences("【成果】 増えた。今後も続ける。")
    ['【成果】 増えた。', '今後も続ける。']
    """
    sentences: list[str] = []
    waiting = ""  # a heading or bare mark that belongs to what follows
    for piece in _pieces(text):
        whole = waiting + piece
        if _HEADING_ONLY.fullmatch(whole) or not any(character.isalnum() for character in whole):
            waiting = whole
        elif sentences and _ADDITION.fullmatch(whole):
            sentences[-1] += whole
            waiting = ""
        else:
            sentences.append(whole)
            waiting = ""
    if waiting:
        if sentences:
            sentences[-1] += waiting
        else:
            sentences.append(waiting)
    return sentences


def _pieces(text: str) -> list[str]:
    """Cut at every boundary; leading white space of a piece goes back to the piece before it."""
    pieces: list[str] = []
    start = 0
    for match in _CUT.finditer(text):
        end = match.start()
        while end < len(text) and text[end].isspace():
            end += 1
        if end > start:
            pieces.append(text[start:end])
            start = end
    if start < len(text):
        pieces.append(text[start:])
    return pieces
