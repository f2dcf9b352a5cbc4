"""Slips of typing are put right towards what the report prints; another word is never taken for a slip."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.types import Status
from assistant.understanding.question import fold
from assistant.understanding.slips import mend_slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("コーディネーター育生の推移", "コーディネーター育成"),
        ("生活補護の世帯数", "生活保護"),
        ("アウトリータの件数は", "アウトリーチ"),
        ("サポスツの担当課", "サポステ"),
        ("サポスステの担当課", "サポステ"),
        ("協力顧用主は何社", "協力雇用主"),
        ("更正保護女性会の会員数", "更生保護女性会"),
    ],
)
def test_one_wrong_letter_is_put_right(desks: dict[str, Any], typed: str, meant: str) -> None:
    engine = desks["niigata"].engine
    folded, mended = mend_slips(fold(typed), engine.catalog, engine.linker)
    assert meant in folded
    assert [as_meant for _, as_meant in mended] == [meant]


@pytest.mark.parametrize(
    "question",
    [
        "サポステってどの課の仕事？",  # って is no part of the word
        "協力雇用主増えてるんですか",  # 増 begins a verb and is no slip for 数
        "民生委員協力員の数は？",
        "ボランティアは何人？",
        "ヘリコプターの台数は？",
        "更生保護男性会の会員数は？",  # 男性 is another word, not 女性 typed wrong
    ],
)
def test_what_is_no_slip_stays(desks: dict[str, Any], question: str) -> None:
    engine = desks["niigata"].engine
    assert mend_slips(fold(question), engine.catalog, engine.linker) == (fold(question), ())


def test_a_repaired_word_is_told(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("協力顧用主のR6の実績は？")
    assert answer.status is Status.ANSWERED
    assert any("顧用主" in note for note in answer.notes)
