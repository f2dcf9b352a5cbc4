"""What stands around the chat in its page: heading, links to the other screens, source panel, what is spoken."""

from __future__ import annotations

from ui.markdown import escape
from ui.web.frame import NAVIGATION


def banner_html(title: str, *, takes_feedback: bool = False) -> str:
    """Return the head of the chat's page; `title` names the reports in use.

    `takes_feedback` tells whether the server has an address for replies to answers.
    """
    links = "".join(_link(key, address, name) for key, address, name in NAVIGATION)
    feedback = " data-kk-feedback" if takes_feedback else ""
    return (
        f'<a class="kk-skip" href="#kk-question">質問の入力へ</a>'
        f'<header class="kk-head"{feedback}><h1><a href="./">計画ナビ</a></h1>'
        f'<nav aria-label="画面の切り替え"><ul>{links}</ul></nav>'
        f'<p class="kk-about">{escape(title)}</p></header>'
        # What screen readers are told: each answer once, by chat.js. The log itself is not live.
        '<div id="kk-said" class="kk-unseen" role="status" aria-live="polite" aria-atomic="true"></div>'
        f"{_PANEL}"
        "<noscript><p>この画面にはJavaScriptが必要です。「指標を探す」「計画を見る」は、JavaScriptなしで使えます。</p></noscript>"
    )


def _link(key: str, address: str, name: str) -> str:
    current = ' aria-current="page"' if key == "chat" else ""
    return f'<li><a href="{escape(address or "./")}"{current}>{escape(name)}</a></li>'


_PANEL = (
    '<dialog id="kk-source" aria-labelledby="kk-source-title"><div class="kk-panel-head">'
    '<h2 id="kk-source-title">出典</h2>'
    '<a id="kk-source-page" target="_blank" rel="noopener" href="#">別の画面で開く</a>'
    '<button type="button" id="kk-source-close">閉じる</button></div>'
    '<iframe title="報告書の該当箇所" src="about:blank"></iframe></dialog>'
)
