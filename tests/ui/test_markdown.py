"""The answers' small Markdown: what is formatting, and what must stay as it stands."""

from __future__ import annotations

import pytest

from ui.markdown import to_html, to_plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("実績は**1,605人**です。", "<p>実績は<strong>1,605人</strong>です。</p>"),
        ("一行目\n二行目\n\n次の段落", "<p>一行目<br>二行目</p><p>次の段落</p>"),
        ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("1. 甲\n2. 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("> 引用の一\n> 引用の二", "<blockquote>引用の一<br>引用の二</blockquote>"),
        ("### 現状", "<h3>現状</h3>"),
        (
            "| 年度 | 実績 |\n| --- | ---: |\n| R6 | 5 |",
            '<table><thead><tr><th scope="col">年度</th><th scope="col">実績</th></tr></thead>'
            "<tbody><tr><td>R6</td><td>5</td></tr></tbody></table>",
        ),
    ],
)
def test_formatting_of_our_own_phrasing_is_drawn(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    "printed",
    [
        "＊印*と_下線_と~波~",
        "年2回*から*年3回",
        "[参照](https://example.com)",
        "１．研修",
        "`符号`",
        "参加者#3",
    ],
)
def test_signs_in_report_text_are_no_formatting(printed: str) -> None:
    assert to_html(printed) == f"<p>{printed}</p>"


def test_markup_in_report_text_is_shown_not_run() -> None:
    assert to_html("担い手が<br>減った<script>x</script>&amp;") == (
        "<p>担い手が&lt;br&gt;減った&lt;script&gt;x&lt;/script&gt;&amp;amp;</p>"
    )


def test_escaped_signs_lose_only_the_escape() -> None:
    assert to_html(r"\*\*太字ではない\*\*") == "<p>**太字ではない**</p>"
    assert to_plain(r"**1人** と \*印") == "1人 と *印"
