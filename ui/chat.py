"""The chat screen: a question box, the conversation, and examples that work."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.types import Answer
from corpus.errors import KeikakuError
from ui import rendering
from ui.asking import DEFAULT_LIMIT, Asker, checked_question, error_answer
from ui.markdown import escape

_log = logging.getLogger(__name__)

# A long conversation is sent to the browser whole with each answer; older turns scroll out of the log.
_KEPT_TURNS = 30


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; the answer is None while it is being worked out."""

    question: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """What one browser tab has asked so far; `conversation` is the assistant's own, opaque here."""

    turns: tuple[Turn, ...] = ()
    conversation: Any = None

    def asked(self, question: str) -> Session:
        """Return the session with a question that waits for its answer."""
        return Session((*self.turns, Turn(question))[-_KEPT_TURNS:], self.conversation)

    def answered(self, answer: Answer, conversation: Any) -> Session:
        """Return the session with the last question answered."""
        *before, last = self.turns
        return Session((*before, Turn(last.question, answer)), conversation)


Update = tuple[list[dict[str, Any]], Session, Any]


def build_chat(
    asker: Asker, title: str, examples: tuple[str, ...], question_limit: int = DEFAULT_LIMIT
) -> gr.Blocks:
    """Build the page; `title` names the report, `examples` are questions known to work."""

    def ask(question: str, session: Session) -> Iterator[Update]:
        yield from conversation_updates(asker, question, session, question_limit)

    def ask_example(event: gr.SelectData, session: Session) -> Iterator[Update]:
        chosen = event.value["text"] if isinstance(event.value, dict) else str(event.value)
        yield from conversation_updates(asker, chosen, session, question_limit)

    def start_again() -> Update:
        return [], Session(), ""

    with gr.Blocks(title="計画ナビ", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_heading(title), padding=False)
        session = gr.State(Session())
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
            placeholder=_PLACEHOLDER,
            examples=[{"text": one} for one in examples],
        )
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
            again = gr.Button("新しい会話", elem_id="kk-new", scale=0, min_width=112)
        gr.HTML(_FOOT, padding=False)

        outputs: list[Any] = [log, session, question]
        options: dict[str, Any] = {
            "outputs": outputs,
            "api_visibility": "private",
            "show_progress": "hidden",
            "concurrency_id": "ask",
            "concurrency_limit": 4,
        }
        gr.on([question.submit, send.click], ask, inputs=[question, session], trigger_mode="once", **options)
        log.example_select(ask_example, inputs=[session], trigger_mode="once", **options)
        log.option_select(ask_example, inputs=[session], trigger_mode="once", **options)
        again.click(start_again, **options)
    return page


def conversation_updates(
    asker: Asker, text: str, session: Session, question_limit: int = DEFAULT_LIMIT
) -> Iterator[Update]:
    """Yield the log first with the question alone, then with its answer; the box is emptied at once.

    A text that is no question leaves the conversation as it was and stays in the box.
    """
    try:
        question = checked_question(text, question_limit)
    except KeikakuError as error:
        if text.strip():
            gr.Warning(str(error), title="送信できません")
        yield log_messages(session), session, gr.skip()
        return
    asked = session.asked(question)
    yield log_messages(asked), session, ""
    answer, conversation = _answer(asker, question, session.conversation)
    done = asked.answered(answer, conversation)
    yield log_messages(done), done, gr.skip()


def log_messages(session: Session) -> list[dict[str, Any]]:
    """Return the conversation as Gradio's messages; the choices of the last answer become buttons.

    Of earlier answers the choices stay as text: Gradio shows buttons under the last message only.
    """
    messages: list[dict[str, Any]] = []
    for turn in session.turns:
        messages.append({"role": "user", "content": gr.HTML(rendering.question_html(turn.question))})
        choices = turn.answer.choices if turn.answer and turn is session.turns[-1] else ()
        shown = rendering.WORKING_HTML
        if turn.answer:
            shown = rendering.answer_html(turn.answer, choices_are_buttons=bool(choices))
        message: dict[str, Any] = {"role": "assistant", "content": gr.HTML(shown)}
        if choices:
            message["options"] = [{"value": one, "label": one} for one in choices]
        messages.append(message)
    return messages


def _answer(asker: Asker, question: str, conversation: Any) -> tuple[Answer, Any]:
    try:
        reply = asker.ask(question, conversation)
    except KeikakuError as error:
        return error_answer(str(error)), conversation
    except Exception:
        # The page must say something whatever went wrong; details are for the operator's log only.
        _log.exception("question failed")
        return error_answer(
            "処理中に問題が起きました。言い方を変えて、もう一度お尋ねください。"
        ), conversation
    return reply.answer, reply.conversation


def _heading(title: str) -> str:
    return (
        '<header class="kk-head"><h1>計画ナビ<small>進捗評価報告書への質問</small></h1>'
        f"<p>{escape(title)}</p></header>"
    )


_PLACEHOLDER = "報告書の数値と記述について、日本語でお尋ねください。"
_FOOT = (
    '<p class="kk-foot">Enterで送信、Shift＋Enterで改行。'
    "回答は報告書の記載だけにもとづきます。出典の原文もご確認ください。</p>"
)
