"""Department cells: which text is a department, and one cell parted into several."""

from __future__ import annotations

import re

from corpus.text import is_dash

_SUFFIX = r"(?:課|室|所|センター|局|部|係|班|館|院|学校|園|事務局|委員会|支所|出張所|協議会|本部|署|区|公社|財団|法人|会)"
_DEPARTMENT = re.compile(rf"[^。、\s]{{1,30}}{_SUFFIX}(?:[(（][^()（）]{{1,20}}[)）])?")
_STRONG = re.compile(
    r"[^。、\s]{1,30}(?:課|室|センター|局|部|係|班|支所|出張所|事務所|事務局|委員会)(?:[(（][^()（）]{1,20}[)）])?"
)
# 都市計画課 and 計画推進室 are departments; 「他の分野別計画に記載」 is none.
_REFERENCE = re.compile(r"計画(?![^\s。]{0,6}(?:課|室|係|部|局))|再掲|参照|記載|同上")
_SEPARATORS = (r"[\s　]+", r"[\s　、，,／/;；]+", r"[\s　、，,／/;；・]+")


def is_department_like(text: str) -> bool:
    """True where a whole cell reads as one or more departments."""
    return bool(split_departments(text))


def is_clearly_department(text: str) -> bool:
    """True where every part of a cell ends like a section of a city hall (課, 室, 局 ...)."""
    parts = split_departments(text)
    return bool(parts) and all(_STRONG.fullmatch(part) for part in parts)


def split_departments(text: str) -> tuple[str, ...]:
    """Part a cell into departments; empty where it names none (「他の分野別計画に記載」).

    It is parted only where every part ends like a department: 「雇用・暮らし推進課」 is one.
    """
    cell = text.strip()
    if not cell or is_dash(cell) or len(cell) > 120 or "。" in cell or _REFERENCE.search(cell):
        return ()
    best: tuple[str, ...] = ()
    for separator in _SEPARATORS:
        parts = tuple(part.strip("・･") for part in re.split(separator, cell) if part.strip("・･"))
        if all(_DEPARTMENT.fullmatch(part) for part in parts) and len(parts) > len(best):
            best = parts
    return tuple(dict.fromkeys(name for part in best for name in _unglued(part)))


def _unglued(text: str) -> tuple[str, ...]:
    """Part names that stood on lines of their own in one cell: 「環境政策課公園緑地課」 are two."""
    pieces = re.findall(r".+?[課室]", text) if text.count("課") else []
    whole = "".join(pieces) == text and len(pieces) > 1
    # 総務課広報室 may be one office within another; several 課 side by side are not.
    shortest = 3 if all(piece.endswith("課") for piece in pieces) else 4
    return tuple(pieces) if whole and all(len(piece) >= shortest for piece in pieces) else (text,)
