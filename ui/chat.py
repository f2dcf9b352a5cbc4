"""The chat screen: a question box, the conversation, and questions to go on with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from ui import addresses, answer_tools, following, rendering
from ui.asking import DEFAULT_LIMIT, Asker
from ui.conversing import Order, Step, replay, steps
from ui.markdown import escape
from ui.session import Session, Turn

_log = logging.getLogger(__name__)

Examples = Callable[[], tuple[str, ...]]
"""Tells questions that work with the reports in use now."""

# What the page's components get: the log, the session, the box, the offered questions, the notice.
Update = tuple[list[dict[str, Any]], Session, Any, Any, str]


def build_chat(asker: Asker, examples: Examples, question_limit: int = DEFAULT_LIMIT) -> gr.Blocks:
    """Build the page. The script of the page (chat.js) fills the hidden box with a person's orders."""

    def start() -> str:
        return following.examples_html(examples())

    def updates(taken: Iterator[Step]) -> Iterator[Update]:
        for step in taken:
            try:
                yield page_update(step, start)
            except Exception:
                # What cannot be drawn must not leave the page working for ever; the log has the details.
                _log.exception("an answer could not be drawn")
                yield page_update(step.undrawn(), start)

    def put(question: str, session: Session) -> Iterator[Update]:
        yield from updates(steps(asker, Order("ask", question), session, question_limit))

    def obey(text: str, session: Session) -> Iterator[Update]:
        order = Order.parse(text)
        if order is not None:
            yield from updates(steps(asker, order, session, question_limit))

    def arrive(search: str) -> Iterator[Update]:
        yield page_update(Step(Session()), start)
        yield from updates(replay(asker, addresses.questions_in(search), question_limit))

    def stop(session: Session) -> Update:
        return page_update(Step(session.given_up()), start)

    def start_again(session: Session) -> Update:
        return page_update(Step(session.left(), ""), start)

    def go_on(session: Session) -> Any:
        turn = session.last
        if turn is None:
            return gr.skip()
        return following.follow_ups_html(following.follow_ups(asker, turn), turn.number)

    with gr.Blocks(title="計画ナビ", analytics_enabled=False, fill_width=True) as page:
        session = gr.State(Session())
        order = gr.Textbox(elem_id="kk-order", show_label=False, label="操作", container=False)
        log = gr.Chatbot(
            elem_id="kk-log",
            label="やりとり",
            show_label=False,
            container=False,
            height="auto",
            layout="bubble",
            buttons=[],
            feedback_options=None,
            autoscroll=False,  # chat.js scrolls to the new question, so that an answer is read from its top
            allow_tags=False,
            sanitize_html=True,
            latex_delimiters=[],
        )
        offered = _html(start(), "kk-offered")
        with gr.Column(elem_id="kk-foot"):
            notice = _html("", "kk-notice")
            with gr.Row(elem_id="kk-ask"):
                question = gr.Textbox(
                    elem_id="kk-question",
                    label="質問",
                    show_label=False,
                    container=False,
                    placeholder="質問を入力",
                    lines=1,
                    max_lines=5,
                    # More than allowed: a pasted text is to be refused with the reason, not cut in silence.
                    max_length=question_limit * 4,
                    autofocus=True,
                    scale=1,
                )
                send = gr.Button("送信", elem_id="kk-send", scale=0, min_width=84)
                halt = gr.Button("停止", elem_id="kk-stop", scale=0, min_width=84)
                again = gr.Button("新しい会話", elem_id="kk-new", scale=0, min_width=112)
            _html(_FOOT)

        outputs: list[Any] = [log, session, question, offered, notice]
        options: dict[str, Any] = {
            "outputs": outputs,
            "api_visibility": "private",
            "show_progress": "hidden",
            "concurrency_id": "ask",
            "concurrency_limit": 4,
        }
        # The follow-ups are tried after the answer is on the screen.
        later: dict[str, Any] = {**options, "outputs": [offered], "inputs": [session]}
        asked = gr.on(
            [question.submit, send.click], put, inputs=[question, session], trigger_mode="once", **options
        )
        obeyed = order.change(obey, inputs=[order, session], trigger_mode="once", **options)
        arrived = page.load(arrive, inputs=[order], js="() => [window.location.search]", **options)
        for one in (asked, obeyed, arrived):
            one.then(go_on, **later)
        # A line of their own, so that they never wait for the question that they end.
        at_once: dict[str, Any] = {**options, "inputs": [session], "concurrency_id": "stop"}
        halt.click(stop, **at_once)
        again.click(start_again, **at_once)
    return page


def page_update(step: Step, start: Callable[[], str]) -> Update:
    """Return what the page shows after a step; a complaint is told beside it."""
    if step.complaint:
        gr.Warning(step.complaint, title="送信できません")
    session = step.session
    waiting = session.last is not None or step.complaint
    return (
        log_messages(session),
        session,
        gr.skip() if step.box is None else step.box,
        "" if waiting else start(),
        _notice(session),
    )


def log_messages(session: Session) -> list[dict[str, Any]]:
    """Return the conversation as Gradio's messages."""
    messages: list[dict[str, Any]] = []
    asked = tuple(one.question for one in session.turns)
    for turn in session.turns:
        shown = turn_html(turn, asked, is_last=turn is session.last)
        messages.append(
            {"role": "user", "content": _html(rendering.question_html(turn.question, turn.number))}
        )
        messages.append({"role": "assistant", "content": _html(shown)})
    return messages


def turn_html(turn: Turn, asked: tuple[str, ...], *, is_last: bool) -> str:
    """Return the answer of a turn, or what stands in its place; `asked` are all questions so far.

    The choices of the last answer are buttons; of earlier answers they stay as text to read.
    """
    if turn.stopped:
        return f'<div class="kk-answer kk-stopped"><p>停止しました。</p>{answer_tools.again_html(turn)}</div>'
    if turn.answer is None:
        return rendering.WORKING_HTML
    return rendering.answer_html(
        turn.answer,
        choices_are_buttons=is_last and bool(turn.answer.choices),
        reading=turn.reading,
        turn=turn.number,
        tools=answer_tools.tools_html(turn, asked),
    )


def _html(text: str, name: str | None = None) -> gr.HTML:
    """Return HTML as it is; Gradio's own look of links and buttons would not suit ours."""
    return gr.HTML(text, elem_id=name, padding=False, apply_default_css=False)


def _notice(session: Session) -> str:
    turn = session.turn(session.editing or 0)
    if turn is None:
        return ""
    return (
        f'<p class="kk-notice" role="status">「{escape(turn.question)}」を書き直しています。送信すると、'
        "この質問より後のやりとりは消えます。"
        '<button type="button" data-kk-do="keep">書き直しをやめる</button></p>'
    )


_FOOT = (
    '<p class="kk-foot">Enterで送信、Shift＋Enterで改行。'
    "回答は報告書の記載だけにもとづきます。出典の原文もご確認ください。</p>"
)
