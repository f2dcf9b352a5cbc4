"""What can be done with an answer: copy it, link to it, save it, say whether it was right, ask again."""

from __future__ import annotations

from assistant.types import Answer, Status
from ui import addresses, rendering
from ui.markdown import escape
from ui.session import Turn

_FILES = (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))
_SAVED = (("docx", "会話全体をWordで"), ("pdf", "会話全体をPDFで"))
_LONGEST_ADDRESS = 6000  # characters; servers in between refuse longer ones


def tools_html(turn: Turn, conversation: tuple[str, ...]) -> str:
    """Return the row of buttons under an answer; `conversation` are all questions so far."""
    if turn.answer is None:
        return ""
    if turn.answer.status is Status.ERROR:
        return f'<div class="kk-tools">{again_html(turn)}</div>'
    again = addresses.chat(turn.chain)
    chat = f' data-kk-chat="{escape(again)}"' if len(again) <= _LONGEST_ADDRESS else ""
    return (
        f'<div class="kk-tools"{chat}>'
        '<button type="button" data-kk-do="copy">回答をコピー</button>'
        f"{_share(turn, conversation)}{_feedback(turn)}"
        f'<pre hidden class="kk-plain">{escape(plain_text(turn.question, turn.answer))}</pre></div>'
    )


def again_html(turn: Turn) -> str:
    """Return the button that asks a question once more."""
    return f'<button type="button" data-kk-do="retry" data-kk-turn="{turn.number}">もう一度聞く</button>'


def plain_text(question: str, answer: Answer) -> str:
    """Return a question with its answer and sources as a person pastes them into a mail."""
    return f"質問：{question}\n\n{rendering.answer_text(answer)}\n"


def _share(turn: Turn, conversation: tuple[str, ...]) -> str:
    page = addresses.answer(turn.chain)
    if len(page) > _LONGEST_ADDRESS:
        return ""
    entries = [
        f'<a href="{escape(page)}" target="_blank" rel="noopener">この回答のページを開く</a>',
        f'<button type="button" data-kk-do="link" data-kk-address="{escape(page)}">この回答へのリンクをコピー</button>',
        *(_file(addresses.answer(turn.chain, form), f"{name}で保存") for form, name in _FILES),
    ]
    if len(conversation) > 1 and len(addresses.conversation(conversation, "docx")) <= _LONGEST_ADDRESS:
        entries += [_file(addresses.conversation(conversation, form), f"{name}保存") for form, name in _SAVED]
    items = "".join(f"<li>{one}</li>" for one in entries)
    return (
        f'<details class="kk-menu" name="kk-menu-{turn.number}"><summary>保存・リンク</summary>'
        f"<ul>{items}</ul></details>"
    )


def _file(address: str, shown: str) -> str:
    return f'<a href="{escape(address)}" download>{escape(shown)}</a>'


def _feedback(turn: Turn) -> str:
    """Return the question whether the answer was right; shown only where the server takes replies (chat.css)."""
    questions = "".join(f'<input type="hidden" name="question" value="{escape(one)}">' for one in turn.chain)
    field = f"kk-reason-{turn.number}"
    return (
        f'<form class="kk-feedback" aria-label="この回答について">{questions}'
        '<button type="button" data-kk-do="helpful">役に立った</button>'
        '<button type="button" data-kk-do="wrong" aria-expanded="false">違う</button>'
        f'<span class="kk-why" hidden><label for="{field}">どこが違うか（任意）</label>'
        f'<input id="{field}" name="reason" type="text" maxlength="500" autocomplete="off">'
        '<button type="submit">送る</button></span></form>'
    )
