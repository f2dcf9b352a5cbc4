"""A number that belongs to a name tells items apart: another number is another item."""

from __future__ import annotations

import pytest

from assistant.planning.name_numbers import says_other_number


@pytest.mark.parametrize(
    ("question", "name", "other"),
    [
        ("週40時間以上働く人の割合は?", "週60時間以上働く人の割合", True),
        ("週60時間以上働く人の割合は?", "週60時間以上働く人の割合", False),
        ("3歳児健診の受診率は?", "1歳6か月児健診の受診率", True),
        ("1歳半の健診の受診率は?", "1歳6か月児健診の受診率", False),
        ("小5の割合は?", "授業がよく分かると答えた割合 小6", True),
        ("小6の割合は?", "授業がよく分かると答えた割合 小6", False),
        ("令和6年度の中3の割合", "授業がよく分かると答えた割合 中3", False),
        ("40時間以上の講座は何件?", "講座の開催回数", False),  # the name measures by nothing
        ("R6に達成率80%未満の指標", "週60時間以上働く人の割合", False),
    ],
)
def test_only_a_different_number_with_the_same_unit_excludes(question: str, name: str, other: bool) -> None:
    assert says_other_number(question, name) is other
