"""Lines of a cell joined again."""

from __future__ import annotations

import pytest

from corpus.readers.wrapping import join_wrapped


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("地域福祉コー\nディネーター", "地域福祉コーディネーター"),
        ("地域\r\n福祉", "地域福祉"),
        ("地域_x000D_\n福祉", "地域福祉"),
        ("地域 \n 福祉", "地域福祉"),
        ("Web\nsite", "Web site"),
        ("CSWの\nWeb", "CSWの Web"),
        ("研修を行った。\n・日時", "研修を行った。 ・日時"),
        ("研修\n①日時\n②場所", "研修 ①日時 ②場所"),
        ("総数（人）\n※累計", "総数（人） ※累計"),
        ("一つ目。\n\n二つ目。", "一つ目。 二つ目。"),
        ("前文。\n　段落", "前文。 段落"),
        ("12,75\n1", "12,751"),
        ("1,\n605", "1,605"),
        ("1,605\n98", "1,605 98"),
        ("10\n20", "10 20"),
        ("1,60\n512", "1,60 512"),
        ("改行なし ", "改行なし "),
        ("\n\n", ""),
        ("中央図書館\nこども育成課", "中央図書館 こども育成課"),
        ("こども未来部\n子育て支援課", "こども未来部子育て支援課"),
        ("地域福祉推進\n課", "地域福祉推進課"),
    ],
)
def test_breaks_that_only_fit_the_cell_are_dropped_and_others_become_a_space(
    wrapped: str, joined: str
) -> None:
    assert join_wrapped(wrapped) == joined
