"""Slips of conversion are read as the name that reads the same, and said to be."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.understanding.homophones import mend_homophones
from assistant.understanding.question import fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("自律支援プランの件数は", "自立支援プランの件数は"),
        ("保護士数の推移", "保護司数の推移"),
        ("強力雇用主は何社", "協力雇用主は何社"),
    ],
)
def test_a_slip_is_read_as_the_printed_word(desks: dict[str, Any], typed: str, meant: str) -> None:
    folded, mended = mend_homophones(fold(typed), desks["niigata"].engine.catalog)
    assert folded == fold(meant)
    assert len(mended) == 1


@pytest.mark.parametrize(
    "question", ["自立支援プランの件数は", "保護司は何人", "市長の視聴した番組は", "社会増減は"]
)
def test_what_is_printed_or_reads_otherwise_is_left_alone(desks: dict[str, Any], question: str) -> None:
    assert mend_homophones(fold(question), desks["niigata"].engine.catalog) == (fold(question), ())


def test_the_answer_says_how_the_word_was_read(ask: dict[str, Any]) -> None:
    answer = ask["niigata"]("自律支援プランのR6の実績は？")
    assert "6,410件" in answer.answer
    assert any("自律支援プラン" in note and "自立支援プラン" in note for note in answer.notes)
